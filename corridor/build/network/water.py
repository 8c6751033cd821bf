"""How far out in a sea or lake a point lies (Natural Earth 1:10m, simplified to 0.01 degree)."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import shapely

from corridor.geo import FloatArray, great_circle_km

# Between a shore of these shapes and the real one: their own generalisation, about 1 km, the
# simplifying to 0.01 degree, 1.1 km, and the simplifying of drawn lines, 0.4 km.
SHORE_KM = 2.5
# A degree of longitude is so much of one of latitude in the middle of the corridor: with it the
# nearest shore in the plane is the nearest one on the ground but for some per cent.
_NARROW = 0.75


@cache
def _water() -> tuple[Any, Any]:
    """All waters as one shape, prepared, and their shores."""
    text = files("corridor.build.network").joinpath("water.geojson").read_text(encoding="utf-8")
    rings = json.loads(text)["coordinates"]
    shape = shapely.MultiPolygon([(r[0], r[1:]) for r in rings])
    shapely.prepare(shape)
    shore = shapely.transform(shapely.boundary(shape), lambda xy: xy * (_NARROW, 1.0))
    return shape, shore


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
    water, shore = _water()
    found = np.zeros(len(lon))
    wet = np.flatnonzero(shapely.contains_xy(water, lon, lat))
    if len(wet):
        ways = shapely.shortest_line(shapely.points(lon[wet] * _NARROW, lat[wet]), shore)
        ends = shapely.get_coordinates(ways).reshape(-1, 2, 2) / (_NARROW, 1.0)
        found[wet] = great_circle_km(ends[:, 0, 0], ends[:, 0, 1], ends[:, 1, 0], ends[:, 1, 1])
    return found
