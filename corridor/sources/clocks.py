"""Local clocks: how far the clock of a place is ahead of UTC."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, hypot, radians

from corridor.sources.library import Library
from corridor.sources.records import Hub, TimeZone


class Clocks:
    """The clocks of the tables' places; a place without a row has none."""

    def __init__(self, library: Library) -> None:
        """Index the rows by place and by country."""
        self._hubs: Mapping[str, Hub] = library.hub
        self._named: dict[str, TimeZone] = {}
        self._rest: dict[str, TimeZone] = {}
        for row in library.time_zones:
            if not row.hubs:
                self._rest[row.country] = row
            for hub_id in row.hubs:
                self._named[hub_id] = row

    def of_hub(self, hub_id: str) -> float | None:
        """Hours that the clock of a place is ahead of UTC, None where no row tells."""
        row = self._named.get(hub_id) or self._rest.get(self._hubs[hub_id].country)
        return row.utc_offset_h if row is not None else None

    def of_point(self, country: str, lon: float, lat: float) -> float | None:
        """The clock of the nearest place of a country, for a point in it; degrees WGS84."""
        narrow = cos(radians(lat))
        places = [h for h in self._hubs.values() if h.country == country]
        near = min(places, key=lambda h: hypot((h.lon - lon) * narrow, h.lat - lat), default=None)
        return self.of_hub(near.id) if near is not None else None
