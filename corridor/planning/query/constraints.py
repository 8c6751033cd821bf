"""Constraints of a query, resolved to ids of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from corridor.model.mode import MODES
from corridor.tables.gazetteer import Thing, normal
from corridor.tables.library import Library


@dataclass(frozen=True, slots=True)
class Named:
    """Ids by kind, as named by one option."""

    countries: frozenset[str] = frozenset()
    crossings: frozenset[str] = frozenset()
    ports: frozenset[str] = frozenset()
    hubs: frozenset[str] = frozenset()
    passages: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    pieces: frozenset[int] = frozenset()

    @staticmethod
    def of(things: Iterable[Thing]) -> Named:
        """Sort things by kind."""
        kinds: dict[str, set[str]] = {}
        for thing in things:
            kinds.setdefault(thing.kind, set()).add(thing.id)

        def ids(kind: str) -> frozenset[str]:
            return frozenset(kinds.get(kind, ()))

        return Named(
            ids("country"),
            ids("crossing"),
            ids("port"),
            ids("hub"),
            ids("passage"),
            ids("service"),
            ids("section"),
        )

    @property
    def any(self) -> bool:
        """Whether anything is named."""
        return any(getattr(self, f) for f in self.__dataclass_fields__)

    def joined(self, other: Named) -> Named:
        """Everything that this or another option names."""
        both = {f: getattr(self, f) | getattr(other, f) for f in self.__dataclass_fields__}
        return Named(**both)

    def with_lines(self, pieces: Iterable[int], services: Iterable[str]) -> Named:
        """With pieces and services besides, as an area names them."""
        return replace(
            self,
            pieces=self.pieces | frozenset(pieces),
            services=self.services | frozenset(services),
        )

    def holds(self, kind: str, key: str) -> bool:
        """Whether the subject of a closure row is named."""
        group = {
            "crossing": self.crossings,
            "section": self.sections,
            "port": self.ports,
            "passage": self.passages,
        }.get(kind, frozenset())
        return key in group


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
    """

    text: str
    name: str
    kind: str
    hubs: frozenset[str]
    ids: frozenset[str]

    @property
    def towns(self) -> frozenset[str]:
        """Places at which being there is enough."""
        return self.ids if self.kind == PASSED else frozenset()


@dataclass(frozen=True, slots=True)
class Constraints:
    """All constraints of a query; `lifted` holds 'kind:id' of closures to ignore."""

    modes: frozenset[str] = frozenset(MODES)
    via: tuple[Via, ...] = ()
    avoid: Named = field(default_factory=Named)
    # Countries that are avoided only because --only-countries does not name them.
    outside: frozenset[str] = frozenset()
    open: Named = field(default_factory=Named)
    close: Named = field(default_factory=Named)
    discourage: Named = field(default_factory=Named)
    # Ends with a private siding: '', 'origin', 'destination' or 'both'.
    siding: str = ""
    lifted: frozenset[str] = frozenset()

    @property
    def ignores_any(self) -> bool:
        """Whether closures of anything do not hold."""
        return bool(self.lifted) or self.open.any

    def ignores(self, kind: str, key: str) -> bool:
        """Whether closures of this subject do not hold in this view."""
        return self.open.holds(kind, key) or f"{kind}:{key}" in self.lifted

    def forbids(self, kind: str, key: str) -> bool:
        """Whether an option shuts this subject whatever the tables say."""
        return self.close.holds(kind, key) or self.avoid.holds(kind, key)


def _is_name_of(text: str, crossing_id: str, library: Library) -> bool:
    crossing = library.crossing[crossing_id]
    names = (crossing_id, crossing_id.rsplit("_", 1)[0], crossing.name)
    return normal(text) in {normal(n) for n in names}


def meant(text: str, things: Sequence[Thing], library: Library) -> tuple[Thing, ...]:
    """
    What is to be passed by a name: of a crossing the crossing, not merely the post beside it.

    A name of several crossings (road and rail) means any of them; every other name means all
    that is called so.
    """
    named = [t for t in things if t.kind == "crossing" and _is_name_of(text, t.id, library)]
    return tuple(named or things)
