"""Quotes of six well-known corridors against kept files, item by item."""

from __future__ import annotations

import os
from datetime import datetime
from difflib import unified_diff
from pathlib import Path

import pytest

from corridor.model.answer import Itinerary
from corridor.model.band import Band, total
from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.model.query import Query
from corridor.text_table import columns
from tests.real import engine
from tests.words import item_name, words

KEPT = Path(__file__).parent / "golden_quotes"
WRITE = os.environ.get("CORRIDOR_GOLDEN") == "write"
DAY = datetime(2026, 12, 1, 8)
QUOTES = {
    "minsk_karachi_feu": Query(origin="Minsk", destination="Karachi", depart=DAY),
    "karachi_tashkent_by_road": Query(
        origin="Karachi",
        destination="Tashkent",
        depart=DAY,
        consignment=Consignment(unit="truck"),
        modes=(Mode.ROAD,),
        crew="two_drivers",
        open=("torkham_road", "hairatan_road"),
    ),
    "karachi_port_kabul_teu": Query(
        origin="Karachi port",
        destination="Kabul",
        depart=DAY,
        consignment=Consignment(unit="TEU"),
        open=("torkham_road",),
    ),
    "moscow_bandar_abbas_by_rail": Query(
        origin="Moscow", destination="Bandar Abbas", depart=DAY, via=("Bolashak",)
    ),
    "almaty_poti_by_the_caspian": Query(
        origin="Almaty", destination="Poti port", depart=DAY, via=("Aktau port",)
    ),
    "tashkent_jebel_ali": Query(origin="Tashkent", destination="Jebel Ali", depart=DAY),
}


def table(itinerary: Itinerary) -> str:
    """The items of a bill by name, dollars and hours, and the totals."""
    names: dict[str, list[tuple[str, Band, Band]]] = {}
    for leg in itinerary.legs:
        for item in leg.items:
            name = f"({item_name(item)})" if item.outside_total else item_name(item)
            names.setdefault(name, []).append(("|".join(item.rows), item.cost, item.time))
    rows = [("item", "USD", "low", "high", "hours", "low", "high")]
    for name, found in names.items():
        cost = total((key, band) for key, band, _ in found)
        time = total((key, band) for key, _, band in found)
        rows.append((name, *_dollars(cost), *_hours(time)))
    rows.append(("total", *_dollars(itinerary.cost), *_hours(itinerary.time)))
    crossed = ", ".join(b.crossing_id for b in itinerary.borders)
    guessed = (itinerary.estimate_share_cost, itinerary.estimate_share_time)
    head = [
        f"{words(itinerary.label)}: {itinerary.distance_km:,.0f} km, {itinerary.co2e_g / 1000:,.0f} kg CO2e",
        f"borders: {crossed}",
        "estimates: {:.0%} of the dollars, {:.0%} of the hours".format(*guessed),
        "",
    ]
    return "\n".join([*head, *columns(rows, frozenset(range(1, 7)))]) + "\n"


def _dollars(band: Band) -> tuple[str, str, str]:
    typical, low, high = (f"{v / 100:,.0f}" for v in (band.typical, band.low, band.high))
    return typical, low, high


def _hours(band: Band) -> tuple[str, str, str]:
    if not band:
        return "", "", ""
    typical, low, high = (f"{v / 60:,.1f}" for v in (band.typical, band.low, band.high))
    return typical, low, high


@pytest.mark.parametrize("name", sorted(QUOTES))
def test_quote_is_the_one_that_was_looked_at(name: str) -> None:
    """A change is meant only if the commit says which row or rule changed."""
    path = KEPT / f"{name}.txt"
    found = table(engine().ask(QUOTES[name]).itineraries[0])
    if WRITE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    kept = path.read_text(encoding="utf-8")
    diff = "\n".join(unified_diff(kept.splitlines(), found.splitlines(), "kept", "found", n=1))
    assert found == kept, f"CORRIDOR_GOLDEN=write makes it anew\n{diff}"
