"""The profile over departure days: each day is the answer of that day, and what is said of them is true."""

from __future__ import annotations

import csv
import io
import itertools
import json
import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corridor
from corridor.analysis.choice.profile import Day, Profile, profile
from corridor.engine import RouteEngine
from corridor.errors import InputError, NoRouteError
from corridor.model.consignment import Consignment
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.planning.cache import PlannerCache
from corridor.report.document.profile.records import PROFILE
from corridor.report.document.read import read_document
from corridor.report.text.profile import profile_text
from tests.cli.inside import inside
from tests.factories import closure
from tests.longer import many
from tests.real import DAY, engine

pytestmark = pytest.mark.slow

TRUCK = Consignment(unit="truck")
# Over the holidays of the posts, the season of the pass, limits, other objectives.
ASKED = (
    (Query(origin="Minsk", destination="Karachi", depart=DAY), 82),
    (Query(origin="Tashkent", destination="Karachi", consignment=TRUCK, depart=DAY), 30),
    (Query(origin="Almaty", destination="Islamabad", consignment=TRUCK, depart=DAY), 98),
    (
        Query(
            origin="Minsk",
            destination="Karachi",
            depart=DAY,
            objective=Objective.COST,
            by=DAY + timedelta(days=50),
        ),
        14,
    ),
    (Query(origin="Kabul", destination="Karachi", depart=DAY, objective=Objective.P90_TIME), 8),
)


def quiet(_: str) -> None:
    """No progress."""


@cache
def found(number: int) -> Profile:
    """The last days of a span, where the interesting ones are."""
    query, days = ASKED[number]
    last = many(5, days)
    later = query.depart + timedelta(days=days - last)
    return profile(engine(), replace(query, depart=later), last, quiet)


@pytest.mark.parametrize("number", range(len(ASKED)))
def test_each_day_is_the_answer_of_that_day(number: int) -> None:
    days = found(number).days
    changed = [n for n, day in enumerate(days) if day.change is not None]
    sampled = sorted({*changed[:1], *random.Random(number).sample(range(len(days)), many(1, 5))})
    for day in (days[n] for n in sampled):
        query = replace(found(number).query, depart=day.depart)
        best = engine().ask(replace(query, k=1)).itineraries[0]
        ours = day.itinerary
        assert ours is not None
        assert (ours.cost, ours.time, ours.arrival) == (best.cost, best.time, best.arrival)
        assert ours.borders == best.borders
        assert [leg.items for leg in ours.legs] == [leg.items for leg in best.legs]


def test_an_answer_of_another_day_would_be_seen() -> None:
    """The days of one span differ, so that the test above can fail."""
    days = [day.itinerary for day in found(2).days]
    assert len({(i.cost, i.time) for i in days if i}) > 1


def test_on_a_day_of_change_the_way_before_is_no_better() -> None:
    """By the figure that answers of that day give it, if they list it."""
    several = [n for n in range(len(ASKED)) if len({d.way for d in found(n).days}) > 1]
    assert several
    for number in several:
        days = found(number).days
        for before, day in itertools.pairwise(days):
            if day.change is None or day.itinerary is None or before.itinerary is None:
                continue
            query = replace(found(number).query, depart=day.depart, k=4, all=True)
            posts = [b.crossing_id for b in before.itinerary.borders]
            for other in engine().ask(query).itineraries:
                if [b.crossing_id for b in other.borders] == posts:
                    assert other.figure(query.objective) >= day.figure


def test_prices_of_a_day_are_its_own_where_a_surcharge_begins() -> None:
    """The fuel surcharge of Pakistani ports began on 27 March 2026: days share prices only where it does."""
    query = Query(
        origin="Karachi port", destination="Jebel Ali", depart=datetime(2026, 3, 26, 8), k=1
    )
    cents = [
        d.itinerary.cost.typical for d in profile(engine(), query, 2, quiet).days if d.itinerary
    ]
    alone = [
        engine().fresh().ask(replace(query, depart=query.depart + timedelta(days=n)))
        for n in (0, 1)
    ]
    assert cents == [a.itineraries[0].cost.typical for a in alone]
    assert cents[1] - cents[0] == 26_000


def shut(first: date, last: date | None) -> RouteEngine:
    """The engine with Gabd closed on some days."""
    base = engine()
    source = base.dataset.closures[0].source_id
    row = closure("gabd_shut", ("crossing", "gabd_road"), "closed", first, last, source_id=source)
    closures = (*base.dataset.closures, row)
    return replace(base, dataset=replace(base.dataset, closures=closures), cache=PlannerCache())


