"""Connected parts of the corridor: which there are, and whether each is named with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.reports import HubFit
from corridor.model.mode import MODES
from corridor.model.status import Built
from corridor.tables.dataset import Dataset
from corridor.tables.records import Component
from corridor.text_table import columns

ALL = "all"


@dataclass(frozen=True, slots=True)
class Part:
    """A connected part of one mode: of the whole corridor, or of one country."""

    mode: str
    country: str
    places: frozenset[str]


def parts_of(graph: CorridorGraph, dataset: Dataset) -> tuple[Part, ...]:
    """
    Parts over open sections, greatest first within a mode and country.

    The whole corridor (`all`) is joined at its open crossings; a country ends at them.
    """
    open_segments = np.flatnonzero(graph.segment_status == Built.OPEN.code)
    over = [
        (f"{c.id}|{c.country_a}", f"{c.id}|{c.country_b}", c.mode)
        for c in dataset.crossings
        if c.status == Built.OPEN
    ]
    edges: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for segment in open_segments.tolist():
        mode = MODES[int(graph.segment_mode[segment])]
        ends = (
            str(graph.place_id[graph.segment_from[segment]]),
            str(graph.place_id[graph.segment_to[segment]]),
        )
        edges.setdefault((mode, str(graph.segment_country[segment])), []).append(ends)
        edges.setdefault((mode, ALL), []).append(ends)
    for one, two, carried in over:
        edges.setdefault((carried, ALL), []).append((one, two))
    found: list[Part] = []
    for kind, country in sorted(edges):
        groups = connected(edges[kind, country])
        groups.sort(key=lambda g: (-len(g), min(g)))
        found += [Part(kind, country, g) for g in groups]
    return tuple(found)


def connected(edges: Iterable[tuple[str, str]]) -> list[frozenset[str]]:
    """
    Connected sets of the ends of edges.

    Examples
    --------
    >>> sorted(sorted(g) for g in connected([("a", "b"), ("c", "d"), ("b", "e")]))
    [['a', 'b', 'e'], ['c', 'd']]
    """
    root: dict[str, str] = {}

    def top(name: str) -> str:
        while root[name] != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for one, two in edges:
        root.setdefault(one, one)
        root.setdefault(two, two)
        root[top(one)] = top(two)
    groups: dict[str, set[str]] = {}
    for name in root:
        groups.setdefault(top(name), set()).add(name)
    return [frozenset(g) for g in groups.values()]


def unlike(parts: Iterable[Part], named: Iterable[Component]) -> list[str]:
    """What the rows do not say: parts without a name or with two, and names without a part."""
    rows: dict[tuple[str, str], list[Component]] = {}
    for row in named:
        rows.setdefault((row.mode, row.country), []).append(row)
    wrong: list[str] = []
    met: set[str] = set()
    for part in parts:
        own = [r for r in rows.get((part.mode, part.country), []) if r.hub_id in part.places]
        met.update(r.id for r in own)
        where = f"{part.mode} {part.country}"
        if not own:
            some = ", ".join(sorted(p for p in part.places if "|" not in p)[:4])
            wrong.append(f"{where}: a part nobody named ({some})")
        elif len(own) > 1:
            wrong.append(f"{where}: {' and '.join(r.id for r in own)} are one part")
    wrong += [
        f"{r.mode} {r.country}: {r.id} ({r.hub_id}) is no longer a part of its own"
        for group in rows.values()
        for r in group
        if r.id not in met
    ]
    return wrong


def off_network(hubs: Iterable[HubFit]) -> list[tuple[str, str, str]]:
    """(mode, hub, how) of the hubs that lie off the main part of the base network."""
    return [(h.mode, h.hub_id, h.how) for h in hubs if h.how == "unplaced" or h.part != "0"]


def component_rule(
    graph: CorridorGraph, dataset: Dataset, hubs: Iterable[HubFit]
) -> tuple[list[str], bool]:
    """
    The parts of every mode with the reason why they are apart, and whether the rows fail.

    Parameters
    ----------
    graph
        The corridor graph.
    dataset
        Source tables.
    hubs
        Rows of hub_report.csv.
    """
    parts = parts_of(graph, dataset)
    corridor = [c for c in dataset.components if c.level == "corridor"]
    base = {(c.mode, c.hub_id) for c in dataset.components if c.level == "base"}
    wrong = unlike(parts, corridor)
    off = off_network(hubs)
    wrong += [
        f"base {mode}: {hub} is {how}, without a row"
        for mode, hub, how in off
        if (mode, hub) not in base
    ]
    back = base - {(mode, hub) for mode, hub, _ in off}
    wrong += [f"base {mode}: {hub} has a row but is on the main part" for mode, hub in sorted(back)]
    rows: list[tuple[str, ...]] = [("mode", "country", "part", "places", "why apart")]
    for part in parts:
        own = [c for c in corridor if (c.mode, c.country) == (part.mode, part.country)]
        row = next((c for c in own if c.hub_id in part.places), None)
        if part.country == ALL or (row is not None and row.reason != "main"):
            name = row.name if row else "NOT NAMED"
            why = row.reason if row else ""
            rows.append((part.mode, part.country, name, f"{len(part.places)}", why))
    single = sum(1 for p in parts if p.country != ALL) - (len(rows) - 1)
    lines = [
        f"Connected parts over open sections ({single} main parts of countries not shown)",
        *columns(rows),
        f"  {len(off)} places without track or road of their own in the base network, each with a row",
    ]
    return lines + [f"  WRONG {w}" for w in wrong], bool(wrong)
