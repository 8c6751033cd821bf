"""Itineraries as rows of arrays, so that ten thousand samples of all are two products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corridor.analysis.sampling.distribution import Floats
from corridor.analysis.sampling.draws import Draws, Key, Keys
from corridor.model.answer import Itinerary
from corridor.planning.search.compared import times


@dataclass(frozen=True, slots=True)
class Bundles:
    """
    Ways as typical values plus half-widths by key; cents or minutes.

    `above` and `below` have shape (keys, ways); `least` is how far down a key may be drawn
    before one of its items would turn negative.
    """

    keys: tuple[Key, ...]
    typical: Floats
    above: Floats
    below: Floats
    least: Floats

    def sampled(self, up: Floats, down: Floats) -> Floats:
        """Totals of all ways, shape (samples, ways), for deviations of `keys`."""
        totals: Floats = self.typical + up @ self.above - np.minimum(down, self.least) @ self.below
        return totals


def bundle(itineraries: Sequence[Itinerary], keys: Keys, what: str) -> Bundles:
    """
    Collect the items inside the total of each itinerary.

    Parameters
    ----------
    itineraries
        The ways.
    keys
        Names the figure behind an item.
    what
        'cost' (cents) or 'time' (minutes).
    """
    index: dict[Key, int] = {}
    entries: list[tuple[int, int, int, int]] = []
    least: dict[int, float] = {}
    typical = np.zeros(len(itineraries))
    for way, itinerary in enumerate(itineraries):
        for item in (i for leg in itinerary.legs for i in leg.items):
            band = item.cost if what == "cost" else item.time
            if item.outside_total or not band:
                continue
            typical[way] += band.typical
            above, below = band.high - band.typical, band.typical - band.low
            if not above and not below:
                continue
            number = index.setdefault(keys.of_item(item, what), len(index))
            entries.append((number, way, above, below))
            if below:
                least[number] = min(least.get(number, np.inf), band.typical / below)
    up = np.zeros((len(index), len(itineraries)))
    down = np.zeros((len(index), len(itineraries)))
    for number, way, above, below in entries:
        up[number, way] += above
        down[number, way] += below
    floor = np.array([least.get(n, np.inf) for n in range(len(index))])
    return Bundles(tuple(index), typical, up, down, floor)


@dataclass(frozen=True, slots=True)
class Sampled:
    """
    Cost in cents and time in minutes of each way, shape (samples, ways).

    `counts` is how often each way's figures count in comparisons, shape (ways,).
    """

    cost: Floats
    time: Floats
    counts: Floats

    def generalised(self, cents_per_hour: float) -> Floats:
        """Cents with time at its value."""
        total: Floats = self.cost + self.time * (cents_per_hour / 60)
        return total


def sample(itineraries: Sequence[Itinerary], keys: Keys, draws: Draws) -> Sampled:
    """Draw every way of a list."""
    parts = []
    for what in ("cost", "time"):
        found = bundle(itineraries, keys, what)
        parts.append(found.sampled(*draws.deviations(found.keys)))
    cost, time = parts
    return Sampled(cost, time, counts_of(itineraries))


def counts_of(itineraries: Sequence[Itinerary]) -> Floats:
    """How often the figures of ways count: more where one comes back to a country."""
    return np.array([times(i.re_enters) for i in itineraries])
