"""
"If open" is what --open gives: for every closure of the tables, to the minute and the cent.

Opened the other way, by --open, the network is made anew without the closures; in the answer
they are lifted from links that are there. Both must come to the same hours and dollars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache

import pytest

from corridor.engine import RouteEngine
from corridor.errors import NoRouteError
from corridor.model.answer import Answer
from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.model.scenario import Overlay, RowChange
from corridor.planning.answer import blocked
from corridor.planning.links.search_graph import Timed
from corridor.planning.search import through
from corridor.planning.time.windows import in_force
from corridor.tables.dataset import Dataset
from corridor.tables.records import Closure
from tests.longer import many, some
from tests.real import DAY, dataset, engine, planning
from tests.words import words

pytestmark = pytest.mark.slow

# Both directions, past every post and port of the table, by land alone and over the sea.
PAIRS = (
    ("Minsk", "Karachi", "rail,road,sea"),
    ("Karachi", "Tashkent", "road"),
    ("Jalalabad", "Karachi", "road"),
    ("Kandahar", "Quetta", "road"),
    ("Tehran", "Quetta", "rail,road"),
    ("Kashgar", "Islamabad", "road"),
    ("Orenburg", "Tashkent", "road"),
    ("Jebel Ali", "Tehran", "rail,road,sea"),
    ("Termez", "Mazar", "rail,road"),
)
# Posts that none of these passes near, each with a pair that does.
NEAR = {
    "bakhty_road": ("Semey", "Urumqi", Mode.ROAD),
    "mahirud_road": ("Farah", "Birjand", Mode.ROAD),
    "hairatan_rail": ("Termez", "Mazar", Mode.RAIL),
}
# So many of them a day, and one objective after another, so that all take part.
PAIRS_A_DAY = 4
OBJECTIVES = (Objective.GENERALISED, Objective.TIME, Objective.GENERALISED, Objective.COST)


def days_of(row: Closure) -> Iterator[date]:
    """Days on which a closure is in force: begun, and near its end."""
    if row.season_from is not None:
        last = row.to_date or date(2027, 1, 15)
        yield date(last.year - 1, *row.season_from) + timedelta(days=20)
        return
    first = row.from_date or date(2026, 1, 1)
    last = row.to_date or first + timedelta(days=60)
    yield first + (last - first) / 2


@cache
def days() -> tuple[date, ...]:
    """Dates on which a closed row of the tables holds, and a day of none."""
    rows = [r for r in dataset().closures if r.effect == "closed"]
    every = sorted({d for row in rows for d in days_of(row)})
    return tuple(sorted({*some(every, 5), date(2026, 12, 1)}))


def queries() -> list[Query]:
    """The pairs on those days."""
    found = []
    for number, day in enumerate(days()):
        for turn in range(PAIRS_A_DAY):
            at = number * PAIRS_A_DAY + turn
            origin, destination, modes = PAIRS[(at + number // 3) % len(PAIRS)]
            found.append(
                Query(
                    origin=origin,
                    destination=destination,
                    depart=datetime.combine(day, time(8)),
                    modes=tuple(Mode(m) for m in modes.split(",")),
                    objective=OBJECTIVES[at % len(OBJECTIVES)],
                    k=1,
                )
            )
    # The ports shut to one trade alone bear on that trade alone.
    eve = datetime(2025, 4, 20, 8)
    barred = Query(
        origin="karachi_port",
        destination="nhava_sheva_port",
        depart=eve,
        modes=(Mode.SEA,),
        k=1,
    )
    near = [
        Query(
            origin=origin,
            destination=destination,
            depart=datetime.combine(day, time(8)),
            modes=(mode,),
            k=1,
        )
        for row in dataset().closures
        if row.effect == "closed" and row.subject_id in NEAR
        for origin, destination, mode in (NEAR[row.subject_id],)
        for day in days_of(row)
    ]
    return [*found, barred, *near]


@cache
def answers() -> tuple[Answer, ...]:
    """Their answers; where there is no way nothing is opened either."""
    found = []
    for query in queries():
        try:
            found.append(engine().ask(query))
        except NoRouteError:
            continue
    return tuple(found)


def told_and_opened(
    answer: Answer, tables: Dataset | None = None
) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    """What each opening is said to bring, and what the same question with --open brings."""
    for entry in answer.blocked:
        assert entry.if_open is not None
        plan = planning(replace(answer.query, open=(entry.subject.id,)), tables)
        network = plan.graph()
        journey = plan.journey(network)
        solver = plan.solver(network)
        over = network.links_of(entry.subject)
        best = solver.best(answer.query.objective)
        assert best is not None
        # The best of --open, where it is over it; else the best of --open that is over it.
        used = {s.link for s in best.steps} & set(over.tolist())
        way = best if used else solver.best_over(over)
        assert way is not None, entry.subject.id
        cents, minutes = journey.totals_of(way)
        told = (entry.if_open.cost_cents, entry.if_open.time_min)
        yield entry.subject.id, told, (cents, minutes)


def wrong(found: tuple[Answer, ...], tables: Dataset | None = None) -> list[str]:
    """Openings that are told otherwise than --open has them."""
    return [
        f"{answer.query.origin} {answer.query.destination} {answer.query.depart}: {name} {one}"
        for answer in found
        for name, told, opened in told_and_opened(answer, tables)
        for one in [(told, opened)]
        if told != opened
    ]


def test_if_open_is_what_open_gives_for_every_closure_of_the_tables() -> None:
    told = {(*e.subject, bool(e.until)) for a in answers() for e in a.blocked}
    rows = [r for r in dataset().closures if r.effect == "closed"]
    every = {
        (*r.subject, r.to_date is not None) for r in rows if r.subject_kind in ("crossing", "port")
    }
    if many(0, 1):
        assert told >= every, "each closure of a crossing or port bears on some answer"
    assert len(told & every) > len(every) / 3
    assert not wrong(answers())


def _own(name: str, **cells: str) -> RowChange:
    """A row of a person's own closures."""
    given = {"cargo": "all", "effect": "closed", **cells}
    given |= {"last_confirmed": "2026-11-30", "as_of": "2026-11-30", "note": "told by a driver"}
    return RowChange("closures", name, tuple(given.items()), "closures.csv, row 2")


