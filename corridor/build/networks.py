"""Puts the steps together: typed rows in, networks, section lines and reports out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corridor.build.network.base import load_base
from corridor.build.network.borders import BorderCut, BorderCutter
from corridor.build.network.countries import CountryLookup, in_region
from corridor.build.network.curated import Curator, forbidden_joins
from corridor.build.network.draft import KIND_CODE, Draft, components
from corridor.build.network.insert import HubInserter
from corridor.build.network.physical import PhysicalNetwork
from corridor.build.network.records import (
    ComponentRow,
    CrossingMatch,
    DroppedCrossing,
    HubPlacement,
    Join,
    NetworkBuild,
    SectionLine,
)
from corridor.build.network.repair import Joiner
from corridor.build.network.sections import SectionDrawer
from corridor.build.osm.merge import Merger
from corridor.model.mode import LAND_MODES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from corridor.build.osm.graph import OsmImport
    from corridor.geo import FloatArray, IntArray
    from corridor.tables.records import FalseLink, LengthFactor, RepairLink, Tables

# surveyed lengths and imported lines with all their points: no factor on top
EXACT_KINDS = ("split", "gap", "bridge", "new", "osm")


def build_networks(
    tables: Tables, progress: Callable[[str], None], imports: Sequence[OsmImport] = ()
) -> NetworkBuild:
    """
    Build the physical networks and draw the surveyed sections.

    Parameters
    ----------
    tables
        Typed rows of the source tables.
    progress
        Called with a short line at each step.
    imports
        Fresh OpenStreetMap ways, which take the place of the packaged network or add to it.

    Returns
    -------
    NetworkBuild
        Same inputs and packages give the same arrays.
    """
    lookup = CountryLookup()
    networks: dict[str, PhysicalNetwork] = {}
    hub_nodes: dict[tuple[str, str], int] = {}
    joins: list[Join] = []
    placements: list[HubPlacement] = []
    matches: list[CrossingMatch] = []
    dropped: list[DroppedCrossing] = []
    notes: list[str] = []
    length_km = {s.id: s.length_km for s in tables.sections}
    for mode in LAND_MODES:
        draft, joined, met_nothing = repaired(mode, tables, lookup, progress, imports)
        joins += joined
        notes += met_nothing
        inserter = HubInserter(draft)
        at = inserter.run(tables.hubs)
        placements += inserter.placements
        joins += inserter.joins
        hub_nodes.update({(mode, hub): node for hub, node in sorted(at.items())})
        progress(f"{mode}: {len(at)} hubs placed")
        cut = BorderCutter(draft, at).run(tables.crossings, length_km)
        matches += cut.matches
        dropped += cut.dropped
        networks[mode] = freeze(draft, cut, tables.length_factors)
        progress(f"{mode}: {len(cut.owner)} border edges matched, {len(cut.dropped)} dropped")
    lines = draw_sections(tables, networks, hub_nodes, lookup)
    progress(f"{sum(line.accepted for line in lines)} of {len(lines)} sections drawn")
    return NetworkBuild(
        networks,
        hub_nodes,
        lines,
        tuple(joins),
        tuple(placements),
        tuple(matches),
        tuple(dropped),
        tuple(row for mode in LAND_MODES for row in component_rows(networks[mode])),
        tuple(notes),
    )


def repaired(
    mode: str,
    tables: Tables,
    lookup: CountryLookup,
    progress: Callable[[str], None],
    imports: Sequence[OsmImport] = (),
) -> tuple[Draft, list[Join], list[str]]:
    """Base network of a mode with imports, countries, automatic joins and curated links."""
    base = load_base(mode)
    country = lookup(base.node_lon, base.node_lat)
    keep = in_region(base.node_lat, country)
    base, country = base.subset(keep), country[keep]
    own = [i for i in imports if i.ways.mode == mode]
    merger = Merger(mode, base, country, own, lookup) if own else None
    draft = merger.draft if merger else Draft(mode, base, country)
    progress(f"{mode}: {len(draft.lon)} nodes, {len(draft.tail)} edges in the region")
    forbidden = forbidden_joins(tables.false_links, tables.repair_links)
    joins = merger.join(forbidden) if merger else Joiner(draft, forbidden).run()
    links: Sequence[RepairLink] = tables.repair_links
    false_links: Sequence[FalseLink] = tables.false_links
    if merger:
        links, false_links = merger.curated(links), merger.false(false_links)
    curator = Curator(draft, lookup)
    curator.drop_false(false_links, links)
    curator.add_links(links)
    progress(f"{mode}: {len(joins)} joins, curated links added")
    return draft, joins, curator.notes + (merger.report() if merger else [])


def edge_factors(draft: Draft, edges: IntArray, factors: Sequence[LengthFactor]) -> FloatArray:
    """
    Factor of each edge: that of a mountain box around its middle, else of its country.

    An edge over a border takes the mean of both countries; surveyed and imported pieces take 1.
    """
    by_country = {
        f.country: f.factor
        for f in factors
        if f.mode == draft.mode and f.country and f.west is None
    }
    tail, head = draft.tail[edges], draft.head[edges]
    node_factor = np.array([by_country.get(c, 1.0) for c in draft.country.tolist()])
    found = (node_factor[tail] + node_factor[head]) / 2
    lon = (draft.lon[tail] + draft.lon[head]) / 2
    lat = (draft.lat[tail] + draft.lat[head]) / 2
    boxed = boxed_factor(factors, draft.mode, lon, lat)
    found = np.where(boxed > 0, boxed, found)
    exact = np.isin(draft.kind[edges], [KIND_CODE[k] for k in EXACT_KINDS])
    return np.where(exact, 1.0, found)


def boxed_factor(
    factors: Sequence[LengthFactor], mode: str, lon: FloatArray, lat: FloatArray
) -> FloatArray:
    """Greatest factor of the mountain boxes of a mode that hold each point; 0 where none does."""
    import geopandas as gpd
    import shapely

    rows = [f for f in factors if f.mode == mode and f.west is not None]
    sides = [(f.west, f.south, f.east, f.north) for f in rows]
    boxes = gpd.GeoDataFrame(
        {"factor": [f.factor for f in rows]}, geometry=[shapely.box(*side) for side in sides]
    )
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat))
    found = np.zeros(len(lon))
    greatest = gpd.sjoin(boxes, points).groupby("index_right")["factor"].max()
    found[greatest.index] = greatest
    return found


def freeze(draft: Draft, cut: BorderCut, factors: Sequence[LengthFactor]) -> PhysicalNetwork:
    """Arrays of a finished draft: in-country edges, and border edges with their crossing."""
    live = np.flatnonzero(draft.alive)
    over = draft.country[draft.tail[live]] != draft.country[draft.head[live]]
    inland, border = live[~over], live[over]
    part = components(len(draft.lon), draft.tail[live], draft.head[live])
    none = live[:0]
    of_import, of_border = (inland, border) if draft.source.any() else (none, none)
    return PhysicalNetwork(
        mode=draft.mode,
        node_lon=draft.lon.round(5),
        node_lat=draft.lat.round(5),
        node_country=draft.country,
        component=part.astype(np.int32),
        edge_tail=draft.tail[inland].astype(np.int32),
        edge_head=draft.head[inland].astype(np.int32),
        edge_raw_km=_km(draft, inland),
        edge_factor=edge_factors(draft, inland, factors).round(4).astype(np.float32),
        edge_kind=draft.kind[inland].astype(np.uint8),
        edge_country=draft.country[draft.tail[inland]],
        border_tail=draft.tail[border].astype(np.int32),
        border_head=draft.head[border].astype(np.int32),
        border_raw_km=_km(draft, border),
        border_factor=edge_factors(draft, border, factors).round(4).astype(np.float32),
        border_kind=draft.kind[border].astype(np.uint8),
        border_crossing=np.array([cut.owner[e] for e in border.tolist()], dtype=np.str_),
        edge_source=draft.source[of_import].astype(np.uint8),
        edge_way=draft.way[of_import],
        border_source=draft.source[of_border].astype(np.uint8),
        border_way=draft.way[of_border],
    )


def _km(draft: Draft, edges: IntArray) -> npt.NDArray[np.float32]:
    # rounded up, so that no edge drops below its great circle by the rounding
    return (np.ceil(draft.km[edges] * 1000 - 1e-6) / 1000).astype(np.float32)


def draw_sections(
    tables: Tables,
    networks: dict[str, PhysicalNetwork],
    hub_nodes: dict[tuple[str, str], int],
    lookup: CountryLookup,
) -> tuple[SectionLine, ...]:
    """Lines of all sections, in the order of the table."""
    hubs = {h.id: h for h in tables.hubs}
    lines: dict[str, SectionLine] = {}
    for mode in LAND_MODES:
        drawer = SectionDrawer(networks[mode], hub_nodes, hubs, lookup)
        crossings = {c.section_id: c for c in tables.crossings if c.mode == mode}
        rows = [s for s in tables.sections if s.mode == mode]
        lines.update(drawer.draw(rows, crossings))
    return tuple(lines[s.id] for s in tables.sections if s.id in lines)


def component_rows(network: PhysicalNetwork) -> list[ComponentRow]:
    """Connected parts by country, over in-country and border edges."""
    rows = []
    for country in np.unique(network.node_country).tolist():
        nodes = network.node_country == country
        edges = network.edge_country == country
        parts = network.component[nodes]
        rows.append(
            ComponentRow(
                network.mode,
                country,
                int(nodes.sum()),
                int(edges.sum()),
                round(float(network.edge_raw_km[edges].sum(dtype=np.float64)), 1),
                len(np.unique(parts)),
                round(float((parts == 0).mean()), 4),
            )
        )
    return rows
