"""The corridor as a whole: every city has a way to every port, and the known cases hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from corridor.errors import NoRouteError
from corridor.model.answer import Itinerary
from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.model.objective import Objective
from corridor.model.query import Query
from tests.real import DAY, dataset, engine, solve

pytestmark = pytest.mark.slow

CITIES = (
    "Minsk",
    "Brest",
    "Moscow",
    "Orenburg",
    "Astana",
    "Almaty",
    "Tashkent",
    "Termez",
    "Mazar-i-Sharif",
    "Kabul",
    "Herat",
    "Kandahar",
)
PORTS = ("Karachi", "Port Qasim", "Gwadar")
OPEN = ("torkham", "chaman", "salang__charikar__road")


def best(query: Query) -> Itinerary:
    """The best way, which must exist."""
    _, _, _, itinerary = solve(query)
    assert itinerary is not None, f"no way {query.origin} - {query.destination}"
    return itinerary


@pytest.mark.parametrize("port", PORTS)
@pytest.mark.parametrize("city", CITIES)
def test_every_city_and_port_are_joined_both_ways(city: str, port: str) -> None:
    """On the day's closures and, with the Afghan crossings open, never at a worse value."""
    for origin, destination in ((city, port), (port, city)):
        query = Query(origin=origin, destination=destination, depart=DAY)
        found = []
        for asked in (query, replace(query, open=OPEN)):
            way = best(asked)
            countries = set(way.countries)
            assert countries >= {way.legs[0].start.country, "PK"}
            assert timedelta(hours=12) < way.arrival - way.departure < timedelta(days=90)
            assert 500 < way.distance_km < 12_000
            assert 300 < way.cost_usd < 20_000
            found.append(way.generalised_cents)
            if not asked.open:
                gates = {(b.country_from, b.country_to) for b in way.borders}
                assert not gates & {("AF", "PK"), ("PK", "AF")}
        assert found[1] <= found[0]


@pytest.mark.parametrize("overseas", ["Jebel Ali", "Mombasa", "Shanghai", "Rotterdam"])
def test_sea_leads_on_from_karachi(overseas: str) -> None:
    for origin, destination in (("Karachi port", overseas), ("Minsk", overseas)):
        way = best(
            Query(origin=origin, destination=destination, depart=DAY, modes=(Mode.SEA, Mode.ROAD))
        )
        assert way.legs
    ways = (
        engine()
        .ask(Query(origin="Karachi port", destination=overseas, depart=DAY, modes=(Mode.SEA,)))
        .itineraries
    )
    # A ship of Port Qasim, 51 km by truck, may be the better one.
    way = next(w for w in ways if w.modes == ("sea",))
    kinds = [leg.kind for leg in way.legs if leg.kind != "access"]
    assert kinds == ["port", "sailing", "port"]
    assert way.countries[0] == "PK"
    back = best(Query(origin=overseas, destination="Karachi port", depart=DAY, modes=(Mode.SEA,)))
    assert back.modes == ("sea",)


def test_karachi_to_gwadar_by_sea_needs_the_scenario_service() -> None:
    lib = dataset()
    between = [
        s for s in lib.sea_services if {s.from_port, s.to_port} == {"karachi_port", "gwadar_port"}
    ]
    assert between
    assert all(s.status not in ("service", "irregular") for s in between)
    query = Query(origin="Karachi port", destination="Gwadar port", depart=DAY, modes=(Mode.SEA,))
    with pytest.raises(NoRouteError, match="no sailing today") as caught:
        engine().ask(query)
    assert "--open" in caught.value.remedy
    assert any(s.id in caught.value.remedy for s in lib.sea_services)
    way = best(replace(query, open=tuple(s.id for s in between)))
    assert way.modes == ("sea",)
    assert any(w.kind == "sailing" for w in way.warnings), "a scenario must be said"


