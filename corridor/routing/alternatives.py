"""
The best few answers that really differ.

Two answers differ when they differ in a border-crossing point, a port, the chain of
modes or the list of countries. The next best is found by branching: each answer is
forbidden one of its crossings, ports or changes of mode at a time, and the best of all
branches is taken (Lawler's way of ranking solutions).
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush

from corridor.routing.network import BORDER, HAUL, PORT, SAILING, Network
from corridor.routing.search import Found, Search

# Branches searched for one answer; the rest could only add ever worse alternatives.
_MOST_BRANCHES = 120


@dataclass(frozen=True, slots=True)
class Key:
    """What makes an answer different from another."""

    crossings: tuple[str, ...]
    ports: tuple[str, ...]
    modes: tuple[str, ...]
    countries: tuple[str, ...]


def key_of(network: Network, found: Found) -> Key:
    """Crossings, ports, mode chain and countries of a way, in order of travel."""
    crossings: list[str] = []
    ports: list[str] = []
    modes: list[str] = []
    countries: list[str] = []
    for step in found.steps:
        kind = int(network.kind[step.link])
        row = int(network.row[step.link])
        if kind == HAUL:
            _append(modes, ("rail", "road")[network.hauls.mode[row]])
            _append(countries, network.hauls.country[row])
        elif kind == BORDER:
            border = network.borders[row]
            crossings.append(border.crossing.id)
            _append(countries, border.country_from)
            _append(countries, border.country_to)
            _append(modes, border.crossing.mode)
        elif kind == PORT:
            ports.append(network.ports[row].port.id)
        elif kind == SAILING:
            _append(modes, "sea")
    return Key(tuple(crossings), tuple(ports), tuple(modes), tuple(countries))


def _append(chain: list[str], name: str) -> None:
    if not chain or chain[-1] != name:
        chain.append(name)


def ranked(search: Search, wanted: int) -> list[Found]:
    """
    The best ways with different keys, best first.

    Returns fewer than `wanted` when no more exist or every further one came only by
    more than `_MOST_BRANCHES` branches.
    """
    first = search.best()
    if first is None:
        return []
    network = search.network
    results: list[Found] = []
    keys: set[Key] = set()
    tried: set[frozenset[str]] = {frozenset()}
    heap: list[tuple[int, int, frozenset[str], Found]] = [(first.objective, 0, frozenset(), first)]
    serial = 0
    while heap and len(results) < wanted:
        _, _, banned, found = heappop(heap)
        key = key_of(network, found)
        if key not in keys:
            keys.add(key)
            results.append(found)
            if len(results) == wanted:
                break
        for element in sorted({network.element[s.link] for s in found.steps} - {""}):
            branch = banned | {element}
            if branch in tried or len(tried) > _MOST_BRANCHES:
                continue
            tried.add(branch)
            way = search.best(branch)
            if way is not None:
                serial += 1
                heappush(heap, (way.objective, serial, branch, way))
    return results
