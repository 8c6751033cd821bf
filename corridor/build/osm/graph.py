"""Topology of imported ways: nodes where ways meet or end, edges with their full length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from corridor.build.network.base import BaseGraph
from corridor.build.osm.read import TAGS, OsmWays
from corridor.geo import (
    FloatArray,
    IntArray,
    StrArray,
    cumulative_km,
    great_circle_km,
    simplify,
)

# The network keeps no shape of an edge, so a bending line is cut into pieces: no point of it lies
# farther than this from the pieces. The length stays that of all its points.
SHAPE_DEG = 0.002
SHORT_KM = 0.3  # too short to bend that far


@dataclass(frozen=True, eq=False, slots=True)
class OsmImport:
    """One import: its number in the build (from 1), its ways, and where and how they count."""

    number: int
    name: str
    ways: OsmWays
    outline: tuple[tuple[float, float], ...]  # lon/lat of the hull of its points
    add: bool  # beside the packaged network instead of in its place


@dataclass(frozen=True, eq=False, slots=True)
class OsmGraph:
    """
    Imports of one mode as one graph of the same form as the packaged one.

    Attributes
    ----------
    base
        Nodes (from west to east) and undirected edges, each once.
    edge_source
        Number of the import that an edge comes from.
    edge_way
        OpenStreetMap id of its way.
    edge_tag, tag_text
        Its tags, as in `OsmWays`.
    """

    base: BaseGraph
    edge_source: npt.NDArray[np.uint8]
    edge_way: IntArray
    edge_tag: npt.NDArray[np.int32]
    tag_text: StrArray

    def column(self, tag: str) -> StrArray:
        """Values of one of `TAGS`, an edge each."""
        values: StrArray = self.tag_text[self.edge_tag[:, TAGS.index(tag)]]
        return values


@dataclass(frozen=True, eq=False, slots=True)
class _Rows:
    """Ways of all imports one after another, each once."""

    way_id: IntArray
    source: IntArray
    tag: npt.NDArray[np.int32]
    tag_text: StrArray
    start: IntArray
    point: IntArray  # index into node_lon, node_lat
    node_lon: FloatArray
    node_lat: FloatArray


def _together(imports: Sequence[OsmImport]) -> _Rows:
    """Put imports side by side; a way that two extracts share counts once, for the first."""
    ways = [i.ways for i in imports]
    text = np.unique(np.concatenate([w.tag_text for w in ways]))
    tag = np.concatenate([np.searchsorted(text, w.tag_text)[w.tag] for w in ways])
    size = np.concatenate([np.diff(w.start) for w in ways])
    start = np.concatenate([[0], np.cumsum(size)]).astype(np.int64)
    # A place is a position: ids may be numbered anew in each extract, and two nodes at one
    # position to the centimetre are one place.
    where = np.concatenate([np.stack([w.lon_e7.astype(np.int64), w.lat_e7], axis=-1) for w in ways])
    way_id = np.concatenate([w.way_id for w in ways])
    source = np.repeat([i.number for i in imports], [len(w.way_id) for w in ways])
    alike = np.column_stack([way_id, where[start[:-1]], where[start[1:] - 1], size])
    _, first = np.unique(alike, axis=0, return_index=True)
    rows = np.sort(first)
    inside = np.repeat(np.isin(np.arange(len(size)), rows), size)
    place = (where[inside, 0] << 32) + where[inside, 1]  # both lie within 32 bits
    _, pick, point = np.unique(place, return_index=True, return_inverse=True)
    lon = np.concatenate([w.lon for w in ways])[inside]
    lat = np.concatenate([w.lat for w in ways])[inside]
    return _Rows(
        way_id[rows],
        source[rows].astype(np.int64),
        tag[rows].astype(np.int32),
        text,
        np.concatenate([[0], np.cumsum(size[rows])]).astype(np.int64),
        point.astype(np.int64),
        lon[pick],
        lat[pick],
    )


def _cuts(rows: _Rows) -> npt.NDArray[np.bool_]:
    """Points at which ways are cut: their ends, and nodes that more than one place of them uses."""
    use = np.bincount(rows.point, minlength=len(rows.node_lon))
    cut: npt.NDArray[np.bool_] = use[rows.point] > 1
    cut[rows.start[:-1]] = True
    cut[rows.start[1:] - 1] = True
    return cut


def _shape(coords: FloatArray) -> list[int]:
    """Points of a line that give its shape, its two ends among them."""
    kept = simplify(coords, SHAPE_DEG)
    found: list[int] = []
    at = 0
    for point in kept:
        # `kept` is a part of `coords` in the same order; a ring meets its first point again
        while (coords[at] != point).any():
            at += 1
        found.append(at)
        at += 1
    found[-1] = len(coords) - 1
    return found


def topology(imports: Sequence[OsmImport]) -> OsmGraph:
    """
    Graph of the imports of one mode.

    Imports that share positions (two neighbouring extracts) hang together there. A second line
    between the same two ends keeps a point of its own, as does a ring, so that both are counted.
    """
    rows = _together(imports)
    lon, lat = rows.node_lon[rows.point], rows.node_lat[rows.point]
    at = np.flatnonzero(_cuts(rows))
    row_of = np.searchsorted(rows.start, at, side="right") - 1
    tail: list[int] = []
    head: list[int] = []
    km: list[float] = []
    row: list[int] = []
    seen: set[tuple[int, int]] = set()  # ends of edges without a point between
    steps = cumulative_km(np.stack([lon, lat], axis=-1))
    for i in np.flatnonzero(row_of[1:] == row_of[:-1]).tolist():
        first, last = int(at[i]), int(at[i + 1])
        picks = [first, last]
        if last - first > 1 and steps[last] - steps[first] > SHORT_KM:
            line = np.stack([lon[first : last + 1], lat[first : last + 1]], axis=-1)
            picks = [first + k for k in _shape(line)]
        pair = (int(min(rows.point[[first, last]])), int(max(rows.point[[first, last]])))
        if len(picks) == 2 and (pair in seen or pair[0] == pair[1]):
            third = max((last - first) // 3, 1)
            picks = sorted({first, first + third, last - third, last})
        if len(picks) == 2:
            seen.add(pair)
        for a, b in pairwise(picks):
            tail.append(int(rows.point[a]))
            head.append(int(rows.point[b]))
            km.append(float(steps[b] - steps[a]))
            row.append(int(row_of[i]))
    ends = np.array([tail, head, row], dtype=np.int64)
    return _graph(rows, ends, np.array(km, dtype=np.float64))


def _graph(rows: _Rows, ends: IntArray, km: FloatArray) -> OsmGraph:
    """Graph of edges given by tail, head and row; each pair of ends once, no loops."""
    tail, head, row = ends
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    order = np.lexsort((row, km, high, low))
    low, high, km, row = low[order], high[order], km[order], row[order]
    keep = np.ones(len(low), dtype=bool)
    keep[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    keep &= low != high
    low, high, km, row = low[keep], high[keep], km[keep], row[keep]
    used = np.unique(np.concatenate([low, high]))
    lon, lat = rows.node_lon[used].round(5), rows.node_lat[used].round(5)
    low, high = np.searchsorted(used, low), np.searchsorted(used, high)
    # positions are rounded to a metre, so a short edge may be as much shorter than its line
    km = np.maximum(km, great_circle_km(lon[low], lat[low], lon[high], lat[high]))
    return OsmGraph(
        BaseGraph(lon, lat, low.astype(np.int64), high.astype(np.int64), km),
        rows.source[row].astype(np.uint8),
        rows.way_id[row],
        rows.tag[row],
        rows.tag_text,
    )
