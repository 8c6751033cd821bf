"""Which tables a compiled graph was made from, and whether it can serve rows laid over them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from pathlib import Path

import numpy as np
from msgspec import msgpack

from corridor.errors import DataError
from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.store import Manifest
from corridor.model.mode import Mode
from corridor.tables.dataset import Dataset
from corridor.tables.records import Tables

# Columns that places, segments, their lengths and their lines are made of. Names, sources and
# notes are told from the tables themselves, and so is what is compiled into nothing.
_READ = {
    "hubs": ("id", "country", "kind", "lon", "lat", "accuracy_km", "modes"),
    "sections": (
        "id",
        "from_id",
        "to_id",
        "mode",
        "length_km",
        "gauge_mm",
        "status",
        "confidence",
    ),
    "crossings": (
        "id",
        "mode",
        "country_a",
        "hub_a",
        "country_b",
        "hub_b",
        "section_id",
        "lon",
        "lat",
        "cargo",
    ),
    "repair_links": (
        "id",
        "mode",
        "kind",
        "from_lon",
        "from_lat",
        "to_lon",
        "to_lat",
        "length_km",
    ),
    "false_links": ("id", "mode", "a_lon", "a_lat", "b_lon", "b_lat", "network_km", "action"),
    "length_factors": ("id", "country", "mode", "west", "south", "east", "north", "factor"),
    "shape_points": ("id", "section_id", "seq", "lon", "lat"),
}
_MOST_ROWS = 5
# What a graph keeps of a row.
Place = tuple[str | float, ...]


def table_digests(tables: Tables) -> dict[str, str]:
    """Digest of what the build reads of each table, whatever the order of its rows."""
    found = {}
    for name, columns in _READ.items():
        rows = sorted(getattr(tables, name), key=attrgetter("id"))
        cells = msgpack.encode(list(map(attrgetter(*columns), rows)))
        found[name] = hashlib.sha256(cells).hexdigest()[:16]
    return found


def refuse_other_tables(
    folder: Path, manifest: Manifest, graph: CorridorGraph, dataset: Dataset
) -> None:
    """
    Refuse tables that a graph was not made from: it would answer by those it knows.

    Raises
    ------
    DataError
        Naming the tables, and rows of them as far as the graph shows which.
    """
    other = [n for n, digest in table_digests(dataset).items() if manifest.tables.get(n) != digest]
    rows = [] if other else list(_without_stops(graph, dataset))
    if not other and not rows:
        return
    other = other or sorted({r.partition(":")[0] for r in rows})
    rows = rows or [*_other_hubs(graph, dataset), *_other_sections(graph, dataset)]
    more = f" and {len(rows) - _MOST_ROWS} more" if len(rows) > _MOST_ROWS else ""
    text = f" ({', '.join(rows[:_MOST_ROWS])}{more})" if rows else ""
    raise DataError(
        f"the graph in {folder} was made from other rows of {', '.join(other)}{text}",
        remedy="make a graph of these tables: corridor build --data-only FOLDER --out GRAPH,"
        " then give --graph GRAPH",
    )


def refuse_without_stops(graph: CorridorGraph, dataset: Dataset, known: Dataset) -> None:
    """
    Refuse rows of `dataset` that `known` lacks and the graph cannot serve.

    Such a row would be read and then change nothing, which nobody would see.

    Raises
    ------
    DataError
        Naming the rows and what the graph lacks.
    """
    wrong = [*_terminals(graph, dataset, known), *_ports(graph, dataset, known)]
    if wrong:
        raise DataError(
            "the compiled graph cannot serve these rows:\n" + "\n".join(f"  {w}" for w in wrong),
            remedy="give a whole folder of tables with these rows to corridor build --data-only",
        )


def _terminals(graph: CorridorGraph, dataset: Dataset, known: Dataset) -> Iterable[str]:
    old = {t.id for t in known.terminals}
    posts = {h for c in dataset.crossings if c.mode == Mode.ROAD for h in (c.hub_a, c.hub_b)}
    for row in dataset.terminals:
        if row.id in old:
            continue
        if row.mode_a == row.mode_b == Mode.ROAD:
            # A change of truck is an item of the border and needs no stop of its own.
            if row.hub_id not in posts:
                yield f"{row.key}: {row.hub_id} is not a post of a road crossing"
            continue
        for mode, gauge in ((row.mode_a, row.gauge_a_mm), (row.mode_b, row.gauge_b_mm)):
            if not _has_stop(graph, row.hub_id, mode, gauge):
                width = f" of {gauge} mm" if gauge else ""
                yield f"{row.key}: no {mode}{width} stops at {row.hub_id}"


def _ports(graph: CorridorGraph, dataset: Dataset, known: Dataset) -> Iterable[str]:
    old = {p.id for p in known.ports}
    for row in dataset.ports:
        if row.id not in old and not _has_stop(graph, row.id, Mode.SEA, 0):
            yield f"{row.key}: no ship stops at {row.id}"


def _has_stop(graph: CorridorGraph, place_id: str, mode: Mode, gauge: int) -> bool:
    place = graph.place_index.get(place_id, -1)
    return (place, mode.code, gauge) in graph.stop_index


def _without_stops(graph: CorridorGraph, dataset: Dataset) -> Iterator[str]:
    """Terminals and ports at which the graph lacks a stop though its lines or ships call there."""
    served: dict[int, set[tuple[int, int]]] = {}
    modes, gauges = graph.segment_mode.tolist(), graph.segment_gauge.tolist()
    for places in (graph.segment_from.tolist(), graph.segment_to.tolist()):
        for place, mode, gauge in zip(places, modes, gauges, strict=True):
            served.setdefault(place, set()).add((mode, gauge))
    rows = [*((t.key, t.hub_id, False) for t in dataset.terminals)]
    rows += [(p.key, p.id, True) for p in dataset.ports]
    for key, hub_id, is_port in rows:
        place = graph.place_index[hub_id]
        calls = served.get(place, set()) | ({(Mode.SEA.code, 0)} if is_port else set())
        if any((place, *call) not in graph.stop_index for call in calls):
            yield key


def _other_hubs(graph: CorridorGraph, dataset: Dataset) -> Iterator[str]:
    """Hubs that stand elsewhere in the graph, or in one of the two alone."""
    places = zip(
        graph.place_id.tolist(),
        graph.place_country.tolist(),
        graph.place_lon.tolist(),
        graph.place_lat.tolist(),
        strict=True,
    )
    known = {p[0]: p[1:] for p in places if "|" not in p[0]}
    ours = {h.id: (h.country, round(h.lon, 5), round(h.lat, 5)) for h in dataset.hubs}
    yield from _differing("hubs", known, ours)


def _other_sections(graph: CorridorGraph, dataset: Dataset) -> Iterator[str]:
    """Sections of another length, mode or gauge, or in one of the two alone."""
    names, first, of = np.unique(graph.segment_section, return_index=True, return_inverse=True)
    metres = np.bincount(of, weights=graph.segment_length_m).astype(int)
    gauges = graph.segment_gauge[first]
    known = dict(
        zip(names.tolist(), zip(metres.tolist(), gauges.tolist(), strict=True), strict=True)
    )
    ours = {s.id: (round(s.length_km * 1000), s.gauge_mm) for s in dataset.sections}
    yield from _differing("sections", known, ours)


def _differing(table: str, known: Mapping[str, Place], ours: Mapping[str, Place]) -> Iterator[str]:
    for key in sorted({*known, *ours}):
        if known.get(key) != ours.get(key):
            yield f"{table}:{key}"
