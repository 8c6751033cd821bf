"""Why a stop asked for cannot be made: the reason of no way that lies in a `--via` alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from corridor.errors import NoRouteError, shown
from corridor.geo import great_circle_km
from corridor.model.link_kind import LinkKind
from corridor.model.mode import MODES, Mode
from corridor.model.objective import Weights
from corridor.model.query import Query
from corridor.model.ref import Ref, RefKind, RefSet
from corridor.model.status import NOT_BUILT, RUNNING, Built
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.star import IntArray
from corridor.planning.query.constraints import (
    CROSSED,
    HANDLED,
    PASSED,
    PORT_CALL,
    Constraints,
    Via,
)
from corridor.planning.search.search import Search
from corridor.tables.dataset import Dataset
from corridor.tables.records import Hub

# A port farther off than this is no advice.
_NEAR_KM = 300.0
_DOES = {PORT_CALL: "calls at", CROSSED: "crosses at", HANDLED: "is handled at"}


@dataclass(frozen=True)
class Unmet:
    """
    What explains a stop that no way makes.

    `build` makes the network under some constraints, `lifted` the same with closures, planned
    lines and services that do not run taken as open.
    """

    dataset: Dataset
    query: Query
    constraints: Constraints
    build: Callable[[Constraints], SearchGraph]
    lifted: Callable[[Constraints], SearchGraph]

    def error(self) -> NoRouteError | None:
        """
        The refusal that names the stop; None where something else is why there is no way.

        A way must exist without the stops. A stop that opening something would let be made is
        left to the closures.
        """
        limits = self.constraints
        if not limits.via or not _joined(self.build(replace(limits, via=()))):
            return None
        for via in limits.via:
            alone = replace(limits, via=(via,))
            if not _joined(self.build(alone)):
                return self._refused(via, alone)
        if _joined(self.lifted(limits)):
            return None
        names = ", ".join(shown(v.text) for v in limits.via)
        return self._said(
            f"no path makes the stops {names} in this order", "another order, or fewer --via"
        )

    def _refused(self, via: Via, alone: Constraints) -> NoRouteError | None:
        reason, remedy = self._by_tables(via)
        if not reason:
            if _joined(self.lifted(alone)):
                return None
            reason = f"no path leads to {via.name} and from there on"
            remedy = "another --via, or none"
        text = f"--via {shown(via.text)} ({via.kind} {via.name}): {reason}"
        return self._said(text, remedy)

    def with_towns(self, error: NoRouteError) -> NoRouteError:
        """The refusal, with how to mean the town where a stop was read as its port."""
        towns = [v.text for v in self.constraints.via if v.kind == PORT_CALL and v.hubs - v.ids]
        if not towns:
            return error
        words = ", ".join(f'or --via "{t} (town)" to pass the town, not its port' for t in towns)
        return NoRouteError(error.what, remedy=f"{error.remedy}, {words}", cut=error.cut)

    def _said(self, text: str, remedy: str) -> NoRouteError:
        names = f"{shown(self.query.origin)} -> {shown(self.query.destination)}"
        return NoRouteError(f"no itinerary {names}: {text}", remedy=remedy, cut=("via",))

    # What the tables say of the stop itself ----------------------------------------------

    def _by_tables(self, via: Via) -> tuple[str, str]:
        """Why nothing at the stop serves the unit, and what may be done; '' when something does."""
        unit = self.query.consignment.unit
        carried = self.dataset.unit[unit].modes
        needed = self._modes(via)
        if via.kind == PASSED:
            return self._town(via, carried)
        if needed and not any(set(n) <= set(carried) for n in needed):
            lacking = sorted({m for n in needed for m in n} - set(carried))
            return f"a {unit} goes by no {' or '.join(lacking)}", "another --unit, or no such stop"
        # Fetching by truck is free of --modes.
        allowed = {*self.query.modes, *({Mode.ROAD} & set(carried) if via.kind != CROSSED else ())}
        if needed and not any(set(n) <= allowed for n in needed):
            lacking = sorted({m for n in needed for m in n} - allowed)
            modes = [m for m in MODES if m in (*self.query.modes, *lacking)]
            text = f"--modes {','.join(self.query.modes)} leaves out {' and '.join(lacking)}"
            return text, f"--modes {','.join(modes)}"
        network = self.lifted(replace(self.constraints, via=()))
        if via.kind == PORT_CALL:
            return self._port(via, network)
        if via.kind in _DOES and not len(links_at(network, via)):
            return f"nothing that carries a {unit} {_DOES[via.kind]} {via.name}", "another --unit"
        return "", ""

    def _modes(self, via: Via) -> list[tuple[str, ...]]:
        """Modes that the stop needs, one set for each thing that would do; empty for a town."""
        if via.kind == PORT_CALL:
            return [(Mode.SEA,)]
        if via.kind == CROSSED:
            return [(self.dataset.crossing[c].mode,) for c in sorted(via.ids)]
        rows = [t for t in self.dataset.terminals if t.id in via.ids]
        return [(t.mode_a, t.mode_b) for t in rows] if via.kind == HANDLED else []

    def _town(self, via: Via, carried: tuple[str, ...]) -> tuple[str, str]:
        unit, rows = self.query.consignment.unit, self.dataset.sections
        built = {s.mode for s in rows if via.ids & {s.from_id, s.to_id} and s.status == Built.OPEN}
        if not built & set(carried):
            lacking = " and no ".join(Mode(m).line for m in carried if m != Mode.SEA)
            return f"it has no {lacking}, and a {unit} goes by nothing else", "another --unit"
        modes = ",".join(self.query.modes)
        if not built & set(self.query.modes):
            ways = " and ".join(Mode(m).line for m in sorted(built))
            return f"--modes {modes} leaves out its {ways}", f"--modes {modes},{min(built)}"
        return "", ""

    def _port(self, via: Via, network: SearchGraph) -> tuple[str, str]:
        unit, name = self.query.consignment.unit, via.name
        sails = [
            link
            for link in np.flatnonzero(
                (network.kind == LinkKind.SAILING.code) & ~network.shut
            ).tolist()
            for service in (network.sailings[int(network.row[link])].service,)
            if via.ids & {service.from_port, service.to_port}
        ]
        ship = "ro-ro service" if unit == "truck" else "service"
        other = "--unit FEU" if unit in ("truck", "wagon", "platform") else "another port"
        if not sails:
            text = f"no {ship} that carries a {unit} calls at {name}"
            near = self._nearest_port(via, network)
            if near is None:
                return text, other
            return f"{text}; the nearest port with one is {near.name}", f"--via {near.id}"
        if not len(links_at(network, via)):
            text = f"no terminal of the tables moves a {unit} between ship and land at {name}"
            return f"{text}, and no row of ship_changes tells of ship to ship there", other
        return "", ""

    def _nearest_port(self, via: Via, network: SearchGraph) -> Hub | None:
        """The port near a stop from which a service that runs carries the unit."""
        links = np.flatnonzero((network.kind == LinkKind.SAILING.code) & ~network.shut).tolist()
        services = [network.sailings[int(network.row[link])].service for link in links]
        ports = {
            p
            for s in services
            if s.status in RUNNING
            for p in (s.from_port, s.to_port)
            if len(links_at(network, replace(via, ids=frozenset({p}))))
        }
        here = self.dataset.hub[min(via.ids)]

        def far_km(hub: Hub) -> float:
            return float(great_circle_km(here.lon, here.lat, hub.lon, hub.lat))

        near = [h for h in (self.dataset.hub[p] for p in sorted(ports)) if far_km(h) <= _NEAR_KM]
        return min(near, key=far_km, default=None)


def lifted(constraints: Constraints, dataset: Dataset, closed: frozenset[Ref]) -> Constraints:
    """Constraints with every closure, planned crossing and idle service open."""
    idle = [Ref(RefKind.SERVICE, s.id) for s in dataset.sea_services if s.status not in RUNNING]
    planned = [Ref(RefKind.CROSSING, c.id) for c in dataset.crossings if c.status in NOT_BUILT]
    passages = {Ref(RefKind.PASSAGE, p) for s in dataset.sea_services for p in s.passages}
    return replace(
        constraints,
        avoid=RefSet(),
        close=RefSet(),
        open=RefSet.of((*idle, *planned)),
        lifted=closed | passages,
    )


def links_at(network: SearchGraph, via: Via) -> IntArray:
    """Links open to the load that make a port call, a crossing or a change at a terminal."""
    found = []
    for link in np.flatnonzero(~network.shut & (network.kind != LinkKind.SAILING.code)).tolist():
        kind, row = network.kind_of(link), int(network.row[link])
        if kind is LinkKind.BORDER:
            key, wanted = network.borders[row].crossing.id, CROSSED
        elif kind is LinkKind.PORT:
            call = network.ports[row]
            if call.terminal is None and (call.change is None or via.kind == HANDLED):
                continue
            by_row = via.kind == HANDLED and call.terminal is not None
            key = call.terminal.id if by_row and call.terminal else call.port.id
            wanted = HANDLED if by_row else PORT_CALL
        elif kind is LinkKind.TRANSFER:
            key, wanted = network.transfers[row].terminal.id, HANDLED
        else:
            continue
        if wanted == via.kind and key in via.ids:
            found.append(link)
    return np.array(found, dtype=np.int64)


def _joined(network: SearchGraph) -> bool:
    return Search(network, Weights(time_w=1)).best() is not None
