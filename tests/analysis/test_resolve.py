"""Solving samples anew: what the choice set misses, on figures chosen by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from corridor.analysis.ports import resolve
from corridor.analysis.ports.resolve import SetCheck, check_sets, value_of
from corridor.analysis.sampling.draws import Draws
from corridor.model.objective import Objective, Weights
from corridor.planning.search.path import Path, Traversal

MARKETS, PORTS = ("M", "N"), ("a", "b")


def way(*links: int, wait: int = 0, delay: int = 0) -> Path:
    """Links taken in turn, the first after some waiting."""
    steps = [Traversal(link, 0, 0, 0, ()) for link in links]
    steps[0] = Traversal(links[0], 0, wait, delay, ())
    return Path(0, tuple(steps), 0, 0)


@dataclass(frozen=True)
class Net:
    """As much of a network as a value needs; `back` are links that make a way come back."""

    port: str = ""
    market: str = ""
    cost: Any = None
    time: Any = None
    start_cents: int = 0
    layer: None = None
    back: frozenset[int] = frozenset()
    best: Path | None = None
    length_m: Any = field(default_factory=lambda: np.array([3, 4, 5]))
    co2e: Any = field(default_factory=lambda: np.array([7, 8, 9]))

    @property
    def frontiers(self) -> Any:
        return SimpleNamespace(come_back_to=lambda links: self.back & set(links))


def test_a_way_counts_its_links_its_waits_and_what_it_comes_back_for() -> None:
    """
    Links 0 and 2: 110 cents, 40 minutes, 16 grams, 8 metres, 5 + 2 minutes waited.

    2 x 110 + 3 x 47 + 5 x 16 + 7 x 8 = 497; that comes back counts a quarter of it and of the
    2 x 1000 of the start more.
    """
    weigh = Weights(2, 3, 5, 7)
    cost, time = np.array([100, 5, 10]), np.array([30, 1, 10])
    found: Any = Net(cost=cost, time=time, start_cents=1000, back=frozenset((1,)))
    assert value_of(found, weigh, way(0, 2, wait=5, delay=2)) == 497
    again: Any = Net(cost=cost, time=time, start_cents=1000, back=frozenset((2,)))
    assert value_of(again, weigh, way(0, 2, wait=5, delay=2)) == 497 * 1.25 + 500


class Sampler:
    """Gives prepared cents (three links) by sample and port, and the best way found anew."""

    def __init__(self, table: dict[int, dict[str, tuple[int, ...]]]) -> None:
        self.table = table
        self.made: list[tuple[str, str, Any]] = []

    def __call__(self, shape: Net, drawn: Any) -> Any:
        self.made.append((shape.port, shape.market, drawn))
        return SimpleNamespace(network=lambda number, at: self._network(shape, number, at))

    def _network(self, shape: Net, number: int, at: Net) -> Any:
        assert at.market == shape.market, "each market has a sampler of its own"
        cents = self.table[number][at.port]
        best = {3: way(2), 2: None}[len(cents)]
        figures = np.array([*cents, 0][:3])
        return Net(cost=figures, time=np.array([60, 120, 0]), best=best)


def checked(
    table: dict[int, dict[str, tuple[int, ...]]],
    objective: Objective,
    monkeypatch: pytest.MonkeyPatch,
    vot: float = 0.0,
) -> tuple[SetCheck, Sampler]:
    sampler = Sampler(table)
    monkeypatch.setattr(resolve, "LinkSampler", sampler)
    monkeypatch.setattr(resolve, "drawn_bills", lambda *given: given)
    monkeypatch.setattr(resolve, "Search", lambda network, weigh: (network, weigh))
    monkeypatch.setattr(resolve, "best_compared", lambda search: search[0].best)
    cases = [
        SimpleNamespace(
            market=m, network=lambda port, m=m: Net(port, m), cache=f"cache {m}", dataset="dataset"
        )
        for m in ("X", *MARKETS)
    ]
    comparison = SimpleNamespace(
        common=MARKETS,
        standings=[SimpleNamespace(port=p) for p in PORTS],
        lane=lambda port, market: SimpleNamespace(choices=(way(0), way(1))),
    )
    worked: Any = SimpleNamespace(comparison=comparison, cases=cases, vot=vot)
    return check_sets(worked, Draws(1, len(table), 0.5), objective), sampler


# Cents of two ways of the set and of one beside it, where one is found at all.
TABLE: dict[int, dict[str, tuple[int, ...]]] = {
    0: {"a": (1000, 1200, 900), "b": (950, 2000)},  # a: 100 short, and now before b
    1: {"a": (500, 400, 600), "b": (700, 800, 690)},  # b: 10 short
    2: {"a": (100, 100, 99), "b": (200, 300, 200)},  # a: a cent is no shortfall
    3: {"a": (300, 300), "b": (250, 260, 248)},  # b: 2 short
}


def test_what_the_set_misses_and_whether_the_winner_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Sampler, "_network", without_time(Sampler._network))
    found, sampler = checked(TABLE, Objective.COST, monkeypatch)
    assert found == SetCheck(
        samples=4, solved=8, short=3, mean_short=112 / 8, most_short=100.0, other_winner=1
    )
    # One sampler a market that is common to all, on what was drawn once.
    assert [(p, m) for p, m, _ in sampler.made] == [("a", "M"), ("a", "N")]
    assert {drawn[:2] for _, _, drawn in sampler.made} == {("cache M", "dataset")}


def without_time(plain: Any) -> Any:
    def network(self: Sampler, shape: Net, number: int, at: Net) -> Any:
        made = plain(self, shape, number, at)
        return Net(cost=made.cost, time=np.zeros(3, dtype=int), best=made.best)

    return network


def test_shortfalls_by_time_are_in_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ways of the set take 60 and 120 minutes, the one beside it none; cents only break ties."""
    found, _ = checked({0: TABLE[0], 1: TABLE[1]}, Objective.TIME, monkeypatch)
    assert (found.solved, found.short) == (4, 3)
    assert found.most_short == pytest.approx(60, abs=0.001)
    assert found.mean_short == pytest.approx(45, abs=0.001)


@pytest.mark.parametrize("objective", [Objective.GENERALISED, Objective.CO2, Objective.DISTANCE])
def test_what_has_no_band_is_judged_by_generalised_cost(
    objective: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 6 dollars an hour the ways of the set cost 600 and 1200 cents more: 700 short, 610 not."""
    found, _ = checked({0: TABLE[0]}, objective, monkeypatch, vot=6.0)
    assert (found.solved, found.short, found.other_winner) == (2, 1, 1)
    assert found.most_short == pytest.approx(700)
    assert found.mean_short == pytest.approx(350)


def test_without_samples_nothing_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    found, _ = checked({}, Objective.COST, monkeypatch)
    assert found == SetCheck(0, 0, 0, 0.0, 0.0, 0)
