"""From ship to ship: against chains of sailings counted out by networkx from the rows alone."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache

import networkx as nx
import pytest
from msgspec import structs

from corridor.analysis.ports.case import Case
from corridor.errors import CorridorError
from corridor.model import charge as charges
from corridor.model.answer import Itinerary
from corridor.model.dates import last_day
from corridor.model.mode import Mode
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.model.status import RUNNING
from corridor.planning.context import PlanningContext
from corridor.planning.query.reading import Names
from corridor.planning.query.resolve import resolve
from corridor.planning.steps import Planning
from corridor.tables.records import SeaSurcharge, ShipChange
from tests.longer import some
from tests.questions import question
from tests.real import DAY, dataset, engine, solve

pytestmark = pytest.mark.slow

SEA = Query(
    origin="novorossiysk_port",
    destination="karachi_port",
    depart=DAY,
    modes=(Mode.SEA,),
    k=1,
)


@cache
def open_sea() -> PlanningContext:
    """The shipped tables with no closure, so that money alone decides."""
    return PlanningContext(replace(dataset(), closures=()), engine().graph, engine().graph_hash)


def asked(query: Query) -> Itinerary | None:
    """The best way on the open sea."""
    plan = Planning(open_sea(), resolve(open_sea(), Names(engine().gazetteer), query))
    graph = plan.graph()
    found = plan.solver(graph).best(query.objective)
    return None if found is None else plan.journey(graph).itinerary(found)


def sailed(itinerary: Itinerary) -> int:
    """Cents of freight, surcharges and changes of ship."""
    items = [i for leg in itinerary.legs for i in leg.items if not i.outside_total]
    kinds = (charges.SEA_FREIGHT.id, charges.SHIP_CHANGE.id, "sea_surcharge")
    return sum(i.cost.typical for i in items if i.type.id in kinds)


@cache
def lanes() -> nx.MultiDiGraph[str]:
    """Running container services of the day of departure as arcs between ports."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    day = DAY.date()
    freight = {r.service_id: r.freight_usd.typical for r in dataset().sea_rates if r.unit == "FEU"}
    for row in dataset().sea_services:
        ended = (row.last_day and row.last_day < day) or (row.first_day and row.first_day > day)
        if row.kind != "container" or row.status not in RUNNING or ended:
            continue
        ways = [(row.from_port, row.to_port), (row.to_port, row.from_port)]
        for tail, head in ways[: 2 if row.both_directions else 1]:
            graph.add_edge(tail, head, usd=freight[row.id], passages=frozenset(row.passages))
    return graph


def chain_usd(chain: list[tuple[str, str, int]]) -> float:
    """Freight of every ship, the change at every port between, each surcharge once."""
    graph = lanes()
    changes = {r.port_id: r.cost_feu_usd.typical for r in dataset().ship_changes}
    between = [head for _, head, _ in chain[:-1]]
    usd = sum(graph.edges[step]["usd"] for step in chain) + sum(changes[p] for p in between)
    for row in dataset().sea_surcharges:
        current = row.from_date <= DAY.date() and (not row.to_date or DAY.date() <= row.to_date)
        if current and row.unit in ("FEU", "container"):
            usd += row.amount_usd.typical * any(_asks(row, step) for step in chain)
    return float(usd)


def _asks(row: SeaSurcharge, step: tuple[str, str, int]) -> bool:
    """Whether a ship is one of the lines that ask a surcharge, and touches what it is asked for."""
    home = {row.port_id, *row.ports} - {""}
    if not home:
        return row.passage in lanes().edges[step]["passages"]
    return bool(home & set(step[:2])) and not set(row.except_ports) & set(step[:2])


def least_usd(origin: str, destination: str) -> float | None:
    """Over all chains of up to four ships that change where a row says so."""
    graph, changes = lanes(), {r.port_id for r in dataset().ship_changes}
    inner = graph.subgraph({origin, destination} | changes)
    if origin not in inner or destination not in inner:
        return None
    chains = nx.all_simple_edge_paths(inner, origin, destination, cutoff=4)
    return min((chain_usd(chain) for chain in chains), default=None)


def _pairs() -> list[tuple[str, str]]:
    """Ports that only ships reach, so that no truck comes between."""
    ports = [p.id for p in dataset().ports if set(dataset().hub[p.id].modes) == {Mode.SEA}]
    return list(itertools.permutations(sorted(ports), 2))


@pytest.mark.parametrize(("origin", "destination"), some(_pairs(), 13))
def test_the_cheapest_chain_of_ships_is_that_of_the_rows(origin: str, destination: str) -> None:
    query = replace(SEA, origin=origin, destination=destination, objective=Objective.COST)
    wanted = least_usd(origin, destination)
    found = asked(query)
    assert (found is None) == (wanted is None)
    if found is not None and wanted is not None:
        assert sailed(found) == round(wanted * 100)


