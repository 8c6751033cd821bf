"""Detention of the line's box on the shipped tables, by hand and on whole answers."""

from __future__ import annotations

import pytest

from corridor.model.answer import Item, Itinerary
from corridor.model.band import Band
from corridor.model.consignment import Consignment
from corridor.model.query import Query
from corridor.pricing.ends import detention
from corridor.pricing.load import weigh
from tests.real import DAY, dataset, engine
from tests.words import item_name

NAME = "Detention of the line's box"
DAY_MIN = 1440
OUT, BACK = Band(5, 10, 20), Band(2, 4, 8)


def days(band: Band) -> Band:
    return Band(band.low * DAY_MIN, band.typical * DAY_MIN, band.high * DAY_MIN)


def priced(port: str, *, transit: bool, **values: object) -> Band | None:
    load = weigh(Consignment(**values), dataset())  # type: ignore[arg-type]
    item = detention(load, dataset(), port, days(OUT), days(BACK), transit=transit)
    assert item is None or item.outside_total
    return item.cost if item else None


@pytest.mark.parametrize(
    ("values", "transit", "cost"),
    [
        # 14 days less 7 at 55 USD; at worst 28 less 7 at 125; at best all 5 are free.
        ({"unit": "TEU"}, False, Band(0, 38_500, 262_500)),
        ({"unit": "FEU"}, False, Band(0, 77_000, 525_000)),
        ({"unit": "FEU", "count": 3}, False, Band(0, 231_000, 1_575_000)),
        # In transit 21 days are free, at worst 7.
        ({"unit": "TEU"}, True, Band(0, 0, 262_500)),
        ({"unit": "TEU", "container": "owned"}, False, None),
        ({"unit": "reefer"}, False, None),
        ({"unit": "truck"}, False, None),
    ],
)
def test_days_beyond_the_free_ones_by_hand(
    values: dict[str, object], cost: Band | None, *, transit: bool
) -> None:
    assert priced("karachi_port", transit=transit, **values) == cost


def test_nothing_is_said_where_no_line_s_figures_are_known() -> None:
    assert priced("shahid_rajaee_port", transit=False, unit="FEU") is None


def best(origin: str, destination: str, **values: object) -> Itinerary:
    query = Query(origin=origin, destination=destination, depart=DAY, k=1, **values)  # type: ignore[arg-type]
    return engine().ask(query).itineraries[0]


def told(itinerary: Itinerary) -> list[Item]:
    return [i for leg in itinerary.legs for i in leg.items if item_name(i) == NAME]


def test_a_box_that_comes_ashore_is_told_of_beside_the_total() -> None:
    unit = Consignment(unit="TEU")
    itinerary = best("Jebel Ali", "Lahore", consignment=unit, avoid=("IR",))
    (item,) = told(itinerary)
    inside = sum(i.cost.typical for leg in itinerary.legs for i in leg.items if not i.outside_total)
    assert itinerary.cost.typical == inside
    assert item in itinerary.legs[-1].items
    shore = [n for n, leg in enumerate(itinerary.legs) if leg.kind == "port"][-1]
    ashore = sum(leg.time.typical for leg in itinerary.legs[shore:])
    inland = sum(leg.time.typical for leg in itinerary.legs[shore + 1 :])
    assert item.cost.typical == round(((ashore + inland) / DAY_MIN - 7) * 55 * 100)


def test_a_box_that_stays_in_the_port_or_never_was_at_sea_is_not_held() -> None:
    assert told(best("Jebel Ali", "Karachi port")) == []
    assert told(best("Minsk", "Karachi", modes=("rail", "road"))) == []
