"""A build with an import: its lines carry the network, and a route is planned on the graph."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

import numpy as np
import osmium
import pytest
from osmium.osm.mutable import Node, Way

from corridor.build.graph import build, write
from corridor.build.imports import stored, write_imports
from corridor.build.network.records import NetworkBuild
from corridor.build.osm.read import read_file
from corridor.engine import RouteEngine
from corridor.geo import KM_PER_DEG, great_circle_km
from corridor.graph.store import read_manifest
from corridor.tables.dataset import load
from corridor.tables.records import Tables

pytestmark = pytest.mark.build

# South-eastern Turkmenistan and Uzbekistan, the north of Afghanistan and the west of Tajikistan.
WEST, SOUTH, EAST, NORTH = 63.0, 36.0, 69.0, 40.5


def within(lon: float, lat: float) -> bool:
    return WEST < lon < EAST and SOUTH < lat < NORTH


TEETH = 16


def zigzag(a: tuple[float, float], b: tuple[float, float], km: float) -> list[tuple[float, float]]:
    """Points between two places that make the line as long as the network says it is."""
    direct = float(great_circle_km(*a, *b))
    if km < direct + 0.1:
        return []
    high = float(np.sqrt(km**2 - direct**2)) / TEETH  # km beside the straight line
    scale = np.array([np.cos(np.radians(a[1])), 1.0]) * KM_PER_DEG
    along = (np.array(b) - np.array(a)) * scale
    beside = np.array([-along[1], along[0]]) / np.hypot(*along) * high / scale
    share = np.arange(1, TEETH) / TEETH
    points = np.array(a) + share[:, None] * (np.array(b) - np.array(a))
    points[::2] += beside
    return [(round(float(x), 7), round(float(y), 7)) for x, y in points]


def write_own_lines(built: NetworkBuild, path: Path) -> None:
    """The repaired rail network of the box as an extract: an import that brings nothing new."""
    net = built.networks["rail"]
    tail = np.concatenate([net.edge_tail, net.border_tail]).tolist()
    head = np.concatenate([net.edge_head, net.border_head]).tolist()
    km = np.concatenate([net.edge_raw_km, net.border_raw_km]).tolist()
    place = list(zip(net.node_lon.tolist(), net.node_lat.tolist(), strict=True))
    points = {n + 1: p for n, p in enumerate(place) if within(*p)}
    lines = []
    for a, b, length in zip(tail, head, km, strict=True):
        if a + 1 in points and b + 1 in points:
            between = {
                len(place) + len(points) + i: p
                for i, p in enumerate(zigzag(place[a], place[b], length), start=1)
            }
            points |= between
            lines.append([a + 1, *between, b + 1])
    with osmium.SimpleWriter(str(path)) as out:
        for node, location in sorted(points.items()):
            out.add_node(Node(id=node, version=1, location=location))
        for number, line in enumerate(lines, start=1):
            out.add_way(Way(id=number, version=1, nodes=line, tags={"railway": "rail"}))


def test_a_graph_built_with_an_import(built: NetworkBuild, inputs: Tables, tmp_path: Path) -> None:
    extract = tmp_path / "box.osm.pbf"
    write_own_lines(built, extract)
    reading = read_file(extract, "rail", lambda _: None)
    write_imports(tmp_path / "osm", [stored("box", reading, add=False)])
    made = build(load(None), lambda _: None, tmp_path / "osm")

    imports = made.manifest.imports or []
    assert [(i.name, i.mode, i.use) for i in imports] == [("box", "rail", "replace")]
    assert imports[0].sha256 == reading.sha256
    links = list(csv.DictReader(io.StringIO(made.reports["osm_links.csv"])))
    assert {row["import"] for row in links} == {"box"}
    assert all(int(row["way"]) > 0 and float(row["km"]) > 0 for row in links)
    assert {"UZ", "TM", "AF", "TJ"} <= {row["country"] for row in links}
    assert any(row["crossing"] for row in links)

    # the sections of the box keep their ways over the import and over its seam
    hubs = {h.id: h for h in inputs.hubs}
    found = {
        r["section_id"]: r for r in csv.DictReader(io.StringIO(made.reports["section_report.csv"]))
    }
    rows = {s.id: s for s in inputs.sections}
    good: list[tuple[str, float, float]] = []
    poor: list[tuple[str, float, float]] = []
    for line in built.section_lines:
        ends = [hubs[rows[line.id].from_id], hubs[rows[line.id].to_id]]
        near = any(within(h.lon, h.lat) for h in ends) and rows[line.id].mode == "rail"
        if near and line.accepted and line.network_km > 30:
            km = float(found[line.id]["network_km"])
            fits = 0.95 * line.network_km < km < 1.05 * line.network_km
            (good if fits else poor).append((line.id, line.network_km, km))
    # a zigzag beside the border river may touch the other bank, where no crossing is declared
    assert len(good) >= 20, poor
    assert len(poor) <= 2, poor

    write(made, tmp_path / "graph")
    assert (read_manifest(tmp_path / "graph").imports or [])[0].name == "box"
    engine = RouteEngine.load(graph=tmp_path / "graph")
    answer = engine.route("Minsk", "Karachi", depart=datetime(2026, 12, 1, 8))
    assert answer.itineraries
    assert answer.graph_hash == made.manifest.content_hash