GABD, KARACHI = ("crossing", "gabd_road"), ("port", "karachi_port")
ENDED, FOR_GOOD, COMING, SEASON = (
    {"from_date": "2026-11-20", "to_date": "2026-12-24"},
    {"from_date": "2026-11-20"},
    {"from_date": "2026-12-04"},
    {"season_from": "11-01", "season_to": "02-28"},
)
OWN = ((ENDED, SEASON), (COMING, FOR_GOOD), (SEASON, ENDED))
# Over them, and with the port itself at an end.
OWN_PAIRS = (("Tehran", "Karachi"), ("Karachi port", "Tehran"), ("Jebel Ali", "Lahore"))


@pytest.mark.parametrize(("post", "port"), OWN)
def test_if_open_is_what_open_gives_for_own_rows(
    post: dict[str, str], port: dict[str, str]
) -> None:
    """A strike until a day, one that will come, a season; at a post, a port, a port as origin."""
    rows = tuple(
        _own(f"own_{key}", subject_kind=kind, subject_id=key, **when)
        for (kind, key), when in ((GABD, post), (KARACHI, port))
    )
    own = engine().with_overlay(Overlay(name="own", origin="own", as_of="2026-11-30", rows=rows))
    told: set[str] = set()
    for origin, destination in OWN_PAIRS:
        query = Query(origin=origin, destination=destination, depart=DAY, k=1)
        answer = own.ask(query)
        told |= {e.subject.id for e in answer.blocked}
        assert not wrong((answer,), own.dataset)
    assert told >= {GABD[1], KARACHI[1]}


def _why(which: RouteEngine, query: Query) -> tuple[int, int] | None:
    """Cents and minutes of the way over what --why names, None where there is none."""
    answer = which.ask(query)
    assert answer.why is not None
    if answer.why.verdict == "best" and not answer.why.label:
        best = answer.itineraries[0]
        return best.cost.typical, best.time.typical
    if answer.why.verdict == "none":
        return None
    return answer.why.cost_cents, answer.why.time_min


def _subjects_in_force(query: Query) -> set[tuple[str, str]]:
    """Whatever a row of the tables closes when a query departs."""
    rows: dict[tuple[str, str], list[Closure]] = {}
    for row in dataset().closures:
        rows.setdefault(row.subject, []).append(row)
    return {
        subject
        for subject, found in rows.items()
        if any(r.effect == "closed" for r in in_force(found, [query.depart.date()]))
    }


