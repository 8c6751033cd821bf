"""
One network searched by one objective: the best way, ways through something, others.

The objective is whole numbers, so sums are exact and ties are stable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

import numpy as np

from corridor.model.objective import Weights
from corridor.model.query import DISCOURAGED
from corridor.model.ref import Ref
from corridor.planning.links.network import Network, Timed
from corridor.planning.search.lanes import NEVER, IntArray
from corridor.planning.search.ways import Found, Step, Task, take, ways

__all__ = ["Found", "Search", "Step", "Sweeps"]


class Search:
    """Searches one network by one objective."""

    def __init__(self, network: Network, weigh: Weights) -> None:
        """Weigh the links."""
        self.network = network
        self._weigh = weigh
        self.objective: IntArray = weigh.of(
            network.cost, network.time, network.co2e, network.length_m
        )
        if network.discouraged is not None:
            more = self.objective * network.discouraged * (DISCOURAGED - 1)
            self.objective = self.objective + np.rint(more).astype(np.int64)
        self._weight: IntArray = np.where(network.shut, NEVER, self.objective)
        self._onward: dict[int, tuple[list[int], list[int]]] = {}

    @property
    def start(self) -> int:
        """Objective of what every way costs at its start, which is on no link."""
        return self._weigh.cost_w * self.network.start_cents

    @cached_property
    def left(self) -> IntArray:
        """Least objective from every state to the target, closures in time ignored."""
        return self.network.lanes.to(self.network.target, self._weight)

    @property
    def connected(self) -> bool:
        """Whether the target can be reached at all, closures in time aside."""
        return int(self.left[self.network.source]) < NEVER

    def task(self, banned: frozenset[Ref] = frozenset()) -> Task:
        """What is left to search without some elements."""
        weight = self._weight
        if not banned:
            return Task(
                self.network, weight, self._weigh.time_w, weight, self.left, onward=self._onward
            )
        weight = self._without(banned)
        left = self.network.lanes.to(self.network.target, weight)
        return Task(self.network, weight, self._weigh.time_w, weight, left)

    def task_once(self) -> Task:
        """What is left to search where no way may come back to a country it has left."""
        frontiers = self.network.frontiers
        weight = np.where(frontiers.useless, NEVER, self._weight)
        left = self.network.lanes.to(self.network.target, weight)
        return Task(self.network, weight, self._weigh.time_w, weight, left, once=frontiers)

    def _without(self, banned: frozenset[Ref]) -> IntArray:
        weight = self._weight.copy()
        for name in banned:
            weight[self.network.links_of(name)] = NEVER
        return weight

    def best(self, banned: frozenset[Ref] = frozenset()) -> Found | None:
        """Best way that uses no banned element; None when there is none."""
        return next(ways(self.task(banned), distinct=False), None)

    def distinct(self, *, most: int = NEVER, labels: int = NEVER) -> Iterator[Found]:
        """The best way of every key, in order."""
        return ways(self.task(), distinct=True, most=most, labels=labels)

    def through(self, element: Ref, banned: frozenset[Ref], *, most: int = NEVER) -> Found | None:
        """
        Best way that uses an element, whatever it costs against ways without it.

        None when there is none, or none with an objective of at most `most`.

        Dated closures are met as they come on that way; they do not choose it.
        """
        network, lanes = self.network, self.network.lanes
        weight = self._without(banned)
        links = network.links_of(element)
        if not len(links):
            return None
        ahead = lanes.out_of(network.source, weight)
        behind = lanes.to(network.target, weight)
        value = ahead[network.tail[links]] + weight[links] + behind[network.head[links]]
        at = int(np.argmin(value))
        if value[at] >= NEVER or value[at] > most:
            return None
        return self.way_over(int(links[at]), ahead, behind, weight)

    def way_over(
        self,
        link: int,
        ahead: IntArray,
        behind: IntArray,
        weight: IntArray,
        timed: Mapping[int, tuple[Timed, ...]] | None = None,
    ) -> Found | None:
        """
        The least way over a link, by sweeps from the source and to the target.

        None when a closure on it has no known end.
        """
        tail, head = int(self.network.tail[link]), int(self.network.head[link])
        path = [
            *self._walk_back(tail, ahead, weight),
            link,
            *self._walk_on(head, behind, weight),
        ]
        value = int(ahead[tail]) + int(self.objective[link]) + int(behind[head])
        return self.timed_way(path, value, timed)

    def _walk_on(self, state: int, left: IntArray, weight: IntArray) -> list[int]:
        """Links of a least way from a state to the target; of equal ones the first."""
        network = self.network
        lanes, head = network.lanes, network.head

        def fitting(here: int) -> list[tuple[int, int]]:
            links = lanes.leaving(here)
            fits = links[weight[links] + left[head[links]] == left[here]]
            return list(zip(fits.tolist(), head[fits].tolist(), strict=True))

        return _walk(state, network.target, fitting)

    def _walk_back(self, state: int, ahead: IntArray, weight: IntArray) -> list[int]:
        """Links of a least way from the source to a state."""
        network = self.network
        lanes, tail = network.lanes, network.tail

        def fitting(here: int) -> list[tuple[int, int]]:
            links = lanes.entering(here)
            fits = links[weight[links] + ahead[tail[links]] == ahead[here]]
            return list(zip(fits.tolist(), tail[fits].tolist(), strict=True))

        return _walk(state, network.source, fitting)[::-1]

    def timed_way(
        self,
        links: list[int],
        objective: int,
        timed: Mapping[int, tuple[Timed, ...]] | None = None,
    ) -> Found | None:
        """Follow links in time; None when a closure on the way has no known end."""
        timed = self.network.timed if timed is None else timed
        at = 0
        steps: list[Step] = []
        for link in links:
            step = take(timed, link, at)
            if step is None:
                return None
            steps.append(step)
            lost = step.wait + step.delay
            objective += self._weigh.time_w * lost
            at += int(self.network.time[link]) + lost
        return Found(objective, tuple(steps))


class Sweeps:
    """
    What a way over some links comes to at least, closures in time and limits aside.

    One sweep from the source serves any number of things to lead over.
    """

    def __init__(self, search: Search) -> None:
        """Keep the search; nothing is swept before it is asked."""
        self.search = search

    @cached_property
    def _weight(self) -> IntArray:
        return self.search.task().weight

    @cached_property
    def _ahead(self) -> IntArray:
        network = self.search.network
        return network.lanes.out_of(network.source, self._weight)

    def least_over(self, links: IntArray, most: int = NEVER) -> tuple[int, int]:
        """
        Least objective of a way over one of some links and the link.

        The link is -1 where there is no way, or none of an objective up to `most`. What is
        closed by the tables on those links is taken as open.
        """
        search, network = self.search, self.search.network
        links = links[~network.shut[links] | network.closed[links]]
        if not len(links):
            return NEVER, -1
        left, tail = search.left, network.tail[links]
        own = search.objective[links] + left[network.head[links]]
        # A way to a state costs no less than the best of all without what is left from there.
        least = np.maximum(left[network.source] - left[tail], 0) if search.connected else 0
        if int((least + own).min()) > min(most, NEVER - 1):
            return NEVER, -1
        value = self._ahead[tail] + own
        at = int(np.argmin(value))
        if value[at] > min(most, NEVER - 1):
            return NEVER, -1
        return int(value[at]), int(links[at])

    def way_over(self, link: int, timed: Mapping[int, tuple[Timed, ...]]) -> Found | None:
        """The way that comes to it, followed in time."""
        return self.search.way_over(link, self._ahead, self.search.left, self._weight, timed)


def _walk(start: int, goal: int, fitting: Callable[[int], list[tuple[int, int]]]) -> list[int]:
    """
    Links from one state to another along those that fit, the first of each state first.

    Links that weigh nothing may lead in circles, so a way that comes to nothing is left.
    """
    path: list[int] = []
    seen = {start}
    choices = [iter(fitting(start))] if start != goal else []
    while choices:
        chosen = next(((n, s) for n, s in choices[-1] if s not in seen), None)
        if chosen is None:
            choices.pop()
            del path[-1:]
            continue
        link, state = chosen
        path.append(link)
        if state == goal:
            return path
        seen.add(state)
        choices.append(iter(fitting(state)))
    return path
