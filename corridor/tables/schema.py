"""The contract of each source table, read from data/schema/<table>.csv."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache, cached_property
from pathlib import Path

from corridor.errors import DataError
from corridor.model.dates import FORMS, first_day, hint
from corridor.tables.keys import NaturalKey, parse_key
from corridor.tables.row import Named, TextRow
from corridor.tables.zones import zone

_HEADER = (
    "column",
    "type",
    "unit",
    "required",
    "low",
    "high",
    "blank",
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
# Lines of a schema that describe no column: the class of a row, what it speaks of, bounds by row.
_ROW, _KEY, _BOUNDS = "row", "key", "bounds"
_ID = re.compile(r"^[a-z0-9][a-z0-9_.-]*$")
_COUNTRY = re.compile(r"^[A-Z]{2}$")
_ASOF = re.compile(r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")
_SEASON = re.compile(r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
_CLOCK = re.compile(r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")
# A date beyond them is a slip of the pen, and beyond what a day may be added to.
_YEARS = (1900, 2100)
# Python also reads '1_000' and digits of other scripts, which no other program would.
_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_GREATEST = sys.float_info.max
_NUMBER = re.compile(r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$", re.ASCII)


_END = re.compile(r"^(.+?)_(low|typical|high)(_.*)?$")
# A cell of these types is well if it fits: most are told by one look.
_LINE_BREAKS = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_ONE_LINE = re.compile(rf"\S(?:[^{_LINE_BREAKS}]*\S)?")
_SURE = {"text": _ONE_LINE, "ref": _ONE_LINE, "id": _ID, "country": _COUNTRY}


@cache
def parted(name: str) -> tuple[str, str]:
    """
    A column's figure and which end of it the column is, '' for a figure of one column.

    Examples
    --------
    >>> parted("rate_low_usd_per_km"), parted("length_km")
    (('rate_usd_per_km', 'low'), ('length_km', ''))
    """
    found = _END.match(name)
    return (found[1] + (found[3] or ""), found[2]) if found else (name, "")


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column of a table: its type, unit, bounds and meaning.

    `blank` is the number that an empty cell stands for, None where it stands for none.
    """

    name: str
    type: str
    unit: str
    required: bool
    low: float | None
    high: float | None
    blank: float | None
    allowed: tuple[str, ...]
    references: str
    description: str

    @property
    def figure(self) -> str:
        """Its name without the end of a band."""
        return parted(self.name)[0]

    @property
    def end(self) -> str:
        """'low', 'typical' or 'high' of a band, else ''."""
        return parted(self.name)[1]

    def complaints(self, values: Iterable[str]) -> dict[str, str]:
        """The wrong ones of a column's cells, with what is wrong; each is looked at once."""
        suspect = set(values)
        suspect.difference_update(self.allowed)
        if self.type in ("number", "integer"):
            suspect = {v for v in suspect if not self._is_sure(v)}
        sure = _SURE.get(self.type)
        if sure is not None and not self.allowed:
            suspect = {v for v in suspect if not sure.fullmatch(v)}
        found = {v: self.complaint(v) for v in suspect}
        return {v: problem for v, problem in found.items() if problem}

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
            return "is not a day of the calendar" + (
                " of every year" if self.type == "season" else f", {_YEARS[0]} to {_YEARS[1]}"
            )
        if self.type == "zone" and not _is_zone(value):
            return "is not a time zone of the IANA database"
        if self.type in ("number", "integer"):
            return self._number_complaint(value)
        parts = value.split("|") if self.type in ("list", "reflist") else [value]
        if "" in parts:
            return "has an empty entry in its list"
        if self.allowed and not set(parts).issubset(self.allowed):
            return f"is not one of {', '.join(self.allowed)}"
        return None

    def _is_sure(self, value: str) -> bool:
        """Whether a figure is plain, whole if need be, and within its bounds."""
        if self.allowed or not (_WHOLE if self.type == "integer" else _NUMBER).fullmatch(value):
            return False
        low = -_GREATEST if self.low is None else self.low
        return low <= float(value) <= (_GREATEST if self.high is None else self.high)

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
class Field:
    """A field of a typed row: one column, or a whole band under the name of its figure."""

    name: str
    columns: tuple[Column, ...]

    @property
    def is_band(self) -> bool:
        """Whether it is low, typical and high of one figure."""
        return self.name != self.columns[0].name

    @property
    def main(self) -> Column:
        """The typical value of a band, else its only column."""
        return next((c for c in self.columns if c.end == "typical"), self.columns[0])

    @property
    def is_figure(self) -> bool:
        """Whether it is a number, and not one end of a band that has no typical value."""
        return self.main.type == "number" and self.main.end not in ("low", "high")

    @property
    def required(self) -> bool:
        """Whether every row has it."""
        return any(c.required for c in self.columns)


