"""The saved certainty made of what was found."""

from __future__ import annotations

from corridor.messages.catalogue import in_english
from corridor.model.certainty import Certainty
from corridor.report.document.certainty.records import (
    CertaintyRecord,
    InTimeRecord,
    WayChanceRecord,
)


def certainty_record(found: Certainty) -> CertaintyRecord:
    """The record of a certainty; shares in ten-thousandths."""
    return CertaintyRecord(
        draws=found.draws,
        seed=found.seed,
        ways=tuple(
            WayChanceRecord(
                number=way.number,
                best=round(way.best, 4),
                by=tuple(
                    InTimeRecord(date=b.day.isoformat(), share=round(b.share, 4)) for b in way.by
                ),
            )
            for way in found.ways
        ),
        another=round(found.another, 4),
        verdict=found.verdict,
        text=in_english(found.text),
    )
