"""
Every link that queries of one consignment may use, priced once, whatever is closed.

Nothing here depends on origin, destination, constraints or closures; of the date only the
surcharges at sea do. A query picks its links from here by a mask (`corridor.routing.masks`),
so a hundred queries of one consignment are priced once.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from corridor.costing.borders import BorderLink, price_borders
from corridor.costing.carbon import share_under_wire
from corridor.costing.hauls import HaulLinks
from corridor.costing.load import Load
from corridor.costing.ports import PortLink, TransferLink, price_ports, price_transfers
from corridor.costing.sailings import price_sailings
from corridor.graph.compile import border_end
from corridor.graph.corridor_graph import MODE_CODE, CorridorGraph
from corridor.routing.bills import Bill, HaulPart, HaulPricing
from corridor.routing.pieces import PieceStore
from corridor.sources.library import Library
from corridor.sources.records import SeaService, Terminal

HAUL, BORDER, TRANSFER, PORT, SAILING, FREE = range(6)
KIND_NAMES = ("line_haul", "border", "transfer", "port", "sailing", "free")
ANY, LOCAL, TRANSIT = range(3)
BY_ORIGIN, BY_DESTINATION = 1, 2
NOWHERE = -1

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Change = tuple[Terminal, str, str]

_CARGO_FAMILY = {"container": "container", "wagonload": "wagon"}


def dep(stop: int) -> int:
    """State of leaving a stop, in the first layer."""
    return 2 * stop


def arr(stop: int) -> int:
    """State of having arrived at a stop, in the first layer."""
    return 2 * stop + 1


@dataclass
class _Rows:
    """Links other than hauls while they are collected, with what masks ask of them."""

    tail: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    needs: list[int] = field(default_factory=list)
    countries: list[tuple[str, str]] = field(default_factory=list)
    variant: list[tuple[int, int, str]] = field(default_factory=list)
    locals_only: list[str] = field(default_factory=list)
    idle: list[bool] = field(default_factory=list)
    element: list[str] = field(default_factory=list)
    names: list[tuple[tuple[str, str], ...]] = field(default_factory=list)

    def add(
        self,
        ends: tuple[int, int],
        what: tuple[int, int],
        *,
        needs: int,
        countries: tuple[str, str] = ("", ""),
        variant: tuple[int, int, str] = (ANY, 0, ""),
        locals_only: str = "",
        idle: bool = False,
        element: str = "",
        names: tuple[tuple[str, str], ...],
    ) -> None:
        self.tail.append(ends[0])
        self.head.append(ends[1])
        self.kind.append(what[0])
        self.row.append(what[1])
        self.needs.append(needs)
        self.countries.append(countries)
        self.variant.append(variant)
        self.locals_only.append(locals_only)
        self.idle.append(idle)
        self.element.append(element)
        self.names.append(names)


@dataclass(frozen=True)
class Base:
    """
    Links of one consignment in one layer of states, as arrays of equal length.

    needs
        Bits of the modes a link needs (1 rail, 2 road, 4 sea).
    countries
        Codes of the one or two countries it lies in, shape (n, 2).
    variant, variant_by, variant_country
        Whether it is the local or the transit price of something, and what decides.
    locals_only
        Country code whose own cargo alone may use it.
    idle
        Not built, or no service runs.
    """

    load: Load
    library: Library
    pricing: HaulPricing
    store: PieceStore
    codes: dict[str, int]
    tail: IntArray
    head: IntArray
    kind: npt.NDArray[np.uint8]
    row: IntArray
    cost: IntArray
    time: IntArray
    co2e: IntArray
    length_m: IntArray
    lacking: BoolArray
    needs: npt.NDArray[np.uint8]
    countries: npt.NDArray[np.int16]
    variant: npt.NDArray[np.uint8]
    variant_by: npt.NDArray[np.uint8]
    variant_country: npt.NDArray[np.int16]
    locals_only: npt.NDArray[np.int16]
    idle: BoolArray
    elements: tuple[str, ...]
    element_of: IntArray
    links_of: dict[tuple[str, str], IntArray]
    hauls: HaulPart
    bills: dict[int, Bill]
    borders: list[BorderLink]
    transfers: list[Change]
    ports: list[PortLink]
    sailings: list[tuple[SeaService, bool]]

    @cached_property
    def haul_at(self) -> dict[str, IntArray]:
        """Indices of the hauls by country."""
        country = self.hauls.links.country
        return {str(c): np.flatnonzero(country == c) for c in np.unique(country)}

    def named(self, kind: str, keys: Iterable[str]) -> list[IntArray]:
        """Link numbers of some named things of one kind."""
        return [self.links_of[kind, k] for k in keys if (kind, k) in self.links_of]


class BaseBuilder:
    """Collects the links that are no hauls, for one consignment."""

    def __init__(
        self, graph: CorridorGraph, library: Library, store: PieceStore, pricing: HaulPricing
    ) -> None:
        """Index the stops."""
        self.graph, self.library, self.store, self.pricing = graph, library, store, pricing
        self.load = pricing.load
        self.rows = _Rows()
        self.borders: list[BorderLink] = []
        self.transfers: list[Change] = []
        self.ports: list[PortLink] = []
        self.sailings: list[tuple[SeaService, bool]] = []
        self.stop_index = graph.stop_index
        self.stops_at_place: dict[int, list[tuple[int, int, int]]] = {}
        for (place, mode, gauge), stop in graph.stop_index.items():
            self.stops_at_place.setdefault(place, []).append((stop, mode, gauge))

    def stops_at(self, place_id: str, mode: int, gauge: int | None = None) -> list[int]:
        """Stops of a place for a mode, and a gauge if given."""
        place = self.graph.place_index.get(place_id, -1)
        return [
            s
            for s, m, g in self.stops_at_place.get(place, ())
            if m == mode and (gauge is None or g == gauge)
        ]

    def collect(self) -> None:
        """Collect borders, transfers, port calls and sailings."""
        self._borders()
        self._transfers()
        self._ports()
        self._sailings()

    def _borders(self) -> None:
        for crossing in self.library.crossings:
            if crossing.cargo != "freight":
                continue
            mode = MODE_CODE[crossing.mode]
            ends = (crossing.country_a, crossing.country_b)
            for here, there in (ends, ends[::-1]):
                tails = self.stops_at(border_end(crossing.id, here), mode)
                heads = self.stops_at(border_end(crossing.id, there), mode)
                for tail, head in zip(tails, heads, strict=False):
                    for variant in (LOCAL, TRANSIT):
                        self.rows.add(
                            (arr(tail), dep(head)),
                            (BORDER, len(self.borders)),
                            needs=1 << mode,
                            countries=ends,
                            variant=(variant, BY_ORIGIN | BY_DESTINATION, there),
                            idle=crossing.status != "open",
                            element=f"crossing:{crossing.id}",
                            names=(("crossing", crossing.id),),
                        )
                        link = BorderLink(crossing, here, there, variant == TRANSIT)
                        self.borders.append(link)

    def _usable(self, terminal: Terminal) -> bool:
        """Whether a terminal takes this kind of cargo."""
        if terminal.cargo == "any":
            return True
        if terminal.cargo == "bulk":
            return self.load.family == "wagon" and self.load.consignment.cargo_class == "bulk"
        return _CARGO_FAMILY.get(terminal.cargo, "") == self.load.family

    def _transfers(self) -> None:
        for terminal in self.library.terminals:
            modes = MODE_CODE[terminal.mode_a], MODE_CODE[terminal.mode_b]
            sides = [(terminal.mode_a, terminal.gauge_a_mm), (terminal.mode_b, terminal.gauge_b_mm)]
            # A change of vehicle within one mode is part of the border there.
            if MODE_CODE["sea"] in modes or sides[0] == sides[1] or not self._usable(terminal):
                continue
            for here, there in (sides, sides[::-1]):
                tails = self.stops_at(terminal.hub_id, MODE_CODE[here[0]], here[1])
                heads = self.stops_at(terminal.hub_id, MODE_CODE[there[0]], there[1])
                for tail in tails:
                    for head in heads:
                        self.rows.add(
                            (arr(tail), dep(head)),
                            (TRANSFER, len(self.transfers)),
                            needs=(1 << modes[0]) | (1 << modes[1]),
                            countries=(terminal.country, ""),
                            locals_only=_locals_only(terminal),
                            element=f"change:{terminal.country}:{here[0]}>{there[0]}",
                            names=(("at", terminal.hub_id), ("terminal", terminal.id)),
                        )
                        self.transfers.append((terminal, here[0], there[0]))

    def _ports(self) -> None:
        for port in self.library.ports:
            country = self.library.hub[port.id].country
            (sea,) = self.stops_at(port.id, MODE_CODE["sea"])
            for terminal in self.library.terminals:
                if terminal.hub_id != port.id or "sea" not in (terminal.mode_a, terminal.mode_b):
                    continue
                if not self._usable(terminal):
                    continue
                land = terminal.mode_a if terminal.mode_b == "sea" else terminal.mode_b
                for stop in self.stops_at(port.id, MODE_CODE[land]):
                    for flow, by in (("in", BY_DESTINATION), ("out", BY_ORIGIN)):
                        tail, head = (sea, stop) if flow == "in" else (stop, sea)
                        for variant in (LOCAL, TRANSIT):
                            self.rows.add(
                                (arr(tail), dep(head)),
                                (PORT, len(self.ports)),
                                needs=(1 << MODE_CODE["sea"]) | (1 << MODE_CODE[land]),
                                countries=(country, terminal.country),
                                variant=(variant, by, country),
                                locals_only=_locals_only(terminal),
                                element=f"port:{port.id}",
                                names=(
                                    ("port", port.id),
                                    ("at", terminal.hub_id),
                                    ("terminal", terminal.id),
                                ),
                            )
                            call = PortLink(port, flow, variant == TRANSIT, terminal)
                            self.ports.append(call)

    def _sailings(self) -> None:
        sea = MODE_CODE["sea"]
        for service in self.library.sea_services:
            ports = (service.from_port, service.to_port)
            for back in (False, True) if service.both_directions else (False,):
                start, end = ports[::-1] if back else ports
                (tail,) = self.stops_at(start, sea)
                (head,) = self.stops_at(end, sea)
                self.rows.add(
                    (dep(tail), arr(head)),
                    (SAILING, len(self.sailings)),
                    needs=1 << sea,
                    idle=service.status not in ("service", "irregular"),
                    names=(
                        ("service", service.id),
                        *(("calls", p) for p in ports),
                        *(("passage", p) for p in service.passages),
                    ),
                )
                self.sailings.append((service, back))


def _locals_only(terminal: Terminal) -> str:
    return terminal.country if terminal.open_to_transit == "no" else ""


def haul_part(graph: CorridorGraph, pricing: HaulPricing) -> HaulPart:
    """The stored hauls of the graph, to be priced."""
    place = graph.stop_place[graph.haul_tail]
    to = graph.stop_place[graph.haul_head]
    ptr, numbers = graph.haul_ptr.tolist(), graph.haul_pieces.tolist()
    paths = [numbers[a:b] for a, b in itertools.pairwise(ptr)]
    links = HaulLinks(
        graph.place_country[place],
        graph.stop_mode[graph.haul_tail],
        graph.haul_length_m.astype(np.int64),
        graph.place_lat[to] >= graph.place_lat[place],
        share_under_wire(paths, graph.piece_length_m.tolist(), pricing.wired),
    )
    return HaulPart(
        links,
        graph.stop_gauge[graph.haul_tail],
        graph.haul_estimated_m.astype(np.int64),
        graph.haul_ptr.astype(np.int64),
        graph.haul_pieces.astype(np.int64),
        pricing,
    )


@dataclass(frozen=True)
class Shore:
    """What a base holds whatever the date: all links collected, all but sailings priced."""

    builder: BaseBuilder
    hauls: HaulPart
    bills: dict[int, Bill]

    @staticmethod
    def of(
        graph: CorridorGraph, library: Library, store: PieceStore, pricing: HaulPricing
    ) -> Shore:
        """Collect and price."""
        builder = BaseBuilder(graph, library, store, pricing)
        builder.collect()
        hauls = haul_part(graph, pricing)
        bills = {
            HAUL: hauls.bill,
            BORDER: Bill(price_borders(builder.borders, pricing.load, library)),
            TRANSFER: Bill(
                price_transfers(
                    [TransferLink(t, into) for t, _, into in builder.transfers],
                    pricing.load,
                    pricing.library,
                )
            ),
            PORT: Bill(price_ports(builder.ports, pricing.load, library)),
        }
        return Shore(builder, hauls, bills)

    def base(self, on: date) -> Base:
        """All links, with the sailings priced for a day."""
        made, hauls = self.builder, self.hauls
        rows, graph, library = made.rows, made.graph, made.library
        services = [s for s, _ in made.sailings]
        sailing = Bill(price_sailings(services, made.load, library, on=on))
        bills = {**self.bills, SAILING: sailing}
        count = len(hauls)
        kind = np.concatenate(
            [np.full(count, HAUL, dtype=np.uint8), np.array(rows.kind, dtype=np.uint8)]
        )
        row = np.concatenate([np.arange(count), np.array(rows.row, dtype=np.int64)])
        sea_m = np.array([round(s.distance_nm * 1852) for s in services], dtype=np.int64)
        totals = [
            np.concatenate([bill_part[row[kind == k]] for k, bill_part in enumerate(parts)])
            for parts in (
                [bills[k].cost for k in range(FREE)],
                [bills[k].time for k in range(FREE)],
                [bills[k].co2e for k in range(FREE)],
                [bills[k].lacking for k in range(FREE)],
            )
        ]
        length = np.zeros(len(kind), dtype=np.int64)
        length[:count] = hauls.links.length_m
        length[kind == SAILING] = sea_m[row[kind == SAILING]]
        countries = sorted(
            {"", *graph.place_country.tolist(), *(c for pair in rows.countries for c in pair)}
        )
        codes = {c: n - 1 for n, c in enumerate(countries)}  # '' is NOWHERE
        haul_codes = np.searchsorted(np.array(countries), hauls.links.country) - 1
        pair = np.array([[codes[c] for c in p] for p in rows.countries], dtype=np.int16)
        none = np.full(count, NOWHERE, dtype=np.int16)
        mode_bit = np.left_shift(np.uint8(1), hauls.links.mode)
        elements = tuple(dict.fromkeys(["", *rows.element]))
        number = {e: n for n, e in enumerate(elements)}
        links_of: dict[tuple[str, str], list[int]] = {}
        for at, names in enumerate(rows.names):
            for name in names:
                links_of.setdefault(name, []).append(count + at)
        zeros = np.zeros(count, dtype=np.uint8)
        return Base(
            load=made.load,
            library=library,
            pricing=made.pricing,
            store=made.store,
            codes=codes,
            tail=np.concatenate([2 * graph.haul_tail.astype(np.int64), np.array(rows.tail)]),
            head=np.concatenate([2 * graph.haul_head.astype(np.int64) + 1, np.array(rows.head)]),
            kind=kind,
            row=row,
            cost=totals[0],
            time=totals[1],
            co2e=totals[2],
            length_m=length,
            lacking=totals[3],
            needs=np.concatenate([mode_bit, np.array(rows.needs, dtype=np.uint8)]),
            countries=np.concatenate([np.stack([haul_codes.astype(np.int16), none], axis=1), pair]),
            variant=np.concatenate([zeros, np.array([v[0] for v in rows.variant], np.uint8)]),
            variant_by=np.concatenate([zeros, np.array([v[1] for v in rows.variant], np.uint8)]),
            variant_country=np.concatenate(
                [none, np.array([codes[v[2]] for v in rows.variant], dtype=np.int16)]
            ),
            locals_only=np.concatenate(
                [none, np.array([codes[c] for c in rows.locals_only], dtype=np.int16)]
            ),
            idle=np.concatenate([zeros.astype(np.bool_), np.array(rows.idle, dtype=np.bool_)]),
            elements=elements,
            element_of=np.concatenate(
                [
                    np.zeros(count, dtype=np.int64),
                    np.array([number[e] for e in rows.element], dtype=np.int64),
                ]
            ),
            links_of={k: np.array(v, dtype=np.int64) for k, v in links_of.items()},
            hauls=hauls,
            bills=bills,
            borders=made.borders,
            transfers=made.transfers,
            ports=made.ports,
            sailings=made.sailings,
        )
