"""The saved certainty made of what was found."""

from __future__ import annotations

from corridor.messages.catalogue import in_english
from corridor.model.certainty import Certainty, Flip, WayChance
from corridor.report.document.certainty.records import (
    ByDayRecord,
    CertaintyRecord,
    FlipRecord,
    WayChanceRecord,
)


def certainty_record(found: Certainty) -> CertaintyRecord:
    """The record of a certainty; shares in ten-thousandths, factors in four digits."""
    return CertaintyRecord(
        draws=found.draws,
        seed=found.seed,
        ways=tuple(map(_way, found.ways)),
        another=round(found.another, 4),
        verdict=found.verdict,
        text=in_english(found.text),
        flips=tuple(map(_flip, found.flips)),
    )


def _way(way: WayChance) -> WayChanceRecord:
    return WayChanceRecord(
        number=way.number,
        best=round(way.best, 4),
        itself=round(way.itself, 4),
        by=tuple(ByDayRecord(date=b.day.isoformat(), share=round(b.share, 4)) for b in way.by),
    )


def _flip(flip: Flip) -> FlipRecord:
    return FlipRecord(
        number=flip.number,
        item=flip.item,
        factor=None if flip.factor is None else float(f"{flip.factor:.4g}"),
        from_=round(flip.now, 2),
        to=round(flip.then, 2),
        unit=flip.unit,
        text=in_english(flip.text),
    )
