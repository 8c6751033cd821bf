"""Sailings by a timetable: the ship leaves on its weekdays, and the wait is the calendar's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from corridor.engine import RouteEngine
from corridor.model.answer import Item, Leg
from corridor.model.charge import SAILING_DAY
from corridor.model.mode import Mode
from corridor.model.query import Query
from corridor.model.ref import Ref, RefKind
from corridor.model.scenario import Overlay, RowChange
from corridor.planning.time.calendar import calendar
from corridor.planning.time.clock import Departure
from corridor.planning.time.windows import passage
from corridor.tables.clocks import Clocks
from corridor.tables.windows import WEEKDAYS
from tests.longer import many
from tests.real import DAY, dataset, engine
from tests.words import item_name

pytestmark = pytest.mark.slow

# A box may be trucked to the ship of the next port meanwhile.
SEA = Query(
    origin="Karachi port",
    destination="Jebel Ali",
    depart=DAY,
    modes=(Mode.SEA,),
    avoid=("port_qasim",),
    k=1,
)
_PORT_H, _MINSK_H = 5.0, 3.0
_FREQUENCY, _TIMETABLE = "Waiting for the sailing", "Waiting for the day of sailing"
_DAYS = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True)


def timetable(out: str, back: str = "") -> Overlay:
    """The feeder between Karachi and Jebel Ali with weekdays of sailing."""
    cells = (("days_out", out), ("days_back", back))
    return Overlay(
        name="timetable",
        origin="own",
        as_of="2026-11-25",
        rows=(RowChange("sea_services", "karachi_jebel_ali", cells, "sea_services.csv, row 2"),),
    )


@cache
def with_days(overlay: Overlay) -> RouteEngine:
    return engine().with_overlay(overlay)


def sailing(query: Query, overlay: Overlay | None) -> Leg:
    asked = engine() if overlay is None else with_days(overlay)
    legs = asked.ask(query).itineraries[0].legs
    (leg,) = [leg for leg in legs if leg.kind == "sailing"]
    return leg


def named(leg: Leg, name: str) -> list[Item]:
    return [i for i in leg.items if item_name(i) == name and i.time.high]


@settings(max_examples=many(30, 100), deadline=None)
@given(days=_DAYS, hour=st.integers(0, 167), later_h=st.integers(0, 60 * 24))
def test_the_next_ship_is_the_next_midnight_of_a_day_of_sailing(
    days: list[str], hour: int, later_h: int
) -> None:
    """Counted out hour by hour on the clock of the port, two hours ahead of the journey's."""
    tables = dataset()
    service = structs.replace(
        tables.service["karachi_jebel_ali"], days_out=tuple(days), days_back=()
    )
    depart = DAY + timedelta(hours=hour)
    windows = calendar(
        replace(tables, sea_services=(service,)),
        Departure(depart, timezone(timedelta(hours=_MINSK_H))),
        Clocks(tables),
    )
    met = passage(later_h * 60, windows[Ref(RefKind.TIMETABLE, "karachi_jebel_ali:karachi_port")])
    assert met is not None
    assert Ref(RefKind.TIMETABLE, "karachi_jebel_ali:jebel_ali_port") not in windows
    clock = depart + timedelta(hours=later_h + _PORT_H - _MINSK_H)
    wait_h = next(
        n
        for n in range(8 * 24)
        if (at := clock + timedelta(hours=n)).hour == 0 and WEEKDAYS[at.weekday()] in days
    )
    assert met.wait == wait_h * 60


@pytest.mark.parametrize("day", WEEKDAYS)
def test_the_ship_of_an_answer_leaves_on_its_day(day: str) -> None:
    leg = sailing(SEA, timetable(day))
    (wait,) = named(leg, _TIMETABLE)
    assert not named(leg, _FREQUENCY), "waited for twice"
    assert wait.rows == ("sea_services:karachi_jebel_ali",)
    leaves = leg.departs + timedelta(minutes=wait.time.typical)
    assert (leaves.hour, leaves.minute) == (0, 0)
    assert WEEKDAYS[leaves.weekday()] == day
    assert any(w.reason == SAILING_DAY.reason for w in leg.waits)


def test_the_way_back_keeps_its_own_days() -> None:
    """Without days of its own it goes by frequency, as all do without a timetable."""
    home = replace(SEA, origin="Jebel Ali", destination="Karachi port")
    for query, overlay in ((SEA, None), (home, None), (home, timetable("mon"))):
        leg = sailing(query, overlay)
        assert named(leg, _FREQUENCY)
        assert not named(leg, _TIMETABLE)
    assert named(sailing(home, timetable("", "thu")), _TIMETABLE)


def test_a_ship_that_leaves_daily_waits_less_than_a_day() -> None:
    for hour in range(0, 24, 5):
        query = replace(SEA, depart=DAY + timedelta(hours=hour))
        leg = sailing(query, timetable("|".join(WEEKDAYS)))
        assert sum(i.time.typical for i in named(leg, _TIMETABLE)) < 1440


def test_a_day_later_at_the_quay_may_be_a_week_later_at_sea() -> None:
    leaves = []
    for shift in range(8):
        leg = sailing(replace(SEA, depart=DAY + timedelta(days=shift)), timetable("sat"))
        (wait,) = named(leg, _TIMETABLE)
        leaves.append(leg.departs + timedelta(minutes=wait.time.typical))
    assert leaves == sorted(leaves)
    assert len(set(leaves)) == 2, "one Saturday or the next"
    assert leaves[-1] - leaves[0] == timedelta(days=7)
