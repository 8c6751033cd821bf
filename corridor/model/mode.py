"""How cargo moves: by rail, road or sea."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property


class Mode(StrEnum):
    """
    A mode of transport; a member is its own text in tables, options and JSON.

    The order of the members is that of their codes: the compiled graph holds these.
    """

    RAIL = "rail"
    ROAD = "road"
    SEA = "sea"

    @cached_property
    def code(self) -> int:
        """Its number in arrays: 0 rail, 1 road, 2 sea."""
        return MODES.index(self)

    @cached_property
    def bit(self) -> int:
        """Its bit where a number stands for a set of modes."""
        return 1 << self.code

    @property
    def line(self) -> str:
        """What a place has, or a unit goes by, in a sentence: a railway, a road, a ship."""
        return {Mode.RAIL: "railway", Mode.ROAD: "road", Mode.SEA: "ship"}[self]


# By their code.
MODES = tuple(Mode)
LAND_MODES = (Mode.RAIL, Mode.ROAD)
