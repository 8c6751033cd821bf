"""Laws of the bill on the shipped rows, for any consignment: every link of every kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from corridor.model.consignment import CARGO, UNITS, Consignment
from corridor.model.mode import MODES, Mode
from corridor.model.query import CREWS, RAIL_SERVICES
from corridor.pricing.borders import BorderLink, price_borders
from corridor.pricing.ends import price_ends
from corridor.pricing.hauls import HaulLinks, price_hauls
from corridor.pricing.items import Priced
from corridor.pricing.load import Load, weigh
from corridor.pricing.ports import PortLink, TransferLink, price_ports, price_transfers
from corridor.pricing.sea.sailings import SailingLink, price_sailings
from tests.real import dataset, hub_queries, solve

pytestmark = pytest.mark.slow

# A failing consignment of these is plain enough as it is, and shrinking prices everything anew.
NO_SHRINK = (Phase.explicit, Phase.reuse, Phase.generate)
COUNTRIES = ("BY", "RU", "KZ", "UZ", "TM", "AF", "PK", "IR", "AZ", "CN")


@st.composite
def consignments(draw: st.DrawFn, unit: str | None = None) -> Consignment:
    """Goods that the model takes, of any unit, weight and class."""
    name = unit or draw(st.sampled_from(UNITS))
    row = dataset().unit[name]
    cargo = draw(st.sampled_from([c for c in CARGO if c != "oversize"]))
    if cargo == "hazardous":
        cargo += f":{draw(st.integers(1, 9))}"
    elif name in ("truck", "platform") and draw(st.booleans()):
        cargo = "oversize"
    lightest = max(row.tare_t, 1.0)
    return Consignment(
        unit=name,
        count=draw(st.integers(1, 40)),
        gross_weight_t=draw(st.floats(lightest, row.max_gross_t)),
        cargo=cargo,
        container=draw(
            st.sampled_from(("line", "owned") if row.family == "container" else ("line",))
        ),
        value_usd=draw(st.floats(0, 5e6)),
        allow_dangerous=True,
    )


@cache
def borders() -> tuple[BorderLink, ...]:
    """Every crossing, both ways, in transit and not."""
    return tuple(
        BorderLink(c, here, there, transit)
        for c in dataset().crossings
        for here, there in ((c.country_a, c.country_b), (c.country_b, c.country_a))
        for transit in (False, True)
    )


@cache
def hauls() -> HaulLinks:
    """Hauls of many lengths, both headings, by rail and road, some under the wire."""
    km = (1, 40, 230, 700, 1500, 4000)
    cells = [(c, m, k, n) for c in COUNTRIES for m in (0, 1) for k in km for n in (False, True)]
    return HaulLinks(
        np.array([c for c, _, _, _ in cells]),
        np.array([m for _, m, _, _ in cells], dtype=np.uint8),
        np.array([k * 1000 for _, _, k, _ in cells]),
        np.array([n for _, _, _, n in cells]),
        np.array([(i % 5) / 4 if i % 7 else np.nan for i in range(len(cells))]),
    )


@cache
def calls() -> tuple[PortLink, ...]:
    """A call at every port, inward and outward, in transit and not."""
    return tuple(
        PortLink(p, flow, transit, None)
        for p in dataset().ports
        for flow in ("in", "out")
        for transit in (False, True)
    )


def bills(load: Load, crew: str = "one_driver", service: str = "block_train") -> list[Priced]:
    """Every kind of link priced for one load."""
    tables = dataset()
    changes = [
        TransferLink(t, into, transit)
        for t in tables.terminals
        for into in (t.mode_a, t.mode_b)
        for transit in (False, True)
    ]
    return [
        price_hauls(hauls(), load, tables, crew=crew, rail_service=service),
        price_borders(borders(), load, tables, rail_service="block_train"),
        price_transfers([c for c in changes if c.into != "sea"], load, tables),
        price_ports(calls(), load, tables),
        price_sailings(
            [SailingLink(s) for s in tables.sea_services], load, tables, on=date(2026, 12, 1)
        ),
        price_ends(load, tables, "BY", "PK"),
    ]


@settings(max_examples=12, deadline=None, phases=NO_SHRINK)
@given(consignments(), st.sampled_from(CREWS), st.sampled_from(RAIL_SERVICES))
def test_items_sum_to_the_cent_and_none_is_negative(
    goods: Consignment, crew: str, service: str
) -> None:
    """What the search sums over columns is what the answer itemises, for each single link."""
    for priced in bills(weigh(goods, dataset()), crew, service):
        cost, time, co2e = priced.totals()
        for link in range(len(priced.missing)):
            items = priced.items(link)
            inside = [i for i in items if not i.outside_total]
            assert sum(i.cost.typical for i in inside) == cost[link]
            assert sum(i.time.typical for i in inside) == time[link]
            assert sum(i.co2e_g for i in items) == co2e[link]
            for item in items:
                assert 0 <= item.cost.low <= item.cost.typical <= item.cost.high, item
                assert 0 <= item.time.low <= item.time.typical <= item.time.high, item
                assert item.co2e_g >= 0
                assert all(r in dataset().cited for r in item.rows)


@settings(max_examples=10, deadline=None, phases=NO_SHRINK)
@given(consignments(), st.integers(1, 25), st.floats(0, 1))
def test_more_and_heavier_is_never_cheaper(goods: Consignment, more: int, heavier: float) -> None:
    """Link by link, for the whole consignment, the value of the goods held fixed."""
    row = dataset().unit[goods.unit]
    weight = goods.gross_weight_t or row.default_gross_t
    grown = replace(goods, count=goods.count + more)
    heavy = replace(
        goods, gross_weight_t=min(row.max_gross_t, weight + heavier * (row.max_gross_t - weight))
    )
    first = bills(weigh(goods, dataset()))
    for other in (grown, heavy):
        for priced, again in zip(first, bills(weigh(other, dataset())), strict=True):
            before, after = priced.totals(), again.totals()
            both = [not a and not b for a, b in zip(priced.missing, again.missing, strict=True)]
            assert (after[0] >= before[0])[both].all()
            assert (after[1] == before[1])[both].all()
            assert (after[2] >= before[2])[both].all()
            # What bears the heavier load bore the lighter one.
            assert all(b or not a for a, b in zip(priced.missing, again.missing, strict=True))


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(COUNTRIES),
    st.sampled_from((0, 1)),
    st.integers(1, 3_000_000),
    st.integers(1, 3_000_000),
    st.sampled_from(RAIL_SERVICES),
)
def test_a_movement_in_one_piece_is_never_dearer_than_in_two(
    country: str, mode: int, first_m: int, second_m: int, service: str
) -> None:
    """
    The fixed part and the dear first band of a taper are paid once on one movement.

    By road each of the two has a fresh driver here, so one movement may rest once more.
    """
    links = HaulLinks(
        np.array([country] * 3),
        np.full(3, mode, dtype=np.uint8),
        np.array([first_m, second_m, first_m + second_m]),
        np.ones(3, dtype=np.bool_),
    )
    load = weigh(Consignment(), dataset())
    priced = price_hauls(links, load, dataset(), crew="one_driver", rail_service=service)
    assume(not any(priced.missing))
    cost, time, _ = priced.totals()
    # Each is rounded to the cent, and rates to the cent a km: a hundredth of that may part them.
    assert cost[2] <= cost[0] + cost[1] + 2 + (first_m + second_m) // 100_000
    assert time[2] >= time[0] + time[1] - 2
    if MODES[mode] is Mode.RAIL:
        assert time[2] <= time[0] + time[1] + 2


def test_no_way_pays_two_movements_where_there_is_one() -> None:
    """Hauls of one country and mode never follow each other, so no taper starts again."""
    for query in hub_queries(6, seed=19):
        itinerary = solve(query)[3]
        if itinerary is None:
            continue
        runs = [(leg.kind, leg.country, leg.mode) for leg in itinerary.legs if leg.kind != "access"]
        for one, other in pairwise(runs):
            assert one != other or one[0] != "line_haul", (query.origin, query.destination)
