"""The bill on the shipped rows: both faces agree, every row counts once, more costs more."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from msgspec import structs

from corridor.model.answer import Itinerary
from corridor.model.band import ZERO, Band
from corridor.model.consignment import Consignment
from corridor.model.link_kind import LinkKind
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.search.path import Path
from corridor.pricing.items import Priced
from corridor.tables.dataset import Dataset
from tests.longer import many
from tests.real import CONSIGNMENTS, DAY, dataset, hub_queries, planning, solve
from tests.words import item_name

pytestmark = pytest.mark.slow

WAYS = (
    ("Minsk", "Karachi"),
    ("Karachi", "Tashkent"),
    ("Karachi port", "Jebel Ali"),
    ("Moscow", "Mazar"),
)


def priced_of(query: Query) -> SearchGraph:
    """The priced network of a query."""
    plan = planning(query)
    return plan.graph()


def check_faces(priced: Priced) -> int:
    """Vectorised totals of all links against their itemised sums; returns links checked."""
    cost, time, co2e = priced.totals()
    for link in range(len(priced.missing)):
        items = priced.items(link)
        inside = [i for i in items if not i.outside_total]
        assert sum(i.cost.typical for i in inside) == cost[link]
        assert sum(i.time.typical for i in inside) == time[link]
        assert sum(i.co2e_g for i in items) == co2e[link]
        for item in items:
            for band in (item.cost, item.time):
                assert 0 <= band.low <= band.typical <= band.high, item
            assert item.co2e_g >= 0
            assert item.rows, item
            assert all(r in dataset().cited for r in item.rows)
    return len(priced.missing)


@pytest.mark.parametrize("consignment", CONSIGNMENTS, ids=lambda c: c.unit)
def test_vectorised_totals_equal_itemised_sums(consignment: Consignment) -> None:
    query = Query(origin="Minsk", destination="Karachi", depart=DAY, consignment=consignment)
    assert sum(check_faces(p) for p in priced_of(query).priced) > 1000


def test_items_of_an_answer_are_the_columns_of_the_search() -> None:
    for query in hub_queries(8, seed=71):
        network, _, found, itinerary = solve(query)
        if found is None or itinerary is None:
            continue
        steps = [s for s in found.steps if network.kind_of(s.link) is not LinkKind.ACCESS]
        legs = [leg for leg in itinerary.legs if leg.kind != "access"]
        assert len(steps) == len(legs)
        for step, leg in zip(steps, legs, strict=True):
            assert leg.cost.typical == network.cost[step.link]
            assert leg.time.typical == network.time[step.link] + step.lost
            assert leg.co2e_g == network.co2e[step.link]


def way(query: Query, tables: Dataset) -> tuple[Path, Itinerary]:
    """The best way, which must exist."""
    _, _, found, itinerary = solve(query, tables)
    assert found is not None
    assert itinerary is not None
    return found, itinerary


def tenfold(spread: Band) -> Band:
    """A figure ten times as high."""
    return Band(spread.low * 10, spread.typical * 10, spread.high * 10)


MONEY = {
    "rates": "rate_usd_per_km",
    "border_fees": "amount_usd",
    "border_times": "cost_usd",
    "terminals": "cost_usd",
    "port_charges": "amount_usd",
    "sea_rates": "freight_usd",
    "sea_surcharges": "amount_usd",
}


@pytest.mark.parametrize("ends", WAYS, ids="-".join)
def test_one_price_tenfold_changes_exactly_the_items_that_cite_it(ends: tuple[str, str]) -> None:
    """The way is held fixed: the same links are priced again on the changed table."""
    lib = dataset()
    query = Query(origin=ends[0], destination=ends[1], depart=DAY)
    plan = planning(query)
    network, _, found, itinerary = solve(query)
    assert found is not None
    assert itinerary is not None
    cited = sorted({r for leg in itinerary.legs for i in leg.items for r in i.rows})
    changed_tables = set()
    turn: Counter[str] = Counter()
    for key in cited:
        table, _, name = key.partition(":")
        column = MONEY.get(table)
        if column is None:
            continue
        old = next(r for r in getattr(lib, table) if r.id == name)
        spread = getattr(old, column)
        if spread is None or not spread.typical:
            continue
        turn[table] += 1
        if (turn[table] - 1) % many(3, 1):  # one row in three of each table
            continue
        new = structs.replace(
            old,
            **{column: tenfold(spread)},
            **({"fixed_usd": old.fixed_usd * 10} if table == "rates" else {}),
        )
        rows = tuple(new if r.id == name else r for r in getattr(lib, table))
        changed: Any = {table: rows}
        other = planning(query, replace(lib, **changed))
        again = other.journey(other.graph()).itinerary(found)
        changed_tables.add(table)
        hit = 0
        for leg, leg_again in zip(itinerary.legs, again.legs, strict=True):
            for item, dearer in zip(leg.items, leg_again.items, strict=True):
                assert item_name(item) == item_name(dearer)
                assert (item.time, item.co2e_g) == (dearer.time, dearer.co2e_g)
                if key not in item.rows:
                    assert item == dearer, (key, item)
                    continue
                hit += 1
                # Items that tell a row's hours, or that a price holds them, and not its dollars.
                if item_name(item).startswith("Truck standing") or item.cost == ZERO:
                    assert item == dearer
                    continue
                if any(r.startswith("parameters:road_minimum_") for r in item.rows):
                    assert dearer.cost.typical >= item.cost.typical
                    continue
                assert item.rows == dearer.rows
                others = [r for r in item.rows if r.startswith(f"{table}:") and r != key]
                if not others:
                    assert dearer.cost.typical == pytest.approx(item.cost.typical * 10, abs=5)
                assert dearer.cost.typical > item.cost.typical
        assert hit, key
    assert "rates" in changed_tables or "sea_rates" in changed_tables
    assert plan.resolved.load.units == 1
    assert len(network.tail) > 100


@pytest.mark.parametrize("unit", ["FEU", "TEU", "reefer", "truck", "wagon"])
def test_heavier_and_more_is_never_cheaper(unit: str) -> None:
    """Cheapest way of a growing consignment; the goods' value is held fixed."""
    lib = dataset()
    light, heavy = (30.0, 60.0) if unit == "wagon" else (8.0, 24.0)
    between = ((1, (light + heavy) / 2), (3, heavy))[: many(0, 2)]
    steps = [
        Consignment(unit=unit, count=n, gross_weight_t=t, value_usd=50_000)
        for n, t in sorted(((1, light), (1, heavy), (2, heavy), (9, heavy), *between))
    ]
    ends = [("Minsk", "Almaty"), ("Moscow", "Karachi")]
    if unit != "wagon":
        ends = [("Minsk", "Mazar"), ("Karachi", "Tashkent")]
    for origin, destination in ends:
        cents = []
        for consignment in steps:
            query = Query(
                origin=origin,
                destination=destination,
                depart=DAY,
                consignment=consignment,
                objective=Objective.COST,
            )
            cents.append(way(query, lib)[1].cost.typical)
        assert cents == sorted(cents), (origin, destination, unit)
        assert cents[-1] > cents[0]


