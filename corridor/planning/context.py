"""What planning stands on: one data set, one graph, and the work kept between queries."""

from __future__ import annotations

from dataclasses import dataclass, field

from corridor.graph.corridor_graph import CorridorGraph
from corridor.planning.cache import PlannerCache
from corridor.tables.clocks import Clocks
from corridor.tables.dataset import Dataset


@dataclass(frozen=True)
class PlanningContext:
    """
    The tables, the graph compiled from them with its content hash, and kept work.

    Never changed by a query but for the cache, whose content never changes an answer.
    """

    dataset: Dataset
    graph: CorridorGraph
    graph_hash: str
    cache: PlannerCache = field(default_factory=PlannerCache, compare=False, repr=False)

    @property
    def clocks(self) -> Clocks:
        """The clocks of the places of the tables."""
        return self.cache.get("clocks", 0, lambda: Clocks(self.dataset))
