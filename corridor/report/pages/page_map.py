"""
What the maps of all pages have alike: their view, the ground, the names on it, and the control of layers.

A page is a `ClosedMap`, so a `folium.Map`: its layers are FeatureGroups of Folium that the page's
script fills from packed data, and what a user adds to it is saved with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import folium
from branca.element import Element
from folium.plugins import Fullscreen

from corridor.report.closed.chart import ClosedMap
from corridor.report.closed.parts import Below, Data, Drawing, Panel, Strip, Styles, json_block
from corridor.report.map.basemap import asset_text, packed_ground

# Leaflet's options of every map: lines on canvas, halves of zoom levels, no movement of its own.
_VIEW = {
    "prefer_canvas": True,
    "min_zoom": 2,
    "max_zoom": 12,
    "zoom_snap": 0.5,
    "max_bounds_viscosity": 0.9,
    "fade_animation": False,
    "zoom_animation": False,
    "marker_zoom_animation": False,
}
_GROUND = (("countries", "Countries"), ("landOnly", "Land only"), ("bare", "No base map"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """
    What one kind of page puts around its data.

    `block` names the JSON that the function `draw` reads; `scripts` and `styles` are files of this
    package, in their order; the labels tell screen readers what map and panel are.
    """

    draw: str
    block: str
    map_label: str
    panel_label: str
    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    zoom_control: bool = True
    strip_label: str = ""  # of the strip below the map, for pages that have one


@dataclass(frozen=True, slots=True)
class Overlay:
    """A layer that the script fills: its key there, its name in the control, '' for none, and whether it shows."""

    key: str
    name: str = ""
    show: bool = True


def page_map(
    sheet: Sheet,
    overlays: Sequence[Overlay],
    *,
    title: str,
    static: str,
    data: Mapping[str, object],
) -> ClosedMap:
    """
    Make the map of a page.

    Parameters
    ----------
    sheet
        The kind of page.
    overlays
        Its layers, the lowest first; the control lists them in this order.
    title
        Plain text.
    static
        HTML for readers without JavaScript, put in as it is.
    data
        What the script draws.

    Raises
    ------
    ValueError
        If the data hold a figure that is no number.
    """
    chart = ClosedMap(title, sheet.map_label, zoom_control=sheet.zoom_control, **_VIEW)
    given: dict[str, Element] = {}
    for key, name in _GROUND:
        given[key] = folium.FeatureGroup(name, overlay=False, show=key == "countries")
    for one in overlays:
        given[one.key] = folium.FeatureGroup(one.name, control=bool(one.name), show=one.show)
    for layer in given.values():
        chart.add_child(layer)
    given["control"] = folium.LayerControl(collapsed=True)
    chart.add_child(given["control"])
    titles = {"title": "Full screen", "title_cancel": "Leave full screen"}
    chart.add_child(Fullscreen(**titles))  # type: ignore[no-untyped-call]
    labels = json_block(json.loads(asset_text("assets/labels.json")), ascii_only=False)
    for part in (
        Styles(sheet.styles),
        Panel(sheet.panel_label),
        *([Strip(sheet.strip_label)] if sheet.strip_label else ()),
        Below(static),
        Data(sheet.block, json_block(data)),
        Data("corridor-basemap", packed_ground()),
        Data("corridor-labels", labels),
        Drawing(sheet.draw, sheet.scripts, given),
    ):
        chart.add_child(part)
    return chart
