"""
Dated surcharges at sea, each asked once for a booking however many ships carry the box.

A surcharge has its home: the port it names, or the ports that lie behind its passage. Whoever
comes home by ship is asked on that sailing; whoever leaves home is asked where the box goes from
land to ship. So a box that only changes ships there is asked on the ship that brings it and not
again on the next, and one that stays on board there is not asked. A passage without ports behind
it is asked on every sailing through it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from corridor.pricing.load import Load
from corridor.tables.dataset import Dataset
from corridor.tables.records import SeaService, SeaSurcharge


def homes(row: SeaSurcharge) -> frozenset[str]:
    """The ports at which a surcharge is at home."""
    return frozenset((row.port_id,) if row.port_id else row.ports)


def on_sailing(row: SeaSurcharge, service: SeaService, start: str, end: str) -> bool:
    """Whether a sailing between two ports asks for a surcharge."""
    home = homes(row)
    if not home:
        return row.passage in service.passages
    return end in home and start not in home


def in_force(dataset: Dataset, load: Load, on: date) -> Iterator[tuple[SeaSurcharge, float]]:
    """Surcharges asked of a load on a day of departure, with the boxes that each counts."""
    if load.family != "container":
        return
    for row in dataset.sea_surcharges:
        current = row.from_date <= on and (row.to_date is None or on <= row.to_date)
        if current and row.unit in (load.rate_unit, "container"):
            yield row, float(load.units)
