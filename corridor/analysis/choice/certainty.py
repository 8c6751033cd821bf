"""
How sure an answer is: in how many draws each listed way is best, and what may be said of a winner.

In each draw of what is unknown to all every gathered way counts what it comes to on average over
all trips, and the least is best (`docs/uncertainty.md`). A way is what makes two answers
different: crossings, ports, modes and countries; of ways that differ in a yard alone the better
one stands for both. A near copy that the list leaves out for its overlap counts for the listed way with
which it shares most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from corridor.analysis.choice.gather import gathered, judged
from corridor.analysis.choice.turns import turns
from corridor.analysis.choice.verdict import verdict
from corridor.analysis.sampling.bundles import expected, scored
from corridor.analysis.sampling.distribution import Floats
from corridor.analysis.sampling.draws import RHO, Draws, Keys
from corridor.model.answer import Itinerary
from corridor.model.band import Band
from corridor.model.certainty import ByDay, Certainty, WayChance
from corridor.model.objective import Objective
from corridor.model.query import DISCOURAGED
from corridor.planning.answering import Found
from corridor.planning.search.alternatives import key_of
from corridor.planning.search.path import Path
from corridor.planning.search.sure import share_by
from corridor.tables.dataset import Dataset

DRAWS = 10_000
SEED = 1
_UNDRAWN = (Objective.DISTANCE, Objective.CO2)


@dataclass(frozen=True, slots=True)
class Weighed:
    """
    Ways and what each counts on average over all trips, (draws, ways); the listed ones first.

    `whose[i]` is the number of the listed way, from 0, that way i is, `like[i]` of that whose near copy
    it is; -1 for none.
    """

    ways: tuple[Itinerary, ...]
    paths: tuple[Path, ...]
    values: Floats
    whose: tuple[int, ...]
    like: tuple[int, ...]


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
    if found.answer.query.objective in _UNDRAWN:
        return _certain(found, dataset, draws, seed)
    keys = found.planning.context.cache.get("keys of figures", 0, lambda: Keys(dataset))
    drawn = Draws(seed, draws, dataset.parameter[RHO].value.typical)
    others = gathered(found.solver, keys, drawn.correlation)
    weighed = weigh(found, others, keys, drawn)
    listed = len(found.paths)
    best, itself = (
        best_shares(weighed.values, whose, listed) for whose in (weighed.like, weighed.whose)
    )
    days = _days(found)
    ways = tuple(
        WayChance(
            number=number + 1,
            best=float(best[number]),
            itself=float(itself[number]),
            by=_by(way, days),
        )
        for number, way in enumerate(found.answer.itineraries)
    )
    said = verdict(found.answer.itineraries, ways, dataset)
    return Certainty(
        draws=draws,
        seed=seed,
        ways=ways,
        another=float(best[-1]),
        verdict=said.kind,
        text=said.text,
        flips=turns(found, weighed.paths, weighed.ways),
    )


def _certain(found: Found, dataset: Dataset, draws: int, seed: int) -> Certainty:
    """By kilometres or grams, which are not drawn: the first way is best in every draw."""
    ways = tuple(
        WayChance(number=n, best=float(n == 1), itself=float(n == 1), by=_by(way, _days(found)))
        for n, way in enumerate(found.answer.itineraries, 1)
    )
    said = verdict(found.answer.itineraries, ways, dataset)
    return Certainty(
        draws=draws, seed=seed, ways=ways, another=0.0, verdict=said.kind, text=said.text
    )


def _by(way: Itinerary, days: Sequence[tuple[date, int]]) -> tuple[ByDay, ...]:
    """The chances that a trip by a way has arrived by the end of some days."""
    return tuple(ByDay(day, share_by(way.time, minutes)) for day, minutes in days)


def weigh(found: Found, others: Sequence[Path], keys: Keys, draws: Draws) -> Weighed:
    """What the listed ways of an answer and others come to in each draw of what is unknown."""
    network, query = found.solver.network, found.answer.query
    known = {path.links for path in found.paths}
    paths = (*found.paths, *(path for path in others if path.links not in known))
    ways = [found.journey.itinerary(path, papers=False) for path in paths]
    counted = [_counted(found, path, way) for path, way in zip(paths, ways, strict=True)]
    names = [key_of(network, path) for path in paths]
    listed = len(found.paths)
    own = names[:listed]
    whose = [*range(listed), *(own.index(n) if n in own else -1 for n in names[listed:])]
    vot = found.answer.value_of_time_usd_per_h
    values = scored(expected(counted, keys, draws), judged(query.objective), vot)
    return Weighed(tuple(ways), paths, values, tuple(whose), _like(found, paths, whose))


def _counted(found: Found, path: Path, way: Itinerary) -> Itinerary:
    """A way whose items are multiplied where they are discouraged, as the objective counts them."""
    shares = found.solver.network.discouraged
    if shares is None:
        return way
    legs = list(way.legs)
    for step, number in zip(path.steps, found.journey.maker.numbers(path), strict=True):
        if number < 0 or not shares[step.link]:
            continue
        times = 1 + (DISCOURAGED - 1) * float(shares[step.link])
        items = tuple(
            replace(item, cost=_multiplied(item.cost, times), time=_multiplied(item.time, times))
            for item in legs[number].items
        )
        legs[number] = replace(legs[number], items=items)
    return replace(way, legs=tuple(legs))


def _multiplied(band: Band, times: float) -> Band:
    return Band(*(round(end * times) for end in (band.low, band.typical, band.high)))


def _like(found: Found, paths: Sequence[Path], whose: Sequence[int]) -> tuple[int, ...]:
    """The listed way that each is, else the first with which it shares more than the list allows."""
    if found.answer.query.all:
        return tuple(whose)
    rule = found.planning.rule(found.solver.network)
    listed = [rule.way(path) for path in found.paths]
    like: list[int] = []
    for path, own in zip(paths, whose, strict=True):
        way = rule.way(path)
        near = (n for n, other in enumerate(listed) if way.share_with(other) > rule.most)
        like.append(next(near, -1) if own < 0 else own)
    return tuple(like)


def best_shares(values: Floats, whose: Sequence[int], listed: int) -> Floats:
    """
    In which share of the draws each listed way counts least; the last entry is another way's.

    Parameters
    ----------
    values
        What each way counts, of shape (draws, ways).
    whose
        The listed way, from 0, that each stands for; -1 for another.
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

    That of --by or --arrive-by; else those on which the best way arrives at typical times, and in
    nine trips of ten.
    """
    timetable, query = found.planning.resolved.timetable, found.answer.query
    sure, deadline = found.solver.limits.sure, timetable.deadline(query)
    if query.by is not None and sure is not None:
        return [(query.by.date(), sure.minutes)]
    if query.arrive_by is not None and deadline is not None:
        return [(query.arrive_by.date(), deadline)]
    time = found.answer.itineraries[0].time
    days = dict.fromkeys(timetable.arrival(m).date() for m in (time.typical, time.high))
    return [(day, timetable.end_of(day)) for day in days]
