"""
Towns of the region that are known, whether or not our network reaches them.

The list is read on the first name that no table holds, and only says what a name means: that a
place is known and what is near it. It never makes a place of the network.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt

from rapidfuzz import fuzz, process

from corridor.tables.places.names import normal
from corridor.tables.records import Hub

_EARTH_KM = 6371.0
# A hub this near bears the name of the town itself.
SAME_TOWN_KM = 30.0


@dataclass(frozen=True, slots=True)
class Town:
    """A town of GeoNames: `people` are its inhabitants, `others` its other names, folded."""

    name: str
    country: str
    lat: float
    lon: float
    people: int
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """A hub and how far it lies from a town, as the crow flies."""

    hub: Hub
    km: float


@cache
def towns() -> tuple[Town, ...]:
    """All towns, the largest first."""
    packed = files("corridor.tables").joinpath("known_places.tsv.gz").read_bytes()
    found = []
    for line in gzip.decompress(packed).decode().splitlines():
        name, country, lat, lon, people, others = line.split("\t")
        names = tuple(others.split("|")) if others else ()
        found.append(Town(name, country, float(lat), float(lon), int(people), names))
    return tuple(found)


@cache
def _by_name() -> dict[str, tuple[Town, ...]]:
    """Towns by folded name: those that bear it as their own first, then the larger first."""
    found: dict[str, list[Town]] = {}
    for town in towns():
        found.setdefault(normal(town.name), []).append(town)
    for town in towns():
        for other in town.others:
            kept = found.setdefault(other, [])
            if town not in kept:
                kept.append(town)
    return {name: tuple(kept) for name, kept in found.items()}


@cache
def _own_names() -> tuple[str, ...]:
    return tuple(dict.fromkeys(normal(t.name) for t in towns()))


def known_as(key: str, country: str = "") -> tuple[Town, ...]:
    """Towns of a folded name, in one country if given."""
    return tuple(t for t in _by_name().get(key, ()) if country in ("", t.country))


def like(key: str, most: int) -> list[tuple[Town, float]]:
    """Towns whose own names are most like a folded name, and how like (0 to 100)."""
    scored = process.extract(key, _own_names(), scorer=fuzz.ratio, limit=most)
    return [(known_as(name)[0], score) for name, score, _ in scored]


def nearest(town: Town, hubs: Sequence[Hub], most: int) -> list[Near]:
    """The hubs nearest to a town, the nearest first."""
    found = sorted((apart_km(town.lon, town.lat, h.lon, h.lat), h.id, h) for h in hubs)
    return [Near(hub, km) for km, _, hub in found[:most]]


def apart_km(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Kilometres between two points in degrees, as the crow flies."""
    x_a, y_a, x_b, y_b = map(radians, (lon_a, lat_a, lon_b, lat_b))
    inner = sin((y_b - y_a) / 2) ** 2 + cos(y_a) * cos(y_b) * sin((x_b - x_a) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(inner, 1.0)))
