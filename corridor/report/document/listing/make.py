"""The list of ways made of what the planner found."""

from __future__ import annotations

from corridor.messages.catalogue import in_english
from corridor.model.answer import Itinerary, LeftOutWay, Listing, Overlap
from corridor.report.document.listing.records import (
    EvidenceRecord,
    LeftOutRecord,
    ListingRecord,
    OverlapRecord,
)


def overlap_record(overlap: Overlap) -> OverlapRecord:
    """What a way shares with those listed before it, to four decimals."""
    return OverlapRecord(
        with_best=round(overlap.with_best, 4),
        most=round(overlap.most, 4),
        most_with=overlap.most_with,
    )


def evidence_record(itinerary: Itinerary) -> EvidenceRecord:
    """The grade of a way's evidence and what decides it."""
    return EvidenceRecord(grade=itinerary.grade, text=in_english(itinerary.evidence))


def listing_record(listing: Listing) -> ListingRecord:
    """The rule of the list, and whether it is proved."""
    return ListingRecord(
        max_overlap=listing.max_overlap, exact=listing.exact, text=in_english(listing.text)
    )


def left_out_record(way: LeftOutWay) -> LeftOutRecord:
    """A way that the rule leaves out."""
    return LeftOutRecord(
        role=way.role,
        label=in_english(way.label),
        time_h=round(way.time_min / 60, 4),
        cost_usd=way.cost_cents / 100,
        co2e_kg=way.co2e_g / 1000,
        text=in_english(way.text),
    )
