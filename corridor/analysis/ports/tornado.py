"""How far each figure's own band moves the lead, the choice set chosen from anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.analysis.ports.chance import scored
from corridor.analysis.ports.comparison import Lane, Worked
from corridor.analysis.ports.figures import COST, Figure, touched
from corridor.analysis.sampling.bundles import Sampled, counts_of
from corridor.analysis.sampling.distribution import Floats
from corridor.model.objective import Objective


@dataclass(frozen=True, slots=True)
class Bar:
    """
    The lead of the best port over its rival when one figure is low or high.

    `lead_*` in cents (minutes by time); negative when the order turns.
    """

    figure: Figure
    lead_low: float
    lead_high: float

    @property
    def swing(self) -> float:
        """How far the lead moves."""
        return abs(self.lead_high - self.lead_low)


def tornado(worked: Worked, objective: Objective, most: int = 15) -> tuple[float, tuple[Bar, ...]]:
    """
    The lead at typical figures, and the bars with the longest first.

    Figures that stand behind both ports alike move no lead and have no bar.
    """
    comparison = worked.comparison
    pair = comparison.pair
    if pair is None:
        return 0.0, ()
    dataset = worked.cases[0].dataset
    lanes = [[comparison.lane(p, m) for m in comparison.common] for p in pair]
    itineraries = [w for side in lanes for lane in side for w in lane.itineraries]
    cost = np.array([float(w.cost.typical) for w in itineraries])
    time = np.array([float(w.time.typical) for w in itineraries])
    counts = counts_of(itineraries)
    typical = Sampled(cost[None], time[None], counts)
    lead = _lead(lanes, scored(typical, objective, worked.vot)[0])
    moved: dict[Figure, Floats] = {}
    for number, itinerary in enumerate(itineraries):
        for entry in touched(itinerary, dataset):
            if not entry.band:
                continue
            shifts = moved.setdefault(entry.figure, np.zeros((2, len(itineraries))))
            band = entry.band
            shifts[0, number] += band.low - band.typical
            shifts[1, number] += band.high - band.typical
    bars = []
    for figure, shifts in moved.items():
        is_cost = figure.what == COST
        drawn = Sampled(cost + shifts * is_cost, time + shifts * (not is_cost), counts)
        values = scored(drawn, objective, worked.vot)
        ends = (_lead(lanes, values[0]), _lead(lanes, values[1]))
        # A label that names what divides the hours is low where they are high.
        bar = Bar(figure, *(ends[::-1] if figure.inverse else ends))
        if bar.swing > 1:
            bars.append(bar)
    bars.sort(key=lambda b: (-b.swing, b.figure.target))
    return lead, tuple(bars[:most])


def _lead(lanes: list[list[Lane]], values: Floats) -> float:
    """The rival's mean over the markets less the first's, each lane at its best."""
    means, start = [], 0
    for side in lanes:
        best = []
        for lane in side:
            best.append(float(values[start : start + len(lane.itineraries)].min()))
            start += len(lane.itineraries)
        means.append(sum(best) / len(best))
    return means[1] - means[0]
