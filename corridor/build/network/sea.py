"""Sea lanes: searoute's marnet, the Caspian kept apart from the oceans.

The packaged network joins the Caspian to the Azov Sea by the Volga-Don canal; both the link and the
canal are cut, so a pair of Caspian ports is answered over Caspian lanes only and an ocean pair
never enters it.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from corridor.build.network.engine import ScipyEngine
from corridor.errors import DataError, InputError, NoRouteError
from corridor.geo import BoolArray, FloatArray, IntArray, great_circle_km, local_xy, nearest_on

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

CASPIAN_BOX = (46.7, 36.0, 55.0, 47.6)  # with the lower Volga, where Olya and Astrakhan lie
CANAL_BOX = (40.0, 46.9, 46.7, 49.5)  # Don and Volga-Don canal, above Rostov
# Boxes (W, S, E, N) that every lane through a passage meets, and no lane beside it.
PASSAGE_BOXES = {
    "suez": (32.2, 29.7, 32.8, 31.2),
    "hormuz": (56.0, 25.8, 57.0, 26.8),
    "bab-el-mandeb": (43.0, 12.3, 43.8, 13.0),
    "cape": (17.5, -60.0, 21.0, -34.0),
    "bosporus": (28.8, 40.9, 29.3, 41.3),
    "gibraltar": (-6.0, 35.7, -5.2, 36.2),
    "malacca": (98.0, 1.0, 104.0, 6.5),
}
NEVER = frozenset({"northwest", "bering"})  # ice, not a lane for this trade
SNAP_MOST_KM = 300.0


@dataclass(frozen=True, eq=False, slots=True)
class SeaNetwork:
    """Nodes and undirected lanes; `tags` names the passages each lane runs through."""

    node_lon: FloatArray
    node_lat: FloatArray
    caspian: BoolArray
    edge_tail: IntArray
    edge_head: IntArray
    edge_km: FloatArray
    tags: tuple[frozenset[str], ...]


def in_box(lon: FloatArray, lat: FloatArray, box: tuple[float, float, float, float]) -> BoolArray:
    """Points inside a box (west, south, east, north)."""
    west, south, east, north = box
    inside: BoolArray = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return inside


class _Line(msgspec.Struct, tag_field="type", tag="LineString"):
    coordinates: list[list[float]]

    @property
    def lines(self) -> list[list[list[float]]]:
        return [self.coordinates]


class _Parts(msgspec.Struct, tag_field="type", tag="MultiLineString"):
    coordinates: list[list[list[float]]]

    @property
    def lines(self) -> list[list[list[float]]]:
        return self.coordinates


class _About(msgspec.Struct):
    passage: str | None = None


class _Lane(msgspec.Struct):
    geometry: _Line | _Parts
    properties: _About


class _Lanes(msgspec.Struct):
    features: list[_Lane]


@lru_cache(maxsize=1)
def load_sea() -> SeaNetwork:
    """Read searoute's lanes; links between the Caspian and any other water are left out."""
    spec = importlib.util.find_spec("searoute")
    if spec is None or spec.origin is None:
        raise DataError("searoute is not installed", remedy="install the build extra")
    path = Path(spec.origin).parent / "data" / "marnet_searoute.geojson"
    features = msgspec.json.decode(path.read_bytes(), type=_Lanes).features
    number: dict[tuple[float, float], int] = {}
    lanes: dict[tuple[int, int], str] = {}
    for feature in features:
        name = feature.properties.passage or ""
        for part in feature.geometry.lines:
            # some lanes run on past 180 degrees; they are brought back to -180..180
            points = [((round(p[0], 5) + 180) % 360 - 180, round(p[1], 5)) for p in part]
            nodes = [number.setdefault((round(x, 5), y), len(number)) for x, y in points]
            for a, b in pairwise(nodes):
                if a != b:
                    lanes.setdefault((min(a, b), max(a, b)), name)
    place = np.array(list(number), dtype=np.float64)
    caspian = in_box(place[:, 0], place[:, 1], CASPIAN_BOX)
    pairs = np.array(sorted(lanes), dtype=np.int64)
    names = [lanes[(int(a), int(b))] for a, b in pairs]
    river = in_box(place[:, 0], place[:, 1], CANAL_BOX)
    keep = caspian[pairs[:, 0]] == caspian[pairs[:, 1]]
    keep &= ~(river[pairs[:, 0]] | river[pairs[:, 1]])
    keep &= np.array([name not in NEVER for name in names])
    tail, head = pairs[keep].T
    km = great_circle_km(place[tail, 0], place[tail, 1], place[head, 0], place[head, 1])
    tags = _tags(place[tail], place[head])
    return SeaNetwork(place[:, 0], place[:, 1], caspian, tail, head, np.maximum(km, 0.001), tags)


def _tags(start: FloatArray, end: FloatArray) -> tuple[frozenset[str], ...]:
    """Passages whose box a lane meets."""
    import shapely

    lanes = shapely.linestrings(np.stack([start, end], axis=1))
    # a lane over the date line is nowhere near a passage; its straight mean would be
    local = np.abs(end[:, 0] - start[:, 0]) < 180
    met = {
        n: shapely.intersects(lanes, shapely.box(*box)) & local for n, box in PASSAGE_BOXES.items()
    }
    return tuple(frozenset(n for n in sorted(met) if met[n][i]) for i in range(len(start)))


