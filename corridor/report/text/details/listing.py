"""The list of ways in words: what each shares with the first, and what the rule leaves out."""

from __future__ import annotations

from corridor.report.document.answer import AnswerRecord, ItineraryRecord
from corridor.report.text.page import Page


def shared_lines(itinerary: ItineraryRecord, indent: str, page: Page) -> list[str]:
    """What a way shares with the first and knows of its use; nothing in an old answer."""
    parts = []
    if itinerary.overlap:
        parts.append(f"shares {itinerary.overlap.with_best:.0%} of its line-haul with 1")
    if itinerary.evidence:
        parts.append(f"evidence {itinerary.evidence.grade}")
    return page.wrap("; ".join(parts), indent, indent) if parts else []


def list_lines(answer: AnswerRecord, unit: str, page: Page) -> list[str]:
    """By which rule ways are listed where it was changed or not proved, and one line for each left out."""
    lines: list[str] = []
    query, listing = answer.query, answer.listing
    if listing and (not listing.exact or query.all or query.max_overlap is not None):
        lines += page.wrap(f"Listed: {listing.text}", "", "  ")
    for way in answer.left_out or ():
        lines += page.wrap(
            f"{way.role}, not listed: {way.label}; {way.time_h / 24:.1f} days,"
            f" {way.cost_usd:,.0f} {unit}, {way.co2e_kg:,.0f} kg CO2e; {way.text}",
            "",
            "  ",
        )
    return lines
