"""The classes of typed rows are those that the schema files give, and no others."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path

import pytest
from msgspec import structs

from corridor.model.band import Band
from corridor.tables import records
from corridor.tables.read import data_dir, schemas
from corridor.tables.records import ROWS, Rate, Tables
from corridor.tables.schema import read_schema
from tests.real import dataset
from tools import make_records


def test_the_classes_are_what_the_schemas_give() -> None:
    """Run `python tools/make_records.py` after a change of data/schema."""
    assert make_records.TARGET.read_text(encoding="utf-8") == make_records.page()


def test_every_table_has_its_rows_and_its_place() -> None:
    assert list(ROWS) == list(vars(Tables()))
    assert set(ROWS) == set(schemas())
    assert all(getattr(records, row.__name__) is row for row in ROWS.values())
    places = sorted(s.place for s in schemas().values())
    assert places == list(range(1, len(places) + 1))


def test_a_new_column_and_a_looser_one_change_the_class(tmp_path: Path) -> None:
    """The law can fail: a schema with another column gives another class."""
    text = (data_dir() / "schema" / "rates.csv").read_text(encoding="utf-8")
    tolls = "toll_usd,number,usd,no,0,9,,,,Toll of a truck\nunit,enum"
    (tmp_path / "rates.csv").write_text(text.replace("unit,enum", tolls), encoding="utf-8")
    more = make_records.row_class(read_schema(tmp_path / "rates.csv"))
    assert "    toll_usd: float | None = None\n" in more
    assert make_records.row_class(schemas()["rates"]) != more


@pytest.mark.parametrize("table", sorted(ROWS))
def test_every_cell_stands_in_its_row_with_the_type_of_its_field(table: str) -> None:
    """Of the first and last rows: a figure reads back, and what is blank is as the schema says."""
    schema = schemas()[table]
    texts, rows = dataset().texts[table].rows, getattr(dataset(), table)
    for text, row in [*zip(texts, rows, strict=True)][:: max(1, len(rows) - 1)]:
        hints = {f.name: f.type for f in structs.fields(row)}
        for field in schema.fields:
            value, cell = getattr(row, field.name), text[field.main.name]
            if isinstance(value, Band):
                assert value.typical == float(cell), (row.id, field.name)
            elif field.main.type in ("number", "integer"):
                assert value == (float(cell) if cell else field.main.blank), (row.id, field.name)
            elif hints[field.name] is str:
                assert value == cell, (row.id, field.name)


def test_rows_cannot_be_changed_and_differ_by_their_figures() -> None:
    row = dataset().rates[0]
    assert isinstance(row, Rate)
    with pytest.raises(AttributeError):
        row.unit = "FEU"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(row)) == row
    assert row != structs.replace(row, fixed_usd=row.fixed_usd + 1)
    assert row.to_km > row.from_km


def test_a_year_that_ends_something_means_its_last_day(tmp_path: Path) -> None:
    from corridor.tables.parse import typed_rows

    schema = schemas()["closures"]
    text = dict(dataset().texts["closures"].rows[0]) | {"from_date": "2026", "to_date": "2026"}
    (row,) = typed_rows(schema, [text])
    assert (row.from_date, row.to_date) == (date(2026, 1, 1), date(2026, 12, 31))  # type: ignore[attr-defined]
