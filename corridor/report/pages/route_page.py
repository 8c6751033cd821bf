"""One HTML file with the map of an answer; how such a page is built says `page_frame`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corridor.errors import BadInputError
from corridor.report.document.currency import shown_in
from corridor.report.document.stamp import Stamp, quote_id
from corridor.report.map.lines import IsCoarse, LineOf, drawing, packed
from corridor.report.map.svg import drawn_svg
from corridor.report.pages.frame import Frame, framed
from corridor.report.pages.route_static import BOUNDARY_NOTE, CREDIT, static_section, title_of

_READABLE_MAJOR = "1."
_FRAME = Frame(
    data_id="corridor-answer",
    map_label="Map of the route",
    panel_label="Itineraries",
    scripts=(
        "page_words.js",
        "page_map.js",
        "map_russian.js",
        "map_russian_items.js",
        "map_words.js",
        "map_popups.js",
        "map_lines.js",
        "map_signs.js",
        "map_said.js",
        "map_chart.js",
        "map_paper.js",
        "map_panel.js",
        "map_script.js",
    ),
    styles=("map_style.css",),
)


def render_map(
    answer: Mapping[str, Any],
    lines: LineOf,
    is_coarse: IsCoarse | None = None,
    mark: Stamp | None = None,
) -> str:
    """
    Make the map page of a JSON answer.

    Parameters
    ----------
    answer
        The JSON answer (schema version 1.x).
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

    Raises
    ------
    BadInputError
        If the answer has another schema version, no itinerary, or a figure that is no number.
    """
    version = str(answer.get("schema_version", "missing"))
    if not version.startswith(_READABLE_MAJOR):
        raise BadInputError(
            f"the map reads answers of schema version 1.x, this one says {version}",
            remedy="ask again with `corridor route ... --json` of this version",
        )
    if not answer["itineraries"]:
        raise BadInputError(
            "the answer holds no itinerary, so there is nothing to draw",
            remedy="read its closures and warnings, and ask again with fewer constraints",
        )
    found = drawing(answer, lines, is_coarse)
    picture = drawn_svg(answer, found, width=900, height=560)
    name = quote_id(answer)
    static = static_section(answer, picture, mark.text() if mark else _unissued(answer, name))
    shown, unit = shown_in(answer)
    data = {
        "answer": _without_lines(shown),
        "unit": unit,
        "drawing": packed(found),
        "boundary_note": BOUNDARY_NOTE,
        "credit": CREDIT,
        "quote_id": name,
        "issued": mark.record() if mark else None,
    }
    try:
        return framed(_FRAME, title=title_of(answer), static=static, data=data)
    except ValueError as error:
        raise BadInputError(
            f"the answer holds a figure that is no number ({error})",
            remedy="make the answer again; a saved answer must hold plain numbers",
        ) from error


def _unissued(answer: Mapping[str, Any], name: str) -> str:
    graph = str(answer.get("graph_hash", ""))[:12]
    return f"Quote {name}. Data of {answer['data_date']}, graph {graph}."


def _without_lines(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer without the names of its lines: the drawing holds the lines themselves."""
    return {
        **answer,
        "itineraries": [
            {
                **itinerary,
                "legs": [
                    {k: v for k, v in leg.items() if k != "geometry_ref"}
                    for leg in itinerary["legs"]
                ],
            }
            for itinerary in answer["itineraries"]
        ],
    }
