"""Solve one network for a query: its objective, its limits, and the extremes beside the best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

import numpy as np

from corridor.model.message import Message, say
from corridor.model.objective import Objective, Weights
from corridor.model.query import SURE_PERCENT, Query
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.star import NEVER, BoolArray, IntArray
from corridor.planning.search.alternatives import (
    MOST_LABELS,
    MOST_STRETCH,
    Ranking,
    key_of,
    ranking,
)
from corridor.planning.search.compared import (
    Value,
    best_compared,
    come_back_to,
    compared,
    counts,
    in_compared_order,
    most_own,
)
from corridor.planning.search.limits import Limits, best_within, once_within, paths_within, use_of
from corridor.planning.search.listing import Reason, Rule, Way, greedy
from corridor.planning.search.next_way import NextWays
from corridor.planning.search.p90 import (
    MINUTE,
    MOST_PARTIAL,
    P90Search,
    best_compared_p90,
    most_by_time,
)
from corridor.planning.search.path import Path
from corridor.planning.search.search import Search, Sweeps
from corridor.planning.search.sure import Sure, widths_above
from corridor.planning.search.through import LayeredGraph, unlayered
from corridor.planning.search.visits import apart
from corridor.planning.search.widths import Widths
from corridor.planning.time.clock import Timetable

_DAY_MIN = 1440
# Labels made before the search for the next ways of a list is given up.
MOST_LISTED = 4_000
ROLES = {
    Objective.COST: "cheapest",
    Objective.TIME: "fastest",
    Objective.CO2: "least CO2e",
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A way that is least by something and that the rule of the list leaves out."""

    role: str
    way: Way
    reason: Reason


@dataclass(frozen=True, slots=True)
class Listed:
    """
    The ways listed with their roles, and the extremes left out.

    `exact` tells whether the list is proved, `why_fewer` why it has fewer ways than asked for, and `looked`
    the objective up to which ways were looked at, if the search for them was given up there. `found` of the
    ways were found in order; the extremes stand behind. `by_key`: among the best of every key.
    """

    ways: tuple[Way, ...]
    roles: tuple[tuple[str, ...], ...]
    left_out: tuple[LeftOut, ...]
    exact: bool = True
    why_fewer: Message | None = None
    looked: int = 0
    found: int = 0
    by_key: bool = False


def limits_of(query: Query, start_cents: int, timetable: Timetable | None = None) -> Limits:
    """
    The limits of a query in minutes, cents and changes.

    `start_cents` is what every path costs at its start, before the first link. The latest
    arrival is by the clock of the destination; without a timetable by that of the origin.
    """
    minutes: list[int] = []
    if query.max_days is not None:
        minutes.append(int(query.max_days * _DAY_MIN))
    if query.arrive_by is not None and timetable is not None:
        minutes.append(timetable.deadline(query) or 0)
    elif query.arrive_by is not None:
        minutes.append(int((query.arrive_by - query.depart) / timedelta(minutes=1)))
    cents = None
    if query.max_cost_usd is not None:
        cents = round(query.max_cost_usd * 100) - start_cents
    return Limits(min(minutes, default=None), cents, query.max_transfers)


