"""The search against networkx, against every way counted out, and against its own bans."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.model.objective import Objective, Weights
from corridor.model.ref import Ref, RefKind
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.star import IntArray
from corridor.planning.search.alternatives import MOST_STRETCH, Key, key_of, ranked
from corridor.planning.search.path import Path
from corridor.planning.search.search import Search, Sweeps
from corridor.planning.time.windows import Window, passage
from tests.longer import many
from tests.real import OBJECTIVES, hub_queries, planning
from tests.strategies import LATEST, Link, leaves, links, network, simple_paths, windows

MANY = settings(max_examples=many(60, 100), deadline=None, derandomize=True)
TIME_WEIGHTS = st.sampled_from([0, 1, 3])


def repriced(net: SearchGraph, search: Search, found: Path) -> int:
    """Check that the steps join source to target; what they add up to, waiting included."""
    steps = found.steps
    assert net.tail[steps[0].link] == net.source
    assert net.head[steps[-1].link] == net.target
    assert all(net.head[a.link] == net.tail[b.link] for a, b in pairwise(steps))
    at = 0
    total = 0
    for step in steps:
        assert step.at == at
        lost = step.lost
        at += int(net.time[step.link]) + lost
        total += int(search.objective[step.link]) + search._weigh.time_w * lost
    return total


def multidigraph(net: SearchGraph, objective: Sequence[int] | IntArray) -> nx.MultiDiGraph[int]:
    """The links of a network that are not shut, weighted by the objective."""
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    graph.add_nodes_from(range(net.size))
    graph.add_weighted_edges_from(
        [
            (tail, head, int(value))
            for tail, head, value, shut in zip(
                net.tail.tolist(), net.head.tolist(), objective, net.shut.tolist(), strict=True
            )
            if not shut
        ],
        weight="w",
    )
    return graph


def optimum(graph: nx.MultiDiGraph[int], source: int, target: int) -> int | None:
    """Least weight by networkx, None where no way leads."""
    try:
        return int(nx.bidirectional_dijkstra(graph, source, target, weight="w")[0])
    except nx.NetworkXNoPath:
        return None


@pytest.mark.slow
def test_real_network_against_networkx() -> None:
    """
    Queries with every unit and objective, and 8 pairs of states in each network.

    Closures with dates are left out here; they have a test of their own below.
    """
    draw = random.Random(5)
    compared = joined = 0
    queries = hub_queries(many(18, 40), seed=17)
    for query in queries:
        plan = planning(query)
        whole = replace(plan.graph(), timed={}, driving=None)
        weigh = query.objective.weights(plan.resolved.value_of_time_usd_per_h)
        objective = Search(whole, weigh).objective
        assert min(objective) >= 0
        graph = multidigraph(whole, objective)
        pairs = [(whole.source, whole.target)]
        usable = ~whole.shut
        heads = sorted(set(whole.tail[usable].tolist()))
        tails = sorted(set(whole.head[usable].tolist()))
        pairs += [(draw.choice(heads), draw.choice(tails)) for _ in range(7)]
        for source, target in pairs:
            if source == target:
                continue
            net = replace(whole, source=source, target=target)
            search = Search(net, weigh)
            found = search.best()
            expected = optimum(graph, source, target)
            compared += 1
            if expected is None:
                assert found is None
                continue
            assert found is not None
            assert found.objective == expected
            assert repriced(net, search, found) == expected
            joined += 1
    assert compared >= 7.5 * len(queries)
    assert joined >= 5 * len(queries)


def test_real_dated_search_is_bounded_by_the_undated_one() -> None:
    """Closures cost something or nothing; a way that meets none is the plain optimum."""
    for query in hub_queries(many(12, 20), seed=23):
        plan = planning(query)
        net = plan.graph()
        weigh = query.objective.weights(plan.resolved.value_of_time_usd_per_h)
        dated = Search(net, weigh)
        plain = Search(replace(net, timed={}), weigh).best()
        found = dated.best()
        if found is None:
            continue
        assert plain is not None
        assert found.objective >= plain.objective
        assert repriced(net, dated, found) == found.objective
        if not any(s.link in net.timed for s in plain.steps):
            assert found.objective == plain.objective


@MANY
@given(links(), st.integers(0, 3), st.integers(0, 3))
def test_small_network_against_networkx(found: list[Link], cost_w: int, time_w: int) -> None:
    net = network(found)
    search = Search(net, Weights(cost_w=cost_w, time_w=time_w))
    best = search.best()
    assert best is not None, "the chain joins source and target"
    assert best.objective == optimum(multidigraph(net, search.objective), 0, net.target)
    assert repriced(net, search, best) == best.objective


@MANY
@given(windows())
def test_passage_is_the_earliest_way_through(found: tuple[Window, ...]) -> None:
    """Against a traveller who tries every minute; and nobody overtakes by coming later."""
    before = -1
    for at in range(LATEST):
        expected = leaves(at, found)
        met = passage(at, found)
        if expected is None:
            assert met is None
            before = 10**9
            continue
        assert met is not None
        through = at + met.wait + met.delay
        assert through == expected
        assert through >= before
        before = through
        if met.wait or met.delay:
            assert met.rows
        else:
            assert not any(w.start <= at < w.end for w in found)


def dated_optimum(found: list[Link], target: int, weigh: Weights) -> int | None:
    """Least objective over all ways counted out, windows met minute by minute."""
    best: int | None = None
    for way in simple_paths(found, target):
        at = total = 0
        for number in way:
            link = found[number]
            through = leaves(at, link.windows)
            if through is None:
                break
            total += weigh.cost_w * link.cost + weigh.time_w * (link.time + through - at)
            at = through + link.time
        else:
            best = total if best is None else min(best, total)
    return best


@pytest.mark.slow
@settings(max_examples=many(200, 600), deadline=None, derandomize=True)
@given(links(dated=True), st.integers(0, 2), TIME_WEIGHTS)
def test_dated_search_equals_every_way_counted_out(
    found: list[Link], cost_w: int, time_w: int
) -> None:
    net = network(found)
    search = Search(net, Weights(cost_w=cost_w, time_w=time_w))
    best = search.best()
    expected = dated_optimum(found, net.target, Weights(cost_w=cost_w, time_w=time_w))
    assert (best.objective if best else None) == expected
    if best is not None:
        assert repriced(net, search, best) == best.objective


def test_later_label_may_win_by_meeting_the_gate_open() -> None:
    """
    Two ways to state 1: dear and at once (100 cents), or cheap and slow (20 cents, 90 min).

    A cent and a minute count 1 each, so the dear way leads by 100 to 110. Then a gate is
    shut until minute 100: the dear way waits all of it and comes to 200, the other to 120.
    """
    shut = (Window(0, 100, 0, "closures:x"),)
    found = [Link(0, 1, 100, 0), Link(0, 1, 20, 90), Link(1, 2, 0, 0, windows=shut)]
    best = Search(network(found), Weights(cost_w=1, time_w=1)).best()
    assert best is not None
    assert best.objective == 120
    assert [s.link for s in best.steps] == [1, 2]
    assert best.steps[1].wait == 10


@MANY
@given(links(dated=True, gates=True), st.sampled_from("pqrs"), TIME_WEIGHTS)
def test_closing_never_improves(found: list[Link], gate: str, time_w: int) -> None:
    net, weigh = network(found), Weights(cost_w=1, time_w=time_w)
    closed = net.closing(frozenset({Ref(RefKind.CROSSING, gate)}))
    free, banned = Search(net, weigh).best(), Search(closed, weigh).best()
    if banned is not None:
        assert free is not None
        assert banned.objective >= free.objective
        assert all(found[s.link].gate != gate for s in banned.steps)
    if free is not None and all(found[s.link].gate != gate for s in free.steps):
        assert banned is not None
        assert banned.objective == free.objective


@MANY
@given(links(dated=True, gates=True), TIME_WEIGHTS)
def test_opening_never_worsens(found: list[Link], time_w: int) -> None:
    weigh = Weights(cost_w=1, time_w=time_w)
    target = max(max(e.tail, e.head) for e in found)
    shut, opened = (
        Search(network(some, target), weigh).best()
        for some in (found, [replace(e, windows=()) for e in found])
    )
    assert opened is not None
    assert shut is None or opened.objective <= shut.objective


@MANY
@given(links(gates=True), st.integers(0, 5), st.integers(0, 5))
def test_a_new_link_never_makes_the_answer_dearer(found: list[Link], tail: int, head: int) -> None:
    target = max(max(e.tail, e.head) for e in found)
    more = [*found, Link(min(tail, target), min(head, target), 1, 1)]
    old, new = (Search(network(some, target), Weights(cost_w=1)).best() for some in (found, more))
    assert old is not None
    assert new is not None
    assert new.objective <= old.objective


@MANY
@given(links(gates=True))
def test_doubling_every_price_doubles_the_answer(found: list[Link]) -> None:
    twice = [replace(e, cost=2 * e.cost) for e in found]
    old, new = (Search(network(some), Weights(cost_w=1)).best() for some in (found, twice))
    assert old is not None
    assert new is not None
    assert new.objective == 2 * old.objective


@MANY
@given(links(gates=True))
def test_reversed_network_and_query_keep_the_answer(found: list[Link]) -> None:
    net = network(found)
    back = [replace(e, tail=net.target - e.head, head=net.target - e.tail) for e in found]
    old, new = (Search(n, Weights(cost_w=1)).best() for n in (net, network(back, net.target)))
    assert old is not None
    assert new is not None
    assert new.objective == old.objective


def walks(found: list[Link], target: int) -> Iterator[list[int]]:
    """Every way that passes no gate twice, and no state twice between two gates."""

    def onward(
        state: int,
        gates: tuple[str, ...],
        seen: frozenset[tuple[int, tuple[str, ...]]],
        way: list[int],
    ) -> Iterator[list[int]]:
        if state == target:
            yield list(way)
            return
        for number, link in enumerate(found):
            if link.tail != state or link.gate in gates:
                continue
            passed = (*gates, link.gate) if link.gate else gates
            here = (link.head, passed)
            if here not in seen:
                yield from onward(link.head, passed, seen | {here}, [*way, number])

    yield from onward(0, (), frozenset({(0, ())}), [])


def ranking(found: list[Link], net: SearchGraph, search: Search) -> list[tuple[int, Key]]:
    """
    Every way counted out, by objective, the best of each key.

    The optimum stands whatever it passes; the others pass no gate twice and stay within
    `MOST_STRETCH` times the optimum.
    """
    best = search.best()
    assert best is not None
    ways = [(best.objective, key_of(net, best))]
    for way in walks(found, net.target):
        steps = search.timed_path(way, sum(int(search.objective[n]) for n in way))
        if steps is None:
            assert net.timed, "only a closure without an end stops a way"
            continue
        ways.append((steps.objective, key_of(net, steps)))
    ways.sort(key=lambda w: w[0])
    listed: list[tuple[int, Key]] = []
    for objective, key in ways:
        if key not in [k for _, k in listed] and objective <= MOST_STRETCH * best.objective:
            listed.append((objective, key))
    return listed


@settings(max_examples=many(120, 250), deadline=None, derandomize=True)
@given(links(gates=True), st.integers(1, 8))
def test_alternatives_equal_every_way_counted_out(found: list[Link], wanted: int) -> None:
    net = network(found)
    search = Search(net, Weights(cost_w=1))
    ours = [(f.objective, key_of(net, f)) for f in ranked(search, wanted)]
    every = ranking(found, net, search)
    # Walks over the same links in another order tie; either may stand at the cut.
    assert [o for o, _ in ours] == [o for o, _ in every[:wanted]]
    assert set(ours) <= set(every)
    assert len(set(ours)) == len(ours)


@settings(max_examples=many(80, 150), deadline=None, derandomize=True)
@given(links(dated=True, gates=True), st.integers(1, 6), TIME_WEIGHTS)
def test_dated_alternatives_equal_every_way_counted_out(
    found: list[Link], wanted: int, time_w: int
) -> None:
    net = network(found)
    search = Search(net, Weights(cost_w=1, time_w=time_w))
    ways = ranked(search, wanted)
    best = search.best()
    assert bool(ways) == (best is not None)
    if best is None:
        return
    every = ranking(found, net, search)
    assert [w.objective for w in ways] == [o for o, _ in every[:wanted]]
    keys = [key_of(net, w) for w in ways]
    assert len(set(keys)) == len(keys)
    values = [w.objective for w in ways]
    assert values == sorted(values)
    assert values[0] == best.objective
    for way in ways:
        assert repriced(net, search, way) == way.objective


@MANY
@given(links(gates=True), st.sampled_from("pqrs"))
def test_sweeps_lead_over_a_gate_at_least_cost(found: list[Link], gate: str) -> None:
    """At least as good as every simple way over the gate (it may pass a state twice)."""
    net = network(found)
    search = Search(net, Weights(cost_w=1))
    over = [
        sum(found[n].cost for n in way)
        for way in simple_paths(found, net.target)
        if any(found[n].gate == gate for n in way)
    ]
    sweeps = Sweeps(search)
    least, link = sweeps.least_over(net.links_of(Ref(RefKind.CROSSING, gate)))
    if not over:
        return
    met = sweeps.path_over(link, {})
    assert met is not None
    assert met.objective == least
    assert met.objective <= min(over)
    assert any(found[s.link].gate == gate for s in met.steps)
    assert repriced(net, search, met) == met.objective


def test_every_objective_counts_what_it_names() -> None:
    """Weights of one link of 5 cents, 7 minutes."""
    found = [Link(0, 1, 5, 7)]
    values: dict[Objective, int] = {}
    for name in OBJECTIVES:
        best = Search(network(found), name.weights(6.0)).best()
        assert best is not None
        values[name] = best.objective
    # Generalised: 5 cents and 7 minutes at 600 cents an hour, in sixtieths of a cent.
    assert values[Objective.GENERALISED] == 5 * 60 + 7 * 600
    assert values[Objective.COST] == 5 * 1_000_000 + 7
    assert values[Objective.TIME] == 7 * 10_000_000 + 5
    assert values[Objective.DISTANCE] == 5
    assert values[Objective.CO2] == 5
