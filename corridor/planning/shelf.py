"""What a planner keeps between queries, bounded in bytes; it never changes an answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterable, Mapping, Set
from itertools import islice
from types import FunctionType
from typing import TypeVar

import numpy as np
from cachetools import LRUCache

from corridor.graph.corridor_graph import CorridorGraph
from corridor.tables.library import Library

MOST_BYTES = 256 * 2**20
# Of longer collections so many entries are measured and stand for the rest.
_MEASURED = 32
# What all queries share is counted nowhere.
_SHARED = (Library, CorridorGraph, type, FunctionType)

T = TypeVar("T")


class PlannerCache:
    """
    Work that queries of one data set and graph share; what falls out is made again.

    The least recently used goes first, and never more than `most_bytes` are held, as `size_of`
    measures. What alone is larger is not kept.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """Start empty."""
        self._found: LRUCache[Hashable, tuple[object, int]] = LRUCache(
            most_bytes, getsizeof=lambda entry: entry[1]
        )

    def get(self, name: str, key: Hashable, make: Callable[[], T]) -> T:
        """What was made under a name for a key, or is made now."""
        entry = self._found.get((name, key))
        if entry is not None:
            return entry[0]  # type: ignore[return-value]
        made = make()
        size = size_of(made)
        if size <= self._found.maxsize:
            self._found[name, key] = made, size
        return made

    @property
    def size_bytes(self) -> int:
        """Bytes held, by measure."""
        return int(self._found.currsize)

    @property
    def most_bytes(self) -> int:
        """Bytes that may be held."""
        return int(self._found.maxsize)

    def __len__(self) -> int:
        """How many things are held."""
        return len(self._found)


def size_of(thing: object) -> int:
    """Bytes of a thing and of what hangs on it; long collections are measured in part."""
    return _size(thing, set())


def _size(thing: object, seen: set[int]) -> int:
    if id(thing) in seen or isinstance(thing, (*_SHARED, PlannerCache)):
        return 0
    seen.add(id(thing))
    if isinstance(thing, np.ndarray):
        return int(thing.nbytes) + sys.getsizeof(thing, 0)
    size = sys.getsizeof(thing, 64)
    if isinstance(thing, (str, bytes, int, float)):
        return size
    if isinstance(thing, Mapping):
        return size + _sizes(thing.keys(), seen) + _sizes(thing.values(), seen)
    if isinstance(thing, (tuple, list, Set)):
        return size + _sizes(thing, seen)
    slots = (getattr(thing, name, None) for name in getattr(type(thing), "__slots__", ()))
    return size + _sizes((*slots, *getattr(thing, "__dict__", {}).values()), seen)


def _sizes(things: Iterable[object], seen: set[int]) -> int:
    """Bytes of some things; of many those spread evenly among them stand for all."""
    found = things if isinstance(things, tuple | list) else list(things)
    step = max(len(found) // _MEASURED, 1)
    measured = [_size(thing, seen) for thing in islice(found, 0, None, step)]
    return round(sum(measured) * len(found) / max(len(measured), 1))
