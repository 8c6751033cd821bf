"""Names that tell itineraries apart: 'by rail and road via Sarakhs and Taftan'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corridor.model.link_kind import LinkKind
from corridor.model.message import Message, Parameter, Word, name, names, say
from corridor.model.mode import MODES, Mode
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.search.alternatives import Key, key_of
from corridor.planning.search.compared import FACTOR, come_back_to
from corridor.planning.search.path import Path
from corridor.planning.search.visits import Visit, visits
from corridor.tables.dataset import Dataset
from corridor.tables.records import Crossing

# More names than this in one label are not read.
_MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class _Label:
    """Parts of a label, which is told apart from others before it is a message."""

    modes: tuple[str, ...]
    way: Message | str
    changes: tuple[Word, ...] = ()

    def message(self, again: Sequence[str]) -> Message:
        """The label of a way that comes back to some countries, or to none."""
        return say(
            "label",
            modes=tuple(say(f"label.{m}") for m in self.modes),
            way=self.way,
            changes=say("label.changing", places=self.changes) if self.changes else "",
            back=say("label.back", countries=tuple(again), times=float(FACTOR)) if again else "",
        )


def labels_of(network: SearchGraph, dataset: Dataset, found: Sequence[Path]) -> list[Message]:
    """
    Label ways of one query.

    Names the crossings and ports that not all ways share (all of them for a single
    way), and every stop asked for; ways alike in those are told apart by where they change
    mode. A way that comes back to a country it has left says so.
    """
    return labels_across(dataset, [(network, way) for way in found])


def labels_across(dataset: Dataset, found: Sequence[tuple[SearchGraph, Path]]) -> list[Message]:
    """Label ways of one question, each found on a network of its own."""
    keys = [key_of(network, way) for network, way in found]
    ids = {c for k in keys for c in k.crossings}
    called = [dataset.crossing[c].name for c in ids]
    twice = {n for n in called if called.count(n) > 1}
    chains = [_names(k, dataset, twice) for k in keys]
    shared = set.intersection(*(set(c) for c in chains)) if len(chains) > 1 else set()
    labels = []
    for key, chain, (network, way) in zip(keys, chains, found, strict=True):
        # A stop asked for stands in every headline, whether all ways share it or not.
        asked = [_stop(v, dataset, twice) for v in visits(network, dataset, way)]
        own = [n for n in chain if n not in shared and n not in asked]
        own = (own if own or asked else chain)[-_MOST_NAMES:]
        named = [n for n in chain if n in own or n in asked]
        own = [*dict.fromkeys(n for n in asked if n not in named), *named]
        via = say("label.via", names=tuple(own)) if own else _direct(key)
        labels.append(_Label(_modes(network, way), via))
    distinct = _distinct(dataset, labels, found)
    return [x.message(come_back_to(*way)) for x, way in zip(distinct, found, strict=True)]


def _distinct(
    dataset: Dataset, labels: Sequence[_Label], found: Sequence[tuple[SearchGraph, Path]]
) -> list[_Label]:
    """Add to equal labels the places of change that not all of them share."""
    distinct = list(labels)
    for label in set(labels):
        alike = [n for n, other in enumerate(labels) if other == label]
        if len(alike) < 2:
            continue
        places = {n: _changes(*found[n], dataset) for n in alike}
        common = set.intersection(*(set(p) for p in places.values()))
        for n in alike:
            distinct[n] = replace(label, changes=names([p for p in places[n] if p not in common]))
    return distinct


def _names(key: Key, dataset: Dataset, twice: set[str]) -> list[Parameter]:
    """Names of crossings and ports; with the mode where rail and road posts share a name."""
    found: list[Parameter] = [_post(dataset.crossing[c], twice) for c in key.crossings]
    found += [name(dataset.hub[p].name) for p in dict.fromkeys(key.ports)]
    return list(dict.fromkeys(found))


def _post(crossing: Crossing, twice: set[str]) -> Parameter:
    called = name(crossing.name)
    return say(f"label.{crossing.mode}_post", name=called) if crossing.name in twice else called


def _stop(visit: Visit, dataset: Dataset, twice: set[str]) -> Parameter:
    if visit.how == "crossed":
        return _post(dataset.crossing[visit.id], twice)
    return name(visit.name)


def _direct(key: Key) -> Message | str:
    return say("label.inside", country=key.countries[0]) if len(key.countries) == 1 else ""


def _modes(network: SearchGraph, way: Path) -> tuple[Mode, ...]:
    """Modes of a way, the longest first."""
    metres = dict.fromkeys(MODES, 0)
    for step in way.steps:
        kind, row = network.kind_of(step.link), int(network.row[step.link])
        if kind is LinkKind.LINE_HAUL:
            metres[network.hauls.mode(row)] += network.hauls.length_m(row)
        elif kind is LinkKind.SAILING:
            metres[Mode.SEA] += int(network.length_m[step.link])
    return tuple(sorted((m for m in MODES if metres[m]), key=lambda m: -metres[m]))


def _changes(network: SearchGraph, way: Path, dataset: Dataset) -> list[str]:
    places = [
        dataset.hub[network.transfers[int(network.row[s.link])].terminal.hub_id].name
        for s in way.steps
        if network.kind_of(s.link) is LinkKind.TRANSFER
    ]
    return list(dict.fromkeys(places))
