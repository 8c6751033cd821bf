"""The grade of evidence: by age at the departure, the weakest thing deciding."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.model.evidence import Grade, grade_of, weakest

DAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("days", "grade"),
    [(-5, "fresh"), (0, "fresh"), (90, "fresh"), (91, "aged"), (365, "aged"), (366, "old")],
)
def test_what_was_seen_is_graded_by_its_age(days: int, grade: str) -> None:
    assert grade_of("seen", str(DAY - timedelta(days=days)), DAY) == grade


def test_a_month_or_a_year_counts_as_its_last_day() -> None:
    assert grade_of("seen", "2026-09", DAY) is Grade.FRESH
    assert grade_of("seen", "2026-08", DAY) is Grade.AGED
    assert grade_of("seen", "2025", DAY) is Grade.AGED


@pytest.mark.parametrize(
    ("state", "on", "grade"),
    [("announced", "", "announced"), ("no_evidence", "", "none"), ("seen", "", "none")],
)
def test_what_nobody_has_seen(state: str, on: str, grade: str) -> None:
    assert grade_of(state, on, DAY) == grade


@given(st.lists(st.sampled_from(list(Grade)), max_size=5))
def test_the_weakest_decides(grades: list[Grade]) -> None:
    order = ["fresh", "aged", "old", "announced", "none"]
    assert weakest(grades) == order[max((order.index(g) for g in grades), default=0)]
