"""
What the text of a `--via` means.

A name may mean several things: of those a seaport goes first, then a crossing, then a terminal
if the name is its own and no town's, then the town. `NAME (town)` means the town alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corridor.errors import InputError, shown
from corridor.model.ref import Ref, RefKind
from corridor.planning.query.constraints import CROSSED, HANDLED, PASSED, PORT_CALL, Via
from corridor.tables.dataset import Dataset
from corridor.tables.gazetteer import Gazetteer, normal

_TOWN = re.compile(r"\s*\(town\)\s*$", re.IGNORECASE)
# Kinds of hubs whose name is that of a terminal and no town's.
_TERMINALS = ("terminal", "dry_port")


def read_via(text: str, gazetteer: Gazetteer, dataset: Dataset) -> Via:
    """
    The stop that a text names.

    Raises
    ------
    InputError
        If it names no place, crossing, port or terminal.
    """
    plain = _TOWN.sub("", text)
    rows = _terminal_rows(plain, dataset)
    things = () if rows else gazetteer.things(plain, "--via")
    via = via_of(text, things, dataset, rows, town=plain != text)
    if via is None:
        raise InputError(
            f"--via {shown(text)} is not a place or crossing",
            remedy="name a city, port, terminal or crossing",
        )
    return via


def asked_name(text: str, dataset: Dataset) -> str:
    """The name that the gazetteer is asked for; '' where a row of terminals.csv is called so."""
    plain = _TOWN.sub("", text)
    return "" if _terminal_rows(plain, dataset) else plain


def via_of(
    text: str,
    things: Sequence[Ref],
    dataset: Dataset,
    rows: Sequence[str] = (),
    *,
    town: bool = False,
) -> Via | None:
    """
    The stop that some things mean; None when none of them can be one.

    Parameters
    ----------
    text
        As typed.
    things
        What the gazetteer knows by it.
    dataset
        Tables.
    rows
        Rows of terminals.csv called so.
    town
        Whether only the town is meant.
    """
    hubs = frozenset(
        t.id for t in things if t.kind in (RefKind.HUB, RefKind.PORT) and t.id in dataset.hub
    )
    ports = frozenset(h for h in hubs if h in dataset.port)
    if hubs and not ports and not town:
        names = {normal(text), *(normal(dataset.hub[h].name) for h in hubs)}
        ports = _ports_called({f"{name} port" for name in names}, dataset)
        hubs |= ports
    if town:
        return _via(text, PASSED, hubs - ports, hubs - ports, dataset)
    if ports:
        return _via(text, PORT_CALL, hubs, ports, dataset)
    crossings = _crossings(text, things, hubs, dataset)
    if crossings:
        return _via(text, CROSSED, hubs, crossings, dataset)
    given = frozenset((*rows, *(t.id for t in things if t.kind == RefKind.TERMINAL)))
    if hubs and all(dataset.hub[h].kind in _TERMINALS for h in hubs):
        given |= {t.id for t in dataset.terminals if t.hub_id in hubs}
    elif hubs:
        given = frozenset()
    if given:
        return _via(text, HANDLED, hubs, given, dataset)
    return _via(text, PASSED, hubs, hubs, dataset)


def _via(
    text: str, kind: str, hubs: frozenset[str], ids: frozenset[str], dataset: Dataset
) -> Via | None:
    if not ids:
        return None
    first = min(ids)
    if kind == CROSSED:
        name = dataset.crossing[first].name
    elif kind == HANDLED:
        row = next(t for t in dataset.terminals if t.id == first)
        # The rows of one place differ in what they handle, not in their stop.
        name = dataset.hub[row.hub_id].name if len(ids) > 1 else row.name
    else:
        name = dataset.hub[first].name
    return Via(text, name, kind, hubs, ids)


def _ports_called(called: set[str], dataset: Dataset) -> frozenset[str]:
    """Seaports of some folded names: a town's name means the port called after it, too."""
    names = [(p.id, dataset.hub[p.id].name) for p in dataset.ports if p.id in dataset.hub]
    names += [(n.hub_id, n.name) for n in dataset.place_names if n.hub_id in dataset.port]
    return frozenset(i for i, text in names if normal(text) in called)


def _terminal_rows(text: str, dataset: Dataset) -> list[str]:
    """Rows of terminals.csv of this very id, or of this name where it is no place's."""
    key = normal(text)
    ids = [t.id for t in dataset.terminals if normal(t.id) == key]
    if ids or not key:
        return ids
    ids = [t.id for t in dataset.terminals if normal(t.name) == key]
    if not ids:
        return []
    towns = {normal(n) for h in dataset.hubs for n in (h.id, h.name)}
    return [] if key in towns | {normal(n.name) for n in dataset.place_names} else ids


def _crossings(
    text: str, things: Sequence[Ref], hubs: frozenset[str], dataset: Dataset
) -> frozenset[str]:
    """Crossings called so; those of a border post that is called so."""
    given = [dataset.crossing[t.id] for t in things if t.kind == RefKind.CROSSING]
    own = [c for c in given if normal(text) in _names(c.id, c.name)]
    found = {c.id for c in own or given}
    if not found:
        posts = {h for h in hubs if dataset.hub[h].kind.startswith("border")}
        found = {c.id for c in dataset.crossings if posts & {c.hub_a, c.hub_b}}
    return frozenset(found)


def _names(crossing_id: str, name: str) -> set[str]:
    return {normal(n) for n in (crossing_id, crossing_id.rsplit("_", 1)[0], name)}
