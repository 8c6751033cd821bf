"""Collect the links that are no hauls: borders, transfers, port calls and sailings."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product

from corridor.graph.corridor_graph import CorridorGraph, border_end
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.ref import Ref, RefKind
from corridor.model.status import RUNNING, Built
from corridor.planning.links.bills import HaulPricing
from corridor.planning.links.kinds import (
    ANY,
    BY_DESTINATION,
    BY_ORIGIN,
    BY_UNION,
    LOCAL,
    TRANSIT,
    arr,
    dep,
)
from corridor.planning.links.pieces import PieceStore
from corridor.pricing.borders import BorderLink
from corridor.pricing.gaps import cargo_gap, post_gap
from corridor.pricing.ports import PortLink, TransferLink
from corridor.pricing.sailings import SailingLink
from corridor.tables.library import Library
from corridor.tables.records import Terminal


@dataclass
class LinkRows:
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
    element: list[Ref | None] = field(default_factory=list)
    names: list[tuple[Ref, ...]] = field(default_factory=list)

    def add(
        self,
        ends: tuple[int, int],
        what: tuple[LinkKind, int],
        *,
        needs: int,
        countries: tuple[str, str] = ("", ""),
        variant: tuple[int, int, str] = (ANY, 0, ""),
        locals_only: str = "",
        idle: bool = False,
        element: Ref | None = None,
        names: tuple[Ref, ...],
    ) -> None:
        """Append a link: its two states, its kind and row, and what masks ask of it."""
        self.tail.append(ends[0])
        self.head.append(ends[1])
        self.kind.append(what[0].code)
        self.row.append(what[1])
        self.needs.append(needs)
        self.countries.append(countries)
        self.variant.append(variant)
        self.locals_only.append(locals_only)
        self.idle.append(idle)
        self.element.append(element)
        self.names.append(names)


class Collector:
    """Collects the links that are no hauls, for one consignment."""

    def __init__(
        self, graph: CorridorGraph, library: Library, store: PieceStore, pricing: HaulPricing
    ) -> None:
        """Index the stops."""
        self.graph, self.library, self.store, self.pricing = graph, library, store, pricing
        self.load = pricing.load
        self.rows = LinkRows()
        self.borders: list[BorderLink] = []
        self.transfers: list[TransferLink] = []
        self.ports: list[PortLink] = []
        self.sailings: list[SailingLink] = []
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
            if post_gap(crossing) is not None:
                continue
            mode = crossing.mode.code
            ends = (crossing.country_a, crossing.country_b)
            for here, there in (ends, ends[::-1]):
                tails = self.stops_at(border_end(crossing.id, here), mode)
                heads = self.stops_at(border_end(crossing.id, there), mode)
                for tail, head in zip(tails, heads, strict=False):
                    for variant in (LOCAL, TRANSIT):
                        self.rows.add(
                            (arr(tail), dep(head)),
                            (LinkKind.BORDER, len(self.borders)),
                            needs=1 << mode,
                            countries=ends,
                            variant=(variant, BY_ORIGIN | BY_DESTINATION, there),
                            idle=crossing.status != Built.OPEN,
                            element=Ref(RefKind.CROSSING, crossing.id),
                            names=(Ref(RefKind.CROSSING, crossing.id),),
                        )
                        link = BorderLink(crossing, here, there, variant == TRANSIT)
                        self.borders.append(link)

    def _usable(self, terminal: Terminal) -> bool:
        """Whether a terminal takes this kind of cargo."""
        return cargo_gap(terminal, self.load) is None

    def _transfers(self) -> None:
        for terminal in self.library.terminals:
            modes = terminal.mode_a.code, terminal.mode_b.code
            sides = [(terminal.mode_a, terminal.gauge_a_mm), (terminal.mode_b, terminal.gauge_b_mm)]
            # A change of truck is an item of the border there.
            if Mode.SEA.code in modes or sides[0] == sides[1] or not self._usable(terminal):
                continue
            for here, there in (sides, sides[::-1]):
                tails = self.stops_at(terminal.hub_id, Mode(here[0]).code, here[1])
                heads = self.stops_at(terminal.hub_id, Mode(there[0]).code, there[1])
                for tail, head, variant in product(tails, heads, (LOCAL, TRANSIT)):
                    self.rows.add(
                        (arr(tail), dep(head)),
                        (LinkKind.TRANSFER, len(self.transfers)),
                        needs=(1 << modes[0]) | (1 << modes[1]),
                        countries=(terminal.country, ""),
                        variant=(
                            variant,
                            BY_ORIGIN | BY_DESTINATION | BY_UNION,
                            terminal.country,
                        ),
                        locals_only=_locals_only(terminal),
                        names=(
                            Ref(RefKind.AT, terminal.hub_id),
                            Ref(RefKind.TERMINAL, terminal.id),
                        ),
                    )
                    change = TransferLink(terminal, there[0], variant == TRANSIT, here[0])
                    self.transfers.append(change)

    def _ports(self) -> None:
        for port in self.library.ports:
            country = self.library.hub[port.id].country
            (sea,) = self.stops_at(port.id, Mode.SEA.code)
            for terminal in self.library.terminals:
                if terminal.hub_id != port.id or Mode.SEA not in (terminal.mode_a, terminal.mode_b):
                    continue
                if not self._usable(terminal):
                    continue
                land = terminal.mode_a if terminal.mode_b == Mode.SEA else terminal.mode_b
                for stop in self.stops_at(port.id, Mode(land).code):
                    for flow, by in (("in", BY_DESTINATION), ("out", BY_ORIGIN)):
                        tail, head = (sea, stop) if flow == "in" else (stop, sea)
                        for variant in (LOCAL, TRANSIT):
                            self.rows.add(
                                (arr(tail), dep(head)),
                                (LinkKind.PORT, len(self.ports)),
                                needs=Mode.SEA.bit | Mode(land).bit,
                                countries=(country, terminal.country),
                                variant=(variant, by, country),
                                locals_only=_locals_only(terminal),
                                element=Ref(RefKind.PORT, port.id),
                                names=(
                                    Ref(RefKind.PORT, port.id),
                                    Ref(RefKind.AT, terminal.hub_id),
                                    Ref(RefKind.TERMINAL, terminal.id),
                                ),
                            )
                            call = PortLink(port, flow, variant == TRANSIT, terminal)
                            self.ports.append(call)

    def _sailings(self) -> None:
        sea = Mode.SEA.code
        for service in self.library.sea_services:
            for back in (False, True) if service.both_directions else (False,):
                sailing = SailingLink(service, back)
                (tail,) = self.stops_at(sailing.start, sea)
                (head,) = self.stops_at(sailing.end, sea)
                self.rows.add(
                    (dep(tail), arr(head)),
                    (LinkKind.SAILING, len(self.sailings)),
                    needs=1 << sea,
                    idle=service.status not in RUNNING,
                    names=(
                        Ref(RefKind.SERVICE, service.id),
                        Ref(RefKind.TIMETABLE, f"{service.id}:{sailing.start}"),
                        *(Ref(RefKind.CALLS, p) for p in (sailing.start, sailing.end)),
                        *(Ref(RefKind.PASSAGE, p) for p in service.passages),
                    ),
                )
                self.sailings.append(sailing)


def _locals_only(terminal: Terminal) -> str:
    return terminal.country if terminal.open_to_transit == "no" else ""
