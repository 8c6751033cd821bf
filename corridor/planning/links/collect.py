"""Collect the links that are no line-hauls: borders, transfers, port calls and sailings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from corridor.graph.corridor_graph import CorridorGraph, border_end
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.ref import Ref, RefKind
from corridor.model.status import RUNNING, Built
from corridor.planning.links.carnet import CarnetStates, life_of
from corridor.planning.links.kinds import (
    BY_DESTINATION,
    BY_ORIGIN,
    BY_UNION,
    LOCAL,
    TRANSIT,
    arr,
    dep,
)
from corridor.planning.links.table import LinkRow
from corridor.pricing.borders import BorderLink
from corridor.pricing.gaps import cargo_gap, post_gap
from corridor.pricing.load import Load
from corridor.pricing.ports import PortLink, TransferLink
from corridor.pricing.regimes import TIR, Passage, in_force, speaking
from corridor.pricing.sea.rotations import ways
from corridor.pricing.sea.sailings import SailingLink
from corridor.pricing.sea.surcharges import goes_on, sets_out
from corridor.tables.dataset import Dataset
from corridor.tables.records import Terminal


@dataclass(frozen=True)
class Collected:
    """
    Links in the order of their kinds, and what each is: `row` of a link numbers its kind's.

    `stops` is how many stops there are, those of trucks under a carnet among them.
    """

    rows: tuple[LinkRow, ...]
    borders: list[BorderLink]
    transfers: list[TransferLink]
    ports: list[PortLink]
    sailings: list[SailingLink]
    stops: int


def collected(
    graph: CorridorGraph, dataset: Dataset, load: Load, carnet: CarnetStates
) -> Collected:
    """All borders, transfers, port calls and sailings that a load may use."""
    stops = _Stops(graph)
    borders = list(_borders(dataset, stops, load, carnet))
    transfers = list(_transfers(dataset, stops, load))
    ports = [*_ports(dataset, stops, load), *_ship_changes(dataset, stops, load)]
    sailings = list(_sailings(dataset, stops))
    return Collected(
        tuple(
            row._replace(row=number)
            for found in (borders, transfers, ports, sailings)
            for number, (row, _) in enumerate(found)
        ),
        [link for _, link in borders],
        [link for _, link in transfers],
        [link for _, link in ports],
        [link for _, link in sailings],
        len(carnet.stop_of),
    )


@dataclass(frozen=True)
class _Stops:
    """Stops of the graph by place."""

    graph: CorridorGraph

    @cached_property
    def _of_place(self) -> dict[int, list[tuple[int, int, int]]]:
        found: dict[int, list[tuple[int, int, int]]] = {}
        for (place, mode, gauge), stop in self.graph.stop_index.items():
            found.setdefault(place, []).append((stop, mode, gauge))
        return found

    def at(self, place_id: str, mode: int, gauge: int | None = None) -> list[int]:
        """Stops of a place for a mode, and a gauge if given."""
        place = self.graph.place_index.get(place_id, -1)
        return [
            s
            for s, m, g in self._of_place.get(place, ())
            if m == mode and (gauge is None or g == gauge)
        ]


def _borders(
    dataset: Dataset, stops: _Stops, load: Load, carnet: CarnetStates
) -> Iterator[tuple[LinkRow, BorderLink]]:
    for crossing in dataset.crossings:
        if post_gap(crossing) is not None:
            continue
        mode = crossing.mode.code
        ends = (crossing.country_a, crossing.country_b)
        for here, there in (ends, ends[::-1]):
            tails = stops.at(border_end(crossing.id, here), mode)
            heads = stops.at(border_end(crossing.id, there), mode)
            for tail, head in zip(tails, heads, strict=False):
                for variant in (LOCAL, TRANSIT):
                    named = Ref(RefKind.CROSSING, crossing.id)
                    row = LinkRow(
                        arr(tail),
                        dep(head),
                        LinkKind.BORDER,
                        0,
                        named,
                        (named, Ref(RefKind.LIFE, crossing.key)),
                        needs=1 << mode,
                        countries=ends,
                        variant=variant,
                        variant_by=BY_ORIGIN | BY_DESTINATION,
                        variant_country=there,
                        idle=crossing.status != Built.OPEN,
                    )
                    link = BorderLink(crossing, here, there, variant == TRANSIT)
                    if crossing.mode != Mode.ROAD:
                        yield row, link
                        continue
                    for start, end, under in _regimes(link, dataset, load, carnet, (tail, head)):
                        lived = (life_of(under.regime),) if under.regime else ()
                        yield row._replace(tail=start, head=end, names=(*row.names, *lived)), under


def _regimes(
    link: BorderLink,
    dataset: Dataset,
    load: Load,
    carnet: CarnetStates,
    stops: tuple[int, int],
) -> Iterator[tuple[int, int, BorderLink]]:
    """States between which a road border leads under each regime that may be used there."""
    passage = Passage(link.crossing, link.country_from, link.country_to, link.transit)
    for regime in in_force(speaking(dataset, passage, load.consignment.cargo_class)):
        under = replace(link, regime=regime)
        if regime.kind != TIR:
            yield arr(stops[0]), dep(stops[1]), under
            continue
        for start, end, is_open in carnet.borders(*stops):
            yield start, end, replace(under, carnet_open=is_open)


def _transfers(
    dataset: Dataset, stops: _Stops, load: Load
) -> Iterator[tuple[LinkRow, TransferLink]]:
    for terminal in dataset.terminals:
        modes = terminal.mode_a.code, terminal.mode_b.code
        sides = [(terminal.mode_a, terminal.gauge_a_mm), (terminal.mode_b, terminal.gauge_b_mm)]
        # A change of truck is an item of the border there.
        if Mode.SEA.code in modes or sides[0] == sides[1] or cargo_gap(terminal, load) is not None:
            continue
        country = terminal.country
        for (left, gauge), (into, next_gauge) in (sides, sides[::-1]):
            tails = stops.at(terminal.hub_id, left.code, gauge)
            heads = stops.at(terminal.hub_id, into.code, next_gauge)
            for tail, head, variant in product(tails, heads, (LOCAL, TRANSIT)):
                row = LinkRow(
                    arr(tail),
                    dep(head),
                    LinkKind.TRANSFER,
                    0,
                    names=_of_terminal(terminal),
                    needs=(1 << modes[0]) | (1 << modes[1]),
                    countries=(country, ""),
                    variant=variant,
                    variant_by=BY_ORIGIN | BY_DESTINATION | BY_UNION,
                    variant_country=country,
                    locals_only=_locals_only(terminal),
                )
                yield row, TransferLink(terminal, into, variant == TRANSIT, left, gauge)


def _ports(dataset: Dataset, stops: _Stops, load: Load) -> Iterator[tuple[LinkRow, PortLink]]:
    quays: dict[str, list[Terminal]] = {}
    for terminal in dataset.terminals:
        if Mode.SEA in (terminal.mode_a, terminal.mode_b) and cargo_gap(terminal, load) is None:
            quays.setdefault(terminal.hub_id, []).append(terminal)
    for port in dataset.ports:
        country = dataset.hub[port.id].country
        named = Ref(RefKind.PORT, port.id)
        (sea,) = stops.at(port.id, Mode.SEA.code)
        for terminal in quays.get(port.id, ()):
            land = terminal.mode_a if terminal.mode_b == Mode.SEA else terminal.mode_b
            ways = (("in", BY_DESTINATION), ("out", BY_ORIGIN))
            for stop, (flow, by), variant in product(
                stops.at(port.id, land.code), ways, (LOCAL, TRANSIT)
            ):
                tail, head = (sea, stop) if flow == "in" else (stop, sea)
                row = LinkRow(
                    arr(tail),
                    dep(head),
                    LinkKind.PORT,
                    0,
                    named,
                    (named, *_of_terminal(terminal)),
                    needs=Mode.SEA.bit | land.bit,
                    countries=(country, terminal.country),
                    variant=variant,
                    variant_by=by,
                    variant_country=country,
                    locals_only=_locals_only(terminal),
                )
                yield row, PortLink(port, flow, variant == TRANSIT, terminal)


def _ship_changes(
    dataset: Dataset, stops: _Stops, load: Load
) -> Iterator[tuple[LinkRow, PortLink]]:
    """From ship to ship, for boxes; a truck or wagon rolls off its ferry on land."""
    if load.family != "container":
        return
    for change in dataset.ship_changes:
        country = dataset.hub[change.port_id].country
        named = Ref(RefKind.PORT, change.port_id)
        (sea,) = stops.at(change.port_id, Mode.SEA.code)
        row = LinkRow(
            arr(sea),
            dep(sea),
            LinkKind.PORT,
            0,
            named,
            (named, Ref(RefKind.AT, change.port_id), Ref(RefKind.LIFE, change.key)),
            needs=Mode.SEA.bit,
            countries=(country, ""),
        )
        yield row, PortLink(dataset.port[change.port_id], "across", True, None, change)


def _sailings(dataset: Dataset, stops: _Stops) -> Iterator[tuple[LinkRow, SailingLink]]:
    for service in dataset.sea_services:
        for back in ways(service, dataset.sea_rotations):
            sailing = SailingLink(service, back)
            (tail,) = stops.at(sailing.start, Mode.SEA.code)
            (head,) = stops.at(sailing.end, Mode.SEA.code)
            names = (
                Ref(RefKind.SERVICE, service.id),
                Ref(RefKind.LIFE, service.key),
                Ref(RefKind.TIMETABLE, f"{service.id}:{sailing.start}"),
                *(Ref(RefKind.CALLS, p) for p in (sailing.start, sailing.end)),
                *(Ref(RefKind.PASSAGE, p) for p in service.passages),
            )
            idle = service.status not in RUNNING
            row = LinkRow(
                dep(tail),
                arr(head),
                LinkKind.SAILING,
                0,
                names=names,
                needs=Mode.SEA.bit,
                idle=idle,
            )
            yield from _told_apart(dataset, row, sailing)


def _told_apart(
    dataset: Dataset, row: LinkRow, sailing: SailingLink
) -> Iterator[tuple[LinkRow, SailingLink]]:
    """A sailing, twice where a surcharge asks by where the goods come from or go to."""
    ends = sailing.start, sailing.end
    country = {p: dataset.hub[p].country for p in ends}
    if any(sets_out(charge, *ends) for charge in dataset.sea_surcharges):
        by, home = BY_ORIGIN, country[sailing.start]
    elif any(goes_on(charge, *ends) for charge in dataset.sea_surcharges):
        by, home = BY_DESTINATION, country[sailing.end]
    else:
        yield row, sailing
        return
    for variant in (LOCAL, TRANSIT):
        local = variant == LOCAL
        yield (
            row._replace(variant=variant, variant_by=by, variant_country=home),
            replace(
                sailing,
                from_home=by == BY_ORIGIN and local,
                to_others=by == BY_DESTINATION and not local,
            ),
        )


def _of_terminal(terminal: Terminal) -> tuple[Ref, ...]:
    """What options, closures and days name of a terminal."""
    return (
        Ref(RefKind.AT, terminal.hub_id),
        Ref(RefKind.TERMINAL, terminal.id),
        Ref(RefKind.LIFE, terminal.key),
    )


def _locals_only(terminal: Terminal) -> str:
    return terminal.country if terminal.open_to_transit == "no" else ""
