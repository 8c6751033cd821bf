"""Limits, the front, the P90 of time: against every way counted out on small networks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.errors import InputError, NoRouteError
from corridor.model.band import SHARED
from corridor.model.objective import Objective, Weights
from corridor.model.query import Query
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.search.limits import Limits, best_within, paths_within
from corridor.planning.search.p90 import MINUTE, P90Search
from corridor.planning.search.pareto import front, own_front
from corridor.planning.search.path import Path, Traversal
from corridor.planning.search.search import Search
from tests.real import DAY, engine, hub_queries, planning
from tests.strategies import Link, leaves, links, network, simple_paths

pytestmark = pytest.mark.slow

MANY = settings(max_examples=120, deadline=None, derandomize=True)


@dataclass(frozen=True)
class Way:
    """Minutes (waits included), cents and links of a way."""

    minutes: int
    cents: int
    links: tuple[int, ...]


def every_way(found: list[Link], target: int) -> list[Way]:
    """All simple ways, met in time minute by minute; those that never get through left out."""
    ways = []
    for path in simple_paths(found, target):
        at = cents = 0
        for number in path:
            through = leaves(at, found[number].windows)
            if through is None:
                break
            at = through + found[number].time
            cents += found[number].cost
        else:
            ways.append(Way(at, cents, tuple(path)))
    return ways


@MANY
@given(
    links(dated=True),
    st.integers(0, 2),
    st.integers(0, 2),
    st.none() | st.integers(0, 90),
    st.none() | st.integers(0, 150),
)
def test_best_within_limits_equals_every_way_counted_out(
    found: list[Link], cost_w: int, time_w: int, minutes: int | None, cents: int | None
) -> None:
    net = network(found)
    limits = Limits(minutes, cents)
    ours = best_within(Search(net, Weights(cost_w=cost_w, time_w=time_w)), limits)
    fitting = [
        cost_w * w.cents + time_w * w.minutes
        for w in every_way(found, net.target)
        if (minutes is None or w.minutes <= minutes) and (cents is None or w.cents <= cents)
    ]
    assert (ours.objective if ours else None) == min(fitting, default=None)


@MANY
@given(links(dated=True, gates=True), st.integers(10, 90))
def test_ways_within_limits_come_in_order_and_keep_them(found: list[Link], minutes: int) -> None:
    net = network(found)
    search = Search(net, Weights(cost_w=1, time_w=1))
    limits = Limits(minutes)
    before = -1
    best = best_within(search, limits)
    every = sorted(
        w.cents + w.minutes for w in every_way(found, net.target) if w.minutes <= minutes
    )
    assert (best.objective if best else None) == (every[0] if every else None)
    for number, way in enumerate(paths_within(search, limits, distinct=True)):
        spent = sum(int(net.time[s.link]) + s.lost for s in way.steps)
        assert spent <= minutes
        assert way.objective >= before
        assert best is not None
        assert way.objective >= best.objective
        before = way.objective
        if number > 8:
            break


@MANY
@given(links(dated=True))
def test_front_equals_every_way_counted_out(found: list[Link]) -> None:
    net = network(found)
    ours = [
        (
            sum(int(net.time[s.link]) + s.lost for s in f.steps),
            sum(int(net.cost[s.link]) for s in f.steps),
        )
        for f in front(net)
    ]
    every = {(w.minutes, w.cents) for w in every_way(found, net.target)}
    expected = sorted(
        p for p in every if not any(q != p and q[0] <= p[0] and q[1] <= p[1] for q in every)
    )
    assert ours == expected


class Spread(P90Search):
    """A search by P90 on a small network with half-widths by set of rows given."""

    given: tuple[tuple[tuple[int, int], ...], ...] = ()

    def widths(self, link: int, step: Traversal | None = None) -> tuple[tuple[int, int], ...]:
        """Those given."""
        return self.given[link]


def late(way: Way, widths: tuple[tuple[tuple[int, int], ...], ...]) -> float:
    """P90 by the rule: widths of one set of rows add, of sets half the variance is shared."""
    total: dict[int, int] = {}
    for link in way.links:
        for number, more in widths[link]:
            total[number] = total.get(number, 0) + more
    apart = sum(w * w for w in total.values())
    together = sum(total.values()) ** 2
    return way.minutes + sqrt((1 - SHARED) * apart + SHARED * together)


@MANY
@given(links(dated=True), st.data())
def test_least_p90_equals_every_way_counted_out(found: list[Link], data: st.DataObject) -> None:
    net = network(found)
    one = st.tuples(st.integers(0, 3), st.integers(1, 30))
    widths = tuple(tuple(dict(data.draw(st.lists(one, max_size=2))).items()) for _ in found)
    squares = np.array([sum(w * w for _, w in ws) for ws in widths], dtype=np.int64)
    width = np.array([sum(w for _, w in ws) for ws in widths], dtype=np.int64)
    search = Spread(net, None, (squares, width))
    search.given = widths
    known = Search(net, Weights(time_w=1)).best()
    every = [late(w, widths) for w in every_way(found, net.target)]
    assert bool(every) == (known is not None)
    if known is None:
        return
    best = search.best(known)
    assert search.p90_of(best) == pytest.approx(min(every))


def spent(net: SearchGraph, found: Path) -> tuple[int, int]:
    """Minutes and cents of a way."""
    return (
        sum(int(net.time[s.link]) + s.lost for s in found.steps),
        sum(int(net.cost[s.link]) for s in found.steps),
    )


def test_real_front_holds_the_fastest_the_cheapest_and_the_best() -> None:
    """By the figures of the paths themselves, those that come back to a country included."""
    for query in hub_queries(25, seed=61):
        plan = planning(query)
        net = plan.graph()
        points = [spent(net, f) for f in own_front(net)]
        found = {
            name: Search(net, weigh).best()
            for name, weigh in (
                ("time", Weights(time_w=10**7, cost_w=1)),
                ("cost", Weights(cost_w=10**6, time_w=1)),
                ("generalised", Weights(cost_w=60, time_w=500)),
            )
        }
        if not points:
            assert found["time"] is None
            continue
        assert points == sorted(points)
        assert [p[1] for p in points] == sorted((p[1] for p in points), reverse=True)
        assert len(set(points)) == len(points)
        best = {name: spent(net, f) for name, f in found.items() if f is not None}
        assert points[0] == best["time"]
        assert points[-1] == best["cost"]
        mixed = [60 * c + 500 * m for m, c in points]
        assert min(mixed) == 60 * best["generalised"][1] + 500 * best["generalised"][0]


def test_real_limits_meet_the_front() -> None:
    """The cheapest way within the days of each point of the front is that point."""
    query = Query(origin="Minsk", destination="Karachi", depart=DAY)
    plan = planning(query)
    net = plan.graph()
    search = Search(net, Weights(cost_w=10**6, time_w=1))
    points = [spent(net, f) for f in front(net)]
    assert len(points) > 5
    for minutes, cents in points:
        found = best_within(search, Limits(minutes))
        assert found is not None
        assert spent(net, found) == (minutes, cents)
    assert best_within(search, Limits(points[0][0] - 1)) is None
    assert best_within(search, Limits(None, points[-1][1] - 1)) is None


def test_real_p90_is_no_later_than_that_of_any_other_way() -> None:
    for query in hub_queries(8, seed=67):
        plan = planning(query)
        net = plan.graph()
        fastest = Search(net, Weights(time_w=MINUTE, cost_w=1)).best()
        if fastest is None:
            continue
        search = P90Search(net)
        best = search.p90_of(search.best(fastest))
        others = [fastest, *front(net)]
        others += [
            f for f, _ in zip(Search(net, Weights(time_w=1)).distinct(), range(8), strict=False)
        ]
        assert all(best <= search.p90_of(o) + 1e-6 for o in others)


def test_p90_of_the_search_is_the_high_end_of_the_bill() -> None:
    """To the minute, so that the search cannot go by another rule than the answer."""
    seen = 0
    for query in hub_queries(12, seed=69):
        plan = planning(query)
        net = plan.graph()
        search, journey = P90Search(net), plan.journey(net)
        for found in front(net)[:4]:
            assert round(search.p90_of(found)) == journey.itinerary(found).time.high
            seen += 1
    assert seen > 15


def test_p90_of_an_answer_is_its_high_end() -> None:
    answer = engine().ask(
        Query(origin="Minsk", destination="Karachi", depart=DAY, objective=Objective.P90_TIME)
    )
    plain = engine().ask(
        Query(origin="Minsk", destination="Karachi", depart=DAY, objective=Objective.TIME)
    )
    assert answer.itineraries[0].time.high <= plain.itineraries[0].time.high


def test_answer_keeps_every_limit_and_says_the_best_that_could_be_had() -> None:
    query = Query(origin="Minsk", destination="Karachi", depart=DAY)
    free = engine().ask(query)
    fastest = next(i for i in free.itineraries if "fastest" in i.roles)
    limited = replace(query, max_days=fastest.time.typical / 1440 + 0.5)
    for itinerary in engine().ask(limited).itineraries:
        assert itinerary.time.typical <= fastest.time.typical + 720
    # By the clock of Karachi, two hours ahead of that of Minsk.
    by = DAY + timedelta(minutes=fastest.time.typical, hours=2)
    arrival = engine().ask(replace(query, arrive_by=by)).itineraries[0].arrival
    assert arrival.replace(tzinfo=None) <= by
    with pytest.raises(NoRouteError, match=f"to {by:%Y-%m-%d %H:%M}"):
        engine().ask(replace(query, arrive_by=by - timedelta(minutes=1)))
    cheap = replace(query, max_cost_usd=free.itineraries[0].cost_usd)
    for itinerary in engine().ask(cheap).itineraries:
        assert itinerary.cost_usd <= free.itineraries[0].cost_usd
    still = engine().ask(replace(query, max_transfers=0))
    for itinerary in still.itineraries:
        assert not any(leg.kind == "transfer" for leg in itinerary.legs)
    with pytest.raises(NoRouteError, match="the fastest itinerary takes") as caught:
        engine().ask(replace(query, max_days=5))
    assert f"{fastest.time.typical / 1440:.2f} days" in str(caught.value)
    with pytest.raises(NoRouteError, match="the cheapest itinerary costs"):
        engine().ask(replace(query, max_cost_usd=500))
    cheapest = min(i.cost_usd for i in free.itineraries)
    days = fastest.time.typical / 1440 + 0.01
    both = replace(query, max_days=days, max_cost_usd=cheapest + 0.01)
    with pytest.raises(NoRouteError, match="within the other limits"):
        engine().ask(both)


def test_limit_on_money_is_that_of_the_bill_to_the_cent() -> None:
    """What stands outside the total, as the agent at the start, is not counted against it."""
    query = Query(origin="Kabul", destination="Karachi", depart=DAY, k=1, objective=Objective.COST)
    cheapest = engine().ask(query).itineraries[0].cost_usd
    kept = engine().ask(replace(query, max_cost_usd=cheapest)).itineraries[0]
    assert kept.cost_usd == cheapest
    with pytest.raises(NoRouteError, match=f"the cheapest itinerary costs {cheapest:.2f} USD"):
        engine().ask(replace(query, max_cost_usd=cheapest - 0.01))


@pytest.mark.parametrize(
    ("wrong", "option"),
    [
        ({"max_days": -1.0}, "--max-days"),
        ({"max_days": float("nan")}, "--max-days"),
        ({"max_cost_usd": -5.0}, "--max-cost"),
        ({"max_transfers": -1}, "--max-transfers"),
        ({"arrive_by": datetime(2026, 11, 1)}, "--arrive-by"),
    ],
)
def test_limits_that_mean_nothing_are_refused(wrong: dict[str, float], option: str) -> None:
    with pytest.raises(InputError, match=option):
        Query(origin="Minsk", destination="Karachi", depart=DAY, **wrong)  # type: ignore[arg-type]
