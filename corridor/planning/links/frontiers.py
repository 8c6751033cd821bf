"""
Which countries a path has left, link by link, and whether it comes back to one.

A path that leaves a country and comes back counts `FACTOR` times its figures wherever paths are
compared (`corridor.planning.search.compared`). A row of `through_lines` names the two crossings over which
a line of one country cuts a corner of another, and how long the line is there at most: passed one
after the other, with no other crossing, port or change of mode between and no more metres, they
leave no country and the corner counts as not visited; a detour through the country beyond does
visit it. Such pairs are read from the start of a way on; a crossing belongs to one pair only.

A label of a search that looks for paths which never come back carries the set of countries left
and the through line it has just entered (0 for none) with the metres made on it. While it crosses
a corner that it has left before, its own country is in that set: it must then leave over that line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from corridor.planning.links.star import IntArray

BoolArray = npt.NDArray[np.bool_]
# Countries left as bits, and the through line entered: its number and the metres made on it times
# `_METRE`, 0 for none.
Past = tuple[int, int]
_METRE = 1 << 10


@dataclass(frozen=True, slots=True)
class Through:
    """
    Links over which a line of one country cuts a corner of another, in one direction.

    `mode` is the code of its mode; another mode in between ends it, and so do more than `most_m`
    metres.
    """

    mode: int
    most_m: int
    into: frozenset[int]
    back: frozenset[int]


@dataclass(frozen=True)
class Frontiers:
    """
    Countries of the states of a network, and the lines that only cut a corner.

    `names` are the countries by code, `country` the code of every state; `symbols` says what a
    link adds to the key of a path (`corridor.planning.links.search_graph`). Through lines are looked up when
    a path first asks for them, which few do.
    """

    names: Sequence[str]
    country: IntArray
    tail: IntArray
    head: IntArray
    symbols: Callable[[], IntArray]
    length_m: IntArray
    source: int
    target: int
    lines: Callable[[], Iterable[Through]] = tuple

    @cached_property
    def _known(self) -> dict[tuple[int, ...], tuple[str, ...]]:
        """What paths come back to, by their links."""
        return {}

    @cached_property
    def _entered(self) -> Mapping[int, int]:
        """Number of the through line that a link enters, from 1 on."""
        return {link: n for n, line in enumerate(self._lines, 1) for link in line.into}

    @cached_property
    def _lines(self) -> tuple[Through, ...]:
        """Through lines, those that are entered over the same links and alike as one."""
        merged: dict[tuple[int, int, frozenset[int]], frozenset[int]] = {}
        for line in self.lines():
            key = (line.mode, line.most_m, line.into)
            merged[key] = merged.get(key, frozenset()) | line.back
        return tuple(Through(*key, back) for key, back in merged.items())

    @cached_property
    def _between(self) -> tuple[list[int], list[int]]:
        """Countries at the tail and at the head of every link."""
        return self.country[self.tail].tolist(), self.country[self.head].tolist()

    def after(self, past: Past, link: int) -> Past | None:
        """What a label has left after one link more; None when it comes back to a country."""
        gone, line = past
        here, there = self._between[0][link], self._between[1][link]
        if here == there:
            onward = line and self._onward(line, link)
            return None if line and not onward and gone >> here & 1 else (gone, onward)
        if line and link in self._line(line).back:
            return gone & ~(1 << there), 0
        entered = self._entered.get(link, 0)
        if gone >> here & 1 or (gone >> there & 1 and not entered):
            return None
        return gone | 1 << here, entered

    def _line(self, line: int) -> Through:
        """The through line that a label is on."""
        return self._lines[line % _METRE - 1]

    def _onward(self, line: int, link: int) -> int:
        """A through line with the metres of a link inside the corner; 0 where it does not go on."""
        symbol = int(self.symbols()[link])
        more = line + int(self.length_m[link]) * _METRE
        through = self._line(line)
        goes_on = symbol in (-1, through.mode) and more // _METRE <= through.most_m
        return more if goes_on else 0

    def ends(self, past: Past) -> bool:
        """Whether a path that never comes back may end so, at the target."""
        return not past[0] >> int(self.country[self.target]) & 1

    @cached_property
    def useless(self) -> BoolArray:
        """
        Links that no path uses which never comes back to a country.

        Those that lead back to the first country, and those out of the last one, but for the
        through lines.
        """
        here, there = self.country[self.tail], self.country[self.head]
        first, last = self.country[self.source], self.country[self.target]
        found: BoolArray = (here != there) & ((there == first) | (here == last))
        for line in self._lines:
            found[list(line.into | line.back)] = False
        return found

    @cached_property
    def _crosses(self) -> BoolArray:
        """Links that lead from one country to another."""
        found: BoolArray = self.country[self.tail] != self.country[self.head]
        return found

    def come_back_to(self, links: tuple[int, ...]) -> tuple[str, ...]:
        """Countries that a path comes back to, in the order of its coming; none for most paths."""
        found = self._known.get(links)
        if found is None:
            found = self._known[links] = self._coming_back(links)
        return found

    def _coming_back(self, links: tuple[int, ...]) -> tuple[str, ...]:
        gates = np.flatnonzero(self._crosses[list(links)]).tolist()
        if len(gates) < 2:
            return ()
        chain = [int(self.country[self.head[links[g]]]) for g in gates]
        first = int(self.country[self.tail[links[gates[0]]]])
        if len({first, *chain}) == len(chain) + 1:
            return ()
        seen, found = {first}, []
        for code in self._without_corners(links, gates):
            if code in seen:
                found.append(code)
            seen.add(code)
        return tuple(self.names[code] for code in dict.fromkeys(found))

    def _without_corners(self, links: Sequence[int], gates: Sequence[int]) -> list[int]:
        """Countries entered on a way, corners and the way back out of them left out."""
        found: list[int] = []
        position = 0
        while position < len(gates):
            here = gates[position]
            line = self._entered.get(links[here], 0)
            after = gates[position + 1] if position + 1 < len(gates) else -1
            for link in links[here + 1 : after] if after > 0 else ():
                line = line and self._onward(line, link)
            if line and after > 0 and links[after] in self._line(line).back:
                position += 2
                continue
            found.append(int(self.country[self.head[links[here]]]))
            position += 1
        return found


def no_worse(one: Past, other: Past) -> bool:
    """
    Whether whatever may follow on one past may follow on another.

    A through line just entered is no burden: its countries are left on the other past too. Nor are
    fewer metres made on the same line.
    """
    if one[0] & ~other[0]:
        return False
    return not other[1] or (one[1] <= other[1] and one[1] % _METRE == other[1] % _METRE)
