"""Outlines of countries and waters for run time, and how far out in the water a point lies."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from corridor.build.network.countries import REGION, zones
from corridor.geo import FloatArray, great_circle_km
from corridor.graph.ground import WATER, Ground, ground_of

if TYPE_CHECKING:
    import geopandas as gpd

# Wider than the region of `lat,lon`, so that no point of it lies at a cut.
_BOX = (17.0, 19.0, 93.0, 63.0)
# Square root of the triangles left out, in degrees: about 300 m for the countries of the network;
# neighbours need only be named.
_FINE, _COARSE = 0.003, 0.03
# Between a shore of these shapes and the real one: their own generalisation, about 1 km, the
# simplifying to 0.01 degree, 1.1 km, and the simplifying of drawn lines, 0.4 km.
SHORE_KM = 2.5
# A degree of longitude is so much of one of latitude in the middle of the corridor: with it the
# nearest shore in the plane is the nearest one on the ground but for some per cent.
_NARROW = 0.75


def outlines() -> Ground:
    """
    Outlines of the countries of the network and of their neighbours, seas and lakes.

    Countries are time zones joined, simplified together so that neighbours keep one line.
    """
    shapes = _countries()
    core = [c for c in shapes.index if c in REGION]
    rings: list[tuple[str, FloatArray]] = []
    for part, step in ((shapes[core], _FINE), (shapes, _COARSE)):
        simple = shapely.coverage_simplify(part.to_numpy(), step)
        for code, shape in zip(part.index, simple, strict=True):
            if step == _FINE or code not in core:
                rings += [(code, r) for r in _rings(shape)]
    return ground_of([*rings, *((WATER, r) for r in _water())], core)


def _countries() -> gpd.GeoSeries:
    """Zones of each country within the box, joined; by code."""
    west, south, east, north = _BOX
    near = zones().cx[west:east, south:north]
    whole = near.assign(geometry=near.make_valid()).dissolve("code").make_valid()
    cut = whole.intersection(shapely.box(*_BOX))
    return cut[~cut.is_empty]


def _rings(shape: BaseGeometry) -> list[FloatArray]:
    """Rings of a shape as arrays of lon, lat; bits of it that are no surface are left out."""
    found: list[FloatArray] = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon" and not part.is_empty:
            found += [shapely.get_coordinates(r) for r in (part.exterior, *part.interiors)]
    return found


def _water() -> list[FloatArray]:
    return _rings(_waters())


@cache
def _waters() -> shapely.MultiPolygon:
    """Seas and lakes (Natural Earth 1:10m, simplified to 0.01 degree)."""
    text = files("corridor.build.network").joinpath("water.geojson").read_text(encoding="utf-8")
    return shapely.from_geojson(text)


@cache
def _shores() -> BaseGeometry:
    return shapely.transform(shapely.boundary(_waters()), lambda xy: xy * (_NARROW, 1.0))


def from_shore_km(lon: FloatArray, lat: FloatArray) -> FloatArray:
    """
    Distance of points in the water from the nearest shore.

    Parameters
    ----------
    lon, lat
        Degrees, same length.

    Returns
    -------
    numpy.ndarray
        Kilometres; 0 on land, and outside the box of the corridor (26-92 E, 22-61 N).
    """
    water, shore = _waters(), _shores()
    shapely.prepare(water)
    found = np.zeros(len(lon))
    wet = np.flatnonzero(shapely.contains_xy(water, lon, lat))
    if len(wet):
        ways = shapely.shortest_line(shapely.points(lon[wet] * _NARROW, lat[wet]), shore)
        ends = shapely.get_coordinates(ways).reshape(-1, 2, 2) / (_NARROW, 1.0)
        found[wet] = great_circle_km(ends[:, 0, 0], ends[:, 0, 1], ends[:, 1, 0], ends[:, 1, 1])
    return found
