"""What a planner keeps between queries: priced bases, sorted pieces; bounded, never changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from typing import TypeVar

from corridor.graph.corridor_graph import CorridorGraph
from corridor.planning.links.base import Base, Shore
from corridor.planning.links.bills import HaulPricing
from corridor.planning.links.pieces import PieceStore
from corridor.pricing.load import Load
from corridor.pricing.track import Track
from corridor.tables.library import Library

# Consignments priced, days of sailings priced, and other things kept at a time.
_SHORES, _BASES, _OTHERS = 8, 24, 2048

T = TypeVar("T")


class Shelf:
    """Kept work of one library and graph; what falls out is made again, never different."""

    def __init__(self) -> None:
        """Start empty."""
        self._store: PieceStore | None = None
        self._kept: dict[str, dict[Hashable, object]] = {}

    def _get(self, name: str, key: Hashable, most: int, make: Callable[[], T]) -> T:
        kept = self._kept.setdefault(name, {})
        if key in kept:
            # The last used stands last, the first is dropped.
            kept[key] = found = kept.pop(key)
            return found  # type: ignore[return-value]
        made = make()
        if len(kept) >= most:
            kept.pop(next(iter(kept)))
        kept[key] = made
        return made

    def kept(self, name: str, key: Hashable, make: Callable[[], T]) -> T:
        """What was made for a key, or made now."""
        return self._get(name, key, _OTHERS, make)

    def store(self, graph: CorridorGraph) -> PieceStore:
        """The pieces of the graph, sorted."""
        if self._store is None:
            self._store = PieceStore(graph)
        return self._store

    def track(self, graph: CorridorGraph, library: Library) -> Track:
        """What the track of each piece is like."""
        return self._get("track", 0, 1, lambda: Track.of(graph.piece_section.tolist(), library))

    def base(
        self,
        graph: CorridorGraph,
        library: Library,
        load: Load,
        *,
        crew: str,
        rail_service: str,
        on: date,
    ) -> Base:
        """Every link priced for a load, a service and the sailings of a day."""
        store = self.store(graph)
        key = (load.consignment, crew, rail_service)
        shore = self._get(
            "shore",
            key,
            _SHORES,
            lambda: Shore.of(
                graph,
                library,
                store,
                HaulPricing(load, library, crew, rail_service, self.track(graph, library)),
            ),
        )
        return self._get("base", (*key, on), _BASES, lambda: shore.base(on))
