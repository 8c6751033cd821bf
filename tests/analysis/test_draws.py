"""Samples against cases worked out by hand, and the promises of the streams."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy import stats

from corridor.analysis.sampling.bundles import bundle, expected, trips
from corridor.analysis.sampling.distribution import (
    Z90,
    at_share,
    expected_halves,
    halves,
    normal_share,
)
from corridor.analysis.sampling.draws import Draws, Keys
from corridor.model.answer import Item, Itinerary
from corridor.model.band import Band, total
from corridor.model.charge import SAILING_WAIT, ChargeType
from corridor.planning.links.bills import key
from tests.questions import DAY_QUERY
from tests.real import dataset, engine, solve

ROWS = ("parameters:insurance_rate_of_value", "parameters:road_minimum_usd")


def _way(*items: Item) -> Itinerary:
    """A real itinerary whose first leg holds these items and nothing else, with their band."""
    _, _, _, real = solve(DAY_QUERY)
    assert real is not None
    leg = replace(real.legs[1], items=items)
    cost = total((key(i), i.cost) for i in items)
    return replace(real, legs=(leg,), cost=cost, time=total((key(i), i.time) for i in items))


def _item(row: str, cost: Band) -> Item:
    return Item(type=ChargeType("a"), cost=cost, time=Band(0, 0, 0), rows=(row,))


@pytest.mark.parametrize("rho", [0.0, 0.5, 1.0])
def test_any_two_figures_follow_the_stated_correlation(rho: float) -> None:
    """Variance of the sum of two rows is s1^2 + s2^2 + 2 rho s1 s2, on both levels together."""
    widths = dict(zip(ROWS, (30_000, 40_000), strict=True))
    items = [_item(row, Band(100_000 - w, 100_000, 100_000 + w)) for row, w in widths.items()]
    band = total(((key(i), i.cost) for i in items), rho)
    way = replace(_way(*items), cost=band)
    drawn = trips([way], Keys(dataset()), Draws(7, 60_000, rho)).cost[:, 0]
    assert np.std(drawn) == pytest.approx(
        sqrt(30_000**2 + 40_000**2 + 2 * rho * 30_000 * 40_000) / Z90, rel=0.02
    )


def asked(origin: str) -> Itinerary:
    return engine().ask(replace(DAY_QUERY, origin=origin, k=1)).itineraries[0]


@pytest.mark.parametrize("origin", ["Minsk", "Tashkent", "Quetta"])
def test_percentiles_of_trips_are_the_band_of_the_answer(origin: str) -> None:
    """The deterministic band and the samples are one model: P10, P50 and P90 agree on every way."""
    for way in (asked(origin),):
        drawn = trips([way], Keys(dataset()), Draws(3, 40_000, 0.5))
        for values, band in ((drawn.cost[:, 0], way.cost), (drawn.time[:, 0], way.time)):
            assert np.percentile(values, (10, 50, 90)) == pytest.approx(
                [band.low, band.typical, band.high], rel=0.01
            )


def test_what_is_unknown_and_what_a_trip_meets_make_up_the_whole() -> None:
    """Of a row's variance the stated share is unknown: that of the means over the trips."""
    way = _way(_item(ROWS[0], Band(70_000, 100_000, 130_000)))
    keys, draws = Keys(dataset()), Draws(5, 60_000, 0.5)
    share = dataset().parameter["unknown_share_dollars"].value.typical
    means = expected([way], keys, draws).cost[:, 0]
    whole = trips([way], keys, draws).cost[:, 0]
    assert np.var(means) / np.var(whole) == pytest.approx(share, abs=0.02)
    # A trip's own draw is what is left: means and trips are correlated by the root of the share.
    assert np.corrcoef(means, whole)[0, 1] == pytest.approx(sqrt(share), abs=0.02)


