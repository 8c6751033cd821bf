"""Upward half-widths of the minutes of links, worked out once for all searches of one question."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property
from typing import TypeAlias

import numpy as np

from corridor.planning.links.bills import LinkWidths
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.star import IntArray

# Sum of squares, plain sum, and half-width by set of rows, of what a path has met.
Spread: TypeAlias = tuple[int, int, dict[Hashable, int]]
NO_SPREAD: Spread = (0, 0, {})


def wider(spread: Spread, more: LinkWidths) -> Spread:
    """What a path has met with one link more, whose half-widths are given by what moves together."""
    if not more:
        return spread
    squares, width, widths = spread
    widths = dict(widths)
    for number, wide in more:
        before = widths.get(number, 0)
        squares += (before + wide) ** 2 - before**2
        widths[number] = before + wide
        width += wide
    return squares, width, widths


def no_wider(one: Spread, other: Spread) -> bool:
    """Whether one path is no wider than another, whatever both meet from here on."""
    squares, width, widths = one
    squares_, width_, widths_ = other
    if squares > squares_ or width > width_:
        return False
    return all(wide <= widths_.get(number, 0) for number, wide in widths.items())


class Widths:
    """
    What each link of a network adds to the width of a path's time.

    The same network with other links shut has the same ones, and so has each layer where it is laid out
    several times: link n of a layer is link n of the network.
    """

    def __init__(self, network: SearchGraph) -> None:
        """Keep the network; nothing is read before it is asked."""
        self.network = network
        self.count = len(network.tail)
        self._found: dict[tuple[int, int], LinkWidths] = {}

    def of(self, link: int, driven: int = 0) -> LinkWidths:
        """Half-widths of a link by what moves together, its driver having driven some quarter hours."""
        link %= self.count
        found = self._found.get((link, driven))
        if found is None:
            found = self._found[link, driven] = self.network.widths(link, driven)
        return found

    @cached_property
    def least(self) -> tuple[IntArray, IntArray]:
        """What each link adds at least to the sum of squares, and to the sum of half-widths."""
        network = self.network
        squares, width = (np.zeros(self.count, dtype=np.int64) for _ in range(2))
        for links, rows, bills in network.billed():
            squares[links] = np.concatenate([b.time_squares for b in bills])[rows]
            width[links] = np.concatenate([b.time_widths for b in bills])[rows]
        return squares, width

    def least_in(self, network: SearchGraph) -> tuple[IntArray, IntArray]:
        """The same for every link of the network laid out however often."""
        times = len(network.tail) // self.count
        squares, width = (np.tile(c, times) if times > 1 else c for c in self.least)
        return squares, width