class Solver:
    """Finds paths on one network by the objective of a query, within its limits."""

    def __init__(
        self,
        network: SearchGraph,
        query: Query,
        vot: float,
        start_cents: int,
        timetable: Timetable | None = None,
        widths: Widths | None = None,
    ) -> None:
        """Keep the network and what is asked of it; `widths` are known of another one of its links."""
        self.network, self.query, self.vot = network, query, vot
        self.widths = widths or Widths(network)
        self.layer: Solver | None = None  # where the network is laid out twice
        self.start_cents, self.timetable = start_cents, timetable
        self.limits = limits_of(query, start_cents, timetable)
        if query.by is not None and timetable is not None:
            above = widths_above((query.sure_percent or SURE_PERCENT) / 100)
            sure = Sure(timetable.until(query.by), above, self.widths)
            self.limits = replace(self.limits, sure=sure)

    @cached_property
    def main(self) -> Search:
        """The search by the objective (by typical time for its P90)."""
        layer = self.layer.main if self.layer else None
        return Search(self.network, self.weigh, layer)

    @cached_property
    def sweeps(self) -> Sweeps:
        """Bounds of paths over things, by the objective (by typical time for its P90)."""
        return Sweeps(self.main)

    @property
    def weigh(self) -> Weights:
        """What a unit of each quantity counts in the objective."""
        return self.query.objective.weights(self.vot)

    @cached_property
    def p90(self) -> P90Search:
        """The search by the P90 of time."""
        layer = self.layer.p90 if self.layer else None
        return P90Search(self.network, self.limits, widths=self.widths, layer=layer)

    def search(self, objective: Objective) -> Search:
        """A search by one objective."""
        return Search(self.network, objective.weights(self.vot))

    def _search(self, objective: Objective) -> Search:
        return self.main if objective == self.query.objective else self.search(objective)

    def best(
        self, objective: Objective, limits: Limits | None = None, most: int = NEVER
    ) -> Path | None:
        """The path that compares best by one objective within the limits; any if all are over `most`."""
        limits = self.limits if limits is None else limits
        search = self._search(objective)
        if objective != Objective.P90_TIME:
            return best_compared(search, limits, most)
        known = best_within(search, limits)
        return None if known is None else self._latest(known, limits)

    def candidates(self, objective: Objective) -> list[Path]:
        """The best path by its own figures, and if it comes back to a country the best without."""
        search = self._search(objective)
        found = best_within(search, self.limits)
        if found is None or not come_back_to(self.network, found):
            return [] if found is None else [found]
        other = once_within(search, self.limits)
        return [found] if other is None else [found, other]

    def _latest(self, known: Path, limits: Limits) -> Path:
        """The path that compares best by the P90 of time; `known` is any within the limits."""
        late = self.p90
        if limits != self.limits:
            late = P90Search(self.network, limits, widths=self.widths)
        return best_compared_p90(
            late,
            known,
            lambda: P90Search(self.network, limits, once=True, widths=self.widths),
            lambda most: once_within(
                self._search(Objective.P90_TIME), limits, most=most_by_time(self.network, most)
            ),
        )

    @cached_property
    def _layered(self) -> LayeredGraph:
        return LayeredGraph(self.network)

    def best_over(
        self,
        links: IntArray,
        *,
        opened: IntArray | None = None,
        lifted: frozenset[str] = frozenset(),
        limits: Limits | None = None,
        most: int = NEVER,
    ) -> Path | None:
        """
        The best path over any of some links, the closures of `lifted` rows off on `opened`.

        If it counts more than `most` it may be any path that does, or None.
        """
        layered = self._layered.over(links, opened=opened, lifted=lifted)
        if most < NEVER:
            layered = replace(layered, shut=layered.shut | self._over(layered, most))
        solver = self._on(layered)
        solver.layer = self
        found = solver.best(self.query.objective, limits, most)
        return None if found is None else unlayered(found, self.network)

    def _over(self, layered: SearchGraph, most: int) -> BoolArray:
        """
        Links of the lower layer over which every path counts more than a value.

        To a link leads what leads to it here, where what is to be opened is shut; from it on no less than
        what leads from there where that is open.
        """
        network, main = self.network, self.main
        if self.query.objective == Objective.P90_TIME:
            most = most_by_time(network, float(most))
        count = len(network.tail)
        onward = np.where(layered.shut[count:], NEVER, main.objective)
        left = network.star.to(network.target, onward, main.left)
        least = self.sweeps.ahead[network.tail] + main.objective + left[network.head]
        return np.concatenate([least > most, np.zeros(count, dtype=np.bool_)])

    def ranking(self, wanted: int) -> Ranking:
        """The best paths that really differ."""
        first = self.best(self.query.objective)
        if first is None:
            return Ranking((), None)
        found = ranking(self.network, first, self._aside(first), wanted)
        if self.query.objective == Objective.P90_TIME and self.p90.given_up:
            return replace(found, why_fewer=say("fewer.unproved", ways=MOST_PARTIAL))
        return found

    def _aside(self, first: Path) -> Iterator[Path]:
        """Other paths, none of which passes its own destination or comes back to its origin."""
        yield from self._on(apart(self.network)).others(first)

    def _on(self, network: SearchGraph) -> Solver:
        """The same question on a network with other links shut, or laid out twice."""
        return Solver(network, self.query, self.vot, self.start_cents, self.timetable, self.widths)

    def others(self, first: Path) -> Iterator[Path]:
        """Other paths in the order in which they compare, up to a multiple of the first."""
        network, limits = self.network, self.limits
        if self.query.objective == Objective.P90_TIME:
            late = float(counts(network, first)) * self.p90.p90_of(first)
            paths = self.p90.paths(distinct=True, most=MOST_STRETCH * late, labels=MOST_LABELS)
            yield from in_compared_order(network, paths, 0, round(MOST_STRETCH * late) * MINUTE)
            return
        most = MOST_STRETCH * compared(network, first, first.objective, self.main.start)
        own = most_own(most)
        paths = paths_within(self.main, limits, distinct=True, most=own, labels=MOST_LABELS)
        yield from in_compared_order(network, paths, self.main.start, most)

    def value(self, found: Path) -> Value:
        """What a path found on this network by whatever search counts in comparisons."""
        start = 0 if self.query.objective == Objective.P90_TIME else self.main.start
        return compared(self.network, found, self.own_value(found), start)

    def own_value(self, found: Path) -> int:
        """Objective of a path by its own figures; P90 in minutes."""
        if self.query.objective == Objective.P90_TIME:
            return round(self.p90.p90_of(found))
        return int(self.main.objective[list(found.links)].sum()) + self.weigh.time_w * found.lost

    def keeps(self, found: Path) -> bool:
        """Whether a path keeps every limit."""
        limits = self.limits
        if limits.sure is not None and not limits.sure.kept_by(found):
            return False
        return not limits.any or limits.keep(use_of(self.network, found))

    def listed(self, wanted: int, rule: Rule) -> Listed:
        """The best path and the next ones that the rule of the list admits, with the extremes."""
        if self.query.all:
            return self._every_key(wanted, rule)
        first = self.best(self.query.objective)
        if first is None:
            return Listed((), (), ())
        if self.query.objective == Objective.P90_TIME or self.limits.sure is not None:
            return self._best_of_keys(first, wanted, rule)
        ways, why, looked = self._greedy(first, wanted, rule)
        listed = Listed((), (), (), exact=not looked, why_fewer=why, looked=looked)
        return self._judged(ways, rule, listed)

    def _judged(self, ways: list[Way], rule: Rule, listed: Listed) -> Listed:
        """The list with roles, and with the extremes that the rule admits or leaves out."""
        roles: list[list[str]] = [["best"], *([] for _ in ways[1:])]
        found, left = len(ways), list[LeftOut]()
        for objective, path in self._extremes(ways, roles):
            way = rule.way(path)
            reason = rule.refuses(way, ways)
            if reason is None:
                ways.append(way)
                roles.append([ROLES[objective]])
            else:
                left.append(LeftOut(ROLES[objective], way, reason))
        kept = tuple(map(tuple, roles))
        return replace(listed, ways=tuple(ways), roles=kept, left_out=tuple(left), found=found)

    def _greedy(
        self, first: Path, wanted: int, rule: Rule
    ) -> tuple[list[Way], Message | None, int]:
        """
        The best and each next way, why they are fewer than wanted, and what was looked at.

        That is the objective up to which others were, if the search was given up there; else 0.
        """
        ways = [rule.way(first)]
        most = MOST_STRETCH * compared(self.network, first, first.objective, self.main.start)
        near = self.sweeps.ahead, self.main.left
        search = self._on(apart(self.network)).main
        finder = NextWays(search, self.limits, rule, near, MOST_LISTED)
        while len(ways) < wanted:
            found = finder.after(ways, most_own(most))
            if found.given_up:
                return ways, say("fewer.given_up", ways=MOST_LISTED), found.looked
            if found.path is None:
                return ways, say("fewer.differ", times=MOST_STRETCH), 0
            ways.append(rule.way(found.path))
        return ways, None, 0

    def _best_of_keys(self, first: Path, wanted: int, rule: Rule) -> Listed:
        """The list sought among the best of every key, where what counts does not add up link by link."""
        ways, why = greedy(rule, first, self._aside(first), wanted)
        if self.query.objective == Objective.P90_TIME and self.p90.given_up:
            why = say("fewer.unproved", ways=MOST_PARTIAL)
        listed = Listed((), (), (), exact=False, why_fewer=why, by_key=True)
        return self._judged(ways, rule, listed)

    def _every_key(self, wanted: int, rule: Rule) -> Listed:
        """The best paths with different keys, near copies too, and the extremes beside them."""
        best = self.ranking(wanted)
        if not best.paths:
            return Listed((), (), ())
        paths, roles = self.with_extremes(best)
        ways, whole = map(rule.way, paths), best.why_fewer is None
        kept = tuple(map(tuple, roles))
        return Listed(tuple(ways), kept, (), whole, best.why_fewer, found=len(best.paths))

    def _extremes(
        self, ways: Sequence[Way], roles: list[list[str]]
    ) -> list[tuple[Objective, Path]]:
        """Paths that are least by an objective where none listed is; roles are given to those that are."""
        found: list[tuple[Objective, Path]] = []
        for objective, role in ROLES.items():
            if objective == self.query.objective:
                roles[0].append(role)
                continue
            path = self.best(objective)
            if path is None:
                continue
            values = [self._figure(objective, way.path) for way in ways]
            if min(values) <= self._figure(objective, path):
                roles[values.index(min(values))].append(role)
            else:
                found.append((objective, path))
        return sorted(found, key=lambda one: self.value(one[1]))

    def _figure(self, objective: Objective, path: Path) -> Value:
        """Cents, minutes or grams of a path as they compare."""
        if objective == Objective.COST:
            return compared(self.network, path, path.cents, self.network.start_cents)
        own = path.minutes
        if objective == Objective.CO2:
            own = int(self.network.co2e[list(path.links)].sum())
        return compared(self.network, path, own, 0)

    def with_extremes(self, best: Ranking) -> tuple[list[Path], list[list[str]]]:
        """Add the cheapest and the fastest when they are not among the answers."""
        chosen = list(best.paths)
        roles: list[list[str]] = [["best"], *([] for _ in chosen[1:])]
        keys = [key_of(self.network, f) for f in chosen]
        for objective, role in ((Objective.COST, "cheapest"), (Objective.TIME, "fastest")):
            if objective == self.query.objective:
                roles[0].append(role)
                continue
            found = self.best(objective)
            if found is None:
                continue
            key = key_of(self.network, found)
            if key in keys:
                at = keys.index(key)
                # The optimum itself stands, where it is another path of the same key.
                if self._beats(objective, found, chosen[at]):
                    chosen.append(found)
                    roles.append([role])
                else:
                    roles[at].append(role)
            else:
                chosen.append(found)
                keys.append(key)
                roles.append([role])
        return chosen, roles

    def _beats(self, objective: Objective, one: Path, other: Path) -> bool:
        """Whether a path compares better than another by an objective, ties aside."""
        by_cost = objective == Objective.COST
        start = self.network.start_cents if by_cost else 0
        first, second = (
            compared(self.network, path, path.cents if by_cost else path.minutes, start)
            for path in (one, other)
        )
        return first < second
