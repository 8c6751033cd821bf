"""Amounts in whole dollars that still add up to their total."""

from __future__ import annotations

from collections.abc import Sequence

from corridor.report.document.answer import ItineraryRecord
from corridor.report.document.parts.figures import Quantity

CENT, DOLLAR = 1, 100


def step_of(itinerary: ItineraryRecord) -> int:
    """Cents of the smallest amount to print: of a dollar where any of the price is an estimate."""
    guessed = any(
        item.guessed(Quantity.COST) and item.cost_usd.high
        for leg in itinerary.legs
        for item in leg.counted
    )
    return DOLLAR if guessed else CENT


def apportioned(cents: Sequence[int], step: int) -> list[int]:
    """
    Round amounts to whole steps, in cents, so that they add up to their rounded total.

    Each goes down to a whole step; the steps then missing go to those that lost most. An amount
    that is whole stays what it is, and none moves by a step or more.

    Examples
    --------
    >>> apportioned([1040, 2040, 3040], 100)
    [1100, 2000, 3000]
    """
    found = [amount // step * step for amount in cents]
    missing = (rounded(sum(cents), step) - sum(found)) // step
    lost = sorted(range(len(found)), key=lambda n: (found[n] - cents[n], n))
    for n in lost[:missing]:
        found[n] += step
    return found


def rounded(cents: int, step: int) -> int:
    """
    An amount in whole steps, in cents; halves go to the even step.

    Examples
    --------
    >>> rounded(12_350, 100), rounded(12_450, 100)
    (12400, 12400)
    """
    return round(cents / step) * step


def dollars(cents: int, step: int) -> str:
    """
    Print an amount that is a whole number of steps.

    Examples
    --------
    >>> dollars(123_400, 100), dollars(123_456, 1)
    ('1,234', '1,234.56')
    """
    return f"{cents / 100:,.0f}" if step == DOLLAR else f"{cents / 100:,.2f}"
