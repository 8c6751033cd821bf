"""Two 20-foot boxes on one truck: never more than one truck, never more than twice one box."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corridor.model.charge import ROAD_HAUL
from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.model.query import Query
from corridor.pricing.borders import BorderLink, price_borders
from corridor.pricing.hauls import HaulLinks, price_hauls
from corridor.pricing.load import Load, weigh
from corridor.pricing.tariff import WAYS
from tests.real import DAY, dataset, solve

COUNTRIES = sorted({r.country for r in dataset().rates if r.mode == Mode.ROAD})
POSTS = [c for c in dataset().crossings if c.cargo == "freight" and c.mode == Mode.ROAD]
TEU_T = st.floats(3.0, 30.0)


def boxes(count: int, gross_t: float) -> Load:
    """Twenty-foot boxes of a weight each."""
    return weigh(Consignment(unit="TEU", count=count, gross_weight_t=gross_t), dataset())


def trucks(count: int) -> Load:
    """Trucks of 20 tonnes."""
    return weigh(Consignment(unit="truck", count=count), dataset())


def haul_cents(load: Load, country: str, km: float, way: int) -> int | None:
    """Typical cents of one haul by road with its crew, None where it is barred."""
    links = HaulLinks(
        np.array([country]),
        np.array([Mode.ROAD.code], dtype=np.uint8),
        np.array([round(km * 1000)]),
        np.array([way], dtype=np.uint8),
    )
    priced = price_hauls(links, load, dataset(), crew="two_drivers", rail_service="block_train")
    if priced.missing[0] is not None:
        return None
    return sum(i.cost.typical for i in priced.items(0))


@given(st.sampled_from(COUNTRIES), TEU_T, st.floats(1, 3_000), st.sampled_from(WAYS))
def test_two_boxes_cost_no_more_than_a_truck_where_they_fit_nor_than_twice_one(
    country: str, gross_t: float, km: float, way: int
) -> None:
    one, two = boxes(1, gross_t), boxes(2, gross_t)
    single, pair = (haul_cents(load, country, km, way) for load in (one, two))
    vehicle = haul_cents(trucks(1), country, km, way)
    if single is None or pair is None:
        assert single is None
        assert pair is None
        return
    assert vehicle is not None
    # Haul and second driver are rounded to cents each.
    assert pair <= 2 * single + 4
    assert single <= vehicle + 4
    share = two.road(country).trucks == 1
    assert pair <= (vehicle if share else 2 * vehicle) + 4
    limit = two.road(country).over
    if share and limit is not None:
        assert limit.limit_t is not None
        assert 2 * gross_t <= limit.limit_t


@given(st.sampled_from(POSTS), TEU_T, st.booleans())
def test_at_a_border_two_boxes_on_one_truck_are_one_truck(
    post: object, gross_t: float, back: bool
) -> None:
    crossing = next(c for c in POSTS if c is post)
    ends = (crossing.country_a, crossing.country_b)
    here, there = ends[::-1] if back else ends
    link = BorderLink(crossing, here, there, transit=True)

    def cents(load: Load) -> int:
        """What is asked a truck; a guarantee is asked for the value of the goods."""
        priced = price_borders([link], load, dataset(), rail_service="block_train")
        return sum(
            i.cost.typical for i in priced.items(0) if "guarantee" not in i.type.label.lower()
        )

    one, two = boxes(1, gross_t), boxes(2, gross_t)
    assert cents(two) <= 2 * cents(one) + 2
    if max(two.trucks_in(c) for c in ends) == 1:
        assert cents(two) <= cents(trucks(1)) + 2


def test_tashkent_samarkand_costs_a_box_no_more_than_a_truck() -> None:
    """A box of 20 t alone on its truck paid 722 USD where a truck paid 502."""
    usd = {}
    for name, cargo in {
        "one": Consignment(unit="TEU", gross_weight_t=20),
        "light": Consignment(unit="TEU", gross_weight_t=10),
        "pair": Consignment(unit="TEU", count=2, gross_weight_t=10),
        "truck": Consignment(unit="truck"),
    }.items():
        query = Query(
            origin="Tashkent",
            destination="Samarkand",
            depart=DAY,
            modes=(Mode.ROAD,),
            consignment=cargo,
        )
        itinerary = solve(query)[3]
        assert itinerary is not None
        usd[name] = sum(
            i.cost.typical for leg in itinerary.legs for i in leg.items if i.type == ROAD_HAUL
        )
        total = itinerary.cost.typical - usd[name]
        assert total <= 17_000 * cargo.count, "nothing but insurance beside the haul"
    assert usd["light"] < usd["one"] == usd["truck"] == usd["pair"] <= 2 * usd["light"]
