"""Put the network of one query together: picked links, own hauls, ends, closures."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from corridor.costing.ends import LANDED, NOTHING, price_ends
from corridor.costing.ports import PortLink, price_ports
from corridor.graph.corridor_graph import MODE_CODE, CorridorGraph
from corridor.routing.base import FREE, HAUL, PORT, Base, arr, dep
from corridor.routing.bills import Bill, HaulDraft, HaulPart, Hauls
from corridor.routing.calendar import POST
from corridor.routing.closures import Window, always_closed
from corridor.routing.constraints import Constraints
from corridor.routing.dated import Dated, haul_windows
from corridor.routing.discourage import base_shares, dear_paths, dear_pieces, haul_shares
from corridor.routing.ends import Joined, Reach, join, open_groups
from corridor.routing.masks import allowed_modes, closed_links, shut_links
from corridor.routing.network import End, Network, Timed
from corridor.routing.pieces import Group, PieceBook
from corridor.routing.shelf import Shelf
from corridor.routing.vias import ViaRoads, stops_of

Subject = tuple[str, str]
_SEA = MODE_CODE["sea"]


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
    windows: Mapping[Subject, tuple[Window, ...]]
    windows_key: Hashable | None = None


class _Own:
    """Links of the query alone while they are collected."""

    def __init__(self) -> None:
        self.tail: list[int] = []
        self.head: list[int] = []
        self.kind: list[int] = []
        self.row: list[int] = []
        self.element: list[str] = []

    def add(self, tail: int, head: int, kind: int, row: int, element: str = "") -> None:
        self.tail.append(tail)
        self.head.append(head)
        self.kind.append(kind)
        self.row.append(row)
        self.element.append(element)


class Assembly:
    """Assembles one network."""

    def __init__(self, frame: Frame) -> None:
        """Settle layers, modes, dated pieces and the groups of the ends."""
        self.frame = frame
        base, limits = frame.base, frame.constraints
        self.layers = len(limits.via) + 1
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
            price_ends(base.load, base.library, frame.origin.country, frame.destination.country)
        )
        self.draft = HaulDraft()
        self.end_parts: list[HaulPart] = []
        avoided = limits.avoid.countries
        self.groups = [
            open_groups(frame.book, base.load, end.place, self.modes, avoided)
            for end in (frame.origin, frame.destination)
        ]

    def _dated_pieces(self) -> Dated:
        windows = {key: w for (kind, key), w in self.frame.windows.items() if kind == "section"}
        if not windows:
            return {}
        store = self.frame.book.store
        found: dict[int, tuple[Window, ...]] = {}
        for section, dated in windows.items():
            for piece in store.pieces_of(section):
                if piece not in self.frame.book.removed:
                    found[piece] = dated
        return found

    # Links of the query's own ------------------------------------------------------------

    def network(self) -> Network:
        """Collect and assemble."""
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
        hauls = Hauls(tuple(parts))
        calls, ports = self._end_ports()
        port_bills = [base.bills[PORT]]
        if calls:
            port_bills.append(Bill(price_ports(calls, base.load, base.library)))
        return self._assembled(hauls, [*base.ports, *calls], tuple(port_bills), ports)

    def _haul(self, tail: int, head: int, row: int) -> None:
        """A haul between two stops, in every layer."""
        for layer in range(self.layers):
            shift = layer * self.per_layer
            self.own.add(tail + shift, head + shift, HAUL, row)

    def _detours(self) -> tuple[HaulPart | None, list[tuple[int, int]]]:
        """Hauls beside the stored ones where dated sections make others worth keeping."""
        groups = sorted({self.frame.book.group_of(i) for i in self.dated} - self.replaced)
        if not groups:
            return None, []
        base = self.frame.base
        key = ("detours", base.load.consignment, base.pricing.crew, base.pricing.rail_service)
        part, ends, of_group = self.frame.shelf.kept(
            "detours",
            (*key, tuple(sorted(self.dated)), tuple(groups)),
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
        reach = Reach(book, self.dated)
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
        return group[1] in self.modes and group[0] not in self.frame.constraints.avoid.countries

    def _joined(self, which: int) -> Joined:
        """Origin or destination joined to stops; kept when the tables alone decide it."""
        frame, groups = self.frame, self.groups[which]
        place = (frame.origin, frame.destination)[which].place
        base = frame.base

        def make(reach: Reach) -> Joined:
            return join(reach, base.pricing, groups, place, frame.latitudes, leaving=which == 0)

        touched = {g for g in groups if g in self.replaced or self.reach.dear_in(g)}
        added = place >= len(frame.graph.place_id)
        dated = tuple(sorted(i for g in groups for i in self.reach.dated_in(g)))
        if touched or added:
            return make(self.reach)
        # Kept for other queries, so made without the joins that this one may have added.
        plain = Reach(PieceBook(frame.book.store), self.dated)
        price = base.pricing
        key = (which, place, tuple(groups), dated)
        return frame.shelf.kept(
            "joins",
            (*key, base.load.consignment, price.crew, price.rail_service),
            lambda: make(plain),
        )

    def _start(self, joined: Joined, offset: int) -> None:
        for n, stop in enumerate(joined.stops):
            self.own.add(self.source, arr(stop), HAUL, offset + n)
        for stop in joined.free:
            self.own.add(self.source, arr(stop), FREE, NOTHING)

    def _goal(self, joined: Joined, offset: int) -> None:
        shift = (self.layers - 1) * self.per_layer
        for n, stop in enumerate(joined.stops):
            self.own.add(dep(stop) + shift, self.landed, HAUL, offset + n)
        for stop in joined.free:
            self.own.add(dep(stop) + shift, self.landed, FREE, NOTHING)
        self.own.add(self.landed, self.target, FREE, LANDED)

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
            if group in self.groups[1]:
                for path in self.reach.ways(group, origin).get(destination, ()):
                    if path.pieces:
                        row = self._drafted(group, path, (origin, destination))
                        self.own.add(self.source, self.landed, HAUL, row, "direct")

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
        vias = frame.constraints.via
        if not vias:
            return
        for layer, via in enumerate(vias):
            shift = layer * self.per_layer
            for stop in sorted(stops_of(via, frame.graph, frame.base.library)):
                for state in (dep(stop), arr(stop)):
                    self.own.add(state + shift, state + shift + self.per_layer, FREE, NOTHING)
        roads = ViaRoads(
            frame.graph,
            frame.book,
            self.modes,
            frame.constraints.avoid.countries,
            frame.origin.place,
            frame.destination.place,
            *self.groups,
        )
        for haul in roads.hauls(vias):
            tail = self.source
            if haul.tail is not None:
                tail = dep(haul.tail) + haul.first * self.per_layer
            head = self.landed
            if haul.head is not None:
                head = arr(haul.head) + haul.last * self.per_layer
            self.own.add(tail, head, HAUL, self._drafted(haul.group, haul.path, haul.ends))

    def _end_ports(self) -> tuple[list[PortLink], dict[int, str]]:
        """Calls at ports that are themselves origin or destination; port ids by link."""
        frame, base = self.frame, self.frame.base
        calls: list[PortLink] = []
        at: dict[int, str] = {}
        limits = frame.constraints
        for end, flow in ((frame.origin, "out"), (frame.destination, "in")):
            port = base.library.port.get(end.hub_id)
            if port is None or _SEA not in self.modes or end.country in limits.avoid.countries:
                continue
            windows = frame.windows.get(("port", port.id), ())
            if limits.forbids("port", port.id) or always_closed(windows):
                continue
            sea = frame.graph.stop_index[frame.graph.place_index[port.id], _SEA, 0]
            row = len(base.ports) + len(calls)
            calls.append(PortLink(port, flow, False, None))
            at[len(self.own.tail)] = port.id
            if flow == "out":
                self.own.add(self.source, dep(sea), PORT, row, f"port:{port.id}")
            else:
                shift = (self.layers - 1) * self.per_layer
                self.own.add(arr(sea) + shift, self.target, PORT, row, f"port:{port.id}")
        return calls, at

    # Assembly ----------------------------------------------------------------------------

    def _assembled(
        self,
        hauls: Hauls,
        ports: list[PortLink],
        port_bills: tuple[Bill, ...],
        own_ports: dict[int, str],
    ) -> Network:
        frame, base, own = self.frame, self.frame.base, self.own
        count, layers = len(base.tail), self.layers
        shifts = np.repeat(
            [*np.arange(layers) * self.per_layer, 0], [*[count] * layers, len(own.tail)]
        )
        ends = (frame.origin.country, frame.destination.country)
        shut = shut_links(base, frame.constraints, ends, self.replaced)
        by_closure, stored_timed = self._stored_windows()
        own_kind = np.array(own.kind, dtype=np.uint8)
        own_row = np.array(own.row, dtype=np.int64)
        values = self._own_values(hauls, port_bills, own_kind, own_row)
        elements, own_element = _elements(base.elements, own.element)

        def both(stored: npt.NDArray[Any], added: npt.NDArray[Any]) -> npt.NDArray[Any]:
            return np.concatenate([np.tile(stored, layers) if layers > 1 else stored, added])

        tails = np.array(own.tail, dtype=np.int64)
        # A haul kept in a part but out of this query's modes has no ends.
        gone = tails < 0
        tails[gone] = 0
        lacking = both(base.lacking & ~shut & ~by_closure, values["lacking"] & ~gone)
        time = both(base.time, values["time"])
        return Network(
            source=self.source,
            target=self.target,
            size=self.target + 1,
            per_layer=self.per_layer,
            tail=both(base.tail, tails) + shifts,
            head=both(base.head, np.array(own.head, dtype=np.int64)) + shifts,
            kind=both(base.kind, own_kind),
            row=both(base.row, own_row),
            cost=both(base.cost, values["cost"]),
            time=time,
            co2e=both(base.co2e, values["co2e"]),
            length_m=both(base.length_m, values["length_m"]),
            shut=both(shut | base.lacking | by_closure, gone | values["lacking"]),
            closed=both(by_closure & ~shut & ~base.lacking, np.zeros(len(tails), dtype=np.bool_)),
            lacking=lacking,
            elements=elements,
            element_of=both(base.element_of, own_element),
            timed=self._timed(
                hauls, count, own_kind, own_row, values["time"], own_ports, stored_timed
            ),
            hauls=hauls,
            bills={
                **{k: (b,) for k, b in base.bills.items() if k != HAUL},
                PORT: port_bills,
                FREE: (self.end_bill,),
            },
            borders=base.borders,
            transfers=base.transfers,
            ports=ports,
            sailings=base.sailings,
            book=frame.book,
            discouraged=self._discouraged(hauls, own_kind, own_row),
        )

    def _discouraged(
        self, hauls: Hauls, kind: npt.NDArray[np.uint8], row: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.float64] | None:
        """Share of each link that is discouraged, None when nothing is."""
        frame, named = self.frame, self.frame.constraints.discourage
        if not named.any:
            return None
        lengths = frame.book.lengths_m
        stored = base_shares(frame.base, named, self.dear, lengths)
        by_row = np.concatenate(
            [
                np.where(
                    np.isin(part.links.country, list(named.countries)),
                    1.0,
                    haul_shares(part, self.dear, lengths),
                )
                for part in hauls.parts
            ]
        )
        own = np.zeros(len(kind))
        own[kind == HAUL] = by_row[row[kind == HAUL]]
        return np.concatenate([np.tile(stored, self.layers), own])

    def _own_values(
        self,
        hauls: Hauls,
        port_bills: tuple[Bill, ...],
        kind: npt.NDArray[np.uint8],
        row: npt.NDArray[np.int64],
    ) -> dict[str, npt.NDArray[Any]]:
        """Prices of the query's own links; ways between layers are free."""
        values: dict[str, npt.NDArray[Any]] = {
            name: np.zeros(len(row), dtype=np.int64)
            for name in ("cost", "time", "co2e", "length_m")
        }
        values["lacking"] = np.zeros(len(row), dtype=np.bool_)
        for n, part in enumerate(hauls.parts[1:], 1):
            first, after = hauls.offsets[n], hauls.offsets[n + 1]
            at = np.flatnonzero((kind == HAUL) & (row >= first) & (row < after))
            if len(at):
                bill, rows = part.bill, row[at] - first
                for name, column in (
                    ("cost", bill.cost),
                    ("time", bill.time),
                    ("co2e", bill.co2e),
                    ("lacking", bill.lacking),
                    ("length_m", part.links.length_m),
                ):
                    values[name][at] = column[rows]
        for at_one in np.flatnonzero(kind == PORT).tolist():
            bill, one = port_bills[1], int(row[at_one]) - len(port_bills[0])
            values["cost"][at_one] = bill.cost[one]
            values["time"][at_one] = bill.time[one]
            values["lacking"][at_one] = bill.lacking[one]
        free = kind == FREE
        values["cost"][free] = self.end_bill.cost[row[free]]
        values["time"][free] = self.end_bill.time[row[free]]
        return values

    def _stored_windows(self) -> tuple[npt.NDArray[np.bool_], dict[int, tuple[Timed, ...]]]:
        """Stored links closed for good, and those with windows; kept for the next query."""
        frame, base = self.frame, self.frame.base
        if frame.windows_key is None:
            return stored_windows(base, frame.windows)
        price = base.pricing
        key = (frame.windows_key, base.load.consignment, price.crew, price.rail_service)
        return frame.shelf.kept("windows", key, lambda: stored_windows(base, frame.windows))

    def _timed(
        self,
        hauls: Hauls,
        count: int,
        own_kind: npt.NDArray[np.uint8],
        own_row: npt.NDArray[np.int64],
        own_time: npt.NDArray[np.int64],
        own_ports: Mapping[int, str],
        stored: Mapping[int, tuple[Timed, ...]],
    ) -> dict[int, tuple[Timed, ...]]:
        """Closures in time by link."""
        windows = self.frame.windows
        found = dict(stored)
        found.update(self._timed_hauls())
        for layer in range(1, self.layers):
            shift = layer * count
            found.update({n + shift: t for n, t in found.items() if n < count})
        first_own = self.layers * count
        for at, port in own_ports.items():
            if windows.get(("port", port)):
                found[first_own + at] = (Timed(0, windows["port", port]),)
        if self.dated:
            over = set(self._rows_over_dated(hauls))
            for at in np.flatnonzero(own_kind == HAUL).tolist():
                row = int(own_row[at])
                if row in over:
                    found[first_own + at] = haul_windows(
                        self.frame.book, hauls.pieces(row), int(own_time[at]), self.dated
                    )
        return found

    def _rows_over_dated(self, hauls: Hauls) -> Iterable[int]:
        """Rows of the query's own hauls that lead over a dated piece."""
        dated = np.array(sorted(self.dated))
        for part, offset in zip(hauls.parts[1:], hauls.offsets[1:], strict=False):
            yield from (rows_over(part, dated) + offset).tolist()

    def _timed_hauls(self) -> dict[int, tuple[Timed, ...]]:
        """Stored hauls over dated pieces."""
        if not self.dated:
            return {}
        base, book = self.frame.base, self.frame.book

        def make() -> dict[int, tuple[Timed, ...]]:
            hauls = base.hauls
            rows = rows_over(hauls, np.array(sorted(self.dated)))
            return {
                row: haul_windows(book, hauls.pieces(row), int(base.time[row]), self.dated)
                for row in rows.tolist()
            }

        price = base.pricing
        key = (base.load.consignment, price.crew, price.rail_service, tuple(self.dated.items()))
        return self.frame.shelf.kept("timed", key, make)


