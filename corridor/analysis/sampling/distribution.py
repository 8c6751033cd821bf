"""
What low, typical and high say about a figure, as one rule for drawing it.

A figure is typical + above * up - below * down, where `above` and `below` are the half-widths
of its band and `up` and `down` are deviations drawn once for the rows behind it. The typical
value is the median of every distribution, so a band without width is drawn as it stands.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Of a standard normal, nine tenths lie below this.
Z90 = 1.2815515655446004

NORMAL, TRIANGLE, UNIFORM = "split normal", "split triangle", "uniform"
# What the band columns of the tables mean (docs/uncertainty.md).
SHAPE_OF_BAND = {
    "p10_p90": NORMAL,
    "yearly_range": NORMAL,
    "assumed": NORMAL,
    "none": NORMAL,
    "min_max": TRIANGLE,
}


def deviations(z: Floats, shape: str) -> tuple[Floats, Floats]:
    """
    Up and down deviations, both 0 or more and one of them 0, of standard normal draws.

    Parameters
    ----------
    z
        Standard normal draws.
    shape
        'split normal': low and high are the tenth and ninetieth percentile.
        'split triangle': low and high are the ends; the density falls to nothing there.
        'uniform': low and high are the ends; used for the wait for a ship.

    Examples
    --------
    >>> up, down = deviations(np.array([-Z90, 0.0, Z90]), "split normal")
    >>> up.round(6).tolist(), down.round(6).tolist()
    ([0.0, 0.0, 1.0], [1.0, 0.0, 0.0])
    """
    if shape == NORMAL:
        return np.maximum(z, 0.0) / Z90, np.maximum(-z, 0.0) / Z90
    # Share of the way to the end: twice the probability beyond the median.
    beyond = 2 * (1 - normal_share(np.abs(z)))
    reach = 1 - np.sqrt(beyond) if shape == TRIANGLE else 1 - beyond
    return np.where(z > 0, reach, 0.0), np.where(z < 0, reach, 0.0)


def normal_share(z: Floats) -> Floats:
    """
    Share of a standard normal below z >= 0.

    Abramowitz and Stegun's formula 26.2.17, off by less than 1e-7.
    """
    t = 1 / (1 + 0.2316419 * z)
    series = t * (
        0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429)))
    )
    shares: Floats = 1 - np.exp(-z * z / 2) / np.sqrt(2 * np.pi) * series
    return shares
