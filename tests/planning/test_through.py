"""Ways over a thing asked for: against every way counted out, and against --open with --via."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.errors import NoRouteError
from corridor.model.mode import Mode
from corridor.model.objective import Weights
from corridor.model.query import Query
from corridor.model.ref import Ref, RefKind
from corridor.planning.search.limits import Limits, best_within
from corridor.planning.search.search import Search
from corridor.planning.search.through import LayeredGraph, unlayered
from tests.real import DAY, engine
from tests.strategies import Link, leaves, links, network

pytestmark = pytest.mark.slow

MANY = settings(max_examples=150, deadline=None, derandomize=True)


def ways_over(found: list[Link], target: int, gate: str) -> Iterator[list[int]]:
    """Every way over a gate that passes no state twice before it, and none twice after it."""

    def onward(
        state: int, passed: bool, seen: frozenset[tuple[int, bool]], way: list[int]
    ) -> Iterator[list[int]]:
        if state == target and passed:
            yield way
            return
        for number, link in enumerate(found):
            here = (link.head, passed or link.gate == gate)
            if link.tail == state and here not in seen:
                yield from onward(*here, seen | {here}, [*way, number])

    yield from onward(0, False, frozenset({(0, False)}), [])


@MANY
@given(
    links(dated=True, gates=True),
    st.sampled_from("pqrs"),
    st.integers(0, 2**20),
    st.none() | st.integers(0, 90),
)
def test_best_way_over_a_gate_equals_every_way_counted_out(
    found: list[Link], gate: str, time_w: int, minutes: int | None
) -> None:
    net = network(found)
    over = net.links_of(Ref(RefKind.CROSSING, gate))
    if not len(over):
        return
    storeys = Search(LayeredGraph(net).over(over), Weights(cost_w=1, time_w=time_w))
    best = best_within(storeys, Limits(minutes))
    every = []
    for way in ways_over(found, net.target, gate):
        at = cents = 0
        for number in way:
            through = leaves(at, found[number].windows)
            if through is None:
                break
            at = through + found[number].time
            cents += found[number].cost
        else:
            if minutes is None or at <= minutes:
                every.append(cents + time_w * at)
    assert (best.objective if best else None) == min(every, default=None)
    if best is not None:
        steps = unlayered(best, net).steps
        assert any(found[s.link].gate == gate for s in steps)
        assert max(s.link for s in steps) < len(found)


def test_opening_lifts_what_has_no_end_and_keeps_the_rest() -> None:
    """A gate that is marked closed, and one that closes for good on the way."""
    net = network([Link(0, 1, 5, 1, gate="p"), Link(1, 2, 1, 1)])
    shut = replace(net, shut=np.array([True, False]), closed=np.array([True, False]))
    over = net.links_of(Ref(RefKind.CROSSING, "p"))
    assert Search(LayeredGraph(shut).over(over), Weights(cost_w=1)).best() is None
    opened = Search(LayeredGraph(shut).over(over, opened=over), Weights(cost_w=1)).best()
    assert opened is not None
    assert opened.objective == 6
    barred = replace(net, shut=np.array([True, False]))
    assert Search(LayeredGraph(barred).over(over, opened=over), Weights(cost_w=1)).best() is None


@pytest.mark.parametrize(
    ("origin", "destination", "depart"),
    [
        ("Mazar", "Karachi", datetime(2026, 12, 1, 8)),
        ("Tashkent", "Karachi", datetime(2026, 7, 20, 8)),
        ("Kabul", "Lahore", datetime(2026, 8, 1, 8)),
    ],
)
def test_what_a_closed_post_would_bring_is_the_best_way_over_it(
    origin: str, destination: str, depart: datetime
) -> None:
    """In winter and in the works of the Salang, waits and all: as opened and passed by option."""
    query = Query(origin=origin, destination=destination, depart=depart, k=1)
    told = engine().ask(query).blocked
    assert told
    for entry in told:
        name = entry.subject.id
        best = engine().ask(replace(query, open=(name,), via=(name,))).itineraries[0]
        assert entry.if_open is not None
        assert entry.if_open.cost_cents == best.cost.typical, name
        assert entry.if_open.time_min == best.time.typical, name


def test_why_keeps_the_limits_of_the_question() -> None:
    query = Query(origin="Tashkent", destination="Karachi", depart=DAY, k=1, why="chaman")
    free = engine().ask(query)
    assert free.why is not None
    assert free.why.time_min is not None
    days = free.itineraries[0].time.typical / 1440
    over = free.why.time_min / 1440
    if over > days:
        tight = engine().ask(replace(query, max_days=(days + over) / 2)).why
        assert tight is not None
        assert tight.verdict == "none" or tight.time_min / 1440 <= (days + over) / 2


@pytest.mark.parametrize(("year", "month"), [(2026, 5), (2025, 12)])
def test_a_season_or_an_ended_closure_bars_nothing(year: int, month: int) -> None:
    """The Salang was shut in 2023 and is slow in winter; what cuts the way is Torkham."""
    query = Query(
        origin="Mazar",
        destination="Peshawar",
        depart=datetime(year, month, 1, 8),
        modes=(Mode.ROAD,),
        avoid=("IR", "TM", "UZ", "TJ"),
    )
    with pytest.raises(NoRouteError) as caught:
        engine().ask(query)
    assert caught.value.cut == ("torkham_road (closed, row torkham_2025_closure)",)
