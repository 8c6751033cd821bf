"""
Where drivers drive, stand and change: what each link does to the hours driven since the last rest.

A road haul is driven. A border that the truck passes is a stand, which may be drawn out to a whole
rest. At a change of vehicle, on rails and at sea another driver takes over, or the same one has
rested: a terminal, a port, a change of truck at a border, a ship.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.planning.links.bills import HaulPart, HaulPricing
from corridor.planning.links.table import IntArray, LinkTable
from corridor.pricing.borders import BorderLink
from corridor.pricing.regimes import changes_truck


class Role(IntEnum):
    """What a link does to the hours driven: leaves them, adds some, may end them, ends them."""

    KEPT = 0
    DRIVEN = 1
    STOOD = 2
    FRESH = 3


class Hop(NamedTuple):
    """What one link does: its role, minutes of driving, the crew's shift and whole rest."""

    role: int
    minutes: int
    shift: int
    rest: int


# Another driver goes on.
ANOTHER = Hop(Role.FRESH, 0, 0, 0)


def part_hop(part: HaulPart, row: int) -> Hop:
    """What a haul of a part does."""
    minutes, shift, rest = part.driving[:, row].tolist()
    return Hop(Role.DRIVEN if shift else Role.KEPT, minutes, shift, rest)


@dataclass(frozen=True)
class Driving:
    """
    What every link of a network does to the hours driven.

    `minutes` are those of driving, `shift` and `rest` the minutes of the crew there, of a border
    those of the country left. `begun` are quarter hours driven before the journey starts. A network
    whose links are laid out several times has that of one layer.
    """

    role: npt.NDArray[np.uint8]
    minutes: IntArray
    shift: IntArray
    rest: IntArray
    begun: int = 0

    @cached_property
    def longest_rest(self) -> int:
        """The longest whole rest, in minutes."""
        return int(self.rest.max(initial=0))

    def of(self, link: int) -> Hop:
        """What one link does; where links are laid out several times, they number on."""
        link %= len(self.role)
        found = self.known_hops.get(link)
        if found is None:
            found = self.known_hops[link] = Hop._make(self._hops[link].tolist())
        return found

    def but(self, hops: Mapping[int, Hop]) -> Driving:
        """The same where some links do something else."""
        found = replace(self)
        found.known_hops.update({**self.known_hops, **hops})
        return found

    @cached_property
    def known_hops(self) -> dict[int, Hop]:
        """What links do, as far as it was asked."""
        return {}

    @cached_property
    def _hops(self) -> IntArray:
        """One row a link, as an array gives up its values one by one slowly."""
        return np.stack([self.role, self.minutes, self.shift, self.rest], axis=1)


def driving_of(table: LinkTable, parts: Sequence[HaulPart], stands: IntArray) -> Driving:
    """
    What the links of a table do to the hours driven.

    `parts` are the hauls that the rows of line-hauls number through, `stands` those of borders
    (`stands_of`).
    """
    role = np.full(table.count, Role.FRESH, dtype=np.uint8)
    role[table.kind == LinkKind.ACCESS.code] = Role.KEPT
    minutes, shift, rest = (np.zeros(table.count, dtype=np.int64) for _ in range(3))
    hauls = np.flatnonzero(table.kind == LinkKind.LINE_HAUL.code)
    if len(hauls):
        rows = table.row[hauls]
        driven = [part.driving for part in parts]
        for column, number in ((minutes, 0), (shift, 1), (rest, 2)):
            column[hauls] = np.concatenate([d[number] for d in driven])[rows]
        role[hauls] = np.where(shift[hauls] > 0, Role.DRIVEN, Role.KEPT)
    crossed = np.flatnonzero(table.kind == LinkKind.BORDER.code)
    if len(crossed):
        shift[crossed], rest[crossed] = stands[table.row[crossed]].T
        role[crossed] = np.where(shift[crossed] > 0, Role.STOOD, Role.FRESH)
    return Driving(role, minutes, shift, rest)


def stands_of(borders: Sequence[BorderLink], pricing: HaulPricing) -> IntArray:
    """
    Minutes of shift and rest of the driver who stands at each border, shape (n, 2).

    Both are 0 where another driver goes on: on rails, and where the truck is changed.
    """
    found = np.zeros((len(borders), 2), dtype=np.int64)
    for number, border in enumerate(borders):
        if border.crossing.mode is Mode.ROAD and not changes_truck(border.regime):
            shift = pricing.shift_in(border.country_from)
            found[number] = shift.drive_min, shift.rest_min.typical
    return found
