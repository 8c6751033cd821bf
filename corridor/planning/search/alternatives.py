"""
The best few answers that really differ.

Two answers differ when they differ in a border-crossing point, a port, the chain of modes
or the list of countries, and in nothing else. Ways are found in the order of their objective,
the best of every such key; a way that passes one crossing or port twice is none. Whether a way
comes back to a country is told by its key, so they need only be put in the order in which they
compare (`corridor.planning.search.compared`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.planning.links.network import Network
from corridor.planning.search.compared import best_compared, compared, in_compared_order, most_own
from corridor.planning.search.search import Found, Search
from corridor.planning.search.ways import GivenUp

# A way of more than this multiple of the best objective is no alternative to it.
MOST_STRETCH = 3
# Labels looked at before the search for more ways is given up.
MOST_LABELS = 60_000


@dataclass(frozen=True, slots=True)
class Key:
    """What makes an answer different from another."""

    crossings: tuple[str, ...]
    ports: tuple[str, ...]
    modes: tuple[str, ...]
    countries: tuple[str, ...]


def key_of(network: Network, found: Found) -> Key:
    """Crossings, ports, mode chain and countries of a way, in order of travel."""
    links = tuple(step.link for step in found.steps)
    known: dict[tuple[int, ...], Key] = network.memo("keys")
    if links not in known:
        known[links] = _key(network, links)
    return known[links]


def _key(network: Network, links: tuple[int, ...]) -> Key:
    crossings: list[str] = []
    ports: list[str] = []
    modes: list[str] = []
    countries: list[str] = []
    for link in links:
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
    """The best ways with different keys, best first, and why there are no more ('' if not asked)."""

    ways: tuple[Found, ...]
    why_fewer: str


def ranking(network: Network, first: Found, others: Iterator[Found], wanted: int) -> Ranking:
    """
    The best ways with different keys.

    Parameters
    ----------
    network
        What they lead through.
    first
        The optimum; it stands whatever it passes twice.
    others
        Ways in the order in which they compare, up to `MOST_STRETCH` times the optimum.
    wanted
        How many ways to give.
    """
    results: list[Found] = [first]
    keys: set[Key] = {key_of(network, first)}
    why = (
        "no other way with another crossing, port, order of modes or list of countries"
        f" stays within {MOST_STRETCH} times the best"
    )
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
        why = f"the search for others was given up after {MOST_LABELS:,} partial ways"
    if len(results) == wanted:
        why = ""
    return Ranking(tuple(results), why)


def ranked(search: Search, wanted: int) -> list[Found]:
    """The best ways of a search with different keys, best first."""
    first = best_compared(search)
    if first is None:
        return []
    most = MOST_STRETCH * compared(search.network, first, first.objective, search.start)
    others = search.distinct(most=most_own(most), labels=MOST_LABELS)
    ordered = in_compared_order(search.network, others, search.start, most)
    return list(ranking(search.network, first, ordered, wanted).ways)
