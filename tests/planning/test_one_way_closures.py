"""A row of closures that names the country entered holds for that way over the crossing alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import pytest
from msgspec import structs

from corridor.model.consignment import Consignment
from corridor.model.query import Query
from corridor.tables.dataset import Dataset
from corridor.tables.records import Closure
from tests.real import dataset, solve

ROWS = tuple(r for r in dataset().closures if r.into)
# Some tell of a queue whose hours nobody printed: these warn and slow no way.
SLOW = tuple(r for r in ROWS if r.delay_h)


def departure(row: Closure) -> datetime:
    """A morning inside the row's days."""
    if row.from_date is not None:
        return datetime.combine(row.from_date, time(8))
    assert row.season_from is not None
    return datetime(2026, *row.season_from, 8)


def delayed(row: Closure, entered: str, tables: Dataset | None = None) -> bool:
    """Whether a truck over the crossing into a country is slowed by the row."""
    crossing = dataset().crossing[row.subject_id]
    one, two = crossing.hub_a, crossing.hub_b
    if entered == crossing.country_a:
        one, two = two, one
    query = Query(
        origin=one.replace("_", " "),
        destination=two.replace("_", " "),
        via=(crossing.id,),
        depart=departure(row),
        consignment=Consignment(unit="truck"),
        k=1,
    )
    _, _, found, _ = solve(query, tables)
    assert found is not None
    return any(row.key in step.rows for step in found.steps)


def test_there_are_such_rows() -> None:
    assert len(ROWS) >= 12
    assert {r.into for r in SLOW} == {"RU", "KZ", "AF", "IR", "TM"}
    assert {r.into for r in ROWS} - {r.into for r in SLOW} == {"CN"}
    for row in ROWS:
        crossing = dataset().crossing[row.subject_id]
        assert row.into in (crossing.country_a, crossing.country_b), row.id
        assert row.effect == "restricted", row.id


@pytest.mark.parametrize("row", SLOW, ids=lambda r: r.id)
def test_one_way_is_slowed_and_the_other_is_not(row: Closure) -> None:
    crossing = dataset().crossing[row.subject_id]
    (left,) = {crossing.country_a, crossing.country_b} - {row.into}
    assert delayed(row, row.into)
    assert not delayed(row, left)


def test_a_row_without_its_way_slows_both() -> None:
    """The fault put back: trucks out of Kazakhstan stood in the queue of those that enter it."""
    (row,) = [r for r in ROWS if r.id == "ak_tilek_autumn"]
    both = tuple(structs.replace(r, into="") if r.id == row.id else r for r in dataset().closures)
    tables = replace(dataset(), closures=both)
    assert delayed(row, "KZ", tables)
    assert delayed(row, "KG", tables)
