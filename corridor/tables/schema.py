"""The contract of each source table, read from data/schema/<table>.csv."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path

from corridor.errors import DataError
from corridor.model.dates import FORMS, first_day, hint
from corridor.tables.keys import NaturalKey, Row, parse_key
from corridor.tables.zones import zone

_HEADER = (
    "column",
    "type",
    "unit",
    "required",
    "low",
    "high",
    "allowed",
    "references",
    "description",
)
TYPES = frozenset(
    {
        "id",
        "text",
        "number",
        "integer",
        "enum",
        "list",
        "ref",
        "reflist",
        "country",
        "date",
        "asof",
        "season",
        "clock",
        "zone",
    }
)
# Lines of a schema that describe no column: what a row speaks of, and bounds by row.
_KEY, _BOUNDS = "key", "bounds"
_ID = re.compile(r"^[a-z0-9][a-z0-9_.-]*$")
_COUNTRY = re.compile(r"^[A-Z]{2}$")
_ASOF = re.compile(r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")
_SEASON = re.compile(r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
_CLOCK = re.compile(r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")
# A date beyond them is a slip of the pen, and beyond what a day may be added to.
_YEARS = (1900, 2100)
# Python also reads '1_000' and digits of other scripts, which no other program would.
_NUMBER = re.compile(r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its type, unit, bounds and meaning."""

    name: str
    type: str
    unit: str
    required: bool
    low: float | None
    high: float | None
    allowed: tuple[str, ...]
    references: str
    description: str

    def complaint(self, value: str) -> str | None:
        """
        Say what is wrong with one cell, or None when it may stand.

        References to other tables are checked by the loader, which knows them.
        """
        if value == "":
            return "is empty but required" if self.required else None
        if value != value.strip():
            return "has blanks at its ends"
        if len(value.splitlines()) > 1:
            return "holds a line break (a quotation mark may be missing)"
        check = _CHECKS.get(self.type)
        if check is not None and not check[0].match(value):
            return f"is not {check[1]}{hint(value)}"
        if self.type in ("date", "asof", "season") and not _in_calendar(value, self.type):
            return "is no day of the calendar" + (
                " of every year" if self.type == "season" else f", {_YEARS[0]} to {_YEARS[1]}"
            )
        if self.type == "zone" and not _is_zone(value):
            return "is no time zone of the IANA database"
        if self.type in ("number", "integer"):
            return self._number_complaint(value)
        parts = value.split("|") if self.type in ("list", "reflist") else [value]
        if any(p == "" for p in parts):
            return "has an empty entry in its list"
        if self.allowed:
            wrong = [p for p in parts if p not in self.allowed]
            if wrong:
                return f"is not one of {', '.join(self.allowed)}"
        return None

    def _number_complaint(self, value: str) -> str | None:
        try:
            number = int(value) if self.type == "integer" else float(value)
        except ValueError:
            return "is not a whole number" if self.type == "integer" else "is not a number"
        if number != number or number in (float("inf"), float("-inf")):
            return "is not a finite number"
        if not _NUMBER.match(value):
            return "is not a plain number"
        if self.allowed and value not in self.allowed:
            return f"is not one of {', '.join(self.allowed)}"
        if self.low is not None and number < self.low:
            return f"is below {self.low:g} {self.unit}".rstrip()
        if self.high is not None and number > self.high:
            return f"is above {self.high:g} {self.unit}".rstrip()
        return None


def _in_calendar(value: str, kind: str) -> bool:
    """Whether a date exists within living memory; a season's day must exist in every year."""
    text = f"2023-{value}" if kind == "season" else value
    if not _YEARS[0] <= int(text[:4]) <= _YEARS[1]:
        return False
    try:
        first_day(text)
    except ValueError:
        return False
    return True


def _is_zone(name: str) -> bool:
    try:
        zone(name)
    except DataError:
        return False
    return True


