"""Constraints on the shipped graph: areas, discouraged things, countries, via, why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest

from corridor.errors import InputError, NoRouteError, UnknownPlaceError
from corridor.graph.areas import holds, lines_touching, touches
from corridor.model.answer import Answer
from corridor.model.area import Area
from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.model.query import Query
from corridor.model.ref import Ref, RefKind
from corridor.planning.time.calendar import calendar
from corridor.planning.time.clock import FOREVER, Departure
from corridor.planning.time.windows import Window
from corridor.tables.clocks import Clocks
from tests.real import DAY, dataset, engine
from tests.words import item_name, words

pytestmark = pytest.mark.slow

QUERY = Query(origin="Minsk", destination="Karachi", depart=DAY, k=1)


def square(west: float, south: float, east: float, north: float) -> Area:
    """A box as an area."""
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return Area("box", ((ring,),))


def windows_from(depart: datetime, ahead_h: float) -> Mapping[Ref, tuple[Window, ...]]:
    """All windows of a journey that starts where the clock is so many hours ahead of UTC."""
    start = Departure(depart, timezone(timedelta(hours=ahead_h)))
    return calendar(dataset(), start, Clocks(dataset()))


def lines_of(answer: Answer) -> set[str]:
    """Drawn lines of the best way."""
    return {ref.removeprefix("-") for leg in answer.itineraries[0].legs for ref in leg.geometry_ref}


def test_geometry_is_tested_not_end_points() -> None:
    """A stretch across a box touches it though both its ends lie outside."""
    box = square(10, 10, 11, 11)
    tails = np.array([[9.0, 10.5], [9.0, 12.0], [10.2, 10.2], [9.0, 9.0]])
    heads = np.array([[12.0, 10.5], [12.0, 12.0], [10.3, 10.3], [10.5, 9.5]])
    assert touches(tails, heads, box).tolist() == [True, False, True, False]
    hole = ((10.4, 10.4), (10.6, 10.4), (10.6, 10.6), (10.4, 10.6), (10.4, 10.4))
    ring = Area("ring", ((box.polygons[0][0], hole),))
    assert holds(ring, 10.1, 10.1)
    assert not holds(ring, 10.5, 10.5)
    inside = np.array([[10.45, 10.5]])
    assert touches(inside, inside + 0.01, ring).tolist() == [False]


def test_avoided_area_is_touched_by_no_line_and_a_discouraged_one_only_where_it_pays() -> None:
    area = square(58, 26, 62, 31)  # the south-east of Iran
    touched = lines_touching(engine().lines, area)
    free = engine().ask(QUERY)
    assert lines_of(free) & touched, "the best way leads through the box"
    round_it = engine().ask(replace(QUERY, avoid_areas=(area,)))
    assert not lines_of(round_it) & touched
    assert round_it.itineraries[0].generalised_cents >= free.itineraries[0].generalised_cents
    soft = engine().ask(replace(QUERY, discourage_areas=(area,)))
    assert (
        free.itineraries[0].generalised_cents
        <= soft.itineraries[0].generalised_cents
        <= round_it.itineraries[0].generalised_cents
    )
    assert any(w.kind == "discouraged" and "box" in words(w) for w in soft.warnings)
    with pytest.raises(InputError, match="starts or ends"):
        engine().ask(replace(QUERY, avoid_areas=(square(27, 53, 28, 54.5),)))


def test_discouraging_lies_between_nothing_and_avoiding() -> None:
    free = engine().ask(QUERY).itineraries[0]
    moved = 0
    for name in ("IR", "taftan", "AZ", "astara", "RU"):
        soft = engine().ask(replace(QUERY, discourage=(name,))).itineraries[0]
        assert free.generalised_cents <= soft.generalised_cents <= 2 * free.generalised_cents
        moved += soft.borders != free.borders
    assert moved


def test_only_countries_keeps_to_them() -> None:
    allowed = ("BY", "RU", "KZ", "UZ", "TM", "IR", "PK")
    answer = engine().ask(replace(QUERY, only_countries=allowed, modes=(Mode.RAIL, Mode.ROAD)))
    for itinerary in answer.itineraries:
        assert set(itinerary.countries) <= set(allowed)
    with pytest.raises(InputError, match="leaves out PK"):
        engine().ask(replace(QUERY, only_countries=("BY", "RU")))
    with pytest.raises(InputError, match="is not a country"):
        engine().ask(replace(QUERY, only_countries=("Minsk", "BY", "PK")))


@pytest.mark.parametrize("order", [("moscow", "tashkent"), ("tashkent", "moscow")])
def test_places_to_pass_are_passed_in_their_order(order: tuple[str, str]) -> None:
    """By the lines that the way follows, which are named after their ends."""
    way = engine().ask(replace(QUERY, via=order)).itineraries[0]
    ends = [
        set(ref.removeprefix("-").split(":")[0].split("__")[:2])
        for leg in way.legs
        for ref in leg.geometry_ref
    ]
    first = next(n for n, places in enumerate(ends) if order[0] in places)
    assert any(order[1] in places for places in ends[first:])


def test_many_ways_at_nine_thousand_km_differ_in_their_keys() -> None:
    answer = engine().ask(
        Query(origin="Krasnoyarsk", destination="Karachi", depart=DAY, k=10, all=True)
        if "krasnoyarsk" in dataset().hub
        else replace(QUERY, k=10, all=True)
    )
    keys = {
        (
            tuple(b.crossing_id for b in i.borders),
            tuple(leg.subject for leg in i.legs if leg.kind == "port"),
            i.countries,
            i.modes,
        )
        for i in answer.itineraries[:10]
    }
    assert len(keys) == 10
    assert {r for i in answer.itineraries for r in i.roles} == {"best", "cheapest", "fastest"}


def test_fewer_ways_than_asked_say_why() -> None:
    answer = engine().ask(
        Query(origin="Minsk", destination="Brest", depart=DAY, k=20, only_countries=("BY",))
    )
    assert len(answer.itineraries) < 20
    assert any(w.kind == "fewer" and "times the best" in words(w) for w in answer.warnings)


def test_why_names_what_must_fall() -> None:
    why = engine().ask(replace(QUERY, why="chaman")).why
    assert why is not None
    assert "chaman_2025_closure" in words(why.reason)
    assert why.verdict == "closed"
    best = engine().ask(QUERY).itineraries[0]
    opened = engine().ask(replace(QUERY, open=("chaman",), via=("chaman_road",))).itineraries[0]
    assert (why.cost_cents, why.time_min) == (opened.cost.typical, opened.time.typical)
    gap = (opened.generalised_cents - best.generalised_cents) / 100
    assert why.gap == pytest.approx(gap, abs=0.02)
    for entry in why.differences:
        worth = entry.cents / 100 + 5 * entry.minutes / 60
        if entry.must_fall is None:
            assert worth < why.gap + 0.02 or why.gap <= 0
        else:
            assert entry.must_fall * worth == pytest.approx(why.gap, rel=1e-3)
    over = engine().ask(replace(QUERY, why=best.borders[0].crossing_id)).why
    assert over is not None
    assert over.verdict == "best"
    # A passage is asked about like a crossing.
    sea = engine().ask(replace(QUERY, why="hormuz")).why
    assert sea is not None
    assert sea.verdict == "dearer"


def test_a_pass_closed_today_does_not_block_a_shipment_of_july() -> None:
    """Khunjerab: whatever its winter rows say of today, July is judged by July."""
    winter, summer = datetime(2026, 12, 20, 8), datetime(2027, 7, 5, 8)
    shut = windows_from(winter, 5).get(Ref(RefKind.SECTION, "salang__charikar__road"), ())
    assert shut
    query = Query(origin="Mazar", destination="Kabul", depart=summer, modes=(Mode.ROAD,), k=1)
    later = engine().ask(query).itineraries[0]
    now = engine().ask(replace(query, depart=winter)).itineraries[0]
    assert later.time.typical <= now.time.typical
    assert not any(item_name(i) == "Seasonal delay" for leg in later.legs for i in leg.items)


def test_posts_that_are_shut_at_night_are_waited_for() -> None:
    """Torugart works on weekdays from the Chinese side's hours: a Saturday waits for Monday."""
    rows = {k: w for k, w in windows_from(DAY, 5).items() if k.kind is RefKind.POST}
    assert rows
    hours = [
        w for w in rows[Ref(RefKind.POST, "torugart_road")] if w.row.startswith("opening_hours:")
    ]
    saturday = (5 - DAY.weekday()) % 7 * 1440 + 4 * 60
    assert any(w.start <= saturday < w.end for w in hours)
    query = Query(origin="Bishkek", destination="Kashgar", depart=datetime(2027, 3, 5, 8), k=1)
    itinerary = engine().ask(replace(query, via=("torugart_road",))).itineraries[0]
    waits = [
        i.time.typical
        for leg in itinerary.legs
        for i in leg.items
        if item_name(i) == "Waiting for opening hours"
    ]
    assert waits
    assert waits[0] > 1440


