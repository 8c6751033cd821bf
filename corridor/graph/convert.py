"""The corridor graph as a networkx.MultiDiGraph, for people's own analyses and for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridor.graph.corridor_graph import CorridorGraph
from corridor.model.link_kind import LinkKind
from corridor.model.mode import MODES, Mode
from corridor.model.status import Built
from corridor.tables.library import Library

if TYPE_CHECKING:
    import networkx as nx


def multidigraph(graph: CorridorGraph, library: Library) -> nx.MultiDiGraph[Any]:
    """
    Export pieces, borders, terminals and sailings, parallel links kept.

    Nodes are (place id, mode, gauge in mm); attributes `lon`, `lat`, `country`. Links
    carry `kind` (line_haul, border, transfer, sailing), `id`, `length_km` and, for
    pieces, `status`. Unlike the planner's skims these are single pieces, so tariffs
    that taper over a whole movement cannot be read off them link by link.
    """
    import networkx as nx

    out: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    place_id = graph.place_id.tolist()
    statuses = tuple(Built)

    def node(place: int, mode: str, gauge: int) -> tuple[str, str, int]:
        key = (place_id[place], mode, gauge)
        out.add_node(
            key,
            lon=float(graph.place_lon[place]),
            lat=float(graph.place_lat[place]),
            country=str(graph.place_country[place]),
        )
        return key

    for index, piece in enumerate(graph.piece_id.tolist()):
        mode = MODES[graph.piece_mode[index]]
        gauge = int(graph.piece_gauge[index])
        ends = [node(int(p[index]), mode, gauge) for p in (graph.piece_from, graph.piece_to)]
        for tail, head in (ends, ends[::-1]):
            out.add_edge(
                tail,
                head,
                kind=LinkKind.LINE_HAUL.value,
                id=piece,
                length_km=float(graph.piece_length_m[index]) / 1000,
                status=statuses[graph.piece_status[index]],
            )
    for crossing in library.crossings:
        ends = [
            (f"{crossing.id}|{c}", crossing.mode, crossing.gauge_mm)
            for c in (crossing.country_a, crossing.country_b)
        ]
        if all(e in out for e in ends):
            for tail, head in (ends, ends[::-1]):
                out.add_edge(tail, head, kind=LinkKind.BORDER.value, id=crossing.id, length_km=0.0)
    for port in library.ports:
        node(graph.place_index[port.id], Mode.SEA, 0)
    for terminal in library.terminals:
        sides = [
            (terminal.hub_id, terminal.mode_a, terminal.gauge_a_mm),
            (terminal.hub_id, terminal.mode_b, terminal.gauge_b_mm),
        ]
        if all(s in out for s in sides) and sides[0] != sides[1]:
            for tail, head in (sides, sides[::-1]):
                out.add_edge(
                    tail, head, kind=LinkKind.TRANSFER.value, id=terminal.id, length_km=0.0
                )
    for service in library.sea_services:
        ports = [(p, Mode.SEA, 0) for p in (service.from_port, service.to_port)]
        ways = (ports, ports[::-1]) if service.both_directions else (ports,)
        for tail, head in ways:
            out.add_edge(
                tail,
                head,
                kind=LinkKind.SAILING.value,
                id=service.id,
                length_km=service.distance_nm * 1.852,
                status=service.status,
            )
    return out
