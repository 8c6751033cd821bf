"""How sure an answer is: chances of its ways among all ways, and the verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import numpy as np
import pytest
from msgspec import UNSET
from scipy import stats

from corridor.analysis.choice.certainty import best_shares, certainty
from corridor.api.planner import Planner
from corridor.model.answer import Answer, Itinerary
from corridor.model.query import Query
from tests.real import DAY, engine

PAIRS = (("Minsk", "Karachi"), ("Kabul", "Karachi"), ("Tashkent", "Gwadar"))


def test_shares_add_up_and_ties_are_split() -> None:
    values = np.array([[1.0, 1.0, 2.0, 1.0], [3.0, 2.0, 2.0, 9.0], [5.0, 5.0, 5.0, 4.0]])
    # The last way is a copy of the first; the third is another one.
    shares = best_shares(values, (0, 1, -1, 0), 2)
    assert shares.tolist() == pytest.approx([(0.5 + 0 + 1) / 3, (0.5 + 0.5) / 3, 0.5 / 3])
    assert shares.sum() == pytest.approx(1)


def _found(origin: str, destination: str) -> Answer:
    query = Query(origin=origin, destination=destination, depart=DAY)
    found = engine().found(query)
    return replace(found.answer, certainty=certainty(found, draws=2000))


@pytest.mark.parametrize("pair", PAIRS)
def test_chances_of_a_real_answer(pair: tuple[str, str]) -> None:
    answer = _found(*pair)
    sure = answer.certainty
    assert sure is not None
    assert [w.number for w in sure.ways] == list(range(1, len(answer.itineraries) + 1))
    assert sum(w.best for w in sure.ways) + sure.another == pytest.approx(1)
    assert all(0 <= w.itself <= 1 for w in sure.ways)
    for chance, way in zip(sure.ways, answer.itineraries, strict=True):
        for by in chance.by:
            assert by.share == pytest.approx(_in_time(way, by.day), abs=1e-6)


def _in_time(way: Itinerary, day: date) -> float:
    """The chance of a split normal with the way's own band."""
    end = datetime.combine(day + timedelta(days=1), time(), way.arrival.tzinfo)
    minutes = (end - way.departure) / timedelta(minutes=1)
    band = way.time
    width = band.high - band.typical if minutes >= band.typical else band.typical - band.low
    return float(stats.norm.cdf((minutes - band.typical) / width * stats.norm.ppf(0.9)))


def test_the_option_leaves_it_out() -> None:
    planner = Planner(engine())
    left_out = planner.route("Kabul", "Karachi", depart=DAY, k=1, certainty=False)
    assert left_out.record.certainty is UNSET
    once, again = (planner.route("Kabul", "Karachi", depart=DAY, k=1) for _ in range(2))
    assert once.record.certainty is not UNSET
    assert once.record.certainty == again.record.certainty
