"""Paths through the network of a query: links taken in time, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corridor.planning.links.search_graph import Timed
from corridor.planning.time.windows import passage


@dataclass(frozen=True, slots=True)
class Traversal:
    """One link taken: when it is reached (minutes from departure), waited and delayed, why."""

    link: int
    at: int
    wait: int
    delay: int
    rows: tuple[str, ...]

    @property
    def lost(self) -> int:
        """Minutes waited and delayed."""
        return self.wait + self.delay


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
        """Minutes waited and delayed on it."""
        return sum(s.lost for s in self.steps)


def entered(timed: Mapping[int, tuple[Timed, ...]], link: int, at: int) -> Traversal | None:
    """Enter a link at a time; None when it stays closed."""
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
