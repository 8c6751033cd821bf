"""How sure an answer is, as it is saved."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from corridor.report.document.parts.figures import Count, Share, one_of

Day = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$")]


class InTimeRecord(Struct, frozen=True, kw_only=True):
    """The chance that a trip has arrived by the end of a day, by the clock of the destination."""

    date: Day
    share: Share


class WayChanceRecord(Struct, frozen=True, kw_only=True):
    """In which share of the draws an itinerary counts least; `number` counts itineraries from 1."""

    number: Count
    best: Share
    by: tuple[InTimeRecord, ...]


class CertaintyRecord(Struct, frozen=True, kw_only=True):
    """
    How sure an answer is.

    `another` is the share of the draws in which a way that is not listed counts least; with those of
    `ways` it adds up to 1.
    """

    draws: Count
    seed: int
    ways: tuple[WayChanceRecord, ...]
    another: Share
    verdict: Annotated[str, one_of("clear", "set", "none")]
    text: str
