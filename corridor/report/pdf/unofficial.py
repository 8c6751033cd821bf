"""Unofficial payments of an itinerary: found by what they are, and left out of its price on request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from corridor.messages.catalogue import in_english
from corridor.model.band import Band, total
from corridor.model.charge import BORDER_IN_HELD, BORDER_OUT_HELD, UNOFFICIAL_IN, UNOFFICIAL_OUT
from corridor.model.message import Message, say
from corridor.report.document.answer import AnswerRecord, ItemRecord, ItineraryRecord
from corridor.report.document.parts.figures import BandRecord, Quantity
from corridor.report.document.parts.said import messages_of

SHOWN, LEFT_OUT = "shown", "left-out"
UNOFFICIAL = (SHOWN, LEFT_OUT)
_PAID = tuple(say(f"charge.{c.id}") for c in (UNOFFICIAL_OUT, UNOFFICIAL_IN))
_IN_FREIGHT = tuple(say(f"charge.{c.id}") for c in (BORDER_OUT_HELD, BORDER_IN_HELD))


@dataclass(frozen=True, slots=True)
class Offered:
    """
    An itinerary as it is offered.

    `unofficial` are names of its items that are unofficial payments, `left` of those that are not in
    its price, with their cents; `asked` says that they were to be left out, and `in_freight` that a
    freight holds payments at a border.
    """

    itinerary: ItineraryRecord
    unofficial: frozenset[str]
    left: Mapping[str, int]
    asked: bool
    in_freight: bool


def offered(answer: AnswerRecord, number: int, unofficial: str) -> Offered:
    """
    Give the itinerary `number`, counted from 0, with or without its unofficial payments.

    Left out, they are outside the total: dollars of legs and total, and what of these rests on
    estimates, are summed anew by the items that stay, bands as `corridor.model.band` sums them.
    """
    itinerary = answer.itineraries[number]
    paid = _items(answer, number, _PAID)
    names = frozenset(item.name for item in paid.values())
    in_freight = bool(_items(answer, number, _IN_FREIGHT))
    if unofficial == SHOWN or not paid:
        return Offered(itinerary, names, {}, unofficial != SHOWN, in_freight)
    left: dict[str, int] = {}
    for item in paid.values():
        left[item.name] = left.get(item.name, 0) + round(item.cost_usd.typical * 100)
    legs = []
    for place, leg in enumerate(itinerary.legs):
        items = tuple(
            replace(item, outside_total=True) if (place, row) in paid else item
            for row, item in enumerate(leg.items)
        )
        stays = [item for item in items if not item.outside_total]
        legs.append(replace(leg, items=items, cost_usd=_summed(stays)))
    counted = [item for leg in legs for item in leg.counted]
    made = replace(
        itinerary,
        legs=tuple(legs),
        totals=replace(itinerary.totals, cost_usd=_summed(counted)),
        estimate_share=replace(itinerary.estimate_share, cost=_guessed(counted)),
    )
    priced = {name: cents for name, cents in left.items() if cents}
    return Offered(made, names, priced, True, in_freight)


def _items(
    answer: AnswerRecord, number: int, charges: tuple[Message, ...]
) -> dict[tuple[int, int], ItemRecord]:
    """Items in the total that are one of these charges, by leg and row."""
    return {
        at: item
        for at, item, charge in _charges(answer, number)
        # An answer of before knows its charges by their English names alone.
        if charge in charges
        or (charge is None and item.name in {in_english(message) for message in charges})
    }


def _charges(
    answer: AnswerRecord, number: int
) -> Iterator[tuple[tuple[int, int], ItemRecord, Message | None]]:
    known = messages_of(answer.messages)
    for place, leg in enumerate(answer.itineraries[number].legs):
        for row, item in enumerate(leg.items):
            if not item.outside_total:
                at = f"/itineraries/{number}/legs/{place}/items/{row}/name"
                yield (place, row), item, known.get(at)


def _summed(items: Iterable[ItemRecord]) -> BandRecord:
    """Dollars of items, in cents while they are added."""
    band = total(
        ("|".join(item.rows), Band(*(round(end * 100) for end in item.cost_usd.ends)))
        for item in items
    )
    return BandRecord(*(end / 100 for end in (band.low, band.typical, band.high)))


def _guessed(items: list[ItemRecord]) -> float:
    """Share of the dollars that rests on estimates."""
    whole = sum(item.cost_usd.typical for item in items)
    guessed = sum(item.cost_usd.typical for item in items if item.guessed(Quantity.COST))
    return guessed / whole if whole else 0.0
