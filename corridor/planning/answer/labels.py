"""Names that tell itineraries apart: 'by rail and road via Sarakhs and Taftan'."""

from __future__ import annotations

from collections.abc import Sequence

from corridor.model.link_kind import LinkKind
from corridor.model.mode import MODES, Mode
from corridor.planning.links.network import Network
from corridor.planning.search.alternatives import Key, key_of
from corridor.planning.search.compared import FACTOR, come_back_to
from corridor.planning.search.search import Found
from corridor.planning.search.visits import Visit, visits
from corridor.tables.library import Library
from corridor.tables.records import Crossing

# More names than this in one label are not read.
_MOST_NAMES = 4


def labels_of(network: Network, library: Library, found: Sequence[Found]) -> list[str]:
    """
    Label ways of one query.

    Names the crossings and ports that not all ways share (all of them for a single
    way), and every stop asked for; ways alike in those are told apart by where they change
    mode. A way that comes back to a country it has left says so.
    """
    keys = [key_of(network, f) for f in found]
    ids = {c for k in keys for c in k.crossings}
    names = [library.crossing[c].name for c in ids]
    twice = {n for n in names if names.count(n) > 1}
    chains = [_names(k, library, twice) for k in keys]
    shared = set.intersection(*(set(c) for c in chains)) if len(chains) > 1 else set()
    labels = []
    for key, chain, way in zip(keys, chains, found, strict=True):
        # A stop asked for stands in every headline, whether all ways share it or not.
        asked = [_stop(v, library, twice) for v in visits(network, library, way)]
        own = [n for n in chain if n not in shared and n not in asked]
        own = (own if own or asked else chain)[-_MOST_NAMES:]
        named = [n for n in chain if n in own or n in asked]
        own = [*dict.fromkeys(n for n in asked if n not in named), *named]
        modes = _modes(network, way)
        labels.append(f"by {_and(modes)}" + (f" via {_and(own)}" if own else _direct(key)))
    told = _told_apart(network, library, labels, found)
    return [label + _coming_back(network, way) for label, way in zip(told, found, strict=True)]


def _coming_back(network: Network, way: Found) -> str:
    again = come_back_to(network, way)
    if not again:
        return ""
    return f" (leaves {_and(again)} and comes back, counts {float(FACTOR):g} times)"


def _told_apart(
    network: Network, library: Library, labels: Sequence[str], found: Sequence[Found]
) -> list[str]:
    """Add to equal labels the places of change that not all of them share."""
    told = list(labels)
    for label in set(labels):
        alike = [n for n, other in enumerate(labels) if other == label]
        if len(alike) < 2:
            continue
        places = {n: _changes(network, library, found[n]) for n in alike}
        common = set.intersection(*(set(p) for p in places.values()))
        for n in alike:
            own = [p for p in places[n] if p not in common]
            if own:
                told[n] = f"{label}, changing at {_and(own)}"
    return told


def _names(key: Key, library: Library, twice: set[str]) -> list[str]:
    """Names of crossings and ports; with the mode where rail and road posts share a name."""
    posts = [library.crossing[c] for c in key.crossings]
    names = [_post(p, twice) for p in posts]
    names += [library.hub[p].name for p in dict.fromkeys(key.ports)]
    return list(dict.fromkeys(names))


def _post(crossing: Crossing, twice: set[str]) -> str:
    name = crossing.name
    return f"{name} {crossing.mode}" if name in twice else name


def _stop(visit: Visit, library: Library, twice: set[str]) -> str:
    if visit.how == "crossed":
        return _post(library.crossing[visit.id], twice)
    return visit.name


def _direct(key: Key) -> str:
    return f" inside {key.countries[0]}" if len(key.countries) == 1 else ""


def _modes(network: Network, way: Found) -> list[Mode]:
    """Modes of a way, the longest first."""
    metres = dict.fromkeys(MODES, 0)
    for step in way.steps:
        kind, row = network.kind_of(step.link), int(network.row[step.link])
        if kind is LinkKind.LINE_HAUL:
            metres[network.hauls.mode(row)] += network.hauls.length_m(row)
        elif kind is LinkKind.SAILING:
            metres[Mode.SEA] += int(network.length_m[step.link])
    return sorted((m for m in MODES if metres[m]), key=lambda m: -metres[m])


def _changes(network: Network, library: Library, way: Found) -> list[str]:
    places = [
        library.hub[network.transfers[int(network.row[s.link])].terminal.hub_id].name
        for s in way.steps
        if network.kind_of(s.link) is LinkKind.TRANSFER
    ]
    return list(dict.fromkeys(places))


def _and(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
