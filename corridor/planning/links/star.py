"""
Sweeps over all links at once: least weight from every state to the target, or from the source.

A round lets every link improve the state at its end, hauls and all other links in turn, and
rounds go on until nothing improves. That is Bellman and Ford's method on arrays; paths here
have some thirty links, so a sweep is a dozen rounds and takes less than a millisecond.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
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


class Star(ABC):
    """
    Links sorted by tail and by head (forward and backward star); weights come with a sweep.

    `tail` and `head` are the states that each link joins, of `size` states.
    """

    tail: IntArray
    head: IntArray
    size: int

    @abstractmethod
    def leaving(self, state: int) -> IntArray:
        """Links that leave a state."""

    @abstractmethod
    def entering(self, state: int) -> IntArray:
        """Links that lead to a state."""

    @abstractmethod
    def to_any(self, starts: IntArray, values: IntArray, weight: IntArray) -> IntArray:
        """Least weight from every state to any of some, what is left from each of them added."""

    @abstractmethod
    def out_of_any(self, starts: IntArray, values: IntArray, weight: IntArray) -> IntArray:
        """Least weight to every state from any of some, what it takes to each of them added."""

    def to(self, target: int, weight: IntArray) -> IntArray:
        """Least weight from every state to one; `NEVER` marks a shut link or no path."""
        return self.to_any(*_one(target), weight)

    def out_of(self, source: int, weight: IntArray) -> IntArray:
        """Least weight from one state to every state."""
        return self.out_of_any(*_one(source), weight)


class SortedLinks(Star):
    """Links of a network sorted both ways."""

    def __init__(self, tail: IntArray, head: IntArray, size: int, first: BoolArray) -> None:
        """Sort; `first` parts the links into two sets that alternate on a path."""
        self.tail, self.head, self.size = tail, head, size
        self._by_tail, self._by_head = _order(tail, size), _order(head, size)
        self._starts = np.searchsorted(tail[self._by_tail], np.arange(size + 1))
        self._head_starts: IntArray | None = None
        sets = [s for s in (~first, first) if s.any()]
        self._backward = [_side(self._by_tail, tail, head, s) for s in sets]
        self._forward = [_side(self._by_head, head, tail, s) for s in sets]

    def leaving(self, state: int) -> IntArray:
        """Links that leave a state."""
        return self._by_tail[self._starts[state] : self._starts[state + 1]]

    def entering(self, state: int) -> IntArray:
        """Links that lead to a state."""
        if self._head_starts is None:
            self._head_starts = np.searchsorted(self.head[self._by_head], np.arange(self.size + 1))
        return self._by_head[self._head_starts[state] : self._head_starts[state + 1]]

    def to_any(self, starts: IntArray, values: IntArray, weight: IntArray) -> IntArray:
        """Least weight from every state to any of some."""
        return _improved(self._backward, _least_at(starts, values, self.size), weight)

    def out_of_any(self, starts: IntArray, values: IntArray, weight: IntArray) -> IntArray:
        """Least weight to every state from any of some."""
        return _improved(self._forward, _least_at(starts, values, self.size), weight)


class LayeredStar(Star):
    """
    The sorted links of a graph laid out twice, read off those of one layer.

    Sorting twice as many links anew would take longer than a search. Links of the upper layer
    and its states follow those of the lower one; `up` are the links of the lower layer that lead
    to the upper one. `known` are weights of one layer with what is left by them from its states to
    the target of all sweeps `to`: the upper layer may need no sweep of its own.
    """

    def __init__(
        self,
        layer: Star,
        up: IntArray,
        known: tuple[IntArray, IntArray] | None = None,
        apart: LayeredStar | None = None,
    ) -> None:
        """Lead the links `up` from the lower layer to the upper one; `apart` is without any."""
        self._layer, self._up, self._known = layer, up, known
        self.size = 2 * layer.size
        ends = apart or self
        if apart is None:
            self.tail = np.concatenate([layer.tail, layer.tail + layer.size])
            self.head = np.concatenate([layer.head, layer.head + layer.size])
        self.tail, self.head = ends.tail, ends.head.copy()
        self.head[up] += layer.size

    def leaving(self, state: int) -> IntArray:
        """Links that leave a state."""
        upper, below = divmod(state, self._layer.size)
        return self._layer.leaving(below) + upper * len(self._layer.tail)

    def entering(self, state: int) -> IntArray:
        """Links that lead to a state."""
        upper, below = divmod(state, self._layer.size)
        links = self._layer.entering(below)
        lifted = np.isin(links, self._up)
        if not upper:
            return links[~lifted]
        return np.concatenate([links[lifted], links + len(self._layer.tail)])

    def to(self, target: int, weight: IntArray) -> IntArray:
        """Least weight from every state to one."""
        if self._known is None or target < self._layer.size:
            return super().to(target, weight)
        if not np.array_equal(self._known[0], weight[len(self._layer.tail) :]):
            return super().to(target, weight)
        return self._to_upper(self._known[1], *_NONE, weight)

    def to_any(self, starts: IntArray, values: IntArray, weight: IntArray) -> IntArray:
        """Least weight from every state to any of some."""
        layer, upper = self._layer, starts >= self._layer.size
        over = weight[len(layer.tail) :]
        above = layer.to_any(starts[upper] - layer.size, values[upper], over)
        return self._to_upper(above, starts[~upper], values[~upper], weight)

    def _to_upper(
        self, above: IntArray, starts: IntArray, values: IntArray, weight: IntArray
    ) -> IntArray:
        """What is left from both layers, with what is left from the upper one known."""
        layer, up = self._layer, self._up
        lifted = np.minimum(weight[up] + above[layer.head[up]], NEVER)
        below = layer.to_any(
            np.concatenate([starts, layer.tail[up]]),
            np.concatenate([values, lifted]),
            self._below(weight),
        )
        return np.concatenate([below, above])

    def out_of_any(self, starts: IntArray, values: IntArray, weight: IntArray) -> IntArray:
        """Least weight to every state from any of some."""
        layer, up, upper = self._layer, self._up, starts >= self._layer.size
        below = layer.out_of_any(starts[~upper], values[~upper], self._below(weight))
        lifted = np.minimum(weight[up] + below[layer.tail[up]], NEVER)
        above = layer.out_of_any(
            np.concatenate([starts[upper] - layer.size, layer.head[up]]),
            np.concatenate([values[upper], lifted]),
            weight[len(layer.tail) :],
        )
        return np.concatenate([below, above])

    def _below(self, weight: IntArray) -> IntArray:
        """Weights of the links that stay in the lower layer."""
        level = weight[: len(self._layer.tail)].copy()
        level[self._up] = NEVER
        return level


def _one(state: int) -> tuple[IntArray, IntArray]:
    return np.array([state], dtype=np.int64), np.zeros(1, dtype=np.int64)


NO_LINKS: IntArray = np.zeros(0, dtype=np.int64)
_NONE = NO_LINKS, NO_LINKS


def _least_at(starts: IntArray, values: IntArray, size: int) -> IntArray:
    found = np.full(size, NEVER, dtype=np.int64)
    if len(starts) == 1:
        found[starts[0]] = values[0]
    else:
        np.minimum.at(found, starts, values)
    return found


def _order(key: IntArray, size: int) -> IntArray:
    # Sorting small integers stably is a radix sort, ten times as fast as on 64 bits.
    return np.argsort(key.astype(np.uint16) if size < 1 << 16 else key, kind="stable")


def _side(order: IntArray, key: IntArray, other: IntArray, chosen: BoolArray) -> _Side:
    links = order[chosen[order]]
    keys = key[links]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    return _Side(links, keys[starts], starts, other[links])


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
