"""Port against port on the shipped tables, held against the planner's own answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corridor.analysis.ports.case import Case, market_ids, port_ids
from corridor.analysis.ports.comparison import compare, measure, with_services
from corridor.analysis.ports.differences import estimate_share
from corridor.analysis.ports.study import Depth, study
from corridor.errors import InputError
from corridor.model.objective import Objective
from corridor.model.query import Query
from tests.questions import question, worked
from tests.real import engine
from tests.words import words

pytestmark = pytest.mark.slow


def test_every_way_calls_at_its_port_and_at_no_other_candidate() -> None:
    """Not merely through the city: land changes to ship at that port, and there alone."""
    asked = question()
    for lane in worked().comparison.lanes:
        for itinerary in lane.itineraries:
            calls = [leg.subject for leg in itinerary.legs if leg.kind == "port"]
            assert calls.count(lane.port) == 1
            assert not set(calls) & (set(asked.ports) - {lane.port})
            last = next(leg for leg in reversed(itinerary.legs) if leg.kind == "sailing")
            assert last.start.id == lane.port


def test_best_through_a_port_is_the_planner_s_answer_without_the_other_sailings() -> None:
    """Closing the other ports' sailings to the market leaves `route` the same best way."""
    table = engine().dataset
    market = "jebel_ali_port"
    for lane in worked().comparison.lanes:
        others = tuple(
            s.id
            for s in table.sea_services
            if market in (s.from_port, s.to_port) and lane.port not in (s.from_port, s.to_port)
        )
        answer = engine().ask(
            Query(
                origin="Kandahar",
                destination=market,
                depart=question().query.depart,
                open=tuple(o for o in question().query.open if o not in others),
                close=others,
                k=1,
            )
        )
        assert lane.chosen.generalised_cents == answer.itineraries[0].generalised_cents


def test_each_objective_s_best_is_the_least_of_the_choice_set() -> None:
    for lane in worked("Termez").comparison.lanes:
        for objective, itinerary in lane.best:
            least = min(measure(w, objective) for w in lane.itineraries)
            assert measure(itinerary, objective) == least


def test_differences_sum_to_the_whole_to_the_cent() -> None:
    comparison = worked("Termez").comparison
    best = comparison.standings[0]
    for other, steps in zip(comparison.standings[1:], comparison.behind, strict=True):
        assert sum(s.cost_cents for s in steps) == pytest.approx(
            other.cost_cents - best.cost_cents, abs=0.01
        )
        assert sum(s.time_min for s in steps) == pytest.approx(
            other.time_min - best.time_min, abs=0.01
        )
        parts = sum(p.cost_cents for p in other.parts)
        assert parts == pytest.approx(other.cost_cents, abs=0.01)
        assert 0 <= estimate_share(steps) <= 1


def test_a_port_without_a_service_has_no_sailing_today() -> None:
    asked = question(opened=("torkham", "chaman"))
    found = compare(engine(), asked, "Kandahar")
    gwadar = found.comparison.lane("gwadar_port", "jebel_ali_port")
    assert gwadar.absence is not None
    assert gwadar.absence.kind == "no service"
    assert "no regular service today" in words(gwadar.absence.message)
    opened = with_services(asked, found)
    assert opened is not None
    assert "gwadar_jebel_ali" in opened.query.open
    said = study(engine(), asked, "Kandahar", Depth(samples=0)).verdict.sentence
    assert "Gwadar port: no regular service today." in words(said)


def test_no_winner_is_named_below_eighty_percent_and_estimates_come_first() -> None:
    found = study(engine(), question(), "Kandahar", Depth(samples=2_000, checked=0))
    judged = found.verdict
    assert found.chance is not None
    assert judged.probability is not None
    assert bool(judged.winner) == (judged.probability >= 0.8)
    if judged.estimate_share > 0.5:
        # Only what is outside the candidates stands before it.
        told = words(judged.sentence)
        rests = told.index(f"{judged.estimate_share:.0%} of the difference rests on estimates")
        assert rests < told.index("wins by" if judged.winner else "no winner is named")


def test_imports_run_the_other_way() -> None:
    found = compare(engine(), question(inward=True, ports=("karachi", "gwadar")), "Kandahar")
    for lane in found.comparison.lanes:
        assert lane.chosen.legs[-1].end.id == "kandahar"
        first = next(leg for leg in lane.chosen.legs if leg.kind == "sailing")
        assert first.end.id == lane.port


def test_a_sea_part_is_exchanged_exactly_between_markets() -> None:
    """A way carried over to another market is priced as that market's own solve."""
    asked = question(("Jebel Ali", "Mombasa"), ("chaman",), ports=("karachi", "port_qasim"))
    found = compare(engine(), asked, "Kandahar").comparison
    for port in asked.ports:
        lane = found.lane(port, "mombasa_port")
        best = min(w.generalised_cents for w in lane.itineraries)
        case = Case(engine(), asked, "Kandahar", "mombasa_port")
        solved = case.best(port, Objective.GENERALISED)
        assert solved is not None
        assert best == case.itinerary(port, solved).generalised_cents


def test_names_that_cannot_be_compared_are_refused() -> None:
    with pytest.raises(InputError, match="not a seaport"):
        port_ids(engine(), ["karachi", "Kabul"])
    with pytest.raises(InputError, match="fewer than two"):
        port_ids(engine(), ["karachi"])
    with pytest.raises(InputError, match="by land too"):
        market_ids(engine(), ["Shahid Rajaee port (Bandar Abbas)"])


def test_twins_share_a_coast() -> None:
    comparison = worked("Termez").comparison
    assert comparison.twins in (
        frozenset({"karachi_port", "port_qasim"}),
        frozenset({"gwadar_port"}),
    )
    assert comparison.pair is not None
    assert ("gwadar_port" in comparison.pair) or not comparison.twins
    assert replace(comparison, standings=comparison.standings[:1]).pair is None
