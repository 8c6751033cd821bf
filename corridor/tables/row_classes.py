"""Classes of typed rows, made of the schemas: what `corridor.tables.records` holds."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from types import GenericAlias
from typing import Any

from msgspec import Struct, defstruct

from corridor.model.band import Band
from corridor.model.held import Held
from corridor.model.mode import Mode
from corridor.model.ref import RefKind
from corridor.model.status import Built
from corridor.tables.row import Cited, OnSubject, Row
from corridor.tables.schema import Column, Field, TableSchema

# A row takes the last one whose columns its table has.
_BASES = (Row, Cited, OnSubject)
# What is said of a row once an overlay has touched it; no table has a column for it.
_MARKS = {"own", "changed_by", "changed", "confidence_of"}
LISTS = ("list", "reflist")
# Ideas with a type of their own: a column that allows some of their words holds them.
_IDEAS: tuple[type[StrEnum], ...] = (Mode, Built, RefKind, Held)
# Type of a filled cell; any other column stays text.
_FILLED: dict[str, Any] = {
    "number": float,
    "integer": int,
    "date": date,
    "season": tuple[int, int],
}


def base_of(schema: TableSchema) -> type[Row]:
    """What the class of a table's rows is a kind of."""
    names = set(schema.names)
    return [b for b in _BASES if set(b.__struct_fields__) - _MARKS <= names][-1]


def own_fields(schema: TableSchema) -> list[tuple[str, Any] | tuple[str, Any, Any]]:
    """Name, type and default, if any, of the fields that a class has beside those of its base."""
    declared = base_of(schema).__struct_fields__
    return [(f.name, *_typed(f)) for f in schema.fields if f.name not in declared]


def row_class(schema: TableSchema, module: str) -> type[Struct]:
    """The class of the rows of a table, for a module."""
    said = {"table": schema.table, "__doc__": f"{schema.about}."}
    return defstruct(
        schema.row,
        own_fields(schema),
        bases=(base_of(schema),),
        module=module,
        namespace=said,
        frozen=True,
        kw_only=True,
    )


def is_flag(column: Column) -> bool:
    """Whether a column says yes or no and nothing else."""
    return column.allowed == ("yes", "no")


def idea_of(column: Column) -> type[StrEnum] | None:
    """The type whose words a column allows, if it is one of ours."""
    words = set(column.allowed)
    return next((i for i in _IDEAS if words and words <= {str(m) for m in i}), None)


def blank_of(column: Column) -> int | float | None:
    """The number that an empty cell stands for, None where it stands for none."""
    if column.blank is None or column.type == "number":
        return column.blank
    return int(column.blank)


def _typed(field: Field) -> tuple[Any] | tuple[Any, Any]:
    """Type of a field, and what it is where its cell may be empty."""
    column = field.main
    idea = idea_of(column)
    hint = bool if is_flag(column) else _FILLED.get(column.type, idea or str)
    if field.is_band:
        hint = Band[float]
    elif column.type in LISTS:
        hint = GenericAlias(tuple, (idea or str, ...))
    if field.required:
        return (hint,)
    if hint is str:
        return hint, ""
    if column.type in LISTS:
        return hint, ()
    if column.blank is not None:
        return hint, blank_of(column)
    return hint | None, None
