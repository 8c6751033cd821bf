"""Put the network of one query together: picked links, own hauls, ends, closures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from corridor.graph.corridor_graph import CorridorGraph
from corridor.model.link_kind import LinkKind
from corridor.model.ref import Ref, RefKind
from corridor.planning.links.bills import Bill, HaulPart, Hauls
from corridor.planning.links.dated_paths import haul_windows
from corridor.planning.links.discourage import base_shares, haul_shares
from corridor.planning.links.masks import shut_links
from corridor.planning.links.network import Network, Timed
from corridor.planning.links.own import Frame, OwnLinks
from corridor.planning.links.timed import rows_over, stored_windows
from corridor.planning.search.star import SortedLinks
from corridor.pricing.ports import PortLink, price_ports

# Sets of dated pieces whose windows are kept with a part of hauls.
_MOST_MET = 32


class Assembly:
    """Assembles one network."""

    def __init__(self, frame: Frame) -> None:
        """Keep what it is made from."""
        self.frame = frame
        self.links = OwnLinks(frame)

    def network(self) -> Network:
        """Collect the query's own links and put all into arrays."""
        base = self.frame.base
        hauls, calls, ports = self.links.collect()
        port_bills = [base.bills[LinkKind.PORT]]
        if calls:
            port_bills.append(Bill(price_ports(calls, base.load, base.library)))
        return self._assembled(hauls, [*base.ports, *calls], tuple(port_bills), ports)

    # Assembly ----------------------------------------------------------------------------

    def _assembled(
        self,
        hauls: Hauls,
        ports: list[PortLink],
        port_bills: tuple[Bill, ...],
        own_ports: dict[int, str],
    ) -> Network:
        frame, base, own = self.frame, self.frame.base, self.links.own
        count, layers = len(base.tail), self.links.layers
        per_layer = self.links.per_layer
        shifts = np.repeat([*np.arange(layers) * per_layer, 0], [*[count] * layers, len(own.tail)])
        lifted, below, rise = self._lifted()
        ends = (frame.origin.country, frame.destination.country)
        shut = shut_links(base, frame.constraints, ends, self.links.replaced)
        by_closure, stored_timed = self._stored_windows()
        own_kind = np.array(own.kind, dtype=np.uint8)
        own_row = np.array(own.row, dtype=np.int64)
        values = self._own_values(hauls, port_bills, own_kind, own_row)
        elements, own_element = _elements(base.elements, own.element)

        def both(stored: npt.NDArray[Any], added: npt.NDArray[Any]) -> npt.NDArray[Any]:
            """A column: stored links layer by layer, the query's own, those that lead up."""
            if layers == 1:
                return np.concatenate([stored, added])
            return np.concatenate([np.tile(stored, layers), added, stored[lifted]])

        if layers > 1:
            shifts = np.concatenate([shifts, below * per_layer])
        up = np.zeros(len(shifts), dtype=np.int64)
        up[layers * count + len(own.tail) :] = rise * per_layer

        tails = np.array(own.tail, dtype=np.int64)
        # A haul kept in a part but out of this query's modes has no ends.
        gone = tails < 0
        tails[gone] = 0
        lacking = both(base.lacking & ~shut & ~by_closure, values["lacking"] & ~gone)
        countries, state_country = self._countries()
        time = both(base.time, values["time"])
        tail = both(base.tail, tails) + shifts
        head = both(base.head, np.array(own.head, dtype=np.int64)) + shifts + up
        kind = both(base.kind, own_kind)
        moving = (kind == LinkKind.LINE_HAUL.code) | (kind == LinkKind.SAILING.code)
        return Network(
            source=self.links.source,
            target=self.links.target,
            size=self.links.target + 1,
            per_layer=per_layer,
            tail=tail,
            head=head,
            kind=kind,
            star=SortedLinks(tail, head, self.links.target + 1, moving),
            row=both(base.row, own_row),
            cost=both(base.cost, values["cost"]),
            time=time,
            co2e=both(base.co2e, values["co2e"]),
            length_m=both(base.length_m, values["length_m"]),
            shut=both(shut | base.lacking | by_closure, gone | values["lacking"]),
            closed=both(by_closure & ~shut & ~base.lacking, np.zeros(len(tails), dtype=np.bool_)),
            lacking=lacking,
            elements=elements,
            element_of=both(base.element_of, own_element),
            timed=self._timed(hauls, count, own_kind, own_row, own_ports, stored_timed, lifted),
            hauls=hauls,
            bills={
                **{k: (b,) for k, b in base.bills.items() if k != LinkKind.LINE_HAUL},
                LinkKind.PORT: port_bills,
                LinkKind.ACCESS: (self.links.end_bill,),
            },
            borders=base.borders,
            transfers=base.transfers,
            ports=ports,
            sailings=base.sailings,
            book=frame.book,
            discouraged=self._discouraged(hauls, own_kind, own_row, lifted),
            vias=frame.constraints.via,
            inner=self.links.inner,
            ends=(frame.origin.place, frame.destination.place),
            countries=countries,
            state_country=state_country,
            through=base.library.through_lines,
        )

    def _countries(self) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
        """Names of countries, and the country of every state by number."""
        frame, links = self.frame, self.links
        names, of_stop = frame.shelf.kept("stop countries", 0, lambda: _stop_countries(frame.graph))
        ends = [e.country for e in (frame.origin, frame.destination)]
        names = (*names, *dict.fromkeys(c for c in ends if c not in names))
        first, last = (names.index(c) for c in ends)
        # What is no stop's state belongs to the end of the journey.
        found = np.full(links.target + 1, last, dtype=np.int64)
        found[: links.layers * links.per_layer] = np.tile(np.repeat(of_stop, 2), links.layers)
        found[links.source] = first
        return names, found

    def _lifted(self) -> tuple[npt.NDArray[np.int64], ...]:
        """Stored links that meet stops: their numbers, layers they lead from, layers they rise."""
        lifts = self.links.lifts
        if not lifts:
            return (np.zeros(0, dtype=np.int64),) * 3
        sizes = [len(links) for links, _, _ in lifts]
        return (
            np.concatenate([links for links, _, _ in lifts]),
            np.repeat([layer for _, layer, _ in lifts], sizes),
            np.repeat([up for _, _, up in lifts], sizes),
        )

    def _discouraged(
        self,
        hauls: Hauls,
        kind: npt.NDArray[np.uint8],
        row: npt.NDArray[np.int64],
        lifted: npt.NDArray[np.int64],
    ) -> npt.NDArray[np.float64] | None:
        """Share of each link that is discouraged, None when nothing is."""
        frame, named = self.frame, self.frame.constraints.discourage
        if not named:
            return None
        lengths = frame.book.lengths_m
        stored = base_shares(frame.base, named, self.links.dear, lengths)
        by_row = np.concatenate(
            [
                np.where(
                    np.isin(part.links.country, list(named.ids(RefKind.COUNTRY))),
                    1.0,
                    haul_shares(part, self.links.dear, lengths),
                )
                for part in hauls.parts
            ]
        )
        own = np.zeros(len(kind))
        own[kind == LinkKind.LINE_HAUL.code] = by_row[row[kind == LinkKind.LINE_HAUL.code]]
        return np.concatenate([np.tile(stored, self.links.layers), own, stored[lifted]])

    def _own_values(
        self,
        hauls: Hauls,
        port_bills: tuple[Bill, ...],
        kind: npt.NDArray[np.uint8],
        row: npt.NDArray[np.int64],
    ) -> dict[str, npt.NDArray[Any]]:
        """Prices of the query's own links; ways between layers are free."""
        values: dict[str, npt.NDArray[Any]] = {
            name: np.zeros(len(row), dtype=np.int64)
            for name in ("cost", "time", "co2e", "length_m")
        }
        values["lacking"] = np.zeros(len(row), dtype=np.bool_)
        for n, part in enumerate(hauls.parts[1:], 1):
            first, after = hauls.offsets[n], hauls.offsets[n + 1]
            at = np.flatnonzero((kind == LinkKind.LINE_HAUL.code) & (row >= first) & (row < after))
            if len(at):
                bill, rows = part.bill, row[at] - first
                for name, column in (
                    ("cost", bill.cost),
                    ("time", bill.time),
                    ("co2e", bill.co2e),
                    ("lacking", bill.lacking),
                    ("length_m", part.links.length_m),
                ):
                    values[name][at] = column[rows]
        for at_one in np.flatnonzero(kind == LinkKind.PORT.code).tolist():
            bill, one = port_bills[1], int(row[at_one]) - len(port_bills[0])
            values["cost"][at_one] = bill.cost[one]
            values["time"][at_one] = bill.time[one]
            values["lacking"][at_one] = bill.lacking[one]
        free = kind == LinkKind.ACCESS.code
        values["cost"][free] = self.links.end_bill.cost[row[free]]
        values["time"][free] = self.links.end_bill.time[row[free]]
        return values

    def _stored_windows(self) -> tuple[npt.NDArray[np.bool_], dict[int, tuple[Timed, ...]]]:
        """Stored links closed for good, and those with windows; kept for the next query."""
        frame, base = self.frame, self.frame.base
        if frame.windows_key is None:
            return stored_windows(base, frame.windows)
        price = base.pricing
        key = (frame.windows_key, base.load.consignment, price.crew, price.rail_service)
        return frame.shelf.kept("windows", key, lambda: stored_windows(base, frame.windows))

    def _timed(
        self,
        hauls: Hauls,
        count: int,
        own_kind: npt.NDArray[np.uint8],
        own_row: npt.NDArray[np.int64],
        own_ports: Mapping[int, str],
        stored: Mapping[int, tuple[Timed, ...]],
        lifted: npt.NDArray[np.int64],
    ) -> dict[int, tuple[Timed, ...]]:
        """Closures in time by link."""
        windows = self.frame.windows
        found = dict(stored)
        if self.links.dated:
            found.update(self._met_on(self.frame.base.hauls))
        for layer in range(1, self.links.layers):
            shift = layer * count
            found.update({n + shift: t for n, t in found.items() if n < count})
        first_own = self.links.layers * count
        first_up = first_own + len(own_kind)
        found.update({first_up + n: found[k] for n, k in enumerate(lifted.tolist()) if k in found})
        for at, port in own_ports.items():
            met = windows.get(Ref(RefKind.PORT, port))
            if met:
                found[first_own + at] = (Timed(0, met),)
        if self.links.dated:
            over: dict[int, tuple[Timed, ...]] = {}
            for part, offset in zip(hauls.parts[1:], hauls.offsets[1:], strict=False):
                over.update((offset + row, met) for row, met in self._met_on(part).items())
            for at in np.flatnonzero(own_kind == LinkKind.LINE_HAUL.code).tolist():
                row = int(own_row[at])
                if row in over:
                    found[first_own + at] = over[row]
        return found

    def _met_on(self, part: HaulPart) -> dict[int, tuple[Timed, ...]]:
        """Closures in time on the hauls of a part; kept with a part that is itself kept."""
        dated, book = self.links.dated, self.frame.book
        key = tuple(dated.items())
        if key not in part.met:
            if len(part.met) >= _MOST_MET:
                part.met.clear()
            minutes = part.bill.time
            part.met[key] = {
                row: haul_windows(book, part.pieces(row), int(minutes[row]), dated)
                for row in rows_over(part, np.array(sorted(dated))).tolist()
            }
        found: dict[int, tuple[Timed, ...]] = part.met[key]
        return found


def _stop_countries(graph: CorridorGraph) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
    """Names of countries, and that of every stop by number."""
    names, numbers = np.unique(graph.place_country[graph.stop_place], return_inverse=True)
    return tuple(names.tolist()), numbers.astype(np.int64)


def _elements(
    stored: tuple[Ref | None, ...], added: Iterable[Ref | None]
) -> tuple[tuple[Ref | None, ...], npt.NDArray[np.int64]]:
    """Elements with those of the query's own links, and the numbers of the latter."""
    number = {name: n for n, name in enumerate(stored)}
    numbers = [number.setdefault(name, len(number)) for name in added]
    return tuple(number), np.array(numbers, dtype=np.int64)
