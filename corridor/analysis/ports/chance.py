"""
How sure the ranking is: what is unknown to all drawn once, what single trips meet drawn apart.

A shipper chooses before the trip is known. So in each draw of what is unknown - prices, means -
a port takes the way of its choice set with the least expected value over all trips, and the port
whose expected value is least is best. What a trip by each port's best way costs and takes is told
by the band that every answer prints.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.analysis.choice.figures import COST, touched
from corridor.analysis.ports.case import OUTSIDE
from corridor.analysis.ports.comparison import Lane, Worked
from corridor.analysis.ports.gateways import gateways_of
from corridor.analysis.ports.information import Information, information
from corridor.analysis.ports.resolve import SetCheck, check_sets
from corridor.analysis.sampling.bundles import Bundles, bundle, expected, scored, trips
from corridor.analysis.sampling.distribution import Floats, at_share
from corridor.analysis.sampling.draws import RHO, Draws, Key, Keys, What
from corridor.model.answer import Itinerary
from corridor.model.band import Band
from corridor.model.message import Message, say
from corridor.model.objective import Objective

# Samples that are solved anew on the whole network, to see whether the choice set held.
CHECKED = 10
_MOST_DRIVERS = 12
_WHATS: tuple[What, What] = ("cost", "time")


@dataclass(frozen=True, slots=True)
class Spread3:
    """Tenth, fiftieth and ninetieth percentile."""

    p10: float
    p50: float
    p90: float

    @staticmethod
    def of(values: Floats) -> Spread3:
        """Percentiles of samples."""
        return Spread3(*(float(v) for v in np.percentile(values, (10, 50, 90))))

    @staticmethod
    def mean(bands: list[Band]) -> Spread3:
        """Mean of bands, whose ends are percentiles."""
        ends = [(b.low, b.typical, b.high) for b in bands]
        return Spread3(*(float(v) for v in np.mean(ends, axis=0)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PortChance:
    """
    One port: cents and minutes as means over the common markets.

    `best` is the share of draws in which its expected value is least, `in_time` the chance that a
    trip by its best way keeps the days asked for; the percentiles are those of such a trip.
    """

    port: str
    best: float
    in_time: float | None
    value: Spread3
    cost: Spread3
    time: Spread3


@dataclass(frozen=True, slots=True)
class Beaten:
    """How often one port is before another: on average over all trips, and trip against trip."""

    port: str
    other: str
    expected: float
    trips: float


@dataclass(frozen=True, slots=True)
class Driver:
    """
    A figure and its rank correlation with the lead of the best port over the next.

    The correlation is that of the figure as its label names it: of a speed, not of its hours.
    """

    key: Key
    label: Message
    correlation: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """
    What the samples say.

    `lead` is the rival's expected value less that of the port that is best at typical values;
    `gateway` the share of draws in which the best port or its twin on the same coast is best;
    `outside` the share in which a way that calls at no candidate is below them all, None where
    there is none.
    """

    samples: int
    seed: int
    correlation: float
    max_days: float | None
    ports: tuple[PortChance, ...]
    pairs: tuple[Beaten, ...]
    gateway: float
    outside: float | None
    lead: Spread3 | None
    drivers: tuple[Driver, ...]
    information: Information
    check: SetCheck | None


def chance(
    worked: Worked,
    objective: Objective,
    *,
    samples: int,
    seed: int,
    max_days: float | None = None,
    checked: int = CHECKED,
    draws: Draws | None = None,
) -> Chance | None:
    """
    Draw what is unknown, let each port take its best expected way, and judge trips by the bands.

    Parameters
    ----------
    worked
        The solved comparison.
    objective
        What is compared; kilometres and grams have no band, so these are judged by
        generalised cost.
    samples, seed
        How many draws, and of which stream.
    max_days
        Days whose keeping is reported as a probability (--on-time-days); no limit here.
    checked
        How many of the samples are solved anew on the whole network.
    draws
        Draws of that seed and number, if there are some already.

    Returns
    -------
    Chance or None
        None when no port has a way to a market that all share.
    """
    comparison = worked.comparison
    if not comparison.standings:
        return None
    dataset = worked.cases[0].dataset
    rho = dataset.parameter[RHO].value.typical
    drawn = Drawn(worked, objective, Keys(dataset), draws or Draws(seed, samples, rho))
    ports = [s.port for s in comparison.standings]
    best = best_shares(drawn, ports)
    by_trip = {p: drawn.trip_values(p) for p in ports}
    pair = comparison.pair
    lead = drawn.values[pair[1]] - drawn.values[pair[0]] if pair else None
    return Chance(
        samples=samples,
        seed=seed,
        correlation=rho,
        max_days=max_days,
        ports=tuple(_port_chance(drawn, p, best[p], by_trip[p], max_days) for p in ports),
        pairs=tuple(
            Beaten(
                a,
                b,
                float(np.mean(drawn.values[a] < drawn.values[b])),
                float(np.mean(by_trip[a] < by_trip[b])),
            )
            for a in ports
            for b in ports
            if a != b
        ),
        gateway=sum(best[p] for p in comparison.twins),
        outside=_outside(drawn, ports),
        lead=None if lead is None else Spread3.of(lead),
        drivers=() if lead is None or not pair else _drivers(drawn, pair, lead),
        information=_information(drawn, ports),
        check=check_sets(worked, Draws(seed, checked, rho), objective) if checked else None,
    )


class Drawn:
    """
    The samples of one comparison.

    `values` are what each port (and `OUTSIDE`) counts on average over all trips, a figure a draw
    of what is unknown, as means over the markets.
    """

    def __init__(self, worked: Worked, objective: Objective, keys: Keys, draws: Draws) -> None:
        """Draw every way of every choice set."""
        self.worked, self.objective, self.keys, self.draws = worked, objective, keys, draws
        found = worked.comparison
        self.ports = [s.port for s in found.standings] + ([OUTSIDE] if found.beyond else [])
        self.values = _expected_values(self)

    def lanes(self, port: str) -> list[Lane]:
        """The lanes of a port, one a market."""
        found = self.worked.comparison
        return [found.lane(port, market) for market in found.common]

    def trip_values(self, port: str) -> Floats:
        """What trips by a port's best ways count, as means over the markets."""
        ways = [lane.chosen for lane in self.lanes(port)]
        drawn = scored(trips(ways, self.keys, self.draws), self.objective, self.worked.vot)
        found: Floats = drawn.mean(axis=1)
        return found


