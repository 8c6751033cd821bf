"""
The complete front of time and cost: every way that no other beats in both.

Labels are minutes and cents so far. They are taken in the order of the least time their way
can come to, then of cents, so at one state minutes never fall from label to label, and a
label is needed only if its cents are below all before it: one number a state. A link is kept
only if a way over it may be faster than the cheapest and cheaper than the fastest. Closures
are met in time: whoever is no later and has paid no more can do all that the other can.

A way that comes back to a country it has left is a point at `FACTOR` times its figures. Every
such way is beaten by, or is as good as, a way of the plain front, which either comes back itself
or beats it the more. So the front that compares is made of the points of the plain front, those of
ways that come back moved, and of the front of the ways that never come back. The latter is looked
for only if there are any of the former; its labels keep what they have left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from corridor.model.objective import Objective
from corridor.planning.links.network import Network
from corridor.planning.search.compared import Value, come_back_to, counts
from corridor.planning.search.frontiers import Frontiers, Past, no_worse
from corridor.planning.search.lanes import NEVER
from corridor.planning.search.search import Found, Search
from corridor.planning.search.ways import Step, take, ways


@dataclass(slots=True)
class _Mark:
    minutes: int
    cents: int
    state: int
    parent: _Mark | None
    step: Step | None
    past: Past = (0, 0)


def _all(_: Found) -> bool:
    return True


def front(network: Network, keeps: Callable[[Found], bool] = _all) -> list[Found]:
    """
    Ways of the front, the fastest first; of ways alike in time and cost one.

    The objective of each is its own minutes. Time and cost compare as told above; what `keeps`
    refuses, as it breaks a limit by its own figures, is no way.
    """
    plain = [f for f in own_front(network) if keeps(f)]
    moved = [f for f in plain if come_back_to(network, f)]
    if not moved:
        return plain
    return _merged(network, moved, [f for f in own_front(network, once=True) if keeps(f)])


def _merged(network: Network, moved: list[Found], once: list[Found]) -> list[Found]:
    """What no other beats of ways that come back, at `FACTOR`, and of ways that do not."""
    points: list[tuple[Value, Value, int, Found]] = []
    for found in (*once, *moved):
        factor = counts(network, found)
        minutes, paid = _minutes(network, found), _cents(network, found) + network.start_cents
        points.append((minutes * factor, paid * factor, len(points), found))
    kept: list[Found] = []
    least: Value = NEVER
    for _, cents, _, found in sorted(points, key=lambda p: p[:3]):
        if cents < least:
            kept.append(found)
            least = cents
    return kept


def own_front(network: Network, *, once: bool = False) -> list[Found]:
    """The front by the ways' own figures; with `once` of those that come back to no country."""
    searches = [Search(network, o.weights(0.0)) for o in (Objective.TIME, Objective.COST)]
    tasks = [s.task_once() if once else s.task() for s in searches]
    ends = [next(ways(task, distinct=False), None) for task in tasks]
    if ends[0] is None or ends[1] is None:
        return []
    most_minutes = _minutes(network, ends[1])
    most_cents = _cents(network, ends[0])
    lanes = network.lanes
    frontiers = network.frontiers if once else None
    shut = network.shut if frontiers is None else network.shut | frontiers.useless
    time = np.where(shut, NEVER, network.time)
    cost = np.where(shut, NEVER, network.cost)
    time_left = lanes.to(network.target, time)
    cost_left = lanes.to(network.target, cost)
    keep = (
        lanes.out_of(network.source, time)[network.tail] + time + time_left[network.head]
        <= most_minutes
    ) & (
        lanes.out_of(network.source, cost)[network.tail] + cost + cost_left[network.head]
        <= most_cents
    )
    links = np.flatnonzero(keep)
    return _labelled(network, links, time_left.tolist(), cost_left.tolist(), frontiers)


def _labelled(
    network: Network,
    links: np.ndarray,
    time_left: list[int],
    cost_left: list[int],
    once: Frontiers | None,
) -> list[Found]:
    leaving: dict[int, list[tuple[int, int, int, int]]] = {}
    for tail, head, link, minutes, cents in zip(
        network.tail[links].tolist(),
        network.head[links].tolist(),
        links.tolist(),
        network.time[links].tolist(),
        network.cost[links].tolist(),
        strict=True,
    ):
        leaving.setdefault(tail, []).append((head, link, minutes, cents))
    timed, target = network.timed, network.target
    kept = _Kept()
    found: list[_Mark] = []
    serial = 0
    heap: list[tuple[int, int, int, _Mark]] = [
        (
            time_left[network.source],
            cost_left[network.source],
            0,
            _Mark(0, 0, network.source, None, None),
        )
    ]
    best_cents = NEVER
    while heap:
        _, whole, _, mark = heappop(heap)
        if whole >= best_cents or kept.needless(mark.state, mark.cents, mark.past):
            continue
        kept.add(mark)
        if mark.state == target:
            best_cents = mark.cents
            found.append(mark)
            continue
        for head, link, minutes, cents in leaving.get(mark.state, ()):
            paid = mark.cents + cents
            if paid + cost_left[head] >= best_cents:
                continue
            past = mark.past
            if once is not None:
                onward = once.after(past, link)
                if onward is None or (head == target and not once.ends(onward)):
                    continue
                past = onward
            if kept.needless(head, paid, past):
                continue
            step = take(timed, link, mark.minutes)
            if step is None:
                continue
            at = mark.minutes + minutes + step.wait + step.delay
            serial += 1
            child = _Mark(at, paid, head, mark, step, past)
            heappush(heap, (at + time_left[head], paid + cost_left[head], serial, child))
    return [Found(m.minutes, _steps(m)) for m in found]


class _Kept:
    """
    Marks taken so far, by state: one that comes no earlier must be cheaper, or have left less.

    Without countries that is one number a state.
    """

    def __init__(self) -> None:
        self._least: dict[int, dict[Past, int]] = {}

    def needless(self, state: int, cents: int, past: Past) -> bool:
        """Whether a mark that has paid and left so much brings nothing new to a state."""
        least = self._least.get(state)
        if least is None:
            return False
        if len(least) == 1 and past in least:
            return cents >= least[past]
        return any(paid <= cents and no_worse(other, past) for other, paid in least.items())

    def add(self, mark: _Mark) -> None:
        """Keep a mark; of those with the same past it is the cheapest."""
        self._least.setdefault(mark.state, {})[mark.past] = mark.cents


def _steps(mark: _Mark) -> tuple[Step, ...]:
    steps: list[Step] = []
    here: _Mark | None = mark
    while here is not None and here.step is not None:
        steps.append(here.step)
        here = here.parent
    return tuple(reversed(steps))


def _minutes(network: Network, found: Found) -> int:
    return sum(int(network.time[s.link]) + s.wait + s.delay for s in found.steps)


def _cents(network: Network, found: Found) -> int:
    return sum(int(network.cost[s.link]) for s in found.steps)
