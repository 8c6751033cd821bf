"""Corridor indicators of an itinerary, with what CAREC's reports print of the same mode beside them."""

from __future__ import annotations

from corridor.analysis.indicators import Indicators, indicators
from corridor.model.answer import Itinerary
from corridor.report.document.indicators.records import (
    IndicatorsRecord,
    PublishedIndicatorsRecord,
)
from corridor.tables.dataset import Dataset
from corridor.tables.records import CorridorIndicator


def indicator_records(
    itinerary: Itinerary, load_t: float, dataset: Dataset
) -> tuple[IndicatorsRecord, ...]:
    """
    The indicators of each land mode of an itinerary.

    Parameters
    ----------
    itinerary
        The way.
    load_t
        Gross tonnes of the whole consignment.
    dataset
        Holds what is published.
    """
    return tuple(_record(part, dataset) for part in indicators(itinerary, load_t))


def _record(part: Indicators, dataset: Dataset) -> IndicatorsRecord:
    # All corridors first, then the countries in the order of the way.
    order = ("", *part.countries)
    rows = [r for r in dataset.corridor_indicators if r.mode == part.mode and r.country in order]
    rows.sort(key=lambda r: order.index(r.country))
    return IndicatorsRecord(
        mode=part.mode,
        distance_km=part.length_km,
        hours=round(part.hours, 4),
        moving_h=round(part.moving_h, 4),
        crossings=part.crossings,
        border_h=round(part.border_h, 4),
        border_usd=round(part.border_usd, 2),
        post_h=_rounded(part.post_h, 4),
        post_usd=_rounded(part.post_usd, 2),
        usd_per_500km_20t=round(part.usd_per_500km_20t, 2),
        speed_without_delay_kmh=round(part.speed_without_delay_kmh, 2),
        speed_with_delay_kmh=round(part.speed_with_delay_kmh, 2),
        published=tuple(map(_published, rows)),
    )


def _published(row: CorridorIndicator) -> PublishedIndicatorsRecord:
    return PublishedIndicatorsRecord(
        row=row.key,
        country=row.country,
        as_of=row.as_of,
        post_h=row.post_h,
        post_usd=row.post_usd,
        usd_per_500km_20t=row.usd_per_500km_20t,
        speed_without_delay_kmh=row.swod_kmh,
        speed_with_delay_kmh=row.swd_kmh,
        source_id=row.source_id,
    )


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
