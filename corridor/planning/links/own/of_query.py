"""The links that only one query has: its ends, its vias, hauls where it changes segments."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corridor.graph.paths import SegmentPath
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.ref import Ref, RefKind
from corridor.planning.links.access import Joined, Reach, join
from corridor.planning.links.bills import Bill, HaulDraft, HaulPart, Hauls
from corridor.planning.links.discourage import dear_paths
from corridor.planning.links.kinds import arr, dep
from corridor.planning.links.own.nearest import Doors, doors_of
from corridor.planning.links.scope import Layers, LinkScope
from corridor.planning.links.search_graph import Gates
from corridor.planning.links.table import BoolArray, LinkRow
from corridor.planning.links.vias import ViaHaul, ViaRoads, stops_of
from corridor.planning.query.segments import Group, SegmentView
from corridor.planning.time.windows import always_closed
from corridor.pricing.ends import LANDED, NOTHING, depot, price_ends
from corridor.pricing.ports import PortLink


@dataclass(frozen=True)
class QueryLinks:
    """Links of a query besides the stored ones, all hauls, what prices the others, its gates."""

    rows: list[LinkRow]
    hauls: Hauls
    ports: list[PortLink]
    end_bill: Bill
    gates: Gates


@dataclass(frozen=True, slots=True)
class _Drafted:
    """A haul of one query: the states it leads from and to, its path between two places."""

    states: Sequence[tuple[int, int]]
    group: Group
    path: SegmentPath
    places: tuple[int, int]
    element: Ref | None = None


def query_links(scope: LinkScope, shut: BoolArray) -> QueryLinks:
    """
    Everything that only this query has, in one order: hauls, ways between layers, calls.

    `shut` marks the stored links that it may not use.
    """
    priced, ends = scope.priced, scope.ends
    detours, detour_rows = _detours(scope)
    joined = [_joined(scope, n) for n in (0, 1)]
    doors = doors_of(scope, joined, shut)
    parts = [*priced.parts, *detours, *(j.hauls for j in joined)]
    first = Hauls(tuple(parts)).offsets
    rows = list(detour_rows)
    rows += _leaving(scope, joined[0], first[-3], doors)
    rows += _arriving(scope, joined[1], first[-2], doors)
    within = [*_direct(scope), *_changed_hauls(scope), *_dear_hauls(scope)]
    over = list(_via_hauls(scope, doors))
    rows += _drafted_rows(within, first[-1])
    rows += _via_stops(scope)
    rows += _drafted_rows(over, first[-1] + len(within))
    draft = HaulDraft()
    for haul in (*within, *over):
        draft.add(haul.group, haul.path, way=scope.way_of(*haul.places))
    if len(draft):
        parts.append(draft.part(priced.pricing, scope.segments))
    calls = list(_end_ports(scope))
    rows += [row for row, _ in calls]
    spot = scope.resolved.destination.endpoint.spot
    charged = price_ends(
        priced.load,
        priced.dataset,
        ends[0].country,
        ends[1].country,
        depot(priced.dataset, spot.lon, spot.lat, ends[1].country, ends[0].country),
    )
    gates = doors.gates(first[-3:-1], joined)
    return QueryLinks(rows, Hauls(tuple(parts)), [call for _, call in calls], Bill(charged), gates)


def _drafted_rows(hauls: Sequence[_Drafted], first: int) -> Iterator[LinkRow]:
    for n, haul in enumerate(hauls, first):
        yield from (LinkRow(*states, LinkKind.LINE_HAUL, n, haul.element) for states in haul.states)


def _in_layers(scope: LinkScope, tail: int, head: int) -> list[tuple[int, int]]:
    """States of a haul between two stops in every layer, those under a carnet too."""
    states = scope.priced.carnet.hauls(tail, head)
    return [(t + shift, h + shift) for shift in scope.layers.shifts for t, h in states]


def _detours(scope: LinkScope) -> tuple[list[HaulPart], list[LinkRow]]:
    """
    Hauls beside the stored ones where dated sections make others worth keeping, and in their place.

    A section that is shut without an end takes the stored hauls of its sub-network out for
    every question of the day, so what stands there instead is kept like the detours.
    """
    dated = scope.stored_dated
    beside = {scope.segments.group_of(i) for i in dated} - scope.replaced
    groups = sorted(beside | _kept(scope))
    if not groups:
        return [], []
    changes = tuple(scope.segments.changes_in(g) for g in groups)
    key = ("detours", scope.priced.key, tuple(sorted(dated)), tuple(groups), changes)
    part, states, of_group = scope.context.cache.get(
        "detours", key, lambda: _made_detours(scope, groups, key)
    )
    # Hauls of modes or countries that are out are kept in the part, without a link.
    usable = frozenset(g for g in groups if scope.usable(g))

    def made() -> list[LinkRow]:
        first = sum(map(len, scope.priced.parts))
        return [
            LinkRow(*ends, LinkKind.LINE_HAUL, row)
            for row, (stops, group) in enumerate(zip(states, of_group, strict=True), first)
            if group in usable
            for ends in _in_layers(scope, *stops)
        ]

    return [part], scope.context.cache.get("detour links", (key, scope.layers.count, usable), made)


def _kept(scope: LinkScope) -> set[Group]:
    """Changed sub-networks whose hauls are those of other questions too."""
    return {
        group
        for group in scope.replaced
        if scope.usable(group)
        and scope.segments.changes_in(group) is not None
        and not scope.reach.dear_in(group)
    }


def _made_detours(
    scope: LinkScope, groups: list[Group], key: Hashable
) -> tuple[HaulPart, list[tuple[int, int]], list[Group]]:
    draft = HaulDraft()
    states: list[tuple[int, int]] = []
    of_group: list[Group] = []
    view = replace(scope.segments, added=())
    reach = Reach(view, scope.stored_dated)
    for group in groups:
        plain: dict[int, dict[int, SegmentPath]] = {}
        for tail, head, start, place, paths in _between_stops(reach, group):
            if start not in plain:
                plain[start] = view.paths(group, start)
            for path in paths:
                if group in scope.replaced or path.segments != plain[start][place].segments:
                    draft.add(group, path, way=scope.way_of(start, place))
                    states.append((tail, head))
                    of_group.append(group)
    return draft.part(scope.priced.pricing, view, key), states, of_group


def _between_stops(
    reach: Reach, group: Group
) -> Iterator[tuple[int, int, int, int, list[SegmentPath]]]:
    """Two stops of a sub-network, their places, and the paths between them."""
    index = reach.view.index
    members = index.stops.get(group, ())
    for tail in members:
        start = index.stop_place[tail]
        ways = reach.ways(group, start)
        for head in members:
            place = index.stop_place[head]
            paths = [p for p in ways.get(place, ()) if p.segments]
            if head != tail and paths:
                yield tail, head, start, place, paths


def _joined(scope: LinkScope, which: int) -> Joined:
    """Origin or destination joined to stops; cached when the tables alone decide it."""
    groups, place = scope.groups[which], scope.ends[which].place
    priced = scope.priced

    def make(reach: Reach, key: Hashable) -> Joined:
        return join(
            reach,
            priced.pricing.starting,
            groups,
            place,
            scope.way_of,
            leaving=which == 0,
            most_m=scope.most_m,
            key=key,
        )

    touched = any(g in scope.replaced or scope.reach.dear_in(g) for g in groups)
    if touched or place >= len(scope.context.graph.place_id):
        return make(scope.reach, None)
    # Cached for other queries, so made without the joins that this one may have added.
    plain = Reach(SegmentView(scope.segments.index), scope.stored_dated)
    dated = tuple(sorted(i for g in groups for i in plain.dated_in(g)))
    key = ("joins", which, place, tuple(groups), dated, scope.most_m, priced.key)
    return scope.context.cache.get("joins", key, lambda: make(plain, key))


def _leaving(scope: LinkScope, joined: Joined, first: int, doors: Doors) -> Iterator[LinkRow]:
    """From the origin to the stops of the first layer."""
    source = scope.layers.source
    for n, stop in enumerate(joined.stops, first):
        state = doors.state(stop, 0, leaving=True)
        if state is not None:
            yield LinkRow(source, state, LinkKind.LINE_HAUL, n)
    for stop in joined.free:
        yield LinkRow(source, arr(stop), LinkKind.ACCESS, NOTHING)


def _arriving(scope: LinkScope, joined: Joined, first: int, doors: Doors) -> Iterator[LinkRow]:
    """From the stops of the last layer to the destination."""
    layers = scope.layers
    for n, stop in enumerate(joined.stops, first):
        state = doors.state(stop, layers.count - 1, leaving=False)
        if state is not None:
            yield LinkRow(state, layers.landed, LinkKind.LINE_HAUL, n)
    for stop in joined.free:
        yield LinkRow(dep(stop) + layers.last, layers.landed, LinkKind.ACCESS, NOTHING)
        yard = scope.priced.yards.get(stop)
        if yard is not None:
            yield LinkRow(arr(yard) + layers.last, layers.landed, LinkKind.ACCESS, NOTHING)
    yield LinkRow(layers.landed, layers.target, LinkKind.ACCESS, LANDED)


def _direct(scope: LinkScope) -> Iterator[_Drafted]:
    """From door to door in one movement."""
    if scope.vias:
        return
    places = (scope.ends[0].place, scope.ends[1].place)
    states = [(scope.layers.source, scope.layers.landed)]
    for group in scope.groups[0]:
        if group in scope.groups[1] and group[1] in scope.modes:
            for path in scope.reach.ways(group, places[0]).get(places[1], ()):
                if path.segments:
                    yield _Drafted(states, group, path, places)


def _changed_hauls(scope: LinkScope) -> Iterator[_Drafted]:
    """Hauls of sub-networks in which the query took segments out or put some of its own in."""
    for group in sorted(g for g in scope.replaced - _kept(scope) if scope.usable(g)):
        for tail, head, start, place, paths in _between_stops(scope.reach, group):
            states = _in_layers(scope, tail, head)
            for path in paths:
                yield _Drafted(states, group, path, (start, place))


def _dear_hauls(scope: LinkScope) -> Iterator[_Drafted]:
    """Hauls round discouraged segments, beside those that lead over them."""
    view = scope.segments
    index = view.index
    groups = {view.group_of(i) for i in scope.dear} - scope.replaced
    for group in sorted(g for g in groups if scope.usable(g)):
        dear, members = scope.reach.dear_in(group), index.stops.get(group, ())
        for tail in members:
            start = index.stop_place[tail]
            ways = dear_paths(view, group, start, dear)
            for head in members:
                path = ways.get(index.stop_place[head])
                if head != tail and path is not None and path.segments:
                    places = (start, index.stop_place[head])
                    yield _Drafted(_in_layers(scope, tail, head), group, path, places)


def _via_stops(scope: LinkScope) -> Iterator[LinkRow]:
    """Ways up a layer where a town to pass is met by being there."""
    for via, shift in zip(scope.vias, scope.layers.shifts, strict=False):
        for stop in sorted(stops_of(via, scope.context.graph)):
            for state in (dep(stop) + shift, arr(stop) + shift):
                yield LinkRow(state, state + scope.layers.per_layer, LinkKind.ACCESS, NOTHING)


def _via_hauls(scope: LinkScope, doors: Doors) -> Iterator[_Drafted]:
    """Hauls that pass towns as single movements."""
    if not scope.vias:
        return
    layers = scope.layers
    for haul in _over_towns(scope):
        below, above = haul.first * layers.per_layer, haul.last * layers.per_layer
        if haul.tail is not None and haul.head is not None:
            pairs = scope.priced.carnet.hauls(haul.tail, haul.head)
            states = [(tail + below, head + above) for tail, head in pairs]
        else:
            tail = _tail(haul, doors, layers)
            head = _head(haul, doors, layers)
            if tail is None or head is None:
                continue
            states = [(tail, head)]
        yield _Drafted(states, haul.group, haul.path, haul.ends)


def _over_towns(scope: LinkScope) -> Sequence[ViaHaul]:
    """Hauls over the towns to pass; kept where other questions of these ends and stops have the same."""
    places = (scope.ends[0].place, scope.ends[1].place)
    roads = ViaRoads(
        scope.context.graph,
        scope.reach,
        scope.modes,
        scope.avoided,
        *places,
        *scope.groups,
        scope.most_m,
    )
    groups = sorted(scope.replaced)
    changes = tuple(scope.segments.changes_in(g) for g in groups)
    if scope.segments.added or scope.dear or None in changes:
        return list(roads.hauls(scope.vias))
    ends = (*places, *map(tuple, scope.groups), scope.most_m)
    limits = (frozenset(scope.modes), scope.avoided, frozenset(scope.dated))
    towns = tuple((via.towns, via.begun_at) for via in scope.vias)
    key = (towns, ends, limits, tuple(groups), changes)
    return scope.context.cache.get("hauls over towns", key, lambda: list(roads.hauls(scope.vias)))


def _tail(haul: ViaHaul, doors: Doors, layers: Layers) -> int | None:
    """The state that a haul from the origin, or to the destination, leads from; None where it may not."""
    if haul.tail is None:
        return layers.source
    return doors.state(haul.tail, haul.first, leaving=False)


def _head(haul: ViaHaul, doors: Doors, layers: Layers) -> int | None:
    """The state that such a haul leads to; None where it may not."""
    if haul.head is None:
        return layers.landed
    return doors.state(haul.head, haul.last, leaving=True)


def _end_ports(scope: LinkScope) -> Iterable[tuple[LinkRow, PortLink]]:
    """Calls at ports that are themselves origin or destination."""
    priced, limits, layers = scope.priced, scope.constraints, scope.layers
    row = len(priced.ports)
    for end, flow in zip(scope.ends, ("out", "in"), strict=True):
        port = priced.dataset.port.get(end.hub_id)
        if port is None or Mode.SEA.code not in scope.modes or end.country in scope.avoided:
            continue
        named = Ref(RefKind.PORT, port.id)
        windows = scope.windows.by_subject.get(named, ())
        if limits.forbids(named) or always_closed(windows):
            continue
        graph = scope.context.graph
        sea = graph.stop_index[graph.place_index[port.id], Mode.SEA.code, 0]
        states = (layers.source, dep(sea))
        if flow == "in":
            states = (arr(sea) + layers.last, layers.target)
        yield (
            LinkRow(*states, LinkKind.PORT, row, named, (named,)),
            PortLink(port, flow, False, None),
        )
        row += 1