def _expected_values(drawn: Drawn) -> dict[str, Floats]:
    lanes = [lane for port in drawn.ports for lane in drawn.lanes(port)]
    ways = [w for lane in lanes for w in lane.itineraries]
    values = scored(expected(ways, drawn.keys, drawn.draws), drawn.objective, drawn.worked.vot)
    sums: dict[str, list[Floats]] = {}
    start = 0
    for lane in lanes:
        inside = slice(start, start + len(lane.itineraries))
        start = inside.stop
        sums.setdefault(lane.port, []).append(np.min(values[:, inside], axis=1))
    return {port: np.mean(np.stack(parts), axis=0) for port, parts in sums.items()}


def best_shares(drawn: Drawn, ports: list[str]) -> dict[str, float]:
    """
    In which share of the draws each port is best.

    A gateway is best by its best port; ports of it that come to the same split what it has, so a
    copy of a port takes from that port alone.
    """
    gateways = gateways_of(ports, drawn.worked.cases[0].dataset)
    least = np.stack([np.min([drawn.values[p] for p in g], axis=0) for g in gateways])
    winner = np.argmin(least, axis=0)
    shares: dict[str, float] = {}
    for number, gateway in enumerate(gateways):
        own = np.stack([drawn.values[p] for p in gateway])
        first = own <= own.min(axis=0) * (1 + 1e-12)
        split = first / first.sum(axis=0) * (winner == number)
        shares |= {p: float(s.mean()) for p, s in zip(gateway, split, strict=True)}
    return shares


