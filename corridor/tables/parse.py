"""Turn checked text rows into typed records, by the types of the record class."""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar, get_type_hints

from corridor.model.dates import first_day, last_day
from corridor.tables.read import Row, Table
from corridor.tables.records import Spread

R = TypeVar("R")

# What overlays say of a row; no table has a column for it.
_OVERLAID: dict[str, Any] = {"own": False, "changed_by": (), "changed": (), "confidence_of": ()}
# Fields whose empty cell means "no upper end", not zero.
_OPEN_ENDED = {"to_km": 1e9, "day_to": 10_000, "day_from": 0}


def records(table: Table, record: type[R]) -> tuple[R, ...]:
    """
    Parse a checked table into records.

    A `Spread` field `x_unit` is read from columns `x_low_unit`, `x_typical_unit`,
    `x_high_unit` (or `x_low`, ... for a bare `x`); a blank low or high equals the
    typical value.
    """
    read = reader_of(table, record)
    return tuple(read(row) for row in table.rows)


def reader_of(table: Table, record: type[R]) -> Callable[[Row], R]:
    """What turns one checked row of a table into its record."""
    hints = get_type_hints(record)
    readers: list[tuple[str, Callable[[Any], Any]]] = []
    names = table.schema.names
    for field in fields(record):  # type: ignore[arg-type]
        readers.append((field.name, _reader(field.name, hints[field.name], names, table.name)))

    def read(row: Row) -> R:
        return record(**{name: get(row) for name, get in readers})

    return read


def _reader(name: str, hint: Any, columns: tuple[str, ...], table: str) -> Callable[[Any], Any]:
    if name == "table":
        return lambda row: table
    if name in _OVERLAID and name not in columns:
        return lambda row: _OVERLAID[name]
    if hint is Spread or hint == Spread | None:
        return _spread_reader(name, columns)
    if hint in (date, date | None):
        read = last_day if name == "to_date" else first_day
        return lambda row: read(row[name]) if row[name] else None
    empty = _OPEN_ENDED.get(name)
    convert = _CONVERTERS.get(hint)
    if convert is None and isinstance(hint, types.UnionType):
        inner = _CONVERTERS[next(a for a in hint.__args__ if a is not type(None))]
        return lambda row: inner(row[name]) if row[name] else None
    if convert is None:
        return lambda row: row[name]
    filled = convert
    if hint in (int, float):
        default = hint(empty if empty is not None else 0)
        return lambda row: filled(row[name]) if row[name] else default
    return lambda row: filled(row[name])


def _spread_reader(name: str, columns: tuple[str, ...]) -> Callable[[Any], Any]:
    typical = next(c for c in columns if "_typical" in c and c.replace("_typical", "") == name)
    low, high = typical.replace("_typical", "_low"), typical.replace("_typical", "_high")

    def read(row: Any) -> Spread | None:
        if not row[typical]:
            return None
        mid = float(row[typical])
        return Spread(float(row[low] or mid), mid, float(row[high] or mid))

    return read


def _season(value: str) -> tuple[int, int]:
    month, day = value.split("-")
    return int(month), int(day)


_CONVERTERS: dict[Any, Callable[[str], Any]] = {
    int: lambda v: int(float(v)),
    float: float,
    bool: lambda v: v == "yes",
    tuple[str, ...]: lambda v: tuple(v.split("|")) if v else (),
    tuple[int, int]: _season,
}
