"""Compile tables and section lines into the corridor graph (build time, pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import asin, ceil, cos, radians, sin, sqrt

import numpy as np

from corridor.errors import DataError
from corridor.graph.corridor_graph import (
    CONFIDENCE_CODE,
    CorridorGraph,
    border_end,
)
from corridor.graph.paths import adjacency, shortest_from
from corridor.model.mode import Mode
from corridor.model.status import Built
from corridor.tables.dataset import Dataset
from corridor.tables.records import Crossing, Hub, Section

_EARTH_M = 6_371_000

Group = tuple[str, int, int]  # country, mode code, gauge


@dataclass(frozen=True, slots=True)
class BorderPoint:
    """Where a cross-border section meets the border: share of its length and position."""

    share: float
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class _Segment:
    id: str
    section: Section
    tail: str
    head: str
    country: str
    length_m: int


def cut_sections(dataset: Dataset, borders: Mapping[str, BorderPoint]) -> list[_Segment]:
    """
    Cut every section at the state border it crosses.

    Parameters
    ----------
    dataset
        Source tables.
    borders
        Border point by section id; a cross-border section without one is halved.

    Returns
    -------
    list of segments
        A section inside one country is one segment of its own id; a cross-border section
        gives '<section>:a' (to the border) and '<section>:b' (from it). Lengths of the
        two add up to the section's, in whole metres.
    """
    by_section: dict[str, Crossing] = {c.section_id: c for c in dataset.crossings}
    segments: list[_Segment] = []
    for section in sorted(dataset.sections, key=lambda s: s.id):
        length_m = round(section.length_km * 1000)
        here = dataset.hub[section.from_id].country
        there = dataset.hub[section.to_id].country
        if here == there:
            segments.append(
                _Segment(section.id, section, section.from_id, section.to_id, here, length_m)
            )
            continue
        crossing = by_section.get(section.id)
        if crossing is None:
            raise DataError(
                f"sections.csv: {section.id} leads from {here} to {there} over no crossing",
                remedy="add a row to crossings.csv with this section_id",
            )
        ends = border_end(crossing.id, here), border_end(crossing.id, there)
        first = _first_half(dataset, section, length_m, borders.get(section.id))
        segments += [
            _Segment(f"{section.id}:a", section, section.from_id, ends[0], here, first),
            _Segment(f"{section.id}:b", section, ends[1], section.to_id, there, length_m - first),
        ]
    return segments


def _first_half(
    dataset: Dataset, section: Section, length_m: int, point: BorderPoint | None
) -> int:
    """
    Metres of a cross-border section to the border.

    The drawn line says where the border lies, not how the row's length is shared: no half is
    shorter than the straight line to the border. A row too short for both is shared as they are.
    """
    if point is None:
        return round(length_m * 0.5)
    ends = dataset.hub[section.from_id], dataset.hub[section.to_id]
    least = [_straight_m(point, h) for h in ends]
    if sum(least) > length_m:
        return round(length_m * least[0] / sum(least))
    first = round(length_m * min(max(point.share, 0.0), 1.0))
    return min(max(first, least[0]), length_m - least[1])


def _border_position(dataset: Dataset, section: Section, point: BorderPoint) -> tuple[float, float]:
    """
    Where the border end of a section stands: the drawn point, unless the row is too short.

    A surveyed row may be shorter than the straight lines by way of the drawn point, which
    is off by the width of the base network's grid; then the end stands on the straight
    line between the hubs, so that no haul is shorter than the great circle of its ends.
    """
    first, second = dataset.hub[section.from_id], dataset.hub[section.to_id]
    least = [_straight_m(point, h) for h in (first, second)]
    if sum(least) <= section.length_km * 1000:
        return point.lon, point.lat
    share = least[0] / sum(least)
    return (
        first.lon + share * (second.lon - first.lon),
        first.lat + share * (second.lat - first.lat),
    )


def _straight_m(point: BorderPoint, hub: Hub) -> int:
    """Great circle from a border point to a hub in metres, less what the hub may be off."""
    lat = sin(radians(hub.lat - point.lat) / 2) ** 2
    lon = sin(radians(hub.lon - point.lon) / 2) ** 2
    chord = sqrt(lat + cos(radians(point.lat)) * cos(radians(hub.lat)) * lon)
    return max(0, ceil(2 * _EARTH_M * asin(chord) - 1000 * hub.accuracy_km))


def gateway_stops(dataset: Dataset, segments: Iterable[_Segment]) -> list[tuple[str, int, int]]:
    """
    Stops where a movement may begin or end: border ends, terminals and seaports.

    Returns (place id, mode code, gauge), sorted.
    """
    served: dict[str, set[tuple[int, int]]] = {}
    for segment in segments:
        for place in (segment.tail, segment.head):
            served.setdefault(place, set()).add(
                (segment.section.mode.code, segment.section.gauge_mm)
            )
    stops: set[tuple[str, int, int]] = set()
    for crossing in dataset.crossings:
        if crossing.cargo != "freight":
            continue
        for country in (crossing.country_a, crossing.country_b):
            place = border_end(crossing.id, country)
            stops.update((place, mode, gauge) for mode, gauge in served.get(place, ()))
    changing = {t.hub_id for t in dataset.terminals} | {p.id for p in dataset.ports}
    for hub_id in changing:
        stops.update((hub_id, mode, gauge) for mode, gauge in served.get(hub_id, ()))
    stops.update((p.id, Mode.SEA.code, 0) for p in dataset.ports)
    return sorted(stops)


def _places(
    dataset: Dataset, borders: Mapping[str, BorderPoint]
) -> tuple[dict[str, str], dict[str, tuple[float, float]]]:
    """Country and position of every hub and of both border ends of every crossing."""
    country_of: dict[str, str] = {h.id: h.country for h in dataset.hubs}
    position = {h.id: (h.lon, h.lat) for h in dataset.hubs}
    for crossing in dataset.crossings:
        ends = (dataset.hub[crossing.hub_a], dataset.hub[crossing.hub_b])
        middle = ((ends[0].lon + ends[1].lon) / 2, (ends[0].lat + ends[1].lat) / 2)
        point = borders.get(crossing.section_id)
        where = middle
        if point is not None:
            where = _border_position(dataset, dataset.section[crossing.section_id], point)
        for country in (crossing.country_a, crossing.country_b):
            country_of[border_end(crossing.id, country)] = country
            position[border_end(crossing.id, country)] = where
    return country_of, position


def compile_graph(dataset: Dataset, borders: Mapping[str, BorderPoint]) -> CorridorGraph:
    """Compile the tables into a corridor graph; same tables, same arrays."""
    segments = cut_sections(dataset, borders)
    country_of, position = _places(dataset, borders)
    places = sorted(country_of)
    index = {p: i for i, p in enumerate(places)}
    stops = gateway_stops(dataset, segments)
    hauls = skim_hauls(
        [(index[place], mode, gauge) for place, mode, gauge in stops],
        [
            (
                n,
                index[p.tail],
                index[p.head],
                p.length_m,
                (p.country, p.section.mode.code, p.section.gauge_mm),
                p.section.status == Built.OPEN,
            )
            for n, p in enumerate(segments, 1)
        ],
        [p.length_m if p.section.is_estimate else 0 for p in segments],
        [country_of[p] for p in places],
    )
    ptr = np.zeros(len(hauls) + 1, dtype=np.int32)
    ptr[1:] = np.cumsum([len(h.segments) for h in hauls])
    return CorridorGraph(
        place_id=np.array(places),
        place_country=np.array([country_of[p] for p in places]),
        place_lon=np.array([round(position[p][0], 5) for p in places]),
        place_lat=np.array([round(position[p][1], 5) for p in places]),
        segment_id=np.array([p.id for p in segments]),
        segment_section=np.array([p.section.id for p in segments]),
        segment_from=_ints(index[p.tail] for p in segments),
        segment_to=_ints(index[p.head] for p in segments),
        segment_mode=np.array([p.section.mode.code for p in segments], dtype=np.uint8),
        segment_gauge=_ints(p.section.gauge_mm for p in segments),
        segment_country=np.array([p.country for p in segments]),
        segment_length_m=_ints(p.length_m for p in segments),
        segment_confidence=np.array(
            [CONFIDENCE_CODE[p.section.confidence] for p in segments], dtype=np.uint8
        ),
        segment_status=np.array([p.section.status.code for p in segments], dtype=np.uint8),
        stop_place=_ints(index[s[0]] for s in stops),
        stop_mode=np.array([s[1] for s in stops], dtype=np.uint8),
        stop_gauge=_ints(s[2] for s in stops),
        haul_tail=_ints(h.tail for h in hauls),
        haul_head=_ints(h.head for h in hauls),
        haul_length_m=_ints(h.length_m for h in hauls),
        haul_estimated_m=_ints(h.estimated_m for h in hauls),
        haul_ptr=ptr,
        haul_segments=_ints(n for h in hauls for n in h.segments),
    )


@dataclass(frozen=True, slots=True)
class Haul:
    """A line-haul between two gateway stops (stop indices) over segments."""

    tail: int
    head: int
    length_m: int
    estimated_m: int
    segments: tuple[int, ...]


def skim_hauls(
    stops: list[tuple[int, int, int]],
    segments: list[tuple[int, int, int, int, Group, bool]],
    estimated_m: list[int],
    place_country: list[str],
) -> list[Haul]:
    """
    Shortest hauls between all gateway stops of each country, mode and gauge.

    Parameters
    ----------
    stops
        (place index, mode code, gauge).
    segments
        (number, from place, to place, length in metres, group, usable).
    estimated_m
        Estimated metres by segment number - 1.
    place_country
        Country by place index.
    """
    groups: dict[Group, list[tuple[int, int, int, int]]] = {}
    for number, tail, head, length, group, usable in segments:
        if usable:
            groups.setdefault(group, []).append((number, tail, head, length))
    members: dict[Group, list[tuple[int, int]]] = {}
    for stop, (place, mode, gauge) in enumerate(stops):
        members.setdefault((place_country[place], mode, gauge), []).append((stop, place))
    hauls: list[Haul] = []
    for group in sorted(members):
        graph = adjacency(groups.get(group, ()))
        for stop, place in members[group]:
            reach = shortest_from(graph, place, estimated_m)
            for other, goal in members[group]:
                path = reach.get(goal)
                if other != stop and path is not None and path.segments:
                    hauls.append(Haul(stop, other, path.length_m, path.estimated_m, path.segments))
    hauls.sort(key=lambda h: (h.tail, h.head))
    return hauls


def _ints(values: Iterable[int]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.fromiter(values, dtype=np.int32)
