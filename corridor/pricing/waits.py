"""Which hours of a leg are waiting, and for what."""

from __future__ import annotations

from collections.abc import Iterable

from corridor.model.answer import Item, Wait


def waits_of(items: Iterable[Item]) -> tuple[Wait, ...]:
    """
    The waits among the items of a leg, in their order.

    The hours of a border row hold queue and formalities alike; both stand still.
    """
    return tuple(
        Wait(reason=i.type.reason, time=i.time, rows=i.rows)
        for i in items
        if i.type.waits and i.time
    )
