"""Questions drawn at random: ends, units, modes, dates and objectives for the laws to be tried on."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import combinations

from corridor.model.consignment import Consignment
from corridor.model.mode import MODES, Mode
from corridor.model.objective import OBJECTIVES
from corridor.model.query import CREWS, Query
from corridor.model.ref import RefKind
from corridor.model.status import RUNNING, Built
from corridor.tables.dataset import Dataset
from corridor.tables.records import Hub

# Every way to allow some modes and not others.
MODE_SETS: tuple[tuple[Mode, ...], ...] = tuple(
    chosen for n in range(1, len(MODES) + 1) for chosen in combinations(MODES, n)
)
# Departures at which the tables differ: winter on the passes, both Eids, the shut spring of 2025,
# the open summer of 2021, the year after the tables end, and a plain autumn day.
DATES: tuple[datetime, ...] = (
    datetime(2026, 12, 1, 8),
    datetime(2027, 1, 20, 8),
    datetime(2027, 3, 8, 8),
    datetime(2027, 5, 14, 20),
    datetime(2025, 3, 10, 8),
    datetime(2021, 7, 1, 8),
    datetime(2027, 9, 20, 13),
    datetime(2026, 9, 1, 8),
)
# Of ten ends: places of the tables that are towns, ports, and points beside a town.
_PORT_OF_TEN, _POINT_OF_TEN = 2, 2
# How far beside its town a point is drawn, in degrees.
_BESIDE_DEG = 0.25
_RAIL_ONLY = ("wagon", "platform")


@dataclass(frozen=True)
class Draw:
    """Draws questions; the same random numbers give the same questions."""

    dataset: Dataset
    random: random.Random

    @cached_property
    def _towns(self) -> dict[Mode, list[Hub]]:
        """Towns with a railway, with a road, and (sea) ports."""
        hubs = sorted(self.dataset.hubs, key=lambda h: h.id)
        land = [h for h in hubs if h.id not in self.dataset.port]
        return {
            Mode.RAIL: [h for h in land if Mode.RAIL in h.modes],
            Mode.ROAD: [h for h in land if Mode.ROAD in h.modes],
            Mode.SEA: [h for h in hubs if h.id in self.dataset.port],
        }

    @cached_property
    def crossings(self) -> list[str]:
        """Crossings of the tables."""
        return sorted(self.dataset.crossing)

    @cached_property
    def ports(self) -> list[str]:
        """Seaports of the tables."""
        return sorted(self.dataset.port)

    @cached_property
    def countries(self) -> list[str]:
        """Countries with a place in the tables."""
        return sorted({h.country for h in self.dataset.hubs})

    @cached_property
    def shut(self) -> list[str]:
        """What is shut or not built: crossings with a closure, planned sections, idle services."""
        dataset = self.dataset
        closed = {
            c.subject_id
            for c in dataset.closures
            if c.subject.kind in (RefKind.CROSSING, RefKind.PORT)
        }
        idle = {s.id for s in dataset.sea_services if s.status not in RUNNING}
        return sorted(closed | idle | {s.id for s in dataset.sections if s.status != Built.OPEN})

    def end(self, unit: str) -> tuple[str, str]:
        """A place for a unit as a person types it, and its country."""
        draw = self.random
        rail_only = unit in _RAIL_ONLY
        turn = draw.randrange(10)
        if turn < _PORT_OF_TEN:
            port = draw.choice(self._towns[Mode.SEA])
            return port.id, port.country
        town = draw.choice(self._towns[Mode.RAIL if rail_only else Mode.ROAD])
        if turn < _PORT_OF_TEN + _POINT_OF_TEN and not rail_only:
            lat = town.lat + draw.uniform(-_BESIDE_DEG, _BESIDE_DEG)
            lon = town.lon + draw.uniform(-_BESIDE_DEG, _BESIDE_DEG)
            return f"{lat:.4f},{lon:.4f}", town.country
        return town.id, town.country

    def query(self, unit: str) -> Query:
        """A question for a unit: ends, day, objective, modes, crew and service."""
        draw = self.random
        while True:
            origin, destination = self.end(unit)[0], self.end(unit)[0]
            if origin != destination:
                break
        modes = self.modes(unit) if draw.random() < 0.4 else MODES
        carried = self.dataset.unit[unit].modes
        # A service that could not act is refused, and proves nothing here.
        trains = ("", "wagonload") if Mode.RAIL in carried and Mode.RAIL in modes else ("",)
        crews = CREWS if Mode.ROAD in carried else CREWS[:1]
        return Query(
            origin=origin,
            destination=destination,
            depart=draw.choice(DATES),
            consignment=Consignment(unit=unit),
            objective=draw.choice(OBJECTIVES),
            modes=modes,
            crew=draw.choice(crews),
            rail_service=draw.choice(trains),
            k=1,
        )

    def modes(self, unit: str, within: Iterable[str] = MODES) -> tuple[Mode, ...]:
        """A set of modes out of some, with at least one that carries the unit."""
        allowed = set(within)
        carried = set(self.dataset.unit[unit].modes)
        sets = [s for s in MODE_SETS if set(s) <= allowed and carried & set(s)]
        return self.random.choice(sets or [tuple(m for m in MODES if m in allowed)])
