"""The shipped tables and graph, loaded once; and single answers without alternatives."""

from __future__ import annotations

import random
from datetime import datetime
from functools import cache
from typing import Any

import networkx as nx

from corridor.engine import RouteEngine
from corridor.graph.convert import physical_graph
from corridor.model.answer import Itinerary
from corridor.model.consignment import Consignment
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.planning.context import PlanningContext
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.query.reading import Names
from corridor.planning.query.resolve import resolve
from corridor.planning.search.path import Path
from corridor.planning.search.search import Search
from corridor.planning.steps import Planning
from corridor.tables.dataset import Dataset

DAY = datetime(2026, 12, 1, 8)


@cache
def engine() -> RouteEngine:
    """The engine that answers, on the shipped tables."""
    return RouteEngine.load()


def dataset() -> Dataset:
    """The shipped tables."""
    return engine().dataset


@cache
def physical() -> nx.MultiDiGraph[Any]:
    """What is built and planned, its nodes by (place id, mode, gauge in mm)."""
    graph = physical_graph(engine().graph, dataset(), engine().lines)
    names = {n: (d["place"], d["mode"], d["gauge_mm"]) for n, d in graph.nodes(data=True)}
    return nx.relabel_nodes(graph, names)


def planning(query: Query, tables: Dataset | None = None) -> Planning:
    """The planning of a query, on other tables if given."""
    base = engine()
    context = base.context
    if tables is not None:
        context = PlanningContext(tables, base.graph, base.graph_hash)
    return Planning(context, resolve(context, Names(base.gazetteer), query))


def solve(
    query: Query, tables: Dataset | None = None
) -> tuple[SearchGraph, Search, Path | None, Itinerary | None]:
    """Network, search and best way of a query, without alternatives and closures."""
    plan = planning(query, tables)
    network = plan.graph()
    search = Search(network, query.objective.weights(plan.resolved.value_of_time_usd_per_h))
    found = search.best()
    return network, search, found, plan.journey(network).itinerary(found) if found else None


CONSIGNMENTS = (
    Consignment(),
    Consignment(unit="TEU", count=3, gross_weight_t=11),
    Consignment(unit="40HC", count=2, gross_weight_t=28),
    Consignment(unit="reefer", gross_weight_t=29),
    Consignment(unit="truck", count=4, gross_weight_t=18),
    Consignment(unit="wagon", count=10, gross_weight_t=55),
)
OBJECTIVES = tuple(o for o in Objective if o != Objective.P90_TIME)


@cache
def hub_queries(count: int, seed: int) -> tuple[Query, ...]:
    """Seeded queries between random hubs, with every unit and objective."""
    draw = random.Random(seed)
    found: list[Query] = []
    while len(found) < count:
        consignment = draw.choice(CONSIGNMENTS)
        # A wagon reaches no place without rails, a truck none without a road, nor does a box
        # that no siding is asked for.
        needed = {"wagon": {"rail"}}.get(consignment.unit, {"road"})
        hubs = sorted(h.id.replace("_", " ") for h in dataset().hubs if needed & set(h.modes))
        origin, destination = draw.sample(hubs, 2)
        crew = draw.choice(("one_driver", "two_drivers"))
        train = draw.choice(("block_train", "wagonload"))
        found.append(
            Query(
                origin=origin,
                destination=destination,
                depart=DAY,
                consignment=consignment,
                objective=OBJECTIVES[len(found) % len(OBJECTIVES)],
                # A service that the unit could not have is refused.
                crew="one_driver" if consignment.unit == "wagon" else crew,
                rail_service={"truck": "", "wagon": "wagonload"}.get(consignment.unit, train),
            )
        )
    return tuple(found)
