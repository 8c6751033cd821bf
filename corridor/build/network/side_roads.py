"""
Roads that are no section of the tables, each place with its way to the nearest section.

An arbitrary point is led over them to where they first meet a section, and no farther: nothing
here leads through or past a place of the tables, so nothing here can pass by a closure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from corridor.geo import FloatArray, StrArray
from corridor.graph.paths import nearest_first

if TYPE_CHECKING:
    import numpy.typing as npt

    from corridor.build.network.physical import PhysicalNetwork
    from corridor.build.network.records import SectionLine


@dataclass(frozen=True, eq=False, slots=True)
class SideRoads:
    """
    Side roads as a network, and a forest of shortest ways over it.

    Attributes
    ----------
    lon, lat
        Nodes, degrees.
    country
        ISO 3166-1 alpha-2 of each node.
    onward
        Next node on the way to the nearest section or place, -1 where a section is met.
    to_table_m
        Metres by that way.
    hub
        Place of the tables that stands on a node, '' for none.
    tail, head, metres
        Edges between nodes of one country, raw length x factor.
    """

    lon: FloatArray
    lat: FloatArray
    country: StrArray
    onward: npt.NDArray[np.int32]
    to_table_m: npt.NDArray[np.int32]
    hub: StrArray
    tail: npt.NDArray[np.int32]
    head: npt.NDArray[np.int32]
    metres: npt.NDArray[np.int32]


def side_roads(
    network: PhysicalNetwork,
    hub_nodes: Mapping[tuple[str, str], int],
    lines: Iterable[SectionLine],
) -> SideRoads:
    """
    Cut the sections out of a network and lead what is left to them.

    Parameters
    ----------
    network
        Finished network of one mode.
    hub_nodes
        Node by (mode, hub id).
    lines
        Drawn sections; those of this mode that follow a path of the network name its nodes.

    Returns
    -------
    SideRoads
        Only what reaches a section or a place within its country.
    """
    hub_at = {n: h for (m, h), n in sorted(hub_nodes.items()) if m == network.mode}
    paths = [line.nodes for line in lines if line.nodes]
    on_section = {(min(p), max(p)) for nodes in paths for p in pairwise(nodes)}
    roots = sorted(set(hub_at) | {n for nodes in paths for n in nodes})
    km = np.asarray(network.edge_raw_km, dtype=np.float64) * network.edge_factor
    metres = np.maximum(np.rint(km * 1000), 1).astype(np.int64).tolist()
    edges: dict[tuple[int, int], int] = {}
    for a, b, m in zip(network.edge_tail.tolist(), network.edge_head.tolist(), metres, strict=True):
        pair = (min(a, b), max(a, b))
        if a != b and pair not in on_section:
            edges[pair] = min(m, edges.get(pair, m))
    far, onward = _forest(edges, roots)
    kept = {pair: m for pair, m in edges.items() if pair[0] in far}
    nodes = np.array(sorted({n for pair in kept for n in pair}), dtype=np.int64)
    # west to east, so that neighbours lie together and the file packs well
    nodes = nodes[np.lexsort((nodes, network.node_lat[nodes], network.node_lon[nodes].round(1)))]
    number = {n: i for i, n in enumerate(nodes.tolist())}
    ends = sorted((*sorted((number[a], number[b])), m) for (a, b), m in kept.items())
    return SideRoads(
        network.node_lon[nodes],
        network.node_lat[nodes],
        network.node_country[nodes],
        np.array([number.get(onward.get(n, -1), -1) for n in nodes.tolist()], dtype=np.int32),
        np.array([far[n] for n in nodes.tolist()], dtype=np.int32),
        np.array([hub_at.get(n, "") for n in nodes.tolist()], dtype=np.str_),
        np.array([e[0] for e in ends], dtype=np.int32),
        np.array([e[1] for e in ends], dtype=np.int32),
        np.array([e[2] for e in ends], dtype=np.int32),
    )


def _forest(
    edges: Mapping[tuple[int, int], int], roots: Iterable[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """Metres from each node to its nearest root, and the next node on the way there."""
    near: dict[int, list[tuple[int, int, int]]] = {}
    for (a, b), m in edges.items():
        near.setdefault(a, []).append((b, m, a))
        near.setdefault(b, []).append((a, m, b))
    far: dict[int, int] = {}
    onward: dict[int, int] = {}
    starts = {node: 0 for node in roots if node in near}
    for node, metres, by in nearest_first(starts, near.__getitem__):
        far[node] = metres
        if by >= 0:
            onward[node] = by
    return far, onward
