"""Typed records that come out of the network build."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corridor.build.network.physical import PhysicalNetwork
    from corridor.geo import FloatArray


@dataclass(frozen=True, slots=True)
class Join:
    """An automatic join: rule `grid`, `end` (to node or edge), `facing` or `hub` (broken at it)."""

    mode: str
    rule: str
    km: float
    lon_a: float
    lat_a: float
    lon_b: float
    lat_b: float
    country: str


@dataclass(frozen=True, slots=True)
class HubPlacement:
    """Where a hub went: `node`, `chord`, `far` (node beyond the usual limit) or `unplaced`."""

    mode: str
    hub_id: str
    how: str
    snap_km: float
    chord_km: float = 0.0
    excess_km: float = 0.0


@dataclass(frozen=True, slots=True)
class DroppedCrossing:
    """A base edge between two countries that belongs to no declared crossing."""

    mode: str
    country_a: str
    country_b: str
    lon_a: float
    lat_a: float
    lon_b: float
    lat_b: float
    km: float


@dataclass(frozen=True, slots=True)
class CrossingMatch:
    """What a declared crossing found: the edges that carry it, or why it has none."""

    crossing_id: str
    mode: str
    edges: int
    network_km: float
    reason: str


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """Connected parts of one mode as one country sees them."""

    mode: str
    country: str
    nodes: int
    edges: int
    km: float
    parts: int
    in_main_share: float


@dataclass(frozen=True, eq=False, slots=True)
class SectionLine:
    """The drawn line of a surveyed section; its length stays that of the section's row."""

    id: str
    network_km: float  # 0 where no path was found
    ratio: float  # network_km / length_km
    accepted: bool
    reason: str
    coords: FloatArray  # lon/lat from from_id to to_id, shape (k, 2)
    border_at: float | None = None  # share 0..1 of the line at which it meets the border
    border_lonlat: tuple[float, float] | None = None
    nodes: tuple[int, ...] = ()  # nodes of the path it follows, none for a straight line


@dataclass(frozen=True, eq=False, slots=True)
class NetworkBuild:
    """Everything the build made, and everything it left out."""

    networks: Mapping[str, PhysicalNetwork]
    hub_nodes: Mapping[tuple[str, str], int]  # (mode, hub_id) -> node
    section_lines: tuple[SectionLine, ...]
    joins: tuple[Join, ...]
    placements: tuple[HubPlacement, ...]
    crossings: tuple[CrossingMatch, ...]
    dropped_crossings: tuple[DroppedCrossing, ...]
    components: tuple[ComponentRow, ...]
    notes: tuple[str, ...] = field(default=())  # curated rows that met nothing, and the like

    def unplaced(self) -> tuple[tuple[str, str], ...]:
        """(mode, hub id) of every hub that has no node."""
        return tuple((p.mode, p.hub_id) for p in self.placements if p.how == "unplaced")
