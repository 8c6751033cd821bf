"""Hauls that pass one or more vias between their ends, as single movements."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corridor.graph.compile import border_end
from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.skims import Path
from corridor.routing.constraints import Via
from corridor.routing.ends import reversed_path
from corridor.routing.pieces import Group, PieceBook
from corridor.sources.library import Library


@dataclass(frozen=True, slots=True)
class ViaHaul:
    """
    A haul from layer `first` to layer `last`.

    `tail` and `head` are stops, None for the origin or the destination itself.
    """

    first: int
    last: int
    tail: int | None
    head: int | None
    group: Group
    path: Path
    ends: tuple[int, int]


def stops_of(via: Via, graph: CorridorGraph, library: Library) -> frozenset[int]:
    """Stops at which a via is satisfied by being there."""
    names = set(via.hubs)
    for crossing in via.crossings:
        row = library.crossing[crossing]
        names |= {border_end(crossing, row.country_a), border_end(crossing, row.country_b)}
    places = {graph.place_index[n] for n in names if n in graph.place_index}
    return frozenset(s for s, p in enumerate(graph.stop_place.tolist()) if p in places)


@dataclass(frozen=True)
class ViaRoads:
    """What chaining hauls over vias needs to know of the query."""

    graph: CorridorGraph
    book: PieceBook
    modes: set[int]
    avoided: frozenset[str]
    origin: int
    destination: int
    origin_groups: list[Group]
    destination_groups: list[Group]

    def hauls(self, vias: Sequence[Via]) -> Iterable[ViaHaul]:
        """Every haul that passes a run of vias."""
        layers = len(vias) + 1
        for first in range(layers - 1):
            for last in range(first + 1, layers):
                for hubs in _chains(vias[first:last]):
                    middle = [self.graph.place_index[h] for h in hubs]
                    yield from self._chained(first, last, middle, last == layers - 1)

    def _chained(
        self, first: int, last: int, middle: list[int], closing: bool
    ) -> Iterable[ViaHaul]:
        groups = set(self.book.groups_at(middle[0]))
        for place in middle[1:]:
            groups &= set(self.book.groups_at(place))
        for group in sorted(groups):
            if group[1] not in self.modes or group[0] in self.avoided:
                continue
            inner = Path(0, 0, ())
            for here, there in itertools.pairwise(middle):
                step = self.book.paths(group, here).get(there)
                if step is None:
                    break
                inner = _joined(inner, step)
            else:
                yield from self._through(group, (first, last), middle, inner, closing)

    def _through(
        self, group: Group, layers: tuple[int, int], middle: list[int], inner: Path, closing: bool
    ) -> Iterable[ViaHaul]:
        before = self.book.paths(group, middle[0])
        after = self.book.paths(group, middle[-1])
        store = self.book.store
        members: list[tuple[int | None, int]] = [
            (s, store.stop_place[s]) for s in store.stops.get(group, ())
        ]
        starts, ends = list(members), list(members)
        if layers[0] == 0 and group in self.origin_groups:
            starts.append((None, self.origin))
        if closing and group in self.destination_groups:
            ends.append((None, self.destination))
        for tail, start in starts:
            head_path = before.get(start)
            if head_path is None:
                continue
            for head, goal in ends:
                tail_path = after.get(goal)
                if tail_path is None or start == goal:
                    continue
                path = _joined(_joined(reversed_path(head_path), inner), tail_path)
                if path.pieces:
                    yield ViaHaul(*layers, tail, head, group, path, (start, goal))


def _joined(first: Path, second: Path) -> Path:
    return Path(
        first.length_m + second.length_m,
        first.estimated_m + second.estimated_m,
        first.pieces + second.pieces,
    )


def _chains(vias: Sequence[Via]) -> Iterable[list[str]]:
    """Ways to pick one hub of each via of a run; none when a via is a crossing only."""
    chains: list[list[str]] = [[]]
    for via in vias:
        chains = [[*c, hub] for c in chains for hub in sorted(via.hubs)]
    return chains
