"""
The best way on for goods that are under way already, by the planner's own search.

What is done stays as it is: in a lower layer of the network only the links of the way gone so far
are open, and they lead up to a whole network at the point where the goods may take another
way. So a whole journey is found at once, with what was paid and driven so far on its one bill.
A haul that is left half-way becomes one haul over the place where it is left, at the price and with
the rests of a haul of that length: freight is due once, for the way that was really gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from corridor.analysis.choice.matching import followed_on
from corridor.analysis.choice.position import ORIGIN, Course, Point, is_train, offset_after, waited
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.ref import Ref, RefKind
from corridor.planning.links.assemble import build_search_graph
from corridor.planning.links.kinds import arr, dep
from corridor.planning.links.search_graph import SearchGraph, Timed
from corridor.planning.links.services.train_links import TrainPart
from corridor.planning.links.star import BoolArray, IntArray
from corridor.planning.query.constraints import PASSED, Via
from corridor.planning.query.resolve import ClosureWindows
from corridor.planning.search.limits import Limits, best_within
from corridor.planning.search.path import Path, Traversal
from corridor.planning.search.search import Search
from corridor.planning.search.through import LayeredGraph, unlayered
from corridor.planning.steps import Planning
from corridor.planning.time.windows import Window

# Rows of windows that no table holds: the closure that is supposed, and the wait for its news.
SUPPOSED, NEWS = "supposed:closure", "supposed:news"
_NO_ROWS = (SUPPOSED, NEWS)


@dataclass(frozen=True)
class Continued:
    """
    A whole journey: the links gone already, then the best way on.

    Attributes
    ----------
    network, path
        The journey in time.
    value
        What it counts by the objective.
    waits
        Minutes of waiting for the supposed closure to end.
    """

    network: SearchGraph
    path: Path
    value: int
    waits: int

    @property
    def told(self) -> Path:
        """The path without waits that no row of the tables tells; its minutes stay."""
        steps = tuple(_told(s) for s in self.path.steps)
        return replace(self.path, steps=steps)


class Continuing:
    """Best ways on from points of a course, under a closure that is supposed."""

    def __init__(
        self, planning: Planning, course: Course, closed: Mapping[Ref, tuple[Window, ...]]
    ) -> None:
        """
        Keep the question, the way that was set out on, and what is closed besides.

        `closed` windows must name `SUPPOSED` as their row.
        """
        self.planning, self.course = planning, course
        windows = dict(planning.windows)
        for subject, found in closed.items():
            both = (*windows.get(subject, ()), *found)
            windows[subject] = tuple(sorted(both, key=lambda w: (w.start, w.end)))
        self._windows = ClosureWindows(windows)
        self._taken: dict[tuple[Point, int], Continued | None] = {}
        self._boarding = all(s.kind is RefKind.SERVICE for s in closed)

    @cached_property
    def network(self) -> SearchGraph:
        """The network of the question under the closure."""
        context, resolved = self.planning.context, self.planning.resolved
        found = build_search_graph(context, resolved, self._windows)
        return after_waits(found, boarding=self._boarding)

    @cached_property
    def links(self) -> tuple[int, ...]:
        """The links of the way on that network; none where it is shut from the departure on."""
        return next(iter(self._ways(self.course.found.links)), ())

    @cached_property
    def _layered(self) -> LayeredGraph:
        return LayeredGraph(self.network)

    def foreseen(self) -> Continued | None:
        """The best way for who knows of the closure before setting out."""
        return self._best(self.network, self.network)

    def onward(self, point: Point, held: int) -> Continued | None:
        """
        The best whole journey that leaves the way at a point, None where there is none.

        Parameters
        ----------
        point
            Where the way may be left.
        held
            Minute until which the goods stand there; no stand where it is that of the point, which
            is rounded along a haul.

        They may also stay on the way up to where they are taken out of it later (`_taken_out`).
        """
        later = (self._taken_out(p) for p in self._handed if p.step > point.step)
        found = [self._own(point, held), *later]
        return min((w for w in found if w), key=lambda w: w.value, default=None)

    def _own(self, point: Point, held: int) -> Continued | None:
        if point.step == ORIGIN:
            network = self.network
            if held > 0:
                leaving = network.star.leaving(network.source).tolist()
                network = _standing(network, dict.fromkeys(leaving, 0), held)
            return self._best(network, self.network)
        if point.passed and not self._on_train(point):
            return self._from_haul(point, held)
        ways = self._rides(point, held) if point.passed else self._ways(self._gone(point))
        found = [self._from_links(ways, held)]
        if point in self._handed:
            found.append(self._taken_out(point, held))
        # Who has just crossed a border may go on and turn round where the line next allows it.
        after = self.course.after(point)
        if after is not None and after.passed and not self._on_train(after):
            found.append(self._from_haul(after, max(held, after.at)))
        return min((w for w in found if w), key=lambda w: w.value, default=None)

    def _gone(self, point: Point) -> list[int]:
        """The links of the way to the end of the step of a point."""
        return [s.link for s in self.course.found.steps[: point.step + 1]]

    @cached_property
    def _handed(self) -> tuple[Point, ...]:
        """Points at which goods that were handed over may be taken out: of a yard, a train, a border."""
        kinds = (LinkKind.TRANSFER, LinkKind.BORDER)
        network, steps = self.course.network, self.course.found.steps
        ends = {p.step: p for p in self.course.points if p.step != ORIGIN}
        return tuple(
            p
            for p in ends.values()
            if network.kind_of(steps[p.step].link) in kinds or (p.passed and self._on_train(p))
        )

    def _taken_out(self, point: Point, held: int = 0) -> Continued | None:
        """
        The best journey of goods that turn round where a step ends, or are handed to other traffic.

        A truck turns at the post; what is in a yard is taken out again, at the price of its lift;
        wagons of a train go on as ordinary traffic, on a waybill of their own, after the wait for it.
        """
        key = (point, max(held, point.at))
        if key not in self._taken:
            ways = self._ways(self._gone(point))
            network = self.network
            heads = np.array([int(network.head[way[-1]]) for way in ways], dtype=np.int64)
            stops = network.stop_of[np.minimum(heads, network.per_layer - 1) // 2]
            found = []
            if len(ways) and (heads < network.per_layer).all():
                found.append(self._from_links(ways, held, arr(stops)))
                if (dep(stops) != heads).any():
                    next_train = max(held, point.at) + self._connection_min(stops)
                    found.append(self._from_links(ways, next_train, dep(stops)))
            best = min((w for w in found if w), key=lambda w: w.value, default=None)
            self._taken[key] = best
        return self._taken[key]

    def _connection_min(self, stops: IntArray) -> int:
        """Minutes for which wagons of a train wait for ordinary traffic; none for a truck."""
        context = self.planning.context
        if (context.graph.stop_mode[stops] != Mode.RAIL.code).any():
            return 0
        return round(context.dataset.figures.rail_connection_h.value.typical * 60)

    def _ways(self, gone: Sequence[int]) -> list[tuple[int, ...]]:
        """Links of the way from the source on, on this network."""
        return followed_on(self.course.network, gone, self.network, self.network.size)

    def _on_train(self, point: Point) -> bool:
        network = self.course.network
        link = self.course.found.steps[point.step].link
        return is_train(network.hauls.at(int(network.row[link]))[0])

    def _rides(self, point: Point, held: int) -> list[tuple[int, ...]]:
        """Ways that leave a train at a call, or stay on it up to a later one."""
        course, network = self.course, self.network
        own = course.found.steps[point.step].link
        part, row = course.network.hauls.at(int(course.network.row[own]))
        gone, train = part.segments(row)[: point.passed], part.service(row)
        ways: list[tuple[int, ...]] = []
        for before in self._ways([s.link for s in course.found.steps[: point.step]]):
            state = int(network.head[before[-1]]) if before else network.source
            for link in network.star.leaving(state).tolist():
                if network.shut[link] or network.kind_of(link) is not LinkKind.LINE_HAUL:
                    continue
                other, at = network.hauls.at(int(network.row[link]))
                rides = is_train(other) and other.service(at) == train
                segments = other.segments(at) if rides else ()
                # Who has left the train and stands there stays on it no longer.
                off = len(segments) == len(gone)
                if rides and segments[: len(gone)] == gone and (off or held <= point.at):
                    ways.append((*before, link))
        return ways

    def _from_links(
        self, ways: Sequence[Sequence[int]], held: int, landing: IntArray | None = None
    ) -> Continued | None:
        """
        The best journey over the links of one of some ways from the source on, then free.

        `landing` are states that the ways lead to, in place of those in which they end.
        """
        if not ways:
            return None
        network = self.network
        stands = {link: self._minutes(link) for link in {way[-1] for way in ways}}
        states = None
        if landing is not None:
            by_link = {way[-1]: int(s) for way, s in zip(ways, landing, strict=True)}
            states = np.array([by_link[link] for link in sorted(stands)], dtype=np.int64)
        both = after_links(self._layered, ways, stands, held, states)
        found = self._best(both, both)
        if found is None:
            return None
        return replace(found, network=network, path=unlayered(found.path, network))

    def _minutes(self, link: int) -> int:
        """Minutes of a link after which a wait at its end begins; of driving on a road."""
        driving = self.network.driving
        driven = driving.of(link).minutes if driving else 0
        return driven or int(self.network.time[link])

    def _from_haul(self, point: Point, held: int) -> Continued | None:
        """The best journey that leaves a haul at a place on it, or at its end."""
        network, led = self.leaving(point)
        stood = network
        if held > point.at:
            offsets = {n: self._offset(network, n, point.passed) for n in led}
            stood = _standing(network, offsets, held)
        return self._best(stood, network)

    def leaving(self, point: Point) -> tuple[SearchGraph, list[int]]:
        """
        The network on which a haul is left at a place on it, and the hauls that lead over that.

        In its lowest layer only the links to the place are open.
        """
        course, resolved = self.course, self.planning.resolved
        step = course.found.steps[point.step]
        part, row = course.network.hauls.at(int(course.network.row[step.link]))
        gone = part.segments(row)[: point.passed]
        start = resolved.segments.ends_of(gone[0])[0]
        place = str(self.planning.context.graph.place_id[point.place])
        via = Via("", place, PASSED, frozenset(), frozenset((place,)), start)
        constraints = replace(resolved.constraints, via=(via,))
        network = after_waits(
            build_search_graph(
                self.planning.context, replace(resolved, constraints=constraints), self._windows
            ),
            boarding=self._boarding,
        )
        ways = followed_on(
            course.network, course.found.links[: point.step], network, network.per_layer
        )
        before = sorted({link for way in ways for link in way})
        states = {int(network.head[way[-1]]) if way else network.source for way in ways}
        led = [n for state in sorted(states) for n in self._led(network, state, gone)]
        shut = network.shut | _lower(network)
        allowed = [*before, *led, *_lifts(network, led)]
        shut[allowed] = network.shut[allowed]
        return replace(network, shut=shut), led

    def _led(self, network: SearchGraph, state: int, gone: Sequence[int]) -> list[int]:
        """Hauls from a state that lead over some segments first, up a layer or to the place itself."""
        found = []
        for link in network.star.leaving(state).tolist():
            if network.kind_of(link) is not LinkKind.LINE_HAUL:
                continue
            part, row = network.hauls.at(int(network.row[link]))
            segments = part.segments(row)
            if is_train(part) or segments[: len(gone)] != tuple(gone):
                continue
            above = not _is_lower(network, int(network.head[link]))
            if above or len(segments) == len(gone):
                found.append(link)
        return found

    def _offset(self, network: SearchGraph, link: int, passed: int) -> int:
        part, row = network.hauls.at(int(network.row[link]))
        return offset_after(network, part, row, passed)

    def _best(self, network: SearchGraph, plain: SearchGraph) -> Continued | None:
        """The best path on a network, limits of the whole journey aside."""
        resolved = self.planning.resolved
        weigh = resolved.query.objective.weights(resolved.value_of_time_usd_per_h)
        found = best_within(Search(network, weigh), Limits())
        if found is None:
            return None
        waits = sum(s.wait for s in found.steps if SUPPOSED in s.rows)
        return Continued(plain, found, found.objective, waits)


def _told(step: Traversal) -> Traversal:
    rows = tuple(r for r in step.rows if r not in _NO_ROWS)
    return step if len(rows) == len(step.rows) else step._replace(wait=0, rows=rows)


def after_links(
    layered: LayeredGraph,
    ways: Sequence[Sequence[int]],
    stands: Mapping[int, int],
    held: int,
    landing: IntArray | None = None,
) -> SearchGraph:
    """
    A network in two layers whose paths begin with the links of one of some ways, then are free.

    Parameters
    ----------
    layered
        The network laid out twice.
    ways
        Links from the source on.
    stands
        Minutes after the beginning of each last link at which one stands at its end.
    held
        Minute until which one stands there.
    landing
        States that the last links lead to, in the order of their numbers; None = their heads.
    """
    network = layered.network
    both = layered.over(np.array(sorted(stands), dtype=np.int64), landing=landing)
    gone = sorted({link for way in ways for link in way})
    shut = both.shut.copy()
    shut[: len(network.tail)] = True
    shut[gone] = network.shut[gone]
    return _standing(replace(both, shut=shut), stands, held)


def _lower(network: SearchGraph) -> BoolArray:
    """Links that leave a state of the lowest layer, or the source."""
    lower = np.arange(network.size) < network.per_layer
    lower[network.source] = True
    for gate, (_, layer) in enumerate(network.gates.stops, network.target + 1):
        lower[gate] = layer == 0
    found: BoolArray = lower[network.tail]
    return found


def _is_lower(network: SearchGraph, state: int) -> bool:
    return state not in (network.landed, network.target) and network.layer_of(state) == 0


def _lifts(network: SearchGraph, hauls: Sequence[int]) -> list[int]:
    """Links up a layer from where some hauls end in the lowest."""
    heads = {int(network.head[n]) for n in hauls}
    return [
        link
        for state in sorted(heads)
        if _is_lower(network, state)
        for link in network.star.leaving(state).tolist()
        if int(network.head[link]) == state + network.per_layer
    ]


def _standing(network: SearchGraph, offsets: Mapping[int, int], held: int) -> SearchGraph:
    """A network on some of whose links one stands until a minute, after some minutes each."""
    timed = dict(network.timed)
    for link, offset in offsets.items():
        stand = Timed(offset, (Window(0, held, 0, NEWS),))
        parts = [*timed.get(link, ()), stand]
        timed[link] = tuple(sorted(parts, key=lambda p: (p.until >= 0, p.offset)))
    return replace(network, timed=timed)


def after_waits(network: SearchGraph, *, boarding: bool = False) -> SearchGraph:
    """
    A network on which a supposed closure is met when the ship or the train leaves.

    Whoever waits at the quay or in the yard when it begins is not through yet. With `boarding` a
    service is meant, which takes nobody aboard any more: who is on it is carried to the end.
    """
    timed = dict(network.timed)
    for link, parts in network.timed.items():
        kind = network.kind_of(link)
        if boarding and not _boards(network, link, kind):
            timed[link] = tuple(_without_supposed(parts))
        elif kind in (LinkKind.SAILING, LinkKind.LINE_HAUL):
            wait = waited(network, link)
            if wait:
                met = sorted(_parted(parts, wait), key=lambda p: (p.until >= 0, p.offset))
                timed[link] = tuple(met)
    return replace(network, timed=timed)


def _boards(network: SearchGraph, link: int, kind: LinkKind) -> bool:
    """Whether a service is boarded on a link: of a train where it is waited for, of a ship always."""
    if kind is LinkKind.LINE_HAUL:
        part, at = network.hauls.at(int(network.row[link]))
        return isinstance(part, TrainPart) and part.rides[at].boards
    return kind is LinkKind.SAILING


def _without_supposed(parts: Sequence[Timed]) -> Iterator[Timed]:
    for part in parts:
        others = tuple(w for w in part.windows if w.row != SUPPOSED)
        if others:
            yield replace(part, windows=others)


def _parted(parts: Sequence[Timed], wait: int) -> Iterator[Timed]:
    """Closures on a link, those supposed at its beginning put behind its wait."""
    for part in parts:
        supposed = tuple(w for w in part.windows if w.row == SUPPOSED)
        if part.offset or not supposed:
            yield part
            continue
        others = tuple(w for w in part.windows if w.row != SUPPOSED)
        if others:
            yield replace(part, windows=others)
        yield Timed(wait, supposed)
