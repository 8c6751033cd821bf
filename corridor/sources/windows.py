"""Typed records of when a border post works: opening hours and holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corridor.sources.records import Cited, Spread

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MIN = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHours(Cited):
    """Hours in which one side of a crossing clears freight, by its own clock."""

    crossing_id: str
    mode: str
    country: str
    days: tuple[str, ...]
    opens: str
    closes: str
    utc_offset_h: float
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
    def utc_offset(self) -> float:
        """Hours that the local clock is ahead of UTC."""
        return self.utc_offset_h

    @property
    def always_open(self) -> bool:
        """Whether it clears freight round the clock on every day."""
        return len(self.days) == len(WEEKDAYS) and self.closes_min - self.opens_min == DAY_MIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday(Cited):
    """Days on which the posts of a country stand still or work slowly."""

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


def _clock_min(clock: str) -> int:
    """Minutes after midnight of a checked HH:MM."""
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)
