"""Limits on days, money and changes of vehicle that a way must keep as a whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.model.link_kind import LinkKind
from corridor.planning.links.network import Network
from corridor.planning.search.lanes import IntArray


@dataclass(frozen=True)
class Limits:
    """
    Most minutes, cents and changes of a way; None = no limit.

    `left_*` are the least of each from every state on, so that a label that cannot keep a
    limit is dropped at once. `price_*` are what a unit of each costs in the bound that orders
    labels (Lagrange multipliers): any prices of 0 or more give a true lower bound, good ones
    a close one.
    """

    minutes: int | None = None
    cents: int | None = None
    changes: int | None = None
    left_minutes: IntArray | None = None
    left_cents: IntArray | None = None
    left_changes: IntArray | None = None
    price_minute: int = 0
    price_cent: int = 0
    price_change: int = 0

    @property
    def any(self) -> bool:
        """Whether anything is limited."""
        return (self.minutes, self.cents, self.changes) != (None, None, None)

    def without(self, name: str) -> Limits:
        """The limits but one: minutes, cents or changes."""
        return Limits(
            None if name == "minutes" else self.minutes,
            None if name == "cents" else self.cents,
            None if name == "changes" else self.changes,
        )

    def priced(self, minutes: int, cents: int, changes: int) -> int:
        """What the use of limited things counts in the bound."""
        return self.price_minute * minutes + self.price_cent * cents + self.price_change * changes

    @property
    def offset(self) -> int:
        """What the whole of the limits counts in the bound."""
        return self.priced(self.minutes or 0, self.cents or 0, self.changes or 0)

    def within(self, state: int, minutes: int, cents: int, changes: int) -> bool:
        """Whether a label can still keep every limit."""
        return (
            _fits(self.minutes, minutes, self.left_minutes, state)
            and _fits(self.cents, cents, self.left_cents, state)
            and _fits(self.changes, changes, self.left_changes, state)
        )

    def no_worse(self, cents: int, changes: int, other_cents: int, other_changes: int) -> bool:
        """Whether one label leaves no less of limited money and changes than another."""
        if self.cents is not None and cents > other_cents:
            return False
        return self.changes is None or changes <= other_changes


def _fits(most: int | None, used: int, left: IntArray | None, state: int) -> bool:
    if most is None:
        return True
    return used + (0 if left is None else int(left[state])) <= most


def changes_of(network: Network) -> IntArray:
    """1 for every link that is a change of vehicle: at a terminal, or between ship and land."""
    inner = (network.tail != network.source) & (network.head != network.target)
    found: IntArray = (
        (network.kind == LinkKind.TRANSFER.code) | ((network.kind == LinkKind.PORT.code) & inner)
    ).astype(np.int64)
    return found
