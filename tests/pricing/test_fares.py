"""Fares of hauls inside a country and to its borders, against published pairs and laws of tariffs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from corridor.model.answer import Itinerary
from corridor.model.consignment import Consignment
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.planning.query import resolve
from corridor.pricing.load import weigh
from corridor.pricing.parameters import of_country
from corridor.pricing.tariff import WAYS, Way, fitting_rates, price
from tests.real import DAY, dataset, engine, solve
from tests.words import item_name

# USD of a truck in July 2025 at 284 PKR/USD: dailypakistan of 17 July 2025, chorlakinews 2025.
PUBLISHED = (
    ("Lahore", "Peshawar", 338),
    ("Lahore", "Rawalpindi", 254),
    ("Lahore", "Quetta", 458),
    ("Lahore", "Karachi", 423),
    ("Karachi", "Lahore", 1232),
    ("Karachi", "Rawalpindi", 1761),
    ("Karachi", "Peshawar", 1761),
)


@pytest.mark.parametrize(("origin", "destination", "usd"), PUBLISHED)
def test_a_published_pakistani_fare_lies_in_the_band_and_near_the_middle(
    origin: str, destination: str, usd: float
) -> None:
    query = Query(
        origin=origin,
        destination=destination,
        depart=DAY,
        modes=(Mode.ROAD,),
        consignment=Consignment(unit="truck"),
    )
    itinerary = solve(query)[3]
    assert itinerary is not None
    (fare,) = [i for leg in itinerary.legs for i in leg.items if item_name(i) == "Road line-haul"]
    assert fare.cost.low <= usd * 100 <= fare.cost.high
    assert fare.cost.typical / 100 == pytest.approx(usd, rel=0.2)


@pytest.mark.parametrize("way", WAYS)
def test_a_longer_haul_is_never_cheaper(way: Way) -> None:
    """On every tariff of every country, mode, service and unit."""
    km = np.arange(10.0, 2_500.0, 30.0)
    for unit in ("TEU", "FEU", "truck", "wagon"):
        load = weigh(Consignment(unit=unit), dataset())
        kinds = {(r.country, r.mode, r.service_class) for r in dataset().rates}
        for country, mode, service in sorted(kinds):
            rates, units = fitting_rates(dataset(), load, country, mode, service, way)
            if rates:
                cents = price(rates, km, units, 1.0)
                assert (np.diff(cents[:, 1]) >= 0).all(), (country, mode, service, unit)


def test_a_haul_inside_a_country_holds_no_money_of_its_borders() -> None:
    """The reports' cost of 500 km less one border: Afghanistan 1,002 - 240 USD."""
    load = weigh(Consignment(unit="truck"), dataset())

    def usd(country: str, way: Way) -> float:
        rates, units = fitting_rates(
            dataset(), replace(load, home=country), country, Mode.ROAD, "truck", way
        )
        return float(price(rates, np.array([500.0]), units, 1.0)[0, 1]) / 100

    assert usd("AF", Way.SOUTH) == pytest.approx(1_002 - 240, abs=3)
    for country in ("AF", "UZ", "TM", "TJ", "PK", "IR", "RU"):
        assert usd(country, Way.SOUTH) < usd(country, Way.BORDER), country
    for country in {r.country for r in dataset().rates if r.mode == "road"}:
        assert usd(country, Way.SOUTH) <= usd(country, Way.BORDER), country


@pytest.mark.parametrize(
    ("origin", "destination"),
    [("Bandar Abbas", "Tehran"), ("Bandar Abbas", "Mashhad"), ("Tehran", "Zahedan")],
)
def test_an_iranian_haul_pays_the_tariff_of_the_road_organisation(
    origin: str, destination: str
) -> None:
    """13,190 rials a tonne-km since 8 January 2026 for 22 t, at the free rate of the fx table."""
    query = Query(
        origin=origin,
        destination=destination,
        depart=DAY,
        modes=(Mode.ROAD,),
        consignment=Consignment(unit="truck"),
    )
    itinerary = solve(query)[3]
    assert itinerary is not None
    (leg,) = [leg for leg in itinerary.legs if leg.kind is LinkKind.LINE_HAUL]
    (fare,) = [i for i in leg.items if item_name(i) == "Road line-haul"]
    rials = next(f.per_usd for f in dataset().fx if f.id == "IRR")
    tariff = 13_190 * 22 * leg.length_m / 1000 / rials
    assert fare.cost.typical / 100 == pytest.approx(tariff, rel=0.01)


def test_every_road_rate_but_an_estimate_is_worked_out_again_from_a_page() -> None:
    stands = {
        row.row_id
        for row in dataset().evidence
        if (row.of_table, row.column) == ("rates", "rate_typical_usd_per_km")
        and row.verdict in ("same", "converted", "corrected")
    }
    rates = [r for r in dataset().rates if r.mode == "road" and r.confidence != "estimate"]
    assert len(rates) > 15
    assert [r.id for r in rates if r.id not in stands] == []


