"""A search by P90 that months of waiting make endless ends, and says so."""

from __future__ import annotations

from datetime import datetime

import pytest

from corridor.model.consignment import Consignment
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.planning.search import p90
from tests.real import engine, planning
from tests.words import words

# The feeder to Fujairah sails from March 2026 on: a year is waited for it.
YEAR = Query(
    origin="Quetta",
    destination="Fujairah port",
    depart=datetime(2025, 3, 10, 8),
    objective=Objective.P90_TIME,
    consignment=Consignment(unit="TEU"),
    k=1,
)


def test_a_year_of_waiting_ends_the_search_and_the_answer_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(p90, "MOST_PARTIAL", 100)
    answer = engine().ask(YEAR)
    assert answer.itineraries[0].arrival >= datetime(
        2026, 3, 11, tzinfo=answer.itineraries[0].arrival.tzinfo
    )
    told = " ".join(words(w) for w in answer.warnings)
    assert "the search by P90 was given up after" in told


def test_a_usual_search_is_never_given_up() -> None:
    for origin in ("Minsk", "Tashkent", "Lahore"):
        query = Query(
            origin=origin,
            destination="Karachi port",
            depart=datetime(2026, 12, 1, 8),
            objective=Objective.P90_TIME,
        )
        plan = planning(query)
        solver = plan.solver(plan.graph())
        assert solver.best(Objective.P90_TIME) is not None
        assert not solver.p90.given_up
