"""
Line-hauls over segments that are closed or slow for a time.

Between two stops several paths may be worth keeping: one that waits at a shut pass, one that
goes round it, one that takes the second of two passes. They are found exactly: between two
dated segments only the shortest undated path matters, so a path is known by the order in which
it takes dated segments, and one dominates another when it is no longer, takes no dated segment
that the other does not, and reaches each no later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from corridor.graph.label_setting import Criterion, best_first
from corridor.graph.paths import STANDING, SegmentPath
from corridor.planning.links.search_graph import Timed
from corridor.planning.query.segments import Group, SegmentView
from corridor.planning.time.windows import Window

Dated = Mapping[int, tuple[Window, ...]]


def dated_paths(
    view: SegmentView, group: Group, start: int, dated: frozenset[int]
) -> dict[int, list[SegmentPath]]:
    """
    All paths worth keeping from a place within a sub-network, the shortest first.

    Parameters
    ----------
    view
        The segments of the query.
    group
        Country, mode and gauge.
    start
        Place index.
    dated
        Indices of the group's segments that have closures in time.
    """
    found = _WorthKeeping(view, group, dated)
    for _ in best_first(found, _Label(start, STANDING, {})):
        pass  # no place is the goal: all are
    return {
        place: sorted(
            (a.path for a in kept if not _dominated((b for b in kept if b is not a), a)),
            key=lambda p: (p.length_m, p.segments),
        )
        for place, kept in found.kept.items()
    }


@dataclass(frozen=True, slots=True)
class _Label:
    """A path to a place, and the metres after its start at which it meets dated segments."""

    place: int
    path: SegmentPath
    met: Mapping[int, int]


class _WorthKeeping(Criterion[_Label, int]):
    """Paths from place to place; each label has just passed a dated segment."""

    def __init__(self, view: SegmentView, group: Group, dated: frozenset[int]) -> None:
        super().__init__()
        self.kept: dict[int, list[_Label]] = {}
        self._view, self._group, self._dated = view, group, dated
        self._both_ways = [n for i in sorted(dated) for n in (i + 1, -i - 1)]
        self._undated: dict[int, dict[int, SegmentPath]] = {}

    def bound(self, label: _Label) -> int:
        return label.path.length_m

    def settle(self, label: _Label) -> bool:
        if _dominated(self.kept.get(label.place, ()), label):
            return False
        if label.place not in self._undated:
            paths = self._view.paths(self._group, label.place, self._dated)
            self._undated[label.place] = paths
        for place, onward in self._undated[label.place].items():
            there = _Label(place, label.path.then(onward), label.met)
            known = self.kept.setdefault(place, [])
            if not _dominated(known, there):
                known.append(there)
        return True

    def links(self, label: _Label) -> list[int]:
        return [n for n in self._both_ways if n not in label.met and -n not in label.met]

    def extended(self, label: _Label, link: int) -> _Label | None:
        view = self._view
        tail, head = view.segment_ends(abs(link) - 1)[:: 1 if link > 0 else -1]
        before = self._undated[label.place].get(tail)
        if before is None:
            return None
        before = label.path.then(before)
        segment = SegmentPath(view.length_m(link), view.estimated_m(link), (link,))
        return _Label(head, before.then(segment), {**label.met, link: before.length_m})


def _dominated(known: Iterable[_Label], label: _Label) -> bool:
    path, met = label.path, label.met
    for other in known:
        if other.path.length_m > path.length_m or len(other.met) > len(met):
            continue
        alike = other.path.length_m == path.length_m and other.met == met
        if alike and other.path.segments > path.segments:
            continue
        if all(s in met and at <= met[s] for s, at in other.met.items()):
            return True
    return False


def haul_windows(
    view: SegmentView,
    segments: tuple[int, ...],
    minutes: int,
    dated: Dated,
    wait: int = 0,
    banned: Dated = MappingProxyType({}),
) -> tuple[Timed, ...]:
    """
    Where on a haul its dated segments are met, in minutes after its start with a wait.

    Segments of one ban that follow each other are one stretch of it.
    """
    numbers = [abs(p) - 1 for p in segments]
    if not any(n in dated or n in banned for n in numbers):
        return ()
    total = sum(view.length_m(p) for p in segments) or 1
    done = 0
    before: tuple[Window, ...] = ()
    found: list[Timed] = []
    for number, segment in zip(numbers, segments, strict=True):
        at = wait + minutes * done // total
        done += view.length_m(segment)
        if dated.get(number):
            found.append(Timed(at, dated[number]))
        ban = banned.get(number, ())
        if ban:
            until = wait + minutes * done // total
            last = next((n for n in range(len(found) - 1, -1, -1) if found[n].until >= 0), -1)
            if ban is before:
                found[last] = replace(found[last], until=until)
            else:
                found.append(Timed(at, ban, until))
        before = ban
    return tuple(found)
