"""Door-to-door time of ways with the other crew, where trucks run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corridor.model.answer import Itinerary
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.query import CREWS, Query
from corridor.planning.links.network import Network
from corridor.planning.search.path import Path
from corridor.planning.shelf import Shelf
from corridor.pricing.hauls import HaulRows, road_minutes
from corridor.pricing.load import Load
from corridor.tables.library import Library

# Hauls whose minutes are kept; each is a country and a length.
_MOST_KNOWN = 20_000


@dataclass(frozen=True)
class OtherCrew:
    """The other crew on the network of a query."""

    shelf: Shelf
    library: Library
    load: Load
    query: Query
    network: Network

    def told(self, itineraries: Sequence[Itinerary], found: Sequence[Path]) -> list[Itinerary]:
        """The itineraries with the typical time of the other crew on the same ways."""
        other = next(c for c in CREWS if c != self.query.crew)
        rows = sorted({r for f in found for r in self._road_rows(f)})
        if not rows:
            return list(itineraries)
        minutes = self._minutes(rows, other)
        return [
            replace(i, other_crew=other, other_crew_time_min=self._whole(minutes, f))
            if Mode.ROAD in i.modes
            else i
            for i, f in zip(itineraries, found, strict=True)
        ]

    def _road_rows(self, found: Path) -> list[int]:
        network = self.network
        hauls = (n for n in found.links if network.kind_of(n) is LinkKind.LINE_HAUL)
        rows = (int(network.row[link]) for link in hauls)
        return [r for r in rows if network.hauls.mode(r) is Mode.ROAD]

    def _minutes(self, rows: Sequence[int], crew: str) -> dict[int, int]:
        """Typical minutes of road hauls with a crew, by row of the network."""
        key = (self.load.consignment, crew, self.query.train)
        # By what the time goes by: many hauls of many queries are alike in it.
        known: dict[tuple[str, int], int] = self.shelf.kept("crews", key, dict)
        if len(known) > _MOST_KNOWN:
            known.clear()
        held = {row: self.network.hauls.at(row) for row in rows}
        alike = {row: part.alike(at) for row, (part, at) in held.items()}
        new: dict[str, list[int]] = {}
        for country, metres in sorted(set(alike.values()) - known.keys()):
            new.setdefault(country, []).append(metres)
        if new:
            looked_up = self.shelf.kept("crew rows", key, lambda: self._rows(crew))
            for country, lengths in new.items():
                minutes = road_minutes(looked_up, country, lengths)
                if minutes is not None:
                    ways = [(country, m) for m in lengths]
                    known.update(zip(ways, minutes, strict=True))
        return {row: known[way] for row, way in alike.items() if way in known}

    def _rows(self, crew: str) -> HaulRows:
        return HaulRows(self.load, self.library, crew, self.query.train)

    def _whole(self, minutes: dict[int, int], found: Path) -> int:
        """Typical minutes of a way with the road hauls of that crew."""
        network = self.network
        total = found.minutes
        for link in found.links:
            if network.kind_of(link) is LinkKind.LINE_HAUL:
                own = int(network.time[link])
                total += minutes.get(int(network.row[link]), own) - own
        return total
