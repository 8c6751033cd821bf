"""Rules on the shipped tables: what may go where, what it costs, what the answer says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from msgspec import structs

from corridor.errors import InputError, NoRouteError
from corridor.model.band import Band
from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.model.query import Query
from corridor.pricing.borders import BorderLink, price_borders
from corridor.pricing.emissions import Traction, rail_emission
from corridor.pricing.ends import LANDED, QUAY, START, Depot, depot, price_ends
from corridor.pricing.gaps import Gap, barred_by
from corridor.pricing.hauls import HaulLinks, price_hauls
from corridor.pricing.load import Load, weigh
from corridor.pricing.ports import PortLink, price_ports
from corridor.pricing.track import Track, slow_lines
from corridor.pricing.trips import of_one_trip, trip_spread
from tests.factories import dataset as tables_of
from tests.factories import emission, rate, speed
from tests.real import DAY, dataset, engine
from tests.words import item_name, words


def load(**values: object) -> Load:
    """A consignment weighed on the shipped tables."""
    return weigh(Consignment(**{"allow_dangerous": True, **values}), dataset())  # type: ignore[arg-type]


def crossing(key: str, here: str, there: str, *, transit: bool) -> BorderLink:
    return BorderLink(dataset().crossing[key], here, there, transit)


def road_haul(country: str, cargo: Load) -> tuple[Gap | None, ...]:
    """Why 300 km of road in a country may not be used, None if they may."""
    links = HaulLinks(
        np.array([country]), np.array([1], dtype=np.uint8), np.array([300_000]), np.array([True])
    )
    return price_hauls(
        links, cargo, dataset(), crew="one_driver", rail_service="block_train"
    ).missing


def test_arms_do_not_pass_pakistan_in_transit_and_other_goods_do() -> None:
    """Class 1 is barred by name over land and through the ports; class 3 and locals are not."""
    through = crossing("taftan_road", "IR", "PK", transit=True)
    local = crossing("taftan_road", "IR", "PK", transit=False)
    bar = barred_by("ban_pk_arms")
    arms, fuel = load(cargo="hazardous:1.4", allow_dangerous=True), load(cargo="hazardous:3")
    assert price_borders([through, local], arms, dataset(), rail_service="block_train").missing == (
        bar,
        None,
    )
    assert price_borders([through, local], fuel, dataset(), rail_service="block_train").missing == (
        None,
        None,
    )
    calls = [PortLink(dataset().port["karachi_port"], "in", t, None) for t in (True, False)]
    assert price_ports(calls, arms, dataset()).missing == (bar, None)
    query = Query(
        origin="Jebel Ali",
        destination="Kabul",
        depart=DAY,
        consignment=Consignment(cargo="hazardous:1", allow_dangerous=True),
        open=("torkham_road", "chaman_road"),
        avoid=("IR", "RU", "GE", "CN"),
    )
    with pytest.raises(NoRouteError, match="ban_pk_arms") as err:
        engine().ask(query)
    assert "--cargo" in err.value.remedy


def test_transit_guarantee_by_road_outside_the_union_once_a_country() -> None:
    """40,000 USD x 0.175 % = 70 USD on entering in transit; none inside the customs union."""
    links = [
        crossing("yarag_kazmalyar_road", "RU", "AZ", transit=True),
        crossing("yarag_kazmalyar_road", "RU", "AZ", transit=False),
        crossing("redki_road", "BY", "RU", transit=True),
    ]
    priced = price_borders(links, load(value_usd=40_000), dataset(), rail_service="block_train")
    paid = [
        sum(i.cost.typical for i in priced.items(n) if item_name(i) == "Customs transit guarantee")
        for n in range(3)
    ]
    assert paid == [7_000, 0, 0]


def test_weight_limits_bar_only_by_a_published_row() -> None:
    """
    Pakistan, 61.5 t: 34 t on the lightest vehicle of 13 t fit. Kazakhstan, 44 t: 47 t do not.

    Russia's 44 t are assumed: the box goes, and the answer warns.
    """
    heavy = load(unit="reefer", gross_weight_t=34)
    assert road_haul("PK", heavy) == (None,)
    assert road_haul("KZ", heavy) == (barred_by("limit_kz"),)
    assert road_haul("RU", heavy) == (None,)
    assert heavy.road("RU").over is not None
    assert load(gross_weight_t=24).road("KZ").over is None


def test_light_boxes_share_a_truck_where_the_limit_lets_them() -> None:
    """Two boxes of 20 t ride together in Pakistan (61.5 t), not in Kazakhstan (44 t)."""
    one, three = load(unit="TEU", gross_weight_t=20), load(unit="TEU", count=3, gross_weight_t=20)
    share = dataset().parameter["teu_road_share_of_truck"].value
    assert one.road("PK").paying == share
    assert one.road("KZ").paying == Band(1, 1, 1)
    assert (three.trucks_in("PK"), three.trucks_in("KZ")) == (2, 3)
    assert three.road("PK").paying.typical == pytest.approx(1 + share.typical)


@pytest.mark.parametrize(
    ("values", "remedy"),
    [
        ({"cargo": "hazardous"}, "hazardous:3"),
        ({"cargo": "hazardous:10"}, "from 1 to 9"),
        ({"cargo": "general:3"}, "--cargo general"),
        ({"cargo": "oversize"}, "--unit truck or platform"),
        ({"container": "mine"}, "line, owned"),
        ({"cargo": "gold"}, "UN class"),
    ],
)
def test_goods_that_do_not_fit_are_refused(values: dict[str, str], remedy: str) -> None:
    with pytest.raises(InputError, match=remedy):
        Consignment(**values)  # type: ignore[arg-type]


def test_only_a_lines_container_is_returned_and_only_abroad_needs_agents() -> None:
    """A truck has no box, an owned one stays; Minsk - Moscow has no customs."""

    def names(cargo: Load, ends: tuple[str, str], row: int) -> list[str]:
        return [
            item_name(i)
            for i in price_ends(cargo, dataset(), *ends, Depot(100.0, False)).items(row)
        ]

    back = "Return of the empty container"
    far, near = ("BY", "PK"), ("BY", "RU")
    assert names(load(), far, LANDED) == ["Customs agent, import", back]
    assert names(load(container="owned"), far, LANDED) == ["Customs agent, import"]
    assert names(load(container="owned"), far, QUAY) == ["Customs agent, import"]
    assert names(load(unit="truck"), near, LANDED) == []
    assert names(load(), far, START) == ["Cargo insurance", "Customs agent, export"]


def test_a_box_that_ends_where_lines_call_is_not_brought_back() -> None:
    """Karachi takes the line's box in; Lahore has no port and Gwadar's has no line."""
    for place, name in (("karachi", "Karachi"), ("lahore", "Lahore"), ("gwadar", "Gwadar")):
        query = Query(origin="Herat", destination=name, depart=DAY, k=1)
        items = [item_name(i) for leg in engine().ask(query).itineraries[0].legs for i in leg.items]
        at_port = place == "karachi"
        hub = dataset().hub[place]
        assert depot(dataset(), hub.lon, hub.lat, "PK", "AF").at_port == at_port
        assert ("Return of the empty container" in items) != at_port


def test_a_rule_that_warns_stands_in_the_answer_with_its_source() -> None:
    """Deposits are asked for a line's box in transit from Karachi, not for an own one."""
    texts = {}
    for container in ("line", "owned"):
        query = Query(
            origin="Jebel Ali",
            destination="Tashkent",
            depart=DAY,
            consignment=Consignment(container=container),
            via=("Karachi port",),
            avoid=("IR",),  # The fee is one of transit to Afghanistan, so the way leads through it.
            open=("chaman_road",),
            k=1,
        )
        warnings = engine().ask(query).itineraries[0].warnings
        texts[container] = {words(w).partition(":")[0] for w in warnings if w.kind == "rule"}
        assert all(w.sources for w in warnings if w.kind == "rule")
    boxes = {"Deposit on boxes in transit", "Detention of boxes in transit"}
    assert texts["line"] - texts["owned"] >= boxes
    assert "Pakistani processing fee" in texts["owned"]


