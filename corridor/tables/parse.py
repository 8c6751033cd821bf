"""Turn checked text rows into typed rows, column by column, as the schema says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from corridor.model.band import Band
from corridor.model.dates import first_day, last_day
from corridor.tables.records import ROWS
from corridor.tables.row import Row, TextRow
from corridor.tables.row_classes import LISTS, blank_of, idea_of, is_flag
from corridor.tables.schema import Column, Field, TableSchema

Value = str | float | bool | date | tuple[str, ...] | tuple[int, int] | Band[float] | None


def typed_rows(schema: TableSchema, rows: Sequence[TextRow]) -> tuple[Row, ...]:
    """Typed rows of a table, of the class that its schema names."""
    build = ROWS[schema.table]
    names = [f.name for f in schema.fields]
    columns = [_values(f, rows) for f in schema.fields]
    return tuple(
        [build(**dict(zip(names, cells, strict=True))) for cells in zip(*columns, strict=True)]
    )


def _values(field: Field, rows: Sequence[TextRow]) -> Iterable[Value]:
    """Values of one field; cells that are alike are read once."""
    if field.is_band:
        return [_band([row[c.name] for c in field.columns]) for row in rows]
    column = field.columns[0]
    cells = [row[column.name] for row in rows]
    read = _reader(column)
    if read is None:
        return cells
    empty: Value = () if column.type in LISTS else blank_of(column)
    known = {cell: read(cell) if cell else empty for cell in set(cells)}
    return [known[cell] for cell in cells]


def _band(cells: list[str]) -> Band[float] | None:
    """Low, typical and high; a blank end is as the typical value."""
    low, typical, high = cells
    if not typical:
        return None
    middle = float(typical)
    return Band(float(low or middle), middle, float(high or middle))


def _reader(column: Column) -> Callable[[str], Value] | None:
    """What reads a filled cell; None where text stays text."""
    if is_flag(column):
        return lambda cell: cell == "yes"
    if column.name.startswith(("to_", "last_")) and column.type == "date":
        return last_day
    word = idea_of(column) or str
    if column.type in LISTS:
        return lambda cell: tuple(map(word, cell.split("|")))
    return _READERS.get(column.type, word if word is not str else None)


def _season(cell: str) -> tuple[int, int]:
    month, day = cell.split("-")
    return int(month), int(day)


_READERS: dict[str, Callable[[str], Value]] = {
    "number": float,
    "integer": int,
    "date": first_day,
    "season": _season,
}