def test_minsk_to_karachi_over_hairatan_with_the_afghan_crossings_open() -> None:
    answer = engine().route("Minsk", "Karachi", depart=DAY, open=OPEN, via=("Hairatan",))
    first = answer.itineraries[0]
    assert first.countries == ("BY", "RU", "KZ", "UZ", "AF", "PK")
    assert {b.crossing_id for b in first.borders} & {"hairatan_road", "hairatan_rail"}
    last = first.borders[-1]
    assert last.crossing_id in ("torkham_road", "chaman_road")
    assert last.status == "opened"
    assert any(w.kind == "opened" for w in first.warnings)
    assert {d.country for d in first.documents} <= set(first.countries)


def test_minsk_to_karachi_today_says_what_is_shut() -> None:
    answer = engine().route("Minsk", "Karachi", depart=DAY)
    assert answer.itineraries
    named = {b.subject.id: b for b in answer.blocked}
    assert named, "the Afghan crossings are shut and bear on this answer"
    for entry in named.values():
        assert entry.source_id in dataset().source
        assert entry.last_confirmed
        assert entry.if_open is not None
    stale = [w for w in answer.warnings if w.kind == "stale"]
    old = [b for b in answer.blocked if b.stale_days > 90]
    assert len(stale) == len(old)


def test_karachi_to_tashkent_by_truck_over_torkham() -> None:
    """
    The case trade papers write most of: 2600 to 3050 km, 5 to 9 days, 3000 to 5500 USD.

    One driver's time stands beside the two drivers'.
    """
    answer = engine().route(
        "Karachi",
        "Tashkent",
        Consignment(unit="truck"),
        depart=DAY,
        modes=("road",),
        open=OPEN,
        via=("torkham",),
        crew="two_drivers",
    )
    way = answer.itineraries[0]
    assert way.countries == ("PK", "AF", "UZ")
    assert "torkham_road" in {b.crossing_id for b in way.borders}
    assert 2600 <= way.distance_km <= 3050
    assert 5 <= way.time_h / 24 <= 9
    assert 3000 <= way.cost_usd <= 5500
    assert way.other_crew == "one_driver"
    assert way.other_crew_time_min > way.time.typical


def test_two_drivers_are_never_slower() -> None:
    for city in ("Kabul", "Tashkent", "Almaty"):
        query = Query(
            origin="Karachi",
            destination=city,
            depart=DAY,
            modes=(Mode.ROAD,),
            open=OPEN,
            objective=Objective.TIME,
        )
        one, two = (
            best(replace(query, crew=crew)).time.typical for crew in ("one_driver", "two_drivers")
        )
        assert two <= one


def test_answer_of_today_exists() -> None:
    """The one test that asks for the day it runs on."""
    assert engine().route("Minsk", "Karachi").itineraries


@pytest.mark.parametrize("day", [datetime(2021, 6, 1), datetime(2024, 1, 15), datetime(2030, 7, 1)])
def test_other_years_are_answered_and_said(day: datetime) -> None:
    """Closures hold on their dates: before October 2025 Torkham is open but in its own spells."""
    answer = engine().route("Tashkent", "Karachi", depart=day)
    assert any(w.kind == "date" for w in answer.warnings)
    way = best(
        Query(
            origin="Kabul",
            destination="Peshawar",
            depart=day,
            modes=(Mode.ROAD,),
            avoid=("IR", "TM", "UZ", "TJ", "CN"),
        )
        if day.year < 2025
        else Query(origin="Kabul", destination="Peshawar", depart=day)
    )
    passes = {b.crossing_id for b in way.borders}
    assert ("torkham_road" in passes or "kharlachi_road" in passes) == (day.year < 2025)


def test_points_on_the_map_are_planned_from() -> None:
    """A point beside Minsk to one beside Karachi: the same ways, with how far it was moved."""
    answer = engine().route("53.95,27.40", "24.95,67.15", depart=DAY, k=1)
    assert answer.origin.moved_km < 20
    assert answer.origin.note
    way = answer.itineraries[0]
    assert (way.countries[0], way.countries[-1]) == ("BY", "PK")
    by_name = engine().route("Minsk", "Karachi", depart=DAY, k=1).itineraries[0]
    assert way.generalised_cents == pytest.approx(by_name.generalised_cents, rel=0.1)
