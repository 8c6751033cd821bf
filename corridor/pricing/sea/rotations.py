"""In which order ships call: a box goes from a call to later calls of a rotation alone."""

from __future__ import annotations

from collections.abc import Sequence

from corridor.tables.records import SeaRotation, SeaService


def sails(calls: Sequence[str], start: str, end: str) -> bool:
    """
    Whether ships that make these calls, in this order, take a box from one port to another.

    Where the ships start anew the first call stands again at the end; what lies behind it is
    another voyage, on which no box of this one stays.
    """
    return any(end in calls[n + 1 :] for n, call in enumerate(calls) if call == start)


def ways(service: SeaService, rotations: Sequence[SeaRotation]) -> tuple[bool, ...]:
    """Directions in which a service sails, False there and True back, as its rotation lets it."""
    given = (False, True) if service.both_directions else (False,)
    calls = next((r.calls for r in rotations if r.id == service.rotation), None)
    if calls is None:
        return given
    there = (service.from_port, service.to_port)
    return tuple(back for back in given if sails(calls, *(there[::-1] if back else there)))
