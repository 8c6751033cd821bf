"""Why no route exists: what cuts the network, and the cheapest thing that would join it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from corridor.costing.rules import barred_by
from corridor.errors import NoRouteError, shown
from corridor.model.query import MODES, Query
from corridor.routing.constraints import Constraints, Named
from corridor.routing.network import BORDER, HAUL, PORT, SAILING, Network
from corridor.routing.search import Search, Weights
from corridor.routing.unserved import unserved
from corridor.sources.library import Library
from corridor.sources.records import Closure

# One barrier outweighs the minutes of any real way.
_BARRIER = 10**9

# Builds the network with constraints lifted and some shut or planned sections open.
Build = Callable[[Constraints, frozenset[str]], Network]


def explain_no_route(
    library: Library,
    constraints: Constraints,
    query: Query,
    network: Network,
    build: Build,
    closed: Mapping[str, Closure],
    ends: tuple[str, str],
) -> NoRouteError:
    """
    Find the fewest barriers whose removal would join origin and destination.

    Barriers are closures of the tables without an end, --close and --avoid; services that do
    not run. A closure with an end is waited out and bars nothing.

    Parameters
    ----------
    closed
        Closures without an end by subject, as 'crossing:id', 'port:id' or 'section:id'.
    """
    scenario = frozenset(
        s.id for s in library.sea_services if s.status not in ("service", "irregular")
    )
    planned = frozenset(c.id for c in library.crossings if c.status in ("planned", "construction"))
    relaxed = replace(
        constraints,
        avoid=Named(),
        close=Named(),
        open=Named(services=scenario, crossings=planned),
        lifted=frozenset(closed)
        | {f"passage:{p}" for s in library.sea_services for p in s.passages},
    )
    name = f"no itinerary {shown(query.origin)} -> {shown(query.destination)}"
    rules = {barred_by(r.id): r for r in library.rules if barred_by(r.id) in network.unpriced}
    told = "; ".join(f"{r.subject} ({r.id}): {r.text}" for _, r in sorted(rules.items()))
    sections = _sections(library, constraints, closed)
    barriers = _fewest(
        build(relaxed, frozenset(sections)),
        _Barriers(constraints, closed, scenario - constraints.open.services, sections, planned),
    )
    if barriers:
        cut = tuple(text for text, _ in barriers)
        besides = f"; barred by a rule for this load: {told}" if rules else ""
        fixes = [*(fix for _, fix in barriers), *(["another --cargo"] if rules else [])]
        return NoRouteError(
            f"{name}: every way is cut; the fewest barriers are {'; '.join(cut)}{besides}",
            remedy=", ".join(dict.fromkeys(fixes)),
            cut=cut,
        )
    lonely = unserved(library, query.consignment.unit, ends)
    if lonely is not None:
        return NoRouteError(f"{name}: {lonely.text}", remedy=lonely.remedy, cut=(lonely.hub_id,))
    if set(query.modes) != set(MODES):
        wider = build(replace(relaxed, modes=frozenset(MODES)), frozenset(sections))
        more = Search(wider, Weights(time_w=1))
        if more.connected:
            return NoRouteError(
                f"{name} by {', '.join(query.modes)} alone",
                remedy="--modes " + ",".join(MODES),
                cut=("modes",),
            )
    if rules:
        return NoRouteError(
            f"{name}: a rule bars every way for this load: {told}",
            remedy="another --unit, --weight or --cargo",
            cut=tuple(r.id for r in rules.values()),
        )
    hauls = sorted(r for r in network.unpriced if not r.startswith(("sea_rates", "terminal ")))
    if hauls:
        reason = hauls[0]
        return NoRouteError(
            f"{name}: links are missing a figure ({reason})",
            remedy="another --unit, or add the row with --data",
            cut=tuple(sorted(network.unpriced)),
        )
    hint = f"; planned crossings: {', '.join(sorted(planned))}" if planned else ""
    return NoRouteError(
        f"{name}: no link of the network joins them for this unit{hint}",
        remedy="another --unit, fewer --via, or a nearer place",
        cut=("missing link",),
    )


def _sections(
    library: Library, constraints: Constraints, closed: Mapping[str, Closure]
) -> dict[str, str]:
    """Sections that stand shut or are not built, and why."""
    opened = constraints.open.sections
    found = {s.id: "planned" for s in library.sections if s.status in ("planned", "construction")}
    found |= {c.subject_id: "closed" for s, c in closed.items() if s.startswith("section:")}
    found |= dict.fromkeys(constraints.avoid.sections, "avoid")
    found |= dict.fromkeys(constraints.close.sections, "close")
    return {s: why for s, why in sorted(found.items()) if s not in opened}


@dataclass(frozen=True)
class _Barriers:
    """What stands in the way on links of the relaxed network, and what would remove it."""

    constraints: Constraints
    closed: Mapping[str, Closure]
    idle: frozenset[str]
    sections: Mapping[str, str]  # 'closed', 'avoid', 'close' or 'planned', by section
    planned: frozenset[str]  # crossings not built

    def of(self, network: Network) -> list[tuple[str, ...]]:
        """Barriers on each link, as 'kind:id'."""
        store = network.book.store
        pieces = {
            piece: f"{why}:{section}"
            for section, why in self.sections.items()
            for piece in network.book.with_parts(store.pieces_of(section))
        }
        found: list[tuple[str, ...]] = []
        for kind, row in zip(network.kind.tolist(), network.row.tolist(), strict=True):
            barriers: tuple[str, ...] = ()
            if kind == HAUL:
                barriers = self._on_haul(network, row, pieces)
            elif kind == BORDER:
                barriers = self._at_gate("crossing", network.borders[row].crossing.id)
            elif kind == PORT:
                barriers = self._at_gate("port", network.ports[row].port.id)
            elif kind == SAILING:
                barriers = self._on_sailing(network, row)
            found.append(barriers)
        return found

    def _on_haul(self, network: Network, row: int, pieces: Mapping[int, str]) -> tuple[str, ...]:
        country = network.hauls.country(row)
        why = "outside" if country in self.constraints.outside else "avoid"
        found = [f"{why}:{country}"] if country in self.constraints.avoid.countries else []
        if pieces:
            met = (pieces.get(abs(p) - 1) for p in network.hauls.pieces(row))
            found += dict.fromkeys(b for b in met if b)
        return tuple(found)

    def _at_gate(self, kind: str, key: str) -> tuple[str, ...]:
        if self.constraints.close.holds(kind, key):
            return (f"close:{key}",)
        if self.constraints.avoid.holds(kind, key):
            return (f"avoid:{key}",)
        if kind == "crossing" and key in self.planned - self.constraints.open.crossings:
            return (f"planned:{key}",)
        return (f"closed:{key}",) if f"{kind}:{key}" in self.closed else ()

    def _on_sailing(self, network: Network, row: int) -> tuple[str, ...]:
        service = network.sailings[row][0]
        limits = self.constraints
        shut = sorted(set(service.passages) & (limits.avoid.passages | limits.close.passages))
        if shut:
            return (f"close:{shut[0]}",)
        return (f"idle:{service.id}",) if service.id in self.idle else ()

    def told(self, barrier: str) -> tuple[str, str]:
        """What is cut, and what would mend it."""
        kind, key = barrier.split(":", 1)
        rows = (self.closed.get(f"{k}:{key}") for k in ("crossing", "port", "section"))
        row = next((r for r in rows if r is not None), None)
        if kind == "closed" and row is not None:
            return f"{key} (closed, row {row.id})", f"--open {key}"
        if kind == "planned":
            return f"{key} (planned or being built)", f"--open {key}"
        if kind == "outside":
            return f"{key} (not in --only-countries)", f"add {key} to --only-countries"
        if kind == "idle":
            return f"{key} (no sailing today)", f"--open {key}"
        if kind == "close" and row is not None:
            return f"{key} (--close, and closed in the tables)", f"--open {key} alone"
        return f"{key} (--{kind})", f"drop --{kind} {key}"


def _fewest(network: Network, barriers: _Barriers) -> list[tuple[str, str]]:
    """What is cut and what would mend it, on the way with the fewest barriers, in order."""
    names = barriers.of(network)
    count = np.array([len(n) for n in names], dtype=np.int64)
    # Barriers count as money, so that waits and seasons are met at their real hours.
    barred = replace(network, cost=_BARRIER * count)
    found = Search(barred, Weights(cost_w=1, time_w=1)).best()
    if found is None:
        return []
    seen = dict.fromkeys(b for s in found.steps for b in names[s.link])
    return [barriers.told(b) for b in seen]
