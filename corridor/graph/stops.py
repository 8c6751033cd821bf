"""Whether the compiled graph has the stops that rows of terminals and ports need."""

from __future__ import annotations

from collections.abc import Iterable

from corridor.errors import DataError
from corridor.graph.corridor_graph import CorridorGraph
from corridor.model.mode import Mode
from corridor.tables.library import Library


def refuse_without_stops(graph: CorridorGraph, library: Library, known: Library) -> None:
    """
    Refuse rows of `library` that `known` lacks and the graph cannot serve.

    Such a row would be read and then change nothing, which nobody would see.

    Raises
    ------
    DataError
        Naming the rows and what the graph lacks.
    """
    wrong = [*_terminals(graph, library, known), *_ports(graph, library, known)]
    if wrong:
        raise DataError(
            "the compiled graph cannot serve these rows:\n" + "\n".join(f"  {w}" for w in wrong),
            remedy="give a whole folder of tables with these rows to corridor build --data",
        )


def _terminals(graph: CorridorGraph, library: Library, known: Library) -> Iterable[str]:
    old = {t.id for t in known.terminals}
    posts = {h for c in library.crossings if c.mode == Mode.ROAD for h in (c.hub_a, c.hub_b)}
    for row in library.terminals:
        if row.id in old:
            continue
        if row.mode_a == row.mode_b == Mode.ROAD:
            # A change of truck is an item of the border and needs no stop of its own.
            if row.hub_id not in posts:
                yield f"{row.key}: {row.hub_id} is no post of a road crossing"
            continue
        for mode, gauge in ((row.mode_a, row.gauge_a_mm), (row.mode_b, row.gauge_b_mm)):
            if not _has_stop(graph, row.hub_id, mode, gauge):
                width = f" of {gauge} mm" if gauge else ""
                yield f"{row.key}: no {mode}{width} stops at {row.hub_id}"


def _ports(graph: CorridorGraph, library: Library, known: Library) -> Iterable[str]:
    old = {p.id for p in known.ports}
    for row in library.ports:
        if row.id not in old and not _has_stop(graph, row.id, Mode.SEA, 0):
            yield f"{row.key}: no ship stops at {row.id}"


def _has_stop(graph: CorridorGraph, place_id: str, mode: Mode, gauge: int) -> bool:
    place = graph.place_index.get(place_id, -1)
    return (place, mode.code, gauge) in graph.stop_index
