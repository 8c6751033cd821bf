"""Put the search graph of one query together: picked links, its own, closures in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from corridor.graph.corridor_graph import CorridorGraph
from corridor.model.link_kind import LinkKind
from corridor.model.ref import Ref, RefKind
from corridor.planning.context import PlanningContext
from corridor.planning.links.bills import Bill, HaulPart
from corridor.planning.links.carnet import is_regime, unlawful
from corridor.planning.links.dated_paths import haul_windows
from corridor.planning.links.discourage import base_shares, haul_shares
from corridor.planning.links.driving import driving_of
from corridor.planning.links.own.of_query import QueryLinks, query_links
from corridor.planning.links.priced import priced_links
from corridor.planning.links.scope import LinkScope
from corridor.planning.links.search_graph import Gates, SearchGraph, Timed
from corridor.planning.links.star import SortedLinks
from corridor.planning.links.table import (
    BoolArray,
    IntArray,
    LinkTable,
    named_elements,
)
from corridor.planning.links.timed import rows_over, stored_windows
from corridor.planning.links.usable import closed_links, shut_links
from corridor.planning.query.resolve import ClosureWindows, ResolvedQuery
from corridor.planning.time.windows import merged
from corridor.pricing.ports import price_ports
from corridor.pricing.trains import trades

_TimedLinks = dict[int, tuple[Timed, ...]]


def build_search_graph(
    context: PlanningContext, resolved: ResolvedQuery, windows: ClosureWindows | None = None
) -> SearchGraph:
    """
    The search graph of a query: stored links it may use, its own, closures in time.

    Parameters
    ----------
    context
        Tables, graph and cache.
    resolved
        The query.
    windows
        Closures that hold, in place of those that hold under its constraints.
    """
    query = resolved.query
    priced = priced_links(
        context,
        resolved.load,
        crew=query.crew,
        rail_service=query.train,
        on=query.depart.date(),
    )
    return search_graph_of(
        LinkScope(context, resolved, priced, windows or resolved.windows(context))
    )


def search_graph_of(scope: LinkScope) -> SearchGraph:
    """The links that a query picks, with its own, as a graph."""
    priced = scope.priced
    stored, stored_timed = _stored(scope)
    own = query_links(scope, stored.shut)
    ports = [*priced.bills[LinkKind.PORT]]
    if own.ports:
        day = scope.resolved.query.depart.date()
        ports.append(Bill(price_ports(own.ports, priced.load, priced.dataset, on=day)))
    elements = named_elements(priced.elements, own.rows)
    added = _own_table(own, ports, elements)
    lifted, below, rise = _lifted(scope)
    gated, tails, heads = own.gates.columns()
    copied = np.concatenate([lifted, gated])
    layers = scope.layers
    table = LinkTable.concat(
        [
            stored.tile(layers.count, layers.per_layer),
            added,
            stored.take(lifted).moved(below * layers.per_layer, rise * layers.per_layer),
            replace(stored.take(gated), tail=tails, head=heads),
        ]
    )
    moving = np.isin(table.kind, (LinkKind.LINE_HAUL.code, LinkKind.SAILING.code))
    countries, state_country = _countries(scope, own.gates)
    return SearchGraph(
        **table.columns,
        source=layers.source,
        target=layers.target,
        size=layers.target + 1 + len(own.gates.stops),
        per_layer=layers.per_layer,
        stop_of=priced.stop_of,
        elements=elements,
        timed=_timed(scope, own, stored_timed, copied),
        hauls=own.hauls,
        bills={
            **{k: bills for k, bills in priced.bills.items() if k is not LinkKind.LINE_HAUL},
            LinkKind.PORT: tuple(ports),
            LinkKind.ACCESS: (own.end_bill,),
        },
        borders=priced.borders,
        transfers=priced.transfers,
        ports=[*priced.ports, *own.ports],
        sailings=priced.sailings,
        segments=scope.segments,
        discouraged=_discouraged(scope, own, added, copied),
        vias=scope.constraints.via,
        inner=scope.inner,
        ends=(scope.ends[0].place, scope.ends[1].place),
        countries=countries,
        state_country=state_country,
        through=priced.dataset.through_lines,
        driving=driving_of(table, own.hauls.parts, priced.stands),
        layer=None,
        star=SortedLinks(table.tail, table.head, layers.target + 1 + len(own.gates.stops), moving),
        gates=own.gates,
    )


def _stored(scope: LinkScope) -> tuple[LinkTable, _TimedLinks]:
    """Stored links with those shut that the query may not use, and closures in time on them."""
    priced = scope.priced
    ends = (scope.ends[0].country, scope.ends[1].country)
    shut = shut_links(priced, scope.constraints, ends, scope.replaced) | _unlawful(scope)
    for links in _cut(scope):
        shut[links] = True
    by_closure, timed = _stored_windows(scope)
    columns = priced.columns | {
        "shut": shut | priced.lacking | by_closure,
        "closed": by_closure & ~shut & ~priced.lacking,
        "lacking": priced.lacking & ~shut & ~by_closure,
    }
    return LinkTable(**columns), timed


def _unlawful(scope: LinkScope) -> BoolArray:
    """Stored links over borders under regimes that this carriage may not use, or whose time is over."""
    priced, windows = scope.priced, scope.windows
    carriage = scope.constraints.carriage(scope.ends[1].hub_id)
    cargo = priced.load.consignment.cargo_class
    rows = scope.context.cache.get(
        "unlawful",
        (priced.key, carriage),
        lambda: unlawful(priced.borders, priced.dataset, carriage, cargo),
    )
    found = np.zeros(priced.count, dtype=np.bool_)
    borders = priced.kind == LinkKind.BORDER.code
    found[borders] = rows[priced.row[borders]]
    over = (s for s in windows.shut if is_regime(s))
    return found | closed_links(priced, over)


def _cut(scope: LinkScope) -> Iterator[IntArray]:
    """
    Links of trains that a query cuts.

    A train that carries the goods of other trades takes none of these. A train is not led round what is avoided: the goods leave it before. Where its line is shut it
    does not run at all, whoever boards it behind.
    """
    priced, limits = scope.priced, scope.constraints
    removed = np.array(sorted(scope.segments.removed), dtype=np.int64)
    for part in priced.trains:
        yield from (links for _, links in priced.on_trains(part, rows_over(part, removed)))
    shut = scope.windows.shut | limits.close.refs
    ends, train = scope.resolved.traded, priced.dataset.train
    for service, line in priced.lines.items():
        if not line.isdisjoint(shut) or not trades(train[service], ends):
            yield from priced.named([Ref(RefKind.SERVICE, service)])


def _stored_windows(scope: LinkScope) -> tuple[BoolArray, _TimedLinks]:
    """Stored links closed for good, and those with windows; cached for the next query."""
    priced, windows = scope.priced, scope.windows
    if windows.key is None:
        return stored_windows(priced, windows.by_subject)
    return scope.context.cache.get(
        "windows",
        (windows.key, priced.key),
        lambda: stored_windows(priced, windows.by_subject),
    )


def _own_table(
    own: QueryLinks, ports: Sequence[Bill], elements: tuple[Ref | None, ...]
) -> LinkTable:
    """The query's own links as columns; ways between layers are free."""
    parts = own.hauls.parts
    bills = {
        LinkKind.LINE_HAUL: [p.bill for p in parts],
        LinkKind.PORT: ports,
        LinkKind.ACCESS: (own.end_bill,),
    }
    lengths_m = np.concatenate([p.links.length_m for p in parts])
    return LinkTable.of(own.rows, bills, {LinkKind.LINE_HAUL: lengths_m}, elements)


