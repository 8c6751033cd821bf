"""Ends of a journey that nothing which carries the unit reaches: the plainest cause of no way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corridor.geo import great_circle_km
from corridor.graph.paths import nearest_first
from corridor.model.answer import Spot
from corridor.model.mode import MODES, Mode
from corridor.model.query import Query
from corridor.model.status import Built
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.query.reading import End
from corridor.planning.query.segments import SegmentView
from corridor.planning.query.sidings import has_rails
from corridor.tables.dataset import Dataset
from corridor.tables.records import Hub, Section, Terminal

# A planned line that ends so near a place is one to it.
_NEAR_KM = 25.0


@dataclass(frozen=True, slots=True)
class Unserved:
    """A place that the unit cannot reach, said in one sentence, and what may be done."""

    hub_id: str
    text: str
    remedy: str


def unserved(dataset: Dataset, unit: str, hub_ids: Iterable[str]) -> Unserved | None:
    """
    The first of some places that no mode of a unit serves.

    Parameters
    ----------
    dataset
        Tables; what is built is asked of the sections, ships of the ports.
    unit
        Unit of the consignment; boxes go by every mode, so only wagons and trucks meet this.
    hub_ids
        Ends of the journey; '' for a point on the map, which joins the roads by itself.
    """
    carried = dataset.unit[unit].modes
    for hub_id in hub_ids:
        hub = dataset.hub.get(hub_id)
        if hub is None or _served(dataset, hub, carried):
            continue
        lacking = " and no ".join(Mode(m).line for m in carried if m != Mode.SEA)
        text = f"{hub.name} has no {lacking}, and a {unit} goes by {' and '.join(carried)} alone"
        planned = [s for s in dataset.sections if s.mode in carried and s.status != Built.OPEN]
        near = [s for s in planned if _far_km(dataset, hub, s) <= _NEAR_KM]
        if near:
            text += "; planned: " + ", ".join(f"{s.line_name} ({s.id})" for s in near)
        if Mode.RAIL in carried:
            rails = _nearest_served(dataset, hub, Mode.RAIL)
            text += (
                f"; the nearest railway: {rails.name} ({rails.country}),"
                f" {_how_far(dataset, hub, rails)}"
            )
        yard = _nearest(dataset, hub, carried)
        other = f", or a {unit} to {yard.name} and a truck from there" if yard else ""
        return Unserved(hub.id, text, f"--unit truck or FEU{other}")
    return None


@dataclass(frozen=True, slots=True)
class Door:
    """An end of the journey: 'origin' or 'destination', how it was read, where it lies."""

    which: str
    spot: Spot
    end: End


def out_of_reach(
    dataset: Dataset, query: Query, network: SearchGraph, doors: Sequence[Door]
) -> Unserved | None:
    """
    The first end from which no terminal can be used under what is allowed.

    Told by the tables: closures and avoided things count as open. None for wagons, and where
    the road is allowed and leads to the place.

    Parameters
    ----------
    dataset, query
        Tables and what is asked.
    network
        The network of the query, which knows the terminals that take its load.
    doors
        The two ends.
    """
    carried = dataset.unit[query.consignment.unit].modes
    if Mode.ROAD not in carried:
        return None
    line_haul = [m for m in query.modes if m in carried and m != Mode.ROAD]
    sites = _sites(network, line_haul)
    for door in doors:
        described = _roadless(dataset, query, network.segments, door, sites)
        if described is None and Mode.ROAD not in query.modes:
            described = _too_far(dataset, query, network.segments, door, sites)
        if described is not None:
            return described
    return None


def _sites(network: SearchGraph, modes: Sequence[str]) -> dict[str, Terminal]:
    """Places where the load changes between a truck and one of some modes, with a terminal each."""
    rows = [t.terminal for t in network.transfers] + [
        c.terminal for c in network.ports if c.terminal
    ]
    found: dict[str, Terminal] = {}
    for row in rows:
        sides = {row.mode_a, row.mode_b}
        if Mode.ROAD in sides and sides & set(modes):
            found.setdefault(row.hub_id, row)
    return found


def _needs_none(query: Query, dataset: Dataset, view: SegmentView, door: Door) -> bool:
    """Whether an end needs no terminal: a port called at, a siding asked for."""
    by_ship = Mode.SEA in query.modes and door.end.hub_id in dataset.port
    return by_ship or (query.siding in (door.which, "both") and has_rails(view, door.end.place))


def _roadless(
    dataset: Dataset, query: Query, view: SegmentView, door: Door, sites: dict[str, Terminal]
) -> Unserved | None:
    """Said of a place that no road of the tables serves."""
    if _needs_none(query, dataset, view, door) or door.end.hub_id in sites:
        return None
    groups = (*view.index.groups_at.get(door.end.place, ()), *view.groups_at(door.end.place))
    if any(g[1] == Mode.ROAD.code for g in groups):
        return None
    unit, name = query.consignment.unit, door.spot.name
    text = f"no road of the tables leads to {name}"
    remedy = "a nearer place"
    if has_rails(view, door.end.place):
        text += f", and a {unit} is put on rail there in a private siding alone"
        remedy = f"--siding {door.which}, or --unit wagon"
    elif door.end.hub_id in dataset.port:
        text += ", which is called at by ship alone"
        remedy = "add sea to --modes"
    near = _nearest_site(dataset, door, sites)
    if near is not None:
        text += f"; the nearest terminal is {_described(dataset, near, door)}"
    return Unserved(door.end.hub_id, text, remedy)


def _too_far(
    dataset: Dataset, query: Query, view: SegmentView, door: Door, sites: dict[str, Terminal]
) -> Unserved | None:
    """Said where the first or last mile to the nearest terminal is too long."""
    if _needs_none(query, dataset, view, door) or door.end.hub_id in sites:
        return None
    most_km = dataset.figures.first_mile_km.value.typical
    ways = view.fresh.paths((door.end.country, Mode.ROAD.code, 0), door.end.place)
    index = view.graph.place_index
    by_road = {h: ways[index[h]].length_m / 1000 for h in sites if index[h] in ways}
    modes = ",".join(query.modes)
    wider = ",".join(m for m in MODES if m in (*query.modes, Mode.ROAD))
    text = f"no terminal for --modes {modes} lies within a first or last mile of {door.spot.name}"
    if by_road:
        hub_id = min(by_road, key=lambda h: (by_road[h], h))
        if by_road[hub_id] <= most_km:
            return None
        text += f": the nearest is {sites[hub_id].name}, {by_road[hub_id]:.0f} km by road"
    else:
        near = _nearest_site(dataset, door, sites)
        if near is None:
            return None
        text += (
            f", and none in {door.end.country} can be reached by road: the nearest is"
            f" {_described(dataset, near, door)}"
        )
    text += f" (at most {most_km:g} km, parameter first_mile_km)"
    return Unserved(door.end.hub_id or door.spot.name, text, f"--modes {wider}")


def _nearest_site(dataset: Dataset, door: Door, sites: dict[str, Terminal]) -> Terminal | None:
    return min(
        sites.values(),
        key=lambda t: (_apart_km(door.spot, dataset.hub[t.hub_id]), t.id),
        default=None,
    )


def _described(dataset: Dataset, terminal: Terminal, door: Door) -> str:
    km = _apart_km(door.spot, dataset.hub[terminal.hub_id])
    return f"{terminal.name} ({terminal.country}), {km:.0f} km in a straight line"


def _served(dataset: Dataset, hub: Hub, modes: Iterable[str]) -> bool:
    at = [s for s in dataset.sections if hub.id in (s.from_id, s.to_id)]
    built = {s.mode for s in at if s.status == Built.OPEN}
    return any(m in built or (m == Mode.SEA and hub.id in dataset.port) for m in modes)


def _far_km(dataset: Dataset, hub: Hub, section: Section) -> float:
    return min(_apart_km(hub, dataset.hub[end]) for end in (section.from_id, section.to_id))


def _nearest_served(dataset: Dataset, hub: Hub, mode: str) -> Hub:
    """The place nearest to another that a mode serves."""
    built = {
        e
        for s in dataset.sections
        if s.mode == mode and s.status == Built.OPEN
        for e in (s.from_id, s.to_id)
    }
    places = (dataset.hub[h] for h in sorted(built) if h != hub.id)
    return min(places, key=lambda h: _apart_km(hub, h))


def _how_far(dataset: Dataset, one: Hub, other: Hub) -> str:
    """Kilometres between two places: by the roads of the tables, else as the crow flies."""
    roads: dict[str, list[tuple[str, float, int]]] = {}
    for row in dataset.sections:
        if row.mode == Mode.ROAD and row.status == Built.OPEN:
            roads.setdefault(row.from_id, []).append((row.to_id, row.length_km, 0))
            roads.setdefault(row.to_id, []).append((row.from_id, row.length_km, 0))
    for here, km, _ in nearest_first({one.id: 0.0}, lambda place: roads.get(place, ())):
        if here == other.id:
            return f"{km:.0f} km by road"
    return f"{_apart_km(one, other):.0f} km in a straight line"


def _apart_km(one: Hub | Spot, other: Hub) -> float:
    return float(great_circle_km(one.lon, one.lat, other.lon, other.lat))


def _nearest(dataset: Dataset, hub: Hub, modes: Iterable[str]) -> Hub | None:
    """The nearest place in the country where goods change to the road from one of some modes."""
    yards = {
        t.hub_id
        for t in dataset.terminals
        if t.country == hub.country and Mode.ROAD in (t.mode_a, t.mode_b) and t.cargo != "container"
        for m in modes
        if m != Mode.SEA and m in (t.mode_a, t.mode_b)
    }
    places = [dataset.hub[h] for h in sorted(yards) if h != hub.id]
    return min(places, key=lambda h: _apart_km(hub, h), default=None)
