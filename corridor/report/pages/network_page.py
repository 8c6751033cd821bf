"""One HTML file with the whole network on a date; how such a page is built says `page_frame`."""

from __future__ import annotations

from datetime import date

from msgspec import structs

from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.lines import Lines
from corridor.report.document.wording import BOUNDARY_NOTE, CREDIT
from corridor.report.map.lines import packed
from corridor.report.pages.frame import Frame, framed
from corridor.report.pages.network_data import network_drawing, network_record
from corridor.report.pages.network_static import NAMED, static_network
from corridor.tables.dataset import Dataset

TITLE = "Freight network from Belarus to the Arabian Sea"
_FRAME = Frame(
    data_id="corridor-network",
    map_label="Map of the network",
    panel_label="Search and state of the network",
    scripts=(
        "page_words.js",
        "page_map.js",
        "network_words.js",
        "network_popups.js",
        "network_search.js",
        "network_panel.js",
        "network_script.js",
    ),
    styles=("map_style.css", "network_style.css"),
)


def render_network(
    dataset: Dataset,
    graph: CorridorGraph,
    lines: Lines,
    *,
    on: date,
    graph_hash: str,
    data_date: str,
) -> str:
    """
    Make the page of the whole network.

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
    str
        The whole HTML text, UTF-8 and LF. The same input gives the same text.
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
        "stale_days": round(dataset.figures.closure_stale_days.value.typical),
    }
    about = f"Data of {data_date}.", f"Graph {graph_hash[:12]}."
    static = static_network(dataset, record, found, title=TITLE, about=about)
    return framed(_FRAME, title=TITLE, static=static, data=data)
