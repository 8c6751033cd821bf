"""Plain geometry on the sphere; lon/lat order, degrees in, kilometres out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
StrArray = npt.NDArray[np.str_]

EARTH_RADIUS_KM = 6371.0088
KM_PER_DEG = EARTH_RADIUS_KM * np.pi / 180.0


def great_circle_km(
    lon_a: npt.ArrayLike, lat_a: npt.ArrayLike, lon_b: npt.ArrayLike, lat_b: npt.ArrayLike
) -> FloatArray:
    """
    Great-circle distance on the mean sphere, element by element.

    Parameters
    ----------
    lon_a, lat_a, lon_b, lat_b
        Degrees; scalars or arrays that broadcast.

    Returns
    -------
    numpy.ndarray
        Kilometres (0-d for scalars).
    """
    x_a, y_a, x_b, y_b = (np.radians(v) for v in (lon_a, lat_a, lon_b, lat_b))
    inner = np.sin((y_b - y_a) / 2) ** 2 + np.cos(y_a) * np.cos(y_b) * np.sin((x_b - x_a) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(inner, 0.0, 1.0))))


def unit_vectors(lon: FloatArray, lat: FloatArray) -> FloatArray:
    """Points on the unit sphere, shape (n, 3): chord length stands in for distance."""
    x, y = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)], axis=-1)


def chord_radius(km: float) -> float:
    """Chord on the unit sphere that spans `km` along the surface."""
    return float(2 * np.sin(km / EARTH_RADIUS_KM / 2))


def local_xy(
    lon: npt.ArrayLike, lat: npt.ArrayLike, lon0: float, lat0: float
) -> tuple[FloatArray, FloatArray]:
    """Kilometres east and north of a point; good to about 0.1 % within 100 km."""
    scale = np.cos(np.radians(lat0))
    x = (np.asarray(lon, dtype=np.float64) - lon0) * KM_PER_DEG * scale
    return x, (np.asarray(lat, dtype=np.float64) - lat0) * KM_PER_DEG


def turn_deg(ax: float, ay: float, bx: float, by: float) -> float:
    """Angle between two plane vectors, 0 (straight on) to 180 (back); 0 if one has no length."""
    norm = float(np.hypot(ax, ay) * np.hypot(bx, by))
    if norm == 0.0:
        return 0.0
    return float(np.degrees(np.arccos(np.clip((ax * bx + ay * by) / norm, -1.0, 1.0))))


def cumulative_km(coords: FloatArray) -> FloatArray:
    """Kilometres from the first point to each point of a line, shape (k,)."""
    steps = great_circle_km(coords[:-1, 0], coords[:-1, 1], coords[1:, 0], coords[1:, 1])
    return np.concatenate([[0.0], np.cumsum(steps)])


def simplify(coords: FloatArray, tolerance_deg: float) -> FloatArray:
    """
    Douglas-Peucker in degrees; the two ends always stay.

    Parameters
    ----------
    coords
        Line, shape (k, 2).
    tolerance_deg
        Farthest a dropped point may lie from the new line, in degrees.
    """
    if len(coords) < 3:
        return coords
    import shapely

    line = shapely.simplify(shapely.LineString(coords), tolerance_deg, preserve_topology=False)
    found: FloatArray = shapely.get_coordinates(line)
    return found


def nearest_on(
    ax: FloatArray, ay: FloatArray, bx: FloatArray, by: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """
    Spot of each plane stretch, from a to b, that lies nearest to the origin.

    By hand: shapely takes 15 times as long for one point and many stretches, as each becomes a
    shape first, and it does not say on which stretch of a line the spot lies.

    Returns
    -------
    tuple of numpy.ndarray
        Share of each stretch (0..1), and distance in the unit of the coordinates.
    """
    dx, dy = bx - ax, by - ay
    share = np.clip(-(ax * dx + ay * dy) / np.maximum(dx * dx + dy * dy, 1e-18), 0.0, 1.0)
    return share, np.hypot(ax + share * dx, ay + share * dy)


def project_on_line(coords: FloatArray, lon: float, lat: float) -> tuple[float, float]:
    """
    Nearest place on a line to a point.

    Returns
    -------
    tuple of float
        Share of the line's length (0..1) and distance in km from the point to that place.
    """
    x, y = local_xy(coords[:, 0], coords[:, 1], lon, lat)
    t, gap = nearest_on(x[:-1], y[:-1], x[1:], y[1:])
    best = int(np.argmin(gap))
    along = cumulative_km(coords)
    total = float(along[-1])
    if total == 0.0:
        return 0.0, float(gap[best])
    at = float(along[best] + t[best] * (along[best + 1] - along[best]))
    return at / total, float(gap[best])
