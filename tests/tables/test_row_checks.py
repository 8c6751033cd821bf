"""A row is checked as a row: pairs of cells that cannot stand together, over every table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corridor.errors import DataError
from corridor.model.dates import first_day, last_day, moment
from corridor.model.scenario import Overlay, RowChange
from corridor.tables import row_checks
from corridor.tables.overlays.overlay import laid_over
from corridor.tables.overlays.scenario_files import read_scenario
from corridor.tables.place_checks import Places, place_clashes
from corridor.tables.read import schemas
from corridor.tables.row_checks import RowPlan, bands, clashes, spans
from corridor.tables.schema import TableSchema
from tests.real import dataset

# First and last of a span, by the type of its columns.
_ENDS = {
    "date": ("2026-05-02", "2026-05-01"),
    "asof": ("2026-05", "2026-04"),
    "integer": ("7", "6"),
    "number": ("7", "6.5"),
}


def first_row(schema: TableSchema) -> dict[str, str]:
    return dict(dataset().texts[schema.table].rows[0])


def wrong_rows() -> Iterator[tuple[str, str, dict[str, str], str]]:
    """Every pair of every table turned round or half given: table, column, row and what it is."""
    for name, schema in schemas().items():
        row = first_row(schema)
        for first, last, kind in spans(schema):
            if kind == "season":
                yield name, last, {**row, first: "05-01", last: ""}, "half a season"
                yield name, first, {**row, first: "", last: "05-01"}, "half a season"
            else:
                begin, end = _ENDS[kind]
                yield name, last, {**row, first: begin, last: end}, "an end before its beginning"
        for band in bands(schema):
            named = next((n for n in band if "_typical" in n), band[0])
            falling = {n: str(9 - i) for i, n in enumerate(band)}
            yield name, named, {**row, **falling}, "a band upside down"
        for opens, closes in row_checks._CLOCKS:
            if opens in schema.names:
                yield name, closes, {**row, opens: "09:00", closes: "09:00"}, "no hours at all"
                yield name, opens, {**row, opens: "24:00", closes: "04:00"}, "no first minute"
        for one, other in row_checks._WAYS:
            if one in schema.names and other in schema.names:
                yield name, other, {**row, one: "XX", other: "XX"}, "one place twice"
        if "west" in schema.names:
            box = {"west": "60", "east": "50", "south": "30", "north": "40"}
            yield name, "east", {**row, **box}, "a box turned inside out"
            yield name, "north", {**row, **box, "west": "40", "north": ""}, "half a box"


WRONG = list(wrong_rows())


@pytest.mark.parametrize(("table", "column", "row", "what"), WRONG, ids=lambda v: str(v)[:30])
def test_cells_that_cannot_stand_together_are_refused_with_their_column(
    table: str, column: str, row: dict[str, str], what: str
) -> None:
    found = list(clashes(schemas()[table], row))
    assert column in {c.column for c in found}, what
    assert all(c.problem and c.remedy for c in found)


def test_the_set_of_pairs_is_whole_and_the_law_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table with dates, seasons, bands, days or lengths of both ends is in it."""
    assert {t for t, *_ in WRONG} >= {
        "border_times",
        "closures",
        "holidays",
        "length_factors",
        "night_bans",
        "opening_hours",
        "port_charges",
        "rates",
        "sea_surcharges",
    }
    monkeypatch.setattr(RowPlan, "clashes", lambda plan, row: iter(()))
    for table, column, row, what in WRONG[:3]:
        with pytest.raises(AssertionError):
            test_cells_that_cannot_stand_together_are_refused_with_their_column(
                table, column, row, what
            )


def test_the_shipped_rows_clash_with_nothing() -> None:
    texts = dataset().texts
    known = Places.of(texts)
    for table in texts.values():
        for row in table.rows:
            assert not list(clashes(table.schema, row)), (table.name, row["id"])
            assert not list(place_clashes(table.name, row, known)), (table.name, row["id"])


