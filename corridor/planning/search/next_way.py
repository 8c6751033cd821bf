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
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from corridor.graph.label_setting import GivenUp, best_first
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.planning.links.star import NEVER, BoolArray, IntArray
from corridor.planning.search.labels import Task
from corridor.planning.search.limits import Limits, limited_task
from corridor.planning.search.listing import Rule, Way
from corridor.planning.search.next_labels import Left, NextLabels, Places, Rival
from corridor.planning.search.path import Path
from corridor.planning.search.search import Search

# Multiples of the best up to which the next way is looked for before it is up to the most.
_STAGES = (Fraction(6, 5), Fraction(3, 2))


@dataclass(frozen=True, slots=True)
class Found:
    """
    The next way, None where there is none up to `looked`, an objective.

    `given_up` tells that the search ended there for having made as many labels as it may.
    """

    path: Path | None
    looked: int
    given_up: bool = False


@dataclass(frozen=True, slots=True)
class _Stage:
    """What is searched within an objective, and what is left from each state over its links."""

    most: int
    task: Task
    left: Left
    rivals: dict[int, Rival] = field(default_factory=dict)
    fresher: dict[int, Left] = field(default_factory=dict)


class NextWays:
    """Finds one way after the other on a network on which no path passes its own ends."""

    def __init__(
        self,
        search: Search,
        limits: Limits,
        rule: Rule,
        near: tuple[IntArray, IntArray],
        labels: int,
    ) -> None:
        """
        Keep what is searched.

        `near` are no more than what paths come to by the objective, waits apart: from the source to each
        state, and from there to the target. `labels` are made at most in all.
        """
        self.search, self.rule, self.limits, self._near = search, rule, limits, near
        self.network, self.labels = search.network, labels
        self._excess: list[IntArray] = []
        self._least = 0
        self._stages: dict[int, _Stage] = {}

    @cached_property
    def _task(self) -> Task | None:
        if self.limits.any:
            return limited_task(self.search.task_once(), self.limits)
        return self.search.task_once(self._near[1])

    @cached_property
    def _places(self) -> Places:
        return Places(self.network)

    @cached_property
    def _through(self) -> IntArray:
        """No more than what a path over each link comes to."""
        network, (ahead, left) = self.network, self._near
        through = ahead[network.tail] + self.search.objective + left[network.head]
        return np.where(network.shut, NEVER, through)

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

    def _stage(self, task: Task, most: int) -> _Stage:
        """What is searched within an objective."""
        found = self._stages.get(most)
        if found is None:
            network, over = self.network, self._through > most
            weight, bound = (np.where(over, NEVER, c) for c in (task.weight, task.bound))
            left = network.star.to(network.target, bound)
            within = replace(task, weight=weight, bound=bound, left=left, onward={})
            found = self._stages[most] = _Stage(most, within, self._left(weight, weight >= NEVER))
        return found

    def _left(self, weight: IntArray, shut: BoolArray) -> Left:
        """What is left from each state over the links that are not shut."""
        network = self.network
        columns = (np.where(shut, NEVER, c) for c in (weight, network.time, network.cost))
        return Left(*(network.star.to(network.target, column).tolist() for column in columns))

    def _within(self, task: Task, listed: Sequence[Way], most: int) -> Found:
        """The least path within an objective that the rule admits behind the ways listed."""
        stage = self._stage(task, most)
        rivals = [self._rival(stage, number, way) for number, way in enumerate(listed)]
        for rival in rivals:
            self._over_fresher(stage, rival.rank)
        excess = self._excess[: len(listed)]
        run = NextLabels(
            stage.task, self.rule, rivals, excess, self._places, stage.left, stage.fresher
        )
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

    def _rival(self, stage: _Stage, number: int, way: Way) -> Rival:
        """A way listed, with what bounds the paths that it leaves."""
        found = stage.rivals.get(number)
        if found is None:
            network, weight, excess = self.network, stage.task.weight, self._excess[number]
            open_ = np.flatnonzero(weight < NEVER)
            gains = open_[excess[open_] < 0]
            price = float((weight[gains] / -excess[gains]).min()) if len(gains) else 0.0
            priced = weight.copy()
            priced[open_] = np.maximum(np.floor(weight[open_] + price * excess[open_]), 0)
            left = network.star.to(network.target, priced).tolist()
            found = Rival(way.minutes, way.cents, way.grade.rank, price, left)
            stage.rivals[number] = found
        return found

    def _over_fresher(self, stage: _Stage, rank: int) -> None:
        """Keep what is left over links of better evidence than a rank."""
        if rank not in stage.fresher:
            shut = stage.task.weight >= NEVER
            graded = self._graded(np.flatnonzero(~shut))
            shut[[n for n in graded if self.rule.rank(n) >= rank]] = True
            stage.fresher[rank] = self._left(stage.task.weight, shut)

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
