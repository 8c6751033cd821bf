"""What `RouteEngine.with_overlay` does to answers, on the shipped tables and graph."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from corridor.engine import RouteEngine
from corridor.errors import DataError, InputError, UnknownPlaceError
from corridor.model.mode import Mode
from corridor.model.query import Query
from corridor.model.scenario import Overlay, RowChange, Scale
from corridor.tables.overlays.scales import ITEMS
from tests.real import DAY, engine
from tests.report.answers import plain_of

pytestmark = pytest.mark.slow

KABUL = Query(origin="Kabul", destination="Karachi", depart=DAY, k=2)
TASHKENT = Query(origin="Tashkent", destination="Karachi", depart=DAY, k=1)


def asked(which: RouteEngine, query: Query) -> dict[str, Any]:
    return plain_of(which.ask(query), which.dataset)


def without_assumptions(answer: dict[str, Any]) -> str:
    query = {
        k: v for k, v in answer["query"].items() if k not in ("scenarios", "scales", "own_rows")
    }
    return json.dumps({**answer, "query": query})


def row(table: str, key: str, **cells: str) -> RowChange:
    return RowChange(table, key, tuple(cells.items()), f"{table}.csv, row 2")


def test_an_empty_overlay_changes_no_byte() -> None:
    empty = engine().with_overlay(Overlay(name="nothing"))
    assert json.dumps(asked(empty, KABUL)) == json.dumps(asked(engine(), KABUL))


def test_times_one_changes_nothing_but_is_told() -> None:
    items = [i.name for i in ITEMS]
    scales = tuple(Scale(i, 1) for i in items)
    found = asked(engine().with_overlay(Overlay(name="one", scales=scales)), TASHKENT)
    assert found["query"]["scales"] == [f"{i}=1" for i in items]
    assert without_assumptions(found) == without_assumptions(asked(engine(), TASHKENT))


@pytest.mark.parametrize("subject", ["taftan", "gabd"])
def test_closing_in_a_scenario_is_closing_by_option(subject: str) -> None:
    shut = engine().with_overlay(Overlay(name="shut", origin="file", close=(subject,)))

    by_option = asked(engine(), replace(TASHKENT, close=(subject,)))
    by_scenario = asked(shut, TASHKENT)
    assert by_scenario["query"]["scenarios"][0]["close"] == [subject]
    assert without_assumptions(by_scenario) == without_assumptions(by_option)


def test_an_overlay_does_not_leak_into_the_base() -> None:
    before = json.dumps(asked(engine(), TASHKENT))
    dearer = engine().with_overlay(Overlay(name="dear", scales=(Scale("road_rate", 2),)))
    assert json.dumps(asked(dearer, TASHKENT)) != before
    assert json.dumps(asked(engine(), TASHKENT)) == before
    assert engine().overlays == ()
    assert dearer.graph is engine().graph


def test_twice_the_road_rate_is_twice_every_road_haul() -> None:
    """On the same way; the fixed parts and the minimum price are of the rate too."""

    query = replace(TASHKENT, modes=(Mode.ROAD,), open=("torkham",), via=("torkham",))
    dear = engine().with_overlay(Overlay(name="dear", scales=(Scale("road_rate", 2),)))
    ways = [asked(p, query)["itineraries"][0] for p in (engine(), dear)]
    assert ways[0]["label"] == ways[1]["label"]
    hauls = [
        [i for leg in way["legs"] for i in leg["items"] if i["name"] == "Road line-haul"]
        for way in ways
    ]
    assert len(hauls[0]) > 2
    for was, now in zip(*hauls, strict=True):
        assert now["cost_usd"]["typical"] == pytest.approx(
            2 * was["cost_usd"]["typical"], abs=0.011
        )
        assert now["time_h"] == was["time_h"]
        assert (now["changed"], now["own"]) == (["cost"], False)
        assert now["changed_by"] == ["--scale road_rate=2"]
        assert now["estimate_cost"]
        assert now["estimate_time"] == was["estimate_time"]


def test_my_agent_says_torkham_opened() -> None:
    opened = row(
        "closures",
        "agent_torkham",
        subject_kind="crossing",
        subject_id="torkham_road",
        effect="open",
        from_date="2026-11-24",
        note="agent in Peshawar, by telephone",
    )
    mine = Overlay(
        name="own rows", origin="own", rows=(opened,), as_of="2026-11-25", confidence="reported"
    )
    was, now = asked(engine(), KABUL), asked(engine().with_overlay(mine), KABUL)
    assert "torkham_road" in [b["subject_id"] for b in was["blocked"]]
    assert "torkham_road" not in [b["subject_id"] for b in now["blocked"]]
    best = now["itineraries"][0]
    (border,) = (b for b in best["borders"] if b["crossing_id"] == "torkham_road")
    assert border["own_rows"] == ["closures:agent_torkham"]
    assert now["query"]["own_rows"] == ["closures:agent_torkham"]


def test_an_own_rate_is_marked_wherever_it_is_used() -> None:
    rates = [r.id for r in engine().dataset.rates if (r.country, r.mode) == ("PK", "road")]
    mine = Overlay(
        name="own rows",
        origin="own",
        rows=tuple(row("rates", key, rate_typical_usd_per_km="0.5") for key in rates),
        as_of="2026-11-25",
        confidence="reported",
    )
    answer = asked(engine().with_overlay(mine), KABUL)
    used = [
        i
        for leg in answer["itineraries"][0]["legs"]
        for i in leg["items"]
        if i["name"] == "Road line-haul" and leg["country"] == "PK"
    ]
    assert used
    for item in used:
        assert item["own"]
        assert item["changed"] == ["cost"]
        assert not item["estimate_cost"]
    assert [s["id"] for s in answer["sources"] if s["own"]] == ["own-rates"]
    assert {r["row"] for r in answer["rows"] if r["own"]} <= set(answer["query"]["own_rows"])


@pytest.mark.parametrize(
    ("overlay", "word"),
    [
        (Overlay(name="x", open=("Narnia",)), "x, open 'Narnia'"),
        (Overlay(name="x", close=("Narnia",)), "x, close 'Narnia'"),
        (Overlay(name="x", scales=(Scale("joy", 2),)), "'joy' is not an item"),
        (Overlay(name="x", rows=(row("joy", "a"),)), "'joy' is not a table"),
    ],
)
def test_a_wrong_overlay_is_refused_before_any_query(overlay: Overlay, word: str) -> None:
    with pytest.raises((InputError, DataError, UnknownPlaceError), match=word):
        engine().with_overlay(overlay)


def test_a_terminal_where_nothing_stops_is_refused() -> None:
    model = next(t for t in engine().dataset.texts["terminals"].rows if t["mode_a"] == "rail")
    cells = {k: v for k, v in model.items() if k not in ("id", "hub_id")} | {"country": "TJ"}
    fresh = Overlay(name="x", rows=(row("terminals", "new", hub_id="khorog", **cells),))
    assert "khorog" in engine().dataset.hub
    with pytest.raises(DataError, match=r"no rail of .* stops at khorog"):
        engine().with_overlay(fresh)
