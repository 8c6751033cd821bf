"""
Hauls over sections that are closed or slow for a time.

Between two stops several ways may be worth keeping: one that waits at a shut pass, one that
goes round it, one that takes the second of two passes. They are found exactly: between two
dated pieces only the shortest undated path matters, so a way is known by the order in which
it takes dated pieces, and one way makes another needless when it is no longer, takes no
dated piece the other does not, and reaches each no later.
"""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heappop, heappush

from corridor.graph.paths import Path
from corridor.planning.links.network import Timed
from corridor.planning.links.pieces import Group, SegmentView
from corridor.planning.time.windows import Window

Dated = Mapping[int, tuple[Window, ...]]
# Metres after the start at which each dated piece is met, by signed number.
_Met = dict[int, int]


def dated_paths(
    view: SegmentView, group: Group, start: int, dated: frozenset[int]
) -> dict[int, list[Path]]:
    """
    All ways worth keeping from a place within a group, the shortest first.

    Parameters
    ----------
    view
        The segments of the query.
    group
        Country, mode and gauge.
    start
        Place index.
    dated
        Indices of the group's pieces that have closures in time.
    """
    kept: dict[int, list[tuple[Path, _Met]]] = {}
    doors = [
        (signed, *(ends if signed > 0 else ends[::-1]))
        for index in sorted(dated)
        for ends in (view.piece_ends(index),)
        for signed in (index + 1, -index - 1)
    ]
    heap: list[tuple[int, int, int, Path, _Met]] = [(0, 0, start, Path(0, 0, ()), {})]
    serial = 0
    while heap:
        _, _, place, so_far, met = heappop(heap)
        if place != start and _needless(kept.get(place, ()), so_far, met):
            continue
        free = view.paths(group, place, dated)
        for other, onward in free.items():
            path = _joined(so_far, onward)
            known = kept.setdefault(other, [])
            if not _needless(known, path, met):
                known.append((path, met))
        used = {abs(s) for s in met}
        for signed, tail, head in doors:
            if abs(signed) in used or tail not in free:
                continue
            before = _joined(so_far, free[tail])
            step = Path(view.length_m(signed), view.estimated_m(signed), (signed,))
            path = _joined(before, step)
            serial += 1
            entry = (path.length_m, serial, head, path, {**met, signed: before.length_m})
            heappush(heap, entry)
    return {
        place: sorted(
            (p for p, m in found if not _needless([f for f in found if f[0] is not p], p, m)),
            key=lambda p: (p.length_m, p.pieces),
        )
        for place, found in kept.items()
    }


def _needless(known: object, path: Path, met: _Met) -> bool:
    for other, others_met in known:  # type: ignore[attr-defined]
        if other.length_m > path.length_m or len(others_met) > len(met):
            continue
        if other.length_m == path.length_m and others_met == met and other.pieces > path.pieces:
            continue
        if all(s in met and at <= met[s] for s, at in others_met.items()):
            return True
    return False


def _joined(first: Path, second: Path) -> Path:
    if not second.pieces:
        return first
    return Path(
        first.length_m + second.length_m,
        first.estimated_m + second.estimated_m,
        first.pieces + second.pieces,
    )


def haul_windows(
    view: SegmentView, pieces: tuple[int, ...], minutes: int, dated: Dated
) -> tuple[Timed, ...]:
    """Where on a haul its dated pieces are met, in minutes after its start."""
    if not any(abs(p) - 1 in dated for p in pieces):
        return ()
    total = sum(view.length_m(p) for p in pieces) or 1
    done = 0
    found: list[Timed] = []
    for piece in pieces:
        if abs(piece) - 1 in dated:
            found.append(Timed(minutes * done // total, dated[abs(piece) - 1]))
        done += view.length_m(piece)
    return tuple(found)
