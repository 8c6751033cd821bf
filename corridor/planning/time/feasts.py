"""Feasts and other days on which border posts stand still or work slowly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta, tzinfo

from corridor.planning.time.clock import Departure
from corridor.planning.time.windows import Window, seasons
from corridor.tables.dataset import Dataset
from corridor.tables.records import Crossing, Holiday

# Days before a departure in which a feast may have begun that still lasts.
_BEFORE = 30


class Feasts:
    """The days of the holidays that a journey may meet."""

    def __init__(self, dataset: Dataset, departure: Departure, days: int) -> None:
        """Lay the days of every row out, from the departure for some days on."""
        self.departure, self.last_minute = departure, days * 1440
        near = departure.local.date()
        first, last = near - timedelta(days=_BEFORE), near + timedelta(days=days)
        self._rows: dict[str, list[tuple[Holiday, int, tuple[tuple[date, date], ...]]]] = {}
        # What was told for a post and a year goes before what the calendar alone says.
        self._dated: set[tuple[str, str, str, int]] = set()
        for row in dataset.holidays:
            delay = 0
            if row.effect == "slow":
                delay = round(row.delay_h.typical * 60) if row.delay_h else 0
                if not delay:
                    continue
            found = tuple(d for d in days_of(row, dataset, near) if d[1] >= first and d[0] <= last)
            self._rows.setdefault(row.country, []).append((row, delay, found))
            if row.from_date is not None and row.season_from is None:
                for crossing_id in row.crossings:
                    self._dated.add((row.country, row.name, crossing_id, row.from_date.year))

    def at(self, crossing: Crossing, country: str, clock: tzinfo | None) -> Iterator[Window]:
        """Windows at the post of one side of a crossing, by its clock."""
        for row, delay, days in self._rows.get(country, ()):
            if crossing.mode not in row.modes:
                continue
            if row.crossings and crossing.id not in row.crossings:
                continue
            for first, last in days:
                if row.feast and (country, row.name, crossing.id, first.year) in self._dated:
                    continue
                start = self.departure.midnight(first, clock)
                end = self.departure.day_after(last, clock)
                if end > 0 and start < self.last_minute:
                    yield Window(start, end, delay, row.key)


def days_of(row: Holiday, dataset: Dataset, near: date) -> Iterator[tuple[date, date]]:
    """First and last days of a holiday; of a yearly one those of the years around a day."""
    if row.feast:
        for day in dataset.feast_days_of.get((row.feast, row.country), ()):
            first = day + timedelta(days=row.feast_from or 0)
            yield first, day + timedelta(days=row.feast_to or 0)
        return
    if row.season_from is None or row.season_to is None:
        if row.from_date is not None:
            yield row.from_date, row.to_date or row.from_date
        return
    for first, last in seasons(row.season_from, row.season_to, near):
        if (row.from_date is None or first >= row.from_date) and (
            row.to_date is None or last <= row.to_date
        ):
            yield first, last


def without_days(
    dataset: Dataset, countries: Iterable[str], years: Iterable[int]
) -> tuple[tuple[str, str, int], ...]:
    """
    Feasts by the moon whose days are not known: name, country and year.

    Every year of the calendar has each of them once at least.
    """
    wanted = sorted({(h.name, h.country, h.feast) for h in dataset.holidays if h.feast})
    here, asked = frozenset(countries), sorted(set(years))
    return tuple(
        (name, country, year)
        for name, country, feast in wanted
        if country in here
        for year in asked
        if all(d.year != year for d in dataset.feast_days_of.get((feast, country), ()))
    )
