"""Where a path makes its stops, and the links that would lead it through its own ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.query.constraints import CROSSED, HANDLED, PASSED, PORT_CALL, Via
from corridor.planning.search.path import Path, Traversal
from corridor.tables.dataset import Dataset

START, END = -1, -2
_HOW = {PORT_CALL: "called at", CROSSED: "crossed", HANDLED: "handled", PASSED: "passed"}


@dataclass(frozen=True, slots=True)
class Visit:
    """
    A stop as one way makes it.

    Attributes
    ----------
    via
        What was asked.
    id, name
        Of the port, crossing, terminal row or town that met it.
    how
        'called at', 'crossed', 'handled', 'passed', 'start' or 'end'.
    step
        Number of the step that meets it; START or END where the journey's own end does.
    share
        How far along the step, 0 to 1, where a haul passes it.
    """

    via: Via
    id: str
    name: str
    how: str
    step: int
    share: float = 1.0


def visits(network: SearchGraph, dataset: Dataset, found: Path) -> list[Visit]:
    """Where a path makes its stops, in the order asked."""
    inner = network.inner
    between = network.vias[inner.start : inner.stop]
    listed = [_at_end(v, "start", dataset) for v in network.vias[: inner.start]]
    if between:
        layer = 0
        for number, step in enumerate(found.steps):
            up = network.layer_of(int(network.head[step.link]))
            if up > layer:
                listed += _met(network, dataset, between[layer:up], number, step)
                layer = up
    return listed + [_at_end(v, "end", dataset) for v in network.vias[inner.stop :]]


def _at_end(via: Via, how: str, dataset: Dataset) -> Visit:
    hub = dataset.hub[min(via.hubs)]
    return Visit(via, hub.id, hub.name, how, START if how == "start" else END)


def _met(
    network: SearchGraph, dataset: Dataset, vias: Sequence[Via], number: int, step: Traversal
) -> Iterator[Visit]:
    """The stops that one step meets."""
    kind, row = network.kind_of(step.link), int(network.row[step.link])
    for via in vias:
        if kind is LinkKind.PORT and via.kind == PORT_CALL:
            port = network.ports[row].port
            yield Visit(via, port.id, dataset.hub[port.id].name, _HOW[via.kind], number)
        elif kind is LinkKind.BORDER:
            crossing = network.borders[row].crossing
            yield Visit(via, crossing.id, crossing.name, _HOW[via.kind], number)
        elif kind in (LinkKind.TRANSFER, LinkKind.PORT):
            terminal = network.transfers[row].terminal if kind is LinkKind.TRANSFER else None
            terminal = terminal or network.ports[row].terminal
            assert terminal is not None
            yield Visit(via, terminal.id, terminal.name, _HOW[via.kind], number)
        else:
            hub_id, share = _town(network, via, step)
            yield Visit(via, hub_id, dataset.hub[hub_id].name, _HOW[via.kind], number, share)


def _town(network: SearchGraph, via: Via, step: Traversal) -> tuple[str, float]:
    """The town of a stop that a step is in or passes, and how far along it."""
    view = network.segments
    index = view.graph.place_index
    places = {index[h]: h for h in via.towns if h in index}
    if network.kind_of(step.link) is not LinkKind.LINE_HAUL:
        return places[network.place_of(int(network.tail[step.link]))], 1.0
    segments = network.hauls.segments(int(network.row[step.link]))
    whole = sum(view.length_m(p) for p in segments) or 1
    done = 0
    for segment in segments:
        tail, head = view.ends_of(segment)
        if tail in places:
            return places[tail], done / whole
        done += view.length_m(segment)
        if head in places:
            return places[head], done / whole
    return min(via.towns), 1.0


def apart(network: SearchGraph) -> SearchGraph:
    """
    The network on which no path passes its own destination or comes back to its own origin.

    A haul that leads through one of the two places, leaves the destination or comes to the
    origin is shut, and so is a sailing; but a train that only runs through the origin is not,
    and an end that is a stop asked for besides is free.
    """
    shut = network.shut.copy()
    asked = {
        network.segments.graph.place_index.get(h)
        for n in network.inner
        for h in network.vias[n].hubs
    }
    origin, destination = network.ends
    tails, heads = _places(network, network.tail), _places(network, network.head)
    tails[network.tail == network.source] = origin
    modes = np.concatenate([p.links.mode for p in network.hauls.parts])
    ending = np.isin(network.kind, (LinkKind.LINE_HAUL.code, LinkKind.SAILING.code))
    for place, wrong in ((destination, tails), (origin, heads)):
        if place in asked:
            continue
        shut |= ending & (wrong == place)
        touched = _touching(network, place)
        hauls = network.kind == LinkKind.LINE_HAUL.code
        inside = hauls.copy()
        inside[hauls] = touched[network.row[hauls]] > 1
        if place == origin:
            # A train from a yard outside the town may run through the town; a truck may not.
            inside[hauls] &= modes[network.row[hauls]] != Mode.RAIL.code
        shut |= inside
    return replace(network, shut=shut)


def _places(network: SearchGraph, states: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Place of each state; -1 for those that are no stop's."""
    stop_place = np.array(network.segments.index.stop_place, dtype=np.int64)
    at = stop_place[network.stop_of[(states % network.per_layer) // 2]]
    return np.where(states < network.source, at, -1)


def _touching(network: SearchGraph, place: int) -> npt.NDArray[np.int64]:
    """How many segments of each haul end at a place."""
    near = np.array(sorted(network.segments.at_place(place)), dtype=np.int64)
    counts = [np.bincount(p.over(near), minlength=len(p)) for p in network.hauls.parts]
    return np.concatenate(counts).astype(np.int64)
