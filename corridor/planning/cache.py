"""What a planner keeps between queries, bounded in bytes; it never changes an answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Set
from itertools import islice
from types import FunctionType
from typing import TypeVar

import numpy as np
from cachetools import LRUCache
from msgspec import Struct

from corridor.graph.corridor_graph import CorridorGraph
from corridor.tables.dataset import Dataset

MOST_BYTES = 256 * 2**20
# Of longer collections about so many entries are measured and stand for the rest.
_MEASURED = 3
# Bytes of an object without its parts, and of an entry of a collection, as Python lays them out.
_OBJECT, _ENTRY = 64, 16

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
        # Even what is shared whole takes its place: with no room nothing is kept.
        size = _OBJECT + size_of(made)
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


# What all queries share, rows of the tables included, is counted nowhere.
_SHARED = (Dataset, CorridorGraph, Struct, PlannerCache, type, FunctionType)


def size_of(thing: object) -> int:
    """Bytes of a thing and of what hangs on it; of long collections a few entries stand for all."""
    return _size(thing, set())


def _size(thing: object, seen: set[int]) -> int:
    if id(thing) in seen or isinstance(thing, _SHARED):
        return 0
    seen.add(id(thing))
    if isinstance(thing, np.ndarray):
        return int(thing.nbytes) + _OBJECT
    if isinstance(thing, Mapping):
        return _sizes(thing.keys(), seen) + _sizes(thing.values(), seen)
    if isinstance(thing, (tuple, list, Set)):
        return _sizes(thing, seen)
    slots = getattr(type(thing), "__slots__", ())
    parts = [getattr(thing, name, None) for name in slots]
    parts += getattr(thing, "__dict__", {}).values()
    return _OBJECT + sum(_size(part, seen) for part in parts)


def _sizes(things: Collection[object], seen: set[int]) -> int:
    """Bytes of a collection: those spread evenly in it stand for all."""
    step = max(len(things) // _MEASURED, 1)
    measured = [_size(thing, seen) for thing in islice(things, 0, None, step)]
    each = sum(measured) / max(len(measured), 1)
    return round(_OBJECT + len(things) * (each + _ENTRY))
