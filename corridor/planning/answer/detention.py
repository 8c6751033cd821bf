"""How long a way keeps a line's box ashore, and what the line asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corridor.model.answer import Leg
from corridor.model.band import Band
from corridor.model.link_kind import LinkKind
from corridor.planning.links.bills import sums
from corridor.pricing.detention import detention
from corridor.pricing.load import Load
from corridor.tables.library import Library


def with_detention(legs: list[Leg], library: Library, load: Load) -> list[Leg]:
    """
    Legs with the detention of the box on the last one, as far as figures are known.

    The days count from the ship at the last port of discharge; the empty box goes back by
    the way it came. A way that ends in that port keeps no box.
    """
    landed = [
        n
        for n, leg in enumerate(legs)
        if leg.kind == LinkKind.PORT and any(later.kind == LinkKind.LINE_HAUL for later in legs[n:])
    ]
    if not landed or any(leg.kind == LinkKind.SAILING for leg in legs[landed[-1] :]):
        return legs
    port = legs[landed[-1]]
    out, back = _time(legs[landed[-1] :]), _time(legs[landed[-1] + 1 :])
    transit = port.country != legs[-1].end.country
    item = detention(load, library, port.subject, out, back, transit=transit)
    if item is None:
        return legs
    last = legs[-1]
    return [*legs[:-1], replace(last, items=(*last.items, item))]


def _time(legs: Sequence[Leg]) -> Band:
    return sums([i for leg in legs for i in leg.items])[1]
