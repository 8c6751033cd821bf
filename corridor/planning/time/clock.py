"""
The minute count of a journey and the clocks of the places it passes.

A search counts minutes from the departure. What stands in a table or is told to a reader is by
the clock of a place, summer time and later changes of law included.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cached_property

from corridor.model.answer import Spot
from corridor.model.query import Query
from corridor.tables.clocks import Clocks

# Minutes of an end so far away that no end is known.
FOREVER = 10**9
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Departure:
    """
    The moment a journey starts, by the clock of its origin.

    `zone` None = no row tells the clock of the origin, which is then taken for that of
    Greenwich; a place without a clock is taken to keep that of the origin.
    """

    local: datetime
    zone: tzinfo | None = None

    @cached_property
    def utc(self) -> datetime:
        """The same moment in Greenwich, without a zone."""
        return self.local - self.ahead(self.local, self.zone)

    def ahead(self, local: datetime, clock: tzinfo | None) -> timedelta:
        """How far a clock is ahead of Greenwich when it shows a time."""
        clock = clock or self.zone
        if clock is None:
            return timedelta()
        return local.replace(tzinfo=clock).utcoffset() or timedelta()

    def minutes(self, local: datetime, clock: tzinfo | None) -> int:
        """Whole minutes from the departure to a time that a clock shows, negative before it."""
        return (local - self.utc - self.ahead(local, clock)) // _MINUTE

    def midnight(self, day: date, clock: tzinfo | None) -> int:
        """Minutes from the departure to the first moment of a day by a clock."""
        return self.minutes(datetime.combine(day, time()), clock)

    def day_after(self, day: date, clock: tzinfo | None) -> int:
        """Minutes to the end of a day by a clock; the last days of the calendar have no end."""
        if day.year >= date.max.year:
            return FOREVER
        return self.midnight(day + timedelta(days=1), clock)

    def at(self, minutes: int, clock: tzinfo | None) -> datetime:
        """
        What a clock shows some minutes after the departure, with its distance from Greenwich.

        The zone is a fixed offset, so that an answer can be sent from process to process.
        """
        clock = clock or self.zone or UTC
        moment = (self.utc + minutes * _MINUTE).replace(tzinfo=UTC).astimezone(clock)
        return moment.replace(tzinfo=timezone(moment.utcoffset() or timedelta()), fold=0)

    def days(self, minutes: int, clocks: Iterable[tzinfo | None]) -> tuple[date, ...]:
        """The days that some clocks show at a minute, each once."""
        return tuple(dict.fromkeys(self.at(minutes, clock).date() for clock in clocks))


@dataclass(frozen=True)
class Timetable:
    """The departure of a query and the clocks of all places; `origin`, `destination` its ends."""

    clocks: Clocks
    departure: Departure
    origin: Spot
    destination: Spot

    @classmethod
    def of(cls, query: Query, clocks: Clocks, origin: Spot, destination: Spot) -> Timetable:
        """The clocks of a query between two spots."""
        return cls(clocks, Departure(query.depart, of_spot(clocks, origin)), origin, destination)

    @property
    def offset_h(self) -> float | None:
        """Hours that the clock of the origin is ahead of Greenwich at the departure."""
        if self.departure.zone is None:
            return None
        return self.departure.ahead(self.departure.local, None) / timedelta(hours=1)

    def at(self, minutes: int, spot: Spot) -> datetime:
        """What the clock of a spot shows some minutes after the departure."""
        return self.departure.at(minutes, of_spot(self.clocks, spot))

    def arrival(self, minutes: int) -> datetime:
        """What the clock of the destination shows then."""
        return self.at(minutes, self.destination)

    def end_of(self, day: date) -> int:
        """Minutes to the end of a day by the clock of the destination."""
        return self.departure.day_after(day, of_spot(self.clocks, self.destination))

    def deadline(self, query: Query) -> int | None:
        """Minutes to the latest arrival by the clock of the destination, None without one."""
        return None if query.arrive_by is None else self.until(query.arrive_by)

    def until(self, latest: datetime) -> int:
        """Minutes from the departure to what the clock of the destination shows."""
        return self.departure.minutes(latest, of_spot(self.clocks, self.destination))


def of_spot(clocks: Clocks, spot: Spot) -> tzinfo | None:
    """The clock of a spot of an answer."""
    return clocks.of_place(spot.id, spot.country, spot.lon, spot.lat)
