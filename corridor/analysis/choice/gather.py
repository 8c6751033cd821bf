"""
The ways that may be best when what is unknown to all turns out otherwise.

They are the listed ones, the next best and the best of many drawn networks. On each of these lies what is
reckoned with on average over all trips; waits for opening hours and sailings stay those of typical
times, as in every sample. Only links near the best way are searched: those over which some way
counts no more than `STRETCH` times the best at typical figures.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from corridor.analysis.sampling.draws import Draws, Keys
from corridor.analysis.sampling.link_samples import shifts_of
from corridor.model.objective import Objective
from corridor.model.query import DISCOURAGED
from corridor.planning.links.star import NEVER, IntArray
from corridor.planning.search.compared import best_compared
from corridor.planning.search.path import Path
from corridor.planning.search.search import Search, Sweeps
from corridor.planning.search.solver import Solver

# Drawn networks that are searched; of a stream of their own, so that no --seed changes the set.
SEARCHES = 200
_SEED = 20_26
# Next best ways at typical figures that join them.
NEXT = 8
# A way of more than this multiple of the best is not looked for.
STRETCH = 1.5


def judged(objective: Objective) -> Objective:
    """What ways are judged by in the samples: kilometres and grams are not drawn."""
    if objective is Objective.P90_TIME:
        return Objective.TIME
    kept = objective in (Objective.COST, Objective.TIME)
    return objective if kept else Objective.GENERALISED


def gathered(
    solver: Solver, keys: Keys, correlation: float, searches: int = SEARCHES
) -> list[Path]:
    """The best path of each of some drawn networks, and the next best at typical figures, each once."""
    draws = Draws(_SEED, searches, correlation)
    found = [path for path in best_of_draws(solver, keys, draws) if path is not None]
    if solver.query.objective is not Objective.P90_TIME:
        found += solver.ranking(NEXT).paths
    return list({path.links: path for path in found}.values())


def best_of_draws(
    solver: Solver, keys: Keys, draws: Draws, stretch: float = STRETCH
) -> Iterator[Path | None]:
    """The path that compares best in each draw of what is unknown, limits kept at typical figures."""
    network, objective = solver.network, judged(solver.query.objective)
    weigh, search = objective.weights(solver.vot), solver.search(objective)
    near = _near(search, stretch)
    shifts = shifts_of(network, near, keys, draws)
    cost, time = (
        np.maximum(column[near] + np.rint(shift).astype(np.int64), 0)
        for column, shift in zip((network.cost, network.time), shifts, strict=True)
    )
    weights = weigh.of(cost, time, network.co2e[near], network.length_m[near])
    if network.discouraged is not None:
        weights = np.rint(weights * (1 + (DISCOURAGED - 1) * network.discouraged[near]))
    for weight in weights.astype(np.int64):
        drawn = search.among(near, weight)
        found = best_compared(drawn)
        if found is not None and not solver.keeps(found):
            found = best_compared(drawn, solver.limits)
        yield found


def _near(search: Search, stretch: float) -> IntArray:
    """Links over which some way counts no more than a multiple of the best, waits aside."""
    network, weight = search.network, search.task().weight
    ahead = Sweeps(search).ahead[network.tail]
    least = np.minimum(ahead, NEVER) + np.minimum(weight, NEVER) + search.left[network.head]
    most = min(stretch * int(search.left[network.source]), NEVER - 1)
    near: IntArray = np.flatnonzero(least <= most)
    return near
