"""First and last mile are the same whatever --modes allows; a siding is asked for, and adds."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from corridor.errors import InputError, NoRouteError
from corridor.model.answer import Itinerary
from corridor.model.consignment import UNITS, Consignment
from corridor.model.link_kind import LinkKind
from corridor.model.mode import MODES, Mode
from corridor.model.objective import OBJECTIVES
from corridor.model.query import Query
from corridor.planning.links import access, scope
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.search.path import Path
from corridor.report.text.answer import answer_text
from tests.draws import of, pairs, place
from tests.real import DAY, dataset, engine, planning, solve
from tests.report.answers import plain_of, record_of
from tests.words import item_name

pytestmark = pytest.mark.slow

SETS = [frozenset(s) for n in (1, 2, 3) for s in itertools.combinations(MODES, n)]
SIDINGS = ("origin", "destination", "both")
RAIL, ROAD = Mode.RAIL.code, Mode.ROAD.code


@cache
def drawn(count: int, seed: int) -> tuple[Query, ...]:
    """Questions between any hubs and of any unit, the same whatever hubs are added."""
    hubs = [h.id for h in dataset().hubs]
    return tuple(
        Query(
            origin=origin,
            destination=destination,
            depart=DAY,
            consignment=Consignment(unit=UNITS[place(origin, destination) % len(UNITS)]),
            objective=of(seed, origin, destination).choice(OBJECTIVES[:3]),
        )
        for origin, destination in pairs(hubs, count, seed)
    )


def value(query: Query) -> int | None:
    """The objective of the best way, None where there is none."""
    found = solve(query)[2]
    return None if found is None else found.objective


def under_sets(query: Query) -> Iterator[tuple[int | None, int | None, str]]:
    """The objective under fewer and under more modes, for every nested pair of sets."""
    values = {s: value(replace(query, modes=tuple(sorted(s)))) for s in SETS}
    for few, many in itertools.product(SETS, SETS):
        if few < many:
            what = f"{query.origin} - {query.destination} {query.consignment.unit}"
            yield values[few], values[many], f"{what}: {sorted(few)} and {sorted(many)}"


def worse_with_more(queries: tuple[Query, ...]) -> tuple[int, int, list[str]]:
    """Trials answered on both sides, those that differ, and those where more modes are worse."""
    both = differ = 0
    broken = []
    for few, many, what in itertools.chain.from_iterable(map(under_sets, queries)):
        if few is None:
            continue
        if many is None or many > few:
            broken.append(f"{what}: {few} and {many}")
            continue
        both += 1
        differ += few != many
    return both, differ, broken


def test_fewer_modes_never_improve() -> None:
    both, differ, broken = worse_with_more(drawn(64, seed=12))
    assert not broken
    assert both > 150
    assert differ > 40


def test_rails_taken_for_sidings_break_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """The old rule: where the road is not allowed, every place with rails is a siding."""
    plain = access.open_groups

    def old(book, place, modes, carried, avoided, *, siding):  # type: ignore[no-untyped-def]
        found = plain(book, place, modes, carried, avoided, siding=True)
        road = [g for g in found if g[1] == ROAD and ROAD in modes]
        return road or [g for g in found if g[1] == RAIL]

    monkeypatch.setattr(scope, "open_groups", old)
    assert worse_with_more(drawn(24, seed=13))[2]


def test_karachi_lahore_by_rail_is_no_better() -> None:
    query = Query(origin="Karachi", destination="Lahore", depart=DAY)
    free, rail = value(query), value(replace(query, modes=(Mode.RAIL,)))
    assert free is not None
    assert rail is not None
    assert rail >= free


def worse_with_siding(queries: tuple[Query, ...]) -> tuple[int, int, list[str]]:
    """Trials answered, those that differ, and those that a siding makes worse."""
    both = differ = 0
    broken = []
    for query in queries:
        free = value(query)
        for which in SIDINGS:
            try:
                sided = value(replace(query, siding=which))
            except InputError:
                continue
            if free is None:
                continue
            both += 1
            differ += sided != free
            if sided is None or sided > free:
                broken.append(f"{query.origin} - {query.destination} {which}")
    return both, differ, broken


def test_a_siding_never_worsens() -> None:
    both, differ, broken = worse_with_siding(drawn(54, seed=6))
    assert not broken
    assert both > 25
    assert differ > 5


def test_a_siding_that_takes_the_road_away_breaks_the_law(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = access.open_groups

    def old(book, place, modes, carried, avoided, *, siding):  # type: ignore[no-untyped-def]
        found = plain(book, place, modes, carried, avoided, siding=siding)
        return [g for g in found if g[1] == RAIL] or found

    monkeypatch.setattr(scope, "open_groups", old)
    assert worse_with_siding(drawn(21, seed=6))[2]


# Where the hours of a border hold the wait, before a change of gauge.
WAITED = "Transshipment, the wait for the train in the hours of the border"


def changes(itinerary: Itinerary) -> dict[tuple[str, str, str], tuple[object, ...]]:
    """Lift and wait by terminal, the mode gone on to, and the train: its haul holds the wait."""
    return {
        (leg.subject, leg.mode, after.service): tuple(
            (item_name(i), i.cost, i.time) for i in leg.items if i.rows
        )
        for leg, after in itertools.pairwise(itinerary.legs)
        if leg.kind == "transfer"
    }


def test_a_terminal_lifts_and_waits_the_same_under_every_set_of_modes() -> None:
    shared = 0
    for query in drawn(96, seed=5):
        if query.consignment.unit in ("wagon", "platform", "truck"):
            continue
        ways = [
            solve(replace(query, modes=m))[3] for m in ((Mode.RAIL,), (Mode.RAIL, Mode.SEA), MODES)
        ]
        found = [changes(w) for w in ways if w is not None]
        for one, other in itertools.combinations(found, 2):
            for key in one.keys() & other.keys():
                names = {i[0] for i in one[key] if "Inventory" not in i[0]}  # type: ignore[index]
                # Between two trains of one yard nothing is lifted, the next one is waited for.
                assert names & {"Transshipment", "Waiting for the train", WAITED}
                shared += 1
                money = "Inventory cost of time"
                assert [i for i in one[key] if i[0] != money] == [  # type: ignore[index]
                    i
                    for i in other[key]
                    if i[0] != money  # type: ignore[index]
                ]
    assert shared > 10


def road_hauls(network: SearchGraph, found: Path) -> list[tuple[int, int, int]]:
    """(number of the step, country's end or not, metres) of the hauls by road of a way."""
    return [
        (n, int(network.kind[s.link]), int(network.length_m[s.link]))
        for n, s in enumerate(found.steps)
        if network.kind_of(s.link) is LinkKind.LINE_HAUL
        and network.hauls.mode(int(network.row[s.link])) is Mode.ROAD
    ]


def test_without_the_road_a_truck_only_fetches_and_brings() -> None:
    most_m = dataset().parameter["first_mile_km"].value.typical * 1000
    driven = 0
    for query in drawn(48, seed=11):
        for modes in (("rail",), ("sea",), ("rail", "sea")):
            network, _, found, _ = solve(replace(query, modes=tuple(map(Mode, modes))))
            if found is None:
                continue
            moves = [
                n
                for n, s in enumerate(found.steps)
                if network.kind_of(s.link) is LinkKind.LINE_HAUL
            ]
            for n, _, metres in road_hauls(network, found):
                driven += 1
                assert metres <= most_m
                assert n == 0 or n >= moves[-1]
            posts = [s.link for s in found.steps if network.kind_of(s.link) is LinkKind.BORDER]
            assert all(network.borders[int(network.row[p])].crossing.mode == "rail" for p in posts)
    assert driven > 5


def test_no_terminal_near_enough_is_named_with_its_distance() -> None:
    query = Query(origin="Gwadar", destination="Tehran", depart=DAY, modes=(Mode.RAIL,))
    with pytest.raises(NoRouteError, match=r"Gwadar: the nearest is .* km by road") as caught:
        engine().ask(query)
    assert "--modes rail,road" in caught.value.remedy
    islamabad = engine().ask(replace(query, origin="Islamabad", k=1)).itineraries[0]
    assert any(leg.mode == "road" and "Rawalpindi" in leg.end.name for leg in islamabad.legs)
    wagon = replace(query, origin="Islamabad", consignment=Consignment(unit="wagon"))
    with pytest.raises(NoRouteError, match=r"Rawalpindi \(PK\), 15 km by road"):
        engine().ask(wagon)


def test_a_box_at_a_place_without_a_road_needs_a_siding() -> None:
    query = Query(origin="Krichev", destination="Tashkent", depart=DAY, k=1)
    with pytest.raises(NoRouteError, match="no road of the tables leads to Krichev") as caught:
        engine().ask(query)
    assert "--siding origin" in caught.value.remedy
    sided = engine().ask(replace(query, siding="origin"))
    assert sided.itineraries[0].legs[1].mode == "rail"
    wagon = engine().ask(replace(query, consignment=Consignment(unit="wagon")))
    assert wagon.itineraries


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"origin": "Kabul"}, r"Kabul has no railway; the nearest place with one is .* km away"),
        ({"consignment": Consignment(unit="truck")}, "a truck goes by no railway"),
        ({"modes": ("road",)}, "leaves out the railway"),
        ({"siding": "left"}, "one of origin, destination, both"),
        ({"origin": "35.0,69.0"}, "no railway"),
    ],
)
def test_a_siding_that_cannot_be_is_refused(changed: dict[str, object], told: str) -> None:
    query = Query(origin="Minsk", destination="Tashkent", depart=DAY, siding="origin")
    with pytest.raises(InputError, match=told) as caught:
        engine().ask(replace(query, **changed))  # type: ignore[arg-type]
    assert caught.value.exit_code == 2


