"""The priced network in networkx against the planner, and what osmnx takes of it."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import osmnx
import pytest

from corridor.analysis.priced_graph import priced_graph
from corridor.api.networks import end_nodes
from corridor.errors import InputError, NoRouteError
from corridor.model.answer import Itinerary
from corridor.model.consignment import Consignment
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.planning.search.search import Search
from corridor.report.network_files import write_network
from tests.real import DAY, dataset, engine, planning

pytestmark = pytest.mark.slow

WEIGHTS = {
    "cost": "usd",
    "distance": "km",
    "co2": "co2e_kg",
    "time": "hours",
    "generalised": "generalised_usd",
}
UNITS = ("FEU", "truck", "wagon")
# Links carry dollars and hours, the planner counts whole cents and minutes; it rounds the
# generalised cost of a whole way to a cent.
NEAR = {"cost": 1e-6, "distance": 1e-6, "co2": 1e-6, "time": 1e-6, "generalised": 0.0051}
SearchGraph = nx.MultiDiGraph


def hubs(unit: str, countries: tuple[str, ...]) -> list[str]:
    mode = "rail" if unit == "wagon" else "road"
    return sorted(h.id for h in dataset().hubs if h.country in countries and mode in h.modes)


@cache
def network(
    unit: str, places: tuple[str, ...], between: tuple[str, str] | None = None, expand: str = ""
) -> Any:
    query = Query(origin="", destination="", depart=DAY, consignment=Consignment(unit=unit))
    return priced_graph(engine(), query, places, between, expand)


def ours(unit: str, ends: tuple[str, str], objective: str) -> Itinerary | None:
    query = Query(
        origin=ends[0].replace("_", " "),
        destination=ends[1].replace("_", " "),
        depart=DAY,
        consignment=Consignment(unit=unit),
        objective=Objective(objective),
        k=1,
    )
    try:
        return engine().ask(query).itineraries[0]
    except NoRouteError:
        return None


def figure(found: Itinerary, objective: str) -> float:
    return {
        "cost": found.cost_usd,
        "distance": found.distance_km,
        "co2": found.co2e_g / 1000,
        "time": found.time_h,
        "generalised": found.generalised_cents / 100,
    }[objective]


def shortest(graph: Any, ends: tuple[str, str], weight: str) -> tuple[float, list[dict[str, Any]]]:
    """Length of networkx's path, and the cheapest of the parallel links on it."""
    at = end_nodes(graph)
    path = nx.shortest_path(graph, at[ends[0]][0], at[ends[1]][1], weight=weight)
    links = [min(graph[a][b].values(), key=lambda d: d[weight]) for a, b in pairwise(path)]
    return sum(link[weight] for link in links), links


def comes_back(links: list[dict[str, Any]]) -> bool:
    hauls = [c for c, _ in groupby(x["country"] for x in links if x["kind"] == "line_haul")]
    return len(hauls) > len(set(hauls))


@pytest.mark.parametrize("unit", UNITS)
def test_networkx_is_never_above_the_planner_and_equal_where_links_tell_all(unit: str) -> None:
    """Drawn pairs by every objective; prices of transit on both sides of every border."""
    draw = random.Random(12)
    known = draw.sample(hubs(unit, ("BY", "RU", "KZ", "UZ", "AF", "PK", "IR", "TM")), 8)
    graph = network(unit, tuple(known))
    compared = equal = 0
    for number, objective in enumerate(WEIGHTS):
        for _ in range(3):
            ends = (known[number], draw.choice([k for k in known if k != known[number]]))
            found = ours(unit, ends, objective)
            if found is None:
                continue
            length, links = shortest(graph, ends, WEIGHTS[objective])
            mine = figure(found, objective)
            assert length <= mine + NEAR[objective], (unit, ends, objective)
            compared += 1
            if objective in ("distance", "co2") and not comes_back(links) and not found.re_enters:
                assert length == pytest.approx(mine, abs=NEAR[objective]), (unit, ends, objective)
                equal += 1
    assert compared > 8
    assert equal > 1


@pytest.mark.parametrize("between", [("BY", "PK"), ("UZ", "PK"), ("RU", "UZ")])
def test_for_goods_of_two_countries_the_costs_are_equal_too(between: tuple[str, str]) -> None:
    """
    Cost always, time and generalised cost where nothing on networkx's path can hold one up.

    The network is expanded by hours driven, so that rests are those of the planner.
    """
    draw = random.Random(13)
    origins, destinations = (draw.sample(hubs("FEU", (c,)), 2) for c in between)
    graph = network("FEU", (*origins, *destinations), between, "rest")
    equal = 0
    for ends in zip(origins, destinations, strict=True):
        for objective in ("cost", "time", "generalised"):
            found = ours("FEU", ends, objective)
            assert found is not None
            length, links = shortest(graph, ends, WEIGHTS[objective])
            assert length <= figure(found, objective) + NEAR[objective], (ends, objective)
            held = objective != "cost" and any(x["waits"] for x in links)
            if not (held or comes_back(links) or found.re_enters):
                assert length == pytest.approx(figure(found, objective), abs=NEAR[objective])
                equal += 1
    assert equal >= 2


