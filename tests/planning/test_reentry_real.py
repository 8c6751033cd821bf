"""Ways of the shipped tables that leave a country and come back: what is best, listed and told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from msgspec import structs

import corridor.planning.answer.itinerary
from corridor.analysis.ports.comparison import measure
from corridor.checks.posts import through_rule
from corridor.checks.published import shortest_km
from corridor.engine import RouteEngine
from corridor.errors import NoRouteError
from corridor.model.answer import Answer, Itinerary
from corridor.model.band import Band, total
from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.planning.cache import PlannerCache
from corridor.planning.links.search_graph import SearchGraph
from corridor.report.text.answer import answer_text
from corridor.tables.records import ThroughLine
from tests.real import DAY, dataset, engine, hub_queries
from tests.report.answers import plain_of, record_of
from tests.words import words

pytestmark = pytest.mark.slow

# (origin, destination, unit, objective) that had a way that comes back best or in the list.
ASKED = (
    ("Mazar", "Tashkent", "truck", "generalised"),
    ("Mazar", "Tashkent", "40HC", "time"),
    ("Tehran", "Moscow", "40HC", "generalised"),
    ("Moscow", "Baku", "truck", "time"),
    ("Moscow", "Baku", "40HC", "generalised"),
    ("Minsk", "Orsha", "40HC", "generalised"),
    ("Omsk", "Chelyabinsk", "truck", "cost"),
    ("Omsk", "Chelyabinsk", "40HC", "p90_time"),
    ("Osh", "Bishkek", "40HC", "cost"),
    ("Uralsk", "Aktobe", "40HC", "distance"),
    ("Gomel", "Minsk", "40HC", "co2"),
)


@cache
def asked(
    origin: str, destination: str, unit: str = "40HC", objective: str = "generalised"
) -> Answer:
    """The answer to a question, six ways of it with other keys, near copies too."""
    return engine().ask(
        Query(
            origin=origin,
            destination=destination,
            depart=DAY,
            consignment=Consignment(unit=unit),
            objective=Objective(objective),
            k=6,
            all=True,
            rail_service="" if unit == "truck" else "block_train",
        )
    )


def chain(itinerary: Itinerary) -> str:
    """Countries of a way as AF>UZ."""
    return ">".join(itinerary.countries)


def listed(answer: Answer) -> list[Itinerary]:
    """The ways of the list, without the cheapest and the fastest added to them."""
    return [i for i in answer.itineraries[:6] if i.roles in ((), ("best",)) or "best" in i.roles]


@pytest.mark.parametrize("question", ASKED)
def test_ways_are_listed_as_they_compare_and_say_it(question: tuple[str, str, str, str]) -> None:
    answer = asked(*question)
    objective = Objective(question[3])
    best, *others = answer.itineraries
    values = [measure(i, objective) for i in answer.itineraries]
    assert values[0] == min(values)
    # What is added at the end for its dollars or hours is not in the order.
    inside = [v for v, i in zip(values, answer.itineraries, strict=True) if not i.roles]
    assert inside == sorted(inside)
    for itinerary in (best, *others):
        chain_ = itinerary.countries
        assert ("comes back" in words(itinerary.label)) == bool(itinerary.re_enters)
        assert set(itinerary.re_enters) <= {c for c in chain_ if chain_.count(c) > 1}
        if itinerary.re_enters:
            left = " and ".join(itinerary.re_enters)
            assert f"leaves {left} and comes back, counts 1.25 times" in words(itinerary.label)


def test_every_way_that_repeats_a_country_is_told_or_over_a_through_line() -> None:
    lines = [{r.crossing_a, r.crossing_b} for r in dataset().through_lines]
    told = through = 0
    for question in ASKED:
        for itinerary in asked(*question).itineraries:
            again = len(set(itinerary.countries)) < len(itinerary.countries)
            posts = {b.crossing_id for b in itinerary.borders}
            over = any(line <= posts for line in lines)
            assert bool(itinerary.re_enters) == again or over
            told += bool(itinerary.re_enters)
            through += again and not itinerary.re_enters
    assert told > 15
    assert through > 0


@pytest.mark.parametrize(
    ("origin", "destination", "unit", "again"),
    [
        ("Mazar", "Tashkent", "truck", "AF>UZ>TJ>UZ"),
        ("Moscow", "Baku", "truck", "RU>KZ>RU>AZ"),
        ("Vitebsk", "Brest", "truck", "BY>RU>BY"),
        ("Termez", "Tashkent", "truck", "UZ>TJ>UZ"),
    ],
)
def test_detours_over_a_neighbour_stand_behind(
    origin: str, destination: str, unit: str, again: str
) -> None:
    """They are listed at all only after every way that compares better, with what they count."""
    answer = asked(origin, destination, unit)
    assert not answer.itineraries[0].re_enters
    (way, *_) = [i for i in answer.itineraries if chain(i) == again]
    better = [i for i in answer.itineraries[: answer.itineraries.index(way)] if not i.re_enters]
    assert better
    assert all(i.generalised_cents <= 1.25 * way.generalised_cents for i in better)


@pytest.mark.parametrize(
    ("origin", "destination", "posts"),
    [
        ("Omsk", "Chelyabinsk", {"isilkul_rail", "petukhovo_rail"}),
        ("Chelyabinsk", "Omsk", {"isilkul_rail", "petukhovo_rail"}),
        ("Uralsk", "Aktobe", {"iletsk_rail", "sagarchin_rail"}),
        ("Aktobe", "Uralsk", {"iletsk_rail", "sagarchin_rail"}),
    ],
)
def test_a_through_line_is_no_coming_back(origin: str, destination: str, posts: set[str]) -> None:
    def ways() -> list[Itinerary]:
        wagon = Consignment(unit="wagon")
        query = Query(
            origin=origin, destination=destination, depart=DAY, consignment=wagon, k=6, all=True
        )
        found = engine().ask(query).itineraries
        return [i for i in found if {b.crossing_id for b in i.borders} == posts]

    found = ways()
    assert found
    assert not any(i.re_enters for i in found)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(SearchGraph, "_directions", lambda *_: iter(()))
        assert all(i.re_enters for i in ways()), "the line is what makes it so"


def corner_km(row: ThroughLine) -> float:
    """Kilometres of the shortest haul between the two crossings of a through line, in its corner."""
    graph = engine().graph
    ends = [graph.place_index[f"{c}|{row.through}"] for c in (row.crossing_a, row.crossing_b)]
    near: dict[str, list[tuple[str, float]]] = {}
    columns = (graph.segment_from, graph.segment_to, graph.segment_length_m, graph.segment_mode)
    for one, two, metres, mode in zip(*(c.tolist() for c in columns), strict=True):
        if mode == row.mode.code:
            for a, b in ((one, two), (two, one)):
                near.setdefault(str(a), []).append((str(b), metres / 1000))
    found = shortest_km(near, str(ends[0]), str(ends[1]))
    assert found is not None
    return found


def test_a_through_line_is_as_long_as_its_corner() -> None:
    """The bound lets the line itself pass and nothing much longer."""
    for row in dataset().through_lines:
        assert corner_km(row) <= row.most_km <= 1.25 * corner_km(row), row.id


@pytest.mark.parametrize(
    ("origin", "destination", "via"),
    [
        ("Uralsk", "Aktobe", "Moscow"),
        ("Omsk", "Chelyabinsk", "Almaty"),
        ("Aksai", "Aktobe", "Orenburg"),
    ],
)
def test_a_detour_through_the_country_beyond_is_no_through_line(
    origin: str, destination: str, via: str
) -> None:
    """Over the crossings of the line, but by a town far from it."""
    rows = dataset().through_lines
    pairs = [{r.crossing_a, r.crossing_b} for r in rows]

    def over_a_pair(asked_of: RouteEngine) -> list[Itinerary]:
        query = Query(
            origin=origin,
            destination=destination,
            via=(via,),
            depart=DAY,
            consignment=Consignment(unit="wagon"),
            modes=(Mode.RAIL,),
            k=8,
            all=True,
        )
        found = asked_of.ask(query).itineraries
        return [i for i in found if {b.crossing_id for b in i.borders} in pairs]

    found = over_a_pair(engine())
    assert found
    assert all(i.re_enters for i in found)
    # Put back: a line of any length.
    long = tuple(structs.replace(r, most_km=10_000.0) for r in rows)
    other = replace(engine(), dataset=replace(dataset(), through_lines=long), cache=PlannerCache())
    assert not all(i.re_enters for i in over_a_pair(other))


def unlike_itself(answer: dict[str, Any]) -> list[str]:
    """Where the figures of ways are not their own, or those compared not 1.25 times these."""
    wrong = []
    for one in answer["itineraries"]:
        counted = Fraction(5, 4) if one["re_enters"] else 1
        legs = sum(round(100 * leg["cost_usd"]["typical"]) for leg in one["legs"])
        if legs != round(100 * one["totals"]["cost_usd"]["typical"]):
            wrong.append(f"{one['label']}: legs {legs}")
        if one["compared"]["times"] != counted:
            wrong.append(f"{one['label']}: counts {one['compared']['times']}")
        wrong += [
            f"{one['label']}: {name}"
            for name, own in one["objectives"].items()
            if abs(one["compared"][name] - float(counted) * own) > 1e-5
        ]
    return wrong


def test_figures_are_a_ways_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Legs add up to the total; with the factor on the bill they do not, and it is seen."""
    answer = plain_of(asked("Omsk", "Chelyabinsk", "truck", "cost"), dataset())
    assert ["RU"] in [i["re_enters"] for i in answer["itineraries"]]
    assert unlike_itself(answer) == []
    record_of(answer)
    plain = total

    def dearer(parts: Any) -> Band:
        band = plain(parts)
        return Band(band.low, round(1.25 * band.typical), round(1.25 * band.high))

    monkeypatch.setattr(corridor.planning.answer.itinerary, "total", dearer)
    query = asked("Omsk", "Chelyabinsk", "truck", "cost").query
    assert unlike_itself(plain_of(engine().ask(query), dataset()))


