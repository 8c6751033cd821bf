"""Which drawn lines touch an area: by all their points and stretches, not by their ends."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corridor.graph.lines import Lines
from corridor.model.area import Area

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
_DEGREES = 1e-5


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
