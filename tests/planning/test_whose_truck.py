"""Whose truck was taken unasked is told wherever another one would have been treated otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corridor.model.answer import Answer
from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.model.query import Query
from tests.longer import some
from tests.real import DAY, engine
from tests.words import words

_CODES = ("truck.home", "truck.hired")


def asked(origin: str, destination: str, **options: object) -> Answer:
    query = Query(
        origin=origin,
        destination=destination,
        depart=DAY,
        modes=(Mode.ROAD,),
        consignment=Consignment(unit="truck"),
        k=1,
    )
    return engine().ask(replace(query, **options))  # type: ignore[arg-type]


def told(answer: Answer) -> list[str]:
    return [words(w) for w in answer.itineraries[0].warnings if w.code in _CODES]


# Ends and whether whose truck it is decides anything between them.
_PAIRS = [
    ("Bishkek", "Karachi", True),
    ("Tashkent", "Samarkand", False),
    ("Moscow", "Aktobe", True),
    ("Tashkent", "Ashgabat", False),
    ("Minsk", "Karachi", True),
    ("Baku", "Tbilisi", False),
    ("Tehran", "Quetta", True),
]


@pytest.mark.parametrize(("origin", "destination", "decides"), _PAIRS)
def test_whose_truck_is_told_where_it_decides_a_regime_and_only_there(
    origin: str, destination: str, *, decides: bool
) -> None:
    answer = asked(origin, destination)
    said = told(answer)
    assert bool(said) == decides
    for text in said:
        assert "--truck-of takes another" in text
    given = asked(origin, destination, truck_of=answer.itineraries[0].countries[0])
    assert not told(given)
    assert given.itineraries[0].cost == answer.itineraries[0].cost


@pytest.mark.parametrize("truck_of", some(["KG", "PK", "CN", "TR", "RU", "UZ"], 3, 1))
def test_another_truck_pays_otherwise_only_where_the_answer_told_whose_it_is(truck_of: str) -> None:
    changed = 0
    for origin, destination, _ in some(_PAIRS, 2):
        plain = asked(origin, destination)
        other = asked(origin, destination, truck_of=truck_of)
        ways = plain.itineraries[0], other.itineraries[0]
        posts = [[(b.crossing_id, b.regime) for b in w.borders] for w in ways]
        if posts[0] != posts[1] or ways[0].cost != ways[1].cost:
            changed += 1
            assert told(plain), (origin, destination)
    assert changed


def test_goods_from_overseas_are_told_to_go_by_hired_trucks() -> None:
    """No truck of the tables loads at Singapore: one is hired at Gwadar, and may go on to Iran or not."""
    overseas = {"modes": tuple(Mode), "consignment": Consignment(unit="FEU"), "k": 4}
    answer = asked("Singapore port", "Quetta", **overseas, via=("Bandar Abbas",))
    assert {w.code for w in answer.itineraries[0].warnings if w.code in _CODES} == {"truck.hired"}
    assert "hired in the country left" in told(answer)[0]
