"""The samples of a comparison: common draws, reproducible, checked on the whole network."""

from __future__ import annotations

import numpy as np
import pytest

from corridor.analysis.ports.chance import Drawn, best_shares, chance
from corridor.analysis.ports.comparison import Worked, measure
from corridor.analysis.ports.tornado import tornado
from corridor.analysis.sampling.bundles import expected
from corridor.analysis.sampling.draws import Draws, Keys
from corridor.model.objective import Objective
from tests.questions import worked
from tests.real import dataset
from tests.simulation import Simulation


def test_same_seed_same_answer_other_seed_another() -> None:
    first, again, other = (
        chance(worked(), Objective.GENERALISED, samples=3_000, seed=s, checked=0) for s in (5, 5, 6)
    )
    assert first == again
    assert first != other
    assert first is not None
    assert other is not None
    for a, b in zip(first.ports, other.ports, strict=True):
        assert a.best == pytest.approx(b.best, abs=0.05)


def test_shares_sum_to_one_and_pairs_mirror() -> None:
    found = chance(
        worked("Termez"), Objective.GENERALISED, samples=4_000, seed=1, checked=0, max_days=30
    )
    assert found is not None
    assert sum(p.best for p in found.ports) == pytest.approx(1)
    for pick in ("expected", "trips"):
        pairs = {(p.port, p.other): getattr(p, pick) for p in found.pairs}
        for (a, b), share in pairs.items():
            assert share + pairs[b, a] == pytest.approx(1, abs=0.02)
    for port in found.ports:
        assert port.value.p10 <= port.value.p50 <= port.value.p90
        assert port.in_time is not None
        assert 0 <= port.in_time <= 1
    assert found.drivers
    assert all(-1 <= d.correlation <= 1 for d in found.drivers)


def test_an_independent_simulation_agrees() -> None:
    """
    Everything drawn anew from the items, with other numbers: shares, percentiles of trips.

    Within a point of the shares and 1 % of P10, P50 and P90 of days, dollars and what is compared.
    """
    found = worked("Tashkent")
    told = chance(found, Objective.GENERALISED, samples=40_000, seed=4, checked=0, max_days=30)
    assert told is not None
    mine = Independent(found, 40_000)
    for port in told.ports:
        assert port.best == pytest.approx(mine.best[port.port], abs=0.01)
        for spread, values in (
            (port.value, mine.values[port.port]),
            (port.cost, mine.costs[port.port]),
            (port.time, mine.times[port.port]),
        ):
            low, middle, high = np.percentile(values, (10, 50, 90))
            assert (spread.p10, spread.p50, spread.p90) == pytest.approx(
                (low, middle, high), rel=0.01
            )
        assert port.in_time == pytest.approx(
            float(np.mean(mine.times[port.port] <= 30 * 1440)), abs=0.01
        )
    assert told.outside == pytest.approx(mine.outside, abs=0.01)


class Independent(Simulation):
    """The documented rule written again, on the same choice sets."""

    def __init__(self, found: Worked, samples: int) -> None:
        super().__init__(samples)
        self.found = found
        per_minute = found.vot * 100 / 60
        comparison = found.comparison
        means, self.values, self.costs, self.times = {}, {}, {}, {}
        for port in [s.port for s in comparison.standings] + ["outside"]:
            lane = comparison.lane(port, "jebel_ali_port")
            ways = [
                self.mean(w, "cost") + per_minute * self.mean(w, "time") for w in lane.itineraries
            ]
            counts = [1.25 if w.re_enters else 1.0 for w in lane.itineraries]
            means[port] = np.min([w * c for w, c in zip(ways, counts, strict=True)], axis=0)
            self.costs[port] = self.trip(lane.chosen, "cost")
            self.times[port] = self.trip(lane.chosen, "time")
            self.values[port] = self.costs[port] + per_minute * self.times[port]
        outside = means.pop("outside")
        stacked = np.stack(list(means.values()))
        self.outside = float(np.mean(outside < stacked.min(axis=0)))
        self.best = {
            port: float(np.mean(stacked.argmin(axis=0) == n)) for n, port in enumerate(means)
        }


def test_an_exact_copy_of_karachi_moves_no_share_but_karachi_s() -> None:
    """Under another name, with the same ways: Gwadar's share stays to the last digit."""
    found = worked("Tashkent")
    drawn = Drawn(found, Objective.GENERALISED, Keys(dataset()), Draws(1, 4_000, 0.5))
    ports = ["karachi_port", "gwadar_port"]
    before = best_shares(drawn, ports)
    # What stands beside Karachi on its coast, given Karachi's own values.
    drawn.values["port_qasim"] = drawn.values["karachi_port"]
    after = best_shares(drawn, [*ports, "port_qasim"])
    assert after["gwadar_port"] == before["gwadar_port"]
    assert after["karachi_port"] == after["port_qasim"]
    assert after["karachi_port"] + after["port_qasim"] == pytest.approx(before["karachi_port"])


def test_common_draws_move_both_ports_together() -> None:
    """The same Pakistani road and border rows stand behind two ports: they rise together."""
    comparison = worked().comparison
    itineraries = [comparison.lane(s.port, "jebel_ali_port").chosen for s in comparison.standings]
    drawn = expected(itineraries, Keys(dataset()), Draws(1, 5_000, 0.5)).cost
    assert np.corrcoef(drawn[:, 0], drawn[:, 1])[0, 1] > 0.3


def test_a_port_never_pays_more_than_its_best_way_at_typical_figures() -> None:
    """With one sample and no correlation the port takes the least of its choice set."""
    found = worked("Termez")
    comparison = found.comparison
    for standing in comparison.standings:
        itineraries = [comparison.lane(standing.port, m).chosen for m in comparison.common]
        values = [measure(itinerary, Objective.GENERALISED) for itinerary in itineraries]
        assert sum(values) / len(values) == pytest.approx(standing.value)


def test_choice_set_is_checked_by_solving_anew() -> None:
    found = chance(worked(), Objective.GENERALISED, samples=500, seed=1, checked=6)
    assert found is not None
    check = found.check
    assert check is not None
    assert check.samples == 6
    assert check.solved == 6 * len(found.ports)
    assert 0 <= check.short <= check.solved
    # What the set misses stays small against the port's own cost.
    assert check.mean_short < 0.02 * worked().comparison.standings[0].value


def test_tornado_starts_from_the_lead_and_is_sorted() -> None:
    found = worked("Termez")
    lead, bars = tornado(found, Objective.GENERALISED)
    comparison = found.comparison
    rival = comparison.standings[comparison.rival]
    assert lead == pytest.approx(rival.value - comparison.standings[0].value, abs=1)
    assert [b.swing for b in bars] == sorted((b.swing for b in bars), reverse=True)
