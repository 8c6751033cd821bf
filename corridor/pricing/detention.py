"""What a line charges for its box kept ashore beyond the free days, beside the bill."""

from __future__ import annotations

from corridor.model.answer import Item
from corridor.model.band import ZERO, Band
from corridor.model.charge import DETENTION
from corridor.pricing.items import basis
from corridor.pricing.load import Load
from corridor.pricing.parameters import known_of_country
from corridor.tables.library import Library

_DAY_MIN = 1440


def detention(
    load: Load, library: Library, port: str, out: Band, back: Band, *, transit: bool
) -> Item | None:
    """
    Price the days that a line's box is away from its port of discharge.

    Forwarders charge it as it falls, so it stands outside the total. It hangs on the whole
    journey ashore and not on any one link, so no search could sum it either.

    Parameters
    ----------
    load
        Boxes; a reefer has a tariff of its own that is not in the tables.
    library
        Tables; without a row of the port's country nothing is said.
    port
        Seaport where the box came ashore.
    out
        Minutes from the ship to the end of the journey.
    back
        Minutes of the empty box from there to the port; the low end of the days held has
        none, for some lines take boxes back inland.
    transit
        Whether the port's country is only passed; lines leave such boxes longer.
    """
    goods = load.consignment
    if goods.boxed != "line" or goods.unit == "reefer":
        return None
    country = library.hub[port].country
    rate = known_of_country(library, "detention", "usd_per_teu_day", country)
    days = "transit_free_days" if transit else "free_days"
    free = known_of_country(library, "detention", days, country)
    if rate is None or free is None:
        return None
    held = (out.low, out.typical + back.typical, out.high + back.high)
    left = (free.value.high, free.value.typical, free.value.low)
    price = (rate.value.low, rate.value.typical, rate.value.high)
    cost = Band(
        *(
            round(max(0.0, minutes / _DAY_MIN - free_days) * usd * load.teu * 100)
            for minutes, free_days, usd in zip(held, left, price, strict=True)
        )
    )
    if not cost:
        return None
    base = basis(cost=(rate, free))
    return Item(
        type=DETENTION,
        cost=cost,
        time=ZERO,
        rows=base.rows,
        estimate_cost=True,  # the days held are this answer's own
        outside_total=True,
    )
