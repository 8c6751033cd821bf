"""What is told of the laws, and that two things that must be one are seen when they are two."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from corridor.checks import laws
from corridor.checks.law_trials import Trial
from corridor.checks.laws import Law, Laws, Tally, check
from corridor.errors import InputError, NoRouteError
from corridor.model.query import Query
from corridor.planning.search.search import Search
from tests.real import DAY, engine

FINE = Trial("adding never worsens", "--open a", "FEU", True, True, True, "here")
SILENT = replace(FINE, answered=False, differs=False)
BROKEN = replace(FINE, law="cheap is cheap", option="--count 2", unit="wagon", fine=False)
WHERE = "osh - bishkek"
QUERY = Query(origin="osh", destination="bishkek", depart=DAY, k=2)
SAME = (
    "a matrix equals its routes",
    "one way alone equals the first of many",
    "the same question has the same bytes",
    "what was asked before leaves no trace",
    "ways listed differ and none is beaten",
)


def test_a_law_counts_its_trials_and_keeps_where_it_broke() -> None:
    law = Law("one is one")
    for fine, where in ((True, "a"), (False, "b"), (True, "c"), (False, "d")):
        law.judge(fine, where)
    assert (law.tried, law.broken) == (4, ("b", "d"))


def test_a_tally_counts_what_was_answered_told_apart_and_broken() -> None:
    found = Tally()
    for trial in (FINE, SILENT, BROKEN, replace(FINE, differs=False)):
        found = found.with_(trial)
    assert found == Tally(drawn=4, answered=3, differed=2, broken=1)
    assert found.row("x") == f"x{'4':>72}{'3':>10}{'2':>8}{'1':>8}"


def test_the_table_has_a_row_a_law_and_option_and_a_unit() -> None:
    found = Laws((), (FINE, SILENT, replace(FINE, option="--open b c"), BROKEN), ())
    lines = found.text().splitlines()
    assert lines[0] == f"{'':<66}  drawn  answered  differ  broken"
    assert [(line[:66].rstrip(), *line[66:].split()) for line in lines[1:6]] == [
        ("adding never worsens: --open", "3", "2", "2", "0"),
        ("cheap is cheap: --count", "1", "1", "1", "1"),
        ("unit FEU", "3", "2", "2", "0"),
        ("unit wagon", "1", "1", "1", "1"),
        ("all", "4", "3", "3", "1"),
    ]
    assert lines[6:] == ["  cheap is cheap, --count 2: here"]
    assert found.all == Tally(4, 3, 3, 1)
    assert found.broken


def test_laws_of_sameness_name_their_first_ten_cases() -> None:
    cases = tuple(f"case {n}" for n in range(12))
    found = Laws((Law("once", 1), Law("often", 20, cases), Law("never")), (), ())
    assert found.text().splitlines() == [
        "once: holds (1 trial)",
        "often: BROKEN (20 trials)",
        *(f"  case {n}" for n in range(10)),
        "never: holds (0 trials)",
    ]
    assert found.broken


def test_laws_that_hold_are_not_broken() -> None:
    assert not Laws((Law("once", 1),), (FINE, SILENT), ()).broken
    assert not Laws((), (), ()).broken


def test_questions_are_drawn_by_the_seed_and_told_now_and_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Query] = []

    class Asked:
        def __init__(self, _: Any, draw: random.Random) -> None:
            self.laws = (Law("one"),)

        def all_of(self, query: Query) -> None:
            asked.append(query)

    class Drawn:
        def __init__(self, _: Any, draw: Any) -> None:
            self.draw = draw.random

        def run(self, count: int) -> Iterator[Trial]:
            return (replace(FINE, described=str(self.draw.random())) for _ in range(count))

    monkeypatch.setattr(laws, "_Same", Asked)
    monkeypatch.setattr(laws, "Trials", Drawn)
    described: list[str] = []
    when = datetime(2027, 3, 4, 5)
    found = check(engine(), 250, 21, 7, when, described.append)
    assert described == [
        "100 of 250 trials",
        "200 of 250 trials",
        "10 of 21 pairs",
        "20 of 21 pairs",
    ]
    assert len(found.trials) == 250
    assert [law.name for law in found.laws] == ["one"]
    assert found.pairs == tuple((q.origin, q.destination) for q in asked)
    assert len(set(found.pairs)) == 21
    assert all(a != b for a, b in found.pairs)
    assert {q.depart for q in asked} == {when}
    assert {q.k for q in asked} == {2}
    assert check(engine(), 250, 21, 7, when, described.append) == found
    other = check(engine(), 250, 21, 8, when, described.append)
    assert other.pairs != found.pairs
    assert other.trials != found.trials


def test_the_laws_hold_on_a_pair() -> None:
    same = laws._Same(engine(), random.Random(3))
    same.all_of(QUERY)
    assert tuple(law.name for law in same.laws) == SAME
    assert [law.tried for law in same.laws] == [7, 1, 1, 1, 1]
    assert [law.broken for law in same.laws] == [(), (), (), (), ()]


def test_a_list_that_breaks_its_rule_is_seen() -> None:
    """A near copy, a way that another beats, and one that comes back each break the law."""
    answer = engine().ask(Query(origin="tashkent", destination="karachi", depart=DAY))
    best, second, *more = answer.itineraries
    assert laws.keeps_list_rule(answer)
    assert second.overlap is not None
    copied = replace(second, overlap=replace(second.overlap, most=0.71))
    beaten = replace(second, time=best.time, cost=best.cost + best.cost, seen=best.seen)
    for wrong in (copied, beaten, replace(second, re_enters=("KZ",))):
        assert not laws.keeps_list_rule(replace(answer, itineraries=(best, wrong, *more)))


def test_a_search_that_finds_another_sum_than_the_sweep_is_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = Search.best
    found: list[int] = []

    def dearer(self: Search) -> Any:
        best = plain(self)
        assert not self.network.timed, "closures in time are no part of a sweep"
        found.append(0 if best is None else best.objective)
        return best and replace(best, objective=best.objective + 1)

    monkeypatch.setattr(Search, "best", dearer)
    same = laws._Same(engine(), random.Random(3))
    same._matrix(QUERY, WHERE)
    reached = [n for n in found if n]
    assert found[0], "to the destination first"
    assert same.laws[0].broken == tuple(f"{WHERE}: {n} and {n + 1}" for n in reached)


def test_a_way_that_the_sweep_reaches_and_the_search_does_not_is_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Search, "best", lambda self: None)
    same = laws._Same(engine(), random.Random(3))
    same._matrix(QUERY, WHERE)
    assert same.laws[0].tried == 7
    assert same.laws[0].broken


def answer(legs: str = "ab", figure: int = 1, more: int = 0) -> Any:
    best = SimpleNamespace(legs=legs, cost=figure, time=figure, generalised_cents=figure)
    asked = SimpleNamespace(most_overlap=0.7)
    return SimpleNamespace(query=asked, itineraries=[best, *[None] * more])


ONE, OTHER = answer(), answer("ac", 2)
NO_WAY = NoRouteError("none", remedy="another")


class Scripted:
    """A planner that gives prepared answers, and makes one that has been asked nothing."""

    def __init__(self, *answers: Any, renewed: Any = None) -> None:
        self.answers, self.asked, self.renewed = list(answers), [0], renewed

    def fresh(self) -> Any:
        return self.renewed

    def ask(self, query: Query) -> Any:
        self.asked.append(query.k)
        found = self.answers.pop(0)
        if isinstance(found, Exception):
            raise found
        return found


@pytest.mark.parametrize(
    ("alone", "again", "fresh", "broken"),
    [
        (answer(), ONE, ONE, ()),
        (answer(more=3), ONE, ONE, ()),
        (OTHER, ONE, ONE, (1,)),
        (answer(figure=2), ONE, ONE, (1,)),
        (ONE, OTHER, ONE, (2,)),
        (ONE, ONE, OTHER, (3,)),
        (NO_WAY, ONE, ONE, (1,)),
        (ONE, NO_WAY, ONE, (2,)),
        (ONE, ONE, NO_WAY, (3,)),
    ],
)
def test_two_answers_to_one_question_are_seen(
    alone: Any, again: Any, fresh: Any, broken: tuple[int, ...]
) -> None:
    new: Any = Scripted(fresh)
    one: Any = Scripted(ONE, alone, again, renewed=new)
    same = laws._Same(one, random.Random(1))
    same._same(QUERY, WHERE)
    found = [n for n, law in enumerate(same.laws) if law.broken == (WHERE,)]
    assert tuple(found) == broken
    assert [law.tried for law in same.laws] == [0, 1, 1, 1, 1]
    assert one.asked == [0, 2, 1, 2]
    assert new.asked == [0, 2]


def test_no_way_is_the_same_as_no_way_and_nothing_else_is_passed_over() -> None:
    none = [NO_WAY] * 3
    silent: Any = Scripted(*none, renewed=Scripted(*none))
    same = laws._Same(silent, random.Random(1))
    same._same(QUERY, WHERE)
    assert not any(law.broken for law in same.laws)
    refused: Any = Scripted(InputError("what", remedy="this"))
    with pytest.raises(InputError, match="what"):
        laws._Same(refused, random.Random(1))._same(QUERY, WHERE)
