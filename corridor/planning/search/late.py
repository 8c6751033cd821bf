"""
The way whose time is least at its high end (P90), by the rule of bands.

The P90 of a way is its typical minutes plus a half-width, in which items that rest on the same
rows count together as one part and the parts share some of their variance: it grows with the
sum of the parts' squares and with their plain sum (`corridor.model.band.half_width`). So it does
not add up link by link. Labels carry typical minutes, both sums, and the half-width of every set
of rows so far. What is left is bounded by the least typical minutes, the least sum of squares and
the least plain sum from a state on: widths only add, and a sum squared is no less than the sum of
squares, so the bound is never too high. One label makes another needless when it is no later,
neither of its sums is larger, and none of its sets of rows, which may come again, is wider.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from math import ceil

import numpy as np

from corridor.model.band import half_width
from corridor.model.objective import Objective
from corridor.planning.links.bills import key as key_of_item
from corridor.planning.links.network import Network
from corridor.planning.search.compared import FACTOR, come_back_to
from corridor.planning.search.frontiers import Past
from corridor.planning.search.frontiers import no_worse as no_worse_past
from corridor.planning.search.lanes import NEVER, IntArray
from corridor.planning.search.limits import Limits, changes_of
from corridor.planning.search.ways import Found, GivenUp, Keys, Step, take

# The objective counts in these parts of a minute, so that it compares with that of time.
MINUTE = Objective.TIME.parts


@dataclass(slots=True)
class _Late:
    at: int
    squares: int
    width: int
    widths: dict[int, int]
    cost: int
    changes: int
    state: int
    key: int
    parent: _Late | None
    step: Step | None
    past: Past = (0, 0)


class LateSearch:
    """Searches one network by the P90 of time."""

    def __init__(
        self,
        network: Network,
        limits: Limits | None = None,
        spread: tuple[IntArray, IntArray] | None = None,
        *,
        once: bool = False,
    ) -> None:
        """
        Bound what is left from every state.

        `spread` is the least that each link adds to the sum of squares, and what it adds to
        the plain sum of half-widths; read from the items of the network if not given. With
        `once` a way that comes back to a country it has left is none.
        """
        self.network, self.limits = network, limits or Limits()
        self.once = network.frontiers if once else None
        shut = network.shut if self.once is None else network.shut | self.once.useless
        self._shut = shut
        self._time: IntArray = np.where(shut, NEVER, network.time)
        squares, width = spread or spread_of(network)
        lanes, target = network.lanes, network.target
        self.left_time = lanes.to(target, self._time)
        self.left_squares = lanes.to(target, np.where(shut, NEVER, squares))
        self.left_width = lanes.to(target, np.where(shut, NEVER, width))
        self._changes = changes_of(network)
        self.limits = self._with_rest(self.limits)
        self._numbers: dict[str, int] = {}
        self._widths: dict[int, tuple[tuple[int, int], ...]] = {}

    def _with_rest(self, limits: Limits) -> Limits:
        """The limits with the least of each that is left, so that what must break one is dropped."""
        network = self.network

        def least(used: IntArray) -> IntArray:
            return network.lanes.to(network.target, np.where(self._shut, NEVER, used))

        return replace(
            limits,
            left_minutes=None if limits.minutes is None else self.left_time,
            left_cents=None if limits.cents is None else least(network.cost),
            left_changes=None if limits.changes is None else least(self._changes),
        )

    def widths(self, link: int) -> tuple[tuple[int, int], ...]:
        """(number of a set of rows, upward half-width in minutes) of the items of a link."""
        found = self._widths.get(link)
        if found is None:
            wide: dict[int, int] = {}
            for item in self.network.items(link):
                more = item.time.high - item.time.typical
                if more and not item.outside_total:
                    number = self._numbers.setdefault(key_of_item(item), len(self._numbers))
                    wide[number] = wide.get(number, 0) + more
            found = self._widths[link] = tuple(wide.items())
        return found

    def ways(
        self, *, distinct: bool, most: float | None = None, labels: int = NEVER
    ) -> Iterator[Found]:
        """
        Ways in order of their P90; with `distinct` the best of every key.

        Raises
        ------
        GivenUp
            After the ways found within that many labels.
        """
        network = self.network
        if self.left_time[network.source] >= NEVER:
            return
        keys = Keys()
        settled: dict[tuple[int, int], list[_Late]] = {}
        first = _Late(0, 0, 0, {}, 0, 0, network.source, 0, None, None)
        heap: list[tuple[float, int, _Late]] = [(self._lower(first), 0, first)]
        serial = 0
        given: set[int] = set()
        while heap:
            bound, _, label = heappop(heap)
            if most is not None and bound > most:
                return
            if label.state == network.target:
                if label.key not in given:
                    given.add(label.key)
                    late = label.at + round(half_width(label.squares, label.width))
                    yield Found(late * MINUTE, _steps(label))
                continue
            others = settled.setdefault((label.state, label.key), [])
            if any(
                _no_worse(o, label, self.limits) and no_worse_past(o.past, label.past)
                for o in others
            ):
                continue
            others.append(label)
            for link in network.lanes.leaving(label.state).tolist():
                child = self._extended(label, link, keys, distinct=distinct)
                if child is None:
                    continue
                serial += 1
                if serial > labels:
                    raise GivenUp
                lower = self._lower(child)
                if most is None or lower <= most:
                    heappush(heap, (lower, serial, child))

    def _lower(self, label: _Late) -> float:
        state = label.state
        least = half_width(
            label.squares + int(self.left_squares[state]), label.width + int(self.left_width[state])
        )
        return label.at + int(self.left_time[state]) + least

    def _extended(self, label: _Late, link: int, keys: Keys, *, distinct: bool) -> _Late | None:
        network = self.network
        head = int(network.head[link])
        if self._shut[link] or self.left_time[head] >= NEVER:
            return None
        past = label.past
        if self.once is not None:
            onward = self.once.after(past, link)
            if onward is None or (head == network.target and not self.once.ends(onward)):
                return None
            past = onward
        step = take(network.timed, link, label.at)
        if step is None:
            return None
        key = keys.after(label.key, int(network.symbols[link])) if distinct else 0
        if key < 0:
            return None
        at = label.at + int(network.time[link]) + step.wait + step.delay
        squares, width, widths = label.squares, label.width, label.widths
        wide = self.widths(link)
        if wide:
            widths = dict(widths)
            for number, more in wide:
                before = widths.get(number, 0)
                squares += (before + more) ** 2 - before**2
                widths[number] = before + more
                width += more
        cost = label.cost + int(network.cost[link])
        changes = label.changes + int(self._changes[link])
        if not self.limits.within(head, at, cost, changes):
            return None
        return _Late(at, squares, width, widths, cost, changes, head, key, label, step, past)

    def late_of(self, found: Found) -> float:
        """P90 of a way in minutes, waits included, not rounded."""
        at, widths = 0, dict[int, int]()
        for step in found.steps:
            at += int(self.network.time[step.link]) + step.wait + step.delay
            for number, more in self.widths(step.link):
                widths[number] = widths.get(number, 0) + more
        squares = sum(w * w for w in widths.values())
        return at + half_width(squares, sum(widths.values()))

    def best(self, known: Found) -> Found:
        """
        The way of least P90.

        `known` is any way within the limits, the fastest for choice: no label that cannot
        beat it is looked at.
        """
        return self.best_below(self.late_of(known)) or known

    def best_below(self, minutes: float) -> Found | None:
        """The way of least P90 that is no later than some minutes; None when there is none."""
        return next(self.ways(distinct=False, most=minutes + 1e-6), None)


def best_compared_late(
    late: LateSearch,
    known: Found,
    once: Callable[[], LateSearch],
    known_once: Callable[[float], Found | None],
) -> Found:
    """
    The way that compares best by its P90 in whole minutes.

    `known` is any way within the limits, `known_once` gives any of at most some typical minutes
    that comes back to no country, the fastest for choice, and `once` the search among these;
    both are asked for only if the best of all comes back.
    """
    found = late.best(known)
    if not come_back_to(late.network, found):
        return found
    value = round(late.late_of(found)) * FACTOR
    other = known_once(float(value) + 0.5)
    if other is None:
        return found
    # Half a minute more: both are rounded to minutes before they are compared.
    most = min(float(value) + 0.5, late.late_of(other))
    other = once().best_below(most) or other
    return found if round(late.late_of(other)) > value else other


def most_by_time(network: Network, minutes: float) -> int:
    """The greatest objective by time of a way of at most so many typical minutes."""
    # Ties are broken by cents; no way pays for a link twice.
    return ceil(minutes) * MINUTE + int(network.cost[~network.shut].sum())


def spread_of(network: Network) -> tuple[IntArray, IntArray]:
    """What each link adds at least to the sum of squares, and to the sum of half-widths."""
    squares, width = (np.zeros(len(network.tail), dtype=np.int64) for _ in range(2))
    for links, rows, bills in network.billed():
        squares[links] = np.concatenate([b.time_squares for b in bills])[rows]
        width[links] = np.concatenate([b.time_widths for b in bills])[rows]
    return squares, width


def _no_worse(one: _Late, other: _Late, limits: Limits) -> bool:
    if one.at > other.at or one.squares > other.squares or one.width > other.width:
        return False
    if not limits.no_worse(one.cost, one.changes, other.cost, other.changes):
        return False
    widths = other.widths
    return all(width <= widths.get(number, 0) for number, width in one.widths.items())


def _steps(label: _Late) -> tuple[Step, ...]:
    steps: list[Step] = []
    here: _Late | None = label
    while here is not None and here.step is not None:
        steps.append(here.step)
        here = here.parent
    return tuple(reversed(steps))
