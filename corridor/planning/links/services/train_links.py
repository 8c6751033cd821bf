"""
Links of the trains of `rail_services`, beside those of ordinary traffic.

A train has states of its own between its calls, so that who rides over a border, or through a
change of gauge, waits for no second train. Each place called at has a yard: goods that a truck
or ship has brought, or an ordinary train, are boarded there and wait for the train, and who
leaves a train goes on from there. Hauls and borders are links like any others, so closures,
options and keys see them.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Self

from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.query import SCHEDULED
from corridor.model.ref import Ref, RefKind
from corridor.planning.context import PlanningContext
from corridor.planning.links.bills import Bill, HaulDraft, HaulPart, HaulPricing
from corridor.planning.links.collect import Collected
from corridor.planning.links.kinds import arr, dep
from corridor.planning.links.services.own_train import own_gates, own_part, rail_stops
from corridor.planning.links.services.trains import Stretch, Train, trains
from corridor.planning.links.table import IntArray, LinkRow
from corridor.planning.query.segments import SegmentView, segment_index
from corridor.pricing.borders import BorderLink, price_borders
from corridor.pricing.ends import NOTHING
from corridor.pricing.ports import (
    PortLink,
    TransferLink,
    price_ports,
    price_transfers,
    wait_at_border,
)
from corridor.pricing.tariff import Way
from corridor.pricing.trains import (
    BLOCK_TRAIN,
    RUNS,
    Ride,
    buys_train,
    carries,
    lots_apart,
    lots_of,
    with_rides,
)
from corridor.tables.dataset import Dataset
from corridor.tables.records import RailService, Terminal

# Whose stops are yards behind a change of gauge where the border holds the wait.
_WAITED = "*"
# Whose stops hold the lots of a large load as a train has formed them; its id follows.
_FORMED = "lots of "


@dataclass(frozen=True)
class TrainPart(HaulPart):
    """Hauls on trains; `rides[i]` says which train haul i is on, and whether it waits for it."""

    rides: tuple[Ride, ...] = ()

    @cached_property
    def bill(self) -> Bill:
        """Their prices, with the waits and paces of the trains."""
        priced = self.pricing.price(self.links)
        km = (self.links.length_m / 1000).tolist()
        return Bill(with_rides(priced, self.rides, km, self.pricing.load, self.pricing.dataset))

    def repriced(self, rows: IntArray, dataset: Dataset) -> Self:
        """Some of its hauls as other tables price them."""
        found = super().repriced(rows, dataset)
        return replace(found, rides=tuple(self.rides[row] for row in rows.tolist()))

    def service(self, row: int) -> str:
        """Id of the train of a haul."""
        return self.rides[row].service.id


@dataclass(frozen=True)
class TrainLinks:
    """
    What trains add to the links of a consignment.

    `rows` number their hauls through `parts` after the stored hauls, and their borders, changes
    and calls after those of `Collected`. `stops` are the stops of the graph that the added ones
    stand at, numbered on from the graph's own.
    """

    rows: tuple[LinkRow, ...]
    stops: tuple[int, ...]
    parts: tuple[HaulPart, ...]
    borders: tuple[BorderLink, ...]
    transfers: tuple[TransferLink, ...]
    ports: tuple[PortLink, ...]
    bills: Mapping[LinkKind, tuple[Bill, ...]]
    yards: Mapping[int, int]
    lines: Mapping[str, frozenset[Ref]]


def train_links(
    context: PlanningContext,
    pricing: HaulPricing,
    found: Collected,
    hauls: HaulPart,
    key: Hashable,
) -> TrainLinks:
    """
    The links of every train that takes the load.

    Parameters
    ----------
    context, pricing
        Tables and graph, and what ordinary hauls are priced with.
    found
        Links other than hauls, of which a train has its own.
    hauls
        Stored hauls of ordinary traffic.
    key
        Names the hauls for other queries.
    """
    draft = _Draft(context, pricing, found)
    for train in trains(context):
        if carries(train.service, pricing.load, pricing.train, context.dataset):
            draft.add(train)
    draft.add_later()
    draft.add_yards()
    if pricing.train == SCHEDULED and buys_train(pricing.load, context.dataset):
        draft.add_own(hauls, key)
    return draft.done(len(hauls), key)


@dataclass(frozen=True, slots=True)
class _Boarding:
    """
    One stretch of a train and who boards it.

    `whose` names its own states; `after` is the train whose lots board it, None = goods of its
    yards; `keeps` the train whose lots those that leave it are, None = all come at once.
    """

    train: Train
    stretch: Stretch
    whose: str
    after: RailService | None
    keeps: RailService | None


def _calls(train: Train) -> frozenset[int]:
    """Stops of the graph at which a train is boarded or left."""
    return frozenset(
        stop
        for stretch in train.stretches
        for stop, call in zip(stretch.stops, stretch.calls, strict=True)
        if call
    )


class _Draft:
    """Links of trains while they are collected."""

    def __init__(self, context: PlanningContext, pricing: HaulPricing, found: Collected) -> None:
        self.context, self.pricing, self.found = context, pricing, found
        self.graph = context.graph
        self.at_borders = context.graph.border_places
        self.stops: list[int] = []
        self._numbers: dict[tuple[str, int], int] = {}
        self.yards: dict[int, int] = {}
        self.lines: dict[str, frozenset[Ref]] = {}
        self.own: HaulPart | None = None
        self.own_rows: list[LinkRow] = []
        self.rows: list[LinkRow] = []
        self.hauls: dict[str, tuple[HaulDraft, list[Ride], list[LinkRow]]] = {}
        self.borders: dict[str, list[BorderLink]] = {}
        self.border_rows: dict[str, list[LinkRow]] = {}
        self.transfers: list[TransferLink] = []
        self.ports: list[PortLink] = []
        self._between: dict[tuple[int, int], list[LinkRow]] = {}
        self._added: list[Train] = []
        self._into: dict[int, list[LinkRow]] = {}
        self._out_of: dict[int, list[LinkRow]] = {}
        for row in found.rows:
            self._between.setdefault((row.tail, row.head), []).append(row)
            self._into.setdefault(row.head, []).append(row)
            self._out_of.setdefault(row.tail, []).append(row)

    def _stop(self, whose: str, stop: int) -> int:
        """The number of a stop of a train's own, of a yard (''), or of one behind a border."""
        number = self._numbers.get((whose, stop))
        if number is None:
            number = self.found.stops + len(self.stops)
            self._numbers[whose, stop] = number
            self.stops.append(stop)
            if not whose:
                self.yards[stop] = number
        return number

    def add(self, train: Train) -> None:
        """The hauls of a train and what lies between its stretches."""
        self._added.append(train)
        self.lines[train.service.id] = self._line(train)
        self._add_ride(train, None)

    def add_later(self) -> None:
        """
        Trains once more, boarded by lots that an earlier one has formed.

        They stay together: the last lot waits for a train behind the one that brought it, and
        not again for as many as the whole load fills. States between say whose lots they are.
        """
        load, dataset = self.pricing.load, self.context.dataset
        spread = {
            t.service.id: lots_apart(t.service, dataset, lots_of(t.service, load, dataset))[0]
            for t in self._added
        }
        calls = {id(t): _calls(t) for t in self._added}
        for first in self._added:
            formed = first.service
            if not spread[formed.id]:
                continue
            reached, later = set(calls[id(first)]), [t for t in self._added if t.service != formed]
            while met := [t for t in later if reached & calls[id(t)]]:
                later = [t for t in later if t not in met]
                for train in met:
                    own = spread[train.service.id].typical > spread[formed.id].typical
                    self._add_ride(train, formed, keeps=train.service if own else formed)
                    reached |= set() if own else calls[id(train)]
        for whose, stop in [k for k in self._numbers if k[0].startswith(_FORMED)]:
            number = self._stop(whose, stop)
            self.rows.append(LinkRow(arr(number), dep(number), LinkKind.ACCESS, NOTHING))

    def _add_ride(
        self, train: Train, after: RailService | None, keeps: RailService | None = None
    ) -> None:
        """A train boarded at its yards, or after one that formed lots; whose lots leave it."""
        service = train.service
        lots = lots_of(service, self.pricing.load, self.context.dataset)
        if after is None:
            keeps = service if lots > 1 else None
        whose = service.id if after is None else f"{service.id} after {after.id}"
        last = len(train.stretches) - 1
        for number, stretch in enumerate(train.stretches):
            ride = _Boarding(train, stretch, whose, after, keeps)
            self._add_hauls(ride, entered=number > 0, left=number < last)
            if number < last:
                ends = stretch.stops[-1], train.stretches[number + 1].stops[0]
                self._add_gate(train, whose, *ends)

    def _line(self, train: Train) -> frozenset[Ref]:
        """The crossings and sections that a train passes."""
        sections = self.graph.segment_section
        paths = [p for stretch in train.stretches for p in stretch.paths]
        passed = {str(sections[abs(n) - 1]) for path in paths for n in path.segments}
        gates = (Ref.parse(v) for v in train.service.via if v.startswith(f"{RefKind.CROSSING}:"))
        return frozenset({*gates, *(Ref(RefKind.SECTION, s) for s in passed)})

    def _add_hauls(self, ride: _Boarding, *, entered: bool, left: bool) -> None:
        train, stretch, whose = ride.train, ride.stretch, ride.whose
        service = train.service
        hauls, rides, rows = self.hauls.setdefault(service.price_basis, (HaulDraft(), [], []))
        places, lat = self.graph.stop_place, self.graph.place_lat
        end = len(stretch.stops) - 1
        idle = service.status != RUNS
        for i, start in enumerate(stretch.stops):
            tails = [(dep(self._stop(whose, start)), False)] if i == 0 and entered else []
            if stretch.calls[i] and i < end and ride.after is not None:
                tails.append((dep(self._stop(f"{_FORMED}{ride.after.id}", start)), True))
            elif stretch.calls[i] and i < end:
                tails.append((dep(self._stop("", start)), True))
                if self._waited_before(start):
                    tails.append((dep(self._stop(_WAITED, start)), True))
            known = self._numbers.get((_WAITED, start))
            behind = -1 if known is None else dep(known)
            for j in range(i + 1, end + 1):
                stop, path = stretch.stops[j], stretch.path(i, j)
                on = [arr(self._stop(whose, stop))] if j == end and left else []
                off = [arr(self._stop("", stop))] if stretch.calls[j] else []
                if stretch.calls[j] and ride.keeps is not None:
                    off.append(arr(self._stop(f"{_FORMED}{ride.keeps.id}", stop)))
                if not path.segments:
                    continue
                for tail, boards in tails:
                    heads = on if boards and train.only_abroad else on + off
                    if not heads:
                        continue
                    at = str(self.graph.place_id[places[start]])
                    days = service.days_back if train.back else service.days_out
                    first = boards and at == train.starts_at
                    ends = {int(places[start]), int(places[stop])}
                    way = Way.of(
                        north=bool(lat[places[stop]] >= lat[places[start]]),
                        border=bool(ends & self.at_borders),
                    )
                    row = hauls.add(stretch.group, path, way=way)
                    by_days, waited = first and bool(days), tail == behind
                    rides.append(
                        Ride(service, boards, by_days=by_days, waited=waited, after=ride.after)
                    )
                    names = [Ref(RefKind.SERVICE, service.id)]
                    names += [Ref(RefKind.LIFE, service.key)] if boards else []
                    names += [Ref(RefKind.TIMETABLE, f"{service.id}:{at}")] if first else []
                    rows += [
                        LinkRow(
                            tail,
                            head,
                            LinkKind.LINE_HAUL,
                            row,
                            names=tuple(names),
                            needs=Mode.RAIL.bit,
                            countries=(stretch.group[0], ""),
                            idle=idle,
                        )
                        for head in heads
                    ]

    def _add_gate(self, train: Train, whose: str, before: int, after: int) -> None:
        """The border or the change of gauge between two stretches, ridden through."""
        tail, head = (self._stop(whose, s) for s in (before, after))
        basis = train.service.price_basis
        for row in self._between.get((arr(before), dep(after)), ()):
            own = row._replace(tail=arr(tail), head=dep(head))
            if row.kind is LinkKind.BORDER:
                known = self.borders.setdefault(basis, [])
                rows = self.border_rows.setdefault(basis, [])
                rows.append(own._replace(row=len(known)))
                known.append(self.found.borders[row.row])
            elif row.kind is LinkKind.TRANSFER:
                self._add_transfer(own, replace(self.found.transfers[row.row], waits=False))

    def _add_transfer(self, row: LinkRow, link: TransferLink) -> None:
        self.rows.append(row._replace(row=len(self.found.transfers) + len(self.transfers)))
        self.transfers.append(link)

    def _waited_before(self, stop: int) -> bool:
        """Whether the hours of a border before a change of gauge to a stop hold the wait."""
        return any(self._waited(row) for row in self._into.get(dep(stop), ()))

    def add_yards(self) -> None:
        """How yards are reached and left: by truck, by ship, by ordinary trains."""
        for stop, yard in self.yards.items():
            for row in self._into.get(dep(stop), ()):
                own = row._replace(head=dep(yard))
                if row.kind is LinkKind.TRANSFER:
                    link = replace(self.found.transfers[row.row], waits=False)
                    # Who has waited at the border waits the less for the train.
                    waited = self._numbers.get((_WAITED, stop)) if self._waited(row) else None
                    self._add_transfer(
                        own if waited is None else own._replace(head=dep(waited)), link
                    )
                elif row.kind is LinkKind.PORT:
                    number = len(self.found.ports) + len(self.ports)
                    self.rows.append(own._replace(row=number))
                    self.ports.append(replace(self.found.ports[row.row], waits=False))
            self.rows.append(LinkRow(arr(stop), dep(yard), LinkKind.ACCESS, NOTHING))
            self._add_leaving(stop, yard)
            terminal = self._terminal(stop)
            if terminal is not None:
                change = LinkRow(
                    arr(yard),
                    dep(stop),
                    LinkKind.TRANSFER,
                    0,
                    names=(Ref(RefKind.AT, terminal.hub_id),),
                    needs=Mode.RAIL.bit,
                    countries=(terminal.country, ""),
                )
                link = TransferLink(terminal, Mode.RAIL, left=Mode.RAIL, handled=False)
                self._add_transfer(change, link)

    def add_own(self, hauls: HaulPart, key: Hashable) -> None:
        """A block train of the consignment's own, wherever ordinary trains run."""
        part, ends = own_part(self.graph, hauls, self.pricing, key)
        self.own = part
        self.own_rows = [
            LinkRow(
                dep(self._stop(BLOCK_TRAIN, tail)),
                arr(self._stop(BLOCK_TRAIN, head)),
                LinkKind.LINE_HAUL,
                row,
                needs=Mode.RAIL.bit,
                countries=(country, ""),
            )
            for row, (tail, head, country) in enumerate(ends)
        ]
        rails = rail_stops(self.graph)
        gates = own_gates(
            self.found,
            lambda stop: stop in rails,
            lambda stop: self._stop(BLOCK_TRAIN, stop),
        )
        for row in gates:
            if row.kind is LinkKind.BORDER:
                known = self.borders.setdefault(BLOCK_TRAIN, [])
                self.border_rows.setdefault(BLOCK_TRAIN, []).append(row._replace(row=len(known)))
                known.append(self.found.borders[row.row])
            elif row.kind is LinkKind.TRANSFER:
                link = self.found.transfers[row.row]
                self._add_transfer(row, replace(link, waits=False))
            else:
                self.rows.append(row._replace(row=len(self.found.ports) + len(self.ports)))
                self.ports.append(replace(self.found.ports[row.row], waits=False))

    def _add_leaving(self, stop: int, yard: int) -> None:
        """On from a yard as from its stop, but not on to a train as if from the border."""
        rows = self._out_of.get(arr(stop), ())
        if not any(self._waited(r) for r in rows):
            self.rows.append(LinkRow(arr(yard), arr(stop), LinkKind.ACCESS, NOTHING))
            return
        for row in rows:
            own = row._replace(tail=arr(yard))
            if row.kind is LinkKind.TRANSFER:
                self._add_transfer(own, self.found.transfers[row.row])
            elif row.kind is LinkKind.PORT:
                self.rows.append(own._replace(row=len(self.found.ports) + len(self.ports)))
                self.ports.append(self.found.ports[row.row])

    def _waited(self, row: LinkRow) -> bool:
        """Whether a link is a change of gauge behind a border whose hours hold the wait."""
        if row.kind is not LinkKind.TRANSFER:
            return False
        return bool(wait_at_border(self.context.dataset, self.found.transfers[row.row]))

    def _terminal(self, stop: int) -> Terminal | None:
        """The terminal where goods go on from a train to another one."""
        hub = str(self.graph.place_id[self.graph.stop_place[stop]])
        side = (Mode.RAIL, int(self.graph.stop_gauge[stop]))
        rows = (t for t in self.context.dataset.terminals if t.hub_id == hub)
        return next(
            (t for t in rows if side in ((t.mode_a, t.gauge_a_mm), (t.mode_b, t.gauge_b_mm))), None
        )

    def done(self, hauls: int, key: Hashable) -> TrainLinks:
        """All of it, numbered."""
        load, dataset = self.pricing.load, self.context.dataset
        view = SegmentView(segment_index(self.context))
        parts: list[HaulPart] = []
        rows, first = list(self.rows), hauls
        for basis, (draft, rides, haul_rows) in self.hauls.items():
            pricing = replace(self.pricing, service_class=basis, line_by_train=False)
            part = draft.part(pricing, view, ("trains", basis, key))
            said = {f.name: getattr(part, f.name) for f in fields(HaulPart)}
            parts.append(TrainPart(**said, rides=tuple(rides)))
            rows += [r._replace(row=r.row + first) for r in haul_rows]
            first += len(part)
        if self.own is not None:
            parts.append(self.own)
            rows += [r._replace(row=r.row + first) for r in self.own_rows]
        borders: list[BorderLink] = []
        bills: list[Bill] = []
        for basis, links in self.borders.items():
            ahead = len(self.found.borders) + len(borders)
            rows += [r._replace(row=r.row + ahead) for r in self.border_rows[basis]]
            borders += links
            bills.append(Bill(price_borders(links, load, dataset, rail_service=basis), basis))
        return TrainLinks(
            tuple(rows),
            tuple(self.stops),
            tuple(parts),
            tuple(borders),
            tuple(self.transfers),
            tuple(self.ports),
            {
                LinkKind.LINE_HAUL: tuple(p.bill for p in parts),
                LinkKind.BORDER: tuple(bills),
                LinkKind.TRANSFER: (Bill(price_transfers(self.transfers, load, dataset)),),
                LinkKind.PORT: (Bill(price_ports(self.ports, load, dataset)),),
            },
            dict(self.yards),
            self.lines,
        )
