"""Write records.pyi from the schema files: python tools/make_records.py [--check]."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import corridor
from corridor.tables.read import schemas
from corridor.tables.row_classes import base_of, own_fields
from corridor.tables.schema import TableSchema

TARGET = Path(corridor.__file__).parent / "tables" / "records.pyi"
HEAD = '''"""
Typed rows of the source tables, one frozen class per table, units in the names.

Written by tools/make_records.py from data/schema; a test holds the two together.
"""

from dataclasses import dataclass
from datetime import date

from corridor.model.band import Band
from corridor.model.held import Held
from corridor.model.mode import Mode
from corridor.model.status import Built
from corridor.tables.row import Cited, OnSubject, Row
'''


def page() -> str:
    """The whole stub."""
    found = sorted(schemas().values(), key=lambda s: s.place)
    parts = [HEAD, *(row_class(s) for s in found)]
    parts.append("\n@dataclass(frozen=True, kw_only=True)\nclass Tables:\n")
    parts.append('    """Every source table as typed rows, in the order of its file."""\n\n')
    parts += [f"    {s.table}: tuple[{s.row}, ...] = ...\n" for s in found]
    return "".join([*parts, "\nROWS: dict[str, type[Row]]\n"])


def row_class(schema: TableSchema) -> str:
    """The class of the rows of one table."""
    lines = [
        f"\nclass {schema.row}({base_of(schema).__name__}, frozen=True, kw_only=True):",
        f'    """{schema.about}."""\n',
        *(f"    {name}: {_hint(kind, *default)}" for name, kind, *default in own_fields(schema)),
    ]
    return "\n".join(lines) + "\n"


def _hint(kind: Any, *default: Any) -> str:
    """A type as it is written, with the default of a cell that may be empty."""
    text = kind.__name__ if isinstance(kind, type) and "[" not in str(kind) else str(kind)
    text = re.sub(r"\b(?:corridor\.model\.[a-z]+|datetime|typing)\.", "", text)
    text = re.sub(r"^Optional\[(.+)\]$", r"\1 | None", text)
    return " = ".join([text, *(repr(d).replace("'", '"') for d in default)])


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(TARGET.read_text(encoding="utf-8") != page())
    TARGET.write_text(page(), encoding="utf-8")
