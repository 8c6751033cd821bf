"""Constraints of a query, resolved to ids of the tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corridor.model.mode import MODES
from corridor.model.ref import Ref, RefKind, RefSet
from corridor.pricing.regimes import Carriage
from corridor.tables.dataset import Dataset
from corridor.tables.gazetteer import normal

# What a via is, and so how it is met: called at, crossed, handled or passed.
PORT_CALL, CROSSED, HANDLED, PASSED = "port", "crossing", "terminal", "town"


@dataclass(frozen=True, slots=True)
class Via:
    """
    One stop to make.

    Attributes
    ----------
    text, name
        As typed, and as the tables call it.
    kind
        'port' (called at), 'crossing' (crossed), 'terminal' (handled) or 'town' (passed).
    hubs
        Places of the name; a journey that starts or ends in one has met it.
    ids
        Of the ports, crossings, terminal rows or towns, any of which will do.
    begun_at
        Index of the place where the haul began on which the goods come there; only such hauls
        lead over it then, and they may turn back. None where any may.
    """

    text: str
    name: str
    kind: str
    hubs: frozenset[str]
    ids: frozenset[str]
    begun_at: int | None = None

    @property
    def towns(self) -> frozenset[str]:
        """Places at which being there is enough."""
        return self.ids if self.kind == PASSED else frozenset()


@dataclass(frozen=True, slots=True)
class Constraints:
    """All constraints of a query; `lifted` are the subjects of closures to ignore."""

    modes: frozenset[str] = frozenset(MODES)
    via: tuple[Via, ...] = ()
    avoid: RefSet = field(default_factory=RefSet)
    # Countries that are avoided only because --only-countries does not name them.
    outside: frozenset[str] = frozenset()
    # What is avoided for --avoid-sanctions; all of it is in `avoid` too.
    sanctioned: RefSet = field(default_factory=RefSet)
    open: RefSet = field(default_factory=RefSet)
    close: RefSet = field(default_factory=RefSet)
    discourage: RefSet = field(default_factory=RefSet)
    # Ends with a private siding: '', 'origin', 'destination' or 'both'.
    siding: str = ""
    # How borders are passed by road: the kind of regime asked for, whose truck, or any truck.
    regime: str = ""
    truck_of: str = ""
    any_truck: bool = False
    lifted: frozenset[Ref] = frozenset()

    def carriage(self, destination: str) -> Carriage:
        """Who carries goods that end at a hub, and how it was asked to."""
        return Carriage(self.truck_of, self.any_truck, self.regime, destination)

    @property
    def ignores_any(self) -> bool:
        """Whether closures of anything do not hold."""
        return bool(self.lifted or self.open)

    def ignores(self, subject: Ref) -> bool:
        """
        Whether closures of this subject do not hold in this view.

        Whatever is opened by name is taken before its first and after its last day too.
        """
        if subject.kind is RefKind.LIFE and lived(subject) in self.open:
            return True
        return subject in self.open or subject in self.lifted

    def forbids(self, subject: Ref) -> bool:
        """Whether an option shuts this subject whatever the tables say."""
        return subject in self.close or subject in self.avoid


# Tables whose rows have a first and a last day, and how options name what a row is of.
LIVED = {
    "crossings": RefKind.CROSSING,
    "rail_services": RefKind.SERVICE,
    "sea_services": RefKind.SERVICE,
    "ship_changes": RefKind.PORT,
    "sections": RefKind.SECTION,
    "terminals": RefKind.TERMINAL,
    "transit_regimes": RefKind.REGIME,
}


def lived(subject: Ref) -> Ref:
    """What a first and last day are of, as options name it; itself where they name nothing so."""
    table, _, key = subject.id.partition(":")
    kind = LIVED.get(table)
    return subject if kind is None else Ref(kind, key)


def section_of(subject: Ref) -> str | None:
    """The section that closures or days are of, None where they are of something else."""
    thing = lived(subject) if subject.kind is RefKind.LIFE else subject
    return thing.id if thing.kind is RefKind.SECTION else None


def _is_name_of(text: str, crossing_id: str, dataset: Dataset) -> bool:
    crossing = dataset.crossing[crossing_id]
    names = (crossing_id, crossing_id.rsplit("_", 1)[0], crossing.name)
    return normal(text) in {normal(n) for n in names}


def meant(text: str, things: Sequence[Ref], dataset: Dataset) -> tuple[Ref, ...]:
    """
    What is to be passed by a name: of a crossing the crossing, not merely the post beside it.

    A name of several crossings (road and rail) means any of them; every other name means all
    that is called so.
    """
    named = [t for t in things if t.kind == RefKind.CROSSING and _is_name_of(text, t.id, dataset)]
    return tuple(named or things)
