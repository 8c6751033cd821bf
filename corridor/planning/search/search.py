"""
One network searched by one objective: the best path, paths through something, others.

The objective is whole numbers, so sums are exact and ties are stable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from corridor.model.objective import Weights
from corridor.model.query import DISCOURAGED
from corridor.planning.links.search_graph import SearchGraph, Timed
from corridor.planning.links.star import NEVER, IntArray
from corridor.planning.search.growth import followed
from corridor.planning.search.labels import Task, least_to_all, paths
from corridor.planning.search.path import Path


class Search:
    """Searches one network by one objective."""

    def __init__(self, network: SearchGraph, weigh: Weights, layer: Search | None = None) -> None:
        """
        Weigh the links.

        `layer` is the same search on the network that this one lays out twice, no link of which is
        open that is shut here.
        """
        self.network = network
        self._weigh, self._layer = weigh, layer
        self.objective: IntArray = (
            np.concatenate([layer.objective] * 2) if layer else _weighed(network, weigh)
        )
        self._weight: IntArray = np.where(network.shut, NEVER, self.objective)
        self._onward: dict[int, list[tuple[int, int]]] = {}

    @property
    def start(self) -> int:
        """Objective of what every path costs at its start, which is on no link."""
        return self._weigh.cost_w * self.network.start_cents

    @cached_property
    def left(self) -> IntArray:
        """Least objective from every state to the target, closures in time ignored."""
        at_most = self._layer.left if self._layer else None
        return self.network.star.to(self.network.target, self._weight, at_most)

    @property
    def connected(self) -> bool:
        """Whether the target can be reached at all, closures in time aside."""
        return int(self.left[self.network.source]) < NEVER

    def task(self) -> Task:
        """What is left to search."""
        weight, time_w = self._weight, self._weigh.time_w
        return Task(self.network, weight, time_w, weight, self.left, onward=self._onward)

    def task_once(self, left: IntArray | None = None) -> Task:
        """
        What is left to search where no path may come back to a country it has left.

        `left` is no more than what is left from each state; swept if not given.
        """
        frontiers = self.network.frontiers
        weight = np.where(frontiers.useless, NEVER, self._weight)
        if left is None:
            left = self.network.star.to(self.network.target, weight)
        return Task(self.network, weight, self._weigh.time_w, weight, left, once=frontiers)

    def among(self, links: IntArray, weight: IntArray) -> Search:
        """The same search over some links alone, which weigh what is given; clocks stay as they are."""
        return _Among(self.network, self._weigh, self.objective, links, weight)

    def best(self) -> Path | None:
        """Best path; None when there is none."""
        return next(paths(self.task(), distinct=False), None)

    def least_to_all(self) -> dict[int, int]:
        """Least objective from the source to every state that can be reached, in one run."""
        return least_to_all(self.task())

    def distinct(self, *, most: int = NEVER, labels: int = NEVER) -> Iterator[Path]:
        """The best path of every key, in order."""
        return paths(self.task(), distinct=True, most=most, labels=labels)

    def timed_path(
        self,
        links: Sequence[int],
        objective: int,
        timed: Mapping[int, tuple[Timed, ...]] | None = None,
    ) -> Path | None:
        """Follow links in time, the soonest way; None when a closure on them has no known end."""
        network = self.network if timed is None else replace(self.network, timed=timed)
        end = followed(network, links)
        if end is None:
            return None
        steps = end.steps()
        lost = sum(s.lost for s in steps)
        return Path(objective + self._weigh.time_w * lost, steps, end.minutes, end.cents)


class _Among(Search):
    """A search over some links of a network alone, with weights of their own."""

    def __init__(
        self,
        network: SearchGraph,
        weigh: Weights,
        objective: IntArray,
        links: IntArray,
        weight: IntArray,
    ) -> None:
        self.network, self.objective = network, objective
        self._weigh, self._layer = weigh, None
        self._weight = np.full(len(objective), NEVER, dtype=np.int64)
        self._weight[links] = np.where(network.shut[links], NEVER, weight)
        self._onward = {}


def _weighed(network: SearchGraph, weigh: Weights) -> IntArray:
    """Objective of every link."""
    objective = weigh.of(network.cost, network.time, network.co2e, network.length_m)
    if network.discouraged is not None:
        more = objective * network.discouraged * (DISCOURAGED - 1)
        objective = objective + np.rint(more).astype(np.int64)
    return objective


class Sweeps:
    """
    What a path over some links comes to at least, closures in time and limits aside.

    One sweep from the source serves any number of things to lead over.
    """

    def __init__(self, search: Search) -> None:
        """Keep the search; nothing is swept before it is asked."""
        self.search = search

    @cached_property
    def _weight(self) -> IntArray:
        return self.search.task().weight

    @cached_property
    def ahead(self) -> IntArray:
        """Least objective from the source to every state."""
        network = self.search.network
        return network.star.out_of(network.source, self._weight)

    def least_over(self, links: IntArray, most: int = NEVER) -> tuple[int, int]:
        """
        Least objective of a path over one of some links and the link.

        The link is -1 where there is no path, or none of an objective up to `most`. What is
        closed by the tables on those links is taken as open.
        """
        search, network = self.search, self.search.network
        links = links[~network.shut[links] | network.closed[links]]
        if not len(links):
            return NEVER, -1
        left, tail = search.left, network.tail[links]
        own = search.objective[links] + left[network.head[links]]
        # A path to a state costs no less than the best of all without what is left from there.
        least = np.maximum(left[network.source] - left[tail], 0) if search.connected else 0
        if int((least + own).min()) > min(most, NEVER - 1):
            return NEVER, -1
        value = self.ahead[tail] + own
        at = int(np.argmin(value))
        if value[at] > min(most, NEVER - 1):
            return NEVER, -1
        return int(value[at]), int(links[at])

    def path_over(self, link: int, timed: Mapping[int, tuple[Timed, ...]]) -> Path | None:
        """The path that comes to it, followed in time; None where a closure has no known end."""
        search, network = self.search, self.search.network
        tail, head = int(network.tail[link]), int(network.head[link])
        before = self._walked(tail, network.source, self.ahead, network.star.entering)
        after = self._walked(head, network.target, search.left, network.star.leaving)
        value = int(self.ahead[tail]) + int(search.objective[link]) + int(search.left[head])
        return search.timed_path([*before[::-1], link, *after], value, timed)

    def _walked(
        self, start: int, goal: int, least: IntArray, around: Callable[[int], IntArray]
    ) -> list[int]:
        """
        Links of a least path from a state to the goal of a sweep; of equal ones the first.

        Links that weigh nothing may lead in circles, so a path that comes to nothing is left.
        """
        network = self.search.network

        def fitting(state: int) -> Iterator[tuple[int, int]]:
            links = around(state)
            others = network.tail[links] + network.head[links] - state
            fits = self._weight[links] + least[others] == least[state]
            return zip(links[fits].tolist(), others[fits].tolist(), strict=True)

        links: list[int] = []
        seen = {start}
        choices = [fitting(start)] if start != goal else []
        while choices:
            link, state = next(((n, s) for n, s in choices[-1] if s not in seen), (-1, -1))
            if link < 0:
                choices.pop()
                del links[-1:]
                continue
            links.append(link)
            if state == goal:
                return links
            seen.add(state)
            choices.append(fitting(state))
        return links
