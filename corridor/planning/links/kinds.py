"""Variants of links, and the two states of a stop."""

from __future__ import annotations

ANY, LOCAL, TRANSIT = range(3)
BY_ORIGIN, BY_DESTINATION, BY_UNION = 1, 2, 4
NOWHERE = -1


def dep(stop: int) -> int:
    """State of leaving a stop, in the first layer."""
    return 2 * stop


def arr(stop: int) -> int:
    """State of having arrived at a stop, in the first layer."""
    return 2 * stop + 1
