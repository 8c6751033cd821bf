"""The pieces of the corridor graph as a query sees them: some removed, some added."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from corridor.graph.corridor_graph import STATUS_CODE, CorridorGraph
from corridor.graph.skims import Path, adjacency, shortest_from

Group = tuple[str, int, int]  # country, mode code, gauge


@dataclass
class PieceBook:
    """
    Pieces by group, with what a query removes (avoided, closed) or opens (planned).

    Extra pieces (joins of arbitrary points) get numbers after those of the graph.
    """

    graph: CorridorGraph
    removed: frozenset[int] = frozenset()
    opened: frozenset[int] = frozenset()
    _cache: dict[tuple[Group, frozenset[int]], dict[int, list]] = field(default_factory=dict)  # type: ignore[type-arg]

    def __post_init__(self) -> None:
        """Sort the graph's pieces into groups once."""
        graph = self.graph
        self._groups: dict[Group, list[int]] = {}
        for number, key in enumerate(
            zip(
                graph.piece_country.tolist(),
                graph.piece_mode.tolist(),
                graph.piece_gauge.tolist(),
                strict=True,
            )
        ):
            self._groups.setdefault(key, []).append(number)
        self._from = graph.piece_from.tolist()
        self._to = graph.piece_to.tolist()
        self._length = graph.piece_length_m.tolist()
        self._usable = (graph.piece_status == STATUS_CODE["open"]).tolist()
        estimated = np.where(graph.piece_confidence == 3, graph.piece_length_m, 0)
        self.estimated_m: list[int] = estimated.tolist()

    def add(self, group: Group, tail: int, head: int, length_m: int) -> int:
        """Add an estimated piece; returns its index (number - 1)."""
        index = len(self._from)
        self._from.append(tail)
        self._to.append(head)
        self._length.append(length_m)
        self._usable.append(True)
        self.estimated_m.append(length_m)
        self._groups.setdefault(group, []).append(index)
        self._cache.clear()
        return index

    def group_of(self, index: int) -> Group:
        """Country, mode and gauge of a graph piece."""
        graph = self.graph
        return (
            str(graph.piece_country[index]),
            int(graph.piece_mode[index]),
            int(graph.piece_gauge[index]),
        )

    def groups_at(self, place: int) -> list[Group]:
        """Groups whose usable pieces touch a place."""
        return [
            group
            for group, members in sorted(self._groups.items())
            if any(place in (self._from[i], self._to[i]) and self._passable(i) for i in members)
        ]

    def _passable(self, index: int) -> bool:
        return (self._usable[index] or index in self.opened) and index not in self.removed

    def paths(
        self, group: Group, start: int, without: frozenset[int] = frozenset()
    ) -> dict[int, Path]:
        """Shortest paths from a place within a group, leaving out some piece indices."""
        key = (group, without)
        if key not in self._cache:
            self._cache[key] = adjacency(
                (i + 1, self._from[i], self._to[i], self._length[i])
                for i in self._groups.get(group, ())
                if self._passable(i) and i not in without
            )
        return shortest_from(self._cache[key], start, self.estimated_m)

    @property
    def lengths_m(self) -> list[int]:
        """Lengths of all pieces, those added to the graph last."""
        return list(self._length)

    def length_m(self, signed: int) -> int:
        """Length of a piece by its signed number."""
        return int(self._length[abs(signed) - 1])
