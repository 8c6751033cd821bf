"""Which hours of a leg are waiting, and for what."""

from __future__ import annotations

from collections.abc import Iterable

from corridor.model.answer import Item, Wait

# Items of which all hours are waiting, and what is waited for.
_REASONS = {
    "Waiting for the sailing": "for the ship: half the days between two sailings",
    "Waiting for the day of sailing": "for the ship, by its timetable",
    "Waiting for the train": "for the next train or wagon",
    "Waiting for reopening": "for the end of a closure",
    "Seasonal delay": "for a seasonal restriction or a queue",
    "Waiting for opening hours": "for the opening of the post",
    "Holiday": "for the end of a holiday",
    "Port dwell": "in the port: clearance, free days and collection of the box",
    "Border, leaving": "at the side left: queue and formalities",
    "Border, entering": "at the side entered: queue and formalities",
}


def waits_of(items: Iterable[Item]) -> tuple[Wait, ...]:
    """
    The waits among the items of a leg, in their order.

    The hours of a border row hold queue and formalities alike; both stand still.
    """
    return tuple(
        Wait(reason=_REASONS[i.name], time=i.time, rows=i.rows)
        for i in items
        if i.name in _REASONS and i.time
    )
