"""
Write data/time_zones.csv from the places: python tools/make_time_zones.py.

A country with one clock has one row. In a country with several every place is named in the row
of its zone, found by its position (timezonefinder, an extra of the build). Dates of changes,
summer time included, are in the tzdata package and not here.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from math import cos, hypot, radians

from timezonefinder import TimezoneFinder

from corridor.tables.dataset import load
from corridor.tables.read import data_dir
from corridor.tables.records import Hub

SOURCE, AS_OF = "iana-org-e378e2", "2026-11"
# The clock of Beijing is kept in Xinjiang too; the other names keep one clock since 1992.
_SAME = {
    "Asia/Urumqi": ("Asia/Shanghai", "the posts keep the clock of Beijing, also in Xinjiang"),
    "Asia/Samarkand": ("Asia/Tashkent", ""),
}


def zones(hubs: Sequence[Hub], of_country: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Zone of each place by id; a post drawn over its border keeps that of its own country."""
    finder = TimezoneFinder()
    found: dict[str, str] = {}
    for hub in hubs:
        name = finder.timezone_at(lng=hub.lon, lat=hub.lat) or ""
        name = _SAME.get(name, (name, ""))[0]
        if name in of_country[hub.country]:
            found[hub.id] = name
    for hub in hubs:
        if hub.id not in found:
            own = [h for h in hubs if h.id in found and h.country == hub.country]
            _, near = min((_far(h, hub), h.id) for h in own)
            found[hub.id] = found[near]
    return found


def _far(one: Hub, other: Hub) -> float:
    return hypot((one.lon - other.lon) * cos(radians(other.lat)), one.lat - other.lat)


def known_zones() -> dict[str, frozenset[str]]:
    """Zones of each country by the table of the database, its ISO codes."""
    from importlib.resources import files

    found: dict[str, set[str]] = {}
    for line in files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            country, _, name = line.split("\t")[:3]
            found.setdefault(country, set()).add(_SAME.get(name, (name, ""))[0])
    return {country: frozenset(names) for country, names in found.items()}


def rows(hubs: Sequence[Hub]) -> list[list[str]]:
    """Cells of every row, in the order of their ids."""
    found = zones(hubs, known_zones())
    table: list[list[str]] = []
    for country in sorted({h.country for h in hubs}):
        names = Counter(found[h.id] for h in hubs if h.country == country)
        for name in sorted(names):
            several = len(names) > 1
            named = sorted(h.id for h in hubs if h.country == country and found[h.id] == name)
            city = name.rpartition("/")[2].lower()
            table.append(
                [
                    f"{country.lower()}_{city}",
                    country,
                    "|".join(named) if several else "",
                    name,
                    SOURCE,
                    AS_OF,
                    "derived" if several else "published",
                    "Zone by the position of each place" if several else _note(name),
                ]
            )
    return table


def _note(name: str) -> str:
    return next(
        (f"{note[0].upper()}{note[1:]}" for n, note in _SAME.values() if n == name and note), ""
    )


def main() -> int:
    """Write the table."""
    path = data_dir() / "time_zones.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(
            ["id", "country", "hubs", "zone", "source_id", "as_of", "confidence", "note"]
        )
        writer.writerows(rows(load().hubs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
