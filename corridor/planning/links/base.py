"""
Every link that queries of one consignment may use, priced once, whatever is closed.

Nothing here depends on origin, destination, constraints or closures; of the date only the
surcharges at sea do. A query picks its links from here by a mask (`corridor.planning.links.masks`),
so a hundred queries of one consignment are priced once.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from corridor.graph.corridor_graph import CorridorGraph
from corridor.model.link_kind import LINK_KINDS, LinkKind
from corridor.model.ref import Ref, RefKind, RefSet
from corridor.planning.links.bills import Bill, HaulPart, HaulPricing
from corridor.planning.links.collect import Collector
from corridor.planning.links.kinds import NOWHERE
from corridor.planning.links.pieces import PieceStore
from corridor.pricing.borders import BorderLink, price_borders
from corridor.pricing.hauls import HaulLinks
from corridor.pricing.load import Load
from corridor.pricing.ports import PortLink, TransferLink, price_ports, price_transfers
from corridor.pricing.sailings import SailingLink, price_sailings
from corridor.tables.library import Library

# Named things that are links themselves.
_WITH_LINKS = frozenset({RefKind.CROSSING, RefKind.PORT, RefKind.PASSAGE, RefKind.SERVICE})

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Base:
    """
    Links of one consignment in one layer of states, as arrays of equal length.

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
    """

    load: Load
    library: Library
    pricing: HaulPricing
    store: PieceStore
    codes: dict[str, int]
    tail: IntArray
    head: IntArray
    kind: npt.NDArray[np.uint8]
    row: IntArray
    cost: IntArray
    time: IntArray
    co2e: IntArray
    length_m: IntArray
    lacking: BoolArray
    needs: npt.NDArray[np.uint8]
    countries: npt.NDArray[np.int16]
    variant: npt.NDArray[np.uint8]
    variant_by: npt.NDArray[np.uint8]
    variant_country: npt.NDArray[np.int16]
    locals_only: npt.NDArray[np.int16]
    idle: BoolArray
    elements: tuple[Ref | None, ...]
    element_of: IntArray
    links_of: dict[Ref, IntArray]
    hauls: HaulPart
    bills: dict[LinkKind, Bill]
    borders: list[BorderLink]
    transfers: list[TransferLink]
    ports: list[PortLink]
    sailings: list[SailingLink]

    @cached_property
    def haul_at(self) -> dict[str, IntArray]:
        """Indices of the hauls by country."""
        country = self.hauls.links.country
        return {str(c): np.flatnonzero(country == c) for c in np.unique(country)}

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


def haul_part(graph: CorridorGraph, pricing: HaulPricing) -> HaulPart:
    """The stored hauls of the graph, to be priced."""
    place = graph.stop_place[graph.haul_tail]
    to = graph.stop_place[graph.haul_head]
    ptr, numbers = graph.haul_ptr.tolist(), graph.haul_pieces.tolist()
    paths = [numbers[a:b] for a, b in itertools.pairwise(ptr)]
    links = HaulLinks(
        graph.place_country[place],
        graph.stop_mode[graph.haul_tail],
        graph.haul_length_m.astype(np.int64),
        graph.place_lat[to] >= graph.place_lat[place],
        *pricing.track.along(paths, graph.piece_length_m.tolist()),
    )
    return HaulPart(
        links,
        graph.stop_gauge[graph.haul_tail],
        graph.haul_estimated_m.astype(np.int64),
        graph.haul_ptr.astype(np.int64),
        graph.haul_pieces.astype(np.int64),
        pricing,
    )


@dataclass(frozen=True)
class Shore:
    """What a base holds whatever the date: all links collected, all but sailings priced."""

    builder: Collector
    hauls: HaulPart
    bills: dict[LinkKind, Bill]

    @staticmethod
    def of(
        graph: CorridorGraph, library: Library, store: PieceStore, pricing: HaulPricing
    ) -> Shore:
        """Collect and price."""
        builder = Collector(graph, library, store, pricing)
        builder.collect()
        hauls = haul_part(graph, pricing)
        bills = {
            LinkKind.LINE_HAUL: hauls.bill,
            LinkKind.BORDER: Bill(price_borders(builder.borders, pricing.load, library)),
            LinkKind.TRANSFER: Bill(
                price_transfers(builder.transfers, pricing.load, pricing.library)
            ),
            LinkKind.PORT: Bill(price_ports(builder.ports, pricing.load, library)),
        }
        return Shore(builder, hauls, bills)

    def base(self, on: date) -> Base:
        """All links, with the sailings priced for a day."""
        made, hauls = self.builder, self.hauls
        rows, graph, library = made.rows, made.graph, made.library
        sailing = Bill(price_sailings(made.sailings, made.load, library, on=on))
        bills = {**self.bills, LinkKind.SAILING: sailing}
        count = len(hauls)
        kind = np.concatenate(
            [
                np.full(count, LinkKind.LINE_HAUL.code, dtype=np.uint8),
                np.array(rows.kind, dtype=np.uint8),
            ]
        )
        row = np.concatenate([np.arange(count), np.array(rows.row, dtype=np.int64)])
        sea_m = np.array(
            [round(s.service.distance_nm * 1852) for s in made.sailings], dtype=np.int64
        )
        priced = LINK_KINDS[: LinkKind.ACCESS.code]
        totals = [
            np.concatenate([bill_part[row[kind == k]] for k, bill_part in enumerate(parts)])
            for parts in (
                [bills[k].cost for k in priced],
                [bills[k].time for k in priced],
                [bills[k].co2e for k in priced],
                [bills[k].lacking for k in priced],
            )
        ]
        length = np.zeros(len(kind), dtype=np.int64)
        length[:count] = hauls.links.length_m
        length[kind == LinkKind.SAILING.code] = sea_m[row[kind == LinkKind.SAILING.code]]
        countries = sorted(
            {"", *graph.place_country.tolist(), *(c for pair in rows.countries for c in pair)}
        )
        codes = {c: n - 1 for n, c in enumerate(countries)}  # '' is NOWHERE
        haul_codes = np.searchsorted(np.array(countries), hauls.links.country) - 1
        pair = np.array([[codes[c] for c in p] for p in rows.countries], dtype=np.int16)
        none = np.full(count, NOWHERE, dtype=np.int16)
        mode_bit = np.left_shift(np.uint8(1), hauls.links.mode)
        elements = tuple(dict.fromkeys([None, *rows.element]))
        number = {e: n for n, e in enumerate(elements)}
        links_of: dict[Ref, list[int]] = {}
        for at, names in enumerate(rows.names):
            for name in names:
                links_of.setdefault(name, []).append(count + at)
        zeros = np.zeros(count, dtype=np.uint8)
        return Base(
            load=made.load,
            library=library,
            pricing=made.pricing,
            store=made.store,
            codes=codes,
            tail=np.concatenate([2 * graph.haul_tail.astype(np.int64), np.array(rows.tail)]),
            head=np.concatenate([2 * graph.haul_head.astype(np.int64) + 1, np.array(rows.head)]),
            kind=kind,
            row=row,
            cost=totals[0],
            time=totals[1],
            co2e=totals[2],
            length_m=length,
            lacking=totals[3],
            needs=np.concatenate([mode_bit, np.array(rows.needs, dtype=np.uint8)]),
            countries=np.concatenate([np.stack([haul_codes.astype(np.int16), none], axis=1), pair]),
            variant=np.concatenate([zeros, np.array([v[0] for v in rows.variant], np.uint8)]),
            variant_by=np.concatenate([zeros, np.array([v[1] for v in rows.variant], np.uint8)]),
            variant_country=np.concatenate(
                [none, np.array([codes[v[2]] for v in rows.variant], dtype=np.int16)]
            ),
            locals_only=np.concatenate(
                [none, np.array([codes[c] for c in rows.locals_only], dtype=np.int16)]
            ),
            idle=np.concatenate([zeros.astype(np.bool_), np.array(rows.idle, dtype=np.bool_)]),
            elements=elements,
            element_of=np.concatenate(
                [
                    np.zeros(count, dtype=np.int64),
                    np.array([number[e] for e in rows.element], dtype=np.int64),
                ]
            ),
            links_of={k: np.array(v, dtype=np.int64) for k, v in links_of.items()},
            hauls=hauls,
            bills=bills,
            borders=made.borders,
            transfers=made.transfers,
            ports=made.ports,
            sailings=made.sailings,
        )
