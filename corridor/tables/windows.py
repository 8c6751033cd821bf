"""Typed records of when a border post works: opening hours and holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from corridor.tables.records import Cited, Spread

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MIN = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHours(Cited):
    """
    Hours in which one side of a crossing clears freight, by its own clock.

    Hours that end before they begin run past midnight, into the day after.
    """

    crossing_id: str
    mode: str
    country: str
    days: tuple[str, ...]
    opens: str
    closes: str
    utc_offset_h: float | None
    from_date: date | None
    to_date: date | None
    inside_border_times: bool

    @property
    def weekdays(self) -> tuple[int, ...]:
        """Days of the week it is open, Monday = 0."""
        return tuple(WEEKDAYS.index(d) for d in self.days)

    @property
    def opens_min(self) -> int:
        """Minutes after local midnight at which it opens."""
        return _clock_min(self.opens)

    @property
    def closes_min(self) -> int:
        """Minutes after local midnight at which it closes; 1440 is midnight of that day."""
        return _clock_min(self.closes)

    @property
    def always_open(self) -> bool:
        """Whether it clears freight round the clock on every day."""
        return len(self.days) == len(WEEKDAYS) and self.closes_min - self.opens_min == DAY_MIN

    def in_force(self, day: date) -> bool:
        """Whether the row holds on a day, whether or not it is a day of work."""
        return (self.from_date is None or self.from_date <= day) and (
            self.to_date is None or day <= self.to_date
        )

    @property
    def span(self) -> tuple[timedelta, timedelta]:
        """From the midnight before it opens to the opening, and to the closing after that."""
        until = self.closes_min + (DAY_MIN if self.closes_min < self.opens_min else 0)
        return timedelta(minutes=self.opens_min), timedelta(minutes=until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday(Cited):
    """
    Days on which the posts of a country stand still or work slowly.

    They are dated, or yearly by the sun (`season_from`, `season_to`), or those around a feast
    by the moon: from `feast_from` to `feast_to` days after the first day that feast_days tells.
    """

    country: str
    name: str
    effect: str
    modes: tuple[str, ...]
    crossings: tuple[str, ...]
    from_date: date | None
    to_date: date | None
    season_from: tuple[int, int] | None
    season_to: tuple[int, int] | None
    delay_h: Spread | None
    feast: str
    feast_from: int | None
    feast_to: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NightBan(Cited):
    """Hours of the night in which vehicles must stand on some roads, by the local clock."""

    country: str
    name: str
    sections: tuple[str, ...]
    shut_from: str
    shut_to: str
    from_date: date
    to_date: date | None
    last_confirmed: str

    def in_force(self, first: date, last: date) -> bool:
        """Whether it holds on any day from a first to a last."""
        return self.from_date <= last and (self.to_date is None or first <= self.to_date)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeastDay(Cited):
    """The first day of a feast by the moon in one country and year."""

    feast: str
    country: str
    day: date


def _clock_min(clock: str) -> int:
    """Minutes after midnight of a checked HH:MM."""
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)