def _left_out() -> list[tuple[str, str]]:
    """Ports whose ships a surcharge leaves out, from and to those that only ships reach."""
    apart = {p for row in dataset().sea_surcharges for p in row.except_ports}
    alone = {port for pair in _pairs() for port in pair}
    both = itertools.product(sorted(apart), sorted(alone))
    pairs = [way for one, other in both for way in ((one, other), (other, one))]
    return [pair for pair in pairs if least_usd(*pair) is not None]


@pytest.mark.parametrize(("origin", "destination"), some(_left_out(), 8))
def test_ships_that_a_surcharge_leaves_out_ask_what_the_rows_say(
    origin: str, destination: str
) -> None:
    """By ship alone, so that no truck comes between: Iran from and to the shores of the others."""
    query = replace(SEA, origin=origin, destination=destination, objective=Objective.COST)
    found = asked(query)
    assert found is not None
    assert sailed(found) == round((least_usd(origin, destination) or 0) * 100)


def test_a_surcharge_that_leaves_ports_out_has_no_way_from_land_for_others() -> None:
    """At the quay one does not see which ship comes next (pricing.sea.surcharges)."""
    through = {t.hub_id for t in dataset().terminals}
    rows = [row for row in dataset().sea_surcharges if row.except_ports]
    assert rows
    for row in rows:
        assert not ({row.port_id, *row.ports} & through), row.id


@cache
def shut_strait() -> PlanningContext:
    """The shipped tables with the Strait of Hormuz shut and nothing else."""
    row = next(c for c in dataset().closures if c.id == "hormuz_2026_closure")
    shut = structs.replace(row, from_date=DAY.date() - timedelta(days=9), to_date=None)
    lone = replace(dataset(), closures=(shut,))
    return PlanningContext(lone, engine().graph, engine().graph_hash)


@pytest.mark.parametrize("market", some(sorted({p for pair in _pairs() for p in pair}), 7))
def test_with_the_strait_shut_the_markets_are_reached_that_ships_reach_past_it(market: str) -> None:
    """From Karachi, whose trucks go to Port Qasim too: ways of ships past the strait by the rows."""
    open_lanes = nx.MultiDiGraph()
    open_lanes.add_edges_from(
        (tail, head)
        for tail, head, row in lanes().edges(data=True)
        if "hormuz" not in row["passages"]
    )
    open_lanes.add_edge("karachi_port", "port_qasim")
    changes = {row.port_id for row in dataset().ship_changes}
    inner = open_lanes.subgraph({"karachi_port", "port_qasim", market} | changes)
    reached = market in inner and nx.has_path(inner, "karachi_port", market)
    query = replace(SEA, origin="karachi_port", destination=market)
    plan = Planning(shut_strait(), resolve(shut_strait(), Names(engine().gazetteer), query))
    assert (plan.solver(plan.graph()).best(query.objective) is not None) == reached


@pytest.fixture(scope="module")
def chain() -> Itinerary:
    """Novorossiysk to Karachi, which no ship sails by itself since the Indian ban."""
    *_, itinerary = solve(SEA)
    assert itinerary is not None
    return itinerary


def test_a_chain_sails_where_no_ship_does(chain: Itinerary) -> None:
    kinds = [leg.kind for leg in chain.legs if leg.kind != "access"]
    assert kinds == ["port", "sailing", "port", "sailing", "port"]
    (change,) = [leg for leg in chain.legs if leg.kind == "port" and leg.start.country == "AE"]
    assert [i.type for i in change.items if not i.outside_total] == [charges.SHIP_CHANGE]


def test_each_ship_is_waited_for_once_and_each_surcharge_asked_once(chain: Itinerary) -> None:
    sailings = [leg for leg in chain.legs if leg.kind == "sailing"]
    for leg in sailings:
        waits = [i for i in leg.items if i.type in (charges.SAILING_WAIT, charges.SAILING_DAY)]
        assert len(waits) == 1
    rows = [r for leg in chain.legs for i in leg.items for r in i.rows]
    asked_rows = [r for r in rows if r.startswith("sea_surcharges:")]
    assert asked_rows
    assert len(asked_rows) == len(set(asked_rows))
    passed = [p for leg in sailings for p in dataset().service[leg.subject].passages]
    assert passed.count("hormuz") == 2, "the case tests nothing"


def test_no_paper_and_no_formality_where_a_box_only_changes_ships(chain: Itinerary) -> None:
    assert "AE" in chain.countries
    assert all(d.country != "AE" for d in chain.documents)


