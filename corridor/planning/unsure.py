"""Why no way is there by a date with the chance that was asked for, and which way is the surest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor

from corridor.messages.catalogue import in_english
from corridor.model.objective import Objective
from corridor.planning.answer.itinerary import Journey
from corridor.planning.answer.labels import labels_of
from corridor.planning.answer.unkept import Unkept
from corridor.planning.search.limits import Limits, best_within
from corridor.planning.search.p90 import P90Search
from corridor.planning.search.path import Path
from corridor.planning.search.solver import Solver
from corridor.planning.search.sure import Sure, share_by, spread_of

# Each round takes the way that is there with the best chance by the ratio of the one before.
_ROUNDS = 20
_HALF = 50
_EPSILON = 1e-3


@dataclass(frozen=True)
class Surest:
    """The way with the best chance to be there in time, and whether none can have a better one."""

    path: Path
    proved: bool


def unsure(solver: Solver, journey: Journey) -> Unkept | None:
    """
    What is said where no way is there by a date with the chance asked for; None where that is not why.

    The surest way is told with its chance. Where no way is there at typical times, it is the fastest.
    """
    sure = solver.limits.sure
    if sure is None:
        return None
    loose = solver.limits.without("sure")
    surest = surest_of(solver, loose, sure)
    if surest is None:
        return None
    path, query = surest.path, solver.query
    time = journey.itinerary(path, papers=False).time
    share = share_by(time, sure.minutes)
    asked, by = query.sure_percent or 0, query.by or query.depart
    label = in_english(labels_of(solver.network, journey.maker.dataset, [path])[0])
    arrival = f"{_at(solver, path.minutes):%Y-%m-%d %H:%M}"
    usd = (path.cents + solver.start_cents) / 100
    behind = "" if surest.proved else " of those found"
    told = f"no way is there by {by:%Y-%m-%d %H:%M} with {asked:g} %; the "
    told += "surest" if path.minutes <= sure.minutes else "fastest"
    told += f"{behind} arrives by then with {_percent(share)}: {label}, typically {arrival}, {usd:,.0f} USD"
    return Unkept(told, _remedy(solver, loose, path, share))


def surest_of(solver: Solver, loose: Limits, sure: Sure) -> Surest | None:
    """
    The way within the other limits that is there in time with the best chance; None where there is none.

    That is the way with most half-widths between its typical arrival and the last moment. From a known
    way with so many, the least of typical minutes and so many half-widths (the search for the least P90)
    is a better one, or none is. If none is there at typical times it is the fastest.
    """
    network = solver.network
    found = best_within(solver.search(Objective.TIME), loose)
    if found is None or found.minutes > sure.minutes:
        return None if found is None else Surest(found, proved=True)
    for _ in range(_ROUNDS):
        spread = spread_of(sure.widths, found)
        if not spread:
            break
        above = (sure.minutes - found.minutes) / spread
        search = P90Search(network, loose, widths=sure.widths, above=above)
        other = search.best_below(sure.minutes - _EPSILON)
        if other is None:
            return Surest(found, proved=not search.given_up)
        found = other
    return Surest(found, proved=True)


def _remedy(solver: Solver, loose: Limits, path: Path, share: float) -> str:
    """A later date, or less certainty, with which there is an answer."""
    sure, query = solver.limits.sure, solver.query
    assert sure is not None
    assert query.by is not None
    search = P90Search(solver.network, loose, widths=sure.widths, above=sure.above)
    best = search.best(path)
    late = best.minutes + sure.margin(best) - sure.minutes
    by = query.by + timedelta(minutes=late)
    found = f"--by {by:%Y-%m-%dT%H:%M}"
    percent = floor(share * 100 + _EPSILON)
    return f"{found}, or --sure {percent}" if percent >= _HALF else found


def _percent(share: float) -> str:
    return "under 1 %" if share < 0.005 else f"{share:.0%}"


def _at(solver: Solver, minutes: int) -> datetime:
    if solver.timetable is None:
        return solver.query.depart + timedelta(minutes=minutes)
    return solver.timetable.arrival(minutes)
