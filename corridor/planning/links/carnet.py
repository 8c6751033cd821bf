"""
States of a truck that goes on under a TIR carnet, and which rows of `transit_regimes` it may use.

A carnet is paid for once, at the border where it is opened, and covers every country entered
under it without a break. So each road stop at a side of a crossing has two states more, departing
and arriving under the open carnet. A border that is passed under a carnet leads into the country
plainly, where the carnet ends, or into these states; from there only hauls to another border
lead on, and over it only a carnet that is open already, which costs nothing more.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from corridor.graph.corridor_graph import CorridorGraph
from corridor.model.mode import Mode
from corridor.model.ref import Ref, RefKind
from corridor.planning.links.kinds import arr, dep
from corridor.pricing.borders import BorderLink
from corridor.pricing.regimes import Carriage, Passage, lawful, speaking
from corridor.tables.dataset import Dataset
from corridor.tables.records import TransitRegime

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class CarnetStates:
    """Stops that have states under a carnet, in the order of those states, behind all others."""

    stops: tuple[int, ...]
    all_stops: int

    @staticmethod
    def of(graph: CorridorGraph, *, by_road: bool) -> CarnetStates:
        """Those of the sides of all road crossings; none for a unit that goes by no road."""
        posts = [
            stop
            for stop, place in enumerate(graph.stop_place.tolist())
            if graph.stop_mode[stop] == Mode.ROAD.code and "|" in str(graph.place_id[place])
        ]
        return CarnetStates(tuple(posts) if by_road else (), len(graph.stop_place))

    @cached_property
    def _number(self) -> dict[int, int]:
        return {stop: self.all_stops + n for n, stop in enumerate(self.stops)}

    @property
    def stop_of(self) -> tuple[int, ...]:
        """The stop of the graph at which each stop stands, those under a carnet behind all."""
        return (*range(self.all_stops), *self.stops)

    def dep(self, stop: int) -> int | None:
        """State of leaving a stop under the carnet, None where it has none."""
        number = self._number.get(stop)
        return None if number is None else dep(number)

    def arr(self, stop: int) -> int | None:
        """State of having arrived at a stop under the carnet, None where it has none."""
        number = self._number.get(stop)
        return None if number is None else arr(number)

    def hauls(self, tail: int, head: int) -> list[tuple[int, int]]:
        """States between which a haul leads: plainly, and from border to border under a carnet."""
        found = [(dep(tail), arr(head))]
        under = self.dep(tail), self.arr(head)
        if under[0] is not None and under[1] is not None:
            found.append((under[0], under[1]))
        return found

    def copied(self, graph: CorridorGraph) -> tuple[IntArray, IntArray, IntArray]:
        """Stored hauls from border to border by number, and their states under a carnet."""
        numbers = np.full(self.all_stops, -1, dtype=np.int64)
        numbers[list(self.stops)] = self.all_stops + np.arange(len(self.stops))
        tails, heads = numbers[graph.haul_tail], numbers[graph.haul_head]
        rows = np.flatnonzero((tails >= 0) & (heads >= 0))
        return rows, dep(tails[rows]), arr(heads[rows])

    def borders(self, tail: int, head: int) -> list[tuple[int, int, bool]]:
        """States between which a border leads under a carnet, and whether it is open already."""
        before, after = self.arr(tail), self.dep(head)
        found = [(arr(tail), dep(head), False)]
        if before is not None:
            found.append((before, dep(head), True))
        if after is not None:
            found.append((arr(tail), after, False))
        if before is not None and after is not None:
            found.append((before, after, True))
        return found


def life_of(row: TransitRegime) -> Ref:
    """By what the days of a regime are known."""
    return Ref(RefKind.LIFE, row.key)


def is_regime(subject: Ref) -> bool:
    """Whether a life is that of a regime."""
    return subject.kind is RefKind.LIFE and subject.id.startswith(f"{TransitRegime.table}:")


def unlawful(
    borders: Sequence[BorderLink], dataset: Dataset, carriage: Carriage, cargo: str
) -> BoolArray:
    """Borders by number that a carriage may not pass under their regime."""
    found = np.zeros(len(borders), dtype=np.bool_)
    known: dict[Hashable, bool] = {}
    spoken: dict[Hashable, tuple[TransitRegime, ...]] = {}
    for number, link in enumerate(borders):
        if link.regime is None:
            continue
        passage = Passage(link.crossing, link.country_from, link.country_to, link.transit)
        where = (link.crossing.id, link.country_to, link.transit)
        key = (*where, link.regime.id)
        if key not in known:
            if where not in spoken:
                spoken[where] = speaking(dataset, passage, cargo) if carriage.regime else ()
            known[key] = lawful(link.regime, link.country_from, spoken[where], carriage)
        found[number] = not known[key]
    return found
