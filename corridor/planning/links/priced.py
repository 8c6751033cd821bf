"""
Every link that queries of one consignment may use, priced once, whatever is closed.

Nothing here depends on origin, destination, constraints or closures; of the date only the
surcharges of ships do, on sailings and at the quay. A query picks its links from here by a mask (`corridor.planning.links.usable`),
so a hundred queries of one consignment are priced once.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from corridor.graph.corridor_graph import CorridorGraph
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.ref import Ref, RefKind, RefSet
from corridor.planning.context import PlanningContext
from corridor.planning.links.bills import Bill, HaulPart, HaulPricing
from corridor.planning.links.carnet import CarnetStates
from corridor.planning.links.collect import collected
from corridor.planning.links.driving import stands_of
from corridor.planning.links.kinds import NOWHERE, arr, dep
from corridor.planning.links.services.own_train import asked_for, rail_stops
from corridor.planning.links.services.train_links import train_links
from corridor.planning.links.table import (
    BoolArray,
    Column,
    IntArray,
    LinkRow,
    LinkTable,
    named_elements,
)
from corridor.pricing.borders import BorderLink, price_borders
from corridor.pricing.hauls import HaulLinks
from corridor.pricing.load import Load
from corridor.pricing.ports import PortLink, TransferLink, price_ports, price_transfers
from corridor.pricing.sea.sailings import SailingLink, price_sailings
from corridor.pricing.sea.surcharges import in_force
from corridor.pricing.tariff import Way
from corridor.pricing.track import Track
from corridor.pricing.trains import BLOCK_TRAIN
from corridor.tables.dataset import Dataset

_NM_M = 1852
# Named things that are links themselves.
_WITH_LINKS = frozenset({RefKind.CROSSING, RefKind.PORT, RefKind.PASSAGE, RefKind.SERVICE})


@dataclass(frozen=True)
class PricedLinks(LinkTable):
    """
    Links of one consignment in one layer of states.

    key
        What the prices depend on but for the ships of a day: consignment, crew, train, and rules
        that do not hold on it.
    codes
        Countries by code.
    needs
        Bits of the modes a link needs (1 rail, 2 road, 4 sea).
    countries
        Codes of the one or two countries it lies in, shape (n, 2).
    variant, variant_by, variant_country
        Whether it is the local or the transit price of something, and what decides.
    locals_only
        Country code whose own cargo alone may use it.
    idle
        Not built, or no service runs.
    elements
        Crossings and ports by number, None first.
    links_of
        Links by the things whose closure concerns them.
    carnet, copied
        States under a TIR carnet, and the stored hauls that stand between them a second time,
        as the last links, in this order.
    hauls, trains
        Hauls of ordinary traffic, and on trains, whose rows number on.
    stop_of
        The stop of the graph at which each stop stands: itself, then those that trains add.
    yards
        Of places that trains call at: by the stop of the graph the stop where trains are boarded.
    lines
        Crossings and sections that each train passes, by its id.
    stands
        Shift and rest of the driver who stands at each border (`corridor.planning.links.driving`).
    """

    key: Hashable
    pricing: HaulPricing
    codes: Mapping[str, int]
    needs: npt.NDArray[np.uint8]
    countries: npt.NDArray[np.int16]
    variant: npt.NDArray[np.uint8]
    variant_by: npt.NDArray[np.uint8]
    variant_country: npt.NDArray[np.int16]
    locals_only: npt.NDArray[np.int16]
    idle: BoolArray
    elements: tuple[Ref | None, ...]
    links_of: Mapping[Ref, IntArray]
    carnet: CarnetStates
    copied: IntArray
    hauls: HaulPart
    trains: tuple[HaulPart, ...]
    stop_of: IntArray
    yards: Mapping[int, int]
    lines: Mapping[str, frozenset[Ref]]
    stands: IntArray
    bills: Mapping[LinkKind, tuple[Bill, ...]]
    borders: Sequence[BorderLink]
    transfers: Sequence[TransferLink]
    ports: Sequence[PortLink]
    sailings: list[SailingLink]

    @property
    def load(self) -> Load:
        """What is sent."""
        return self.pricing.load

    @property
    def dataset(self) -> Dataset:
        """The tables."""
        return self.pricing.dataset

    @property
    def first_copy(self) -> int:
        """Number of the first link that is a haul under a carnet."""
        return self.count - len(self.copied)

    def named(self, refs: Iterable[Ref]) -> list[IntArray]:
        """Link numbers of some named things."""
        return [self.links_of[r] for r in refs if r in self.links_of]

    def touching(self, named: RefSet, *, calls: bool) -> list[IntArray]:
        """
        Link numbers of some named things and of what is handled at their places.

        With `calls` also of the sailings that call at a named port.
        """
        places = named.ids(RefKind.PORT, RefKind.HUB)
        refs = [r for r in named.refs if r.kind in _WITH_LINKS]
        refs += [Ref(RefKind.AT, h) for h in places]
        if calls:
            refs += [Ref(RefKind.CALLS, p) for p in named.ids(RefKind.PORT)]
        return self.named(refs)

    @property
    def parts(self) -> tuple[HaulPart, ...]:
        """Stored hauls of ordinary traffic and of trains."""
        return (self.hauls, *self.trains)

    @cached_property
    def _ridden(self) -> tuple[IntArray, IntArray]:
        """Numbers of the links on trains, and their rows among all stored hauls."""
        hauls = np.flatnonzero(
            (self.kind == LinkKind.LINE_HAUL.code) & (self.row >= len(self.hauls))
        )
        order = np.argsort(self.row[hauls], kind="stable")
        return hauls[order], self.row[hauls][order]

    def on_trains(self, part: HaulPart, rows: IntArray) -> list[tuple[int, IntArray]]:
        """Rows of hauls of a part on trains, each with its links."""
        links, numbers = self._ridden
        before = itertools.takewhile(lambda p: p is not part, self.trains)
        first = len(self.hauls) + sum(map(len, before))
        wanted = rows + first
        starts, ends = (np.searchsorted(numbers, wanted, side) for side in ("left", "right"))
        return [(int(row), links[a:b]) for row, a, b in zip(rows, starts, ends, strict=True)]

    def with_dated(self, dated: Mapping[LinkKind, Bill]) -> PricedLinks:
        """The links with those priced that a day decides, by kind."""
        totals = {name: getattr(self, name).copy() for name in ("cost", "time", "co2e", "lacking")}
        for kind, bill in dated.items():
            at = np.flatnonzero(self.kind == kind.code)
            for name, column in totals.items():
                column[at] = getattr(bill, name)[self.row[at]]
        bills = {**self.bills, **{kind: (bill,) for kind, bill in dated.items()}}
        return replace(self, **totals, bills=bills)


def priced_links(
    context: PlanningContext, load: Load, *, crew: str, rail_service: str, on: date
) -> PricedLinks:
    """Every link priced for a load, a service (`RAIL_SERVICES`) and the sailings of a day."""
    graph, cache = context.graph, context.cache
    out = context.dataset.rules_out(on)
    dataset = cache.get("rules of a day", out, lambda: context.dataset.without_rules(out))
    key = (load.consignment, load.home, load.bound, crew, rail_service, out)

    def undated() -> PricedLinks:
        track = cache.get(
            "track", 0, lambda: Track.of(graph.segment_section.tolist(), context.dataset)
        )
        return _undated(context, HaulPricing.of(load, dataset, crew, rail_service, track), key)

    links = cache.get("priced", key, undated)
    return links.with_dated(
        cache.get(
            "sailings",
            # Of the day only its surcharges matter, so a run of days shares what was priced.
            (key, tuple(row.id for row, _ in in_force(dataset, load, on))),
            lambda: {
                LinkKind.PORT: Bill(price_ports(links.ports, load, dataset, on=on)),
                LinkKind.SAILING: Bill(price_sailings(links.sailings, load, dataset, on=on)),
            },
        )
    )


def _haul_part(graph: CorridorGraph, pricing: HaulPricing, key: Hashable) -> HaulPart:
    """The stored hauls of the graph, to be priced."""
    place = graph.stop_place[graph.haul_tail]
    to = graph.stop_place[graph.haul_head]
    ptr, numbers = graph.haul_ptr.tolist(), graph.haul_segments.tolist()
    paths = [numbers[a:b] for a, b in itertools.pairwise(ptr)]
    links = HaulLinks(
        graph.place_country[place],
        graph.stop_mode[graph.haul_tail],
        graph.haul_length_m.astype(np.int64),
        _ways(graph, place, to),
        *pricing.track.along(paths, graph.segment_length_m.tolist()),
    )
    return HaulPart(
        links,
        graph.stop_gauge[graph.haul_tail],
        graph.haul_estimated_m.astype(np.int64),
        graph.haul_ptr.astype(np.int64),
        graph.haul_segments.astype(np.int64),
        pricing,
        ("stored", key),
    )


def _ways(
    graph: CorridorGraph,
    tail: npt.NDArray[np.int32],
    head: npt.NDArray[np.int32],
) -> npt.NDArray[np.uint8]:
    """Which way stored hauls lead, by the places of their ends."""
    north = graph.place_lat[head] >= graph.place_lat[tail]
    borders = sorted(graph.border_places)
    border = np.isin(tail, borders) | np.isin(head, borders)
    return (north * Way.NORTH + border * Way.BORDER).astype(np.uint8)


def _undated(context: PlanningContext, pricing: HaulPricing, key: Hashable) -> PricedLinks:
    """All links collected, all but sailings and port calls priced."""
    graph, load, dataset = context.graph, pricing.load, pricing.dataset
    by_road = Mode.ROAD in dataset.unit[load.consignment.unit].modes
    carnet = CarnetStates.of(graph, by_road=by_road)
    found = collected(graph, dataset, load, carnet)
    if pricing.train == BLOCK_TRAIN:
        rails = rail_stops(graph)
        found = asked_for(found, lambda stop: stop in rails)
    hauls = _haul_part(graph, pricing, key)
    trains = train_links(context, pricing, found, hauls, key)
    of_ordinary = {
        LinkKind.LINE_HAUL: hauls.bill,
        LinkKind.BORDER: Bill(
            price_borders(found.borders, load, dataset, rail_service=pricing.service_class),
            pricing.service_class,
        ),
        LinkKind.TRANSFER: Bill(price_transfers(found.transfers, load, dataset)),
    }
    bills = {kind: (bill, *trains.bills[kind]) for kind, bill in of_ordinary.items()}
    rows = (*found.rows, *trains.rows)
    codes = _country_codes(graph, rows)
    elements = named_elements((None,), rows)
    sea_m = np.array([round(s.service.distance_nm * _NM_M) for s in found.sailings], dtype=np.int64)
    tail, head = (ends.astype(np.int64) for ends in (graph.haul_tail, graph.haul_head))
    stored = LinkTable.of_bill(
        dep(tail), arr(head), LinkKind.LINE_HAUL, hauls.bill, hauls.links.length_m
    )
    haul_m = np.concatenate([part.links.length_m for part in (hauls, *trains.parts)])
    lengths_m = {LinkKind.SAILING: sea_m, LinkKind.LINE_HAUL: haul_m}
    others = LinkTable.of(rows, bills, lengths_m, elements)
    copied, tails, heads = carnet.copied(graph)
    under = replace(stored.take(copied), tail=tails, head=heads)
    asked = _asked_by_masks(codes, hauls, rows)
    return PricedLinks(
        **LinkTable.concat([stored, others, under]).columns,
        **{name: np.concatenate([column, column[copied]]) for name, column in asked.items()},
        codes=codes,
        key=key,
        pricing=pricing,
        elements=elements,
        links_of=_links_of(stored.count, rows),
        carnet=carnet,
        copied=copied,
        hauls=hauls,
        trains=trains.parts,
        stop_of=np.array([*carnet.stop_of, *trains.stops], dtype=np.int64),
        yards=trains.yards,
        lines=trains.lines,
        stands=stands_of([*found.borders, *trains.borders], pricing),
        bills=bills,
        borders=[*found.borders, *trains.borders],
        transfers=[*found.transfers, *trains.transfers],
        ports=[*found.ports, *trains.ports],
        sailings=found.sailings,
    )


def _links_of(first: int, rows: Iterable[LinkRow]) -> dict[Ref, IntArray]:
    """Numbers of the collected links by the things whose closure concerns them."""
    links: dict[Ref, list[int]] = {}
    for at, row in enumerate(rows, first):
        for name in row.names:
            links.setdefault(name, []).append(at)
    return {name: np.array(numbers, dtype=np.int64) for name, numbers in links.items()}


def _country_codes(graph: CorridorGraph, rows: Sequence[LinkRow]) -> dict[str, int]:
    """Countries by code in the order of their names; '' is NOWHERE."""
    names = {"", *graph.place_country.tolist(), *(c for r in rows for c in r.countries)}
    return {c: n for n, c in enumerate(sorted(names), NOWHERE)}


def _asked_by_masks(
    codes: Mapping[str, int], hauls: HaulPart, rows: Sequence[LinkRow]
) -> dict[str, Column]:
    """The columns that decide whether a query may use a link, hauls first."""
    haul_codes = np.searchsorted(np.array(list(codes)), hauls.links.country) + NOWHERE
    count = len(hauls)
    nowhere = np.full(count, NOWHERE, dtype=np.int16)

    def after(first: Column, values: Sequence[int | list[int]]) -> Column:
        return np.concatenate([first, np.array(values, dtype=first.dtype)])

    zeros = np.zeros(count, dtype=np.uint8)
    return {
        "needs": after(np.left_shift(np.uint8(1), hauls.links.mode), [r.needs for r in rows]),
        "countries": after(
            np.stack([haul_codes.astype(np.int16), nowhere], axis=1),
            [[codes[c] for c in r.countries] for r in rows],
        ),
        "variant": after(zeros, [r.variant for r in rows]),
        "variant_by": after(zeros, [r.variant_by for r in rows]),
        "variant_country": after(nowhere, [codes[r.variant_country] for r in rows]),
        "locals_only": after(nowhere, [codes[r.locals_only] for r in rows]),
        "idle": after(zeros.astype(np.bool_), [r.idle for r in rows]),
    }
