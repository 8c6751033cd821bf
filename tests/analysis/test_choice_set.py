"""Ways that a port may choose from: trained, and carried over from one market to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import networkx as nx
import numpy as np
import pytest
from msgspec import structs

from corridor.analysis.ports import choice_set
from corridor.analysis.ports.case import Case, market_ids
from corridor.analysis.ports.choice_set import best_sea_part, followed, trained, translated
from corridor.model.link_kind import LinkKind
from corridor.model.objective import Objective
from corridor.planning.links.search_graph import SearchGraph, Timed
from corridor.planning.search.path import Path, Traversal
from corridor.planning.search.solver import Solver
from corridor.planning.time.clock import FOREVER
from corridor.planning.time.windows import Window
from tests.questions import question
from tests.real import engine

PORT, OTHER = "karachi_port", "port_qasim"
WEIGH = Objective.GENERALISED.weights(10.0)


@cache
def case(market: str, *, inward: bool = False) -> Case:
    """Kandahar and a market, through Karachi or Port Qasim."""
    asked = question((market,), ("chaman",), ports=("karachi", "port_qasim"), inward=inward)
    (named,) = market_ids(engine(), (market,))
    return Case(engine(), asked, "Kandahar", named)


def cases() -> tuple[Case, ...]:
    """Every case of this file."""
    return tuple(case(m, inward=i) for m in ("Jebel Ali", "Mombasa") for i in (False, True))


BOTH = pytest.mark.parametrize("inward", [False, True])


def best(one: Case, objective: Objective = Objective.GENERALISED, port: str = PORT) -> Path:
    found = one.best(port, objective)
    assert found is not None
    return found


def kinds(network: SearchGraph, links: tuple[int, ...]) -> list[LinkKind]:
    return [network.kind_of(link) for link in links]


def calls(network: SearchGraph, path: Path) -> list[tuple[str, str]]:
    at = [n for n in path.links if network.kind_of(n) is LinkKind.PORT]
    return [
        (network.ports[int(network.row[n])].port.id, network.ports[int(network.row[n])].flow)
        for n in at
    ]


def shipped(network: SearchGraph, path: Path) -> list[tuple[str, str, int]]:
    at = [n for n in path.links if network.kind_of(n) is LinkKind.SAILING]
    ships = [network.sailings[int(network.row[n])] for n in at]
    return [(s.start, s.end, n) for s, n in zip(ships, at, strict=True)]


@BOTH
def test_a_way_followed_again_is_the_way(inward: bool) -> None:
    one = case("Jebel Ali", inward=inward)
    network, weigh = one.network(PORT), Objective.GENERALISED.weights(one.vot)
    found = best(one)
    assert followed(network, found.links, weigh) == found
    assert followed(network, found.links, Objective.COST.weights(one.vot)) != found


def test_a_way_through_what_stays_shut_cannot_be_followed() -> None:
    one = case("Jebel Ali")
    network, found = one.network(PORT), best(one)
    shut = Timed(0, (Window(0, FOREVER, 0, "closures:x"),))
    assert followed(replace(network, timed={found.links[2]: (shut,)}), found.links, WEIGH) is None


@BOTH
def test_to_the_same_market_every_sailing_is_tried_behind_the_land_way(inward: bool) -> None:
    one = case("Mombasa", inward=inward)
    network, path = one.network(PORT), best(one)
    found = translated(one, [path, best(one, Objective.TIME), path], one, PORT)
    assert path in found
    assert len({w.links for w in found}) == len(found), "each once"
    ends = ("mombasa_port", PORT) if inward else (PORT, "mombasa_port")
    usable = np.flatnonzero(~network.shut & (network.kind == LinkKind.SAILING.code))
    lanes: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for n in usable.tolist():
        ship = network.sailings[int(network.row[n])]
        lanes.add_edge(ship.start, ship.end, key=n)
    changes = {r.port_id for r in engine().dataset.ship_changes} - {PORT}
    lanes = nx.MultiDiGraph(lanes.subgraph({*ends} | changes))
    chains = {
        tuple(n for *_, n in chain)
        for chain in nx.all_simple_edge_paths(lanes, *ends, cutoff=choice_set.SHIPS)
    }
    assert inward or any(len(c) > 1 for c in chains), "no two ships meet: nothing is tested"
    assert {tuple(n for *_, n in shipped(network, w)) for w in found} == chains
    for w in found:
        ships = shipped(network, w)
        assert (ships[0][0], ships[-1][1]) == ends
        between = [(end, "across") for _, end, _ in ships[:-1]]
        assert calls(network, w) == [(ends[0], "out"), *between, (ends[1], "in")]


@BOTH
def test_a_land_way_is_carried_over_to_another_market(inward: bool) -> None:
    """The best way there has the land part of one of ours, so it is found, timed and priced alike."""
    here, there = case("Jebel Ali", inward=inward), case("Mombasa", inward=inward)
    paths = [best(here, o) for o in (Objective.GENERALISED, Objective.COST, Objective.TIME)]
    found = translated(here, paths, there, PORT)
    assert best(there).links in {w.links for w in found}
    known = next(w for w in found if w.links == best(there).links)
    assert (known.minutes, known.cents) == (best(there).minutes, best(there).cents)
    land = {tuple(land_of(here, w)) for w in paths}
    assert {tuple(land_of(there, w)) for w in found} == land
    port = {(PORT, "in" if inward else "out")}
    assert all(port < set(calls(there.network(PORT), w)) for w in found)


def land_of(one: Case, path: Path) -> list[str]:
    """Places of a way on land, by the places of its hauls."""
    itinerary = one.priced(PORT, path)
    return [
        f"{x.kind} {x.start.id} {x.end.id} {x.mode}"
        for x in itinerary.legs
        if x.kind in ("line_haul", "border", "transfer")
    ]


def test_what_is_shut_there_or_breaks_a_limit_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = case("Jebel Ali"), case("Mombasa")
    path = best(here)
    (border,) = [n for n in path.links if here.network(PORT).kind_of(n) is LinkKind.BORDER]
    post = here.network(PORT).borders[int(here.network(PORT).row[border])].crossing.id
    plain = there.network(PORT)
    gates = np.flatnonzero(plain.kind == LinkKind.BORDER.code)
    through = [n for n in gates.tolist() if plain.borders[int(plain.row[n])].crossing.id == post]
    assert through
    shut = plain.shut.copy()
    shut[through] = True
    with monkeypatch.context() as patch:
        patch.setattr(there, "network", lambda port: replace(plain, shut=shut))
        assert translated(here, [path], there, PORT) == []
    assert translated(here, [path], there, PORT)
    assert translated(here, [], there, PORT) == []
    monkeypatch.setattr(Solver, "keeps", lambda self, found: False)
    assert translated(here, [path], there, PORT) == []


@BOTH
def test_the_least_sea_part_is_that_of_ship_and_market_port(inward: bool) -> None:
    """Held against the ways themselves: of those on one land part, the least sea part is taken."""
    one = case("Mombasa", inward=inward)
    network = one.network(PORT)
    found = translated(one, [best(one)], one, PORT)
    tails = []
    for path in found:
        at_sea = (LinkKind.SAILING, LinkKind.PORT)
        sea = [n for n in path.links if network.kind_of(n) in at_sea]
        # Ships, changes between them and the call at the market, but not that at the port.
        tails.append(sea[:-1] if inward else sea[1:])
    cents = [float(network.cost[t].sum()) for t in tails]
    lost = [
        sum(step.lost for step in path.steps if step.link in tail)
        for path, tail in zip(found, tails, strict=True)
    ]
    hours = [float(network.time[t].sum()) + n for t, n in zip(tails, lost, strict=True)]
    assert best_sea_part(one, PORT, Objective.COST) == min(cents)
    assert best_sea_part(one, PORT, Objective.TIME) == min(hours)
    both = min(c + h * one.vot * 100 / 60 for c, h in zip(cents, hours, strict=True))
    assert best_sea_part(one, PORT, Objective.GENERALISED) == pytest.approx(both)
    assert best_sea_part(one, PORT, Objective.CO2) == pytest.approx(both)


class Still:
    """A sampler without noise; by odd numbers the best way's border is shut."""

    def __init__(self, network: SearchGraph, drawn: Any) -> None:
        Still.given = network, drawn

    def network(self, number: int, shape: SearchGraph) -> SearchGraph:
        return shape if number % 2 == 0 else shape.closing(Still.without)

    given: Any = None
    without: Any = frozenset()


