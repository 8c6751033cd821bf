"""
Links of a block train of the consignment's own, beside ordinary traffic.

It runs wherever ordinary trains do, on states of its own, so that borders are paid as its freight
has them and no part of a way changes between the two without a terminal. It is there only for
loads large enough that buying one can pay.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from corridor.graph.corridor_graph import CorridorGraph
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.planning.links.bills import HaulPart, HaulPricing
from corridor.planning.links.collect import Collected
from corridor.planning.links.kinds import arr, dep
from corridor.planning.links.table import LinkRow
from corridor.planning.time.calendar import TRAIN_ASKED_FOR
from corridor.pricing.hauls import HaulLinks
from corridor.pricing.trains import BLOCK_TRAIN, WHOLE_TRAIN, boxes_of, least_boxes

# Links by which a train is boarded.
_BOARDED = (LinkKind.TRANSFER, LinkKind.PORT)


@dataclass(frozen=True)
class OwnPart(HaulPart):
    """Hauls by a block train of one's own; `whole` = more boxes are paid than are sent."""

    whole: bool = False

    def service(self, row: int) -> str:  # noqa: ARG002 - all alike
        """Whether a whole train is bought for fewer boxes than it takes."""
        return WHOLE_TRAIN if self.whole else BLOCK_TRAIN


def rail_stops(graph: CorridorGraph) -> frozenset[int]:
    """Stops of the railway; those behind the ones of the graph are of trucks under a carnet."""
    return frozenset(np.flatnonzero(graph.stop_mode == Mode.RAIL.code).tolist())


def own_pricing(pricing: HaulPricing) -> HaulPricing:
    """What hauls of one's own block train are priced with: at least the boxes that make one."""
    load, dataset = pricing.load, pricing.dataset
    lacking = max(1.0, least_boxes(dataset) / boxes_of(load))
    paid = replace(load, units=int(np.ceil(load.units * lacking)))
    return replace(pricing, load=paid, service_class=BLOCK_TRAIN, line_by_train=False)


def own_part(
    graph: CorridorGraph, hauls: HaulPart, pricing: HaulPricing, key: Hashable
) -> tuple[OwnPart, list[tuple[int, int, str]]]:
    """Hauls of one's own train, and the stops they lead from and to with their country."""
    rail = np.flatnonzero(hauls.links.mode == Mode.RAIL.code)
    all_hauls = hauls.links
    links = HaulLinks(
        all_hauls.country[rail],
        all_hauls.mode[rail],
        all_hauls.length_m[rail],
        all_hauls.way[rail],
        None if all_hauls.electric is None else all_hauls.electric[rail],
        None if all_hauls.on_line is None else all_hauls.on_line[rail],
    )
    numbers = [hauls.segments(row) for row in rail.tolist()]
    ptr = np.concatenate([[0], np.cumsum([len(n) for n in numbers])]).astype(np.int64)
    own = own_pricing(pricing)
    part = OwnPart(
        links,
        hauls.gauge[rail],
        hauls.estimated_m[rail],
        ptr,
        np.array([n for path in numbers for n in path], dtype=np.int64),
        own,
        ("own train", key),
        whole=own.load.units > pricing.load.units,
    )
    ends = zip(
        graph.haul_tail[rail].tolist(),
        graph.haul_head[rail].tolist(),
        links.country.tolist(),
        strict=True,
    )
    return part, [(tail, head, str(country)) for tail, head, country in ends]


def asked_for(found: Collected, is_rail: Callable[[int], bool]) -> Collected:
    """
    Links where all traffic by rail is block trains, which are asked for and ridden on.

    No next train is waited for: what comes to the railway by another mode waits until the train
    asked for at the departure stands ready, what changes gauge goes on at once. `is_rail` says
    whether a stop is one of the railway.
    """
    rows = [
        row._replace(names=(*row.names, TRAIN_ASKED_FOR))
        if row.kind in _BOARDED and is_rail(row.head // 2) and not is_rail(row.tail // 2)
        else row
        for row in found.rows
    ]
    return replace(
        found,
        rows=tuple(rows),
        transfers=[replace(t, waits=False) for t in found.transfers],
        ports=[replace(p, waits=False) for p in found.ports],
    )


def own_gates(
    found: Collected, is_rail: Callable[[int], bool], stop: Callable[[int], int]
) -> Iterator[LinkRow]:
    """
    Borders, changes and port calls as one's own train meets them.

    Who boards it waits until the train asked for at the departure stands ready.

    Parameters
    ----------
    found
        Those of ordinary traffic.
    is_rail
        Whether a stop of the graph is one of the railway.
    stop
        The number that a stop has for the train.

    Yields
    ------
    LinkRow
        A link between its states.
    """
    for row in found.rows:
        if row.kind not in (LinkKind.BORDER, LinkKind.TRANSFER, LinkKind.PORT):
            continue
        tail, head = row.tail // 2, row.head // 2
        left, entered = is_rail(tail), is_rail(head)
        if not left and not entered:
            continue
        own = row
        if left:
            own = own._replace(tail=arr(stop(tail)))
        if entered:
            own = own._replace(head=dep(stop(head)))
            if not left:
                own = own._replace(names=(*own.names, TRAIN_ASKED_FOR))
        yield own
