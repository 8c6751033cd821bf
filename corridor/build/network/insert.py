"""Hubs go into the network: onto a node nearby, else into the chord that hides them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corridor.build.network.curated import node_tree, within
from corridor.build.network.detour import Detours
from corridor.build.network.draft import BASE, HUB
from corridor.build.network.records import HubPlacement, Join
from corridor.build.network.repair import JOIN_MOST_KM, describe_join
from corridor.geo import great_circle_km, project_on_line
from corridor.tables.records import Hub

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corridor.build.network.draft import Draft

SNAP_KM = 3.0
SNAP_CITY_KM = 5.0
SNAP_MOST_KM = 10.0  # however coarse the position of a hub is
SNAP_FAR_KM = 14.0  # a large town or port whose position is good; its yard lies outside
GOOD_POSITION_KM = 5.0
EXCESS_SHARE = 0.12
EXCESS_KM = 2.0
MAIN_PART_NODES = 60  # smaller parts are yards and pieces nobody joined
ONE_END_FOREIGN_KM = 2.0  # excess that a chord over the border has to make up for
EXCESS_MOST_KM = 15.0  # a longer detour would falsify every other section on the chord
BROKEN_DETOUR_KM = 60.0  # two nodes at one hub this far apart by the network: a line broken there


class HubInserter:
    """Places the hubs of one mode, one after another in order of id."""

    def __init__(self, draft: Draft) -> None:
        """Take the draft; parts are those before any border is cut."""
        self.draft = draft
        self.part = draft.components()
        self.size = np.bincount(self.part)
        self.tree = node_tree(draft)
        self.nodes: dict[str, int] = {}
        self.taken: set[int] = set()
        self.placements: list[HubPlacement] = []
        self.joins: list[Join] = []
        self.detours: Detours | None = None

    def run(self, hubs: Iterable[Hub]) -> dict[str, int]:
        """
        Place every hub that this mode serves; node by hub id.

        Hubs next to a node come first, so that none of them lands on a node made for another.
        """
        served = sorted((h for h in hubs if self.draft.mode in h.modes), key=lambda h: h.id)
        near = [h for h in served if self._on_node(h, self._reach(h), "node")]
        for hub in served:
            if hub.id not in self.nodes and not self._off_node(hub):
                self.placements.append(HubPlacement(self.draft.mode, hub.id, "unplaced", 0.0))
        for hub in near:
            self._mend(hub)
        self.placements.sort(key=lambda p: p.hub_id)
        return self.nodes

    def _off_node(self, hub: Hub) -> bool:
        """Chord that runs nearer than any node, node farther off, or node of a small part."""
        chord = self._chord(hub)
        most = SNAP_FAR_KM if hub.accuracy_km <= GOOD_POSITION_KM else SNAP_MOST_KM
        node, away = self._nearest(hub, most, small=False)
        if chord is not None and (node is None or self._beside_km(hub, chord) <= away):
            return self._into_chord(hub, chord)
        if self._on_node(hub, most, "far"):
            return True
        return self._on_node(hub, self._reach(hub), "node", small=True)

    @staticmethod
    def _reach(hub: Hub) -> float:
        usual = SNAP_CITY_KM if hub.kind == "city" else SNAP_KM
        return min(max(usual, hub.accuracy_km), SNAP_MOST_KM)

    def _nearest(self, hub: Hub, reach_km: float, *, small: bool) -> tuple[int | None, float]:
        """Nearest free node of the hub's country and its distance in km."""
        draft = self.draft
        found = [
            n
            for n in within(self.tree, hub.lon, hub.lat, reach_km)
            if draft.country[n] == hub.country
            and n not in self.taken
            and (small or self.size[self.part[n]] >= MAIN_PART_NODES)
        ]
        if not found:
            return None, float("inf")
        near = np.array(found, dtype=np.int64)
        away = great_circle_km(draft.lon[near], draft.lat[near], hub.lon, hub.lat)
        best = int(np.argmin(away))
        return int(near[best]), float(away[best])

    def _on_node(self, hub: Hub, reach_km: float, how: str, *, small: bool = False) -> bool:
        node, away = self._nearest(hub, reach_km, small=small)
        if node is None:
            return False
        self._settle(hub, node, HubPlacement(self.draft.mode, hub.id, how, round(away, 3)))
        return True

    def _chord(self, hub: Hub) -> int | None:
        """
        Edge that bends least to run through the hub.

        The way over the hub may exceed the edge's length by 12 % + 2 km, at most 15 km.  Of those
        that fit, the one that strays least from its own straight line wins: a long winding chord has room
        for many places, which does not bring it there.
        """
        draft = self.draft
        live = np.flatnonzero(draft.alive)
        to_node = great_circle_km(draft.lon, draft.lat, hub.lon, hub.lat)
        tail, head = draft.tail[live], draft.head[live]
        through = to_node[tail] + to_node[head]
        foreign = (draft.country[tail] != hub.country).astype(np.int64)
        foreign += draft.country[head] != hub.country
        most = np.minimum(EXCESS_SHARE * draft.km[live] + EXCESS_KM, EXCESS_MOST_KM)
        fits = through <= draft.km[live] + most
        # a line between two places of another country is not one of this country
        fits &= (self.size[self.part[tail]] >= MAIN_PART_NODES) & (foreign < 2)
        if not fits.any():
            return None
        direct = great_circle_km(draft.lon[tail], draft.lat[tail], draft.lon[head], draft.lat[head])
        bend = np.where(fits, through - direct + ONE_END_FOREIGN_KM * foreign, np.inf)
        return int(live[np.argmin(bend)])

    def _beside_km(self, hub: Hub, edge: int) -> float:
        """Distance from the hub to the straight line of an edge."""
        draft = self.draft
        ends = [int(draft.tail[edge]), int(draft.head[edge])]
        line = np.stack([draft.lon[ends], draft.lat[ends]], axis=-1)
        return project_on_line(line, hub.lon, hub.lat)[1]

    def _into_chord(self, hub: Hub, edge: int) -> bool:
        draft = self.draft
        km = float(draft.km[edge])
        node = draft.add_node(hub.lon, hub.lat, hub.country)
        over = draft.gap_km(int(draft.tail[edge]), node) + draft.gap_km(node, int(draft.head[edge]))
        base = draft.kind[edge] == BASE
        draft.split_edge(edge, node, HUB if base else None)
        self.part = np.append(self.part, self.part[draft.tail[edge]])
        placement = HubPlacement(
            draft.mode, hub.id, "chord", 0.0, round(km, 3), round(max(over - km, 0.0), 3)
        )
        self._settle(hub, node, placement)
        return True

    def _mend(self, hub: Hub) -> None:
        """Join the hub's node to one beside it that the network reaches only by a long way."""
        draft = self.draft
        node = self.nodes[hub.id]
        reach = self._reach(hub)
        for other in within(self.tree, hub.lon, hub.lat, reach):
            if other == node or draft.country[other] != hub.country:
                continue
            if self.size[self.part[other]] < MAIN_PART_NODES:
                continue
            if draft.gap_km(node, other) > JOIN_MOST_KM:
                continue
            if self.detours is None:
                self.detours = Detours(draft.adjacency())
            if self.detours.exceeds(node, {other: 0.0}, BROKEN_DETOUR_KM):
                edge = draft.add_edge(node, other, draft.gap_km(node, other), "join")
                self.detours.add(node, other, float(draft.km[edge]))
                self.joins.append(describe_join(draft, "hub", node, other))

    def _settle(self, hub: Hub, node: int, placement: HubPlacement) -> None:
        self.nodes[hub.id] = node
        self.taken.add(node)
        self.placements.append(placement)
