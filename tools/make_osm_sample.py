"""
Write a small OpenStreetMap extract with everything an import has to tell apart.

Usage: python tools/make_osm_sample.py FILE.osm|FILE.osm.bz2|FILE.osm.pbf

Invented lines in the steppe west of Karshi (Uzbekistan), drawn for the tests; nothing of it is
taken from the map. Needs the osm extra.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Way

Lines = dict[int, tuple[Sequence[str], dict[str, str]]]

WHEN = datetime(2026, 10, 3, 4, 5, 6, tzinfo=UTC)

# name: (lon, lat). The main line a-k bends; a branch leaves at d, a loop lies between e and g.
PLACES = {
    "a": (65.00, 38.90),
    "b": (65.03, 38.91),
    "c": (65.06, 38.93),
    "d": (65.10, 38.93),
    "e": (65.15, 38.92),
    "f": (65.16, 38.9199),
    "g": (65.17, 38.92),
    "h": (65.22, 38.95),
    "i": (65.26, 39.00),
    "j": (65.30, 39.01),
    "k": (65.35, 39.01),
    "loop": (65.16, 38.9206),
    "spur1": (65.105, 38.925),
    "spur2": (65.12, 38.91),
    "narrow": (65.36, 39.05),
    "out1": (65.10, 39.10),
    "out2": (65.20, 39.10),
    "r1": (65.00, 38.80),
    "r2": (65.10, 38.81),
    "r3": (65.20, 38.83),
    "r4": (65.30, 38.83),
    "r5": (65.10, 38.86),
    "r6": (65.20, 38.87),
}
_NUMBER = {name: i for i, name in enumerate(PLACES, start=1)}
_MAIN = {"usage": "main", "gauge": "1520", "electrified": "contact_line"}

# way id: (places, tags)
RAIL_KEPT: Lines = {
    101: ("abcd", {"railway": "rail", "maxspeed": "100", **_MAIN}),
    102: ("defgh", {"railway": "rail", **_MAIN}),
    103: ("hijk", {"railway": "rail", **_MAIN}),
    104: (("e", "loop", "g"), {"railway": "rail", "service": "siding"}),
    105: (("d", "spur1", "spur2"), {"railway": "rail", "service": "spur", "access": "private"}),
    106: (("k", "narrow"), {"railway": "narrow_gauge", "gauge": "750"}),
}
RAIL_DROPPED: Lines = {
    201: (("i", "out1"), {"railway": "construction", "construction": "rail"}),
    202: (("out1", "out2"), {"railway": "proposed"}),
    203: (("b", "out1"), {"railway": "abandoned"}),
    204: (("c", "out1"), {"railway": "rail", "disused": "yes"}),
    205: (("c", "out2"), {"razed:railway": "rail"}),
    206: (("h", "out2"), {"railway": "tram"}),
}
ROAD_KEPT: Lines = {
    301: (("r1", "r2"), {"highway": "motorway", "oneway": "yes", "maxspeed": "110"}),
    302: (("r2", "r3", "r4"), {"highway": "tertiary", "maxweight": "20"}),
    303: (("r2", "r5"), {"highway": "motorway_link"}),
    304: (("r5", "r6"), {"highway": "trunk", "access": "no", "hgv": "designated"}),
}
ROAD_DROPPED: Lines = {
    401: (("r1", "r5"), {"highway": "primary", "hgv": "no"}),
    402: (("r3", "r6"), {"highway": "secondary", "access": "private"}),
    403: (("r4", "r6"), {"highway": "construction", "construction": "primary"}),
    404: (("r3", "out2"), {"highway": "residential"}),
}
WAYS: Lines = {**RAIL_KEPT, **RAIL_DROPPED, **ROAD_KEPT, **ROAD_DROPPED}


def make(path: Path) -> None:
    """
    Write the sample.

    Parameters
    ----------
    path
        File to write; its suffix tells the format.
    """
    path.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(path)) as out:
        for name, number in _NUMBER.items():
            out.add_node(Node(id=number, version=1, timestamp=WHEN, location=PLACES[name]))
        for number, (places, tags) in WAYS.items():
            refs = [_NUMBER[name] for name in places]
            out.add_way(Way(id=number, version=1, timestamp=WHEN, nodes=refs, tags=tags))


if __name__ == "__main__":
    make(Path(sys.argv[1]))