def test_grams_split_by_the_wire() -> None:
    """100 km x 20 t at 10 g under the wire, 30 g elsewhere: a quarter of it wired is 25 g."""
    rows = tables_of(
        emissions=[
            structs.replace(emission("train", 30), traction="diesel"),
            structs.replace(emission("train", 10, "AA"), traction="electric"),
        ]
    )
    traction = rail_emission(rows, "AA")
    assert isinstance(traction, Traction)
    grams = traction.grams(np.array([100.0] * 4), 20, np.array([0, 0.25, 1, np.nan]))
    assert grams.tolist() == [60_000, 50_000, 20_000, 20_000]
    assert rail_emission(rows, "BB") == Traction(rows.emissions[0], None)


def test_share_under_the_wire_counts_metres() -> None:
    """Pieces of 100, 300, 600 m, wired, half, none: 250 of 1000; one unknown makes it unknown."""
    paired = np.array([False, True, False, False])
    track = Track(np.array([1.0, 0.5, 0.0, np.nan]), np.array([-1, 0, -1, 0]), 1, paired)
    share, on_line, over = track.along([(1, -2, 3), (3,), (), (1, 4)], [100, 300, 600, 50])
    assert over.tolist() == [True, False, False, False]
    assert on_line.tolist() == [[300], [0], [0], [50]]
    assert share[:2].tolist() == [0.25, 0]
    assert np.isnan(share[2:]).all()
    known = Track.of([s.id for s in dataset().sections], dataset()).wired
    assert set(known[~np.isnan(known)].tolist()) == {0.0, 0.5, 1.0}


