"""A via is a stop: called at, crossed, handled or passed; and no listed way passes its end."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import cache

import pytest

from corridor.errors import CorridorError, InputError, NoRouteError
from corridor.model.answer import Itinerary
from corridor.model.consignment import UNITS, Consignment
from corridor.model.link_kind import LinkKind
from corridor.model.mode import MODES, Mode
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.planning.links.access import Reach
from corridor.planning.links.own import of_query
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.query.constraints import CROSSED, HANDLED, PASSED, PORT_CALL, Via
from corridor.planning.query.stops import read_via
from corridor.planning.search import solver
from corridor.planning.search.path import Path
from corridor.report.text.answer import answer_text
from corridor.tables.dataset import Dataset
from tests import factories
from tests.longer import many
from tests.real import DAY, dataset, engine, planning, solve
from tests.report.answers import plain_of, record_of
from tests.words import words

pytestmark = pytest.mark.slow

MK = Query(origin="Minsk", destination="Karachi", depart=DAY, k=2)
TRUCK = Consignment(unit="truck")


def read(text: str) -> Via:
    return read_via(text, engine().gazetteer, dataset())


# ------------------------------------------------------------------ what a name means
@pytest.mark.parametrize(
    ("text", "kind", "ids"),
    [
        ("bandar_abbas_port", PORT_CALL, {"shahid_rajaee_port"}),
        ("Bandar Abbas", PORT_CALL, {"shahid_rajaee_port"}),
        ("Novorossiysk", PORT_CALL, {"novorossiysk_port"}),
        ("Torkham", CROSSED, {"torkham_road", "torkham_rail"}),
        ("torkham_road", CROSSED, {"torkham_road"}),
        ("dogharoun", CROSSED, {"islam_qala_road"}),
        (
            "kolyadichi",
            HANDLED,
            {t.id for t in dataset().terminals if t.hub_id == "minsk_kolyadichi"},
        ),
        ("aqina_rail1520_road_container", HANDLED, {"aqina_rail1520_road_container"}),
        ("Samarkand", PASSED, {"samarkand"}),
        ("Aktau (town)", PASSED, {"aktau"}),
    ],
)
def test_a_name_means_port_then_crossing_then_terminal_then_town(
    text: str, kind: str, ids: frozenset[str]
) -> None:
    via = read(text)
    assert via.kind == kind
    assert set(via.ids) == ids


def test_every_port_crossing_terminal_and_town_is_a_stop_by_its_id() -> None:
    tables = dataset()
    for port in tables.port:
        assert read(port).kind == PORT_CALL
    for crossing in tables.crossing:
        assert read(crossing).ids == {crossing}
        assert read(crossing).kind == CROSSED
    for terminal in tables.terminals:
        via = read(terminal.id)
        assert (via.kind, set(via.ids)) == (HANDLED, {terminal.id})
    for hub in tables.hubs[::4]:
        via = read(hub.id)
        assert via.ids
        if hub.kind.startswith("border") and via.kind == PASSED:
            assert not any(hub.id in (c.hub_a, c.hub_b) for c in tables.crossings)


# ------------------------------------------------------------------ what must hold
def kinds_at(itinerary: Itinerary, subject: str) -> set[str]:
    return {leg.kind for leg in itinerary.legs if leg.subject == subject}


@pytest.mark.parametrize(
    ("query", "via", "subject", "kind"),
    [
        (
            Query(
                origin="Mashhad",
                destination="Tashkent",
                depart=DAY,
                modes=(Mode.ROAD,),
                consignment=TRUCK,
            ),
            "dogharoun",
            "islam_qala_road",
            "border",
        ),
        (MK, "bandar_abbas_port", "shahid_rajaee_port", "port"),
        (MK, "Bandar Abbas", "shahid_rajaee_port", "port"),
        (
            replace(MK, origin="Peshawar", destination="Kabul", open=("torkham",)),
            "Torkham",
            "torkham_road",
            "border",
        ),
        (MK, "kolyadichi", "", "transfer"),
    ],
)
def test_a_stop_is_made_told_and_in_every_headline(
    query: Query, via: str, subject: str, kind: str
) -> None:
    subject = subject if kind != "transfer" else min(read(via).ids)
    answer = engine().ask(replace(query, via=(via,)))
    data = json.loads(json.dumps(plain_of(answer, dataset())))
    for itinerary, shown in zip(answer.itineraries, data["itineraries"], strict=True):
        assert kind in kinds_at(itinerary, subject) or kind == "transfer"
        (stop,) = itinerary.vias
        assert shown["vias"][0]["name"] == stop.name
        assert stop.name in words(itinerary.label)
        assert itinerary.legs[stop.leg - 1].kind == kind
    assert f"(--via {via})" in answer_text(record_of(data)).replace(
        "\n", " "
    ) or via in answer_text(record_of(data))


def test_a_town_is_a_row_where_it_is_passed() -> None:
    answer = engine().ask(replace(MK, via=("Samarkand",), k=1))
    data = plain_of(answer, dataset())
    row = next(
        line
        for line in answer_text(record_of(data)).splitlines()
        if " via " in line and "pass" in line
    )
    assert "Samarkand, passed" in row
    (stop,) = answer.itineraries[0].vias
    leg = answer.itineraries[0].legs[stop.leg - 1]
    assert leg.departs <= stop.at <= leg.arrives
    assert any("samarkand" in ref for ref in leg.geometry_ref)


@pytest.mark.parametrize("named", ["Minsk", "Karachi"])
def test_a_stop_at_an_end_changes_nothing(named: str) -> None:
    plain = engine().ask(replace(MK, k=1)).itineraries[0]
    stopped = engine().ask(replace(MK, k=1, via=(named, named))).itineraries[0]
    assert (stopped.cost, stopped.time) == (plain.cost, plain.time)
    assert [s.how for s in stopped.vias] == ["start" if named == "Minsk" else "end"] * 2


@pytest.mark.parametrize(
    ("query", "via", "told"),
    [
        (replace(MK, consignment=TRUCK), "Novorossiysk", "no ro-ro service that carries a truck"),
        (MK, "gwadar_port", "karachi_gwadar"),
        (MK, "torkham", "torkham_2025_closure"),
        (MK, "rotterdam_port", "no row of ship_changes"),
        (replace(MK, modes=(Mode.ROAD,)), "kolyadichi", "leaves out rail"),
        (replace(MK, modes=(Mode.RAIL,)), "Khunjerab", "leaves out road"),
        (replace(MK, consignment=TRUCK), "kolyadichi", "a truck goes by no rail"),
        (replace(MK, consignment=Consignment(unit="wagon")), "Kabul", "has no railway"),
    ],
)
def test_a_stop_that_cannot_be_made_is_refused_with_the_reason(
    query: Query, via: str, told: str
) -> None:
    with pytest.raises(NoRouteError, match=told) as caught:
        engine().ask(replace(query, via=(via,)))
    assert caught.value.exit_code == 1


def test_a_port_read_for_its_town_says_how_to_mean_the_town() -> None:
    with pytest.raises(NoRouteError) as caught:
        engine().ask(replace(MK, via=("Gwadar",)))
    assert '"Gwadar (town)"' in caught.value.remedy
    assert engine().ask(replace(MK, via=("Gwadar (town)",), k=1)).itineraries
    with pytest.raises(InputError, match="--via 'hormuz' is not a place or crossing"):
        engine().ask(replace(MK, via=("hormuz",)))


def test_driving_past_a_port_breaks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The old rule: whoever is at the port's place has met the stop."""

    def old_stops(via: Via, graph):  # type: ignore[no-untyped-def]
        places = {graph.place_index[h] for h in via.hubs}
        return frozenset(s for s, p in enumerate(graph.stop_place.tolist()) if p in places)

    monkeypatch.setattr(of_query, "stops_of", old_stops)
    monkeypatch.setattr(Via, "towns", property(lambda self: self.hubs))
    _, _, found, itinerary = solve(replace(MK, via=("bandar_abbas_port",)))
    assert found is not None
    assert itinerary is not None
    assert not kinds_at(itinerary, "shahid_rajaee_port")


