"""
How long the solvers take on a warm planner, beside networkx and scgraph on the same network.

    python -m benchmarks.solvers [--out figures.json]

Sixty pairs of hubs are drawn with a fixed seed. The planner is loaded once and asked one
question unmeasured, so that the links are priced for one FEU; every pair is then new to it.

- `full answer`: three ways that differ, the cheapest and the fastest, the other crew, what
  every closed crossing would bring, the whole bill with items, bands, papers and warnings;
- `full answer again`: the same pairs a second time;
- `best way alone`: one way, within `--max-days` of 1.1 times its own (a limited search);
- `front`: the complete front of time and cost as ways, without their bills;
- `front with bills`: the same as `corridor pareto` gives it;
- `networkx`, `scgraph`: one shortest path from the same source to the same target on the same
  network with the same weights (generalised cost of every open link), nothing else: neither
  knows closures in time, alternatives, bills or limits.

Wall and processor time are both shown; on a busy machine the second is the fairer.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import networkx as nx
from scgraph import Graph

from benchmarks.common import DEPART, out_file, quantile, show
from corridor.engine import RouteEngine
from corridor.errors import NoRouteError
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.search.pareto import front
from corridor.planning.search.search import Search

PAIRS, SEED = 60, 20261201
READY = datetime.fromisoformat(f"{DEPART}T08:00")


def measured(act: Callable[[], Any]) -> tuple[float, float, Any]:
    """Wall and processor milliseconds of a call, and what it gave; None when there is no way."""
    wall, own = time.perf_counter(), time.process_time()
    try:
        given = act()
    except NoRouteError:
        given = None
    return (time.perf_counter() - wall) * 1000, (time.process_time() - own) * 1000, given


def peers(network: SearchGraph, weight: list[int]) -> tuple[nx.MultiDiGraph[int], Graph]:
    """The open links for networkx (parallel ones kept) and scgraph (the least of them)."""
    multi: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    least: list[dict[int, float]] = [{} for _ in range(network.size)]
    for tail, head, shut, value in zip(
        network.tail.tolist(), network.head.tolist(), network.shut.tolist(), weight, strict=True
    ):
        if not shut:
            multi.add_edge(tail, head, w=value)
            least[tail][head] = min(least[tail].get(head, float("inf")), float(value))
    return multi, Graph(least)


def main() -> None:
    out = out_file("Warm solvers beside networkx and scgraph on the same network.")
    engine = RouteEngine.load()
    hubs = sorted(h.id for h in engine.dataset.hubs)
    draw = random.Random(SEED)
    drawn = [tuple(draw.sample(hubs, 2)) for _ in range(PAIRS)]
    engine.ask(Query(origin="minsk", destination="karachi", depart=READY))
    times: dict[str, list[tuple[float, float]]] = {}

    def note(name: str, act: Callable[[], Any]) -> Any:
        wall, own, given = measured(act)
        if given is not None:
            times.setdefault(name, []).append((wall, own))
        return given

    without = differing = 0
    for origin, destination in drawn:
        query = Query(origin=origin, destination=destination, depart=READY)
        answer = note("full answer", partial(engine.ask, query))
        if answer is None:
            without += 1
            continue
        note("full answer again", partial(engine.ask, query))
        days = answer.itineraries[0].time.typical / 1440 * 1.1
        limited = replace(query, k=1, max_days=days)
        note("best way alone, limited", partial(engine.ask, limited))
        planning = engine.planning(query)
        network = planning.graph()
        note("front", partial(front, network))
        note("front with bills", partial(engine.front, query))
        search = Search(
            replace(network, timed={}),
            Objective.GENERALISED.weights(planning.resolved.value_of_time_usd_per_h),
        )
        multi, plain = peers(network, search.objective.tolist())
        ends = (network.source, network.target)
        note(
            "networkx",
            partial(nx.bidirectional_dijkstra, multi, *ends, weight="w"),
        )
        theirs = note(
            "scgraph",
            partial(plain.dijkstra, origin_id=ends[0], destination_id=ends[1]),
        )
        best = search.best()
        differing += best is None or round(theirs["length"]) != best.objective
    rows: list[tuple[str, ...]] = [("question", "wall p50 ms", "p95", "processor p50 ms", "p95")]
    figures: dict[str, Any] = {"without": without, "differing": differing}
    for name, found in times.items():
        walls, own = [w for w, _ in found], [o for _, o in found]
        values = [quantile(v, s) for v in (walls, own) for s in (0.5, 0.95)]
        rows.append((name, *(f"{v:.1f}" for v in values)))
        figures[name] = {"wall_ms": walls, "processor_ms": own}
    title = (
        f"{PAIRS} pairs, {without} without a way; scgraph's optimum differed in {differing};"
        f" {len(network.tail)} links"
    )
    show(title, rows, figures, out)


if __name__ == "__main__":
    main()
