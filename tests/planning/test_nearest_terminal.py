"""A truck of an end of the journey goes past no terminal to another that has only class defaults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import networkx as nx
import pytest

from corridor.model.answer import Answer, Itinerary, Leg
from corridor.model.consignment import Consignment
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.planning.answering import answer_of
from corridor.planning.links.own.nearest import Nearest
from corridor.pricing.gaps import cargo_gap
from corridor.pricing.load import weigh
from corridor.tables.records import RailService, Terminal
from tests.longer import some
from tests.real import DAY, dataset, physical, planning, solve

BOX = Consignment(unit="FEU")
FAR = {"BY": "Karachi", "PK": "Minsk"}
RAIL = (Mode.RAIL, Mode.ROAD)
ENDS = [h for h in dataset().hubs if {Mode.RAIL, Mode.ROAD} & set(h.modes) and h.kind == "city"]


@cache
def roads(country: str, mode: str, gauge_mm: int) -> nx.Graph[Any]:
    """Roads or rails inside a country, by place, with metres."""
    found: nx.Graph[Any] = nx.Graph()
    nodes = physical().nodes(data=True)
    inside = [n for n, d in nodes if d["country"] == country and n[1:] == (mode, gauge_mm)]
    for one, other, about in physical().subgraph(inside).edges(data=True):
        if about["status"] == "open":
            known = found.get_edge_data(one[0], other[0], {}).get("km", 1e9)
            found.add_edge(one[0], other[0], km=min(known, about["length"] / 1000))
    return found


def rows_of(country: str) -> list[Terminal]:
    """Terminals between road and rail that take a box and have not shut."""
    load = weigh(BOX, dataset())
    return [
        t
        for t in dataset().terminals
        if t.country == country
        and {t.mode_a, t.mode_b} == {Mode.ROAD, Mode.RAIL}
        and cargo_gap(t, load) is None
        and not (t.last_day and t.last_day < DAY.date())
        and not (t.first_day and t.first_day > DAY.date())
    ]


def gauge_of(row: Terminal) -> int:
    return max(row.gauge_a_mm, row.gauge_b_mm)


def called_at(train: str) -> set[str]:
    """Places at which a train is boarded or left."""
    row: RailService = next(r for r in dataset().rail_services if r.id == train)
    return {row.from_place, row.to_place, *(v for v in row.via if not v.startswith("crossing:"))}


def passed_by(row: Terminal, end: str, train: str) -> list[Terminal]:
    """Nearer terminals of the kind of one that speaks for itself by nothing."""
    if "estimate" not in (row.hours_confidence, row.cost_confidence):
        return []
    if row.hours_confidence != row.cost_confidence:
        return []
    ways = nx.single_source_dijkstra_path_length(roads(row.country, "road", 0), end, weight="km")
    rails = roads(row.country, "rail", gauge_of(row))
    nearer = [
        t
        for t in rows_of(row.country)
        if (gauge_of(t), t.cargo) == (gauge_of(row), row.cargo)
        and ways.get(t.hub_id, 1e9) < ways[row.hub_id] - 0.01
        and nx.has_path(rails, t.hub_id, row.hub_id)
    ]
    on_time = train if train in {r.id for r in dataset().rail_services} else ""
    if on_time and not any(t.hub_id in called_at(on_time) for t in nearer):
        return []
    return nearer


def drays(found: Itinerary, query: Query) -> Iterator[tuple[str, Leg, str]]:
    """Ends with the changes that their trucks come to or go from, and the trains taken there."""
    hauls = [g for g in found.legs if g.kind != LinkKind.ACCESS]
    for end, legs in ((query.origin, hauls), (query.destination, hauls[::-1])):
        kinds = [g.kind for g in legs[:2]]
        modes = [legs[n].mode for n in (0, 2)] if len(legs) > len(kinds) else []
        if kinds == [LinkKind.LINE_HAUL, LinkKind.TRANSFER] and modes == [Mode.ROAD, Mode.RAIL]:
            yield end, legs[1], legs[2].service


def broken(query: Query) -> list[str]:
    """Terminals that the best way of a question passes nearer ones for."""
    found = solve(query)[3]
    if found is None:
        return []
    rows = {t.id: t for t in dataset().terminals}
    bad = []
    for end, leg, train in drays(found, query):
        row = rows[leg.subject]
        name = f"{query.origin} - {query.destination}: {row.id}"
        bad += [name] * bool(passed_by(row, end, train))
    return bad


def questions() -> list[Query]:
    """From and to every town with roads in turn, by rail where it pays, by several objectives."""
    found = []
    objectives = (Objective.GENERALISED, Objective.TIME, Objective.COST)
    for number, hub in enumerate(some(ENDS, 6, turn=1)):
        other = FAR["PK" if hub.country in ("BY", "RU", "KZ") else "BY"]
        ends = (hub.id, other.lower()) if number % 2 else (other.lower(), hub.id)
        if ends[0] != ends[1]:
            found.append(
                Query(
                    origin=ends[0],
                    destination=ends[1],
                    depart=DAY,
                    consignment=BOX,
                    modes=RAIL if number % 3 else (Mode.RAIL,),
                    objective=objectives[number // 2 % 3],
                )
            )
    return found


def test_no_truck_of_an_end_passes_a_terminal_for_a_class_default() -> None:
    asked = questions()
    assert len(asked) > 20
    assert [b for q in asked for b in broken(q)] == []


def test_without_the_rule_trucks_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Nearest, "left_out", {})
    assert len([b for q in questions() for b in broken(q)]) > 2


def answered(query: Query) -> Answer:
    return answer_of(planning(query))


def said(answer: Answer) -> list[tuple[str, str]]:
    found = [dict(w.parameters) for w in answer.warnings if w.code == "nearest.terminal"]
    return [(str(p["near"].text), str(p["far"].text)) for p in found]  # type: ignore[union-attr]


MINSK = Query(origin="Minsk", destination="Karachi", depart=DAY, consignment=BOX, k=1)


def loads_at(answer: Answer) -> list[str]:
    return [g.subject for g in answer.itineraries[0].legs if g.kind == LinkKind.TRANSFER][:1]


def test_minsk_loads_at_its_own_terminal_and_says_so() -> None:
    found = answered(MINSK)
    assert loads_at(found) == ["minsk_kolyadichi_rail1520_road_container"]
    near, far = said(found)[0]
    assert "Kolyadichi" in near
    assert "Orsha" in far


def test_lahore_is_served_from_lahore() -> None:
    query = replace(MINSK, origin="Minsk", destination="Lahore")
    legs = answered(query).itineraries[0].legs
    assert not any("faisalabad" in g.subject for g in legs)


def test_where_the_nearer_terminal_is_out_the_farther_one_comes_in() -> None:
    found = answered(replace(MINSK, avoid=("minsk_kolyadichi",)))
    assert loads_at(found) == ["orsha_rail1520_road_container"]
    assert not [s for s in said(found) if "Orsha" in s[1]]


def test_a_train_that_calls_at_no_nearer_terminal_is_gone_to() -> None:
    found = answered(replace(MINSK, origin="Gomel"))
    assert loads_at(found) == ["orsha_rail1520_road_container"]
    legs = [g for g in found.itineraries[0].legs if g.mode == Mode.RAIL and g.service]
    assert legs[0].service == "by_az_container"


def test_a_terminal_asked_for_is_gone_to_and_a_town_is_passed() -> None:
    asked = answered(replace(MINSK, via=("Bremino-Orsha (Bolbasovo)",)))
    assert "orsha_rail1520_road_container" in loads_at(asked)
    passed = answered(replace(MINSK, via=("Orsha",)))
    assert loads_at(passed) != ["orsha_rail1520_road_container"]


@pytest.mark.parametrize("objective", ["generalised", "time", "cost"])
def test_what_is_not_said_did_not_decide(
    monkeypatch: pytest.MonkeyPatch, objective: Objective
) -> None:
    """Where no word of the rule stands, the best way is that without it."""
    pairs = [("Minsk", "Karachi"), ("Brest", "Quetta"), ("Lahore", "Moscow"), ("Almaty", "Multan")]
    asked = [replace(MINSK, origin=a, destination=b, objective=objective) for a, b in pairs]
    ruled = [answered(q) for q in asked]
    monkeypatch.setattr(Nearest, "left_out", {})
    free = [answered(q) for q in asked]
    for one, other in zip(ruled, free, strict=True):
        figures = [a.itineraries[0].figure(Objective(objective)) for a in (one, other)]
        assert figures[0] >= figures[1]
        if not said(one):
            assert figures[0] == figures[1]
