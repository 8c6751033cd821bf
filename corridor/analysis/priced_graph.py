"""
The priced network of one consignment and day as a networkx.MultiDiGraph that osmnx takes.

Nodes are what a search sees: every stop (a place as one mode and gauge sees it) once where
vehicles leave it and once where they arrive, so that two hauls never follow each other and a
tariff that tapers is paid once; and every place once as an origin and once as a destination.
So the shortest path of networkx between an origin and a destination is the best itinerary by
cost, distance or CO2e, as far as links can tell: `priced_graph` says what they cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from corridor.analysis.rest_graph import expanded_by_rest
from corridor.engine import RouteEngine
from corridor.errors import CorridorError, InputError
from corridor.graph.convert import GraphWriter
from corridor.graph.paths import SegmentPath
from corridor.model.answer import Item
from corridor.model.link_kind import LINK_KINDS, LinkKind
from corridor.model.mode import MODES, Mode
from corridor.model.query import Query
from corridor.model.ref import Ref, RefKind
from corridor.planning.links.access import open_groups, reached
from corridor.planning.links.assemble import search_graph_of
from corridor.planning.links.bills import Bill, HaulDraft, HaulPart
from corridor.planning.links.driving import ANOTHER, Hop, Role, part_hop
from corridor.planning.links.kinds import ANY, LOCAL, NOWHERE, TRANSIT, arr, dep
from corridor.planning.links.own.nearest import nearest_of
from corridor.planning.links.priced import priced_links
from corridor.planning.links.scope import LinkScope
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.usable import carried_modes
from corridor.planning.query.resolve import ClosureWindows
from corridor.planning.query.segments import Group
from corridor.planning.steps import Planning
from corridor.planning.time.windows import always_closed
from corridor.pricing.ends import LANDED, START, Depot, depot, price_ends
from corridor.pricing.load import EVERYWHERE
from corridor.pricing.ports import PortLink, price_ports
from corridor.pricing.regimes import ANYWHERE, truck_of_origin

if TYPE_CHECKING:
    import networkx as nx

    from corridor.graph.lines import Lines

_REGIMES = {ANY: "", LOCAL: "local", TRANSIT: "transit"}
Taken = tuple[int, int, int, tuple[Item, ...]]  # cents, minutes, grams, items
_FREE: Taken = (0, 0, 0, ())
_HERE = SegmentPath(0, 0, ())


@dataclass(frozen=True, slots=True)
class _Join:
    """
    A way between a place and a stop, or between two places; without segments where one is the other.

    `first` says that it starts a journey, `to` names the place where it ends one.
    """

    tail: int
    head: int
    group: Group
    path: SegmentPath
    way: int
    first: bool
    to: str | None


def priced_graph(
    engine: RouteEngine,
    query: Query,
    hubs: Iterable[str],
    between: tuple[str, str] | None = None,
    expand: str = "",
) -> nx.MultiDiGraph[Any]:
    """
    Every link that a consignment may use from a day on, with what each takes.

    Links carry `hours`, `usd`, `co2e_kg`, `km`, `generalised_usd`, `country`, `gauge_mm`,
    `status`, `source_ids` and their line; `waits` says that closures or timetables may hold one
    up, which its hours leave out. Links with a `regime` are priced for local or for transit
    goods and stand there twice, unless `between` says whose goods these are; `regime_of` is the
    country. What every journey pays at its start and end is on its first and last link. No link
    knows of others before it: neither that a way comes back to a country, nor waits, nor hours driven.
    The `hours` of a haul by road are those of a fresh driver; `driver` says what a link does to the
    hours driven (driven, stood, kept, fresh for another driver), `driving_min`, `shift_min` and `rest_min`
    by what rule. Nodes of a road stop at a border stand twice: a truck that goes on under a TIR
    carnet, paid for at the border where it was opened, leaves and arrives at nodes of its own.
    Without `between` a border may be passed under any regime, whosever truck it is for.

    Parameters
    ----------
    engine
        Tables, graph and drawn lines.
    query
        Consignment, day and services; its ends and constraints are not looked at.
    hubs
        Ids of the places that have nodes as origin and destination.
    between
        Countries of origin and destination, as ('BY', 'PK').
    expand
        'rest' for every node once for each quarter hour into the shift
        (`corridor.analysis.rest_graph`).

    Raises
    ------
    CorridorError
        If the consignment cannot be carried, or the network not be expanded in that manner.
    """
    if expand not in ("", "rest"):
        raise InputError(f"cannot expand by '{expand}'", remedy="give 'rest' or nothing")
    writer = _Priced(_reference(engine, query), engine.lines, between)
    writer.stops()
    writer.links()
    writer.ends([h for h in hubs if h in engine.graph.place_index])
    found = writer.out.graph
    found.graph |= {"unit": query.consignment.unit, "on": f"{query.depart:%Y-%m-%d}"}
    if expand == "rest":
        return expanded_by_rest(found, writer.resolved.value_of_time_usd_per_h)
    return found


def _reference(engine: RouteEngine, query: Query) -> Planning:
    """The planning between two places that the unit reaches; only what holds for all is used."""
    modes = set(engine.dataset.unit[query.consignment.unit].modes)
    reached = [
        h.id for h in engine.dataset.hubs if modes & set(h.modes) and Mode.SEA not in h.modes
    ]
    refused: CorridorError | None = None
    for origin, destination in zip(reached[:8:2], reached[1:8:2], strict=True):
        try:
            return engine.planning(replace(query, origin=origin, destination=destination))
        except CorridorError as err:
            refused = err
    raise refused or InputError("no place can be reached", remedy="give another unit")


class _Priced:
    """Writes the links of one network, and those that join places to it."""

    def __init__(self, plan: Planning, lines: Lines, between: tuple[str, str] | None) -> None:
        """Price the links for goods of two countries, or for those of any."""
        resolved, self.world, self.out = plan.resolved, plan.context, GraphWriter(lines)
        self.dataset, self.between = plan.context.dataset, between
        query = resolved.query
        home, bound = (EVERYWHERE, EVERYWHERE) if between is None else between
        known = (self.dataset.home_tariffs, self.dataset.local_tariffs)
        load = replace(
            resolved.load,
            home=home if home in (EVERYWHERE, *known[0]) else "",
            bound=bound if bound in (EVERYWHERE, *known[1]) else "",
        )
        resolved = replace(resolved, load=load)
        self.base = base = priced_links(
            plan.context,
            load,
            crew=query.crew,
            rail_service=query.train,
            on=query.depart.date(),
        )
        if between is None:
            base = replace(
                base,
                variant=np.full_like(base.variant, ANY),
                locals_only=np.full_like(base.locals_only, NOWHERE),
            )
        else:
            origin, destination = (
                replace(read, end=replace(read.end, country=country, hub_id=ANYWHERE))
                for read, country in zip(resolved.ends, between, strict=True)
            )
            resolved = replace(resolved, origin=origin, destination=destination)
        limits = replace(
            resolved.constraints,
            truck_of=truck_of_origin(self.dataset, between[0]) if between else "",
            any_truck=between is None,
        )
        resolved = replace(resolved, constraints=limits)
        self.resolved, self.windows = resolved, plan.windows
        self._charges: dict[str, Taken] = {}
        self._free = 0  # the next number that is no node's yet
        self.scope = LinkScope(plan.context, resolved, base, ClosureWindows(plan.windows))
        self.network: SearchGraph = search_graph_of(self.scope)

    # Nodes ----------------------------------------------------------------------------

    def stops(self) -> None:
        """Two nodes a stop: leaving it, and having arrived; two more under an open TIR carnet."""
        graph = self.world.graph
        for number, stop in enumerate(self.network.stop_of.tolist()):
            place = int(graph.stop_place[stop])
            mode, gauge = MODES[graph.stop_mode[stop]], int(graph.stop_gauge[stop])
            for node, role in ((dep(number), "departing"), (arr(number), "arriving")):
                self._node(node, place, role, mode, gauge)

    def _node(self, node: int, place: int, role: str, mode: str = "", gauge: int = 0) -> None:
        graph = self.world.graph
        self.out.node(
            node,
            graph.place_lon[place],
            graph.place_lat[place],
            place=str(graph.place_id[place]),
            country=str(graph.place_country[place]),
            mode=str(mode),
            gauge_mm=gauge,
            role=role,
        )

    # Links between stops --------------------------------------------------------------

    def links(self) -> None:
        """Every usable link between two stops."""
        network, inner = self.network, self.network.per_layer
        usable = ~network.shut & (network.tail < inner) & (network.head < inner)
        for link in np.flatnonzero(usable).tolist():
            self._link(link, int(network.tail[link]), int(network.head[link]))

    def _link(self, link: int, tail: int, head: int) -> None:
        """Write a link of the network between two nodes."""
        network = self.network
        about = self._about(link)
        cents, minutes = int(network.cost[link]), int(network.time[link])
        taken = (cents, minutes, int(network.co2e[link]), network.items(link))
        hop = network.driving.of(link) if network.driving else ANOTHER
        self._write(tail, head, taken, waits=link in network.timed, hop=hop, **about)

    def _about(self, link: int) -> dict[str, Any]:
        network, row = self.network, int(self.network.row[link])
        kind = LINK_KINDS[network.kind[link]]
        about: dict[str, Any] = {"kind": kind, "length_m": int(network.length_m[link])}
        if kind is LinkKind.LINE_HAUL:
            part, at = network.hauls.at(row)
            return about | self._haul(part, at)
        if kind is LinkKind.ACCESS:
            return about | {"id": ""}
        if link < len(self.base.variant):
            variant, home = int(self.base.variant[link]), int(self.base.variant_country[link])
            of = next((c for c, code in self.base.codes.items() if code == home), "")
            about |= {"regime": _REGIMES[variant], "regime_of": of if variant else ""}
        if kind is LinkKind.BORDER:
            crossing = network.borders[row].crossing
            about |= {"id": crossing.id, "mode": crossing.mode, "status": crossing.status}
            about |= {"country": f"{crossing.country_a}-{crossing.country_b}"}
            return about | {"gauge_mm": crossing.gauge_mm}
        if kind is LinkKind.TRANSFER:
            change = network.transfers[row]
            return about | {"id": change.terminal.id, "country": change.terminal.country}
        if kind is LinkKind.PORT:
            return about | self._port(network.ports[row])
        sailing = network.sailings[row]
        line = f"{'-' if sailing.back else ''}sea:{sailing.service.id}"
        about |= {"id": sailing.service.id, "status": sailing.service.status, "refs": (line,)}
        return about | {"mode": Mode.SEA}

    def _port(self, call: PortLink) -> dict[str, Any]:
        return {"id": call.port.id, "country": self.dataset.hub[call.port.id].country}

    def _haul(self, part: HaulPart, at: int) -> dict[str, Any]:
        names = self.resolved.segments.index.segment_id
        refs = [f"{'-' if p < 0 else ''}{names[abs(p) - 1]}" for p in part.segments(at)]
        return {
            "id": "",
            "mode": MODES[part.links.mode[at]],
            "country": str(part.links.country[at]),
            "gauge_mm": int(part.gauge[at]),
            "refs": refs,
        }

    def _write(
        self, tail: int, head: int, taken: Taken, *, waits: bool, hop: Hop, **about: Any
    ) -> None:
        cents, minutes, grams, items = taken
        rows = {row for item in items for row in item.rows}
        self.out.link(
            tail,
            head,
            source_ids={self.dataset.cited[row].source_id for row in rows},
            hours=minutes / 60,
            usd=cents / 100,
            co2e_kg=grams / 1000,
            generalised_usd=cents / 100 + minutes / 60 * self.resolved.value_of_time_usd_per_h,
            waits=waits,
            driver=Role(hop.role).name.lower(),
            driving_min=hop.minutes,
            shift_min=hop.shift,
            rest_min=hop.rest,
            **{"regime": "", "regime_of": ""} | about,
        )

    # Places ---------------------------------------------------------------------------

    def ends(self, hubs: Sequence[str]) -> None:
        """Join places to the stops, to each other inside a country, and to ships."""
        first = self.network.per_layer
        numbers = {h: (first + 2 * n, first + 2 * n + 1) for n, h in enumerate(hubs)}
        places = {self.world.graph.place_index[h]: h for h in hubs}
        for hub, (origin, destination) in numbers.items():
            place = self.world.graph.place_index[hub]
            self._node(origin, place, "origin")
            self._node(destination, place, "destination")
        self._free = first + 2 * len(hubs)
        joins = [*self._joins(numbers), *self._direct(numbers, places)]
        draft = HaulDraft()
        for join in joins:
            if join.path.segments:
                draft.add(join.group, join.path, way=join.way)
        part = draft.part(self.base.pricing.starting, self.resolved.segments)
        at = -1
        for join in joins:
            at += bool(join.path.segments)
            self._join(join, part, at)
        self._ports(numbers)

    def _joins(self, numbers: Mapping[str, tuple[int, int]]) -> Iterator[_Join]:
        """Ways between a place and the stops of its country."""
        own, graph = self.scope, self.world.graph
        stops = graph.stop_place.tolist()
        for hub, (origin, destination) in numbers.items():
            place = graph.place_index[hub]
            for leaving in (True, False):
                found = list(
                    reached(
                        own.reach, self._groups(place), place, leaving=leaving, most_m=own.most_m
                    )
                )
                states = self._states(found, leaving=leaving)
                for group, stop, path in found:
                    state = states[stop]
                    if state is None:
                        continue
                    ends = (origin, state) if leaving else (state, destination)
                    way = (
                        own.way_of(place, stops[stop])
                        if leaving
                        else own.way_of(stops[stop], place)
                    )
                    to = None if leaving else hub
                    yield _Join(*ends, group, path or _HERE, way, first=leaving, to=to)
                    yard = self.base.yards.get(stop)
                    if path is None and yard is not None and not leaving:
                        ends = arr(yard), destination
                        yield _Join(*ends, group, _HERE, way, first=False, to=to)

    def _states(
        self, found: Iterable[tuple[Group, int, SegmentPath | None]], *, leaving: bool
    ) -> dict[int, int | None]:
        """
        The node between a place and each stop reached.

        Where the rule of the nearest terminal leaves something out it is a node of the place's own, from
        which all else leads on; None where nothing does.
        """
        network, graph = self.network, self.world.graph
        metres: dict[int, int] = {}
        for _, stop, path in found:
            length_m = path.length_m if path is not None else 0
            metres[stop] = min(length_m, metres.get(stop, length_m))
        shut = network.shut[: self.base.count]
        nearest = nearest_of(self.scope, metres, shut, leaving=leaving)
        states: dict[int, int | None] = {}
        for stop in metres:
            states[stop] = arr(stop) if leaving else dep(stop)
            if stop not in nearest.left_out:
                continue
            onward = [n for n in nearest.onward(stop).tolist() if not shut[n]]
            gate = states[stop] = self._free if onward else None
            if gate is None:
                continue
            self._free += 1
            role = "arriving" if leaving else "departing"
            self._node(gate, int(graph.stop_place[stop]), role, Mode.ROAD)
            for n in onward:
                ends = (gate, int(network.head[n])) if leaving else (int(network.tail[n]), gate)
                self._link(n, *ends)
        return states

    def _direct(
        self, numbers: Mapping[str, tuple[int, int]], places: Mapping[int, str]
    ) -> Iterator[_Join]:
        """Ways between two places of one country, from door to door in one movement."""
        own = self.scope
        groups = {place: set(self._groups(place)) for place in places}
        for place, hub in places.items():
            for group in sorted(groups[place]):
                if group[1] not in own.modes:
                    continue
                for other, paths in own.reach.ways(group, place).items():
                    to = places.get(other)
                    if other == place or to is None or group not in groups[other]:
                        continue
                    way = own.way_of(place, other)
                    ends = numbers[hub][0], numbers[to][1]
                    for path in paths:
                        yield _Join(*ends, group, path, way, first=True, to=to)

    def _groups(self, place: int) -> list[Group]:
        modes, carried = self.scope.modes, carried_modes(self.base)
        return open_groups(self.resolved.segments, place, modes, carried, frozenset(), siding=False)

    def _join(self, join: _Join, part: HaulPart, at: int) -> None:
        """Write a join, with what every journey pays at the end that it touches."""
        dated = self.scope.dated
        taken, length, hop = _FREE, 0, Hop(Role.KEPT, 0, 0, 0)
        about: dict[str, Any] = {"kind": LinkKind.ACCESS, "id": ""}
        if join.path.segments:
            bill = part.bill
            if bill.lacking[at]:
                return
            taken = (int(bill.cost[at]), int(bill.time[at]), int(bill.co2e[at]), bill.items(at))
            length, hop = int(part.links.length_m[at]), part_hop(part, at)
            about = {"kind": LinkKind.LINE_HAUL, **self._haul(part, at)}
        if join.first:
            taken = _sum(taken, self._charge(START))
        if join.to is not None:
            taken = _sum(taken, self._charge(LANDED, join.to))
        waits = any(abs(p) - 1 in dated for p in join.path.segments)
        self._write(join.tail, join.head, taken, waits=waits, hop=hop, length_m=length, **about)

    def _charge(self, row: int, hub: str = "") -> Taken:
        """What every journey pays at its start, or when it has come to a place on land."""
        if hub not in self._charges:
            ends = self.between or ("", "")
            back_to = self._depot(hub, ends[0]) if hub else None
            bill = Bill(price_ends(self.base.load, self.dataset, *ends, back_to))
            inside = tuple(i for i in bill.items(row) if not i.outside_total)
            self._charges[hub] = int(bill.cost[row]), int(bill.time[row]), 0, inside
        return self._charges[hub]

    def _depot(self, hub: str, came_from: str) -> Depot:
        """Where the empty box of a line goes back to from a place."""
        place = self.dataset.hub[hub]
        return depot(self.dataset, place.lon, place.lat, place.country, came_from)

    def _ports(self, numbers: Mapping[str, tuple[int, int]]) -> None:
        """Calls at ports that are themselves origin or destination."""
        graph = self.world.graph
        if Mode.SEA.code not in self.scope.modes:
            return
        ports = [self.dataset.port[h] for h in numbers if h in self.dataset.port]
        calls = [PortLink(p, flow, False, None) for p in ports for flow in ("out", "in")]
        day = self.resolved.query.depart.date()
        bill = Bill(price_ports(calls, self.base.load, self.dataset, on=day))
        for at, call in enumerate(calls):
            met = self.windows.get(Ref(RefKind.PORT, call.port.id), ())
            if bill.lacking[at] or always_closed(met):
                continue
            sea = graph.stop_index[graph.place_index[call.port.id], Mode.SEA.code, 0]
            taken = (int(bill.cost[at]), int(bill.time[at]), int(bill.co2e[at]), bill.items(at))
            origin, destination = numbers[call.port.id]
            ends = (arr(sea), destination)
            if call.flow == "out":
                ends, taken = (origin, dep(sea)), _sum(taken, self._charge(START))
            about = self._port(call)
            about |= {"kind": LinkKind.PORT, "length_m": 0}
            self._write(*ends, taken, waits=bool(met), hop=ANOTHER, **about)


def _sum(one: Taken, other: Taken) -> Taken:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2], (*one[3], *other[3])
