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
from corridor.tables.gazetteer import Gazetteer, normal
from corridor.tables.library import Library

_TOWN = re.compile(r"\s*\(town\)\s*$", re.IGNORECASE)
# Kinds of hubs whose name is that of a terminal and no town's.
_TERMINALS = ("terminal", "dry_port")


def read_via(text: str, gazetteer: Gazetteer, library: Library) -> Via:
    """
    The stop that a text names.

    Raises
    ------
    InputError
        If it names no place, crossing, port or terminal.
    """
    plain = _TOWN.sub("", text)
    rows = _terminal_rows(plain, library)
    things = () if rows else gazetteer.things(plain, "--via")
    via = via_of(text, things, library, rows, town=plain != text)
    if via is None:
        raise InputError(
            f"--via {shown(text)} is not a place or crossing",
            remedy="name a city, port, terminal or crossing",
        )
    return via


def asked_name(text: str, library: Library) -> str:
    """The name that the gazetteer is asked for; '' where a row of terminals.csv is called so."""
    plain = _TOWN.sub("", text)
    return "" if _terminal_rows(plain, library) else plain


def via_of(
    text: str,
    things: Sequence[Ref],
    library: Library,
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
    library
        Tables.
    rows
        Rows of terminals.csv called so.
    town
        Whether only the town is meant.
    """
    hubs = frozenset(
        t.id for t in things if t.kind in (RefKind.HUB, RefKind.PORT) and t.id in library.hub
    )
    ports = frozenset(h for h in hubs if h in library.port)
    if hubs and not ports and not town:
        names = {normal(text), *(normal(library.hub[h].name) for h in hubs)}
        ports = _ports_called({f"{name} port" for name in names}, library)
        hubs |= ports
    if town:
        return _via(text, PASSED, hubs - ports, hubs - ports, library)
    if ports:
        return _via(text, PORT_CALL, hubs, ports, library)
    crossings = _crossings(text, things, hubs, library)
    if crossings:
        return _via(text, CROSSED, hubs, crossings, library)
    given = frozenset((*rows, *(t.id for t in things if t.kind == RefKind.TERMINAL)))
    if hubs and all(library.hub[h].kind in _TERMINALS for h in hubs):
        given |= {t.id for t in library.terminals if t.hub_id in hubs}
    elif hubs:
        given = frozenset()
    if given:
        return _via(text, HANDLED, hubs, given, library)
    return _via(text, PASSED, hubs, hubs, library)


def _via(
    text: str, kind: str, hubs: frozenset[str], ids: frozenset[str], library: Library
) -> Via | None:
    if not ids:
        return None
    first = min(ids)
    if kind == CROSSED:
        name = library.crossing[first].name
    elif kind == HANDLED:
        row = next(t for t in library.terminals if t.id == first)
        # The rows of one place differ in what they handle, not in their stop.
        name = library.hub[row.hub_id].name if len(ids) > 1 else row.name
    else:
        name = library.hub[first].name
    return Via(text, name, kind, hubs, ids)


def _ports_called(called: set[str], library: Library) -> frozenset[str]:
    """Seaports of some folded names: a town's name means the port called after it, too."""
    names = [(p.id, library.hub[p.id].name) for p in library.ports if p.id in library.hub]
    names += [(n.hub_id, n.name) for n in library.place_names if n.hub_id in library.port]
    return frozenset(i for i, text in names if normal(text) in called)


def _terminal_rows(text: str, library: Library) -> list[str]:
    """Rows of terminals.csv of this very id, or of this name where it is no place's."""
    key = normal(text)
    ids = [t.id for t in library.terminals if normal(t.id) == key]
    if ids or not key:
        return ids
    ids = [t.id for t in library.terminals if normal(t.name) == key]
    if not ids:
        return []
    towns = {normal(n) for h in library.hubs for n in (h.id, h.name)}
    return [] if key in towns | {normal(n.name) for n in library.place_names} else ids


def _crossings(
    text: str, things: Sequence[Ref], hubs: frozenset[str], library: Library
) -> frozenset[str]:
    """Crossings called so; those of a border post that is called so."""
    given = [library.crossing[t.id] for t in things if t.kind == RefKind.CROSSING]
    own = [c for c in given if normal(text) in _names(c.id, c.name)]
    found = {c.id for c in own or given}
    if not found:
        posts = {h for h in hubs if library.hub[h].kind.startswith("border")}
        found = {c.id for c in library.crossings if posts & {c.hub_a, c.hub_b}}
    return frozenset(found)


def _names(crossing_id: str, name: str) -> set[str]:
    return {normal(n) for n in (crossing_id, crossing_id.rsplit("_", 1)[0], name)}