def _lifted(scope: LinkScope) -> tuple[IntArray, IntArray, IntArray]:
    """Stored links that meet vias: their numbers, layers they lead from, layers they rise."""
    sizes = [len(links) for links, _, _ in scope.lifts]
    none = np.zeros(0, dtype=np.int64)
    return (
        np.concatenate([none, *(links for links, _, _ in scope.lifts)]),
        np.repeat(np.array([layer for _, layer, _ in scope.lifts], dtype=np.int64), sizes),
        np.repeat(np.array([up for _, _, up in scope.lifts], dtype=np.int64), sizes),
    )


def _countries(scope: LinkScope, gates: Gates) -> tuple[tuple[str, ...], IntArray]:
    """Names of countries, and the country of every state by number."""
    context, layers = scope.context, scope.layers
    names, of_graph = context.cache.get("stop countries", 0, lambda: _stop_countries(context.graph))
    of_stop = of_graph[scope.priced.stop_of]
    ends = [end.country for end in scope.ends]
    names = (*names, *dict.fromkeys(c for c in ends if c not in names))
    first, last = (names.index(c) for c in ends)
    # What is no stop's state belongs to the end of the journey.
    found = np.full(layers.target + 1 + len(gates.stops), last, dtype=np.int64)
    found[: layers.source] = np.tile(np.repeat(of_stop, 2), layers.count)
    found[layers.source] = first
    found[layers.target + 1 :] = [of_stop[stop] for stop, _ in gates.stops]
    return names, found


