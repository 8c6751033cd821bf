"""Time is worth what the goods lose by it: by class and value, as a curve, and as a law."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from corridor.analysis.ports.comparison import Worked, compare
from corridor.analysis.ports.tornado import tornado
from corridor.analysis.ports.value_curve import value_curve
from corridor.model.consignment import CARGO
from corridor.model.objective import Objective
from corridor.model.scenario import Overlay, Scale
from tests.longer import many
from tests.questions import question, worked
from tests.real import dataset, engine

pytestmark = pytest.mark.slow
OPENED = ("gwadar_jebel_ali",)
VALUES = (4_000.0, 40_000.0, 120_000.0, 400_000.0)


@pytest.mark.parametrize("cargo", CARGO)
def test_an_hour_is_worth_the_share_of_the_goods_that_a_day_costs(cargo: str) -> None:
    goods = "hazardous:3" if cargo == "hazardous" else cargo
    share = dataset().parameter[f"time_value_{cargo}_per_day"].value.typical
    unit = "platform" if cargo == "oversize" else "FEU"
    for value in VALUES:
        asked = question().query
        sent = replace(asked.consignment, cargo=goods, value_usd=value, unit=unit)
        query = replace(asked, consignment=sent, origin="Tashkent", destination="Almaty")
        found = engine().planning(query).resolved.value_of_time_usd_per_h
        assert found == pytest.approx(value * share / 24, abs=0.005)


@cache
def at(place: str, value: float) -> Worked:
    """Solved for goods of a value whose guarantees and insurance cost what those of 40,000 do."""
    still = tuple(Scale(name, 40_000 / value) for name in ("insurance", "rule_fees"))
    held = engine().with_overlay(Overlay(name="--scale", scales=still))
    asked = question(opened=OPENED)
    query = replace(asked.query, consignment=replace(asked.query.consignment, value_usd=value))
    return compare(held, replace(asked, query=query), place, train=False)


@pytest.mark.parametrize("place", ["Minsk", "Tashkent", "Kabul", "Quetta"][: many(2, 4)])
def test_dearer_goods_never_go_by_the_slower_port(place: str) -> None:
    hours = [at(place, value).comparison.standings[0].time_min for value in VALUES]
    assert hours == sorted(hours, reverse=True)


@pytest.mark.parametrize("place", ["Minsk", "Tashkent", "Quetta"][: many(2, 3)])
def test_the_curve_is_what_solving_at_each_value_gives(place: str) -> None:
    """Just before and just beyond each turn, and in the middle of each stretch."""
    asked = question(opened=OPENED)
    found = (
        value_curve(compare(engine(), asked, place, train=False)),
        value_curve(compare(engine(), asked, place)),
    )
    curve = found[1]
    assert curve[0].low_usd_per_h == 0
    assert curve[-1].high_usd_per_h == pytest.approx(50)
    for stretch, after in pairwise(curve):
        assert stretch.high_usd_per_h == after.low_usd_per_h
        assert stretch.port != after.port
    points = [(s.port, (s.low_usd_per_h + s.high_usd_per_h) / 2) for s in curve]
    for before, after in pairwise(curve):
        turn = before.high_usd_per_h
        points += [(before.port, turn - 0.03), (after.port, turn + 0.03)]
    for port, value in points:
        query = replace(asked.query, value_of_time_usd_per_h=max(value, 0.0))
        solved = compare(engine(), replace(asked, query=query), place, train=False).comparison
        assert solved.standings[0].port == port, (port, value)


def test_the_value_of_time_is_a_bar_of_the_tornado() -> None:
    found = worked("Tashkent")
    _, bars = tornado(found, Objective.GENERALISED)
    assert "value_of_time" in [b.figure.target for b in bars]
    _, none = tornado(found, Objective.COST)
    assert "value_of_time" not in [b.figure.target for b in none]
