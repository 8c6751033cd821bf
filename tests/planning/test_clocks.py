"""Every time is by the clock of its place: windows, deadlines, legs, feasts."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from corridor.errors import NoRouteError
from corridor.model.answer import Answer
from corridor.model.mode import Mode
from corridor.model.query import Query
from corridor.planning import reasons
from corridor.planning.answering import answer_of
from corridor.planning.time import calendar as calendar_module
from corridor.planning.time.clock import FOREVER, Departure, Timetable, of_spot
from corridor.planning.time.feasts import Feasts, days_of, without_days
from corridor.planning.time.windows import windows
from corridor.tables.clocks import Clocks
from corridor.tables.records import OpeningHours
from corridor.tables.windows import WEEKDAYS, clock_min, stops, weekdays
from corridor.tables.zones import zone
from tests.factories import closure, row
from tests.real import DAY, dataset, engine, planning
from tests.words import words

# Clocks that change within the years asked: summer time, a law of 2024, one of 2022.
ZONES = (
    "Europe/Riga",
    "Asia/Almaty",
    "Asia/Tehran",
    "Asia/Karachi",
    "Asia/Kabul",
    "Europe/Minsk",
    "Asia/Shanghai",
)
_zones = st.sampled_from([zone(z) for z in ZONES])
_moments = st.datetimes(datetime(2005, 1, 1), datetime(2045, 12, 31)).map(
    lambda m: m.replace(second=0, microsecond=0)
)
ASKED = {
    "over the end of summer time": ("Rotterdam", "Karachi", datetime(2026, 10, 24, 8)),
    "over a change of law": ("Almaty", "Tashkent", datetime(2024, 2, 28, 20)),
    "to a summer time of before": ("Baku", "Mashhad", datetime(2021, 3, 19, 8)),
    "by sea": ("Karachi port", "Jebel Ali", DAY),
    "through three zones": ("Minsk", "Karachi", datetime(2026, 12, 1, 13)),
}


def answer(name: str) -> Answer:
    origin, destination, depart = ASKED[name]
    return engine().ask(Query(origin=origin, destination=destination, depart=depart, k=1))


@pytest.mark.parametrize("name", ASKED)
def test_times_are_by_the_clock_of_their_place_and_lose_no_minute(name: str) -> None:
    found, tables = answer(name), Clocks(dataset())
    for itinerary in found.itineraries:
        hours = (itinerary.arrival - itinerary.departure) / timedelta(hours=1)
        assert hours == pytest.approx(itinerary.time_h)
        assert itinerary.departure.replace(tzinfo=None) == found.query.depart
        for one, other in pairwise(itinerary.legs):
            assert one.arrives == other.departs, "the same moment by whatever clock"
        for leg in itinerary.legs:
            for moment, spot in ((leg.departs, leg.start), (leg.arrives, leg.end)):
                clock = of_spot(tables, spot)
                assert clock is not None
                assert moment.astimezone(clock).utcoffset() == moment.utcoffset(), spot


def test_an_answer_goes_from_process_to_process() -> None:
    """A zone read from a package cannot be pickled; the offsets of an answer can."""
    found = answer("over the end of summer time")
    assert pickle.loads(pickle.dumps(found)) == found


def test_the_law_sees_an_arrival_by_the_clock_of_the_origin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Timetable, "at", lambda self, minutes, _: self.departure.at(minutes, None))
    with pytest.raises(AssertionError):
        test_times_are_by_the_clock_of_their_place_and_lose_no_minute("through three zones")


def test_arrival_is_the_day_that_the_destination_has() -> None:
    """Leaving Minsk at some hour it is past midnight in Tashkent when it is not yet in Minsk."""
    origin, destination, depart = "Minsk", "Tashkent", ASKED["through three zones"][2]
    nights = 0
    for hour in range(24):
        query = Query(origin=origin, destination=destination, depart=depart.replace(hour=hour), k=1)
        best = engine().ask(query).itineraries[0]
        assert best.arrival.utcoffset() == timedelta(hours=5)
        nights += best.arrival.date() > best.arrival.astimezone(best.departure.tzinfo).date()
    assert nights


@given(_moments, _zones, _zones, st.integers(-1000, 300_000))
def test_minutes_and_clocks_are_two_sides_of_one_thing(
    depart: datetime, here: tzinfo, there: tzinfo, minutes: int
) -> None:
    """Against plain arithmetic of aware times in UTC."""
    start = Departure(depart, here)
    shown = start.at(minutes, there)
    instant = depart.replace(tzinfo=here).astimezone(UTC) + timedelta(minutes=minutes)
    assert shown == instant
    assert shown.utcoffset() == instant.astimezone(there).utcoffset()
    local = shown.replace(tzinfo=None)
    again = start.minutes(local, there)
    # Where a clock goes back, the hour it shows twice is read as the first of the two.
    twice = (
        local.replace(tzinfo=there).utcoffset() != local.replace(tzinfo=there, fold=1).utcoffset()
    )
    assert again == minutes or twice


@given(
    _moments,
    st.lists(_zones, min_size=1, max_size=2),
    st.integers(-20, 60),
    st.integers(0, 20),
    st.integers(-5, 80),
)
def test_a_closure_holds_while_a_clock_of_its_place_shows_one_of_its_days(
    depart: datetime, clocks: Sequence[tzinfo], first: int, length: int, hour: int
) -> None:
    start = Departure(depart, zone("Europe/Minsk"))
    begins = depart.date() + timedelta(days=first)
    ends = begins + timedelta(days=length)
    found = windows([closure("c", ("crossing", "x"), "closed", begins, ends)], start, clocks)
    minute = first * 1440 + hour * 60 + 17
    shown = [start.at(minute, clock).date() for clock in clocks]
    shut = any(begins <= day <= ends for day in shown)
    if minute > 0:
        # Between the two posts' own days nothing passes either.
        between = min(shown) <= ends and max(shown) >= begins
        assert any(w.start <= minute < w.end for w in found) == (shut or between)


@given(
    st.integers(0, 95),
    st.integers(0, 96),
    st.sets(st.sampled_from(WEEKDAYS), min_size=1),
    _moments,
    _zones,
    st.integers(0, 7 * 96),
)
def test_opening_hours_mean_what_they_say(
    opens: int, closes: int, days: set[str], depart: datetime, clock: tzinfo, quarter: int
) -> None:
    """By night too: 20:00 to 04:00 is open from an evening to the morning after."""
    if opens == closes:
        return
    post = hours(opens * 15, closes * 15, tuple(d for d in WEEKDAYS if d in days))
    start = Departure(depart, zone("Europe/Minsk"))
    minute = quarter * 15 + 7
    local = start.at(minute, clock).replace(tzinfo=None)
    if start.minutes(local, clock) != minute:
        return  # an hour that the clock shows twice
    open_now = is_open(post, local)
    found = calendar_module._nights([post], start, clock)
    shut = any(w.start <= minute < w.end for w in found)
    changed = len({start.at(minute + d, clock).utcoffset() for d in (-1440, 1440)}) > 1
    assert shut != open_now or changed


def test_the_law_of_opening_hours_sees_nights_read_as_no_hours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def before(row: OpeningHours) -> tuple[timedelta, timedelta]:
        return timedelta(minutes=clock_min(row.opens)), timedelta(minutes=clock_min(row.closes))

    monkeypatch.setattr(calendar_module, "opening_span", before)
    post = hours(20 * 60, 4 * 60, WEEKDAYS)
    found = list(calendar_module._nights([post], Departure(DAY), None))
    assert any(w.start <= 14 * 60 < w.end for w in found), "shut at 22:00, as it was"


def hours(opens_min: int, closes_min: int, days: tuple[str, ...]) -> OpeningHours:
    clock = [f"{m // 60:02d}:{m % 60:02d}" for m in (opens_min, closes_min)]
    return row(
        OpeningHours,
        "post",
        crossing_id="x",
        mode="road",
        country="PK",
        days=days,
        opens=clock[0],
        closes=clock[1],
        utc_offset_h=None,
        from_date=None,
        to_date=None,
        inside_border_times=False,
    )


def is_open(post: OpeningHours, local: datetime) -> bool:
    minute, today = local.hour * 60 + local.minute, local.weekday()
    opens, closes = clock_min(post.opens), clock_min(post.closes)
    if opens < closes:
        return today in weekdays(post) and opens <= minute < closes
    evening = today in weekdays(post) and minute >= opens
    return evening or ((today - 1) % 7 in weekdays(post) and minute < closes)


def test_days_without_a_row_in_force_are_open() -> None:
    post = structs.replace(hours(540, 1080, WEEKDAYS), to_date=date(2026, 12, 3))
    found = list(calendar_module._nights([post], Departure(DAY), None))
    assert max(w.end for w in found) < 4 * 1440


def test_the_zone_files_of_the_machine_are_never_read(tmp_path: Path) -> None:
    folder = tmp_path / "Asia"
    folder.mkdir()
    (folder / "Karachi").write_bytes(b"rubbish")
    code = (
        "import datetime; from corridor.tables.zones import zone;"
        "print(datetime.datetime(2026, 12, 1, tzinfo=zone('Asia/Karachi')).utcoffset())"
    )
    environment = os.environ | {"PYTHONTZPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "5:00:00"


# ---------------------------------------------------------------- feasts and night bans
def test_every_feast_of_every_year_has_days_or_is_told() -> None:
    tables = dataset()
    known = {c for _, c in tables.feast_days_of}
    told = {(c, y, n) for n, c, y in without_days(tables, known, range(2005, 2047))}
    for holiday in (h for h in tables.holidays if h.feast):
        for year in range(2005, 2047):
            days = [d for d, _ in days_of(holiday, tables, date(year, 6, 1)) if d.year == year]
            eve = [d for d in days_of(holiday, tables, date(year, 6, 1)) if d[1].year == year]
            assert days or eve or (holiday.country, year, holiday.name) in told, (holiday.id, year)
    assert all(year < 2008 for _, year, _ in told), "as the package has them"


@pytest.mark.parametrize("year", [2007, 2021, 2026, 2028, 2044])
def test_eid_is_waited_for_in_every_year(year: int) -> None:
    """The post of Torkham stands still on the feast of any year."""
    tables = dataset()
    eid = next(d for d in tables.feast_days_of["eid_al_fitr", "PK"] if d.year == year)
    start = Departure(datetime(eid.year, eid.month, eid.day) - timedelta(days=3))
    feasts = Feasts(tables, start, 200)
    met = feasts.at(tables.crossing["torkham_road"], "PK", zone("Asia/Karachi"))
    minute = start.minutes(datetime(eid.year, eid.month, eid.day, 12), zone("Asia/Karachi"))
    assert any(w.start <= minute < w.end and w.row == "holidays:pk_eid_fitr" for w in met)


def test_days_told_for_a_year_go_before_those_of_the_calendar() -> None:
    """Torugart stood still from the New Year of 2026 on, not from its eve."""
    tables = dataset()
    feasts = Feasts(tables, Departure(datetime(2026, 2, 1)), 60)
    clock = zone("Asia/Shanghai")
    rows = {w.row for w in feasts.at(tables.crossing["torugart_road"], "CN", clock)}
    assert "holidays:cn_spring_2026_torugart" in rows
    assert "holidays:cn_spring_kg" not in rows


def test_a_year_without_days_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    query = Query(origin="Almaty", destination="Kashgar", depart=datetime(2027, 5, 2, 8), k=1)
    known = dataset().feast_days
    less = tuple(d for d in known if (d.country, d.day.year) != ("CN", 2027))
    tables = replace(dataset(), feast_days=less)
    told = answer_of(planning(query, tables)).warnings
    texts = [words(w) for w in told if w.kind == "feasts"]
    assert len(texts) == 1
    assert "Dragon Boat Festival 2027 (CN)" in texts[0]
    assert not [w for w in engine().ask(query).warnings if w.kind == "feasts"]
    monkeypatch.setattr(reasons, "without_days", lambda *_: ())
    told = answer_of(planning(query, tables)).warnings
    assert not [w for w in told if w.kind == "feasts"], "the fault"


def test_night_bans_stand_in_the_answer_or_the_year_has_none() -> None:
    query = Query(origin="Gwadar", destination="Karachi", depart=DAY, modes=(Mode.ROAD,), k=1)
    for depart, said in (
        (DAY, "N-10 Coastal Highway: vehicles stand from 18:00 to 06:00"),
        (datetime(2021, 6, 1, 8), "night bans on the roads of PK: no row for 2021"),
    ):
        best = engine().ask(replace(query, depart=depart)).itineraries[0]
        told = [words(w) for w in best.warnings if w.kind == "night"]
        assert len(told) == 1
        assert told[0].startswith(said)


@pytest.mark.parametrize("last", ["9999-12-31", "9999-12"])
def test_a_closure_to_the_end_of_the_calendar_has_no_end(last: str) -> None:
    from corridor.model.dates import last_day

    shut = closure("c", ("port", "x"), "closed", date(1, 1, 1), last_day(last))
    (window,) = windows([shut], Departure(DAY, zone("Asia/Karachi")), [zone("Asia/Kabul")])
    assert window.endless
    assert window.end == FOREVER


def test_a_closure_for_one_class_of_goods_shuts_that_alone() -> None:
    check: Callable[[str, str], bool] = lambda cargo, goods: stops(  # noqa: E731
        structs.replace(closure("c", ("port", "x"), "closed"), cargo=cargo), goods
    )
    assert check("perishable", "perishable")
    assert not check("perishable", "general")
    assert all(check(word, "hazardous") for word in ("all", "trucks", "general", "hazardous"))


@settings(max_examples=5)
@given(st.sampled_from(sorted(dataset().crossing)))
def test_both_clocks_of_a_crossing_count(crossing_id: str) -> None:
    crossing = dataset().crossing[crossing_id]
    shut = closure("c", ("crossing", crossing_id), "closed")
    names = [str(c) for c in Clocks(dataset()).of_closure(shut)]
    sides = [
        Clocks(dataset()).of_side(crossing, c) for c in (crossing.country_a, crossing.country_b)
    ]
    assert names == [str(c) for c in sides]


def test_a_looser_deadline_is_told_by_the_clock_of_the_destination() -> None:
    """With a limit of days that binds beside it, both are advised, and what is advised acts."""
    query = Query(
        origin="Minsk",
        destination="Karachi",
        depart=DAY,
        max_days=5,
        arrive_by=datetime(2026, 12, 10, 23, 59),
        k=1,
    )
    with pytest.raises(NoRouteError) as caught:
        engine().ask(query)
    advised = caught.value.remedy.split()
    days = float(advised[advised.index("--max-days") + 1])
    latest = datetime.fromisoformat(advised[advised.index("--arrive-by") + 1])
    best = engine().ask(replace(query, max_days=days, arrive_by=latest)).itineraries[0]
    assert best.arrival.replace(tzinfo=None) == latest
