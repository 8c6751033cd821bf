"""Automatic joins: lines that rounding or cutting took apart are put together again.

Three rules, in this order: `grid` (nodes in neighbouring 0.001-degree cells), `end` (a dead end to
the nearest node or edge ahead of it), `facing` (two dead ends that look at each other).  Each needs
a long detour in the network as it is, and no join is made between two countries or where the
curated list forbids one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corridor.build.network.detour import Detours
from corridor.build.network.records import Join
from corridor.geo import chord_radius, great_circle_km, local_xy, nearest_on, turn_deg, unit_vectors
from corridor.tables.records import FalseLink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor.build.network.draft import Draft

GRID_DEG = 0.001
# A longer gap is closed by a row of `repair_links` that says what the piece is, or not at all.
JOIN_MOST_KM = 2.0
DETOUR_KM = 5.0
END_REACH_KM = 1.0
END_TURN_DEG = 60.0
FACING_REACH_KM = JOIN_MOST_KM
FACING_TURN_DEG = 45.0
CHORD_KM = 10.0  # the middle of a longer edge is not a place where the line really runs
DETOUR_TIMES_GAP = 10.0
AT_NODE_KM = 0.06
FORBIDDEN_KM = 0.3
LOOK_BACK_KM = 0.5  # the direction of a dead end is taken over this length: cells are 0.1 km


def describe_join(draft: Draft, rule: str, a: int, b: int) -> Join:
    """Record of a join between two nodes."""
    return Join(
        draft.mode,
        rule,
        round(draft.gap_km(a, b), 3),
        round(float(draft.lon[a]), 5),
        round(float(draft.lat[a]), 5),
        round(float(draft.lon[b]), 5),
        round(float(draft.lat[b]), 5),
        str(draft.country[a]),
    )


class Joiner:
    """Makes the joins of one mode on a draft and keeps the list of them."""

    def __init__(self, draft: Draft, forbidden: Sequence[FalseLink] = ()) -> None:
        """Take the draft to repair and the curated rows that name joins not to make."""
        self.draft = draft
        self.forbidden = [f for f in forbidden if f.mode == draft.mode]
        self.detours = Detours(draft.adjacency())
        self.joins: list[Join] = []

    def run(self) -> list[Join]:
        """Apply the three rules in order; the joins made."""
        self.join_cells()
        self.join_ends()
        self.join_facing()
        return self.joins

    def allowed(self, a: int, b: int) -> bool:
        """Whether two nodes lie in one country and no curated row forbids to join them."""
        draft = self.draft
        if draft.country[a] != draft.country[b]:
            return False
        pair = ((draft.lon[a], draft.lat[a]), (draft.lon[b], draft.lat[b]))
        for row in self.forbidden:
            for one, two in (pair, pair[::-1]):
                near_a = great_circle_km(one[0], one[1], row.a_lon, row.a_lat)
                near_b = great_circle_km(two[0], two[1], row.b_lon, row.b_lat)
                if near_a <= FORBIDDEN_KM and near_b <= FORBIDDEN_KM:
                    return False
        return True

    def join(self, rule: str, a: int, b: int) -> None:
        """Add the edge, tell the detour search, and note it."""
        draft = self.draft
        edge = draft.add_edge(a, b, draft.gap_km(a, b), "join")
        self.detours.add(a, b, float(draft.km[edge]))
        self.joins.append(describe_join(draft, rule, a, b))

    def join_cells(self) -> None:
        """Rule 1: nodes in neighbouring cells that are over 5 km apart by the network."""
        from scipy.spatial import cKDTree

        draft = self.draft
        cells = np.stack([np.rint(draft.lon / GRID_DEG), np.rint(draft.lat / GRID_DEG)], axis=-1)
        pairs = cKDTree(cells).query_pairs(1.1, p=np.inf, output_type="ndarray")
        a, b = pairs.min(axis=1), pairs.max(axis=1)
        gap = great_circle_km(draft.lon[a], draft.lat[a], draft.lon[b], draft.lat[b])
        for i in np.lexsort((b, a, gap)):
            one, two = int(a[i]), int(b[i])
            if self.detours.exceeds(one, {two: 0.0}, DETOUR_KM) and self.allowed(one, two):
                self.join("grid", one, two)

    def dead_ends(self) -> list[int]:
        """Nodes with one living edge, in node order."""
        return [int(n) for n in np.flatnonzero(self.draft.degree() == 1)]

    def heading(self, end: int) -> tuple[float, float]:
        """Kilometres east and north from half a kilometre back along the line to its end."""
        draft = self.draft
        before, node, along = end, end, 0.0
        while along < LOOK_BACK_KM:
            onward = [n for n in self.detours.near[node] if n != before]
            if len(onward) != 1:
                break
            before, node = node, onward[0]
            along += self.detours.near[before][node]
        x, y = local_xy(
            draft.lon[node], draft.lat[node], float(draft.lon[end]), float(draft.lat[end])
        )
        return -float(x), -float(y)

    def join_ends(self) -> None:
        """Rule 2: a dead end to the nearest node or edge at most 60 degrees off its course."""
        ends = self.dead_ends()
        if not ends:
            return
        finder = _Ahead(self.draft)
        for end in ends:
            if len(self.detours.near[end]) != 1:
                continue  # an earlier join already ended here
            ahead = finder.targets(end)
            course = self.heading(end)
            for gap, x, y, place in ahead:
                if turn_deg(*course, x, y) > END_TURN_DEG:
                    continue
                self._tie(end, gap, place)
                break  # only the nearest: what lies behind it would be crossed

    def _tie(self, end: int, gap: float, place: tuple[str, int, float]) -> None:
        draft = self.draft
        what, number, share = place
        if what == "node":
            arrive = {number: 0.0}
        else:
            tail, head, km = (
                int(draft.tail[number]),
                int(draft.head[number]),
                float(draft.km[number]),
            )
            arrive = {tail: km * share, head: km * (1 - share)}
        if not self.detours.exceeds(end, arrive, max(DETOUR_KM, DETOUR_TIMES_GAP * gap)):
            return
        if not all(self.allowed(end, node) for node in arrive):
            return
        node = number
        if what == "edge":
            tail, head = arrive
            node = draft.add_node(
                float(draft.lon[tail] + share * (draft.lon[head] - draft.lon[tail])),
                float(draft.lat[tail] + share * (draft.lat[head] - draft.lat[tail])),
                str(draft.country[tail]),
            )
            one, two = draft.split_edge(number, node)
            self.detours.split(tail, head, node, float(draft.km[one]), float(draft.km[two]))
        self.join("end", end, node)

    def join_facing(self) -> None:
        """Rule 3: two dead ends within 5 km, each at most 45 degrees off the other's course."""
        from scipy.spatial import cKDTree

        draft = self.draft
        ends = np.array(self.dead_ends(), dtype=np.int64)
        if len(ends) < 2:
            return
        tree = cKDTree(unit_vectors(draft.lon[ends], draft.lat[ends]))
        pairs = ends[tree.query_pairs(chord_radius(FACING_REACH_KM), output_type="ndarray")]
        a, b = pairs.min(axis=1), pairs.max(axis=1)
        gap = great_circle_km(draft.lon[a], draft.lat[a], draft.lon[b], draft.lat[b])
        for i in np.lexsort((b, a, gap)):
            one, two = int(a[i]), int(b[i])
            if len(self.detours.near[one]) != 1 or len(self.detours.near[two]) != 1:
                continue
            x, y = local_xy(
                draft.lon[two], draft.lat[two], float(draft.lon[one]), float(draft.lat[one])
            )
            if turn_deg(*self.heading(one), float(x), float(y)) > FACING_TURN_DEG:
                continue
            if turn_deg(*self.heading(two), -float(x), -float(y)) > FACING_TURN_DEG:
                continue
            limit = max(DETOUR_KM, DETOUR_TIMES_GAP * float(gap[i]))
            if self.detours.exceeds(one, {two: 0.0}, limit) and self.allowed(one, two):
                self.join("facing", one, two)


