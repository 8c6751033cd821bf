"""
The complete front of time and cost: every way that no other beats in both.

Labels are minutes and cents so far. They are taken in the order of the least time their way
can come to, then of cents, so at one state minutes never fall from label to label, and a
label is needed only if its cents are below all before it: one number a state. A link is kept
only if a way over it may be faster than the cheapest and cheaper than the fastest. Closures
are met in time: whoever is no later and has paid no more can do all that the other can.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from corridor.routing.lanes import NEVER
from corridor.routing.network import Network
from corridor.routing.search import Found, Search, weights
from corridor.routing.ways import Step, take


@dataclass(slots=True)
class _Mark:
    minutes: int
    cents: int
    state: int
    parent: _Mark | None
    step: Step | None


def front(network: Network) -> list[Found]:
    """
    Ways of the front, the fastest first; of ways alike in time and cost one.

    The objective of each is its minutes.
    """
    searches = [Search(network, weights(name, 0.0)) for name in ("time", "cost")]
    ends = [s.best() for s in searches]
    if ends[0] is None or ends[1] is None:
        return []
    most_minutes = _minutes(network, ends[1])
    most_cents = _cents(network, ends[0])
    lanes = network.lanes
    time = np.where(network.shut, NEVER, network.time)
    cost = np.where(network.shut, NEVER, network.cost)
    time_left = lanes.to(network.target, time)
    cost_left = lanes.to(network.target, cost)
    keep = (
        lanes.out_of(network.source, time)[network.tail] + time + time_left[network.head]
        <= most_minutes
    ) & (
        lanes.out_of(network.source, cost)[network.tail] + cost + cost_left[network.head]
        <= most_cents
    )
    return _labelled(network, np.flatnonzero(keep), time_left.tolist(), cost_left.tolist())


def _labelled(
    network: Network, links: np.ndarray, time_left: list[int], cost_left: list[int]
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
    least: dict[int, int] = {}
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
        if whole >= best_cents or mark.cents >= least.get(mark.state, NEVER):
            continue
        least[mark.state] = mark.cents
        if mark.state == target:
            best_cents = mark.cents
            found.append(mark)
            continue
        for head, link, minutes, cents in leaving.get(mark.state, ()):
            paid = mark.cents + cents
            if paid + cost_left[head] >= best_cents or paid >= least.get(head, NEVER):
                continue
            step = take(timed, link, mark.minutes)
            if step is None:
                continue
            at = mark.minutes + minutes + step.wait + step.delay
            serial += 1
            child = _Mark(at, paid, head, mark, step)
            heappush(heap, (at + time_left[head], paid + cost_left[head], serial, child))
    return [Found(m.minutes, _steps(m)) for m in found]


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
