"""States on a day, on closure rows made by hand."""

from __future__ import annotations

from datetime import date

import pytest

from corridor.analysis.states import age_days, crossing_state, state_of, states_on
from corridor.tables.records import Closure
from tests import factories as make

GATE = ("crossing", "gate")
DAY = date(2026, 12, 1)


def rows(*parts: tuple[str, date | None, date | None]) -> list[Closure]:
    return [
        make.closure(f"r{i}", GATE, effect, first, last)
        for i, (effect, first, last) in enumerate(parts)
    ]


@pytest.mark.parametrize(
    ("first", "last", "word"),
    [
        (date(2026, 11, 1), None, "closed"),
        (DAY, DAY, "closed"),
        (date(2026, 11, 1), date(2026, 11, 30), "open"),
        (date(2026, 12, 2), None, "open"),
        (None, None, "closed"),
    ],
)
def test_first_and_last_day_belong_to_a_closure(
    first: date | None, last: date | None, word: str
) -> None:
    assert state_of(rows(("closed", first, last)), DAY).word == word


def test_a_restriction_without_a_delay_counts_too() -> None:
    found = state_of(rows(("restricted", date(2026, 1, 1), None)), DAY)
    assert found.word == "restricted"
    assert [row.id for row in found.rows] == ["r0"]


def test_closed_goes_before_restricted_and_both_are_evidence() -> None:
    found = state_of(
        rows(("restricted", date(2026, 10, 1), None), ("closed", date(2026, 2, 1), None)), DAY
    )
    assert found.word == "closed"
    assert [row.effect for row in found.rows] == ["closed", "restricted"]


def test_a_reopening_ends_a_closure_and_is_the_evidence() -> None:
    found = state_of(
        rows(("closed", date(2026, 2, 1), None), ("open", date(2026, 6, 1), None)), DAY
    )
    assert found.word == "open"
    assert [row.effect for row in found.rows] == ["open"]
    assert (
        state_of(
            rows(("closed", date(2026, 8, 1), None), ("open", date(2026, 6, 1), None)), DAY
        ).word
        == "closed"
    )


@pytest.mark.parametrize(
    ("day", "word"),
    [(date(2026, 11, 14), "open"), (date(2026, 11, 15), "closed"), (date(2027, 3, 31), "closed"),
     (date(2027, 4, 1), "open")],
)  # fmt: skip
def test_a_season_goes_over_new_year(day: date, word: str) -> None:
    row = make.closure("winter", GATE, "closed", season_from=(11, 15), season_to=(3, 31))
    assert state_of([row], day).word == word


def test_a_crossing_is_what_is_built_what_is_shut_and_whom_it_serves() -> None:
    ends = make.hub("north", "UZ", 67.0, 37.3), make.hub("south", "AF", 67.0, 37.1)
    gate = make.crossing("gate", ends, "road")
    local = make.crossing("gate", ends, "road", cargo="local")
    planned = make.crossing("gate", ends, "road", status="planned")
    shut = make.dataset(closures=[make.closure("a", GATE, "closed")])
    held = make.dataset(closures=[make.closure("a", GATE, "restricted")])
    line = make.dataset(closures=[make.closure("a", ("section", gate.section_id), "closed")])
    none = make.dataset()
    for crossing, tables, word in (
        (gate, none, "open"),
        (gate, held, "restricted"),
        (gate, shut, "closed"),
        (gate, line, "closed"),
        (local, none, "local"),
        (local, held, "local"),
        (local, shut, "closed"),
        (planned, shut, "planned"),
    ):
        assert crossing_state(crossing, states_on(tables, DAY), DAY).word == word


@pytest.mark.parametrize(
    ("confirmed", "days"), [("2026-11-30", 1), ("2026-11", 1), ("2026", -30), ("2026-12-05", -4)]
)
def test_age_of_evidence(confirmed: str, days: int) -> None:
    assert age_days(make.closure("a", GATE, "closed", last_confirmed=confirmed), DAY) == days
