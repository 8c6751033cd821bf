"""
The path whose time is least at its high end (P90), by the rule of bands.

The P90 of a path is its typical minutes plus a half-width, in which items that rest on the same
rows count together as one part and the parts share some of their variance: it grows with the
sum of the parts' squares and with their plain sum (`corridor.model.band.half_width`). So it does
not add up link by link. Labels carry typical minutes, both sums, and the half-width of every set
of rows so far. What is left is bounded by the least typical minutes, the least sum of squares and
the least plain sum from a state on: widths only add, and a sum squared is no less than the sum of
squares, so the bound is never too high. One label dominates another when it is no later,
neither of its sums is larger, none of its sets of rows, which may come again, is wider, and both
drivers have driven as long: the width of rests to come hangs on that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil

import numpy as np

from corridor.graph.label_setting import GivenUp, best_first
from corridor.model.band import SHARED, half_width
from corridor.model.objective import Objective
from corridor.planning.links.bills import LinkWidths
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.star import NEVER, IntArray
from corridor.planning.search.compared import FACTOR, come_back_to
from corridor.planning.search.growth import Label, Pairwise
from corridor.planning.search.limits import Limits, resources_of
from corridor.planning.search.path import Path, Traversal
from corridor.planning.search.sure import least_spread
from corridor.planning.search.widths import NO_SPREAD, Widths, no_wider, wider

# The objective counts in these parts of a minute, so that it compares with that of time.
MINUTE = Objective.TIME.parts


_ROUNDING_MIN = 1e-3

# Partial paths after which a search for the least P90 ends; under two thousand are usual.
MOST_PARTIAL = 10_000


class P90Search:
    """Searches one network by the P90 of time."""

    def __init__(
        self,
        network: SearchGraph,
        limits: Limits | None = None,
        spread: tuple[IntArray, IntArray] | None = None,
        *,
        once: bool = False,
        widths: Widths | None = None,
        layer: P90Search | None = None,
        above: float = 1.0,
    ) -> None:
        """
        Bound what is left from every state.

        With `above` so many upward half-widths are added to the typical minutes (`search.sure`): one
        is the P90, none the time itself.

        `spread` is the least that each link adds to the sum of squares, and what it adds to
        the plain sum of half-widths; read from the items of the network if not given, by `widths` if
        they are known of the network or of one that it lays out several times; `layer` is the
        same search on the latter, no link of which is open that is shut here. With `once` a path
        that comes back to a country it has left is none.
        """
        self.network, self.given_up, self.above = network, False, above
        self.once = network.frontiers if once else None
        shut = network.shut if self.once is None else network.shut | self.once.useless
        self.resources = tuple(resources_of(network, limits or Limits(), shut))
        self._widths = widths or Widths(network)
        squares, width = spread or self._widths.least_in(network)
        columns = (network.time, squares, width)
        known = layer.left if layer else (None, None, None)
        self.left: tuple[IntArray, ...] = tuple(
            network.star.to(network.target, np.where(shut, NEVER, column), at_most)
            for column, at_most in zip(columns, known, strict=True)
        )
        self.left_time, self.left_squares, self.left_width = self.left
        self.usable = ~shut & (self.left_time[network.head] < NEVER)
        # What is left at least from the beginning of each link on.
        self.onward_time, self.onward_squares, self.onward_width = (
            column + left[network.head]
            for column, left in (
                (network.time, self.left_time),
                (squares, self.left_squares),
                (width, self.left_width),
            )
        )

    def widths(self, link: int, step: Traversal | None = None) -> LinkWidths:
        """
        (what moves together, upward half-width in minutes) of the items of a link.

        `step` is how the link was met where rests are not those of a fresh driver.
        """
        return self._widths.of(link, step.driven if step else 0)

    def paths(
        self, *, distinct: bool, most: float | None = None, labels: int = NEVER
    ) -> Iterator[Path]:
        """
        Paths in order of their P90; with `distinct` the best of every key.

        Raises
        ------
        GivenUp
            After the paths found within that many labels.
        """
        if self.left_time[self.network.source] >= NEVER:
            return
        growth = _ByP90(self, distinct=distinct, most=most)
        for label in best_first(growth, growth.first(), most, labels):
            squares, width, _ = label.spread
            p90 = label.minutes + round(self.above * half_width(squares, width))
            yield growth.path(label, p90 * MINUTE)

    def p90_of(self, path: Path) -> float:
        """P90 of a path in minutes, waits included, not rounded."""
        spread = NO_SPREAD
        for step in path.steps:
            spread = wider(spread, self.widths(step.link, step))
        return path.minutes + self.above * half_width(*spread[:2])

    def best(self, known: Path) -> Path:
        """
        The path of least P90.

        `known` is any path within the limits, the fastest for choice: no label that cannot
        beat it is looked at.
        """
        return self.best_below(self.p90_of(known)) or known

    def best_below(self, minutes: float) -> Path | None:
        """
        The path of least P90 that is no later than some minutes; None when there is none.

        None too when the search is given up, which `given_up` then tells: where months are waited
        for something to open, whatever is done meanwhile arrives on one day, and nothing is worse.
        """
        try:
            return next(self.paths(distinct=False, most=minutes + 1e-6, labels=MOST_PARTIAL), None)
        except GivenUp:
            self.given_up = True
            return None


class _ByP90(Pairwise[float]):
    """Labels by the least P90 that a path over them can come to."""

    def __init__(self, search: P90Search, *, distinct: bool, most: float | None = None) -> None:
        super().__init__(
            search.network, distinct=distinct, resources=search.resources, once=search.once
        )
        self._search = search
        # So that what is rounded otherwise is kept.
        self._most = None if most is None else most + _ROUNDING_MIN
        self._leaving: dict[int, IntArray] = {}

    def links(self, label: Label) -> list[int]:
        """Links by which a path may still come to no more than the most."""
        search = self._search
        leaving = self._leaving.get(label.state)
        if leaving is None:
            leaving = self.network.star.leaving(label.state)
            leaving = self._leaving[label.state] = leaving[search.usable[leaving]]
        if self._most is not None and len(leaving):
            squares, width, _ = label.spread
            wide = (width + search.onward_width[leaving]).astype(np.float64)
            least = np.sqrt(  # as `half_width` has it
                (1 - SHARED) * (squares + search.onward_squares[leaving]) + SHARED * wide**2
            )
            # As `least_spread` has it.
            least *= min(search.above, 1.0)
            least += max(search.above - 1, 0.0) * half_width(squares, width)
            least += label.minutes + search.onward_time[leaving]
            leaving = leaving[least <= self._most]
        found: list[int] = leaving.tolist()
        return found

    def bound(self, label: Label) -> float:
        search, state = self._search, label.state
        left = int(search.left_squares[state]), int(search.left_width[state])
        least = least_spread(search.above, label.spread[:2], left)
        return label.minutes + int(search.left_time[state]) + least

    def completed(self, label: Label) -> None:
        assert label.parent is not None
        label.spread = wider(label.parent.spread, self._search.widths(label.link, label.step))

    def dominates(self, one: Label, other: Label) -> bool:
        if one.minutes > other.minutes or one.driven != other.driven:
            return False
        if any(mine > theirs for mine, theirs in zip(one.used, other.used, strict=True)):
            return False
        return no_wider(one.spread, other.spread)


def best_compared_p90(
    search: P90Search,
    known: Path,
    once: Callable[[], P90Search],
    known_once: Callable[[float], Path | None],
) -> Path:
    """
    The path that compares best by its P90 in whole minutes.

    `known` is any path within the limits, `known_once` gives any of at most some typical minutes
    that comes back to no country, the fastest for choice, and `once` the search among these;
    both are asked for only if the best of all comes back.
    """
    found = search.best(known)
    if not come_back_to(search.network, found):
        return found
    value = round(search.p90_of(found)) * FACTOR
    other = known_once(float(value) + 0.5)
    if other is None:
        return found
    # Half a minute more: both are rounded to minutes before they are compared.
    most = min(float(value) + 0.5, search.p90_of(other))
    other = once().best_below(most) or other
    return found if round(search.p90_of(other)) > value else other


def most_by_time(network: SearchGraph, minutes: float) -> int:
    """The greatest objective by time of a path of at most so many typical minutes."""
    # Ties are broken by cents; no path pays for a link twice.
    return ceil(minutes) * MINUTE + int(network.cost[~network.shut].sum())
