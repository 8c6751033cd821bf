"""Solve one network for a query: its objective, its limits, and the extremes beside the best."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cached_property

from corridor.model.query import Query
from corridor.routing.alternatives import MOST_LABELS, MOST_STRETCH, Ranking, key_of, ranking
from corridor.routing.lanes import IntArray
from corridor.routing.late import LateSearch
from corridor.routing.limited import best_within, ways_within
from corridor.routing.limits import Limits, changes_of
from corridor.routing.network import Network
from corridor.routing.passing import Storeys, folded
from corridor.routing.search import Found, Search, Weights, weights

_DAY_MIN = 1440


def limits_of(query: Query, start_cents: int) -> Limits:
    """
    The limits of a query in minutes, cents and changes.

    `start_cents` is what every way costs at its start, before the first link.
    """
    minutes: list[int] = []
    if query.max_days is not None:
        minutes.append(int(query.max_days * _DAY_MIN))
    if query.arrive_by is not None:
        minutes.append(int((query.arrive_by - query.depart) / timedelta(minutes=1)))
    cents = None
    if query.max_cost_usd is not None:
        cents = round(query.max_cost_usd * 100) - start_cents
    return Limits(min(minutes, default=None), cents, query.max_transfers)


class Solver:
    """Finds ways on one network by the objective of a query, within its limits."""

    def __init__(self, network: Network, query: Query, vot: float, start_cents: int) -> None:
        """Keep the network and what is asked of it."""
        self.network, self.query, self.vot = network, query, vot
        self.start_cents = start_cents
        self.limits = limits_of(query, start_cents)

    @cached_property
    def main(self) -> Search:
        """The search by the objective (by typical time for its P90)."""
        return self.search(self.query.objective)

    @property
    def weigh(self) -> Weights:
        """What a unit of each quantity counts in the objective."""
        return weights(self.query.objective, self.vot)

    @cached_property
    def late(self) -> LateSearch:
        """The search by the P90 of time."""
        return LateSearch(self.network, self.limits)

    def search(self, objective: str) -> Search:
        """A search by one objective."""
        return Search(self.network, weights(objective, self.vot))

    def best(self, objective: str, limits: Limits | None = None) -> Found | None:
        """The best way by one objective within the limits."""
        limits = self.limits if limits is None else limits
        search = self.main if objective == self.query.objective else self.search(objective)
        if objective != "p90_time":
            return best_within(search, limits)
        known = best_within(search, limits)
        return None if known is None else LateSearch(self.network, limits).best(known)

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
        solver = Solver(storeys, self.query, self.vot, self.start_cents)
        found = solver.best(self.query.objective, limits)
        return None if found is None else folded(found, self.network)

    def ranking(self, wanted: int) -> Ranking:
        """The best ways that really differ."""
        first = self.best(self.query.objective)
        if first is None:
            return Ranking((), "")
        return ranking(self.network, first, self._others(first), wanted)

    def _others(self, first: Found) -> Iterator[Found]:
        most = MOST_STRETCH * first.objective
        if self.query.objective == "p90_time":
            late = self.late.late_of(first)
            yield from self.late.ways(distinct=True, most=MOST_STRETCH * late, labels=MOST_LABELS)
        else:
            yield from ways_within(
                self.main, self.limits, distinct=True, most=most, labels=MOST_LABELS
            )

    def value(self, found: Found) -> int:
        """Objective of a way found on this network by whatever search."""
        if self.query.objective == "p90_time":
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
        for objective, role in (("cost", "cheapest"), ("time", "fastest")):
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

    def _beats(self, objective: str, one: Found, other: Found) -> bool:
        """Whether a way is better than another by an objective, ties aside."""
        column = self.network.cost if objective == "cost" else self.network.time
        values = []
        for found in (one, other):
            lost = sum(s.wait + s.delay for s in found.steps) if objective == "time" else 0
            values.append(sum(int(column[s.link]) for s in found.steps) + lost)
        return values[0] < values[1]

    def unreachable(self) -> str:
        """
        Why no way keeps the limits: the best that could be had; '' when limits are not why.
        """
        if not self.limits.any or best_within(self.main, Limits()) is None:
            return ""
        told: list[str] = []
        for name, objective in (("minutes", "time"), ("cents", "cost"), ("changes", "")):
            most = getattr(self.limits, name)
            if most is None:
                continue
            others = self.limits.without(name)
            found = self._least(name, objective, others)
            if found is None:
                continue
            told.append(self._told(name, found, alone=not others.any))
        return "; ".join(told)

    def _least(self, name: str, objective: str, others: Limits) -> int | None:
        """Least of one quantity when only the other limits hold."""
        if objective:
            found = self.best(objective, others)
            if found is None:
                return None
            if name == "minutes":
                return sum(int(self.network.time[s.link]) + s.wait + s.delay for s in found.steps)
            return sum(int(self.network.cost[s.link]) for s in found.steps)
        for changes in range(40):
            found = best_within(self.main, replace(others, changes=changes))
            if found is not None:
                return changes
        return None

    def _told(self, name: str, least: int, *, alone: bool) -> str:
        within = "" if alone else " within the other limits"
        if name == "minutes":
            arrival = self.query.depart + timedelta(minutes=least)
            days = least / _DAY_MIN
            return f"the fastest way{within} takes {days:.2f} days, to {arrival:%Y-%m-%d %H:%M}"
        if name == "cents":
            return f"the cheapest way{within} costs {(least + self.start_cents) / 100:.2f} USD"
        return f"the way{within} with the fewest transfers has {least}"
