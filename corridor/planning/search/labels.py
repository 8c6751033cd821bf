"""
Labels of paths through the network of a query: how they grow, and the search by one value.

Labels are taken in the order of a lower bound on the whole path: what the label has cost plus
the least that is left, closures ignored. Successors of a state are sorted by that bound once
and taken one by one. Which label dominates another:

- same state, same key (for alternatives; else the key is one), and
- no worse in the objective, and, where something ahead depends on the time of arrival or a
  limit is set, no worse in money without time, in arrival and in what is limited.

A search `once` looks only for paths that come back to no country they have left: its labels carry
what they have left (`corridor.planning.links.frontiers`), and one dominates another only if it has
left no country that the other has not.

Waiting and delay never let a later arrival through earlier (`closures.passage`), so a label
that is no worse in all of these can imitate every way on; dropping the other is exact.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import le

import numpy as np

from corridor.graph.label_setting import B, Criterion, best_first
from corridor.planning.links.frontiers import Frontiers, Past
from corridor.planning.links.frontiers import no_worse as no_worse_past
from corridor.planning.links.search_graph import FIRST_ELEMENT, SearchGraph
from corridor.planning.links.star import NEVER, IntArray
from corridor.planning.search.path import Path, Traversal, entered


@dataclass(slots=True)
class Keys:
    """What labels have passed, as numbers: same crossings, ports and modes, same number."""

    number: dict[tuple[int, int], int] = field(default_factory=dict)
    mode: list[int] = field(default_factory=lambda: [-1])
    passed: list[int] = field(default_factory=lambda: [0])

    def after(self, key: int, symbol: int) -> int:
        """The key with a symbol appended; -1 when a crossing or port would be passed twice."""
        if symbol < 0 or symbol == self.mode[key]:
            return key
        found = self.number.get((key, symbol))
        if found is not None:
            return found
        passed = self.passed[key]
        mode = self.mode[key]
        if symbol < FIRST_ELEMENT:
            mode = symbol
        else:
            bit = 1 << (symbol - FIRST_ELEMENT)
            if passed & bit:
                self.number[key, symbol] = -1
                return -1
            passed |= bit
        self.mode.append(mode)
        self.passed.append(passed)
        self.number[key, symbol] = len(self.mode) - 1
        return len(self.mode) - 1


@dataclass(frozen=True)
class Resource:
    """
    A limited thing: the most of it, what each link uses, the least left from each state on.

    Of minutes waits use some too (`by_clock`). `multiplier` is what a unit counts in the bound
    that orders labels.
    """

    most: int
    use: IntArray
    left: IntArray
    by_clock: bool = False
    multiplier: int = 0


_NO_SPREAD: tuple[int, int, dict[int, int]] = (0, 0, {})


@dataclass(slots=True)
class Label:
    """
    A path from the source to a state: minutes from departure, cents, limited things used.

    `step` is how the last link was met where it has closures in time. `value` (the objective so
    far) and `spent` (the same in the measure of bounds) are set by the search by one value,
    `spread` (sum of squares, sum, and half-width by set of rows) by that for P90.
    """

    state: int
    key: int = 0
    minutes: int = 0
    cents: int = 0
    used: tuple[int, ...] = ()
    past: Past = (0, 0)
    parent: Label | None = None
    link: int = -1
    step: Traversal | None = None
    value: int = 0
    spent: int = 0
    spread: tuple[int, int, dict[int, int]] = _NO_SPREAD

    def steps(self) -> tuple[Traversal, ...]:
        """The links of the path as they were met, walked back over the parents."""
        found: list[Traversal] = []
        here = self
        while here.parent is not None:
            before = here.parent
            found.append(here.step or Traversal(here.link, before.minutes, 0, 0, ()))
            here = before
        return tuple(reversed(found))


class Growth(Criterion[Label, B]):
    """
    How labels grow through a network, whatever is searched for.

    With `distinct` labels carry a key and pass no crossing or port twice; with `once` they come
    back to no country; `resources` are never used up.
    """

    def __init__(
        self,
        network: SearchGraph,
        *,
        distinct: bool = False,
        resources: Sequence[Resource] = (),
        once: Frontiers | None = None,
    ) -> None:
        self.network, self.resources, self.once = network, tuple(resources), once
        self._keys = Keys() if distinct else None
        self._hops: dict[int, tuple[int, int, int]] = {}

    def first(self) -> Label:
        """The label at the source."""
        return Label(self.network.source, used=(0,) * len(self.resources))

    def is_goal(self, label: Label) -> bool:
        """Whether a label is at the target."""
        return label.state == self.network.target

    def hop(self, link: int) -> tuple[int, int, int]:
        """Head, minutes and cents of a link; kept, as an array gives them up slowly."""
        found = self._hops.get(link)
        if found is None:
            network = self.network
            found = int(network.head[link]), int(network.time[link]), int(network.cost[link])
            self._hops[link] = found
        return found

    def grown(self, label: Label, link: int) -> Label | None:
        """A label one link on; None when the link is closed then, or a limit is broken."""
        network = self.network
        head, minutes, cents = self.hop(link)
        past = label.past
        if self.once is not None:
            left = self.once.after(past, link)
            if left is None or (head == network.target and not self.once.ends(left)):
                return None
            past = left
        key = 0
        if self._keys is not None:
            key = self._keys.after(label.key, int(network.symbols[link]))
            if key < 0:
                return None
        minutes += label.minutes
        step = None
        if link in network.timed:
            step = entered(network.timed, link, label.minutes)
            if step is None:
                return None
            minutes += step.lost
        used = label.used
        if used:
            used = tuple(
                before + (minutes - label.minutes if r.by_clock else int(r.use[link]))
                for before, r in zip(used, self.resources, strict=True)
            )
            for now, r in zip(used, self.resources, strict=True):
                if now + int(r.left[head]) > r.most:
                    return None
        return Label(head, key, minutes, label.cents + cents, used, past, label, link, step)

    def path(self, label: Label, objective: int) -> Path:
        """A label at the target as a path."""
        return Path(objective, label.steps(), label.minutes, label.cents)


class Pairwise(Growth[B]):
    """Growth whose labels are held against all that were kept at their state with their key."""

    def __init__(
        self,
        network: SearchGraph,
        *,
        distinct: bool,
        resources: Sequence[Resource],
        once: Frontiers | None,
    ) -> None:
        super().__init__(network, distinct=distinct, resources=resources, once=once)
        self._settled: dict[tuple[int, int], list[Label]] = {}

    @abstractmethod
    def dominates(self, one: Label, other: Label) -> bool:
        """Whether one label is no worse than another of its state and key, countries aside."""

    def settle(self, label: Label) -> bool:
        """Keep a label; False when another of its state and key dominates it."""
        others = self._settled.setdefault((label.state, label.key), [])
        if others and label.state == self.network.target:
            return False  # a path of this key was given, and this one is no better
        once = self.once is not None
        for other in others:
            if self.dominates(other, label) and (not once or no_worse_past(other.past, label.past)):
                return False
        others.append(label)
        return True


@dataclass(frozen=True)
class Task:
    """
    A network to search: weights of links, what is left from each state, what time is worth.

    `weight[i]` is `NEVER` for shut links. `bound` weighs links for the order of labels and
    differs from `weight` only under limits; `offset` is what it starts from. `onward` keeps the
    links that leave a state, sorted, for other searches with the same weights. With `once`
    paths that come back to a country are none.
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
    for label in best_first(search, search.first(), most, labels):
        yield search.path(label, label.value)


class _ByValue(Pairwise[int]):
    """Labels by one objective, which adds up link by link."""

    def __init__(self, task: Task, *, distinct: bool) -> None:
        super().__init__(task.network, distinct=distinct, resources=task.resources, once=task.once)
        self.task = task
        self._by_clock = bool(task.network.timed) or bool(task.resources)

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

    def extended(self, label: Label, link: int) -> Label | None:
        child = self.grown(label, link)
        if child is None:
            return None
        task = self.task
        child.value = label.value + int(task.weight[link])
        if child.step is not None:
            child.value += task.time_w * child.step.lost
        child.spent = child.value + task.offset
        if child.used:
            for used, resource in zip(child.used, self.resources, strict=True):
                child.spent += resource.multiplier * used
        return child

    def dominates(self, one: Label, other: Label) -> bool:
        if not self._by_clock:
            return one.value <= other.value
        if one.minutes > other.minutes:
            return False
        early = self.task.time_w * (other.minutes - one.minutes)
        if one.value + early > other.value:
            return False
        return not one.used or all(map(le, one.used, other.used))
