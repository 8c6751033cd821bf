"""Join an arbitrary point to the hubs of its country over the repaired road network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corridor.errors import UnknownPlaceError
from corridor.graph.store import read_arrays

# Beyond this a point is not served by any road of the network.
LIMIT_KM = 60.0
# Joining a point to more hubs than this changes no shortest way, only costs time.
_HUBS = 8
_DEG_KM = 111.2
_E5 = 100_000


@dataclass(frozen=True, slots=True)
class Join:
    """The way from a point to one hub: km by road, and its points in order of travel."""

    hub_id: str
    length_km: float
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class AccessNetwork:
    """The contracted road network: nodes, undirected edges in km, hubs at their nodes."""

    node_lon: npt.NDArray[np.float64]
    node_lat: npt.NDArray[np.float64]
    node_country: npt.NDArray[np.str_]
    hub_id: npt.NDArray[np.str_]
    hub_node: npt.NDArray[np.int32]
    edge_tail: npt.NDArray[np.int32]
    edge_head: npt.NDArray[np.int32]
    edge_km: npt.NDArray[np.float32]

    @cached_property
    def _arcs(self) -> list[list[tuple[int, float]]]:
        arcs: list[list[tuple[int, float]]] = [[] for _ in range(len(self.node_lon))]
        for tail, head, km in zip(
            self.edge_tail.tolist(), self.edge_head.tolist(), self.edge_km.tolist(), strict=True
        ):
            arcs[tail].append((head, km))
            arcs[head].append((tail, km))
        return arcs

    def snap(self, lon: float, lat: float) -> tuple[int, float]:
        """
        Nearest node and its distance in km.

        Raises
        ------
        UnknownPlaceError
            If no road is within `LIMIT_KM`.
        """
        x = (self.node_lon - lon) * cos(radians(lat))
        y = self.node_lat - lat
        node = int(np.argmin(x * x + y * y))
        away = hypot(float(x[node]), float(y[node])) * _DEG_KM
        if away > LIMIT_KM:
            raise UnknownPlaceError(
                f"{lat:g},{lon:g} is {away:.0f} km from the nearest road of the network",
                remedy=f"give a point within {LIMIT_KM:.0f} km of a main road, or a place name",
            )
        return node, away

    def joins(self, lon: float, lat: float) -> tuple[str, float, tuple[Join, ...]]:
        """
        Country, metres moved (as km) and the ways to the nearest hubs of that country.

        Raises
        ------
        UnknownPlaceError
            If no road, or no hub by road, is near.
        """
        start, away = self.snap(lon, lat)
        country = str(self.node_country[start])
        hub_at = dict(zip(self.hub_node.tolist(), self.hub_id.tolist(), strict=True))
        countries = self.node_country.tolist()
        best = {start: 0.0}
        came: dict[int, int] = {}
        done: set[int] = set()
        heap = [(0.0, start)]
        found: list[Join] = []
        while heap and len(found) < _HUBS:
            km, node = heappop(heap)
            if node in done:
                continue
            done.add(node)
            if node in hub_at:
                found.append(Join(hub_at[node], km, self._way(lon, lat, came, node)))
            for head, step in self._arcs[node]:
                if countries[head] != country:
                    continue
                if km + step < best.get(head, float("inf")):
                    best[head] = km + step
                    came[head] = node
                    heappush(heap, (km + step, head))
        if not found:
            raise UnknownPlaceError(
                f"{lat:g},{lon:g} lies on a road that reaches no place of the corridor",
                remedy="name a city near it",
            )
        return country, away, tuple(found)

    def _way(
        self, lon: float, lat: float, came: dict[int, int], node: int
    ) -> tuple[tuple[float, float], ...]:
        nodes = [node]
        while nodes[-1] in came:
            nodes.append(came[nodes[-1]])
        points = [(float(self.node_lon[n]), float(self.node_lat[n])) for n in reversed(nodes)]
        return ((lon, lat), *points)

    def stored(self) -> dict[str, npt.NDArray[Any]]:
        """Compact arrays for graphs/: whole 1e-5 degrees, country codes, metres, steps."""
        codes, of_node = np.unique(self.node_country, return_inverse=True)
        return {
            "codes": codes,
            "node_country": of_node.astype(np.uint8),
            "node_lon_e5": np.rint(self.node_lon * _E5).astype(np.int32),
            "node_lat_e5": np.rint(self.node_lat * _E5).astype(np.int32),
            "hub_id": self.hub_id,
            "hub_node": self.hub_node,
            "edge_tail_step": np.diff(self.edge_tail, prepend=0).astype(np.int32),
            "edge_span": (self.edge_head - self.edge_tail).astype(np.int32),
            "edge_m": np.rint(self.edge_km.astype(np.float64) * 1000).astype(np.int32),
        }


def read_access(folder: Path) -> AccessNetwork:
    """Read graphs/access.npz."""
    data = read_arrays(folder / "access.npz")
    tail = np.cumsum(data["edge_tail_step"]).astype(np.int32)
    return AccessNetwork(
        node_lon=data["node_lon_e5"] / _E5,
        node_lat=data["node_lat_e5"] / _E5,
        node_country=data["codes"][data["node_country"]],
        hub_id=data["hub_id"],
        hub_node=data["hub_node"],
        edge_tail=tail,
        edge_head=(tail + data["edge_span"]).astype(np.int32),
        edge_km=(data["edge_m"] / 1000).astype(np.float32),
    )
