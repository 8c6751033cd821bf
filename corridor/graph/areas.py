"""Which drawn lines touch an area: by all their points and stretches, not by their ends."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from corridor.graph.lines import Lines
from corridor.model.area import Area

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
_DEGREES = 1e-5


def lines_touching(lines: Lines, area: Area) -> frozenset[str]:
    """Ids of the lines that pass through an area or touch its edge."""
    points = np.asarray(lines.points * _DEGREES, dtype=np.float64)
    starts = lines.line_ptr[:-1]
    last = np.zeros(len(points), dtype=np.bool_)
    last[lines.line_ptr[1:][np.diff(lines.line_ptr) > 0] - 1] = True
    a = np.flatnonzero(~last)
    hit = touches(points[a], points[a + 1], area)
    owner = np.searchsorted(starts, a[hit], side="right") - 1
    names = lines.line_id[np.unique(owner)].tolist()
    return frozenset(names)


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
    found = np.zeros(len(tails), dtype=np.bool_)
    for polygon in area.polygons:
        outer = np.array(polygon[0])
        near = (
            (np.minimum(tails, heads) <= outer.max(axis=0))
            & (np.maximum(tails, heads) >= outer.min(axis=0))
        ).all(axis=1)
        at = np.flatnonzero(near & ~found)
        if not len(at):
            continue
        inside = _inside(tails[at], polygon)
        for ring in polygon:
            edges = np.array(ring)
            for start, end in pairwise(edges):
                inside |= _crosses(tails[at], heads[at], start, end)
        found[at] |= inside
    return found


def holds(area: Area, lon: float, lat: float) -> bool:
    """Whether a point lies in an area."""
    point = np.array([[lon, lat]])
    return any(bool(_inside(point, polygon)[0]) for polygon in area.polygons)


def _inside(points: FloatArray, polygon: tuple[tuple[tuple[float, float], ...], ...]) -> BoolArray:
    """By the number of edges that a ray to the east meets; holes turn it over again."""
    odd = np.zeros(len(points), dtype=np.bool_)
    lon, lat = points[:, 0], points[:, 1]
    for ring in polygon:
        edges = np.array(ring)
        for (x1, y1), (x2, y2) in pairwise(edges):
            over = (y1 > lat) != (y2 > lat)
            if y1 != y2:
                odd ^= over & (lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1)
    return odd


def _crosses(tails: FloatArray, heads: FloatArray, start: FloatArray, end: FloatArray) -> BoolArray:
    def side(p: FloatArray, q: FloatArray, r: FloatArray) -> FloatArray:
        found: FloatArray = (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (
            q[..., 1] - p[..., 1]
        ) * (r[..., 0] - p[..., 0])
        return found

    apart = side(tails, heads, start) * side(tails, heads, end) <= 0
    other = side(start, end, tails) * side(start, end, heads) <= 0
    overlap = (
        (np.minimum(tails, heads) <= np.maximum(start, end))
        & (np.maximum(tails, heads) >= np.minimum(start, end))
    ).all(axis=1)
    crossed: BoolArray = apart & other & overlap
    return crossed
