"""Where a line's empty box goes back to, what that costs, and the least price of a short haul."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.model import charge as charges
from corridor.model.answer import Item, Itinerary
from corridor.model.consignment import Consignment
from corridor.model.mode import LAND_MODES, Mode
from corridor.model.query import Query
from corridor.pricing.ends import LANDED, depot, price_ends
from corridor.pricing.load import weigh
from tests.real import DAY, dataset, solve

LAND = sorted((h for h in dataset().hubs if h.id not in dataset().port), key=lambda h: h.id)
COUNTRIES = sorted({h.country for h in LAND})


def best(origin: str, destination: str, container: str = "line", **asked: Any) -> Itinerary:
    """The best way of a FEU between two places on 1 December 2026."""
    cargo = Consignment(container=container)
    query = Query(origin=origin, destination=destination, depart=DAY, consignment=cargo, **asked)
    itinerary = solve(query)[3]
    assert itinerary is not None
    return itinerary


def returns(itinerary: Itinerary) -> list[Item]:
    """What is paid for the empty box."""
    return [i for leg in itinerary.legs for i in leg.items if i.type == charges.BOX_RETURN]


@pytest.mark.parametrize("modes", [(Mode.ROAD,), (Mode.RAIL,)])
def test_a_box_inside_uzbekistan_costs_less_than_100_usd_to_bring_back(
    modes: tuple[Mode, ...],
) -> None:
    assert sum(i.cost.typical for i in returns(best("Tashkent", "Samarkand", modes=modes))) < 10_000


def test_a_box_is_paid_by_the_km_to_its_depot_and_not_by_the_journey() -> None:
    """Lahore is 1,020 km from Karachi as the crow flies, by 1.3 on the road and 0.175 USD a km."""
    (lahore,) = returns(best("Karachi", "Lahore"))
    assert lahore.cost.typical == pytest.approx(1_020 * 1.3 * 17.5, rel=0.03)
    assert not lahore.outside_total
    assert returns(best("Karachi", "Lahore", container="owned")) == []


def test_a_box_that_came_by_land_is_stranded_where_only_shipping_lines_take_theirs() -> None:
    """No shipping line takes a Belarusian operator's box in at Karachi; its own it does."""
    (back,) = returns(best("Minsk", "Karachi", modes=LAND_MODES))
    assert back.outside_total
    assert back.estimate_cost
    assert back.cost.typical > 50_000
    assert returns(best("Minsk", "Karachi", container="owned", modes=LAND_MODES)) == []
    by_sea = best("Moscow", "Karachi", avoid=("IR", "CN", "AF"))
    assert Mode.SEA in by_sea.modes
    assert returns(by_sea) == []
    # Herat has no operator of its own: its boxes are the lines' and go home.
    assert returns(best("Herat", "Karachi", modes=LAND_MODES)) == []


@given(st.sampled_from(LAND), st.sampled_from(COUNTRIES), st.integers(1, 60))
def test_the_way_back_grows_with_distance_and_count_and_ends_at_a_depot(
    hub: Any, came_from: str, count: int
) -> None:
    """Against every depot looked up one by one; nothing at a depot, never more than to a port."""
    found = depot(dataset(), hub.lon, hub.lat, hub.country, came_from)
    abroad = depot(dataset(), hub.lon, hub.lat, hub.country, "XX")
    assert found.at_port == abroad.at_port
    assert 0 <= found.km <= abroad.km
    pool = next(r for r in dataset().rules if r.id == "info_box_pool").countries
    if hub.id in dataset().box_yards and hub.country == came_from and came_from in pool:
        assert found.km == 0

    def cents(units: int) -> int:
        load = weigh(Consignment(count=units), dataset())
        priced = price_ends(load, dataset(), came_from, hub.country, found)
        return sum(i.cost.typical for i in priced.items(LANDED) if not i.outside_total)

    assert cents(count) == pytest.approx(count * cents(1), abs=count)


def test_a_short_haul_in_karachi_pays_the_published_drayage() -> None:
    """20,000 to 30,000 PKR before the strike of December 2025, 50,000 to 60,000 after it."""
    row = dataset().parameter["road_minimum_pk_usd"]
    assert row.value.low == round(20_000 / 280.5)
    assert row.value.high == round(60_000 / 280.5)
    across = best("Karachi port", "Karachi", modes=(Mode.ROAD,))
    hauls = [i for leg in across.legs for i in leg.items if i.type == charges.ROAD_HAUL]
    (haul,) = hauls
    assert 7_100 <= haul.cost.typical <= 10_700
