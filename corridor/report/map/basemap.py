"""The base map and the other files that every map carries, read from the package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from msgspec import Raw, Struct
from msgspec.json import decode

LonLat = tuple[int | float, int | float]
Ring = tuple[LonLat, ...]
_WHOLE = 100  # the file has two decimals of a degree
_FINE = 1000  # and three by the ports


@dataclass(frozen=True, slots=True)
class Label:
    """A country name and the zoom level from which it shows."""

    name: str
    zoom: int
    place: LonLat


@dataclass(frozen=True, slots=True)
class Coast:
    """The coast by a port, finer than the rest: the box it fills and the land in it."""

    country: str
    box: tuple[float, float, float, float]
    land: tuple[tuple[Ring, ...], ...]


@dataclass(frozen=True, slots=True)
class Basemap:
    """
    Land, boundary lines and names in degrees lon/lat (Natural Earth 1:50m).

    `countries` are those of the corridor, by name; lakes and the coasts by the ports are of 1:10m.
    """

    land: tuple[tuple[Ring, ...], ...]
    countries: Mapping[str, tuple[tuple[Ring, ...], ...]]
    lakes: tuple[tuple[Ring, ...], ...]
    coasts: tuple[Coast, ...]
    borders: tuple[Ring, ...]
    disputed: tuple[Ring, ...]
    labels: tuple[Label, ...]
    bbox: tuple[int, int, int, int]


class _About(Struct):
    """What a feature of the file is: land, country, lake, fine, border, disputed, or a label."""

    kind: str
    name: str = ""
    zoom: int = 0
    box: tuple[float, float, float, float] = (0, 0, 0, 0)


class _Geometry(Struct):
    coordinates: Raw


class _Feature(Struct):
    properties: _About
    geometry: _Geometry


class _File(Struct):
    bbox: tuple[int, int, int, int]
    features: tuple[_Feature, ...]

    def shape(self, kind: str) -> Raw:
        """Coordinates of the one feature of a kind."""
        return next(f.geometry.coordinates for f in self.features if f.properties.kind == kind)


@cache
def asset_text(name: str) -> str:
    """Text of a file of this package, such as 'assets/leaflet.js'."""
    folder = "" if "/" in name else "js/" if name.endswith(".js") else "style/"
    return files("corridor.report").joinpath(folder + name).read_text(encoding="utf-8")


@cache
def packed_ground() -> str:
    """
    The base map as a page carries it, as JSON in ASCII: lines as steps in hundredths of a degree.

    Land is a list of polygons of rings, border and disputed are lists of lines, labels are as in
    the file. The first step of a line is its first point; the file holds hundredths too, so
    nothing is lost.
    """
    earth = basemap()
    found = {
        "scale": _WHOLE,
        "bbox": earth.bbox,
        "land": [[_steps(ring) for ring in rings] for rings in earth.land],
        "countries": {
            name: [[_steps(ring) for ring in rings] for rings in shapes]
            for name, shapes in earth.countries.items()
        },
        "lakes": [[_steps(ring) for ring in rings] for rings in earth.lakes],
        "fine": [
            {
                "country": one.country,
                "box": one.box,
                "scale": _FINE,
                "land": [[_steps(ring, _FINE) for ring in rings] for rings in one.land],
            }
            for one in earth.coasts
        ],
        "border": [_steps(line) for line in earth.borders],
        "disputed": [_steps(line) for line in earth.disputed],
        "labels": [
            {"kind": "label", "name": one.name, "zoom": one.zoom, "place": one.place}
            for one in earth.labels
        ],
    }
    return json.dumps(found, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _steps(points: Ring, scale: int = _WHOLE) -> list[int]:
    whole = [(0, 0), *((round(x * scale), round(y * scale)) for x, y in points)]
    return [v for a, b in pairwise(whole) for v in (b[0] - a[0], b[1] - a[1])]


@cache
def basemap() -> Basemap:
    """Read the base map once."""
    file = decode(asset_text("assets/basemap.geojson"), type=_File)
    areas = tuple[tuple[Ring, ...], ...]
    return Basemap(
        land=decode(file.shape("land"), type=areas),
        countries={
            f.properties.name: decode(f.geometry.coordinates, type=areas)
            for f in file.features
            if f.properties.kind == "country"
        },
        lakes=decode(file.shape("lake"), type=areas),
        coasts=tuple(
            Coast(f.properties.name, f.properties.box, decode(f.geometry.coordinates, type=areas))
            for f in file.features
            if f.properties.kind == "fine"
        ),
        borders=decode(file.shape("border"), type=tuple[Ring, ...]),
        disputed=decode(file.shape("disputed"), type=tuple[Ring, ...]),
        labels=tuple(
            Label(f.properties.name, f.properties.zoom, decode(f.geometry.coordinates, type=LonLat))
            for f in file.features
            if f.properties.kind == "label"
        ),
        bbox=file.bbox,
    )
