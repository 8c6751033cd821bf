"""Ways of a place or a box from the Overpass service, through osmnx (needs the internet)."""

from __future__ import annotations

import re
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from corridor.build.osm.read import (
    IN_SERVICE,
    KEY,
    TAGS,
    Reading,
    Row,
    no_ways,
    pack,
    runs,
    why_not,
)
from corridor.errors import DataError, InputError

Box = tuple[float, float, float, float]
_BACKWARD = frozenset({"-1", "reverse", "T"})  # osmnx turns such ways round
# Tags that are looked at to judge a way, besides those that are kept.
_JUDGED = (
    "motor_vehicle",
    "vehicle",
    "area",
    "proposed",
    "construction",
    "disused",
    "abandoned",
    "razed",
    "demolished",
)
_SETTINGS = ("useful_tags_way", "all_oneway", "use_cache", "log_console")
_PROBE_S = 20.0


def parse_box(text: str) -> Box:
    """
    Box (west, south, east, north) in degrees from 'west,south,east,north'.

    Raises
    ------
    InputError
        If it is not four numbers in that order and within the globe.

    Examples
    --------
    >>> parse_box("67.2,37.1,67.5,37.3")
    (67.2, 37.1, 67.5, 37.3)
    """
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        west = south = east = north = float("nan")
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise InputError(
            f"--bbox {text!r} is not a box",
            remedy="give degrees as west,south,east,north, such as 67.2,37.1,67.5,37.3",
        )
    return west, south, east, north


def box_name(box: Box) -> str:
    """Name of the import of a box."""
    return "bbox_" + "_".join(f"{side:g}" for side in box)


def place_name(place: str) -> str:
    """
    Name of the import of a place.

    Examples
    --------
    >>> place_name("Termez, Uzbekistan")
    'termez_uzbekistan'
    """
    name = re.sub(r"\W+", "_", place.lower()).strip("_")
    if not name:
        raise InputError(
            f"--place {place!r} is not a name", remedy="name a town, region or country"
        )
    return name


def fetch(
    mode: str, progress: Callable[[str], None], *, place: str = "", box: Box = (0, 0, 0, 0)
) -> Reading:
    """
    Ask Overpass for the ways of a mode.

    Parameters
    ----------
    mode
        'rail' or 'road'.
    progress
        Called with a short line at each step.
    place
        Name of a place, looked up in Nominatim; '' to use the box.
    box
        West, south, east, north in degrees; not looked at with a place.

    Raises
    ------
    DataError
        If the service cannot be reached, does not know the place, or has no way in service there.
    """
    source = f"Overpass, place {place}" if place else "Overpass, box " + ",".join(map(str, box))
    progress(f"{source}: asking for {mode} ways")
    graph = _download(mode, source, place, box)
    progress(f"{source}: {graph.number_of_edges()} pieces received")
    where = {
        int(node): (round(float(lon) * 1e7), round(float(lat) * 1e7))
        for (node, lon), (_, lat) in zip(graph.nodes(data="x"), graph.nodes(data="y"), strict=True)
    }
    pieces: dict[int, list[tuple[int, int]]] = {}
    tags: dict[int, dict[str, str]] = {}
    for tail, head, data in graph.edges(data=True):
        way_id = int(data["osmid"])
        pieces.setdefault(way_id, []).append((int(tail), int(head)))
        tags[way_id] = {t: str(data[t]) for t in (*TAGS, *_JUDGED) if t in data}
    dropped: Counter[str] = Counter()
    rows: list[Row] = []
    for way_id, links in sorted(pieces.items()):
        reason = why_not(mode, tags[way_id])
        if reason:
            dropped[reason] += 1
            continue
        kept = {t: v for t, v in tags[way_id].items() if t in TAGS}
        for line in chains(links):
            refs = line[::-1] if kept.get("oneway") in _BACKWARD else line
            rows += [Row(way_id, run, kept) for run in runs(refs, where)]
    if not rows:
        raise no_ways(source, mode, dropped)
    kept_ways = len({row.way_id for row in rows})
    return Reading(pack(mode, rows), kept_ways, dict(sorted(dropped.items())), 0, None, source, "")


def chains(links: list[tuple[int, int]]) -> list[list[int]]:
    """
    Lines that the pieces of one way make, each piece once.

    Examples
    --------
    >>> chains([(2, 3), (1, 2), (7, 8)])
    [[1, 2, 3], [7, 8]]
    """
    onward: dict[int, list[int]] = {}
    arrivals = Counter(head for _, head in links)
    for tail, head in sorted(links, reverse=True):
        onward.setdefault(tail, []).append(head)
    found: list[list[int]] = []
    # from the ends first; what is left are rings
    for node in sorted(onward, key=lambda n: (arrivals[n] > 0, n)):
        while onward[node]:
            line = [node]
            while onward.get(line[-1]):
                line.append(onward[line[-1]].pop())
            found.append(line)
    return found


@contextmanager
def _osmnx_settings() -> Iterator[Any]:
    """Settings of osmnx for one query; everything it changes for the process is put back."""
    import osmnx

    before = {name: getattr(osmnx.settings, name) for name in _SETTINGS}
    lookup = socket.getaddrinfo  # osmnx pins the address of the server in here
    osmnx.settings.useful_tags_way = [*TAGS, *_JUDGED]
    osmnx.settings.all_oneway = True  # each piece once, in the direction of its way
    osmnx.settings.use_cache = False  # no cache folder where the command happens to run
    try:
        yield osmnx
    finally:
        socket.getaddrinfo = lookup
        for name, value in before.items():
            setattr(osmnx.settings, name, value)


def _download(mode: str, source: str, place: str, box: Box) -> Any:
    import requests

    values = "|".join(sorted(IN_SERVICE[mode]))
    with _osmnx_settings() as osmnx:
        options = {
            "custom_filter": f'["{KEY[mode]}"~"^({values})$"]',
            "simplify": False,
            "retain_all": True,
            "truncate_by_edge": True,
        }
        try:
            # osmnx waits a minute before it says that the service is out of reach
            status = osmnx.settings.overpass_url.rstrip("/") + "/status"
            requests.get(status, timeout=_PROBE_S)
            if place:
                return osmnx.graph_from_place(place, **options)
            return osmnx.graph_from_bbox(box, **options)
        except requests.RequestException as err:
            raise DataError(
                f"{source}: the service cannot be reached ({type(err).__name__})",
                remedy="download an extract where there is internet and import that file",
            ) from err
        except (ValueError, TypeError) as err:  # osmnx's own errors are ValueErrors
            raise DataError(
                f"{source}: no usable answer ({str(err).splitlines()[0] if str(err) else err})",
                remedy="check the place or box, ask for a smaller one, or import a file",
            ) from err
