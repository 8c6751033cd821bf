"""
Write data/feast_days.csv: python tools/make_feasts.py.

First days of the feasts by the moon that holidays.csv names, of every year that a journey may
touch, as the holidays package has them for each country. Needs that package at the version named
below and nothing else beside corridor; it is no part of any extra, since only this table needs it.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from importlib.metadata import version

from corridor.tables.read import data_dir

VERSION, SOURCE, AS_OF = "0.109", "github-com-2ed07a", "2026-11"
# Departures are taken from 2005 to 2045, and a journey may end the year after.
YEARS = range(2004, 2047)
_MOON = ("AF", "IR", "KZ", "PK", "TM", "UZ")
# Feast, and words of the name it has there in English; the first that a country knows counts.
_WORDS = {
    "eid_al_fitr": ("eid al-fitr", "eid-ul-fitr", "ramazan hayit", "oraz bayram"),
    "eid_al_adha": ("eid al-adha", "eid-ul-adha", "kurban", "qurban"),
    "ashura": ("ashura",),
    "arbaeen": ("arbaeen",),
    "spring_festival": ("chinese new year (",),
    "dragon_boat": ("dragon boat",),
    "mid_autumn": ("mid-autumn",),
}
# What the posts named in holidays.csv keep.
FEASTS = {
    "AF": ("eid_al_fitr", "eid_al_adha"),
    "CN": ("spring_festival", "dragon_boat", "mid_autumn"),
    "IR": ("eid_al_fitr", "ashura", "arbaeen"),
    "KZ": ("eid_al_adha",),
    "PK": ("eid_al_fitr", "eid_al_adha", "ashura"),
    "TM": ("eid_al_fitr", "eid_al_adha"),
    "UZ": ("eid_al_fitr", "eid_al_adha"),
}


def days(country: str, feast: str) -> Iterator[tuple[date, bool]]:
    """First day of each run of days of a feast, and whether it is computed and not announced."""
    named: dict[date, str] = {}
    for day, text in sorted(
        import_module("holidays").country_holidays(country, years=YEARS, language="en_US").items()
    ):
        for name in text.split("; "):
            word = name.lower()
            if "observed" not in word and any(word.startswith(w) for w in _WORDS[feast]):
                named.setdefault(day, word)
    for day, word in named.items():
        # Tasua, the eve of Ashura, goes by the name of the feast in Pakistan: the last counts.
        beside = day + timedelta(days=1 if feast == "ashura" else -1)
        if beside not in named:
            yield day, "estimated" in word


def rows() -> Iterator[list[str]]:
    """Cells of every row, by country, feast and day."""
    for country, feasts in sorted(FEASTS.items()):
        for feast in feasts:
            for day, guessed in days(country, feast):
                by_sun_and_moon = country == "CN"
                yield [
                    f"{country.lower()}_{feast}_{day.isoformat()}",
                    feast,
                    country,
                    day.isoformat(),
                    SOURCE,
                    AS_OF,
                    "estimate" if guessed else "derived",
                    "By the Chinese calendar"
                    if by_sun_and_moon
                    else "Computed; the moon may move it a day"
                    if guessed
                    else "As announced, by the package",
                ]


def main() -> int:
    """Write the table."""
    if version("holidays") != VERSION:
        print(f"holidays {version('holidays')} is installed, {VERSION} is cited", file=sys.stderr)
        return 2
    with (data_dir() / "feast_days.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(
            ["id", "feast", "country", "day", "source_id", "as_of", "confidence", "note"]
        )
        writer.writerows(rows())
    return 0


if __name__ == "__main__":
    sys.exit(main())
