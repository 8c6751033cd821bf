"""Build the search network of one query: states, links, prices and closures."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from corridor.costing.borders import BorderLink, price_borders
from corridor.costing.carbon import share_under_wire, wired_pieces
from corridor.costing.columns import Priced
from corridor.costing.hauls import HaulLinks, price_hauls
from corridor.costing.load import Load
from corridor.costing.ports import PortLink, TransferLink, price_ports, price_transfers
from corridor.costing.sailings import price_sailings
from corridor.graph.compile import border_end
from corridor.graph.corridor_graph import MODE_CODE, CorridorGraph
from corridor.graph.skims import Path
from corridor.model.query import Query
from corridor.routing.closures import Window, always_closed, windows
from corridor.routing.constraints import Constraints, Via
from corridor.routing.pieces import Group, PieceBook
from corridor.sources.library import Library
from corridor.sources.records import Closure, SeaService, Terminal

HAUL, BORDER, TRANSFER, PORT, SAILING, FREE = range(6)
KIND_NAMES = ("line_haul", "border", "transfer", "port", "sailing", "free")
_SEA = MODE_CODE["sea"]
_ROAD = MODE_CODE["road"]
_RAIL = MODE_CODE["rail"]


@dataclass(frozen=True, slots=True)
class End:
    """Origin or destination as the network sees it: a place index, its country, its hub."""

    place: int
    country: str
    hub_id: str


@dataclass(frozen=True, slots=True)
class Timed:
    """Closure windows of a link and how many minutes after its start they are met."""

    offset: int
    windows: tuple[Window, ...]


@dataclass
class _Links:
    """Links of one kind while they are collected."""

    tail: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    row: list[int] = field(default_factory=list)

    def add(self, tail: int, head: int, row: int) -> None:
        self.tail.append(tail)
        self.head.append(head)
        self.row.append(row)


@dataclass(frozen=True)
class Network:
    """
    States and links of one query.

    A stop has two states: departing and arriving. A haul leads from a departing to an
    arriving state; borders, transfers, port calls and sailings lead back to departing
    (or sea) states. So two hauls never follow each other in one country and mode, and
    plain label setting stays exact though tariffs are not additive. With --via the
    states stand in layers, one more for each place passed.
    """

    source: int
    target: int
    size: int
    tail: npt.NDArray[np.int64]
    head: npt.NDArray[np.int64]
    kind: npt.NDArray[np.uint8]
    row: npt.NDArray[np.int64]
    cost: npt.NDArray[np.int64]
    time: npt.NDArray[np.int64]
    co2e: npt.NDArray[np.int64]
    length_m: npt.NDArray[np.int64]
    element: list[str]
    timed: dict[int, tuple[Timed, ...]]
    priced: tuple[Priced, ...]
    hauls: HaulTable
    borders: list[BorderLink]
    transfers: list[tuple[Terminal, str, str]]
    ports: list[PortLink]
    sailings: list[tuple[SeaService, bool]]
    book: PieceBook
    unpriced: dict[str, int]
    rail_service: str


@dataclass
class HaulTable:
    """All hauls: attributes for pricing and the way over pieces."""

    country: list[str] = field(default_factory=list)
    mode: list[int] = field(default_factory=list)
    gauge: list[int] = field(default_factory=list)
    length_m: list[int] = field(default_factory=list)
    estimated_m: list[int] = field(default_factory=list)
    north: list[bool] = field(default_factory=list)
    pieces: list[tuple[int, ...]] = field(default_factory=list)

    def add(self, group: Group, path: Path, *, north: bool) -> int:
        """Append a haul; returns its row."""
        self.country.append(group[0])
        self.mode.append(group[1])
        self.gauge.append(group[2])
        self.length_m.append(path.length_m)
        self.estimated_m.append(path.estimated_m)
        self.north.append(north)
        self.pieces.append(path.pieces)
        return len(self.length_m) - 1

    def links(self, electric: npt.NDArray[np.float64] | None = None) -> HaulLinks:
        """The hauls as arrays for pricing; `electric` is the share of each under the wire."""
        return HaulLinks(
            np.array(self.country, dtype="U2"),
            np.array(self.mode, dtype=np.uint8),
            np.array(self.length_m, dtype=np.int64),
            np.array(self.north, dtype=np.bool_),
            electric,
        )


def with_crew(network: Network, library: Library, load: Load, crew: str) -> Network:
    """The same network with its hauls priced for another crew; for items, not for a search."""
    service = network.rail_service
    hauls = price_hauls(network.hauls.links(), load, library, crew=crew, rail_service=service)
    return replace(network, priced=(hauls, *network.priced[1:]))


class NetworkBuilder:
    """Collects the links of a query. One instance builds one network."""

    def __init__(
        self,
        graph: CorridorGraph,
        library: Library,
        load: Load,
        query: Query,
        constraints: Constraints,
        book: PieceBook,
        origin: End,
        destination: End,
        latitudes: Sequence[float],
    ) -> None:
        """Keep the inputs; `latitudes` are those of all places, extra points included."""
        self.graph, self.library, self.load, self.query = graph, library, load, query
        self.constraints, self.book = constraints, book
        self.origin, self.destination = origin, destination
        self.latitudes = latitudes
        self.layers = len(constraints.via) + 1
        self.stops = len(graph.stop_place)
        self.per_layer = 2 * self.stops
        self.source = self.layers * self.per_layer
        self.target = self.source + 1
        self.links = [_Links() for _ in KIND_NAMES]
        self.hauls = HaulTable()
        self.borders: list[BorderLink] = []
        self.transfers: list[tuple[Terminal, str, str]] = []
        self.ports: list[PortLink] = []
        self.sailings: list[tuple[SeaService, bool]] = []
        unit_modes = set(library.unit[load.consignment.unit].modes)
        self.modes = {MODE_CODE[m] for m in constraints.modes & unit_modes}
        self.stop_place: list[int] = graph.stop_place.tolist()
        self.stop_mode: list[int] = graph.stop_mode.tolist()
        self.stop_gauge: list[int] = graph.stop_gauge.tolist()
        self.place_country: list[str] = [*graph.place_country.tolist()]
        self.stops_by_place: dict[int, list[int]] = {}
        for stop, place in enumerate(self.stop_place):
            self.stops_by_place.setdefault(place, []).append(stop)
        self.via_stops = [self._stops_of(v) for v in constraints.via]
        self.section_windows = self._windows_by("section")
        self.timed_pieces = self._timed_pieces()
        self.timed_numbers = {n for i in self.timed_pieces for n in (i + 1, -i - 1)}

    # States -------------------------------------------------------------------------

    def dep(self, stop: int, layer: int) -> int:
        """State of leaving a stop."""
        return layer * self.per_layer + 2 * stop

    def arr(self, stop: int, layer: int) -> int:
        """State of having arrived at a stop."""
        return layer * self.per_layer + 2 * stop + 1

    # Closures -----------------------------------------------------------------------

    def _windows_by(self, kind: str) -> dict[str, tuple[Window, ...]]:
        by_subject: dict[str, list[Closure]] = {}
        for row in self.library.closures:
            if row.subject_kind == kind and not self.constraints.ignores(kind, row.subject_id):
                by_subject.setdefault(row.subject_id, []).append(row)
        found = {s: windows(rows, self.query.depart) for s, rows in by_subject.items()}
        return {s: w for s, w in found.items() if w}

    def _timed_pieces(self) -> dict[int, tuple[Window, ...]]:
        if not self.section_windows:
            return {}
        sections = self.graph.piece_section.tolist()
        return {
            i: self.section_windows[s] for i, s in enumerate(sections) if s in self.section_windows
        }

    def _shut(self, kind: str, key: str, found: tuple[Window, ...]) -> bool:
        return self.constraints.forbids(kind, key) or always_closed(found)

    # Parts --------------------------------------------------------------------------

    def build(self) -> Network:
        """Collect, price and assemble."""
        self._skimmed_hauls()
        self._end_hauls()
        self._via_hauls()
        timed: dict[tuple[int, int], tuple[Window, ...]] = {}
        self._border_links(timed)
        self._transfer_links()
        self._port_links(timed)
        self._sailing_links(timed)
        self._via_steps()
        return self._assemble(timed)

    def _add_haul(self, tail: int, head: int, row: int) -> None:
        self.links[HAUL].add(tail, head, row)

    def _dirty_groups(self) -> tuple[set[Group], set[Group]]:
        """Groups to skim anew: instead of the stored hauls, or beside them."""
        book = self.book
        replaced = {book.group_of(i) for i in (*book.removed, *book.opened)}
        beside = {book.group_of(i) for i in self.timed_pieces}
        return replaced, beside

    def _skimmed_hauls(self) -> None:
        graph = self.graph
        replaced, beside = self._dirty_groups()
        tails = graph.haul_tail.tolist()
        heads = graph.haul_head.tolist()
        lengths = graph.haul_length_m.tolist()
        estimated = graph.haul_estimated_m.tolist()
        ptr = graph.haul_ptr.tolist()
        pieces = graph.haul_pieces.tolist()
        avoid = self.constraints.avoid.countries
        groups = [
            (self.place_country[p], m, g)
            for p, m, g in zip(self.stop_place, self.stop_mode, self.stop_gauge, strict=True)
        ]
        usable = [g[1] in self.modes and g[0] not in avoid and g not in replaced for g in groups]
        for number, tail in enumerate(tails):
            if not usable[tail]:
                continue
            head = heads[number]
            path = Path(
                lengths[number],
                estimated[number],
                tuple(pieces[ptr[number] : ptr[number + 1]]),
            )
            self._haul_between(groups[tail], tail, head, path)
        for group in sorted(replaced | beside):
            if group[1] not in self.modes or group[0] in avoid:
                continue
            if group in replaced:
                self._reskim(group, frozenset())
            if group in beside:
                self._reskim(group, frozenset(self.timed_pieces))

    def _reskim(self, group: Group, without: frozenset[int]) -> None:
        members = [s for s in range(self.stops) if self._group(s) == group]
        for tail in members:
            reach = self.book.paths(group, self.stop_place[tail], without)
            for head in members:
                path = reach.get(self.stop_place[head])
                if head != tail and path is not None and path.pieces:
                    self._haul_between(group, tail, head, path)

    def _group(self, stop: int) -> Group:
        return (
            self.place_country[self.stop_place[stop]],
            self.stop_mode[stop],
            self.stop_gauge[stop],
        )

    def _haul_between(self, group: Group, tail: int, head: int, path: Path) -> None:
        north = self._north(self.stop_place[tail], self.stop_place[head])
        row = self.hauls.add(group, path, north=north)
        for layer in range(self.layers):
            self._add_haul(self.dep(tail, layer), self.arr(head, layer), row)

    def _north(self, tail: int, head: int) -> bool:
        return self.latitudes[head] >= self.latitudes[tail]

    def _open_groups(self, end: End) -> list[Group]:
        """
        Groups a consignment may start or end in without a terminal.

        By road wherever there is one; by rail only from a siding: wagon loads, and
        places that no road of the tables serves.
        """
        groups = [
            g
            for g in self.book.groups_at(end.place)
            if g[1] in self.modes and g[0] not in self.constraints.avoid.countries
        ]
        road = [g for g in groups if g[1] == _ROAD]
        rail = [g for g in groups if g[1] == _RAIL]
        if self.load.family == "wagon":
            return rail or road
        return road or rail

    def _end_hauls(self) -> None:
        last = self.layers - 1
        starts, goals = self._open_groups(self.origin), self._open_groups(self.destination)
        for group in starts:
            reach = self._paths(group, self.origin.place)
            for without, found in reach:
                self._from_source(group, found, without)
            if group in goals and self.layers == 1:
                for _, found in reach:
                    path = found.get(self.destination.place)
                    if path is not None and path.pieces:
                        north = self._north(self.origin.place, self.destination.place)
                        row = self.hauls.add(group, path, north=north)
                        self._add_haul(self.source, self.target, row)
        for group in goals:
            for _, found in self._paths(group, self.destination.place):
                for stop in range(self.stops):
                    if self._group(stop) != group:
                        continue
                    path = found.get(self.stop_place[stop])
                    if path is None:
                        continue
                    if not path.pieces:
                        self.links[FREE].add(self.dep(stop, last), self.target, 0)
                        continue
                    north = self._north(self.stop_place[stop], self.destination.place)
                    row = self.hauls.add(group, _reversed(path), north=north)
                    self._add_haul(self.dep(stop, last), self.target, row)

    def _paths(self, group: Group, place: int) -> list[tuple[frozenset[int], dict[int, Path]]]:
        """Paths from a place; with dated section closures also those that avoid them."""
        found = [(frozenset[int](), self.book.paths(group, place))]
        timed = frozenset(i for i in self.timed_pieces if self.book.group_of(i) == group)
        if timed:
            found.append((timed, self.book.paths(group, place, timed)))
        return found

    def _from_source(self, group: Group, found: dict[int, Path], without: frozenset[int]) -> None:
        for stop in range(self.stops):
            if self._group(stop) != group:
                continue
            path = found.get(self.stop_place[stop])
            if path is None:
                continue
            if not path.pieces:
                if not without:
                    self.links[FREE].add(self.source, self.arr(stop, 0), 0)
                continue
            north = self._north(self.origin.place, self.stop_place[stop])
            row = self.hauls.add(group, path, north=north)
            self._add_haul(self.source, self.arr(stop, 0), row)

    # Via ----------------------------------------------------------------------------

    def _stops_of(self, via: Via) -> frozenset[int]:
        """Stops at which a via is satisfied by being there."""
        names = set(via.hubs)
        for crossing in via.crossings:
            row = self.library.crossing[crossing]
            names |= {border_end(crossing, row.country_a), border_end(crossing, row.country_b)}
        places = {self.graph.place_index[n] for n in names if n in self.graph.place_index}
        return frozenset(s for s, p in enumerate(self.stop_place) if p in places)

    def _via_steps(self) -> None:
        for layer, stops in enumerate(self.via_stops):
            for stop in sorted(stops):
                for state in (self.dep, self.arr):
                    self.links[FREE].add(state(stop, layer), state(stop, layer + 1), 0)

    def _via_hauls(self) -> None:
        """Hauls that pass one or more vias between their ends, as single movements."""
        for first in range(self.layers - 1):
            for last in range(first + 1, self.layers):
                chain = self.constraints.via[first:last]
                for hubs in _chains(chain):
                    self._chained(first, last, [self.graph.place_index[h] for h in hubs])

    def _chained(self, first: int, last: int, middle: list[int]) -> None:
        groups = set(self.book.groups_at(middle[0]))
        for place in middle[1:]:
            groups &= set(self.book.groups_at(place))
        for group in sorted(groups):
            if group[1] not in self.modes or group[0] in self.constraints.avoid.countries:
                continue
            inner = Path(0, 0, ())
            for here, there in itertools.pairwise(middle):
                step = self.book.paths(group, here).get(there)
                if step is None:
                    break
                inner = _joined(inner, step)
            else:
                self._through(group, first, last, middle, inner)

    def _through(self, group: Group, first: int, last: int, middle: list[int], inner: Path) -> None:
        before = self.book.paths(group, middle[0])
        after = self.book.paths(group, middle[-1])
        members = [s for s in range(self.stops) if self._group(s) == group]
        starts = [(self.dep(s, first), self.stop_place[s]) for s in members]
        ends = [(self.arr(s, last), self.stop_place[s]) for s in members]
        if first == 0 and group in self._open_groups(self.origin):
            starts.append((self.source, self.origin.place))
        if last == self.layers - 1 and group in self._open_groups(self.destination):
            ends.append((self.target, self.destination.place))
        for tail, start in starts:
            head_path = before.get(start)
            if head_path is None:
                continue
            for head, goal in ends:
                tail_path = after.get(goal)
                if tail_path is None or start == goal:
                    continue
                path = _joined(_joined(_reversed(head_path), inner), tail_path)
                if path.pieces:
                    row = self.hauls.add(group, path, north=self._north(start, goal))
                    self._add_haul(tail, head, row)

    # Borders, transfers, ports, sailings ---------------------------------------------

    def _border_links(self, timed: dict[tuple[int, int], tuple[Window, ...]]) -> None:
        found = self._windows_by("crossing")
        avoid = self.constraints.avoid.countries
        for crossing in self.library.crossings:
            mode = MODE_CODE[crossing.mode]
            built = crossing.status == "open" or crossing.id in self.constraints.open.crossings
            if mode not in self.modes or crossing.cargo != "freight" or not built:
                continue
            if crossing.country_a in avoid or crossing.country_b in avoid:
                continue
            dated = found.get(crossing.id, ())
            if self._shut("crossing", crossing.id, dated):
                continue
            ends = (crossing.country_a, crossing.country_b)
            for here, there in (ends, ends[::-1]):
                tails = self._stops_at(border_end(crossing.id, here), mode)
                heads = self._stops_at(border_end(crossing.id, there), mode)
                for tail, head in zip(tails, heads, strict=False):
                    row = len(self.borders)
                    transit = there not in (self.origin.country, self.destination.country)
                    self.borders.append(BorderLink(crossing, here, there, transit))
                    if dated:
                        timed[BORDER, row] = dated
                    for layer in range(self.layers):
                        self.links[BORDER].add(self.arr(tail, layer), self.dep(head, layer), row)

    def _stops_at(self, place_id: str, mode: int, gauge: int | None = None) -> list[int]:
        place = self.graph.place_index.get(place_id, -1)
        return [
            s
            for s in self.stops_by_place.get(place, ())
            if self.stop_mode[s] == mode and (gauge is None or self.stop_gauge[s] == gauge)
        ]

    def _terminal_usable(self, terminal: Terminal) -> bool:
        avoid, close = self.constraints.avoid, self.constraints.close
        shut = avoid.hubs | avoid.ports | close.hubs | close.ports
        if terminal.country in avoid.countries or terminal.hub_id in shut:
            return False
        local = terminal.country in (self.origin.country, self.destination.country)
        if terminal.open_to_transit == "no" and not local:
            return False
        family = self.load.family
        cargo = {
            "any": True,
            "container": family == "container",
            "bulk": family == "wagon" and self.load.consignment.cargo_class == "bulk",
            "wagonload": family == "wagon",
        }
        return cargo[terminal.cargo]

    def _transfer_links(self) -> None:
        for terminal in self.library.terminals:
            modes = MODE_CODE[terminal.mode_a], MODE_CODE[terminal.mode_b]
            if _SEA in modes or not set(modes) <= self.modes or not self._terminal_usable(terminal):
                continue
            sides = [(terminal.mode_a, terminal.gauge_a_mm), (terminal.mode_b, terminal.gauge_b_mm)]
            if sides[0] == sides[1]:
                continue  # a change of vehicle within one mode is part of the border there
            for here, there in (sides, sides[::-1]):
                tails = self._stops_at(terminal.hub_id, MODE_CODE[here[0]], here[1])
                heads = self._stops_at(terminal.hub_id, MODE_CODE[there[0]], there[1])
                for tail in tails:
                    for head in heads:
                        row = len(self.transfers)
                        self.transfers.append((terminal, here[0], there[0]))
                        for layer in range(self.layers):
                            self.links[TRANSFER].add(
                                self.arr(tail, layer), self.dep(head, layer), row
                            )

    def _port_links(self, timed: dict[tuple[int, int], tuple[Window, ...]]) -> None:
        if _SEA not in self.modes:
            return
        found = self._windows_by("port")
        avoid = self.constraints.avoid
        last = self.layers - 1
        for port in self.library.ports:
            dated = found.get(port.id, ())
            country = self.library.hub[port.id].country
            if country in avoid.countries or self._shut("port", port.id, dated):
                continue
            (sea,) = self._stops_at(port.id, _SEA)
            for terminal in self.library.terminals:
                if terminal.hub_id != port.id or "sea" not in (terminal.mode_a, terminal.mode_b):
                    continue
                if not self._terminal_usable(terminal):
                    continue
                land = terminal.mode_a if terminal.mode_b == "sea" else terminal.mode_b
                if MODE_CODE[land] not in self.modes:
                    continue
                for stop in self._stops_at(port.id, MODE_CODE[land]):
                    for flow in ("in", "out"):
                        row = self._port_row(port.id, flow, terminal, dated, timed)
                        for layer in range(self.layers):
                            tail, head = (sea, stop) if flow == "in" else (stop, sea)
                            self.links[PORT].add(self.arr(tail, layer), self.dep(head, layer), row)
            if self.origin.hub_id == port.id:
                row = self._port_row(port.id, "out", None, dated, timed)
                self.links[PORT].add(self.source, self.dep(sea, 0), row)
            if self.destination.hub_id == port.id:
                row = self._port_row(port.id, "in", None, dated, timed)
                self.links[PORT].add(self.arr(sea, last), self.target, row)

    def _port_row(
        self,
        port_id: str,
        flow: str,
        terminal: Terminal | None,
        dated: tuple[Window, ...],
        timed: dict[tuple[int, int], tuple[Window, ...]],
    ) -> int:
        country = self.library.hub[port_id].country
        ends = self.destination.country if flow == "in" else self.origin.country
        row = len(self.ports)
        self.ports.append(PortLink(self.library.port[port_id], flow, country != ends, terminal))
        if dated:
            timed[PORT, row] = dated
        return row

    def _sailing_links(self, timed: dict[tuple[int, int], tuple[Window, ...]]) -> None:
        if _SEA not in self.modes:
            return
        found = self._windows_by("passage")
        limits = self.constraints
        for service in self.library.sea_services:
            runs = service.status in ("service", "irregular") or service.id in limits.open.services
            if not runs or service.id in limits.avoid.services | limits.close.services:
                continue
            dated = [found.get(p, ()) for p in service.passages]
            shut = any(
                self._shut("passage", p, w) for p, w in zip(service.passages, dated, strict=True)
            )
            ports = (service.from_port, service.to_port)
            if shut or set(ports) & (limits.avoid.ports | limits.close.ports):
                continue
            for back in (False, True) if service.both_directions else (False,):
                start, end = ports[::-1] if back else ports
                (tail,) = self._stops_at(start, _SEA)
                (head,) = self._stops_at(end, _SEA)
                row = len(self.sailings)
                self.sailings.append((service, back))
                joined = tuple(w for d in dated for w in d)
                if joined:
                    timed[SAILING, row] = joined
                for layer in range(self.layers):
                    self.links[SAILING].add(self.dep(tail, layer), self.arr(head, layer), row)

    # Assembly -----------------------------------------------------------------------

    def _price(self) -> tuple[Priced, ...]:
        wired = wired_pieces(self.graph.piece_section.tolist(), self.library)
        hauls = self.hauls.links(share_under_wire(self.hauls.pieces, self.book.lengths_m, wired))
        query, load, library = self.query, self.load, self.library
        return (
            price_hauls(hauls, load, library, crew=query.crew, rail_service=query.rail_service),
            price_borders(self.borders, load, library),
            price_transfers(
                [TransferLink(t, into) for t, _, into in self.transfers], load, library
            ),
            price_ports(self.ports, load, library),
            price_sailings([s for s, _ in self.sailings], load, library, on=query.depart.date()),
            Priced((), ("",)),
        )

    def _lengths(self) -> list[npt.NDArray[np.int64]]:
        sea = [round(s.distance_nm * 1852) for s, _ in self.sailings]
        return [
            np.array(self.hauls.length_m, dtype=np.int64),
            np.zeros(len(self.borders), dtype=np.int64),
            np.zeros(len(self.transfers), dtype=np.int64),
            np.zeros(len(self.ports), dtype=np.int64),
            np.array(sea, dtype=np.int64),
            np.zeros(1, dtype=np.int64),
        ]

    def _assemble(self, timed: dict[tuple[int, int], tuple[Window, ...]]) -> Network:
        priced = self._price()
        lengths = self._lengths()
        parts: list[list[npt.NDArray[np.int64]]] = [[] for _ in range(8)]
        unpriced: dict[str, int] = {}
        for kind, links in enumerate(self.links):
            rows = np.array(links.row, dtype=np.int64)
            lacking = np.array([bool(m) for m in priced[kind].missing], dtype=np.bool_)
            for reason in priced[kind].missing:
                if reason:
                    unpriced[reason] = unpriced.get(reason, 0) + 1
            keep = ~lacking[rows] if len(rows) else np.zeros(0, dtype=np.bool_)
            rows = rows[keep]
            cost, time, co2e = priced[kind].totals()
            for part, values in zip(
                parts,
                (
                    np.array(links.tail, dtype=np.int64)[keep],
                    np.array(links.head, dtype=np.int64)[keep],
                    np.full(len(rows), kind, dtype=np.int64),
                    rows,
                    cost[rows],
                    time[rows],
                    co2e[rows],
                    lengths[kind][rows],
                ),
                strict=True,
            ):
                part.append(values)
        tail, head, kind_of, row, cost, time, co2e, length = (np.concatenate(p) for p in parts)
        return Network(
            source=self.source,
            target=self.target,
            size=self.target + 1,
            tail=tail,
            head=head,
            kind=kind_of.astype(np.uint8),
            row=row,
            cost=cost,
            time=time,
            co2e=co2e,
            length_m=length,
            element=self._elements(kind_of, row, tail, head),
            timed=self._timed_links(kind_of, row, time, timed),
            priced=priced,
            hauls=self.hauls,
            borders=self.borders,
            transfers=self.transfers,
            ports=self.ports,
            sailings=self.sailings,
            book=self.book,
            unpriced=unpriced,
            rail_service=self.query.rail_service,
        )

    def _elements(
        self,
        kind: npt.NDArray[np.int64],
        row: npt.NDArray[np.int64],
        tail: npt.NDArray[np.int64],
        head: npt.NDArray[np.int64],
    ) -> list[str]:
        """
        What an alternative may do without: a crossing, a port, a change of mode.

        The one movement from door to door too, or it would leave nothing to do without.
        """
        names: dict[int, list[str]] = {
            HAUL: [""] * len(self.hauls.length_m),
            BORDER: [f"crossing:{b.crossing.id}" for b in self.borders],
            TRANSFER: [f"change:{t.country}:{a}>{b}" for t, a, b in self.transfers],
            PORT: [f"port:{p.port.id}" for p in self.ports],
            SAILING: [""] * len(self.sailings),
            FREE: [""],
        }
        found = [names[k][r] for k, r in zip(kind.tolist(), row.tolist(), strict=True)]
        for link in np.flatnonzero((tail == self.source) & (head == self.target)).tolist():
            found[link] = found[link] or "direct"
        return found

    def _timed_links(
        self,
        kind: npt.NDArray[np.int64],
        row: npt.NDArray[np.int64],
        time: npt.NDArray[np.int64],
        timed: dict[tuple[int, int], tuple[Window, ...]],
    ) -> dict[int, tuple[Timed, ...]]:
        found: dict[int, tuple[Timed, ...]] = {}
        rows = row.tolist()
        for link, what in enumerate(kind.tolist()):
            if what == HAUL:
                if self.timed_pieces:
                    at = self._haul_windows(self.hauls.pieces[rows[link]], int(time[link]))
                    if at:
                        found[link] = at
            elif (what, rows[link]) in timed:
                found[link] = (Timed(0, timed[what, rows[link]]),)
        return found

    def _haul_windows(self, pieces: tuple[int, ...], minutes: int) -> tuple[Timed, ...]:
        if self.timed_numbers.isdisjoint(pieces):
            return ()
        total = sum(self.book.length_m(p) for p in pieces) or 1
        done = 0
        found: list[Timed] = []
        for piece in pieces:
            if abs(piece) - 1 in self.timed_pieces:
                found.append(Timed(minutes * done // total, self.timed_pieces[abs(piece) - 1]))
            done += self.book.length_m(piece)
        return tuple(found)


def _reversed(path: Path) -> Path:
    return Path(path.length_m, path.estimated_m, tuple(-p for p in reversed(path.pieces)))


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
