"""Which rows of the tables those laid over them take the place of, by their natural keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corridor.tables.keys import KeyValue
from corridor.tables.read import Row, Table, band_faults

# Words and days of a row that may be corrected: it still speaks of the same thing.
_MAY_MOVE = frozenset({"item", "name", "from_date", "to_date", "season_from", "season_to"})


@dataclass(frozen=True, slots=True)
class Given:
    """A row laid over a table, and where it stands."""

    row: Row
    place: str


def moved_from(table: Table, old: Row, row: Row) -> str:
    """Why a row may not have the id of another: it speaks of something else; '' if it may."""
    key = table.schema.key
    moved = [
        c
        for c in table.schema.names
        if c in key.columns and c not in _MAY_MOVE and key.of({**row, c: old[c]}) != key.of(row)
    ]
    if not moved:
        return ""
    return (
        f"{old['id']!r} is the row of {key.told(old)}; this one says another"
        f" {' and '.join(moved)} - give it an id of its own"
    )


def settled(table: Table, given: Mapping[str, Given]) -> tuple[set[str], list[str]]:
    """
    Rows of a table that go, by id, and what is wrong with the rows that come.

    A row of a given key goes; of a set of bands all go once a row of it has an id of its own.

    Parameters
    ----------
    given
        The rows laid over it, by id.
    """
    key = table.schema.key
    first: dict[KeyValue, Given] = {}
    wrong: list[str] = []
    for one in given.values():
        other = first.setdefault(key.of(one.row), one)
        if other is not one:
            wrong.append(
                f"{one.place}, column id: {one.row['id']!r} speaks of what {other.row['id']!r}"
                f" in {other.place} speaks of ({key.told(one.row)}) - keep one"
            )
    known = {r["id"] for r in table.rows}
    fresh = {key.set_of(g.row) for g in given.values() if g.row["id"] not in known}
    sets: dict[KeyValue, list[Row]] = {}
    for one in given.values():
        sets.setdefault(key.set_of(one.row), []).append(one.row)
    gone: set[str] = set()
    for row in table.rows:
        if row["id"] in given:
            continue
        if key.of(row) in first or (key.bands and key.set_of(row) in fresh):
            gone.add(row["id"])
        elif key.bands and key.set_of(row) in sets:
            sets[key.set_of(row)].append(row)
    for row, column, fault in band_faults(table.schema, sets.values()):
        place = given[row["id"]].place if row["id"] in given else table.path.name
        wrong.append(f"{place}, column {column}: {row[column]!r} {fault} ({key.told(row)})")
    return gone, wrong
