"""What stands behind an answer: its rows and sources, and why it is not another way."""

from __future__ import annotations

from collections.abc import Mapping

from corridor.report.document.answer import AnswerRecord, ItemRecord, ItineraryRecord, RowRecord
from corridor.report.document.assumptions import marks
from corridor.report.document.parts.figures import Quantity
from corridor.report.document.wording import KIND, route_of
from corridor.report.tables.indicator_rows import indicator_rows
from corridor.report.text.page import Page

_MOST_ITEMS = 8


def explained(answer: AnswerRecord, unit: str, page: Page, which: int = 0) -> list[str]:
    """
    Each item of the best answer with low, typical and high, its rows and their sources.

    `unit` names the currency in which the answer's money stands.
    """
    best = answer.itineraries[which]
    share = best.estimate_share
    lines = ["Every figure of the best answer: low, typical and high"]
    lines += page.wrap(
        f"Estimates carry {share.cost:.0%} of the dollars and {share.time:.0%} of the"
        " hours; ~ marks them. Each row: confidence, date it speaks of, year of its prices,"
        " source",
        "  ",
    )
    known = {r.row: r for r in answer.rows or ()}
    cited: dict[str, None] = {}
    for leg in best.legs:
        lines += page.wrap(f"{KIND[leg.kind].text} {leg.mode} {route_of(leg)}", "  ", " " * 4)
        for item in leg.items:
            lines += page.wrap(_spread(item, unit), " " * 4, " " * 6)
            pairs = zip(item.rows, item.source_ids, strict=True)
            for row, source in dict.fromkeys(pairs):
                lines += page.wrap(_row(row, source, known), " " * 6, " " * 8)
            cited.update(dict.fromkeys(item.source_ids))
    lines += indicator_lines(best, page)
    cited.update((p.source_id, None) for one in best.indicators or () for p in one.published)
    if rate := answer.currency:
        lines += page.wrap(
            f"{rate.row}: 1 USD = {rate.per_usd:g} {rate.code}, {rate.confidence},"
            f" {rate.as_of}, from {rate.source_id}",
            "  ",
        )
        cited[rate.source_id] = None
    sources = {s.id: s for s in answer.sources}
    lines += ["", "Sources of these figures"]
    for source_id in sorted(cited):
        found = sources[source_id]
        lines += page.wrap(f"{source_id}: {found.title} ({found.publisher})", "  ", " " * 4)
        if found.url:
            lines.append(f"    {found.url}")
    return [*lines, ""]


def indicator_lines(itinerary: ItineraryRecord, page: Page) -> list[str]:
    """The corridor indicators of a way in US dollars, beside the published ones."""
    rows = list(indicator_rows(itinerary))
    if not rows:
        return []
    head = ("mode", "of", "year", "TFI1 h", "TFI2 USD", "TFI3 USD", "SWOD km/h", "SWD km/h")
    forms = (".1f", ",.0f", ",.0f", ".1f", ".1f")
    shown = [
        (
            *(str(cell) for cell in row[:3]),
            *(f"{v:{f}}" if v is not None else "-" for v, f in zip(row[7:12], forms, strict=True)),
        )
        for row in rows
    ]
    lines = page.wrap(
        "Corridor indicators as CAREC's reports (CPMM) take them, typical: TFI1 hours and TFI2 dollars"
        " at one border post, two to a crossing; TFI3 dollars for 20 t over 500 km; TFI4 speed"
        " without (SWOD) and with delay (SWD). The whole consignment, US dollars."
    )
    flush = frozenset(range(3, 8))
    table = page.table([head, *shown], flex=1, right=flush, least=9, drop=(2,), indent="  ")
    return ["", *lines, *(line for row in table for line in row)]


def _row(row: str, source: str, known: Mapping[str, RowRecord]) -> str:
    found = known.get(row)
    if found is None:
        return f"{row} from {source}"
    prices = f", prices of {found.price_year}" if found.price_year else ""
    whose = " * your own row" if found.own else ""
    changed = "".join(f" <- {label}" for label in found.changed_by)
    return f"{row} ({found.confidence}, {found.as_of}{prices}) from {source}{whose}{changed}"


def _spread(item: ItemRecord, unit: str) -> str:
    parts = []
    for of, name, form in ((Quantity.COST, unit, ",.2f"), (Quantity.TIME, "h", ".2f")):
        band = item.band(of)
        if band.high:
            figures = " / ".join(f"{end:{form}}" for end in band.ends)
            parts.append(f"{'~' if item.guessed(of) else ''}{figures} {name}{marks(item, of)}")
    if item.co2e_kg:
        parts.append(f"{item.co2e_kg:,.1f} kg CO2e")
    outside = " (outside the total)" if item.outside_total else ""
    return f"{item.name}: {', '.join(parts) or '0'}{outside}"


def why_lines(answer: AnswerRecord, page: Page) -> list[str]:
    """The explanation that --why asked for; nothing without one."""
    why = answer.why
    if not why:
        return []
    lines = ["", *page.wrap(f"Why not {why.text}: {why.reason}.")]
    if not why.label:
        return lines
    lines += page.wrap(
        f"Best way over it: {why.label}, {why.time_h / 24:.1f} days, {why.cost_usd:,.0f} USD.",
        "  ",
    )
    # What must fall for it to win is asked only where it does not win already.
    behind = why.gap > 0
    title = "more than the best in" if behind else "more than the best of today in"
    rows = [(title, "USD", "hours", *(["must fall alone by"] if behind else []))]
    for entry in why.differences[:_MOST_ITEMS]:
        fall = entry.must_fall
        needed = "more than all" if fall is None else f"{fall:.0%}"
        figures = (f"{entry.cost_usd:,.0f}", f"{entry.time_h:,.1f}")
        what = f"{entry.name}, {entry.where}" if entry.where else entry.name
        rows.append((what, *figures, *([needed] if behind else [])))
    if len(rows) > 1:
        table = page.table(rows, flex=0, right=frozenset({1, 2, 3}), indent="  ")
        lines += [line for row in table for line in row]
    return lines
