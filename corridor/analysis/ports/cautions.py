"""What must be known before relying on a comparison: what is shut, and what each way warns of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor.analysis.ports.case import OUTSIDE
from corridor.analysis.ports.comparison import Lane, Worked
from corridor.analysis.ports.differences import gateway
from corridor.model.answer import Blocked
from corridor.model.message import Message, names, say
from corridor.planning.answering import cautions_of
from corridor.pricing.ends import detention_rows, has_detention


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing to mind, and the ports (or `OUTSIDE`) by whose ways it is met; none means all."""

    message: Message
    ports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cautions:
    """What is closed near the best way through the port ahead, and what to mind."""

    blocked: tuple[Blocked, ...] = ()
    minded: tuple[Caution, ...] = ()


def cautions(worked: Worked) -> Cautions:
    """
    Closures with their evidence and all warnings of the best ways, each told once.

    Closures are those near the best way through the port ahead, to the first market compared;
    warnings are those of the best ways through every port and outside them, to every market.
    """
    found = worked.comparison
    lanes = [x for x in (*found.lanes, *found.outside) if x.itineraries]
    if not lanes:
        return Cautions()
    first = found.standings[0].port if found.standings else lanes[0].port
    lane = next(x for x in lanes if x.port == first)
    case = next(c for c in worked.cases if c.market == lane.market)
    itineraries = [x.chosen for x in lanes if x.port != OUTSIDE] or [lane.chosen]
    blocked, warnings = cautions_of(
        case.planning, case.network(first), lane.choices[0], itineraries
    )
    met: dict[Message, dict[str, None]] = {}
    for one in lanes:
        for warning in one.chosen.warnings:
            met.setdefault(warning, {})[one.port] = None
    everyone = {x.port for x in lanes}
    minded = [Caution(w) for w in dict.fromkeys(warnings)]
    minded += [
        Caution(w, () if set(ports) == everyone else tuple(ports))
        for w, ports in met.items()
        if w not in warnings
    ]
    return Cautions(blocked, (*minded, *_without_detention(worked, lanes)))


def _without_detention(worked: Worked, lanes: Sequence[Lane]) -> tuple[Caution, ...]:
    """That detention counts by some ways and not by others, whose countries have no tariff rows."""
    case = worked.cases[0]
    dataset, goods = case.dataset, case.load.consignment
    if not case.question.inward or not has_detention(goods):
        return ()
    landed = {(x.port, gateway(x.chosen, inward=True)) for x in lanes}
    lacking = {
        pair: detention_rows(dataset, dataset.hub[pair[1]].country, transit=False) is None
        for pair in landed
    }
    if len(set(lacking.values())) < 2:
        return ()
    ports = [p for p in dataset.port if any(pair[1] == p for pair, gap in lacking.items() if gap)]
    message = say("detention.none", ports=names([dataset.port[p].name for p in ports]))
    by = dict.fromkeys(x.port for x in lanes if lacking[x.port, gateway(x.chosen, inward=True)])
    return (Caution(message, tuple(by)),)