def test_a_country_left_out_is_named_by_the_option_that_left_it_out() -> None:
    """Nobody is told to drop an --avoid that was never typed."""
    for values, option in (
        ({"only_countries": ("BY", "PK")}, "add RU to --only-countries"),
        ({"avoid": ("RU",)}, "drop --avoid RU"),
    ):
        asked = replace(QUERY, modes=(Mode.RAIL, Mode.ROAD), **values)
        with pytest.raises(NoRouteError) as caught:
            engine().ask(asked)
        assert option in str(caught.value)


@pytest.mark.parametrize("unit", ["wagon", "platform"])
def test_no_railway_at_the_end_is_the_reason_given(unit: str) -> None:
    """Gwadar has no track: neither gaps nor crossings elsewhere are named, the planned line is."""
    goods = Consignment(unit=unit)
    with pytest.raises(NoRouteError, match="Gwadar has no railway") as err:
        engine().ask(Query(origin="Moscow", destination="Gwadar", depart=DAY, consignment=goods))
    assert "gwadar_port__quetta__rail" in err.value.what
    assert "planned crossings" not in err.value.what
    assert "--unit truck or FEU" in err.value.remedy


def test_a_misspelt_name_in_an_option_is_refused_or_told_in_the_answer() -> None:
    asked = Query(origin="Kabul", destination="Karachi", depart=DAY, open=("torkam",), k=1)
    with pytest.raises(UnknownPlaceError, match="--open 'torkam'"):
        engine().ask(asked)
    texts = [
        words(w) for w in engine().ask(replace(asked, guess=True)).warnings if w.kind == "read"
    ]
    assert texts == ["--open 'torkam': read as Torkham, a guess"]
    plain = engine().ask(replace(asked, open=("torkham",)))
    assert "read" not in {w.code for w in plain.warnings}


