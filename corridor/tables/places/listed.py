"""
Ids and names as the tables list them, unchecked: what a shell offers while a person types.

The tables are not loaded: a shell waits for every answer, and a wrong cell is told by the command
itself. A forwarder's own rows count, as his trains, ships and terminals.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corridor.tables.places.names import COUNTRIES, PASSAGES

# Tables that hold the things of a kind, and the columns that say of a thing what it is.
TABLES: dict[str, dict[str, tuple[str, ...]]] = {
    "place": {"hubs": ("name", "country", "kind")},
    "port": {"ports": ("name",)},
    "crossing": {"crossings": ("name", "country_a", "country_b", "mode")},
    "terminal": {"terminals": ("name", "country")},
    "service": {"sea_services": ("name",), "rail_services": ("name",)},
    "currency": {"fx": ()},
    "sanctions": {"sanctions": ()},
}
# Where the id of a row is not what is typed, the column that is.
_TYPED = {"sanctions": "list"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A thing that may be named: what to type, its name, and what is said of it besides."""

    id: str
    name: str
    about: str = ""


def listed(kind: str, folders: Iterable[Path]) -> tuple[Listed, ...]:
    """
    The things of a kind in the tables of some folders, each once, in their order.

    Parameters
    ----------
    kind
        One of `TABLES`, or country, passage or scenario.
    folders
        Folders of tables, the shipped or installed ones first, then a person's own.
    """
    if kind == "country":
        found = [Listed(code, name) for code, name in COUNTRIES.items()]
    elif kind == "passage":
        found = [Listed(name, "sea passage") for name in dict.fromkeys(PASSAGES.values())]
    elif kind == "scenario":
        files = (p for f in folders for p in sorted((f / "scenarios").glob("*.toml")))
        found = [Listed(p.stem, _title(p)) for p in files]
    else:
        found = [
            _of(row, columns, _TYPED.get(kind, "id"))
            for folder in folders
            for table, columns in TABLES[kind].items()
            for row in _rows(folder / f"{table}.csv")
        ]
    first: dict[str, Listed] = {}
    for one in found:
        if one.id:
            first.setdefault(one.id, one)
    return tuple(first.values())


def spelt_so(typed: str, folders: Iterable[Path]) -> tuple[Listed, ...]:
    """Other spellings of places that begin as typed, in any script."""
    return tuple(
        Listed(row.get("name", ""), row.get("hub_id", ""))
        for folder in folders
        for row in _rows(folder / "place_names.csv")
        if row.get("name", "").casefold().startswith(typed.casefold())
    )


def _of(row: dict[str, str], columns: tuple[str, ...], typed: str) -> Listed:
    name, *about = (row.get(column, "") for column in columns) if columns else ("",)
    return Listed(row.get(typed, ""), name, ", ".join(a for a in about if a))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a file, none where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return
    first = text.partition("\n")[0]
    sign = ";" if ";" in first and "," not in first else ","
    lines = csv.reader(text.splitlines(), delimiter=sign)
    header = next(lines, [])
    for cells in lines:
        yield dict(zip(header, cells, strict=False))


def _title(path: Path) -> str:
    """What a scenario calls itself, read without reading the rest."""
    try:
        found = re.search(r'^title = "(.*)"', path.read_text(encoding="utf-8"), re.MULTILINE)
    except (OSError, UnicodeDecodeError):
        return ""
    return found[1] if found else ""
