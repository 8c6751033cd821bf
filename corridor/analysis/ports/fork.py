"""Where the best ways of two ports part: comparisons that part alike are one comparison."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import takewhile

from corridor.analysis.ports.comparison import Worked
from corridor.model.answer import Itinerary, Leg
from corridor.model.link_kind import LinkKind
from corridor.tables.dataset import Dataset

Piece = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fork:
    """
    The place where the ways of the best port and its rival part (meet, for imports).

    `at` is the name of the place, `beyond` what lies between it and the market on both ways, as
    pieces of a kind and an id. Two origins with the same `beyond` ask one and the same question.
    """

    at: str
    beyond: tuple[tuple[Piece, ...], tuple[Piece, ...]]

    @property
    def key(self) -> str:
        """A short name of `beyond`, the same wherever it is the same."""
        return blake2b(repr(self.beyond).encode(), digest_size=6).hexdigest()


def fork(worked: Worked) -> Fork | None:
    """Where the best way of the port ahead and that of its rival part; None without a rival."""
    found = worked.comparison
    if found.pair is None:
        return None
    dataset, inward = worked.cases[0].dataset, worked.cases[0].question.inward
    ways = [found.lane(port, found.common[0]).chosen for port in found.pair]
    ahead, rival = (_from_the_place(w, inward=inward) for w in ways)
    pairs = zip(ahead, rival, strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    place = found.place.spot.name
    at = _end(ahead[:shared], ahead[shared:], dataset) or place
    return Fork(at, (tuple(ahead[shared:]), tuple(rival[shared:])))


def _from_the_place(itinerary: Itinerary, *, inward: bool) -> list[Piece]:
    pieces = [p for leg in itinerary.legs for p in _pieces(leg)]
    return pieces[::-1] if inward else pieces


def _pieces(leg: Leg) -> Iterator[Piece]:
    if leg.kind == LinkKind.LINE_HAUL and leg.geometry_ref:
        for ref in leg.geometry_ref:
            yield (leg.kind.value, leg.mode, leg.service, ref)
    elif leg.kind != LinkKind.ACCESS:
        yield (leg.kind.value, leg.mode, leg.subject, leg.start.id, leg.end.id)


def _end(shared: list[Piece], after: list[Piece], dataset: Dataset) -> str:
    """The hub between the last shared piece and the next; '' where nothing of the land is shared."""
    for one, other in ((shared[-1:], after[:1]), (shared[-2:-1], shared[-1:])):
        ends = [_hubs(piece, dataset) for piece in (*one, *other)]
        if len(ends) == 2 and (common := ends[0] & ends[1]):
            return dataset.hub[min(common)].name
    return ""


def _hubs(piece: Piece, dataset: Dataset) -> frozenset[str]:
    """Hubs at the ends of a piece."""
    if piece[0] == LinkKind.LINE_HAUL.value:
        section = dataset.section.get(piece[3].lstrip("-").partition(":")[0])
        return frozenset((section.from_id, section.to_id)) if section else frozenset()
    return frozenset(p for p in piece[3:] if p in dataset.hub)
