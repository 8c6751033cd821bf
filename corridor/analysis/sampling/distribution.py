"""
What low, typical and high say about a figure, as one rule for drawing it.

A figure is typical + above * up - below * down, where `above` and `below` are the half-widths
of its band, and `up` and `down` are the two halves of a normal deviate in units of the distance
from the median to the 90th percentile. So the typical value is the median, and low and high are
the 10th and 90th percentile, as `corridor.model.band.total` takes them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Of a standard normal, nine tenths lie below this.
Z90 = 1.2815515655446004


def halves(z: Floats) -> tuple[Floats, Floats]:
    """
    Up and down deviations of standard normal draws, both 0 or more and one of them 0.

    Examples
    --------
    >>> up, down = halves(np.array([-Z90, 0.0, Z90]))
    >>> up.round(6).tolist(), down.round(6).tolist()
    ([0.0, 0.0, 1.0], [1.0, 0.0, 0.0])
    """
    return np.maximum(z, 0.0) / Z90, np.maximum(-z, 0.0) / Z90


def expected_halves(z: Floats, known: float) -> tuple[Floats, Floats]:
    """
    Means of both halves when a part of the variance is drawn already and the rest is still open.

    Parameters
    ----------
    z
        Standard normal draws of the part that is drawn.
    known
        Its share of the variance, 0 to 1: what is left has the share 1 - `known`.

    Examples
    --------
    >>> up, down = expected_halves(np.array([0.0, Z90]), 1.0)
    >>> up.round(6).tolist(), down.round(6).tolist()
    ([0.0, 1.0], [0.0, 0.0])
    >>> up, down = expected_halves(np.array([0.0]), 0.0)
    >>> round(float(up[0]), 4), round(float(down[0]), 4)
    (0.3113, 0.3113)
    """
    mean, open_sd = np.sqrt(known) * z, np.sqrt(1 - known)
    if not open_sd:
        return halves(mean)
    at = mean / open_sd
    density = np.exp(-at * at / 2) / np.sqrt(2 * np.pi)
    below = _share_below(np.abs(at), density)
    above_mean = mean * np.where(at >= 0, below, 1 - below) + open_sd * density
    up = np.maximum(above_mean, 0.0) / Z90
    return up, np.maximum(up - mean / Z90, 0.0)


def at_share(band: tuple[float, float, float], value: float) -> float:
    """
    The share of a band's distribution that lies at or below a value.

    Examples
    --------
    >>> round(at_share((10.0, 20.0, 40.0), 40.0), 6), round(at_share((10.0, 20.0, 40.0), 20.0), 6)
    (0.9, 0.5)
    """
    low, typical, high = band
    width = high - typical if value >= typical else typical - low
    if not width:
        return float(value >= typical)
    z = Z90 * abs(value - typical) / width
    inside = float(normal_share(np.array([z]))[0])
    return inside if value >= typical else 1 - inside


def normal_share(z: Floats) -> Floats:
    """
    Share of a standard normal below z >= 0.

    Abramowitz and Stegun's formula 26.2.17, off by less than 1e-7.
    """
    return _share_below(z, np.exp(-z * z / 2) / np.sqrt(2 * np.pi))


def _share_below(z: Floats, density: Floats) -> Floats:
    """The same, where the density at z is at hand."""
    t = 1 / (1 + 0.2316419 * z)
    series = t * (
        0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429)))
    )
    shares: Floats = 1 - density * series
    return shares
