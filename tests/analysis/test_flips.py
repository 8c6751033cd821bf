"""What would turn an answer: each figure told does so just beyond its factor and not just short of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from math import exp, log

import pytest

from corridor.analysis.choice.certainty import certainty
from corridor.analysis.choice.figures import VALUE_OF_TIME, figures_of
from corridor.analysis.choice.flips import MARGIN
from corridor.analysis.choice.rescaled import Rescaled
from corridor.model.certainty import Flip
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.model.scenario import Overlay, Scale
from corridor.planning.answering import Found
from corridor.planning.search.alternatives import Key, key_of
from corridor.planning.search.compared import best_compared
from corridor.planning.search.search import Search
from tests.longer import many
from tests.real import DAY, engine

pytestmark = pytest.mark.slow

PAIRS = (
    ("Kabul", "Karachi"),
    ("Minsk", "Karachi"),
    ("Tashkent", "Gwadar"),
    ("Moscow", "Tehran"),
    ("Almaty", "Karachi"),
    ("Herat", "Gwadar"),
    ("Lahore", "Tehran"),
)
QUERIES = tuple(
    Query(origin=a, destination=b, depart=DAY + timedelta(days=5 * n), objective=objective)
    for n, objective in enumerate(
        (Objective.GENERALISED, Objective.GENERALISED, Objective.COST, Objective.TIME)
    )
    for a, b in PAIRS
)


@cache
def _turned(query: Query) -> tuple[Found, tuple[Flip, ...]]:
    found = engine().found(query)
    return found, certainty(found, draws=50).flips


def _best_at(query: Query, item: str, factor: float) -> Key:
    """The best way of the tables with an item multiplied, as the command line would have it."""
    scaled = engine().with_overlay(Overlay(name="--scale", scales=(Scale(item, factor),)))
    found = scaled.found(replace(query, k=1))
    return key_of(found.solver.network, found.paths[0])


@pytest.mark.parametrize("query", QUERIES[: many(1, len(QUERIES))])
def test_just_beyond_the_best_way_changes_and_just_short_of_it_does_not(query: Query) -> None:
    found, flips = _turned(query)
    assert [f.number for f in flips] == list(range(1, len(found.paths) + 1))[: len(flips)]
    for flip in (f for f in flips if f.factor is not None):
        assert flip.factor is not None
        key = key_of(found.solver.network, found.paths[flip.number - 1])
        outward = 1 if flip.factor > 1 else -1
        short, beyond = (
            _best_at(query, flip.item, flip.factor * exp(outward * m)) == key
            for m in (-2 * MARGIN, 2 * MARGIN)
        )
        assert (short, beyond) == ((True, False) if flip.number == 1 else (False, True)), flip


ITEMS = (
    "border_hours@gabd_road",
    "road_rate@IR",
    "port_dwell@karachi_port",
    "terminal_cost@smolensk_rail1520_road_container",
    "driving_hours@KZ",
    "rail_speed@RU",
    "sea_rate@karachi_st_petersburg",
    "border_cost@redki_road",
)


@pytest.mark.parametrize("item", ITEMS[: many(2, len(ITEMS))])
def test_a_rescaled_network_is_that_of_the_tables_with_the_item_multiplied(item: str) -> None:
    query = QUERIES[1]
    planning = engine().planning(query)
    network = planning.graph()
    found = Rescaled(planning, network).at(item, 1.4)
    scaled = engine().with_overlay(Overlay(name="--scale", scales=(Scale(item, 1.4),)))
    real = scaled.planning(query).graph()
    assert found is not None
    assert (found.tail == real.tail).all()
    for column in ("cost", "time"):
        assert (getattr(found, column) == getattr(real, column)).all(), column
    assert found.driving is not None
    assert real.driving is not None
    for column in ("minutes", "shift", "rest"):
        assert (getattr(found.driving, column) == getattr(real.driving, column)).all(), column
    assert (found.cost != network.cost).any() or (found.time != network.time).any()


def test_no_figure_is_nearer() -> None:
    """Every figure behind the ways, moved nine tenths as far either way, leaves the first place as it is."""
    query = QUERIES[0]
    found, flips = _turned(query)
    first = flips[0]
    assert first.factor is not None
    solver, key = found.solver, key_of(found.solver.network, found.paths[0])
    rescaled = Rescaled(found.planning, solver.network)
    dataset = found.planning.context.dataset
    for figure in figures_of(found.answer.itineraries, dataset):
        for side in (-0.9, 0.9):
            network = rescaled.at(figure.target, exp(side * abs(log(first.factor))))
            if network is not None:
                best = best_compared(Search(network, solver.weigh))
                assert best is not None
                assert key_of(network, best) == key, (figure.target, side)


def test_a_value_of_time_that_was_given_is_turned_by_itself() -> None:
    """Of the fastest way from Minsk; just beyond it that way is best, just short of it it is not."""
    query = replace(QUERIES[1], value_of_time_usd_per_h=5.0)
    found, flips = _turned(query)
    flip = next(f for f in flips if f.item in {"vot", VALUE_OF_TIME})
    assert flip.item == "vot"
    assert flip.unit == "USD/h"
    assert flip.now == pytest.approx(5.0)
    key = key_of(found.solver.network, found.paths[flip.number - 1])
    for share, best in ((0.99, False), (1.01, True)):
        asked = replace(query, k=1, value_of_time_usd_per_h=flip.then * share)
        again = engine().found(asked)
        assert (key_of(again.solver.network, again.paths[0]) == key) == best
