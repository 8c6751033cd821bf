"""Many itineraries drawn at once: which keys move each one's dollars and hours, and how far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corridor.analysis.sampling.distribution import Floats, halves
from corridor.analysis.sampling.draws import Draws, Key, Keys, What
from corridor.model.answer import Itinerary
from corridor.model.objective import Objective
from corridor.planning.search.compared import times


@dataclass(frozen=True, slots=True)
class Bundles:
    """
    Typical totals of ways, and how far each key may move them.

    `above` and `below` are half-widths of shape (keys, ways), `least` the deviation down at which
    an item reaches nothing (inf where it cannot); `high` and `low` are the half-widths of each
    way's own band, shape (ways,).
    """

    keys: tuple[Key, ...]
    typical: Floats
    above: Floats
    below: Floats
    least: Floats
    high: Floats
    low: Floats

    def expected(self, draws: Draws) -> Floats:
        """Mean totals over all trips, shape (samples, ways), one row a draw of what is unknown."""
        up, down = draws.expected(self.keys)
        totals: Floats = self.typical + up @ self.above - np.minimum(down, self.least) @ self.below
        return totals

    def trips(self, draws: Draws) -> Floats:
        """
        Totals of single trips, shape (samples, ways), each of its own draw of what is unknown.

        The keys decide what moves together; how far is that of the way's own band, so that the
        percentiles are those that every answer prints.
        """
        width = (self.above + self.below) / 2
        unknown = np.array([k.unknown for k in self.keys])
        z = draws.matrix(self.keys, "unknown") @ (np.sqrt(unknown)[:, None] * width)
        z += draws.matrix(self.keys, "trip") @ (np.sqrt(1 - unknown)[:, None] * width)
        scale = np.sqrt(
            sum(_variance(np.sqrt(s)[:, None] * width, draws) for s in (unknown, 1 - unknown))
        )
        up, down = halves(np.divide(z, scale, out=np.zeros_like(z), where=scale > 0))
        totals: Floats = np.maximum(self.typical + up * self.high - down * self.low, 0.0)
        return totals


def _variance(widths: Floats, draws: Draws) -> Floats:
    """Variance of sums of equally correlated standard normals with some widths, shape (ways,)."""
    rho = draws.correlation
    found: Floats = (1 - rho) * (widths**2).sum(axis=0) + rho * widths.sum(axis=0) ** 2
    return found


def bundle(itineraries: Sequence[Itinerary], keys: Keys, what: What) -> Bundles:
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
    bands = [i.cost if what == "cost" else i.time for i in itineraries]
    high = np.array([float(b.high - b.typical) for b in bands])
    low = np.array([float(b.typical - b.low) for b in bands])
    return Bundles(tuple(index), typical, up, down, floor, high, low)


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


def expected(itineraries: Sequence[Itinerary], keys: Keys, draws: Draws) -> Sampled:
    """What every way costs and takes on average over all trips, a row a draw of what is unknown."""
    cost = bundle(itineraries, keys, "cost").expected(draws)
    time = bundle(itineraries, keys, "time").expected(draws)
    return Sampled(cost, time, counts_of(itineraries))


def trips(itineraries: Sequence[Itinerary], keys: Keys, draws: Draws) -> Sampled:
    """What single trips by every way cost and take, each of its own draw of what is unknown."""
    cost = bundle(itineraries, keys, "cost").trips(draws)
    time = bundle(itineraries, keys, "time").trips(draws)
    return Sampled(cost, time, counts_of(itineraries))


def counts_of(itineraries: Sequence[Itinerary]) -> Floats:
    """How often the figures of ways count: more where one comes back to a country."""
    return np.array([times(i.re_enters) for i in itineraries])


def scored(sampled: Sampled, objective: Objective, vot: float) -> Floats:
    """What is compared, per sample and way: own figures as often as the way's figures count."""
    if objective == Objective.COST:
        own = sampled.cost
    elif objective in (Objective.TIME, Objective.P90_TIME):
        own = sampled.time
    else:
        own = sampled.generalised(vot * 100)
    compared: Floats = own * sampled.counts
    return compared
