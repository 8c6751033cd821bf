"""The legs of a way, a row each, with what each consists of; and its borders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import UNSET

from corridor.model.link_kind import LinkKind
from corridor.report.document.answer import ItemRecord, ItineraryRecord, LegRecord
from corridor.report.document.assumptions import CHANGED_MARK, OWN_MARK, marks
from corridor.report.document.parts.figures import Quantity
from corridor.report.document.parts.question import QueryRecord
from corridor.report.document.wording import KIND, REGIME, ahead, local, route_of
from corridor.report.text.details.ways import posts
from corridor.report.text.page import Page

# An item alone on one of these legs says nothing that the leg's own line does not.
_PLAIN = (LinkKind.LINE_HAUL, LinkKind.TRANSFER)
# How a stop asked for is made, in words.
_HOW = {
    "called at": "port call",
    "crossed": "crossed",
    "handled": "handled there",
    "passed": "passed",
    "start": "the start",
    "end": "the end",
}
_DAY, _GAUGE, _WHERE, _COUNTRY, _KM = 0, 3, 4, 5, 6
_FLUSH = frozenset({0, 6, 7, 8})


def leg_lines(itinerary: ItineraryRecord, unit: str, page: Page) -> list[str]:
    """A row a leg; below it, indented, what the leg consists of."""
    rows: list[tuple[str, ...]] = [
        ("day", "starts", "leg", "", "from - to", "", "km", "hours", unit),
    ]
    below: dict[int, list[str]] = {}
    start, deep = itinerary.legs[0].start, " " * (18 if page.width >= 100 else 5)
    for number, leg in enumerate(itinerary.legs, 1):
        km = leg.distance_km
        rows.append(
            (
                str(_day(start, leg.start)),
                local(leg.start)[5:],
                f"{KIND[leg.kind].text} {leg.mode}".strip(),
                str(leg.gauge_mm or ""),
                route_of(leg),
                leg.country,
                f"{'~' if leg.distance_estimated_km else ''}{km:,.0f}" if km else "",
                _marked(leg, Quantity.TIME, ".1f"),
                _marked(leg, Quantity.COST, ",.0f"),
            )
        )
        below[len(rows) - 1] = _items(leg, unit, page, deep)
        if leg.note and leg.kind == LinkKind.LINE_HAUL:
            below[len(rows) - 1] += page.wrap(leg.note, deep)
        rows += _stops(itinerary, number, start)
    rows.append(_total(itinerary, start))
    table = page.table(
        rows, flex=_WHERE, right=_FLUSH, least=26, drop=(_GAUGE, _DAY, _COUNTRY, _KM)
    )
    lines: list[str] = []
    for index, shown in enumerate(table):
        lines += [*shown, *below.get(index, ())]
    lines += page.wrap(f"outside the total, {unit}: {_outside(itinerary)}", " " * 5)
    return lines + _clocks(itinerary, start, page)


def _total(itinerary: ItineraryRecord, start: str) -> tuple[str, ...]:
    totals, share = itinerary.totals, itinerary.estimate_share
    return (
        str(_day(start, itinerary.arrival)),
        local(itinerary.arrival)[5:],
        "total",
        "",
        "arrived",
        "",
        f"{'~' if totals.distance_estimated_km else ''}{totals.distance_km:,.0f}",
        f"{'~' if share.time else ''}{totals.time_h.typical:.1f}",
        f"{'~' if share.cost else ''}{totals.cost_usd.typical:,.0f}",
    )


def _clocks(itinerary: ItineraryRecord, start: str, page: Page) -> list[str]:
    """By which clocks the times are; nothing where all places keep one, or an old answer."""
    here, there = ahead(start), ahead(itinerary.arrival)
    passed = {ahead(end) for leg in itinerary.legs for end in (leg.start, leg.end)}
    if len(passed) < 2:
        return []
    text = f"times are by the clock of each place: {here} at the start, {there} at the end"
    return page.wrap(text, " " * 5)


def _stops(itinerary: ItineraryRecord, number: int, start: str) -> Iterator[tuple[str, ...]]:
    """A row for each stop asked for that a leg makes."""
    for stop in itinerary.vias or ():
        if stop.leg == number:
            day, when = str(_day(start, stop.at)), local(stop.at)[5:]
            asked = "" if stop.text == stop.name else f" (--via {stop.text})"
            what = f"{stop.name}, {_HOW[stop.how]}{asked}"
            yield (day, when, "via", "", what, "", "", "", "")


def _outside(itinerary: ItineraryRecord) -> str:
    """What the way costs the owner of the goods beside its bill, each name once."""
    sums: dict[str, float] = {}
    for item in (i for leg in itinerary.legs for i in leg.items if i.outside_total):
        sums[item.name] = sums.get(item.name, 0.0) + item.cost_usd.typical
    return "; ".join(f"{name} {usd:,.0f}" for name, usd in sums.items() if usd) or "nothing"


def _marked(leg: LegRecord, of: Quantity, form: str) -> str:
    """A leg's typical figure, marked when an item that adds to it is an estimate or assumed."""
    counted = [i for i in leg.counted if i.band(of).typical]
    signs = {marks(i, of) for i in counted}
    sign = "".join(s for s in (OWN_MARK, CHANGED_MARK) if s in signs)
    guessed = "~" if any(i.guessed(of) for i in counted) else ""
    return f"{guessed}{leg.band(of).typical:{form}}{sign}"


