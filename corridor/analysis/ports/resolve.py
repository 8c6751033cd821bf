"""A few samples solved anew on the whole network, to see whether the choice set held."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.analysis.ports.comparison import Worked
from corridor.analysis.sampling.draws import Draws
from corridor.analysis.sampling.link_samples import LinkSampler, drawn_bills
from corridor.model.objective import Objective, Weights
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.search.compared import Value, best_compared, compared
from corridor.planning.search.path import Path
from corridor.planning.search.search import Search


@dataclass(frozen=True, slots=True)
class SetCheck:
    """
    What solving anew found.

    `solved` ports times samples, `short` of which had a better path outside the set;
    `mean_short` and `most_short` say by how much (cents, or minutes by time), the mean over
    all solves; `other_winner` counts samples whose winner changes.
    """

    samples: int
    solved: int
    short: int
    mean_short: float
    most_short: float
    other_winner: int


def check_sets(worked: Worked, draws: Draws, objective: Objective) -> SetCheck:
    """
    Re-solve the first samples exactly.

    Each sample takes one market, in turn; the links of the network get the sampled cents
    and minutes of their items, and the search runs as for any answer.
    """
    comparison = worked.comparison
    cases = [c for c in worked.cases if c.market in comparison.common]
    chosen = objective if objective in (Objective.COST, Objective.TIME) else Objective.GENERALISED
    weigh = chosen.weights(worked.vot)
    ports = [s.port for s in comparison.standings]
    drawn = drawn_bills(cases[0].cache, cases[0].dataset, draws)
    samplers: dict[str, LinkSampler] = {}
    short: list[float] = []
    changed = 0
    for number in range(draws.samples):
        case = cases[number % len(cases)]
        in_set: list[Value] = []
        exact: list[Value] = []
        for port in ports:
            shape = case.network(port)
            if case.market not in samplers:
                samplers[case.market] = LinkSampler(shape, drawn)
            network = samplers[case.market].network(number, shape)
            found = best_compared(Search(network, weigh))
            lane = comparison.lane(port, case.market)
            held = min(value_of(network, weigh, w) for w in lane.choices)
            in_set.append(held)
            exact.append(held if found is None else min(held, value_of(network, weigh, found)))
        short += [float(a - b) / chosen.parts for a, b in zip(in_set, exact, strict=True)]
        changed += in_set.index(min(in_set)) != exact.index(min(exact))
    over = [s for s in short if s > 1]
    return SetCheck(
        draws.samples,
        len(short),
        len(over),
        sum(over) / len(short) if short else 0.0,
        max(over, default=0.0),
        changed,
    )


def value_of(network: SearchGraph, weigh: Weights, path: Path) -> Value:
    """What a path counts in comparisons on a network of the same links, waits it met included."""
    links, waited = list(path.links), path.lost
    own = weigh.of(
        int(network.cost[links].sum()),
        int(network.time[links].sum()) + waited,
        int(network.co2e[links].sum()),
        int(network.length_m[links].sum()),
    )
    return compared(network, path, own, weigh.cost_w * network.start_cents)
