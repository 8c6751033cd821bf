"""Section lines, plain geometry and the compact form."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.graph.access import read_access
from corridor.graph.build import access_network
from corridor.graph.store import write_arrays
from corridor.network import compact as compact_module
from corridor.network.compact import compact
from corridor.network.countries import CountryLookup
from corridor.network.geo import FloatArray, StrArray, cumulative_km, project_on_line, simplify
from corridor.network.physical import PhysicalNetwork
from corridor.network.sections import border_share, join_ends

POINT = st.tuples(st.floats(-1, 1, allow_nan=False), st.floats(-1, 1, allow_nan=False))


@given(st.lists(POINT, min_size=2, max_size=30), st.floats(0.001, 0.5))
def test_simplified_lines_stay_near_and_keep_their_ends(
    points: list[tuple[float, float]], tolerance: float
) -> None:
    line = np.array(points)
    small = simplify(line, tolerance)
    assert (small[0] == line[0]).all()
    assert (small[-1] == line[-1]).all()
    if len(small) > 1 and cumulative_km(small)[-1] > 0:
        for lon, lat in points:
            assert project_on_line(small, lon, lat)[1] <= tolerance * 112


def test_a_line_ends_at_its_hubs_without_a_spur() -> None:
    path = np.array([[x / 100, 0.0] for x in range(41)])
    hub = (0.0, 0.02)
    line = join_ends(path, hub, (0.4, 0.0))
    assert tuple(line[0]) == hub
    assert tuple(line[-1]) == (0.4, 0.0)
    # twice the hub's distance from the line is left out, and longitude never goes back
    assert line[1, 0] == pytest.approx(0.04, abs=0.011)
    assert (np.diff(line[:, 0]) > 0).all()


class HalfWorld:
    """West of 0.3 degrees is KZ, the rest UZ."""

    def __call__(self, lon: FloatArray, lat: FloatArray) -> StrArray:
        return np.where(lon < 0.3, "KZ", "UZ")

    def at(self, lon: float, lat: float) -> str:
        return "KZ" if lon < 0.3 else "UZ"


def test_the_border_is_found_along_the_line() -> None:
    line = np.array([[0.0, 0.0], [0.5, 0.0], [1.0, 0.0]])
    look = cast("CountryLookup", HalfWorld())
    assert border_share(line, "KZ", "UZ", look) == pytest.approx(0.3, abs=1e-5)
    assert border_share(line[::-1], "UZ", "KZ", look) == pytest.approx(0.7, abs=1e-5)


def network(count: int, edges: list[tuple[int, int, int]]) -> PhysicalNetwork:
    table = np.array(edges, dtype=np.int64).reshape(-1, 3)
    none = np.zeros(0, dtype=np.int32)
    return PhysicalNetwork(
        mode="road",
        node_lon=np.arange(count) / 100,
        node_lat=np.zeros(count),
        node_country=np.array(["KZ"] * count),
        component=np.zeros(count, dtype=np.int32),
        edge_tail=table[:, 0].astype(np.int32),
        edge_head=table[:, 1].astype(np.int32),
        edge_raw_km=(table[:, 2] / 10).astype(np.float32),
        edge_factor=np.ones(len(table), dtype=np.float32),
        edge_kind=np.zeros(len(table), dtype=np.uint8),
        edge_country=np.array(["KZ"] * len(table)),
        border_tail=none,
        border_head=none,
        border_raw_km=none.astype(np.float32),
        border_factor=none.astype(np.float32),
        border_kind=none.astype(np.uint8),
        border_crossing=np.zeros(0, dtype="<U1"),
    )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_contraction_keeps_lengths_between_hubs(data: st.DataObject) -> None:
    count = data.draw(st.integers(3, 14))
    node = st.integers(0, count - 1)
    km = st.integers(1, 90)
    edges = [(i, i + 1, data.draw(km)) for i in range(count - 1)]
    edges += [e for e in data.draw(st.lists(st.tuples(node, node, km), max_size=6)) if e[0] != e[1]]
    hubs = sorted(data.draw(st.sets(node, min_size=2, max_size=4)))
    full: nx.Graph[int] = nx.Graph()
    for a, b, length in edges:
        if not full.has_edge(a, b) or full[a][b]["km"] > length / 10:
            full.add_edge(a, b, km=length / 10)
    small = compact(network(count, edges), {("road", f"h{n:02}"): n for n in hubs})
    reference: nx.Graph[int] = nx.Graph()
    reference.add_nodes_from(range(len(small.node_lon)))
    for a, b, length in zip(small.edge_tail, small.edge_head, small.edge_km, strict=True):
        reference.add_edge(int(a), int(b), km=float(length))
    place = {small.hub_ids[h]: i for i, h in enumerate(small.node_hub.tolist()) if h >= 0}
    for one in hubs:
        for two in hubs:
            expected = nx.dijkstra_path_length(full, one, two, weight="km")
            found = nx.dijkstra_path_length(
                reference, place[f"h{one:02}"], place[f"h{two:02}"], weight="km"
            )
            assert found == pytest.approx(expected, abs=1e-3)


def test_long_chains_keep_places_on_the_way() -> None:
    edges = [(i, i + 1, 40) for i in range(20)]
    small = compact(network(21, edges), {("road", "a"): 0, ("road", "b"): 20})
    assert small.edge_km.max() <= compact_module.KEEP_EVERY_KM + 4.0
    assert small.edge_km.sum() == pytest.approx(80.0)


def test_compact_survives_the_file(tmp_path: Path) -> None:
    small = compact(network(5, [(i, i + 1, 35) for i in range(4)]), {("road", "a"): 2})
    access = access_network(small)
    write_arrays(tmp_path / "access.npz", access.stored())
    first = (tmp_path / "access.npz").read_bytes()
    again = read_access(tmp_path)
    write_arrays(tmp_path / "access.npz", again.stored())
    assert (tmp_path / "access.npz").read_bytes() == first
    for name in access.__dataclass_fields__:
        assert (getattr(again, name) == getattr(access, name)).all(), name
