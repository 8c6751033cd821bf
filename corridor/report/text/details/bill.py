"""The bill of a way: its items, the largest first, each with its part of the total."""

from __future__ import annotations

from corridor.model.link_kind import LinkKind
from corridor.report.document.answer import ItemRecord, ItineraryRecord, LegRecord
from corridor.report.document.assumptions import marks
from corridor.report.document.parts.figures import Quantity
from corridor.report.text.page import Page


def bill_lines(itinerary: ItineraryRecord, unit: str, page: Page) -> list[str]:
    """
    An item a row, the same item of several legs summed; what stands outside the total last.

    Typical figures add up. The band of the total is not the sum of those of the items, which
    --explain lists: not all are low at once.
    """
    totals = itinerary.totals.cost_usd
    counted = _rows(itinerary, totals.typical, outside=False)
    beside = _rows(itinerary, 0.0, outside=True)
    sign = "~" if itinerary.estimate_share.cost else ""
    rows = [
        ("", "in", unit, "share"),
        *counted,
        ("Total", "", f"{sign}{totals.typical:,.0f}", "100%"),
        *beside,
    ]
    table = page.table(rows, flex=0, right=frozenset({2, 3}), least=26, drop=(1,), indent="  ")
    lines = ["", "Bill", *(line for row in table[: len(counted) + 2] for line in row)]
    lines += page.wrap(f"low to high: {totals.low:,.0f} to {totals.high:,.0f}", "  ")
    if beside:
        lines += ["  Outside the total", *(x for row in table[len(counted) + 2 :] for x in row)]
    return lines


def _rows(
    itinerary: ItineraryRecord, total: float, *, outside: bool
) -> list[tuple[str, str, str, str]]:
    """Items of one name as one row, with the countries where they arise; the largest first."""
    named: dict[str, list[tuple[str, ItemRecord]]] = {}
    for leg in itinerary.legs:
        for item in leg.items:
            if item.outside_total == outside and item.cost_usd.typical:
                named.setdefault(item.name, []).append((_country(leg), item))
    rows = []
    for name, found in named.items():
        usd = sum(item.cost_usd.typical for _, item in found)
        guessed = "~" if any(item.guessed(Quantity.COST) for _, item in found) else ""
        signs = "".join(dict.fromkeys(marks(item, Quantity.COST) for _, item in found))
        where = " ".join(dict.fromkeys(country for country, _ in found))
        where, share = ("", "") if outside else (where, f"{usd / total:.0%}")
        rows.append((usd, (name, where.strip(), f"{guessed}{usd:,.0f}{signs}", share)))
    return [row for _, row in sorted(rows, key=lambda pair: -pair[0])]


def _country(leg: LegRecord) -> str:
    """Where a leg is; a border lies in two countries."""
    if leg.kind == LinkKind.BORDER:
        return f"{leg.from_.country}-{leg.to.country}"
    return leg.country
