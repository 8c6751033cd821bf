"""Why no way keeps the limits: the best of each, the nearest way, and limits that would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from corridor.model.objective import Objective
from corridor.planning.search.limits import Limits, Use, best_within, use_of
from corridor.planning.search.solver import Solver

_DAY_MIN = 1440
_NAMES = {"minutes": Objective.TIME, "cents": Objective.COST, "changes": None}
_MOST_CHANGES = 40
_HALVINGS = 8


@dataclass(frozen=True, slots=True)
class Unkept:
    """What is said of limits that no way keeps, and the options that would be kept."""

    text: str
    remedy: str


def unkept(solver: Solver) -> Unkept | None:
    """
    What is said where ways exist and none keeps the limits; None where limits are not why.

    Each limit that no way keeps at all is told with the best that could be had; where each alone
    can be kept, the best of each within the others. The nearest way is the one that goes least
    over, by its worst ratio to a limit; the remedy is what it would need.
    """
    # A date to be sure of is told apart (`corridor.planning.unsure`).
    limits = solver.limits.without("sure")
    if not limits.any or best_within(solver.main, Limits()) is None:
        return None
    names = [n for n in _NAMES if getattr(limits, n) is not None]
    alone = {n: _least(solver, n, Limits()) for n in names}
    known = {n: use for n, use in alone.items() if use is not None}
    hopeless = [n for n, use in known.items() if getattr(use, n) > getattr(limits, n)]
    within: dict[str, Use] = {}
    if len(names) > 1:
        found = {n: _least(solver, n, limits.without(n)) for n in names}
        within = {n: use for n, use in found.items() if use is not None}
    if hopeless:
        causes = [_cause(solver, n, known[n], "") for n in hopeless]
    elif within:
        causes = [_cause(solver, n, use, " within the other limits") for n, use in within.items()]
    else:
        causes = [_cause(solver, n, use, "") for n, use in known.items()]
    nearest = min((*known.values(), *within.values()), key=lambda w: _over(w, limits, names))
    if len(names) > 1:
        nearest = _nearer(solver, nearest, names)
    if len(names) > 1:
        both = "both" if len(names) == 2 else "all"
        causes.append(f"no way keeps {both}, the nearest {_whole(solver, nearest, names)}")
    return Unkept("; ".join(causes), "a looser limit: " + _remedy(solver, nearest, names))


def _least(solver: Solver, name: str, others: Limits) -> Use | None:
    """The way that uses least of one thing while the other limits hold, by its own figures."""
    objective = _NAMES[name]
    if objective:
        found = best_within(solver.search(objective), others)
        return None if found is None else use_of(solver.network, found)
    for changes in range(_MOST_CHANGES):
        found = best_within(solver.main, replace(others, changes=changes))
        if found is not None:
            return use_of(solver.network, found)
    return None


def _nearer(solver: Solver, use: Use, names: Sequence[str]) -> Use:
    """A way that goes less over the limits than a known one, as far as halving finds one."""
    limits = solver.limits
    low, high = 1.0, _over(use, limits, names)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        found = best_within(solver.main, _times(limits, middle))
        if found is None:
            low = middle
        else:
            use = use_of(solver.network, found)
            high = min(middle, _over(use, limits, names))
    return use


def _times(limits: Limits, factor: float) -> Limits:
    minutes, cents, changes = (
        None if most is None else int(max(most, 1) * factor)
        for most in (limits.minutes, limits.cents, limits.changes)
    )
    return Limits(minutes, cents, changes)


def _over(use: Use, limits: Limits, names: Sequence[str]) -> float:
    """The worst ratio of what a way uses to what it may."""
    ratios = [float(getattr(use, n)) / max(float(getattr(limits, n)), 1.0) for n in names]
    return max(ratios)


def _cause(solver: Solver, name: str, use: Use, within: str) -> str:
    if name == "minutes":
        arrival = _arrival(solver, use)
        days = use.minutes / _DAY_MIN
        return f"the fastest itinerary{within} takes {days:.2f} days, to {arrival:%Y-%m-%d %H:%M}"
    if name == "cents":
        return f"the cheapest itinerary{within} costs {_usd(solver, use):.2f} USD"
    return f"the itinerary{within} with the fewest transfers has {use.changes}"


def _arrival(solver: Solver, use: Use) -> datetime:
    """When a way is at the destination, by the clock there."""
    if solver.timetable is None:
        return solver.query.depart + timedelta(minutes=use.minutes)
    # As a deadline is written: what the clock shows, without its distance from UTC.
    return solver.timetable.arrival(use.minutes).replace(tzinfo=None)


def _whole(solver: Solver, use: Use, names: Sequence[str]) -> str:
    """All that is limited of one way."""
    parts = {
        "minutes": f"takes {use.minutes / _DAY_MIN:.2f} days",
        "cents": f"costs {_usd(solver, use):.2f} USD",
        "changes": f"has {use.changes} transfers",
    }
    return " and ".join(parts[n] for n in names)


def _usd(solver: Solver, use: Use) -> float:
    return (use.cents + solver.start_cents) / 100


def _remedy(solver: Solver, use: Use, names: Sequence[str]) -> str:
    """Options that the way keeps, for every limit that it breaks."""
    query, limits = solver.query, solver.limits
    found = []
    if "minutes" in names and limits.minutes is not None and use.minutes > limits.minutes:
        days = query.max_days
        if days is not None and int(days * _DAY_MIN) < use.minutes:
            found.append(f"--max-days {ceil(use.minutes / _DAY_MIN * 100) / 100:g}")
        late = timedelta(minutes=use.minutes - limits.minutes)
        by_days = days is not None and int(days * _DAY_MIN) == limits.minutes
        if query.arrive_by is not None and not by_days:
            found.append(f"--arrive-by {query.arrive_by + late:%Y-%m-%dT%H:%M}")
        elif query.arrive_by is not None:
            latest = max(_arrival(solver, use), query.arrive_by)
            found.append(f"--arrive-by {latest:%Y-%m-%dT%H:%M}")
    if "cents" in names and limits.cents is not None and use.cents > limits.cents:
        found.append(f"--max-cost {_usd(solver, use):.2f}")
    if "changes" in names and limits.changes is not None and use.changes > limits.changes:
        found.append(f"--max-transfers {use.changes}")
    return " ".join(found)
