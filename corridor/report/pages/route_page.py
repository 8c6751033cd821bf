"""One HTML file with the map of an answer; how such a page is built says `page_frame`."""

from __future__ import annotations

from corridor.report.document.answer import AnswerRecord
from corridor.report.document.currency import shown_in
from corridor.report.document.read import plain_data
from corridor.report.document.stamp import Stamp, quote_id
from corridor.report.document.wording import BOUNDARY_NOTE, CREDIT, title_of
from corridor.report.map.lines import IsCoarse, LineOf, drawing, packed
from corridor.report.map.svg import drawn_svg
from corridor.report.pages.frame import Frame, framed
from corridor.report.pages.route_static import static_section
from corridor.report.pages.route_words import page_words, russian_charts

_FRAME = Frame(
    data_id="corridor-answer",
    map_label="Map of the route",
    panel_label="Itineraries",
    scripts=(
        "page_words.js",
        "page_map.js",
        "map_russian.js",
        "map_words.js",
        "map_popups.js",
        "map_lines.js",
        "map_signs.js",
        "map_paper.js",
        "map_panel.js",
        "map_script.js",
    ),
    styles=("map_style.css",),
)


def render_map(
    answer: AnswerRecord,
    lines: LineOf,
    is_coarse: IsCoarse | None = None,
    mark: Stamp | None = None,
) -> str:
    """
    Make the map page of a JSON answer.

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

    Returns
    -------
    str
        The whole HTML text, UTF-8 and LF. The same answer and mark give the same text.
    """
    found = drawing(answer.itineraries, lines, is_coarse)
    picture = drawn_svg(answer, found, width=900, height=560)
    name = quote_id(answer)
    static = static_section(answer, picture, mark.text() if mark else _unissued(answer, name))
    shown, unit = shown_in(answer)
    data = {
        # The drawing holds the lines themselves.
        "answer": plain_data(shown, without=("geometry_ref", "messages")),
        "unit": unit,
        "drawing": packed(found),
        **page_words(answer),
        "boundary_note": BOUNDARY_NOTE,
        "credit": CREDIT,
        "quote_id": name,
        "issued": mark.record() if mark else None,
    }
    static += russian_charts(answer)
    return framed(_FRAME, title=title_of(answer), static=static, data=data)


def _unissued(answer: AnswerRecord, name: str) -> str:
    return f"Quote {name}. Data of {answer.data_date}, graph {answer.graph_hash[:12]}."