def test_a_country_that_is_not_that_of_the_place_is_refused_in_every_table() -> None:
    texts = dataset().texts
    known = Places.of(texts)
    judged = set()
    for name, table in texts.items():
        for column in ("country", "country_a", "neighbour"):
            for row in table.rows[:40]:
                placed = any(row.get(c) for c in ("hub_id", "hub_a", "crossing_id", "crossings"))
                if name == "place_names" or not row.get(column) or not placed:
                    continue
                if name == "components" or (column == "country" and name == "hubs"):
                    continue  # a part of the network is of no one place
                found = list(place_clashes(name, {**row, column: "ZZ"}, known))
                assert column in {c.column for c in found}, (name, row["id"], column)
                judged.add(name)
    assert judged >= {"terminals", "crossings", "opening_hours", "holidays", "border_times"}


def own(table: str, key: str, **cells: str) -> Overlay:
    change = RowChange(table, key, tuple(cells.items()), f"{table}.csv, row 2")
    return Overlay(name="own rows", origin="own", as_of="2026-11-25", rows=(change,))


GATE = {"subject_kind": "crossing", "subject_id": "gabd_road", "effect": "closed"}


@pytest.mark.parametrize(
    ("table", "key", "cells", "said"),
    [
        ("closures", "mine", {**GATE, "season_from": "11-01"}, "column season_to: ''"),
        (
            "closures",
            "mine",
            {**GATE, "from_date": "2026-12-05", "to_date": "2026-12-01"},
            "column to_date: '2026-12-01' is before from_date",
        ),
        ("closures", "mine", {**GATE, "cargo": "bananas"}, "column cargo: 'bananas'"),
        ("closures", "mine", {**GATE, "into": "KZ"}, "column into: 'KZ'"),
        ("closures", "mine", {**GATE, "as_of": "25.11.2026"}, "write it as 2026-11-25"),
        ("closures", "mine", {**GATE, "as_of": "Nov 2026"}, "is not a date"),
        ("rates", "pk_road_feu", {"rate_typical_usd_per_km": "1", "as_of": "25.11.2026"}, ""),
        ("terminals", "orsha", {"country": "PK"}, "column country: 'PK' is not where"),
        ("opening_hours", "gabd_pk", {"opens": "09:00", "closes": "09:00"}, "column closes"),
    ],
)
def test_an_own_row_is_refused_with_file_row_and_column(
    table: str, key: str, cells: dict[str, str], said: str
) -> None:
    if key not in {r["id"] for r in dataset().texts[table].rows} and key != "mine":
        key = dataset().texts[table].rows[0]["id"]
    with pytest.raises(DataError) as caught:
        laid_over(dataset(), own(table, key, **cells))
    assert f"{table}.csv, row 2" in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize("last", ["2099-12-31", "2099-12", "2027", "2027-02"])
def test_a_month_or_a_year_begins_with_its_first_day_and_ends_with_its_last(last: str) -> None:
    cells = {**GATE, "from_date": "2026", "to_date": last, "as_of": last}
    found = {r.id: r for r in laid_over(dataset(), own("closures", "mine", **cells)).closures}
    row = found["mine"]
    assert row.from_date == date(2026, 1, 1)
    assert row.to_date == last_day(last)
    assert row.last_confirmed == last


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
        ("2026-11-25", date(2026, 11, 25), date(2026, 11, 25)),
    ],
)
def test_a_date_is_read_in_one_way_by_tables_options_and_lists(
    text: str, first: date, last: date
) -> None:
    from corridor.model.values import day, deadline, ready

    assert (first_day(text), last_day(text)) == (first, last)
    if first.year > 2045:
        return
    assert ready(text).date() == first
    assert day(text, "--on") == first
    latest = deadline(text)
    assert latest is not None
    assert (latest.date(), latest.hour, latest.minute) == (last, 23, 59)


@pytest.mark.parametrize("text", ["25.11.2026", "2026-13", "Nov 2026", "2026-02-30", "٢٠٢٦", ""])
def test_what_is_no_date_is_told(text: str) -> None:
    from datetime import time

    for read in (first_day, last_day, lambda t: moment(t, last=False, at=time(8))):
        with pytest.raises(ValueError, match=r"is no|is not"):
            read(text)


def test_a_scenario_file_reads_its_date_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('title = "x"\nas_of = "25.11.2026"\n', encoding="utf-8")
    with pytest.raises(DataError, match="write it as 2026-11-25"):
        read_scenario(path, origin="file")
    path.write_text('title = "x"\nas_of = "2026-11"\n', encoding="utf-8")
    assert read_scenario(path, origin="file").as_of == "2026-11"
