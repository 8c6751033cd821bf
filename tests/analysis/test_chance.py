"""The samples of a comparison: common draws, reproducible, checked on the whole network."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import special, stats

from corridor.analysis.ports.chance import Drawn, best_shares, chance
from corridor.analysis.ports.comparison import Worked, measure
from corridor.analysis.ports.tornado import tornado
from corridor.analysis.sampling.bundles import expected
from corridor.analysis.sampling.draws import Draws, Keys
from corridor.model.answer import Itinerary
from corridor.model.charge import SAILING_WAIT
from corridor.model.objective import Objective
from tests.questions import worked
from tests.real import dataset


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


class Independent:
    """The documented rule written again with numpy and scipy, on the same choice sets."""

    def __init__(self, found: Worked, samples: int) -> None:
        self.random = np.random.default_rng(20_261_201)
        self.samples, self.found = samples, found
        self.z: dict[tuple[str, ...], Any] = {}
        parameter = dataset().parameter
        self.share = {
            "cost": parameter["unknown_share_dollars"].value.typical,
            "time": parameter["unknown_share_hours"].value.typical,
        }
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

    def normal(self, level: str, row: str, what: str) -> Any:
        def drawn(*named: str) -> Any:
            key = (level, *named)
            if key not in self.z:
                self.z[key] = self.random.standard_normal(self.samples)
            return self.z[key]

        return np.sqrt(0.5) * drawn("all", what) + np.sqrt(0.5) * drawn(row, what)

    def widths(self, way: Itinerary, what: str) -> dict[tuple[str, float], list[float]]:
        """Summed half-widths up and down by figure and share that is unknown."""
        copies = {
            f"sea_rates:{r.id}": f"sea_rates:{r.copy_of}" for r in dataset().sea_rates if r.copy_of
        }
        copies |= {
            f"sea_services:{r.id}": f"sea_services:{r.copy_of}"
            for r in dataset().sea_services
            if r.copy_of
        }
        copies |= {
            f"port_charges:{r.id}": f"port_charges:{r.copy_of}"
            for r in dataset().port_charges
            if r.copy_of
        }
        found: dict[tuple[str, float], list[float]] = {}
        for item in (i for leg in way.legs for i in leg.items if not i.outside_total):
            band = getattr(item, what)
            waits = item.type.id == SAILING_WAIT.id
            rows = tuple(copies.get(r, r) for r in item.rows) or (item.type.id,)
            at = ("|".join(rows) + "!" * waits, 0.0 if waits else self.share[what])
            entry = found.setdefault(at, [0.0, 0.0])
            entry[0] += band.high - band.typical
            entry[1] += band.typical - band.low
        return {k: v for k, v in found.items() if v[0] or v[1]}

    def mean(self, way: Itinerary, what: str) -> Any:
        """Mean over all trips, by the truncated means of a normal."""
        value = np.full(self.samples, float(getattr(way, what).typical))
        for (row, share), (up, down) in self.widths(way, what).items():
            high, low = self.halves(row, share, what)
            value += up * high - down * low
        return value

    def halves(self, row: str, share: float, what: str) -> tuple[Any, Any]:
        """Means of both halves of a deviate of which a share of the variance is drawn."""
        key = ("halves", row, str(share), what)
        if key not in self.z:
            per = stats.norm.ppf(0.9)
            if share == 0:
                self.z[key] = (stats.norm.pdf(0) / per, stats.norm.pdf(0) / per)
            else:
                mean, sd = np.sqrt(share) * self.normal("unknown", row, what), np.sqrt(1 - share)
                high = mean * special.ndtr(mean / sd) + sd * stats.norm.pdf(mean / sd)
                self.z[key] = (high / per, (high - mean) / per)
        found: tuple[Any, Any] = self.z[key]
        return found

    def trip(self, way: Itinerary, what: str) -> Any:
        """One trip a sample: a normal deviate of the whole way, laid over its own band."""
        z = np.zeros(self.samples)
        for (row, share), (up, down) in self.widths(way, what).items():
            own = np.sqrt(share) * self.normal("unknown", row, what)
            own += np.sqrt(1 - share) * self.normal("trip", row, what)
            z += own * (up + down) / 2
        z /= z.std()
        band = getattr(way, what)
        half = np.where(z > 0, band.high - band.typical, band.typical - band.low)
        return np.maximum(band.typical + z * half / stats.norm.ppf(0.9), 0)


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
