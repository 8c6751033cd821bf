"""Corridor indicators as an answer keeps them."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from corridor.report.document.parts.figures import Country, Positive

LandMode = Annotated[str, Meta(pattern="^(rail|road)$")]


class PublishedIndicatorsRecord(Struct, frozen=True, kw_only=True):
    """What CAREC's reports print of one country ('' = all corridors) for the same mode."""

    row: str
    country: Country
    as_of: str
    post_h: Positive | None
    post_usd: Positive | None
    usd_per_500km_20t: Positive | None
    speed_without_delay_kmh: Positive | None
    speed_with_delay_kmh: Positive | None
    source_id: str


class IndicatorsRecord(Struct, frozen=True, kw_only=True):
    """
    The part of an itinerary by one mode as CAREC's reports (CPMM) measure it; typical US dollars.

    `post_h` and `post_usd` (TFI1, TFI2) are means of one post, two to a crossing, None without a
    crossing; then TFI3 and the two speeds of TFI4. `published` is what stands beside it.
    """

    mode: LandMode
    distance_km: Positive
    hours: Positive
    moving_h: Positive
    crossings: Annotated[int, Meta(ge=0)]
    border_h: Positive
    border_usd: Positive
    post_h: Positive | None
    post_usd: Positive | None
    usd_per_500km_20t: Positive
    speed_without_delay_kmh: Positive
    speed_with_delay_kmh: Positive
    published: tuple[PublishedIndicatorsRecord, ...]
