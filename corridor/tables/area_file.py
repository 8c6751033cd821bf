"""Read an area from a GeoJSON file that a person names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corridor.errors import BadInputError
from corridor.model.area import Area, Ring


def read_area(path: Path) -> Area:
    """
    The polygons of a GeoJSON file: a Polygon, MultiPolygon, Feature or collection of them.

    Raises
    ------
    BadInputError
        If the file cannot be read, or holds no polygon.
    """
    try:
        document: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as err:
        raise BadInputError(
            f"{path} cannot be read as an area ({err})", remedy="give a GeoJSON file of polygons"
        ) from err
    return area_of(document, path.name, path)


def area_of(document: Any, name: str, where: object = "the area") -> Area:
    """
    The polygons of a GeoJSON document, or of what carries one as `__geo_interface__`.

    Raises
    ------
    BadInputError
        If it holds no polygon; the message calls it `where`.
    """
    try:
        polygons = tuple(_polygons(document))
    except (KeyError, TypeError, ValueError, IndexError) as err:
        raise BadInputError(
            f"{where} is not GeoJSON of polygons ({err!r})",
            remedy="give a Polygon or MultiPolygon in lon, lat",
        ) from err
    if not polygons:
        raise BadInputError(
            f"{where} holds no polygon", remedy="give a Polygon or MultiPolygon in lon, lat"
        )
    return Area(name, polygons)


def _polygons(part: Any) -> Iterator[tuple[Ring, ...]]:
    kind = part["type"]
    if kind == "FeatureCollection":
        for feature in part["features"]:
            yield from _polygons(feature)
    elif kind == "Feature":
        yield from _polygons(part["geometry"])
    elif kind == "GeometryCollection":
        for geometry in part["geometries"]:
            yield from _polygons(geometry)
    elif kind == "Polygon":
        yield tuple(_ring(r) for r in part["coordinates"])
    elif kind == "MultiPolygon":
        for polygon in part["coordinates"]:
            yield tuple(_ring(r) for r in polygon)


def _ring(points: Any) -> Ring:
    ring = tuple((float(p[0]), float(p[1])) for p in points)
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise ValueError("a ring is not closed")
    if any(not (-180 <= lon <= 180 and -90 <= lat <= 90) for lon, lat in ring):
        raise ValueError("a point is outside the world")
    return ring
