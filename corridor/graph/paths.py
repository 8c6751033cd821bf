"""Shortest paths over the pieces of one country, mode and gauge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush


@dataclass(frozen=True, slots=True)
class Arc:
    """One direction of a piece: where it leads, its length and its signed number."""

    head: int
    length_m: int
    signed: int


@dataclass(frozen=True, slots=True)
class Path:
    """A way over pieces: length, share that is estimated, signed piece numbers."""

    length_m: int
    estimated_m: int
    pieces: tuple[int, ...]


Adjacency = Mapping[int, Sequence[Arc]]


def adjacency(
    pieces: Iterable[tuple[int, int, int, int]],
) -> dict[int, list[Arc]]:
    """
    Arcs by place from (signed number > 0, from place, to place, length in metres).

    Examples
    --------
    >>> sorted(adjacency([(1, 0, 7, 500)]))
    [0, 7]
    """
    out: dict[int, list[Arc]] = {}
    for number, tail, head, length in pieces:
        out.setdefault(tail, []).append(Arc(head, length, number))
        out.setdefault(head, []).append(Arc(tail, length, -number))
    return out


def shortest_from(
    graph: Adjacency, start: int, estimated_m: Mapping[int, int] | Sequence[int]
) -> dict[int, Path]:
    """
    Shortest path to every reachable place, ties broken by piece number.

    Parameters
    ----------
    graph
        Arcs by place.
    start
        Place index.
    estimated_m
        Estimated metres by piece number - 1.
    """
    best: dict[int, int] = {start: 0}
    came: dict[int, tuple[int, Arc]] = {}
    done: set[int] = set()
    heap: list[tuple[int, int]] = [(0, start)]
    order: list[int] = []
    while heap:
        length, place = heappop(heap)
        if place in done:
            continue
        done.add(place)
        order.append(place)
        for arc in graph.get(place, ()):
            reach = length + arc.length_m
            known = best.get(arc.head)
            if known is None or reach < known:
                best[arc.head] = reach
                came[arc.head] = (place, arc)
                heappush(heap, (reach, arc.head))
    found: dict[int, Path] = {start: Path(0, 0, ())}
    for place in order[1:]:
        before, arc = came[place]
        path = found[before]
        found[place] = Path(
            best[place],
            path.estimated_m + estimated_m[abs(arc.signed) - 1],
            (*path.pieces, arc.signed),
        )
    return found
