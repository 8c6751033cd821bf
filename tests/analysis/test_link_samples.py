"""Drawn cents and minutes on links, against deviations chosen by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest

from corridor.analysis.sampling.draws import Draws
from corridor.analysis.sampling.link_samples import DrawnBills, LinkSampler, drawn_bills
from corridor.model.charge import ChargeType
from corridor.planning.cache import PlannerCache
from corridor.pricing.items import Basis, Column, Priced
from tests.real import dataset

# Up and down deviations of two samples by figure: more, less.
DEVIATIONS = {
    "a cost": ([1.0, 0.0], [0.0, 0.5]),
    "b cost": ([0.0, 2.0], [10.0, 0.0]),
    "a time": ([0.5, 0.0], [0.0, 1.0]),
    "b time": ([0.0, 0.0], [0.0, 0.0]),
}


class ByHand:
    """Keys and draws in one: a figure is called by its first row and what it is."""

    samples = 2

    def __init__(self) -> None:
        self.asked: list[str] = []

    def of(self, charge: ChargeType, rows: tuple[str, ...], what: str) -> str:
        return f"{rows[0]} {what}"

    def expected(self, keys: Sequence[str]) -> tuple[Any, Any]:
        self.asked += keys
        up, down = zip(*(DEVIATIONS[k] for k in keys), strict=True)
        return np.array(up).T, np.array(down).T


def drawn() -> DrawnBills:
    by_hand: Any = ByHand()
    return DrawnBills(by_hand, by_hand)


def column(
    cost: list[list[int]], time: list[list[int]], basis_of: list[int], **more: Any
) -> Column:
    bases = (Basis(("a",), False, False), Basis(("b",), False, False))
    fields: dict[str, Any] = {
        "type": ChargeType("charge"),
        "cost": np.array(cost),
        "time": np.array(time),
        "co2e": np.zeros(len(cost), dtype=np.int64),
        "basis_of": np.array(basis_of, dtype=np.int32),
        "bases": bases,
    }
    return Column(**(fields | more))


def priced(*columns: Column) -> Priced:
    return Priced(columns, (None,) * len(columns[0].cost))


FLAT = [[5, 5, 5]] * 3
# The third link does not have the item, though its figures are filled in.
COST = [[80, 100, 150], [30, 40, 100], [1, 2, 9]]
TIME = [[10, 60, 80], [60, 60, 60], [0, 1, 5]]


def test_a_figure_moves_by_its_own_half_widths() -> None:
    """Link 0 rests on a: up 50 cents, down half of 20. Link 1 on b: up 2 x 60, down 40 at most."""
    cost, time = drawn().of(priced(column(COST, TIME, [0, 1, -1])))
    assert cost.tolist() == [[50, -40, 0], [-10, 120, 0]]
    assert time.tolist() == [[10, 0, 0], [-50, 0, 0]]


def test_the_columns_of_a_link_add_up_and_what_is_outside_the_total_counts_nothing() -> None:
    one = column(COST, FLAT, [0, 1, -1])
    outside = column(COST, TIME, [0, 0, 0], outside_total=True)
    bare = column(COST, TIME, [-1, -1, -1], bases=())
    cost, time = drawn().of(priced(outside, one, bare, one))
    assert cost.tolist() == [[100, -80, 0], [-20, 240, 0]]
    assert not time.any()


def test_a_band_with_one_side_is_drawn_and_one_without_width_is_not_asked_for() -> None:
    by_hand: Any = ByHand()
    bills = DrawnBills(by_hand, by_hand)
    cost, time = bills.of(priced(column([[5, 5, 7]], [[3, 5, 5]], [0])))
    assert cost.tolist() == [[2], [0]]
    assert time.tolist() == [[0], [-2]]
    by_hand.asked.clear()
    bills.of(priced(column(FLAT[:1], FLAT[:1], [0])))
    assert by_hand.asked == []


def test_what_is_priced_together_is_drawn_once_and_the_last_used_are_kept() -> None:
    bills = drawn()
    many = [priced(column(COST, TIME, [0, 1, -1])) for _ in range(33)]
    first = [bills.of(p) for p in many[:32]]
    assert all(bills.of(p) is f for p, f in zip(many, first, strict=False)), "32 are kept"
    assert bills.of(many[0]) is first[0]
    bills.of(many[32])
    assert bills.of(many[0]) is first[0], "used since"
    assert bills.of(many[2]) is first[2]
    assert bills.of(many[1]) is not first[1], "the longest unused is dropped"


def test_draws_are_kept_with_the_planner_by_seed_length_and_correlation() -> None:
    cache, draws = PlannerCache(), Draws(1, 5, 0.5)
    kept = drawn_bills(cache, dataset(), draws)
    assert drawn_bills(cache, dataset(), Draws(1, 5, 0.5)) is kept
    for other in (Draws(2, 5, 0.5), Draws(1, 6, 0.5), Draws(1, 5, 0.25)):
        assert drawn_bills(cache, dataset(), other) is not kept
    costs = kept.of(priced(column(COST, TIME, [0, 1, -1], bases=BASES)))[0]
    assert costs.shape == (5, 3)
    again = drawn_bills(PlannerCache(), dataset(), draws).of(
        priced(column(COST, TIME, [0, 1, -1], bases=BASES))
    )
    assert np.array_equal(costs, again[0])


BASES = (
    Basis(("parameters:road_minimum_usd",), False, False),
    Basis(("parameters:insurance_rate_of_value",), False, False),
)


@dataclass(frozen=True)
class Bill:
    priced: Priced


@dataclass(frozen=True)
class Links:
    """As much of a network as is sampled: links 1, 3 and 4 have a bill, in another order."""

    cost: Any
    time: Any
    shut: bool = False
    bills: tuple[Bill, ...] = ()
    asked: list[int] = field(default_factory=list)

    def billed(self) -> list[tuple[Any, Any, tuple[Bill, ...]]]:
        self.asked.append(1)
        return [(np.array([1, 3, 4]), np.array([3, 0, 1]), self.bills)]


@pytest.fixture
def links() -> Links:
    bills = (
        Bill(priced(column(COST, TIME, [0, 1, -1]))),
        Bill(priced(column(COST[:1], TIME[:1], [1]))),
    )
    return Links(np.array([7, 100, 8, 100, 30]), np.array([9, 60, 9, 40, 60]), bills=bills)


def test_links_get_the_sampled_figures_of_their_rows_and_never_less_than_nothing(
    links: Any,
) -> None:
    """Rows of two bills are numbered through: 3 is the first of the second, on b."""
    sampler = LinkSampler(links, drawn())
    first, second = sampler.network(0, links), sampler.network(1, links)
    # Row 3: b, typical 100, low 80: down 10 x 20 but not under nothing, then up 2 x 50.
    assert first.cost.tolist() == [7, 0, 8, 150, 0]
    assert second.cost.tolist() == [7, 200, 8, 90, 150]
    assert first.time.tolist() == [9, 60, 9, 50, 60]
    assert second.time.tolist() == [9, 60, 9, 0, 60], "40 less 50 is nothing"
    assert links.cost.tolist() == [7, 100, 8, 100, 30], "the network itself stays"
    assert links.asked == [1]


def test_shares_of_a_cent_are_rounded(links: Any) -> None:
    half = Bill(priced(column([[0, 10, 13]] * 3, FLAT, [0, 0, 0])))
    odd = replace(links, bills=(half, half))
    DEVIATIONS["a cost"], kept = ([0.5, 0.1], [0.0, 0.0]), DEVIATIONS["a cost"]
    try:
        sampler = LinkSampler(odd, drawn())
    finally:
        DEVIATIONS["a cost"] = kept
    assert sampler.network(0, odd).cost.tolist() == [7, 102, 8, 102, 32]
    assert sampler.network(1, odd).cost.tolist() == [7, 100, 8, 100, 30]


def test_a_sample_lies_on_each_network_of_the_same_links(links: Any) -> None:
    sampler = LinkSampler(links, drawn())
    other = replace(links, shut=True)
    one, two = sampler.network(1, links), sampler.network(1, other)
    assert two.cost is one.cost
    shut: tuple[Any, Any] = (one.shut, two.shut)
    assert shut == (False, True)
    assert sampler.network(0, other).cost.tolist() != one.cost.tolist()
