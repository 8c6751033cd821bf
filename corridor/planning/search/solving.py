"""Solve one network for a query: its objective, its limits, and the extremes beside the best."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property

from corridor.model.objective import Objective, Weights
from corridor.model.query import Query
from corridor.planning.links.network import Network
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
from corridor.planning.search.lanes import IntArray
from corridor.planning.search.late import MINUTE, LateSearch, best_compared_late, most_by_time
from corridor.planning.search.limited import best_within, once_within, ways_within
from corridor.planning.search.limits import Limits, changes_of
from corridor.planning.search.passing import Storeys, folded
from corridor.planning.search.search import Found, Search
from corridor.planning.search.visits import apart
from corridor.planning.time.clock import Timetable

_DAY_MIN = 1440


def limits_of(query: Query, start_cents: int, timetable: Timetable | None = None) -> Limits:
    """
    The limits of a query in minutes, cents and changes.

    `start_cents` is what every way costs at its start, before the first link. The latest
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
    """Finds ways on one network by the objective of a query, within its limits."""

    def __init__(
        self,
        network: Network,
        query: Query,
        vot: float,
        start_cents: int,
        timetable: Timetable | None = None,
    ) -> None:
        """Keep the network and what is asked of it."""
        self.network, self.query, self.vot = network, query, vot
        self.start_cents, self.timetable = start_cents, timetable
        self.limits = limits_of(query, start_cents, timetable)

    @cached_property
    def main(self) -> Search:
        """The search by the objective (by typical time for its P90)."""
        return self.search(self.query.objective)

    @property
    def weigh(self) -> Weights:
        """What a unit of each quantity counts in the objective."""
        return self.query.objective.weights(self.vot)

    @cached_property
    def late(self) -> LateSearch:
        """The search by the P90 of time."""
        return LateSearch(self.network, self.limits)

    def search(self, objective: Objective) -> Search:
        """A search by one objective."""
        return Search(self.network, objective.weights(self.vot))

    def _search(self, objective: Objective) -> Search:
        return self.main if objective == self.query.objective else self.search(objective)

    def best(self, objective: Objective, limits: Limits | None = None) -> Found | None:
        """The way that compares best by one objective within the limits."""
        limits = self.limits if limits is None else limits
        search = self._search(objective)
        if objective != Objective.P90_TIME:
            return best_compared(search, limits)
        known = best_within(search, limits)
        return None if known is None else self._latest(known, limits)

    def candidates(self, objective: Objective) -> list[Found]:
        """The best way by its own figures, and if it comes back to a country the best without."""
        search = self._search(objective)
        found = best_within(search, self.limits)
        if found is None or not come_back_to(self.network, found):
            return [] if found is None else [found]
        other = once_within(search, self.limits)
        return [found] if other is None else [found, other]

    def _latest(self, known: Found, limits: Limits) -> Found:
        """The way that compares best by the P90 of time; `known` is any within the limits."""
        late = LateSearch(self.network, limits)
        return best_compared_late(
            late,
            known,
            lambda: LateSearch(self.network, limits, once=True),
            lambda most: once_within(
                self._search(Objective.P90_TIME), limits, most=most_by_time(self.network, most)
            ),
        )

    @cached_property
    def _storeys(self) -> Storeys:
        return Storeys(self.network)

    def best_over(
        self,
        links: IntArray,
        *,
        opened: IntArray | None = None,
        lifted: frozenset[str] = frozenset(),
        limits: Limits | None = None,
    ) -> Found | None:
        """The best way over any of some links, the closures of `lifted` rows off on `opened`."""
        main = self.main.task()
        known = (main.weight, main.left)
        storeys = self._storeys.over(links, opened=opened, lifted=lifted, known=known)
        solver = Solver(storeys, self.query, self.vot, self.start_cents, self.timetable)
        found = solver.best(self.query.objective, limits)
        return None if found is None else folded(found, self.network)

    def ranking(self, wanted: int) -> Ranking:
        """The best ways that really differ."""
        first = self.best(self.query.objective)
        if first is None:
            return Ranking((), "")
        return ranking(self.network, first, self._aside(first), wanted)

    def _aside(self, first: Found) -> Iterator[Found]:
        """Other ways, none of which passes its own destination or comes back to its origin."""
        yield from Solver(
            apart(self.network), self.query, self.vot, self.start_cents, self.timetable
        ).others(first)

    def others(self, first: Found) -> Iterator[Found]:
        """Other ways in the order in which they compare, up to a multiple of the first."""
        network, limits = self.network, self.limits
        if self.query.objective == Objective.P90_TIME:
            late = float(counts(network, first)) * self.late.late_of(first)
            ways = self.late.ways(distinct=True, most=MOST_STRETCH * late, labels=MOST_LABELS)
            yield from in_compared_order(network, ways, 0, round(MOST_STRETCH * late) * MINUTE)
            return
        most = MOST_STRETCH * compared(network, first, first.objective, self.main.start)
        own = most_own(most)
        ways = ways_within(self.main, limits, distinct=True, most=own, labels=MOST_LABELS)
        yield from in_compared_order(network, ways, self.main.start, most)

    def value(self, found: Found) -> Value:
        """What a way found on this network by whatever search counts in comparisons."""
        start = 0 if self.query.objective == Objective.P90_TIME else self.main.start
        return compared(self.network, found, self.own_value(found), start)

    def own_value(self, found: Found) -> int:
        """Objective of a way by its own figures; P90 in minutes."""
        if self.query.objective == Objective.P90_TIME:
            return round(self.late.late_of(found))
        links = [s.link for s in found.steps]
        lost = sum(s.wait + s.delay for s in found.steps)
        weigh = self.weigh
        return int(self.main.objective[links].sum()) + weigh.time_w * lost

    def keeps(self, found: Found) -> bool:
        """Whether a way keeps every limit."""
        network, limits = self.network, self.limits
        if not limits.any:
            return True
        minutes = sum(int(network.time[s.link]) + s.wait + s.delay for s in found.steps)
        cents = sum(int(network.cost[s.link]) for s in found.steps)
        from_links = limits.changes is None or self._changes(found) <= limits.changes
        return (
            from_links
            and (limits.minutes is None or minutes <= limits.minutes)
            and (limits.cents is None or cents <= limits.cents)
        )

    def _changes(self, found: Found) -> int:
        changes = changes_of(self.network)
        return sum(int(changes[s.link]) for s in found.steps)

    def with_extremes(self, best: Ranking) -> tuple[list[Found], list[list[str]]]:
        """Add the cheapest and the fastest when they are not among the answers."""
        chosen = list(best.ways)
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
                # The optimum itself stands, where it is another way of the same key.
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

    def _beats(self, objective: Objective, one: Found, other: Found) -> bool:
        """Whether a way compares better than another by an objective, ties aside."""
        column = self.network.cost if objective == Objective.COST else self.network.time
        start = self.network.start_cents if objective == Objective.COST else 0
        values = []
        for found in (one, other):
            lost = sum(s.wait + s.delay for s in found.steps) if objective == Objective.TIME else 0
            own = sum(int(column[s.link]) for s in found.steps) + lost
            values.append(compared(self.network, found, own, start))
        return values[0] < values[1]
