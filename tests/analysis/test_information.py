"""What knowing a figure is worth, against nested sampling and cases worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from corridor.analysis.ports.chance import Drawn
from corridor.analysis.ports.information import information
from corridor.analysis.sampling.draws import Draws, Key, Keys
from corridor.model.answer import Item
from corridor.model.message import say
from corridor.model.objective import Objective
from tests.questions import worked
from tests.real import dataset

ONE, OTHER = (Key(n, "cost", (n,), 1.0) for n in ("one", "other"))
LABELS = {ONE: say("figure.rows", rows="one"), OTHER: say("figure.rows", rows="other")}


def test_two_ports_and_one_figure_by_hand() -> None:
    """B costs d + s z more than A: knowing z is worth s (pdf(d/s) - d/s cdf(-d/s)) if d > 0."""
    draws = Draws(1, 40_000, 0.0)
    z, noise = draws.z(ONE), draws.z(OTHER)
    for lead, spread in ((0.0, 30_000.0), (20_000.0, 30_000.0), (200_000.0, 30_000.0)):
        base = 500_000 + 90_000 * noise  # what both have in common turns nothing
        values = {"a": base, "b": base + lead + spread * z}
        found = information(values, draws, LABELS)
        at = lead / spread
        exact = spread * (stats.norm.pdf(at) - at * stats.norm.cdf(-at))
        assert found.perfect == pytest.approx(exact, rel=0.05, abs=5)
        worth = {w.key: w.value for w in found.figures}
        assert worth.get(ONE, 0.0) == pytest.approx(exact, rel=0.05, abs=5)
        assert worth.get(OTHER, 0.0) < max(0.03 * exact, 5)


def test_one_port_has_no_choice() -> None:
    draws = Draws(1, 100, 0.0)
    assert information({"a": draws.z(ONE)}, draws, LABELS).figures == ()


@pytest.mark.slow
def test_against_nested_sampling_on_real_ways() -> None:
    """A figure held at each of many values, everything else drawn anew: the mean of the least."""
    draws = Draws(3, 8_000, 0.0)
    drawn = Drawn(worked("Tashkent"), Objective.GENERALISED, Keys(dataset()), draws)
    ports = [p for p in drawn.ports if p != "outside"]
    key = next(
        k
        for k in (drawn.keys.of_item(i, "cost") for i in _items())
        if k.rows[0].startswith("sea_rates:gwadar")
    )
    found = information(
        {p: drawn.values[p] for p in ports}, draws, {key: say("figure.rows", rows="x")}
    )
    nodes, weights = np.polynomial.hermite_e.hermegauss(15)
    means = []
    for node in nodes:
        held = Draws(4, 2_000, 0.0)
        held._drawn[f"unknown|{key.id}"] = np.full(2_000, node)  # all are their own at 0
        values = Drawn(worked("Tashkent"), Objective.GENERALISED, drawn.keys, held).values
        means.append([values[p].mean() for p in ports])
    table = np.array(means)
    share = weights / weights.sum()
    exact = (share @ table).min() - float(share @ table.min(axis=1))
    assert sum(w.value for w in found.figures) == pytest.approx(exact, rel=0.15, abs=300)
    assert exact > 300


def _items() -> list[Item]:
    lane = worked("Tashkent").comparison.lane("gwadar_port", "jebel_ali_port")
    return [i for leg in lane.chosen.legs for i in leg.items if i.rows]
