"""The map of the whole network on a date; how such a page is built says `page_map`."""

from __future__ import annotations

from datetime import date

from msgspec import structs

from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.lines import Lines
from corridor.model.ref import RefKind
from corridor.report.closed.chart import ClosedMap
from corridor.report.document.network import NetworkRecord
from corridor.report.document.wording import BOUNDARY_NOTE, CREDIT
from corridor.report.map.lines import packed
from corridor.report.pages.corridor_ports import corridor_ports
from corridor.report.pages.network_data import network_drawing, network_record
from corridor.report.pages.network_static import NAMED, static_network
from corridor.report.pages.page_map import Overlay, Sheet, page_map
from corridor.tables.dataset import Dataset

TITLE = "Freight network from Belarus to the Arabian Sea"
# The state of a sea service: its name in the control and whether it shows, the lowest first.
_SEA = {
    "suspended": ("Sea: suspended", False),
    "scenario": ("Sea: only if a scenario opens it", False),
    "charter": ("Sea: only on charter", False),
    "irregular": ("Sea: irregular", True),
    "service": ("Sea: regular service", True),
}
_LAND = (
    Overlay("road", "Road"),
    Overlay("rail_1435", "Rail 1435 mm"),
    Overlay("rail_1676", "Rail 1676 mm"),
    Overlay("rail_1520", "Rail 1520 mm"),
    Overlay("planned", "Planned, in construction, out of use"),
    Overlay("hubs", "Places (closer)"),
    Overlay("terminals", "Terminals (closer)"),
    Overlay("ports", "Seaports"),
    Overlay("crossing_rail", "Rail crossings"),
    Overlay("crossing_road", "Road crossings"),
    Overlay("held", "Lines closed or restricted"),
)
_SHEET = Sheet(
    draw="drawNetwork",
    block="corridor-network",
    map_label="Map of the network",
    panel_label="Search and state of the network",
    scripts=(
        "page_words.js",
        "page_map.js",
        "page_names.js",
        "network_words.js",
        "network_popups.js",
        "network_search.js",
        "network_panel.js",
        "network_script.js",
    ),
    styles=("map_style.css", "network_style.css"),
)


_MAIN = 10


def _main(dataset: Dataset, record: NetworkRecord) -> tuple[str, ...]:
    """The open crossings that freight was seen to use last: they are shown from afar."""
    seen = {
        row.subject.id: row.seen_on
        for row in dataset.last_seen
        if row.subject.kind is RefKind.CROSSING and row.state == "seen"
    }
    found = [row for row in record.crossings if row.state == "open" and row.id in seen]
    latest = sorted(found, key=lambda row: (seen[row.id], row.id), reverse=True)
    return tuple(row.id for row in latest[:_MAIN])


def network_map(
    dataset: Dataset,
    graph: CorridorGraph,
    lines: Lines,
    *,
    on: date,
    graph_hash: str,
    data_date: str,
) -> ClosedMap:
    """
    Make the map of the whole network.

    Parameters
    ----------
    dataset
        The source tables.
    graph
        The compiled graph: where borders lie and which lines a section has.
    lines
        The drawn lines.
    on
        The day for which crossings, ports, lines and passages are open, restricted or closed.
    graph_hash
        Content hash of the graph, shown on the page.
    data_date
        Date of the tables (YYYY, YYYY-MM or YYYY-MM-DD), shown on the page.

    Returns
    -------
    ClosedMap
        A folium.Map; the same input gives the same page.
    """
    record = network_record(dataset, graph, on=on)
    found = network_drawing(dataset, graph, lines)
    data = {
        **structs.asdict(record),
        "drawing": packed(found),
        "title": TITLE,
        "graph_hash": graph_hash,
        "data_date": data_date,
        "boundary_note": BOUNDARY_NOTE,
        "credit": CREDIT,
        "named": NAMED,
        "corridor_ports": {port.id: port.short for port in corridor_ports()},
        "main": _main(dataset, record),
        "stale_days": round(dataset.figures.closure_stale_days.value.typical),
    }
    about = f"Data of {data_date}.", f"Graph {graph_hash[:12]}."
    static = static_network(dataset, record, found, title=TITLE, about=about)
    sailed = {row.status for row in record.sea}
    sea = [Overlay(f"sea_{s}", *about) for s, about in _SEA.items() if s in sailed]
    overlays = (Overlay("names", "Names"), *sea, *_LAND)
    return page_map(_SHEET, overlays, title=TITLE, static=static, data=data)
