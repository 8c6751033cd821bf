"""
OpenStreetMap files (.osm, .osm.bz2, .osm.pbf) to arrays of the ways that are in service.

Two passes: first the ways, then the positions of the nodes they use, so that the order of
objects in the file does not matter and only what is needed is held. Data are ODbL.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corridor.errors import DataError, InputError
from corridor.geo import FloatArray, IntArray, StrArray, great_circle_km

SUFFIXES = (".osm", ".osm.bz2", ".osm.pbf")
# The tags that are kept; '' where a way has none.
TAGS = (
    "railway",
    "usage",
    "service",
    "gauge",
    "electrified",
    "highway",
    "oneway",
    "maxspeed",
    "maxweight",
    "access",
    "hgv",
)
KEY = {"rail": "railway", "road": "highway"}
_ROADS = ("motorway", "trunk", "primary", "secondary", "tertiary")
IN_SERVICE = {
    "rail": frozenset({"rail", "narrow_gauge"}),
    "road": frozenset(_ROADS) | {f"{name}_link" for name in _ROADS},
}
NOT_IN_SERVICE = (
    "proposed",
    "planned",
    "construction",
    "disused",
    "abandoned",
    "razed",
    "demolished",
    "dismantled",
    "removed",
)
# Older mapping: the way keeps its value and a second tag takes it out of service.
_FLAGS = ("proposed", "construction", "disused", "abandoned", "razed", "demolished")
# From the most particular to the most general: the first one that is set decides for a lorry.
_ACCESS = ("hgv", "motor_vehicle", "vehicle", "access")
_CLOSED = frozenset({"no", "private", "agricultural", "forestry", "military", "emergency"})
_E7 = 1e7  # OpenStreetMap keeps positions in whole 1e-7 degrees


@dataclass(frozen=True, eq=False, slots=True)
class OsmWays:
    """
    Ways of one mode, ordered by id; a way with a hole in its positions is several rows.

    Attributes
    ----------
    mode
        'rail' or 'road'.
    way_id
        OpenStreetMap id of each row.
    start
        Row `i` has the points `start[i]` to `start[i + 1]`, shape (rows + 1,).
    node_id, lon_e7, lat_e7
        OpenStreetMap id and position of each point in whole 1e-7 degrees.
    tag
        Codes into `tag_text`, a column for each of `TAGS`.
    tag_text
        Values of tags, sorted; the first is ''.
    """

    mode: str
    way_id: IntArray
    start: IntArray
    node_id: IntArray
    lon_e7: npt.NDArray[np.int32]
    lat_e7: npt.NDArray[np.int32]
    tag: npt.NDArray[np.int32]
    tag_text: StrArray

    @property
    def lon(self) -> FloatArray:
        """Longitude of each point, degrees."""
        return np.asarray(self.lon_e7 / _E7, dtype=np.float64)

    @property
    def lat(self) -> FloatArray:
        """Latitude of each point, degrees."""
        return np.asarray(self.lat_e7 / _E7, dtype=np.float64)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """All fields but the mode, by name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "mode"}

    def km(self) -> FloatArray:
        """Length of each row along all its points, km."""
        lon, lat = self.lon, self.lat
        steps = great_circle_km(lon[:-1], lat[:-1], lon[1:], lat[1:])
        along = np.concatenate([[0.0], np.cumsum(steps)])
        return np.asarray(along[self.start[1:] - 1] - along[self.start[:-1]], dtype=np.float64)

    def column(self, tag: str) -> StrArray:
        """Values of one of `TAGS`, a row each."""
        values: StrArray = self.tag_text[self.tag[:, TAGS.index(tag)]]
        return values


@dataclass(frozen=True, slots=True)
class Row:
    """One run of a way: its id, its points (node id, lon, lat in 1e-7 degrees) and its tags."""

    way_id: int
    points: tuple[tuple[int, int, int], ...]
    tags: Mapping[str, str]


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """What a source held: ways in service, how many of the rest for which reason, newest date."""

    ways: OsmWays
    kept: int
    dropped: Mapping[str, int]
    incomplete: int  # ways with points that the source does not hold
    newest: str | None  # date of the newest object, where objects are dated
    source: str
    sha256: str


