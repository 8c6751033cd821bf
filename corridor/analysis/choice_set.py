"""
The ways each port may choose from in the samples.

Three kinds of ways are collected on the first market that a port serves: the best by every
objective and at other values of time (the corners of the front of time and money), the best
without one crossing, port or change of mode of the best way, and the best ways of a few
drawn samples of their own. What a way does on land does not depend on the market, so for
every other market the land part is kept and each sailing to that market put behind it.
"""

from __future__ import annotations

from collections.abc import Sequence

from corridor.analysis.desk import Case, distinct
from corridor.analysis.draws import Draws, Keys
from corridor.analysis.link_samples import LinkSampler
from corridor.routing.network import BORDER, HAUL, PORT, SAILING, TRANSFER, Network
from corridor.routing.search import Found, Search, Step, Weights, meet, weights

# Samples solved to find ways; of a stream of their own, so that no --seed changes the set.
TRAINED = 32
_TRAINING_SEED = 20_26
Signature = tuple[object, ...]


def trained(case: Case, ports: Sequence[str], keys: Keys, correlation: float) -> list[list[Found]]:
    """For each port the distinct best ways of a few drawn samples, timed as at typical figures."""
    draws = Draws(_TRAINING_SEED, TRAINED, correlation)
    weigh = weights("generalised", case.vot)
    found: list[list[Found]] = []
    for port in ports:
        network = case.network(port)
        sampler = LinkSampler(network, keys, draws)
        ways = [Search(sampler.network(n), weigh).best() for n in range(TRAINED)]
        distinct_ways = distinct([w for w in ways if w is not None])
        timed = [followed(network, _links(w), weigh) for w in distinct_ways]
        found.append([w for w in timed if w is not None])
    return found


def translated(source: Case, ways: Sequence[Found], target: Case, port: str) -> list[Found]:
    """
    The same ways to another market: land and port call kept, every sailing of it tried.

    Ways with a link that the other network has not are left out.
    """
    network = target.network(port)
    names = _signatures(source.network(port))
    links = {name: link for link, name in enumerate(_signatures(network))}
    weigh = weights("generalised", target.vot)
    tails = _sea_parts(target, port)
    found: list[Found] = []
    for way in ways:
        land = _land_part(source, way, port)
        mapped = [links.get(names[link]) for link in land]
        kept = [m for m in mapped if m is not None]
        if len(kept) < len(mapped):
            continue
        for tail in tails:
            chain = [*tail, *kept] if target.question.inward else [*kept, *tail]
            timed = followed(network, chain, weigh)
            if timed is not None:
                found.append(timed)
    return distinct(found)


def followed(network: Network, links: Sequence[int], weigh: Weights) -> Found | None:
    """Links taken one after the other; None when a closure on the way has no known end."""
    at = objective = 0
    steps: list[Step] = []
    for link in links:
        timed = network.timed.get(link)
        step = meet(link, at, timed) if timed else Step(link, at, 0, 0, ())
        if step is None:
            return None
        steps.append(step)
        extra = step.wait + step.delay
        at += int(network.time[link]) + extra
        objective += int(
            weigh.cost_w * network.cost[link] + weigh.time_w * (network.time[link] + extra)
        )
    return Found(objective, tuple(steps))


def best_sea_part(case: Case, port: str, objective: str) -> float:
    """Least cents (minutes by time) of ship and market port, met at the case's departure."""
    network = case.network(port)
    weigh = weights("generalised", case.vot)
    found = []
    for tail in _sea_parts(case, port):
        timed = followed(network, tail, weigh)
        if timed is None:
            continue
        cost = float(network.cost[tail].sum())
        minutes = float(network.time[tail].sum()) + sum(s.wait + s.delay for s in timed.steps)
        value = cost + minutes * case.vot * 100 / 60
        found.append({"cost": cost, "time": minutes}.get(objective, value))
    return min(found)


def _links(way: Found) -> list[int]:
    return [s.link for s in way.steps]


def _signatures(network: Network) -> list[Signature]:
    """What a link is, whatever number it has: the same movement in another network."""
    names: dict[int, list[Signature]] = {
        HAUL: [(tuple(p),) for p in network.hauls.pieces],
        BORDER: [(b.crossing.id, b.country_to) for b in network.borders],
        TRANSFER: [(t.id, a, b) for t, a, b in network.transfers],
        PORT: [(p.port.id, p.flow, p.terminal.id if p.terminal else "") for p in network.ports],
        SAILING: [(s.id, back) for s, back in network.sailings],
    }
    ends = zip(network.tail.tolist(), network.head.tolist(), strict=True)
    kinds = zip(network.kind.tolist(), network.row.tolist(), strict=True)
    return [
        (kind, tail, head, *(names[kind][row] if kind in names else ()))
        for (kind, row), (tail, head) in zip(kinds, ends, strict=True)
    ]


def _is_call(network: Network, link: int, port: str, flow: str) -> bool:
    if network.kind[link] != PORT:
        return False
    call = network.ports[int(network.row[link])]
    return call.port.id == port and call.flow == flow


def _land_part(case: Case, way: Found, port: str) -> list[int]:
    """Links on land with the call at the port, in order of travel."""
    links, network = _links(way), case.network(port)
    flow = "in" if case.question.inward else "out"
    calls = [n for n, link in enumerate(links) if _is_call(network, link, port, flow)]
    return links[calls[0] :] if case.question.inward else links[: calls[-1] + 1]


def _sea_parts(case: Case, port: str) -> list[list[int]]:
    """Sailings between port and market with the call at the market, in order of travel."""
    network, inward = case.network(port), case.question.inward
    sailings, calls = [], []
    for link, (kind, row) in enumerate(
        zip(network.kind.tolist(), network.row.tolist(), strict=True)
    ):
        if kind == SAILING:
            service, back = network.sailings[row]
            ends = (service.from_port, service.to_port)
            start, end = ends[::-1] if back else ends
            wanted = (case.market, port) if inward else (port, case.market)
            if (start, end) == wanted:
                sailings.append(link)
        elif kind == PORT:
            call = network.ports[row]
            if call.port.id == case.market and call.terminal is None:
                calls.append(link)
    return [[c, s] if inward else [s, c] for s in sailings for c in calls]
