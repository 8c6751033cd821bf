"""
Dates as people write them: a day, a month or a year, read in one way everywhere.

Where something begins (a closure, a departure) a month or a year means its first day; where
something ends or was last seen (a closure's end, a deadline, evidence) it means its last day.
Tables, scenarios, options and lists all read dates by the two functions here.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

FORMS = "a day as 2026-11-25, a month as 2026-11 or a year as 2026"
# ASCII alone: Python's \d also takes digits of other scripts, which no other program reads.
_WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DOTTED = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})")


def first_day(text: str) -> date:
    """
    First day of a day, month or year.

    Raises
    ------
    ValueError
        If the text is none of the three.

    Examples
    --------
    >>> first_day("2026-02"), first_day("2026")
    (datetime.date(2026, 2, 1), datetime.date(2026, 1, 1))
    """
    found = _WRITTEN.fullmatch(text)
    if not found:
        raise ValueError(f"is not {FORMS}{hint(text)}")
    year, month, day = (int(part) if part else 1 for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError("is not a day of the calendar") from None


def last_day(text: str) -> date:
    """
    Last day of a day, month or year.

    Raises
    ------
    ValueError
        If the text is none of the three.

    Examples
    --------
    >>> last_day("2028-02"), last_day("9999-12")
    (datetime.date(2028, 2, 29), datetime.date(9999, 12, 31))
    """
    first = first_day(text)
    if len(text) == len("2026-11-25"):
        return first
    month = first.month if len(text) == len("2026-11") else 12
    if month == 12:
        return date(first.year, 12, 31)
    return date(first.year, month + 1, 1) - timedelta(days=1)


def moment(text: str, *, last: bool, at: time) -> datetime:
    """
    A moment of a local clock, read from a date-time, or from a date with an hour put to it.

    Parameters
    ----------
    text
        A day, month or year, or a date-time without a zone as 2026-11-25T18:00.
    last
        Whether a month or year means its last day instead of its first.
    at
        Time of day where none is written.

    Raises
    ------
    ValueError
        If it is no such text, or carries a zone.
    """
    if len(text) <= len("2026-11-25"):
        return datetime.combine((last_day if last else first_day)(text), at)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"is not {FORMS}, or a time of a day as 2026-11-25T18:00") from None
    if found.tzinfo is not None:
        raise ValueError("carries a time zone")
    return found.replace(second=0, microsecond=0)


def hint(text: str) -> str:
    """How to write a date that stands day first, as many here do; '' for anything else."""
    found = _DOTTED.fullmatch(text)
    if not found:
        return ""
    day, month, year = (int(part) for part in found.groups())
    try:
        return f"; write it as {date(year, month, day).isoformat()}"
    except ValueError:
        return ""
