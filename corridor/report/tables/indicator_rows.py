"""Corridor indicators as rows: those of a way, and below each what is published of its mode."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corridor.report.document.answer import ItineraryRecord
from corridor.report.tables.cells import Column, Value, columns_of

OURS, EVERYWHERE = "this way", "CAREC, all corridors"
COLUMNS: tuple[Column, ...] = columns_of(
    "mode",
    "of",
    "as_of",
    ("distance_km", "number"),
    ("crossings", "count"),
    ("border_h", "hours"),
    ("border_usd", "money"),
    ("tfi1_h_per_post", "hours"),
    ("tfi2_usd_per_post", "money"),
    ("tfi3_usd_per_500km_20t", "money"),
    ("tfi4_swod_kmh", "number"),
    ("tfi4_swd_kmh", "number"),
    "source_id",
)


def indicator_rows(itinerary: ItineraryRecord) -> Iterator[Sequence[Value]]:
    """A row for each land mode of a way, and one for each published figure beside it."""
    for one in itinerary.indicators or ():
        yield (
            *(one.mode, OURS, "", one.distance_km, one.crossings, one.border_h, one.border_usd),
            *(one.post_h, one.post_usd, one.usd_per_500km_20t),
            *(one.speed_without_delay_kmh, one.speed_with_delay_kmh, ""),
        )
        for p in one.published:
            yield (
                *(one.mode, p.country or EVERYWHERE, p.as_of, None, None, None, None),
                *(p.post_h, p.post_usd, p.usd_per_500km_20t),
                *(p.speed_without_delay_kmh, p.speed_with_delay_kmh, p.source_id),
            )
