"""First and last days: what is reached on a day is there on that day, whatever day it was left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from corridor.errors import NoRouteError
from corridor.model.charge import FIRST_DAY
from corridor.model.mode import Mode
from corridor.model.query import Query
from corridor.planning.reasons import no_route
from corridor.planning.time.clock import Departure
from corridor.planning.time.windows import life, passage
from corridor.tables.dataset import Dataset
from tests.longer import many
from tests.real import dataset, planning, solve

DEPART = datetime(2026, 12, 1, 8)
_DAYS = st.none() | st.dates(date(2026, 11, 1), date(2027, 2, 1))
# The last day on which Indian ports took goods of Pakistan, by the row of the port.
_LAST = date(2025, 5, 2)
INDIA = Query(
    origin="karachi_port",
    destination="nhava_sheva_port",
    depart=DEPART,
    modes=(Mode.SEA,),
    k=1,
)


@settings(max_examples=many(100, 2000), deadline=None)
@given(first=_DAYS, last=_DAYS, hour=st.integers(0, 24 * 90))
def test_what_is_reached_is_there_waited_for_or_over(
    first: date | None, last: date | None, hour: int
) -> None:
    """Against the days counted out: there from the first to the last, both included."""
    if first and last and last < first:
        first, last = last, first
    met = passage(hour * 60, life(first, last, "t:x", Departure(DEPART)))
    here = DEPART + timedelta(hours=hour)
    begins = here if first is None else max(here, datetime.combine(first, datetime.min.time()))
    if last is not None and here.date() > last:
        assert met is None
        return
    assert met is not None
    assert met.wait == round((begins - here).total_seconds() / 60)
    assert met.delay == 0
    assert met.rows == (("t:x",) if met.wait else ())


def leg_of_sea(query: Query, tables: Dataset | None = None) -> datetime | None:
    """When the goods stand at the ship, None where nothing sails."""
    *_, itinerary = solve(query, tables)
    if itinerary is None:
        return None
    return next(leg.departs for leg in itinerary.legs if leg.kind == "sailing")


@pytest.mark.parametrize("days", range(-20, 3))
def test_the_ban_goes_by_the_day_the_goods_reach_it(days: int) -> None:
    """Every departure around the ban: either ship and port of landing are met in time, or nothing."""
    depart = datetime.combine(_LAST, datetime.min.time()) + timedelta(days=days, hours=8)
    *_, itinerary = solve(replace(INDIA, depart=depart))
    tables = replace(
        dataset(), closures=tuple(c for c in dataset().closures if not c.id.endswith("_ban"))
    )
    *_, unbarred = solve(replace(INDIA, depart=depart), tables)
    assert unbarred is not None
    ship, landing = (
        next(leg for leg in unbarred.legs if leg.kind == kind and leg.start.country == country)
        for kind, country in (("sailing", "PK"), ("port", "IN"))
    )
    in_time = ship.departs.date() <= _LAST and landing.departs.date() <= _LAST
    assert (itinerary is not None) == in_time


def test_the_ban_is_told_with_its_reason() -> None:
    plan = planning(replace(INDIA, depart=datetime(2025, 5, 4, 8)))
    network = plan.graph()
    with pytest.raises(NoRouteError, match=r"2025-05-03.*cargo that comes from or goes to"):
        raise no_route(plan, network, plan.solver(network))


def test_the_ban_is_of_one_trade_alone() -> None:
    """Goods of Iran sail to the same Indian port in 2026."""
    query = replace(INDIA, origin="chabahar_port", depart=DEPART)
    assert leg_of_sea(query) is not None


def of_service(key: str, **days: date) -> Dataset:
    """The tables with other days of one service."""
    rows = tuple(structs.replace(s, **days) if s.id == key else s for s in dataset().sea_services)
    return replace(dataset(), sea_services=rows)


def test_a_service_that_begins_on_the_way_is_waited_for() -> None:
    query = replace(INDIA, depart=datetime(2022, 6, 1, 8))
    tables = of_service("karachi_nhava_sheva", first_day=date(2022, 6, 20))
    *_, itinerary = solve(query, tables)
    assert itinerary is not None
    leg = next(leg for leg in itinerary.legs if leg.kind == "sailing")
    (wait,) = [i for i in leg.items if i.type == FIRST_DAY]
    leaves = leg.departs + timedelta(minutes=wait.time.typical)
    assert (leaves.date(), leaves.hour) == (date(2022, 6, 20), 0)
    assert any(w.reason == FIRST_DAY.reason for w in leg.waits)


def test_an_ended_service_sails_no_more_but_where_it_is_opened() -> None:
    query = replace(INDIA, depart=datetime(2022, 6, 1, 8))
    tables = of_service("karachi_nhava_sheva", last_day=date(2022, 5, 1))
    plan = planning(query, tables)
    network = plan.graph()
    solver = plan.solver(network)
    assert solver.best(query.objective) is None
    with pytest.raises(NoRouteError, match=r"only until 2022-05-01") as told:
        raise no_route(plan, network, solver)
    assert "--open karachi_nhava_sheva" in told.value.remedy
    assert leg_of_sea(replace(query, open=("karachi_nhava_sheva",)), tables) is not None


_INDIA = {h.id for h in dataset().hubs if h.country == "IN"}
_ABROAD = ("novorossiysk_port", "jebel_ali_port", "colombo_port", "chabahar_port")


@pytest.mark.parametrize(("year", "barred"), [(2024, False), (2026, True)])
def test_goods_of_pakistan_met_indian_ports_before_the_ban_and_none_since(
    year: int, barred: bool
) -> None:
    """Whatever the ships and whichever way: no call at an Indian port, direct or to change ships."""
    calls: set[str] = set()
    for far in _ABROAD:
        for ends in (("karachi_port", far), (far, "karachi_port")):
            query = replace(
                INDIA,
                origin=ends[0],
                destination=ends[1],
                depart=datetime(year, 2, 1, 8),
                close=("hormuz",),
            )
            *_, itinerary = solve(query)
            if itinerary is not None:
                calls |= {leg.subject for leg in itinerary.legs if leg.kind == "port"}
    assert bool(calls & _INDIA) != barred
