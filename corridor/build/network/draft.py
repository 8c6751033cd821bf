"""The network while it is being repaired: nodes and edges may be added, edges dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corridor.geo import BoolArray, FloatArray, IntArray, StrArray, great_circle_km

if TYPE_CHECKING:
    from corridor.build.network.base import BaseGraph

KINDS = ("base", "join", "split", "gap", "bridge", "new", "hub", "osm")
KIND_CODE = {name: code for code, name in enumerate(KINDS)}
BASE, HUB, OSM = (KIND_CODE[kind] for kind in ("base", "hub", "osm"))
SHORTEST_KM = 0.001  # an edge of no length would vanish from sparse matrices


class Draft:
    """Mutable graph of one mode; edges are undirected and numbered, dropped ones stay numbered."""

    def __init__(self, mode: str, base: BaseGraph, country: StrArray) -> None:
        """Start from the base graph and the country of each of its nodes."""
        self.mode = mode
        self.lon: FloatArray = base.node_lon.copy()
        self.lat: FloatArray = base.node_lat.copy()
        self.country: StrArray = country.astype("<U2")
        self.tail: IntArray = base.edge_tail.copy()
        self.head: IntArray = base.edge_head.copy()
        self.km: FloatArray = np.maximum(base.edge_km, SHORTEST_KM)
        self.kind: IntArray = np.zeros(len(self.tail), dtype=np.int64)
        # number of the import an edge comes from (0: none) and its OpenStreetMap way
        self.source: IntArray = np.zeros(len(self.tail), dtype=np.int64)
        self.way: IntArray = np.zeros(len(self.tail), dtype=np.int64)
        self.alive: BoolArray = np.ones(len(self.tail), dtype=bool)
        self.children: dict[int, tuple[int, int]] = {}  # a split edge -> its two pieces

    def add_node(self, lon: float, lat: float, country: str) -> int:
        """Append a node; its number."""
        self.lon = np.append(self.lon, round(lon, 5))
        self.lat = np.append(self.lat, round(lat, 5))
        self.country = np.append(self.country, np.array([country], dtype="<U2"))
        return len(self.lon) - 1

    def add_edge(self, tail: int, head: int, km: float, kind: str | int) -> int:
        """Append an edge, never shorter than the great circle between its ends; its number."""
        code = KIND_CODE[kind] if isinstance(kind, str) else kind
        self.tail = np.append(self.tail, tail)
        self.head = np.append(self.head, head)
        self.km = np.append(self.km, max(km, self.gap_km(tail, head), SHORTEST_KM))
        self.kind = np.append(self.kind, code)
        self.source = np.append(self.source, 0)
        self.way = np.append(self.way, 0)
        self.alive = np.append(self.alive, True)
        return len(self.tail) - 1

    def gap_km(self, a: int, b: int) -> float:
        """Great circle between two nodes, km."""
        return float(great_circle_km(self.lon[a], self.lat[a], self.lon[b], self.lat[b]))

    def split_edge(self, edge: int, node: int, kind: str | int | None = None) -> tuple[int, int]:
        """
        Lead an edge through a node; the two pieces share the length in proportion.

        `kind` of the pieces is that of the edge unless given.
        """
        tail, head = int(self.tail[edge]), int(self.head[edge])
        first, second = self.gap_km(tail, node), self.gap_km(node, head)
        total = first + second
        share = first / total if total > 0 else 0.5
        length = max(float(self.km[edge]), total)
        code = int(self.kind[edge]) if kind is None else kind
        self.alive[edge] = False
        one = self.add_edge(tail, node, length * share, code)
        two = self.add_edge(node, head, length * (1 - share), code)
        self.source[[one, two]] = self.source[edge]
        self.way[[one, two]] = self.way[edge]
        self.children[edge] = (one, two)
        return one, two

    def living(self, edge: int) -> list[int]:
        """The edge itself, or the pieces it became; empty if it was dropped."""
        if self.alive[edge]:
            return [edge]
        return [e for child in self.children.get(edge, ()) for e in self.living(child)]

    def degree(self) -> IntArray:
        """Number of living edges at each node."""
        ends = np.concatenate([self.tail[self.alive], self.head[self.alive]])
        count: IntArray = np.bincount(ends, minlength=len(self.lon)).astype(np.int64)
        return count

    def adjacency(self) -> list[dict[int, float]]:
        """Neighbours and km of each node over living edges; the shortest of parallel ones."""
        near: list[dict[int, float]] = [{} for _ in range(len(self.lon))]
        live = np.flatnonzero(self.alive)
        columns = (self.tail[live], self.head[live], self.km[live])
        for tail, head, km in zip(*(c.tolist() for c in columns), strict=True):
            if km < near[tail].get(head, np.inf):
                near[tail][head] = km
                near[head][tail] = km
        return near

    def components(self) -> IntArray:
        """Number of the connected part each node is in."""
        return components(len(self.lon), self.tail[self.alive], self.head[self.alive])


def components(count: int, tail: IntArray, head: IntArray) -> IntArray:
    """
    Number of the connected part of each of `count` nodes.

    Parts are numbered from the largest down; of equal ones the part with the lowest node first.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(tail), dtype=np.int8)
    matrix = coo_matrix((ones, (tail, head)), shape=(count, count))
    _, label = connected_components(matrix, directed=False)
    names, first, size = np.unique(label, return_index=True, return_counts=True)
    order = np.lexsort((first, -size))
    rank = np.empty(len(names), dtype=np.int64)
    rank[order] = np.arange(len(names))
    part: IntArray = rank[np.searchsorted(names, label)]
    return part
