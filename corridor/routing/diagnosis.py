"""Why no route exists: what cuts the network, and the cheapest thing that would join it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from corridor.costing.rules import barred_by
from corridor.errors import NoRouteError, shown
from corridor.model.query import MODES, Query
from corridor.routing.constraints import Constraints, Named
from corridor.routing.network import BORDER, HAUL, PORT, SAILING, Network
from corridor.routing.search import Found, Search, Weights
from corridor.sources.library import Library
from corridor.sources.records import Closure

# One barrier outweighs any sum of real links.
_BARRIER_MIN = 10**9

Build = Callable[[Constraints], Network]


def explain_no_route(
    library: Library,
    constraints: Constraints,
    query: Query,
    network: Network,
    build: Build,
    closed: Mapping[str, Closure],
) -> NoRouteError:
    """
    Find the fewest barriers whose removal would join origin and destination.

    Barriers are closures of the tables, --close and --avoid; services that do not run.
    """
    scenario = frozenset(
        s.id for s in library.sea_services if s.status not in ("service", "irregular")
    )
    planned = frozenset(c.id for c in library.crossings if c.status in ("planned", "construction"))
    relaxed = replace(
        constraints,
        avoid=Named(),
        close=Named(),
        open=Named(services=scenario),
        lifted=frozenset(closed)
        | {f"passage:{p}" for s in library.sea_services for p in s.passages}
        | {f"section:{c.subject_id}" for c in library.closures if c.subject_kind == "section"},
    )
    name = f"no itinerary {shown(query.origin)} -> {shown(query.destination)}"
    wide = build(relaxed)
    found = _fewest_barriers(wide, constraints, closed, scenario - constraints.open.services)
    if found is not None:
        barriers = _barriers(wide, found, constraints, closed, scenario)
        if barriers:
            cut = tuple(text for text, _ in barriers)
            return NoRouteError(
                f"{name}: every way is cut; the fewest barriers are {'; '.join(cut)}",
                remedy=", ".join(dict.fromkeys(fix for _, fix in barriers)),
                cut=cut,
            )
    if set(query.modes) != set(MODES):
        more = Search(build(replace(relaxed, modes=frozenset(MODES))), Weights(time_w=1))
        if more.connected:
            return NoRouteError(
                f"{name} by {', '.join(query.modes)} alone",
                remedy="--modes " + ",".join(MODES),
                cut=("modes",),
            )
    rules = {barred_by(r.id): r for r in library.rules if barred_by(r.id) in network.unpriced}
    if rules:
        told = "; ".join(f"{r.subject} ({r.id}): {r.text}" for _, r in sorted(rules.items()))
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


def _penalties(
    network: Network, constraints: Constraints, closed: Mapping[str, Closure], idle: frozenset[str]
) -> list[str]:
    """The barrier on each link, '' where there is none."""
    avoid, close = constraints.avoid, constraints.close
    names: list[str] = []
    for kind, row in zip(network.kind.tolist(), network.row.tolist(), strict=True):
        barrier = ""
        if kind == HAUL:
            country = network.hauls.country(row)
            barrier = f"avoid:{country}" if country in avoid.countries else ""
        elif kind == BORDER:
            key = network.borders[row].crossing.id
            if key in close.crossings:
                barrier = f"close:{key}"
            elif key in avoid.crossings:
                barrier = f"avoid:{key}"
            elif f"crossing:{key}" in closed:
                barrier = f"closed:{key}"
        elif kind == PORT:
            key = network.ports[row].port.id
            if key in close.ports:
                barrier = f"close:{key}"
            elif key in avoid.ports:
                barrier = f"avoid:{key}"
            elif f"port:{key}" in closed:
                barrier = f"closed:{key}"
        elif kind == SAILING:
            service = network.sailings[row][0]
            shut = set(service.passages) & (avoid.passages | close.passages)
            if shut:
                barrier = f"close:{sorted(shut)[0]}"
            elif service.id in idle:
                barrier = f"idle:{service.id}"
        names.append(barrier)
    return names


def _fewest_barriers(
    network: Network, constraints: Constraints, closed: Mapping[str, Closure], idle: frozenset[str]
) -> Found | None:
    names = _penalties(network, constraints, closed, idle)
    time = network.time + np.where([bool(n) for n in names], _BARRIER_MIN, 0)
    return Search(replace(network, time=time, timed={}), Weights(time_w=1)).best()


def _barriers(
    network: Network,
    found: Found,
    constraints: Constraints,
    closed: Mapping[str, Closure],
    idle: frozenset[str],
) -> list[tuple[str, str]]:
    """(what is cut, what would mend it) for each barrier on the way, in order."""
    names = _penalties(network, constraints, closed, idle - constraints.open.services)
    seen = dict.fromkeys(names[s.link] for s in found.steps if names[s.link])
    texts: list[tuple[str, str]] = []
    for barrier in seen:
        kind, key = barrier.split(":", 1)
        if kind == "closed":
            row = closed.get(f"crossing:{key}") or closed[f"port:{key}"]
            texts.append((f"{key} (closed, row {row.id})", f"--open {key}"))
        elif kind == "idle":
            texts.append((f"{key} (no sailing today)", f"--open {key}"))
        elif kind == "close" and f"crossing:{key}" in closed:
            texts.append((f"{key} (--close, and closed in the tables)", f"--open {key} alone"))
        else:
            texts.append((f"{key} (--{kind})", f"drop --{kind} {key}"))
    return texts
