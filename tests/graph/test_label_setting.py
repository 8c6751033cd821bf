"""The loop of label setting, whichever way a criterion gives its links; and Dijkstra's method."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.graph.label_setting import Criterion, GivenUp, best_first
from corridor.graph.paths import nearest_first

MANY = settings(max_examples=80, deadline=None, derandomize=True)
EDGES = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 9)), min_size=1, max_size=14
)
GOAL = 5


@dataclass(frozen=True)
class Walk:
    """Edges taken one after the other, and what they weigh."""

    edges: tuple[int, ...]
    state: int
    weight: int


class Simple(Criterion[Walk, int]):
    """Every walk that passes no state twice, by weight; none dominates another."""

    def __init__(self, edges: list[tuple[int, int, int]], *, sorted_links: bool) -> None:
        super().__init__()
        self.edges, self.sorted_links = edges, sorted_links
        self.taken: list[int] = []

    def bound(self, label: Walk) -> int:
        return label.weight

    def settle(self, label: Walk) -> bool:
        self.taken.append(label.weight)
        return True

    def links(self, label: Walk) -> list[int]:
        return [] if self.sorted_links else self.leaving(label)

    def leaving(self, label: Walk) -> list[int]:
        """Edges from the state of a walk, the lightest first."""
        leaving = [n for n, (tail, _, _) in enumerate(self.edges) if tail == label.state]
        return sorted(leaving, key=lambda n: self.edges[n][2])

    def branches(self, label: Walk) -> Iterator[tuple[int, int]]:
        leaving = self.leaving(label) if self.sorted_links else []
        return ((label.weight + self.edges[n][2], n) for n in leaving)

    def extended(self, label: Walk, link: int) -> Walk | None:
        _, head, weight = self.edges[link]
        passed = {0, *(self.edges[n][1] for n in label.edges)}
        if head in passed:
            return None
        return Walk((*label.edges, link), head, label.weight + weight)

    def is_goal(self, label: Walk) -> bool:
        return label.state == GOAL


def every_walk(edges: list[tuple[int, int, int]]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Weight and edges of every walk from 0 to the goal that passes no state twice."""

    def onward(
        state: int, seen: frozenset[int], taken: tuple[int, ...]
    ) -> Iterator[tuple[int, ...]]:
        if state == GOAL:
            yield taken
            return
        for n, (tail, head, _) in enumerate(edges):
            if tail == state and head not in seen:
                yield from onward(head, seen | {head}, (*taken, n))

    for walk in onward(0, frozenset({0}), ()):
        yield sum(edges[n][2] for n in walk), walk


START = Walk((), 0, 0)


@MANY
@given(EDGES, st.booleans(), st.none() | st.integers(0, 20))
def test_whole_paths_come_in_order_and_none_is_lost(
    edges: list[tuple[int, int, int]], sorted_links: bool, most: int | None
) -> None:
    criterion = Simple(edges, sorted_links=sorted_links)
    found = [(w.weight, w.edges) for w in best_first(criterion, START, most)]
    every = [w for w in every_walk(edges) if most is None or w[0] <= most]
    assert sorted(found) == sorted(every)
    assert [w for w, _ in found] == sorted(w for w, _ in every)
    assert criterion.taken == sorted(criterion.taken)
    assert most is None or max(criterion.taken) <= most


@pytest.mark.parametrize("sorted_links", [False, True])
def test_it_gives_up_after_so_many_labels(sorted_links: bool) -> None:
    """A chain of 5 needs 5 labels; what was found before is given."""
    chain = [(n, n + 1, 1) for n in range(5)]
    criterion = Simple(chain, sorted_links=sorted_links)
    assert next(best_first(criterion, START, labels=5)).weight == 5
    with pytest.raises(GivenUp):
        next(best_first(criterion, START, labels=4))


def test_only_links_that_matter_are_looked_at() -> None:
    """Of a hundred links from the start one leads to the goal at least weight: two labels."""
    edges = [(0, GOAL, 1), *((0, 1, 5 + n) for n in range(100))]
    criterion = Simple(edges, sorted_links=True)
    assert [w.weight for w in islice(best_first(criterion, START, labels=1), 1)] == [1]


@MANY
@given(EDGES, st.sets(st.integers(0, 5), min_size=1, max_size=2), st.integers(0, 30))
def test_nearest_first_equals_networkx(
    edges: list[tuple[int, int, int]], starts: set[int], most: int
) -> None:
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    graph.add_nodes_from(range(6))
    graph.add_weighted_edges_from(edges)
    steps = {n: [(h, m, k) for k, (t, h, m) in enumerate(edges) if t == n] for n in range(6)}
    found = list(nearest_first(dict.fromkeys(starts, 0), steps.__getitem__, most))
    theirs = nx.multi_source_dijkstra_path_length(graph, starts, cutoff=most)
    assert {node: metres for node, metres, _ in found} == theirs
    assert [m for _, m, _ in found] == sorted(theirs.values())
    far = {node: metres for node, metres, _ in found}
    for node, metres, mark in found:
        if mark < 0:
            assert node in starts
            assert metres == 0
        else:
            tail, head, length = edges[mark]
            assert (head, far[tail] + length) == (node, metres)
