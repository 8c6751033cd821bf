"""The line along which two ports cost the same, drawn between solved places."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corridor.analysis.sampling.distribution import Floats

LonLat = tuple[float, float]
# A grid point further than this from any solved place says nothing.
_FAR_KM = 350.0
_NEIGHBOURS = 6


def tie_lines(
    points: Sequence[LonLat], differences: Sequence[float], step_degrees: float = 0.75
) -> list[tuple[LonLat, LonLat]]:
    """
    Short pieces of the line where the difference is nothing.

    The difference is spread over a grid by weighting the nearest places with one over the
    distance squared, and the grid is cut by marching squares: an interpolation between places,
    not a solution in between.

    Parameters
    ----------
    points
        Places, degrees lon/lat.
    differences
        One port's value less the other's, one a place.
    step_degrees
        Width of the grid.
    """
    if len(points) < 3 or min(differences) > 0 or max(differences) < 0:
        return []
    at = np.array(points)
    values = np.array(differences)
    lons = np.arange(at[:, 0].min() - 1, at[:, 0].max() + 1 + step_degrees, step_degrees)
    lats = np.arange(at[:, 1].min() - 1, at[:, 1].max() + 1 + step_degrees, step_degrees)
    grid = np.full((len(lats), len(lons)), np.nan)
    for row, lat in enumerate(lats):
        for column, lon in enumerate(lons):
            grid[row, column] = _spread(at, values, float(lon), float(lat))
    pieces: list[tuple[LonLat, LonLat]] = []
    for row in range(len(lats) - 1):
        for column in range(len(lons) - 1):
            corners = [
                (
                    float(lons[column + dx]),
                    float(lats[row + dy]),
                    float(grid[row + dy, column + dx]),
                )
                for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1))
            ]
            pieces += _cut(corners)
    return pieces


def _spread(at: Floats, values: Floats, lon: float, lat: float) -> float:
    east = (at[:, 0] - lon) * np.cos(np.radians(lat)) * 111.2
    north = (at[:, 1] - lat) * 111.2
    km = np.hypot(east, north)
    near = np.argsort(km)[:_NEIGHBOURS]
    if km[near[0]] > _FAR_KM:
        return float("nan")
    weights = 1 / np.maximum(km[near], 1.0) ** 2
    return float((weights * values[near]).sum() / weights.sum())


def _cut(corners: list[tuple[float, float, float]]) -> list[tuple[LonLat, LonLat]]:
    """Where the zero line crosses a cell; a saddle gives two pieces."""
    if any(np.isnan(c[2]) for c in corners):
        return []
    crossings: list[LonLat] = []
    for a, b in zip(corners, corners[1:] + corners[:1], strict=True):
        if (a[2] > 0) != (b[2] > 0):
            share = a[2] / (a[2] - b[2])
            crossings.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
    return list(zip(crossings[::2], crossings[1::2], strict=False))
