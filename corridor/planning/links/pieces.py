"""The pieces of the corridor graph: sorted once, and as one query sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.paths import Arc, SegmentPath, adjacency, shortest_from
from corridor.model.status import Built

Group = tuple[str, int, int]  # country, mode code, gauge

# Places whose ways are kept; every hub of the tables fits.
_MOST_KEPT = 1024


class PieceStore:
    """Pieces by group and place, shared by all queries; only its memory of ways grows."""

    def __init__(self, graph: CorridorGraph) -> None:
        """Sort the graph's pieces into groups."""
        self.graph = graph
        self.piece_id: list[str] = graph.piece_id.tolist()
        self.tail: list[int] = graph.piece_from.tolist()
        self.head: list[int] = graph.piece_to.tolist()
        self.length: list[int] = graph.piece_length_m.tolist()
        self.usable: list[bool] = (graph.piece_status == Built.OPEN.code).tolist()
        estimated = np.where(graph.piece_confidence == 3, graph.piece_length_m, 0)
        self.estimated_m: list[int] = estimated.tolist()
        self.group: list[Group] = list(
            zip(
                graph.piece_country.tolist(),
                graph.piece_mode.tolist(),
                graph.piece_gauge.tolist(),
                strict=True,
            )
        )
        self.members: dict[Group, list[int]] = {}
        at: dict[int, set[Group]] = {}
        for number, key in enumerate(self.group):
            self.members.setdefault(key, []).append(number)
            if self.usable[number]:
                for place in (self.tail[number], self.head[number]):
                    at.setdefault(place, set()).add(key)
        self.groups_at: dict[int, list[Group]] = {p: sorted(g) for p, g in at.items()}
        self.stops: dict[Group, list[int]] = {}
        countries = graph.place_country.tolist()
        self.stop_place: list[int] = graph.stop_place.tolist()
        for stop, (place, mode, gauge) in enumerate(
            zip(
                self.stop_place,
                graph.stop_mode.tolist(),
                graph.stop_gauge.tolist(),
                strict=True,
            )
        ):
            self.stops.setdefault((countries[place], mode, gauge), []).append(stop)
        self._of_section: dict[str, list[int]] = {}
        for number, section in enumerate(graph.piece_section.tolist()):
            self._of_section.setdefault(section, []).append(number)
        self._arcs: dict[Group, dict[int, list[Arc]]] = {}
        self._paths: dict[tuple[Group, int], dict[int, SegmentPath]] = {}
        self.kept_ways: dict[tuple[Group, int, frozenset[int]], dict[int, list[SegmentPath]]] = {}

    def pieces_of(self, section: str) -> list[int]:
        """Pieces of a section; two where it crosses a border."""
        return self._of_section.get(section, [])

    def paths(self, group: Group, start: int) -> dict[int, SegmentPath]:
        """Shortest paths from a place within a group over what is open in the tables."""
        key = (group, start)
        found = self._paths.get(key)
        if found is None:
            if group not in self._arcs:
                self._arcs[group] = adjacency(
                    (i + 1, self.tail[i], self.head[i], self.length[i])
                    for i in self.members.get(group, ())
                    if self.usable[i]
                )
            found = shortest_from(self._arcs[group], start, self.estimated_m)
            if len(self._paths) >= _MOST_KEPT:
                self._paths.pop(next(iter(self._paths)))
            self._paths[key] = found
        return found


@dataclass(frozen=True, slots=True)
class Added:
    """
    A piece that one query puts in: a way to a point, or the part of a piece up to it.

    `parent` is the piece of the graph that it is a part of, None for a way of its own.
    """

    group: Group
    tail: int
    head: int
    length_m: int
    estimated_m: int
    parent: int | None = None


