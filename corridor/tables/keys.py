"""
What a row of a table speaks of: its natural key, apart from the id that its author gave it.

The last line of a schema says it, as `country|mode|heading|from_km..|to_km..`:

- `column?other=value`: the column counts only where another holds that value ('' = blank);
- `column..`: rows that differ in such columns alone are one set, as the bands of a tariff;
- `a+b~c+d`: two ends of which either may stand first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from corridor.tables.row import Named, TextRow

KeyValue = tuple[tuple[str, ...], ...]
# A tariff by distance leaves no kilometre without a price, and none with two.
_WHOLE = "km"
_NUMERIC = frozenset("-0123456789")
_PLAIN = re.compile(r"^-?\d+(\.\d+)?$")


@dataclass(frozen=True, slots=True)
class KeyPart:
    """Columns of one part of a key; two groups of columns are ends in either order."""

    ends: tuple[tuple[str, ...], ...]
    only: tuple[str, str] | None = None
    is_band: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the part."""
        return tuple(c for end in self.ends for c in end)

    def counts(self, row: TextRow) -> bool:
        """Whether the part tells this row from others."""
        return self.only is None or row[self.only[0]] == self.only[1]

    def of(self, row: TextRow) -> tuple[str, ...]:
        """Values of the part, written in one way."""
        if self.only is not None and row[self.only[0]] != self.only[1]:
            return ()
        if len(self.ends) == 1:
            return tuple([_plain(row[c]) for c in self.ends[0]])
        ends = sorted(tuple(_plain(row[c]) for c in end) for end in self.ends)
        return tuple(v for end in ends for v in end)

    def of_rows(self, rows: Sequence[TextRow]) -> list[tuple[str, ...]]:
        """Values of the part in many rows."""
        if self.only is not None or len(self.ends) > 1:
            return [self.of(row) for row in rows]
        columns = [[row[c] for row in rows] for c in self.ends[0]]
        return list(zip(*(map(_plain, cells) for cells in columns), strict=True))


@dataclass(frozen=True, slots=True)
class NaturalKey:
    """The parts of a table's key."""

    parts: tuple[KeyPart, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that say what a row speaks of, those of its band apart."""
        return tuple(c for p in self.parts if not p.is_band for c in p.columns)

    @property
    def bands(self) -> tuple[str, ...]:
        """Columns in which the rows of one set differ."""
        return tuple(c for p in self.parts if p.is_band for c in p.columns)

    def of(self, row: TextRow) -> KeyValue:
        """The whole key of a row."""
        return tuple([p.of(row) for p in self.parts])

    def of_rows(self, rows: Sequence[TextRow]) -> list[KeyValue]:
        """The whole keys of many rows; cells that are alike are read once."""
        return list(zip(*(p.of_rows(rows) for p in self.parts), strict=True))

    def set_of(self, row: TextRow) -> KeyValue:
        """The key of the set that a row belongs to: without its band."""
        return tuple(p.of(row) for p in self.parts if not p.is_band)

    def described(self, row: TextRow) -> str:
        """The key in words, as 'country AF, mode road'; what is blank is left out."""
        columns = dict.fromkeys(c for p in self.parts if p.counts(row) for c in p.columns)
        return ", ".join(f"{c} {row[c]}" for c in columns if row[c])


def parse_key(text: str) -> NaturalKey:
    """
    Read a key as a schema writes it.

    Examples
    --------
    >>> parse_key("country|km..").bands
    ('km',)
    """
    return NaturalKey(tuple(_part(part) for part in text.split("|")))


def _part(text: str) -> KeyPart:
    column, sign, condition = text.partition("?")
    other, _, value = condition.partition("=")
    bare = column.removesuffix("..")
    ends = tuple(tuple(end.split("+")) for end in bare.split("~"))
    return KeyPart(ends, (other, value) if sign else None, bare != column)


@lru_cache(100_000)  # all tables have 6,000 values
def _plain(value: str) -> str:
    """One writing of a value: a list in any order, a number with or without zeros."""
    if value[:1] in _NUMERIC and _PLAIN.match(value):
        return f"{float(value):.10g}"
    return "|".join(sorted(value.split("|"))) if "|" in value else value


def band_ends(key: NaturalKey, types: Mapping[str, str]) -> tuple[str, str] | None:
    """First and last of a band of kilometres or days, None where sets have no such order."""
    columns = key.bands
    if len(columns) != 2 or any(types[c] not in ("number", "integer", "date") for c in columns):
        return None
    return columns[0], columns[1]


def set_faults(
    rows: Iterable[TextRow], ends: tuple[str, str], *, unit: str
) -> Iterator[tuple[TextRow, str, str]]:
    """
    What is wrong with the bands of one set: the row, its column and the fault.

    Parameters
    ----------
    rows
        All rows of the set.
    ends
        Columns of the first and the last kilometre, day or date; blank = without end.
    unit
        Unit of the columns: a band of km ends where the next begins, the last day is inside.
    """
    first, last = ends
    ordered = sorted(rows, key=lambda r: _start(r[first]))
    whole = unit == _WHOLE
    if whole and ordered and _start(ordered[0][first]) > _start("0"):
        yield ordered[0], first, f"leaves the first {ordered[0][first]} km without a price"
    for row, after in pairwise(ordered):
        begins, ended = _start(after[first]), _end(row[last])
        if begins < ended or (begins == ended and not whole):
            yield after, first, f"begins inside the band of {Named.of(row).id}"
        elif whole and begins > ended:
            yield after, first, f"leaves km {row[last]} to {after[first]} without a price"
    if whole and ordered and ordered[-1][last]:
        yield ordered[-1], last, "leaves what is longer without a price; the last band is open"


def _start(text: str) -> tuple[float, str]:
    return _place(text or "0")


def _end(text: str) -> tuple[float, str]:
    return _place(text) if text else (float("inf"), "9999")


def _place(text: str) -> tuple[float, str]:
    """Where a number or a date stands; dates of one form sort as text."""
    try:
        return float(text), ""
    except ValueError:
        return 0.0, text
