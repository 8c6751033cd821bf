"""
Where goods are on a way at a minute, and where they may take another one.

The rule of the model. Goods may take another way

- at the origin, before they set out;
- where a border, a change at a terminal, a port call or a voyage ends: what has begun is finished;
- on a truck, at every place of the network on its road (towns, junctions, posts);
- on a train of ordinary traffic, at every stop of its line (a yard, a border, a port), and where a
  section that is shut begins;
- on a train of a timetable, where it calls, and at a border that is shut ahead of it;
- in a yard, from where goods are taken out again at the price of the lift;
- where they stand and wait: for a train, a ship, or a closed post.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from corridor.model.charge import SAILING_WAIT
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.planning.links.bills import HaulPart
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.services.own_train import OwnPart
from corridor.planning.links.services.train_links import TrainPart
from corridor.planning.search.path import Path, Traversal
from corridor.planning.time.rest import Crew, outcomes
from corridor.pricing.shifts import QUARTER_MIN

ORIGIN = -1


@dataclass(frozen=True, slots=True)
class Point:
    """
    A place of a way at which the goods may take another one.

    Attributes
    ----------
    step
        Number of the step on which, or at whose end, it lies; `ORIGIN` before the first.
    at
        Minutes from the departure at which the goods are there.
    place
        Its index in the graph; -1 for the origin, or where none is named.
    passed
        Of a haul the number of its segments that lie behind; 0 for any other step.
    """

    step: int
    at: int
    place: int = -1
    passed: int = 0


@dataclass(frozen=True, slots=True)
class Stand:
    """A point at which the goods are at some minute, or come to next, and until when they stand there."""

    point: Point
    held: int
    moving: bool  # whether they are still on their way to it


class Course:
    """A way in time, with the points at which it may be left."""

    def __init__(
        self, network: SearchGraph, found: Path, cut: tuple[int, int] | None = None
    ) -> None:
        """
        Keep the way and the network that it was found on.

        `cut` is a step whose line is shut behind some segments: a train halts there at the latest.
        """
        self.network, self.found, self._cut = network, found, cut
        self._ends = [*(s.at for s in found.steps[1:]), found.minutes]

    def ends(self, step: int) -> int:
        """Minute at which a step ends."""
        return self._ends[step]

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """All points in the order of travel, the origin first and without the destination."""
        found = [Point(ORIGIN, 0)]
        for number, step in enumerate(self.found.steps):
            head = int(self.network.head[step.link])
            arrived = head in (self.network.landed, self.network.target)
            if self.network.kind_of(step.link) is LinkKind.LINE_HAUL:
                on_way = list(self._on_haul(number, step))
                found += on_way[:-1] if arrived else on_way
            elif not arrived and self.network.kind_of(step.link) is not LinkKind.ACCESS:
                found.append(Point(number, self._ends[number], self.network.place_of(head)))
        return tuple(found)

    def stand(self, minute: int) -> Stand:
        """Where the goods are at a minute, or where they may take another way next."""
        for number, step in enumerate(self.found.steps):
            if self._ends[number] > minute:
                if minute < step.at + self._waits(step):
                    point = [p for p in self.points if p.step < number][-1]
                    return Stand(point, minute, moving=False)
                break
        ahead = [p for p in self.points if p.at >= minute]
        point = ahead[0] if ahead else self.points[-1]
        return Stand(point, max(point.at, minute), moving=point.at > minute)

    def under_way(self, minute: int) -> int:
        """Number of the step on which the goods are at a minute."""
        for number, end in enumerate(self._ends):
            if end > minute:
                return number
        return len(self._ends) - 1

    def after(self, point: Point) -> Point | None:
        """The point on the next step, if that is a haul on which one lies; None if there is none."""
        later = [p for p in self.points if p.step > point.step]
        return later[0] if later and later[0].step == self._next_haul(point.step) else None

    def _next_haul(self, step: int) -> int:
        """Number of the step after one, free links aside, if it is a haul; -1 if it is none."""
        for number in range(step + 1, len(self.found.steps)):
            kind = self.network.kind_of(self.found.steps[number].link)
            if kind is not LinkKind.ACCESS:
                return number if kind is LinkKind.LINE_HAUL else -1
        return -1

    def _waits(self, step: Traversal) -> int:
        """Minutes for which the goods stand at the beginning of a step before it begins."""
        kind = self.network.kind_of(step.link)
        if kind is LinkKind.LINE_HAUL:
            return waited(self.network, step.link)
        if kind is LinkKind.SAILING:
            return step.wait + step.delay + waited(self.network, step.link)
        return step.wait

    def _on_haul(self, number: int, step: Traversal) -> Iterator[Point]:
        """Points along a haul, its end the last."""
        network = self.network
        part, at = network.hauls.at(int(network.row[step.link]))
        if is_train(part):
            yield from self._calls(number, step, part, at)
            return
        road = part.links.mode[at] == Mode.ROAD.code
        segments = part.segments(at)
        view = network.segments
        group = (str(part.links.country[at]), int(part.links.mode[at]), int(part.gauge[at]))
        index = view.index
        stops = {index.stop_place[s] for s in index.stops.get(group, ())}
        known = len(view.graph.place_id)
        for passed in range(1, len(segments) + 1):
            place = view.ends_of(segments[passed - 1])[1]
            if passed == len(segments):
                yield Point(number, self._ends[number], place, passed)
            elif place < known and (road or place in stops or (number, passed) == self._cut):
                minute = min(self._reached(step, part, at, passed), self._ends[number])
                yield Point(number, minute, place, passed)

    def _calls(self, number: int, step: Traversal, part: HaulPart, at: int) -> Iterator[Point]:
        """Calls of a train up to that at which the goods leave it."""
        network, segments = self.network, part.segments(at)
        found: list[Point] = []
        for link in network.star.leaving(int(network.tail[step.link])).tolist():
            if network.kind_of(link) is not LinkKind.LINE_HAUL or network.shut[link]:
                continue
            other, row = network.hauls.at(int(network.row[link]))
            own = other.segments(row)
            same = is_train(other) and other.service(row) == part.service(at)
            if same and len(own) < len(segments) and own == segments[: len(own)]:
                place = network.place_of(int(network.head[link]))
                minute = step.at + step.wait + int(network.time[link])
                found.append(Point(number, minute, place, len(own)))
        first = {p.passed: p for p in reversed(found)}
        yield from (first[n] for n in sorted(first))
        place = self.network.segments.ends_of(segments[-1])[1]
        yield Point(number, self._ends[number], place, len(segments))

    def _reached(self, step: Traversal, part: HaulPart, row: int, passed: int) -> int:
        """Minute at which a haul has some of its segments behind it, met as the search meets them."""
        offset = offset_after(self.network, part, row, passed)
        driving, shift, rest = part.driving[:, row].tolist()
        crew = Crew(shift, rest) if driving else Crew(0, 0)
        parts = [
            (p.offset, p.until, p.windows)
            for p in self.network.timed.get(step.link, ())
            if p.offset < offset
        ]
        met = outcomes(step.at, step.driven * QUARTER_MIN, offset, crew, parts)
        return met[0].ends if met else self._ends[step.link]


def waited(network: SearchGraph, link: int) -> int:
    """Typical minutes for which the train of a haul or the ship of a sailing is waited for."""
    if network.kind_of(link) is LinkKind.LINE_HAUL:
        part, at = network.hauls.at(int(network.row[link]))
        return int(part.waits[at])
    return sum(i.time.typical for i in network.items(link) if i.type == SAILING_WAIT)


def is_train(part: HaulPart) -> bool:
    """Whether hauls are on trains with calls of their own, and not of ordinary traffic."""
    return isinstance(part, TrainPart | OwnPart)


def offset_after(network: SearchGraph, part: HaulPart, row: int, passed: int) -> int:
    """Minutes of driving, or by rail of the whole haul, after which some segments lie behind."""
    view, segments, wait = network.segments, part.segments(row), int(part.waits[row])
    driving = int(part.driving[0, row])
    minutes = (driving if driving else int(part.bill.time[row])) - wait
    total = sum(view.length_m(p) for p in segments) or 1
    done = sum(view.length_m(p) for p in segments[:passed])
    return wait + minutes * done // total


def before(points: Sequence[Point], step: int, passed: int) -> list[Point]:
    """Points that come before a thing on a step, or on its haul behind some segments."""
    return [p for p in points if p.step < step or (p.step == step and 0 < p.passed <= passed)]
