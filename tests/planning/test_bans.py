"""Bans by hours: against a driver who may stand or drive in any minute, and laws on real roads."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.model.charge import DRIVER_REST, DRIVING_BAN
from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.planning.time import rest as rest_module
from corridor.planning.time.rest import Crew, Outcome, outcomes
from corridor.planning.time.windows import Window
from tests.longer import many
from tests.real import dataset, solve

MANY = settings(max_examples=many(150, 3000), deadline=None, derandomize=True)
Ban = tuple[int, int, tuple[Window, ...]]
TRUCK = Consignment(unit="truck")


@st.composite
def nights(draw: st.DrawFn) -> tuple[Window, ...]:
    """Windows one after another with open hours between them."""
    found, at = [], draw(st.integers(-4, 8))
    for _ in range(draw(st.integers(1, 5))):
        end = at + draw(st.integers(1, 9))
        found.append(Window(at, end, 0, "night_bans:x"))
        at = end + draw(st.integers(1, 9))
    return tuple(found)


@st.composite
def hauls(draw: st.DrawFn) -> tuple[int, int, Crew, list[Ban]]:
    """Minutes driven before, minutes of driving, a crew, and one or two stretches under a ban."""
    crew = Crew(draw(st.integers(2, 9)), draw(st.integers(1, 9)))
    driving = draw(st.integers(1, 16))
    bans: list[Ban] = []
    first = 0
    for _ in range(draw(st.integers(1, 2))):
        begins = draw(st.integers(first, driving))
        ends = draw(st.integers(begins, driving))
        bans.append((begins, ends, draw(nights())))
        first = ends
    return draw(st.integers(0, crew.drive_min)), driving, crew, bans


def any_minute(driven: int, driving: int, crew: Crew, bans: list[Ban], last: int) -> dict[int, int]:
    """Earliest end by minutes driven, of one who stands or drives as he likes, minute by minute."""
    ends: dict[int, int] = {}
    states = {(0, driven, 0)}
    for now in range(last + 1):
        for done, hours, _ in states:
            if done == driving:
                ends.setdefault(hours, now)
        after = set()
        for done, hours, stood in states:
            if done == driving:
                continue
            run = min(stood + 1, crew.rest_min)
            after.add((done, 0 if run >= crew.rest_min else hours, run))
            barred = any(
                begins <= done < until and any(w.start <= now < w.end for w in windows)
                for begins, until, windows in bans
            )
            if not barred and hours < crew.drive_min:
                after.add((done + 1, hours + 1, 0))
        states = after
    return ends


@MANY
@given(hauls())
def test_no_driver_is_sooner_and_every_outcome_can_be_driven(
    asked: tuple[int, int, Crew, list[Ban]],
) -> None:
    driven, driving, crew, bans = asked
    found = outcomes(0, driven, driving, crew, bans)
    by_hand = any_minute(driven, driving, crew, bans, found[-1].ends)
    assert found[0].ends == min(by_hand.values())
    for one in found:
        assert min(t for h, t in by_hand.items() if h <= one.driven) <= one.ends


@MANY
@given(hauls(), st.integers(0, 30), st.integers(0, 12))
def test_who_is_no_worse_at_the_start_is_no_worse_at_the_end(
    asked: tuple[int, int, Crew, list[Ban]], later: int, less: int
) -> None:
    """First in, first out: sooner and no longer driven, or sooner by a whole rest."""
    driven, driving, crew, bans = asked
    one = outcomes(0, driven, driving, crew, bans)
    other_driven = driven + less if later < crew.rest_min else max(0, driven - less)
    other = outcomes(later, min(other_driven, crew.drive_min), driving, crew, bans)
    for b in other:
        assert any(
            a.ends <= b.ends and (a.driven <= b.driven or a.ends + crew.rest_min <= b.ends)
            for a in one
        )


def test_adding_ban_and_rest_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault: a night stood under the ban, and the rest of the day after it besides."""
    night: tuple[Window, ...] = (Window(10, 22, 0, "night_bans:x"),)
    case = (0, 12, Crew(10, 12), [(0, 12, night)])
    assert outcomes(0, *case)[0].ends == 24 == min(any_minute(*case, 40).values())
    under = rest_module._under_ban

    def added(one: Outcome, *rest: object) -> list[Outcome]:
        return [o._replace(ends=o.ends + 12) for o in under(one, *rest)]  # type: ignore[arg-type]

    monkeypatch.setattr(rest_module, "_under_ban", added)
    assert outcomes(0, *case)[0].ends == 36


