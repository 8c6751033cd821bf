"""How sure the ranking is: seeded samples over the bands, the same for every port."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.analysis.ports.case import OUTSIDE
from corridor.analysis.ports.comparison import Worked
from corridor.analysis.ports.figures import touched
from corridor.analysis.ports.resolve import SetCheck, check_sets
from corridor.analysis.sampling.bundles import Sampled, bundle, sample
from corridor.analysis.sampling.distribution import Floats
from corridor.analysis.sampling.draws import RHO, Draws, Key, Keys
from corridor.model.message import Message, say
from corridor.model.objective import Objective

# Samples that are solved anew on the whole network, to see whether the choice set held.
CHECKED = 20
_MOST_DRIVERS = 12


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PortChance:
    """One port's samples: cents and minutes as means over the common markets."""

    port: str
    best: float
    in_time: float | None
    value: Spread3
    cost: Spread3
    time: Spread3


@dataclass(frozen=True, slots=True)
class Driver:
    """A figure and its rank correlation with the lead of the best port over the next."""

    key: Key
    label: Message
    correlation: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """
    What the samples say.

    `lead` is the rival's value less that of the port that is best at typical values; `gateway`
    the share of samples in which the best port or its twin on the same coast is best;
    `pairs[(a, b)]` the share of samples in which a is below b; `outside` the share in which a way
    that calls at no candidate is below them all, None where there is none.
    """

    samples: int
    seed: int
    correlation: float
    max_days: float | None
    ports: tuple[PortChance, ...]
    pairs: tuple[tuple[str, str, float], ...]
    gateway: float
    outside: float | None
    lead: Spread3 | None
    drivers: tuple[Driver, ...]
    check: SetCheck | None


def chance(
    worked: Worked,
    objective: Objective,
    *,
    samples: int,
    seed: int,
    max_days: float | None = None,
    checked: int = CHECKED,
) -> Chance | None:
    """
    Draw the bands and let each port take its best way of the choice set in each sample.

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
    keys = Keys(dataset)
    draws = Draws(seed, samples, rho)
    values, costs, times, in_time = _port_samples(worked, objective, keys, draws, max_days)
    ports = [s.port for s in comparison.standings]
    order = np.argmin(np.stack([values[p] for p in ports]), axis=0)
    pair = comparison.pair
    lead = values[pair[1]] - values[pair[0]] if pair else None
    return Chance(
        samples=samples,
        seed=seed,
        correlation=rho,
        max_days=max_days,
        ports=tuple(
            PortChance(
                port=p,
                best=float(np.mean(order == n)),
                in_time=in_time.get(p),
                value=Spread3.of(values[p]),
                cost=Spread3.of(costs[p]),
                time=Spread3.of(times[p]),
            )
            for n, p in enumerate(ports)
        ),
        pairs=tuple(
            (a, b, float(np.mean(values[a] < values[b]))) for a in ports for b in ports if a != b
        ),
        outside=_outside(
            worked, objective, keys, draws, np.min([values[p] for p in ports], axis=0)
        ),
        gateway=float(np.mean([ports[n] in comparison.twins for n in order])),
        lead=None if lead is None else Spread3.of(lead),
        drivers=() if lead is None or not pair else _drivers(worked, pair, keys, draws, lead),
        check=check_sets(worked, Draws(seed, checked, rho), objective) if checked else None,
    )


def _outside(
    worked: Worked, objective: Objective, keys: Keys, draws: Draws, least: Floats
) -> float | None:
    """Share of the samples in which the best way outside is below the least of the candidates."""
    comparison = worked.comparison
    if comparison.beyond is None:
        return None
    taken = []
    for market in comparison.common:
        drawn = sample(comparison.lane(OUTSIDE, market).itineraries, keys, draws)
        taken.append(np.min(scored(drawn, objective, worked.vot), axis=1))
    return float(np.mean(np.mean(taken, axis=0) < least))


def scored(sampled: Sampled, objective: Objective, vot: float) -> Floats:
    """What is compared, per sample and way: own figures as often as the way's figures count."""
    if objective == Objective.COST:
        own = sampled.cost
    elif objective in (Objective.TIME, Objective.P90_TIME):
        own = sampled.time
    else:
        own = sampled.generalised(vot * 100)
    compared: Floats = own * sampled.counts
    return compared


def _port_samples(
    worked: Worked, objective: Objective, keys: Keys, draws: Draws, max_days: float | None
) -> tuple[dict[str, Floats], dict[str, Floats], dict[str, Floats], dict[str, float]]:
    comparison = worked.comparison
    lanes = [comparison.lane(s.port, m) for s in comparison.standings for m in comparison.common]
    drawn = sample([w for lane in lanes for w in lane.itineraries], keys, draws)
    values = scored(drawn, objective, worked.vot)
    sums: dict[str, list[Floats]] = {}
    met: dict[str, list[float]] = {}
    rows = np.arange(draws.samples)
    start = 0
    for lane in lanes:
        inside = slice(start, start + len(lane.itineraries))
        start = inside.stop
        pick = inside.start + np.argmin(values[:, inside], axis=1)
        taken = (values[rows, pick], drawn.cost[rows, pick], drawn.time[rows, pick])
        sums.setdefault(lane.port, []).append(np.stack(taken))
        if max_days is not None:
            met.setdefault(lane.port, []).append(float(np.mean(taken[2] <= max_days * 1440)))
    means = {port: np.mean(np.stack(parts), axis=0) for port, parts in sums.items()}
    in_time = {port: sum(shares) / len(shares) for port, shares in met.items()}
    return (
        {p: m[0] for p, m in means.items()},
        {p: m[1] for p, m in means.items()},
        {p: m[2] for p, m in means.items()},
        in_time,
    )


def _drivers(
    worked: Worked, pair: tuple[str, str], keys: Keys, draws: Draws, lead: Floats
) -> tuple[Driver, ...]:
    """Spearman's rank correlation of the draws behind the best ways of two ports."""
    comparison = worked.comparison
    dataset = worked.cases[0].dataset
    itineraries = [comparison.lane(p, m).chosen for p in pair for m in comparison.common]
    half = len(itineraries) // 2
    chosen: list[Key] = []
    for what in ("cost", "time"):
        found = bundle(itineraries, keys, what)
        # What moves both ports alike moves no lead.
        net = np.abs(
            (found.above + found.below)[:, :half].sum(axis=1)
            - (found.above + found.below)[:, half:].sum(axis=1)
        )
        chosen += [k for k, n in zip(found.keys, net, strict=True) if n > 0]
    ranks = _ranks(lead)
    labels: dict[Key, Message] = {}
    for entry in (t for w in itineraries for t in touched(w, dataset)):
        labels.setdefault(keys.of_item(entry.item, entry.figure.what), entry.figure.label)
    result = [
        Driver(
            k,
            labels.get(k, say("figure.rows", rows=k.name)),
            float(np.corrcoef(_ranks(draws.z(k)), ranks)[0, 1]),
        )
        for k in chosen
    ]
    result = [d for d in result if np.isfinite(d.correlation)]
    result.sort(key=lambda d: (-abs(d.correlation), d.key.id))
    return tuple(result[:_MOST_DRIVERS])


def _ranks(values: Floats) -> Floats:
    ranks = np.empty(len(values))
    ranks[np.argsort(values, kind="stable")] = np.arange(len(values))
    return ranks