def test_a_line_with_a_speed_of_its_own_is_run_at_it() -> None:
    """900 km at 30 km/h and 100 km at 10 km/h: 40 h; each row stands behind what it sets."""
    slow = structs.replace(speed("AA", "rail", 10), id="aa_slow", line_id="branch")
    rows = tables_of(
        speeds=[speed("AA", "rail", 30), slow],
        emissions=[emission("train", 30)],
        rates=[rate("r", "AA", "rail", "FEU", 1)],
    )
    assert slow_lines(rows) == ("branch",)
    links = HaulLinks(
        np.array(["AA"] * 3),
        np.zeros(3, dtype=np.uint8),
        np.array([1_000_000, 1_000_000, 100_000]),
        np.array([True] * 3),
        None,
        np.array([[0.0], [100_000.0], [100_000.0]]),
    )
    priced = price_hauls(
        links, weigh(Consignment(), rows), rows, crew="one_driver", rail_service="block_train"
    )
    assert (priced.totals()[1] / 60).tolist() == pytest.approx([33.333, 40, 10], abs=0.01)
    cited = [{r for i in priced.items(n) for r in i.rows if "speeds" in r} for n in range(3)]
    both = {"speeds:aa_block_train", "speeds:aa_slow"}
    assert cited == [{"speeds:aa_block_train"}, both, {"speeds:aa_slow"}]


def test_the_railway_over_taftan_takes_days_not_hours() -> None:
    """Goods trains Quetta - Zahedan take four to five days; at the country's speed it was one."""
    query = Query(origin="Quetta", destination="Zahedan", depart=DAY, modes=(Mode.RAIL,), k=1)
    legs = engine().ask(replace(query, rail_service="wagonload")).itineraries[0].legs
    items = [i for leg in legs if leg.mode == "rail" for i in leg.items]
    hours = sum(i.time.typical for i in items if item_name(i) == "Rail line-haul") / 60
    assert 80 <= hours <= 125


def test_band_of_means_becomes_one_of_trips() -> None:
    """Only rows whose band speaks of yearly means are widened, and never narrowed."""
    speed = trip_spread(dataset(), "speed", "yearly_range")
    assert of_one_trip(Band(19, 20, 21), speed) == Band(15, 20, 25)
    assert of_one_trip(Band(10, 20, 60), speed) == Band(10, 20, 60)
    assert trip_spread(dataset(), "speed", "min_max") == []


def test_every_parameter_is_used() -> None:
    """A parameter that nothing reads is a figure that only looks as if it counted."""
    from importlib.resources import files
    from pathlib import Path

    code = "\n".join(
        p.read_text(encoding="utf-8") for p in Path(str(files("corridor"))).rglob("*.py")
    )
    made = (
        "_factor",
        "_trip_spread",
        "truck_standing_",
        "second_driver_",
        "detention_pk_",
        "customs_brokerage_",
        "road_minimum_",
        "time_value_",
    )
    for key in dataset().parameter:
        read = f'"{key}"' in code or f"figures.{key}" in code
        assert read or any(m in key for m in made), key
