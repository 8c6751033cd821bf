"""Distance of a point from the border line between two countries, from the time-zone polygons."""

from __future__ import annotations

from functools import cache

import numpy as np

from corridor.build.network.countries import ZONE_COUNTRY
from corridor.geo import FloatArray, local_xy

_DEGREES = 0.5  # segments farther off than this in either direction are not looked at


class BorderLines:
    """
    Outlines of countries; opens the polygons once, reads a country when first asked for.

    A place near the border of two countries is near the outlines of both, so its distance from
    their common line is the greater of the two. Outlines between two zones of one country lie far
    from the other country and never win.
    """

    def __init__(self) -> None:
        """Open the time-zone polygons (build time only)."""
        from timezonefinder import TimezoneFinder

        self._finder = TimezoneFinder()
        self._rings = cache(self._read)

    def away_km(self, lon: float, lat: float, country_a: str, country_b: str) -> float:
        """
        Distance from a point to the border of two countries.

        Parameters
        ----------
        lon, lat
            Degrees.
        country_a, country_b
            ISO 3166-1 alpha-2, neighbours.

        Returns
        -------
        float
            Kilometres; infinite where one of the outlines is over about 50 km off.
        """
        return max(self._outline_km(lon, lat, code) for code in (country_a, country_b))

    def _outline_km(self, lon: float, lat: float, country: str) -> float:
        return min(
            (_nearest_km(ring, lon, lat) for ring in self._rings(country)), default=float("inf")
        )

    def _read(self, country: str) -> tuple[FloatArray, ...]:
        """Rings of every zone of a country as arrays of lon, lat."""
        names = [n for n in self._finder.timezone_names if ZONE_COUNTRY.get(n) == country]
        found: list[FloatArray] = []
        for name in names:
            for polygon in self._finder.get_geometry(tz_name=name):
                found += [np.asarray(ring, dtype=np.float64).T for ring in polygon]
        return tuple(found)


def _nearest_km(ring: FloatArray, lon: float, lat: float) -> float:
    """Distance from a point to a closed ring; infinite beyond the window."""
    low = np.minimum(ring, np.roll(ring, -1, axis=0))
    high = np.maximum(ring, np.roll(ring, -1, axis=0))
    here = np.array([lon, lat])
    near = np.all((low <= here + _DEGREES) & (high >= here - _DEGREES), axis=1)
    if not near.any():
        return float("inf")
    start, end = ring[near], np.roll(ring, -1, axis=0)[near]
    ax, ay = local_xy(start[:, 0], start[:, 1], lon, lat)
    bx, by = local_xy(end[:, 0], end[:, 1], lon, lat)
    dx, dy = bx - ax, by - ay
    length2 = np.maximum(dx * dx + dy * dy, 1e-12)
    share = np.clip(-(ax * dx + ay * dy) / length2, 0.0, 1.0)
    return float(np.min(np.hypot(ax + share * dx, ay + share * dy)))