def test_the_headline_says_it() -> None:
    answer = asked("Omsk", "Chelyabinsk", "truck")
    text = " ".join(answer_text(record_of(plain_of(answer, dataset()))).split())
    assert "leaves RU and comes back, counts 1.25 times" in text


def points(ways: Sequence[Itinerary]) -> list[tuple[float, float]]:
    """Minutes and cents that ways count."""
    return [(measure(i, Objective.TIME), measure(i, Objective.COST)) for i in ways]


@pytest.mark.parametrize(
    ("origin", "destination", "unit"),
    [("Mazar", "Tashkent", "truck"), ("Osh", "Bishkek", "40HC"), ("Omsk", "Moscow", "40HC")],
)
def test_the_front_is_one_of_compared_figures(origin: str, destination: str, unit: str) -> None:
    query = Query(
        origin=origin, destination=destination, depart=DAY, consignment=Consignment(unit=unit), k=6
    )
    front = engine().front(query).itineraries
    found = points(front)
    assert found == sorted(found)
    assert [p[1] for p in found] == sorted({p[1] for p in found}, reverse=True)
    for other in points(engine().ask(query).itineraries):
        assert any(p[0] <= other[0] and p[1] <= other[1] for p in found)


def test_a_limit_is_kept_by_the_ways_own_figures() -> None:
    """Within the dollars of the way that comes back no other is, so it is the answer."""
    way = next(
        i for i in asked("Osh", "Bishkek", "40HC", "time").itineraries if "KG" in i.re_enters
    )
    cheapest = min(
        (i for i in asked("Osh", "Bishkek", "40HC", "cost").itineraries), key=lambda i: i.cost_usd
    )
    assert cheapest.re_enters == ("KG",)
    assert cheapest.cost_usd <= way.cost_usd
    query = Query(
        origin="Osh",
        destination="Bishkek",
        depart=DAY,
        max_cost_usd=cheapest.cost_usd,
        k=1,
        rail_service="block_train",
    )
    answer = engine().ask(query).itineraries[0]
    assert answer.cost_usd <= cheapest.cost_usd
    with pytest.raises(
        NoRouteError, match=f"the cheapest itinerary costs {cheapest.cost_usd:.2f} USD"
    ):
        engine().ask(replace(query, max_cost_usd=cheapest.cost_usd - 0.01))


