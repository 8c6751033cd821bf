"""Shortest paths behind one small interface; scipy is the engine, networkx the test's reference."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from corridor.errors import InputError, NoRouteError

if TYPE_CHECKING:
    import numpy.typing as npt

    from corridor.geo import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Path:
    """A shortest path: total km, nodes and edges in order of travel."""

    km: float
    nodes: tuple[int, ...]
    edges: tuple[int, ...]


class ScipyEngine:
    """Dijkstra of scipy on a sparse matrix; keeps the last tree, so asking again is cheap."""

    def __init__(
        self,
        node_count: int,
        tail: IntArray,
        head: IntArray,
        km: FloatArray,
    ) -> None:
        """
        Take undirected edges.

        Parameters
        ----------
        node_count
            Nodes are 0 .. node_count - 1.
        tail, head
            Ends of each edge.
        km
            Length of each edge, > 0; of parallel edges the shortest counts.

        Raises
        ------
        InputError
            If a length is not a number above zero or an end is not a node: scipy would drop or
            misread such an edge in silence.
        """
        from scipy.sparse import csr_matrix

        km = np.asarray(km, dtype=np.float64)
        if len(km) and not (np.isfinite(km).all() and (km > 0).all()):
            raise InputError("edge lengths must be numbers above 0", remedy="check the lengths")
        ends = np.concatenate([tail, head])
        if len(ends) and not (ends.min() >= 0 and ends.max() < node_count):
            raise InputError(
                f"edges must join nodes 0..{node_count - 1}", remedy="check the node numbers"
            )
        one = np.minimum(tail, head).astype(np.int64)
        two = np.maximum(tail, head).astype(np.int64)
        order = np.lexsort((np.arange(len(km)), km, two, one))
        order = order[one[order] != two[order]]
        first = np.ones(len(order), dtype=bool)
        first[1:] = (np.diff(one[order]) != 0) | (np.diff(two[order]) != 0)
        self._edge = order[first]
        self._key = one[self._edge] * node_count + two[self._edge]
        self._count = node_count
        rows = np.concatenate([one[self._edge], two[self._edge]])
        columns = np.concatenate([two[self._edge], one[self._edge]])
        weights = np.concatenate([km[self._edge], km[self._edge]])
        self._matrix: Any = csr_matrix((weights, (rows, columns)), shape=(node_count, node_count))
        self._tree: tuple[int, FloatArray, npt.NDArray[np.int32]] | None = None

    def _check(self, node: int) -> None:
        if not 0 <= node < self._count:
            raise InputError(
                f"node {node} is not one of 0..{self._count - 1}", remedy="check the node numbers"
            )

    def _grow(self, source: int) -> tuple[FloatArray, npt.NDArray[np.int32]]:
        from scipy.sparse.csgraph import dijkstra

        self._check(source)
        if self._tree is None or self._tree[0] != source:
            far, before = dijkstra(self._matrix, indices=source, return_predecessors=True)
            self._tree = (source, far, before)
        return self._tree[1], self._tree[2]

    def path(self, source: int, target: int) -> Path:
        """
        Shortest path between two nodes.

        Raises
        ------
        NoRouteError
            If the nodes are not connected.
        """
        far, before = self._grow(source)
        self._check(target)
        if not np.isfinite(far[target]):
            raise NoRouteError(
                f"no path between nodes {source} and {target}",
                remedy="add the missing piece to repair_links, or a crossing",
            )
        nodes = [target]
        while nodes[-1] != source:
            nodes.append(int(before[nodes[-1]]))
        nodes.reverse()
        edges = tuple(self._edge_between(a, b) for a, b in pairwise(nodes))
        return Path(float(far[target]), tuple(nodes), edges)

    def _edge_between(self, a: int, b: int) -> int:
        key = min(a, b) * self._count + max(a, b)
        return int(self._edge[np.searchsorted(self._key, key)])
