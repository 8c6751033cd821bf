"""Prices of one year used for another are said in the first line; a day before the tables is refused."""

from __future__ import annotations

from datetime import datetime
from functools import cache

import pytest

from corridor import load
from corridor.errors import InputError
from corridor.report.document.wording import load_text, other_year
from corridor.report.text.answer import answer_text
from corridor.report.text.charts import front_text
from tests.real import dataset

_TABLES = int(dataset().data_date[:4])


@cache
def planner():  # type: ignore[no-untyped-def]
    return load()


@pytest.mark.parametrize("year", [_TABLES - 7, _TABLES - 1, _TABLES, _TABLES + 1, _TABLES + 8])
def test_the_first_line_says_of_which_year_the_prices_are(year: int) -> None:
    record = planner().route("Minsk", "Moscow", depart=f"{year}-12-01", k=1).record
    first = " ".join(answer_text(record).split("\nBest by")[0].split())
    said = f"prices and times of {_TABLES}, not of {year}"
    assert (said in first) == (year != _TABLES)
    assert (said in load_text(record)) == (year != _TABLES)
    assert any(w.code == "date" for w in record.warnings) == (year != _TABLES)


def test_the_front_says_it_too() -> None:
    record = planner().pareto("Minsk", "Moscow", depart=f"{_TABLES - 3}-12-01").record
    first = " ".join(front_text(record).partition("\n\n")[0].split())
    assert other_year(record.data_date, record.query.depart).removeprefix("; ") in first


def test_a_departure_before_the_tables_reach_is_refused_with_the_first_day() -> None:
    first = round(dataset().figures.tables_first_year.value.typical)
    with pytest.raises(InputError, match="before the tables reach") as error:
        planner().route("Minsk", "Moscow", depart=datetime(first - 1, 12, 31))
    assert f"{first}-01-01" in error.value.remedy
    assert planner().route("Minsk", "Moscow", depart=datetime(first, 1, 1), k=1).record.itineraries