def test_what_is_dearer_is_told_in_compared_figures() -> None:
    """The gap of --why to a way that comes back is that of 1.25 times its figures."""
    query = replace(asked("Mazar", "Tashkent", "truck").query, k=1, why="dusti_road")
    answer = engine().ask(query)
    best, why = answer.itineraries[0], answer.why
    assert why is not None
    assert why.cost_cents is not None
    assert "leaves UZ and comes back" in words(why.label)
    own = why.cost_cents + round(answer.value_of_time_usd_per_h * 100) * why.time_min / 60
    gap = (1.25 * own - best.generalised_cents) / 100
    assert why.gap == pytest.approx(gap, abs=0.02)


def test_most_answers_come_back_to_nothing() -> None:
    """The rule turns few questions: of random ones most have a best way without."""
    back = met = 0
    for query in hub_queries(14, seed=93):
        try:
            best = engine().ask(replace(query, k=1)).itineraries[0]
        except NoRouteError:
            continue
        met += 1
        back += bool(best.re_enters)
    assert met > 6
    assert back < met / 4


def test_through_lines_join_the_countries_they_name() -> None:
    tables = dataset()
    lines, failed = through_rule(tables)
    assert not failed
    assert len(lines) == 1 + len(tables.through_lines)
    row = tables.through_lines[0]
    for change in (
        structs.replace(row, country="UZ"),
        structs.replace(row, mode="road"),
        structs.replace(row, crossing_b=row.crossing_a),
        structs.replace(row, crossing_a="kelif_rail"),
    ):
        other = replace(tables, through_lines=(change,))
        assert through_rule(other)[1], change