def test_why_tells_what_open_gives_for_every_closure_of_the_tables() -> None:
    """Crossings, ports, passages and sections; what is opened by --open has nothing to lift."""
    seen: set[tuple[str, str]] = set()
    step = many(30, 3)
    for number, answer in enumerate(answers()):
        subjects = sorted(_subjects_in_force(answer.query))
        for subject in subjects[number % step :: step]:
            key = subject[1]
            today = replace(answer.query, why=key)
            closed = _why(engine(), today)
            opened = _why(engine(), replace(today, open=(key,)))
            assert closed == opened, (key, answer.query)
            seen.add(subject)
    every = {r.subject for r in dataset().closures if r.effect == "closed"}
    assert seen >= every if step == 3 else len(seen) > 5


def test_why_torkham_tells_the_way_of_the_if_open_line() -> None:
    """By the name people use, which is that of a crossing, of two posts and of a railway."""
    for origin, unit in (("Minsk", "FEU"), ("Tashkent", "FEU"), ("Tashkent", "truck")):
        query = Query(
            origin=origin,
            destination="Karachi",
            depart=DAY,
            consignment=Consignment(unit=unit),
            k=1,
        )
        for name, key in (("Torkham", "torkham_road"), ("Ghulam Khan", "ghulam_khan_road")):
            answer = engine().ask(replace(query, why=name))
            assert answer.why is not None
            (line,) = (b.if_open for b in answer.blocked if b.subject.id == key)
            assert line is not None
            told = (answer.why.time_min, answer.why.cost_cents)
            assert told == (line.time_min, line.cost_cents)
            assert answer.why.verdict == "closed"
            assert "no path leads over it" not in words(answer.why.reason)


def test_the_gap_of_why_is_told_as_what_it_is() -> None:
    why = (
        engine()
        .ask(Query(origin="Tashkent", destination="Karachi", depart=DAY, k=1, why="Torkham"))
        .why
    )
    assert why is not None
    assert re.search(
        r"its generalised cost is [\d,.]+ USD higher: [\d,]+ USD (more|less) and [\d.]+ days (more|less)$",
        words(why.reason),
    )


def _only_endless(
    timed: Mapping[int, tuple[Timed, ...]], links: object, rows: frozenset[str]
) -> Mapping[int, tuple[Timed, ...]]:
    """The fault of old: closures that have an end stay when their subject is opened."""
    endless = frozenset(
        w.row for parts in timed.values() for p in parts for w in p.windows if w.endless
    )
    return through.without(timed, links, rows & endless)  # type: ignore[arg-type]


def test_a_closure_with_an_end_that_is_not_lifted_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    lifting = through.without

    def faulty(timed: object, links: object, rows: frozenset[str]) -> object:
        monkeypatch.setattr(through, "without", lifting)
        kept = _only_endless(timed, links, rows)  # type: ignore[arg-type]
        monkeypatch.setattr(through, "without", faulty)
        return kept

    query = Query(
        origin="Jalalabad",
        destination="Karachi",
        depart=datetime(2025, 3, 10, 8),
        modes=(Mode.ROAD,),
        k=1,
    )
    assert not wrong((engine().ask(query),))
    monkeypatch.setattr(through, "without", faulty)
    monkeypatch.setattr(blocked, "without", faulty)
    assert wrong((engine().ask(query),))


def test_torkham_open_on_the_day_of_the_report() -> None:
    """A closure with an end, nine days before it."""
    query = Query(
        origin="Jalalabad",
        destination="Karachi",
        depart=datetime(2025, 3, 10, 8),
        modes=(Mode.ROAD,),
        k=1,
    )
    (entry,) = (b for b in engine().ask(query).blocked if b.subject.id == "torkham_road")
    best = engine().ask(replace(query, open=("Torkham",))).itineraries[0]
    assert entry.if_open is not None
    assert entry.if_open.better
    assert (entry.if_open.time_min, entry.if_open.cost_cents) == (
        best.time.typical,
        best.cost.typical,
    )


def test_a_closure_is_listed_also_where_it_does_not_cut_today() -> None:
    query = Query(
        origin="Jalalabad",
        destination="Karachi",
        depart=datetime(2025, 2, 25, 8),
        modes=(Mode.ROAD,),
        k=1,
    )
    assert "torkham_road" in {b.subject.id for b in engine().ask(query).blocked}
