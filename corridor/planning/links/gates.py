"""States at which a haul of an end of the journey ends where not all leads on, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corridor.tables.records import Terminal

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A terminal that is no candidate, the nearer one that is, metres by road to each."""

    terminal: Terminal
    length_m: int
    nearer: Terminal
    nearer_m: int


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A haul of the origin (`leaving`) or the destination, by its row, that no change `link` may follow, or precede."""

    leaving: bool
    row: int
    link: int
    reason: LeftOut


@dataclass(frozen=True)
class Gates:
    """
    States at which hauls from the origin, or to the destination, end where not all leads on.

    Gates stand behind the target; `stops[i]` is the stop and the layer of gate i. `links` are
    copies of priced links: number, tail and head. `left_out` tells what the rule forbids.
    """

    stops: tuple[tuple[int, int], ...] = ()
    links: tuple[tuple[int, int, int], ...] = ()
    left_out: tuple[Forbidden, ...] = ()

    def columns(self) -> tuple[IntArray, IntArray, IntArray]:
        """Number, tail and head of the copies."""
        number, tail, head = np.array(self.links, dtype=np.int64).reshape(-1, 3).T
        return number, tail, head
