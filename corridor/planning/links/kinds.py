"""Variants of links, and the two states of a stop."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

ANY, LOCAL, TRANSIT = range(3)
BY_ORIGIN, BY_DESTINATION, BY_UNION = 1, 2, 4
NOWHERE = -1


State = TypeVar("State", int, "npt.NDArray[np.int64]")


def dep(stop: State) -> State:
    """State of leaving a stop, in the first layer."""
    return 2 * stop


def arr(stop: State) -> State:
    """State of having arrived at a stop, in the first layer."""
    return 2 * stop + 1
