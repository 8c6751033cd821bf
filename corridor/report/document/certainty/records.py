"""How sure an answer is, as it is saved."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct, field

from corridor.report.document.parts.figures import Count, Positive, Share, one_of

Day = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$")]


class ByDayRecord(Struct, frozen=True, kw_only=True):
    """The chance that a trip has arrived by the end of a day, by the clock of the destination."""

    date: Day
    share: Share


class WayChanceRecord(Struct, frozen=True, kw_only=True):
    """
    In which share of the draws an itinerary counts least of all ways; `number` counts from 1.

    `best` is that of it and of the near copies that the list leaves out for its sake, `itself` that of
    the very way.
    """

    number: Count
    best: Share
    itself: Share
    by: tuple[ByDayRecord, ...]


class FlipRecord(Struct, frozen=True, kw_only=True):
    """
    The figure nearest to 1 in its factor that makes an itinerary best, or takes its first place.

    `item` is what --scale takes ('vot' where --vot was given), '' with no factor where no single figure does it; the figure stands for
    `from` and `to` of a unit.
    """

    number: Count
    item: str
    factor: Annotated[float, Meta(gt=0)] | None
    from_: Positive = field(name="from")
    to: Positive
    unit: Annotated[str, one_of("USD", "h", "USD/h", "")]
    text: str


class CertaintyRecord(Struct, frozen=True, kw_only=True):
    """
    How sure an answer is.

    `another` is the share of the draws in which a way that differs from all listed counts least; with
    `best` of the `ways` it adds up to 1.
    """

    draws: Count
    seed: int
    ways: tuple[WayChanceRecord, ...]
    another: Share
    verdict: Annotated[str, one_of("clear", "set", "none")]
    text: str
    flips: tuple[FlipRecord, ...] = ()
