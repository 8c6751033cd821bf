"""The base map and the other files that every map carries, read from the package."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LonLat = tuple[float, float]
Ring = tuple[LonLat, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A country name and the zoom level from which it shows."""

    name: str
    zoom: int
    place: LonLat


@dataclass(frozen=True, slots=True)
class Basemap:
    """Land, boundary lines and names in degrees lon/lat (Natural Earth 1:50m)."""

    land: tuple[tuple[Ring, ...], ...]
    borders: tuple[Ring, ...]
    disputed: tuple[Ring, ...]
    labels: tuple[Label, ...]


@cache
def asset_text(name: str) -> str:
    """Text of a file of this package, such as 'assets/leaflet.js'."""
    return files("corridor.output").joinpath(name).read_text(encoding="utf-8")


@cache
def basemap() -> Basemap:
    """Read the base map once."""
    shapes: dict[str, tuple[tuple[Ring, ...], ...]] = {}
    labels = []
    for feature in json.loads(asset_text("assets/basemap.geojson"))["features"]:
        about, places = feature["properties"], feature["geometry"]["coordinates"]
        if about["kind"] == "label":
            labels.append(Label(about["name"], about["zoom"], (places[0], places[1])))
        elif about["kind"] == "land":
            shapes["land"] = tuple(tuple(_ring(r) for r in rings) for rings in places)
        else:
            shapes[about["kind"]] = (tuple(_ring(line) for line in places),)
    return Basemap(shapes["land"], shapes["border"][0], shapes["disputed"][0], tuple(labels))


def _ring(points: list[list[float]]) -> Ring:
    return tuple((x, y) for x, y in points)
