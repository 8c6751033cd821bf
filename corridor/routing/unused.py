"""Links that a query could not use, told in a sentence or two and not link by link."""

from __future__ import annotations

from collections.abc import Iterable

from corridor.costing.rules import barred_by
from corridor.model.itinerary import Warning_
from corridor.sources.library import Library


def unused(reasons: Iterable[str], library: Library, unit: str) -> list[Warning_]:
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
    Each rule once; ships, ports and terminals that take no such unit counted together in one
    sentence; every other gap of the tables by name, for it can hide a better way.
    """
    rules = {barred_by(r.id): r for r in library.rules}
    found: list[Warning_] = []
    gaps: list[Warning_] = []
    ships = terminals = 0
    for reason in sorted(reasons):
        rule = rules.get(reason)
        if rule is not None:
            text = f"Ways barred for this load: {rule.subject}. {rule.text}"
            found.append(Warning_(code="rule", text=text, source_ids=(rule.source_id,)))
        elif reason.startswith("sea_rates "):
            ships += 1
        elif reason.startswith("terminal "):
            terminals += 1
        else:
            text = f"Not used for want of a row: {reason}"
            gaps.append(Warning_(code="unpriced", text=text))
    counted = [
        f"{n} {word if n == 1 else word + 's'}"
        for n, word in ((ships, "sea service"), (terminals, "terminal"))
        if n
    ]
    if counted:
        text = f"Not used, as the tables price no {unit} there: {' and '.join(counted)}"
        found.append(Warning_(code="unpriced", text=text))
    return [*found, *gaps]