@pytest.mark.parametrize("known", [0.0, 0.2, 0.6, 1.0])
def test_means_of_the_halves_against_numbers_drawn_for_the_rest(known: float) -> None:
    rest = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    for z in (-1.5, 0.0, 0.7):
        up, down = expected_halves(np.array([z]), known)
        drawn = halves(sqrt(known) * z + sqrt(1 - known) * rest)
        assert up[0] == pytest.approx(drawn[0].mean(), abs=2e-4)
        assert down[0] == pytest.approx(drawn[1].mean(), abs=2e-4)


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
    plain = replace(real, legs=legs, cost=shut(real.cost), time=shut(real.time))
    for draw in (expected, trips):
        drawn = draw([plain], Keys(dataset()), Draws(1, 50, 0.5))
        assert set(drawn.cost[:, 0]) == {float(real.cost.typical)}
        assert set(drawn.time[:, 0]) == {float(real.time.typical)}


def test_nothing_is_drawn_below_zero() -> None:
    """An item whose low end is nothing stays at nothing at worst."""
    way = _way(_item(ROWS[0], Band(0, 1_000, 2_000)))
    keys, draws = Keys(dataset()), Draws(1, 20_000, 0.5)
    assert trips([way], keys, draws).cost.min() == 0.0
    assert expected([way], keys, draws).cost.min() >= 0.0


def test_streams_do_not_depend_on_each_other_or_on_length() -> None:
    """The first samples of a long run are the samples of a short one, seed by seed."""
    one, other = (Keys(dataset()).of(ChargeType("a"), (row,), "cost") for row in ROWS)
    long, short = Draws(1, 1_000, 0.5), Draws(1, 20, 0.5)
    short.z(other)  # drawn before or not: nothing changes
    assert np.array_equal(long.z(one)[:20], short.z(one))
    assert not np.array_equal(Draws(2, 20, 0.5).z(one), short.z(one))
    assert not np.array_equal(short.z(one, "trip"), short.z(one))


def test_a_row_and_its_copy_are_one_figure() -> None:
    """Through copies of copies, and in the tables as they are."""
    rows = {"sea_rates:a": "", "sea_rates:b": "a", "sea_rates:c": "b", "rates:a": ""}
    cited = {key: SimpleNamespace(copy_of=origin) for key, origin in rows.items()}
    made: Any = SimpleNamespace(cited=cited, parameter=dataset().parameter)
    keys = Keys(made)
    first, *copies = (keys.of(ChargeType("f"), (f"sea_rates:{n}",), "cost") for n in "abc")
    assert {c.id for c in copies} == {first.id}
    assert [c.rows for c in copies] == [("sea_rates:b",), ("sea_rates:c",)]
    assert keys.of(ChargeType("f"), ("rates:a",), "cost").id != first.id
    real = Keys(dataset())
    for row in (s for s in dataset().sea_rates if s.copy_of):
        origin = real.of(ChargeType("f"), (f"sea_rates:{row.copy_of}",), "cost")
        assert real.of(ChargeType("f"), (row.key,), "cost").id == origin.id


def test_a_wait_for_a_ship_is_the_trip_s_own() -> None:
    wait = Keys(dataset()).of(SAILING_WAIT, ("sea_services:karachi_jebel_ali",), "time")
    assert wait.unknown == 0
    found = bundle([asked("Tashkent")], Keys(dataset()), "time")
    assert all(0 <= k.unknown <= 1 for k in found.keys)


def test_share_of_a_band_below_a_value() -> None:
    band = (10.0, 20.0, 40.0)
    for value, share in ((10.0, 0.1), (20.0, 0.5), (40.0, 0.9)):
        assert at_share(band, value) == pytest.approx(share, abs=1e-6)
    assert at_share((5.0, 5.0, 5.0), 5.0) == 1.0
    assert at_share((5.0, 5.0, 5.0), 4.0) == 0.0


def test_normal_share_against_scipy() -> None:
    z = np.linspace(0, 5, 101)
    assert np.allclose(normal_share(z), stats.norm.cdf(z), atol=1e-7)
