"""
How much of its line-haul one path has in common with another.

What is shared is told by sections, each of one mode, and by rows of sea services: a section by
another mode, or a sea leg by another line, is not shared. Terminals, borders, ports and the last yards
have no kilometres of line-haul and add nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from corridor.model.link_kind import LinkKind
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.search.path import Path

# The number of a segment (that of the whole one for a part of it); below 0 a row of sea services.
Piece = int


class Pieces:
    """The line-haul of paths of one network, by sections and sea services."""

    def __init__(self, network: SearchGraph) -> None:
        """Keep the network; a link's pieces are found when it is first asked for."""
        self.network = network
        self._of: dict[int, tuple[tuple[Piece, int], ...]] = {}
        self._ships: dict[str, int] = {}

    def of_link(self, link: int) -> tuple[tuple[Piece, int], ...]:
        """The pieces that a link runs over, with their metres; none where it is no line-haul."""
        found = self._of.get(link)
        if found is None:
            found = self._of[link] = tuple(self._pieces(link))
        return found

    def _pieces(self, link: int) -> Iterable[tuple[Piece, int]]:
        network = self.network
        kind, row = network.kind_of(link), int(network.row[link])
        if kind is LinkKind.SAILING:
            yield self.ship(row), int(network.length_m[link])
        elif kind is LinkKind.LINE_HAUL:
            view = network.segments
            for signed in network.hauls.segments(row):
                whole = view.parent(abs(signed) - 1)
                yield abs(signed) - 1 if whole is None else whole, view.length_m(signed)

    def ship(self, row: int) -> Piece:
        """The piece of a sailing, by its row: one for each row of sea services, either way."""
        service = self.network.sailings[row].service.id
        return -1 - self._ships.setdefault(service, len(self._ships))

    def of(self, links: Iterable[int]) -> dict[Piece, int]:
        """Metres of a path by pieces; what is run over twice counts twice."""
        found: dict[Piece, int] = {}
        for link in links:
            for piece, metres in self.of_link(link):
                found[piece] = found.get(piece, 0) + metres
        return found


def shared(own: Mapping[Piece, int], other: Iterable[Piece]) -> tuple[int, int]:
    """Metres of a path over pieces that another has too, and all its metres."""
    there = set(other)
    return sum(m for piece, m in own.items() if piece in there), sum(own.values())


def share_of(found: Path, other: Path, pieces: Pieces) -> float:
    """Share, 0 to 1, of a path's own line-haul that another has too; 1 where it has none."""
    common, whole = shared(pieces.of(found.links), pieces.of(other.links))
    return common / whole if whole else 1.0
