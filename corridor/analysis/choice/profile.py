"""
The best way of each departure day over a span of days, and why it changes.

Each day is the whole question asked again: its closures, seasons, hours of posts, feasts and sailings are
laid out from that departure and searched as `corridor route` searches them, so each day equals its answer.
What does not hang on the day (prices, hauls, masks) comes from the cache; of surcharges and rules only those
in force tell days apart. Limits of the question hold on every day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from time import monotonic

from corridor.analysis.choice.change import Change, Solved, change_of
from corridor.engine import RouteEngine
from corridor.errors import InputError
from corridor.model.answer import Itinerary
from corridor.model.message import Message
from corridor.model.query import Query
from corridor.planning.answer.labels import labels_across
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.search.alternatives import Key, key_of
from corridor.planning.search.compared import counts
from corridor.planning.search.path import Path

# Days that may be asked for at once.
MOST_DAYS = 400
# Seconds without a word, and between two.
_QUIET_S = 2.0


@dataclass(frozen=True)
class Day:
    """
    The best way of one departure; None where none keeps what was asked.

    `way` counts the ways of the profile from 0; `figure` is by the objective, in cents, minutes, metres or
    grams, as often as the way counts where ways compare. `change` says why the day before had another way.
    """

    depart: datetime
    way: int | None = None
    itinerary: Itinerary | None = None
    figure: float = 0.0
    change: Change | None = None


@dataclass(frozen=True)
class Profile:
    """
    The days in their order, and the names of their ways in the order in which these first come.

    Attributes
    ----------
    query
        The question of the first day.
    days, labels
        A day each; a label each way.
    """

    query: Query
    days: tuple[Day, ...]
    labels: tuple[Message, ...]

    @cached_property
    def kept(self) -> tuple[Day, ...]:
        """The days on which there is a way."""
        return tuple(day for day in self.days if day.itinerary is not None)

    @property
    def best(self) -> Day:
        """The day of the least figure by the objective; of equal ones the first."""
        return min(self.kept, key=lambda day: day.figure)

    @property
    def worst(self) -> Day:
        """The day of the greatest figure by the objective; of equal ones the first."""
        return max(self.kept, key=lambda day: day.figure)

    @property
    def shortest(self) -> Day:
        """The day whose best way takes least time; of equal ones the first."""
        return min(self.kept, key=_minutes)

    @property
    def soonest(self) -> Day:
        """The day whose best way is there first; of equal ones the last to leave on."""
        return min(reversed(self.kept), key=_arrival)


def _minutes(day: Day) -> int:
    assert day.itinerary is not None
    return day.itinerary.time.typical


def _arrival(day: Day) -> datetime:
    assert day.itinerary is not None
    return day.itinerary.arrival


def profile(
    engine: RouteEngine, query: Query, days: int, on_progress: Callable[[str], None]
) -> Profile:
    """
    The best way of each of some days from that of a query on, at its time of day.

    Parameters
    ----------
    engine, query
        What answers, and the question of the first day.
    days
        How many.
    on_progress
        Called with a line now and then once it takes longer than two seconds.

    Raises
    ------
    CorridorError
        InputError if a day cannot be asked for or there are too many, and what `RouteEngine.ask` raises
        for the first day if there is no way on any.
    """
    if not 1 <= days <= MOST_DAYS:
        raise InputError(
            f"--depart spans {days} days", remedy=f"give a span of 1 to {MOST_DAYS} days, A..B"
        )
    keys: dict[Key, int] = {}
    firsts: list[tuple[SearchGraph, Path]] = []
    found: list[Day] = []
    told = monotonic()
    before: Solved | None = None
    for number in range(days):
        depart = query.depart + timedelta(days=number)
        now = _solved(engine, query, depart)
        if now is None or now.path is None:
            found.append(Day(depart))
            before = now
            continue
        key = key_of(now.network, now.path)
        if key not in keys:
            keys[key] = len(keys)
            firsts.append((now.network, now.path))
        way = keys[key]
        other = bool(found) and found[-1].way is not None and found[-1].way != way
        found.append(
            Day(
                depart,
                way,
                now.itinerary,
                float(now.itinerary.figure(query.objective) * counts(now.network, now.path)),
                change_of(before, now) if other and before is not None else None,
            )
        )
        before = now
        if monotonic() - told > _QUIET_S:
            told = monotonic()
            on_progress(f"{depart:%Y-%m-%d}: day {number + 1} of {days}")
    if not keys:
        engine.ask(query)
    return Profile(query, tuple(found), tuple(labels_across(engine.dataset, firsts)))


def _solved(engine: RouteEngine, query: Query, depart: datetime) -> Solved | None:
    """The question of a day with its best way; None where it cannot be asked any more."""
    try:
        return Solved.of(engine.planning(replace(query, depart=depart)))
    except InputError:
        if depart == query.depart:
            raise
        return None  # after a date to keep, the last day of a list of sanctions, or of the calendar