# ------------------------------------------------------------------ laws
def met_on(network: SearchGraph, found: Path) -> list[str]:
    """Names of --via that a way meets already: what it crosses, calls at, passes."""
    graph, names = network.segments.graph, []
    for step in found.steps:
        kind, row = network.kind_of(step.link), int(network.row[step.link])
        if kind is LinkKind.LINE_HAUL:
            for segment in network.hauls.segments(row):
                hubs = (str(graph.place_id[p]) for p in network.segments.ends_of(segment))
                names += [f"{h} (town)" for h in hubs if "|" not in h and h not in dataset().port]
        elif kind is LinkKind.BORDER:
            names.append(network.borders[row].crossing.id)
        elif kind is LinkKind.PORT and network.ports[row].terminal is not None:
            names.append(network.ports[row].port.id)
        elif kind is LinkKind.TRANSFER:
            names.append(network.transfers[row].terminal.id)
    return list(dict.fromkeys(names))


@cache
def drawn(count: int, seed: int) -> tuple[Query, ...]:
    """Questions with constraints of several kinds, drawn."""
    draw = random.Random(seed)
    hubs = sorted(h.id for h in dataset().hubs)
    planned = sorted(s.id for s in dataset().sections if s.status != "open")
    found: list[Query] = []
    while len(found) < count:
        origin, destination, *others = draw.sample(hubs, 6)
        found.append(
            Query(
                origin=origin,
                destination=destination,
                depart=draw.choice((datetime(2026, 10, 15, 8), DAY, datetime(2027, 7, 5, 8))),
                consignment=Consignment(unit=UNITS[len(found) % len(UNITS)]),
                objective=draw.choice((Objective.GENERALISED, Objective.COST, Objective.TIME)),
                modes=draw.choice(
                    (MODES, MODES, MODES, (Mode.RAIL,), (Mode.ROAD,), (Mode.RAIL, Mode.ROAD))
                ),
                discourage=draw.choice(((), tuple(others[:3]))),
                open=draw.choice(((), (draw.choice(planned),))),
            )
        )
    return tuple(found)


