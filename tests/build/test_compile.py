"""The corridor graph holds what the tables say, and skims are shortest paths."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from functools import cache

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from corridor.build.compile import (
    BorderPoint,
    compile_graph,
    cut_sections,
    skim_hauls,
)
from corridor.errors import DataError
from corridor.graph.corridor_graph import CorridorGraph, border_end
from corridor.graph.store import content_hash
from corridor.model.status import Built
from corridor.tables.dataset import Dataset
from corridor.tables.read import data_dir
from tests.factories import closure, crossing, hub, port, section, terminal
from tests.factories import dataset as tables
from tests.real import dataset, engine

A, B, C = hub("aston", "AA", 30, 50), hub("boston", "BB", 31, 50), hub("corby", "BB", 32, 50)
GATE = crossing("gate_road", (A, B), "road")


def small() -> Dataset:
    """Aston (AA) - gate - Boston - Corby (BB) by road, a railway Boston - Corby, a port."""
    return tables(
        hubs=[A, B, C],
        sections=[
            section("aston", "boston", "road", 100),
            section("boston", "corby", "road", 60),
            section("boston", "corby", "rail", 70, 1520),
        ],
        crossings=[GATE],
        terminals=[terminal("corby", "BB", ("rail", "road"), (1520, 0))],
        ports=[port("corby", 1, 1, 5)],
    )


def test_section_is_cut_at_the_border_and_keeps_its_length() -> None:
    borders = {"aston__boston__road": BorderPoint(0.333, 30.3, 50.0)}
    segments = {p.id: p for p in cut_sections(small(), borders)}
    first, second = (segments[f"aston__boston__road:{half}"] for half in "ab")
    assert (first.length_m, second.length_m) == (33_300, 66_700)
    assert (first.country, second.country) == ("AA", "BB")
    assert (first.tail, first.head) == ("aston", "gate_road|AA")
    assert (second.tail, second.head) == ("gate_road|BB", "boston")
    assert segments["boston__corby__road"].length_m == 60_000


def test_no_half_of_a_cut_section_is_shorter_than_a_straight_line() -> None:
    """
    Aston - Boston lie 71.5 km apart; the row says 100. A border point 63 km from Aston
    leaves it no half of 33 km, whatever share of the drawn line lies there.
    """
    segments = {
        p.id: p.length_m
        for p in cut_sections(small(), {"aston__boston__road": BorderPoint(0.333, 30.88, 50.0)})
    }
    first, second = (segments[f"aston__boston__road:{half}"] for half in "ab")
    assert 62_800 < first < 63_000
    assert first + second == 100_000
    assert second > 8_500


def test_section_abroad_without_a_crossing_is_refused() -> None:
    """Freight crosses a border at declared points only."""
    with pytest.raises(
        DataError, match=r"aston__boston__road leads .*\n  Try: add a row to crossings.csv"
    ):
        compile_graph(_without_crossing(), {})


def _without_crossing() -> Dataset:
    return replace(small(), crossings=())


def test_both_sides_of_a_border_are_joined_by_no_haul() -> None:
    graph = compile_graph(small(), {})
    country = graph.place_country[graph.stop_place]
    assert len(graph.haul_tail) > 0
    assert (country[graph.haul_tail] == country[graph.haul_head]).all()


def test_small_graph_by_hand() -> None:
    """
    Stops: both border ends by road; Corby by road, rail and sea.

    Only Corby - border in BB is a haul: 50 + 60 km. The railway joins no second stop.
    """
    graph = compile_graph(small(), {})
    stops = {
        (str(graph.place_id[p]), int(m), int(g))
        for p, m, g in zip(graph.stop_place, graph.stop_mode, graph.stop_gauge, strict=True)
    }
    assert stops == {
        ("gate_road|AA", 1, 0),
        ("gate_road|BB", 1, 0),
        ("corby", 1, 0),
        ("corby", 0, 1520),
        ("corby", 2, 0),
    }
    assert graph.haul_length_m.tolist() == [110_000, 110_000]
    far, near = (
        1 + graph.segment_id.tolist().index(p)
        for p in ("aston__boston__road:b", "boston__corby__road")
    )
    # Stops stand in order of name, so the haul from Corby comes first.
    assert graph.haul_segments.tolist() == [-near, -far, far, near]


def test_closures_and_prices_do_not_enter_the_graph() -> None:
    """What changes by the day stays in the tables."""
    shut = replace(small(), closures=(closure("x", ("crossing", "gate_road"), "closed"),))
    assert content_hash({"g": compile_graph(shut, {}).arrays()}) == content_hash(
        {"g": compile_graph(small(), {}).arrays()}
    )


def test_planned_sections_carry_no_haul() -> None:
    lib = small()
    planned = tuple(
        structs.replace(s, status=Built.PLANNED) if s.id == "boston__corby__road" else s
        for s in lib.sections
    )
    assert len(compile_graph(replace(lib, sections=planned), {}).haul_tail) == 0


@cache
def compiled() -> CorridorGraph:
    """The shipped tables compiled anew (borders halved: no network is needed)."""
    return compile_graph(dataset(), {})


def shortest_by_group(graph: CorridorGraph) -> dict[tuple[int, int], int]:
    """Shortest open way between every two stops of a country, mode and gauge, by networkx."""
    nets: dict[tuple[str, int, int], nx.MultiGraph[int]] = defaultdict(nx.MultiGraph)
    for n in range(len(graph.segment_id)):
        if graph.segment_status[n] == 0:
            group = (
                str(graph.segment_country[n]),
                int(graph.segment_mode[n]),
                int(graph.segment_gauge[n]),
            )
            nets[group].add_edge(
                int(graph.segment_from[n]),
                int(graph.segment_to[n]),
                m=int(graph.segment_length_m[n]),
            )
    members: dict[tuple[str, int, int], dict[int, int]] = defaultdict(dict)
    for stop, place in enumerate(graph.stop_place.tolist()):
        group = (
            str(graph.place_country[place]),
            int(graph.stop_mode[stop]),
            int(graph.stop_gauge[stop]),
        )
        members[group][place] = stop
    found: dict[tuple[int, int], int] = {}
    for group, stops in members.items():
        net = nets[group]
        for place, stop in stops.items():
            if place not in net:
                continue
            reach = nx.single_source_dijkstra_path_length(net, place, weight="m")
            for goal, length in reach.items():
                if goal in stops and goal != place:
                    found[stop, stops[goal]] = length
    return found


@pytest.mark.parametrize("which", ["compiled", "shipped"])
def test_skims_equal_networkx_on_the_same_segments(which: str) -> None:
    graph = compiled() if which == "compiled" else engine().graph
    expected = shortest_by_group(graph)
    ours = dict(
        zip(
            zip(graph.haul_tail.tolist(), graph.haul_head.tolist(), strict=True),
            graph.haul_length_m.tolist(),
            strict=True,
        )
    )
    assert len(ours) == len(graph.haul_tail), "two hauls between the same stops"
    assert len(ours) > 1000
    assert ours == expected


@pytest.mark.parametrize("which", ["compiled", "shipped"])
def test_segments_of_a_haul_join_and_add_up(which: str) -> None:
    graph = compiled() if which == "compiled" else engine().graph
    start, end = graph.segment_from.tolist(), graph.segment_to.tolist()
    length = graph.segment_length_m.tolist()
    guessed = np.where(graph.segment_confidence == 3, graph.segment_length_m, 0).tolist()
    for haul in range(len(graph.haul_tail)):
        numbers = graph.haul_segments[graph.haul_ptr[haul] : graph.haul_ptr[haul + 1]].tolist()
        here = int(graph.stop_place[graph.haul_tail[haul]])
        for number in numbers:
            segment = abs(number) - 1
            ends = (start[segment], end[segment]) if number > 0 else (end[segment], start[segment])
            assert ends[0] == here
            here = ends[1]
        assert here == graph.stop_place[graph.haul_head[haul]]
        assert sum(length[abs(n) - 1] for n in numbers) == graph.haul_length_m[haul]
        assert sum(guessed[abs(n) - 1] for n in numbers) == graph.haul_estimated_m[haul]


def test_shipped_graph_speaks_of_the_shipped_tables() -> None:
    """Same places, sections, lengths and status as the rows; else `corridor build` is due."""
    graph, lib = engine().graph, dataset()
    by_section: dict[str, int] = defaultdict(int)
    for name, metres in zip(
        graph.segment_section.tolist(), graph.segment_length_m.tolist(), strict=True
    ):
        by_section[name] += metres
    assert by_section == {s.id: round(s.length_km * 1000) for s in lib.sections}
    ends = {border_end(c.id, side) for c in lib.crossings for side in (c.country_a, c.country_b)}
    assert set(graph.place_id.tolist()) == {h.id for h in lib.hubs} | ends
    assert compiled().segment_id.tolist() == graph.segment_id.tolist()
    assert compiled().segment_status.tolist() == graph.segment_status.tolist()
    assert compiled().segment_gauge.tolist() == graph.segment_gauge.tolist()


_COMPILE = """
from corridor.build.compile import compile_graph
from corridor.graph.store import content_hash
from corridor.tables.dataset import load
print(content_hash({"corridor.npz": compile_graph(load(), {}).arrays()}))
"""


def test_same_tables_give_the_same_arrays_whatever_the_hash_seed() -> None:
    found = set()
    for seed in ("0", "1"):
        run = subprocess.run(
            [sys.executable, "-c", _COMPILE],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=data_dir().parent,
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(run.stdout.strip())
    assert found == {content_hash({"corridor.npz": compiled().arrays()})}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.integers(3, 7),
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 30)), max_size=12),
    st.lists(st.integers(1, 30), min_size=6, max_size=6),
)
def test_skims_of_any_network_are_shortest(
    size: int, extra: list[tuple[int, int, int]], chain: list[int]
) -> None:
    """A chain through all places plus any further segments, loops and parallels included."""
    ends = [(n, n + 1, chain[n]) for n in range(size - 1)]
    ends += [(a, b, m) for a, b, m in extra if a < size and b < size]
    group = ("AA", 1, 0)
    segments = [(n, a, b, m, group, True) for n, (a, b, m) in enumerate(ends, 1)]
    stops = [(place, 1, 0) for place in range(size)]
    hauls = skim_hauls(stops, segments, [0] * len(segments), ["AA"] * size)
    net: nx.MultiGraph[int] = nx.MultiGraph()
    for a, b, m in ends:
        net.add_edge(a, b, m=m)
    reach = dict(nx.all_pairs_dijkstra_path_length(net, weight="m"))
    assert len(hauls) == size * (size - 1)
    for haul in hauls:
        assert haul.length_m == reach[haul.tail][haul.head]
        assert sum(ends[abs(p) - 1][2] for p in haul.segments) == haul.length_m
