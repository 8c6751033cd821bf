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
from corridor.model.mode import Mode
from corridor.model.query import Query
from corridor.tables.dataset import Dataset
from tests.longer import many
from tests.real import DAY, dataset, engine, solve

KABUL_TASHKENT = Query(
    origin="Kabul",
    destination="Tashkent",
    depart=DAY,
    modes=(Mode.ROAD,),
    consignment=Consignment(unit="truck"),
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
    sound = best(KABUL_TASHKENT)
    assert faults_of(sound, dataset()) == []
    assert items(sound, charges.BORDER_OUT_HELD)
    assert items(sound, charges.BORDER_IN_HELD)
    twice = best(KABUL_TASHKENT, holding_nothing("rates"))
    faults = faults_of(twice, dataset())
    assert {f.split(":")[-1] for f in faults} == {
        "af_road_truck_truck holds border_payments",
        "uz_road_truck_truck holds border_payments",
    }
    # A truck pays 85 USD on leaving Afghanistan and 63 on entering Uzbekistan, by the rows.
    assert twice.cost.typical - sound.cost.typical == (85 + 63) * 100


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
    sound = best(KABUL_TASHKENT)
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
