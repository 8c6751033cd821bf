"""
Dated surcharges at sea, each asked once for a booking however many ships carry the box.

A surcharge has its home: the port or coast it names, or the ports behind its passage. Whoever
comes home by ship is asked on that sailing; whoever leaves home is asked where the box goes from
land to ship. So a box that only changes ships there is asked on the ship that brings it and not
again on the next, and one that stays on board there is not asked. A passage without ports behind
it is asked on every sailing through it.

The lines that ask it may leave out ports (`except_ports`): what sails from or to there is another
line's ship and asks nothing. At the quay one does not see which ship comes next, so such a
surcharge is asked on ships alone, by where the goods come from and go to: on the ship out by
those that set out in the country of its home, since all others came by a ship that asked; and by
those that came on another line's ship, unless they end in that country, since they go on by one
that asks. Its home must therefore be no way from land for goods of other countries.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from corridor.model.dates import last_day
from corridor.model.held import Held
from corridor.pricing.load import Load
from corridor.tables.dataset import Dataset
from corridor.tables.records import SeaRate, SeaSurcharge


def held(charge: SeaSurcharge, rate: SeaRate) -> bool:
    """
    Whether a freight holds a surcharge already.

    An all-in freight holds those of the ship that were asked at its time; what began later is
    billed beside it.
    """
    return Held.SEABORNE_SURCHARGES in rate.holds and charge.from_date <= last_day(rate.as_of)


def homes(row: SeaSurcharge) -> frozenset[str]:
    """The ports at which a surcharge is at home."""
    return frozenset((row.port_id,) if row.port_id else row.ports)


def at_quay(row: SeaSurcharge, port_id: str) -> bool:
    """Whether a box that goes from land to ship at a port is asked there."""
    return port_id in homes(row) and not row.except_ports


def sets_out(row: SeaSurcharge, start: str, end: str) -> bool:
    """Whether on a sailing out of its home only goods of that country are asked."""
    left = start in homes(row) and end not in homes(row)
    return left and bool(row.except_ports) and end not in row.except_ports


def goes_on(row: SeaSurcharge, start: str, end: str) -> bool:
    """Whether on a sailing to its home only goods for other countries are asked."""
    return end in homes(row) and start in row.except_ports


def on_sailing(
    row: SeaSurcharge,
    ends: tuple[str, str],
    passages: tuple[str, ...],
    *,
    from_home: bool = False,
    to_others: bool = False,
) -> bool:
    """
    Whether a sailing asks for a surcharge.

    Parameters
    ----------
    row
        The surcharge.
    ends
        Ports that the ship leaves and comes to.
    passages
        Straits and canals on its way.
    from_home
        The goods set out in the country that the ship leaves.
    to_others
        The goods end in another country than the one the ship comes to.
    """
    home = homes(row)
    if not home:
        return row.passage in passages
    start, end = ends
    if sets_out(row, start, end):
        return from_home
    if goes_on(row, start, end):
        return to_others and start not in home
    return end in home and start not in home


def in_force(dataset: Dataset, load: Load, on: date) -> Iterator[tuple[SeaSurcharge, float]]:
    """Surcharges asked of a load on a day of departure, with the boxes that each counts."""
    if load.family != "container":
        return
    for row in dataset.sea_surcharges:
        current = row.from_date <= on and (row.to_date is None or on <= row.to_date)
        if current and row.unit in (load.rate_unit, "container"):
            yield row, float(load.units)