def stored_windows(
    base: Base, windows: Mapping[Subject, tuple[Window, ...]]
) -> tuple[npt.NDArray[np.bool_], dict[int, tuple[Timed, ...]]]:
    """Stored links that are closed for good, and closures in time of the others but hauls."""
    closed = [s for s, w in windows.items() if s[0] != POST and always_closed(w)]
    met: dict[int, list[tuple[Window, ...]]] = {}
    for (kind, key), dated in windows.items():
        # A post keeps its hours whatever is said of its closure.
        subject = ("crossing" if kind == POST else kind, key)
        if subject not in base.links_of or (kind, key) in closed:
            continue
        for link in base.links_of[subject].tolist():
            met.setdefault(link, []).append(dated)
    timed: dict[int, tuple[Timed, ...]] = {
        link: (Timed(0, parts[0] if len(parts) == 1 else _merged(parts)),)
        for link, parts in met.items()
    }
    return closed_links(base, closed), timed


def _merged(parts: list[tuple[Window, ...]]) -> tuple[Window, ...]:
    return tuple(sorted((w for part in parts for w in part), key=lambda w: (w.start, w.end)))


def rows_over(part: HaulPart, pieces: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Hauls of a part that lead over some pieces."""
    hit = np.flatnonzero(np.isin(np.abs(part.numbers) - 1, pieces))
    rows: npt.NDArray[np.int64] = np.unique(np.searchsorted(part.ptr, hit, side="right") - 1)
    return rows


def _elements(
    stored: tuple[str, ...], added: Iterable[str]
) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
    """Names of elements with those of the query's own links, and the numbers of the latter."""
    names = list(stored)
    number = {name: n for n, name in enumerate(names)} if any(added) else {"": 0}
    numbers: list[int] = []
    for name in added:
        if name not in number:
            number[name] = len(names)
            names.append(name)
        numbers.append(number[name])
    return tuple(names), np.array(numbers, dtype=np.int64)
