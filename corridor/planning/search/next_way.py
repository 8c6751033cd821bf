"""
The next way behind those listed: the least path that shares not too much with each, and is not beaten.

How much a path shares with a listed way adds up link by link: a link's *excess* is its metres that the
way has too, less the share allowed of all its metres. A path is far enough from the way where its
excess is 0 or less. So this is a shortest path under one linear condition for each way listed, and
one more: it is of better evidence than the way, or faster, or cheaper. Labels are taken in the
order of a bound, the greatest of

- what the label counts and the least left,
- the same with the excess over a way priced (any price of 0 or more bounds the paths allowed from below; it
  is so high that a link weighs nothing where it is cheapest for its metres), and
- where it can be neither faster nor cheaper than a way, the least left over links of better evidence.

One label dominates another at its state if it is no worse in the objective, arrival, cents, hours driven,
evidence, every excess, countries left and limited things, and has stopped at no place where a path on from
there may still stop. Ways stop at no place twice, else a detour there and back would make any near
copy differ enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from corridor.graph.label_setting import GivenUp, best_first
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.star import NEVER, IntArray
from corridor.planning.search.labels import Task
from corridor.planning.search.limits import Limits, limited_task
from corridor.planning.search.listing import Rule, Way
from corridor.planning.search.next_labels import Left, NextLabels, Places, Rival
from corridor.planning.search.path import Path
from corridor.planning.search.search import Search

# Multiples of the best up to which the next way is looked for before it is up to the most.
_STAGES = (Fraction(6, 5), Fraction(3, 2))


@dataclass(frozen=True, slots=True)
class Nearest:
    """
    What paths on a network come to at least, waits apart.

    `ahead` from the source to each state by the objective, `left` from each state to the target, and
    `minutes` and `cents` from each state to the target.
    """

    ahead: IntArray
    left: IntArray
    minutes: IntArray
    cents: IntArray

    @staticmethod
    def of(network: SearchGraph, ahead: IntArray, left: IntArray) -> Nearest:
        """Those of a network of which the objective was swept."""
        minutes, cents = (
            network.star.to(network.target, np.where(network.shut, NEVER, column))
            for column in (network.time, network.cost)
        )
        return Nearest(ahead, left, minutes, cents)


@dataclass(frozen=True, slots=True)
class Found:
    """
    The next way, None where there is none up to `looked`, an objective.

    `given_up` tells that the search ended there for having made as many labels as it may.
    """

    path: Path | None
    looked: int
    given_up: bool = False


class NextWays:
    """Finds one way after the other on a network on which no path passes its own ends."""

    def __init__(
        self, search: Search, limits: Limits, rule: Rule, nearest: Nearest, labels: int
    ) -> None:
        """Keep what is searched; `labels` are made at most in all."""
        self.search, self.rule, self.limits, self.nearest = search, rule, limits, nearest
        self.network, self.labels = search.network, labels
        self._excess: list[IntArray] = []
        self._least = 0
        self._rivals: dict[tuple[int, int], Rival] = {}
        self._fresher: dict[tuple[int, int], Left] = {}

    @cached_property
    def _task(self) -> Task | None:
        task = self.search.task_once()
        return limited_task(task, self.limits) if self.limits.any else task

    @cached_property
    def _places(self) -> Places:
        return Places(self.network)

    @cached_property
    def _through(self) -> IntArray:
        """No more than what a path over each link comes to."""
        network, near, weight = self.network, self.nearest, self.search.task().weight
        through = near.ahead[network.tail] + weight + near.left[network.head]
        return np.where(weight >= NEVER, NEVER, through)

    def after(self, listed: Sequence[Way], most: int) -> Found:
        """The least path of at most an objective that the rule admits behind the ways listed."""
        task = self._task
        if task is None:
            return Found(None, most)
        for way in listed[len(self._excess) :]:
            self._excess.append(excess_of(self.rule, way))
        best = listed[0].path.objective
        stages = [stage for s in _STAGES if self._least < (stage := int(best * s)) < most]
        for stage in (*stages, most):
            found = self._within(task, listed, stage)
            if found.path is not None or found.given_up:
                break
            # Whatever comes behind more ways is no less.
            self._least = stage
        return found

    def _within(self, task: Task, listed: Sequence[Way], most: int) -> Found:
        """The same, of what is within an objective."""
        shut = self._through > most
        bound = np.where(shut, NEVER, task.bound)
        within = replace(task, bound=bound, weight=np.where(shut, NEVER, task.weight), onward={})
        rivals = [self._rival(n, way, within, most) for n, way in enumerate(listed)]
        fresher = {
            rank: self._over_fresher(rank, within, most) for rank in {r.rank for r in rivals}
        }
        excess = self._excess[: len(listed)]
        run = NextLabels(within, self.rule, rivals, excess, self._places, self._left, fresher)
        run.most = most
        try:
            for label in best_first(run, run.first(), most, self.labels):
                path = run.path(label, label.value)
                # Labels say all but of a way without line-haul, which differs from no other.
                if self.rule.refuses(self.rule.way(path), listed) is None:
                    self.labels -= run.made
                    return Found(path, most)
        except GivenUp:
            self.labels = 0
            return Found(None, run.reached, given_up=True)
        self.labels -= run.made
        return Found(None, most)

    @cached_property
    def _left(self) -> Left:
        near = self.nearest
        return Left(near.left.tolist(), near.minutes.tolist(), near.cents.tolist())

    def _rival(self, number: int, way: Way, task: Task, most: int) -> Rival:
        """A way listed, with what bounds the paths that it leaves."""
        found = self._rivals.get((number, most))
        if found is not None:
            return found
        network, weight, excess = self.network, task.weight, self._excess[number]
        open_ = np.flatnonzero(weight < NEVER)
        gains = open_[excess[open_] < 0]
        price = float((weight[gains] / -excess[gains]).min()) if len(gains) else 0.0
        priced = weight.copy()
        priced[open_] = np.maximum(np.floor(weight[open_] + price * excess[open_]), 0)
        left = network.star.to(network.target, priced).tolist()
        found = Rival(way.minutes, way.cents, way.grade.rank, price, left)
        self._rivals[number, most] = found
        return found

    def _over_fresher(self, rank: int, task: Task, most: int) -> Left:
        """What is left over links of better evidence than a rank."""
        found = self._fresher.get((rank, most))
        if found is None:
            network, shut = self.network, task.weight >= NEVER
            graded = self._graded(np.flatnonzero(~shut))
            shut[[n for n in graded if self.rule.rank(n) >= rank]] = True
            found = self._fresher[rank, most] = Left(
                *(
                    network.star.to(network.target, np.where(shut, NEVER, column)).tolist()
                    for column in (task.weight, network.time, network.cost)
                )
            )
        return found

    def _graded(self, links: IntArray) -> list[int]:
        """Of some links those behind which there may be evidence: by road nothing but borders."""
        network = self.network
        kind = network.kind[links]
        found = (kind == LinkKind.BORDER.code) | (kind == LinkKind.SAILING.code)
        hauls = np.flatnonzero(kind == LinkKind.LINE_HAUL.code)
        modes = np.concatenate([part.links.mode for part in network.hauls.parts])
        by_rail = modes[network.row[links[hauls]]] == Mode.RAIL.code
        found[hauls[by_rail]] = True
        graded: list[int] = links[found].tolist()
        return graded


def excess_of(rule: Rule, way: Way) -> IntArray:
    """Of every link its metres that a way has too, less the share allowed of all its metres."""
    network, share, of = rule.network, rule.most.numerator, rule.most.denominator
    view = network.segments
    there = [piece for piece in way.pieces if piece >= 0]
    there += [n for n in view.added_range if n not in way.pieces and view.parent(n) in way.pieces]
    metres = {number: view.lengths_m[number] for number in there}
    hauls = network.kind == LinkKind.LINE_HAUL.code
    common = np.concatenate([part.metres_over(metres) for part in network.hauls.parts])
    found: IntArray = np.zeros(len(network.tail), dtype=np.int64)
    found[hauls] = of * common[network.row[hauls]] - share * network.length_m[hauls]
    if network.sailings:
        ships = network.kind == LinkKind.SAILING.code
        same = np.array([rule.pieces.ship(n) in way.pieces for n in range(len(network.sailings))])
        found[ships] = (of * same[network.row[ships]] - share) * network.length_m[ships]
    return found