def test_a_change_of_ships_is_a_call_for_via_avoid_and_close() -> None:
    *_, by = solve(replace(SEA, via=("jebel_ali_port",)))
    assert by is not None
    assert [v.id for v in by.vias] == ["jebel_ali_port"]
    port = ("jebel_ali_port",)
    for query in (replace(SEA, avoid=port), replace(SEA, close=port)):
        *_, other = solve(query)
        assert other is None or "jebel_ali_port" not in {leg.subject for leg in other.legs}


@pytest.mark.parametrize("row", dataset().ship_changes, ids=lambda row: str(row.id))
def test_every_row_can_be_used(row: ShipChange) -> None:
    """A ship that runs brings the box, and another takes it on to a third port."""
    graph = lanes()
    pairs = itertools.product(graph.predecessors(row.port_id), graph.successors(row.port_id))
    assert any(one != other for one, other in pairs)


def test_a_change_of_ships_is_no_way_through_a_port_compared() -> None:
    """The box comes to each candidate by land; elsewhere on the way it may change ships."""
    given = question()
    changed = 0
    for market in ("jebel_ali_port", "shanghai_port", "mombasa_port", "nhava_sheva_port"):
        case = Case(engine(), replace(given, markets=(market,)), "quetta", market)
        for port in given.ports:
            try:
                found = case.best(port, Objective.GENERALISED)
            except CorridorError:
                continue
            if found is None:
                continue
            calls = [
                case.network(port).ports[int(case.network(port).row[n])]
                for n in found.links
                if case.network(port).kind_of(n) == "port"
            ]
            here = [c for c in calls if c.port.id == port]
            assert [c.flow for c in here] == ["out"]
            changed += sum(c.flow == "across" for c in calls)
    assert changed, "no way of these changes ships: the case tests nothing"


@pytest.mark.parametrize("days", [0, 60, 90, 91, 225, 400])
def test_a_surcharge_long_unconfirmed_is_told_like_a_closure(days: int) -> None:
    """Against the rows on the bill, each by its own day, at the age above which closures warn."""
    seen = max(last_day(r.last_confirmed) for r in dataset().sea_surcharges if not r.to_date)
    depart = datetime.combine(seen, time(8)) + timedelta(days=days)
    *_, itinerary = solve(replace(SEA, depart=depart))
    assert itinerary is not None
    rows = {r.key: r for r in dataset().sea_surcharges}
    on_bill = {r for leg in itinerary.legs for i in leg.items for r in i.rows if r in rows}
    most = dataset().figures.closure_stale_days.value.typical
    old = {r for r in on_bill if (depart.date() - last_day(rows[r].last_confirmed)).days > most}
    told = [w for w in itinerary.warnings if w.code == "surcharge.stale"]
    assert len(told) == len(old)


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_a_service_not_seen_for_long_is_told(year: int) -> None:
    """Each ship of the way that has a newest sailing, by its age on the day it is boarded."""
    *_, itinerary = solve(replace(SEA, depart=datetime(year, 2, 1, 8), close=("mundra_port",)))
    assert itinerary is not None
    most = dataset().figures.service_stale_days.value.typical
    ships = [leg for leg in itinerary.legs if leg.kind == "sailing"]
    seen = [(leg, dataset().service[leg.subject].last_sailing) for leg in ships]
    old = [s for leg, s in seen if s and (leg.departs.date() - last_day(s)).days > most]
    told = [w for w in itinerary.warnings if w.code == "sailing.seen"]
    assert len(told) == len(old)


def test_karachi_novorossiysk_by_mundra_takes_what_the_line_told() -> None:
    """FESCO, December 2023: 23 days port to port with the change at Mundra (case c039)."""
    query = Query(
        origin="karachi_port",
        destination="novorossiysk_port",
        depart=datetime(2024, 1, 10, 8),
        modes=(Mode.SEA,),
        via=("mundra_port",),
        close=("karachi_novorossiysk",),
        k=1,
    )
    *_, itinerary = solve(query)
    assert itinerary is not None
    legs = [leg for leg in itinerary.legs if leg.kind != "access"]
    assert [leg.kind for leg in legs] == ["port", "sailing", "port", "sailing", "port"]
    sea = [i for leg in legs[1:4] for i in leg.items if not i.outside_total]
    sea.remove(next(i for i in sea if i.type == charges.SAILING_WAIT))  # that of the first ship
    low, typical, high = (
        sum(getattr(i.time, end) for i in sea) / 1440 for end in ("low", "typical", "high")
    )
    assert low <= 23 <= high
    assert typical == pytest.approx(23, rel=0.2)
