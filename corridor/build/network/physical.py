"""The finished physical network of one mode."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from corridor.geo import FloatArray, StrArray


@dataclass(frozen=True, eq=False, slots=True)
class PhysicalNetwork:
    """
    Nodes, edges inside one country each, and the declared edges over borders.

    Attributes
    ----------
    mode
        'rail' or 'road'.
    node_lon, node_lat
        Degrees, to 1e-5.
    node_country
        ISO 3166-1 alpha-2.
    component
        Connected part of each node over in-country and border edges, 0 the largest.
    edge_tail, edge_head
        Ends of the undirected in-country edges, each once.
    edge_raw_km, edge_factor
        Network length in km, and the factor (country or mountain box) that makes it an estimate
        of the real length; 1 where the length is a surveyed piece.
    edge_kind
        Code into `draft.KINDS`: base, join, split, gap, bridge, new, hub, osm.
    edge_country
        Country of both ends.
    border_tail, border_head, border_raw_km, border_factor, border_kind
        The same for edges between two countries.
    border_crossing
        Id of the crossing each border edge belongs to.
    edge_source, edge_way, border_source, border_way
        Number of the import an edge comes from (from 1; 0 none) and its OpenStreetMap way; empty
        in a network without imports.
    """

    mode: str
    node_lon: FloatArray
    node_lat: FloatArray
    node_country: StrArray
    component: npt.NDArray[np.int32]
    edge_tail: npt.NDArray[np.int32]
    edge_head: npt.NDArray[np.int32]
    edge_raw_km: npt.NDArray[np.float32]
    edge_factor: npt.NDArray[np.float32]
    edge_kind: npt.NDArray[np.uint8]
    edge_country: StrArray
    border_tail: npt.NDArray[np.int32]
    border_head: npt.NDArray[np.int32]
    border_raw_km: npt.NDArray[np.float32]
    border_factor: npt.NDArray[np.float32]
    border_kind: npt.NDArray[np.uint8]
    border_crossing: StrArray
    edge_source: npt.NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, dtype=np.uint8))
    edge_way: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    border_source: npt.NDArray[np.uint8] = field(
        default_factory=lambda: np.zeros(0, dtype=np.uint8)
    )
    border_way: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        return len(self.node_lon)
