"""
A priced network with hours driven: every node once for each quarter hour into a driver's shift.

In the network itself each haul is that of a fresh driver. Here the shortest path by `hours` or
`generalised_usd` rests as the planner does: hauls begin with what is left of the shift, and a border
may be passed at once or after a whole rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from corridor.planning.links.driving import Role
from corridor.pricing.shifts import QUARTER_MIN, Shift

# Attributes of a link that hours driven change, and those that say how.
_FIGURES = itemgetter("hours", "generalised_usd")
_DRIVING = itemgetter("driver", "driving_min", "shift_min", "rest_min", "hours")

if TYPE_CHECKING:
    import networkx as nx


def expanded_by_rest(graph: nx.MultiDiGraph[Any], usd_per_h: float) -> nx.MultiDiGraph[Any]:
    """
    The network of `priced_graph` expanded by hours driven since the last whole rest.

    Nodes carry `driven_h`; a fresh driver's keep their numbers, so journeys start and end at the
    same nodes as before. Links carry `rest_h`, the whole rests on them.

    Parameters
    ----------
    graph
        The network.
    usd_per_h
        What an hour counts in `generalised_usd`.
    """
    found: nx.MultiDiGraph[Any] = type(graph)(**graph.graph)
    found.add_nodes_from((node, data | {"driven_h": 0.0}) for node, data in graph.nodes(data=True))
    numbers = {(node, 0): node for node in graph}
    waiting = list(numbers)
    new = max(graph, default=0) + 1
    while waiting:
        node, quarters = waiting.pop()
        for _, head, link in graph.out_edges(node, data=True):
            hours, usd = _FIGURES(link)
            for more_min, rest_min, left in _manners(link, quarters):
                there = (head, 0 if graph.nodes[head].get("role") == "destination" else left)
                if there not in numbers:
                    numbers[there] = new
                    found.add_node(new, **graph.nodes[head] | {"driven_h": there[1] / 4})
                    waiting.append(there)
                    new += 1
                figures = {
                    "hours": hours + more_min / 60,
                    "generalised_usd": usd + more_min / 60 * usd_per_h,
                    "rest_h": rest_min / 60,
                }
                found.add_edge(numbers[node, quarters], numbers[there], **link | figures)
    return found


def _manners(link: dict[str, Any], quarters: int) -> Iterator[tuple[int, int, int]]:
    """
    Manners of taking a link: minutes beyond its hours, minutes of rest on it, quarters after it.
    """
    driver, minutes, shift_min, rest, hours = _DRIVING(link)
    driven = quarters * QUARTER_MIN
    if driver == Role.DRIVEN.name.lower():
        shift = Shift(shift_min)
        rests = shift.rests(minutes, driven)
        left = min(driven, shift.drive_min) + minutes - rests * shift.drive_min
        fresh = shift.rests(minutes)
        yield (rests - fresh) * rest, rests * rest, -(-left // QUARTER_MIN)
    elif driver == Role.STOOD.name.lower():
        stand = round(hours * 60)
        yield 0, 0, 0 if stand >= rest else quarters
        if quarters and stand < rest:
            yield rest - stand, rest - stand, 0
    else:
        yield 0, 0, quarters if driver == Role.KEPT.name.lower() else 0
