"""Bars of the tornado against solving the whole comparison again with the figure scaled."""

from __future__ import annotations

import pytest

from corridor.analysis.choice.figures import amount
from corridor.analysis.ports.comparison import Worked, compare
from corridor.analysis.ports.tornado import Bar, tornado
from corridor.model.objective import Objective
from corridor.model.scenario import Overlay, Scale
from tests.longer import many
from tests.questions import question, worked
from tests.real import dataset, engine

pytestmark = pytest.mark.slow
# Figures whose one row is all that moves with them, so a factor says where its band ends.
ALONE = ("sea_rate@", "port_dwell@", "sailings@", "sea_days@")


def lead(found: Worked) -> float:
    """The best of the other coasts less the best of Karachi's or Gwadar's that leads now."""
    comparison = worked().comparison
    values = {s.port: s.value for s in found.comparison.standings}
    mine = min(v for p, v in values.items() if p in comparison.twins)
    return min(v for p, v in values.items() if p not in comparison.twins) - mine


def solved(bar: Bar, *, high: bool) -> float:
    """The lead with the figure at one end of its band, on a network solved anew."""
    figure = bar.figure
    ways = [x.chosen for x in worked().comparison.lanes]
    bands = [b for w in ways if (b := amount(w, figure, dataset())).typical]
    band = bands[0]
    end = band.high if high != figure.inverse else band.low
    factor = end / band.typical
    if figure.inverse:
        factor = 1 / factor
    overlay = Overlay(name="--scale", scales=(Scale(figure.target, factor),))
    return lead(compare(engine().with_overlay(overlay), question(), "Kandahar", train=False))


def bars() -> list[Bar]:
    _, found = tornado(worked(), Objective.GENERALISED)
    return [b for b in found if b.figure.target.startswith(ALONE)]


def test_the_lead_is_that_over_all_other_coasts() -> None:
    value, _ = tornado(worked(), Objective.GENERALISED)
    assert value == pytest.approx(lead(worked()), abs=1)


def test_bars_are_what_solving_again_gives() -> None:
    """Both ends, with the sign that the label says: few sailings are the low end of sailings."""
    checked = 0
    for bar in bars()[: many(3, 8)]:
        for told, high in ((bar.lead_low, False), (bar.lead_high, True)):
            if bar.figure.target.startswith("sailings@") and high:
                continue  # a wait of nothing has no finite number of sailings
            # Minutes are rounded once here, and after scaling there.
            assert solved(bar, high=high) == pytest.approx(told, abs=120), bar.figure.target
            checked += 1
    assert checked > 3


def test_a_figure_that_divides_hours_is_low_where_the_hours_are_high() -> None:
    _, found = tornado(worked(), Objective.GENERALISED)
    for bar in found:
        if bar.figure.inverse and bar.figure.target.startswith("sailings@karachi"):
            # Fewer sailings from Karachi cost Karachi.
            ahead = worked().comparison.standings[0].port
            assert (bar.lead_low > bar.lead_high) == (ahead != "karachi_port")
            return
    pytest.fail("no sailings of Karachi among the bars")