def _items(leg: LegRecord, unit: str, page: Page, indent: str) -> list[str]:
    counted = leg.counted
    if len(counted) == 1 and leg.kind in _PLAIN:
        return []
    # A charge that only a long stay brings is in the band of the leg, not in its figures.
    telling = [_item(i, unit) for i in counted if i.cost_usd.typical or i.time_h.typical]
    return page.wrap("; ".join(telling), indent) if telling else []


def _day(start: str, moment: str) -> int:
    """Day of the trip by the clocks of the places, the day of departure being 1."""
    return (datetime.fromisoformat(moment).date() - datetime.fromisoformat(start).date()).days + 1


def _item(item: ItemRecord, currency: str) -> str:
    parts = []
    for of, form, unit in ((Quantity.COST, ",.0f", currency), (Quantity.TIME, ".1f", "h")):
        if figure := item.band(of).typical:
            mark = "~" if item.guessed(of) else ""
            parts.append(f"{mark}{figure:{form}} {unit}{marks(item, of)}")
    return f"{item.name} {' '.join(parts)}"


def border_lines(itinerary: ItineraryRecord, query: QueryRecord, page: Page) -> list[str]:
    """When each border is passed, how it stands, and what is to be known of it."""
    if not itinerary.borders:
        return []
    rows = [
        (
            local(b.passage),
            f"{b.country_from}-{b.country_to}",
            b.mode,
            posts(b),
            b.crossing_id,
            b.status,
            REGIME[b.regime] if b.regime else "",
        )
        for b in itinerary.borders
    ]
    offset = query.utc_offset_h
    clock = (
        ""
        if offset is None or offset is UNSET
        else f" by the clock of {query.origin.name} (UTC{offset:+g})"
    )
    if ahead(itinerary.borders[0].passage):
        clock = " by the clock of the post on the side that is left"
    lines = ["", *page.wrap(f"Borders, at typical times{clock}", "", "  ")]
    table = page.table(rows, flex=3, least=20, drop=(6, 2, 4), indent="  ")
    for border, shown in zip(itinerary.borders, table, strict=True):
        lines += shown
        if border.note:
            lines += page.wrap(border.note, " " * 6)
        if border.own_rows:
            lines += page.wrap(f"* by your own rows: {', '.join(border.own_rows)}", " " * 6)
    return lines


def seen_lines(itinerary: ItineraryRecord, page: Page) -> list[str]:
    """When what is used was last seen in use; trains say it in the first lines."""
    trains = {t.service for t in itinerary.trains or ()}
    told = [s for s in itinerary.seen or () if s.id not in trains]
    if not told:
        return []
    lines = ["", "Last seen in use"]
    for one in told:
        cited = f" [{', '.join(one.source_ids)}]" if one.source_ids else ""
        text = f"{one.text[:1].upper()}{one.text[1:]}{cited}"
        own = f" * your own row {one.row}" if one.own else ""
        lines += page.wrap(f"{text}{own}", "  ", " " * 6)
    return lines
