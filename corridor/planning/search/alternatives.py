"""
The best few answers that really differ.

Two answers differ when they differ in a border-crossing point, a port, the chain of modes
or the list of countries, and in nothing else. Paths are found in the order of their objective,
the best of every such key; a path that passes one crossing or port twice is none. Whether a path
comes back to a country is told by its key, so they need only be put in the order in which they
compare (`corridor.planning.search.compared`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corridor.graph.label_setting import GivenUp
from corridor.model.link_kind import LinkKind
from corridor.model.message import Message, say
from corridor.model.mode import Mode
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.search.compared import best_compared, compared, in_compared_order, most_own
from corridor.planning.search.path import Path
from corridor.planning.search.search import Search

# A path of more than this multiple of the best objective is no alternative to it.
MOST_STRETCH = 3
# Labels looked at before the search for more paths is given up.
MOST_LABELS = 60_000


@dataclass(frozen=True, slots=True)
class Key:
    """What makes an answer different from another."""

    crossings: tuple[str, ...]
    ports: tuple[str, ...]
    modes: tuple[str, ...]
    countries: tuple[str, ...]


def key_of(network: SearchGraph, found: Path) -> Key:
    """Crossings, ports, mode chain and countries of a path, in order of travel."""
    crossings: list[str] = []
    ports: list[str] = []
    modes: list[str] = []
    countries: list[str] = []
    for link in found.links:
        kind, row = network.kind_of(link), int(network.row[link])
        if kind is LinkKind.LINE_HAUL:
            _append(modes, network.hauls.mode(row))
            _append(countries, network.hauls.country(row))
        elif kind is LinkKind.BORDER:
            border = network.borders[row]
            crossings.append(border.crossing.id)
            _append(countries, border.country_from)
            _append(countries, border.country_to)
            _append(modes, border.crossing.mode)
        elif kind is LinkKind.PORT:
            ports.append(network.ports[row].port.id)
        elif kind is LinkKind.SAILING:
            _append(modes, Mode.SEA)
    return Key(tuple(crossings), tuple(ports), tuple(modes), tuple(countries))


def _append(chain: list[str], name: str) -> None:
    if not chain or chain[-1] != name:
        chain.append(name)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best paths with different keys, best first, and why there are no more (None if there are)."""

    paths: tuple[Path, ...]
    why_fewer: Message | None


def ranking(network: SearchGraph, first: Path, others: Iterator[Path], wanted: int) -> Ranking:
    """
    The best paths with different keys.

    Parameters
    ----------
    network
        What they lead through.
    first
        The optimum; it stands whatever it passes twice.
    others
        Paths in the order in which they compare, up to `MOST_STRETCH` times the optimum.
    wanted
        How many paths to give.
    """
    results: list[Path] = [first]
    keys: set[Key] = {key_of(network, first)}
    why: Message | None = say("fewer.stretch", times=MOST_STRETCH)
    try:
        while len(results) < wanted:
            found = next(others, None)
            if found is None:
                break
            key = key_of(network, found)
            if key not in keys:
                keys.add(key)
                results.append(found)
    except GivenUp:
        why = say("fewer.given_up", ways=MOST_LABELS)
    if len(results) == wanted:
        why = None
    return Ranking(tuple(results), why)


def ranked(search: Search, wanted: int) -> list[Path]:
    """The best paths of a search with different keys, best first."""
    first = best_compared(search)
    if first is None:
        return []
    most = MOST_STRETCH * compared(search.network, first, first.objective, search.start)
    others = search.distinct(most=most_own(most), labels=MOST_LABELS)
    ordered = in_compared_order(search.network, others, search.start, most)
    return list(ranking(search.network, first, ordered, wanted).paths)
