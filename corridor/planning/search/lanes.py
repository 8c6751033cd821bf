"""
Sweeps over all links at once: least weight from every state to the target, or from the source.

A round lets every link improve the state at its end, hauls and all other links in turn, and
rounds go on until nothing improves. That is Bellman and Ford's method on arrays; ways here
have some thirty links, so a sweep is a dozen rounds and takes less than a millisecond.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

NEVER = 1 << 60

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Side:
    """Some links sorted by one end: `ends` are the distinct states there, with their starts."""

    links: IntArray
    ends: IntArray
    starts: IntArray
    others: IntArray


class Lanes:
    """Links sorted both ways; weights come with each sweep."""

    def __init__(self, tail: IntArray, head: IntArray, size: int, first: BoolArray) -> None:
        """Sort; `first` parts the links into two sets that alternate on a way."""
        self.tail, self.head, self.size = tail, head, size
        self.by_tail = _order(tail, size)
        self._starts = np.searchsorted(tail[self.by_tail], np.arange(size + 1))
        by_head = _order(head, size)
        self._by_head = by_head
        self._head_starts: IntArray | None = None
        sets = [s for s in (~first, first) if s.any()]
        self._backward = [_side(self.by_tail, tail, head, s) for s in sets]
        self._forward = [_side(by_head, head, tail, s) for s in sets]

    def leaving(self, state: int) -> IntArray:
        """Links that leave a state."""
        return self.by_tail[self._starts[state] : self._starts[state + 1]]

    def entering(self, state: int) -> IntArray:
        """Links that lead to a state."""
        if self._head_starts is None:
            self._head_starts = np.searchsorted(self.head[self._by_head], np.arange(self.size + 1))
        return self._by_head[self._head_starts[state] : self._head_starts[state + 1]]

    def to(self, target: int, weight: IntArray) -> IntArray:
        """Least weight from every state to one; `NEVER` marks a shut link or no way."""
        return _sweep(self._backward, target, weight, self.size)

    def to_any(self, starts: IntArray, values: IntArray, weight: IntArray) -> IntArray:
        """Least weight from every state to any of some, what is left from each of them added."""
        first = np.full(self.size, NEVER, dtype=np.int64)
        np.minimum.at(first, starts, values)
        return _improved(self._backward, first, weight)

    def out_of(self, source: int, weight: IntArray) -> IntArray:
        """Least weight from one state to every state."""
        return _sweep(self._forward, source, weight, self.size)


def _order(key: IntArray, size: int) -> IntArray:
    # Sorting small integers stably is a radix sort, ten times as fast as on 64 bits.
    return np.argsort(key.astype(np.uint16) if size < 1 << 16 else key, kind="stable")


def _side(order: IntArray, key: IntArray, other: IntArray, chosen: BoolArray) -> _Side:
    links = order[chosen[order]]
    keys = key[links]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    return _Side(links, keys[starts], starts, other[links])


def _sweep(sides: list[_Side], start: int, weight: IntArray, size: int) -> IntArray:
    value = np.full(size, NEVER, dtype=np.int64)
    value[start] = 0
    return _improved(sides, value, weight)


def _improved(sides: list[_Side], value: IntArray, weight: IntArray) -> IntArray:
    """Values at the states, improved along the links until nothing improves."""
    parts = [(side, weight[side.links]) for side in sides]
    better = True
    while better:
        better = False
        for side, own in parts:
            reach = np.minimum.reduceat(own + value[side.others], side.starts)
            before = value[side.ends]
            now = np.minimum(before, reach)
            if not better and (now < before).any():
                better = True
            value[side.ends] = now
    return value
