"""Regret over scenarios: ways against every walk counted out, and scenarios against each asked alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.analysis.choice import regret as regret_module
from corridor.analysis.choice.regret import TODAY, Regret, Regretted, regret
from corridor.analysis.choice.same_way import least_on, part_of, way_of
from corridor.api.choices import Regret as Result
from corridor.model.message import say
from corridor.model.objective import Objective, Weights
from corridor.model.query import Query
from corridor.report.document.choice.regret import RegretRecord, regret_record
from corridor.tables.overlays.scenario_files import scenario
from tests.longer import many
from tests.real import DAY, engine
from tests.strategies import Link, leaves, links, network, simple_paths

NAMES = ("iran-closed", "pakistan-afghanistan-closed", "winter")
QUERY = Query(origin="Minsk", destination="Karachi", depart=DAY)


@settings(max_examples=many(60, 600), deadline=None, derandomize=True)
@given(links(dated=True, gates=True), st.integers(0, 2**20), st.integers(0, 30))
def test_a_way_counts_the_least_of_every_walk_that_is_it(
    found: list[Link], time_w: int, pick: int
) -> None:
    net = network(found)
    paths = list(simple_paths(found, net.target))
    chosen = paths[pick % len(paths)]
    way = [part_of(net, n) for n in chosen]

    def walks(state: int, done: list[int]) -> Iterator[list[int]]:
        if len(done) == len(way):
            if state == net.target:
                yield done
            return
        for number, link in enumerate(found):
            alike = link.gate == found[chosen[len(done)]].gate
            if link.tail == state and alike:
                yield from walks(link.head, [*done, number])

    every = []
    for walk in walks(0, []):
        at: int | None = 0
        for number in walk:
            at = leaves(at, found[number].windows) if at is not None else None
            at = at + found[number].time if at is not None else None
        if at is not None:
            every.append(sum(found[n].cost for n in walk) + time_w * at)
    least = least_on(net, way, Weights(cost_w=1, time_w=time_w))
    assert (least[0] if least else None) == min(every, default=None)


@given(
    st.lists(
        st.lists(st.none() | st.integers(0, 50), min_size=3, max_size=3), min_size=1, max_size=6
    )
)
def test_the_least_regretted_way(table: list[list[int | None]]) -> None:
    """As a reader of the table would pick it: shut in the fewest scenarios, then the least."""
    ways = tuple(Regretted(say("label"), None, tuple(row)) for row in table)
    found = Regret((), (), (), ways)
    fewest = min(row.count(None) for row in table)
    allowed = [row for row in table if row.count(None) == fewest]
    least = min(max([r for r in row if r is not None], default=0) for row in allowed)
    picked = table[found.least_most]
    assert picked.count(None) == fewest
    assert max([r for r in picked if r is not None], default=0) == least

    def mean(row: list[int | None]) -> float:
        known = [r for r in row if r is not None]
        return sum(known) / len(known) if known else 0.0

    assert mean(table[found.least_mean]) == min(map(mean, allowed))


@cache
def asked() -> Regret:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(regret_module, "shipped_names", lambda: NAMES)
        return regret(engine(), QUERY, engine().found(QUERY), lambda _: None)


def test_each_scenario_asked_alone() -> None:
    """The best of each is that of `route --scenario`; what is not named as unchanged is counted."""
    found = asked()
    assert found.states[0].name == TODAY
    assert {s.name for s in found.states} | set(found.unchanged) == {TODAY, *NAMES}
    assert "pakistan-afghanistan-closed" in found.unchanged
    for state in found.states:
        over = engine() if state.name == TODAY else engine().with_overlay(scenario(state.name))
        best = over.ask(QUERY).itineraries[0]
        assert not best.re_enters
        # Cents are rounded twice.
        assert abs(best.generalised_cents - state.best_cents) <= 1


def test_regrets_of_real_ways() -> None:
    found = asked()
    for column in range(len(found.states)):
        regrets = [way.regrets[column] for way in found.ways]
        known = [r for r in regrets if r is not None]
        assert min(known) == 0  # the best of every scenario is among the ways
    listed = engine().ask(QUERY).itineraries
    for way in found.ways:
        if way.number is not None:
            own = listed[way.number - 1].generalised_cents
            assert abs(found.states[0].best_cents + (way.regrets[0] or 0) - own) <= 2
    closed = [s.name for s in found.states].index("iran-closed")
    gabd = next(w for w in found.ways if w.number == 1)
    assert gabd.regrets[closed] is None
    assert found.ways[found.least_most].shut == min(w.shut for w in found.ways)


def test_a_way_is_itself_where_nothing_changes() -> None:
    answered = engine().found(QUERY)
    net, vot = answered.solver.network, answered.solver.vot
    weigh = Objective.GENERALISED.weights(vot)
    for path in answered.paths:
        least = least_on(net, way_of(net, path), weigh)
        assert least is not None
        assert least[0] <= weigh.cost_w * path.cents + weigh.time_w * path.minutes


def test_document_frame_and_text() -> None:
    record = regret_record(asked())
    assert msgspec.convert(msgspec.to_builtins(record), RegretRecord) == record
    told = Result(record)
    frame: Any = told.to_frame()
    assert frame.shape == (len(record.ways), len(record.scenarios))
    assert frame["iran-closed"].isna().any()
    assert len(told.text.splitlines()) <= 24
    assert "generalised USD" in told.text
    assert "shut" in told.text