def _stop_countries(graph: CorridorGraph) -> tuple[tuple[str, ...], IntArray]:
    """Names of countries, and that of every stop by number."""
    names, numbers = np.unique(graph.place_country[graph.stop_place], return_inverse=True)
    return tuple(names.tolist()), numbers.astype(np.int64)


def _discouraged(
    scope: LinkScope, own: QueryLinks, added: LinkTable, copied: IntArray
) -> npt.NDArray[np.float64] | None:
    """Share of each link that is discouraged, None when nothing is."""
    named, lengths_m = scope.constraints.discourage, scope.segments.lengths_m
    if not named:
        return None
    stored = base_shares(scope.priced, named, scope.dear, lengths_m)
    by_row = np.concatenate(
        [
            np.where(
                np.isin(part.links.country, list(named.ids(RefKind.COUNTRY))),
                1.0,
                haul_shares(part, scope.dear, lengths_m),
            )
            for part in own.hauls.parts
        ]
    )
    shares = np.zeros(added.count)
    hauls = added.kind == LinkKind.LINE_HAUL.code
    shares[hauls] = by_row[added.row[hauls]]
    return np.concatenate([np.tile(stored, scope.layers.count), shares, stored[copied]])


def _timed(
    scope: LinkScope, own: QueryLinks, stored: Mapping[int, tuple[Timed, ...]], copied: IntArray
) -> _TimedLinks:
    """Closures in time by link."""
    count = scope.priced.count
    below = dict(stored)
    if scope.dated:
        met = _met_on(scope, own.hauls.parts[0])
        below.update(met)
        copies = enumerate(scope.priced.copied.tolist(), scope.priced.first_copy)
        below.update({link: met[row] for link, row in copies if row in met})
        for part in scope.priced.trains:
            for link, met_by_train in _met_by_trains(scope, part):
                below[link] = (*below.get(link, ()), *met_by_train)
    found = dict(below)
    for layer in range(1, scope.layers.count):
        found.update((link + layer * count, met) for link, met in below.items())
    first_own = scope.layers.count * count
    found.update(_timed_of_query(scope, own, first_own))
    first_up = first_own + len(own.rows)
    found.update({first_up + n: below[k] for n, k in enumerate(copied.tolist()) if k in below})
    return found


def _timed_of_query(scope: LinkScope, own: QueryLinks, first: int) -> _TimedLinks:
    """Closures in time on the query's own links, which are numbered from `first` on."""
    found: _TimedLinks = {}
    over: _TimedLinks = {}
    if scope.dated:
        stored = len(scope.priced.parts)
        parts, offsets = own.hauls.parts[stored:], own.hauls.offsets[stored:]
        for part, offset in zip(parts, offsets, strict=False):
            over.update((offset + row, met) for row, met in _met_on(scope, part).items())
    for link, row in enumerate(own.rows, first):
        if row.kind is LinkKind.LINE_HAUL and row.row in over:
            found[link] = over[row.row]
        names = row.names
        met = merged([scope.windows.by_subject.get(n, ()) for n in names]) if names else ()
        if met:
            found[link] = (Timed(0, met),)
    return found


def _met_by_trains(scope: LinkScope, part: HaulPart) -> Iterator[tuple[int, tuple[Timed, ...]]]:
    """Closures in time on links of trains, met after the wait for the train."""
    met = _met_on(scope, part)
    for row, links in scope.priced.on_trains(part, np.array(sorted(met), dtype=np.int64)):
        yield from ((link, met[row]) for link in links.tolist())


def _met_on(scope: LinkScope, part: HaulPart) -> _TimedLinks:
    """Closures in time on the hauls of a part by row; cached with a part that is itself cached."""
    dated, banned, view = scope.dated, scope.banned, scope.segments

    def made() -> _TimedLinks:
        minutes = np.where(part.driving[0] > 0, part.driving[0], part.bill.time)
        waits = part.waits
        return {
            row: haul_windows(
                view,
                part.segments(row),
                int(minutes[row] - waits[row]),
                dated,
                int(waits[row]),
                banned,
            )
            for row in rows_over(part, np.array(sorted({*dated, *banned}))).tolist()
        }

    if part.key is None:
        return made()
    held = scope.windows.key
    key = tuple(sorted(dated)) if held is not None else (*dated.items(), *banned.items())
    return scope.context.cache.get("met", (part.key, held, key), made)
