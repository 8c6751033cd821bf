"""
Imports meet the packaged network: in its place inside their outline, or beside it.

An import takes the place of the packaged network in the countries it covers, within the hull of
its points.  Where it holds only the ends of lines over a border, the packaged network stays.
Packaged edges that lead into the replaced part are kept whole, and their inner end is joined to
the import if it lies beside it.  Extracts are clipped, so along the rim of the hull the packaged
lines stay until they meet an imported one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import structs

from corridor.build.network.base import REGION_BOX, BaseGraph
from corridor.build.network.countries import in_region
from corridor.build.network.detour import Detours
from corridor.build.network.draft import OSM, Draft
from corridor.build.network.repair import AT_NODE_KM, Joiner, describe_join
from corridor.build.osm.graph import OsmGraph, topology
from corridor.errors import DataError
from corridor.geo import local_xy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from corridor.build.network.countries import CountryLookup
    from corridor.build.network.records import Join
    from corridor.build.osm.graph import OsmImport
    from corridor.geo import BoolArray, FloatArray, StrArray
    from corridor.tables.records import FalseLink, RepairLink

SEAM_KM = 0.2  # packaged nodes stand on a grid of 0.1 km
OUTLINE_MARGIN_DEG = 0.002  # for the same reason
RIM_DEG = 0.4  # clipped lines end that far inside the hull, less in a small one
RIM_SHARE = 0.15
COVERED_SHARE = 0.5  # of the packaged kilometres of a country inside the outline
CURATED_REACH_KM = 3.0  # places of curated links are given to a kilometre or two
CURATED_DETOUR = 1.3
CURATED_SLACK_KM = 5.0


class ImportJoiner(Joiner):
    """Joins as ever, but none within an import: what does not meet there does not meet."""

    def __init__(self, draft: Draft, forbidden: Sequence[FalseLink], imported: BoolArray) -> None:
        """Take the mask of nodes that come from an import."""
        super().__init__(draft, forbidden)
        self.imported = imported

    def allowed(self, a: int, b: int) -> bool:
        """Whether a packaged node is one of the two, and nothing else forbids it."""
        known = len(self.imported)
        if a < known and b < known and self.imported[a] and self.imported[b]:
            return False
        return super().allowed(a, b)


class Merger:
    """Puts the imports of one mode into the packaged network."""

    def __init__(
        self,
        mode: str,
        base: BaseGraph,
        country: StrArray,
        imports: Sequence[OsmImport],
        lookup: CountryLookup,
    ) -> None:
        """Take the packaged network of the region, the countries of its nodes, and the imports."""
        self.mode, self.lookup = mode, lookup
        self.notes: list[str] = []
        self.replacing = [i.number for i in imports if not i.add]
        graph, of_node = self._in_region(topology(imports), imports)
        self.outlines = [
            (_outline(i), self._covered(i, base, country, graph, of_node)) for i in imports
        ]
        inside = self.inside(base.node_lon, base.node_lat, country)
        rim = inside & self._rim(base.node_lon, base.node_lat) & ~_beside(base, graph.base)
        inside &= ~rim
        self.draft, self.imported, self.seam = _put_together(
            mode, base, country, inside, graph, of_node
        )

    def _in_region(
        self, graph: OsmGraph, imports: Sequence[OsmImport]
    ) -> tuple[OsmGraph, StrArray]:
        """The imported edges with both ends in the region."""
        lon, lat = graph.base.node_lon, graph.base.node_lat
        of_node = self.lookup(lon, lat)
        west, south, east, north = REGION_BOX
        keep = in_region(lat, of_node)
        keep &= (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        stays = keep[graph.base.edge_tail] & keep[graph.base.edge_head]
        for one in imports:
            own = graph.edge_source == one.number
            if own.any() and not (own & stays).any():
                raise DataError(
                    f"import {one.name} ({self.mode}) lies outside the region of the network",
                    remedy="leave it out, or import an extract of one of the countries served",
                )
            lost = float(graph.base.edge_km[own & ~stays].sum())
            if lost >= 0.1:
                self.notes.append(
                    f"import {one.name} ({self.mode}): {lost:.1f} km lie outside the region"
                )
        # an end whose only line leads out of the region is no place to stop at
        held = np.zeros(len(keep), dtype=bool)
        held[graph.base.edge_tail[stays]] = True
        held[graph.base.edge_head[stays]] = True
        inner = OsmGraph(
            graph.base.subset(held),
            graph.edge_source[stays],
            graph.edge_way[stays],
            graph.edge_tag[stays],
            graph.tag_text,
        )
        return inner, of_node[held]

    def _covered(
        self,
        one: OsmImport,
        base: BaseGraph,
        country: StrArray,
        graph: OsmGraph,
        of_node: StrArray,
    ) -> frozenset[str]:
        """Countries in which an import takes the place of the packaged network."""
        outline = _outline(one)
        both = _both_within(outline, base)
        # a way that two extracts share is numbered after the first, but covers for both
        own = _both_within(outline, graph.base)
        own &= np.isin(graph.edge_source, [one.number] if one.add else self.replacing)
        found: list[str] = []
        for code in sorted(set(of_node[graph.base.edge_tail[own]].tolist())):
            fresh = float(graph.base.edge_km[own & _inland(graph.base, of_node, code)].sum())
            packaged = float(base.edge_km[both & _inland(base, country, code)].sum())
            covers = fresh > 0 and fresh >= COVERED_SHARE * packaged
            if covers and not one.add:
                found.append(code)
            self.notes.append(
                f"import {one.name} ({self.mode}), {code}: {fresh:.1f} km "
                + (
                    f"in place of {packaged:.1f} packaged km"
                    if found and found[-1] == code
                    else f"beside {packaged:.1f} packaged km, which stay"
                )
            )
        return frozenset(found)

    def inside(self, lon: FloatArray, lat: FloatArray, country: StrArray) -> BoolArray:
        """Points at which an import takes the place of the packaged network."""
        found = np.zeros(len(lon), dtype=bool)
        for outline, covered in self.outlines:
            if covered:
                found |= np.isin(country, sorted(covered)) & _contains(outline, lon, lat)
        return found

    def _rim(self, lon: FloatArray, lat: FloatArray) -> BoolArray:
        """Points near the edge of every outline that holds them."""
        import shapely

        points = shapely.points(lon, lat)
        rim = np.ones(len(lon), dtype=bool)
        for outline, covered in self.outlines:
            if covered:
                deep = outline.buffer(-min(RIM_DEG, RIM_SHARE * float(outline.area) ** 0.5))
                shapely.prepare(deep)
                rim &= ~shapely.contains(deep, points)
        return rim

    def join(self, forbidden: Sequence[FalseLink]) -> list[Join]:
        """Join packaged edges to the import where they lead into it, then join as ever."""
        draft = self.draft
        joins: list[Join] = []
        apart: list[int] = []
        for node in self.seam:
            lon, lat = float(draft.lon[node]), float(draft.lat[node])
            other = self.place(lon, lat, SEAM_KM, str(draft.country[node]))
            if other is None:
                apart.append(node)
                continue
            draft.add_edge(node, other, draft.gap_km(node, other), "join")
            joins.append(describe_join(draft, "seam", node, other))
        self.notes.append(
            f"import ({self.mode}): {len(joins)} of {len(self.seam)} packaged lines that lead into"
            f" it meet it within {SEAM_KM:g} km"
        )
        self.notes += [
            f"import ({self.mode}): nothing of it within {SEAM_KM:g} km of the end of a packaged"
            f" line at {draft.lon[n]:.3f},{draft.lat[n]:.3f}"
            for n in apart
        ]
        imported = np.zeros(len(draft.lon), dtype=bool)
        imported[: len(self.imported)] = self.imported
        return joins + ImportJoiner(draft, forbidden, imported).run()

    def place(self, lon: float, lat: float, reach_km: float, country: str) -> int | None:
        """Node on the imported lines nearest to a point, made there if needed; None if too far."""
        draft = self.draft
        edges = np.flatnonzero(draft.alive & (draft.kind == OSM))
        tail, head = draft.tail[edges], draft.head[edges]
        own = (draft.country[tail] == country) & (draft.country[head] == country)
        edges, tail, head = edges[own], tail[own], head[own]
        if not len(edges):
            return None
        ax, ay = local_xy(draft.lon[tail], draft.lat[tail], lon, lat)
        bx, by = local_xy(draft.lon[head], draft.lat[head], lon, lat)
        dx, dy = bx - ax, by - ay
        length2 = np.maximum(dx * dx + dy * dy, 1e-12)
        share = np.clip(-(ax * dx + ay * dy) / length2, 0.0, 1.0)
        gap = np.hypot(ax + share * dx, ay + share * dy)
        best = int(np.argmin(gap))
        if gap[best] > reach_km:
            return None
        one, two, along = int(tail[best]), int(head[best]), float(share[best])
        whole = draft.gap_km(one, two)
        if along * whole <= AT_NODE_KM or (1 - along) * whole <= AT_NODE_KM:
            return one if along < 0.5 else two
        node = draft.add_node(
            float(draft.lon[one] + along * (draft.lon[two] - draft.lon[one])),
            float(draft.lat[one] + along * (draft.lat[two] - draft.lat[one])),
            country,
        )
        draft.split_edge(int(edges[best]), node)
        return node

    def curated(self, links: Sequence[RepairLink]) -> list[RepairLink]:
        """
        Curated links with their ends moved onto the import where it took over.

        A link whose two places the import itself connects is left out.
        """
        kept: list[RepairLink] = []
        for link in links:
            if link.mode != self.mode or link.kind == "hub":
                kept.append(link)
                continue
            start = self._taken(link.from_lon, link.from_lat)
            end = self._taken(link.to_lon, link.to_lat)
            if start is not None and end is not None and self._connected(start, end, link):
                self.notes.append(f"{link.id}: left out, an import has this line")
                continue
            if start is not None:
                lon, lat = float(self.draft.lon[start]), float(self.draft.lat[start])
                link = structs.replace(link, from_lon=lon, from_lat=lat)  # noqa: PLW2901
            if end is not None:
                lon, lat = float(self.draft.lon[end]), float(self.draft.lat[end])
                link = structs.replace(link, to_lon=lon, to_lat=lat)  # noqa: PLW2901
            kept.append(link)
        return kept

    def _taken(self, lon: float, lat: float) -> int | None:
        """Node on the import for a curated place, if an import took over there."""
        country = self.lookup.at(lon, lat)
        if not self.inside(np.array([lon]), np.array([lat]), np.array([country]))[0]:
            return None
        return self.place(lon, lat, CURATED_REACH_KM, country)

    def _connected(self, start: int, end: int, link: RepairLink) -> bool:
        limit = link.length_km * CURATED_DETOUR + CURATED_SLACK_KM
        return not Detours(self.draft.adjacency()).exceeds(start, {end: 0.0}, limit)

    def false(self, rows: Sequence[FalseLink]) -> list[FalseLink]:
        """Rows on false links but those inside an import, whose edges are gone."""
        lon = np.array([(r.a_lon, r.b_lon) for r in rows]).reshape(-1)
        lat = np.array([(r.a_lat, r.b_lat) for r in rows]).reshape(-1)
        gone = self.inside(lon, lat, self.lookup(lon, lat)).reshape(-1, 2)
        both = (gone[:, 0] & gone[:, 1]).tolist()
        return [r for r, out in zip(rows, both, strict=True) if r.mode != self.mode or not out]

    def report(self) -> list[str]:
        """What the imports replaced, where they do not fit, and how well they hang together."""
        draft = self.draft
        own = draft.alive & (draft.source > 0)
        main = draft.components()[draft.tail] == 0
        share = float(draft.km[own & main].sum()) / max(float(draft.km[own].sum()), 1e-9)
        return [
            *self.notes,
            f"import ({self.mode}): {share:.1%} of its km hang together with the main network",
        ]


def _put_together(
    mode: str,
    base: BaseGraph,
    country: StrArray,
    inside: BoolArray,
    graph: OsmGraph,
    of_node: StrArray,
) -> tuple[Draft, BoolArray, list[int]]:
    """Draft of packaged edges outside and imported ones; imported nodes; packaged nodes inside."""
    stays = ~(inside[base.edge_tail] & inside[base.edge_head])
    held = ~inside
    held[base.edge_tail[stays]] = True
    held[base.edge_head[stays]] = True
    number = np.cumsum(held) - 1
    before = int(held.sum())
    fresh = graph.base
    merged = BaseGraph(
        np.concatenate([base.node_lon[held], fresh.node_lon]),
        np.concatenate([base.node_lat[held], fresh.node_lat]),
        np.concatenate([number[base.edge_tail[stays]], before + fresh.edge_tail]),
        np.concatenate([number[base.edge_head[stays]], before + fresh.edge_head]),
        np.concatenate([base.edge_km[stays], fresh.edge_km]),
    )
    draft = Draft(mode, merged, np.concatenate([country[held], of_node]))
    first = int(stays.sum())
    draft.kind[first:] = OSM
    draft.source[first:] = graph.edge_source
    draft.way[first:] = graph.edge_way
    imported = np.arange(len(draft.lon)) >= before
    return draft, imported, [int(n) for n in number[held & inside]]


def _outline(one: OsmImport) -> BaseGeometry:
    """Hull of an import with a margin."""
    import shapely

    hull = shapely.MultiPoint(list(one.outline)).convex_hull
    return hull.buffer(OUTLINE_MARGIN_DEG)


def _contains(outline: BaseGeometry, lon: FloatArray, lat: FloatArray) -> BoolArray:
    import shapely

    shapely.prepare(outline)
    return np.asarray(shapely.contains_xy(outline, lon, lat), dtype=bool)


def _beside(base: BaseGraph, fresh: BaseGraph) -> BoolArray:
    """Packaged nodes that an imported line passes within 0.2 km."""
    import geopandas as gpd
    import shapely

    ends = np.stack([fresh.edge_tail, fresh.edge_head], axis=1)
    lines = shapely.linestrings(np.stack([fresh.node_lon[ends], fresh.node_lat[ends]], axis=-1))
    points = gpd.points_from_xy(base.node_lon, base.node_lat)
    # Mercator stretches all round a point by one over the cosine of its latitude.
    reach_m = SEAM_KM * 1000 / np.cos(np.radians(base.node_lat))
    found = gpd.sjoin(
        gpd.GeoDataFrame(geometry=points, crs=4326).to_crs(3857),
        gpd.GeoDataFrame(geometry=lines, crs=4326).to_crs(3857),
        predicate="dwithin",
        distance=reach_m,
    )
    beside = np.zeros(len(points), dtype=bool)
    beside[found.index] = True
    return beside


def _both_within(outline: BaseGeometry, base: BaseGraph) -> BoolArray:
    """Edges with both ends in an outline."""
    within = _contains(outline, base.node_lon, base.node_lat)
    both: BoolArray = within[base.edge_tail] & within[base.edge_head]
    return both


def _inland(base: BaseGraph, country: StrArray, code: str) -> BoolArray:
    inland: BoolArray = (country[base.edge_tail] == code) & (country[base.edge_head] == code)
    return inland
