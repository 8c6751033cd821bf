"""A named area on the map, as polygons."""

from __future__ import annotations

from dataclasses import dataclass

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Area:
    """
    Polygons, each an outer ring and the holes in it; points are lon, lat in degrees WGS84.

    Rings are closed: the first point follows the last.
    """

    name: str
    polygons: tuple[tuple[Ring, ...], ...]