@pytest.mark.parametrize("crew", ["one_driver", "two_drivers"])
def test_trucks_rest_in_the_expanded_network_as_in_the_planner(crew: str) -> None:
    """
    By road over borders, closures in time left out on both sides.

    The network that is not expanded has a fresh driver on every haul, and is faster for somebody.
    """
    draw = random.Random(14)
    between = ("BY", "UZ")
    origins, destinations = (draw.sample(hubs("truck", (c,)), 3) for c in between)
    truck = Query(
        origin="", destination="", depart=DAY, consignment=Consignment(unit="truck"), crew=crew
    )
    places = (*origins, *destinations)
    plain, rested = (priced_graph(engine(), truck, places, between, how) for how in ("", "rest"))
    later = 0
    for origin, destination in zip(origins, destinations, strict=True):
        for objective in (Objective.TIME, Objective.GENERALISED):
            plan = planning(replace(truck, origin=origin, destination=destination))
            vot = plan.resolved.value_of_time_usd_per_h
            net = replace(plan.graph(), timed={})
            found = Search(net, objective.weights(vot)).best()
            assert found is not None
            mine = found.minutes / 60
            if objective == Objective.GENERALISED:
                mine = mine * vot + (found.cents + net.start_cents) / 100
            weight = WEIGHTS[objective]
            length, _ = shortest(rested, (origin, destination), weight)
            assert length == pytest.approx(mine, abs=NEAR[objective]), (origin, destination)
            later += shortest(plain, (origin, destination), weight)[0] < length - 1e-6
    assert later


def test_links_carry_figures_sources_and_a_line() -> None:
    graph = network("FEU", ("minsk", "karachi"))
    cited = {s.id for s in dataset().sources}
    kinds = set()
    for tail, head, link in graph.edges(data=True):
        kinds.add(str(link["kind"]))
        assert link["hours"] >= 0
        assert link["usd"] >= 0
        assert link["km"] == link["length"] / 1000
        line = list(link["geometry"].coords)
        assert len(line) >= 2
        if link["usd"]:
            assert set(link["source_ids"].split("; ")) <= cited, link
        if link["kind"] in ("line_haul", "sailing"):
            ends = [graph.nodes[n] for n in (tail, head)]
            for (x, y), end in zip((line[0], line[-1]), ends, strict=True):
                # Drawn lines end at the place, or where a town is joined to its road.
                assert abs(x - end["x"]) + abs(y - end["y"]) < 1, link["id"]
    assert kinds == {"line_haul", "border", "transfer", "port", "sailing", "access"}


def part(graph: Any) -> Any:
    """What lies in one country and leads out of it."""
    return graph.subgraph([n for n, c in graph.nodes(data="country") if c in ("BY", "LT", "LV")])


def test_osmnx_takes_it(tmp_path: Path) -> None:
    graph = network("FEU", ("minsk", "karachi"))
    nodes, links = osmnx.convert.graph_to_gdfs(graph)
    assert len(nodes) == len(graph)
    assert len(links) == graph.number_of_edges()
    assert links.crs == "epsg:4326"
    assert osmnx.convert.graph_from_gdfs(nodes, links).number_of_edges() == len(links)
    ends = end_nodes(graph)
    path = osmnx.routing.shortest_path(graph, ends["minsk"][0], ends["karachi"][1], weight="usd")
    assert path == nx.shortest_path(graph, ends["minsk"][0], ends["karachi"][1], weight="usd")
    few = part(graph)
    osmnx.io.save_graphml(few, tmp_path / "net.graphml")
    again = osmnx.io.load_graphml(tmp_path / "net.graphml", edge_dtypes={"usd": float})
    assert set(again) == set(few)
    assert again.size(weight="usd") == pytest.approx(few.size(weight="usd"))


def test_files_hold_every_link_and_nothing_half_written(tmp_path: Path) -> None:
    import geopandas as gpd

    graph = part(network("FEU", ("minsk", "karachi")))
    for name in ("net.gpkg", "net.graphml", "net.parquet"):
        write_network(tmp_path / name, graph)
    assert len(gpd.read_file(tmp_path / "net.gpkg", layer="edges")) == graph.number_of_edges()
    assert len(gpd.read_file(tmp_path / "net.gpkg", layer="nodes")) == len(graph)
    links = gpd.read_parquet(tmp_path / "net.parquet")
    assert round(links.usd.sum(), 2) == round(sum(d["usd"] for *_, d in graph.edges(data=True)), 2)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["net.gpkg", "net.graphml", "net.parquet"]
    with pytest.raises(InputError, match=r"\.gpkg, \.graphml, \.parquet"):
        write_network(tmp_path / "net.shp", graph)