def test_doubling_every_price_of_hauls_doubles_their_items() -> None:
    lib = dataset()

    def times(band: Band[float], factor: float) -> Band[float]:
        return Band(band.low * factor, band.typical * factor, band.high * factor)

    bare = tuple(
        structs.replace(p, value=Band(0, 0, 0)) if p.id.startswith("road_minimum_") else p
        for p in lib.parameters
    )
    doubled = replace(
        lib,
        rates=tuple(
            structs.replace(
                r,
                fixed_usd=r.fixed_usd * 2,
                rate_usd_per_km=times(r.rate_usd_per_km, 2),
            )
            for r in lib.rates
        ),
        parameters=tuple(
            # Also what a second driver is paid where a rule asks for one.
            structs.replace(p, value=times(p.value, 2)) if "second_driver" in p.id else p
            for p in bare
        ),
    )
    single = replace(lib, parameters=bare)
    query = Query(origin="Minsk", destination="Karachi", depart=DAY)
    first, second = (p.graph() for p in (planning(query, single), planning(query, doubled)))
    hauls = first.kind == LinkKind.LINE_HAUL.code
    assert hauls.sum() > 1000
    # A cent of rounding an item, of which a haul with a second driver has two.
    paired = np.concatenate([part.paired for part in first.hauls.parts])[first.row[hauls]]
    assert (abs(first.cost[hauls] * 2 - second.cost[hauls]) <= 1 + paired).all()
    assert (first.cost[~hauls] == second.cost[~hauls]).all()
    assert (first.time == second.time).all()


def test_date_of_departure_moves_no_price_but_dated_surcharges() -> None:
    query = Query(origin="Karachi port", destination="Rotterdam", depart=DAY)
    later = replace(query, depart=datetime(2027, 1, 15, 8))
    first, second = priced_of(query), priced_of(later)
    assert (
        first.cost[first.kind == LinkKind.LINE_HAUL.code]
        == second.cost[second.kind == LinkKind.LINE_HAUL.code]
    ).all()
