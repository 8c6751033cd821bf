"""
Label setting over the links of a network: ways in order of their objective.

Labels are taken in the order of a lower bound on the whole way: what the label has cost plus
the least that is left, closures ignored. Successors of a state are sorted by that bound once
and taken one by one, so of sixty hauls that leave a stop only those that matter are looked at.

Which label makes another needless:

- same state, same key (for alternatives; else the key is one), and
- no worse in the objective, and, where something ahead depends on the time of arrival or a
  limit is set, no worse in money without time, in arrival and in what is limited.

A search `once` looks only for ways that come back to no country they have left: its labels carry
what they have left (`corridor.planning.search.frontiers`), and one makes another needless only if it has
left no country that the other has not.

Waiting and delay never let a later arrival through earlier (`closures.passage`), so a label
that is no worse in all of these can imitate every way on; dropping the other is exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np

from corridor.planning.links.network import FIRST_ELEMENT, Network, Timed
from corridor.planning.search.frontiers import Frontiers, Past
from corridor.planning.search.frontiers import no_worse as no_worse_past
from corridor.planning.search.lanes import NEVER, IntArray
from corridor.planning.search.limits import Limits, changes_of
from corridor.planning.time.windows import passage


class GivenUp(Exception):  # noqa: N818 - no error, but the end of what was asked for
    """The search for more ways has made as many labels as it may."""


@dataclass(frozen=True, slots=True)
class Step:
    """One link taken: when reached (minutes from departure), waited and delayed, why."""

    link: int
    at: int
    wait: int
    delay: int
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A way from source to target with its objective and steps."""

    objective: int
    steps: tuple[Step, ...]


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


@dataclass(slots=True)
class _Label:
    """A way from the source to a state; `spent` is its cost in the measure of bounds."""

    value: int
    bare: int
    at: int
    cost: int
    changes: int
    state: int
    key: int
    parent: _Label | None
    step: Step | None
    spent: int
    past: Past = (0, 0)


@dataclass(frozen=True)
class Task:
    """
    A network to search: weights of links, what is left from each state, what time is worth.

    `weight[i]` is `NEVER` for shut links. `bound` weighs links for the order of labels and
    differs from `weight` only under limits; `offset` is what it starts from. `onward` keeps the
    links that leave a state, sorted, for other searches with the same weights. With `once`
    ways that come back to a country are none.
    """

    network: Network
    weight: IntArray
    time_w: int
    bound: IntArray
    left: IntArray
    offset: int = 0
    limits: Limits = field(default_factory=Limits)
    onward: dict[int, tuple[list[int], list[int]]] = field(default_factory=dict)
    once: Frontiers | None = None


def ways(task: Task, *, distinct: bool, most: int = NEVER, labels: int = NEVER) -> Iterator[Found]:
    """
    Ways in order of their objective.

    Parameters
    ----------
    task
        What to search.
    distinct
        Whether to give the best way of every key (crossings, ports, modes in order), else
        only the best of all is sure to come, first.
    most
        Ways over this objective are not looked for.
    labels
        Give up after this many labels.

    Raises
    ------
    GivenUp
        After the ways found within that many labels.
    """
    network, left = task.network, task.left
    if left[network.source] >= NEVER:
        return
    search = _Growth(task, distinct=distinct)
    first = _Label(0, 0, 0, 0, 0, network.source, 0, None, None, task.offset)
    heap: list[tuple[int, int, _Label, int]] = [
        (task.offset + int(left[network.source]), 0, first, -1)
    ]
    serial = made = 0
    while heap:
        bound, _, label, position = heappop(heap)
        if bound > most:
            return
        if position >= 0:
            links, bounds = search.successors(label.state)
            if position + 1 < len(links):
                serial += 1
                onward = bounds[position + 1] + label.spent
                heappush(heap, (onward, serial, label, position + 1))
            child = search.extended(label, links[position])
            if child is None:
                continue
            made += 1
            if made > labels:
                raise GivenUp
            label = child
            lower = search.lower(label)
            if lower > bound:
                serial += 1
                heappush(heap, (lower, serial, label, -1))
                continue
        if not search.settle(label):
            continue
        if label.state == network.target:
            yield Found(label.value, _steps(label))
            continue
        _, bounds = search.successors(label.state)
        if bounds:
            serial += 1
            heappush(heap, (bounds[0] + label.spent, serial, label, 0))


