"""What must be known before relying on a comparison: what is shut, and what each way warns of."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.analysis.ports.case import OUTSIDE
from corridor.analysis.ports.comparison import Worked
from corridor.model.answer import Blocked
from corridor.model.message import Message
from corridor.planning.answering import cautions_of


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
    return Cautions(blocked, tuple(minded))
