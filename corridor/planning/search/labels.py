"""
The search by one value: the order of labels, and which of them dominate others.

Labels are taken in the order of a lower bound on the whole path: what the label has cost plus
the least that is left, closures ignored. Successors of a state are sorted by that bound once
and taken one by one. Which label dominates another:

- same state, same key (for alternatives; else the key is one), and
- no worse in the objective, and, where something ahead depends on the time of arrival or a
  limit is set, no worse in money without time, in arrival and in what is limited.

One label dominates another only if its driver has driven no more since the last rest, or if it is
ahead by the longest rest: then its driver may rest and still be no worse.

Under a limit in time with a chance (`corridor.planning.search.sure`) labels carry what their half-width is
made of; one dominates another if it is no wider either, in any set of rows, and both have driven as long.

A search `once` looks only for paths that come back to no country they have left: its labels carry
what they have left (`corridor.planning.links.frontiers`), and one dominates another only if it has
left no country that the other has not.

Waiting and delay never let a later arrival through earlier (`closures.passage`), so a label
that is no worse in all of these can imitate every way on; dropping the other is exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from operator import le

import numpy as np

from corridor.graph.label_setting import best_first
from corridor.model.band import half_width
from corridor.planning.links.frontiers import Frontiers
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.star import NEVER, IntArray
from corridor.planning.search.growth import Label, Pairwise, Resource
from corridor.planning.search.path import Path
from corridor.planning.search.sure import Late
from corridor.planning.search.widths import no_wider, wider


@dataclass(frozen=True)
class Task:
    """
    A network to search: weights of links, what is left from each state, what time is worth.

    `weight[i]` is `NEVER` for shut links. `bound` weighs links for the order of labels and
    differs from `weight` only under limits; `offset` is what it starts from. `onward` keeps the
    links that leave a state, sorted, for other searches with the same weights. With `once`
    paths that come back to a country are none; with `late` none that is not sure to be there in time.
    """

    network: SearchGraph
    weight: IntArray
    time_w: int
    bound: IntArray
    left: IntArray
    offset: int = 0
    resources: tuple[Resource, ...] = ()
    onward: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    once: Frontiers | None = None
    late: Late | None = None


def paths(task: Task, *, distinct: bool, most: int = NEVER, labels: int = NEVER) -> Iterator[Path]:
    """
    Paths in order of their objective.

    Parameters
    ----------
    task
        What to search.
    distinct
        Whether to give the best path of every key (crossings, ports, modes in order), else
        only the best of all is sure to come, first.
    most
        Paths over this objective are not looked for.
    labels
        Give up after this many labels.

    Raises
    ------
    GivenUp
        After the paths found within that many labels.
    """
    if task.left[task.network.source] >= NEVER:
        return
    search = _ByValue(task, distinct=distinct)
    if task.late is not None:
        search = _InTime(task, task.late, distinct=distinct)
    for label in best_first(search, search.first(), most, labels):
        yield search.path(label, label.value)


def least_to_all(task: Task) -> dict[int, int]:
    """
    Least objective from the source to every state that can be reached; one run serves all.

    The target of the task is not looked at.
    """
    network = replace(task.network, target=-1)
    nothing_left = np.zeros(network.size, dtype=np.int64)
    run = _ToAll(
        replace(task, network=network, bound=task.weight, left=nothing_left, onward={}),
        distinct=False,
    )
    for _ in best_first(run, run.first()):
        pass  # no state is the goal: all are
    return run.least


class _ByValue(Pairwise[int]):
    """Labels by one objective, which adds up link by link."""

    def __init__(self, task: Task, *, distinct: bool) -> None:
        super().__init__(task.network, distinct=distinct, resources=task.resources, once=task.once)
        self.task = task
        self._by_clock = bool(task.network.timed) or bool(task.resources)
        self._rest_value = task.time_w * self.longest_rest

    def first(self) -> Label:
        label = super().first()
        label.spent = self.task.offset
        return label

    def _successors(self, state: int) -> list[tuple[int, int]]:
        """What links that leave a state and the rest after them weigh, and the links; least first."""
        found = self.task.onward.get(state)
        if found is None:
            task, network = self.task, self.network
            links = network.star.leaving(state)
            bounds = task.bound[links] + task.left[network.head[links]]
            chosen = np.flatnonzero(bounds < NEVER)
            order = chosen[np.argsort(bounds[chosen], kind="stable")]
            ordered = zip(bounds[order].tolist(), links[order].tolist(), strict=True)
            found = task.onward[state] = list(ordered)
        return found

    def branches(self, label: Label) -> Iterator[tuple[int, int]]:
        spent = label.spent
        for bound, link in self._successors(label.state):
            yield bound + spent, link

    def bound(self, label: Label) -> int:
        bound = label.spent + int(self.task.left[label.state])
        if label.state == self.network.target:
            # What a bound under limits left out is made good before the path is given.
            return max(bound, label.value)
        return bound

    def completed(self, label: Label) -> None:
        task, before = self.task, label.parent
        label.value = (before.value if before else 0) + int(task.weight[label.link])
        if label.step is not None:
            label.value += task.time_w * label.step.lost
        label.spent = label.value + task.offset
        if label.used:
            for used, resource in zip(label.used, self.resources, strict=True):
                label.spent += resource.multiplier * used

    def dominates(self, one: Label, other: Label) -> bool:
        if not self._by_clock:
            better = other.value - one.value
            return better >= 0 and (one.driven <= other.driven or better >= self._rest_value)
        early = other.minutes - one.minutes
        if early < 0 or one.value + self.task.time_w * early > other.value:
            return False
        if one.driven > other.driven and early < self.longest_rest:
            return False
        return not one.used or all(map(le, one.used, other.used))


class _InTime(_ByValue):
    """Labels by one objective, of paths that are there in time with a chance."""

    def __init__(self, task: Task, late: Late, *, distinct: bool) -> None:
        super().__init__(task, distinct=distinct)
        self.late = late

    def settle(self, label: Label) -> bool:
        self.late.reached[:] = [self.bound(label)]
        return super().settle(label)

    def grown(self, label: Label, link: int) -> Label | None:
        child = super().grown(label, link)
        if self.aside:
            self.aside[:] = [other for other in self.aside if not self._breaks(other)]
        return child

    def extended(self, label: Label, link: int) -> Label | None:
        child = super().extended(label, link)
        return None if child is None or self._breaks(child) else child

    def _breaks(self, label: Label) -> bool:
        squares, width, _ = label.spread
        if label.state == self.network.target:
            return not self.late.sure.keeps(label.minutes, half_width(squares, width))
        return self.late.breaks(label.state, label.minutes, squares, width)

    def completed(self, label: Label) -> None:
        assert label.parent is not None
        driven = label.step.driven if label.step else 0
        label.spread = wider(label.parent.spread, self.late.sure.widths.of(label.link, driven))
        super().completed(label)
        if self.late.multiplier:
            label.spent += self.late.multiplier * self.late.used(label.minutes, label.spread[1])

    def dominates(self, one: Label, other: Label) -> bool:
        if one.driven != other.driven:
            return False
        early = other.minutes - one.minutes
        if early < 0 or one.value + self.task.time_w * early > other.value:
            return False
        if one.used and not all(map(le, one.used, other.used)):
            return False
        return no_wider(one.spread, other.spread)


class _ToAll(_ByValue):
    """Labels by one objective, with no goal."""

    def __init__(self, task: Task, *, distinct: bool) -> None:
        super().__init__(task, distinct=distinct)
        self.least: dict[int, int] = {}

    def bound(self, label: Label) -> int:
        return label.value

    def settle(self, label: Label) -> bool:
        self.least.setdefault(label.state, label.value)
        return super().settle(label)
