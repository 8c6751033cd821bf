"""Write the classes of typed rows from the schema files: python tools/make_records.py [--check]."""

from __future__ import annotations

import sys
from pathlib import Path

import corridor
from corridor.tables.read import schemas
from corridor.tables.schema import Field, TableSchema

TARGET = Path(corridor.__file__).parent / "tables" / "records.py"
HEAD = '''"""
Typed rows of the source tables, one frozen class per table, units in the names.

Written by tools/make_records.py from data/schema; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from corridor.model.band import Band
from corridor.tables.row import Cited, OnSubject, Row
'''
# What the base classes declare; a row takes the last one whose columns it has.
_CITED = ("id", "source_id", "as_of", "confidence", "note")
BASES = {"Row": ("id",), "Cited": _CITED, "OnSubject": (*_CITED, "subject_kind", "subject_id")}
# Type of a filled cell; any other type of column stays text.
FILLED = {
    "number": "float",
    "integer": "int",
    "list": "tuple[str, ...]",
    "reflist": "tuple[str, ...]",
    "date": "date",
    "season": "tuple[int, int]",
}


def page() -> str:
    """The whole module."""
    found = sorted(schemas().values(), key=lambda s: s.place)
    parts = [HEAD, *(row_class(s) for s in found)]
    parts.append("\n\n@dataclass(frozen=True, kw_only=True)\nclass Tables:\n")
    parts.append('    """Every source table as typed rows, in the order of its file."""\n\n')
    parts += [f"    {s.table}: tuple[{s.row}, ...] = ()\n" for s in found]
    parts.append("\n\n# Class of the rows of each table.\nROWS: dict[str, type[Row]] = {\n")
    parts += [f'    "{s.table}": {s.row},\n' for s in found]
    return "".join([*parts, "}\n"])


def row_class(schema: TableSchema) -> str:
    """The class of the rows of one table."""
    base = [name for name, columns in BASES.items() if set(columns) <= set(schema.names)][-1]
    lines = [
        f"\n\nclass {schema.row}({base}, frozen=True, kw_only=True):",
        f'    """{schema.about}."""\n',
        f'    table: ClassVar[str] = "{schema.table}"\n',
        *(f"    {f.name}: {hint(f)}" for f in schema.fields if f.name not in BASES[base]),
    ]
    return "\n".join(lines) + "\n"


def hint(field: Field) -> str:
    """Type of a field, with what it is where its cell is empty."""
    column = field.columns[0]
    if field.is_band:
        kind = "Band[float]"
    elif column.allowed == ("yes", "no"):
        kind = "bool"
    else:
        kind = FILLED.get(column.type, "str")
    if field.required:
        return kind
    if kind == "str":
        return 'str = ""'
    if kind.endswith("...]"):
        return f"{kind} = ()"
    if column.blank is not None:
        return f"{kind} = {column.blank if kind == 'float' else int(column.blank)}"
    return f"{kind} | None = None"


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(TARGET.read_text(encoding="utf-8") != page())
    TARGET.write_text(page(), encoding="utf-8")
