"""
Small search networks: a chain from source to target plus random extra links.

With purely random links a planted bug slips through some runs; with the chain an answer
always exists to be wrong about. Times are minutes, costs cents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from hypothesis import strategies as st

from corridor.model.link_kind import LinkKind
from corridor.model.ref import Ref, RefKind
from corridor.planning.links.bills import HaulPart, Hauls
from corridor.planning.links.search_graph import SearchGraph, Timed
from corridor.planning.links.star import SortedLinks
from corridor.planning.time.windows import Window
from corridor.pricing.borders import BorderLink
from corridor.pricing.hauls import HaulLinks
from tests.factories import crossing, hub

ENDLESS = 10**9
# Beyond this no window of `windows` begins or ends.
LATEST = 60


@dataclass(frozen=True, slots=True)
class Link:
    """A link between two states; `gate` names the crossing it is, '' for a haul."""

    tail: int
    head: int
    cost: int
    time: int
    gate: str = ""
    windows: tuple[Window, ...] = ()


@st.composite
def windows(draw: st.DrawFn) -> tuple[Window, ...]:
    """Up to three closures and delays, overlapping or not, some without an end."""
    found = []
    for number in range(draw(st.integers(0, 3))):
        start = draw(st.integers(-10, 40))
        end = start + draw(st.integers(1, 20))
        delay = draw(st.sampled_from([0, 0, 3, 12]))
        if draw(st.integers(0, 5)) == 0:
            end = ENDLESS
        found.append(Window(start, end, delay, f"closures:w{number}"))
    return tuple(sorted(found, key=lambda w: (w.start, w.end)))


@st.composite
def links(draw: st.DrawFn, *, dated: bool = False, gates: bool = False) -> list[Link]:
    """A chain 0 - 1 - ... - n and up to ten links more, parallels and ways back included."""
    last = draw(st.integers(2, 5))
    ends = [(n, n + 1) for n in range(last)]
    for _ in range(draw(st.integers(0, 10))):
        tail, head = draw(st.integers(0, last)), draw(st.integers(0, last))
        if tail != head:
            ends.append((tail, head))
    found = []
    for number, (tail, head) in enumerate(ends):
        # Distinct powers of two keep any two ways from costing the same.
        cost = draw(st.integers(0, 40)) * 2**20 + 2**number if gates else draw(st.integers(0, 60))
        found.append(
            Link(
                tail,
                head,
                cost,
                draw(st.integers(0, 25)),
                draw(st.sampled_from(["", "p", "q", "r", "s"])) if gates else "",
                draw(windows()) if dated else (),
            )
        )
    return found


_HERE, _THERE = hub("here", "AA", 30, 50), hub("there", "AA", 31, 50)


def network(found: Sequence[Link], target: int | None = None) -> SearchGraph:
    """The search network of some links: source 0, target the highest state."""
    last = max(max(e.tail, e.head) for e in found) if target is None else target
    gates = sorted({e.gate for e in found} - {""})
    borders = [BorderLink(crossing(g, (_HERE, _THERE), "road"), "AA", "AA", False) for g in gates]
    elements = (None, *(Ref(RefKind.CROSSING, g) for g in gates))
    count = len(found)
    none = np.zeros(count, dtype=np.bool_)

    def column(values: list[int]) -> Any:
        return np.array(values, dtype=np.int64)

    tail, head = column([e.tail for e in found]), column([e.head for e in found])
    return SearchGraph(
        source=0,
        target=last,
        size=last + 1,
        per_layer=last + 1,
        tail=tail,
        head=head,
        star=SortedLinks(tail, head, last + 1, np.array([not e.gate for e in found])),
        kind=np.array(
            [(LinkKind.BORDER if e.gate else LinkKind.LINE_HAUL).code for e in found],
            dtype=np.uint8,
        ),
        row=column([gates.index(e.gate) if e.gate else 0 for e in found]),
        cost=column([e.cost for e in found]),
        time=column([e.time for e in found]),
        co2e=column([0] * count),
        length_m=column([0] * count),
        shut=none,
        closed=none,
        lacking=none,
        elements=elements,
        element_of=column([gates.index(e.gate) + 1 if e.gate else 0 for e in found]),
        timed={n: (Timed(0, e.windows),) for n, e in enumerate(found) if e.windows},
        hauls=Hauls((_one_haul(),)),
        bills={},
        borders=borders,
        transfers=[],
        ports=[],
        sailings=[],
        segments=cast("Any", None),
    )


def _one_haul() -> HaulPart:
    """The road haul that every link without a gate is."""
    zero = np.zeros(1, dtype=np.int64)
    links = HaulLinks(np.array(["AA"]), np.array([1], dtype=np.uint8), zero, np.array([True]))
    ptr = np.zeros(2, dtype=np.int64)
    return HaulPart(links, zero.astype(np.int32), zero, ptr, zero, cast("Any", None))


def simple_paths(found: Sequence[Link], target: int) -> Iterator[list[int]]:
    """Every way from 0 to the target that passes no state twice, as link numbers."""

    def onward(state: int, seen: frozenset[int], way: list[int]) -> Iterator[list[int]]:
        if state == target:
            yield list(way)
            return
        for number, link in enumerate(found):
            if link.tail == state and link.head not in seen:
                yield from onward(link.head, seen | {link.head}, [*way, number])

    yield from onward(0, frozenset({0}), [])


def leaves(at: int, found: Sequence[Window]) -> int | None:
    """
    When a traveller who comes at `at` may be through at the earliest, minute by minute.

    One may enter at any later minute that is not closed, and then loses every delay that
    holds then. None when no such minute comes.
    """
    best: int | None = None
    for now in range(at, max(at, LATEST) + 1):
        here = [w for w in found if w.start <= now < w.end]
        if any(w.delay == 0 for w in here):
            continue
        through = now + sum(w.delay for w in here)
        best = through if best is None else min(best, through)
    return best
