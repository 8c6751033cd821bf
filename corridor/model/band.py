"""A figure with its low and high end, in whole units (cents, minutes)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class Band:
    """Low, typical and high of one quantity in whole units (US cents or minutes)."""

    low: int
    typical: int
    high: int

    def __add__(self, other: Band) -> Band:
        """Sum of two bands that move together."""
        return Band(self.low + other.low, self.typical + other.typical, self.high + other.high)

    def __bool__(self) -> bool:
        """Whether any end differs from zero."""
        return bool(self.low or self.typical or self.high)


ZERO = Band(0, 0, 0)

# How far the delays and prices of one journey move together though their rows differ: the
# same carrier, season and cargo stand behind all of them. With none, half of the published
# trips fell outside the band; calibrated on those cases (docs/quality.md).
_SHARED = 0.4


def total(bands: Iterable[tuple[str, Band]]) -> Band:
    """
    Sum bands into the band of their total.

    Typical values add exactly. Bands that rest on the same row (same key) move
    together and add. Of the variance of different rows a part is shared (`_SHARED`):
    the squared half-width of the sum is that part of the square of the summed
    half-widths and the rest of the sum of their squares. This is the documented
    approximation of the P10 and P90 of the sum; adding all lows would claim far more
    than the rows say.

    Parameters
    ----------
    bands
        (key of the row or rows behind the band, band).

    Examples
    --------
    >>> total([("a", Band(90, 100, 130)), ("b", Band(60, 100, 140))])
    Band(low=155, typical=200, high=259)
    >>> total([("a", Band(90, 100, 130)), ("a", Band(90, 100, 130))])
    Band(low=180, typical=200, high=260)
    """
    joined: dict[str, Band] = {}
    typical = 0
    for key, band in bands:
        joined[key] = joined.get(key, ZERO) + band
        typical += band.typical
    below = _half_width([b.typical - b.low for b in joined.values()])
    above = _half_width([b.high - b.typical for b in joined.values()])
    return Band(max(0, typical - round(below)), typical, typical + round(above))


def _half_width(parts: list[int]) -> float:
    apart = sum(p * p for p in parts)
    together = sum(parts) ** 2
    return sqrt((1 - _SHARED) * apart + _SHARED * together)
