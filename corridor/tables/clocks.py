"""Local clocks: the time zone that a place keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from math import cos, hypot, radians

from corridor.model.ref import RefKind
from corridor.tables.dataset import Dataset
from corridor.tables.records import Closure, Crossing, Hub, TimeZone
from corridor.tables.zones import zone


class Clocks:
    """The clocks of the tables' places; a place in a country without a row has none."""

    def __init__(self, dataset: Dataset) -> None:
        """Index the rows by place and by country."""
        self._dataset = dataset
        self._hubs: Mapping[str, Hub] = dataset.hub
        self._named: dict[str, TimeZone] = {}
        self._rest: dict[str, TimeZone] = {}
        for row in dataset.time_zones:
            if not row.hubs:
                self._rest[row.country] = row
            for hub_id in row.hubs:
                self._named[hub_id] = row
        self._rows: dict[str, TimeZone | None] = {}

    def of_hub(self, hub_id: str) -> tzinfo | None:
        """The clock of a place, None where no row tells."""
        if hub_id not in self._rows:
            self._rows[hub_id] = self._row(self._hubs[hub_id])
        row = self._rows[hub_id]
        return None if row is None else zone(row.zone)

    def of_point(self, country: str, lon: float, lat: float) -> tzinfo | None:
        """The clock of the nearest place of a country, for a point in it; degrees WGS84."""
        near = _nearest((h for h in self._hubs.values() if h.country == country), lon, lat)
        return self.of_hub(near.id) if near is not None else None

    def of_place(self, place_id: str, country: str, lon: float, lat: float) -> tzinfo | None:
        """The clock of a place of an answer: a hub, a side of a crossing or a point."""
        if place_id in self._hubs:
            return self.of_hub(place_id)
        crossing_id, _, side = place_id.partition("|")
        crossing = self._dataset.crossing.get(crossing_id)
        if crossing is not None and side:
            return self.of_side(crossing, side)
        return self.of_point(country, lon, lat)

    def of_side(self, crossing: Crossing, country: str) -> tzinfo | None:
        """The clock of the post of one side of a crossing."""
        return self.of_hub(crossing.hub_a if country == crossing.country_a else crossing.hub_b)

    def of_closure(self, row: Closure) -> tuple[tzinfo | None, ...]:
        """
        The clocks by which the days of a closure are counted.

        A crossing, a section or a sea service has one at each end; a sea passage keeps that of Greenwich.
        """
        dataset, key = self._dataset, row.subject_id
        if row.subject_kind == RefKind.CROSSING and key in dataset.crossing:
            crossing = dataset.crossing[key]
            return self.of_hub(crossing.hub_a), self.of_hub(crossing.hub_b)
        if row.subject_kind == RefKind.SECTION and key in dataset.section:
            section = dataset.section[key]
            return self.of_hub(section.from_id), self.of_hub(section.to_id)
        if row.subject_kind == RefKind.PORT and key in self._hubs:
            return (self.of_hub(key),)
        if row.subject_kind == RefKind.SERVICE and key in dataset.service:
            service = dataset.service[key]
            return self.of_hub(service.from_port), self.of_hub(service.to_port)
        return (zone("Etc/UTC"),)

    def _row(self, hub: Hub) -> TimeZone | None:
        """The row of a place; of a country with several clocks that of the nearest place named."""
        named = self._named.get(hub.id) or self._rest.get(hub.country)
        if named is not None:
            return named
        known = (self._hubs[h] for h in self._named if self._hubs[h].country == hub.country)
        near = _nearest(known, hub.lon, hub.lat)
        return self._named[near.id] if near is not None else None


def _nearest(hubs: Iterable[Hub], lon: float, lat: float) -> Hub | None:
    narrow = cos(radians(lat))
    return min(hubs, key=lambda h: hypot((h.lon - lon) * narrow, h.lat - lat), default=None)
