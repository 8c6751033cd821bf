"""A way that comes back to a country counts 1.25 times in samples, ports and catchments too."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from corridor.analysis.ports.catchment import _basket
from corridor.analysis.ports.comparison import measure
from corridor.analysis.resilience import outcome
from corridor.analysis.sampling.bundles import Sampled, counts_of, expected, scored
from corridor.analysis.sampling.draws import Draws, Keys
from corridor.model.answer import Itinerary
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.planning.search.compared import compared
from tests.real import DAY, dataset, engine, planning

OSH = Query(origin="Osh", destination="Bishkek", depart=DAY, objective=Objective.COST, k=1)


@cache
def way() -> Itinerary:
    """A way that comes back to no country."""
    return engine().ask(OSH).itineraries[0]


def test_every_measure_of_a_way_that_comes_back_is_moved() -> None:
    plain = replace(way(), re_enters=())
    back = replace(plain, re_enters=("KG",))
    for objective in (
        Objective.GENERALISED,
        Objective.COST,
        Objective.TIME,
        Objective.P90_TIME,
        Objective.DISTANCE,
        Objective.CO2,
    ):
        assert measure(back, objective) == 1.25 * measure(plain, objective)


@pytest.mark.parametrize("objective", [Objective.GENERALISED, Objective.COST, Objective.TIME])
def test_samples_count_as_often_as_their_way(objective: Objective) -> None:
    """The drawn dollars and hours are the way's own; only what is ranked is moved."""
    plain = replace(way(), re_enters=())
    ways = [plain, replace(plain, re_enters=("KG",))]
    drawn = expected(ways, Keys(dataset()), Draws(3, 200, 0.5))
    assert np.array_equal(drawn.cost[:, 0], drawn.cost[:, 1])
    assert np.array_equal(drawn.time[:, 0], drawn.time[:, 1])
    values = scored(drawn, objective, 5.0)
    assert np.allclose(values[:, 1], 1.25 * values[:, 0])
    assert counts_of(ways).tolist() == [1.0, 1.25]
    alike = Sampled(drawn.cost, drawn.time, np.ones(2))
    assert np.array_equal(*scored(alike, objective, 5.0).T)


def test_another_market_may_turn_the_choice_on_land() -> None:
    """
    100 cents and back, or 120 without; the second market's ship costs 100 more.

    To the first market 120 beats 125, to the second 220 beats 250; with a ship of 100 less than
    nothing the one that comes back would win.
    """
    plain = replace(way(), re_enters=(), cost=replace(way().cost, typical=120))
    back = replace(way(), re_enters=("KG",), cost=replace(way().cost, typical=100))
    assert _basket([back, plain], Objective.COST, [0.0, 100.0]) == (120 + 220) / 2
    assert _basket([back, plain], Objective.COST, [0.0, -40.0]) == (120 + 75) / 2
    assert _basket([back], Objective.COST, [0.0, 100.0]) == (125 + 250) / 2


def test_the_better_of_the_candidates_is_the_best_and_losses_rank_by_it() -> None:
    batken = replace(OSH, origin="Batken")
    plan = planning(batken)
    solver = plan.solver_with({})
    network = solver.network
    found = solver.candidates(Objective.COST)
    assert len(found) == 2
    assert len(network.frontiers.come_back_to(tuple(s.link for s in found[0].steps))) == 1
    values = [solver.value(f) for f in found]
    own = [solver.own_value(f) for f in found]
    assert own[0] < own[1], "the first is the best by its own figures"
    best = solver.best(Objective.COST)
    assert best is not None
    assert solver.value(best) == min(values)
    start = solver.main.start
    assert compared(network, found[0], own[0], start) + start == (own[0] + start) * 5 / 4
    lost = outcome(engine().planning(batken))
    assert lost is not None
    assert lost.objective == min(values)
