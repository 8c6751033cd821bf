"""Ways worth keeping round dated sections, against every way over small segment networks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.graph.paths import SegmentPath
from corridor.planning.links.dated_paths import dated_paths
from corridor.planning.query.segments import Group, SegmentView
from corridor.planning.time.windows import Window
from tests.strategies import leaves, windows

GROUP: Group = ("AA", 1, 0)


class Segments:
    """A few segments between numbered places, with what `dated_paths` asks of a book."""

    def __init__(self, segments: list[tuple[int, int, int]]) -> None:
        """Segments as (from, to, metres)."""
        self.segments = segments

    def paths(
        self, group: Group, start: int, without: frozenset[int] = frozenset()
    ) -> dict[int, SegmentPath]:
        """Shortest paths by the same routine as the planner's."""
        from corridor.graph.paths import adjacency, shortest_from

        assert group == GROUP
        arcs = adjacency(
            (n + 1, a, b, m) for n, (a, b, m) in enumerate(self.segments) if n not in without
        )
        return shortest_from(arcs, start, [0] * len(self.segments))

    def segment_ends(self, index: int) -> tuple[int, int]:
        """Places at the ends of a segment."""
        return self.segments[index][:2]

    def length_m(self, signed: int) -> int:
        """Metres of a segment."""
        return self.segments[abs(signed) - 1][2]

    def estimated_m(self, signed: int) -> int:
        """None is an estimate."""
        return 0 * signed


@st.composite
def segment_lists(draw: st.DrawFn) -> list[tuple[int, int, int]]:
    """A chain of places and a few segments more, parallels included."""
    last = draw(st.integers(2, 4))
    found = [(n, n + 1, draw(st.integers(1, 12))) for n in range(last)]
    for _ in range(draw(st.integers(0, 5))):
        a, b = draw(st.integers(0, last)), draw(st.integers(0, last))
        if a != b:
            found.append((a, b, draw(st.integers(1, 12))))
    return found


def every_path(segments: list[tuple[int, int, int]], goal: int) -> Iterator[list[int]]:
    """Every way from place 0 that passes no place twice, as signed numbers."""

    def onward(place: int, seen: frozenset[int], way: list[int]) -> Iterator[list[int]]:
        if place == goal:
            yield list(way)
            return
        for n, (a, b, _) in enumerate(segments):
            for tail, head, signed in ((a, b, n + 1), (b, a, -n - 1)):
                if tail == place and head not in seen:
                    yield from onward(head, seen | {head}, [*way, signed])

    yield from onward(0, frozenset({0}), [])


def arrival(
    way: list[int] | tuple[int, ...],
    segments: list[tuple[int, int, int]],
    dated: Mapping[int, tuple[Window, ...]],
    start: int,
) -> int | None:
    """When a traveller who makes a metre a minute is there; None when shut for good."""
    at = start
    for signed in way:
        through = leaves(at, dated.get(abs(signed) - 1, ()))
        if through is None:
            return None
        at = through + segments[abs(signed) - 1][2]
    return at


@settings(max_examples=200, deadline=None, derandomize=True)
@given(segment_lists(), st.data(), st.integers(0, 30))
def test_kept_ways_hold_the_earliest(
    segments: list[tuple[int, int, int]], data: st.DataObject, start: int
) -> None:
    chosen = data.draw(st.sets(st.integers(0, len(segments) - 1), min_size=1, max_size=3))
    dated = {n: data.draw(windows()) for n in sorted(chosen)}
    book = cast("SegmentView", Segments(segments))
    goal = max(max(a, b) for a, b, _ in segments)
    kept = dated_paths(book, GROUP, 0, frozenset(dated))[goal]
    for path in kept:
        assert sum(segments[abs(p) - 1][2] for p in path.segments) == path.length_m
    ours = [arrival(p.segments, segments, dated, start) for p in kept]
    every = [arrival(w, segments, dated, start) for w in every_path(segments, goal)]
    never = 10**9
    assert min((never if a is None else a) for a in ours) == min(
        (never if a is None else a) for a in every
    )


def test_shortest_is_always_kept_and_a_detour_beside_a_shut_pass() -> None:
    """Straight over the pass 10, round it 30: both; a longer way over the pass is not."""
    segments = [(0, 1, 10), (0, 2, 15), (2, 1, 15), (0, 3, 2), (3, 0, 1)]
    kept = dated_paths(cast("SegmentView", Segments(segments)), GROUP, 0, frozenset({0}))[1]
    assert [p.length_m for p in kept] == [10, 30]
