"""One named thing of the network: a country, crossing, port, section and so on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple


class RefKind(StrEnum):
    """
    What is named; a member is its own text in tables and answers.

    From `TIMETABLE` on they never leave planning: a sailing by a timetable ('service:port it
    leaves'), a crossing as a post that keeps hours and holidays, what is handled at a place, the
    sailings that call at a port, the first and last day of a row ('table:id'), hours of the day
    in which a row of night_bans lets nobody drive, and a row of `transit_regimes`.
    """

    COUNTRY = "country"
    CROSSING = "crossing"
    HUB = "hub"
    PASSAGE = "passage"
    PORT = "port"
    SECTION = "section"
    SERVICE = "service"
    TERMINAL = "terminal"
    TIMETABLE = "timetable"
    POST = "post"
    AT = "at"
    CALLS = "calls"
    LIFE = "life"
    REGIME = "regime"
    BAN = "ban"


class Ref(NamedTuple):
    """
    A named thing: what it is, and its id in the tables.

    Hashed and sorted (by kind, then id) as the pair that it is, for links are looked up by it.

    Examples
    --------
    >>> str(Ref(RefKind.CROSSING, "torkham_road"))
    'crossing:torkham_road'
    >>> Ref.parse("port:karachi_port").id
    'karachi_port'
    """

    kind: RefKind
    id: str

    def __str__(self) -> str:
        """As 'kind:id'."""
        return f"{self.kind}:{self.id}"

    @staticmethod
    def parse(text: str) -> Ref:
        """
        Read 'kind:id'.

        Raises
        ------
        ValueError
            If there is no such kind.
        """
        kind, _, key = text.partition(":")
        return Ref(RefKind(kind), key)


@dataclass(frozen=True)
class RefSet:
    """What one option names, and the segments of the graph that an area touches."""

    refs: frozenset[Ref] = frozenset()
    segments: frozenset[int] = frozenset()

    @staticmethod
    def of(refs: Iterable[Ref]) -> RefSet:
        """A set of some things."""
        return RefSet(frozenset(refs))

    @cached_property
    def _ids(self) -> dict[RefKind, frozenset[str]]:
        return {k: frozenset(r.id for r in self.refs if r.kind == k) for k in RefKind}

    def ids(self, *kinds: RefKind) -> frozenset[str]:
        """Ids of the things of some kinds."""
        return frozenset().union(*(self._ids[k] for k in kinds))

    def __bool__(self) -> bool:
        """Whether anything is named."""
        return bool(self.refs or self.segments)

    def __contains__(self, ref: Ref) -> bool:
        """Whether a thing is named."""
        return ref in self.refs

    def __or__(self, other: RefSet) -> RefSet:
        """Everything that this or another option names."""
        return RefSet(self.refs | other.refs, self.segments | other.segments)
