"""Why the best way is not over something: what that way costs more, and what must fall."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.model.charge import ChargeType
from corridor.model.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """
    An item that the way asked about has more of than the best.

    cents and minutes are differences (more is positive); `must_fall` is the share by which
    this item alone would have to fall for that way to win, None when that is not enough.
    """

    charge: ChargeType
    where: Message
    cents: int
    minutes: int
    must_fall: float | None
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """
    The best way over something against the best way of all.

    verdict
        'best' (the best way is over it), 'dearer', 'closed' (dearer or not, but closed) or
        'none' (no path leads over it).
    gap
        By how much its objective is over the best, in the unit of `gap_unit`; negative when
        it would win if it were open.
    """

    text: str
    verdict: str
    reason: Message
    label: Message | None = None
    cost_cents: int = 0
    time_min: int = 0
    gap: float = 0.0
    gap_unit: str = ""
    differences: tuple[Difference, ...] = ()
