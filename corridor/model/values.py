"""Values as people give them, strings or objects, read into the plain types that records hold."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime, time
from decimal import Decimal
from numbers import Integral, Real
from typing import TYPE_CHECKING

from corridor.errors import InputError, shown
from corridor.model.dates import FORMS, first_day, moment

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

# Options whose names are not those of the fields that they fill.
_FLAGS = {
    "origin": "ORIGIN",
    "destination": "DESTINATION",
    "gross_weight_t": "--weight",
    "value_usd": "--value",
    "value_of_time_usd_per_h": "--vot",
    "max_cost_usd": "--max-cost",
    "crew": "--service",
    "rail_service": "--service",
    "sure_percent": "--sure",
    "k": "-k",
}
_TONNES = "tonnes, as 24t or 24"
_WHAT = {
    "gross_weight_t": _TONNES,
    "value_usd": "US dollars, as 50000",
    "value_of_time_usd_per_h": "US dollars per hour, as 3.5",
    "max_days": "days, as 21",
    "max_cost_usd": "US dollars, as 6000",
    "sure_percent": "per cent, as 90",
    "max_overlap": "per cent, as 70",
}

_MOST_WHOLE = 10**12


def flag_of(field: str) -> str:
    """
    The option that fills a field, by which messages name it.

    Examples
    --------
    >>> flag_of("max_days"), flag_of("gross_weight_t")
    ('--max-days', '--weight')
    """
    return _FLAGS.get(field, f"--{field.replace('_', '-')}")


def real(value: object, option: str, what: str) -> float | None:
    """
    A finite number; None when nothing was given.

    Parameters
    ----------
    value
        A number of any kind, or a text; a comma in it parts thousands or makes it wrong.
    option, what
        What the message calls it, and how it is written.

    Raises
    ------
    InputError
        If it is no finite number.

    Examples
    --------
    >>> real("50,000", "--value", "US dollars"), real(3, "--vot", "US dollars")
    (50000.0, 3.0)
    """
    found = math.nan
    if value is None or _empty(value):
        return None
    if isinstance(value, str):
        # A comma parts thousands or nothing: 2,4 may mean 2.4 and must not become 24.
        plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", value.strip()).removeprefix("$")
        try:
            found = math.nan if "," in plain or "_" in plain else float(plain)
        except ValueError:
            found = math.nan
    elif isinstance(value, Real | Decimal) and not isinstance(value, bool):
        try:
            found = float(value)
        except (OverflowError, ValueError):
            found = math.nan
    if not math.isfinite(found):
        raise InputError(f"{option} {_shown(value)} is not a number", remedy=f"give {what}")
    return found


def tonnes(value: object) -> float | None:
    """Tonnes, with or without the unit; None when nothing was given."""
    if not isinstance(value, str):
        return real(value, "--weight", _TONNES)
    cleaned = re.sub(r"\s*t(onnes?)?$", "", value.strip(), flags=re.IGNORECASE)
    if value and not cleaned:
        raise InputError(f"--weight {shown(value)} is not a number", remedy="give tonnes, as 24t")
    return real(cleaned, "--weight", _TONNES)


def whole(value: object, option: str) -> int:
    """
    A whole number.

    Raises
    ------
    InputError
        If it is none, as 1.5.
    """
    if isinstance(value, Integral) and not isinstance(value, bool):
        number = int(value)
        if abs(number) > _MOST_WHOLE:
            raise InputError(f"{option} is out of range", remedy="give a smaller number")
        return number
    found = real(value, option, "a whole number, as 2")
    if found is None or found != math.floor(found):
        raise InputError(
            f"{option} {_shown(value)} is not a whole number", remedy="give a whole number, as 2"
        )
    return int(found)


def words(value: object, option: str) -> str:
    """
    A text.

    Raises
    ------
    InputError
        If it is anything else.
    """
    if not isinstance(value, str):
        raise InputError(f"{option} {_shown(value)} is not a text", remedy="give a text")
    return value


def names(value: object, option: str, *, split: bool = False) -> tuple[str, ...]:
    """
    Names: one text or several; `split` parts them at commas too.

    Raises
    ------
    InputError
        If one is no text.

    Examples
    --------
    >>> names("rail, road", "--modes", split=True), names(["Aktau"], "--via")
    (('rail', 'road'), ('Aktau',))
    """
    if isinstance(value, bytes | Mapping) or not isinstance(value, Iterable):
        raise InputError(
            f"{option} {_shown(value)} is not a list of names", remedy="give one name or several"
        )
    texts = [value] if isinstance(value, str) else [words(v, option) for v in value]
    if not split:
        return tuple(texts)
    return tuple(p.strip() for text in texts for p in text.split(",") if p.strip())


def switch(value: object, option: str) -> bool:
    """
    Yes or no.

    Raises
    ------
    InputError
        If it is neither True nor False.
    """
    if not isinstance(value, bool) and type(value).__name__ not in ("bool", "bool_"):  # numpy's
        raise InputError(
            f"{option} {_shown(value)} is not a yes or no", remedy="give True or False"
        )
    return bool(value)


def clock(value: object, option: str, *, last: bool, at: time) -> datetime:
    """
    A moment of a local clock from a text, a date or a date-time.

    Parameters
    ----------
    value, option
        What was given, and what the message calls it.
    last, at
        Whether a month or a year means its last day; the time of a plain date.

    Raises
    ------
    InputError
        If it is none, or carries a time zone.
    """
    end = "destination" if last else "origin"
    example = "2026-12-24T18:00" if last else "2026-12-01T08:00"
    remedy = f"give local time at the {end} without a zone, as {example}"
    if isinstance(value, date) and value == value:  # pandas' missing time is unlike itself
        if not isinstance(value, datetime):
            return datetime.combine(value, at)
        if value.tzinfo is not None:
            raise InputError(f"{option} {value.isoformat()} carries a time zone", remedy=remedy)
        return datetime(*value.timetuple()[:5])
    text = value if isinstance(value, str) else _numpy_time(value)
    if text is None:
        raise InputError(f"{option} {_shown(value)} is not {FORMS}", remedy=remedy)
    try:
        return moment(text, last=last, at=at)
    except ValueError as err:
        raise InputError(f"{option} {shown(text)} {err}", remedy=remedy) from None


def is_span(value: object) -> bool:
    """Whether a departure is a span of days, A..B."""
    return isinstance(value, str) and ".." in value


def span(value: str) -> tuple[datetime, int]:
    """
    The first departure of a span A..B and how many days it has, each at the time of day of A.

    Raises
    ------
    InputError
        If either end is no day, or the last lies before the first.

    Examples
    --------
    >>> span("2026-12-01..2027-02")
    (datetime.datetime(2026, 12, 1, 8, 0), 90)
    """
    first, _, last = (part.strip() for part in value.partition(".."))
    if not first or not last or "T" in last or ":" in last:
        raise InputError(
            f"--depart {shown(value)} is not a span of days",
            remedy="give it as 2026-12-01..2027-02-28, or 2026-12-01T06:00..2027-02-28",
        )
    begins = ready(first)
    ends = clock(last, "--depart", last=True, at=begins.time())
    days = (ends.date() - begins.date()).days + 1
    if days < 1:
        raise InputError(
            f"--depart {shown(value)} ends before it begins", remedy="give the first day first"
        )
    return begins, days


def ready(value: object) -> datetime:
    """Ready time (--depart): a plain date means 08:00, nothing means today."""
    if value is None or _empty(value):
        return datetime.now().replace(hour=8, minute=0, second=0, microsecond=0)
    if is_span(value):
        raise InputError(
            f"--depart {shown(str(value))} is a span of days",
            remedy="give one day; corridor route and planner.profile take a span",
        )
    return clock(value, "--depart", last=False, at=time(8))


def deadline(value: object, option: str = "--arrive-by") -> datetime | None:
    """Latest arrival (--arrive-by, --by): a plain date means its last minute; None when not given."""
    if value is None or _empty(value):
        return None
    return clock(value, option, last=True, at=time(23, 59))


def day(value: object, option: str, *, bounded: bool = True) -> date:
    """
    A day, from 2005 to 2045 if bounded; a month or a year means its first, nothing means today.

    Raises
    ------
    InputError
        If it is no such day.
    """
    if value is None or _empty(value):
        return date.today()
    if isinstance(value, str):
        try:
            found = first_day(value)
        except ValueError as err:
            raise InputError(
                f"{option} {shown(value)} {err}", remedy="write it as 2026-12-01"
            ) from err
    else:
        found = clock(value, option, last=False, at=time(0)).date()
    if bounded and not 2005 <= found.year <= 2045:
        raise InputError(
            f"{option} {found} is out of range", remedy="give a date from 2005-01-01 to 2045-12-31"
        )
    return found


def settle(record: DataclassInstance) -> None:
    """
    Read the fields of a new record into the types that they say, in place.

    Raises
    ------
    InputError
        Naming the option of the first field whose value is of another kind.
    """
    for field in fields(record):
        value = getattr(record, field.name)
        reader = _READERS.get(str(field.type))
        if reader is not None and type(value) not in _SETTLED.get(str(field.type), ()):
            object.__setattr__(record, field.name, reader(field.name, value))


def _empty(value: object) -> bool:
    return isinstance(value, str) and not value


def _shown(value: object) -> str:
    """A value as a message names it; what is no text or number by its kind, for it may be long."""
    if isinstance(value, str):
        return shown(value)
    return str(value)[:60] if isinstance(value, Real | date) else f"of type {type(value).__name__}"


def _numpy_time(value: object) -> str | None:
    """A numpy.datetime64 as text, to the minute; None for anything else, not-a-time included."""
    if type(value).__name__ != "datetime64":
        return None
    text = str(value)
    return None if text == "NaT" else text[:16]


_READERS: Mapping[str, Callable[[str, object], object]] = {
    "str": lambda name, v: words(v, flag_of(name)),
    "int": lambda name, v: whole(v, flag_of(name)),
    "bool": lambda name, v: switch(v, flag_of(name)),
    "int | None": lambda name, v: None if v is None else whole(v, flag_of(name)),
    "float | None": lambda name, v: real(v, flag_of(name), _WHAT.get(name, "a number")),
    "tuple[str, ...]": lambda name, v: names(v, flag_of(name)),
    "tuple[Mode, ...]": lambda name, v: names(v, flag_of(name), split=True),
    "Objective": lambda name, v: words(v, flag_of(name)),
    "datetime": lambda name, v: ready(v),
    "datetime | None": lambda name, v: deadline(v, flag_of(name)),
}
# What needs no reading; a finite number is told from others by reading it.
_SETTLED: Mapping[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "bool": (bool,)}
