"""An all-in freight at sea holds the surcharges of its time, and the bill asks none of them again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from corridor.checks.bills import faults_of
from corridor.model.answer import Itinerary
from corridor.model.dates import last_day
from corridor.model.held import Held
from corridor.model.mode import Mode
from corridor.model.query import Query
from corridor.pricing.sea import sailings
from corridor.tables.dataset import Dataset
from tests.real import DAY, dataset, solve

_WAR = "sea_surcharges:hormuz_war_risk_feu"
_ALL_IN = "shanghai_jebel_ali_feu"


def of_time(as_of: str) -> Dataset:
    """The tables with the freight Shanghai - Jebel Ali as of another time."""
    rows = (structs.replace(r, as_of=as_of) if r.id == _ALL_IN else r for r in dataset().sea_rates)
    return replace(dataset(), sea_rates=tuple(rows))


def sailed(tables: Dataset) -> Itinerary:
    query = Query(
        origin="Shanghai port", destination="Jebel Ali port", depart=DAY, modes=(Mode.SEA,), k=1
    )
    way = solve(query, tables)[3]
    assert way is not None
    assert f"sea_rates:{_ALL_IN}" in {r for leg in way.legs for i in leg.items for r in i.rows}
    return way


def asked(way: Itinerary) -> set[str]:
    rows = {r for leg in way.legs for i in leg.items if i.cost for r in i.rows}
    return {r for r in rows if r.startswith("sea_surcharges:")}


def test_what_began_after_an_all_in_freight_is_billed_beside_it_and_nothing_else() -> None:
    """The index is of November 2025, the emergency freight through Hormuz of March 2026."""
    plain, later = sailed(dataset()), sailed(of_time("2026-04"))
    assert _WAR in asked(plain)
    assert _WAR not in asked(later)
    for way, tables in ((plain, dataset()), (later, of_time("2026-04"))):
        assert faults_of(way, tables) == []


def test_a_surcharge_asked_beside_a_freight_that_holds_it_is_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tables = of_time("2026-04")
    monkeypatch.setattr(sailings, "held", lambda *_: False)
    assert any(f"{_WAR} on" in fault for fault in faults_of(sailed(tables), tables))


def test_only_freights_said_to_be_all_in_hold_surcharges_and_their_notes_say_so() -> None:
    holding = [r for r in dataset().sea_rates if r.holds]
    assert holding
    for row in holding:
        assert row.holds == (Held.SEABORNE_SURCHARGES,)
        assert "all-in" in row.note
        assert last_day(row.as_of) is not None
    apart = [r for r in dataset().sea_rates if "surcharges and THC apart" in r.note]
    assert apart
    assert not any(r.holds for r in apart)
