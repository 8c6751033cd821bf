"""The map of an answer; how such a page is built says `page_map`."""

from __future__ import annotations

from corridor.report.closed.chart import ClosedMap
from corridor.report.document.answer import AnswerRecord
from corridor.report.document.currency import shown_in
from corridor.report.document.read import plain_data
from corridor.report.document.stamp import Stamp, quote_id
from corridor.report.document.wording import BOUNDARY_NOTE, CREDIT, title_of
from corridor.report.map.lines import IsCoarse, LineOf, drawing, packed
from corridor.report.map.route_svg import drawn_svg
from corridor.report.pages.corridor_ports import corridor_ports
from corridor.report.pages.page_head import PageHead
from corridor.report.pages.page_map import Overlay, Sheet, page_map
from corridor.report.pages.route_static import static_section
from corridor.report.pages.route_words import page_words, russian_charts
from corridor.report.pages.take_data import take_data

_SHEET = Sheet(
    draw="drawAnswer",
    block="corridor-answer",
    map_label="Map of the route",
    panel_label="Itineraries",
    scripts=(
        "page_words.js",
        "page_map.js",
        "map_russian.js",
        "map_words.js",
        "page_head.js",
        "map_popups.js",
        "page_names.js",
        "page_link.js",
        "page_sheet.js",
        "route_lines.js",
        "route_names.js",
        "route_strip.js",
        "map_signs.js",
        "map_paper.js",
        "route_take.js",
        "map_panel.js",
        "route_script.js",
    ),
    styles=("map_style.css", "route_style.css"),
    strip_label="Days of the journey",
    zoom_control=False,  # the script's own, in the reader's language
)
# The drawing holds the lines, `said` the messages; the others a page does not show.
_UNSHOWN = (
    "geometry_ref", "messages", "rows", "waits", "indicators", "changed", "changed_by", "methods",
    "objectives", "compared",
)  # fmt: skip
_OVERLAYS = (
    Overlay("halo"),
    Overlay("other", "Other itineraries"),
    Overlay("casing"),
    Overlay("mixed"),
    Overlay("rail", "Rail"),
    Overlay("road", "Road"),
    Overlay("sea", "Sea"),
    Overlay("arrows"),
    Overlay("names", "Names"),
    Overlay("ports"),
    Overlay("border", "Border crossings"),
    Overlay("transfer", "Transfers"),
    Overlay("gauge", "Breaks of gauge"),
    Overlay("port", "Ports"),
    Overlay("blocked", "Closed"),
    Overlay("ends", "Origin and destination"),
)


def route_map(
    answer: AnswerRecord,
    lines: LineOf,
    is_coarse: IsCoarse | None = None,
    mark: Stamp | None = None,
    head: PageHead | None = None,
) -> ClosedMap:
    """
    Make the map of a JSON answer.

    Parameters
    ----------
    answer
        The answer.
    lines
        Points (degrees lon/lat) of a geometry reference, in order of travel.
    is_coarse
        Whether a reference names a line that the graph calls coarse; such lines are dashed.
    mark
        When the page is issued and how long it holds; without it, as in the gallery, the page
        is an example and names the quotation and its data alone.
    head
        Who sends the page and to whom, above its heading; None for nobody named.

    Returns
    -------
    ClosedMap
        A folium.Map; the same answer and mark give the same page.
    """
    found = drawing(answer.itineraries, lines, is_coarse)
    picture = drawn_svg(answer, found, width=900, height=560)
    name = quote_id(answer)
    unissued = _unissued(answer, name)
    stamp = mark.text() if mark else unissued
    static = static_section(answer, picture, stamp, head)
    shown, unit = shown_in(answer)
    data = {
        "answer": plain_data(shown, without=_UNSHOWN),
        "unit": unit,
        "drawing": packed(found),
        **page_words(answer),
        "ports": corridor_ports(),
        "boundary_note": BOUNDARY_NOTE,
        "credit": CREDIT,
        "quote_id": name,
        "issued": mark.record() if mark else None,
        "head": head,
        "take": take_data(answer, unissued, stamp),
    }
    static += russian_charts(answer)
    return page_map(_SHEET, _OVERLAYS, title=title_of(answer), static=static, data=data)


def _unissued(answer: AnswerRecord, name: str) -> str:
    return f"Quote {name}. Data of {answer.data_date}, graph {answer.graph_hash[:12]}."
