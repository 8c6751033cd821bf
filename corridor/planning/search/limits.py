"""
Limits on days, money and changes of vehicle, and searches that keep them, exact and quick.

A label that cannot keep a limit is dropped, and labels differ also in what they have used of
what is limited (`corridor.planning.search.labels`). What makes it quick is the order: a bound in which
the use of limited things is priced by multipliers (Lagrangian relaxation of the
resource-constrained shortest path). Any multipliers of 0 or more bound the best path from below,
since a path within the limits pays no more for its use than the limits are worth; those that raise
the bound most are found by halving intervals.

A chance to be there in time (`corridor.planning.search.sure`) is a limit too. What every way uses up of the
minutes there are at least adds up, so it is priced as the others are; what it uses up in truth labels know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from corridor.graph.label_setting import GivenUp
from corridor.model.link_kind import LinkKind
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.star import NEVER, BoolArray, IntArray
from corridor.planning.search.growth import Resource
from corridor.planning.search.labels import Task, paths
from corridor.planning.search.path import Path
from corridor.planning.search.search import Search
from corridor.planning.search.sure import Late, Sure

# Partial paths after which the search for the best way that is there in time with a chance ends.
MOST_IN_TIME = 40_000
_TRIES = 6
_HALVINGS = 24
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """Most minutes, cents and changes of a path, and when it must be there how surely; None = no limit."""

    minutes: int | None = None
    cents: int | None = None
    changes: int | None = None
    sure: Sure | None = None

    @property
    def any(self) -> bool:
        """Whether anything is limited."""
        return (self.minutes, self.cents, self.changes, self.sure) != (None,) * 4

    def without(self, name: str) -> Limits:
        """The limits but one: minutes, cents, changes or sure."""
        return replace(self, **{name: None})

    def keep(self, use: Use) -> bool:
        """Whether no limit is broken by what a path uses, the chance to be there in time aside."""
        limits = (self.minutes, self.cents, self.changes)
        return all(most is None or n <= most for most, n in zip(limits, use, strict=True))


class Use(NamedTuple):
    """What a path uses of what may be limited; cents without those of the start."""

    minutes: int
    cents: int
    changes: int


def use_of(network: SearchGraph, path: Path) -> Use:
    """Minutes, cents and changes of a path."""
    changes = int(changes_of(network)[list(path.links)].sum())
    return Use(path.minutes, path.cents, changes)


def changes_of(network: SearchGraph) -> IntArray:
    """1 for every link that is a change of vehicle: at a terminal, or between ship and land."""
    inner = (network.tail != network.source) & (network.head != network.target)
    found: IntArray = (
        (network.kind == LinkKind.TRANSFER.code) | ((network.kind == LinkKind.PORT.code) & inner)
    ).astype(np.int64)
    return found


def resources_of(network: SearchGraph, limits: Limits, shut: BoolArray) -> Iterator[Resource]:
    """What is limited, with the least of it that is left from every state over open links."""
    columns = {0: network.time, 1: network.cost}
    for number, most in enumerate((limits.minutes, limits.cents, limits.changes)):
        if most is not None:
            use = columns[number] if number in columns else changes_of(network)
            left = network.star.to(network.target, np.where(shut, NEVER, use))
            yield Resource(most, use, left, by_clock=not number)


def paths_within(
    search: Search, limits: Limits, *, distinct: bool, most: int = NEVER, labels: int = NEVER
) -> Iterator[Path]:
    """Paths that keep every limit, in order of their own objective."""
    return _within(search.task(), limits, distinct=distinct, most=most, labels=labels)


def best_within(search: Search, limits: Limits) -> Path | None:
    """The best path by its own objective that keeps every limit, None when there is none."""
    if limits.sure is not None:
        return _in_time(search.task(), limits, limits.sure)
    return next(paths_within(search, limits, distinct=False), None)


def once_within(search: Search, limits: Limits, *, most: int = NEVER) -> Path | None:
    """The best path that keeps every limit and comes back to no country; None without one."""
    if limits.sure is not None:
        return _in_time(search.task_once(), limits, limits.sure, most)
    return next(_within(search.task_once(), limits, distinct=False, most=most), None)


def _in_time(task: Task, limits: Limits, sure: Sure, most: int = NEVER) -> Path | None:
    """
    The best path that keeps every limit and is there in time with its chance.

    Where the search is given up, the best that is known is given, and `sure.short` tells of it.
    """
    minutes = sure.minutes if limits.minutes is None else min(limits.minutes, sure.minutes)
    loose = replace(limits, sure=None, minutes=minutes)
    found = next(_within(task, loose, distinct=False, most=most), None)
    if found is None or sure.kept_by(found):
        return found
    known = _known(task, loose, sure, found)
    if known is not None:
        most = min(most, known.objective)
    within = limited_task(task, limits)
    if within is None or within.late is None:
        return known
    try:
        return next(paths(within, distinct=False, most=most, labels=MOST_IN_TIME), known)
    except GivenUp:
        sure.short.append(min(within.late.reached[0], most))
        return known


def _known(task: Task, loose: Limits, sure: Sure, found: Path) -> Path | None:
    """A good path that is there in time, if one is soon found: the best within ever less time."""
    minutes = sure.minutes
    for _ in range(_TRIES):
        minutes = min(minutes - 1, sure.minutes - sure.margin(found))
        other = next(_within(task, replace(loose, minutes=minutes), distinct=False), None)
        if other is None or sure.kept_by(other):
            return other
        found = other
    return None


def _within(
    task: Task, limits: Limits, *, distinct: bool, most: int = NEVER, labels: int = NEVER
) -> Iterator[Path]:
    within = limited_task(task, limits) if limits.any else task
    return paths(within, distinct=distinct, most=most, labels=labels) if within else iter(())


def limited_task(task: Task, limits: Limits) -> Task | None:
    """The task of a search under limits; None when one cannot be kept by any path."""
    network = task.network
    resources: list[Resource] = []
    for resource in resources_of(network, limits, task.weight >= NEVER):
        if int(resource.left[network.source]) > resource.most:
            return None
        resources.append(resource)
    late = None
    if limits.sure is not None:
        late = Late.of(network, limits.sure, task.weight >= NEVER)
        if late.breaks(network.source, 0, 0, 0):
            return None
        use, most = late.use(network), limits.sure.minutes
        left = network.star.to(network.target, np.where(task.weight >= NEVER, NEVER, use))
        resources.append(Resource(most, use, left, by_clock=True))
    multipliers = _multipliers(task, resources)
    bound = _relaxed(task.weight, resources, multipliers)
    if late is not None:  # told by what labels know, so not counted among what they have used
        late = replace(late, multiplier=multipliers[-1])
    return replace(
        task,
        bound=bound,
        left=network.star.to(network.target, bound),
        offset=-sum(m * r.most for m, r in zip(multipliers, resources, strict=True)),
        resources=tuple(
            replace(r, multiplier=m) for m, r in zip(multipliers, resources, strict=True)
        )[: len(resources) - (late is not None)],
        onward={},
        late=late,
    )


def _relaxed(
    weight: IntArray, resources: Sequence[Resource], multipliers: Sequence[int]
) -> IntArray:
    """Weights of links with the use of limited things priced."""
    bound = weight.copy()
    open_ = weight < NEVER
    for multiplier, resource in zip(multipliers, resources, strict=True):
        if multiplier:
            bound[open_] += multiplier * resource.use[open_]
    return bound


def _multipliers(task: Task, resources: Sequence[Resource]) -> list[int]:
    """Multipliers that raise the lower bound as far as it goes."""
    found = [0] * len(resources)
    for _ in range(_ROUNDS if len(resources) > 1 else 1):
        for which in range(len(resources)):
            found[which] = _multiplier(task, resources, found, which)
    return found


def _multiplier(task: Task, resources: Sequence[Resource], others: list[int], which: int) -> int:
    """The multiplier of one thing at which the least path stops breaking its limit."""
    least = _Least(task, resources, list(others), which)
    if not least.breaks(0):
        return 0
    high = max(1, int(task.left[task.network.source]) // max(resources[which].most, 1))
    while least.breaks(high):
        high *= 4
        if high > NEVER >> 28:
            break
    least.narrow()
    low = 0
    for _ in range(_HALVINGS):
        middle = (low + high) // 2
        if middle in (low, high):
            break
        if least.breaks(middle):
            low = middle
        else:
            high = middle
    return high


class _Least:
    """
    Whether the least path by a multiplier uses more of a thing than its limit.

    The greater the multiplier, the less the least paths use; so what is known of two multipliers holds
    below the one and above the other.
    """

    def __init__(
        self, task: Task, resources: Sequence[Resource], multipliers: list[int], which: int
    ) -> None:
        self._task, self._resources = task, resources
        self._multipliers, self._which = multipliers, which
        # Greatest multiplier known to break the limit, and least to keep it, with the path of each:
        # multiplier, weight without what the use counts, use.
        self._breaks: tuple[int, int, int] | None = None
        self._keeps: tuple[int, int, int] | None = None

    def breaks(self, multiplier: int) -> bool:
        """Whether the least path by a multiplier breaks the limit."""
        if self._breaks is not None and multiplier <= self._breaks[0]:
            return True
        if self._keeps is not None and multiplier >= self._keeps[0]:
            return False
        self._multipliers[self._which] = multiplier
        bound = _relaxed(self._task.weight, self._resources, self._multipliers)
        resource = self._resources[self._which]
        total, use = _use(self._task, bound, resource.use)
        line = multiplier, total - multiplier * use, use
        if use > resource.most:
            self._breaks = line
            return True
        self._keeps = line
        return False

    def narrow(self) -> None:
        """Look where the two paths known count alike, until the next multiplier tells them apart."""
        while self._breaks is not None and self._keeps is not None:
            (low, breaking, more), (high, keeping, less) = self._breaks, self._keeps
            if high - low < len((low, high)):
                return
            alike = min(max((keeping - breaking) // (more - less), low), high - 1)
            if alike > low and not self.breaks(alike):
                continue
            if alike + 1 < high:
                self.breaks(alike + 1)


def _use(task: Task, bound: IntArray, used: IntArray) -> tuple[int, int]:
    """What the least path by a bound counts, and how much of a thing it uses."""
    network = task.network
    left = network.star.to(network.target, bound)
    onward = network.star.next_links(left, bound)
    state, total, steps = network.source, 0, 0
    while state != network.target and steps < network.size:
        link = int(onward[state])
        total += int(used[link])
        state = int(network.head[link])
        steps += 1
    return int(left[network.source]), total
