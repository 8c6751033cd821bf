"""
The complete Pareto front of time and cost: every path that no other beats in both.

Labels are minutes and cents so far, and hours driven since the last rest. They are taken in the order
of the least time their path can come to, then of cents, so at one state minutes never fall from
label to label, and a label is needed only if its cents are below those of all before it that have
driven no more, or are ahead by the longest rest. A link is kept
only if a path over it may be faster than the cheapest and cheaper than the fastest. Closures
are met in time: whoever is no later and has paid no more can do all that the other can.

A path that comes back to a country it has left is a point at `FACTOR` times its figures. Every
such path is beaten by, or is as good as, a path of the plain front, which either comes back itself
or beats it the more. So the front that compares is made of the points of the plain front, those of
paths that come back moved, and of the front of the paths that never come back. The latter is looked
for only if there are any of the former; its labels keep what they have left.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from corridor.graph.label_setting import best_first
from corridor.model.objective import Objective
from corridor.planning.links.frontiers import Frontiers, Past, no_worse
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.star import NEVER, IntArray
from corridor.planning.search.compared import Value, come_back_to, counts
from corridor.planning.search.growth import Growth, Label
from corridor.planning.search.labels import paths
from corridor.planning.search.path import Path
from corridor.planning.search.search import Search


def _all(_: Path) -> bool:
    return True


def front(network: SearchGraph, keeps: Callable[[Path], bool] = _all) -> list[Path]:
    """
    Paths of the front, the fastest first; of paths alike in time and cost one.

    The objective of each is its own minutes. Time and cost compare as told above; what `keeps`
    refuses, as it breaks a limit by its own figures, is no path.
    """
    plain = [f for f in own_front(network) if keeps(f)]
    moved = [f for f in plain if come_back_to(network, f)]
    if not moved:
        return plain
    return _merged(network, moved, [f for f in own_front(network, once=True) if keeps(f)])


def _merged(network: SearchGraph, moved: list[Path], once: list[Path]) -> list[Path]:
    """What no other beats of paths that come back, at `FACTOR`, and of paths that do not."""
    points: list[tuple[Value, Value, int, Path]] = []
    for found in (*once, *moved):
        factor = counts(network, found)
        minutes, paid = found.minutes, found.cents + network.start_cents
        points.append((minutes * factor, paid * factor, len(points), found))
    kept: list[Path] = []
    least: Value = NEVER
    for _, cents, _, found in sorted(points, key=lambda p: p[:3]):
        if cents < least:
            kept.append(found)
            least = cents
    return kept


def own_front(network: SearchGraph, *, once: bool = False) -> list[Path]:
    """The front by the paths' own figures; with `once` of those that come back to no country."""
    searches = [Search(network, o.weights(0.0)) for o in (Objective.TIME, Objective.COST)]
    tasks = [s.task_once() if once else s.task() for s in searches]
    fastest, cheapest = (next(paths(task, distinct=False), None) for task in tasks)
    if fastest is None or cheapest is None:
        return []
    frontiers = network.frontiers if once else None
    shut = network.shut if frontiers is None else network.shut | frontiers.useless
    star, kept, left = network.star, ~shut, []
    for column, most in ((network.time, cheapest.minutes), (network.cost, fastest.cents)):
        weight = np.where(shut, NEVER, column)
        left.append(star.to(network.target, weight))
        behind = star.out_of(network.source, weight)[network.tail]
        kept &= behind + weight + left[-1][network.head] <= most
    growth = _ByTimeAndCost(network, np.flatnonzero(kept), left, frontiers)
    found = best_first(growth, growth.first())
    return [growth.path(label, label.minutes) for label in found]


class _ByTimeAndCost(Growth[tuple[int, int]]):
    """Labels by the least minutes that a path over them can come to, then by cents."""

    def __init__(
        self,
        network: SearchGraph,
        links: IntArray,
        left: list[IntArray],
        once: Frontiers | None,
    ) -> None:
        super().__init__(network, once=once)
        self._time_left, self._cost_left = (values.tolist() for values in left)
        self._leaving: dict[int, list[int]] = {}
        for tail, link in zip(network.tail[links].tolist(), links.tolist(), strict=True):
            self._leaving.setdefault(tail, []).append(link)
        self._best_cents = NEVER
        # Labels taken so far, by state and by what they have left.
        self._kept: dict[int, dict[Past, _Kept]] = {}

    def bound(self, label: Label) -> tuple[int, int]:
        state = label.state
        return label.minutes + self._time_left[state], label.cents + self._cost_left[state]

    def links(self, label: Label) -> list[int]:
        return self._leaving.get(label.state, [])

    def extended(self, label: Label, link: int) -> Label | None:
        head, _, cents, *_ = self.hop(link)
        cents += label.cents
        if cents + self._cost_left[head] >= self._best_cents:
            return None
        # What is dominated even if it comes with a fresh driver at the soonest is not made.
        if self.once is None and self._is_dominated(head, cents, label.past, label.minutes, 0):
            return None
        return super().extended(label, link)

    def settle(self, label: Label) -> bool:
        state, cents = label.state, label.cents
        if cents + self._cost_left[state] >= self._best_cents:
            return False
        if self._is_dominated(state, cents, label.past, label.minutes, label.driven):
            return False
        kept = self._kept.setdefault(state, {}).setdefault(label.past, _Kept())
        kept.add(label.driven, label.minutes, cents)
        if state == self.network.target:
            self._best_cents = cents
        return True

    def _is_dominated(self, state: int, cents: int, past: Past, minutes: int, driven: int) -> bool:
        """Whether a label with these figures brings nothing new to a state."""
        rested = minutes - self.longest_rest
        return any(
            kept.beats(cents, driven, rested)
            for other, kept in self._kept.get(state, {}).items()
            if other == past or no_worse(other, past)
        )


class _Kept:
    """
    Labels taken at a state that have left the same countries, by quarter hours driven.

    Of those that have driven as long cents fall from one to the next while minutes rise.
    """

    def __init__(self) -> None:
        self._least: dict[int, int] = {}
        self._ahead: list[tuple[int, int]] = []

    def add(self, driven: int, minutes: int, cents: int) -> None:
        """Keep a label; no other is later."""
        self._least[driven] = cents
        if not self._ahead or cents < self._ahead[-1][1]:
            self._ahead.append((minutes, cents))

    def beats(self, cents: int, driven: int, rested: int) -> bool:
        """Whether a label is no worse: it has driven no more, or is there by the minute `rested`."""
        for hours, least in self._least.items():
            if least <= cents and hours <= driven:
                return True
        for minutes, paid in self._ahead:
            if minutes > rested:
                return False
            if paid <= cents:
                return True
        return False
