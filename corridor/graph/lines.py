"""The drawn lines: read only for maps; lengths never come from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corridor.errors import DataError
from corridor.graph.store import read_part

# Lines are stored as whole 1e-5 degrees, about one metre.
_SCALE = 100_000
LonLat = tuple[float, float]


@dataclass(frozen=True)
class Lines:
    """
    Lines by id, as lon/lat in whole 1e-5 degrees with offsets.

    `line_coarse` marks lines that do not fit their section's length and are drawn dashed.
    """

    line_id: npt.NDArray[np.str_]
    line_ptr: npt.NDArray[np.int32]
    line_coarse: npt.NDArray[np.bool_]
    points: npt.NDArray[np.int32]

    @cached_property
    def _index(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.line_id.tolist())}

    def line(self, ref: str) -> list[LonLat]:
        """
        Points of a geometry reference in order of travel, degrees lon/lat.

        '-name' is the line backwards; 'name@0.25..1' the part of it between two shares of its
        length; '@lon,lat;lon,lat' carries its points itself (the way from an arbitrary point
        to the network).

        Raises
        ------
        DataError
            If no line has that name.
        """
        if ref.startswith("@"):
            pairs = (part.split(",") for part in ref[1:].split(";"))
            return [(float(lon), float(lat)) for lon, lat in pairs]
        name, _, shares = ref.removeprefix("-").partition("@")
        found = self._index.get(name)
        if found is None:
            raise DataError(
                f"the answer draws line {name!r}, which this graph does not hold",
                remedy="make the map with the graph that made the answer, or ask again",
            )
        part = self.points[self.line_ptr[found] : self.line_ptr[found + 1]] / _SCALE
        if shares:
            first, _, last = shares.partition("..")
            part = _between(part, float(first), float(last))
        points = [(float(lon), float(lat)) for lon, lat in part]
        return points[::-1] if ref.startswith("-") else points

    def is_coarse(self, ref: str) -> bool:
        """Whether a reference names a line that does not fit its section."""
        found = self._index.get(name_of(ref))
        return found is not None and bool(self.line_coarse[found])

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """All arrays by name, for storing and hashing."""
        return {
            "line_id": self.line_id,
            "line_ptr": self.line_ptr,
            "line_coarse": self.line_coarse,
            "points": self.points,
        }


def name_of(ref: str) -> str:
    """
    Name of the line that a reference draws, or draws a part of; '' for points of its own.

    Examples
    --------
    >>> name_of("-doshi__salang__road@0.2..1"), name_of("@68.7,35.6;68.6,35.6")
    ('doshi__salang__road', '')
    """
    return ref.removeprefix("-").partition("@")[0]


def _between(points: npt.NDArray[np.float64], first: float, last: float) -> npt.NDArray[np.float64]:
    """The part of a line between two shares of its length, measured as `access` does."""
    dx = np.diff(points[:, 0]) * np.cos(np.radians((points[1:, 1] + points[:-1, 1]) / 2))
    along = np.concatenate([[0.0], np.cumsum(np.hypot(dx, np.diff(points[:, 1])))])
    along /= max(float(along[-1]), 1e-12)
    inner = points[(along > first) & (along < last)]
    ends = [[float(np.interp(at, along, points[:, n])) for n in (0, 1)] for at in (first, last)]
    return np.vstack([ends[:1], inner, ends[1:]])


def pack_lines(lines: Mapping[str, npt.NDArray[np.float64]], coarse: Iterable[str] = ()) -> Lines:
    """Pack lines (lon/lat degrees, shape (n, 2)) sorted by id."""
    names = sorted(lines)
    marked = set(coarse)
    parts = [np.rint(np.asarray(lines[n]) * _SCALE).astype(np.int32) for n in names]
    ptr = np.zeros(len(names) + 1, dtype=np.int32)
    ptr[1:] = np.cumsum([len(p) for p in parts])
    return Lines(
        np.array(names, dtype=np.str_),
        ptr,
        np.array([n in marked for n in names], dtype=np.bool_),
        np.concatenate(parts).astype(np.int32),
    )


def read_lines(folder: Path) -> Lines:
    """Read graphs/lines.npz."""
    return Lines(**read_part(folder, "lines.npz"))