def test_a_closure_that_moves_the_answer_is_told_with_its_row() -> None:
    """Gabd shut from 10 to 14 January: whoever would be there then goes round, and both ends are told."""
    over = shut(date(2027, 1, 10), date(2027, 1, 14))
    query = Query(origin="Minsk", destination="Karachi", depart=datetime(2026, 12, 21, 8))
    days = profile(over, query, 12, quiet).days
    ways = [day.way for day in days]
    assert ways[0] == ways[-1] == 0
    assert set(ways) == {0, 1}
    went, came = (day.change for day in days if day.change is not None)
    assert went is not None
    assert came is not None
    assert (went.text.code, came.text.code) == ("profile.slower", "profile.faster")
    for change in (went, came):
        assert any("gabd_shut" in row for row in change.rows)
    told = dict(went.text.parameters)
    assert float(cast("float", told["much"])) > 100


def test_a_closure_without_end_is_told_as_shut() -> None:
    over = shut(date(2027, 1, 12), None)
    query = Query(origin="Minsk", destination="Karachi", depart=datetime(2026, 12, 22, 8))
    days = profile(over, query, 4, quiet).days
    (change,) = (day.change for day in days if day.change is not None)
    assert change.text.code == "profile.shut"
    assert any("gabd_shut" in row for row in change.rows)


def test_days_after_the_date_to_keep_have_no_way_and_none_at_all_is_told() -> None:
    query = Query(
        origin="Kabul", destination="Karachi", depart=DAY, arrive_by=DAY + timedelta(days=12)
    )
    days = profile(engine(), query, 14, quiet).days
    kept = [day.way is not None for day in days]
    assert kept == sorted(kept, reverse=True)
    assert kept.count(True) in (2, 3)
    with pytest.raises(NoRouteError, match="the fastest itinerary takes"):
        profile(engine(), replace(query, arrive_by=DAY + timedelta(days=5)), 3, quiet)


def test_leaving_later_is_nowhere_earlier_by_time() -> None:
    query = Query(
        origin="Almaty",
        destination="Lahore",
        depart=datetime(2027, 2, 3, 8),
        objective=Objective.TIME,
        consignment=TRUCK,
    )
    arrivals = [d.itinerary.arrival for d in profile(engine(), query, 5, quiet).days if d.itinerary]
    assert arrivals == sorted(arrivals)
    assert len(arrivals) == 5


# ---------------------------------------------------------------- what is said of the days
@settings(max_examples=many(40, 400), deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.integers(1, 5)), min_size=1))
def test_best_worst_shortest_and_soonest_are_those_of_all_days(
    drawn: list[tuple[int, int, int]],
) -> None:
    days = []
    for number, (way, figure, long) in enumerate(drawn):
        depart = DAY + timedelta(days=number)
        made = SimpleNamespace(
            time=SimpleNamespace(typical=long * 1440), arrival=depart + timedelta(days=long)
        )
        days.append(Day(depart, way or None, cast("Any", made) if way else None, float(figure)))
    whole = Profile(cast("Any", None), tuple(days), ())
    kept = [(d, n) for d, n in zip(days, drawn, strict=True) if n[0]]
    if not kept:
        return
    figures = [n[1] for _, n in kept]
    assert whole.best == kept[figures.index(min(figures))][0]
    assert whole.worst == kept[figures.index(max(figures))][0]
    assert whole.shortest == min(kept, key=lambda k: (k[1][2], k[0].depart))[0]
    first = min(d.depart + timedelta(days=n[2]) for d, n in kept)
    ends = [d for d, n in kept if d.depart + timedelta(days=n[2]) == first]
    assert whole.soonest == ends[-1]


def of_python() -> corridor.Planner:
    """The planner of Python users on the loaded engine."""
    return corridor.Planner(engine())


