"""A last day is reported, or the row says who set it; until further notice has none."""

from __future__ import annotations

from corridor.model.dates import last_day
from corridor.tables.read import end_complaints, schemas
from corridor.tables.row_checks import unsaid_ends
from tests.real import dataset


def dated() -> list[tuple[str, dict[str, str]]]:
    """Every row of every table that has the rule."""
    return [
        (name, dict(row))
        for name, table in dataset().texts.items()
        if "end_by" in schemas()[name].names
        for row in table.rows
    ]


def test_every_last_day_of_the_tables_was_reported_or_says_who_set_it() -> None:
    assert not list(end_complaints(dataset().texts))
    assert {name for name, _ in dated()} >= {"closures"}


def test_an_end_put_to_any_row_that_has_none_is_refused_unless_somebody_says_so() -> None:
    """The fault of the Salang, put into every row with an open end."""
    count = 0
    for _, row in dated():
        if row["to_date"]:
            continue
        confirmed = last_day(row["last_confirmed"])
        assumed = {**row, "to_date": f"{confirmed.year + 1}-11-14"}
        assert "end_by" in {c.column for c in unsaid_ends(assumed)}, row["id"]
        told = {**assumed, "end_by": "announced"}
        open_end = "until further notice" in row["note"].casefold()
        assert {c.column for c in unsaid_ends(told)} == ({"to_date"} if open_end else set())
        count += 1
    assert count > 10


def test_who_says_an_end_stands_beside_an_end_only() -> None:
    for _, row in dated():
        if not row["to_date"]:
            wrong = list(unsaid_ends({**row, "end_by": "announced"}))
            assert [c.column for c in wrong] == ["end_by"]


def test_posts_and_passes_that_nobody_reported_open_hold_by_one_rule() -> None:
    """Salang and the Afghan-Pakistani posts: closed without an end, and told with their age."""
    silent = {c.subject_id for c in dataset().closures if c.effect == "closed" and not c.to_date}
    assert {"salang__charikar__road", "torkham_road", "chaman_road"} <= silent
