"""Paths through the network of a query: links taken in time, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from corridor.planning.links.search_graph import Timed
from corridor.planning.time.windows import passage


class Traversal(NamedTuple):
    """
    One link taken: when it is reached (minutes from departure), waited and delayed, why.

    `rest` are the minutes of whole rests beyond those that a fresh driver takes on the link; fewer
    than none where a wait on the way was rest as well. `driven` are the quarter hours driven
    since the last rest when the link is reached.
    """

    link: int
    at: int
    wait: int
    delay: int
    rows: tuple[str, ...]
    rest: int = 0
    driven: int = 0

    @property
    def lost(self) -> int:
        """Minutes waited, delayed and rested beyond the link's own time."""
        return self.wait + self.delay + self.rest


@dataclass(frozen=True, slots=True)
class Path:
    """
    A path from source to target.

    `objective` is by the search that found it; `minutes` (waits and delays included) and
    `cents` are those of its links, without what every path costs at its start.
    """

    objective: int
    steps: tuple[Traversal, ...]
    minutes: int
    cents: int

    @property
    def links(self) -> tuple[int, ...]:
        """Its links in order of travel."""
        return tuple(s.link for s in self.steps)

    @property
    def lost(self) -> int:
        """Minutes waited, delayed and rested on it beyond the times of its links."""
        return sum(s.lost for s in self.steps)


def entered(timed: Mapping[int, tuple[Timed, ...]], link: int, at: int) -> Traversal | None:
    """Enter a link on which nobody drives at a time; None when it stays closed."""
    wait = delay = 0
    rows: tuple[str, ...] = ()
    for part in timed.get(link, ()):
        met = passage(at + wait + delay + part.offset, part.windows)
        if met is None:
            return None
        wait += met.wait
        delay += met.delay
        rows += met.rows
    return Traversal(link, at, wait, delay, rows)
