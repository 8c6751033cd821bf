"""Write data/README.md from the schema files: python tools/make_data_readme.py."""

from __future__ import annotations

import sys
from pathlib import Path

from corridor.tables.keys import NaturalKey
from corridor.tables.read import data_dir, schemas
from corridor.tables.schema import Column

HEAD = """# Source tables

One CSV a concept, UTF-8, one header line. `schema/<table>.csv` describes the columns; the same
files feed the checks (`python -m corridor.tables`) and this page, which is written by
`python tools/make_data_readme.py` and not by hand.

Every row but those of `sources`, `evidence` and `derivations` carries `source_id`, `as_of`, `confidence` (published, reported,
derived, estimate) and `note`. What no published figure stands behind is an estimate and says its
method in the note. `evidence` keeps what the pages print that cells were checked against;
`corridor sources --audit` works our figures out again from it. Bands read low <= typical <= high; a blank low or high equals typical.

No two rows of a table speak of the same thing: its key says what a row speaks of, and a row of
your own of that key takes the place of ours (docs/own-rates.md).

Town positions: GeoNames, CC BY 4.0. Positions and lengths marked so: (c) OpenStreetMap
contributors, ODbL 1.0. The rest are facts, each with its source.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for name, schema in schemas().items():
        parts.append(
            f"\n## {name}\n\n{schema.about}.\n\n| column | type | unit | meaning |\n|---|---|---|---|\n"
        )
        parts += [_line(c) for c in schema.columns]
        parts.append(f"\nKey: {_key(schema.key)}.\n")
        if schema.bounds:
            parts.append("\n| row | bounds | unit | why |\n|---|---|---|---|\n")
            parts += [
                f"| {b.pattern} | {b.low:g} to {b.high:g} | {b.unit} | {b.description} |\n"
                for b in schema.bounds
            ]
    return "".join(parts)


def _key(key: NaturalKey) -> str:
    """What tells the rows of a table apart, in words."""
    told: dict[str, list[str]] = {}
    for part in key.parts:
        columns = " and ".join("+".join(end) for end in part.ends)
        where = ""
        if part.only is not None:
            other, value = part.only
            where = f" where {other} is {value or 'blank'}"
        told.setdefault(columns, []).append(where)
    text = ", ".join(c + " or".join(w) for c, w in told.items())
    bands = ", ".join(key.bands)
    return f"{text}; rows that differ in {bands} alone are one set" if bands else text


def _line(column: Column) -> str:
    kind = column.type
    if column.references:
        kind = f"{kind} to {column.references}"
    elif column.allowed:
        kind = ", ".join(column.allowed)
    need = "" if column.required else " (may be empty)"
    bounds = ""
    if column.low is not None and column.high is not None:
        bounds = f" [{column.low:g} to {column.high:g}]"
    text = column.description.replace("|", r"\|")
    return f"| {column.name} | {kind}{bounds} | {column.unit} | {text}{need} |\n"


if __name__ == "__main__":
    target = data_dir() / "README.md"
    if sys.argv[1:] == ["--check"]:
        sys.exit(target.read_text(encoding="utf-8") != page())
    Path(target).write_text(page(), encoding="utf-8")