def why_not(mode: str, tags: Mapping[str, str]) -> str:
    """
    Reason to leave a way out; '' for one in service.

    Access tags count for roads only: on a railway they speak of people on foot, not of trains.

    Examples
    --------
    >>> why_not("rail", {"railway": "rail", "service": "siding"})
    ''
    >>> why_not("rail", {"railway": "construction", "construction": "rail"})
    'construction'
    >>> why_not("road", {"highway": "primary", "access": "no", "hgv": "designated"})
    ''
    """
    value = tags.get(KEY[mode], "")
    if value in NOT_IN_SERVICE:
        return value
    if not value:
        past = [p for p in NOT_IN_SERVICE if f"{p}:{KEY[mode]}" in tags]
        return past[0] if past else f"no {KEY[mode]} tag"
    if value not in IN_SERVICE[mode]:
        return f"{KEY[mode]}={value}"
    for flag in _FLAGS:
        if tags.get(flag) == "yes":
            return flag
    if mode == "road":
        if tags.get("area") == "yes":
            return "area"
        for key in _ACCESS:
            if tags.get(key):
                return f"{key}={tags[key]}" if tags[key] in _CLOSED else ""
    return ""


def pack(mode: str, rows: Sequence[Row]) -> OsmWays:
    """Arrays of rows, ordered by way id and then as given."""
    ordered = sorted(rows, key=lambda r: r.way_id)
    points = [p for row in ordered for p in row.points]
    table = np.array(points, dtype=np.int64).reshape(-1, 3)
    values = [[row.tags.get(tag, "") for tag in TAGS] for row in ordered]
    text = sorted({"", *(v for line in values for v in line)})
    code = {value: i for i, value in enumerate(text)}
    return OsmWays(
        mode,
        np.array([r.way_id for r in ordered], dtype=np.int64),
        np.cumsum([0, *(len(r.points) for r in ordered)]).astype(np.int64),
        table[:, 0].copy(),
        table[:, 1].astype(np.int32),
        table[:, 2].astype(np.int32),
        np.array([[code[v] for v in line] for line in values], dtype=np.int32).reshape(
            -1, len(TAGS)
        ),
        np.array(text, dtype=np.str_),
    )


def runs(
    refs: Sequence[int], where: Mapping[int, tuple[int, int]]
) -> list[tuple[tuple[int, int, int], ...]]:
    """Points of a way, broken where a position is missing; runs of one point are no line."""
    found: list[list[tuple[int, int, int]]] = [[]]
    for ref in refs:
        if ref not in where:
            found.append([])
        elif not found[-1] or found[-1][-1][0] != ref:
            found[-1].append((ref, *where[ref]))
    return [tuple(run) for run in found if len(run) > 1]


def name_of(path: Path) -> str:
    """
    Name of an import made from a file.

    Raises
    ------
    InputError
        If the file name has no known suffix.
    """
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if path.name.lower().endswith(suffix) and len(path.name) > len(suffix):
            return path.name[: -len(suffix)]
    raise InputError(
        f"{path.name} has none of the suffixes {', '.join(SUFFIXES)}",
        remedy="give an OpenStreetMap extract; other formats can be converted with osmium",
    )


def read_file(path: Path, mode: str, progress: Callable[[str], None]) -> Reading:
    """
    Read the ways of a mode that are in service.

    Parameters
    ----------
    path
        .osm, .osm.bz2 or .osm.pbf.
    mode
        'rail' or 'road'.
    progress
        Called with a short line at each step.

    Raises
    ------
    InputError
        If there is no such file, or its suffix is unknown.
    DataError
        If the file is damaged or holds no way in service.
    """
    name_of(path)
    if path.is_dir() or not path.exists():
        what = "is a folder" if path.is_dir() else "does not exist"
        raise InputError(f"{path} {what}", remedy="give the path of an OpenStreetMap extract")
    try:
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as err:
        raise InputError(
            f"{path} cannot be read ({err.strerror})", remedy="give a file you may read"
        ) from err
    if path.stat().st_size == 0:
        raise DataError(f"{path.name} is empty", remedy="download the extract again")
    from osmium import InvalidLocationError

    progress(f"{path.name}: reading ways")
    reader = _FileReader(path, mode)
    try:
        reader.read_ways()
        progress(f"{path.name}: {len(reader.kept)} ways in service, reading their positions")
        reader.read_nodes()
    except (RuntimeError, ValueError, InvalidLocationError) as err:  # osmium's, and bytes no text
        raise DataError(
            f"{path.name} is damaged or is not what its suffix says ({err})",
            remedy="download the extract again, or check it with: osmium fileinfo -e",
        ) from err
    return reader.reading(digest)


