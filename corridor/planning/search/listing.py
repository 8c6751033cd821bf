"""
The list of ways that are a choice: the best, then each next one that differs and is not beaten.

In the order of the objective a way is listed if it shares at most so much of its own line-haul with
every way already listed, if none of these beats it in days, dollars and evidence (all three no worse,
one better), and if it comes back to no country. The best stands whatever it comes back to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from corridor.graph.label_setting import GivenUp
from corridor.model.evidence import Grade
from corridor.model.message import Message, say
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.search.alternatives import MOST_LABELS, MOST_STRETCH
from corridor.planning.search.compared import Value, come_back_to, compared
from corridor.planning.search.overlap import Piece, Pieces, shared
from corridor.planning.search.path import Path

# The grade of the evidence behind some links.
Grader = Callable[[Iterable[int]], Grade]


@dataclass(frozen=True, slots=True)
class Way:
    """
    A path with what lists go by.

    `minutes` and `cents` are as they compare, `pieces` its metres of line-haul, `back` the countries it
    comes back to.
    """

    path: Path
    minutes: Value
    cents: Value
    grade: Grade
    pieces: Mapping[Piece, int]
    back: tuple[str, ...]

    def share_with(self, other: Way) -> Fraction:
        """Share of its own line-haul that another has too; 1 where it has none."""
        common, whole = shared(self.pieces, other.pieces)
        return Fraction(common, whole) if whole else Fraction(1)

    def beats(self, other: Way) -> bool:
        """Whether it is no worse than another in days, dollars and evidence, and better in one."""
        mine = self.minutes, self.cents, self.grade.rank
        theirs = other.minutes, other.cents, other.grade.rank
        return mine != theirs and all(a <= b for a, b in zip(mine, theirs, strict=True))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a way is not listed: the number of a way it `shares` too much with, or that beats it."""

    number: int = 0
    share: Fraction | None = None


class Rule:
    """What a list of one network admits; `most` is the greatest share of overlap."""

    def __init__(self, network: SearchGraph, grade: Grader, most: Fraction) -> None:
        """Keep what ways are judged by."""
        self.network, self.grade, self.most = network, grade, most
        self.pieces = Pieces(network)
        self._ranks: dict[int, int] = {}

    def rank(self, link: int) -> int:
        """Rank of the evidence behind one link."""
        found = self._ranks.get(link)
        if found is None:
            found = self._ranks[link] = self.grade((link,)).rank
        return found

    def way(self, path: Path) -> Way:
        """A path with what lists go by."""
        network, links = self.network, path.links
        return Way(
            path,
            compared(network, path, path.minutes, 0),
            compared(network, path, path.cents, network.start_cents),
            self.grade(links),
            self.pieces.of(links),
            come_back_to(network, path),
        )

    def refuses(self, way: Way, listed: Sequence[Way]) -> Reason | None:
        """Why a way may not stand behind those listed; None where it may."""
        if way.back:
            return Reason()
        for number, other in enumerate(listed, 1):
            share = way.share_with(other)
            if share > self.most:
                return Reason(number, share)
        beater = next((n for n, o in enumerate(listed, 1) if o.beats(way)), None)
        return None if beater is None else Reason(beater)


def greedy(
    rule: Rule, first: Path, others: Iterator[Path], wanted: int
) -> tuple[list[Way], Message | None]:
    """The ways listed of some that come in order, and why they are fewer than wanted."""
    listed = [rule.way(first)]
    try:
        while len(listed) < wanted:
            path = next(others, None)
            if path is None:
                return listed, say("fewer.differ", times=MOST_STRETCH)
            way = rule.way(path)
            if rule.refuses(way, listed) is None:
                listed.append(way)
    except GivenUp:
        return listed, say("fewer.given_up", ways=MOST_LABELS)
    return listed, None
