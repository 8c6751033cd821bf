"""The saved answer as it is read back: whatever follows from other figures of it must do so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from corridor.model.band import Band, total
from corridor.report.document.answer import (
    AnswerRecord,
    ItemRecord,
    ItineraryRecord,
    LegRecord,
    TotalsRecord,
)
from corridor.report.document.parts.figures import BandRecord, Quantity
from corridor.report.document.read import Kind

# What adds up exactly, of legs to the whole: path, figure, whole units in one.
_SUMS: tuple[tuple[str, Callable[[LegRecord | TotalsRecord], float], int], ...] = (
    ("co2e_kg", lambda part: part.co2e_kg, 1000),
    ("distance_km", lambda part: part.distance_km, 1000),
    ("distance_estimated_km", lambda part: part.distance_estimated_km, 1000),
)
# Bands, whole units in one.
_BANDS = ((Quantity.COST, "cost_usd", 100), (Quantity.TIME, "time_h", 60))
# The row by which an item is the cost of money bound in the goods.
_INVENTORY = "parameters:inventory_rate_per_year"
# What the figure by each objective is among the totals.
_OBJECTIVES: tuple[tuple[str, Callable[[TotalsRecord], float]], ...] = (
    ("generalised_usd", lambda totals: totals.generalised_usd),
    ("cost_usd", lambda totals: totals.cost_usd.typical),
    ("time_h", lambda totals: totals.time_h.typical),
    ("p90_time_h", lambda totals: totals.time_h.high),
    ("distance_km", lambda totals: totals.distance_km),
    ("co2e_kg", lambda totals: totals.co2e_kg),
)


def sum_faults(answer: AnswerRecord) -> Iterator[str]:
    """
    Where figures contradict each other, in cents, minutes, grams and metres.

    Items add up to their leg and to the totals, low and high ends as `corridor.model.band` sums
    them by the rows behind them; legs add up to the totals; the figures by objective are the
    totals', and those compared are as many times as much. corridor writes no other answer; one
    that was changed by hand may be.
    """
    for number, itinerary in enumerate(answer.itineraries):
        path = f"$.itineraries[{number}]"
        for place, leg in enumerate(itinerary.legs):
            at = f"{path}.legs[{place}]"
            yield from _band_faults(leg.counted, leg, at)
            if _whole((i.co2e_kg for i in leg.items), 1000) != _whole([leg.co2e_kg], 1000):
                yield f"Expected the sum of the items - at `{at}.co2e_kg`"
        yield from _total_faults(itinerary, f"{path}.totals", answer.query.value_of_time_usd_per_h)
        yield from _objective_faults(itinerary, path)


def _total_faults(itinerary: ItineraryRecord, path: str, usd_per_h: float) -> Iterator[str]:
    """Totals that are not those of the legs and their items."""
    totals, items = itinerary.totals, [i for leg in itinerary.legs for i in leg.items]
    yield from _band_faults([i for i in items if not i.outside_total], totals, path)
    for name, of, per in _SUMS:
        if _whole(map(of, itinerary.legs), per) != _whole([of(totals)], per):
            yield f"Expected the sum of the legs - at `{path}.{name}`"
    minutes, cents_per_h = round(totals.time_h.typical * 60), round(usd_per_h * 100)
    cents = round(totals.cost_usd.typical * 100) + round(cents_per_h * minutes / 60)
    if _whole([totals.generalised_usd], 100) != cents:
        yield f"Expected cost and time at the value of time - at `{path}.generalised_usd`"
    bound = (i.cost_usd.typical for i in items if _INVENTORY in i.rows)
    if _whole(bound, 100) != _whole([totals.inventory_usd], 100):
        yield f"Expected the sum of the items - at `{path}.inventory_usd`"


def _objective_faults(itinerary: ItineraryRecord, path: str) -> Iterator[str]:
    """Figures by objective that are not the totals', or compared ones that are not those times."""
    own, compared = itinerary.objectives, itinerary.compared
    for name, of in _OBJECTIVES:
        figure = of(itinerary.totals)
        if own and getattr(own, name) != figure:
            yield f"Expected the figure of the totals - at `{path}.objectives.{name}`"
        if compared and getattr(compared, name) != round(compared.times * figure, 6):
            yield f"Expected so many times the totals - at `{path}.compared.{name}`"


def _band_faults(
    items: Iterable[ItemRecord], whole: LegRecord | TotalsRecord, path: str
) -> Iterator[str]:
    """Ends and typical values that are not those of the items' sum."""
    counted = [("|".join(item.rows), item) for item in items]
    for of, name, per in _BANDS:
        summed = total((rows, _units(item.band(of), per)) for rows, item in counted)
        given = _units(whole.band(of), per)
        for end in ("typical", "low", "high"):
            if getattr(given, end) != getattr(summed, end):
                yield f"Expected the sum of the items - at `{path}.{name}.{end}`"


def _units(band: BandRecord, per: int) -> Band:
    low, typical, high = (round(end * per) for end in band.ends)
    return Band(low, typical, high)


def _whole(values: Iterable[float], per: int) -> int:
    return sum(round(value * per) for value in values)


ANSWER = Kind(
    name="answer",
    shape=AnswerRecord,
    version="1.0",
    remedy="make it again: corridor route ORIGIN DESTINATION --json > answer.json",
    faults=sum_faults,
)
