"""
Typed rows of the source tables, one frozen class per table, units in the names.

Made of data/schema when first imported. What a reader and a type checker see of them is
records.pyi, written by tools/make_records.py and held to the schemas by a test.
"""

from __future__ import annotations

from dataclasses import make_dataclass

from corridor.tables.read import schemas
from corridor.tables.row_classes import row_class

ROWS = {
    schema.table: row_class(schema, __name__)
    for schema in sorted(schemas().values(), key=lambda s: s.place)
}
globals().update({row.__name__: row for row in ROWS.values()})
Tables = make_dataclass(
    "Tables",
    [(table, tuple[row, ...], ()) for table, row in ROWS.items()],
    namespace={"__doc__": "Every source table as typed rows, in the order of its file."},
    frozen=True,
    kw_only=True,
)
