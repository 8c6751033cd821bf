"""Curated repairs: false chords out, surveyed pieces in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corridor.geo import chord_radius, great_circle_km, unit_vectors
from corridor.tables.records import FalseLink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor.build.network.countries import CountryLookup
    from corridor.build.network.draft import Draft
    from corridor.tables.records import RepairLink

AT_NODE_KM = 0.2
# Ends of gaps are meant to be nodes.  A new line starts at one or at a place of its own; a chain
# that replaces a chord runs through places of its own.
END_REACH_KM = {
    "split": (AT_NODE_KM,),
    "gap": (AT_NODE_KM, 1.0),
    "bridge": (AT_NODE_KM, 1.0),
    "new": (AT_NODE_KM, 1.0, 3.0),
}
REMOVE_ACTIONS = ("replace", "remove")


def forbidden_joins(rows: Sequence[FalseLink], links: Sequence[RepairLink]) -> list[FalseLink]:
    """
    Joins not to be made by rule: what a row forbids, and what a curated piece does instead.

    Forbidden are joins across a border and those that open a road shut in winter: a seasonal pass
    has no closed months in this network; without the join no route can use it by mistake.
    """
    found = [r for r in rows if r.action.startswith("never") or "seasonal" in r.action]
    return found + [
        FalseLink(
            id=r.id,
            mode=r.mode,
            a_lon=r.from_lon,
            a_lat=r.from_lat,
            b_lon=r.to_lon,
            b_lat=r.to_lat,
            network_km=r.length_km,
            action="curated",
            reason=r.reason,
            source_id=r.source_id,
            as_of=r.as_of,
            confidence=r.confidence,
        )
        for r in links
        if r.kind == "gap"
    ]


def hub_chain_ends(links: Sequence[RepairLink]) -> set[tuple[str, float, float]]:
    """(mode, lon, lat) of ends of `hub` links, which hub insertion makes anew from `hubs`."""
    ends: set[tuple[str, float, float]] = set()
    for link in links:
        if link.kind == "hub":
            ends.add((link.mode, round(link.from_lon, 3), round(link.from_lat, 3)))
            ends.add((link.mode, round(link.to_lon, 3), round(link.to_lat, 3)))
    return ends


class Curator:
    """Applies curated rows to a draft and notes those that met nothing."""

    def __init__(self, draft: Draft, lookup: CountryLookup) -> None:
        """Take the draft and the country lookup for new nodes."""
        self.draft = draft
        self.lookup = lookup
        self.notes: list[str] = []

    def nearest(self, lon: float, lat: float, limit_km: float) -> int | None:
        """Nearest node within a limit; of equal ones the lowest number."""
        away = great_circle_km(self.draft.lon, self.draft.lat, lon, lat)
        node = int(np.argmin(away))
        return node if away[node] <= limit_km else None

    def drop_false(self, rows: Sequence[FalseLink], links: Sequence[RepairLink]) -> None:
        """Remove the edges that rows say to replace or remove; other rows drop nothing here."""
        regenerated = hub_chain_ends(links)
        for row in rows:
            if row.mode != self.draft.mode or not row.action.startswith(REMOVE_ACTIONS):
                continue
            ends = [
                (row.mode, round(row.a_lon, 3), round(row.a_lat, 3)),
                (row.mode, round(row.b_lon, 3), round(row.b_lat, 3)),
            ]
            if all(end in regenerated for end in ends):
                continue  # the chord is split at its hubs by hub insertion
            if not self._drop_edge(row):
                self.notes.append(f"{row.id}: no base edge between its ends; nothing removed")

    def _drop_edge(self, row: FalseLink) -> bool:
        draft = self.draft
        a = self.nearest(row.a_lon, row.a_lat, AT_NODE_KM)
        b = self.nearest(row.b_lon, row.b_lat, AT_NODE_KM)
        between = (draft.tail == a) & (draft.head == b) | (draft.tail == b) & (draft.head == a)
        found = np.flatnonzero(draft.alive & between)
        draft.alive[found] = False
        return len(found) > 0

    def add_links(self, links: Sequence[RepairLink]) -> None:
        """Add every curated piece but the `hub` ones, in the order of the table."""
        for link in links:
            if link.mode != self.draft.mode or link.kind == "hub":
                continue
            from_node = self._end(link, link.from_lon, link.from_lat)
            to_node = self._end(link, link.to_lon, link.to_lat)
            if from_node == to_node:
                self.notes.append(f"{link.id}: both ends are one node; nothing added")
                continue
            direct = self.draft.gap_km(from_node, to_node)
            if link.length_km < direct - 0.05:
                self.notes.append(
                    f"{link.id}: {link.length_km:g} km is below the straight line {direct:.1f} km;"
                    " the straight line counts"
                )
            self.draft.add_edge(from_node, to_node, link.length_km, link.kind)

    def _end(self, link: RepairLink, lon: float, lat: float) -> int:
        """Node at an end: there already, near enough for the kind of link, or made."""
        for reach in END_REACH_KM[link.kind]:
            node = self.nearest(lon, lat, reach)
            if node is not None:
                return node
        if link.kind in {"gap", "bridge"}:
            self.notes.append(f"{link.id}: no node within 1 km of {lon:.3f},{lat:.3f}; made one")
        return self.draft.add_node(lon, lat, self.lookup.at(lon, lat))


def node_tree(draft: Draft) -> Any:
    """Search tree over the nodes of a draft (unit-sphere vectors)."""
    from scipy.spatial import cKDTree

    return cKDTree(unit_vectors(draft.lon, draft.lat))


def within(tree: Any, lon: float, lat: float, km: float) -> list[int]:
    """Numbers of the nodes within a distance, ascending."""
    here = unit_vectors(np.array([lon]), np.array([lat]))[0]
    return sorted(int(n) for n in tree.query_ball_point(here, chord_radius(km)))
