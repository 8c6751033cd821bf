"""How a named corridor stands for a question: open or shut, by what, what it would bring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from corridor.model.message import Message
from corridor.model.ref import Ref


class BridgeState(StrEnum):
    """Whether goods can pass; 'partly' if they can, and a better way over it is shut."""

    OPEN = "open"
    PARTLY = "partly"
    SHUT = "shut"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShutPart:
    """
    A crossing or section of the corridor that is shut.

    `since`, `last_confirmed` and `stale_days` (days from there to the departure) are of the
    closure `row`; '' and None where an option of the question or a scenario shuts it. `passed` says
    whether the best way leads over it.
    """

    subject: Ref
    name: str
    countries: tuple[str, ...]
    since: str = ""
    until: str = ""
    last_confirmed: str = ""
    stale_days: int | None = None
    row: str = ""
    source_id: str = ""
    passed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeWay:
    """
    The best way over the corridor, against the best of all with the same things opened.

    Attributes
    ----------
    label, countries, time_min, cost_cents, arrival
        The way, at typical figures.
    best
        Whether no way is better.
    opened
        Ids of what is opened for it: all of `LandBridge.shut`.
    against_min, against_cents
        Minutes and cents of its totals less those of the best of all others; of the best that the
        question has as things stand if it is the best itself.
    gap, gap_unit
        How far it is behind by the objective, as compared; 0 if it is the best.
    plain
        Whether its dollars and hours count once each: nothing is discouraged, and it comes back
        to no country.
    """

    label: Message
    countries: tuple[str, ...]
    time_min: int
    cost_cents: int
    arrival: datetime
    best: bool
    opened: tuple[str, ...] = ()
    against_min: int
    against_cents: int
    gap: float
    gap_unit: str
    plain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LandBridge:
    """
    How a corridor of the table `corridors` stands for a question.

    Attributes
    ----------
    corridor, countries
        Id, and the chain of countries from the question's origin to its destination.
    state
        Whether goods can pass at the departure asked.
    shut
        What is shut on it and matters.
    since, confirmed, stale_days
        Since when it cannot be passed, and the oldest of the days on which what shuts it was last
        confirmed, in days before the departure; '' and None where no row says.
    way, if_open
        The best way over it as things stand, and with what is shut opened; None where there is none.
    wins_if
        What must change for it to be the best; None if it is.
    lines
        The same in words, at most two.
    """

    corridor: str
    countries: tuple[str, ...]
    state: BridgeState
    shut: tuple[ShutPart, ...] = ()
    since: str = ""
    confirmed: str = ""
    stale_days: int | None = None
    way: BridgeWay | None = None
    if_open: BridgeWay | None = None
    wins_if: Message | None = None
    lines: tuple[Message, ...] = ()
