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

from corridor.graph.label_setting import best_first
from corridor.model.band import Band, half_width
from corridor.model.link_kind import LinkKind
from corridor.model.objective import Objective
from corridor.planning.links.bills import key as key_of_item
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.star import NEVER, IntArray
from corridor.planning.search.compared import FACTOR, come_back_to
from corridor.planning.search.growth import Label, Pairwise
from corridor.planning.search.limits import Limits, resources_of
from corridor.planning.search.path import Path, Traversal

# The objective counts in these parts of a minute, so that it compares with that of time.
MINUTE = Objective.TIME.parts


# Widths of a link but for its rests, the number of these, and their minutes by hours driven.
_Rested = tuple[tuple[tuple[int, int], ...], int, Callable[[int], Band] | None]


class P90Search:
    """Searches one network by the P90 of time."""

    def __init__(
        self,
        network: SearchGraph,
        limits: Limits | None = None,
        spread: tuple[IntArray, IntArray] | None = None,
        *,
        once: bool = False,
    ) -> None:
        """
        Bound what is left from every state.

        `spread` is the least that each link adds to the sum of squares, and what it adds to
        the plain sum of half-widths; read from the items of the network if not given. With
        `once` a path that comes back to a country it has left is none.
        """
        self.network = network
        self.once = network.frontiers if once else None
        shut = network.shut if self.once is None else network.shut | self.once.useless
        self.resources = tuple(resources_of(network, limits or Limits(), shut))
        squares, width = spread or spread_of(network)
        self.left_time, self.left_squares, self.left_width = (
            network.star.to(network.target, np.where(shut, NEVER, column))
            for column in (network.time, squares, width)
        )
        self.usable = ~shut & (self.left_time[network.head] < NEVER)
        self._numbers: dict[str, int] = {}
        self._rested: dict[int, _Rested] = {}
        self._widths: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {}

    def widths(self, link: int, step: Traversal | None = None) -> tuple[tuple[int, int], ...]:
        """
        (number of a set of rows, upward half-width in minutes) of the items of a link.

        `step` is how the link was met where rests are not those of a fresh driver.
        """
        driven = step.driven if step else 0
        found = self._widths.get((link, driven))
        if found is None:
            found = self._of_rests(link, driven) if driven else tuple(self._of_items(link).items())
            self._widths[link, driven] = found
        return found

    def _of_items(self, link: int) -> dict[int, int]:
        wide: dict[int, int] = {}
        for item in self.network.items(link):
            more = item.time.high - item.time.typical
            if more and not item.outside_total:
                number = self._number(key_of_item(item))
                wide[number] = wide.get(number, 0) + more
        return wide

    def _of_rests(self, link: int, driven: int) -> tuple[tuple[int, int], ...]:
        """The same where a driver begins a haul after some quarter hours."""
        kept = self._rested.get(link)
        if kept is None:
            kept = self._rested[link] = self._without_rests(link)
        others, number, rests = kept
        if rests is None:
            return others
        band = rests(driven)
        return (*others, (number, band.high - band.typical))

    def _without_rests(self, link: int) -> _Rested:
        """Widths of a link but for its rests, their number, and rests by hours driven."""
        wide, network = self.widths(link), self.network
        if network.kind_of(link) is LinkKind.LINE_HAUL:
            part, at = network.hauls.at(int(network.row[link]))
            driver = part.driver(at)
            if driver is not None:
                number = self._number(driver.key)
                return tuple(w for w in wide if w[0] != number), number, part.rests(at)
        return wide, -1, None

    def _number(self, key: str) -> int:
        return self._numbers.setdefault(key, len(self._numbers))

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
        growth = _ByP90(self, distinct=distinct)
        for label in best_first(growth, growth.first(), most, labels):
            squares, width, _ = label.spread
            p90 = label.minutes + round(half_width(squares, width))
            yield growth.path(label, p90 * MINUTE)

    def p90_of(self, path: Path) -> float:
        """P90 of a path in minutes, waits included, not rounded."""
        widths = dict[int, int]()
        for step in path.steps:
            for number, more in self.widths(step.link, step):
                widths[number] = widths.get(number, 0) + more
        squares = sum(w * w for w in widths.values())
        return path.minutes + half_width(squares, sum(widths.values()))

    def best(self, known: Path) -> Path:
        """
        The path of least P90.

        `known` is any path within the limits, the fastest for choice: no label that cannot
        beat it is looked at.
        """
        return self.best_below(self.p90_of(known)) or known

    def best_below(self, minutes: float) -> Path | None:
        """The path of least P90 that is no later than some minutes; None when there is none."""
        return next(self.paths(distinct=False, most=minutes + 1e-6), None)


class _ByP90(Pairwise[float]):
    """Labels by the least P90 that a path over them can come to."""

    def __init__(self, search: P90Search, *, distinct: bool) -> None:
        super().__init__(
            search.network, distinct=distinct, resources=search.resources, once=search.once
        )
        self._search = search

    def links(self, label: Label) -> list[int]:
        leaving = self.network.star.leaving(label.state)
        found: list[int] = leaving[self._search.usable[leaving]].tolist()
        return found

    def bound(self, label: Label) -> float:
        search, state = self._search, label.state
        squares, width, _ = label.spread
        least = half_width(
            squares + int(search.left_squares[state]), width + int(search.left_width[state])
        )
        return label.minutes + int(search.left_time[state]) + least

    def completed(self, label: Label) -> None:
        assert label.parent is not None
        label.spread = label.parent.spread
        wide = self._search.widths(label.link, label.step)
        if wide:
            squares, width, widths = label.spread
            widths = dict(widths)
            for number, more in wide:
                before = widths.get(number, 0)
                squares += (before + more) ** 2 - before**2
                widths[number] = before + more
                width += more
            label.spread = squares, width, widths

    def dominates(self, one: Label, other: Label) -> bool:
        squares, width, widths = one.spread
        squares_, width_, widths_ = other.spread
        if one.minutes > other.minutes or squares > squares_ or width > width_:
            return False
        if one.driven != other.driven:
            return False
        if any(mine > theirs for mine, theirs in zip(one.used, other.used, strict=True)):
            return False
        return all(wide <= widths_.get(number, 0) for number, wide in widths.items())


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


def spread_of(network: SearchGraph) -> tuple[IntArray, IntArray]:
    """What each link adds at least to the sum of squares, and to the sum of half-widths."""
    squares, width = (np.zeros(len(network.tail), dtype=np.int64) for _ in range(2))
    for links, rows, bills in network.billed():
        squares[links] = np.concatenate([b.time_squares for b in bills])[rows]
        width[links] = np.concatenate([b.time_widths for b in bills])[rows]
    return squares, width
