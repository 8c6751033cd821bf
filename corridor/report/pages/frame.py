"""
The frame of every map page: one HTML file that needs no network and no other file.

The page is our own template around Leaflet, the map library that folium wraps. Folium itself
is not called: its page links ten files on five hosts, names its elements at random, needs
jQuery for popups and writes text as HTML, so that nearly all of what it makes would have to be
replaced to get a closed page that is the same every time. Leaflet is kept in folium's line
(1.9), so what works there works here.

Text of the data reaches a page in two ways only: as JSON in a block that is never run, which
the script shows through text nodes, and escaped in the tables for readers without JavaScript.
The Content-Security-Policy allows the two scripts and two styles written here, by their
hashes, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec import to_builtins

from corridor.report.map.basemap import asset_text, packed_ground
from corridor.report.map.svg import xml_text

_JSON_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """
    What one kind of page puts around its data.

    `data_id` names the block the script reads; `scripts` and `styles` are files of this
    package, joined in their order; the labels tell screen readers what the two parts are.
    """

    data_id: str
    map_label: str
    panel_label: str
    scripts: tuple[str, ...]
    styles: tuple[str, ...]


def framed(frame: Frame, *, title: str, static: str, data: Mapping[str, object]) -> str:
    """
    Fill the template.

    Parameters
    ----------
    frame
        The kind of page.
    title
        Plain text; it is escaped here.
    static
        HTML for readers without JavaScript, put in as it is.
    data
        What the script draws.

    Returns
    -------
    str
        The whole HTML text; the same data give the same text.

    Raises
    ------
    ValueError
        If the data hold a figure that is no number.
    """
    script = "\n".join(asset_text(name).strip() for name in frame.scripts)
    style = "\n".join(asset_text(name).strip() for name in frame.styles)
    leaflet = asset_text("assets/leaflet.js").strip()
    leaflet_style = asset_text("assets/leaflet.css").strip()
    slots = {
        "csp": _policy([leaflet, script], [leaflet_style, style]),
        "title": xml_text(title),
        "leaflet_style": leaflet_style,
        "style": style,
        "map_label": xml_text(frame.map_label),
        "panel_label": xml_text(frame.panel_label),
        "static": static,
        "data_id": frame.data_id,
        "data": json_block(data),
        "basemap": packed_ground(),
        "labels": json_block(json.loads(asset_text("assets/labels.json")), ascii_only=False),
        "leaflet": leaflet,
        "script": script,
    }
    # One pass over the template: what is put in is never searched for slots again.
    return re.sub(r"\{\{(\w+)\}\}", lambda slot: slots[slot[1]], asset_text("map_template.html"))


def plain_page(title: str, style: str, body: Sequence[str]) -> str:
    """
    Make a page of HTML and SVG alone, without a script.

    Parameters
    ----------
    title
        Plain text; it is escaped here.
    style
        The one style sheet.
    body
        Elements of the main part, put in as they are.
    """
    policy = (
        f"default-src 'none'; style-src {_hashes([style])}; base-uri 'none'; form-action 'none'"
    )
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{xml_text(title)}</title>",
            f"<style>{style}</style>",
            "</head>",
            "<body>",
            "<main>",
            *body,
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def json_block(data: Mapping[str, object], *, ascii_only: bool = True) -> str:
    """
    JSON without signs that HTML could read as the end of the block.

    Data of others are in ASCII, since they may hold half signs; our own labels need not be.
    """
    text = json.dumps(
        to_builtins(data),
        ensure_ascii=ascii_only,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return re.sub("[<>&]", lambda sign: _JSON_ESCAPES[sign[0]], text)


def _policy(scripts: list[str], styles: list[str]) -> str:
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)};"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hashes(texts: list[str]) -> str:
    digests = (hashlib.sha256(text.encode()).digest() for text in texts)
    return " ".join(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests)
