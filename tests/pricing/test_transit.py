"""Transit on the shipped tables: the guarantee wherever goods go on to the road, changed trucks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corridor.errors import DataError
from corridor.model.answer import Item, Itinerary
from corridor.model.band import Band
from corridor.model.consignment import Consignment
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.query import Query
from corridor.pricing.borders import BorderLink, price_borders
from corridor.pricing.load import Load, weigh
from corridor.pricing.ports import PortLink, TransferLink, price_ports, price_transfers
from corridor.pricing.regimes import Passage, in_force, speaking
from corridor.tables.overlays.scenario_files import own_rows
from tests.real import DAY, dataset, engine, solve
from tests.words import item_name

GUARANTEE = "Customs transit guarantee"
CHANGE = "Change of truck"


def load(**values: object) -> Load:
    """A consignment weighed on the shipped tables."""
    return weigh(Consignment(**values), dataset())  # type: ignore[arg-type]


def under(post: str, here: str, there: str, kind: str) -> BorderLink:
    """A border passed under the first regime of a kind that is in force there."""
    crossing = dataset().crossing[post]
    rows = in_force(speaking(dataset(), Passage(crossing, here, there, transit=False)))
    row = next(r for r in rows if r.kind == kind)
    return BorderLink(crossing, here, there, transit=False, regime=row)


def named(items: tuple[Item, ...], name: str) -> list[Item]:
    return [i for i in items if item_name(i) == name]


def items_of(itinerary: Itinerary, name: str) -> dict[str, int]:
    """Cents of an item by the leg it stands on: kind and country."""
    return {
        f"{leg.kind} {leg.country}": i.cost.typical
        for leg in itinerary.legs
        for i in named(leg.items, name)
    }


def answer(origin: str, destination: str, **values: object) -> Itinerary:
    query = Query(origin=origin, destination=destination, depart=DAY, k=1)
    return engine().ask(replace(query, **values)).itineraries[0]  # type: ignore[arg-type]


def test_guarantee_at_a_change_on_to_the_road_in_transit() -> None:
    """40,000 USD x 0.175 % = 70 USD from wagon to truck in transit; nothing the other way."""
    yard = next(t for t in dataset().terminals if t.id == "zahedan_rail1435_road_any")
    links = [
        TransferLink(yard, "road", transit=True),
        TransferLink(yard, "road", transit=False),
        TransferLink(yard, "rail", transit=True),
    ]
    priced = price_transfers(links, load(value_usd=40_000), dataset())
    paid = [sum(i.cost.typical for i in named(priced.items(n), GUARANTEE)) for n in range(3)]
    assert paid == [7_000, 0, 0]


def test_guarantee_at_a_port_only_where_a_truck_goes_on() -> None:
    """Bandar Abbas in transit: 70 USD on to a truck, none on to rail, none towards the ship."""
    rows = [t for t in dataset().terminals if t.hub_id == "shahid_rajaee_port"]
    rows = [t for t in rows if t.cargo in ("any", "container")]
    assert {t.mode_a if t.mode_b == "sea" else t.mode_b for t in rows} == {"rail", "road"}
    port = dataset().port["shahid_rajaee_port"]
    for row in rows:
        links = [PortLink(port, flow, True, row) for flow in ("in", "out")]
        priced = price_ports(links, load(value_usd=40_000), dataset())
        paid = [sum(i.cost.typical for i in named(priced.items(n), GUARANTEE)) for n in (0, 1)]
        assert paid == ([7_000, 0] if "road" in (row.mode_a, row.mode_b) else [0, 0]), row.id


def test_box_that_leaves_the_train_in_iran_is_secured_there_once() -> None:
    """By rail over Astara, by truck over Gabd: one guarantee, at the yard where it changes."""
    itinerary = answer("Minsk", "Karachi", via=("Astara rail", "Gabd"), regime="change")
    assert items_of(itinerary, GUARANTEE) == {"transfer IR": 7_000}
    assert items_of(itinerary, CHANGE)["border PK"] == 10_000
    assert any(p.name == "Iranian transit declaration" for p in itinerary.documents)


@pytest.mark.parametrize(
    ("origin", "destination", "secured"),
    [("Minsk", "Baku", False), ("Tashkent", "Minsk", True), ("Baku", "Moscow", False)],
)
def test_goods_of_the_union_change_to_a_truck_in_it_without_a_guarantee(
    origin: str, destination: str, *, secured: bool
) -> None:
    """In Russia: free on the way out of Minsk, secured on the way to it, at home in Moscow."""
    net = solve(Query(origin=origin, destination=destination, depart=DAY))[0]
    changes = [
        (bool(net.shut[link]), net.transfers[int(net.row[link])])
        for link in np.flatnonzero(net.kind == LinkKind.TRANSFER.code).tolist()
    ]
    usable = {
        itinerary.transit
        for shut, itinerary in changes
        if itinerary.terminal.country == "RU" and not shut and itinerary.handled
    }
    assert usable == {secured}


@pytest.mark.parametrize(
    ("values", "cost", "hours"),
    [
        ({"unit": "FEU"}, (5_000, 10_000, 20_000), (3, 6, 24)),
        ({"unit": "truck"}, (7_500, 15_000, 30_000), (12, 24, 48)),
        ({"unit": "truck", "count": 3}, (22_500, 45_000, 90_000), (12, 24, 48)),
    ],
)
@pytest.mark.parametrize("post", ["taftan_road", "gabd_road"])
def test_trucks_change_between_iran_and_pakistan_under_that_regime(
    post: str,
    values: dict[str, object],
    cost: tuple[int, int, int],
    hours: tuple[int, int, int],
) -> None:
    """Two lifts of a box, or goods from truck to truck, each truck paid; a carnet has none."""
    links = [under(post, here, there, "change") for here, there in (("IR", "PK"), ("PK", "IR"))]
    links += [under(post, here, there, "tir") for here, there in (("IR", "PK"), ("PK", "IR"))]
    priced = price_borders(links, load(**values), dataset(), rail_service="block_train")
    for itinerary in (0, 1):
        (item,) = named(priced.items(itinerary), CHANGE)
        assert item.cost == Band(*cost)
        assert item.time == Band(*(60 * h for h in hours))
        assert item.estimate_cost
        assert item.estimate_time
        assert not named(priced.items(itinerary + 2), CHANGE)


def test_trucks_change_at_sost_and_run_through_elsewhere() -> None:
    """The change at Khorgos is in the hours of its Chinese side; Torkham has none."""
    links = [
        under("khunjerab_road", "CN", "PK", "change"),
        under("nur_zholy_road", "CN", "KZ", "change"),
        under("torkham_road", "AF", "PK", "permit"),
        BorderLink(dataset().crossing["taftan_rail"], "IR", "PK", transit=False),
    ]
    priced = price_borders(links, load(unit="FEU"), dataset(), rail_service="block_train")
    found = [bool(named(priced.items(n), CHANGE)) for n in range(len(links))]
    assert found == [True, False, False, False]


OWN = (
    "id,hub_id,name,country,mode_a,mode_b,cargo,handling_typical_h,hours_confidence,"
    "cost_typical_usd,cost_unit,cost_confidence,open_to_transit,as_of\n"
    "own_change,{hub},Yard of my agent,{country},road,road,any,5,reported,90,truck,reported,yes,"
    "2026-11\n"
)


def test_a_change_of_truck_of_ones_own_is_billed_at_its_post_or_refused(tmp_path: Path) -> None:
    """No stop is needed at the post; a yard that is at no border would never be met."""
    rows = tmp_path / "terminals.csv"
    rows.write_text(OWN.format(hub="torkham", country="PK"), encoding="utf-8")
    mine = engine().with_overlay(own_rows(tmp_path))
    query = Query(origin="Kabul", destination="Karachi", depart=DAY, k=1, open=("torkham",))
    query = replace(query, regime="change")
    itinerary = mine.ask(replace(query, modes=(Mode.ROAD,), via=("torkham_road",))).itineraries[0]
    assert items_of(itinerary, CHANGE) == {"border PK": 9_000}
    rows.write_text(OWN.format(hub="lahore", country="PK"), encoding="utf-8")
    with pytest.raises(DataError, match="is not a post of a road crossing"):
        engine().with_overlay(own_rows(tmp_path))
