"""Rows of the best ways of a comparison: every item with what it rests on, and the indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from corridor.report.document.comparison import StudyRecord
from corridor.report.document.parts.figures import Quantity
from corridor.report.tables.cells import Value
from corridor.report.tables.indicator_rows import COLUMNS, indicator_rows

Rows = Iterator[Sequence[Value]]
Names = Mapping[str, str]
ITEMS = (
    *("port", "market", "leg", "kind", "mode", "from", "to", "country", "item"),
    *("USD low", "USD", "USD high", "h low", "h", "h high", "kg CO2e"),
    *("USD estimated", "hours estimated", "outside the total", "rows", "sources"),
)
INDICATORS = ("port", "market", *(c.name for c in COLUMNS))


def items(study: StudyRecord, names: Names) -> Rows:
    """Every item of every port's best way to every market."""
    for lane in study.lanes:
        for number, leg in enumerate(lane.itinerary.legs if lane.itinerary else (), 1):
            for item in leg.items:
                yield (
                    *(names[lane.port], names[lane.market], number, leg.kind, leg.mode),
                    *(leg.from_.name, leg.to.name, leg.country, item.name),
                    *item.cost_usd.ends,
                    *item.time_h.ends,
                    item.co2e_kg,
                    *("yes" if item.guessed(q) else "no" for q in (Quantity.COST, Quantity.TIME)),
                    "yes" if item.outside_total else "no",
                    "; ".join(item.rows),
                    "; ".join(dict.fromkeys(item.source_ids)),
                )


def indicators(study: StudyRecord, names: Names) -> Rows:
    """The corridor indicators of every port's best way, beside the published ones."""
    for lane in study.lanes:
        if lane.itinerary:
            ends = names[lane.port], names[lane.market]
            yield from ((*ends, *row) for row in indicator_rows(lane.itinerary))