def test_training_keeps_the_distinct_best_of_each_port(monkeypatch: pytest.MonkeyPatch) -> None:
    one = case("Jebel Ali")
    monkeypatch.setattr(choice_set, "LinkSampler", Still)
    monkeypatch.setattr(choice_set, "drawn_bills", lambda *given: given)
    monkeypatch.setattr(choice_set, "TRAINED", 4)
    found = trained(one, (PORT, OTHER), 0.25)
    assert found == [[best(one)], [best(one, port=OTHER)]], "in the order of the ports, timed"
    network, (cache, dataset, draws) = Still.given
    assert network is one.network(PORT)
    assert (cache, dataset) == (one.cache, one.dataset)
    assert (draws.samples, draws.correlation, draws.seed) == (4, 0.25, 20_26)
    path = best(one)
    named = {one.network(PORT).elements[int(one.network(PORT).element_of[n])] for n in path.links}
    (gate,) = [e for e in named if e is not None and e.kind == "crossing"]
    monkeypatch.setattr(Still, "without", frozenset((gate,)))
    (first, *others), *_ = trained(one, (PORT,), 0.25)
    assert first == path
    assert len(others) <= 1
    everything = frozenset(e for e in one.network(PORT).elements if e is not None)
    monkeypatch.setattr(Still, "without", everything)
    assert trained(one, (PORT,), 0.25) == [[path]], "a sample without a way adds none"
    monkeypatch.setattr(Solver, "keeps", lambda self, found: False)
    assert trained(one, (PORT, OTHER), 0.25) == [[], []]
    assert trained(one, (), 0.25) == []


