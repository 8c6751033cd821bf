"""Ends of a journey that nothing which carries the unit reaches: the plainest cause of no way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corridor.network.geo import great_circle_km
from corridor.sources.library import Library
from corridor.sources.records import Hub, Section

# A planned line that ends so near a place is one to it.
_NEAR_KM = 25.0
_OPEN = "open"
_WAY = {"rail": "railway", "road": "road"}


@dataclass(frozen=True, slots=True)
class Unserved:
    """A place that the unit cannot reach, said in one sentence, and what may be done."""

    hub_id: str
    text: str
    remedy: str


def unserved(library: Library, unit: str, hub_ids: Iterable[str]) -> Unserved | None:
    """
    The first of some places that no mode of a unit serves.

    Parameters
    ----------
    library
        Tables; what is built is asked of the sections, ships of the ports.
    unit
        Unit of the consignment; boxes go by every mode, so only wagons and trucks meet this.
    hub_ids
        Ends of the journey; '' for a point on the map, which joins the roads by itself.
    """
    carried = library.unit[unit].modes
    for hub_id in hub_ids:
        hub = library.hub.get(hub_id)
        if hub is None or _served(library, hub, carried):
            continue
        lacking = " and no ".join(_WAY[m] for m in carried if m != "sea")
        text = f"{hub.name} has no {lacking}, and a {unit} goes by {' and '.join(carried)} alone"
        planned = [s for s in library.sections if s.mode in carried and s.status != _OPEN]
        near = [s for s in planned if _far_km(library, hub, s) <= _NEAR_KM]
        if near:
            text += "; planned: " + ", ".join(f"{s.line_name} ({s.id})" for s in near)
        yard = _nearest(library, hub, carried)
        other = f", or a {unit} to {yard.name} and a truck from there" if yard else ""
        return Unserved(hub.id, text, f"--unit truck or FEU{other}")
    return None


def _served(library: Library, hub: Hub, modes: Iterable[str]) -> bool:
    at = [s for s in library.sections if hub.id in (s.from_id, s.to_id)]
    built = {s.mode for s in at if s.status == _OPEN}
    return any(m in built or (m == "sea" and hub.id in library.port) for m in modes)


def _far_km(library: Library, hub: Hub, section: Section) -> float:
    return min(_apart_km(hub, library.hub[end]) for end in (section.from_id, section.to_id))


def _apart_km(one: Hub, other: Hub) -> float:
    return float(great_circle_km(one.lon, one.lat, other.lon, other.lat))


def _nearest(library: Library, hub: Hub, modes: Iterable[str]) -> Hub | None:
    """The nearest place in the country where goods change to the road from one of some modes."""
    yards = {
        t.hub_id
        for t in library.terminals
        if t.country == hub.country and "road" in (t.mode_a, t.mode_b) and t.cargo != "container"
        for m in modes
        if m != "sea" and m in (t.mode_a, t.mode_b)
    }
    places = [library.hub[h] for h in sorted(yards) if h != hub.id]
    return min(places, key=lambda h: _apart_km(hub, h), default=None)
