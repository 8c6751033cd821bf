"""
The paths each port may choose from in the samples.

Three kinds of paths are collected on the first market that a port serves: the front of time and
cost with the best by every objective, the next best paths that really differ, and the best paths
of a few drawn samples of their own. What a path does on land does not depend on the market, so
for every other market the land part is kept and each sailing to that market put behind it, or each
chain of ships that meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from corridor.analysis.ports.case import OUTSIDE, Case, distinct
from corridor.analysis.sampling.draws import Draws
from corridor.analysis.sampling.link_samples import LinkSampler, drawn_bills
from corridor.model.link_kind import LinkKind
from corridor.model.objective import Objective, Weights
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.search.compared import best_compared
from corridor.planning.search.path import Path
from corridor.planning.search.search import Search

# Samples solved to find paths; of a stream of their own, so that no --seed changes the set.
TRAINED = 24
_TRAINING_SEED = 20_26
# Ships that carry a box one after the other between port and market, at most.
SHIPS = 3
Signature = tuple[object, ...]


def trained(case: Case, ports: Sequence[str], correlation: float) -> list[list[Path]]:
    """For each port the distinct best paths of a few drawn samples, timed as at typical figures."""
    if not ports:
        return []
    draws = Draws(_TRAINING_SEED, TRAINED, correlation)
    weigh = Objective.GENERALISED.weights(case.vot)
    # The ports' networks are the same links; only what is shut differs.
    sampler = LinkSampler(case.network(ports[0]), drawn_bills(case.cache, case.dataset, draws))
    best: dict[str, list[Path]] = {port: [] for port in ports}
    for number in range(TRAINED):
        for port in ports:
            drawn = sampler.network(number, case.network(port))
            path = best_compared(Search(drawn, weigh))
            if path is not None:
                best[port].append(path)
    found: list[list[Path]] = []
    for port in ports:
        network, keeps = case.network(port), case.solver(port).keeps
        timed = [followed(network, w.links, weigh) for w in distinct(best[port])]
        found.append([w for w in timed if w is not None and keeps(w)])
    return found


def translated(source: Case, paths: Sequence[Path], target: Case, port: str) -> list[Path]:
    """
    The same paths to another market: land and port call kept, every sailing of it tried.

    Paths with a link that the other network has not are left out.
    """
    network = target.network(port)
    weigh = Objective.GENERALISED.weights(target.vot)
    tails: dict[str, list[list[int]]] = {}
    same = _Counterparts(source.network(port), network)
    found: list[Path] = []
    for path in paths:
        call, land = _land_part(source, path, port)
        kept = same.of(land)
        if kept is None:
            continue
        if call not in tails:
            tails[call] = _sea_parts(target, port, call)
        for tail in tails[call]:
            chain = [*tail, *kept] if target.question.inward else [*kept, *tail]
            timed = followed(network, chain, weigh)
            if timed is not None and target.solver(port).keeps(timed):
                found.append(timed)
    return distinct(found)


def followed(network: SearchGraph, links: Sequence[int], weigh: Weights) -> Path | None:
    """Links taken one after the other; None when a closure on the path has no known end."""
    weight = weigh.of(network.cost, network.time, network.co2e, network.length_m)
    base = int(weight[list(links)].sum())
    return Search(network, weigh).timed_path(list(links), base)


def best_sea_part(case: Case, port: str, objective: Objective) -> float:
    """
    Least cents (minutes by time) of ship and market port, met at the case's departure.

    `port` is a candidate, where the land part ends.
    """
    network = case.network(port)
    weigh = Objective.GENERALISED.weights(case.vot)
    found = []
    for tail in _sea_parts(case, port, port):
        timed = followed(network, tail, weigh)
        if timed is None:
            continue
        cost, minutes = float(timed.cents), float(timed.minutes)
        value = cost + minutes * case.vot * 100 / 60
        found.append({Objective.COST: cost, Objective.TIME: minutes}.get(objective, value))
    return min(found)


def _signature(network: SearchGraph, link: int) -> Signature:
    """What a link is, whatever number it has: the same movement in another network."""
    kind, row = network.kind_of(link), int(network.row[link])
    ends = (kind, int(network.tail[link]), int(network.head[link]))
    if kind is LinkKind.LINE_HAUL:
        return (*ends, network.hauls.segments(row))
    if kind is LinkKind.BORDER:
        border = network.borders[row]
        regime = border.regime.id if border.regime is not None else ""
        return (*ends, border.crossing.id, border.country_to, border.transit, regime)
    if kind is LinkKind.TRANSFER:
        change = network.transfers[row]
        return (*ends, change.terminal.id, change.left, change.into, change.transit)
    if kind is LinkKind.PORT:
        call = network.ports[row]
        return (*ends, call.port.id, call.flow, call.transit, getattr(call.terminal, "id", ""))
    return ends


class _Counterparts:
    """The same movements in another network, each looked for once."""

    def __init__(self, source: SearchGraph, target: SearchGraph) -> None:
        self._source, self._target = source, target
        self._known: dict[int, int | None] = {}

    def of(self, links: Sequence[int]) -> list[int] | None:
        """Links of the target; None when one of the movements may not be used there."""
        found = [self._of(link) for link in links]
        return None if None in found else [n for n in found if n is not None]

    def _of(self, link: int) -> int | None:
        if link not in self._known:
            source, target = self._source, self._target
            wanted = _signature(source, link)
            leaving = target.star.leaving(int(source.tail[link])).tolist()
            self._known[link] = next(
                (n for n in leaving if not target.shut[n] and _signature(target, n) == wanted), None
            )
        return self._known[link]


def _land_part(case: Case, path: Path, port: str) -> tuple[str, list[int]]:
    """
    The port where a path changes between land and the ship of the market, and its land part.

    The land part is links with the call at that port, in order of travel.
    """
    links, network = list(path.links), case.network(port)
    flow = "in" if case.question.inward else "out"
    calls = [
        (n, network.ports[int(network.row[link])].port.id)
        for n, link in enumerate(links)
        if network.kind_of(link) is LinkKind.PORT
        and network.ports[int(network.row[link])].flow == flow
        and network.ports[int(network.row[link])].change is None
    ]
    if port != OUTSIDE:
        calls = [(n, called) for n, called in calls if called == port]
    at, called = calls[0] if case.question.inward else calls[-1]
    return called, links[at:] if case.question.inward else links[: at + 1]


def _sea_parts(case: Case, port: str, call: str) -> list[list[int]]:
    """
    Ships between a call and the market with the call at the market, in order of travel.

    `port` names the network, which for ways outside is that of no one port. One sailing, or up to `SHIPS` with the changes from ship to ship between; no port twice.
    """
    network, inward = case.network(port), case.question.inward
    start, goal = (case.market, call) if inward else (call, case.market)
    leaving: dict[str, list[tuple[int, str]]] = {}
    changes: dict[str, int] = {}
    calls = []
    for link in np.flatnonzero(~network.shut & ~network.lacking).tolist():
        kind, row = network.kind_of(link), int(network.row[link])
        if kind is LinkKind.SAILING:
            sailing = network.sailings[row]
            leaving.setdefault(sailing.start, []).append((link, sailing.end))
        elif kind is LinkKind.PORT:
            at = network.ports[row]
            if at.change is not None:
                changes[at.port.id] = link
            elif at.port.id == case.market and at.terminal is None:
                calls.append(link)
    chains: list[list[int]] = []
    open_ends: list[tuple[list[int], str, frozenset[str]]] = [([], start, frozenset({start}))]
    for _ in range(SHIPS):
        further = []
        for links, here, seen in open_ends:
            change = [] if not links else [changes[here]] if here in changes else None
            for link, there in leaving.get(here, ()) if change is not None else ():
                taken = [*links, *(change or ()), link]
                if there == goal:
                    chains += [[c, *taken] if inward else [*taken, c] for c in calls]
                elif there not in seen:
                    further.append((taken, there, seen | {there}))
        open_ends = further
    # A port has a call for each flow; only one of them joins the ship.
    return [
        chain
        for chain in chains
        if all(network.head[a] == network.tail[b] for a, b in pairwise(chain))
    ]
