"""The engine against networkx on the same graph."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.build.network.engine import ScipyEngine
from corridor.errors import InputError, NoRouteError

Edges = list[tuple[int, int, int]]


def make(count: int, edges: Edges) -> ScipyEngine:
    table = np.array(edges, dtype=np.int64).reshape(-1, 3)
    return ScipyEngine(count, table[:, 0], table[:, 1], table[:, 2] / 10)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_same_lengths_as_networkx(data: st.DataObject) -> None:
    """A chain that joins first to last plus random links, parallel ones among them."""
    count = data.draw(st.integers(2, 12))
    node = st.integers(0, count - 1)
    km = st.integers(1, 200)
    chain = [(i, i + 1, data.draw(km)) for i in range(count - 1)]
    edges: Edges = chain + data.draw(st.lists(st.tuples(node, node, km), max_size=20))
    reference: nx.MultiGraph[int] = nx.MultiGraph()
    reference.add_nodes_from(range(count))
    for a, b, length in edges:
        reference.add_edge(a, b, km=length / 10)
    engine = make(count, edges)
    expected = nx.single_source_dijkstra_path_length(reference, 0, weight="km")
    found = [engine.path(0, n).km for n in range(count)]
    assert found == pytest.approx([expected[n] for n in range(count)])
    path = engine.path(0, count - 1)
    assert (path.nodes[0], path.nodes[-1]) == (0, count - 1)
    assert path.km == pytest.approx(sum(edges[e][2] / 10 for e in path.edges))
    for (a, b), e in zip(zip(path.nodes, path.nodes[1:], strict=False), path.edges, strict=True):
        assert {a, b} == set(edges[e][:2])


def test_no_way_is_an_error_not_zero() -> None:
    engine = make(3, [(0, 1, 5)])
    with pytest.raises(NoRouteError, match="Try: add the missing piece"):
        engine.path(0, 2)


@pytest.mark.parametrize("km", [0.0, -1.0, np.nan, np.inf])
def test_bad_lengths_are_refused(km: float) -> None:
    with pytest.raises(InputError, match="Try: check the lengths"):
        ScipyEngine(2, np.array([0]), np.array([1]), np.array([km]))


def test_bad_nodes_are_refused() -> None:
    with pytest.raises(InputError, match="Try: check the node numbers"):
        make(2, [(0, 2, 5)])
    with pytest.raises(InputError, match="node 7 is not one of"):
        make(2, [(0, 1, 5)]).path(0, 7)
