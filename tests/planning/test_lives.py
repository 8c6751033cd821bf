"""Whatever has days is shut before the first and after the last of them: laws over whole tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise

import pytest
from msgspec import structs

from corridor.model.charge import FIRST_DAY
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.model.ref import Ref, RefKind
from corridor.model.status import Built
from corridor.planning.links.priced import priced_links
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.query.constraints import LIVED
from corridor.planning.steps import Planning
from corridor.planning.time.windows import passage
from corridor.tables.dataset import Dataset
from tests.longer import some
from tests.real import dataset, planning, solve

ASKED = Query(origin="Minsk", destination="Karachi", depart=datetime(2026, 12, 1, 8), k=1)
_YESTERDAY, _NEXT_WEEK = date(2026, 11, 30), date(2026, 12, 8)
TABLES = tuple(LIVED)


def with_days(table: str, **days: date | None) -> Dataset:
    """The tables with the same days on every row of one of them."""
    rows = tuple(structs.replace(row, **days) for row in getattr(dataset(), table))
    return replace(dataset(), **{table: rows})  # type: ignore[arg-type]


@cache
def planned(table: str, kind: str) -> tuple[Planning, SearchGraph]:
    days = {"ended": {"last_day": _YESTERDAY}, "early": {"first_day": _NEXT_WEEK}}[kind]
    plan = planning(ASKED, with_days(table, **{"first_day": None, "last_day": None, **days}))
    return plan, plan.graph()


def stored_links(plan: Planning, *keys: str) -> list[int]:
    """Stored links that the days of some rows are of."""
    asked = plan.resolved.query
    priced = priced_links(
        plan.context,
        plan.resolved.load,
        crew=asked.crew,
        rail_service=asked.train,
        on=asked.depart.date(),
    )
    refs = (Ref(RefKind.LIFE, key) for key in keys)
    return [int(n) for ref in refs for n in priced.links_of.get(ref, ())]


def usable(plan: Planning, graph: SearchGraph, table: str) -> list[int]:
    """Links that a row of the table is, or leads over, and that may be used."""
    found = []
    if table == "rail_services":
        # Whoever boards a train; who rides on has boarded it.
        keys = (row.key for row in getattr(plan.context.dataset, table))
        return [n for n in stored_links(plan, *keys) if not graph.shut[n]]
    for link in range(graph.count):
        kind, row = graph.kind_of(link), int(graph.row[link])
        if graph.shut[link]:
            continue
        if (
            (table == "crossings" and kind is LinkKind.BORDER)
            or (
                table == "transit_regimes"
                and kind is LinkKind.BORDER
                and graph.borders[row].regime is not None
            )
            or (table == "sea_services" and kind is LinkKind.SAILING)
            or (
                table == "terminals"
                and kind is LinkKind.TRANSFER
                # From train to train of one yard nothing is handled.
                and graph.transfers[row].handled
            )
            or (
                table == "terminals"
                and kind is LinkKind.PORT
                and graph.ports[row].terminal is not None
            )
            or (
                table == "ship_changes"
                and kind is LinkKind.PORT
                and graph.ports[row].change is not None
            )
            or (table == "sections" and kind is LinkKind.LINE_HAUL)
        ):
            found.append(link)
    return found


@pytest.mark.parametrize("table", TABLES)
def test_what_has_ended_is_shut_on_every_row(table: str) -> None:
    now = planning(ASKED)
    assert usable(now, now.graph(), table), "the law is of something"
    plan, graph = planned(table, "ended")
    assert not usable(plan, graph, table)


@pytest.mark.parametrize("table", [t for t in TABLES if t != "sections"])
def test_what_begins_is_waited_for_on_every_row(table: str) -> None:
    """Whoever comes now waits for the first day by the clock of the place; who comes then does not."""
    plan, graph = planned(table, "early")
    links = usable(plan, graph, table)
    assert links
    day = plan.resolved.timetable.departure
    for link in links:
        ((at, windows),) = ((t.offset, t.windows) for t in graph.timed[link])
        assert at == 0
        met = passage(0, windows)
        assert met is not None
        begins = day.utc + timedelta(minutes=met.wait)
        # Clocks of the tables lie between Greenwich and ten hours ahead of it.
        assert met.wait == 0 or begins > datetime.combine(_NEXT_WEEK, time()) - timedelta(hours=14)
        assert f"{table}:" in " ".join(w.row for w in windows)


def test_what_is_opened_by_name_has_no_days() -> None:
    """--open of one thing lifts its own days, and of nothing else."""
    tables = with_days("crossings", last_day=_YESTERDAY)
    plan = planning(replace(ASKED, open=("torkham_road",)), tables)
    graph = plan.graph()
    ways = usable(plan, graph, "crossings")
    left = {graph.borders[int(graph.row[n])].crossing.id for n in ways}
    assert left == {"torkham_road"}
    tables = with_days("sections", last_day=_YESTERDAY)
    plan = planning(replace(ASKED, open=("kabul__jalalabad__road",)), tables)
    graph = plan.graph()
    over = {
        graph.segments.graph.segment_section[abs(s) - 1]
        for n in usable(plan, graph, "sections")
        for s in graph.hauls.segments(int(graph.row[n]))
    }
    assert over <= {"kabul__jalalabad__road"}


def dated_rows() -> list[tuple[str, str]]:
    """Every row of the tables with a day of its own that is in use."""
    return [
        (table, row.id)
        for table in TABLES
        for row in getattr(dataset(), table)
        if (row.first_day or row.last_day)
        and (table not in ("crossings", "sections") or row.status == Built.OPEN)
    ]


def far(table: str, key: str) -> bool:
    """Whether a row begins so late that a journey of the tables' first years does not wait."""
    row = next(r for r in getattr(dataset(), table) if r.id == key)
    return row.first_day is not None and row.first_day > date(2017, 4, 1)


