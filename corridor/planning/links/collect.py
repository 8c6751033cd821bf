"""Collect the links that are no line-hauls: borders, transfers, port calls and sailings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from corridor.graph.corridor_graph import MODE_CODE, CorridorGraph, border_end
from corridor.planning.links.kinds import (
    BORDER,
    BY_DESTINATION,
    BY_ORIGIN,
    BY_UNION,
    LOCAL,
    PORT,
    SAILING,
    TRANSFER,
    TRANSIT,
    arr,
    dep,
)
from corridor.planning.links.table import LinkRow
from corridor.planning.time.calendar import TIMETABLE
from corridor.pricing.borders import BorderLink
from corridor.pricing.gaps import cargo_gap, post_gap
from corridor.pricing.load import Load
from corridor.pricing.ports import PortLink, TransferLink
from corridor.tables.library import Library
from corridor.tables.records import SeaService, Terminal

_SEA = MODE_CODE["sea"]


@dataclass(frozen=True)
class Collected:
    """Links in the order of their kinds, and what each is: `row` of a link numbers its kind's."""

    rows: tuple[LinkRow, ...]
    borders: list[BorderLink]
    transfers: list[TransferLink]
    ports: list[PortLink]
    sailings: list[tuple[SeaService, bool]]


def collected(graph: CorridorGraph, library: Library, load: Load) -> Collected:
    """All borders, transfers, port calls and sailings that a load may use."""
    stops = _Stops(graph)
    borders = list(_borders(library, stops))
    transfers = list(_transfers(library, stops, load))
    ports = list(_ports(library, stops, load))
    sailings = list(_sailings(library, stops))
    return Collected(
        tuple(
            row._replace(row=number)
            for found in (borders, transfers, ports, sailings)
            for number, (row, _) in enumerate(found)
        ),
        [link for _, link in borders],
        [link for _, link in transfers],
        [link for _, link in ports],
        [link for _, link in sailings],
    )


@dataclass(frozen=True)
class _Stops:
    """Stops of the graph by place."""

    graph: CorridorGraph

    @cached_property
    def _of_place(self) -> dict[int, list[tuple[int, int, int]]]:
        found: dict[int, list[tuple[int, int, int]]] = {}
        for (place, mode, gauge), stop in self.graph.stop_index.items():
            found.setdefault(place, []).append((stop, mode, gauge))
        return found

    def at(self, place_id: str, mode: int, gauge: int | None = None) -> list[int]:
        """Stops of a place for a mode, and a gauge if given."""
        place = self.graph.place_index.get(place_id, -1)
        return [
            s
            for s, m, g in self._of_place.get(place, ())
            if m == mode and (gauge is None or g == gauge)
        ]


def _borders(library: Library, stops: _Stops) -> Iterator[tuple[LinkRow, BorderLink]]:
    for crossing in library.crossings:
        if post_gap(crossing) is not None:
            continue
        mode = MODE_CODE[crossing.mode]
        ends = (crossing.country_a, crossing.country_b)
        for here, there in (ends, ends[::-1]):
            tails = stops.at(border_end(crossing.id, here), mode)
            heads = stops.at(border_end(crossing.id, there), mode)
            for tail, head in zip(tails, heads, strict=False):
                for variant in (LOCAL, TRANSIT):
                    row = LinkRow(
                        arr(tail),
                        dep(head),
                        BORDER,
                        0,
                        f"crossing:{crossing.id}",
                        (("crossing", crossing.id),),
                        needs=1 << mode,
                        countries=ends,
                        variant=variant,
                        variant_by=BY_ORIGIN | BY_DESTINATION,
                        variant_country=there,
                        idle=crossing.status != "open",
                    )
                    yield row, BorderLink(crossing, here, there, variant == TRANSIT)


def _transfers(
    library: Library, stops: _Stops, load: Load
) -> Iterator[tuple[LinkRow, TransferLink]]:
    for terminal in library.terminals:
        modes = MODE_CODE[terminal.mode_a], MODE_CODE[terminal.mode_b]
        sides = [(terminal.mode_a, terminal.gauge_a_mm), (terminal.mode_b, terminal.gauge_b_mm)]
        # A change of truck is an item of the border there.
        if _SEA in modes or sides[0] == sides[1] or cargo_gap(terminal, load) is not None:
            continue
        country = terminal.country
        for (left, gauge), (into, next_gauge) in (sides, sides[::-1]):
            tails = stops.at(terminal.hub_id, MODE_CODE[left], gauge)
            heads = stops.at(terminal.hub_id, MODE_CODE[into], next_gauge)
            for tail, head, variant in product(tails, heads, (LOCAL, TRANSIT)):
                row = LinkRow(
                    arr(tail),
                    dep(head),
                    TRANSFER,
                    0,
                    f"change:{country}:{left}>{into}",
                    (("at", terminal.hub_id), ("terminal", terminal.id)),
                    needs=(1 << modes[0]) | (1 << modes[1]),
                    countries=(country, ""),
                    variant=variant,
                    variant_by=BY_ORIGIN | BY_DESTINATION | BY_UNION,
                    variant_country=country,
                    locals_only=_locals_only(terminal),
                )
                yield row, TransferLink(terminal, into, variant == TRANSIT, left)


def _ports(library: Library, stops: _Stops, load: Load) -> Iterator[tuple[LinkRow, PortLink]]:
    quays: dict[str, list[Terminal]] = {}
    for terminal in library.terminals:
        if "sea" in (terminal.mode_a, terminal.mode_b) and cargo_gap(terminal, load) is None:
            quays.setdefault(terminal.hub_id, []).append(terminal)
    for port in library.ports:
        country = library.hub[port.id].country
        (sea,) = stops.at(port.id, _SEA)
        for terminal in quays.get(port.id, ()):
            land = terminal.mode_a if terminal.mode_b == "sea" else terminal.mode_b
            ways = (("in", BY_DESTINATION), ("out", BY_ORIGIN))
            for stop, (flow, by), variant in product(
                stops.at(port.id, MODE_CODE[land]), ways, (LOCAL, TRANSIT)
            ):
                tail, head = (sea, stop) if flow == "in" else (stop, sea)
                row = LinkRow(
                    arr(tail),
                    dep(head),
                    PORT,
                    0,
                    f"port:{port.id}",
                    (("port", port.id), ("at", terminal.hub_id), ("terminal", terminal.id)),
                    needs=(1 << _SEA) | (1 << MODE_CODE[land]),
                    countries=(country, terminal.country),
                    variant=variant,
                    variant_by=by,
                    variant_country=country,
                    locals_only=_locals_only(terminal),
                )
                yield row, PortLink(port, flow, variant == TRANSIT, terminal)


def _sailings(library: Library, stops: _Stops) -> Iterator[tuple[LinkRow, tuple[SeaService, bool]]]:
    for service in library.sea_services:
        ports = (service.from_port, service.to_port)
        for back in (False, True) if service.both_directions else (False,):
            start, end = ports[::-1] if back else ports
            (tail,) = stops.at(start, _SEA)
            (head,) = stops.at(end, _SEA)
            names = (
                ("service", service.id),
                (TIMETABLE, f"{service.id}:{start}"),
                *(("calls", p) for p in ports),
                *(("passage", p) for p in service.passages),
            )
            idle = service.status not in ("service", "irregular")
            row = LinkRow(dep(tail), arr(head), SAILING, 0, names=names, needs=1 << _SEA, idle=idle)
            yield row, (service, back)


def _locals_only(terminal: Terminal) -> str:
    return terminal.country if terminal.open_to_transit == "no" else ""
