"""Links that a query could not use, told in a sentence or two and not link by link."""

from __future__ import annotations

from collections.abc import Iterable

from corridor.model.message import Message, say, term, written
from corridor.pricing.gaps import Gap, GapKind
from corridor.tables.library import Library


def unused(reasons: Iterable[Gap], library: Library, unit: str) -> list[Message]:
    """
    What is said of links that were left out.

    Parameters
    ----------
    reasons
        What keeps links out (the keys of `Network.unpriced`).
    library
        The tables, for the rules that bar.
    unit
        Unit of the consignment, as the reader typed it.

    Returns
    -------
    Each rule once; ships and terminals that take no such unit counted together in one
    sentence; every row that lacks by name, for it can hide a better way.
    """
    rules = {r.id: r for r in library.rules}
    found: list[Message] = []
    gaps: list[Message] = []
    counts = {GapKind.SHIP: 0, GapKind.TERMINAL: 0}
    for reason in sorted(reasons, key=lambda r: r.order):
        rule = rules.get(reason.subject) if reason.kind is GapKind.RULE else None
        if rule is not None:
            subject, text = term(rule.subject), written(rule.text)
            found.append(say("rule.barred", rule=subject, text=text, sources=(rule.source_id,)))
        elif reason.kind in counts:
            counts[reason.kind] += 1
        else:
            what = reason.row if reason.kind is GapKind.ROW else reason.message
            gaps.append(say("unpriced.row", what=what))
    counted = tuple(
        say(f"counted.{kind}" if n > 1 else f"counted.{kind}.one", count=n)
        for kind, n in counts.items()
        if n
    )
    if counted:
        found.append(say("unpriced.unit", unit=unit, what=counted))
    return [*found, *gaps]
