"""The base map and the other files that every map carries, read from the package."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

LonLat = tuple[float, float]
Ring = tuple[LonLat, ...]
_WHOLE = 100  # the file has two decimals of a degree


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
    found: dict[str, Any] = {"scale": _WHOLE, "labels": []}
    ground = json.loads(asset_text("assets/basemap.geojson"))
    for feature in ground["features"]:
        about, places = feature["properties"], feature["geometry"]["coordinates"]
        if about["kind"] == "label":
            found["labels"].append({**about, "place": places})
        elif about["kind"] == "land":
            found["land"] = [[_steps(ring) for ring in rings] for rings in places]
        else:
            found[about["kind"]] = [_steps(line) for line in places]
    found["bbox"] = ground["bbox"]
    return json.dumps(found, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _steps(points: list[list[float]]) -> list[int]:
    whole = [(0, 0), *((round(x * _WHOLE), round(y * _WHOLE)) for x, y in points)]
    return [v for a, b in pairwise(whole) for v in (b[0] - a[0], b[1] - a[1])]


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
