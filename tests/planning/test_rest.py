"""Drivers rest: against every path and every choice of rest counted out, networkx, and laws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.model.band import Band, half_width
from corridor.model.consignment import Consignment
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.objective import Weights
from corridor.model.query import Query
from corridor.planning.links.driving import Driving, Role
from corridor.planning.links.search_graph import SearchGraph, Timed
from corridor.planning.search import growth
from corridor.planning.search.growth import followed
from corridor.planning.search.labels import paths
from corridor.planning.search.limits import Limits, best_within
from corridor.planning.search.p90 import P90Search
from corridor.planning.search.pareto import front
from corridor.planning.search.path import Traversal
from corridor.planning.search.search import Search
from corridor.planning.search.through import LayeredGraph, unlayered
from corridor.planning.time.windows import Window
from corridor.pricing.shifts import Shift
from tests.longer import many
from tests.real import DAY, engine
from tests.strategies import Link, network, simple_paths
from tests.words import words

MANY = settings(max_examples=many(60, 400), deadline=None, derandomize=True)
SHIFT, REST = 60, 45
QUARTER = 15


@dataclass(frozen=True)
class Driven:
    """A link with what it does to the hours driven; `offset` is where its windows are met."""

    link: Link
    role: Role
    offset: int = 0


@st.composite
def journeys(draw: st.DrawFn, *, dated: bool = False) -> list[Driven]:
    """
    A chain of hauls and stands in turn, and up to eight links more; minutes are whole quarters.

    Hauls lead from even states to odd ones, stands on from there, so that two hauls never follow.
    """
    last = 2 * draw(st.integers(1, 3)) + 1
    ends = [(n, n + 1) for n in range(last)]
    for _ in range(draw(st.integers(0, 8))):
        tail, head = draw(st.integers(0, last)), draw(st.integers(0, last))
        if (tail + head) % 2 and tail != head:
            ends.append((tail, head))
    found = []
    for tail, head in ends:
        hauled = tail % 2 == 0
        minutes = QUARTER * draw(st.integers(0, 12 if hauled else 4))
        role = (
            Role.DRIVEN if hauled else draw(st.sampled_from([Role.STOOD, Role.STOOD, Role.FRESH]))
        )
        met: tuple[Window, ...] = ()
        if dated and draw(st.booleans()):
            start = QUARTER * draw(st.integers(-2, 20))
            end = start + QUARTER * draw(st.integers(1, 6))
            met = (Window(start, end, QUARTER * draw(st.sampled_from([0, 0, 1, 2])), "closures:w"),)
        offset = QUARTER * draw(st.integers(0, minutes // QUARTER)) if hauled else 0
        cost = draw(st.integers(0, 60))
        found.append(Driven(Link(tail, head, cost, minutes, "", met), role, offset))
    return found


def graph_of(found: Sequence[Driven], begun: int = 0) -> SearchGraph:
    """The network of some links, with the time of a fresh driver on the hauls."""
    plain = network([d.link for d in found])
    minutes = np.array([d.link.time if d.role == Role.DRIVEN else 0 for d in found], dtype=np.int64)
    driving = Driving(
        np.array([d.role for d in found], dtype=np.uint8),
        minutes,
        np.full(len(found), SHIFT, dtype=np.int64),
        np.full(len(found), REST, dtype=np.int64),
        begun,
    )
    return replace(
        plain,
        driving=driving,
        time=plain.time + np.maximum(minutes - 1, 0) // SHIFT * REST,
        timed={
            n: (Timed(d.offset, d.link.windows),) for n, d in enumerate(found) if d.link.windows
        },
    )


# Every path and every choice, in steps of a minute and nothing shared with the search ----------


def driven_on(at: int, hours: int, minutes: int) -> tuple[int, int]:
    """Drive minute by minute; the driver lies down when the shift is used up and more is to come."""
    for _ in range(minutes):
        if hours == SHIFT:
            at, hours = at + REST, 0
        at, hours = at + 1, hours + 1
    return at, hours


def ends_of(one: Driven, at: int, hours: int) -> Iterator[tuple[int, int]]:
    """Minute and minutes driven at the end of a link, for every choice of rest."""
    if one.role == Role.DRIVEN:
        at, hours = driven_on(at, hours, one.offset if one.link.windows else 0)
        for there, driven in stood(one, at, hours, 0):
            left = one.link.time - (one.offset if one.link.windows else 0)
            yield driven_on(there, driven, left)
        return
    for there, driven in stood(one, at, hours, one.link.time):
        yield there, 0 if one.role == Role.FRESH else driven


def stood(one: Driven, at: int, hours: int, dwell: int) -> Iterator[tuple[int, int]]:
    """Through the windows and the dwell of a link; any stand may be drawn out to a rest."""
    through = leaves(at, one.link.windows)
    if through is None:
        return
    stand = through + dwell - at
    yield at + stand, 0 if stand >= REST else hours
    if stand < REST and (stand or one.role == Role.STOOD):
        yield at + REST, 0


def leaves(at: int, found: Sequence[Window]) -> int | None:
    """When a traveller who comes at `at` may be through at the earliest, minute by minute."""
    best: int | None = None
    for now in range(at, max([at, *(w.end for w in found)]) + 1):
        here = [w for w in found if w.start <= now < w.end]
        if any(w.delay == 0 for w in here):
            continue
        through = now + sum(w.delay for w in here)
        best = through if best is None else min(best, through)
    return best


def arrivals(found: Sequence[Driven], path: Sequence[int], at: int = 0, hours: int = 0) -> set[int]:
    """Every minute at which a path may end."""
    states = {(at, hours)}
    for number in path:
        states = {end for state in states for end in ends_of(found[number], *state)}
    return {end for end, _ in states}


@dataclass(frozen=True)
class Way:
    """Minutes, cents and links of a path, rested in one manner."""

    minutes: int
    cents: int
    links: tuple[int, ...]


def every_way(found: Sequence[Driven], hours: int = 0) -> list[Way]:
    """All simple paths with all choices of rest."""
    target = max(max(d.link.tail, d.link.head) for d in found)
    ways = []
    for path in simple_paths([d.link for d in found], target):
        cents = sum(found[n].link.cost for n in path)
        ways += [Way(m, cents, tuple(path)) for m in arrivals(found, path, 0, hours)]
    return ways


@MANY
@given(journeys(dated=True), st.integers(0, 2), st.integers(0, 2), st.integers(0, 4))
def test_best_equals_every_path_and_rest_counted_out(
    found: list[Driven], cost_w: int, time_w: int, begun: int
) -> None:
    net = graph_of(found, begun)
    best = Search(net, Weights(cost_w=cost_w, time_w=time_w)).best()
    every = [cost_w * w.cents + time_w * w.minutes for w in every_way(found, begun * QUARTER)]
    assert (best.objective if best else None) == min(every, default=None)
    if best:
        assert best.minutes == sum(int(net.time[s.link]) + s.lost for s in best.steps)
        assert best.minutes in arrivals(found, best.links, 0, begun * QUARTER)


@MANY
@given(journeys(dated=True), st.integers(0, 900), st.integers(0, 150))
def test_limits_with_rests_equal_every_path_counted_out(
    found: list[Driven], minutes: int, cents: int
) -> None:
    for limits in (Limits(minutes), Limits(minutes, cents)):
        ours = best_within(Search(graph_of(found), Weights(cost_w=1, time_w=1)), limits)
        fitting = [
            w.cents + w.minutes
            for w in every_way(found)
            if w.minutes <= minutes and (limits.cents is None or w.cents <= cents)
        ]
        assert (ours.objective if ours else None) == min(fitting, default=None)


@MANY
@given(journeys(dated=True))
def test_front_with_rests_equals_every_path_counted_out(found: list[Driven]) -> None:
    ours = [(f.minutes, f.cents) for f in front(graph_of(found))]
    every = {(w.minutes, w.cents) for w in every_way(found)}
    assert ours == sorted(
        p for p in every if not any(q != p and q[0] <= p[0] and q[1] <= p[1] for q in every)
    )


CREW = Shift(SHIFT, Band(REST - 10, REST, REST + 25))
_RESTS = 99  # the set of rows that all rests hang on


class Wide(P90Search):
    """A search by P90 on a small network: each link a set of rows of its own, all rests one."""

    found: Sequence[Driven] = ()

    def widths(self, link: int, step: Traversal | None = None) -> tuple[tuple[int, int], ...]:
        return tuple(wide(self.found, link, step.driven * QUARTER if step else 0).items())


def wide(found: Sequence[Driven], link: int, hours: int) -> dict[int, int]:
    """Half-widths by set of rows: a fifth slower, and the rests that come with it."""
    one = found[link].link.time
    if found[link].role != Role.DRIVEN:
        return {link: one // 2}
    rest = CREW.rest(Band(one, one, one + one // 5), hours)
    return {link: one // 5, _RESTS: rest.high - rest.typical}


def every_p90(found: Sequence[Driven]) -> list[float]:
    """P90 of all simple paths with all choices of rest."""
    target = max(max(d.link.tail, d.link.head) for d in found)
    late: list[float] = []
    for path in simple_paths([d.link for d in found], target):
        states: list[tuple[int, int, dict[int, int]]] = [(0, 0, {})]
        for number in path:
            grown = []
            for at, hours, total in states:
                more = dict(total)
                for key, width in wide(found, number, -(-hours // QUARTER) * QUARTER).items():
                    more[key] = more.get(key, 0) + width
                grown += [(*end, more) for end in ends_of(found[number], at, hours)]
            states = grown
        late += [
            at + half_width(sum(w * w for w in total.values()), sum(total.values()))
            for at, _, total in states
        ]
    return late


@MANY
@given(journeys())
def test_least_p90_with_rests_equals_every_path_counted_out(found: list[Driven]) -> None:
    net = graph_of(found)
    fresh = [wide(found, n, 0).values() for n in range(len(found))]
    squares = np.array([sum(w * w for w in ws) for ws in fresh], dtype=np.int64)
    width = np.array([sum(ws) for ws in fresh], dtype=np.int64)
    search = Wide(net, None, (squares, width))
    search.found = found
    known = Search(net, Weights(time_w=1)).best()
    assert known is not None
    least = min(every_p90(found))
    assert search.p90_of(search.best(known)) == pytest.approx(least)
    first = next(search.paths(distinct=False))
    assert search.p90_of(first) == pytest.approx(least)


@MANY
@given(journeys(dated=True), st.data())
def test_path_over_a_thing_rests_as_any(found: list[Driven], data: st.DataObject) -> None:
    net = graph_of(found)
    over = data.draw(st.integers(0, len(found) - 1))
    layered = LayeredGraph(net).over(np.array([over], dtype=np.int64))
    best = Search(layered, Weights(cost_w=1, time_w=1)).best()
    every = [w.cents + w.minutes for w in every_way(found) if over in w.links]
    # Over two layers a state may be passed once in each.
    assert every == [] or best is not None
    if best:
        path = unlayered(best, net)
        assert over in path.links
        assert best.objective <= min(every, default=best.objective)
        assert path.minutes in arrivals(found, path.links)


@MANY
@given(journeys(dated=True), st.data())
def test_path_that_comes_back_to_no_country_rests_as_any(
    found: list[Driven], data: st.DataObject
) -> None:
    """Each state lies in a country drawn; networks in which some path comes back are common."""
    plain = graph_of(found)
    countries = data.draw(st.lists(st.integers(0, 2), min_size=plain.size, max_size=plain.size))
    net = replace(
        plain, countries=("AA", "BB", "CC"), state_country=np.array(countries, dtype=np.int64)
    )

    def comes_back(links: Sequence[int]) -> bool:
        seen = [countries[0], *(countries[found[n].link.head] for n in links)]
        chain = [c for c, _ in groupby(seen)]
        return len(chain) > len(set(chain))

    task = Search(net, Weights(cost_w=1, time_w=1)).task_once()
    best = next(paths(task, distinct=False), None)
    every = [w.cents + w.minutes for w in every_way(found) if not comes_back(w.links)]
    assert (best.objective if best else None) == min(every, default=None)


@MANY
@given(journeys(), st.integers(0, 2), st.integers(0, 2))
def test_search_equals_networkx_expanded_by_hours_driven(
    found: list[Driven], cost_w: int, time_w: int
) -> None:
    """One node a state and a number of quarter hours driven; a rest drawn out is a link beside."""
    graph: nx.MultiDiGraph[tuple[int, int]] = nx.MultiDiGraph()
    last = max(max(d.link.tail, d.link.head) for d in found)
    for one in found:
        for quarters in range(SHIFT // QUARTER + 1):
            for ends, driven in ends_of(one, 0, quarters * QUARTER):
                weight = cost_w * one.link.cost + time_w * ends
                tail, head = (one.link.tail, quarters), (one.link.head, driven // QUARTER)
                graph.add_edge(tail, head, weight=weight)
    lengths = nx.single_source_dijkstra_path_length(graph, (0, 0))
    search = Search(graph_of(found), Weights(cost_w=cost_w, time_w=time_w))
    best = search.best()
    assert best is not None
    assert best.objective == min(n for (state, _), n in lengths.items() if state == last)
    at_once = search.least_to_all()
    for state in {state for state, _ in lengths}:
        assert at_once[state] == min(n for (s, _), n in lengths.items() if s == state)


@MANY
@given(journeys(dated=True), st.integers(0, 4), st.integers(0, 20))
def test_later_or_more_tired_never_arrives_earlier(
    found: list[Driven], begun: int, later: int
) -> None:
    """First in, first out: along any path, for any hours driven before."""
    target = max(max(d.link.tail, d.link.head) for d in found)
    shifted = [
        replace(
            d,
            link=replace(d.link, windows=tuple(_moved(w, later * QUARTER) for w in d.link.windows)),
        )
        for d in found
    ]
    for path in simple_paths([d.link for d in found], target):
        first = followed(graph_of(found), path)
        assert first is not None
        tired, late = followed(graph_of(found, begun), path), followed(graph_of(shifted), path)
        assert tired is not None
        assert late is not None
        assert first.minutes == min(arrivals(found, path))
        assert first.minutes <= tired.minutes
        assert first.minutes <= late.minutes + later * QUARTER


def _moved(window: Window, by: int) -> Window:
    return replace(window, start=window.start - by, end=window.end - by)


@MANY
@given(journeys(dated=True), st.data())
def test_slower_post_or_longer_closure_never_helps(
    found: list[Driven], data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(found) - 1))
    more = QUARTER * data.draw(st.integers(1, 6))
    link = found[number].link
    slower = replace(found[number], link=replace(link, time=link.time + more))
    shut = tuple(replace(w, end=w.end + more) for w in link.windows)
    longer = replace(found[number], link=replace(link, windows=shut))
    weights = Weights(cost_w=1, time_w=3)
    best = Search(graph_of(found), weights).best()
    for worse in (slower, longer):
        changed = [*found[:number], worse, *found[number + 1 :]]
        other = Search(graph_of(changed), weights).best()
        assert best is not None
        assert other is None or other.objective >= best.objective


@MANY
@given(st.integers(0, 40), st.lists(st.integers(0, 40), max_size=3), st.integers(0, 4))
def test_cut_haul_rests_as_whole(length: int, cuts: list[int], begun: int) -> None:
    """Cut by borders at which nobody stands; each cut at a whole quarter."""
    minutes = length * QUARTER
    at = [0, *sorted(min(c, length) * QUARTER for c in cuts), minutes]
    whole = [Driven(Link(0, 1, 0, minutes), Role.DRIVEN)]
    parts: list[Driven] = []
    for here, there in pairwise(at):
        if parts:
            parts.append(Driven(Link(len(parts), len(parts) + 1, 0, 0), Role.STOOD))
        parts.append(Driven(Link(len(parts), len(parts) + 1, 0, there - here), Role.DRIVEN))
    one = followed(graph_of(whole, begun), [0])
    other = followed(graph_of(parts, begun), range(len(parts)))
    assert one is not None
    assert other is not None
    assert other.minutes == one.minutes
    assert one.minutes == driven_on(0, begun * QUARTER, minutes)[0]


def test_fault_put_back_hours_forgotten_by_dominance(monkeypatch: pytest.MonkeyPatch) -> None:
    """A label of equal value that has driven longer must not drop the one that has not."""
    chain = [
        Driven(Link(0, 1, 0, 60), Role.DRIVEN),
        Driven(Link(1, 2, 0, 15), Role.STOOD),
        Driven(Link(0, 1, 10, 15), Role.DRIVEN),
        Driven(Link(2, 3, 0, 45), Role.DRIVEN),
    ]
    weights = Weights(cost_w=6, time_w=1)
    best = Search(graph_of(chain), weights).best()
    assert best is not None
    assert best.links == (2, 1, 3)
    monkeypatch.setattr(growth, "quarters", lambda _: 0)
    wrong = Search(graph_of(chain), weights).best()
    assert wrong is not None
    assert wrong.objective < best.objective


# Figures of rows ------------------------------------------------------------------------------


def test_shift_of_nine_hours_leaves_a_rest_of_fifteen() -> None:
    shift = Shift(540, Band(756, 900, 1485))
    assert [shift.rests(m) for m in (0, 540, 541, 1080, 1081)] == [0, 0, 1, 1, 2]
    assert [shift.rests(60, d) for d in (0, 480, 481, 540, 900)] == [0, 0, 1, 1, 1]
    assert shift.rest(Band(500, 540, 600)) == Band(0, 0, 900)
    assert shift.rest(Band(500, 600, 1200)) == Band(0, 900, 1800)
    assert shift.rest(Band(600, 700, 800)) == Band(756, 900, 1485)


@given(st.lists(st.integers(0, 4000), min_size=3, max_size=3), st.integers(0, 700))
def test_rests_of_low_and_high_are_ordered(driving: list[int], driven: int) -> None:
    low, typical, high = sorted(driving)
    found = Shift(540, Band(756, 900, 1485)).rest(Band(low, typical, high), driven)
    assert found.low <= found.typical <= found.high
    assert found.typical % 900 == 0


# The shipped tables ---------------------------------------------------------------------------

BY_TRUCK = Query(
    origin="tashkent",
    destination="samarkand",
    depart=DAY,
    modes=(Mode.ROAD,),
    consignment=Consignment(unit="truck"),
    k=1,
)


def _minutes(query: Query) -> int:
    return engine().ask(query).itineraries[0].time.typical


def test_tashkent_samarkand_is_one_shift() -> None:
    assert 6 * 60 <= _minutes(BY_TRUCK) <= 9 * 60


def test_stop_on_the_way_changes_no_hour() -> None:
    query = replace(BY_TRUCK, destination="bukhara")
    assert _minutes(query) == _minutes(replace(query, via=("samarkand",)))


@pytest.mark.parametrize(
    ("destination", "depart", "paired"),
    [
        ("karachi", DAY, True),
        ("islamabad", DAY, False),
        ("karachi", datetime(2025, 8, 25, 8), False),
        ("karachi", datetime(2025, 8, 26, 8), True),
    ],
)
def test_two_drivers_go_where_the_province_asks_for_them(
    destination: str, depart: datetime, paired: bool
) -> None:
    """Khyber Pakhtunkhwa, 365 km or more, since 26 August 2025: billed, cited and said."""
    query = replace(BY_TRUCK, origin="peshawar", destination=destination, depart=depart)
    found = engine().ask(query).itineraries[0]
    items = [i for leg in found.legs for i in leg.items]
    second = [i for i in items if i.type.id == "second_driver"]
    assert bool(second) == paired
    assert all("rule_effects:kp_two_drivers" in i.rows for i in second)
    said = [w for w in found.warnings if "Khyber Pakhtunkhwa" in words(w)]
    assert bool(said) == paired
    rests = {r for i in items if i.type.id == "drivers_rest" for r in i.rows}
    crew = "two_drivers" if paired else "one_driver"
    assert rests <= {f"drivers:pk_{crew}"}
    assert bool(rests) == (destination == "karachi")


def test_no_second_driver_where_the_province_is_not_met() -> None:
    query = replace(BY_TRUCK, origin="lahore", destination="karachi")
    items = [i for leg in engine().ask(query).itineraries[0].legs for i in leg.items]
    assert "second_driver" not in {i.type.id for i in items}


@pytest.mark.parametrize("crew", ["one_driver", "two_drivers"])
def test_legs_tell_the_rests_and_add_up(crew: str) -> None:
    query = Query(
        origin="minsk",
        destination="tashkent",
        depart=DAY,
        modes=(Mode.ROAD,),
        consignment=Consignment(unit="truck"),
        crew=crew,
        k=1,
    )
    found = engine().ask(query).itineraries[0]
    rests = [i for leg in found.legs for i in leg.items if i.type.id == "drivers_rest"]
    assert rests
    assert all(row.endswith(crew) for item in rests for row in item.rows)
    assert found.time.typical == sum(i.time.typical for leg in found.legs for i in leg.items)
    whole = {"one_driver": 15 * 60, "two_drivers": 576}[crew]
    hours = 0
    for leg in found.legs:
        driven = sum(i.time.typical for i in leg.items if i.type.id == "road_line_haul")
        rest = sum(i.time.typical for i in leg.items if i.type.id == "drivers_rest")
        if leg.kind == LinkKind.LINE_HAUL:
            assert rest == whole * max(0, (hours + driven - 1) // (1440 - whole))
            hours = hours + driven - rest // whole * (1440 - whole)
        elif leg.kind == LinkKind.BORDER:
            hours = 0 if leg.time.typical >= whole else -(-hours // QUARTER) * QUARTER
            assert not rest or leg.time.typical == whole
    for leg in found.legs:
        assert leg.time.low <= leg.time.typical <= leg.time.high
