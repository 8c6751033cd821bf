"""A forwarder's list of shipments: a CSV file of up to 5,000 rows, checked cell by cell."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from corridor.errors import InputError, shown
from corridor.model.consignment import CARGO, UNITS, Consignment
from corridor.model.dates import first_day

MOST_ROWS = 5_000
COLUMNS = ("origin", "destination", "unit", "count", "weight_t", "cargo", "depart", "reference")
_MOST_BYTES = 20_000_000
_MOST_CHARACTERS = 200  # of a cell
_T = TypeVar("_T")
_HEAD = f"a first row with origin,destination and any of {', '.join(COLUMNS[2:])}"


@dataclass(frozen=True, slots=True)
class Shipment:
    """One row; `row` is its number as a spreadsheet counts, the header being row 1."""

    row: int
    origin: str
    destination: str
    unit: str
    count: int
    weight_t: float | None  # gross, of one unit; None = the unit's own
    cargo: str
    depart: date
    reference: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be used."""

    row: int
    column: str
    what: str


@dataclass(frozen=True, slots=True)
class Shipments:
    """The usable rows of a file and what is wrong with the others."""

    file: str
    rows: tuple[Shipment, ...]
    faults: tuple[Fault, ...]


def read_shipments(path: Path, *, default_depart: date) -> Shipments:
    """
    Read a list; a row with a fault is not among its rows.

    Raises
    ------
    InputError
        If the file is no such list at all.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{path} is larger than 20 MB", remedy="split the file")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as err:
        raise InputError(
            f"{path} cannot be read ({err})", remedy="save it as CSV in UTF-8"
        ) from err
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as err:
        raise InputError(f"{path} is not a CSV file ({err})", remedy=_HEAD) from err
    header = [cell.strip().lower() for cell in records[0]] if records else []
    _check_header(path, header)
    body = [(n, r) for n, r in enumerate(records[1:], 2) if any(cell.strip() for cell in r)]
    if not body:
        raise InputError(f"{path} has no rows after the header", remedy="add a shipment a row")
    if len(body) > MOST_ROWS:
        raise InputError(
            f"{path} has {len(body)} rows, more than {MOST_ROWS}", remedy="split the file"
        )
    rows: list[Shipment] = []
    faults: list[Fault] = []
    for number, record in body:
        found = _shipment(number, header, record, default_depart)
        if isinstance(found, Shipment):
            rows.append(found)
        else:
            faults += found
    return Shipments(path.name, tuple(rows), tuple(faults))


def _check_header(path: Path, header: Sequence[str]) -> None:
    unknown = [name for name in header if name not in COLUMNS]
    if unknown:
        raise InputError(
            f"{path}, row 1: column {shown(unknown[0])} is unknown", remedy=f"give {_HEAD}"
        )
    missing = [name for name in COLUMNS[:2] if name not in header]
    if missing or len(set(header)) < len(header):
        what = f"column {missing[0]} is missing" if missing else "a column stands there twice"
        raise InputError(f"{path}, row 1: {what}", remedy=f"give {_HEAD}")


def _shipment(
    number: int, header: Sequence[str], record: Sequence[str], default_depart: date
) -> Shipment | list[Fault]:
    faults: list[Fault] = []
    if len(record) > len(header):
        faults.append(Fault(number, "", f"{len(record)} cells under {len(header)} columns"))
    cells = dict(zip(header, (cell.strip() for cell in record), strict=False))

    def read(column: str, rule: Callable[[str], _T], empty: _T) -> _T:
        text = cells.get(column, "")
        if len(text) > _MOST_CHARACTERS:
            faults.append(Fault(number, column, f"longer than {_MOST_CHARACTERS} characters"))
            return empty
        try:
            return rule(text) if text else empty
        except ValueError as err:
            faults.append(Fault(number, column, f"{shown(text)} {err}"))
            return empty

    for column in COLUMNS[:2]:
        if not cells.get(column):
            faults.append(Fault(number, column, "is empty"))
    shipment = Shipment(
        number,
        read("origin", str, ""),
        read("destination", str, ""),
        read("unit", _one_of({u.lower(): u for u in UNITS}), "FEU"),
        read("count", _count, 1),
        read("weight_t", _tonnes, None),
        read("cargo", _cargo, "general"),
        read("depart", _day, default_depart),
        read("reference", str, ""),
    )
    return faults or shipment


def _one_of(names: Mapping[str, str]) -> Callable[[str], str]:
    def rule(text: str) -> str:
        if text.lower() not in names:
            raise ValueError(f"is not one of {', '.join(names.values())}")
        return names[text.lower()]

    return rule


def _cargo(text: str) -> str:
    """A class of cargo; hazardous goods with their UN class, as hazardous:3."""
    name = text.lower().replace(" ", "")
    if name.partition(":")[0] not in CARGO:
        raise ValueError(
            f"is not one of {', '.join(CARGO)} (hazardous with its UN class, hazardous:3)"
        )
    try:
        return Consignment(unit="truck", cargo=name).cargo
    except InputError as err:
        raise ValueError(f"cannot be used: {err.what} ({err.remedy})") from err


def _count(text: str) -> int:
    number = int(text) if text.isdecimal() and len(text) < 6 else 0
    if not 1 <= number <= 500:
        raise ValueError("is not a whole number from 1 to 500")
    return number


def _tonnes(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < 200:
        raise ValueError("is not a gross weight of a unit in tonnes, as 24 or 18.5")
    return number


def _day(text: str) -> date:
    day = first_day(text)
    if not 2005 <= day.year <= 2045:
        raise ValueError("is not from 2005 to 2045")
    return day
