"""Section lines, plain geometry and side roads."""

from __future__ import annotations

from itertools import pairwise
from typing import cast

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.build.network.countries import CountryLookup
from corridor.build.network.physical import PhysicalNetwork
from corridor.build.network.records import SectionLine
from corridor.build.network.sections import border_share, join_ends
from corridor.build.network.side_roads import side_roads
from corridor.geo import FloatArray, StrArray, cumulative_km, project_on_line, simplify

# Degrees as lines have them, to some millimetres: squares of far smaller steps leave the floats.
DEGREES = st.integers(-(10**7), 10**7).map(lambda n: n / 10**7)
POINT = st.tuples(DEGREES, DEGREES)


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
def test_side_roads_lead_to_the_nearest_section_or_place(data: st.DataObject) -> None:
    """Metres to the tables are those of the full network without the section's own edges."""
    count = data.draw(st.integers(3, 14))
    node = st.integers(0, count - 1)
    km = st.integers(1, 90)
    edges = [(i, i + 1, data.draw(km)) for i in range(count - 1)]
    edges += [e for e in data.draw(st.lists(st.tuples(node, node, km), max_size=6)) if e[0] != e[1]]
    first = data.draw(st.integers(0, count - 2))
    path = tuple(range(first, data.draw(st.integers(first + 1, count - 1)) + 1))
    hub = data.draw(node)
    line = SectionLine("s", 1.0, 1.0, True, "", np.zeros((2, 2)), nodes=path)
    found = side_roads(network(count, edges), {("road", "h"): hub}, [line])
    full: nx.Graph[int] = nx.Graph()
    on = {frozenset(p) for p in pairwise(path)}
    for a, b, length in edges:
        if frozenset((a, b)) in on:
            continue
        if not full.has_edge(a, b) or full[a][b]["m"] > length * 100:
            full.add_edge(a, b, m=length * 100)
    roots = {r for r in (*path, hub) if r in full}
    far = nx.multi_source_dijkstra_path_length(full, roots, weight="m") if roots else {}
    number = {n: i for i, n in enumerate(np.rint(found.lon * 100).astype(int).tolist())}
    assert set(number) == set(far)
    for n, at in number.items():
        assert found.to_table_m[at] == far[n]
        onward = int(found.onward[at])
        assert (onward < 0) == (n in roots)
        if onward >= 0:
            other = round(float(found.lon[onward]) * 100)
            assert far[n] == far[other] + full[n][other]["m"]
    assert [found.hub[i] for n, i in number.items() if n == hub] in ([], ["h"])
