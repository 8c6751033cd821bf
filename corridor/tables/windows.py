"""When a post works, and what a closure or a timetable holds for: rules over single rows."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from corridor.model.consignment import CARGO
from corridor.tables.records import Closure, NightBan, OpeningHours, SeaService

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MIN = 24 * 60


def weekdays(row: OpeningHours) -> tuple[int, ...]:
    """Days of the week on which a post is open, Monday = 0."""
    return tuple(WEEKDAYS.index(d) for d in row.days)


def is_always_open(row: OpeningHours) -> bool:
    """Whether a post clears freight round the clock on every day."""
    opens, closes = clock_min(row.opens), clock_min(row.closes)
    return len(row.days) == len(WEEKDAYS) and closes - opens == DAY_MIN


def is_in_force(row: OpeningHours | NightBan, first: date, last: date) -> bool:
    """Whether a row holds on any day from a first to a last, whether or not they are of work."""
    return (row.from_date is None or row.from_date <= last) and (
        row.to_date is None or first <= row.to_date
    )


def bans(ban: NightBan, day: date, home: str, cargo_class: str) -> bool:
    """
    Whether a ban holds on a day for goods of a class.

    `home` is the country that the journey sets out from and ends in, '' for two.
    """
    if (ban.domestic and ban.country != home) or (ban.cargo and cargo_class not in ban.cargo):
        return False
    if not is_in_force(ban, day, day):
        return False
    if ban.season_from is None or ban.season_to is None:
        return True
    now = (day.month, day.day)
    if ban.season_from <= ban.season_to:
        return ban.season_from <= now <= ban.season_to
    return now >= ban.season_from or now <= ban.season_to  # over the New Year


def opening_span(row: OpeningHours) -> tuple[timedelta, timedelta]:
    """
    From the midnight before a post opens to the opening, and to the closing after that.

    Hours that end before they begin run past midnight, into the day after.
    """
    opens, closes = clock_min(row.opens), clock_min(row.closes)
    until = closes + (DAY_MIN if closes < opens else 0)
    return timedelta(minutes=opens), timedelta(minutes=until)


def clock_min(clock: str) -> int:
    """Minutes after local midnight of a checked HH:MM; 24:00 is midnight of that day."""
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)


def stops(row: Closure, cargo_class: str, ends: AbstractSet[str] = frozenset()) -> bool:
    """
    Whether a closure holds for a cargo class between two countries.

    Only a row for another special class, or for the trade of other countries, does not: what
    stops general goods stops all others, nothing is let through for being dangerous.
    """
    if row.trade and ends.isdisjoint(row.trade):
        return False
    return row.cargo not in CARGO or row.cargo in ("general", cargo_class)


def sailing_days(service: SeaService, *, back: bool) -> tuple[str, ...]:
    """Weekdays of sailing one way by a timetable; empty = by frequency."""
    return service.days_back if back else service.days_out
