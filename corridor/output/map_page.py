"""
One HTML file with the map of an answer; it needs no network and no other file.

The page is our own template around Leaflet, the map library that folium wraps. Folium itself
is not called: its page links ten files on five hosts, names its elements at random, needs
jQuery for popups and writes text as HTML, so that nearly all of what it makes would have to be
replaced to get a closed page that is the same every time. Leaflet is kept in folium's line
(1.9), so what works there works here.

Text of the answer reaches the page in two ways only: as JSON in a block that is never run,
which the script shows through text nodes, and escaped in the tables for readers without
JavaScript. The Content-Security-Policy allows the two scripts and two styles written here, by
their hashes, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from corridor.errors import BadInputError
from corridor.output.basemap import asset_text
from corridor.output.map_lines import IsCoarse, LineOf, drawing, packed
from corridor.output.map_static import BOUNDARY_NOTE, CREDIT, static_section, title_of
from corridor.output.svg import drawn_svg, xml_text

_READABLE_MAJOR = "1."
_JSON_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def render_map(answer: Mapping[str, Any], lines: LineOf, is_coarse: IsCoarse | None = None) -> str:
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

    Returns
    -------
    str
        The whole HTML text, UTF-8 and LF. The same answer gives the same text.

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
    script, style = asset_text("map_script.js").strip(), asset_text("map_style.css").strip()
    leaflet = asset_text("assets/leaflet.js").strip()
    leaflet_style = asset_text("assets/leaflet.css").strip()
    slots = {
        "csp": _policy([leaflet, script], [leaflet_style, style]),
        "title": xml_text(title_of(answer)),
        "leaflet_style": leaflet_style,
        "style": style,
        "static": static_section(answer, drawn_svg(answer, found, width=900, height=560)),
        "answer": _json_block(
            {
                "answer": answer,
                "drawing": packed(found),
                "boundary_note": BOUNDARY_NOTE,
                "credit": CREDIT,
            }
        ),
        "basemap": asset_text("assets/basemap.geojson").strip(),
        "leaflet": leaflet,
        "script": script,
    }
    # One pass over the template: what is put in is never searched for slots again.
    return re.sub(r"\{\{(\w+)\}\}", lambda slot: slots[slot[1]], asset_text("map_template.html"))


def _json_block(data: Mapping[str, Any]) -> str:
    """JSON in ASCII without signs that HTML could read as the end of the block."""
    try:
        text = json.dumps(
            data, ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":")
        )
    except ValueError as error:
        raise BadInputError(
            f"the answer holds a figure that is no number ({error})",
            remedy="make the answer again; a saved answer must hold plain numbers",
        ) from error
    return re.sub("[<>&]", lambda sign: _JSON_ESCAPES[sign[0]], text)


def _policy(scripts: list[str], styles: list[str]) -> str:
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)};"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hashes(texts: list[str]) -> str:
    digests = (hashlib.sha256(text.encode()).digest() for text in texts)
    return " ".join(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests)
