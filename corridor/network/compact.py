"""The small form of a network: nodes of degree two are contracted, geometry is left behind.

It serves searches from an arbitrary point to the hubs of its country, so it holds in-country edges
only.  Shortest lengths between kept nodes are those of the full network.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from corridor.network.geo import FloatArray, StrArray

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from corridor.network.physical import PhysicalNetwork

MAIN_PART_NODES = 60
KEEP_EVERY_KM = 10.0  # a chain between two junctions keeps places to join it from the land beside


@dataclass(frozen=True, eq=False, slots=True)
class CompactNetwork:
    """
    Contracted network of one mode.

    Attributes
    ----------
    mode
        'rail' or 'road'.
    node_lon, node_lat
        Degrees, to 1e-5.
    node_country
        ISO 3166-1 alpha-2.
    node_hub
        Index into `hub_ids`, -1 where the node is no hub.
    hub_ids
        Hub ids, sorted.
    edge_tail, edge_head
        Undirected edges, each once, never over a border.
    edge_km
        Raw length x factor, km.
    edge_country
        Country of both ends.
    """

    mode: str
    node_lon: FloatArray
    node_lat: FloatArray
    node_country: StrArray
    node_hub: npt.NDArray[np.int32]
    hub_ids: StrArray
    edge_tail: npt.NDArray[np.int32]
    edge_head: npt.NDArray[np.int32]
    edge_km: npt.NDArray[np.float32]
    edge_country: StrArray

    @property
    def hub_node(self) -> npt.NDArray[np.int32]:
        """Node of each hub, in the order of `hub_ids`."""
        at = np.flatnonzero(self.node_hub >= 0)
        return at[np.argsort(self.node_hub[at])].astype(np.int32)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """All fields as arrays, by name."""
        return {f.name: np.asarray(getattr(self, f.name)) for f in fields(self)}


def compact(network: PhysicalNetwork, hub_nodes: Mapping[tuple[str, str], int]) -> CompactNetwork:
    """
    Contract a network.

    Parameters
    ----------
    network
        Finished network.
    hub_nodes
        Node by (mode, hub id); hubs are always kept.

    Returns
    -------
    CompactNetwork
        Without parts under 60 nodes that hold no hub (yards, metros, islands); dead ends stay.
    """
    from corridor.network.draft import components

    hub_at = {n: h for (m, h), n in sorted(hub_nodes.items()) if m == network.mode}
    count = network.node_count
    tail, head = network.edge_tail.astype(np.int64), network.edge_head.astype(np.int64)
    km = np.asarray(network.edge_raw_km, dtype=np.float64) * network.edge_factor
    part = components(count, tail, head)
    fixed = np.zeros(count, dtype=bool)
    fixed[sorted(hub_at)] = True
    wanted = np.bincount(part) >= MAIN_PART_NODES
    wanted[part[fixed]] = True
    # the posts of declared crossings stay, whether or not a hub stands on them
    fixed[network.border_tail] = True
    fixed[network.border_head] = True
    keep_part = wanted[part]
    edges = _contract(_near(count, tail, head, km, keep_part), fixed)
    nodes = np.unique(np.array([e[:2] for e in edges], dtype=np.int64).reshape(-1, 2))
    nodes = np.union1d(nodes, np.array(sorted(hub_at), dtype=np.int64)).astype(np.int64)
    # west to east, so that neighbours lie together and the file packs well
    nodes = nodes[np.lexsort((nodes, network.node_lat[nodes], network.node_lon[nodes].round(1)))]
    number = np.full(count, -1, dtype=np.int64)
    number[nodes] = np.arange(len(nodes))
    hub_ids = sorted(hub_at.values())
    index = {hub: i for i, hub in enumerate(hub_ids)}
    ends = sorted((*sorted((int(number[a]), int(number[b]))), length) for a, b, length in edges)
    new_tail = np.array([e[0] for e in ends], dtype=np.int32)
    country = network.node_country[nodes]
    return CompactNetwork(
        network.mode,
        network.node_lon[nodes],
        network.node_lat[nodes],
        country,
        np.array([index[hub_at[n]] if n in hub_at else -1 for n in nodes.tolist()], dtype=np.int32),
        np.array(hub_ids, dtype=np.str_),
        new_tail,
        np.array([e[1] for e in ends], dtype=np.int32),
        np.array([round(e[2], 3) for e in ends], dtype=np.float32),
        country[new_tail],
    )


def _near(
    count: int, tail: Any, head: Any, km: FloatArray, keep: npt.NDArray[np.bool_]
) -> list[dict[int, float]]:
    near: list[dict[int, float]] = [{} for _ in range(count)]
    for a, b, length in zip(tail.tolist(), head.tolist(), km.tolist(), strict=True):
        if keep[a] and a != b and length < near[a].get(b, np.inf):
            near[a][b] = length
            near[b][a] = length
    return near


def _contract(
    near: list[dict[int, float]], fixed: npt.NDArray[np.bool_]
) -> list[tuple[int, int, float]]:
    """Edges between kept nodes; of parallel chains the shortest, chains back to their start gone."""
    stays = [bool(f) or len(n) not in {0, 2} for n, f in zip(near, fixed.tolist(), strict=True)]
    best: dict[tuple[int, int], float] = {}
    seen: set[tuple[int, int]] = set()
    starts = [n for n, s in enumerate(stays) if s and near[n]]
    # a ring without a junction is kept from its lowest node on
    for node in starts + [n for n, links in enumerate(near) if len(links) == 2 and not stays[n]]:
        if not stays[node]:
            if any((node, other) in seen for other in near[node]):
                continue
            stays[node] = True
        for other in sorted(near[node]):
            if (node, other) not in seen:
                _walk(near, stays, node, other, seen, best)
    return [(a, b, km) for (a, b), km in sorted(best.items())]


def _walk(
    near: list[dict[int, float]],
    stays: list[bool],
    start: int,
    step: int,
    seen: set[tuple[int, int]],
    best: dict[tuple[int, int], float],
) -> None:
    """Follow a chain to the next kept node, dropping a place every ten kilometres."""
    last, before, node, km = start, start, step, near[start][step]
    while True:
        seen.update({(before, node), (node, before)})
        if stays[node] or km >= KEEP_EVERY_KM:
            pair = (min(last, node), max(last, node))
            if last != node and km < best.get(pair, np.inf):
                best[pair] = km
            if stays[node]:
                return
            last, km = node, 0.0
        onward = next(n for n in sorted(near[node]) if n != before)
        before, node, km = node, onward, km + near[node][onward]