@pytest.mark.parametrize(
    ("clock_h", "opens"), [(6, 8 * 60), (5, 7 * 60), (3, 5 * 60), (8, 10 * 60)]
)
def test_a_post_opens_by_its_own_clock(clock_h: float, opens: int) -> None:
    """Torugart from 8:00 by the Kyrgyz clock (UTC+6): 7:00 in Almaty, 5:00 in Minsk."""
    monday = datetime(2027, 3, 8)
    rows = windows_from(monday, clock_h)[Ref(RefKind.POST, "torugart_road")]
    nights = [w for w in rows if w.row == "opening_hours:torugart_kg"]
    assert opens in {w.end for w in nights}
    assert any(w.start <= opens - 1 < w.end for w in nights)
    assert not any(w.start <= opens + 60 < w.end for w in nights)


def test_a_holiday_begins_by_the_clock_of_its_post() -> None:
    """Every window moves by one hour when the journey's clock is one hour off."""
    here, east = (windows_from(DAY, h) for h in (5.0, 6.0))
    for key in here:
        moved = {(w.start + 60, w.end + 60, w.delay, w.row) for w in here[key]}
        kept = {(w.start, w.end, w.delay, w.row) for w in east[key]}
        apart = {w for w in moved ^ kept if 1440 < w[0] < 180 * 1440 and w[1] < FOREVER}
        assert not apart, key


def test_the_same_wait_is_found_from_two_clocks() -> None:
    """From Almaty (UTC+5) and Bishkek (UTC+6) a truck passes Torugart at 8:00 of its clock."""
    for origin, ahead in (("Almaty", 5), ("Bishkek", 6)):
        asked = Query(origin=origin, destination="Kashgar", depart=datetime(2027, 3, 5, 8), k=1)
        found = engine().ask(replace(asked, via=("torugart_road",)))
        assert found.utc_offset_h == ahead
        (post,) = [b for b in found.itineraries[0].borders if b.crossing_id == "torugart_road"]
        assert (post.passage.weekday(), post.passage.hour) == (0, 8), "by the clock of the post"
