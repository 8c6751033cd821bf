"""Terminals that the rule of the nearest one keeps out of an answer (`links.own.nearest`)."""

from __future__ import annotations

from corridor.model.message import Message, name, say
from corridor.model.objective import Objective
from corridor.planning.links.search_graph import Forbidden
from corridor.planning.search.p90 import most_by_time
from corridor.planning.search.path import Path
from corridor.planning.search.solver import Solver


def nearest_by_rule(solver: Solver, best: Path) -> list[Message]:
    """
    Where the rule decided: terminals further away over which a path may compare no worse than the best.

    What such a path comes to is bounded from below as in `Sweeps`: closures in time, limits and ways
    back to a country are left out. Of each end the terminal of the least bound is named.
    """
    network, value = solver.network, solver.value(best)
    most = int(value)
    if solver.query.objective == Objective.P90_TIME:
        most = most_by_time(network, float(value))
    found: list[Message] = []
    for leaving in (True, False):
        pairs = [p for p in network.gates.left_out if p.leaving == leaving]
        bounds = [(_least(solver, p), n) for n, p in enumerate(pairs)]
        least, number = min(bounds, default=(most + 1, -1))
        if least <= most:
            found.append(_said(pairs[number]))
    return found


def _least(solver: Solver, pair: Forbidden) -> int:
    """The least that a path over a haul and a change may come to."""
    network, main = solver.network, solver.main
    part, at = network.hauls.at(pair.row)
    bill = part.bill
    figures = bill.cost[at], bill.time[at], bill.co2e[at], part.links.length_m[at]
    haul = solver.weigh.of(*(int(figure) for figure in figures))
    own = haul + int(main.objective[pair.link])
    if pair.leaving:
        return own + int(main.left[network.head[pair.link]])
    ahead = int(solver.sweeps.ahead[network.tail[pair.link]])
    return own + ahead + int(main.left[network.landed])


def _said(pair: Forbidden) -> Message:
    why = pair.reason
    return say(
        "nearest.terminal",
        near=name(why.nearer.name),
        near_km=why.nearer_m / 1000,
        far=name(why.terminal.name),
        far_km=why.length_m / 1000,
    )
