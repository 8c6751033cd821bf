"""Break-evens: set the figure there, and just beyond, and solve anew through the overlay."""

from __future__ import annotations

from functools import cache

import pytest

from corridor.analysis.choice.figures import amount, named
from corridor.analysis.ports.breakeven import BEYOND, Scaled, break_even
from corridor.analysis.ports.case import Case
from corridor.analysis.ports.comparison import Worked, compare, measure
from corridor.model.objective import Objective
from corridor.model.scenario import Overlay, Scale
from tests.questions import question
from tests.real import engine

pytestmark = pytest.mark.slow

PAIR = ("karachi_port", "gwadar_port")


# By Chaman, and by Iran as today: there minimum prices and fixed shares bend the lines.
CHAMAN = ("torkham", "chaman", "gwadar_jebel_ali")
IRAN = ("gwadar_jebel_ali",)


@cache
def compared(opened: tuple[str, ...]) -> Worked:
    """The two ports solved with some names open."""
    return compare(engine(), question(opened=opened, ports=("karachi", "gwadar")), "Kandahar")


@cache
def _values(target: str, factor: float, opened: tuple[str, ...]) -> dict[str, float]:
    """Both ports' best value with a figure multiplied, by the public overlay."""
    changed = engine().with_overlay(Overlay(name="test", scales=(Scale(target, factor),)))
    case = Case(changed, question(opened=opened), "Kandahar", "jebel_ali_port")
    found = {}
    for port in PAIR:
        path = case.best(port, Objective.GENERALISED)
        assert path is not None
        found[port] = measure(case.itinerary(port, path), Objective.GENERALISED)
    return found


@pytest.mark.parametrize(
    ("target", "opened"),
    [
        ("port_charges@gwadar_port", CHAMAN),
        ("port_dwell@gwadar_port", CHAMAN),
        ("sea_rate@karachi_jebel_ali", CHAMAN),
        ("sailings@karachi_jebel_ali", CHAMAN),
        ("road_rate@PK", IRAN),
        ("border_cost@gabd_road", IRAN),
    ],
)
def test_the_order_turns_at_the_value_and_not_before(target: str, opened: tuple[str, ...]) -> None:
    asked = question(opened=opened, ports=("karachi", "gwadar"))
    comparison = compared(opened).comparison
    paths = [comparison.lane(p, "jebel_ali_port").chosen for p in PAIR]
    figure = named(target, paths, engine())
    base = max(amount(w, figure, engine().dataset).typical for w in paths)
    scaled = Scaled(engine(), asked, "Kandahar", comparison.common, PAIR, figure)
    found = break_even(scaled, base)
    now = _values("port_charges@gwadar_port", 1.0, opened)
    assert found.ahead_before == min(now, key=lambda p: now[p])
    assert found.factor is not None or opened == CHAMAN  # by Iran both figures turn it
    if found.factor is None:
        for end in (found.low, found.high):
            values = _values(target, end, opened)
            assert min(values, key=lambda p: values[p]) == found.ahead_before
        return
    assert found.verified
    at = _values(target, found.factor, opened)
    # Cents and minutes are whole, so equal means within a few cents of some thousand dollars.
    assert abs(at[PAIR[0]] - at[PAIR[1]]) <= 60
    outward = 1 + BEYOND * (1 if found.factor > 1 else -1)
    beyond, before = (_values(target, found.factor * f, opened) for f in (outward, 2 - outward))
    assert min(beyond, key=lambda p: beyond[p]) == found.ahead_after
    assert min(before, key=lambda p: before[p]) == found.ahead_before
    assert found.ahead_after != found.ahead_before


def test_a_figure_that_both_ports_share_turns_nothing() -> None:
    comparison = compared(CHAMAN).comparison
    paths = [comparison.lane(p, "jebel_ali_port").chosen for p in PAIR]
    figure = named("port_charges@jebel_ali_port", paths, engine())
    scaled = Scaled(engine(), question(), "Kandahar", comparison.common, PAIR, figure)
    assert break_even(scaled, 0).factor is None
