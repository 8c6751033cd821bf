"""The links that only one query has: its ends, its vias, hauls where it changes pieces."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from corridor.graph.corridor_graph import CorridorGraph
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.ref import Ref, RefKind
from corridor.planning.links.base import Base
from corridor.planning.links.bills import Bill, HaulDraft, HaulPart, Hauls
from corridor.planning.links.dated_paths import Dated
from corridor.planning.links.discourage import dear_paths, dear_pieces
from corridor.planning.links.ends import Joined, Reach, join, open_groups
from corridor.planning.links.kinds import arr, dep
from corridor.planning.links.masks import allowed_modes, carried_modes
from corridor.planning.links.network import End
from corridor.planning.links.pieces import Group, PieceBook
from corridor.planning.links.vias import ViaRoads, between, lifts, stops_of
from corridor.planning.query.constraints import Constraints
from corridor.planning.shelf import Shelf
from corridor.planning.time.windows import Window, always_closed
from corridor.pricing.ends import LANDED, NOTHING, by_container_port, price_ends
from corridor.pricing.ports import PortLink


@dataclass(frozen=True, slots=True)
class Frame:
    """What the network of a query is made from."""

    graph: CorridorGraph
    base: Base
    shelf: Shelf
    constraints: Constraints
    book: PieceBook
    origin: End
    destination: End
    latitudes: list[float]
    windows: Mapping[Ref, tuple[Window, ...]]
    windows_key: Hashable | None = None


class _Own:
    """Links of the query alone while they are collected."""

    def __init__(self) -> None:
        self.tail: list[int] = []
        self.head: list[int] = []
        self.kind: list[int] = []
        self.row: list[int] = []
        self.element: list[Ref | None] = []

    def add(
        self, tail: int, head: int, kind: LinkKind, row: int, element: Ref | None = None
    ) -> None:
        self.tail.append(tail)
        self.head.append(head)
        self.kind.append(kind.code)
        self.row.append(row)
        self.element.append(element)


class OwnLinks:
    """Links that only one query has: its ends, its vias, hauls where it changes pieces."""

    def __init__(self, frame: Frame) -> None:
        """Settle layers, modes, dated pieces and the groups of the ends."""
        self.frame = frame
        base, limits = frame.base, frame.constraints
        self.inner = between(limits.via, frame.origin.hub_id, frame.destination.hub_id)
        self.vias = [limits.via[n] for n in self.inner]
        self.layers = len(self.vias) + 1
        self.lifts = lifts(self.vias, base)
        self.per_layer = 2 * len(frame.graph.stop_place)
        self.source = self.layers * self.per_layer
        # What ends on land passes `landed`: there the box is returned and customs cleared.
        self.landed = self.source + 1
        self.target = self.source + 2
        self.modes = allowed_modes(base, limits)
        self.dated = self._dated_pieces()
        self.dear = dear_pieces(frame.book, limits.discourage)
        self.reach = Reach(frame.book, self.dated, self.dear)
        self.replaced = frame.book.changed_groups()
        self.own = _Own()
        self.end_bill = Bill(
            price_ends(
                base.load,
                base.library,
                frame.origin.country,
                frame.destination.country,
                by_port=by_container_port(base.library, frame.destination.hub_id),
            )
        )
        self.draft = HaulDraft()
        self.end_parts: list[HaulPart] = []
        # Without the road among the modes a truck only fetches and brings.
        far_m = round(base.library.parameter["first_mile_km"].value.typical * 1000)
        self.most_m = None if Mode.ROAD.code in self.modes else far_m
        self.groups = [
            open_groups(
                frame.book,
                end.place,
                self.modes,
                carried_modes(base),
                limits.avoid.ids(RefKind.COUNTRY),
                siding=limits.siding in (which, "both"),
            )
            for which, end in (("origin", frame.origin), ("destination", frame.destination))
        ]

    def _dated_pieces(self) -> Dated:
        windows = {s.id: w for s, w in self.frame.windows.items() if s.kind is RefKind.SECTION}
        if not windows:
            return {}
        store = self.frame.book.store
        found: dict[int, tuple[Window, ...]] = {}
        for section, dated in windows.items():
            for piece in sorted(self.frame.book.with_parts(store.pieces_of(section))):
                if piece not in self.frame.book.removed:
                    found[piece] = dated
        return found

    @property
    def _stored_dated(self) -> Dated:
        """The dated pieces of the graph, without the parts that this query put in."""
        added = self.frame.book.added
        return {i: w for i, w in self.dated.items() if i not in added}

    # Links of the query's own ------------------------------------------------------------

    def collect(self) -> tuple[Hauls, list[PortLink], dict[int, str]]:
        """Collect all: hauls with the stored ones first, port calls at the ends, their links."""
        base = self.frame.base
        detours, detour_ends = self._detours()
        parts: list[HaulPart] = [base.hauls]
        if detours is not None:
            parts.append(detours)
            first = len(base.hauls)
            for n, (tail, head) in enumerate(detour_ends):
                self._haul(dep(tail), arr(head), first + n)
        joined = [self._joined(n) for n in (0, 1)]
        offset = sum(map(len, parts))
        self._start(joined[0], offset)
        offset += len(joined[0].hauls)
        self._goal(joined[1], offset)
        offset += len(joined[1].hauls)
        self.first_drafted = offset
        self._direct()
        self._changed_hauls()
        self._dear_hauls()
        self._vias()
        parts += [joined[0].hauls, joined[1].hauls]
        if len(self.draft):
            parts.append(self.draft.part(base.pricing, self.frame.book))
        calls, ports = self._end_ports()
        return Hauls(tuple(parts)), calls, ports

    def _haul(self, tail: int, head: int, row: int) -> None:
        """A haul between two stops, in every layer."""
        for layer in range(self.layers):
            shift = layer * self.per_layer
            self.own.add(tail + shift, head + shift, LinkKind.LINE_HAUL, row)

    def _detours(self) -> tuple[HaulPart | None, list[tuple[int, int]]]:
        """Hauls beside the stored ones where dated sections make others worth keeping."""
        dated = self._stored_dated
        groups = sorted({self.frame.book.group_of(i) for i in dated} - self.replaced)
        if not groups:
            return None, []
        base = self.frame.base
        key = ("detours", base.load.consignment, base.pricing.crew, base.pricing.rail_service)
        part, ends, of_group = self.frame.shelf.kept(
            "detours",
            (*key, tuple(sorted(dated)), tuple(groups)),
            lambda: self._make_detours(groups),
        )
        chosen = [n for n, g in enumerate(of_group) if self._usable(g)]
        if len(chosen) == len(ends):
            return part, ends
        # Hauls of modes or countries that are out: kept in the part, without a link.
        return part, [ends[n] if n in set(chosen) else (-1, -1) for n in range(len(ends))]

    def _make_detours(
        self, groups: list[Group]
    ) -> tuple[HaulPart, list[tuple[int, int]], list[Group]]:
        draft = HaulDraft()
        ends: list[tuple[int, int]] = []
        of_group: list[Group] = []
        book = PieceBook(self.frame.book.store)
        reach = Reach(book, self._stored_dated)
        store, latitudes = book.store, self.frame.latitudes
        for group in groups:
            members = store.stops.get(group, ())
            for tail in members:
                start = store.stop_place[tail]
                plain = book.paths(group, start)
                ways = reach.ways(group, start)
                for head in members:
                    place = store.stop_place[head]
                    for path in ways.get(place, ()):
                        if head == tail or not path.pieces or path.pieces == plain[place].pieces:
                            continue
                        draft.add(group, path, north=latitudes[place] >= latitudes[start])
                        ends.append((tail, head))
                        of_group.append(group)
        return draft.part(self.frame.base.pricing, book), ends, of_group

    def _usable(self, group: Group) -> bool:
        return group[1] in self.modes and group[0] not in self.frame.constraints.avoid.ids(
            RefKind.COUNTRY
        )

    def _joined(self, which: int) -> Joined:
        """Origin or destination joined to stops; kept when the tables alone decide it."""
        frame, groups = self.frame, self.groups[which]
        place = (frame.origin, frame.destination)[which].place
        base = frame.base

        def make(reach: Reach) -> Joined:
            return join(
                reach,
                base.pricing,
                groups,
                place,
                frame.latitudes,
                leaving=which == 0,
                most_m=self.most_m,
            )

        touched = {g for g in groups if g in self.replaced or self.reach.dear_in(g)}
        added = place >= len(frame.graph.place_id)
        if touched or added:
            return make(self.reach)
        # Kept for other queries, so made without the joins that this one may have added.
        plain = Reach(PieceBook(frame.book.store), self._stored_dated)
        dated = tuple(sorted(i for g in groups for i in plain.dated_in(g)))
        price = base.pricing
        key = (which, place, tuple(groups), dated, self.most_m)
        return frame.shelf.kept(
            "joins",
            (*key, base.load.consignment, price.crew, price.rail_service),
            lambda: make(plain),
        )

    def _start(self, joined: Joined, offset: int) -> None:
        for n, stop in enumerate(joined.stops):
            self.own.add(self.source, arr(stop), LinkKind.LINE_HAUL, offset + n)
        for stop in joined.free:
            self.own.add(self.source, arr(stop), LinkKind.ACCESS, NOTHING)

    def _goal(self, joined: Joined, offset: int) -> None:
        shift = (self.layers - 1) * self.per_layer
        for n, stop in enumerate(joined.stops):
            self.own.add(dep(stop) + shift, self.landed, LinkKind.LINE_HAUL, offset + n)
        for stop in joined.free:
            self.own.add(dep(stop) + shift, self.landed, LinkKind.ACCESS, NOTHING)
        self.own.add(self.landed, self.target, LinkKind.ACCESS, LANDED)

    def _drafted(self, group: Group, path: Any, ends: tuple[int, int]) -> int:
        latitudes = self.frame.latitudes
        north = latitudes[ends[1]] >= latitudes[ends[0]]
        return self.first_drafted + self.draft.add(group, path, north=north)

    def _direct(self) -> None:
        """From door to door in one movement."""
        if self.layers > 1:
            return
        origin, destination = self.frame.origin.place, self.frame.destination.place
        for group in self.groups[0]:
            if group in self.groups[1] and group[1] in self.modes:
                for path in self.reach.ways(group, origin).get(destination, ()):
                    if path.pieces:
                        row = self._drafted(group, path, (origin, destination))
                        self.own.add(self.source, self.landed, LinkKind.LINE_HAUL, row)

    def _changed_hauls(self) -> None:
        """Hauls of groups in which the query took pieces out or put some in."""
        for group in sorted(g for g in self.replaced if self._usable(g)):
            self._group_hauls(group)

    def _group_hauls(self, group: Group, *, only_dear: bool = False) -> None:
        """Hauls between all stops of a group; or only those beside what is stored."""
        store = self.frame.book.store
        members = store.stops.get(group, ())
        dear = self.reach.dear_in(group)
        for tail in members:
            start = store.stop_place[tail]
            ways = self.reach.ways(group, start)
            if only_dear:
                found = dear_paths(self.frame.book, group, start, dear)
                ways = {p: [path] for p, path in found.items()}
            for head in members:
                place = store.stop_place[head]
                for path in ways.get(place, ()):
                    if head != tail and path.pieces:
                        row = self._drafted(group, path, (start, place))
                        self._haul(dep(tail), arr(head), row)

    def _dear_hauls(self) -> None:
        """Hauls round discouraged pieces, beside those that lead over them."""
        book = self.frame.book
        groups = {book.group_of(i) for i in self.dear} - self.replaced
        for group in sorted(g for g in groups if self._usable(g)):
            self._group_hauls(group, only_dear=True)

    def _vias(self) -> None:
        frame = self.frame
        if not self.vias:
            return
        for layer, via in enumerate(self.vias):
            shift = layer * self.per_layer
            for stop in sorted(stops_of(via, frame.graph)):
                for state in (dep(stop), arr(stop)):
                    self.own.add(
                        state + shift, state + shift + self.per_layer, LinkKind.ACCESS, NOTHING
                    )
        roads = ViaRoads(
            frame.graph,
            self.reach,
            self.modes,
            frame.constraints.avoid.ids(RefKind.COUNTRY),
            frame.origin.place,
            frame.destination.place,
            self.groups[0],
            self.groups[1],
            self.most_m,
        )
        for haul in roads.hauls(self.vias):
            tail = self.source
            if haul.tail is not None:
                tail = dep(haul.tail) + haul.first * self.per_layer
            head = self.landed
            if haul.head is not None:
                head = arr(haul.head) + haul.last * self.per_layer
            self.own.add(
                tail, head, LinkKind.LINE_HAUL, self._drafted(haul.group, haul.path, haul.ends)
            )

    def _end_ports(self) -> tuple[list[PortLink], dict[int, str]]:
        """Calls at ports that are themselves origin or destination; port ids by link."""
        frame, base = self.frame, self.frame.base
        calls: list[PortLink] = []
        at: dict[int, str] = {}
        limits = frame.constraints
        for end, flow in ((frame.origin, "out"), (frame.destination, "in")):
            port = base.library.port.get(end.hub_id)
            if (
                port is None
                or Mode.SEA.code not in self.modes
                or end.country in limits.avoid.ids(RefKind.COUNTRY)
            ):
                continue
            named = Ref(RefKind.PORT, port.id)
            windows = frame.windows.get(named, ())
            if limits.forbids(named) or always_closed(windows):
                continue
            sea = frame.graph.stop_index[frame.graph.place_index[port.id], Mode.SEA.code, 0]
            row = len(base.ports) + len(calls)
            calls.append(PortLink(port, flow, False, None))
            at[len(self.own.tail)] = port.id
            if flow == "out":
                self.own.add(self.source, dep(sea), LinkKind.PORT, row, named)
            else:
                shift = (self.layers - 1) * self.per_layer
                self.own.add(arr(sea) + shift, self.target, LinkKind.PORT, row, named)
        return calls, at
