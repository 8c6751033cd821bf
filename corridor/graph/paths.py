"""Shortest paths over the segments of one country, mode and gauge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import inf
from typing import NamedTuple, TypeVar

Node = TypeVar("Node", int, str)
Length = TypeVar("Length", int, float)


class Arc(NamedTuple):
    """One direction of a segment: where it leads, its length and its signed number."""

    head: int
    length_m: int
    signed: int


@dataclass(frozen=True, slots=True)
class SegmentPath:
    """A path over segments: length, metres of it that are estimated, signed segment numbers."""

    length_m: int
    estimated_m: int
    segments: tuple[int, ...]

    def then(self, onward: SegmentPath) -> SegmentPath:
        """The path that goes on by another from its end."""
        if not onward.segments:
            return self
        return SegmentPath(
            self.length_m + onward.length_m,
            self.estimated_m + onward.estimated_m,
            self.segments + onward.segments,
        )


# The path from a place to itself.
STANDING = SegmentPath(0, 0, ())


Adjacency = Mapping[int, Sequence[Arc]]


def adjacency(
    segments: Iterable[tuple[int, int, int, int]],
) -> dict[int, list[Arc]]:
    """
    Arcs by place from (signed number > 0, from place, to place, length in metres).

    Examples
    --------
    >>> sorted(adjacency([(1, 0, 7, 500)]))
    [0, 7]
    """
    out: dict[int, list[Arc]] = {}
    for number, tail, head, length in segments:
        out.setdefault(tail, []).append(Arc(head, length, number))
        out.setdefault(head, []).append(Arc(tail, length, -number))
    return out


def nearest_first(
    starts: Mapping[Node, Length],
    onward: Callable[[Node], Iterable[tuple[Node, Length, int]]],
    most: float = inf,
) -> Iterator[tuple[Node, Length, int]]:
    """
    Nodes in the order of their distance, by Dijkstra's method.

    Gives each node with its distance and the mark of the step that led to it, -1 for a start. Of
    equal distances the node that is first in its own order comes first, and the lesser mark.

    Parameters
    ----------
    starts
        Where the search starts, with the distance there.
    onward
        Steps from a node: neighbour, length (0 or more) and a mark of 0 or more.
    most
        What is farther is not looked at.
    """
    heap = [(length, node, -1) for node, length in starts.items()]
    heapify(heap)
    done: set[Node] = set()
    least: dict[Node, Length] = {}
    while heap:
        length, node, mark = heappop(heap)
        if node in done:
            continue
        done.add(node)
        yield node, length, mark
        for other, step, by in onward(node):
            there = length + step
            if other not in done and there <= least.get(other, most):
                least[other] = there
                heappush(heap, (there, other, by))


def shortest_from(
    graph: Adjacency, start: int, estimated_m: Mapping[int, int] | Sequence[int]
) -> dict[int, SegmentPath]:
    """
    Shortest path to every reachable place, ties broken by segment number.

    Parameters
    ----------
    graph
        Arcs by place.
    start
        Place index.
    estimated_m
        Estimated metres by segment number - 1.
    """
    taken: list[tuple[int, int]] = []

    def onward(place: int) -> Iterator[tuple[int, int, int]]:
        for number, (head, length_m, signed) in enumerate(graph.get(place, ()), len(taken)):
            taken.append((place, signed))
            yield head, length_m, number

    found: dict[int, SegmentPath] = {}
    for place, length_m, mark in nearest_first({start: 0}, onward):
        if mark < 0:
            found[place] = STANDING
            continue
        before, signed = taken[mark]
        path = found[before]
        estimated = path.estimated_m + estimated_m[abs(signed) - 1]
        found[place] = SegmentPath(length_m, estimated, (*path.segments, signed))
    return found
