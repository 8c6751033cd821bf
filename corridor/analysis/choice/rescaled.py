"""
The network of an answer with one figure multiplied, as `--scale` would have it.

Only the links whose items rest on a row of that figure are priced anew, by the very functions
that price every link, so what a scale does to a minimum price, to storage or to a truck that
stands at a border is in it. Everything else of the network stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import numpy as np

from corridor.errors import CorridorError
from corridor.model.link_kind import LinkKind
from corridor.model.scenario import Overlay, Scale
from corridor.planning.links.bills import Bill
from corridor.planning.links.driving import Driving, stands_of
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.table import IntArray
from corridor.planning.steps import Planning
from corridor.pricing.borders import price_borders
from corridor.pricing.items import Priced
from corridor.pricing.ports import price_ports, price_transfers
from corridor.pricing.sea.sailings import price_sailings
from corridor.tables.dataset import Dataset
from corridor.tables.gazetteer import Gazetteer
from corridor.tables.overlays.overlay import laid_over
from corridor.tables.overlays.scales import rows_of
from corridor.tables.row import Named


class Rescaled:
    """Makes the network of a query at any factor of a figure."""

    def __init__(self, planning: Planning, network: SearchGraph) -> None:
        """Keep the query and its network; nothing is priced yet."""
        self._planning, self._network = planning, network
        self._dataset = planning.context.dataset
        self._gazetteer = planning.context.cache.get(
            "gazetteer", 0, lambda: Gazetteer(self._dataset)
        )
        self._rows: dict[str, frozenset[str]] = {}

    def at(self, target: str, factor: float) -> SearchGraph | None:
        """The network with a figure multiplied; None where the tables refuse the factor."""
        scale = Scale(target, factor)
        try:
            overlay = Overlay(name="--scale", scales=(scale,))
            changed = laid_over(self._dataset, overlay, self._gazetteer)
            keys = self._keys(scale)
        except CorridorError:
            return None
        day = self._planning.resolved.query.depart.date()
        return self._priced(keys, changed.without_rules(self._dataset.rules_out(day)))

    def _keys(self, scale: Scale) -> frozenset[str]:
        """The rows that a target multiplies, or copies for it, as 'table:row'."""
        if scale.target not in self._rows:
            found: set[str] = set()
            for entry in rows_of(scale, self._dataset, self._gazetteer):
                ids = (Named.of(entry.row).id, entry.copied_from)
                found.update(f"{entry.table}:{name}" for name in ids if name)
            self._rows[scale.target] = frozenset(found)
        return self._rows[scale.target]

    def _priced(self, keys: frozenset[str], dataset: Dataset) -> SearchGraph:
        network = self._network
        cost, time = network.cost.copy(), network.time.copy()
        for kind, first, bill, rows, fresh in self._changes(keys, dataset):
            moved = np.zeros((2, len(bill)), dtype=np.int64)
            moved[:, rows] = fresh.cost - bill.cost[rows], fresh.time - bill.time[rows]
            links = np.flatnonzero(network.kind == kind.code)
            at = network.row[links] - first
            links = links[(at >= 0) & (at < len(bill))]
            cost[links] += moved[0, network.row[links] - first]
            time[links] += moved[1, network.row[links] - first]
        driving = self._driving(keys, dataset)
        return replace(network, cost=cost, time=time, driving=driving)

    def _changes(
        self, keys: frozenset[str], dataset: Dataset
    ) -> Iterator[tuple[LinkKind, int, Bill, IntArray, Bill]]:
        """Each bill with links to be priced anew: its kind, its first row, these rows, their new bill."""
        for kind, bills in self._network.sheets.items():
            first = 0
            for number, bill in enumerate(bills):
                rows = bill.citing(keys)
                if len(rows) and kind is not LinkKind.ACCESS:
                    yield kind, first, bill, rows, self._bill(kind, number, first, rows, dataset)
                first += len(bill)

    def _bill(
        self, kind: LinkKind, number: int, first: int, rows: IntArray, dataset: Dataset
    ) -> Bill:
        """Some links of one bill, priced by other tables."""
        if kind is LinkKind.LINE_HAUL:
            return self._network.hauls.parts[number].repriced(rows, dataset).bill
        network, load = self._network, self._planning.resolved.load
        at = (rows + first).tolist()
        day = self._planning.resolved.query.depart.date()
        priced: Priced
        if kind is LinkKind.BORDER:
            borders = [_renewed(network.borders[n], dataset) for n in at]
            service = network.sheets[kind][number].service
            priced = price_borders(borders, load, dataset, rail_service=service)
        elif kind is LinkKind.TRANSFER:
            priced = price_transfers(
                [_renewed(network.transfers[n], dataset) for n in at], load, dataset
            )
        elif kind is LinkKind.PORT:
            ports = [_renewed(network.ports[n], dataset) for n in at]
            priced = price_ports(ports, load, dataset, on=day)
        else:
            sailings = [_renewed(network.sailings[n], dataset) for n in at]
            priced = price_sailings(sailings, load, dataset, on=day)
        return Bill(priced)

    def _driving(self, keys: frozenset[str], dataset: Dataset) -> Driving | None:
        """What drivers do on the links, where their speeds or hours are among what changes."""
        network = self._network
        driving = network.driving
        if driving is None or not any(k.startswith(("speeds:", "drivers:")) for k in keys):
            return driving
        columns = minutes, shift, rest = (
            driving.minutes.copy(),
            driving.shift.copy(),
            driving.rest.copy(),
        )
        pricing = replace(network.hauls.parts[0].pricing, dataset=dataset)
        crossed = np.flatnonzero(network.kind == LinkKind.BORDER.code)
        shift[crossed], rest[crossed] = stands_of(network.borders, pricing)[network.row[crossed]].T
        # A haul without a rest of its own rests on no row of drivers, and adds to the hours driven.
        shifted = [row.country for row in dataset.drivers if row.key in keys]
        first = 0
        for part in network.hauls.parts:
            there = np.flatnonzero(np.isin(part.links.country, shifted))
            rows = np.union1d(part.bill.citing(keys), there)
            if len(rows):
                fresh = np.zeros((3, len(part)), dtype=np.int64)
                fresh[:, rows] = part.repriced(rows, dataset).driving
                links = np.flatnonzero(network.kind == LinkKind.LINE_HAUL.code)
                links = links[np.isin(network.row[links] - first, rows)]
                for column, values in zip(columns, fresh, strict=True):
                    column[links] = values[network.row[links] - first]
            first += len(part)
        return Driving(driving.role, minutes, shift, rest, driving.begun)


def _renewed(link: Any, dataset: Dataset) -> Any:
    """A link whose rows are those of other tables."""
    changed = {}
    for field in fields(link):
        value = getattr(link, field.name)
        row = dataset.cited.get(getattr(value, "key", "")) if value is not None else None
        if row is not None:
            changed[field.name] = row
    return replace(link, **changed) if changed else link
