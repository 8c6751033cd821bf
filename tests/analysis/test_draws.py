"""Samples against cases worked out by hand, and the promises of the streams."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest

from corridor.analysis.sampling.bundles import sample
from corridor.analysis.sampling.distribution import Z90, deviations, normal_share
from corridor.analysis.sampling.draws import Draws, Keys
from corridor.model.answer import Item, Itinerary
from corridor.model.band import Band
from corridor.model.charge import SAILING_WAIT, ChargeType
from tests.questions import DAY_QUERY
from tests.real import dataset, solve


def _way(*items: Item) -> Itinerary:
    """A real itinerary whose first leg holds these items and nothing else."""
    _, _, _, real = solve(DAY_QUERY)
    assert real is not None
    leg = replace(real.legs[1], items=items)
    return replace(real, legs=(leg,))


def _item(name: str, row: str, cost: Band) -> Item:
    return Item(type=ChargeType(name), cost=cost, time=Band(0, 0, 0), rows=(row,))


def test_sum_of_two_independent_normals() -> None:
    """P10 and P90 of two independent items lie at the root of the summed squares."""
    way = _way(
        _item("a", "parameters:insurance_rate_of_value", Band(70_000, 100_000, 130_000)),
        _item("b", "parameters:road_minimum_usd", Band(60_000, 100_000, 140_000)),
    )
    drawn = sample([way], Keys(dataset()), Draws(7, 60_000, 0.5)).cost[:, 0]
    low, middle, high = np.percentile(drawn, (10, 50, 90))
    assert middle == pytest.approx(200_000, abs=600)
    assert high - middle == pytest.approx(50_000, rel=0.02)
    assert middle - low == pytest.approx(50_000, rel=0.02)
    # By `band.total`'s rule the same: the two faces of the bands agree.
    assert np.std(drawn) == pytest.approx(50_000 / Z90, rel=0.02)


def test_correlated_pair_follows_the_stated_correlation() -> None:
    """Two rows of one border: variance of the sum is s1^2 + s2^2 + 2 rho s1 s2."""
    rows = [r for r in dataset().border_times if r.crossing_id and r.cost_usd]
    by_crossing: dict[str, list[str]] = {}
    for row in rows:
        by_crossing.setdefault(row.crossing_id, []).append(row.key)
    pair = next(keys for keys in by_crossing.values() if len(keys) > 1)[:2]
    way = _way(
        _item("Border, leaving", pair[0], Band(70_000, 100_000, 130_000)),
        _item("Border, entering", pair[1], Band(70_000, 100_000, 130_000)),
    )
    one = 30_000 / Z90
    for rho in (0.0, 0.5, 1.0):
        drawn = sample([way], Keys(dataset()), Draws(3, 40_000, rho)).cost[:, 0]
        assert np.std(drawn) == pytest.approx(one * sqrt(2 + 2 * rho), rel=0.03)


def test_without_spread_every_sample_is_the_answer_to_the_cent() -> None:
    """A real itinerary with all bands shut: each sample equals cents and minutes."""
    _, _, _, real = solve(DAY_QUERY)
    assert real is not None

    def shut(band: Band) -> Band:
        return Band(band.typical, band.typical, band.typical)

    legs = tuple(
        replace(
            leg,
            items=tuple(replace(i, cost=shut(i.cost), time=shut(i.time)) for i in leg.items),
        )
        for leg in real.legs
    )
    drawn = sample([replace(real, legs=legs)], Keys(dataset()), Draws(1, 50, 0.5))
    assert set(drawn.cost[:, 0]) == {float(real.cost.typical)}
    assert set(drawn.time[:, 0]) == {float(real.time.typical)}


def test_nothing_is_drawn_below_zero() -> None:
    """An item whose low end is nothing stays at nothing at worst."""
    way = _way(_item("a", "parameters:container_return_usd", Band(0, 1_000, 2_000)))
    drawn = sample([way], Keys(dataset()), Draws(1, 20_000, 0.5)).cost[:, 0]
    assert drawn.min() == 0.0


def test_streams_do_not_depend_on_each_other_or_on_length() -> None:
    """The first samples of a long run are the samples of a short one, seed by seed."""
    key = Keys(dataset()).of(ChargeType("a"), ("parameters:road_minimum_usd",), "cost")
    other = Keys(dataset()).of(ChargeType("b"), ("parameters:insurance_rate_of_value",), "cost")
    long, short = Draws(1, 1_000, 0.5), Draws(1, 20, 0.5)
    short.z(other)  # drawn before or not: nothing changes
    assert np.array_equal(long.z(key)[:20], short.z(key))
    assert not np.array_equal(Draws(2, 20, 0.5).z(key), short.z(key))


@pytest.mark.parametrize("shape", ["split triangle", "uniform"])
def test_bounded_shapes_stay_in_the_band_with_the_median_at_typical(shape: str) -> None:
    z = np.random.default_rng(1).standard_normal(20_000)
    up, down = deviations(z, shape)
    value = 100 + 50 * up - 20 * down
    assert 80 <= value.min() < 82
    assert 148 < value.max() <= 150
    assert np.median(value) == pytest.approx(100, abs=0.5)
    wait = Keys(dataset()).of(SAILING_WAIT, ("sea_services:karachi_jebel_ali",), "time")
    assert wait.shape == "uniform"


def test_normal_share_against_known_values() -> None:
    known = {0.0: 0.5, 1.0: 0.8413447461, 1.6448536270: 0.95, 3.0: 0.9986501020}
    for z, share in known.items():
        assert float(normal_share(np.array([z]))[0]) == pytest.approx(share, abs=1e-7)
