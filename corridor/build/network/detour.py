"""Short searches in a network that changes, to see whether a way exists already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor.graph.paths import nearest_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Detours:
    """Adjacency that takes new edges, and a bounded Dijkstra on it."""

    def __init__(self, near: list[dict[int, float]]) -> None:
        """Take neighbours and km of each node; the lists are owned from now on."""
        self.near = near

    def add(self, a: int, b: int, km: float) -> None:
        """Add an edge; of parallel ones the shortest counts."""
        if km < self.near[a].get(b, float("inf")):
            self.near[a][b] = km
            self.near[b][a] = km

    def split(self, tail: int, head: int, node: int, km_tail: float, km_head: float) -> None:
        """Lead the edge tail-head through a new node."""
        while len(self.near) <= node:
            self.near.append({})
        # a longer parallel edge, if any, is forgotten here: it can only matter beyond the limit
        self.near[tail].pop(head, None)
        self.near[head].pop(tail, None)
        self.add(tail, node, km_tail)
        self.add(node, head, km_head)

    def exceeds(self, source: int, arrive: Mapping[int, float], limit_km: float) -> bool:
        """
        Whether every way from a node to a place is longer than a limit.

        Parameters
        ----------
        source
            Start node.
        arrive
            Nodes next to the place, with the km left from each of them.
        limit_km
            Bound of the search, km.
        """

        def onward(node: int) -> Iterator[tuple[int, float, int]]:
            return ((other, km, 0) for other, km in self.near[node].items())

        return all(
            node not in arrive or km + arrive[node] > limit_km
            for node, km, _ in nearest_first({source: 0.0}, onward, limit_km)
        )
