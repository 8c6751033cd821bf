"""
The best path over some links, found by the same search as the best of all.

The network is laid out twice (a layered graph). The journey starts in the lower layer and ends in
the upper one, and only the links asked for lead up; so every path passes one of them. Closures in time,
limits and every objective are met as they always are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from corridor.planning.links.search_graph import SearchGraph, Timed
from corridor.planning.links.star import NO_LINKS, IntArray, LayeredStar
from corridor.planning.search.path import Path
from corridor.planning.time.windows import Window


class LayeredGraph:
    """A network laid out twice; made once, it serves any number of things to lead over."""

    def __init__(self, network: SearchGraph) -> None:
        """Double the links; the upper layer follows the lower one."""
        self.network = network
        count = len(network.tail)
        share, country = network.discouraged, network.state_country
        timed = dict(network.timed)
        timed.update({link + count: parts for link, parts in network.timed.items()})
        star = self._apart = LayeredStar(network.star, NO_LINKS)
        self._both = replace(
            network,
            layer=network,
            target=network.target + network.size,
            size=star.size,
            tail=star.tail,
            head=star.head,
            star=star,
            kind=_twice(network.kind),
            row=_twice(network.row),
            cost=_twice(network.cost),
            time=_twice(network.time),
            co2e=_twice(network.co2e),
            length_m=_twice(network.length_m),
            shut=_twice(network.shut),
            closed=_twice(network.closed),
            lacking=_twice(network.lacking),
            element_of=_twice(network.element_of),
            timed=timed,
            discouraged=None if share is None else _twice(share),
            state_country=None if country is None else _twice(country),
        )

    def over(
        self,
        links: IntArray,
        *,
        opened: IntArray | None = None,
        lifted: frozenset[str] = frozenset(),
        landing: IntArray | None = None,
    ) -> SearchGraph:
        """
        The network in two layers, in which every path leads over one of `links`.

        Parameters
        ----------
        links
            Links of which one must be used.
        opened
            Links whose closures by the tables are lifted, as --open lifts them.
        lifted
            Rows of those closures; opening hours and holidays of a post stay.
        landing
            States that the links lead to, in place of their own heads.
        """
        both = self._both
        shut, timed = both.shut, both.timed
        if opened is not None:
            both_ways = np.concatenate([opened, opened + len(self.network.tail)])
            shut = shut.copy()
            shut[both_ways] &= ~both.closed[both_ways]
            count, once = len(self.network.tail), without(self.network.timed, opened, lifted)
            changed = {n: once[n] for n in opened.tolist() if n in once}
            timed = {**timed, **changed, **{n + count: parts for n, parts in changed.items()}}
        star = LayeredStar(self.network.star, links, self._apart, landing)
        return replace(both, head=star.head, shut=shut, timed=timed, star=star)


def unlayered(found: Path, network: SearchGraph) -> Path:
    """A path of the two layers as a path of the network itself."""
    count = len(network.tail)
    steps = tuple(step._replace(link=step.link % count) for step in found.steps)
    return replace(found, steps=steps)


def _twice(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.concatenate([column, column])


def without(
    timed: Mapping[int, tuple[Timed, ...]], links: IntArray, rows: frozenset[str]
) -> Mapping[int, tuple[Timed, ...]]:
    """Closures in time by link, some rows lifted on some links."""
    changed: dict[int, tuple[Timed, ...]] = {}
    # Links of one thing, and those of both layers, have the very same windows.
    left: dict[int, tuple[Window, ...]] = {}

    def lifted(windows: tuple[Window, ...]) -> tuple[Window, ...]:
        if id(windows) not in left:
            left[id(windows)] = tuple(w for w in windows if w.row not in rows)
        return left[id(windows)]

    for n in links.tolist():
        if n in timed:
            changed[n] = tuple(replace(part, windows=lifted(part.windows)) for part in timed[n])
    return {**timed, **changed} if changed else timed
