"""Imports meet the packaged network: topology, seams, rims, and what stays."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corridor.build.imports import outline_of
from corridor.build.network.base import BaseGraph
from corridor.build.network.countries import CountryLookup
from corridor.build.network.draft import KIND_CODE, Draft
from corridor.build.network.engine import ScipyEngine
from corridor.build.osm.graph import OsmImport, topology
from corridor.build.osm.merge import Merger
from corridor.build.osm.read import Row, pack, read_file
from corridor.errors import DataError
from corridor.geo import great_circle_km
from tests.factories import false_link, repair_link
from tools.make_osm_sample import RAIL_KEPT, make

# A line along the parallel 39.5 in Uzbekistan, a node every 0.1 degree (8.6 km) from 63.9 to 65.4.
LAT = 39.5
LON = np.round(np.arange(63.9, 65.45, 0.1), 3)


def packaged(lon: Sequence[float] | np.ndarray = LON, lat: float = LAT) -> BaseGraph:
    x = np.array(lon, dtype=np.float64)
    y = np.full(len(x), lat)
    tail = np.arange(len(x) - 1)
    km = great_circle_km(x[:-1], y[:-1], x[1:], y[1:])
    return BaseGraph(x, y, tail, tail + 1, km)


def imported(
    lines: Sequence[Sequence[tuple[float, float]]], *, number: int = 1, add: bool = False
) -> OsmImport:
    """Import of lines; one position is one node."""
    ids: dict[tuple[float, float], int] = {}
    rows = []
    for way_id, line in enumerate(lines, start=number * 100):
        points = [
            (ids.setdefault(p, len(ids) + 1), round(p[0] * 1e7), round(p[1] * 1e7)) for p in line
        ]
        rows.append(Row(way_id, tuple(points), {"railway": "rail"}))
    ways = pack("rail", rows)
    outline = tuple((x, y) for x, y in outline_of(ways.lon, ways.lat))
    return OsmImport(number, f"import{number}", ways, outline, add)


def bow(start: float, end: float) -> list[tuple[float, float]]:
    """The real line: it swings 3 km out between packaged nodes and passes them 55 m north."""
    lon = np.arange(round(start * 1000), round(end * 1000) + 1, 5) / 1000
    lat = LAT + 0.0005 + 0.03 * np.sin(10 * np.pi * (lon - LON[0]))
    return [(round(float(x), 6), round(float(y), 6)) for x, y in zip(lon, lat, strict=True)]


def merged(
    lookup: CountryLookup, imports: Sequence[OsmImport], base: BaseGraph | None = None
) -> tuple[Merger, Draft]:
    base = base or packaged()
    merger = Merger("rail", base, lookup(base.node_lon, base.node_lat), imports, lookup)
    merger.join([])
    return merger, merger.draft


def way_km(draft: Draft, start: float, end: float) -> float:
    """Length from one packaged place to another."""
    live = np.flatnonzero(draft.alive)
    engine = ScipyEngine(len(draft.lon), draft.tail[live], draft.head[live], draft.km[live])
    ends = [
        int(np.argmin(np.abs(draft.lon - lon) + np.abs(draft.lat - LAT))) for lon in (start, end)
    ]
    return engine.path(ends[0], ends[1]).km


def test_topology_of_the_sample(tmp_path: Path) -> None:
    make(tmp_path / "sample.osm")
    ways = read_file(tmp_path / "sample.osm", "rail", lambda _: None).ways
    one = OsmImport(1, "sample", ways, ((0, 0), (1, 0), (1, 1)), add=False)
    graph = topology([one])
    assert graph.base.edge_km.sum() == pytest.approx(ways.km().sum(), rel=1e-4)
    for way_id in RAIL_KEPT:
        own = graph.edge_way == way_id
        row = ways.way_id.tolist().index(way_id)
        assert graph.base.edge_km[own].sum() == pytest.approx(ways.km()[row], abs=0.01)
        assert set(graph.column("service")[own]) == {ways.column("service")[row]}
    degree = np.bincount(np.concatenate([graph.base.edge_tail, graph.base.edge_head]))
    at = {
        (round(lon, 2), round(lat, 2)): int(d)
        for lon, lat, d in zip(graph.base.node_lon, graph.base.node_lat, degree, strict=True)
    }
    assert at[65.1, 38.93] == 3  # the branch
    assert at[65.0, 38.9] == 1
    direct = great_circle_km(
        graph.base.node_lon[graph.base.edge_tail],
        graph.base.node_lat[graph.base.edge_tail],
        graph.base.node_lon[graph.base.edge_head],
        graph.base.node_lat[graph.base.edge_head],
    )
    assert (graph.base.edge_km >= direct).all()


def test_bends_count_in_the_length_and_stay_in_the_shape() -> None:
    line = bow(64.2, 65.0)
    graph = topology([imported([line])])
    xy = np.array(line)
    km = great_circle_km(xy[:-1, 0], xy[:-1, 1], xy[1:, 0], xy[1:, 1]).sum()
    assert graph.base.edge_km.sum() == pytest.approx(km, abs=0.01)
    assert 6 < len(graph.base.node_lon) < len(line)


def test_two_extracts_share_lines_and_hang_together() -> None:
    one = imported([[(64.2, 39.5), (64.5, 39.5)], [(64.5, 39.5), (64.7, 39.6)]])
    ways = one.ways
    again = OsmImport(2, "again", ways, one.outline, add=False)
    assert len(topology([one, again]).base.edge_km) == len(topology([one]).base.edge_km)
    # nodes are numbered from 1 in both: a number is no place, a position is
    other = imported([[(64.7, 39.6), (64.9, 39.8)]], number=2)
    graph = topology([one, other])
    assert len(graph.base.node_lon) == 4
    assert sorted(graph.edge_source.tolist()) == [1, 1, 2]


def test_an_import_takes_the_place_and_the_seam_holds(lookup: CountryLookup) -> None:
    fresh = imported([bow(64.25, 65.05)])
    merger, draft = merged(lookup, [fresh])
    before = packaged()
    assert (draft.kind[draft.source == 1] == KIND_CODE["osm"]).all()
    assert set(draft.way[draft.source == 1]) == {100}
    # packaged edges between 64.3 and 65.0 are gone, those beyond stay
    left = draft.alive & (draft.kind == KIND_CODE["base"])
    low = np.minimum(draft.lon[draft.tail[left]], draft.lon[draft.head[left]])
    assert not ((low > 64.35) & (low < 64.85)).any()
    straight = before.edge_km.sum()
    through = way_km(draft, 63.9, 65.4)
    assert straight * 1.1 < through < straight * 1.4
    assert any("100.0% of its km hang together" in note for note in merger.report())


def test_a_packaged_edge_that_leads_in_is_joined_within_200_m(lookup: CountryLookup) -> None:
    # the import begins between two packaged nodes and passes 55 m north of the inner one
    line = [(64.13, LAT + 0.0005), (64.5, LAT + 0.0005), (64.5, 39.9), (65.3, 39.9)]
    _, draft = merged(lookup, [imported([line])])
    joins = [e for e in range(len(draft.tail)) if draft.kind[e] == KIND_CODE["join"]]
    assert joins
    assert max(draft.km[joins]) < 0.2
    assert way_km(draft, 63.9, 64.2) < 26.0


def test_lines_that_an_extract_clipped_stay_along_the_rim(lookup: CountryLookup) -> None:
    # the hull of the import holds packaged line near its rim that the import does not have
    other = [(64.0, 39.8), (65.3, 39.8), (65.3, 39.45)]
    _, draft = merged(lookup, [imported([other, [(64.0, 39.8), (64.0, 39.45)]])])
    base = draft.alive & (draft.kind == KIND_CODE["base"])
    assert draft.km[base].sum() == pytest.approx(packaged().edge_km.sum(), rel=1e-6)


def test_add_leaves_the_packaged_network_alone(lookup: CountryLookup) -> None:
    merger, draft = merged(lookup, [imported([bow(64.25, 65.05)], add=True)])
    base = draft.alive & (draft.kind == KIND_CODE["base"])
    assert base.sum() == len(LON) - 1
    assert any("which stay" in note for note in merger.notes)


def test_where_an_import_has_little_the_packaged_network_stays(lookup: CountryLookup) -> None:
    # 120 km of packaged line inside the hull, against 24 km of the import
    west = [[(64.0, y), (64.1, y)] for y in (39.3, 39.7)]
    east = [[(65.36, y), (65.4, y)] for y in (39.3, 39.7)]
    merger, draft = merged(lookup, [imported(west + east)])
    assert not merger.inside(LON, np.full(len(LON), LAT), np.full(len(LON), "UZ")).any()
    assert (draft.alive & (draft.kind == KIND_CODE["base"])).sum() >= len(LON) - 1


def test_an_import_from_elsewhere_is_refused(lookup: CountryLookup) -> None:
    with pytest.raises(DataError, match=r"outside the region(.|\n)*Try: leave it out"):
        merged(lookup, [imported([[(2.0, 48.0), (2.3, 48.8)]])])


def test_no_join_is_made_within_an_import(lookup: CountryLookup) -> None:
    # two tracks 60 m apart that meet nowhere in the import do not meet in the network either
    lines = [
        [(64.25, LAT + 0.0005), (65.05, LAT + 0.0005)],
        [(64.5, LAT + 0.0011), (64.7, LAT + 0.0011)],
    ]
    merger, draft = merged(lookup, [imported(lines)])
    fresh = np.zeros(len(draft.lon), dtype=bool)
    fresh[: len(merger.imported)] = merger.imported
    joined = draft.kind == KIND_CODE["join"]
    assert joined.any()
    assert not (fresh[draft.tail[joined]] & fresh[draft.head[joined]]).any()


def test_curated_links_give_way_to_the_import(lookup: CountryLookup) -> None:
    merger, draft = merged(lookup, [imported([bow(64.25, 65.05)])])
    inside = repair_link("X1", "split", (64.4, 39.51, 64.9, 39.51), 52.0)
    leads_out = repair_link("X2", "new", (64.6, 39.51, 64.6, 39.9), 40.0)
    road = repair_link("X3", "split", (64.4, 39.51, 64.9, 39.51), 52.0, mode="road")
    kept = {link.id: link for link in merger.curated([inside, leads_out, road])}
    assert set(kept) == {"X2", "X3"}
    assert kept["X3"] == road
    moved = kept["X2"]
    assert (moved.to_lon, moved.to_lat) == (64.6, 39.9)
    at = great_circle_km(draft.lon, draft.lat, moved.from_lon, moved.from_lat)
    assert at.min() == pytest.approx(0.0, abs=1e-6)
    assert great_circle_km(moved.from_lon, moved.from_lat, 64.6, 39.51) < 3.0
    gone = false_link("F1", (64.4, 39.51, 64.9, 39.51), "remove")
    stays = false_link("F2", (64.4, 39.51, 65.4, 39.5), "remove")
    assert merger.false([gone, stays]) == [stays]