def test_rates_of_borders_and_of_the_country_are_told_apart_by_the_ends_of_a_haul() -> None:
    def rows(origin: str, destination: str) -> set[str]:
        query = Query(
            origin=origin,
            destination=destination,
            depart=DAY,
            modes=(Mode.ROAD,),
            consignment=Consignment(unit="truck"),
        )
        itinerary = solve(query)[3]
        assert itinerary is not None
        return {r for leg in itinerary.legs for i in leg.items for r in i.rows}

    assert "rates:uz_road_truck_truck_inland_500-up" in rows("Tashkent", "Bukhara")
    across = rows("Tashkent", "Mazar-i-Sharif")
    assert {"rates:uz_road_truck_truck", "rates:af_road_truck_truck"} <= across
    assert not any("_inland" in row for row in across)
    # From Taftan station on goods are from abroad, though the truck crosses no border; so are those
    # that a train has brought inland. The fares back to the ports are those of local goods.
    assert "rates:pk_road_truck_truck_south" in rows("Taftan", "Karachi")
    assert "rates:pk_road_truck_truck_south_home_328-up" in rows("Lahore", "Karachi")


def _local_rows(itinerary: Itinerary) -> list[str]:
    rows = {row for leg in itinerary.legs for item in leg.items for row in item.rows}
    return sorted(r.key for r in dataset().rates if r.scope in ("home", "local") and r.key in rows)


# Goods from abroad that end in the country or, where what is delivered pays as local goods do,
# pass through it or go on from its ports.
FROM_ABROAD = (
    *((origin, "Karachi") for origin in ("Tashkent", "Kashgar", "Kabul", "Zahedan", "Jebel Ali")),
    ("Taftan", "Karachi"),
    *((origin, "Jebel Ali") for origin in ("Tashkent", "Astana", "Almaty", "Minsk", "Herat")),
    ("Tashkent", "Shahid Rajaee port"),
    ("Jebel Ali", "Tashkent"),
    ("Shahid Rajaee port", "Ashgabat"),
    ("Baku", "Kandahar"),
)


def _paid_as_local_goods(origin: str, destination: str) -> list[str]:
    """Fares of local goods on any listed way of goods from abroad, by road and rail."""
    query = Query(origin=origin, destination=destination, depart=DAY, k=4, open=("torkham_road",))
    found = engine().ask(query).itineraries
    assert found
    return [row for itinerary in found for row in _local_rows(itinerary)]


@pytest.mark.parametrize(("origin", "destination"), FROM_ABROAD)
def test_goods_from_abroad_never_pay_the_fares_of_local_goods(
    origin: str, destination: str
) -> None:
    """Not behind a train either, which once went 200 km north to come south for a third."""
    assert not _paid_as_local_goods(origin, destination)


@pytest.mark.parametrize(("end", "country"), [("_home", "PK"), ("_home", "IR"), ("_bound", "IR")])
def test_goods_from_abroad_at_the_fares_of_local_goods_are_seen(
    end: str, country: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolve, end, lambda place, dataset: country)
    assert any(_paid_as_local_goods(*pair) for pair in FROM_ABROAD)


def test_what_is_delivered_in_iran_pays_the_tariff_of_iran_inland() -> None:
    """A box landed at Bandar Abbas for Tehran does, one for Herat or from Tashkent does not."""
    rows = _local_rows(
        engine()
        .ask(
            Query(origin="Jebel Ali", destination="Tehran", depart=DAY, modes=(Mode.ROAD, Mode.SEA))
        )
        .itineraries[0]
    )
    assert rows
    assert all(row.startswith("rates:ir_") for row in rows)


@pytest.mark.parametrize(
    "country", sorted({r.country for r in dataset().rates if r.mode == "road"})
)
def test_a_short_haul_pays_its_start_and_end_and_a_long_one_the_price_of_a_km(
    country: str,
) -> None:
    """Inside a country: never under the least price, and from 500 km on as its rate says."""
    load = replace(weigh(Consignment(unit="truck"), dataset()), home=country)
    rates, units = fitting_rates(dataset(), load, country, Mode.ROAD, "truck", Way.SOUTH)
    km = np.array([5.0, 50.0, 200.0, 500.0, 900.0])
    usd = price(rates, km, units, 1.0)[:, 1] / 100
    least = of_country(dataset(), "road_minimum", "usd", country)
    assert usd[0] >= least.value.typical
    each = usd / km
    assert (np.diff(each) < 1e-9).all()
    if country != "PK":
        assert each[3] == pytest.approx(rates[-1].rate_usd_per_km.typical, rel=0.002)
        assert least.value.typical == rates[0].fixed_usd


def test_the_yard_beside_minsk_is_cheaper_than_the_one_far_away() -> None:
    """Kolyadichi, 12 km away, not Orsha, 211 km by truck: the two cost what their class costs."""
    query = Query(origin="Minsk", destination="Karachi", depart=DAY, objective=Objective.COST)
    itinerary = solve(replace(query, modes=(Mode.RAIL, Mode.ROAD)))[3]
    assert itinerary is not None
    first = next(leg for leg in itinerary.legs if leg.kind is LinkKind.LINE_HAUL)
    assert first.end.id == "minsk_kolyadichi"