def drive(origin: str, destination: str, depart: datetime, crew: str = "one_driver"):  # type: ignore[no-untyped-def]
    query = Query(
        origin=origin,
        destination=destination,
        depart=depart,
        modes=(Mode.ROAD,),
        consignment=TRUCK,
        objective=Objective.TIME,
        crew=crew,
        k=1,
    )
    itinerary = solve(query)[3]
    assert itinerary is not None
    return itinerary


@pytest.mark.parametrize("crew", ["one_driver", "two_drivers"])
@pytest.mark.parametrize("hour", [5, 12, 20])
def test_nobody_drives_on_the_banned_roads_at_night(hour: int, crew: str) -> None:
    """Quetta - Taftan, 630 km: two nights at most are stood, and no rest of the day besides."""
    way = drive("Quetta", "Taftan", datetime(2026, 12, 1, hour), crew)
    (leg,) = [g for g in way.legs if g.kind == "line_haul"]
    stood = sum(i.time.typical for i in leg.items if i.type == DRIVING_BAN) / 60
    rested = sum(i.time.typical for i in leg.items if i.type == DRIVER_REST) / 60
    driving = leg.time.typical / 60 - stood - rested
    nights = (leg.arrives - leg.departs).days + 1
    assert 24 < driving < 27
    assert 0 < stood + rested <= 12 * (nights + 1)
    assert 6 <= leg.arrives.hour < 18, "the last stretch lies under the ban"


def test_quetta_to_taftan_takes_two_days_and_not_the_sum_of_ban_and_rest() -> None:
    way = drive("Quetta", "Taftan", datetime(2026, 12, 1, 8))
    assert 48 < way.time.typical / 60 < 51
    before = drive("Quetta", "Taftan", datetime(2025, 2, 1, 8))
    assert not any(i.type == DRIVING_BAN for g in before.legs for i in g.items)


def test_a_later_truck_never_overtakes_under_the_ban() -> None:
    start = datetime(2026, 12, 1)
    found = [drive("Quetta", "Taftan", start + timedelta(hours=h)).arrival for h in range(0, 48, 6)]
    assert all(a <= b for a, b in pairwise(found))


def test_the_ban_goes_by_the_day_the_truck_is_there() -> None:
    """A truck that leaves before the first day of the ban meets it on its first night."""
    first = next(b for b in dataset().night_bans if b.id == "pk_n40_2025").from_date
    way = drive("Quetta", "Taftan", datetime.combine(first, time(8)) - timedelta(days=1))
    stood = [i for g in way.legs for i in g.items if i.type == DRIVING_BAN]
    assert stood


@pytest.mark.parametrize(
    ("origin", "day", "cargo", "stands"),
    [
        ("Almaty", datetime(2026, 7, 10, 8), "general", True),
        ("Almaty", datetime(2026, 7, 10, 8), "perishable", False),
        ("Almaty", datetime(2026, 11, 10, 8), "general", False),
        ("Tashkent", datetime(2026, 7, 10, 8), "general", False),
    ],
)
def test_the_heat_of_kazakhstan_stops_general_goods_at_home_in_summer(
    origin: str, day: datetime, cargo: str, stands: bool
) -> None:
    """International carriage and perishable food are exempt; who drives, drives from 22 to 10 h."""
    query = Query(
        origin=origin,
        destination="Kyzylorda",
        depart=day,
        modes=(Mode.ROAD,),
        consignment=Consignment(unit="truck", cargo=cargo),
        k=1,
    )
    itinerary = solve(query)[3]
    assert itinerary is not None
    stood = [i for g in itinerary.legs for i in g.items if i.type == DRIVING_BAN]
    assert bool(stood) == stands
