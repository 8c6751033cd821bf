"""
The best way over some links, found by the same search as the best of all.

The network is laid out twice, one storey above the other. The journey starts below and ends
above, and only the links asked for lead up; so every way passes one of them. Closures in time,
limits and every objective are met as they always are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from corridor.planning.links.network import Network, Timed
from corridor.planning.search.lanes import NEVER, IntArray, Lanes
from corridor.planning.search.ways import Found


@dataclass(frozen=True)
class _Lanes:
    """
    The sorted links of both storeys, read off those of one.

    `up` are the links of the lower storey that lead to the upper one; `known` are weights of
    one storey with what is left from its states by them.
    """

    lanes: Lanes
    up: IntArray
    known: tuple[IntArray, IntArray] | None

    def leaving(self, state: int) -> IntArray:
        """Links that leave a state."""
        upper, below = divmod(state, self.lanes.size)
        return self.lanes.leaving(below) + upper * len(self.lanes.tail)

    def to(self, target: int, weight: IntArray) -> IntArray:
        """Least weight from every state to one of the upper storey."""
        lanes, count = self.lanes, len(self.lanes.tail)
        upper = weight[count:]
        if self.known is not None and np.array_equal(self.known[0], upper):
            above = self.known[1]
        else:
            above = lanes.to(target - lanes.size, upper)
        onward = np.minimum(weight[self.up] + above[lanes.head[self.up]], NEVER)
        level = weight[:count].copy()
        level[self.up] = NEVER
        below = lanes.to_any(lanes.tail[self.up], onward, level)
        return np.concatenate([below, above])


class Storeys:
    """A network laid out twice; made once, it serves any number of things to lead over."""

    def __init__(self, network: Network) -> None:
        """Double the links; the upper storey follows the lower one."""
        self.network = network
        count, size = len(network.tail), network.size
        share, country = network.discouraged, network.state_country
        timed = dict(network.timed)
        timed.update({link + count: parts for link, parts in network.timed.items()})
        self._both = replace(
            network,
            target=network.target + size,
            size=2 * size,
            tail=np.concatenate([network.tail, network.tail + size]),
            head=np.concatenate([network.head, network.head + size]),
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
        known: tuple[IntArray, IntArray] | None = None,
    ) -> Network:
        """
        The network in two storeys, in which every way leads over one of `links`.

        Parameters
        ----------
        links
            Links of which one must be used.
        opened
            Links whose closures by the tables are lifted, as --open lifts them.
        lifted
            Rows of those closures; opening hours and holidays of a post stay.
        known
            Weights of the network's links and what is left from every state by them, where a
            search has found them: the upper storey may need no sweep of its own.
        """
        both = self._both
        head, shut, timed = both.head.copy(), both.shut, both.timed
        head[links] += self.network.size
        if opened is not None:
            both_ways = np.concatenate([opened, opened + len(self.network.tail)])
            shut = shut.copy()
            shut[both_ways] &= ~both.closed[both_ways]
            timed = without(timed, both_ways, lifted)
        storeys = replace(both, head=head, shut=shut, timed=timed)
        # Sorting twice as many links anew would take longer than the search.
        lanes: Any = _Lanes(self.network.lanes, links, known)
        storeys.__dict__["lanes"] = lanes
        return storeys


def folded(found: Found, network: Network) -> Found:
    """A way of the two storeys as a way of the network itself."""
    count = len(network.tail)
    steps = (replace(step, link=step.link % count) for step in found.steps)
    return Found(found.objective, tuple(steps))


def _twice(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.concatenate([column, column])


def without(
    timed: Mapping[int, tuple[Timed, ...]], links: IntArray, rows: frozenset[str]
) -> Mapping[int, tuple[Timed, ...]]:
    """Closures in time by link, some rows lifted on some links."""
    changed = {
        n: tuple(
            Timed(part.offset, tuple(w for w in part.windows if w.row not in rows))
            for part in timed[n]
        )
        for n in links.tolist()
        if n in timed
    }
    return {**timed, **changed} if changed else timed
