"""The bills of drawn itineraries hold nothing twice, and the check sees it when one does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from msgspec import structs

from corridor.checks.bills import check_bills, faults_of
from corridor.model import charge as charges
from corridor.model.answer import Item, Itinerary
from corridor.model.consignment import Consignment
from corridor.model.mode import LAND_MODES, Mode
from corridor.model.query import Query
from corridor.tables.dataset import Dataset
from tests.longer import many
from tests.real import DAY, dataset, engine, solve

MAZAR_TASHKENT = Query(
    origin="Mazar-i-Sharif",
    destination="Tashkent",
    depart=DAY,
    modes=(Mode.ROAD,),
    consignment=Consignment(unit="truck"),
    open=("salang__charikar__road",),
)
URUMQI_ALMATY = Query(
    origin="Urumqi",
    destination="Almaty",
    depart=DAY,
    modes=(Mode.RAIL,),
    consignment=Consignment(unit="wagon"),
)


def best(query: Query, tables: Dataset | None = None) -> Itinerary:
    """The best way, on other tables if given."""
    itinerary = solve(query, tables)[3]
    assert itinerary is not None
    return itinerary


def holding_nothing(table: str) -> Dataset:
    """The tables with all that a table's figures hold left out, as before the column was there."""
    changed: Any = {table: tuple(structs.replace(r, holds=()) for r in getattr(dataset(), table))}
    return replace(dataset(), **changed)


def items(itinerary: Itinerary, charge: charges.ChargeType) -> list[Item]:
    """Items of a type."""
    return [i for leg in itinerary.legs for i in leg.items if i.type == charge]


@pytest.mark.parametrize("seed", [1, 2])
def test_no_item_of_drawn_bills_is_held_by_another(seed: int) -> None:
    found = check_bills(engine(), many(20, 100), seed)
    assert found.answered == many(20, 100)
    assert found.faults == ()


def test_border_payments_billed_beside_the_freight_are_seen() -> None:
    """The Afghan and the Uzbek rate hold what is paid at Hairatan."""
    sound = best(MAZAR_TASHKENT)
    assert faults_of(sound, dataset()) == []
    assert items(sound, charges.BORDER_OUT_HELD)
    assert items(sound, charges.BORDER_IN_HELD)
    twice = best(MAZAR_TASHKENT, holding_nothing("rates"))
    faults = faults_of(twice, dataset())
    assert {f.split(":")[-1] for f in faults} == {
        "af_road_truck_truck holds border_payments",
        "uz_road_truck_truck holds border_payments",
    }
    # A truck pays 85 USD on leaving Afghanistan and 53 on entering Uzbekistan, by the rows.
    assert twice.cost.typical - sound.cost.typical == (85 + 53) * 100


def test_the_wait_for_wagons_is_in_the_hours_of_the_chinese_border() -> None:
    """CPMM's stay on entering Kazakhstan holds it, so a change of gauge there adds no train."""
    sound = best(URUMQI_ALMATY)
    assert faults_of(sound, dataset()) == []
    assert items(sound, charges.TRANSSHIPMENT_WAITED)
    assert not items(sound, charges.TRAIN_WAIT)
    twice = best(URUMQI_ALMATY, holding_nothing("border_times"))
    assert items(twice, charges.TRAIN_WAIT)
    assert any("holds train_wait" in fault for fault in faults_of(twice, dataset()))


def test_an_item_entered_twice_or_without_its_row_or_its_holder_is_seen() -> None:
    sound = best(MAZAR_TASHKENT)
    number, leg = next(
        (n, leg) for n, leg in enumerate(sound.legs) if leg.subject == "hairatan_road"
    )

    def with_leg(*, border: Any = leg, before: Any = sound.legs[number - 1]) -> Itinerary:
        legs = (*sound.legs[: number - 1], before, border, *sound.legs[number + 1 :])
        return replace(sound, legs=legs)

    again = replace(leg, items=(*leg.items, leg.items[0]))
    assert any("2 times" in f for f in faults_of(with_leg(border=again), dataset()))
    unknown = replace(leg, items=(replace(leg.items[0], rows=("border_times:none",)),))
    assert any("no row" in f for f in faults_of(with_leg(border=unknown), dataset()))
    free = replace(sound.legs[number - 1], items=())
    assert any("no freight" in f for f in faults_of(with_leg(before=free), dataset()))


def agents(itinerary: Itinerary) -> list[tuple[str, bool]]:
    """The customs agents on a bill and whether they stand outside its total."""
    kinds = (charges.AGENT_OUT, charges.AGENT_IN)
    found = [i for leg in itinerary.legs for i in leg.items if i.type in kinds]
    found += [i for leg in itinerary.legs for i in leg.items if i.type.group == "customs_agent"]
    return [(i.type.id, i.outside_total) for i in found]


def test_an_import_has_the_same_agents_by_land_by_sea_and_at_the_quay() -> None:
    by_land = best(Query(origin="Moscow", destination="Karachi", depart=DAY, modes=LAND_MODES))
    by_sea = best(Query(origin="Moscow", destination="Karachi", depart=DAY, avoid=("IR", "CN")))
    at_the_quay = best(
        Query(origin="Jebel Ali port", destination="Karachi port", depart=DAY, modes=(Mode.SEA,))
    )
    assert Mode.SEA in by_sea.modes
    assert at_the_quay.modes == (Mode.SEA,)
    assert agents(by_land) == agents(by_sea) == agents(at_the_quay)
    assert agents(by_land) == [(charges.AGENT_OUT.id, True), (charges.AGENT_IN.id, True)]


def test_a_levy_inside_the_payments_of_a_border_is_in_the_freight_with_them() -> None:
    """Bridge and entry levy of Hairatan are inside the 240 USD of the report."""
    back = replace(MAZAR_TASHKENT, origin="Tashkent", destination="Mazar-i-Sharif")
    rows = {r for leg in best(back).legs for i in leg.items for r in i.rows}
    assert not {"border_fees:af_hairatan_bridge", "border_fees:af_hairatan_entry"} & rows
    twice = best(back, holding_nothing("rates"))
    rows = {r for leg in twice.legs for i in leg.items for r in i.rows}
    assert {"border_fees:af_hairatan_bridge", "border_fees:af_hairatan_entry"} <= rows


def test_a_country_secured_twice_an_agent_inside_the_total_and_a_second_tracker_are_seen() -> None:
    sound = best(MAZAR_TASHKENT)
    first = sound.legs[1]

    def with_items(*more: Item) -> list[str]:
        legs = (sound.legs[0], replace(first, items=(*first.items, *more)), *sound.legs[2:])
        return faults_of(replace(sound, legs=legs), dataset())

    def item(label: str) -> Item:
        return replace(first.items[0], type=charges.rule_fee(label))

    assert with_items() == []
    assert any("secured" in f for f in with_items(item("TIR carnet"), item("Transit guarantee")))
    assert any("trackers" in f for f in with_items(item("Tracker"), item("Tracking of a trip")))
    row = next(r.key for r in dataset().transit_regimes if r.kind == "tir")
    carnet = replace(first.items[0], type=charges.REGIMES["tir"], rows=(row,))
    assert any("secured" in f for f in with_items(carnet, item("Transit guarantee")))
    inside = replace(first.items[0], type=charges.AGENT_OUT)
    assert {"inside the total", "agents out and in"} <= {
        word
        for f in with_items(inside)
        for word in ("inside the total", "agents out and in")
        if word in f
    }
