"""The list of ways as an answer keeps it."""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from corridor.report.document.parts.figures import Count, Positive, Share, one_of

GradeName = Annotated[str, one_of("fresh", "aged", "old", "announced", "none")]


class OverlapRecord(Struct, frozen=True, kw_only=True):
    """
    Shares of a way's own line-haul kilometres, 0 to 1.

    `with_best` with itinerary 1; `most` is the greatest with any listed before it, number `most_with`.
    """

    with_best: Share
    most: Share
    most_with: Count


class EvidenceRecord(Struct, frozen=True, kw_only=True):
    """How well it is known that all a way uses is in use; the weakest thing decides."""

    grade: GradeName
    text: str


class ListingRecord(Struct, frozen=True, kw_only=True):
    """By which rule ways were listed; `max_overlap` is None where every key was asked for."""

    max_overlap: Share | None
    exact: bool
    text: str


class LeftOutRecord(Struct, frozen=True, kw_only=True):
    """A way that the rule leaves out though it is the cheapest, fastest or of least CO2e."""

    role: Annotated[str, one_of("cheapest", "fastest", "least CO2e")]
    label: str
    time_h: Positive
    cost_usd: Positive
    co2e_kg: Positive
    text: str