class _FileReader:
    """The two passes over one file."""

    def __init__(self, path: Path, mode: str) -> None:
        self.path, self.mode = path, mode
        self.version: dict[int, int] = {}
        self.kept: dict[int, tuple[list[int], dict[str, str]]] = {}
        self.out: dict[int, str] = {}
        self.where: dict[int, tuple[int, int]] = {}
        self.newest = datetime.fromtimestamp(0, UTC)

    def _note_date(self, when: datetime) -> None:
        self.newest = max(self.newest, when)

    def read_ways(self) -> None:
        """Sort the ways that have anything to do with the mode."""
        import osmium

        key = KEY[self.mode]
        keys = [key, *(f"{p}:{key}" for p in NOT_IN_SERVICE)]
        found = osmium.FileProcessor(str(self.path), osmium.osm.WAY)
        for way in found.with_filter(osmium.filter.KeyFilter(*keys)):
            assert isinstance(way, osmium.osm.Way)
            # of several versions (two extracts put together) the newest counts
            if way.version < self.version.get(way.id, 0):
                continue
            self.version[way.id] = way.version
            self.kept.pop(way.id, None)
            self.out.pop(way.id, None)
            tags = {tag.k: tag.v for tag in way.tags}
            refs = [node.ref for node in way.nodes]
            reason = why_not(self.mode, tags) if way.visible else "deleted"
            if not reason and len(set(refs)) < 2:
                reason = "fewer than two nodes"
            if reason:
                self.out[way.id] = reason
            else:
                self.kept[way.id] = (refs, {t: tags[t] for t in TAGS if t in tags})
                self._note_date(way.timestamp)

    def read_nodes(self) -> None:
        """Positions of the nodes that kept ways use."""
        import osmium

        wanted = {ref for refs, _ in self.kept.values() for ref in refs}
        found: Any = osmium.FileProcessor(str(self.path), osmium.osm.NODE)
        if wanted and min(wanted) >= 0:
            found = found.with_filter(osmium.filter.IdFilter(wanted))
        version: dict[int, int] = {}
        for node in found:
            if node.id not in wanted or node.version < version.get(node.id, 0):
                continue
            version[node.id] = node.version
            if node.visible and node.location.valid():
                self.where[node.id] = (node.location.x, node.location.y)
                self._note_date(node.timestamp)

    def reading(self, digest: str) -> Reading:
        """Arrays and counts."""
        dropped = Counter(self.out.values())
        rows: list[Row] = []
        incomplete = kept = 0
        for way_id, (refs, tags) in sorted(self.kept.items()):
            incomplete += any(ref not in self.where for ref in refs)
            parts = runs(refs, self.where)
            kept += bool(parts)
            dropped["no positions in the file"] += not parts
            rows += [Row(way_id, part, tags) for part in parts]
        if not rows:
            raise no_ways(self.path.name, self.mode, dropped)
        dated = self.newest.year > 1970
        return Reading(
            pack(self.mode, rows),
            kept,
            {reason: dropped[reason] for reason in sorted(dropped) if dropped[reason]},
            incomplete,
            self.newest.strftime("%Y-%m-%dT%H:%M:%SZ") if dated else None,
            self.path.name,
            digest,
        )


def no_ways(source: str, mode: str, dropped: Mapping[str, int]) -> DataError:
    """The error of a source that holds nothing to import."""
    left = ", ".join(f"{reason} {count}" for reason, count in sorted(dropped.items()) if count)
    return DataError(
        f"{source} holds no {mode} way in service" + (f" (left out: {left})" if left else ""),
        remedy=f"import an extract with {KEY[mode]} ways and their nodes, or try --mode "
        + ("road" if mode == "rail" else "rail"),
    )