def value(query: Query, tables: Dataset | None = None) -> int | None:
    try:
        found = solve(query, tables)[2]
    except CorridorError:
        return None
    return None if found is None else found.objective


def changed_by_stops(queries: Iterable[Query], seed: int) -> tuple[int, list[str]]:
    """How many stops that the best way makes already were asked for, and which changed it."""
    draw, tried, broken = random.Random(seed), 0, []
    for query in queries:
        network, _, found, _ = solve(query)
        if found is None:
            continue
        ends = {query.origin, query.destination}
        names = [n for n in met_on(network, found) if n.split(" ")[0] not in ends]
        for chosen in [(n,) for n in draw.sample(names, min(2, len(names)))] + [
            tuple(names[n] for n in sorted(draw.sample(range(len(names)), 2)))
            for _ in range(len(names) > 1)
        ]:
            tried += 1
            if value(replace(query, via=chosen)) != found.objective:
                broken.append(f"{query.origin} - {query.destination} {chosen}")
    return tried, broken


def test_a_stop_that_the_best_way_makes_changes_nothing() -> None:
    tried, broken = changed_by_stops(drawn(many(8, 14), seed=8), seed=1)
    assert not broken
    assert tried >= many(7, 13)


def test_one_stop_more_never_improves() -> None:
    draw = random.Random(4)
    tables = dataset()
    names = [*(h.id for h in tables.hubs), *tables.crossing, *(t.id for t in tables.terminals)]
    both = differ = 0
    for query in drawn(many(13, 21), seed=8):
        chosen = tuple(draw.sample(names, 2))
        values = [value(replace(query, via=chosen[:n])) for n in range(3)]
        for few, more in itertools.pairwise(values):
            assert more is None or (few is not None and more >= few), (query, chosen)
            both += more is not None
            differ += more is not None and more != few
    assert both > many(5, 9)
    assert differ > many(3, 6)


