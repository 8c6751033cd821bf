"""How sure an answer is: chances of its ways, what would flip it, and what may be said of a winner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from corridor.model.message import Message

# One clear best way; several between which the figures do not decide; none that may be relied on.
Verdict = Literal["clear", "set", "none"]


@dataclass(frozen=True, slots=True)
class InTime:
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
        Share of the draws of what is unknown to all in which it counts least of all ways.
    by
        Chances of arriving by some days.
    """

    number: int
    best: float
    by: tuple[InTime, ...] = ()


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
        Share of the draws in which a way that is not listed counts least; with those of the ways
        it adds up to 1.
    verdict, text
        Whether one way may be called best, and that in one sentence.
    """

    draws: int
    seed: int
    ways: tuple[WayChance, ...]
    another: float
    verdict: Verdict
    text: Message