def test_a_siding_is_told_and_kept_in_the_saved_answer() -> None:
    query = Query(origin="Minsk", destination="Tashkent", depart=DAY, siding="both", k=1)
    answer = plain_of(engine().ask(query), dataset())
    assert answer["query"]["siding"] == "both"
    again = json.loads(json.dumps(answer))
    assert "private rail siding at both ends" in answer_text(record_of(again))
    plain = plain_of(engine().ask(replace(query, siding="")), dataset())
    assert "siding" not in plain["query"]
    assert "siding" not in answer_text(record_of(plain))


def test_a_point_is_fetched_from_as_a_town_is() -> None:
    """A coordinate beside Minsk by rail alone: by truck to a terminal within the first mile."""
    query = Query(origin="53.95,27.65", destination="Tashkent", depart=DAY, modes=(Mode.RAIL,), k=1)
    with_access = engine().ask(replace(query, modes=MODES))
    assert with_access.itineraries
    try:
        rail = engine().ask(query).itineraries[0]
    except NoRouteError as refused:
        assert "km by road" in str(refused)  # noqa: PT017  # either is an answer
    else:
        assert rail.generalised_cents >= with_access.itineraries[0].generalised_cents


def test_planning_needs_no_siding_at_a_port() -> None:
    """A port called at by ship starts on the quay whatever is allowed besides."""
    query = Query(
        origin="karachi_port", destination="jebel_ali_port", depart=DAY, modes=(Mode.SEA,), k=1
    )
    assert planning(query).resolved.constraints.siding == ""
    assert engine().ask(query).itineraries[0].modes == ("sea",)
