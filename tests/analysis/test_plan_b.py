"""Plan B on the road: against every way counted out, against roads reckoned by networkx, and by its laws."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.analysis.choice.continuing import SUPPOSED, Continuing, after_links
from corridor.analysis.choice.matching import identity
from corridor.analysis.choice.plan_b import (
    DONE,
    PlanB,
    Supposed,
    last_of_each,
    plan_b,
    read_closure,
)
from corridor.analysis.choice.position import ORIGIN, Course, waited
from corridor.errors import InputError, UnknownPlaceError
from corridor.model.consignment import Consignment
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.objective import Objective, Weights
from corridor.model.query import Query
from corridor.model.ref import Ref, RefKind
from corridor.planning.search.path import Path
from corridor.planning.search.search import Search
from corridor.planning.search.through import LayeredGraph
from corridor.planning.steps import Planning
from corridor.planning.time.clock import FOREVER
from corridor.planning.time.windows import Window
from tests.longer import many, some
from tests.real import DAY, engine, planning
from tests.strategies import Link, leaves, links, network

# ---------------------------------------------------------------- small networks


def onward(found: list[Link], start: int, target: int) -> Iterator[list[int]]:
    """Every way from a state to the target that passes no state twice."""

    def walked(state: int, seen: frozenset[int], way: list[int]) -> Iterator[list[int]]:
        if state == target:
            yield way
            return
        for number, link in enumerate(found):
            if link.tail == state and link.head not in seen:
                yield from walked(link.head, seen | {link.head}, [*way, number])

    yield from walked(start, frozenset({start}), [])


@settings(max_examples=many(60, 600), deadline=None, derandomize=True)
@given(
    links(dated=True),
    st.integers(1, 3),
    st.integers(0, 60),
    st.integers(0, 50),
    st.none() | st.integers(0, 5),
)
def test_best_way_on_equals_every_way_counted_out(
    found: list[Link], gone: int, held: int, time_w: int, moved: int | None
) -> None:
    """What is gone is gone, one stands until the news, then every way is tried, back ones too."""
    net = network(found)
    gone = min(gone, net.target - 1)
    prefix = tuple(range(gone))  # the chain leads from state to state
    last = gone - 1
    stands = {last: found[last].time}
    start = gone if moved is None else min(moved, net.target)
    landing = None if moved is None else np.array([start])
    graph = after_links(LayeredGraph(net), [prefix], stands, held, landing)
    best = Search(graph, Weights(cost_w=1, time_w=time_w)).best()
    at: int | None = 0
    for number in prefix:
        at = leaves(at, found[number].windows) if at is not None else None
        at = at + found[number].time if at is not None else None
    every = []
    for way in onward(found, start, net.target) if at is not None else ():
        clock: int | None = max(at or 0, held)
        for number in way:
            clock = leaves(clock, found[number].windows) if clock is not None else None
            clock = clock + found[number].time if clock is not None else None
        if clock is not None:
            every.append(sum(found[n].cost for n in (*prefix, *way)) + time_w * clock)
    assert (best.objective if best else None) == min(every, default=None)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12).map(sorted))
def test_last_of_each_value(values: list[int]) -> None:
    told = {v: n for n, v in enumerate(values)}
    assert last_of_each(len(values), values.__getitem__) == [told[v] for v in sorted(told)]


# ---------------------------------------------------------------- real ways
CASES = (
    ("Minsk", "Karachi", "FEU", "gabd_road", DAY),
    ("Almaty", "Lahore", "truck", "khunjerab_road", DAY),
    ("Moscow", "Tashkent", "FEU", "sagarchin_rail", DAY),
    ("Jebel Ali", "Tashkent", "FEU", "sarakhs_road", DAY),
    ("Tashkent", "Karachi", "truck", "farap_road", datetime(2026, 7, 20, 8)),
)

# A train of a timetable that does not call before the border.
TRAIN = ("Minsk", "Baku", "TEU", "samur_rail", datetime(2026, 7, 4, 8))


@cache
def asked(origin: str, destination: str, unit: str, depart: datetime) -> tuple[Planning, Path]:
    query = Query(
        origin=origin, destination=destination, consignment=Consignment(unit=unit), depart=depart
    )
    found = planning(query)
    best = found.solver(found.graph()).best(query.objective)
    assert best is not None
    return found, best


def crossed(found: Planning, best: Path) -> list[str]:
    """Crossings of a path."""
    graph = found.graph()
    borders = (s.link for s in best.steps if graph.kind_of(s.link) is LinkKind.BORDER)
    return [graph.borders[int(graph.row[n])].crossing.id for n in borders]


def told(found: Planning, best: Path, text: str) -> PlanB:
    return plan_b(found, best, read_closure(text, engine().gazetteer), lambda _: None)


def supposed(found: Planning, crossing: str, day: datetime) -> dict[Ref, tuple[Window, ...]]:
    shuts = found.resolved.timetable.departure.minutes(day, None)
    return {Ref(RefKind.CROSSING, crossing): (Window(shuts, FOREVER, 0, SUPPOSED),)}


@pytest.mark.parametrize(
    ("origin", "destination", "unit", "crossing", "depart"), [CASES[1], TRAIN, *some(CASES[2:], 2)]
)
def test_later_news_leaves_no_better_journey(
    origin: str, destination: str, unit: str, crossing: str, depart: datetime
) -> None:
    """At every point before the closure; and to have known costs no more than any of them."""
    found, best = asked(origin, destination, unit, depart)
    assert crossing in crossed(found, best)
    course = Course(found.graph(), best)
    turning = Continuing(found, course, supposed(found, crossing, depart + timedelta(hours=1)))
    known = turning.foreseen()
    least = known.value if known else FOREVER**2
    values = [least]
    over = crossed_at(found, best, crossing)
    for point in (p for p in course.points if p.step < over):
        one = turning.onward(point, point.at)
        values.append(one.value if one else FOREVER**2)
        if one is None:
            continue
        before = best.steps[: max(point.step, 0)]
        for gone, done in zip(before, one.path.steps, strict=False):
            assert (gone.at, gone.lost) == (done.at, done.lost)
            assert identity(course.network, gone.link) == identity(one.network, done.link)
    assert values == sorted(values)
    assert values[1] == least
    assert values[-1] > least


def crossed_at(found: Planning, best: Path, crossing: str) -> int:
    """Number of the step over a crossing."""
    graph = found.graph()
    over = graph.links_of(Ref(RefKind.CROSSING, crossing)).tolist()
    return next(n for n, s in enumerate(best.steps) if s.link in over)


def test_what_is_done_is_paid_once() -> None:
    """Done legs are those of the plan, to the cent; all legs add up to the journey."""
    for origin, destination, unit, crossing, depart in some(CASES, 3):
        found, best = asked(origin, destination, unit, depart)
        ends = [*(s.at for s in best.steps[1:]), best.minutes]
        hours = (ends[crossed_at(found, best, crossing) - 1] - 120) // 60
        one = told(found, best, f"{crossing}@{depart + timedelta(hours=hours):%Y-%m-%dT%H:%M}")
        assert one.way is not None
        assert one.foreseen is not None
        # Cents are rounded twice.
        assert one.way.generalised_cents >= one.foreseen.generalised_cents - 1
        assert sum(p.cents for p in one.parts) == one.way.cents
        assert sum(p.minutes for p in one.parts) == one.way.minutes
        legs = found.journey(found.graph()).maker.legs(best)
        done = [p for p in one.parts if p.state == DONE]
        assert done
        for part, leg in zip(done, legs, strict=False):
            assert (part.kind, part.end, part.cents) == (leg.kind, leg.end, leg.cost.typical)


def test_who_waits_at_the_quay_is_not_through_yet() -> None:
    """The ship has not left when the strait shuts; once it has, it is through."""
    found, best = asked("Jebel Ali", "Tashkent", "FEU", DAY)
    sails = next(s for s in best.steps if found.graph().kind_of(s.link) is LinkKind.SAILING)
    waits = sails.lost + waited(found.graph(), sails.link)
    assert waits > 0
    for minutes, state in ((waits // 2, "stuck"), (waits + 60, "passed")):
        at = DAY + timedelta(minutes=sails.at + minutes)
        assert told(found, best, f"hormuz@{at:%Y-%m-%dT%H:%M}").state == state


def test_a_train_that_ends_takes_nobody_aboard_and_carries_who_is_on_it() -> None:
    """Who waits in the yard goes on as ordinary traffic, after the wait for it; a shut border is not the end."""
    found, best = asked(*TRAIN[:3], TRAIN[4])
    waits = told(found, best, "by_az_container@2026-07-05")
    assert waits.state == "turns"
    assert waits.way is not None
    assert waits.foreseen is not None
    hour = found.context.dataset.figures.rail_connection_h.value.typical
    assert 0 < waits.way.minutes - waits.foreseen.minutes <= hour * 60
    assert waits.way.cents == waits.foreseen.cents
    assert told(found, best, "by_az_container@2026-07-10").state == "passed"
    shut = told(found, best, "samur_rail@2026-07-10")
    assert shut.state == "turns"
    assert shut.turns[-1].spot.name == "Samur"


def test_a_train_whose_line_is_cut_halts_before_it() -> None:
    """The section begins where goods cannot be changed; there the wagons turn, not behind it."""
    found, best = asked("Karachi", "Lahore", "TEU", datetime(2026, 1, 16, 8))
    supposed_shut = Supposed(
        "section@2026-01-20",
        (Ref(RefKind.SECTION, "khanewal__sahiwal__rail"),),
        datetime(2026, 1, 20),
    )
    one = plan_b(found, best, supposed_shut, lambda _: None)
    assert one.state == "turns"
    assert one.turns[-1].spot.name == "Khanewal"
    assert one.foreseen is not None
    assert one.way is not None
    assert one.way.generalised_cents > one.foreseen.generalised_cents


def test_what_is_in_a_yard_is_taken_out_again() -> None:
    """No line leads out of the yard any more: a truck fetches the box, and its lift is paid again."""
    found, best = asked("Minsk", "Karachi", "FEU", DAY)
    course = Course(found.graph(), best)
    point = next(p for p in course.points if p.step == 1)
    assert course.network.kind_of(_link(course, 1)) is LinkKind.TRANSFER
    yard = found.context.graph.place_id[point.place]
    lines = [
        s.id
        for s in found.context.dataset.sections
        if s.mode is Mode.RAIL and yard in (s.from_id, s.to_id)
    ]
    assert lines
    shut = (Window(point.at, FOREVER, 0, SUPPOSED),)
    turning = Continuing(found, course, {Ref(RefKind.SECTION, s): shut for s in lines})
    one = turning.onward(point, point.at)
    assert one is not None
    kinds = [one.network.kind_of(s.link) for s in one.path.steps[:4]]
    assert kinds[1:3] == [LinkKind.TRANSFER, LinkKind.TRANSFER]
    into = [one.network.transfers[int(one.network.row[s.link])].into for s in one.path.steps[1:3]]
    assert into == [Mode.RAIL, Mode.ROAD]


def test_known_before_departure_is_the_answer_with_it_closed() -> None:
    for origin, destination, unit, crossing, depart in CASES[:2]:
        found, best = asked(origin, destination, unit, depart)
        one = told(found, best, f"{crossing}@{depart:%Y-%m-%d}")
        assert one.state == "foreseen"
        assert one.way == one.foreseen
        query = Query(
            origin=origin,
            destination=destination,
            consignment=Consignment(unit=unit),
            depart=depart,
            close=(crossing,),
            k=1,
        )
        shut = engine().ask(query).itineraries[0]
        assert one.way is not None
        assert not shut.re_enters
        assert (one.way.cents, one.way.minutes) == (shut.cost.typical, shut.time.typical)


def test_a_way_is_left_by_the_shortest_road_to_every_stop() -> None:
    """From where a truck turns it can get to every stop of the country, the one it came from too."""
    found, best = asked("Minsk", "Karachi", "FEU", DAY)
    course = Course(found.graph(), best)
    net = course.network
    shut = {Ref(RefKind.CROSSING, "gabd_road"): (Window(20_000, FOREVER, 0, SUPPOSED),)}
    turning = Continuing(found, course, shut)
    inside = [p for p in course.points if p.passed and net.kind_of(_link(course, p.step))]
    point = next(p for p in inside if found.context.graph.place_id[p.place] == "kerman")
    part, row = net.hauls.at(int(net.row[_link(course, point.step)]))
    assert part.links.mode[row] == Mode.ROAD.code
    gone = part.segments(row)[: point.passed]
    view, group = found.resolved.segments, (str(part.links.country[row]), Mode.ROAD.code, 0)
    roads: nx.Graph[int] = nx.Graph()
    for segment in range(view.count):
        if view.group_of(segment) == group and view.index.usable[segment]:
            tail, head = view.segment_ends(segment)
            metres = view.length_m(segment + 1)
            if not roads.has_edge(tail, head) or roads[tail][head]["m"] > metres:
                roads.add_edge(tail, head, m=metres)
    least = nx.single_source_dijkstra_path_length(roads, point.place, weight="m")
    graph, led = turning.leaving(point)
    shortest: dict[int, int] = {}
    for link in led:
        own, at = graph.hauls.at(int(graph.row[link]))
        assert own.segments(at)[: len(gone)] == gone
        end = view.ends_of(own.segments(at)[-1])[1]
        metres = sum(view.length_m(s) for s in own.segments(at)[len(gone) :])
        shortest[end] = min(metres, shortest.get(end, metres))
    stops = {view.index.stop_place[s] for s in view.index.stops[group]}
    assert {p: m for p, m in least.items() if p in stops} == shortest
    lower = (graph.tail < graph.per_layer) | (graph.tail == graph.source)
    opened = set(np.flatnonzero(lower & ~graph.shut).tolist()) - set(led)
    gone_by = {identity(net, s.link) for s in best.steps[: point.step]}
    kinds = {identity(graph, n) for n in opened if graph.kind_of(n) is not LinkKind.ACCESS}
    assert kinds == {k for k in gone_by if k != (LinkKind.ACCESS,)}
    assert view.ends_of(gone[0])[0] in shortest


def _link(course: Course, step: int) -> int:
    return course.found.steps[step].link


def test_the_well_known_question() -> None:
    """Minsk - Karachi with Gabd shut: before Zahedan nothing is lost, at the post much, behind it nothing."""
    found, best = asked("Minsk", "Karachi", "FEU", DAY)
    early = told(found, best, "gabd@2026-12-14")
    assert early.state == "turns"
    assert early.way == early.foreseen
    assert early.last is not None
    assert early.last.spot.name == "Zahedan"
    gone = datetime.combine(early.last.at.date(), early.last.at.time()) + timedelta(hours=20)
    late = told(found, best, f"gabd@{gone:%Y-%m-%dT%H:%M}")
    assert late.way is not None
    assert late.foreseen is not None
    assert late.way.generalised_cents > late.foreseen.generalised_cents
    assert told(found, best, "gabd@2026-12-23").state == "passed"
    assert told(found, best, "torkham@2026-12-10").state == "unchanged"


def test_what_opens_again_may_be_waited_for() -> None:
    found, best = asked("Minsk", "Karachi", "FEU", DAY)
    never = told(found, best, "gabd@2026-12-19T20:00")
    soon = told(found, best, "gabd@2026-12-19T20:00..2026-12-20")
    assert never.state == "turns"
    assert soon.state == "waits"
    assert never.way is not None
    assert soon.way is not None
    assert soon.way.generalised_cents < never.way.generalised_cents
    assert soon.way.cents == soon.plan.cents
    assert soon.way.minutes > soon.plan.minutes


def test_points_of_a_way() -> None:
    """In order, the origin first; at a train's line only where cargo may change, on roads every place."""
    for origin, destination, unit, _, depart in CASES:
        found, best = asked(origin, destination, unit, depart)
        course = Course(found.graph(), best)
        points = course.points
        assert points[0].step == ORIGIN
        assert [p.at for p in points] == sorted(p.at for p in points)
        assert all(p.at <= best.minutes for p in points)
        for minute in range(0, best.minutes, 700):
            stand = course.stand(minute)
            assert stand.held >= minute
            assert stand.held >= stand.point.at or stand.moving


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gabd", "no thing and day"),
        ("@2026-12-14", "no thing and day"),
        ("gabd@", "no thing and day"),
        ("gabd@2026-12-14..", "no end"),
        ("gabd@2026-12-14..2026-12-10", "ends before"),
        ("gabd@yesterday", "yesterday"),
        ("PK@2026-12-14", "nothing that shuts"),
        ("gabd@2026-11-14", "before the departure"),
    ],
)
def test_what_cannot_be_meant_is_refused(text: str, said: str) -> None:
    found, best = asked("Minsk", "Karachi", "FEU", DAY)
    with pytest.raises(InputError, match=said):
        told(found, best, text)


def test_an_unknown_thing_is_answered_with_near_names() -> None:
    with pytest.raises(UnknownPlaceError) as caught:
        read_closure("gapd@2026-12-14", engine().gazetteer)
    assert "Gabd" in f"{caught.value.what} {caught.value.remedy}"


def test_questions_that_it_is_not_asked_of() -> None:
    query = Query(origin="Minsk", destination="Karachi", depart=DAY, via=("Tehran",))
    late = Query(origin="Minsk", destination="Karachi", depart=DAY, objective=Objective.P90_TIME)
    _, best = asked("Minsk", "Karachi", "FEU", DAY)
    for other, option in ((query, "--via"), (late, "p90_time")):
        with pytest.raises(InputError, match=option):
            told(planning(other), best, "gabd@2026-12-14")
