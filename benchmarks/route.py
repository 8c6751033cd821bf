"""
How long a warm answer takes, against networkx on the same network.

    python -m benchmarks.route [--out figures.json]

Sixty pairs of hubs are drawn with a fixed seed from the shipped tables. The planner is loaded
once, asked one question unmeasured, and then every pair on 2026-12-01 for one FEU:

- `corridor, one way` with k=1, and `corridor, three ways` with the default k=3; both price and
  time every link for the consignment, keep the closures of each day of passage, and look what
  each closed crossing would bring if it were open;
- `JSON answer`: the second again, with what `--json` prints made from it;
- `networkx dijkstra`: `bidirectional_dijkstra` by length over the open links of the same network
  as `corridor.graph.convert` exports it, with free changes of mode at every hub. It knows
  no closures, tariffs, hours at borders or alternatives: it is what a plain shortest path
  costs, not another planner.

Shown are the median, the 95th percentile and the slowest in milliseconds, how many pairs had
no way, and the memory of this process at its peak. A pair without a way counts with the time
that finding this out took. Nothing is written unless --out names a file.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from benchmarks.common import DEPART, out_file, quantile, show
from corridor.engine import RouteEngine
from corridor.errors import NoRouteError
from corridor.graph.convert import physical_graph
from corridor.model.query import Query
from corridor.report.document.make_answer import answer_record
from corridor.report.document.read import json_text

if TYPE_CHECKING:
    import networkx as nx

PAIRS = 60
SEED = 20261201
READY = datetime.fromisoformat(f"{DEPART}T08:00")
Ask = Callable[[str, str], bool]


def pairs(engine: RouteEngine) -> list[tuple[str, str]]:
    """The same pairs of hub ids on every run, as long as the table of hubs is the same."""
    hubs = sorted(h.id for h in engine.dataset.hubs)
    draw = random.Random(SEED)
    return [(a, b) for a, b in (draw.sample(hubs, 2) for _ in range(PAIRS))]


def asker(engine: RouteEngine, k: int, *, as_json: bool = False) -> Ask:
    """Ask the planner; whether there is a way."""

    def ask(origin: str, destination: str) -> bool:
        try:
            found = engine.ask(Query(origin=origin, destination=destination, depart=READY, k=k))
        except NoRouteError:
            return False
        if as_json:
            json_text(answer_record(found, engine.dataset))
        return True

    return ask


def network(engine: RouteEngine) -> nx.MultiDiGraph[Any]:
    """Open links of the exported network, each hub joined to its modes and gauges."""
    graph = physical_graph(engine.graph, engine.dataset, engine.lines)
    shut = [
        (tail, head, key)
        for tail, head, key, about in graph.edges(keys=True, data=True)
        if about["kind"] != "border" and about["status"] not in ("open", "service", "irregular")
    ]
    graph.remove_edges_from(shut)
    for node, place in list(graph.nodes(data="place")):
        for tail, head in ((place, node), (node, place)):
            graph.add_edge(tail, head, km=0.0)
    return graph


def peer(graph: nx.MultiDiGraph[Any]) -> Ask:
    """Ask networkx; whether there is a path."""
    import networkx as nx

    def ask(origin: str, destination: str) -> bool:
        try:
            nx.bidirectional_dijkstra(graph, origin, destination, weight="km")
        except (nx.NetworkXNoPath, nx.NodeNotFound):
            return False
        return True

    return ask


def main() -> None:
    out = out_file("Warm answers against networkx on the same network.")
    began = time.perf_counter()
    engine = RouteEngine.load()
    loaded_ms = (time.perf_counter() - began) * 1000
    graph = network(engine)
    asked: dict[str, Ask] = {
        "corridor, one way": asker(engine, 1),
        "corridor, three ways": asker(engine, 3),
        "JSON answer": asker(engine, 3, as_json=True),
        "networkx dijkstra": peer(graph),
    }
    drawn = pairs(engine)
    walls: dict[str, list[float]] = {name: [] for name in asked}
    without = dict.fromkeys(asked, 0)
    for ask in asked.values():
        ask("minsk", "karachi")
    # Pair by pair, so that a slow moment of the machine strikes all alike.
    for origin, destination in drawn:
        for name, ask in asked.items():
            began = time.perf_counter()
            found = ask(origin, destination)
            walls[name].append((time.perf_counter() - began) * 1000)
            without[name] += not found
    rows = [("question", "p50 ms", "p95 ms", "slowest ms", "no way")]
    figures: dict[str, Any] = {}
    for name, found_ms in walls.items():
        p50, p95 = quantile(found_ms, 0.5), quantile(found_ms, 0.95)
        rows.append(
            (name, f"{p50:.1f}", f"{p95:.1f}", f"{max(found_ms):.1f}", f"{without[name]}/{PAIRS}")
        )
        figures[name] = {"wall_ms": found_ms, "p50": p50, "p95": p95, "no_way": without[name]}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if sys.platform == "darwin":
        peak /= 1024
    figures["load_ms"], figures["peak_mb"] = loaded_ms, peak
    title = (
        f"{PAIRS} pairs, warm; tables and graph loaded in {loaded_ms:.0f} ms; network of"
        f" {graph.number_of_nodes()} nodes and {graph.number_of_edges()} links; peak {peak:.0f} MB"
    )
    show(title, rows, figures, out)


if __name__ == "__main__":
    main()
