"""The documents that the countries of a way ask for."""

from __future__ import annotations

from corridor.report.document.answer import ItineraryRecord
from corridor.report.text.page import Page


def document_lines(itinerary: ItineraryRecord, page: Page) -> list[str]:
    """
    Those of each country in a line; what several countries ask for is said once.

    A document that is asked in each country of the way stands under 'each'.
    """
    if not itinerary.documents:
        return []
    by_country: dict[str, list[str]] = {}
    for paper in itinerary.documents:
        names = by_country.setdefault(paper.country, [])
        if paper.name not in names:
            names.append(paper.name)
    asked = [set(names) for country, names in by_country.items() if country]
    each = set.intersection(*asked) if len(asked) > 1 else set()
    shared = [n for n in next(iter(by_country.values())) if n in each]
    lines = ["", "Documents"]
    if shared:
        lines += page.wrap(f"each country: {', '.join(shared)}", "  ", " " * 6)
    for country, names in by_country.items():
        own = [n for n in names if not (country and n in each)]
        if own:
            lines += page.wrap(f"{country or 'all'}: {', '.join(own)}", "  ", " " * 6)
    return lines
