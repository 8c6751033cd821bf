"""The last day to leave on and still keep a date with the chance asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from corridor.engine import RouteEngine
from corridor.errors import CorridorError
from corridor.model.answer import Answer
from corridor.model.query import Query
from corridor.planning.search.limits import best_within


def latest_departure(engine: RouteEngine, query: Query) -> datetime | None:
    """
    The last day, at the hour asked for, from which some way keeps the date of a query.

    Whoever leaves later is nowhere earlier on any way, so the days that keep the date come first and
    the last of them is found by halving. None where the day asked for does not keep it.

    Raises
    ------
    CorridorError
        As `RouteEngine.ask` does, for a query that cannot be read.
    """
    if query.by is None or not _keeps(engine, query):
        return None
    first, never = 0, (query.by - query.depart).days + 2
    while never - first > 1:
        middle = (first + never) // 2
        later = query.depart + timedelta(days=middle)
        if later < query.by and _keeps(engine, replace(query, depart=later)):
            first = middle
        else:
            never = middle
    return query.depart + timedelta(days=first)


def with_latest(engine: RouteEngine, found: Answer) -> Answer:
    """The answer with the last day to leave on, where a date is to be kept."""
    if found.in_time is None:
        return found
    latest = latest_departure(engine, found.query)
    return replace(found, in_time=replace(found.in_time, latest=latest))


def _keeps(engine: RouteEngine, query: Query) -> bool:
    """Whether some way keeps the date and every other limit from a departure."""
    try:
        planning = engine.planning(query)
    except CorridorError:
        return False  # the departure is past the date by the clocks of both ends
    solver = planning.solver(planning.graph())
    return best_within(solver.main, solver.limits) is not None