class PieceBook:
    """
    The pieces of one query: some removed (avoided, closed), opened (planned) or added.

    Added pieces (joins of arbitrary points) get numbers after those of the graph. A part of a
    piece is passable only where the piece is open in the tables, or opened by the query.
    """

    def __init__(self, store: PieceStore) -> None:
        """Start from the pieces as they are in the tables."""
        self.store = store
        self.graph = store.graph
        self.removed: frozenset[int] = frozenset()
        self.opened: frozenset[int] = frozenset()
        self._first_added = len(store.tail)
        self._added: list[Added] = []
        self._arcs: dict[tuple[Group, frozenset[int]], dict[int, list[Arc]]] = {}

    def fresh(self) -> PieceBook:
        """The same pieces with nothing taken out or put in, joins of points kept."""
        found = PieceBook(self.store)
        found._added = list(self._added)
        return found

    def add(
        self, group: Group, tail: int, head: int, length_m: int, parent: int | None = None
    ) -> int:
        """Add an estimated piece, or a part of one of the graph; returns its index (number - 1)."""
        estimated = length_m
        if parent is not None and not self.store.estimated_m[parent]:
            estimated = 0
        self._added.append(Added(group, tail, head, length_m, estimated, parent))
        self._arcs.clear()
        return self._first_added + len(self._added) - 1

    def with_parts(self, indices: Iterable[int]) -> set[int]:
        """Some pieces of the graph, and the parts of them that the query put in."""
        found = set(indices)
        return found | {
            self._first_added + n for n, a in enumerate(self._added) if a.parent in found
        }

    def parent(self, index: int) -> int | None:
        """The piece of the graph that a piece is, or is a part of; None for a way to a point."""
        if index < self._first_added:
            return index
        return self._added[index - self._first_added].parent

    @property
    def added(self) -> range:
        """Indices of the added pieces."""
        return range(self._first_added, self.count)

    def restrict(self, removed: Iterable[int], opened: Iterable[int]) -> None:
        """Take pieces out, and put planned ones in."""
        self.removed, self.opened = frozenset(removed), frozenset(opened)
        self._arcs.clear()

    @property
    def untouched(self) -> bool:
        """Whether the pieces are those of the tables, nothing added or taken out."""
        return not (self._added or self.removed or self.opened)

    def group_of(self, index: int) -> Group:
        """Country, mode and gauge of a piece."""
        if index < self._first_added:
            return self.store.group[index]
        return self._added[index - self._first_added].group

    def changed_groups(self) -> set[Group]:
        """Groups whose stored hauls do not hold for this query."""
        touched = (*self.removed, *self.opened)
        return {self.group_of(i) for i in touched if i < self._first_added}

    def groups_at(self, place: int) -> list[Group]:
        """Groups whose usable pieces touch a place."""
        found = set(self.store.groups_at.get(place, ()))
        if self.removed or self.opened:
            store = self.store
            for group in self.changed_groups():
                touched = any(
                    place in (store.tail[i], store.head[i]) and self._passable(i)
                    for i in store.members[group]
                )
                (found.add if touched else found.discard)(group)
        found |= {
            a.group
            for n, a in enumerate(self._added, self._first_added)
            if place in (a.tail, a.head) and self._passable(n)
        }
        return sorted(found)

    def _passable(self, index: int) -> bool:
        if index in self.removed:
            return False
        whole = self.parent(index)
        return whole is None or self.store.usable[whole] or whole in self.opened

    @property
    def count(self) -> int:
        """How many pieces there are, those added included."""
        return self._first_added + len(self._added)

    def passable(
        self, group: Group, without: frozenset[int] = frozenset()
    ) -> list[tuple[int, int, int, int]]:
        """(number, from place, to place, metres) of the usable pieces of a group."""
        store = self.store
        pieces = [
            (i + 1, store.tail[i], store.head[i], store.length[i])
            for i in store.members.get(group, ())
            if self._passable(i) and i not in without
        ]
        added = [piece for piece in self._added_in(group) if piece[0] - 1 not in without]
        return [*pieces, *added]

    def _added_in(self, group: Group) -> list[tuple[int, int, int, int]]:
        return [
            (n + 1, a.tail, a.head, a.length_m)
            for n, a in enumerate(self._added, self._first_added)
            if a.group == group and self._passable(n)
        ]

    def paths(
        self, group: Group, start: int, without: frozenset[int] = frozenset()
    ) -> dict[int, SegmentPath]:
        """Shortest paths from a place within a group, leaving out some piece indices."""
        if not self._added_in(group) and not without and group not in self.changed_groups():
            return self.store.paths(group, start)
        key = (group, without)
        if key not in self._arcs:
            self._arcs[key] = adjacency(self.passable(group, without))
        estimated = [*self.store.estimated_m, *(a.estimated_m for a in self._added)]
        return shortest_from(self._arcs[key], start, estimated)

    def piece_ends(self, index: int) -> tuple[int, int]:
        """Places at the two ends of a piece."""
        if index < self._first_added:
            return self.store.tail[index], self.store.head[index]
        own = self._added[index - self._first_added]
        return own.tail, own.head

    def ends_of(self, signed: int) -> tuple[int, int]:
        """Places at the start and the end of a piece by its signed number, added ones too."""
        ends = self.piece_ends(abs(signed) - 1)
        return ends if signed > 0 else ends[::-1]

    def pieces_at(self, place: int) -> list[int]:
        """Indices of all pieces that end at a place, added ones too."""
        store = self.store
        found = [i for i, e in enumerate(zip(store.tail, store.head, strict=True)) if place in e]
        found += [n for n in range(self._first_added, self.count) if place in self.piece_ends(n)]
        return found

    @property
    def lengths_m(self) -> list[int]:
        """Lengths of all pieces, those added to the graph last."""
        return [*self.store.length, *(a.length_m for a in self._added)]

    def length_m(self, signed: int) -> int:
        """Length of a piece by its signed number."""
        index = abs(signed) - 1
        if index < self._first_added:
            return self.store.length[index]
        return self._added[index - self._first_added].length_m

    def estimated_m(self, signed: int) -> int:
        """Metres of a piece whose length is an estimate."""
        index = abs(signed) - 1
        if index < self._first_added:
            return self.store.estimated_m[index]
        return self._added[index - self._first_added].estimated_m
