"""Links that a query could not use, told in a sentence or two and not link by link."""

from __future__ import annotations

from collections.abc import Iterable

from corridor.model.answer import Warning_
from corridor.pricing.gaps import Gap, GapKind
from corridor.tables.library import Library


def unused(reasons: Iterable[Gap], library: Library, unit: str) -> list[Warning_]:
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
    found: list[Warning_] = []
    gaps: list[Warning_] = []
    counts = {GapKind.SHIP: 0, GapKind.TERMINAL: 0}
    for reason in sorted(reasons, key=lambda r: (r.kind, r.text)):
        rule = rules.get(reason.subject) if reason.kind is GapKind.RULE else None
        if rule is not None:
            text = f"Ways barred for this load: {rule.subject}. {rule.text}"
            found.append(Warning_(code="rule", text=text, source_ids=(rule.source_id,)))
        elif reason.kind in counts:
            counts[reason.kind] += 1
        else:
            what = reason.row if reason.kind is GapKind.ROW else reason.text
            text = f"Not used for want of a row: {what}"
            gaps.append(Warning_(code="unpriced", text=text))
    counted = [
        f"{n} {word if n == 1 else word + 's'}"
        for n, word in (
            (counts[GapKind.SHIP], "sea service"),
            (counts[GapKind.TERMINAL], "terminal"),
        )
        if n
    ]
    if counted:
        text = f"Not used, as they take no {unit}: {' and '.join(counted)}"
        found.append(Warning_(code="unpriced", text=text))
    return [*found, *gaps]
