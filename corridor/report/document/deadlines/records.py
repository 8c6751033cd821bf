"""A day that must not be missed, as it is saved."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from corridor.report.document.parts.figures import BandRecord, Count, Rows, Texts, one_of

STORAGE, DETENTION, EXPIRY = "free_storage", "free_detention", "expiry"


class DeadlineRecord(Struct, frozen=True, kw_only=True):
    """
    One such day: the last that is free, or on which a row is in force.

    `at` is a moment by the clock of the place, of an expiry the day alone. `days` are the free days,
    counted from the start of leg `leg` (1 = the first); a moment is that of their typical end. `text` is what
    the row says, '' where it is a figure.
    """

    kind: Annotated[str, one_of(STORAGE, DETENTION, EXPIRY)]
    at: Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d(T\d\d:\d\d([+-]\d\d:\d\d)?)?$")]
    place: str
    leg: Count | UnsetType = UNSET
    days: BandRecord | UnsetType = UNSET
    text: str
    estimate: bool
    rows: Rows
    source_ids: Texts
