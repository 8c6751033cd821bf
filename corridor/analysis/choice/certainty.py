"""
How sure an answer is: in how many draws each listed way is best, and what may be said of a winner.

In each draw of what is unknown to all every gathered way counts what it comes to on average over
all trips, and the least is best (`docs/uncertainty.md`). A way is what makes two answers
different: crossings, ports, modes and countries. Between ways that differ in a yard alone the
better one stands for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from corridor.analysis.choice.gather import gathered, judged
from corridor.analysis.choice.verdict import verdict
from corridor.analysis.sampling.bundles import expected, scored
from corridor.analysis.sampling.distribution import Floats, at_share
from corridor.analysis.sampling.draws import RHO, Draws, Keys
from corridor.model.answer import Itinerary
from corridor.model.certainty import Certainty, InTime, WayChance
from corridor.planning.answering import Found
from corridor.planning.search.alternatives import key_of
from corridor.planning.search.path import Path

DRAWS = 10_000
SEED = 1


@dataclass(frozen=True, slots=True)
class Weighed:
    """
    Ways and what each counts on average over all trips, (draws, ways); the listed ones first.

    `whose[i]` is the number of the listed way, from 0, that way i is, -1 for another one.
    """

    ways: tuple[Itinerary, ...]
    paths: tuple[Path, ...]
    values: Floats
    whose: tuple[int, ...]
    listed: int


def certainty(found: Found, *, draws: int = DRAWS, seed: int = SEED) -> Certainty:
    """
    How sure an answer is.

    Parameters
    ----------
    found
        The answer, with the network and the paths of its itineraries.
    draws, seed
        How many draws of what is unknown to all, and of which stream.
    """
    dataset = found.planning.context.dataset
    keys = found.planning.context.cache.get("keys of figures", 0, lambda: Keys(dataset))
    drawn = Draws(seed, draws, dataset.parameter[RHO].value.typical)
    weighed = weigh(found, gathered(found.solver, keys, drawn.correlation), keys, drawn)
    shares = best_shares(weighed.values, weighed.whose, weighed.listed)
    limits = _days(found)
    ways = tuple(
        WayChance(
            number=number + 1,
            best=float(shares[number]),
            by=tuple(InTime(day, _kept(way, minutes)) for day, minutes in limits),
        )
        for number, way in enumerate(found.answer.itineraries)
    )
    said = verdict(found.answer.itineraries, shares, dataset)
    return Certainty(
        draws=draws,
        seed=seed,
        ways=ways,
        another=float(shares[-1]),
        verdict=said.kind,
        text=said.text,
    )


def weigh(found: Found, others: Sequence[Path], keys: Keys, draws: Draws) -> Weighed:
    """What the listed ways of an answer and others come to in each draw of what is unknown."""
    network, query = found.solver.network, found.answer.query
    known = {path.links for path in found.paths}
    further = [path for path in others if path.links not in known]
    paths = (*found.paths, *further)
    ways = [found.journey.itinerary(path, papers=False) for path in paths]
    names = [key_of(network, path) for path in paths]
    listed = len(found.paths)
    whose = [*range(listed)]
    for name in names[listed:]:
        whose.append(names.index(name) if name in names[:listed] else -1)
    vot = found.answer.value_of_time_usd_per_h
    values = scored(expected(ways, keys, draws), judged(query.objective), vot)
    return Weighed(tuple(ways), paths, values, tuple(whose), listed)


def best_shares(values: Floats, whose: Sequence[int], listed: int) -> Floats:
    """
    In which share of the draws each listed way counts least; the last entry is another way's.

    Parameters
    ----------
    values
        What each way counts, of shape (draws, ways).
    whose
        The listed way, from 0, that each is; -1 for another.
    listed
        How many are listed.

    Ways that count the same in a draw split it. The entries add up to 1.
    """
    least = np.full((len(values), listed + 1), np.inf)
    for column, owner in enumerate(whose):
        least[:, owner] = np.minimum(least[:, owner], values[:, column])
    best = least.min(axis=1, keepdims=True)
    first = least <= best * (1 + 1e-12)
    shares: Floats = (first / first.sum(axis=1, keepdims=True)).mean(axis=0)
    return shares


def _days(found: Found) -> list[tuple[date, int]]:
    """
    Days whose keeping is told, and minutes from the departure to the end of each.

    That of --arrive-by; else those on which the best way arrives at typical times, and in nine
    trips of ten.
    """
    timetable, query = found.planning.resolved.timetable, found.answer.query
    deadline = timetable.deadline(query)
    if query.arrive_by is not None and deadline is not None:
        return [(query.arrive_by.date(), deadline)]
    time = found.answer.itineraries[0].time
    days = dict.fromkeys(timetable.arrival(m).date() for m in (time.typical, time.high))
    return [(day, timetable.end_of(day)) for day in days]


def _kept(way: Itinerary, minutes: int) -> float:
    """The chance that a trip by a way takes no more than so long, over both levels."""
    return at_share((way.time.low, way.time.typical, way.time.high), minutes)
