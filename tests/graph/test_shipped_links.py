"""What an engineer would check first on the shipped graph: borders, lengths and ways round."""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridor.geo import great_circle_km
from tests.real import dataset, physical

PAIRS = 500
# A link this much longer than the straight line needs a row in shape_reasons.
DETOUR = 1.6
# Positions are kept to four decimals in the tables, lengths to a metre in the graph.
ROUNDING_KM = 0.02

# Lines that are not passable; a border leads on whatever is closed today.
SHUT = {("line_haul", s) for s in ("closed", "planned", "construction")}

Node = tuple[str, str, int]
Hop = tuple[Node, Node, dict[str, Any]]


@cache
def land() -> nx.DiGraph[Any]:
    """Open segments, crossings and transhipments; of parallel links the shortest."""
    best: nx.DiGraph[Any] = nx.DiGraph()
    graph = physical()
    best.add_nodes_from(graph.nodes(data=True))
    for tail, head, data in graph.edges(data=True):
        if data["kind"] == "sailing" or (data["kind"], data["status"]) in SHUT:
            continue
        held = best.get_edge_data(tail, head)
        if held is None or data["km"] < held["km"]:
            best.add_edge(tail, head, **data)
    return best


@cache
def hub_nodes() -> tuple[Node, ...]:
    hubs = {h.id for h in dataset().hubs}
    return tuple(sorted(n for n in land() if n[0] in hubs and n[1] != "sea"))


def straight_km(tail: Node, head: Node) -> float:
    a, b = land().nodes[tail], land().nodes[head]
    return float(great_circle_km(a["x"], a["y"], b["x"], b["y"]))


def best_way(start: Node, end: Node) -> list[Hop]:
    try:
        nodes = nx.dijkstra_path(land(), start, end, weight="km")
    except nx.NetworkXNoPath:
        return []
    return [(a, b, land().edges[a, b]) for a, b in itertools.pairwise(nodes)]


def legs(way: list[Hop]) -> list[list[Hop]]:
    """Runs of one mode and gauge."""
    moving = [h for h in way if h[2]["kind"] in ("line_haul", "border")]
    return [list(run) for _, run in itertools.groupby(moving, key=lambda h: h[0][1:])]


def links(leg: list[Hop]) -> list[list[Hop]]:
    """The hops of each section in a leg: one, or the two halves and the border between."""
    found: list[list[Hop]] = []
    for hop in leg:
        if hop[2]["kind"] == "line_haul" and not (found and "|" in found[-1][-1][1][0]):
            found.append([hop])
        else:
            found[-1].append(hop)
    return found


@cache
def excused() -> frozenset[str]:
    return frozenset(r.section_id for r in dataset().shape_reasons if r.kind == "detour")


def section_of(link: list[Hop]) -> str:
    return str(link[0][2]["id"]).removesuffix(":a").removesuffix(":b")


@pytest.mark.parametrize("mode", ["any", "rail", "road"])
def test_the_pairs_are_not_all_trivial(mode: str) -> None:
    nodes = [n for n in hub_nodes() if mode in ("any", n[1])]
    assert len(nodes) > 150
    assert len(best_way(nodes[0], nodes[-1])) != 1


@pytest.mark.slow
@settings(
    max_examples=PAIRS,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(data=st.data())
def test_best_ways_between_random_hubs_are_possible(data: st.DataObject) -> None:
    start = data.draw(st.sampled_from(hub_nodes()))
    end = data.draw(st.sampled_from(hub_nodes()))
    way = best_way(start, end)
    for tail, head, hop in way:
        here, there = land().nodes[tail]["country"], land().nodes[head]["country"]
        assert (here != there) == (hop["kind"] == "border"), hop["id"]
    for leg in legs(way):
        leg_km = sum(hop["km"] for _, _, hop in leg)
        assert leg_km >= straight_km(leg[0][0], leg[-1][1]) - ROUNDING_KM
        parts = links(leg)
        row_km = 0.0
        for link in parts:
            section = dataset().section[section_of(link)]
            km = sum(hop["km"] for _, _, hop in link)
            assert km == pytest.approx(section.length_km, abs=0.001), section.id
            straight = straight_km(link[0][0], link[-1][1])
            assert km >= straight - ROUNDING_KM, section.id
            assert km <= DETOUR * straight or section.id in excused(), section.id
            row_km += section.length_km
        assert leg_km == pytest.approx(row_km, abs=0.001 * len(parts))


def test_every_detour_is_listed_and_every_listed_one_is_a_detour() -> None:
    hubs = dataset().hub
    for section in dataset().sections:
        a, b = hubs[section.from_id], hubs[section.to_id]
        straight = float(great_circle_km(a.lon, a.lat, b.lon, b.lat))
        assert section.length_km >= straight - ROUNDING_KM, section.id
        if section.length_km > DETOUR * straight:
            assert section.id in excused(), section.id
        if section.id in excused():
            assert section.length_km > (DETOUR - 0.05) * straight, section.id
