"""
An arbitrary point as segments of one query.

A point is joined to one place, or to the spot of a section where its road meets it. There the
section is cut: the spot is joined to both ends by parts of the segment, which are passable, closed,
slow or discouraged as the segment is. A point hangs on the tables at that one spot, so no way of
another place can pass by a closure over it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.errors import InputError, shown
from corridor.graph.access import AccessNetwork, Foot, Landing, straight_km
from corridor.graph.lines import LonLat
from corridor.model.message import Message, name, say
from corridor.model.mode import Mode
from corridor.planning.query.segments import AddedSegment, Group, SegmentIndex
from corridor.pricing.load import Load
from corridor.tables.dataset import Dataset

# Road over straight distance from a point to the road; a row of parameters.
STRAIGHT_FACTOR = "point_road_factor"
# Segments to put in, each with the line it is drawn by.
Joins = tuple[tuple[AddedSegment, str], ...]


@dataclass(frozen=True, slots=True)
class Pin:
    """A point in a query: its place index, how it is joined, road over straight distance."""

    place: int
    landing: Landing
    factor: float

    @property
    def group(self) -> Group:
        """What its segments belong to: roads of its country."""
        return self.landing.country, Mode.ROAD.code, 0

    @property
    def foot(self) -> int:
        """Place index of the spot on the section."""
        return self.place + 1

    @property
    def length_m(self) -> int:
        """Metres from the point to where it is joined."""
        landing = self.landing
        return self.metres(landing.moved_km + landing.last_km) + landing.road_m

    def metres(self, straight: float) -> int:
        """Estimated metres of road for a straight distance in km."""
        return round(straight * self.factor * 1000)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A segment that is cut at a spot: its index, ends, length, and metres from its first end."""

    index: int
    name: str
    tail: int
    head: int
    length_m: int
    at_m: int
    share: float
    spot: LonLat


def pinned(pin: Pin, index: SegmentIndex) -> tuple[Joins, tuple[float, ...]]:
    """The segments that join a point, and the latitude of the spot where it meets a section."""
    landing = pin.landing
    if landing.place:
        head = index.graph.place_index[landing.place]
        line = _points_ref(landing.points)
        return ((index.added(pin.group, pin.place, head, pin.length_m), line),), ()
    first, *others = _cuts(pin, index)
    line = _points_ref((*landing.points[:-1], first.spot))
    joins = [(index.added(pin.group, pin.place, pin.foot, pin.length_m), line)]
    parts = [(first, False, first.at_m), (first, True, first.length_m - first.at_m)]
    for other in others:
        # Another section along the same road leads back to the end that both share, never past
        # it, and is no shorter: the spot gives no way from section to section but by that end.
        if other.tail in (first.tail, first.head):
            own = first.at_m if other.tail == first.tail else first.length_m - first.at_m
            parts.append((other, False, max(own, other.at_m)))
        if other.head in (first.tail, first.head):
            own = first.at_m if other.head == first.tail else first.length_m - first.at_m
            parts.append((other, True, max(own, other.length_m - other.at_m)))
    for cut, onward, metres in parts:
        ends = (pin.foot, cut.head) if onward else (cut.tail, pin.foot)
        shares = (cut.share, 1.0) if onward else (0.0, cut.share)
        part = index.added(pin.group, *ends, metres, cut.index)
        joins.append((part, _part_ref(cut.name, *shares)))
    return tuple(joins), (first.spot[1],)


def paired(one: Pin, other: Pin, access: AccessNetwork, index: SegmentIndex) -> Joins:
    """
    What joins two points that lie beside each other without a way round by the tables.

    They share a side road, the streets of a place, or a section; the segment between them is
    one of one query only, whose ends they are.
    """
    if one.group != other.group:
        return ()
    first, last = one.landing, other.landing
    beside = access.between(first, last)
    if beside is not None:
        metres = beside[0] + one.metres(first.moved_km + last.moved_km)
        return ((index.added(one.group, one.place, other.place, metres), _points_ref(beside[1])),)
    if first.place and first.place == last.place and not (first.road_m or last.road_m):
        ends = (first.points[0], last.points[0])
        metres = one.metres(straight_km(*ends))
        return ((index.added(one.group, one.place, other.place, metres), _points_ref(ends)),)
    if not (first.feet and last.feet) or first.place or last.place:
        return ()
    theirs = {cut.index: cut for cut in _cuts(other, index)}
    joins = []
    for cut in _cuts(one, index):
        if cut.index not in theirs:
            continue
        end = theirs[cut.index]
        spots = sorted([(cut.share, cut.at_m, one.foot), (end.share, end.at_m, other.foot)])
        (low, low_m, tail), (high, high_m, head) = spots
        part = index.added(one.group, tail, head, high_m - low_m, cut.index)
        joins.append((part, _part_ref(cut.name, low, high)))
    return tuple(joins)


def pin_note(pin: Pin, dataset: Dataset, index: SegmentIndex) -> Message:
    """How a point is joined."""
    landing = pin.landing
    if landing.place:
        goal = say("end.place", place=name(dataset.hub[landing.place].name))
    else:
        section = dataset.section[_cuts(pin, index)[0].name.split(":")[0]]
        start, end = (name(dataset.hub[h].name) for h in (section.from_id, section.to_id))
        goal = say("end.road", start=start, end=end)
    code = "end.by_road" if landing.road_m else "end.moved"
    return say(code, moved_km=landing.moved_km, goal=goal, km=pin.length_m / 1000)


def refuse_wagon(text: str, which: str, pin: Pin | None, load: Load, dataset: Dataset) -> None:
    """
    Refuse a wagon that starts or ends at a point, where no siding is.

    Raises
    ------
    InputError
        Naming the nearest railway place of the country.
    """
    if pin is None or load.family != "wagon":
        return
    here = pin.landing.points[0]
    rail = [h for h in dataset.hubs if Mode.RAIL in h.modes and h.country == pin.landing.country]
    near = min(rail, key=lambda h: straight_km(here, (h.lon, h.lat)), default=None)
    remedy = "name a place with a railway, or take boxes or a truck"
    if near is not None:
        away = straight_km(here, (near.lon, near.lat))
        remedy = f"the nearest railway place is {near.id}, {away:.0f} km away"
    raise InputError(
        f"{which} {shown(text)}: a wagon needs a siding, and a point has none", remedy=remedy
    )


def _cuts(pin: Pin, index: SegmentIndex) -> list[_Cut]:
    """
    The segments that run past the spot: first that which is cut.

    Sections may share a road for a while, as Moscow - Nizhny Novgorod and Moscow - Kazan do. The
    one that is open in the tables and comes first to a place is cut: who stands there is nearer
    to no other.
    """
    found = [_cut(foot, index) for foot in pin.landing.feet]
    return sorted(
        found, key=lambda c: (not index.usable[c.index], min(c.at_m, c.length_m - c.at_m), c.index)
    )


def _cut(foot: Foot, index: SegmentIndex) -> _Cut:
    number = int(np.flatnonzero(index.graph.segment_id == foot.segment)[0])
    length = index.length[number]
    tail, head = index.tail[number], index.head[number]
    at_m = round(length * foot.share)
    return _Cut(number, foot.segment, tail, head, length, at_m, foot.share, (foot.lon, foot.lat))


def _points_ref(points: tuple[LonLat, ...]) -> str:
    return "@" + ";".join(f"{lon:.5f},{lat:.5f}" for lon, lat in points)


def _part_ref(name: str, first: float, last: float) -> str:
    return f"{name}@{first:.6f}..{last:.6f}"
