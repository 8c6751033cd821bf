"""
Where an arbitrary point meets the tables: at a place, or on the line of a section.

The point keeps the country of its own ground. From there the nearest road line of that country
is sought, among the sections and among the side roads, which are no section of the tables; over
side roads the way ends where it first meets a section or a place. So a point hangs on the
tables at one spot, and nothing leads past a closure by way of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corridor.errors import UnknownPlaceError
from corridor.geo import nearest_on
from corridor.graph.access_arrays import PackedAccess
from corridor.graph.ground import NEIGHBOURS, SHORE_KM, Ground, stored_ground, water_name
from corridor.graph.lines import Lines, LonLat
from corridor.graph.store import read_part
from corridor.tables.gazetteer import COUNTRIES

# Beyond this a point is not served by any road of the network.
LIMIT_KM = 60.0
# A point so near to a place is that place: two decimals of a degree are off by 0.8 km at most.
PLACE_KM = 1.0
# So far from a place streets lead to it, whatever is said of the sections that end there.
TOWN_KM = 3.0
# Drawn lines are off by 0.4 km, carriageways lie apart: nearer together lines are one road.
SAME_KM = 1.0
_DEG_KM = 111.2
_E5 = 100_000

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Foot:
    """A spot on the line of a segment: the share of its length from its first end, degrees."""

    segment: str
    share: float
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Landing:
    """
    How a point is joined to the tables.

    country
        Whose ground it lies on.
    place
        Place of the tables that it is joined to, '' where it is joined to a section.
    feet
        The spot on the nearest section, then on other sections that run along the same road.
    moved_km
        Straight distance to the nearest road, or to the place; 0 where the point is the place.
    last_km
        Straight distance from where the side road ends to the place.
    road_m
        Metres over side roads.
    points
        The way to where it is joined, lon/lat in degrees.
    edge, along_m
        Side road on which it starts (-1 for none), and metres from that road's first node.
    """

    country: str
    place: str
    feet: tuple[Foot, ...]
    moved_km: float
    last_km: float
    road_m: int
    points: tuple[LonLat, ...]
    edge: int = -1
    along_m: int = 0

    @property
    def is_place(self) -> bool:
        """Whether the point is so near to a place that it is that place."""
        return bool(self.place) and self.moved_km <= PLACE_KM and not self.road_m


@dataclass(frozen=True)
class Places:
    """Places of the tables that a point may be, or be joined to."""

    id: npt.NDArray[np.str_]
    lon: FloatArray
    lat: FloatArray
    country: npt.NDArray[np.str_]
    city: npt.NDArray[np.bool_]
    road: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class AccessNetwork:
    """
    Side roads with the way to the nearest section, lines of the sections, places, outlines.

    Of the nodes, `onward` is the next on the way (-1 where it ends), `to_table_m` its metres,
    `hub` the place that stands there. Edges lie inside one country. `line_id` names the segments
    whose drawn line is that of their road, `line_country` whose ground they lie on.
    """

    node_lon: FloatArray
    node_lat: FloatArray
    node_country: npt.NDArray[np.str_]
    onward: npt.NDArray[np.int32]
    to_table_m: npt.NDArray[np.int64]
    hub: npt.NDArray[np.str_]
    edge_tail: npt.NDArray[np.int32]
    edge_head: npt.NDArray[np.int32]
    edge_m: npt.NDArray[np.int32]
    places: Places
    line_id: npt.NDArray[np.str_]
    line_country: npt.NDArray[np.str_]
    ground: Ground = field(repr=False)
    lines: Lines = field(repr=False)

    # Joining ------------------------------------------------------------------------------

    def land(self, lon: float, lat: float) -> Landing:
        """
        Join a point to the tables.

        Raises
        ------
        UnknownPlaceError
            If it lies abroad, in a sea or lake, or if no road of its country is near.
        """
        at, away = self._nearest_place(lon, lat, self._stopping)
        if away <= PLACE_KM:
            spot = (float(self.places.lon[at]), float(self.places.lat[at]))
            country, name = str(self.places.country[at]), str(self.places.id[at])
            return Landing(country, name, (), round(away, 3), 0.0, 0, (spot,))
        country = self.country(lon, lat)
        here = ((lon, lat),)
        town = self._town(country, lon, lat)
        if town is not None:
            name, away, spot = town
            return Landing(country, name, (), away, 0.0, 0, (*here, spot))
        feet, near_km = self._feet(country, lon, lat)
        edge, side_km, share = self._nearest_edge(country, lon, lat)
        if min(near_km, side_km) > LIMIT_KM:
            raise self._off_road(country, lon, lat, min(near_km, side_km))
        if near_km <= side_km + SAME_KM:
            return self._ended(country, feet, near_km, 0, here)
        return self._by_side_road(country, here, edge, side_km, share)

    def country(self, lon: float, lat: float) -> str:
        """
        Country of a point.

        Raises
        ------
        UnknownPlaceError
            If it lies in a sea or lake, or in a country without roads in the network.
        """
        if self.ground.from_shore_km(lon, lat) > SHORE_KM:
            raise self._refused(lon, lat, f"lies in {water_name(lon, lat)}")
        code = self.ground.country(lon, lat)
        at, away = self._nearest_place(lon, lat, self.places.road)
        if away <= TOWN_KM or not code:
            # A post that the tables put on one side of a line which the outlines draw
            # elsewhere keeps its side, and so does the quay of a port.
            spot = (float(self.places.lon[at]), float(self.places.lat[at]))
            theirs = str(self.places.country[at])
            if self.ground.country(*spot) != theirs or (not code and away <= LIMIT_KM):
                code = theirs
        if not code:
            raise self._refused(lon, lat, "lies at sea, or far outside the network")
        if code not in self._served:
            where = NEIGHBOURS.get(code) or COUNTRIES.get(code, code)
            text = f"lies in {where}, where the network has no roads"
            raise self._refused(lon, lat, text)
        return code

    def between(self, one: Landing, other: Landing) -> tuple[int, tuple[LonLat, ...]] | None:
        """
        Metres and points from one point to another where they share a side road.

        None where each meets the tables before it meets the other's way.
        """
        if one.edge < 0 or other.edge < 0:
            return None
        first, last = one.points[1], other.points[1]
        if one.edge == other.edge:
            return abs(one.along_m - other.along_m), (one.points[0], first, last, other.points[0])
        mine, theirs = self._chain(one), self._chain(other)
        met = [n for n in mine if n in theirs]
        if not met:
            return None
        node = min(met, key=lambda n: (mine[n] + theirs[n], n))
        if self.onward[node] < 0:
            return None
        ways = []
        for landing, chain in ((one, mine), (other, theirs)):
            passed = [n for n in chain if chain[n] <= chain[node]]
            ways.append((*landing.points[:2], *(self._spot(n) for n in passed)))
        return mine[node] + theirs[node], (*ways[0], *ways[1][-2::-1])

    # Steps ----------------------------------------------------------------------------------

    def _chain(self, landing: Landing) -> dict[int, int]:
        """Nodes from a point on to the tables, with the metres to each."""
        node, metres = self._first_node(landing.edge, landing.along_m)
        found: dict[int, int] = {}
        start = metres + int(self.to_table_m[node])
        while node >= 0:
            found[node] = start - int(self.to_table_m[node])
            node = int(self.onward[node])
        return found

    def _first_node(self, edge: int, along_m: int) -> tuple[int, int]:
        """The end of a side road over which the tables are nearer, and the metres to it."""
        ends = (int(self.edge_tail[edge]), int(self.edge_head[edge]))
        parts = (along_m, int(self.edge_m[edge]) - along_m)
        whole = [part + int(self.to_table_m[n]) for n, part in zip(ends, parts, strict=True)]
        which = 0 if whole[0] <= whole[1] else 1
        return ends[which], parts[which]

    def _spot(self, node: int) -> LonLat:
        return float(self.node_lon[node]), float(self.node_lat[node])

    def _by_side_road(
        self, country: str, here: tuple[LonLat, ...], edge: int, away: float, share: float
    ) -> Landing:
        along = round(share * int(self.edge_m[edge]))
        a, b = (self._spot(int(e[edge])) for e in (self.edge_tail, self.edge_head))
        foot = (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
        node, metres = self._first_node(edge, along)
        metres += int(self.to_table_m[node])
        way = [*here, foot, self._spot(node)]
        while self.onward[node] >= 0:
            node = int(self.onward[node])
            way.append(self._spot(node))
        started = (edge, along)
        if self.hub[node]:
            return Landing(
                country, str(self.hub[node]), (), away, 0.0, metres, tuple(way), *started
            )
        feet, _ = self._feet(country, *self._spot(node))
        return self._ended(country, feet, away, metres, tuple(way), *started)

    def _ended(
        self,
        country: str,
        feet: tuple[Foot, ...],
        away: float,
        metres: int,
        way: tuple[LonLat, ...],
        edge: int = -1,
        along: int = 0,
    ) -> Landing:
        """Joined to a section; or to the place at its end, where that is so near."""
        spot = (feet[0].lon, feet[0].lat)
        way = (*way, spot)
        town = self._town(country, *spot)
        if town is None:
            return Landing(country, "", feet, away, 0.0, metres, way, edge, along)
        name, last, centre = town
        return Landing(country, name, (), away, last, metres, (*way, centre), edge, along)

    # Nearest things -------------------------------------------------------------------------

    @cached_property
    def _stopping(self) -> npt.NDArray[np.bool_]:
        return self.places.road | self.places.city

    @cached_property
    def _served(self) -> frozenset[str]:
        roads = self.places.country[self.places.road].tolist()
        return frozenset(roads) & frozenset(
            (*self.line_country.tolist(), *self.node_country.tolist())
        )

    def _nearest_place(
        self, lon: float, lat: float, among: npt.NDArray[np.bool_]
    ) -> tuple[int, float]:
        """The nearest place and the km to it; of places at one spot a city."""
        x = (self.places.lon - lon) * cos(radians(lat))
        away = np.hypot(x, self.places.lat - lat) * _DEG_KM
        away = np.where(among, away, np.inf)
        at = int(np.lexsort((~self.places.city, away.round(1)))[0])
        return at, float(away[at])

    def _town(self, country: str, lon: float, lat: float) -> tuple[str, float, LonLat] | None:
        """The place of a country whose streets reach a spot: id, km, position."""
        if not (self.places.road & (self.places.country == country)).any():
            return None
        own = self.places.road & (self.places.country == country)
        at, away = self._nearest_place(lon, lat, own)
        if away > TOWN_KM:
            return None
        spot = (float(self.places.lon[at]), float(self.places.lat[at]))
        return str(self.places.id[at]), away, spot

    @cached_property
    def _stretches(self) -> tuple[FloatArray, FloatArray, npt.NDArray[np.int64], FloatArray]:
        """Points of all section lines: lon, lat, offsets by line, share of the length."""
        number = {name: n for n, name in enumerate(self.lines.line_id.tolist())}
        ptr = self.lines.line_ptr
        spans = [(int(ptr[n]), int(ptr[n + 1])) for n in (number[i] for i in self.line_id.tolist())]
        points = [self.lines.points[a:b] / _E5 for a, b in spans]
        starts = np.zeros(len(points) + 1, dtype=np.int64)
        starts[1:] = np.cumsum([len(p) for p in points])
        whole = np.concatenate(points) if points else np.zeros((0, 2))
        step = np.zeros(len(whole))
        if len(whole):
            dx = np.diff(whole[:, 0]) * np.cos(np.radians((whole[1:, 1] + whole[:-1, 1]) / 2))
            step[1:] = np.hypot(dx, np.diff(whole[:, 1]))
        step[starts[:-1]] = 0.0
        along = np.cumsum(step)
        along -= np.repeat(along[starts[:-1]], np.diff(starts))
        ends = np.maximum(np.repeat(along[starts[1:] - 1], np.diff(starts)), 1e-12)
        return whole[:, 0], whole[:, 1], starts, along / ends

    def _feet(self, country: str, lon: float, lat: float) -> tuple[tuple[Foot, ...], float]:
        """The nearest spots on sections of a country that lie together, and the km to them."""
        if not len(self.line_id) or not (self.line_country == country).any():
            return (), float("inf")
        x, y, starts, share = self._stretches
        away, t = _to_segments(x[:-1], y[:-1], x[1:], y[1:], lon, lat)
        # The step from the end of a line to the next line's beginning is no road.
        away[starts[1:-1] - 1] = np.inf
        nearest = np.minimum.reduceat(away, starts[:-1])
        nearest[self.line_country != country] = np.inf
        best = float(nearest.min())
        feet = []
        for line in np.argsort(nearest, kind="stable").tolist():
            if not nearest[line] <= best + SAME_KM:
                break
            part = slice(starts[line], starts[line + 1] - 1)
            at = int(starts[line]) + int(np.argmin(away[part]))
            where = float(t[at])
            feet.append(
                Foot(
                    str(self.line_id[line]),
                    float(share[at] + where * (share[at + 1] - share[at])),
                    float(x[at] + where * (x[at + 1] - x[at])),
                    float(y[at] + where * (y[at + 1] - y[at])),
                )
            )
        return tuple(feet), best

    def _nearest_edge(self, country: str, lon: float, lat: float) -> tuple[int, float, float]:
        """The nearest side road of a country: edge, km to it, share of it."""
        own = np.flatnonzero(self.node_country[self.edge_tail] == country)
        if not len(own):
            return -1, float("inf"), 0.0
        tail, head = self.edge_tail[own], self.edge_head[own]
        away, t = _to_segments(
            self.node_lon[tail],
            self.node_lat[tail],
            self.node_lon[head],
            self.node_lat[head],
            lon,
            lat,
        )
        at = int(np.argmin(away))
        return int(own[at]), float(away[at]), float(t[at])

    # Refusals -------------------------------------------------------------------------------

    def _refused(self, lon: float, lat: float, text: str) -> UnknownPlaceError:
        at, away = self._nearest_place(lon, lat, self._stopping)
        return UnknownPlaceError(
            f"{lat:g},{lon:g} {text}",
            remedy=f"the nearest place is {self.places.id[at]} ({self.places.country[at]}),"
            f" {away:.0f} km away",
        )

    def _off_road(self, country: str, lon: float, lat: float, away: float) -> UnknownPlaceError:
        if away == float("inf"):
            return self._refused(lon, lat, f"has no road of {country} near it")
        return UnknownPlaceError(
            f"{lat:g},{lon:g} is {away:.0f} km from the nearest road of the network",
            remedy=f"give a point within {LIMIT_KM:.0f} km of a main road, or a place name",
        )

    # Storing --------------------------------------------------------------------------------

    def stored(self) -> dict[str, npt.NDArray[Any]]:
        """Compact arrays for graphs/: whole 1e-5 degrees, country codes, metres, steps."""
        codes, of_node = np.unique(self.node_country, return_inverse=True)
        line_codes, of_line = np.unique(self.line_country, return_inverse=True)
        standing = np.flatnonzero(self.hub != "").astype(np.int32)
        count = np.arange(len(self.onward))
        packed = PackedAccess(
            codes=codes,
            node_country=of_node.astype(np.uint8),
            node_lon_step=_steps(self.node_lon),
            node_lat_step=_steps(self.node_lat),
            node_onward=np.where(self.onward < 0, 0, self.onward - count).astype(np.int32),
            node_hub=standing,
            node_hub_id=self.hub[standing],
            edge_tail_step=np.diff(self.edge_tail, prepend=np.int32(0)).astype(np.int32),
            edge_span=(self.edge_head - self.edge_tail).astype(np.int32),
            edge_m=self.edge_m.astype(np.int32),
            place_id=self.places.id,
            place_lon_e5=np.rint(self.places.lon * _E5).astype(np.int32),
            place_lat_e5=np.rint(self.places.lat * _E5).astype(np.int32),
            place_country=self.places.country,
            place_city=self.places.city,
            place_road=self.places.road,
            node_to_table_m=self.to_table_m.astype(np.int32),
            line_id=self.line_id,
            line_codes=line_codes,
            line_country=of_line.astype(np.uint8),
        )
        return {
            **{f.name: getattr(packed, f.name) for f in fields(PackedAccess)},
            **self.ground.stored(),
        }


def _steps(degrees: FloatArray) -> npt.NDArray[np.int32]:
    return np.diff(np.rint(degrees * _E5).astype(np.int32), prepend=np.int32(0)).astype(np.int32)


def _to_segments(
    ax: FloatArray, ay: FloatArray, bx: FloatArray, by: FloatArray, lon: float, lat: float
) -> tuple[FloatArray, FloatArray]:
    """Kilometres from a point to each straight stretch, and the share of it that is nearest."""
    narrow = cos(radians(lat))
    t, away = nearest_on((ax - lon) * narrow, ay - lat, (bx - lon) * narrow, by - lat)
    return away * _DEG_KM, t


def straight_km(one: LonLat, other: LonLat) -> float:
    """Straight distance of two near points in km."""
    narrow = cos(radians((one[1] + other[1]) / 2))
    return hypot((one[0] - other[0]) * narrow, one[1] - other[1]) * _DEG_KM


def read_access(folder: Path, lines: Lines) -> AccessNetwork:
    """Read graphs/access.npz; `lines` are those of the same graph."""
    arrays = read_part(folder, "access.npz")
    data = PackedAccess(*(arrays[f.name] for f in fields(PackedAccess)))
    tail = np.cumsum(data.edge_tail_step).astype(np.int32)
    span = data.node_onward
    count = np.arange(len(span))
    hub = np.full(len(span), "", dtype=data.node_hub_id.dtype if len(span) else np.str_)
    hub[data.node_hub] = data.node_hub_id
    return AccessNetwork(
        node_lon=np.cumsum(data.node_lon_step) / _E5,
        node_lat=np.cumsum(data.node_lat_step) / _E5,
        node_country=data.codes[data.node_country],
        onward=np.where(span == 0, -1, count + span).astype(np.int32),
        to_table_m=data.node_to_table_m.astype(np.int64),
        hub=hub,
        edge_tail=tail,
        edge_head=(tail + data.edge_span).astype(np.int32),
        edge_m=data.edge_m,
        places=Places(
            data.place_id,
            data.place_lon_e5 / _E5,
            data.place_lat_e5 / _E5,
            data.place_country,
            data.place_city,
            data.place_road,
        ),
        line_id=data.line_id,
        line_country=data.line_codes[data.line_country],
        ground=stored_ground(arrays),
        lines=lines,
    )
