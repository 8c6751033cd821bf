"""On whose ground a point lies, and whether it lies in a sea or a lake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from math import cos, radians
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

# Rings are stored in whole 1e-4 degrees, about ten metres.
_SCALE = 10_000
WATER = "~"
# How far from the shore of these shapes a point may still stand on a quay or a beach: their own
# generalisation, about 1 km, and the simplifying to 0.01 degree, 1.1 km.
SHORE_KM = 2.5
_DEG_KM = 111.2

# Neighbours of the countries of the network, which have no roads in it.
NEIGHBOURS = {
    "AE": "the United Arab Emirates",
    "AM": "Armenia",
    "BD": "Bangladesh",
    "BG": "Bulgaria",
    "BH": "Bahrain",
    "BT": "Bhutan",
    "CY": "Cyprus",
    "EE": "Estonia",
    "EG": "Egypt",
    "FI": "Finland",
    "GR": "Greece",
    "HU": "Hungary",
    "IL": "Israel",
    "IN": "India",
    "IQ": "Iraq",
    "JO": "Jordan",
    "KW": "Kuwait",
    "LB": "Lebanon",
    "LT": "Lithuania",
    "LV": "Latvia",
    "LY": "Libya",
    "MD": "Moldova",
    "MK": "North Macedonia",
    "MM": "Myanmar",
    "MN": "Mongolia",
    "NP": "Nepal",
    "OM": "Oman",
    "PL": "Poland",
    "PS": "Palestine",
    "QA": "Qatar",
    "RO": "Romania",
    "RS": "Serbia",
    "SA": "Saudi Arabia",
    "SE": "Sweden",
    "SK": "Slovakia",
    "SY": "Syria",
    "TR": "Turkey",
    "UA": "Ukraine",
}
# Boxes (west, south, east, north) by which a water is named; the first that holds a point.
_WATERS = (
    ("the Caspian Sea", 46.0, 36.0, 55.0, 47.5),
    ("the Aral Sea", 57.5, 43.0, 62.5, 47.0),
    ("Lake Balkhash", 73.0, 44.5, 80.0, 47.2),
    ("Issyk-Kul", 76.0, 42.0, 78.6, 42.9),
    ("the Sea of Azov", 34.5, 45.3, 39.5, 47.5),
    ("the Black Sea", 27.0, 40.5, 42.0, 47.0),
    ("the Persian Gulf", 47.5, 23.5, 56.4, 30.6),
    ("the Gulf of Oman", 56.4, 22.0, 61.6, 27.3),
    ("the Arabian Sea", 52.0, 18.0, 75.0, 25.6),
    ("the Gulf of Finland", 22.5, 58.8, 30.5, 61.0),
    ("Lake Ladoga", 30.5, 59.8, 33.2, 61.9),
    ("the Baltic Sea", 16.0, 53.0, 24.5, 61.0),
    ("the Mediterranean Sea", 17.0, 30.0, 36.5, 41.0),
)


@dataclass(frozen=True, eq=False, slots=True)
class _Packed:
    """The outlines as they are stored: steps of whole numbers."""

    codes: npt.NDArray[np.str_]
    core: npt.NDArray[np.int32]
    ring_code: npt.NDArray[np.int32]
    ring_points: npt.NDArray[np.int32]
    x_step: npt.NDArray[np.int32]
    y_step: npt.NDArray[np.int32]


@dataclass(frozen=True)
class Ground:
    """
    Outlines of countries and waters.

    `ring_code` indexes `codes`; the `core` first codes are the countries of the network, drawn
    finely, and win over the coarse outlines of their neighbours. Outer rings and holes are alike:
    a point lies where an odd number of a code's rings hold it.
    """

    codes: npt.NDArray[np.str_]
    core: int
    ring_code: npt.NDArray[np.int32]
    ring_ptr: npt.NDArray[np.int64]
    lon: FloatArray
    lat: FloatArray

    @cached_property
    def _rings(self) -> npt.NDArray[np.object_]:
        """Each ring as a polygon of its own."""
        import shapely

        ring = np.repeat(np.arange(len(self.ring_code)), np.diff(self.ring_ptr))
        points = np.stack([self.lon, self.lat], axis=1)
        found: npt.NDArray[np.object_] = shapely.polygons(shapely.linearrings(points, indices=ring))
        return found

    def _holding(self, lon: float, lat: float) -> npt.NDArray[np.str_]:
        """Codes that hold a point: countries of the network first, then in order of code."""
        import shapely

        held = self.ring_code[shapely.intersects_xy(self._rings, lon, lat)]
        return self.codes[np.flatnonzero(np.bincount(held) % 2)]

    def country(self, lon: float, lat: float) -> str:
        """Two-letter country of a point, '' where it lies in none of the outlines."""
        return next((code for code in self._holding(lon, lat).tolist() if code != WATER), "")

    def from_shore_km(self, lon: float, lat: float) -> float:
        """How far out in a sea or lake a point lies, in km; 0 on land."""
        if WATER not in self._holding(lon, lat):
            return 0.0
        import shapely

        shores = shapely.boundary(self._rings[self.codes[self.ring_code] == WATER])
        stretch = (cos(radians(lat)), 1.0)
        near = shapely.transform(shores, lambda xy: (xy - (lon, lat)) * stretch)
        return float(shapely.distance(near, shapely.Point(0.0, 0.0)).min()) * _DEG_KM

    def stored(self) -> dict[str, npt.NDArray[Any]]:
        """Compact arrays: steps in whole 1e-4 degrees."""
        x = np.rint(self.lon * _SCALE).astype(np.int32)
        y = np.rint(self.lat * _SCALE).astype(np.int32)
        packed = _Packed(
            codes=self.codes,
            core=np.array([self.core], dtype=np.int32),
            ring_code=self.ring_code.astype(np.int32),
            ring_points=np.diff(self.ring_ptr).astype(np.int32),
            x_step=np.diff(x, prepend=np.int32(0)).astype(np.int32),
            y_step=np.diff(y, prepend=np.int32(0)).astype(np.int32),
        )
        return {f"ground_{f.name}": getattr(packed, f.name) for f in fields(_Packed)}


def stored_ground(arrays: Mapping[str, npt.NDArray[Any]]) -> Ground:
    """Take the outlines out of the arrays of graphs/access.npz."""
    data = _Packed(*(arrays[f"ground_{f.name}"] for f in fields(_Packed)))
    points = data.ring_points
    ptr = np.zeros(len(points) + 1, dtype=np.int64)
    ptr[1:] = np.cumsum(points)
    return Ground(
        data.codes,
        int(data.core[0]),
        data.ring_code,
        ptr,
        np.cumsum(data.x_step) / _SCALE,
        np.cumsum(data.y_step) / _SCALE,
    )


def ground_of(rings: Sequence[tuple[str, FloatArray]], core: Sequence[str]) -> Ground:
    """
    Outlines from closed rings (lon, lat in degrees, shape (n, 2)) by code.

    Examples
    --------
    >>> square = np.array([[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]], dtype=float)
    >>> found = ground_of([("AA", square), ("AA", square * 0.5 + 0.5)], ["AA"])
    >>> found.country(0.2, 0.2), found.country(1.0, 1.0), found.country(5, 5)
    ('AA', '', '')
    """
    others = sorted({code for code, _ in rings} - set(core))
    codes = [*sorted(set(core)), *others]
    number = {code: n for n, code in enumerate(codes)}
    kept = sorted(rings, key=lambda r: (number[r[0]], r[1][0].tolist(), len(r[1])))
    ptr = np.zeros(len(kept) + 1, dtype=np.int64)
    ptr[1:] = np.cumsum([len(points) for _, points in kept])
    whole = np.concatenate([points for _, points in kept]) if kept else np.zeros((0, 2))
    return Ground(
        np.array(codes, dtype=np.str_),
        len(set(core)),
        np.array([number[code] for code, _ in kept], dtype=np.int32),
        ptr,
        whole[:, 0].astype(np.float64),
        whole[:, 1].astype(np.float64),
    )


def water_name(lon: float, lat: float) -> str:
    """What the water at a point is called: by boxes, 'the sea or a lake' in none of them."""
    for name, west, south, east, north in _WATERS:
        if west <= lon <= east and south <= lat <= north:
            return name
    return "the sea or a lake"
