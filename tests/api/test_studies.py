"""Ports, losses and changes in one call each, the same as their commands print."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor.api.planner import Planner
from corridor.errors import InputError
from tests.cli.inside import inside
from tests.real import engine as loaded

pytestmark = pytest.mark.slow

DAY = "2026-12-01"
MARKET = ("--onward", "Jebel Ali", "--depart", DAY)


def public() -> Planner:
    return Planner(loaded())


def without_command(text: str) -> str:
    """JSON without the line that says how it was asked."""
    return "\n".join(li for li in text.splitlines() if not li.startswith(' "command"'))


def test_ports_are_compared_in_one_call(tmp_path: Path) -> None:
    found = public().compare("Kandahar", market="Jebel Ali", samples=50, flips=1, depart=DAY)
    typed = inside("compare", "Kandahar", *MARKET, "--samples", "50", "--flips", "1", "--json")
    assert without_command(found.to_json()) == without_command(typed.stdout)
    assert found.usable
    assert len(found.verdicts) == 1
    assert len(repr(found).splitlines()) == 5
    assert set(found.to_frame().port) >= {"Karachi port"}
    assert len(found.to_frame("break_evens")) == 1
    items, lanes = found.to_frame("items"), found.record.places[0].today.lanes
    bill = items[(items["case"] == "today") & (items["outside the total"] == "no")]
    for lane in lanes:
        if not lane.itinerary:
            continue
        own = bill[bill.port == found.record.names[lane.port]]
        assert own["USD"].sum() == pytest.approx(lane.itinerary.totals.cost_usd.typical)
        assert own["h"].sum() == pytest.approx(lane.itinerary.totals.time_h.typical, abs=0.01)
        assert all(own["rows"])
    measured = found.to_frame("indicators")
    assert {"this way", "CAREC, all corridors"} <= set(measured["of"])
    for name in ("a.html", "a.md", "a.xlsx", "a.zip", "a.json"):
        assert found.save(tmp_path / name).stat().st_size > 1000
    assert any(found.save(tmp_path / "tables.csv").iterdir())
    with pytest.raises(InputError, match="table 'nothing' is unknown"):
        found.to_frame("nothing")


def test_break_evens_in_one_call() -> None:
    figure = "port_charges@gwadar"
    found = public().breakeven("Kandahar", figures=figure, market="Jebel Ali", depart=DAY)
    typed = inside("breakeven", "Kandahar", "--figure", figure, *MARKET)
    assert str(found) == typed.stdout
    assert len(found.to_frame()) == 1


def test_catchments_in_one_call(tmp_path: Path) -> None:
    found = public().catchment(
        "TEU", countries="TJ", market="Jebel Ali", demand={"Dushanbe": 100}, depart=DAY
    )
    frame = found.to_frame()
    assert {"Dushanbe"} <= set(frame.iloc[:, 1]) | set(frame.iloc[:, 0])
    for name in ("a.csv", "a.svg", "a.json"):
        assert found.save(tmp_path / name).stat().st_size > 100
    for wrong, text in (
        ({"countries": "XX"}, "--country 'XX': no hub is there"),
        ({"grid": 0.1}, "--grid 0.1 is out of range"),
        ({"grid": float("nan")}, "--grid nan is not a number"),
        ({"demand": {"Dushanbe": -1}}, "tonnes -1"),
    ):
        with pytest.raises(InputError, match=text):
            public().catchment(market="Jebel Ali", depart=DAY, **wrong)


def test_what_changes_in_one_call() -> None:
    found = public().whatif("today", "winter", "Kabul", "Karachi", depart=DAY, k=1)
    typed = inside("whatif", "today", "winter", "Kabul", "Karachi", "--depart", DAY, "-k", "1")
    assert str(found) == typed.stdout
    assert found.before is not None
    assert found.after is not None
    assert found.before.best.totals.time_h.typical < found.after.best.totals.time_h.typical
    with pytest.raises(InputError, match="A and B are both 'today'"):
        public().whatif("today", "today", "Kabul", "Karachi", depart=DAY)


def test_losses_in_one_call() -> None:
    found = public().resilience("Kabul", "Quetta", depart=DAY)
    assert str(found).startswith("Mean extra days and dollars over 1 ways when lost")
    frame = found.to_frame()
    assert set(frame.days_lost) == {7, 30, 90}
    assert frame.extra_objective_share.max() > 0


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"samples": 1.5}, "--samples 1.5 is not a whole number"),
        ({"samples": 0, "seed": 2}, "--samples 0 draws none"),
        ({"flips": 99}, "--flips 99 is out of range"),
        ({"on_time_days": float("nan")}, "--on-time-days nan is not a number"),
        ({"ports": ["karachi"]}, "fewer than two ports"),
        ({"market": 3}, "--onward 3 is not a list of names"),
    ],
)
def test_what_cannot_be_compared_is_refused(given: dict[str, object], text: str) -> None:
    with pytest.raises(InputError, match=text):
        public().compare("Kandahar", depart=DAY, **given)  # type: ignore[arg-type]