def sea_line(
    from_lonlat: tuple[float, float],
    to_lonlat: tuple[float, float],
    caspian: bool,
    avoid: AbstractSet[str] = frozenset(),
) -> tuple[float, FloatArray]:
    """
    Shortest sea lane between two places.

    Parameters
    ----------
    from_lonlat, to_lonlat
        Degrees; each is tied to the nearest lane of its water within 300 km.
    caspian
        True: both ports lie on the Caspian and only Caspian lanes count. False: only the oceans.
    avoid
        Passages not to use, keys of `PASSAGE_BOXES` (suez, hormuz, bab-el-mandeb, cape, ...).

    Returns
    -------
    tuple
        Kilometres, ties to the network included, and the line as lon/lat of shape (k, 2).

    Raises
    ------
    InputError
        If a passage is unknown.
    NoRouteError
        If no lane is near, or none is left without the avoided passages.
    """
    unknown = sorted(set(avoid) - set(PASSAGE_BOXES))
    if unknown:
        raise InputError(
            f"unknown sea passage {unknown[0]!r}",
            remedy=f"choose from {', '.join(PASSAGE_BOXES)}",
        )
    net = load_sea()
    use = net.caspian[net.edge_tail] == caspian
    use &= np.array([not (tag & set(avoid)) for tag in net.tags])
    edges = np.flatnonzero(use)
    count = len(net.node_lon)
    ties = [_tie(net, edges, *port) for port in (from_lonlat, to_lonlat)]
    # numbers: lane nodes, then the two feet, then the two ports
    lon = np.concatenate([net.node_lon, [t.lon for t in ties], [from_lonlat[0], to_lonlat[0]]])
    lat = np.concatenate([net.node_lat, [t.lat for t in ties], [from_lonlat[1], to_lonlat[1]]])
    pieces = [(int(net.edge_tail[e]), int(net.edge_head[e])) for e in edges]
    for edge in sorted({tie.edge for tie in ties}):
        # a lane that a port is tied to is led through the foot of the tie
        feet = sorted((t.share, count + i) for i, t in enumerate(ties) if t.edge == edge)
        chain = [int(net.edge_tail[edge]), *(n for _, n in feet), int(net.edge_head[edge])]
        pieces += pairwise(chain)
    for i, tie in enumerate(ties):
        pieces += [(count + i, count + 2 + i), (tie.node, count + 2 + i)]
    tail, head = np.array(pieces, dtype=np.int64).T
    km = np.maximum(great_circle_km(lon[tail], lat[tail], lon[head], lat[head]), 0.001)
    try:
        path = ScipyEngine(count + 4, tail, head, km).path(count + 2, count + 3)
    except NoRouteError as error:
        raise NoRouteError(
            f"no sea lane between {from_lonlat} and {to_lonlat}",
            remedy="open a passage" if avoid else "check the positions and the water they lie on",
            cut=tuple(sorted(avoid)),
        ) from error
    nodes = list(path.nodes)
    line = np.stack([lon[nodes], lat[nodes]], axis=-1).round(5)
    keep = np.ones(len(line), dtype=bool)
    keep[1:] = np.any(line[1:] != line[:-1], axis=1)
    return round(path.km, 3), line[keep]


@dataclass(frozen=True, slots=True)
class _Tie:
    """Foot of a port on its nearest lane, and the nearest end of any lane."""

    edge: int
    share: float
    lon: float
    lat: float
    node: int


def _tie(net: SeaNetwork, edges: IntArray, lon: float, lat: float) -> _Tie:
    """Where a port meets the lanes: nodes alone lie up to 200 km apart along a coast."""
    tail, head = net.edge_tail[edges], net.edge_head[edges]
    ax, ay = local_xy(net.node_lon[tail], net.node_lat[tail], lon, lat)
    bx, by = local_xy(net.node_lon[head], net.node_lat[head], lon, lat)
    share, _ = nearest_on(ax, ay, bx, by)
    x = net.node_lon[tail] + share * (net.node_lon[head] - net.node_lon[tail])
    y = net.node_lat[tail] + share * (net.node_lat[head] - net.node_lat[tail])
    away = great_circle_km(x, y, lon, lat)
    # the straight mean of a lane over the date line runs round the world
    away[np.abs(net.node_lon[head] - net.node_lon[tail]) > 180] = np.inf
    best = int(np.argmin(away)) if len(edges) else -1
    if best < 0 or not away[best] <= SNAP_MOST_KM:
        raise NoRouteError(
            f"no sea lane of that water within {SNAP_MOST_KM:.0f} km of {lon:g},{lat:g}",
            remedy="check the position, and whether the port lies on the Caspian",
        )
    foot = (round(float(x[best]), 5), round(float(y[best]), 5))
    ends = np.unique(np.concatenate([tail, head]))
    to_end = great_circle_km(net.node_lon[ends], net.node_lat[ends], lon, lat)
    return _Tie(int(edges[best]), float(share[best]), *foot, int(ends[np.argmin(to_end)]))