def described(network: SearchGraph, link: int) -> tuple[Any, ...]:
    """What a link is, read off the rows behind it."""
    kind, row = network.kind_of(link), int(network.row[link])
    rows: dict[LinkKind, Any] = {
        LinkKind.BORDER: network.borders,
        LinkKind.TRANSFER: network.transfers,
        LinkKind.PORT: network.ports,
    }
    behind = rows[kind][row] if kind in rows else None
    if kind is LinkKind.LINE_HAUL:
        behind = network.hauls.segments(row)
    return kind, int(network.tail[link]), int(network.head[link]), behind


@pytest.mark.parametrize(
    "kind", [LinkKind.BORDER, LinkKind.TRANSFER, LinkKind.PORT, LinkKind.LINE_HAUL]
)
def test_a_movement_is_found_again_and_no_other_beside_it(kind: LinkKind) -> None:
    """Several calls or transfers join the same two states; terminal, flow and transit tell them apart."""
    here, there = (case(m).network(PORT) for m in ("Jebel Ali", "Mombasa"))
    usable = np.flatnonzero(~here.shut & ~here.lacking & (here.kind == kind.code)).tolist()
    assert usable
    same = choice_set._Counterparts(here, there)
    found = [(n, same.of([n])) for n in usable[:: max(1, len(usable) // 60)]]
    met = [(n, f[0]) for n, f in found if f is not None]
    assert len(met) > len(found) / 2
    assert all(described(here, n) == described(there, f) for n, f in met)


def test_a_ship_that_is_shut_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    one = case("Jebel Ali")
    plain, path = one.network(PORT), best(one)
    (*_, ship) = shipped(plain, path)[0]
    shut = plain.shut.copy()
    shut[ship] = True
    monkeypatch.setattr(one, "network", lambda port: replace(plain, shut=shut))
    found = translated(one, [path], one, PORT)
    assert all(ship not in w.links for w in found)


def taking(path: Path, links: Sequence[int]) -> Path:
    """The way with other links; only they are read of a way that is carried over."""
    return replace(path, steps=tuple(Traversal(n, 0, 0, 0, ()) for n in links))


def call_of(network: SearchGraph, path: Path) -> int:
    """The link of a way's call at the port."""
    at = [n for n in path.links if network.kind_of(n) is LinkKind.PORT]
    return next(n for n in at if network.ports[int(network.row[n])].port.id == PORT)


@BOTH
def test_a_call_under_another_regime_or_by_another_terminal_is_another(
    inward: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = case("Jebel Ali", inward=inward)
    path, plain = best(one), one.network(PORT)
    call = call_of(plain, path)
    row = int(plain.row[call])
    ends = (plain.tail[call], plain.head[call])
    twins = np.flatnonzero((plain.tail == ends[0]) & (plain.head == ends[1]))
    (twin,) = [
        n
        for n in twins.tolist()
        if plain.ports[int(plain.row[n])].transit != plain.ports[row].transit
    ]
    shut = plain.shut.copy()
    shut[call], shut[twin] = True, False
    terminal = plain.ports[row].terminal
    assert terminal is not None
    moved = replace(plain.ports[row], terminal=structs.replace(terminal, id="another"))
    ports = [*plain.ports]
    ports[row] = moved
    for other in (replace(plain, shut=shut), replace(plain, ports=tuple(ports))):
        there = Case(engine(), one.question, "Kandahar", one.market)
        monkeypatch.setattr(there, "network", lambda port, other=other: other)
        assert translated(one, [path], there, PORT) == []


@BOTH
def test_only_the_call_at_the_port_by_the_flow_asked_for_ends_the_land_part(inward: bool) -> None:
    one = case("Jebel Ali", inward=inward)
    path, network = best(one), one.network(PORT)
    flow = "in" if inward else "out"
    at = np.flatnonzero(network.kind == LinkKind.PORT.code).tolist()
    calls_ = {n: network.ports[int(network.row[n])] for n in at}
    same_flow = [n for n, c in calls_.items() if c.flow == flow and c.port.id != PORT]
    same_port = [n for n, c in calls_.items() if c.flow != flow and c.port.id == PORT]
    wanted = translated(one, [path], one, PORT)
    assert same_flow
    assert same_port
    for extra in (same_flow[0], same_port[0]):
        links = (extra, *path.links) if inward else (*path.links, extra)
        assert translated(one, [taking(path, links)], one, PORT) == wanted


def test_a_ship_on_the_way_stays_that_ship() -> None:
    """A sailing before the call at the port is of the land part; it is told by its two ports."""
    one = case("Jebel Ali")
    path, network = best(one), one.network(PORT)
    land = path.links[: path.links.index(call_of(network, path)) + 1]
    leaving = network.star.leaving(int(network.head[land[-1]])).tolist()
    ships = [n for n in leaving if network.kind_of(n) is LinkKind.SAILING and not network.shut[n]]
    heads = {int(network.head[n]) for n in ships}
    assert len(heads) > 1
    last = next(n for n in reversed(ships) if network.head[n] != network.head[ships[0]])
    by_ship = taking(path, (*land, last, land[-1]))
    found = translated(one, [by_ship], one, PORT)
    assert found
    for each in found:
        ship = each.links[len(land)]
        assert (network.tail[ship], network.head[ship]) == (network.tail[last], network.head[last])