_CHECKS: dict[str, tuple[re.Pattern[str], str]] = {
    "id": (_ID, "a key of lower-case letters, digits, '_', '-' or '.'"),
    "country": (_COUNTRY, "a two-letter country code"),
    "date": (_ASOF, f"a date: {FORMS}"),
    "asof": (_ASOF, f"a date: {FORMS}"),
    "season": (_SEASON, "a month and day MM-DD"),
    "clock": (_CLOCK, "a time of day HH:MM from 00:00 to 24:00"),
}


@dataclass(frozen=True, slots=True)
class RowBounds:
    """Bounds of the figures of rows whose id is, or fits, `pattern`; in the unit of the row."""

    pattern: str
    unit: str
    low: float
    high: float
    description: str


@dataclass(frozen=True, slots=True)
class TableSchema:
    """
    The columns of one table, in file order, and what tells its rows apart.

    Attributes
    ----------
    table, columns
        Its name and columns.
    key
        The natural key: no two rows may share it.
    bounds
        Bounds by row, of the tables whose rows have units of their own; a row of such a table
        that no bounds are given for is one that nothing reads.
    """

    table: str
    columns: tuple[Column, ...]
    key: NaturalKey
    bounds: tuple[RowBounds, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in file order."""
        return tuple(c.name for c in self.columns)

    def out_of_bounds(self, row: Row) -> Iterator[tuple[str, str, str]]:
        """Figures of a row outside the bounds of the row: column, value and what is wrong."""
        if not self.bounds:
            return
        found = next((b for b in self.bounds if fnmatchcase(row["id"], b.pattern)), None)
        if found is None:
            close = get_close_matches(row["id"], [b.pattern for b in self.bounds], 5, 0.3)
            problem = f"is no row of {self.table} that anything reads"
            yield "id", row["id"], f"{problem} - one of {', '.join(close)}" if close else problem
            return
        if row.get("unit", found.unit) != found.unit:
            yield "unit", row["unit"], f"is not {found.unit}"
        for column in self.columns:
            value = row[column.name]
            if column.type != "number" or not value or column.complaint(value):
                continue
            if not found.low <= float(value) <= found.high:
                bounds = f"{found.low:g} to {found.high:g} {found.unit}"
                yield column.name, value, f"is out of the bounds {bounds}"


def read_schema(path: Path) -> TableSchema:
    """
    Read one schema file.

    Raises
    ------
    DataError
        If the schema file itself is malformed.
    """
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    if not rows or tuple(rows[0]) != _HEADER:
        raise DataError(
            f"{path.name}: header is not {','.join(_HEADER)}", remedy="restore the header line"
        )
    columns = []
    key = None
    bounds: list[RowBounds] = []
    for line, row in enumerate(rows[1:], 2):
        if len(row) == len(_HEADER) and row[1] == _KEY:
            key = parse_key(row[0])
            continue
        if len(row) == len(_HEADER) and row[1] == _BOUNDS:
            bounds.append(RowBounds(row[0], row[2], float(row[4]), float(row[5]), row[8]))
            continue
        if len(row) != len(_HEADER) or row[1] not in TYPES:
            raise DataError(
                f"{path.name}, line {line}: {row!r} is not a column description",
                remedy=f"give {len(_HEADER)} cells and a type out of {', '.join(sorted(TYPES))}",
            )
        name, kind, unit, required, low, high, allowed, references, description = row
        columns.append(
            Column(
                name,
                kind,
                unit,
                required == "yes",
                float(low) if low else None,
                float(high) if high else None,
                tuple(allowed.split("|")) if allowed else (),
                references,
                description,
            )
        )
    unknown = set(key.columns + key.bands if key else ()) - {c.name for c in columns}
    if key is None or unknown:
        raise DataError(
            f"{path.name}: the line of the key {'names ' + str(unknown) if key else 'is missing'}",
            remedy="end the schema with what tells its rows apart, as country|mode,key,,,,,,,",
        )
    return TableSchema(path.stem, tuple(columns), key, tuple(bounds))
