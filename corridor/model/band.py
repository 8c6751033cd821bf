"""A figure with its low and high end: whole cents and minutes inside, a table's unit in its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Generic

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    N = TypeVar("N", int, float, default=int)
else:
    from typing import TypeVar

    N = TypeVar("N", int, float)


@dataclass(frozen=True, slots=True)
class Band(Generic[N]):
    """
    Low, typical and high of one quantity.

    `Band` alone is in whole units (US cents or minutes); `Band[float]` is the figure of a row, in
    the unit of its columns.
    """

    low: N
    typical: N
    high: N

    def __add__(self, other: Band[N]) -> Band[N]:
        """Sum of two bands that move together."""
        return Band(self.low + other.low, self.typical + other.typical, self.high + other.high)

    def __bool__(self) -> bool:
        """Whether any end differs from zero."""
        return bool(self.low or self.typical or self.high)


ZERO = Band(0, 0, 0)

# How far the delays and prices of one journey move together though their rows differ: the
# same carrier, season and cargo stand behind all of them. Halfway between independent and
# moving as one, the typical value of the row `uncertainty_correlation` of the parameters;
# `corridor check cases` prints what either end would give.
SHARED = 0.5


def total(bands: Iterable[tuple[str, Band]], shared: float = SHARED) -> Band:
    """
    Sum bands into the band of their total.

    Typical values add exactly. Bands that rest on the same row (same key) move
    together and add. Of the variance of different rows a part is shared (`shared`):
    the squared half-width of the sum is that part of the square of the summed
    half-widths and the rest of the sum of their squares. This is the documented
    approximation of the P10 and P90 of the sum; adding all lows would claim far more
    than the rows say.

    Parameters
    ----------
    bands
        (key of the row or rows behind the band, band).
    shared
        Part of the variance that different rows have in common, 0 to 1.

    Examples
    --------
    >>> total([("a", Band(90, 100, 130)), ("b", Band(60, 100, 140))])
    Band(low=154, typical=200, high=261)
    >>> total([("a", Band(90, 100, 130)), ("a", Band(90, 100, 130))])
    Band(low=180, typical=200, high=260)
    """
    down: dict[str, int] = {}
    up: dict[str, int] = {}
    typical = 0
    for key, band in bands:
        down[key] = down.get(key, 0) + band.typical - band.low
        up[key] = up.get(key, 0) + band.high - band.typical
        typical += band.typical
    below, above = _joint(down.values(), shared), _joint(up.values(), shared)
    return Band(max(0, typical - round(below)), typical, typical + round(above))


def half_width(squares: float, width: float, shared: float = SHARED) -> float:
    """
    Half-width of a sum from those of its parts, each part the items of the same rows.

    Parameters
    ----------
    squares
        Sum of the squares of the parts' half-widths.
    width
        Their plain sum.
    shared
        Part of the variance that the parts have in common, 0 to 1.
    """
    return sqrt((1 - shared) * squares + shared * width**2)


def _joint(parts: Collection[int], shared: float) -> float:
    return half_width(sum(p * p for p in parts), sum(parts), shared)
