"""What a planner keeps between queries: bounded in bytes, and never a matter of the answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from corridor.engine import RouteEngine
from corridor.errors import CorridorError
from corridor.planning.cache import PlannerCache, size_of
from corridor.report.document.make_answer import answer_record
from tests.longer import many
from tests.real import DAY, dataset, engine, hub_queries

pytestmark = pytest.mark.slow

KB = 1024


def test_the_least_used_goes_first_and_the_bound_holds() -> None:
    cache = PlannerCache(10 * KB)
    made: list[int] = []

    def block(number: int) -> object:
        def make() -> object:
            made.append(number)
            return np.zeros(4 * KB, dtype=np.uint8)

        return cache.get("block", number, make)

    block(1), block(2), block(1), block(3)
    assert cache.size_bytes <= cache.most_bytes
    block(1)
    assert made == [1, 2, 3]
    block(2)
    assert made == [1, 2, 3, 2]


def test_what_is_larger_than_the_bound_is_made_and_not_held() -> None:
    cache = PlannerCache(KB)
    assert len(cache.get("large", 0, lambda: np.zeros(KB))) == KB
    assert (len(cache), cache.size_bytes) == (0, 0)


@pytest.mark.parametrize(
    ("thing", "least", "most"),
    [
        (np.zeros(1000), 8000, 8200),
        ([np.zeros(10) for _ in range(500)], 500 * 80, 500 * 250),
        (dict.fromkeys(range(100), "text"), 100 * 16, 100 * 300),
    ],
    ids=["array", "many arrays", "names"],
)
def test_sizes_are_about_right(thing: object, least: int, most: int) -> None:
    assert least <= size_of(thing) <= most


def test_tables_and_graph_are_nobodys_load() -> None:
    assert size_of([engine().dataset, engine().graph]) < KB


def asked(by: RouteEngine) -> list[str]:
    """What many questions come to, or why there is no answer."""
    found = []
    for query in hub_queries(many(7, 14), seed=91):
        try:
            answer = by.ask(replace(query, k=1))
            found.append(repr(answer_record(answer, by.dataset).itineraries))
        except CorridorError as err:
            found.append(str(err))
    return found


def test_many_questions_stay_within_the_bound_and_answer_as_without_a_cache() -> None:
    """Every unit and objective from everywhere: more than a small cache holds."""
    roomy = replace(engine(), cache=PlannerCache())
    tight = replace(engine(), cache=PlannerCache(2 * 1024 * KB))
    none = replace(engine(), cache=PlannerCache(0))
    answers = asked(roomy)
    assert roomy.cache.size_bytes > tight.cache.most_bytes
    assert asked(tight) == answers
    assert 0 < tight.cache.size_bytes <= tight.cache.most_bytes
    assert asked(none) == answers
    assert len(none.cache) == 0


def test_where_goods_end_is_not_forgotten_between_questions() -> None:
    """A country with a tariff for goods delivered there, after a question to another one."""
    bound = sorted(dataset().local_tariffs)
    assert bound, "no country has such a tariff: take this test out"
    inland = {"IR": "Tehran", "TJ": "Dushanbe", "PK": "Lahore"}
    place = next(inland[country] for country in bound if country in inland)
    fresh, used = (replace(engine(), cache=PlannerCache()) for _ in range(2))
    used.route("Herat", "Gwadar", depart=DAY, k=1)
    answers = (e.route("Moscow", place, depart=DAY, k=1).itineraries for e in (fresh, used))
    assert len(set(map(repr, answers))) == 1
