"""
Sweeps over all links at once: least weight from every state to the target, or from the source.

A round lets every link improve the state at its end, hauls and all other links in turn, and
rounds go on until nothing improves. That is Bellman and Ford's method on arrays; paths here
have some thirty links, so a sweep is a dozen rounds and takes less than a millisecond.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property

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
    Links sorted by tail and, once asked for, by head (forward and backward star).

    `tail` and `head` are the states that each link joins, of `size` states; `first` parts the
    links into two sets that alternate on a path. Weights come with each sweep.
    """

    tail: IntArray
    head: IntArray
    size: int
    first: BoolArray

    @abstractmethod
    def leaving(self, state: int) -> IntArray:
        """Links that leave a state."""

    @abstractmethod
    def to_any(
        self,
        starts: IntArray,
        values: IntArray,
        weight: IntArray,
        at_most: IntArray | None = None,
    ) -> IntArray:
        """
        Least weight from every state to any of some, what is left from each of them added.

        `at_most` is known to be no less at each state: what paths of greater weights come to.
        """

    def to(self, target: int, weight: IntArray, at_most: IntArray | None = None) -> IntArray:
        """Least weight from every state to one; `NEVER` marks a shut link or no path."""
        return self.to_any(np.array([target]), np.zeros(1, dtype=np.int64), weight, at_most)

    def next_links(self, left: IntArray, weight: IntArray) -> IntArray:
        """
        The link that a least path takes from every state, of equal ones the first; -1 for none.

        `left` is the least weight from every state by `weight`.
        """
        on_path = np.flatnonzero((weight + left[self.head] == left[self.tail]) & (weight < NEVER))
        found = np.full(self.size, -1, dtype=np.int64)
        # Of several links of a state the last one written stands, so the first comes last.
        found[self.tail[on_path[::-1]]] = on_path[::-1]
        return found

    @cached_property
    def _reverse(self) -> Star:
        return SortedLinks(self.head, self.tail, self.size, self.first)

    def entering(self, state: int) -> IntArray:
        """Links that lead to a state."""
        return self._reverse.leaving(state)

    def out_of(self, source: int, weight: IntArray) -> IntArray:
        """Least weight from one state to every state."""
        return self._reverse.to(source, weight)


class SortedLinks(Star):
    """Links of a network, sorted."""

    def __init__(self, tail: IntArray, head: IntArray, size: int, first: BoolArray) -> None:
        """Sort."""
        self.tail, self.head, self.size, self.first = tail, head, size, first
        self._by_tail = _order(tail, size)
        self._starts = np.searchsorted(tail[self._by_tail], np.arange(size + 1))
        sets = [s for s in (~first, first) if s.any()]
        self._sides = [_side(self._by_tail, tail, head, s) for s in sets]

    def leaving(self, state: int) -> IntArray:
        """Links that leave a state."""
        return self._by_tail[self._starts[state] : self._starts[state + 1]]

    def to_any(
        self,
        starts: IntArray,
        values: IntArray,
        weight: IntArray,
        at_most: IntArray | None = None,
    ) -> IntArray:
        """Least weight from every state to any of some."""
        found = np.full(self.size, NEVER, dtype=np.int64) if at_most is None else at_most.copy()
        np.minimum.at(found, starts, values)
        return _improved(self._sides, found, weight)


class LayeredStar(Star):
    """
    The sorted links of a graph laid out twice, read off those of one layer.

    Sorting twice as many links anew would take longer than a search. Links of the upper layer
    and its states follow those of the lower one; `up` are the links of the lower layer that lead
    to the upper one.
    """

    def __init__(
        self,
        layer: Star,
        up: IntArray,
        apart: LayeredStar | None = None,
        landing: IntArray | None = None,
    ) -> None:
        """
        Lead the links `up` from the lower layer to the upper one; `apart` is without any.

        `landing` are the states of one layer that they lead to, None = their heads.
        """
        self._layer, self._up = layer, up
        self._landing = layer.head[up] if landing is None else landing
        self.size = 2 * layer.size
        if apart is None:
            self.tail = np.concatenate([layer.tail, layer.tail + layer.size])
            self.head = np.concatenate([layer.head, layer.head + layer.size])
            self.first = np.concatenate([layer.first, layer.first])
        else:
            self.tail, self.head, self.first = apart.tail, apart.head.copy(), apart.first
        self.head[up] = self._landing + layer.size

    def leaving(self, state: int) -> IntArray:
        """Links that leave a state."""
        upper, below = divmod(state, self._layer.size)
        return self._layer.leaving(below) + upper * len(self._layer.tail)

    def to_any(
        self,
        starts: IntArray,
        values: IntArray,
        weight: IntArray,
        at_most: IntArray | None = None,
    ) -> IntArray:
        """Least weight from every state to any of some; `at_most` is that of the upper layer."""
        layer, up, upper = self._layer, self._up, starts >= self._layer.size
        level, over = weight[: len(layer.tail)].copy(), weight[len(layer.tail) :]
        above = layer.to_any(starts[upper] - layer.size, values[upper], over, at_most)
        level[up] = NEVER
        below = layer.to_any(
            np.concatenate([starts[~upper], layer.tail[up]]),
            np.concatenate([values[~upper], np.minimum(weight[up] + above[self._landing], NEVER)]),
            level,
        )
        return np.concatenate([below, above])


# Of so many open links the shut ones are swept along.
_MOSTLY = 0.7
NO_LINKS: IntArray = np.zeros(0, dtype=np.int64)


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
    parts = [part for side in sides if (part := _open_part(side, weight)) is not None]
    # Done once every side has had a turn, its own last one among them, that improves nothing.
    turn = still = 0
    while still < len(parts):
        own, others, starts, ends = parts[turn % len(parts)]
        turn += 1
        reach = np.minimum.reduceat(own + value[others], starts)
        before = value[ends]
        if (reach < before).any():
            value[ends] = np.minimum(before, reach)
            still = 0
        else:
            still += 1
    return value


def _open_part(
    side: _Side, weight: IntArray
) -> tuple[IntArray, IntArray, IntArray, IntArray] | None:
    """Weights of a side's links, the states they lead to, where those of each state start, and these."""
    own = weight[side.links]
    open_ = own < NEVER
    count = np.count_nonzero(open_)
    if count > _MOSTLY * len(own):
        return own, side.others, side.starts, side.ends
    if not count:
        return None
    usable = open_.nonzero()[0]
    first = usable.searchsorted(side.starts)
    kept = np.empty(len(first), dtype=np.bool_)
    kept[:-1] = first[1:] > first[:-1]
    kept[-1] = first[-1] < count
    return own[usable], side.others[usable], first[kept], side.ends[kept]