def shut_for_weeks() -> tuple[Query, Dataset, int]:
    """A truck from Karachi to Lahore round a section that opens after the departure."""
    query = Query(
        origin="Karachi", destination="Lahore", depart=DAY, modes=(Mode.ROAD,), consignment=TRUCK
    )
    row = factories.closure(
        "test_shut", ("section", "hyderabad__moro__road"), "closed", None, date(2026, 12, 20)
    )
    tables = replace(dataset(), closures=(*dataset().closures, row))
    best = value(query, tables)
    assert best is not None
    return query, tables, best


def test_a_haul_cut_by_a_stop_goes_round_what_the_whole_goes_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    query, tables, best = shut_for_weeks()
    via = replace(query, via=("kotri (town)",))
    assert value(via, tables) == best
    plain = Reach.ways
    # Put back: only the shortest haul through a town is offered, which waits for weeks.
    monkeypatch.setattr(
        Reach,
        "ways",
        lambda self, group, place: {p: w[:1] for p, w in plain(self, group, place).items()},
    )
    waits = value(via, tables)
    assert waits is not None
    assert waits > best


# ------------------------------------------------------------------ no way past its own end
def passing(query: Query) -> tuple[int, list[int]]:
    """How many other ways are listed, and which pass the destination or come back to the start."""
    plan = planning(query)
    network = plan.graph()
    listed = plan.solver(network).ranking(query.k).paths[1:]
    return len(listed), [n for n, found in enumerate(listed) if _passes(network, found)]


def _passes(network: SearchGraph, found: Path) -> bool:
    origin, destination = network.ends
    chain = [origin]
    for step in found.steps:
        if network.kind_of(step.link) is LinkKind.LINE_HAUL:
            row = int(network.row[step.link])
            through = [network.segments.ends_of(p)[1] for p in network.hauls.segments(row)]
            if network.hauls.mode(row) is Mode.RAIL:
                # A train from a yard outside the town may run through its origin.
                through = [p for p in through[:-1] if p != origin] + through[-1:]
            chain += through
        head = int(network.head[step.link])
        if head < network.source:
            chain.append(network.place_of(head))
    runs = [p for n, p in enumerate(chain) if n == 0 or p != chain[n - 1]]
    return destination in runs[:-1] or origin in runs[1:]


@cache
def pairs() -> tuple[Query, ...]:
    draw = random.Random(3)
    hubs = sorted(h.id for h in dataset().hubs)
    ends = [("gwadar", "karachi"), ("karachi", "gwadar"), ("quetta", "karachi")]
    ends += [tuple(draw.sample(hubs, 2)) for _ in range(40)]  # type: ignore[misc]
    return tuple(Query(origin=o, destination=d, depart=DAY, k=6) for o, d in ends)


def test_no_listed_way_passes_its_own_destination(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [passing(q) for q in pairs()]
    assert sum(count for count, _ in found) > 80
    assert not any(bad for _, bad in found)
    # Put back: the network as it is, through the ends.
    monkeypatch.setattr(solver, "apart", lambda network: network)
    assert any(bad for _, bad in map(passing, pairs()))


def test_a_stop_at_a_port_is_made_by_ships_that_meet_elsewhere() -> None:
    """No ship sails from Novorossiysk to Karachi; two do, and the box changes between them."""
    itinerary = engine().ask(replace(MK, k=1, via=("Novorossiysk",))).itineraries[0]
    assert [s.id for s in itinerary.vias] == ["novorossiysk_port"]
    ships = [leg for leg in itinerary.legs if leg.kind == "sailing"]
    assert len(ships) > 1
    assert ships[0].end.id == ships[1].start.id
