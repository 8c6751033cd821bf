"""The segments of the corridor graph: sorted once, and as one query sees them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.paths import Arc, SegmentPath, adjacency, shortest_from
from corridor.model.status import Built
from corridor.planning.cache import PlannerCache
from corridor.planning.context import PlanningContext

Group = tuple[str, int, int]  # country, mode code, gauge


class SegmentIndex:
    """Segments by sub-network and place, shared by all queries; paths found are cached."""

    def __init__(self, graph: CorridorGraph, cache: PlannerCache) -> None:
        """Sort the graph's segments into sub-networks."""
        self.graph, self.cache = graph, cache
        self.segment_id: list[str] = graph.segment_id.tolist()
        self.tail: list[int] = graph.segment_from.tolist()
        self.head: list[int] = graph.segment_to.tolist()
        self.length: list[int] = graph.segment_length_m.tolist()
        self.usable: list[bool] = (graph.segment_status == Built.OPEN.code).tolist()
        estimated = np.where(graph.segment_confidence == 3, graph.segment_length_m, 0)
        self.estimated_m: list[int] = estimated.tolist()
        self.group: list[Group] = list(
            zip(
                graph.segment_country.tolist(),
                graph.segment_mode.tolist(),
                graph.segment_gauge.tolist(),
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
        for number, section in enumerate(graph.segment_section.tolist()):
            self._of_section.setdefault(section, []).append(number)
        self._arcs: dict[Group, dict[int, list[Arc]]] = {}
        self._at: dict[int, list[int]] = {}
        for number, ends in enumerate(zip(self.tail, self.head, strict=True)):
            for place in sorted(set(ends)):
                self._at.setdefault(place, []).append(number)

    def at_place(self, place: int) -> list[int]:
        """Numbers of the segments that end at a place."""
        return self._at.get(place, [])

    def of_section(self, section: str) -> list[int]:
        """Segments of a section; two where it crosses a border."""
        return self._of_section.get(section, [])

    def paths(self, group: Group, start: int) -> dict[int, SegmentPath]:
        """Shortest paths from a place within a group over what is open in the tables."""
        return self.cache.get("paths", (group, start), lambda: self._paths(group, start))

    def _paths(self, group: Group, start: int) -> dict[int, SegmentPath]:
        if group not in self._arcs:
            self._arcs[group] = adjacency(
                (i + 1, self.tail[i], self.head[i], self.length[i])
                for i in self.members.get(group, ())
                if self.usable[i]
            )
        return shortest_from(self._arcs[group], start, self.estimated_m)

    def added(
        self, group: Group, tail: int, head: int, length_m: int, parent: int | None = None
    ) -> AddedSegment:
        """A segment to put in: an estimate, unless it is part of one whose length is known."""
        known = parent is not None and not self.estimated_m[parent]
        return AddedSegment(group, tail, head, length_m, 0 if known else length_m, parent)


@dataclass(frozen=True, slots=True)
class AddedSegment:
    """
    A segment that one query puts in: a way to a point, or the part of a segment up to it.

    `parent` is the segment of the graph that it is a part of, None for a way of its own.
    """

    group: Group
    tail: int
    head: int
    length_m: int
    estimated_m: int
    parent: int | None = None


@dataclass(frozen=True)
class SegmentView:
    """
    The segments of one query: some removed (avoided, closed), opened (planned) or added.

    Added segments (joins of arbitrary points) get numbers after those of the graph. A part of a
    segment is passable only where the segment is open in the tables, or opened by the query.
    """

    index: SegmentIndex
    added: tuple[AddedSegment, ...] = ()
    removed: frozenset[int] = frozenset()
    opened: frozenset[int] = frozenset()

    @property
    def graph(self) -> CorridorGraph:
        """The graph that the segments are of."""
        return self.index.graph

    @property
    def fresh(self) -> SegmentView:
        """The same segments with nothing taken out or opened, joins of points kept."""
        return SegmentView(self.index, self.added)

    def joined(self, added: Iterable[AddedSegment]) -> SegmentView:
        """With segments put in, numbered from `count` on."""
        return replace(self, added=(*self.added, *added))

    def restricted(self, removed: Iterable[int], opened: Iterable[int]) -> SegmentView:
        """With these taken out and those planned put in, in place of any before."""
        return replace(self, removed=frozenset(removed), opened=frozenset(opened))

    @cached_property
    def _first_added(self) -> int:
        return len(self.index.tail)

    @property
    def count(self) -> int:
        """How many segments there are, those added included."""
        return self._first_added + len(self.added)

    @property
    def added_range(self) -> range:
        """Indices of the added segments."""
        return range(self._first_added, self.count)

    def _own(self, index: int) -> AddedSegment:
        return self.added[index - self._first_added]

    def with_parts(self, indices: Iterable[int]) -> set[int]:
        """Some segments of the graph, and the parts of them that the query put in."""
        found = set(indices)
        return found | {n for n, a in enumerate(self.added, self._first_added) if a.parent in found}

    def parent(self, index: int) -> int | None:
        """The segment of the graph that one is, or is a part of; None for a way to a point."""
        return index if index < self._first_added else self._own(index).parent

    def group_of(self, index: int) -> Group:
        """Country, mode and gauge of a segment."""
        return self.index.group[index] if index < self._first_added else self._own(index).group

    @cached_property
    def changed_groups(self) -> frozenset[Group]:
        """Sub-networks whose stored hauls do not hold for this query."""
        touched = (*self.removed, *self.opened)
        return frozenset(self.index.group[i] for i in touched if i < self._first_added)

    def groups_at(self, place: int) -> list[Group]:
        """Sub-networks whose usable segments touch a place."""
        index = self.index
        found = set(index.groups_at.get(place, ()))
        for group in self.changed_groups:
            touched = any(
                place in (index.tail[i], index.head[i]) and self._passable(i)
                for i in index.members[group]
            )
            (found.add if touched else found.discard)(group)
        found |= {
            a.group
            for n, a in enumerate(self.added, self._first_added)
            if place in (a.tail, a.head) and self._passable(n)
        }
        return sorted(found)

    def _passable(self, index: int) -> bool:
        if index in self.removed:
            return False
        whole = self.parent(index)
        return whole is None or self.index.usable[whole] or whole in self.opened

    def passable(
        self, group: Group, without: frozenset[int] = frozenset()
    ) -> list[tuple[int, int, int, int]]:
        """(number, from place, to place, metres) of the usable segments of a sub-network."""
        index = self.index
        found = [
            (i + 1, index.tail[i], index.head[i], index.length[i])
            for i in index.members.get(group, ())
            if self._passable(i) and i not in without
        ]
        return [*found, *(p for p in self._added_in(group) if p[0] - 1 not in without)]

    def _added_in(self, group: Group) -> list[tuple[int, int, int, int]]:
        return [
            (n + 1, a.tail, a.head, a.length_m)
            for n, a in enumerate(self.added, self._first_added)
            if a.group == group and self._passable(n)
        ]

    @cached_property
    def _arcs(self) -> dict[tuple[Group, frozenset[int]], dict[int, list[Arc]]]:
        return {}

    def paths(
        self, group: Group, start: int, without: frozenset[int] = frozenset()
    ) -> dict[int, SegmentPath]:
        """Shortest paths from a place within a sub-network, leaving out some segments."""
        if not without and group not in self.changed_groups and not self._added_in(group):
            return self.index.paths(group, start)

        def found() -> dict[int, SegmentPath]:
            arcs = self._arcs.get((group, without))
            if arcs is None:
                arcs = self._arcs[group, without] = adjacency(self.passable(group, without))
            return shortest_from(arcs, start, self._estimated_m)

        changes = self.changes_in(group)
        if changes is None:
            return found()
        return self.index.cache.get("paths", (group, start, without, changes), found)

    def changes_in(self, group: Group) -> Hashable | None:
        """
        What was taken out of a sub-network and opened in it, to keep what was found by.

        None where the query put segments in, which are those of no other query.
        """
        if self._added_in(group):
            return None
        of, first_added = self.index.group, self._first_added
        return tuple(
            frozenset(i for i in changed if i < first_added and of[i] == group)
            for changed in (self.removed, self.opened)
        )

    @cached_property
    def _estimated_m(self) -> list[int]:
        return [*self.index.estimated_m, *(a.estimated_m for a in self.added)]

    def segment_ends(self, index: int) -> tuple[int, int]:
        """Places at the two ends of a segment."""
        if index < self._first_added:
            return self.index.tail[index], self.index.head[index]
        own = self._own(index)
        return own.tail, own.head

    def ends_of(self, signed: int) -> tuple[int, int]:
        """Places at the start and the end of a segment by its signed number, added ones too."""
        ends = self.segment_ends(abs(signed) - 1)
        return ends if signed > 0 else ends[::-1]

    def at_place(self, place: int) -> list[int]:
        """Indices of all segments that end at a place, added ones too."""
        added = (n for n in self.added_range if place in self.segment_ends(n))
        return [*self.index.at_place(place), *added]

    @cached_property
    def lengths_m(self) -> list[int]:
        """Lengths of all segments, those added to the graph last."""
        return [*self.index.length, *(a.length_m for a in self.added)]

    def length_m(self, signed: int) -> int:
        """Length of a segment by its signed number."""
        return self.lengths_m[abs(signed) - 1]

    def estimated_m(self, signed: int) -> int:
        """Metres of a segment whose length is an estimate."""
        return self._estimated_m[abs(signed) - 1]


def segment_index(context: PlanningContext) -> SegmentIndex:
    """The segments of the graph, sorted."""
    cache = context.cache
    return cache.get("segments", 0, lambda: SegmentIndex(context.graph, cache))
