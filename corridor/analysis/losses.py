"""The best way when something is lost for some days from departure on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corridor.model.link_kind import LinkKind
from corridor.model.ref import Ref, RefKind
from corridor.planning.links.network import Network
from corridor.planning.search.compared import Value
from corridor.planning.search.path import Path
from corridor.planning.steps import Planning
from corridor.planning.time.windows import Window

_DAY_MIN = 1440


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    The best way under some loss: its own minutes and cents, and what it leads over.

    `objective` is what it counts in comparisons.
    """

    objective: Value
    minutes: int
    cents: int
    subjects: frozenset[Ref]


def outcome(planning: Planning, lost: Iterable[Ref] = (), days: float = 0) -> Outcome | None:
    """
    The best way when some subjects are closed for some days from departure.

    Waiting for the reopening is weighed against every detour. None when there is no way.
    """
    shut = Window(0, round(days * _DAY_MIN), 0, "")
    extra = dict.fromkeys(lost, (shut,)) if days else {}
    solver = planning.solver_with(extra)
    network = solver.network
    found = solver.best(solver.query.objective)
    if found is None:
        return None
    cents = found.cents + solver.start_cents
    return Outcome(solver.value(found), found.minutes, cents, _subjects(network, found))


def _subjects(network: Network, found: Path) -> frozenset[Ref]:
    subjects: set[Ref] = set()
    sections = network.segments.graph.piece_section
    for step in found.steps:
        kind, row = network.kind_of(step.link), int(network.row[step.link])
        if kind is LinkKind.BORDER:
            subjects.add(Ref(RefKind.CROSSING, network.borders[row].crossing.id))
        elif kind is LinkKind.PORT:
            subjects.add(Ref(RefKind.PORT, network.ports[row].port.id))
        elif kind is LinkKind.SAILING:
            subjects |= {Ref(RefKind.PASSAGE, p) for p in network.sailings[row].service.passages}
        elif kind is LinkKind.LINE_HAUL:
            for piece in network.hauls.pieces(row):
                whole = network.segments.parent(abs(piece) - 1)
                if whole is not None:
                    subjects.add(Ref(RefKind.SECTION, str(sections[whole])))
    return frozenset(subjects)
