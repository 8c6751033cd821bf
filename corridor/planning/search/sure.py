"""
The chance that a way is at its end by a date, as a limit.

The minutes of a way are spread as its band says (`corridor.model.band`): its typical minutes are the
median, low and high the 10th and 90th percentile, each half that of a normal distribution. So a way is
there with a share of half or more if its typical minutes and so many of its upward half-widths do not
exceed what there is; with 90 % one half-width, which is the high end that every page shows.

That sum does not add up link by link, so labels carry what the half-width is made of, as in the search
for the least P90 (`corridor.planning.search.p90`). What bounds it from below does add up: a half-width is
no less than the root of the shared part of the variance times the plain sum of its parts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, sqrt
from statistics import NormalDist

import numpy as np

from corridor.model.band import SHARED, Band, half_width
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.star import NEVER, BoolArray, IntArray
from corridor.planning.search.path import Path
from corridor.planning.search.widths import NO_SPREAD, Widths, wider

_NORMAL = NormalDist()
_HIGH = 0.9  # what the high end of a band is, by definition


def widths_above(share: float) -> float:
    """
    How many upward half-widths above its typical value a figure is that is kept with a share.

    Examples
    --------
    >>> widths_above(0.9), widths_above(0.5), round(widths_above(0.95), 3)
    (1.0, 0.0, 1.283)
    """
    return _NORMAL.inv_cdf(share) / _NORMAL.inv_cdf(_HIGH)


def share_by(time: Band, minutes: int) -> float:
    """
    The chance that a way with a band of minutes is there within some.

    Examples
    --------
    >>> round(share_by(Band(10, 20, 40), 40), 6), share_by(Band(10, 20, 40), 20)
    (0.9, 0.5)
    """
    late = minutes >= time.typical
    width = time.high - time.typical if late else time.typical - time.low
    if not width:
        return float(late)
    return _NORMAL.cdf((minutes - time.typical) / width * _NORMAL.inv_cdf(_HIGH))


@dataclass(frozen=True)
class Sure:
    """
    Minutes within which a way must be there, and with which certainty.

    `above` is how many half-widths must fit (`widths_above`); `widths` are those of the links.
    `short` tells, of each search that was given up, the objective up to which no way was left out.
    """

    minutes: int
    above: float
    widths: Widths = field(compare=False)
    short: list[int] = field(default_factory=list, compare=False, repr=False)

    def keeps(self, minutes: int, spread: float) -> bool:
        """Whether typical minutes with their half-width are within."""
        return minutes + self.above * round(spread) <= self.minutes

    def margin(self, found: Path) -> int:
        """Minutes that must lie between a path's typical arrival and the last moment."""
        return ceil(self.above * round(spread_of(self.widths, found)))

    def kept_by(self, found: Path) -> bool:
        """Whether a path is there in time."""
        return self.keeps(found.minutes, spread_of(self.widths, found))


def spread_of(widths: Widths, found: Path) -> float:
    """Upward half-width of a path's minutes, not rounded."""
    spread = NO_SPREAD
    for step in found.steps:
        spread = wider(spread, widths.of(step.link, step.driven))
    return half_width(*spread[:2])


def least_spread(above: float, past: tuple[int, int], left: tuple[int, int]) -> float:
    """
    What a path over something must have between its typical minutes and the end, at least.

    `past` and `left` are the sum of squares and the plain sum of half-widths so far, and the least
    from there on. Who has driven longer may have a narrower band of rests than the least, but by no
    more than it is later: one half-width may be counted of what is left, and no more than one.
    """
    whole = half_width(past[0] + left[0], past[1] + left[1])
    if above <= 1:
        return above * whole
    return whole + (above - 1) * half_width(*past)


@dataclass(frozen=True)
class Late:
    """
    A limit in time with its certainty, for one search.

    `left` is the least of minutes, squares and widths from each state on; `part` of the plain sum of
    half-widths counts in the bound that orders labels, `multiplier` is what a minute counts in it.
    `reached` is the bound of the label that the search took last.
    """

    sure: Sure
    left: tuple[IntArray, IntArray, IntArray]
    part: float
    multiplier: int = 0
    reached: list[int] = field(default_factory=list, compare=False, repr=False)

    @staticmethod
    def of(network: SearchGraph, sure: Sure, shut: BoolArray) -> Late:
        """What is left from every state of a network over its open links."""
        squares, width = sure.widths.least_in(network)
        time, squares, width = (
            network.star.to(network.target, np.where(shut, NEVER, column))
            for column in (network.time, squares, width)
        )
        return Late(sure, (time, squares, width), min(sure.above, 1.0) * sqrt(SHARED))

    def use(self, network: SearchGraph) -> IntArray:
        """Of each link what is surely used up of the minutes there are."""
        _, width = self.sure.widths.least_in(network)
        used: IntArray = network.time + np.floor(self.part * width).astype(np.int64)
        return used

    def used(self, minutes: int, width: int) -> int:
        """The same of a path so far, by its minutes and its plain sum of half-widths."""
        return minutes + int(self.part * width)

    def breaks(self, state: int, minutes: int, squares: int, width: int) -> bool:
        """Whether no path over a state can be there in time any more."""
        time, squares_left, width_left = (int(column[state]) for column in self.left)
        if time >= NEVER:
            return True
        above = self.sure.above
        least = least_spread(above, (squares, width), (squares_left, width_left))
        # Half-widths are rounded to minutes before they are compared.
        return minutes + time + least > self.sure.minutes + above / 2 + 1e-6
