"""
The list of real questions keeps its rule, told from the legs alone.

Sections and ships are read from the drawn lines of the legs and measured in the graph; no code of the
search has a part in that.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product

import pytest

from corridor.errors import InputError
from corridor.model.answer import Answer, Itinerary
from corridor.model.consignment import Consignment
from corridor.model.evidence import Grade
from corridor.model.link_kind import LinkKind
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.planning.search.compared import times
from tests.longer import some
from tests.real import DAY, engine, planning

ORIGINS = ("Minsk", "Moscow", "Astana", "Almaty", "Tashkent", "Kabul", "Herat", "Lahore")
DESTINATIONS = ("Karachi", "Gwadar", "Tehran")
QUESTIONS = [*product(ORIGINS, DESTINATIONS, ("FEU", "truck"))]
FEW = some(QUESTIONS, 9)
RANKS = [*Grade]


@cache
def lengths() -> dict[str, int]:
    graph = engine().graph
    return dict(zip(graph.segment_id.tolist(), graph.segment_length_m.tolist(), strict=True))


def pieces(way: Itinerary) -> dict[str, int]:
    """Metres of the line-haul by section and side of the border, or by ship."""
    found: dict[str, int] = {}
    for leg in way.legs:
        if leg.kind is LinkKind.SAILING:
            found[leg.subject] = found.get(leg.subject, 0) + leg.length_m
        elif leg.kind is LinkKind.LINE_HAUL:
            refs = [ref.removeprefix("-") for ref in leg.geometry_ref]
            assert sum(lengths()[ref] for ref in refs) == leg.length_m
            for ref in refs:
                found[ref] = found.get(ref, 0) + lengths()[ref]
    return found


def share(one: Itinerary, other: Itinerary) -> float:
    own, theirs = pieces(one), pieces(other)
    return sum(m for piece, m in own.items() if piece in theirs) / sum(own.values())


def figures(way: Itinerary) -> tuple[float, float, int]:
    counts = times(way.re_enters)
    return counts * way.time.typical, counts * way.cost.typical, RANKS.index(way.grade)


def beats(one: Itinerary, other: Itinerary) -> bool:
    mine, theirs = figures(one), figures(other)
    return mine != theirs and all(a <= b for a, b in zip(mine, theirs, strict=True))


def asked(origin: str, destination: str, unit: str, **options: float) -> Answer:
    goods = Consignment(unit=unit)
    query = Query(origin=origin, destination=destination, consignment=goods, depart=DAY, **options)  # type: ignore[arg-type]
    return engine().ask(query)


def keeps_the_rule(answer: Answer, most: float) -> None:
    ways = answer.itineraries
    assert not any(way.re_enters for way in ways[1:])
    for number, way in enumerate(ways):
        shares = [share(way, other) for other in ways[:number]]
        assert all(one <= most for one in shares)
        assert not any(beats(other, way) for other in ways)
        if shares:
            assert way.overlap is not None
            assert way.overlap.with_best == pytest.approx(shares[0])
            assert way.overlap.most == pytest.approx(max(shares))
            assert shares[way.overlap.most_with - 1] == max(shares)


@pytest.mark.slow
@pytest.mark.parametrize(("origin", "destination", "unit"), FEW)
def test_ways_listed_differ_and_none_is_beaten(origin: str, destination: str, unit: str) -> None:
    keeps_the_rule(asked(origin, destination, unit), 0.7)


@pytest.mark.slow
@pytest.mark.parametrize("percent", [20, 50, 95])
def test_the_share_asked_for_is_kept(percent: float) -> None:
    keeps_the_rule(asked("Tashkent", "Karachi", "FEU", max_overlap=percent, k=4), percent / 100)


@pytest.mark.slow
def test_more_ways_asked_for_begin_with_the_fewer() -> None:
    """The rule goes through ways one by one, so a longer list only goes on."""
    one, two, four = (
        [pieces(way) for way in asked("Tashkent", "Karachi", "FEU", k=k).itineraries][:k]
        for k in (1, 2, 4)
    )
    assert one == two[:1]
    assert two == four[:2]


@pytest.mark.slow
def test_minsk_karachi_lists_the_way_over_tehran_and_taftan() -> None:
    ways = asked("Minsk", "Karachi", "FEU").itineraries
    over = [w for w in ways if "taftan_road" in [b.crossing_id for b in w.borders]]
    assert over
    assert all(any(town in ref for ref in pieces(over[0])) for town in ("tehran", "zahedan"))


@pytest.mark.slow
def test_an_extreme_left_out_is_told_with_its_reason() -> None:
    """What is cheapest, fastest or of least CO2e is listed or told in one line, never lost."""
    for origin, destination, unit in FEW:
        answer = asked(origin, destination, unit)
        roles = [role for way in answer.itineraries for role in way.roles]
        told = [one.role for one in answer.left_out]
        assert sorted([*roles, *told]) == ["best", "cheapest", "fastest", "least CO2e"]
        for one in answer.left_out:
            ways = answer.itineraries
            figure = {
                "cheapest": (one.cost_cents, [w.cost.typical for w in ways]),
                "fastest": (one.time_min, [w.time.typical for w in ways]),
                "least CO2e": (one.co2e_g, [w.co2e_g for w in ways]),
            }[one.role]
            assert figure[0] < min(figure[1])
            assert one.text.code in ("left.shares", "left.beaten", "left.back")


def test_evidence_of_links_is_that_of_the_legs() -> None:
    """The grade that the search goes by is the one that the itinerary tells."""
    for origin, destination, unit in FEW:
        query = Query(
            origin=origin, destination=destination, consignment=Consignment(unit=unit), depart=DAY
        )
        plan = planning(query)
        network = plan.graph()
        rule, journey, solver = plan.rule(network), plan.journey(network), plan.solver(network)
        for way in solver.listed(3, rule).ways:
            told = journey.itinerary(way.path)
            assert told.grade is way.grade
            assert told.grade.rank == max(rule.rank(link) for link in way.path.links)


def test_what_contradicts_itself_is_refused() -> None:
    for options in ({"max_overlap": 100}, {"max_overlap": -1}, {"max_overlap": 50, "all": True}):
        with pytest.raises(InputError, match="--max-overlap"):
            asked("Minsk", "Karachi", "FEU", **options)


def test_fewer_ways_than_asked_are_counted_without_the_extremes() -> None:
    """Extremes stand behind the list; they do not make it as long as it was asked to be."""
    answer = asked("Kabul", "Karachi", "truck", k=3)
    (fewer,) = (w for w in answer.warnings if w.code == "fewer")
    told = dict(fewer.parameters)
    behind = [w for w in answer.itineraries if {"cheapest", "fastest", "least CO2e"} & {*w.roles}]
    assert told["asked"] == 3
    assert len(answer.itineraries) - len(behind) <= int(str(told["count"])) < 3


@pytest.mark.slow
@pytest.mark.parametrize("asked_for", ["p90", "by a date"])
def test_where_nothing_adds_up_the_list_says_how_far_it_looked(asked_for: str) -> None:
    query = Query(origin="Tashkent", destination="Karachi", depart=DAY)
    if asked_for == "p90":
        query = replace(query, objective=Objective.P90_TIME)
    else:
        query = replace(query, by=DAY.replace(day=25), sure_percent=70)
    answer = engine().ask(query)
    assert answer.listing is not None
    assert not answer.listing.exact
    assert answer.listing.text.code == "listing.keys"
    keeps_the_rule(answer, 0.7)
