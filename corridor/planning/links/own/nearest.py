"""
The nearest terminal: which rail terminals a truck from or to an end of the journey may not choose.

Most terminals have the hours and the price of their class and none of their own, so a choice between
two of them would be made by nothing but the road and rail tariffs of a few kilometres. Therefore a truck
that fetches from the origin goes past no terminal to another one of the same kind (same country,
rails and cargo) whose hours and price are both class defaults; likewise one that brings to the
destination. It does where a train is boarded (or left) that calls at none of the nearer ones.

What a haul may not be followed by is a matter of two links. So where a stop serves for more than a
terminal left out, the haul leads to a gate: a state of its own, from which all else leads on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.ref import Ref, RefKind
from corridor.planning.links.access import Joined
from corridor.planning.links.kinds import arr, dep
from corridor.planning.links.priced import PricedLinks
from corridor.planning.links.scope import LinkScope
from corridor.planning.links.search_graph import Forbidden, Gates, LeftOut
from corridor.planning.links.services.train_links import TrainPart
from corridor.planning.links.table import BoolArray, IntArray
from corridor.planning.links.vias import stops_of
from corridor.planning.query.constraints import HANDLED
from corridor.tables.records import Terminal

ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True)
class Change:
    """
    A change between road and rail at a terminal.

    `link` is its number among the priced links, `road` the stop of the truck, `rail` that of the
    rails; `calls` are the trains that are boarded there, or left. Without any it is of ordinary traffic.
    """

    link: int
    terminal: Terminal
    road: int
    rail: int
    gauge_mm: int
    trains: bool
    calls: tuple[tuple[str, int], ...] = ()

    @property
    def kind(self) -> tuple[int, str]:
        """Rails and cargo: what terminals compare by."""
        return self.gauge_mm, self.terminal.cargo

    @property
    def by_default(self) -> bool:
        """Whether neither its hours nor its price are its own."""
        row = self.terminal
        return row.hours_confidence == row.cost_confidence == ESTIMATE


@dataclass(frozen=True)
class Changes:
    """Changes between road and rail by the stop of the truck, and all links at its state."""

    at: Mapping[int, tuple[Change, ...]]
    links: Mapping[int, IntArray]


def changes_of(priced: PricedLinks, *, leaving: bool) -> Changes:
    """Changes from truck to train at each stop, or with `leaving` off from train to truck."""
    moving = priced.kind == LinkKind.LINE_HAUL.code
    ends, others = (priced.tail, priced.head) if leaving else (priced.head, priced.tail)
    calls = _calls(priced, leaving=leaving)
    yards = frozenset(priced.yards.values())
    state = arr if leaving else dep
    found: dict[int, list[Change]] = {}
    for link in np.flatnonzero(priced.kind == LinkKind.TRANSFER.code).tolist():
        change = priced.transfers[int(priced.row[link])]
        into, left = (change.into, change.left) if leaving else (change.left, change.into)
        road, other = int(ends[link]) // 2, int(others[link]) // 2
        if (left, into) != (Mode.ROAD, Mode.RAIL) or int(ends[link]) != state(road):
            continue
        row, rail = change.terminal, int(priced.stop_of[other])
        gauge = row.gauge_a_mm if row.mode_a == Mode.RAIL else row.gauge_b_mm
        one = Change(link, row, road, rail, gauge, other in yards, calls.get(other, ()))
        found.setdefault(road, []).append(one)
    links = {
        road: np.flatnonzero((ends == state(road)) & ~moving).astype(np.int64) for road in found
    }
    return Changes({road: tuple(c) for road, c in found.items()}, links)


def _calls(priced: PricedLinks, *, leaving: bool) -> dict[int, tuple[tuple[str, int], ...]]:
    """Trains that are boarded at each yard, or left there, with a link of each."""
    found: dict[int, dict[str, int]] = {}
    yards = frozenset(priced.yards.values())
    ends = priced.tail if leaving else priced.head
    for part in priced.trains:
        if not isinstance(part, TrainPart):
            continue
        for row, links in priced.on_trains(part, np.arange(len(part))):
            for link in links.tolist():
                yard = int(ends[link]) // 2
                if yard in yards:
                    found.setdefault(yard, {}).setdefault(part.service(row), link)
    return {yard: tuple(sorted(calls.items())) for yard, calls in found.items()}


@dataclass(frozen=True)
class Nearest:
    """
    The rule at one end of a journey.

    metres
        Least metres by road between the end and each stop.
    shut
        Which of the priced links the query may not use.
    """

    scope: LinkScope
    changes: Changes
    metres: Mapping[int, int]
    shut: BoolArray

    @cached_property
    def left_out(self) -> Mapping[int, Mapping[int, LeftOut]]:
        """Changes that are no candidates, by the stop of the truck and the number of the link."""
        found: dict[int, dict[int, LeftOut]] = {}
        kinds: dict[tuple[int, str], list[Change]] = {}
        for change in self._usable():
            kinds.setdefault(change.kind, []).append(change)
        for changes in kinds.values():
            changes.sort(key=lambda c: (self.metres[c.road], c.road))
            for number, change in enumerate(changes):
                reason = self._reason(change, changes[:number])
                if reason is not None:
                    found.setdefault(change.road, {})[change.link] = reason
        return found

    def _usable(self) -> Iterator[Change]:
        windows = self.scope.windows.by_subject
        for road in self.metres:
            for change in self.changes.at.get(road, ()):
                lives = windows.get(Ref(RefKind.LIFE, change.terminal.key), ())
                if not self.shut[change.link] and all(w.start > 0 for w in lives):
                    yield change

    def _reason(self, change: Change, nearer: Iterable[Change]) -> LeftOut | None:
        if not change.by_default or change.terminal.id in self._asked:
            return None
        metres = self.metres
        before = [
            one
            for one in nearer
            if metres[one.road] < metres[change.road] and self._same_rails(one, change)
        ]
        if not before:
            return None
        if change.trains:
            called = {s for one in before for s in self._running(one)}
            if not called.issuperset(self._running(change)):
                return None
        first = before[0]
        return LeftOut(change.terminal, metres[change.road], first.terminal, metres[first.road])

    def _running(self, change: Change) -> set[str]:
        return {service for service, link in change.calls if not self.shut[link]}

    @cached_property
    def _asked(self) -> frozenset[str]:
        """Terminals that are stops asked for."""
        vias = self.scope.constraints.via
        return frozenset(i for via in vias if via.kind == HANDLED for i in via.ids)

    def _same_rails(self, one: Change, other: Change) -> bool:
        """Whether rails of the country join two terminals."""
        view = self.scope.segments
        here, there = (view.index.stop_place[c.rail] for c in (one, other))
        group = (other.terminal.country, Mode.RAIL.code, other.gauge_mm)
        return here == there or here in view.paths(group, there)

    def onward(self, stop: int) -> IntArray:
        """Links that a truck may go on by from the end to a stop, or come by; not its hauls."""
        links = self.changes.links[stop]
        out = self.left_out.get(stop, {})
        kept = [n for n in links.tolist() if n not in out]
        return np.array(kept, dtype=np.int64)


@dataclass
class Doors:
    """Hands out, for both ends, the state between a haul of an end and what leads on."""

    scope: LinkScope
    ends: tuple[Nearest, Nearest]
    _states: dict[tuple[bool, int, int], int | None] = field(default_factory=dict)
    _stops: list[tuple[int, int]] = field(default_factory=list)
    _links: list[tuple[int, int, int]] = field(default_factory=list)

    def state(self, stop: int, layer: int, *, leaving: bool) -> int | None:
        """
        The state of a stop that hauls from the origin (`leaving`) or to the destination end at.

        None where nothing is left to do there.
        """
        nearest = self.ends[0 if leaving else 1]
        if stop not in nearest.left_out:
            return (arr if leaving else dep)(stop) + layer * self.scope.layers.per_layer
        key = (leaving, stop, layer)
        if key not in self._states:
            self._states[key] = self._gate(nearest, stop, layer, leaving=leaving)
        return self._states[key]

    def _gate(self, nearest: Nearest, stop: int, layer: int, *, leaving: bool) -> int | None:
        onward = nearest.onward(stop)
        if not len(onward):
            return None
        gate = self.scope.layers.target + 1 + len(self._stops)
        self._stops.append((stop, layer))
        for links, tail, head in self._copies(onward, stop, layer, leaving=leaving):
            ends = nearest.scope.priced
            for link in links.tolist():
                if leaving:
                    self._links.append((link, gate, int(ends.head[link]) + head))
                else:
                    self._links.append((link, int(ends.tail[link]) + tail, gate))
        return gate

    def _copies(
        self, onward: IntArray, stop: int, layer: int, *, leaving: bool
    ) -> Iterator[tuple[IntArray, int, int]]:
        """Links with how far on their tails and heads stand, stops asked for met there or by them."""
        scope = self.scope
        per_layer = scope.layers.per_layer
        for here in self._layers(stop, layer, leaving=leaving):
            yield onward, here * per_layer, here * per_layer
            for links, below, rise in scope.lifts:
                if here == (below if leaving else below + rise):
                    lifted = np.intersect1d(links, onward)
                    yield lifted, below * per_layer, (below + rise) * per_layer

    @cached_property
    def _met_at(self) -> list[frozenset[int]]:
        """Stops at which each town asked for is met by being there."""
        return [stops_of(via, self.scope.context.graph) for via in self.scope.vias]

    def _layers(self, stop: int, layer: int, *, leaving: bool) -> Iterator[int]:
        """The layer of a gate, and those joined to it by towns asked for that lie at its stop."""
        yield layer
        while True:
            via = layer if leaving else layer - 1
            if not 0 <= via < len(self._met_at) or stop not in self._met_at[via]:
                return
            layer += 1 if leaving else -1
            yield layer

    def gates(self, first: Sequence[int], joined: Sequence[Joined]) -> Gates:
        """All that were handed out, with what is left out of the hauls that start at rows `first`."""
        last = (self.scope.layers.count - 1) * self.scope.priced.count
        left_out = [
            Forbidden(leaving, row, link + (0 if leaving else last), reason)
            for nearest, leaving, start, one in zip(
                self.ends, (True, False), first, joined, strict=True
            )
            for row, stop in enumerate(one.stops, start)
            for link, reason in nearest.left_out.get(stop, {}).items()
        ]
        return Gates(tuple(self._stops), tuple(self._links), tuple(left_out))


def metres_of(joined: Joined) -> dict[int, int]:
    """Least metres by road between an end and each stop."""
    found = dict.fromkeys(joined.free, 0)
    for stop, length_m in zip(joined.stops, joined.hauls.links.length_m.tolist(), strict=True):
        found[stop] = min(length_m, found.get(stop, length_m))
    return found


def nearest_of(
    scope: LinkScope, metres: Mapping[int, int], shut: BoolArray, *, leaving: bool
) -> Nearest:
    """The rule at an end, by the metres between it and each stop."""
    priced = scope.priced
    changes = scope.context.cache.get(
        "changes", (priced.key, leaving), lambda: changes_of(priced, leaving=leaving)
    )
    return Nearest(scope, changes, metres, shut)


def doors_of(scope: LinkScope, joined: Sequence[Joined], shut: BoolArray) -> Doors:
    """What hauls from the origin and to the destination of a query lead to and from."""
    start, end = (
        nearest_of(scope, metres_of(one), shut, leaving=leaving)
        for one, leaving in zip(joined, (True, False), strict=True)
    )
    return Doors(scope, (start, end))
