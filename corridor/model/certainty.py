"""How sure an answer is: chances of its ways, what would flip it, and what may be said of a winner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from corridor.model.message import Message

# One clear best way; several between which the figures do not decide; none that may be relied on.
Verdict = Literal["clear", "set", "none"]


@dataclass(frozen=True, slots=True)
class ByDay:
    """The chance that a trip has arrived by the end of a day, by the clock of the destination."""

    day: date
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WayChance:
    """
    How sure one listed way is; shares are 0 to 1.

    Attributes
    ----------
    number
        Which itinerary, from 1.
    best
        Share of the draws of what is unknown to all in which it, or a near copy that the list leaves
        out for its sake, counts least of all ways.
    itself
        That of the very way: its crossings, ports, modes and countries.
    by
        Chances of arriving by some days.
    """

    number: int
    best: float
    itself: float
    by: tuple[ByDay, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """
    The one figure whose change turns the answer, nearest to the figure as it is.

    Attributes
    ----------
    number
        The way, from 1: the figure makes it best, or of the first takes the first place from it.
    item
        What --scale takes, or 'vot' where the value of time was given; '' where no single figure does it.
    factor
        What it is multiplied by; None where no single one does it.
    now, then
        Dollars or hours that the figure stands for in a way, as it is and at the factor; of the
        value of time dollars an hour.
    unit
        'USD', 'h' or 'USD/h'.
    text
        It in one sentence.
    """

    number: int
    item: str
    factor: float | None
    now: float
    then: float
    unit: str
    text: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Certainty:
    """
    How sure an answer is.

    Attributes
    ----------
    draws, seed
        How many draws of what is unknown to all, and of which stream.
    ways
        The listed ways, in their order.
    another
        Share of the draws in which a way that differs from all listed counts least; with those of the
        ways it adds up to 1.
    verdict, text
        Whether one way may be called best, and that in one sentence.
    flips
        For the first ways the figure that turns the answer; none by kilometres, grams and P90.
    """

    draws: int
    seed: int
    ways: tuple[WayChance, ...]
    another: float
    verdict: Verdict
    text: Message
    flips: tuple[Flip, ...] = ()