class _Ahead:
    """Finds nodes and edges near a point; edges split meanwhile are followed to their pieces."""

    def __init__(self, draft: Draft) -> None:
        from scipy.spatial import cKDTree

        self.draft = draft
        self.nodes: Any = cKDTree(unit_vectors(draft.lon, draft.lat))
        self.short = np.flatnonzero(draft.alive & (draft.km <= CHORD_KM))
        tail, head = draft.tail[self.short], draft.head[self.short]
        middle = unit_vectors(
            (draft.lon[tail] + draft.lon[head]) / 2, (draft.lat[tail] + draft.lat[head]) / 2
        )
        self.middles: Any = cKDTree(middle) if len(self.short) else None

    def targets(self, end: int) -> list[tuple[float, float, float, tuple[str, int, float]]]:
        """(gap km, km east, km north, place) of nodes and edges within reach, nearest first."""
        draft = self.draft
        lon0, lat0 = float(draft.lon[end]), float(draft.lat[end])
        here = unit_vectors(np.array([lon0]), np.array([lat0]))[0]
        found: list[tuple[float, float, float, tuple[str, int, float]]] = []
        for node in self.nodes.query_ball_point(here, chord_radius(END_REACH_KM)):
            if node != end:
                x, y = local_xy(draft.lon[node], draft.lat[node], lon0, lat0)
                found.append((float(np.hypot(x, y)), float(x), float(y), ("node", int(node), 0.0)))
        if self.middles is not None:
            reach = chord_radius(END_REACH_KM + CHORD_KM / 2)
            near = self.middles.query_ball_point(here, reach)
            pieces = [p for i in near for p in draft.living(int(self.short[i]))]
            found += self._on_edges(np.array(sorted(pieces), dtype=np.int64), end, lon0, lat0)
        return sorted(f for f in found if f[0] <= END_REACH_KM)

    def _on_edges(
        self, edges: Any, end: int, lon0: float, lat0: float
    ) -> list[tuple[float, float, float, tuple[str, int, float]]]:
        draft = self.draft
        edges = edges[(draft.tail[edges] != end) & (draft.head[edges] != end)]
        if not len(edges):
            return []
        ax, ay = local_xy(draft.lon[draft.tail[edges]], draft.lat[draft.tail[edges]], lon0, lat0)
        bx, by = local_xy(draft.lon[draft.head[edges]], draft.lat[draft.head[edges]], lon0, lat0)
        share, gap = nearest_on(ax, ay, bx, by)
        x, y = ax + share * (bx - ax), ay + share * (by - ay)
        length = np.hypot(bx - ax, by - ay)
        # a foot close to an end is that node, which is found on its own
        inside = (share * length > AT_NODE_KM) & ((1 - share) * length > AT_NODE_KM)
        inside &= gap <= END_REACH_KM
        return [
            (float(gap[i]), float(x[i]), float(y[i]), ("edge", int(edges[i]), float(share[i])))
            for i in np.flatnonzero(inside)
        ]
