"""How the land bridge stands: against the same question asked by hand, and by solving anew."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import pairwise

import pytest

from corridor.analysis.choice.land_bridge import _best, chain_of, land_bridge
from corridor.api.planner import Planner
from corridor.engine import RouteEngine
from corridor.errors import NoRouteError
from corridor.messages.catalogue import in_english
from corridor.model.answer import Answer
from corridor.model.consignment import Consignment
from corridor.model.land_bridge import BridgeState, BridgeWay, LandBridge
from corridor.model.mode import Mode
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.model.ref import RefSet
from corridor.planning.answer.blocked import Opened
from corridor.planning.search.compared import come_back_to
from corridor.planning.search.path import Path
from corridor.planning.search.solver import Solver
from corridor.tables.overlays.scenario_files import scenario
from tests.longer import many
from tests.real import dataset, engine

NORTH = ("Minsk", "Moscow", "Astana", "Almaty", "Tashkent", "Samarkand", "Bishkek", "Dushanbe")
SOUTH = ("Karachi", "Gwadar", "Lahore", "Peshawar", "Quetta")
DAYS = ("2024-01-10", "2025-04-15", "2025-09-01", "2025-10-01", "2026-06-01", "2026-12-01")
OPENED = ((), ("torkham_road",), ("torkham_road", "salang__charikar__road"))
ASSUMED = ("", "all-open", "pakistan-afghanistan-closed", "iran-closed", "winter")


@cache
def assumed(name: str) -> RouteEngine:
    """The engine under a scenario."""
    return engine().with_overlay(scenario(name)) if name else engine()


def asked(number: int) -> tuple[RouteEngine, Query]:
    """A question over Afghanistan, drawn by its number."""
    draw = random.Random(f"land bridge {number}")
    ends = [draw.choice(NORTH), draw.choice(SOUTH)]
    draw.shuffle(ends)
    name = draw.choice(ASSUMED)
    return assumed(name), Query(
        origin=ends[0],
        destination=ends[1],
        depart=datetime.fromisoformat(draw.choice(DAYS)).replace(hour=8),
        consignment=Consignment(unit=draw.choice(("FEU", "truck", "wagon", "TEU"))),
        objective=draw.choice((*[Objective.GENERALISED] * 3, Objective.COST, Objective.TIME)),
        open=() if name else draw.choice(OPENED),
        k=1,
    )


@cache
def found(number: int) -> tuple[RouteEngine, Query, Answer, LandBridge]:
    """A question drawn by its number that has an answer, with that and its land bridge."""
    by, query = asked(number)
    try:
        answered = by.found(query)
    except NoRouteError:
        return found(number + 1000)
    bridge = land_bridge(answered)
    assert bridge is not None
    return by, query, answered.answer, bridge


def by_hand(by: RouteEngine, query: Query, bridge: LandBridge, *opened: str) -> Answer | None:
    """The question over the countries of the chain alone, as it is typed."""
    closed = tuple(c for c in query.close if c not in opened)
    typed = replace(
        query,
        only_countries=bridge.countries,
        modes=(Mode.RAIL, Mode.ROAD),
        open=(*query.open, *(o for o in opened if o not in query.open)),
        close=closed,
    )
    try:
        return by.ask(typed)
    except NoRouteError:
        return None


def same(way: BridgeWay | None, answer: Answer | None) -> None:
    """The same best way, by its figures."""
    assert (way is None) == (answer is None)
    if way is not None and answer is not None:
        best = answer.itineraries[0]
        assert (way.time_min, way.cost_cents) == (best.time.typical, best.cost.typical)
        assert way.countries == best.countries


@pytest.mark.parametrize("number", range(many(4, 120)))
def test_it_stands_as_the_question_over_its_countries_says(number: int) -> None:
    by, query, _, bridge = found(number)
    now = by_hand(by, query, bridge)
    assert (bridge.state is BridgeState.SHUT) == (now is None)
    same(bridge.way, now)
    if bridge.if_open is None:
        assert bridge.state is BridgeState.OPEN or not bridge.shut
        return
    opened = bridge.if_open.opened
    assert opened == tuple(part.subject.id for part in bridge.shut)
    same(bridge.if_open, by_hand(by, query, bridge, *opened))
    # Each place that the way leads over must be opened: without it there is no way, or none so good.
    best = bridge.if_open
    for place in {part.countries for part in bridge.shut if part.passed}:
        less = by_hand(
            by, query, bridge, *(p.subject.id for p in bridge.shut if p.countries != place)
        )
        if less is not None:
            other = less.itineraries[0]
            assert (other.time.typical, other.cost.typical) != (best.time_min, best.cost_cents)


@pytest.mark.parametrize("number", range(many(3, 100)))
def test_the_best_of_all_is_the_answer_with_the_same_opened(number: int) -> None:
    by, query, answer, bridge = found(number)
    for way in filter(None, (bridge.way, bridge.if_open)):
        typed = replace(query, open=(*query.open, *way.opened))
        if set(typed.open) & set(typed.close) or by is not engine():
            typed = query if not way.opened else typed
        best = by.ask(typed).itineraries[0]
        is_best = (way.time_min, way.cost_cents) == (best.time.typical, best.cost.typical)
        assert way.best == is_best
        rival = answer.itineraries[0] if way.best else best
        assert way.against_min == way.time_min - rival.time.typical
        assert way.against_cents == way.cost_cents - rival.cost.typical
        assert (way.gap == 0) == way.best
    shown = bridge.if_open or bridge.way
    assert (bridge.wins_if is None) == (shown is None or shown.best)


def solved(by: RouteEngine, query: Query) -> tuple[Opened, LandBridge, Path, Path]:
    """The network with what is shut opened, the best way over the corridor and the best of all."""
    answered = by.found(query)
    bridge = land_bridge(answered)
    assert bridge is not None
    refs = [part.subject for part in bridge.shut]
    opened = answered.planning.opened(RefSet.of(refs))
    over, best = _best(opened, bridge.countries), _best(opened)
    assert over is not None
    assert best is not None
    return opened, bridge, over.path, best.path


def cheaper(opened: Opened, path: Path, usd: int) -> tuple[Path, set[int]]:
    """The best of all where a way costs so much less, and the links on which it does."""
    network = opened.solver.network
    cost, left = network.cost.copy(), usd * 100
    assert network.state_country is not None
    code = network.countries.index("AF")
    there = [int(network.state_country[network.head[n]]) == code for n in path.links]
    # From Afghanistan on it shares least with ways of other countries.
    behind = path.links[there.index(True) :]
    touched: set[int] = set()
    for link in (*behind, *path.links[: there.index(True)]):
        less = min(left, int(cost[link]))
        touched |= {link} if less else set()
        cost[link] -= less
        left -= less
    assert left == 0
    old = opened.solver
    solver = Solver(replace(network, cost=cost), old.query, old.vot, old.start_cents, old.timetable)
    best = solver.best(old.query.objective)
    assert best is not None
    return best, touched


@pytest.mark.parametrize("number", range(many(4, 80)))
def test_so_many_dollars_less_and_it_is_the_best_and_one_less_is_not_enough(number: int) -> None:
    """Solved anew on the network where the way costs that much less; whoever shares it gains too."""
    draw = random.Random(f"wins {number}")
    query = Query(
        origin=draw.choice(("Minsk", "Moscow", "Yekaterinburg", "Astana")),
        destination=draw.choice(("Karachi", "Gwadar", "Quetta")),
        depart=datetime.fromisoformat(draw.choice(DAYS[1:])).replace(hour=8),
        consignment=Consignment(unit=draw.choice(("FEU", "truck"))),
        k=1,
    )
    opened, bridge, path, best = solved(engine(), query)
    way = bridge.if_open or bridge.way
    assert way is not None
    if way.best:
        assert path.links == best.links or opened.solver.value(path) == opened.solver.value(best)
        return
    assert bridge.wins_if is not None
    usd = int(str(dict(bridge.wins_if.parameters)["usd"]))
    assert usd - 1 < way.gap <= usd
    if usd * 100 > way.cost_cents or come_back_to(opened.solver.network, path):
        return
    other, touched = cheaper(opened, path, usd)
    assert other.links == path.links or touched & set(other.links)
    short, _ = cheaper(opened, path, usd - 1)
    assert short.links != path.links


def test_both_directions_and_no_other_ends() -> None:
    row = next(r for r in dataset().corridors if r.id == "land_bridge")
    middle = row.countries.index(row.across)
    first, last = {*row.countries[:middle], *row.joins}, {*row.countries[middle + 1 :]}
    places = sorted({h.country for h in dataset().hubs})
    for origin in places:
        for destination in places:
            chain = chain_of(row, dataset(), origin, destination)
            across = {origin, destination} & first and {origin, destination} & last
            assert (chain is not None) == bool(across), (origin, destination)
            if chain is not None:
                assert (chain[0], chain[-1]) == (origin, destination)
                assert row.across in chain[1:-1]
                assert tuple(reversed(chain)) == chain_of(row, dataset(), destination, origin)


def test_corridors_are_chains_of_neighbours() -> None:
    borders = {frozenset((c.country_a, c.country_b)) for c in dataset().crossings}
    for row in dataset().corridors:
        assert row.across in row.countries[1:-1]
        assert len(set(row.countries)) == len(row.countries)
        assert all(frozenset(pair) in borders for pair in pairwise(row.countries))
        first = row.countries[: row.countries.index(row.across)]
        assert not set(row.joins) & set(row.countries)
        for country in row.joins:
            assert any(frozenset((country, other)) in borders for other in first)


def test_at_most_two_lines_of_few_words() -> None:
    for number in range(many(3, 60)):
        lines = [in_english(line) for line in found(number)[-1].lines]
        assert 1 <= len(lines) <= 2
        assert all(len(line) <= 120 for line in lines), lines


def test_what_leaves_out_the_corridor_is_told_nothing_of_it() -> None:
    query = Query(origin="Minsk", destination="Karachi", depart=datetime(2026, 12, 1, 8), k=1)
    for other in (
        replace(query, avoid=("AF",)),
        replace(query, only_countries=("BY", "RU", "AZ", "IR", "PK")),
        replace(query, destination="Kabul"),
        replace(query, destination="Jebel Ali"),
    ):
        assert land_bridge(engine().found(other)) is None


def test_the_closures_name_all_that_shuts_it_with_its_source() -> None:
    """Each by what opens it, once: those near the best as such, the others as of the corridor."""
    answer = Planner(engine()).route(
        "Tashkent", "Karachi", depart="2026-12-01", k=1, certainty=False
    )
    bridge = answer.land_bridge
    assert bridge is not None
    text = answer.to_text(details=("closures",))
    near = {entry.subject_id for entry in answer.closures}
    others = [part for part in bridge.crossings if part.subject_id not in near]
    assert others
    for part in bridge.crossings:
        assert " ".join(text.split()).count(f"(--open {part.subject_id})") == 1
    for part in others:
        assert f"[{part.source_id}] " in text
