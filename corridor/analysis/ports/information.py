"""
Which figure to find out first: what knowing it before choosing a port is worth.

Without knowing more, a shipper takes the port with the least expected value. Who knew one figure
would take, for each value it may turn out to have, the port that is then best: the mean of what
that saves is what the figure is worth, at most, for one such consignment. Counted is what the
figure says of itself, not what it says of all others by moving with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from corridor.analysis.sampling.distribution import Floats
from corridor.analysis.sampling.draws import Draws, Key
from corridor.model.message import Message

# Degree of the curve that a port's mean value follows over a figure: bent bands need more than a line.
_DEGREE = 3
_MOST = 8


@dataclass(frozen=True, slots=True)
class Worth:
    """A figure and what knowing it is worth, in cents (minutes by time)."""

    key: Key
    label: Message
    value: float


@dataclass(frozen=True, slots=True)
class Information:
    """What knowing everything that is unknown would be worth, and single figures, the best first."""

    perfect: float = 0.0
    figures: tuple[Worth, ...] = ()


def information(
    values: Mapping[str, Floats], draws: Draws, labels: Mapping[Key, Message]
) -> Information:
    """
    What it is worth to know figures before choosing.

    Parameters
    ----------
    values
        Expected value of each port, a figure a draw of what is unknown.
    draws
        The draws of these values.
    labels
        The figures to judge, with their names.
    """
    stacked = np.stack(list(values.values()))
    if len(stacked) < 2:
        return Information()
    known = float(stacked.mean(axis=1).min())
    found = [
        Worth(key, label, max(0.0, known - _mean_of_least(stacked, draws.own(key))))
        for key, label in labels.items()
    ]
    found = [w for w in found if w.value >= 1]
    found.sort(key=lambda w: (-w.value, w.key.id))
    return Information(known - float(stacked.min(axis=0).mean()), tuple(found[:_MOST]))


def _mean_of_least(values: Floats, z: Floats) -> float:
    """Mean over a figure of the least of the ports' mean values at each value of it."""
    terms = np.vander(z, _DEGREE + 1)
    # The first port is the measure: what all ports have in common need not be fitted.
    apart = (values - values[0]).T
    fitted: Floats = terms @ np.linalg.lstsq(terms, apart, rcond=None)[0]
    return float(values[0].mean() + fitted.min(axis=1).mean())
