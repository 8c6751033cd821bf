"""
Stops to make on the way: which links meet one, and hauls that pass some as single movements.

The states stand in layers, one more for each stop. A port call, a crossing or a change at a
terminal that is a stop leads up a layer beside leading on in its own; a town is met by being
there, or by a haul that passes it. Such a haul is one movement: it is offered in every way
that the whole would be, and costs and takes what the whole would.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.paths import STANDING, SegmentPath
from corridor.model.mode import Mode
from corridor.model.ref import Ref, RefKind
from corridor.planning.links.access import Reach, reversed_path
from corridor.planning.links.priced import PricedLinks
from corridor.planning.links.table import IntArray
from corridor.planning.query.constraints import CROSSED, HANDLED, PORT_CALL, Via
from corridor.planning.query.segments import Group, SegmentView

_NAMED = {PORT_CALL: RefKind.PORT, CROSSED: RefKind.CROSSING, HANDLED: RefKind.TERMINAL}


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
    path: SegmentPath
    ends: tuple[int, int]


def between(vias: Sequence[Via], origin: str, destination: str) -> range:
    """
    Numbers of the stops that lie between the ends.

    The first ones that the origin itself is, and the last ones that the destination is, are
    met by starting and ending there.
    """
    first, after = 0, len(vias)
    while first < after and origin in vias[first].hubs:
        first += 1
    while after > first and destination in vias[after - 1].hubs:
        after -= 1
    return range(first, after)


def links_meeting(via: Via, base: PricedLinks) -> IntArray:
    """Stored links that meet a stop: its port calls, border links or changes; none for a town."""
    kind = _NAMED.get(via.kind)
    found = base.named(Ref(kind, i) for i in via.ids) if kind else []
    return np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *found]))


def lifts(
    vias: Sequence[Via], base: PricedLinks, view: SegmentView
) -> list[tuple[IntArray, int, int]]:
    """
    Stored links that lead up, as (their numbers, the layer they leave, layers up).

    Stops in a row that are one thing, the post and its pass or a name given twice, are met by
    crossing or calling once. A train meets the towns that it runs through, in their order.
    """
    meeting = [links_meeting(via, base) for via in vias]
    found: list[tuple[IntArray, int, int]] = []
    for first in range(len(vias)):
        links = meeting[first]
        for last in range(first, len(vias)):
            links = np.intersect1d(links, meeting[last])
            if len(links):
                found.append((links, first, last - first + 1))
            through = _trains_through(vias[first : last + 1], base, view)
            if len(through):
                found.append((through, first, last - first + 1))
    return found


def _trains_through(vias: Sequence[Via], base: PricedLinks, view: SegmentView) -> IntArray:
    """Links on trains that run through a town of each of some stops, in order."""
    index = view.graph.place_index
    towns = [{index[n] for n in via.towns if n in index} for via in vias]
    found = [np.zeros(0, dtype=np.int64)]
    if all(towns):
        for part in base.trains:
            rows = [
                n for n in range(len(part)) if _in_order(_passed(part.segments(n), view), towns)
            ]
            found += [links for _, links in base.on_trains(part, np.array(rows, dtype=np.int64))]
    return np.concatenate(found)


def _passed(segments: Sequence[int], view: SegmentView) -> list[int]:
    """Places along some segments, both ends included."""
    ends = [view.ends_of(s) for s in segments]
    return [ends[0][0], *(head for _, head in ends)] if ends else []


def _in_order(places: Sequence[int], towns: Sequence[Set[int]]) -> bool:
    """Whether a town of each set lies along some places, one after the other."""
    along = iter(places)
    return all(any(place in wanted for place in along) for wanted in towns)


def stops_of(via: Via, graph: CorridorGraph) -> frozenset[int]:
    """Stops at which a town to pass is met by being there."""
    places = {graph.place_index[n] for n in via.towns if n in graph.place_index}
    return frozenset(s for s, p in enumerate(graph.stop_place.tolist()) if p in places)


@dataclass(frozen=True)
class ViaRoads:
    """
    What chaining hauls over towns needs to know of the query.

    `most_m` bounds hauls by road that fetch from the origin or bring to the destination; None
    where the road is among the modes. `begun_at` is the place where the hauls wanted begin.
    """

    graph: CorridorGraph
    reach: Reach
    modes: set[int]
    avoided: frozenset[str]
    origin: int
    destination: int
    origin_groups: list[Group]
    destination_groups: list[Group]
    most_m: int | None
    begun_at: int | None = None

    def hauls(self, vias: Sequence[Via]) -> Iterable[ViaHaul]:
        """Every haul that passes a run of towns."""
        layers = len(vias) + 1
        for first in range(layers - 1):
            for last in range(first + 1, layers):
                for hubs in _chains(vias[first:last]):
                    middle = [self.graph.place_index[h] for h in hubs]
                    roads = replace(self, begun_at=vias[first].begun_at)
                    yield from roads.chained(first, last, middle, last == layers - 1)

    def chained(self, first: int, last: int, middle: list[int], closing: bool) -> Iterable[ViaHaul]:
        """Every haul over some places in a row, from layer `first` to `last`, `closing` if no stop is left."""
        view = self.reach.view
        groups = set.intersection(*(set(view.groups_at(place)) for place in middle))
        for group in sorted(groups):
            if group[0] in self.avoided:
                continue
            inner = [STANDING]
            for here, there in itertools.pairwise(middle):
                steps = self.reach.ways(group, here).get(there, ())
                inner = [a.then(b) for a in inner for b in steps]
            if inner:
                yield from self._through(group, (first, last), middle, inner, closing)

    def _through(
        self,
        group: Group,
        layers: tuple[int, int],
        middle: list[int],
        inner: list[SegmentPath],
        closing: bool,
    ) -> Iterable[ViaHaul]:
        after = self.reach.ways(group, middle[-1])
        line_haul = group[1] in self.modes
        starts, ends = (self._members(group) if line_haul else [] for _ in (0, 1))
        fetched = [(None, self.origin)] if layers[0] == 0 and group in self.origin_groups else []
        brought = [(None, self.destination)] if closing and group in self.destination_groups else []
        pairs = [*itertools.product([*starts, *fetched], [*ends, *brought])]
        if not line_haul and group[1] == Mode.ROAD.code:
            stops = self._members(group)
            pairs = [*itertools.product(fetched, stops), *itertools.product(stops, brought)]
        before: dict[int, list[SegmentPath]] = {}
        for (tail, start), (head, goal) in pairs:
            if self.begun_at not in (None, start) or goal not in after:
                continue
            if start == goal and self.begun_at is None:
                continue
            if start not in before:
                before[start] = self._before(group, start, middle[0])
            for first, second, third in itertools.product(before[start], inner, after[goal]):
                path = first.then(second).then(third)
                if not path.segments or (
                    not line_haul and self.most_m is not None and path.length_m > self.most_m
                ):
                    continue
                yield ViaHaul(*layers, tail, head, group, path, (start, goal))

    def _members(self, group: Group) -> list[tuple[int | None, int]]:
        index = self.reach.view.index
        return [(s, index.stop_place[s]) for s in index.stops.get(group, ())]

    def _before(self, group: Group, start: int, town: int) -> list[SegmentPath]:
        """Ways from a place to the first town."""
        if self.reach.dated_in(group):
            # A wait lies elsewhere on the way back; only undated ways may be turned round.
            return list(self.reach.ways(group, start).get(town, ()))
        return [reversed_path(p) for p in self.reach.ways(group, town).get(start, ())]


def _chains(vias: Sequence[Via]) -> Iterator[list[str]]:
    """Ways to pick one town of each stop of a run; none when one of them is no town."""
    for chain in itertools.product(*(sorted(via.towns) for via in vias)):
        yield list(chain)