def test_the_tables_have_days_of_every_kind_and_their_sources() -> None:
    rows = dated_rows()
    assert {table for table, _ in rows} == set(TABLES)
    for table, key in rows:
        row = next(r for r in getattr(dataset(), table) if r.id == key)
        assert row.source_id.partition("-")[0] != "own" or getattr(row, "days_source", "own"), key


FAR = [r for r in dated_rows() if r[0] != "sections" and far(*r)]


@pytest.mark.parametrize(("table", "key"), some(FAR, 6))
def test_each_dated_row_shuts_its_links_long_before_its_first_day(table: str, key: str) -> None:
    row = next(r for r in getattr(dataset(), table) if r.id == key)
    before = datetime.combine(row.first_day, time(8)) - timedelta(days=450)
    asked = replace(ASKED, depart=before)
    plan = planning(asked)
    graph = plan.graph()
    for link in stored_links(plan, row.key):
        assert graph.shut[link], key


def test_july_2019_passes_nothing_that_was_opened_later() -> None:
    for depart in (datetime(2019, 7, 1, 8), datetime(2017, 3, 1, 8)):
        for origin in ("Tashkent", "Tehran"):
            asked = Query(origin=origin, destination="Karachi", depart=depart)
            itinerary = solve(asked)[3]
            assert itinerary is not None
            passed = {b.crossing_id for b in itinerary.borders}
            late = {
                c.id for c in dataset().crossings if c.first_day and c.first_day > depart.date()
            }
            assert "gabd_road" in late
            assert not passed & late


def arrival(depart: datetime) -> tuple[datetime, bool]:
    """When goods of Chabahar come to Gwadar, and whether they waited for a first day."""
    asked = Query(origin="Chabahar", destination="Gwadar", depart=depart, modes=(Mode.ROAD,), k=1)
    itinerary = solve(replace(asked, objective=Objective.TIME))[3]
    assert itinerary is not None
    waited = any(i.type == FIRST_DAY for leg in itinerary.legs for i in leg.items)
    return itinerary.arrival.replace(tzinfo=None), waited


def test_a_post_that_opens_on_the_way_is_waited_for_first_in_first_out() -> None:
    """Around the opening of Gabd, 19 December 2020: who leaves later is never there earlier."""
    days = [datetime(2020, 12, d, 8) for d in range(8, 22)]
    found = [arrival(d) for d in days]
    assert all(one[0] <= other[0] for one, other in pairwise(found))
    assert any(waited for _, waited in found)
    assert not found[-1][1]


def test_a_post_opened_by_name_is_open_with_the_line_over_it() -> None:
    """The line of a post has no days of its own, so that --open of the post is enough."""
    over = {c.section_id for c in dataset().crossings}
    twice = [s.id for s in dataset().sections if s.id in over and s.status == Built.OPEN]
    assert not [s for s in twice if dataset().section[s].first_day or dataset().section[s].last_day]
    asked = Query(
        origin="Chabahar",
        destination="Gwadar",
        depart=datetime(2019, 7, 1, 8),
        modes=(Mode.ROAD,),
        open=("gabd_road",),
        k=1,
    )
    itinerary = solve(asked)[3]
    assert itinerary is not None
    assert "gabd_road" in {b.crossing_id for b in itinerary.borders}