@dataclass(frozen=True)
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
    row, about, place
        Name of the class of its typed rows, what they are, and its place in lists of tables.
    """

    table: str
    columns: tuple[Column, ...]
    key: NaturalKey
    bounds: tuple[RowBounds, ...]
    row: str
    about: str
    place: int

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Column names in file order."""
        return tuple(c.name for c in self.columns)

    @cached_property
    def column(self) -> Mapping[str, Column]:
        """Columns by name."""
        return {c.name: c for c in self.columns}

    @cached_property
    def ends(self) -> Mapping[str, Mapping[str, str]]:
        """Columns of figures given by their ends: figure, end, column."""
        found: dict[str, dict[str, str]] = {}
        for column in self.columns:
            if column.end:
                found.setdefault(column.figure, {})[column.end] = column.name
        return found

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Fields of its typed rows; low and high without a typical value are no band."""
        found: dict[str, tuple[Column, ...]] = {}
        for column in self.columns:
            name = column.figure if "typical" in self.ends.get(column.figure, ()) else column.name
            found[name] = (*found.get(name, ()), column)
        return tuple(Field(name, columns) for name, columns in found.items())

    def figure(self, name: str) -> tuple[Column, ...]:
        """
        Columns of a figure: the column of that name, or low, typical and high of a band.

        One end of a band is no figure: multiplied alone it would part from its typical value.
        """
        found = next((f.columns for f in self.fields if f.name == name), ())
        return found if any(c.type == "number" for c in found) else ()

    def out_of_bounds(self, row: TextRow) -> Iterator[tuple[str, str, str]]:
        """Figures of a row outside the bounds of the row: column, value and what is wrong."""
        if not self.bounds:
            return
        key = Named.of(row).id
        found = next((b for b in self.bounds if fnmatchcase(key, b.pattern)), None)
        if found is None:
            close = get_close_matches(key, [b.pattern for b in self.bounds], 5, 0.3)
            problem = f"is not a row of {self.table} that anything reads"
            yield "id", key, f"{problem} - one of {', '.join(close)}" if close else problem
            return
        unit = row.get("unit", found.unit)
        if unit != found.unit:
            yield "unit", unit, f"is not {found.unit}"
        for column in self.columns:
            value = row[column.name]
            if column.type != "number" or not value or column.complaint(value):
                continue
            if not found.low <= float(value) <= found.high:
                bounds = f"{found.low:g} to {found.high:g} {found.unit}"
                yield column.name, value, f"is out of the bounds {bounds}"


@cache
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
    key, row = None, None
    bounds: list[RowBounds] = []
    for line, cells in enumerate(rows[1:], 2):
        if len(cells) != len(_HEADER) or cells[1] not in {*TYPES, _ROW, _KEY, _BOUNDS}:
            raise DataError(
                f"{path.name}, line {line}: {cells!r} is not a column description",
                remedy=f"give {len(_HEADER)} cells and a type out of {', '.join(sorted(TYPES))}",
            )
        if cells[1] == _ROW:
            row = cells
        elif cells[1] == _KEY:
            key = parse_key(cells[0])
        elif cells[1] == _BOUNDS:
            bounds.append(RowBounds(cells[0], cells[2], float(cells[4]), float(cells[5]), cells[9]))
        else:
            columns.append(_column(cells))
    unknown = set(key.columns + key.bands if key else ()) - {c.name for c in columns}
    if key is None or unknown:
        raise DataError(
            f"{path.name}: the line of the key {'names ' + str(unknown) if key else 'is missing'}",
            remedy="end the schema with what tells its rows apart, as country|mode,key,,,,,,,,",
        )
    if row is None:
        raise DataError(
            f"{path.name}: the line of the row is missing",
            remedy="begin the schema with the class of a row, as Hub,row,,,2,,,,,Named places",
        )
    return TableSchema(path.stem, tuple(columns), key, tuple(bounds), row[0], row[9], int(row[4]))


def _column(cells: list[str]) -> Column:
    name, kind, unit, required, low, high, blank, allowed, references, description = cells
    return Column(
        name,
        kind,
        unit,
        required == "yes",
        float(low) if low else None,
        float(high) if high else None,
        float(blank) if blank else None,
        tuple(allowed.split("|")) if allowed else (),
        references,
        description,
    )
