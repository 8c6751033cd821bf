"""
Exact label-setting search on a query's network.

The objective is whole numbers, so sums are exact and ties are stable. Without dated
closures ahead a label is one number per state; with them a label is (objective less
what time has cost, arrival), and one label beats another only if it is no worse in both.
Waiting and delay never let a later arrival through earlier (`closures.passage`), so that
is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
import numpy.typing as npt

from corridor.routing.closures import passage
from corridor.routing.network import Network, Timed

_NEVER = 1 << 62


@dataclass(frozen=True, slots=True)
class Weights:
    """
    What one unit of each quantity adds to the objective, in whole units.

    The objective of a link is cost_w * cents + time_w * minutes + co2e_w * grams +
    length_w * metres.
    """

    cost_w: int = 0
    time_w: int = 0
    co2e_w: int = 0
    length_w: int = 0


def weights(objective: str, value_of_time_usd_per_h: float) -> Weights:
    """
    Weights of an objective.

    Generalised cost is in sixtieths of a cent, so that a whole number of cents an hour
    prices a minute exactly. Every other objective breaks ties by money and time.
    """
    if objective == "generalised":
        return Weights(cost_w=60, time_w=round(value_of_time_usd_per_h * 100))
    ties = 1_000_000
    return {
        "cost": Weights(cost_w=ties, time_w=1),
        "time": Weights(time_w=ties * 10, cost_w=1),
        "co2": Weights(co2e_w=ties, cost_w=1),
        "distance": Weights(length_w=ties, cost_w=1),
    }[objective]


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


class Search:
    """Searches one network by one objective; bans of alternatives keep the same bound."""

    def __init__(self, network: Network, weigh: Weights) -> None:
        """Weigh the links and bound what is left from every state."""
        self.network = network
        self._weigh = weigh
        objective: npt.NDArray[np.int64] = (
            weigh.cost_w * network.cost
            + weigh.time_w * network.time
            + weigh.co2e_w * network.co2e
            + weigh.length_w * network.length_m
        )
        self._objective: list[int] = objective.tolist()
        self._time: list[int] = network.time.tolist()
        self._heads: list[int] = network.head.tolist()
        self._tails: list[int] = network.tail.tolist()
        self._out: list[list[tuple[int, int]]] = [[] for _ in range(network.size)]
        self._into: list[list[tuple[int, int]]] = [[] for _ in range(network.size)]
        for link, (tail, head) in enumerate(zip(self._tails, self._heads, strict=True)):
            self._out[tail].append((head, link))
            self._into[head].append((tail, link))
        self._left = self._bound(self._into)
        self._timed = network.timed
        self._links_of: dict[str, list[int]] = {}
        for link, name in enumerate(network.element):
            if name:
                self._links_of.setdefault(name, []).append(link)

    def _bound(self, into: list[list[tuple[int, int]]]) -> list[int]:
        """Least objective from every state to the target, closures ignored."""
        left = [_NEVER] * self.network.size
        left[self.network.target] = 0
        heap = [(0, self.network.target)]
        objective = self._objective
        while heap:
            value, state = heappop(heap)
            if value > left[state]:
                continue
            for tail, link in into[state]:
                reach = value + objective[link]
                if reach < left[tail]:
                    left[tail] = reach
                    heappush(heap, (reach, tail))
        return left

    @property
    def connected(self) -> bool:
        """Whether the target can be reached at all, closures of today aside."""
        return self._left[self.network.source] < _NEVER

    def best(self, banned: frozenset[str] = frozenset()) -> Found | None:
        """Best way that uses no banned element; None when there is none."""
        if not self.connected:
            return None
        shut = frozenset(i for name in banned for i in self._links_of.get(name, ()))
        if self._timed:
            return self._best_dated(shut)
        return self._best_plain(shut)

    def _best_plain(self, shut: frozenset[int]) -> Found | None:
        source, target = self.network.source, self.network.target
        left, out, objective = self._left, self._out, self._objective
        best = {source: 0}
        came: dict[int, tuple[int, int]] = {}
        heap = [(left[source], 0, source)]
        done: set[int] = set()
        while heap:
            _, value, state = heappop(heap)
            if state in done:
                continue
            done.add(state)
            if state == target:
                return Found(value, self._walk(came))
            for head, link in out[state]:
                if left[head] == _NEVER or link in shut:
                    continue
                reach = value + objective[link]
                if reach < best.get(head, _NEVER):
                    best[head] = reach
                    came[head] = (state, link)
                    heappush(heap, (reach + left[head], reach, head))
        return None

    def _walk(self, came: dict[int, tuple[int, int]]) -> tuple[Step, ...]:
        links: list[int] = []
        state = self.network.target
        while state != self.network.source:
            state, link = came[state]
            links.append(link)
        at = 0
        steps: list[Step] = []
        for link in reversed(links):
            steps.append(Step(link, at, 0, 0, ()))
            at += self._time[link]
        return tuple(steps)

    def _best_dated(self, shut: frozenset[int]) -> Found | None:
        source, target = self.network.source, self.network.target
        left, out = self._left, self._out
        # A label: bound, objective, arrival, serial, state; parents by serial.
        parents: list[tuple[int, Step | None]] = [(-1, None)]
        heap = [(left[source], 0, 0, 0, source)]
        # Compared without what time has cost so far: of two labels with the same total,
        # the earlier one may have a reopening to wait for that the later one meets open.
        paid = self._weigh.time_w
        settled: dict[int, list[tuple[int, int]]] = {}
        while heap:
            _, value, at, serial, state = heappop(heap)
            bare = value - paid * at
            if any(v <= bare and t <= at for v, t in settled.get(state, ())):
                continue
            settled.setdefault(state, []).append((bare, at))
            if state == target:
                return Found(value, _trace(parents, serial))
            for head, link in out[state]:
                if left[head] == _NEVER or link in shut:
                    continue
                step = self._take(link, at)
                if step is None:
                    continue
                extra = step.wait + step.delay
                reach = value + self._objective[link] + self._weigh.time_w * extra
                arrive = at + self._time[link] + extra
                bare = reach - paid * arrive
                if any(v <= bare and t <= arrive for v, t in settled.get(head, ())):
                    continue
                parents.append((serial, step))
                heappush(heap, (reach + left[head], reach, arrive, len(parents) - 1, head))
        return None

    def through(self, element: str, banned: frozenset[str], *, most: int = _NEVER) -> Found | None:
        """
        Best way that uses an element, whatever it costs against ways without it.

        None when there is none, or none with an objective of at most `most`.

        Dated closures are met as they come on that way; they do not choose it.
        """
        shut = frozenset(i for name in banned for i in self._links_of.get(name, ()))
        network = self.network
        tails, heads = self._tails, self._heads
        ahead, came = self._spread(network.source, self._out, shut, most)
        behind, goes = self._spread(network.target, self._into, shut, most)
        best, chosen = _NEVER, -1
        for link in self._links_of.get(element, ()):
            if tails[link] in ahead and heads[link] in behind:
                value = ahead[tails[link]] + self._objective[link] + behind[heads[link]]
                if value < best:
                    best, chosen = value, link
        if chosen < 0:
            return None
        links = [chosen]
        state = tails[chosen]
        while state != network.source:
            state, link = came[state]
            links.insert(0, link)
        state = heads[chosen]
        while state != network.target:
            state, link = goes[state]
            links.append(link)
        return self._timed_way(links, best)

    def _spread(
        self, start: int, arcs: list[list[tuple[int, int]]], shut: frozenset[int], most: int
    ) -> tuple[dict[int, int], dict[int, tuple[int, int]]]:
        """Objective and last step to every state within `most` of one."""
        best = {start: 0}
        came: dict[int, tuple[int, int]] = {}
        heap = [(0, start)]
        while heap:
            value, state = heappop(heap)
            if value > best[state]:
                continue
            for other, link in arcs[state]:
                if link in shut:
                    continue
                reach = value + self._objective[link]
                if reach <= most and reach < best.get(other, _NEVER):
                    best[other] = reach
                    came[other] = (state, link)
                    heappush(heap, (reach, other))
        return best, came

    def _timed_way(self, links: list[int], objective: int) -> Found | None:
        """Follow links in time; None when a closure on the way has no known end."""
        at = 0
        steps: list[Step] = []
        for link in links:
            step = self._take(link, at)
            if step is None:
                return None
            steps.append(step)
            extra = step.wait + step.delay
            objective += self._weigh.time_w * extra
            at += self._time[link] + extra
        return Found(objective, tuple(steps))

    def _take(self, link: int, at: int) -> Step | None:
        timed = self._timed.get(link)
        if timed is None:
            return Step(link, at, 0, 0, ())
        return meet(link, at, timed)


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


def _trace(parents: list[tuple[int, Step | None]], serial: int) -> tuple[Step, ...]:
    steps: list[Step] = []
    while serial > 0:
        serial, step = parents[serial]
        if step is not None:
            steps.append(step)
    return tuple(reversed(steps))
