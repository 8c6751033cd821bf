"""The whole graph against networkx, parallel links kept; and networks made to be awkward."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from shutil import copytree

import networkx as nx
import numpy as np
import pytest

from corridor.errors import DataError, NoRouteError
from corridor.model.link_kind import LinkKind
from corridor.model.mode import MODES, Mode
from corridor.model.objective import Weights
from corridor.model.query import Query
from corridor.model.ref import Ref, RefKind
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.star import NEVER
from corridor.planning.search.search import Search, Sweeps
from corridor.tables.dataset import load
from corridor.tables.read import data_dir
from tests.real import CONSIGNMENTS, DAY, OBJECTIVES, dataset, engine, physical, planning
from tests.strategies import Link, network

pytestmark = pytest.mark.slow

SOURCES, TARGETS = 9, 40


def weighted(net: SearchGraph, objective: list[int]) -> nx.MultiDiGraph[int]:
    """Open links of a network, parallel ones kept."""
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    graph.add_nodes_from(range(net.size))
    for tail, head, shut, value in zip(
        net.tail.tolist(), net.head.tolist(), net.shut.tolist(), objective, strict=True
    ):
        if not shut:
            graph.add_edge(tail, head, w=value)
    return graph


def test_thousands_of_pairs_for_every_consignment_against_networkx() -> None:
    """Each consignment with another objective; sweeps from 9 states, searches to 40 each."""
    draw = random.Random(11)
    compared = joined = 0
    for number, consignment in enumerate(CONSIGNMENTS):
        ends = ("Minsk", "Tashkent") if consignment.unit == "wagon" else ("Minsk", "Karachi")
        query = Query(origin=ends[0], destination=ends[1], depart=DAY, consignment=consignment, k=1)
        plan = planning(query)
        whole = replace(plan.graph(), timed={}, driving=None)
        weigh = OBJECTIVES[number % len(OBJECTIVES)].weights(plan.resolved.value_of_time_usd_per_h)
        objective = Search(whole, weigh).objective
        graph = weighted(whole, objective.tolist())
        usable = sorted(set(whole.tail[~whole.shut].tolist()))
        weight = np.where(whole.shut, NEVER, objective)
        for source in draw.sample(usable, SOURCES):
            expected = nx.single_source_dijkstra_path_length(graph, source, weight="w")
            swept = whole.star.out_of(source, weight)
            assert {s: int(v) for s, v in enumerate(swept.tolist()) if v < NEVER} == expected
            for target in draw.sample(range(whole.size), TARGETS):
                if target == source:
                    continue
                found = Search(replace(whole, source=source, target=target), weigh).best()
                compared += 1
                assert (found.objective if found else None) == expected.get(target)
                joined += found is not None
    assert compared > 2000
    assert joined > 800


def test_stored_hauls_are_the_shortest_paths_of_the_exported_graph() -> None:
    """Every haul of every group, by length, on the MultiDiGraph that users get."""
    graph = engine().graph
    exported = physical()
    segments = nx.MultiDiGraph()
    for tail, head, link in exported.edges(data=True):
        if link["kind"] == "line_haul" and link["status"] == "open":
            segments.add_edge(tail, head, m=link["length"])
    place = graph.place_id.tolist()
    stops = list(
        zip(
            [place[p] for p in graph.stop_place.tolist()],
            [MODES[m] for m in graph.stop_mode.tolist()],
            graph.stop_gauge.tolist(),
            strict=True,
        )
    )
    by_tail: dict[int, list[tuple[int, int]]] = {}
    for tail, head, metres in zip(
        graph.haul_tail.tolist(),
        graph.haul_head.tolist(),
        graph.haul_length_m.tolist(),
        strict=True,
    ):
        by_tail.setdefault(tail, []).append((head, metres))
    checked = 0
    for tail, hauls in by_tail.items():
        lengths = nx.single_source_dijkstra_path_length(segments, stops[tail], weight="m")
        for head, metres in hauls:
            assert lengths[stops[head]] == metres, (stops[tail], stops[head])
            checked += 1
    assert checked > 5000


def test_ways_are_chains_of_open_links() -> None:
    for consignment in CONSIGNMENTS:
        query = Query(origin="Moscow", destination="Almaty", depart=DAY, consignment=consignment)
        plan = planning(query)
        net = plan.graph()
        for found, _ in zip(Search(net, Weights(cost_w=1)).distinct(), range(6), strict=False):
            links = [s.link for s in found.steps]
            assert not net.shut[links].any()
            assert net.tail[links[0]] == net.source
            assert net.head[links[-1]] == net.target
            assert all(net.head[a] == net.tail[b] for a, b in pairwise(links))


def test_links_of_no_length_and_no_price() -> None:
    """Free circles do not hang a search, and a free way costs 0 and is a way."""
    found = [
        Link(0, 1, 0, 0),
        Link(1, 0, 0, 0),
        Link(1, 2, 0, 0),
        Link(2, 1, 0, 0, gate="p"),
        Link(2, 3, 0, 0),
        Link(0, 3, 1, 1),
    ]
    net = network(found)
    best = Search(net, Weights(cost_w=1, time_w=1)).best()
    assert best is not None
    assert best.objective == 0
    assert [s.link for s in best.steps] == [0, 2, 4]
    sweeps = Sweeps(Search(net, Weights(cost_w=1)))
    _, link = sweeps.least_over(net.links_of(Ref(RefKind.CROSSING, "p")))
    over = sweeps.path_over(link, {})
    assert over is not None
    assert any(found[n].gate == "p" for n in over.links)


def test_parallel_links_are_two() -> None:
    """Rail and road beside each other: the dearer one is found when the other is shut."""
    found = [Link(0, 1, 5, 1, gate="p"), Link(0, 1, 9, 1, gate="q"), Link(1, 2, 1, 1)]
    net = network(found)
    best, other = (
        Search(n, Weights(cost_w=1)).best()
        for n in (net, net.closing(frozenset({Ref(RefKind.CROSSING, "p")})))
    )
    assert best is not None
    assert other is not None
    assert (best.objective, other.objective) == (6, 10)


def test_unreachable_is_none_and_an_error_never_zero() -> None:
    found = [Link(0, 1, 0, 0), Link(2, 3, 0, 0)]
    search = Search(network(found), Weights(cost_w=1))
    assert not search.connected
    assert search.best() is None
    assert list(search.distinct()) == []
    query = Query(origin="Minsk", destination="Karachi", depart=DAY, modes=(Mode.SEA,))
    with pytest.raises(NoRouteError, match="no terminal for --modes sea"):
        engine().ask(query)


@pytest.mark.parametrize("value", ["nan", "inf", "-5", ""])
def test_a_length_that_is_no_number_is_refused_at_load(tmp_path: Path, value: str) -> None:
    folder = tmp_path / "data"
    copytree(data_dir(), folder)
    path = folder / "sections.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    at = lines[0].split(",").index("length_km")
    cells = lines[1].split(",")
    cells[at] = value
    lines[1] = ",".join(cells)
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DataError, match="length_km"):
        load(folder)


def test_closing_a_strait_cuts_every_lane_through_it() -> None:
    query = Query(origin="Karachi port", destination="Jebel Ali", depart=DAY, modes=(Mode.SEA,))
    open_ = planning(replace(query, open=("hormuz", "jebel ali")))
    services = {s.id for s in dataset().sea_services if "hormuz" in s.passages}
    assert len(services) > 1
    for asked in (replace(query, close=("hormuz",)), replace(query, avoid=("hormuz",))):
        plan = planning(asked)
        net = plan.graph()
        sailings = [
            (net.sailings[int(net.row[n])].service.id, bool(net.shut[n]))
            for n in np.flatnonzero(net.kind == LinkKind.SAILING.code).tolist()
        ]
        assert {s for s, _ in sailings} >= services
        assert all(shut for s, shut in sailings if s in services)
    assert Search(open_.graph(), Weights(time_w=1)).best() is not None
