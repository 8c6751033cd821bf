"""
Compare the search with networkx on many more queries than the tests do.

    python -m tools.differential [--queries 300] [--seed 1]

For each random query (pair of hubs, consignment, objective, crew) the open links are weighed
and given to networkx as a MultiDiGraph, parallel links kept. Compared are the least weights
from the source to every state and the best way's objective; closures in time are left out.
Exit code 1 when anything differs.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from dataclasses import replace
from datetime import datetime

import networkx as nx
import numpy as np

from corridor.engine import RouteEngine
from corridor.model.consignment import Consignment
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.planning.links.star import NEVER
from corridor.planning.search.search import Search

CONSIGNMENTS = (
    Consignment(),
    Consignment(unit="TEU", count=3, gross_weight_t=11),
    Consignment(unit="40HC", count=2, gross_weight_t=28),
    Consignment(unit="reefer", gross_weight_t=29),
    Consignment(unit="truck", count=4, gross_weight_t=18),
    Consignment(unit="wagon", count=10, gross_weight_t=55),
)
# The P90 of time is no sum over links.
OBJECTIVES = tuple(o for o in Objective if o != Objective.P90_TIME)


def main() -> None:
    """Compare, and tell."""
    parser = argparse.ArgumentParser(description="The search against networkx, at length.")
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    engine = RouteEngine.load()
    draw = random.Random(asked.seed)
    hubs = sorted(h.id for h in engine.dataset.hubs)
    pairs = ways = wrong = 0
    began = time.perf_counter()
    for number in range(asked.queries):
        query = Query(
            origin="",
            destination="",
            depart=datetime(2026, draw.randint(1, 12), draw.randint(1, 28), 8),
            consignment=draw.choice(CONSIGNMENTS),
            objective=draw.choice(OBJECTIVES),
            crew=draw.choice(("one_driver", "two_drivers")),
        )
        origin, destination = draw.sample(hubs, 2)
        query = replace(query, origin=origin, destination=destination)
        planning = engine.planning(query)
        dated = planning.graph()
        network = replace(dated, timed={}, driving=None)
        search = Search(network, query.objective.weights(planning.resolved.value_of_time_usd_per_h))
        graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
        graph.add_node(network.source)
        for tail, head, shut, value in zip(
            network.tail.tolist(),
            network.head.tolist(),
            network.shut.tolist(),
            search.objective.tolist(),
            strict=True,
        ):
            if not shut:
                graph.add_edge(tail, head, w=value)
        theirs = nx.single_source_dijkstra_path_length(graph, network.source, weight="w")
        weight = np.where(network.shut, NEVER, search.objective)
        swept = network.star.out_of(network.source, weight)
        ours = {s: int(v) for s, v in enumerate(swept.tolist()) if v < NEVER}
        best = search.best()
        same = (best.objective if best else None) == theirs.get(network.target)
        if ours != theirs or not same:
            wrong += 1
            print(f"differs: {query}", file=sys.stderr)
        pairs += len(theirs)
        ways += best is not None
        if number % 50 == 49:
            print(f"{number + 1} queries", file=sys.stderr)
    print(
        f"{asked.queries} queries, {ways} with a way, {pairs} pairs of states compared with"
        f" networkx {nx.__version__}: {wrong} queries differ;"
        f" {time.perf_counter() - began:.0f} s"
    )
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
