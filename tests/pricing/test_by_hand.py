"""One small case for each kind of link, its arithmetic written out."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from msgspec import structs

from corridor.errors import InputError
from corridor.model.band import Band
from corridor.model.consignment import Consignment
from corridor.pricing.borders import BorderLink, price_borders
from corridor.pricing.gaps import Gap, GapKind, row_gap
from corridor.pricing.hauls import HaulLinks, price_hauls
from corridor.pricing.items import Priced
from corridor.pricing.load import Load, weigh
from corridor.pricing.ports import PortLink, TransferLink, price_ports, price_transfers
from corridor.pricing.sea.sailings import SailingLink, price_sailings
from corridor.tables.dataset import Dataset
from corridor.tables.records import Crossing
from tests.factories import (
    UNITS,
    border_fee,
    border_time,
    crossing,
    dataset,
    driver,
    emission,
    hub,
    port,
    port_charge,
    rate,
    sea_rate,
    service,
    speed,
    surcharge,
    terminal,
)
from tests.words import item_name, words

ROAD = (
    speed("AA", "road", 50),
    speed("BB", "road", 40),
)
DRIVERS = (
    driver("AA", "one_driver", 8),
    driver("AA", "two_drivers", 16),
)


def load(tables: Dataset, unit: str = "FEU", **values: Any) -> Load:
    """A consignment weighed on some tables."""
    return weigh(Consignment(unit=unit, **values), tables)


def haul(
    tables: Dataset,
    km: float,
    cargo: Load,
    mode: int = 1,
    *,
    crew: str = "one_driver",
    service_class: str = "block_train",
    north: bool = True,
) -> Priced:
    """One haul in AA."""
    links = HaulLinks(
        np.array(["AA"]),
        np.array([mode], dtype=np.uint8),
        np.array([round(km * 1000)]),
        np.array([int(north)]),
    )
    return price_hauls(links, cargo, tables, crew=crew, rail_service=service_class)


def only(priced: Priced, link: int = 0) -> tuple[int, int, int]:
    """Typical cents, minutes and grams of one link."""
    cost, time, co2e = priced.totals()
    return int(cost[link]), int(time[link]), int(co2e[link])


def test_road_haul_with_fixed_part_and_taper() -> None:
    """
    700 km by one FEU of 20 t.

    Dollars: 100 fixed + 500 km x 2 + 200 km x 1 = 1300. Hours: 700 / 50 = 14 h at the
    wheel, a whole rest of 24 - 8 h after 8 of them, so 30 h; two drivers have 16 h a day. Grams: 700 x 20 x 90.
    """
    tables = dataset(
        speeds=ROAD,
        drivers=DRIVERS,
        emissions=[emission("truck", 90)],
        rates=[
            rate("near", "AA", "road", "truck", 2, to_km=500, fixed_usd=100),
            rate("far", "AA", "road", "truck", 1, from_km=500),
        ],
    )
    cargo = load(tables)
    assert only(haul(tables, 700, cargo)) == (130_000, 30 * 60, 700 * 20 * 90)
    assert only(haul(tables, 700, cargo, crew="two_drivers"))[1] == 14 * 60
    item, rest = haul(tables, 700, cargo).items(0)
    assert rest.rows == ("drivers:aa_one_driver",)
    assert rest.time == Band(960, 960, 960)
    assert set(item.rows) == {
        "rates:near",
        "rates:far",
        "speeds:aa_truck",
        "emissions:truck",
    }


def test_taper_is_not_paid_twice() -> None:
    """At 500 km the bands meet: 500 x 2 = 1000; one km more adds 1 USD, not another start."""
    tables = dataset(
        speeds=ROAD,
        drivers=DRIVERS,
        emissions=[emission("truck", 90)],
        rates=[
            rate("near", "AA", "road", "truck", 2, to_km=500),
            rate("far", "AA", "road", "truck", 1, from_km=500),
        ],
    )
    cargo = load(tables)
    cents = [only(haul(tables, km, cargo))[0] for km in (499, 500, 501, 1000)]
    assert cents == [99_800, 100_000, 100_100, 150_000]
    assert "rates:far" not in haul(tables, 499, cargo).items(0)[0].rows, "not behind this haul"
    assert "rates:far" in haul(tables, 501, cargo).items(0)[0].rows


def test_short_road_haul_costs_the_minimum_a_truck() -> None:
    """10 km x 2 = 20 USD, less than the 60 of a truck; two trucks 120. 30 km x 2 = 60: the tariff."""
    tables = dataset(
        speeds=ROAD,
        drivers=DRIVERS,
        emissions=[emission("truck", 90)],
        rates=[rate("near", "AA", "road", "truck", 2)],
    )
    short = haul(tables, 10, load(tables))
    assert only(short)[0] == 6_000
    assert "parameters:road_minimum_usd" in short.items(0)[0].rows
    assert only(haul(tables, 10, load(tables, count=2)))[0] == 12_000
    longer = haul(tables, 31, load(tables))
    assert only(longer)[0] == 6_200
    assert "parameters:road_minimum_usd" not in longer.items(0)[0].rows


def test_two_light_teu_share_a_truck() -> None:
    """10 t each: 3 TEU need 2 trucks. 14 t each, 28 t together: 3 trucks."""
    tables = dataset()
    assert load(tables, "TEU", count=3, gross_weight_t=10).trucks == 2
    assert load(tables, "TEU", count=3, gross_weight_t=13).trucks == 2
    assert load(tables, "TEU", count=3, gross_weight_t=14).trucks == 3
    assert load(tables, "FEU", count=3).trucks == 3


def test_rail_haul_by_unit_by_tonne_and_by_heading() -> None:
    """
    500 km by rail at 25 km/h: 20 h without drivers' rest.

    3 TEU x 500 km x 0.4 = 600 USD southbound, x 0.6 = 900 northbound. A wagon of 60 t
    has no row of its own and pays by the tonne: 60 x 500 x 0.05 = 1500, as wagonload
    500 km at 10 km/h. In a block train it has no price: it goes as nothing else.
    """
    tables = dataset(
        speeds=[speed("AA", "rail", 25), speed("AA", "rail", 10, "wagonload")],
        emissions=[emission("train", 30), emission("train", 10, "AA")],
        rates=[
            rate("south", "AA", "rail", "TEU", 0.4, heading="south"),
            rate("north", "AA", "rail", "TEU", 0.6, heading="north"),
            rate("tonne", "AA", "rail", "tonne", 0.05, service_class="wagonload"),
        ],
    )
    boxes = load(tables, "TEU", count=3)
    assert only(haul(tables, 500, boxes, 0, north=False)) == (60_000, 20 * 60, 500 * 30 * 10)
    assert only(haul(tables, 500, boxes, 0))[0] == 90_000
    loose = load(tables, "wagon")
    train = haul(tables, 500, loose, 0)
    assert [words(g.row) for g in train.missing if g] == ["rates for AA block_train"]
    wagon = haul(tables, 500, loose, 0, service_class="wagonload")
    assert only(wagon)[:2] == (150_000, 50 * 60)
    assert wagon.items(0)[0].rows == ("rates:tonne", "speeds:aa_wagonload", "emissions:trainaa")


def test_reefer_pays_its_factor() -> None:
    """100 km x 2 x 1.25 by road = 250; 100 km x 1 x 1.5 by rail = 150."""
    tables = dataset(
        speeds=[*ROAD, speed("AA", "rail", 25)],
        drivers=DRIVERS,
        emissions=[emission("truck", 90), emission("reefer_truck", 110), emission("train", 30)],
        rates=[rate("r", "AA", "road", "truck", 2), rate("t", "AA", "rail", "FEU", 1)],
    )
    cold = load(tables, "reefer")
    assert only(haul(tables, 100, cold))[::2] == (25_000, 100 * 20 * 110)
    assert only(haul(tables, 100, cold, 0))[::2] == (15_000, 100 * 20 * 30)


def test_haul_without_a_figure_names_the_table() -> None:
    """Nothing is priced at zero for want of a row."""
    full: dict[str, Any] = {
        "speeds": ROAD,
        "drivers": DRIVERS,
        "emissions": [emission("truck", 90)],
        "rates": [rate("r", "AA", "road", "truck", 2)],
    }
    for table in full:
        tables = dataset(**{**full, table: ()})
        assert haul(tables, 100, load(tables)).missing == (row_gap(table, country="AA"),)
    assert haul(dataset(**full), 100, load(dataset(**full))).missing == (None,)


def test_band_of_a_haul_is_that_of_its_speed_and_whole_rests_are_counted_at_each_end() -> None:
    """
    80 km at 40 (20..80) km/h: 2 (1..4) h. 12 h a day: no rest, also at 4 h.

    480 km: 12 (6..24) h, in one shift at the typical speed, with a rest of 12 h at the low one.
    """
    tables = dataset(
        speeds=[_banded(20, 40, 80)],
        drivers=[driver("AA", "one_driver", 12)],
        emissions=[emission("truck", 90)],
        rates=[rate("r", "AA", "road", "truck", 2)],
    )
    (item,) = haul(tables, 80, load(tables)).items(0)
    assert item.time == Band(60, 120, 240)
    item, rest = haul(tables, 480, load(tables)).items(0)
    assert item.time == Band(360, 720, 1440)
    assert rest.time == Band(0, 0, 720)


def _banded(low: float, typical: float, high: float) -> Any:
    return structs.replace(speed("AA", "road", typical), swod_kmh=Band(low, typical, high))


A, B = hub("aston", "AA", 30, 50), hub("boston", "BB", 31, 50)
GATE: Crossing = crossing("gate_road", (A, B), "road")


def test_border_adds_both_sides_and_the_transit_fee_only_in_transit() -> None:
    """
    Leaving AA 3 h and 20 USD a truck, entering BB 5 h: 8 h.

    Two trucks: 40 USD, a quarter of them unofficial; BB's entry fee 2 x 100; its transit fee of 70 a truck only when
    BB is passed. The fee of AA and that of another crossing do not apply.
    """
    tables = dataset(
        border_times=[
            border_time("AA", "out", 3, cost_usd=Band(20, 20, 20), cost_unit="truck"),
            border_time("AA", "in", 90),
            border_time("BB", "in", 5),
            border_time("BB", "out", 90),
        ],
        border_fees=[
            border_fee("entry", "BB", "in", 100),
            border_fee("transit", "BB", "transit", 70),
            border_fee("other_way", "AA", "in", 999),
            border_fee("elsewhere", "BB", "in", 999, crossing_id="bridge_road"),
            border_fee("neighbour", "BB", "in", 999, neighbour="CC"),
            border_fee("rails", "BB", "in", 999, mode="rail"),
        ],
    )
    cargo = load(tables, count=2)
    links = [BorderLink(GATE, "AA", "BB", transit) for transit in (False, True)]
    priced = price_borders(links, cargo, tables, rail_service="block_train")
    assert priced.missing == (None, None)
    assert only(priced, 0) == ((40 + 200) * 100, 8 * 60, 0)
    assert only(priced, 1) == ((40 + 200 + 140) * 100, 8 * 60, 0)
    assert [i.cost.typical for i in priced.items(1)][:3] == [3000, 0, 1000]
    assert [item_name(i) for i in priced.items(1)] == [
        "Border, leaving",
        "Border, entering",
        "Unofficial payments, leaving",
        "entry",
        "transit",
    ]


def test_border_takes_the_most_exact_row_and_never_none() -> None:
    """The crossing's own row before the pair's, the pair's before the country's."""
    rows = [
        border_time("AA", "out", 1),
        border_time("AA", "out", 2, neighbour="BB"),
        border_time("AA", "out", 4, crossing_id="gate_road"),
        border_time("BB", "in", 8),
    ]
    link = [BorderLink(GATE, "AA", "BB", transit=False)]
    hours = []
    for count in (3, 2, 1):
        tables = dataset(border_times=[*rows[:count], rows[3]])
        hours.append(
            only(price_borders(link, load(tables), tables, rail_service="block_train"))[1] // 60
        )
    assert hours == [12, 10, 9]
    tables = dataset(border_times=rows[:3])
    priced = price_borders(link, load(tables), tables, rail_service="block_train")
    assert [words(g.row) for g in priced.missing if g] == ["border_times for gate_road in of BB"]


def test_terminal_by_container_teu_and_tonne() -> None:
    """
    3 TEU of 10 t: 3 x 50 a container, 3 x 40 a TEU, 30 t x 5; 6 h each time.

    2 FEU: 4 TEU x 40. A truck load cannot use a yard that quotes boxes only. On to rail
    the next train is waited for: 36 h more.
    """
    tables = dataset()
    by_unit = [
        terminal("aston", "AA", ("rail", "road"), (1520, 0), cost_unit=u, cost_usd=Band(p, p, p))
        for u, p in (("container", 50.0), ("TEU", 40.0), ("tonne", 5.0))
    ]
    links = [TransferLink(t, "road") for t in by_unit]
    boxes = price_transfers(links, load(tables, "TEU", count=3), tables)
    assert [only(boxes, n) for n in range(3)] == [
        (15_000, 360, 0),
        (12_000, 360, 0),
        (15_000, 360, 0),
    ]
    two = load(tables, count=2)
    assert only(price_transfers(links, two, tables), 1) == (16_000, 360, 0)
    on_rail = price_transfers([TransferLink(by_unit[1], "rail")], two, tables)
    assert only(on_rail) == (16_000, 360 + 36 * 60, 0)
    loose = price_transfers(links, load(tables, "truck"), tables)
    assert [bool(m) for m in loose.missing] == [True, True, False]
    assert only(loose, 2) == (20 * 5 * 100, 360, 0)


def test_port_call_with_storage_beyond_the_free_days() -> None:
    """
    8 days of dwell, 5 free: days 6, 7, 8 are paid, 2 FEU.

    Day 6 and 7 at 10, day 8 at 30 a FEU: 2 x (10 + 10 + 30) = 100. Handling 2 x 120,
    the paper once 25. The TEU row, the outward row and the context row do not count.
    """
    quay = port("haven", 8, 3, 5)
    tables = dataset(
        hubs=[hub("haven", "AA", 30, 40)],
        ports=[quay],
        port_charges=[
            port_charge("thc", "haven", "in", "FEU", 120),
            port_charge("thc_teu", "haven", "in", "TEU", 999),
            port_charge("thc_out", "haven", "out", "FEU", 999),
            port_charge("paper", "haven", "any", "consignment", 25, charge="documentation"),
            port_charge("dues", "haven", "any", "FEU", 999, charge="wet_charges", use="context"),
            port_charge("store1", "haven", "in", "FEU_day", 10, charge="storage", day_to=7),
            port_charge("store2", "haven", "in", "FEU_day", 30, charge="storage", day_from=8),
        ],
    )
    call = PortLink(quay, "in", transit=False, terminal=None)
    priced = price_ports([call], load(tables, count=2), tables)
    assert only(priced) == ((100 + 240 + 25) * 100, 8 * 1440, 0)
    out = PortLink(quay, "out", transit=False, terminal=None)
    free = price_ports([out], load(tables, count=2), tables)
    assert only(free) == ((2 * 999 + 25) * 100, 3 * 1440, 0)


def test_transit_line_of_a_port_replaces_the_ordinary_one() -> None:
    """
    Of one step only the most exact flow is paid: 80 in transit, 120 else, never 200.

    The six hours of the lift lie inside the day from ship to gate.
    """
    quay = port("haven", 1, 1, 5)
    tables = dataset(
        hubs=[hub("haven", "AA", 30, 40)],
        ports=[quay],
        port_charges=[
            port_charge("thc", "haven", "in", "FEU", 120),
            port_charge("thc_transit", "haven", "transit_in", "FEU", 80),
        ],
    )
    lift = terminal("haven", "AA", ("sea", "road"), (0, 0))
    for transit, usd in ((True, 80), (False, 120)):
        call = PortLink(quay, "in", transit=transit, terminal=lift)
        priced = price_ports([call], load(tables), tables)
        assert only(priced) == ((usd + 50) * 100, 1440, 0)


def test_sailing_with_wait_and_dated_surcharge() -> None:
    """
    Weekly ship: half of 7 days waited. 10 days at sea, 2 FEU x 800 USD.

    Surcharge 100 a box on the passage from 10 to 20 March, both days counted.
    Grams: 1000 nm = 1852 km x 40 t x 10.
    """
    line = service("line", ("haven", "kiel"), 1000, 10, passages=("suez",))
    tables = dataset(
        sea_services=[line],
        sea_rates=[sea_rate("line", "FEU", 800), sea_rate("line", "TEU", 500)],
        sea_surcharges=[
            surcharge("war risk", date(2026, 3, 10), date(2026, 3, 20), 100, passage="suez"),
            surcharge("queue", date(2026, 3, 1), None, 7, port_id="kiel"),
            surcharge("cape", date(2026, 1, 1), None, 999, passage="cape"),
        ],
        emissions=[emission("feeder", 10)],
    )
    cargo = load(tables, count=2)
    minutes = round(3.5 * 1440) + 10 * 1440
    grams = 1852 * 40 * 10
    expected = {9: 1600 + 14, 10: 1600 + 214, 20: 1600 + 214, 21: 1600 + 14}
    for day, usd in expected.items():
        priced = price_sailings([SailingLink(line)], cargo, tables, on=date(2026, 3, day))
        assert only(priced) == (usd * 100, minutes, grams), day
    reefer = price_sailings(
        [SailingLink(line)], load(tables, "reefer"), tables, on=date(2026, 2, 1)
    )
    assert only(reefer)[0] == 2 * 800 * 100
    truck = price_sailings([SailingLink(line)], load(tables, "truck"), tables, on=date(2026, 2, 1))
    assert truck.missing == (Gap(GapKind.SHIP, "line", unit="truck"),)


def test_unknown_headway_waits_half_of_the_default() -> None:
    """Default 14 days between sailings: 7 days, 0 at best, 14 at worst; an estimate."""
    line = service("line", ("haven", "kiel"), 1000, 10, sailings_per_week=None)
    tables = dataset(
        sea_services=[line],
        sea_rates=[sea_rate("line", "FEU", 800)],
        emissions=[emission("feeder", 10)],
    )
    wait = price_sailings([SailingLink(line)], load(tables), tables, on=date(2026, 2, 1)).items(0)[
        0
    ]
    assert wait.time == Band(0, 7 * 1440, 14 * 1440)
    assert wait.estimate
    assert "parameters:default_headway_days" in wait.rows


def test_tonne_price_of_a_ship_counts_tonnes() -> None:
    """60 t x 12 USD = 720; a wagon has no other row."""
    line = service("line", ("haven", "kiel"), 100, 1, kind="ferry_rail")
    tables = dataset(
        sea_services=[line],
        sea_rates=[sea_rate("line", "tonne", 12)],
        emissions=[emission("ferry", 10)],
    )
    priced = price_sailings([SailingLink(line)], load(tables, "wagon"), tables, on=date(2026, 2, 1))
    assert only(priced)[0] == 72_000


@pytest.mark.parametrize(
    ("unit", "weight", "remedy"),
    [
        ("FEU", 31.0, "more units with --count"),
        ("FEU", 1.0, "its tare included"),
        ("FEU", float("nan"), "as 24t or 24"),
        ("FEU", -1.0, "as 24t or 24"),
    ],
)
def test_impossible_weight_is_refused(unit: str, weight: float, remedy: str) -> None:
    with pytest.raises(InputError, match=remedy):
        load(dataset(units=UNITS), unit, gross_weight_t=weight)


def test_a_lift_longer_than_the_stay_in_port_keeps_its_hours() -> None:
    """Half an hour from ship to gate and six of lifting: both count, nothing else would fit."""
    quay = port("haven", 1 / 48, 1, 5)
    tables = dataset(hubs=[hub("haven", "AA", 30, 40)], ports=[quay], port_charges=[])
    lift = terminal("haven", "AA", ("sea", "road"), (0, 0))
    priced = price_ports([PortLink(quay, "in", False, lift)], load(tables), tables)
    assert only(priced) == (50 * 100, 30 + 360, 0)
