"""
How well it is known that what a way uses is in use: one grade for the way, the weakest thing decides.

A thing is seen, announced or without evidence (`SeenUse.state`). What was seen is graded by its
age at the departure, a month or a year counting as its last day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from corridor.model.dates import last_day

# Most days before departure at which something was last seen in use, for the first two grades.
FRESH_DAYS, AGED_DAYS = 90, 365


class Grade(StrEnum):
    """How well the use of a thing, or of all things of a way, is known; the best first."""

    FRESH = "fresh"
    AGED = "aged"
    OLD = "old"
    ANNOUNCED = "announced"
    NONE = "none"

    @property
    def rank(self) -> int:
        """0 for the best, more for weaker ones."""
        return _RANK[self]


_RANK = {grade: rank for rank, grade in enumerate(Grade)}


def grade_of(state: str, on: str, departs: date) -> Grade:
    """
    The grade of one thing.

    Parameters
    ----------
    state
        'seen', 'announced' or 'no_evidence'.
    on
        The day, month or year on which it was last seen in use, '' unless it was seen.
    departs
        The day from which its age is counted back.

    Examples
    --------
    >>> grade_of("seen", "2026-10", date(2026, 12, 1)).value
    'fresh'
    """
    if state == "announced":
        return Grade.ANNOUNCED
    if state != "seen" or not on:
        return Grade.NONE
    days = (departs - last_day(on)).days
    if days <= FRESH_DAYS:
        return Grade.FRESH
    return Grade.AGED if days <= AGED_DAYS else Grade.OLD


def weakest(grades: Iterable[Grade]) -> Grade:
    """The grade of a way by those of all that it uses; fresh where it uses nothing that is graded."""
    return max(grades, key=lambda grade: grade.rank, default=Grade.FRESH)
