"""Door-to-door time of ways with the other crew, where trucks run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corridor.model.answer import Itinerary
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.query import CREWS, Query
from corridor.planning.cache import PlannerCache
from corridor.planning.links.network import Network
from corridor.planning.search.path import Path
from corridor.pricing.hauls import HaulRows, road_minutes
from corridor.pricing.load import Load
from corridor.tables.library import Library


@dataclass(frozen=True)
class OtherCrew:
    """The other crew on the network of a query."""

    cache: PlannerCache
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
        by_country: dict[str, list[int]] = {}
        for row in rows:
            by_country.setdefault(self.network.hauls.country(row), []).append(row)
        found: dict[int, int] = {}
        speeds = self.cache.get(
            "crew rows", key, lambda: HaulRows(self.load, self.library, crew, self.query.train)
        )
        for country, hauls in sorted(by_country.items()):
            lengths = [self.network.hauls.length_m(row) for row in hauls]
            minutes = road_minutes(speeds, country, lengths)
            if minutes is not None:
                found.update(zip(hauls, minutes, strict=True))
        return found

    def _whole(self, minutes: dict[int, int], found: Path) -> int:
        """Typical minutes of a way with the road hauls of that crew."""
        network = self.network
        total = found.minutes
        for link in found.links:
            if network.kind_of(link) is LinkKind.LINE_HAUL:
                own = int(network.time[link])
                total += minutes.get(int(network.row[link]), own) - own
        return total
