"""The scenarios that ship: true to the tables, sourced, and each changes what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corridor.engine import RouteEngine
from corridor.model.answer import Answer, Itinerary
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.model.scenario import Overlay
from corridor.tables.overlays.overlay import laid_over
from corridor.tables.overlays.scenario_files import scenario, shipped_names
from tests.real import DAY, dataset, engine

pytestmark = pytest.mark.slow

NAMES = (
    "all-open",
    "gwadar-feeder",
    "gwadar-incentives",
    "hormuz-closed",
    "iran-closed",
    "pakistan-afghanistan-closed",
    "red-sea-diversion",
    "trans-afghan-railway",
    "winter",
)


def under(name: str) -> RouteEngine:
    return engine().with_overlay(scenario(name))


def ask(which: RouteEngine, origin: str, destination: str, **options: object) -> Answer:
    query = Query(origin=origin, destination=destination, depart=DAY, k=1)
    return which.ask(replace(query, **options))  # type: ignore[arg-type]


def test_the_issue_s_scenarios_ship() -> None:
    assert shipped_names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_says_what_it_assumes_and_from_where(name: str) -> None:
    found = scenario(name)
    assert found.title
    assert len(found.text) > 60
    assert found.as_of[:4] >= "2012"
    assert found.cited
    assert set(found.cited) <= set(dataset().source)
    under(name)
    after = laid_over(dataset(), found)
    for row in after.cited.values():
        if row.changed_by:
            assert row.source_id in after.source
            # A figure without a published one behind it says its method.
            assert row.note


def test_all_open_opens_everything_closed_without_an_end() -> None:
    closed = {c.subject_id for c in dataset().closures if c.effect == "closed" and not c.to_date}
    seasonal = {c.subject_id for c in dataset().closures if c.season_from}
    assert closed - seasonal <= set(scenario("all-open").open)


def test_iran_closed_closes_every_way_in() -> None:
    crossings = {c.id for c in dataset().crossings if "IR" in (c.country_a, c.country_b)}
    ports = {p.id for p in dataset().ports if dataset().hub[p.id].country == "IR"}
    assert set(scenario("iran-closed").close) == crossings | ports


def test_the_border_of_pakistan_and_afghanistan_is_closed_whole() -> None:
    between = {
        c.id
        for c in dataset().crossings
        if {c.country_a, c.country_b} == {"AF", "PK"} and c.status == "open"
    }
    assert set(scenario("pakistan-afghanistan-closed").close) == between


def test_closed_in_a_year_when_it_was_open() -> None:
    day = DAY.replace(year=2025, month=6)
    free = ask(engine(), "Kabul", "Karachi", depart=day).itineraries[0]
    shut = ask(under("pakistan-afghanistan-closed"), "Kabul", "Karachi", depart=day).itineraries[0]
    assert free.countries == ("AF", "PK")
    assert shut.countries != free.countries
    assert shut.generalised_cents > free.generalised_cents


@pytest.mark.parametrize(
    ("name", "absent"), [("iran-closed", {"IR"}), ("pakistan-afghanistan-closed", {"AF"})]
)
def test_what_is_closed_is_not_used(name: str, absent: set[str]) -> None:
    for itinerary in ask(under(name), "Minsk", "Karachi", k=3).itineraries:
        assert not absent & set(itinerary.countries)


def test_hormuz_and_the_red_sea_carry_nobody() -> None:
    for name in ("hormuz-closed", "red-sea-diversion"):
        closed = set(scenario(name).close)
        for itinerary in ask(under(name), "Minsk", "Karachi", objective=Objective.COST).itineraries:
            for leg in itinerary.legs:
                if leg.kind == "sailing":
                    service = laid_over(dataset(), scenario(name)).service[leg.subject]
                    assert not closed & set(service.passages)


def test_round_the_cape_is_later_and_dearer_on_the_same_sailing() -> None:
    options = {"via": ("St Petersburg port", "Karachi port"), "avoid": ("IR", "AF", "CN")}
    was = ask(engine(), "Minsk", "Karachi", **options).itineraries[0]
    now = ask(under("red-sea-diversion"), "Minsk", "Karachi", **options).itineraries[0]
    legs = [
        next(leg for leg in i.legs if leg.subject == "karachi_st_petersburg") for i in (was, now)
    ]
    assert legs[1].time.typical - legs[0].time.typical == 12 * 1440
    assert legs[1].length_m - legs[0].length_m == pytest.approx((12232 - 7449) * 1852, abs=2)
    assert now.cost.typical > was.cost.typical


def test_winter_holds_trucks_on_the_salang_for_a_day_and_a_half() -> None:
    summer = DAY.replace(month=7)
    was = ask(engine(), "Mazar-i-Sharif", "Kabul", modes=("road",), depart=summer).itineraries[0]
    asked = ask(under("winter"), "Mazar-i-Sharif", "Kabul", modes=("road",), depart=summer)
    now = asked.itineraries[0]

    def minutes(itinerary: Itinerary, charge: str) -> int:
        items = (i for leg in itinerary.legs for i in leg.items if i.type.id == charge)
        return sum(i.time.typical for i in items)

    driven = minutes(was, "road_line_haul") / 0.8
    assert minutes(now, "road_line_haul") == pytest.approx(driven, rel=0.01)
    assert minutes(now, "seasonal_delay") == 36 * 60
    # Whoever stands a day and a half at the pass has rested.
    assert now.time.typical == pytest.approx(driven + 36 * 60 + minutes(now, "drivers_rest"), abs=2)
    assert minutes(now, "drivers_rest") <= minutes(was, "drivers_rest")


def test_a_feeder_makes_gwadar_a_port_of_call() -> None:
    for name in ("gwadar-feeder", "gwadar-incentives"):
        answer = ask(under(name), "Jebel Ali", "Gwadar", modes=("sea", "road"), avoid=("IR",))
        assert any(leg.subject == "gwadar_jebel_ali" for leg in answer.itineraries[0].legs)
    dear = ask(under("gwadar-feeder"), "Jebel Ali", "Gwadar", avoid=("IR",), via=("Gwadar port",))
    cheap = ask(
        under("gwadar-incentives"), "Jebel Ali", "Gwadar", avoid=("IR",), via=("Gwadar port",)
    )
    assert cheap.itineraries[0].cost.typical < dear.itineraries[0].cost.typical
    assert cheap.itineraries[0].time.typical < dear.itineraries[0].time.typical


def test_the_trans_afghan_railway_runs_through_with_one_change_of_gauge() -> None:
    answer = ask(under("trans-afghan-railway"), "Tashkent", "Karachi", via=("kharlachi_rail",))
    best = answer.itineraries[0]
    assert "kharlachi_rail" in [b.crossing_id for b in best.borders]
    changes = [leg for leg in best.legs if leg.kind == "transfer" and leg.start.id == "kharlachi"]
    assert len(changes) == 1
    gauges = [leg.gauge_mm for leg in best.legs if leg.kind == "line_haul" and leg.mode == "rail"]
    assert {1520, 1676} <= set(gauges)


def test_two_scenarios_lie_one_on_the_other() -> None:
    both = under("winter").with_overlay(scenario("all-open"))
    assert [o.name for o in both.overlays] == ["winter", "all-open"]
    answer = ask(both, "Tashkent", "Karachi", modes=("road",))
    assert "khunjerab_road" in answer.query.close
    assert "torkham_road" in answer.query.open
    reopened = both.with_overlay(Overlay(name="x", open=("khunjerab_road",)))
    assert "khunjerab_road" not in ask(reopened, "Tashkent", "Karachi").query.close
