"""Cut at every state border: an edge between two countries is a declared crossing, or goes.

A crossing owns the border edges of the shortest way between its two hubs (a line may weave over
the border and back: then it owns each of those edges), and edges beside them such as the second
track.  Every other edge between two countries is dropped and listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from corridor.build.network.engine import Path, ScipyEngine
from corridor.build.network.records import CrossingMatch, DroppedCrossing
from corridor.errors import NoRouteError
from corridor.geo import project_on_line
from corridor.tables.records import Crossing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corridor.build.network.draft import Draft
    from corridor.geo import BoolArray, IntArray

SLACK_SHARE = 0.30
SLACK_KM = 25.0  # along the line, over the surveyed length of the crossing's section
BESIDE_KM = 1.5  # second track or carriageway
NEAR_KM = 5.0  # a border edge that passes farther from the stated position is another crossing


@dataclass(frozen=True, slots=True)
class BorderCut:
    """Owner of each border edge (by draft edge number), and what was found and left out."""

    owner: dict[int, str]
    matches: tuple[CrossingMatch, ...]
    dropped: tuple[DroppedCrossing, ...]


class BorderCutter:
    """Gives the border edges of one mode to crossings and drops the rest."""

    def __init__(self, draft: Draft, hub_nodes: Mapping[str, int]) -> None:
        """Take the draft with its hubs in place."""
        self.draft = draft
        self.hub_nodes = hub_nodes
        live = np.flatnonzero(draft.alive)
        abroad = draft.country[draft.tail[live]] != draft.country[draft.head[live]]
        self.inland: IntArray = live[~abroad]
        self.border: IntArray = live[abroad]
        self.owner: dict[int, str] = {}

    def run(self, crossings: Sequence[Crossing], length_km: Mapping[str, float]) -> BorderCut:
        """
        Match crossings, shortest section first, and drop what none of them owns.

        Parameters
        ----------
        crossings
            Rows of this mode and others; others are passed over.
        length_km
            Surveyed length by section id.
        """
        rows = [c for c in crossings if c.mode == self.draft.mode]
        rows.sort(key=lambda c: (length_km.get(c.section_id, 0.0), c.id))
        matches = [self._match(row, length_km.get(row.section_id, 0.0)) for row in rows]
        dropped = []
        for edge in self.border.tolist():
            if edge not in self.owner:
                self.draft.alive[edge] = False
                dropped.append(self._describe(edge))
        dropped.sort(key=lambda d: (d.country_a, d.country_b, d.lon_a, d.lat_a, d.lon_b))
        matches.sort(key=lambda m: m.crossing_id)
        return BorderCut(dict(sorted(self.owner.items())), tuple(matches), tuple(dropped))

    def _match(self, row: Crossing, length_km: float) -> CrossingMatch:
        node_a, node_b = self.hub_nodes.get(row.hub_a), self.hub_nodes.get(row.hub_b)
        if node_a is None or node_b is None:
            lost = row.hub_a if node_a is None else row.hub_b
            return CrossingMatch(row.id, row.mode, 0, 0.0, f"hub {lost} is not in the network")
        try:
            path, edges = self._way(row, node_a, node_b)
        except NoRouteError:
            return CrossingMatch(row.id, row.mode, 0, 0.0, "no way between its hubs")
        most = length_km * (1 + SLACK_SHARE) + SLACK_KM
        if path.km > most:
            reason = f"way of {path.km:.1f} km, over the {most:.1f} km allowed"
            return CrossingMatch(row.id, row.mode, 0, round(path.km, 3), reason)
        own = [e for e in edges if self._is_border(e)]
        for edge in own + self._beside(own):
            self.owner[edge] = row.id
        count = sum(1 for owner in self.owner.values() if owner == row.id)
        return CrossingMatch(row.id, row.mode, count, round(path.km, 3), "")

    def _is_border(self, edge: int) -> bool:
        draft = self.draft
        return bool(draft.country[draft.tail[edge]] != draft.country[draft.head[edge]])

    def _way(self, row: Crossing, node_a: int, node_b: int) -> tuple[Path, list[int]]:
        """Shortest way in the two countries over free border edges at the crossing's position."""
        draft = self.draft
        pair = (row.country_a, row.country_b)
        free = np.array(
            [e for e in self.border.tolist() if e not in self.owner and self._near(e, row)],
            dtype=np.int64,
        )
        edges = np.concatenate([self.inland, free]).astype(np.int64)
        inside: BoolArray = np.isin(draft.country[draft.tail[edges]], pair)
        inside &= np.isin(draft.country[draft.head[edges]], pair)
        edges = edges[inside]
        engine = ScipyEngine(len(draft.lon), draft.tail[edges], draft.head[edges], draft.km[edges])
        path = engine.path(node_a, node_b)
        return path, [int(edges[e]) for e in path.edges]

    def _near(self, edge: int, row: Crossing) -> bool:
        """Whether a border edge passes the position of a crossing."""
        draft = self.draft
        ends = [int(draft.tail[edge]), int(draft.head[edge])]
        line = np.stack([draft.lon[ends], draft.lat[ends]], axis=-1)
        return project_on_line(line, row.lon, row.lat)[1] <= NEAR_KM

    def _beside(self, own: list[int]) -> list[int]:
        """Free border edges whose two ends lie next to those of an owned edge."""
        found = []
        for edge in self.border.tolist():
            if edge in self.owner or edge in own:
                continue
            if any(self._parallel(edge, other) for other in own):
                found.append(edge)
        return found

    def _parallel(self, edge: int, other: int) -> bool:
        draft = self.draft
        tail, head = int(draft.tail[edge]), int(draft.head[edge])
        one, two = int(draft.tail[other]), int(draft.head[other])
        if draft.country[one] != draft.country[tail]:
            one, two = two, one
        if draft.country[one] != draft.country[tail] or draft.country[two] != draft.country[head]:
            return False
        return draft.gap_km(tail, one) <= BESIDE_KM and draft.gap_km(head, two) <= BESIDE_KM

    def _describe(self, edge: int) -> DroppedCrossing:
        draft = self.draft
        ends = sorted(
            (str(draft.country[n]), round(float(draft.lon[n]), 5), round(float(draft.lat[n]), 5))
            for n in (int(draft.tail[edge]), int(draft.head[edge]))
        )
        (code_a, lon_a, lat_a), (code_b, lon_b, lat_b) = ends
        km = round(float(draft.km[edge]), 3)
        return DroppedCrossing(draft.mode, code_a, code_b, lon_a, lat_a, lon_b, lat_b, km)
