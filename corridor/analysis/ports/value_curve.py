"""
Which port is ahead at which value of time, exactly on the ways found.

At a value of time each way counts its dollars and its hours at that value, so what a port counts
is the lower hull of its ways, bent where another of them takes over. Every port's choice set
holds its whole front of time and cost, so no way that is best at some value is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corridor.analysis.ports.comparison import Worked
from corridor.analysis.sampling.bundles import counts_of
from corridor.analysis.sampling.distribution import Floats
from corridor.model.objective import Objective

# The curve ends where an hour is worth so many times what is reckoned with.
_TIMES = 10.0
# Values nearer to each other than this share of the end are one.
_TOUCH = 1e-6


@dataclass(frozen=True, slots=True)
class Stretch:
    """The port ahead between two values of time, US dollars an hour of the whole consignment."""

    port: str
    low_usd_per_h: float
    high_usd_per_h: float


def value_curve(worked: Worked) -> tuple[Stretch, ...]:
    """
    The port ahead from no value of time up to ten times what is reckoned with.

    Empty where fewer than two ports can be used, or where something else than generalised cost is
    compared.
    """
    comparison, vot = worked.comparison, worked.vot
    asked = worked.cases[0].question.query.objective
    if len(comparison.standings) < 2 or asked != Objective.GENERALISED or not vot:
        return ()
    ports = [s.port for s in comparison.standings]
    most = _TIMES * vot
    lines = {p: [_lines(worked, p, m) for m in comparison.common] for p in ports}
    bends = {0.0, most}
    for hulls in lines.values():
        for hull in hulls:
            bends.update(v for v in _bends(hull) if 0 < v < most)
    at = sorted(bends)
    cuts = set(at)
    for low, high in pairwise(at):
        cuts.update(_crossings([_mean(lines[p], np.array([low, high])) for p in ports], low, high))
    return _stretches(ports, lines, sorted(cuts), most)


def _lines(worked: Worked, port: str, market: str) -> Floats:
    """Cents, and cents an hour at one USD an hour, of the ways on a port's lower hull."""
    ways = worked.comparison.lane(port, market).itineraries
    counts = counts_of(ways)
    cents = np.array([float(w.cost.typical) for w in ways]) * counts
    slopes = np.array([w.time.typical / 60 * 100 for w in ways]) * counts
    order = np.lexsort((cents, slopes))[::-1]
    hull: list[int] = []
    for way in order.tolist():
        # The steepest first: each next one is flatter, and counts less from some value on.
        while hull and cents[way] <= cents[hull[-1]]:
            hull.pop()
        while len(hull) > 1 and _meet(cents, slopes, hull[-2], way) <= _meet(
            cents, slopes, hull[-2], hull[-1]
        ):
            hull.pop()
        if not hull or slopes[way] < slopes[hull[-1]]:
            hull.append(way)
    return np.stack([cents[hull], slopes[hull]])


def _meet(cents: Floats, slopes: Floats, one: int, other: int) -> float:
    """The value of time at which two ways count the same."""
    return float((cents[other] - cents[one]) / (slopes[one] - slopes[other]))


def _bends(hull: Floats) -> list[float]:
    cents, slopes = hull
    return [_meet(cents, slopes, n, n + 1) for n in range(len(cents) - 1)]


def _mean(hulls: Sequence[Floats], values: Floats) -> Floats:
    """What a port counts at some values of time, as a mean over the markets."""
    found: Floats = np.mean(
        [(h[0][:, None] + h[1][:, None] * values).min(axis=0) for h in hulls], axis=0
    )
    return found


def _crossings(ends: Sequence[Floats], low: float, high: float) -> list[float]:
    """Values between two bends at which two ports count the same; all are straight there."""
    found = []
    for number, one in enumerate(ends):
        for other in ends[number + 1 :]:
            left, right = one[0] - other[0], one[1] - other[1]
            if left * right < 0:
                found.append(float(low + (high - low) * left / (left - right)))
    return found


def _stretches(
    ports: Sequence[str], lines: dict[str, list[Floats]], cuts: Sequence[float], most: float
) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for low, high in pairwise(cuts):
        if high - low < _TOUCH * most:
            continue
        middle = np.array([(low + high) / 2])
        port = min(ports, key=lambda p: float(_mean(lines[p], middle)[0]))
        if found and found[-1].port == port:
            found[-1] = Stretch(port, found[-1].low_usd_per_h, high)
        else:
            found.append(Stretch(port, low, high))
    return tuple(found)