def test_document_frame_and_files_have_every_day(tmp_path: Path) -> None:
    asked = of_python().profile(
        "Almaty", "Islamabad", "truck", depart="2027-03-02..2027-03-06", k=1
    )
    assert [day.depart[:10] for day in asked.days] == [f"2027-03-0{n}" for n in range(2, 7)]
    saved = read_document(asked.save(tmp_path / "p.json"), PROFILE)
    assert saved == asked.record
    assert saved.made
    assert "--depart 2027-03-02..2027-03-06" in saved.made.command
    frame = asked.to_frame()
    assert list(frame.depart) == [day.depart for day in asked.days]
    rows = list(csv.DictReader(io.StringIO(asked.save(tmp_path / "p.csv").read_text("utf-8"))))
    assert [float(r["cost_usd_typical"]) for r in rows] == list(frame.cost_usd_typical)
    assert asked.best.record.query.depart == asked.record.best
    assert asked.best.best.totals.cost_usd.typical == min(
        day.cost_usd.typical for day in asked.days if day.cost_usd and day.depart == saved.best
    )
    broken = json.loads(msgspec.json.encode(saved)) | {"best": "2026-01-01T08:00"}
    (tmp_path / "p.json").write_text(json.dumps(broken))
    with pytest.raises(InputError, match=r"\$\.best"):
        read_document(tmp_path / "p.json", PROFILE)


def test_the_text_is_one_screen_whatever_the_days_bring() -> None:
    """Days that change each day, and days that never do."""
    record = of_python().profile("Kabul", "Karachi", depart="2026-12-01..2026-12-02").record
    one = record.days[0]
    ways = tuple(msgspec.structs.replace(record.ways[0], number=n, days=30) for n in range(1, 7))
    many_days = tuple(
        msgspec.structs.replace(
            one, depart=f"2026-{1 + n // 28:02}-{1 + n % 28:02}T08:00", way=n % 6 + 1
        )
        for n in range(180)
    )
    named = dict.fromkeys(("best", "worst", "shortest", "soonest"), many_days[0].depart)
    busy = msgspec.structs.replace(record, ways=ways, days=many_days, **named)
    for shown in (record, busy):
        text = profile_text(shown)
        lines = text.splitlines()
        assert len(lines) <= 34
        assert max(map(len, lines)) <= 84
    assert "The answer changes 179 times" in profile_text(busy)


# ---------------------------------------------------------------- on the command line
def test_command_prints_writes_and_refuses(tmp_path: Path) -> None:
    out = tmp_path / "days.csv"
    span = ("route", "Kabul", "Karachi", "--depart", "2026-12-01..2026-12-03")
    done = inside(*span, "--out", str(out))
    assert done.returncode == 0
    assert "Every day to leave is alike" in done.stdout
    assert len(out.read_text(encoding="utf-8").splitlines()) == 4
    told = json.loads(inside(*span, "--json").stdout)
    assert told["kind"] == "profile"
    assert len(told["days"]) == 3
    (tmp_path / "days.json").write_text(json.dumps(told))
    again = inside("verify", str(tmp_path / "days.json"))
    assert again.returncode == 0
    assert again.stdout.startswith("The same")
    told["days"][1]["cost_usd"]["typical"] += 1
    (tmp_path / "days.json").write_text(json.dumps(told))
    assert inside("verify", str(tmp_path / "days.json")).returncode == 3
    bound = inside(*span, "--avoid", "TM", "--max-days", "20", "--objective", "cost").stdout
    assert "asked: objective cost; avoid TM; max-days 20" in bound
    none = inside(*span[:4], "2026-12-01..2026-12-02", "--max-days", "2")
    assert none.returncode == 1
    assert "the fastest itinerary takes" in none.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--depart", "2026-12-03..2026-12-01"), "ends before it begins"),
        (("--depart", "2026-12-03.."), "is not a span of days"),
        (("--depart", "2026-12-03..2026-12-09T08:00"), "is not a span of days"),
        (("--depart", "2026-01-01..2027-12-31"), "spans 730 days"),
        (
            ("--depart", "2026-12-01..2026-12-02", "--map", "x.html"),
            "--map shows the answer of one",
        ),
        (("--depart", "2026-12-01..2026-12-02", "--why", "torkham"), "--why shows the answer of"),
        (("--depart", "2026-12-01..2026-12-02", "--out", "x.xlsx"), "is written as .json"),
    ],
)
def test_spans_that_cannot_be_meant_are_refused(options: tuple[str, ...], said: str) -> None:
    done = inside("route", "Kabul", "Karachi", *options)
    assert done.returncode == 2
    assert said in done.stderr


def test_only_route_takes_a_span() -> None:
    done = inside("pareto", "Kabul", "Karachi", "--depart", "2026-12-01..2026-12-03")
    assert done.returncode == 2
    assert "corridor route and planner.profile take a span" in done.stderr
    with pytest.raises(InputError, match="is a span of days"):
        of_python().route("Kabul", "Karachi", depart="2026-12-01..2026-12-03")
