"""Base data: the rail and road graphs that `scgraph_data` carries as Python source.

Importing those modules would compile literals of up to 36 MB into Python objects (gigabytes); the
text is read instead, and numbers go straight into arrays.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corridor.errors import DataError
from corridor.geo import FloatArray, IntArray, great_circle_km

if TYPE_CHECKING:
    from corridor.geo import BoolArray

BASE_MODULE = {"rail": "world_railways", "road": "world_highways"}

# lon 22..90.5, lat 23..60.5: Brest and Grodno to Turpan, Karachi to St Petersburg and Perm
REGION_BOX = (22.0, 23.0, 90.5, 60.5)


@dataclass(frozen=True, eq=False, slots=True)
class BaseGraph:
    """Nodes and undirected edges (each once, tail < head, no loops) of one mode."""

    node_lon: FloatArray
    node_lat: FloatArray
    edge_tail: IntArray
    edge_head: IntArray
    edge_km: FloatArray

    def subset(self, keep: BoolArray) -> BaseGraph:
        """Part made of the nodes in `keep` and the edges between them; order stays."""
        number = np.cumsum(keep) - 1
        inside = keep[self.edge_tail] & keep[self.edge_head]
        return BaseGraph(
            self.node_lon[keep],
            self.node_lat[keep],
            number[self.edge_tail[inside]].astype(np.int64),
            number[self.edge_head[inside]].astype(np.int64),
            self.edge_km[inside],
        )


def _numbers(text: str, drop: str) -> FloatArray:
    """Numbers of a nested literal whose brackets and colons are in `drop`."""
    clean = text.translate(str.maketrans(drop, " " * len(drop)))
    # ':' separates key and value; make it a comma like every other separator
    return np.fromstring(clean.replace(":", ","), dtype=np.float64, sep=",")


def parse_base(path: Path) -> BaseGraph:
    """
    Read one scgraph_data module as text.

    Parameters
    ----------
    path
        A file with a line `graph=[{neighbour: km, ...}, ...]` and a line `nodes=[[lat, lon], ...]`.

    Returns
    -------
    BaseGraph
        Lengths in km; self loops dropped; of two directions the shorter length counts.
    """
    found: dict[str, str] = {}
    with path.open(encoding="ascii") as lines:
        for line in lines:
            for name in ("graph", "nodes"):
                if line.startswith(f"{name}=["):
                    found[name] = line[len(name) + 2 :].rstrip()[:-1]
    if set(found) != {"graph", "nodes"}:
        raise DataError(
            f"{path.name} does not hold one line 'graph=' and one line 'nodes='",
            remedy="install scgraph_data 2.0.0, whose layout this reader knows",
        )
    lat_lon = _numbers(found.pop("nodes"), "[]").reshape(-1, 2)
    text = found.pop("graph")
    degree = np.array([part.count(":") for part in text.split("{")[1:]], dtype=np.int64)
    pairs = _numbers(text, "{}").reshape(-1, 2)
    if len(degree) != len(lat_lon) or int(degree.sum()) != len(pairs):
        raise DataError(
            f"{path.name}: {len(lat_lon)} nodes, {len(degree)} adjacency rows, {len(pairs)} links",
            remedy="install scgraph_data 2.0.0, whose layout this reader knows",
        )
    tail = np.repeat(np.arange(len(degree)), degree)
    head = pairs[:, 0].astype(np.int64)
    km = pairs[:, 1]
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    order = np.lexsort((km, high, low))
    low, high, km = low[order], high[order], km[order]
    first = np.ones(len(low), dtype=bool)
    first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    first &= low != high
    return BaseGraph(lat_lon[:, 1].copy(), lat_lon[:, 0].copy(), low[first], high[first], km[first])


def load_base(mode: str, box: tuple[float, float, float, float] = REGION_BOX) -> BaseGraph:
    """
    Base graph of a mode inside a lon/lat box (west, south, east, north).

    No edge comes out shorter than the great circle between its ends (the weights are rounded to a
    metre, the positions to 0.001 degree).
    """
    spec = importlib.util.find_spec(f"scgraph_data.{BASE_MODULE[mode]}")
    if spec is None or spec.origin is None:
        raise DataError(
            f"base data for {mode} is not installed",
            remedy="install the build extra (pip install corridor[build])",
        )
    world = parse_base(Path(spec.origin))
    west, south, east, north = box
    lon, lat = world.node_lon, world.node_lat
    part = world.subset((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
    direct = great_circle_km(
        part.node_lon[part.edge_tail],
        part.node_lat[part.edge_tail],
        part.node_lon[part.edge_head],
        part.node_lat[part.edge_head],
    )
    km = np.maximum(part.edge_km, direct)
    return BaseGraph(part.node_lon, part.node_lat, part.edge_tail, part.edge_head, km)