def _port_chance(
    drawn: Drawn, port: str, best: float, values: Floats, max_days: float | None
) -> PortChance:
    ways = [lane.chosen for lane in drawn.lanes(port)]
    in_time = None
    if max_days is not None:
        in_time = float(np.mean([_kept(w, max_days * 1440) for w in ways]))
    return PortChance(
        port=port,
        best=best,
        in_time=in_time,
        value=Spread3.of(values),
        cost=Spread3.mean([w.cost for w in ways]),
        time=Spread3.mean([w.time for w in ways]),
    )


def _kept(way: Itinerary, minutes: float) -> float:
    """The chance that a trip by a way takes no more than so long."""
    return at_share((way.time.low, way.time.typical, way.time.high), minutes)


def _outside(drawn: Drawn, ports: list[str]) -> float | None:
    """Share of the draws in which the best way outside is below the least of the candidates."""
    if OUTSIDE not in drawn.values:
        return None
    least = np.min([drawn.values[p] for p in ports], axis=0)
    return float(np.mean(drawn.values[OUTSIDE] < least))


def _drivers(drawn: Drawn, pair: tuple[str, str], lead: Floats) -> tuple[Driver, ...]:
    """Spearman's rank correlation of the draws behind the best ways of two ports."""
    itineraries = [lane.chosen for p in pair for lane in drawn.lanes(p)]
    bundles = [bundle(itineraries, drawn.keys, what) for what in _WHATS]
    chosen = [k for found in bundles for k in _moving(found, len(itineraries) // 2)]
    ranks, labels = _ranks(lead), _labels(drawn, itineraries)
    result: list[Driver] = []
    for key in chosen:
        label, inverse = labels.get(key, (say("figure.rows", rows=key.name), False))
        correlation = float(np.corrcoef(_ranks(drawn.draws.z(key)), ranks)[0, 1])
        # Hours are drawn; a label that names what divides them has the other sign.
        result.append(Driver(key, label, -correlation if inverse else correlation))
    result = [d for d in result if np.isfinite(d.correlation)]
    result.sort(key=lambda d: (-abs(d.correlation), d.key.id))
    return tuple(result[:_MOST_DRIVERS])


def _labels(drawn: Drawn, itineraries: list[Itinerary]) -> dict[Key, tuple[Message, bool]]:
    """What the figures behind some ways are called, and whether hours go as one over them."""
    dataset = drawn.worked.cases[0].dataset
    found: dict[Key, tuple[Message, bool]] = {}
    for entry in (t for w in itineraries for t in touched(w, dataset)):
        what: What = "cost" if entry.figure.what == COST else "time"
        key = drawn.keys.of_item(entry.item, what)
        if key.unknown > 0:
            found.setdefault(key, (entry.figure.label, entry.figure.inverse))
    return found


def _information(drawn: Drawn, ports: list[str]) -> Information:
    """What it is worth to know a figure behind the best ways before choosing a port."""
    ways = [lane.chosen for port in ports for lane in drawn.lanes(port)]
    labels = {key: label for key, (label, _) in _labels(drawn, ways).items()}
    return information({p: drawn.values[p] for p in ports}, drawn.draws, labels)


def _moving(found: Bundles, half: int) -> list[Key]:
    """Keys that move the two sides of some ways unlike; what moves both alike moves no lead."""
    whole = found.above + found.below
    net = np.abs(whole[:, :half].sum(axis=1) - whole[:, half:].sum(axis=1))
    return [k for k, n in zip(found.keys, net, strict=True) if n > 0 and k.unknown > 0]


def _ranks(values: Floats) -> Floats:
    ranks = np.empty(len(values))
    ranks[np.argsort(values, kind="stable")] = np.arange(len(values))
    return ranks
