"""Variants of links, and the two states of a stop."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from corridor.graph.corridor_graph import CorridorGraph
from corridor.tables.dataset import Dataset

ANY, LOCAL, TRANSIT = range(3)
BY_ORIGIN, BY_DESTINATION, BY_UNION = 1, 2, 4
NOWHERE = -1


# Kinds of hubs that stand at a border post.
_POSTS = ("border_rail", "border_road", "gauge_change")
State = TypeVar("State", int, "npt.NDArray[np.int64]")


def border_places(graph: CorridorGraph, dataset: Dataset) -> tuple[frozenset[int], frozenset[int]]:
    """Places where borders are crossed, and places at their posts, by index."""
    index = graph.place_index
    posts = (index[h.id] for h in dataset.hubs if h.kind in _POSTS and h.id in index)
    return graph.border_places, frozenset(posts)


def dep(stop: State) -> State:
    """State of leaving a stop, in the first layer."""
    return 2 * stop


def arr(stop: State) -> State:
    """State of having arrived at a stop, in the first layer."""
    return 2 * stop + 1
