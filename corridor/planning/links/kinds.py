"""Kinds of links, their variants, and the two states of a stop."""

from __future__ import annotations

HAUL, BORDER, TRANSFER, PORT, SAILING, FREE = range(6)
KIND_NAMES = ("line_haul", "border", "transfer", "port", "sailing", "free")
ANY, LOCAL, TRANSIT = range(3)
BY_ORIGIN, BY_DESTINATION, BY_UNION = 1, 2, 4
NOWHERE = -1


def dep(stop: int) -> int:
    """State of leaving a stop, in the first layer."""
    return 2 * stop


def arr(stop: int) -> int:
    """State of having arrived at a stop, in the first layer."""
    return 2 * stop + 1
