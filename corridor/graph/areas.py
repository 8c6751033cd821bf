"""An area read from GeoJSON, and which drawn lines touch it: not by their ends alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corridor.errors import InputError
from corridor.graph.lines import Lines
from corridor.model.area import Area, Ring

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
_DEGREES = 1e-5
_SHAPES = ("FeatureCollection", "GeometryCollection", "Feature", "Polygon", "MultiPolygon")


def read_area(path: Path) -> Area:
    """
    The polygons of a GeoJSON file: a Polygon, MultiPolygon, Feature or collection of them.

    Raises
    ------
    InputError
        If the file cannot be read, or holds no polygon.
    """
    try:
        document: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as err:
        raise InputError(
            f"{path} cannot be read as an area ({err})", remedy="give a GeoJSON file of polygons"
        ) from err
    return area_of(document, path.name, path)


def area_of(document: Any, name: str, where: Path | str = "the area") -> Area:
    """
    The polygons of a GeoJSON document, or of what carries one as `__geo_interface__`.

    Raises
    ------
    InputError
        If it holds no polygon; the message calls it `where`.
    """
    try:
        polygons = tuple(_polygons(document))
    except (KeyError, TypeError, ValueError, IndexError) as err:
        raise InputError(
            f"{where} is not GeoJSON of polygons ({err!r})",
            remedy="give a Polygon or MultiPolygon in lon, lat",
        ) from err
    if not polygons:
        raise InputError(
            f"{where} holds no polygon", remedy="give a Polygon or MultiPolygon in lon, lat"
        )
    return Area(name, polygons)


def _polygons(part: Any) -> Iterator[tuple[Ring, ...]]:
    match part:
        case {"type": "FeatureCollection", "features": parts}:
            for feature in parts:
                yield from _polygons(feature)
        case {"type": "GeometryCollection", "geometries": parts}:
            for geometry in parts:
                yield from _polygons(geometry)
        case {"type": "Feature", "geometry": geometry}:
            yield from _polygons(geometry)
        case {"type": "Polygon", "coordinates": rings}:
            yield tuple(_ring(r) for r in rings)
        case {"type": "MultiPolygon", "coordinates": polygons}:
            for rings in polygons:
                yield tuple(_ring(r) for r in rings)
        case {"type": kind} if kind not in _SHAPES:
            return  # a point or a line is no area
        case _:
            raise ValueError("a shape lacks its type or its parts")


def _ring(points: Any) -> Ring:
    ring = tuple((float(p[0]), float(p[1])) for p in points)
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise ValueError("a ring is not closed")
    if any(not (-180 <= lon <= 180 and -90 <= lat <= 90) for lon, lat in ring):
        raise ValueError("a point is outside the world")
    return ring


def lines_touching(lines: Lines, area: Area) -> frozenset[str]:
    """Ids of the lines that pass through an area or touch its edge."""
    points = np.asarray(lines.points * _DEGREES, dtype=np.float64)
    last = np.zeros(len(points), dtype=np.bool_)
    last[lines.line_ptr[1:][np.diff(lines.line_ptr) > 0] - 1] = True
    a = np.flatnonzero(~last)
    hit = a[touches(points[a], points[a + 1], area)]
    owner = np.searchsorted(lines.line_ptr[:-1], hit, side="right") - 1
    return frozenset(lines.line_id[np.unique(owner)].tolist())


def refs_touching(lines: Lines, refs: Iterable[str], area: Area) -> frozenset[str]:
    """The geometry references, of some, whose lines pass through an area or touch its edge."""
    found = set()
    for ref in refs:
        points = np.array(lines.line(ref), dtype=np.float64)
        if len(points) > 1 and touches(points[:-1], points[1:], area).any():
            found.add(ref)
    return frozenset(found)


def touches(tails: FloatArray, heads: FloatArray, area: Area) -> BoolArray:
    """Whether each straight stretch (lon, lat in degrees, shape (n, 2)) touches an area."""
    import shapely

    shape = _shape(area)
    found: BoolArray = shapely.intersects(shape, shapely.linestrings(np.stack([tails, heads], 1)))
    return found


def holds(area: Area, lon: float, lat: float) -> bool:
    """Whether a point lies in an area or on its edge."""
    import shapely

    return bool(shapely.intersects_xy(_shape(area), lon, lat))


@lru_cache(maxsize=8)
def _shape(area: Area) -> BaseGeometry:
    """The area as one shape; where a ring crosses itself, what it goes round an odd time is in."""
    import shapely

    found = shapely.union_all(
        [
            shapely.make_valid(shapely.Polygon(outer, holes), method="linework")
            for outer, *holes in area.polygons
        ]
    )
    shapely.prepare(found)
    return found
