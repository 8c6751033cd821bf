"""How far each figure's own band moves the lead, the choice set chosen from anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.analysis.choice.figures import COST, VALUE_OF_TIME, Figure, touched
from corridor.analysis.ports.comparison import Comparison, Lane, Worked
from corridor.analysis.sampling.bundles import Sampled, counts_of, scored
from corridor.analysis.sampling.distribution import Floats
from corridor.model.message import say
from corridor.model.objective import Objective
from corridor.planning.query.resolve import time_value_row


@dataclass(frozen=True, slots=True)
class Bar:
    """
    The lead of the best gateway over all others when one figure is low or high.

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

    The lead is that of the best port, or of one beside it on its coast, over the best of all others:
    another rival may take the place of the first one when a figure moves. Figures that stand behind
    both sides alike move no lead and have no bar.
    """
    comparison = worked.comparison
    pair = comparison.pair
    if pair is None:
        return 0.0, ()
    dataset = worked.cases[0].dataset
    mine, others = _sides(comparison)
    lanes = [
        [[comparison.lane(p, m) for m in comparison.common] for p in side]
        for side in (mine, others)
    ]
    itineraries = [w for side in lanes for port in side for lane in port for w in lane.itineraries]
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
    bars += _value_of_time(worked, objective, lanes, typical)
    bars.sort(key=lambda b: (-b.swing, b.figure.target))
    return lead, tuple(bars[:most])


def _value_of_time(
    worked: Worked, objective: Objective, lanes: list[list[list[Lane]]], typical: Sampled
) -> list[Bar]:
    """The lead at the low and the high value of time of the goods, where hours are valued."""
    query = worked.cases[0].query
    if objective != Objective.GENERALISED or not worked.vot:
        return []
    row = worked.cases[0].dataset.parameter[time_value_row(query.consignment.cargo_class)]
    # One's own value of time has the band of the row about it.
    scale = worked.vot / row.value.typical
    ends = [
        _lead(lanes, scored(typical, objective, share * scale)[0])
        for share in (row.value.low, row.value.high)
    ]
    figure = Figure(VALUE_OF_TIME, say("figure.value_of_time"), COST)
    return [Bar(figure, *ends)] if abs(ends[1] - ends[0]) > 1 else []


def _sides(comparison: Comparison) -> tuple[list[str], list[str]]:
    """Ports of the best one's coast, and all others; without others the best one against the rest."""
    ports = [s.port for s in comparison.standings]
    mine = [p for p in ports if p in comparison.twins]
    others = [p for p in ports if p not in comparison.twins]
    return (mine, others) if others else (ports[:1], ports[1:])


def _lead(lanes: list[list[list[Lane]]], values: Floats) -> float:
    """The least of the other ports less the least of the first side, means over the markets."""
    least, start = [], 0
    for side in lanes:
        means = []
        for port in side:
            best = []
            for lane in port:
                best.append(float(values[start : start + len(lane.itineraries)].min()))
                start += len(lane.itineraries)
            means.append(sum(best) / len(best))
        least.append(min(means))
    return least[1] - least[0]
