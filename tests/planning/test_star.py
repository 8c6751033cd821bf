"""A layered graph read off one layer, against the same links sorted as a network of their own."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.planning.links.star import NEVER, LayeredStar, SortedLinks
from tests.strategies import Link, links, network

MANY = settings(max_examples=80, deadline=None, derandomize=True)


@MANY
@given(links(gates=True), st.data())
def test_layers_are_swept_as_one_network(found: list[Link], data: st.DataObject) -> None:
    net = network(found)
    numbers = st.integers(0, len(found) - 1)
    up = np.array(sorted(data.draw(st.sets(numbers))), dtype=np.int64)
    weights = st.lists(st.integers(0, 9) | st.just(NEVER), min_size=2 * len(found))
    weight = np.array(data.draw(weights)[: 2 * len(found)], dtype=np.int64)
    over = weight[len(found) :]
    layered = LayeredStar(net.star, up)
    hauls = np.array([not e.gate for e in found] * 2)
    plain = SortedLinks(layered.tail, layered.head, layered.size, hauls)
    for state in range(layered.size):
        assert layered.leaving(state).tolist() == plain.leaving(state).tolist()
        assert sorted(layered.entering(state).tolist()) == plain.entering(state).tolist()
        assert layered.to(state, weight).tolist() == plain.to(state, weight).tolist()
        assert layered.out_of(state, weight).tolist() == plain.out_of(state, weight).tolist()
    # What is left where fewer links are open or weigh more.
    more = st.lists(st.integers(0, 3) | st.just(NEVER), min_size=len(found), max_size=len(found))
    known = net.star.to(net.target, np.minimum(over + np.array(data.draw(more), np.int64), NEVER))
    target = net.target + net.size
    swept = layered.to(target, weight, known)
    assert swept.tolist() == plain.to(target, weight).tolist()


@MANY
@given(links(), st.data())
def test_layers_of_layers_are_swept_as_one_network(found: list[Link], data: st.DataObject) -> None:
    """Two things to lead over, one after the other."""
    net = network(found)
    ups = [
        np.array(sorted(data.draw(st.sets(st.integers(0, most - 1)))), dtype=np.int64)
        for most in (len(found), 2 * len(found))
    ]
    layered = LayeredStar(LayeredStar(net.star, ups[0]), ups[1])
    weight = np.array([e.cost for e in found] * 4, dtype=np.int64)
    plain = SortedLinks(layered.tail, layered.head, layered.size, np.ones(len(weight), bool))
    target, size = layered.size - 1, layered.size
    assert layered.to(target, weight).tolist() == plain.to(target, weight).tolist()
    assert layered.out_of(0, weight).tolist() == plain.out_of(0, weight).tolist()
    for state in range(size):
        assert sorted(layered.entering(state).tolist()) == plain.entering(state).tolist()