class _Growth:
    """Labels of one search: how they grow, and which are needless."""

    def __init__(self, task: Task, *, distinct: bool) -> None:
        self.task, self.distinct = task, distinct
        self.full = bool(task.network.timed) or task.limits.any
        self.keys = Keys()
        self._settled: dict[tuple[int, int], list[_Label]] = {}
        self.changes: IntArray | None = changes_of(task.network) if task.limits.any else None

    def successors(self, state: int) -> tuple[list[int], list[int]]:
        """Links that leave a state with what they and the rest after them weigh, least first."""
        found = self.task.onward.get(state)
        if found is None:
            task, network = self.task, self.task.network
            links = network.lanes.leaving(state)
            bounds = task.bound[links] + task.left[network.head[links]]
            chosen = np.flatnonzero(bounds < NEVER)
            order = chosen[np.argsort(bounds[chosen], kind="stable")]
            found = task.onward[state] = (links[order].tolist(), bounds[order].tolist())
        return found

    def lower(self, label: _Label) -> int:
        """Least that a way over a label can come to."""
        bound = label.spent + int(self.task.left[label.state])
        if label.state == self.task.network.target:
            # What a bound under limits left out is made good before the way is given.
            return max(bound, label.value)
        return bound

    def settle(self, label: _Label) -> bool:
        """Keep a label; False when another makes it needless."""
        others = self._settled.setdefault((label.state, label.key), [])
        if others and label.state == self.task.network.target:
            return False  # a way of this key was given, and this one is no better
        limits, once = self.task.limits, self.task.once is not None
        if any(
            _no_worse(o, label, self.full, limits)
            and (not once or no_worse_past(o.past, label.past))
            for o in others
        ):
            return False
        others.append(label)
        return True

    def extended(self, label: _Label, link: int) -> _Label | None:
        """A label one link on; None when the link is closed then, or a limit is broken."""
        task, network = self.task, self.task.network
        step = take(network.timed, link, label.at)
        if step is None:
            return None
        past = label.past
        if task.once is not None:
            onward = task.once.after(past, link)
            if onward is None:
                return None
            past = onward
        key = 0
        if self.distinct:
            key = self.keys.after(label.key, int(network.symbols[link]))
            if key < 0:
                return None
        lost = step.wait + step.delay
        value = label.value + int(task.weight[link]) + task.time_w * lost
        at = label.at + int(network.time[link]) + lost
        cost, changes, state = label.cost, label.changes, int(network.head[link])
        spent = value + task.offset
        if self.changes is not None:
            cost += int(network.cost[link])
            changes += int(self.changes[link])
            if not task.limits.within(state, at, cost, changes):
                return None
            spent += task.limits.priced(at, cost, changes)
        bare = value - task.time_w * at
        if task.once is not None and state == network.target and not task.once.ends(past):
            return None
        return _Label(value, bare, at, cost, changes, state, key, label, step, spent, past)


def _no_worse(one: _Label, other: _Label, full: bool, limits: Limits) -> bool:
    if not full:
        return one.value <= other.value
    if one.bare > other.bare or one.at > other.at:
        return False
    return limits.no_worse(one.cost, one.changes, other.cost, other.changes)


def _steps(label: _Label) -> tuple[Step, ...]:
    steps: list[Step] = []
    here: _Label | None = label
    while here is not None and here.step is not None:
        steps.append(here.step)
        here = here.parent
    return tuple(reversed(steps))


def take(timed: object, link: int, at: int) -> Step | None:
    """Enter a link at a time; None when it stays closed."""
    met = timed.get(link)  # type: ignore[attr-defined]
    return Step(link, at, 0, 0, ()) if met is None else meet(link, at, met)


def meet(link: int, at: int, timed: tuple[Timed, ...]) -> Step | None:
    """Enter a link with closure windows at a time; None when it stays closed."""
    wait = delay = 0
    rows: tuple[str, ...] = ()
    for part in timed:
        met = passage(at + wait + delay + part.offset, part.windows)
        if met is None:
            return None
        wait += met.wait
        delay += met.delay
        rows += met.rows
    return Step(link, at, wait, delay, rows)
