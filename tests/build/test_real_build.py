"""What must hold on the real networks."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from corridor.build.network.engine import ScipyEngine
from corridor.build.network.physical import PhysicalNetwork
from corridor.build.network.records import NetworkBuild
from corridor.build.network.side_roads import side_roads
from corridor.build.networks import build_networks
from corridor.errors import NoRouteError
from corridor.geo import great_circle_km
from corridor.model.mode import LAND_MODES
from corridor.tables.records import Tables

pytestmark = pytest.mark.build


def engine(net: PhysicalNetwork) -> ScipyEngine:
    tail = np.concatenate([net.edge_tail, net.border_tail])
    head = np.concatenate([net.edge_head, net.border_head])
    km = np.concatenate([net.edge_raw_km, net.border_raw_km])
    return ScipyEngine(net.node_count, tail, head, km)


@pytest.mark.parametrize("mode", LAND_MODES)
def test_no_edge_is_below_its_great_circle(built: NetworkBuild, mode: str) -> None:
    net = built.networks[mode]
    for tail, head, km in (
        (net.edge_tail, net.edge_head, net.edge_raw_km),
        (net.border_tail, net.border_head, net.border_raw_km),
    ):
        direct = great_circle_km(
            net.node_lon[tail], net.node_lat[tail], net.node_lon[head], net.node_lat[head]
        )
        # a node position is kept to 1e-5 degree, about a metre
        assert (km >= direct - 0.003).all()
        assert (km > 0).all()
    assert (net.edge_factor >= 0.9).all()


@pytest.mark.parametrize("mode", LAND_MODES)
def test_borders_are_cut(built: NetworkBuild, inputs: Tables, mode: str) -> None:
    net = built.networks[mode]
    assert (net.node_country[net.edge_tail] == net.node_country[net.edge_head]).all()
    assert (net.edge_country == net.node_country[net.edge_tail]).all()
    pairs = {c.id: {c.country_a, c.country_b} for c in inputs.crossings if c.mode == mode}
    assert len(net.border_tail) > 30
    for tail, head, crossing in zip(
        net.border_tail, net.border_head, net.border_crossing, strict=True
    ):
        assert {net.node_country[tail], net.node_country[head]} == pairs[crossing]
    named = {c.crossing_id for c in built.crossings if c.mode == mode}
    assert named == set(pairs)
    assert all(m.edges or m.reason for m in built.crossings)


def test_hubs_stand_in_their_own_country(built: NetworkBuild, inputs: Tables) -> None:
    hubs = {h.id: h for h in inputs.hubs}
    for (mode, hub_id), node in built.hub_nodes.items():
        net, hub = built.networks[mode], hubs[hub_id]
        assert net.node_country[node] == hub.country
        away = great_circle_km(net.node_lon[node], net.node_lat[node], hub.lon, hub.lat)
        # a place whose position is good may have its yard farther out than a vague one
        assert away <= (14.01 if hub.accuracy_km <= 5 else 10.01), hub_id
    listed = {(p.mode, p.hub_id) for p in built.placements}
    assert listed == {(m, h.id) for h in inputs.hubs for m in LAND_MODES if m in h.modes}


@pytest.mark.parametrize("mode", LAND_MODES)
def test_engine_equals_networkx(built: NetworkBuild, mode: str) -> None:
    net = built.networks[mode]
    graph: nx.MultiGraph[int] = nx.MultiGraph()
    for tail, head, km in (
        (net.edge_tail, net.edge_head, net.edge_raw_km),
        (net.border_tail, net.border_head, net.border_raw_km),
    ):
        for a, b, length in zip(tail.tolist(), head.tolist(), km.tolist(), strict=True):
            graph.add_edge(a, b, km=length)
    own = engine(net)
    hubs = [n for (m, _), n in sorted(built.hub_nodes.items()) if m == mode]
    for source in hubs[:: len(hubs) // 3]:
        expected = nx.single_source_dijkstra_path_length(graph, source, weight="km")
        for hub in hubs:
            if hub in expected:
                assert own.path(source, hub).km == pytest.approx(expected[hub])
            else:
                with pytest.raises(NoRouteError):
                    own.path(source, hub)


@pytest.mark.parametrize(
    ("mode", "start", "end", "surveyed_km", "slack"),
    [
        ("rail", "brest", "minsk", 345, 0.03),
        ("rail", "minsk", "orsha", 212, 0.03),
        ("rail", "samara", "orenburg", 418, 0.03),
        ("rail", "aktobe", "kandyagash", 95, 0.05),
        ("rail", "rohri", "quetta", 381, 0.03),
        ("rail", "lahore", "rawalpindi", 288, 0.03),
        ("road", "brest", "minsk", 346, 0.05),
        ("road", "minsk", "orsha", 212, 0.05),
        ("road", "samara", "orenburg", 412, 0.08),
        ("road", "kabul", "kandahar", 483, 0.05),
        ("road", "peshawar", "lahore", 440, 0.08),
    ],
)
def test_lengths_known_from_surveys(
    built: NetworkBuild, mode: str, start: str, end: str, surveyed_km: float, slack: float
) -> None:
    own = engine(built.networks[mode])
    path = own.path(built.hub_nodes[mode, start], built.hub_nodes[mode, end])
    assert path.km / surveyed_km == pytest.approx(1.0, abs=slack)


@pytest.mark.parametrize(("mode", "end"), [("rail", "termez"), ("road", "karachi")])
def test_the_corridor_hangs_together(built: NetworkBuild, mode: str, end: str) -> None:
    net = built.networks[mode]
    part = [net.component[built.hub_nodes[mode, hub]] for hub in ("minsk", end)]
    assert part == [0, 0]


def test_sections_end_at_their_hubs(built: NetworkBuild, inputs: Tables) -> None:
    hubs = {h.id: h for h in inputs.hubs}
    rows = {s.id: s for s in inputs.sections}
    assert [x.id for x in built.section_lines] == [
        s.id for s in inputs.sections if s.mode in LAND_MODES
    ]
    for line in built.section_lines:
        start, end = hubs[rows[line.id].from_id], hubs[rows[line.id].to_id]
        assert line.coords[0].tolist() == pytest.approx([start.lon, start.lat], abs=1e-5)
        assert line.coords[-1].tolist() == pytest.approx([end.lon, end.lat], abs=1e-5)
        assert line.accepted == (line.reason == "")
        if line.accepted:
            assert 0.85 <= line.network_km / rows[line.id].length_km <= 1.10
        else:
            ratio = line.network_km / rows[line.id].length_km
            # A straight line has its ends, and its border post if it crosses one.
            assert len(line.coords) <= 3 or 0.6 <= ratio <= 1.35
        assert (line.border_at is None) == (start.country == end.country)
        if line.border_at is not None:
            assert 0.0 <= line.border_at <= 1.0
    unbuilt = [x for x in built.section_lines if rows[x.id].status in {"planned", "construction"}]
    assert unbuilt
    assert not any(x.accepted for x in unbuilt)
    open_long = [
        x for x in built.section_lines if rows[x.id].status == "open" and rows[x.id].length_km >= 30
    ]
    assert sum(x.accepted for x in open_long) / len(open_long) > 0.75


def test_the_build_repeats_to_the_byte(built: NetworkBuild, inputs: Tables) -> None:
    again = build_networks(inputs, lambda _: None)
    assert again.hub_nodes == built.hub_nodes
    assert again.joins == built.joins
    for mode in LAND_MODES:
        one, two = built.networks[mode], again.networks[mode]
        for name in PhysicalNetwork.__dataclass_fields__:
            assert np.array_equal(getattr(one, name), getattr(two, name)), name
    for a, b in zip(built.section_lines, again.section_lines, strict=True):
        assert (a.coords == b.coords).all()


def test_side_roads_are_small_and_leave_out_the_sections(built: NetworkBuild) -> None:
    road = built.networks["road"]
    lines = [x for x in built.section_lines if x.nodes and x.id.endswith("road")]
    assert len(lines) > 300
    side = side_roads(road, built.hub_nodes, lines)
    assert 20_000 < len(side.lon) < road.node_count
    assert (side.country[side.tail] == side.country[side.head]).all()
    roots = side.onward < 0
    assert (side.to_table_m[roots] == 0).all()
    assert (side.to_table_m[~roots] > 0).all()
    on = {tuple(sorted(p)) for x in lines for p in pairwise(x.nodes)}
    where = {p: n for n, p in enumerate(zip(road.node_lon, road.node_lat, strict=True))}
    number = [where[p] for p in zip(side.lon, side.lat, strict=True)]
    for a, b in zip(side.tail.tolist(), side.head.tolist(), strict=True):
        assert tuple(sorted((number[a], number[b]))) not in on
