"""iCalendar (RFC 5545) of one itinerary: departure, borders, ports, ships, last days, arrival."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from msgspec import to_builtins

from corridor.model.dates import first_day
from corridor.model.link_kind import LinkKind
from corridor.report.document.answer import AnswerRecord, BorderRecord, ItineraryRecord, LegRecord
from corridor.report.document.deadlines.records import (
    DETENTION,
    STORAGE,
    DeadlineRecord,
)
from corridor.report.document.parts.figures import BandRecord
from corridor.report.document.plain import plain
from corridor.report.document.stamp import Stamp
from corridor.report.document.wording import REGIME, ahead, by_mode, in_country, local, title_of
from corridor.report.extra import needed

_FREE = {
    STORAGE: "Last free day of storage",
    DETENTION: "Last free day of the box (detention)",
}


@dataclass(frozen=True, slots=True)
class Event:
    """
    One entry: from when to when, a day alone where `start` has no time; None ends as it starts.

    `subject` tells it from others of its kind on the same way.
    """

    kind: str
    subject: str
    start: datetime | date
    end: datetime | None
    title: str
    text: str
    place: str
    lon_lat: tuple[float, float] | None = None


def ics_bytes(answer: AnswerRecord, stamp: Stamp, which: int) -> bytes:
    """
    A calendar of itinerary number `which` (1 = the first), the same bytes each time.

    Times are UTC; clocks of the places stand in the descriptions. An entry keeps its UID when the
    question is asked again on newer data and the way is the same, so a calendar moves it. It is
    stamped with the first day of the data's date, never with the clock.

    Raises
    ------
    InputError
        If icalendar is not installed.
    """
    library = needed("icalendar", "writing .ics")
    itinerary = answer.itineraries[which - 1]
    stamped = datetime.combine(first_day(answer.data_date), time(0), UTC)
    calendar = library.Calendar()
    calendar.add("prodid", "-//corridor//freight routes//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", plain(title_of(answer)))
    calendar.add("x-wr-caldesc", plain(f"{itinerary.label}. {stamp.of_answer()}"))
    way = _digest([to_builtins(answer.query), _steps(itinerary)])
    met: Counter[tuple[str, str]] = Counter()
    for event in events(itinerary):
        met[event.kind, event.subject] += 1
        name = _digest([way, event.kind, event.subject, met[event.kind, event.subject]])
        calendar.add_component(_component(library, event, f"{name}@corridor", stamped))
    made: bytes = calendar.to_ical()
    return made


def _component(library: object, event: Event, uid: str, stamped: datetime) -> object:
    found = library.Event()  # type: ignore[attr-defined]
    found.add("uid", uid)
    found.add("dtstamp", stamped)
    found.add("dtstart", _instant(event.start))
    if event.end is not None and event.end > event.start:
        found.add("dtend", _instant(event.end))
    found.add("summary", plain(event.title))
    found.add("description", "\n".join(plain(line) for line in event.text.split("\n")))
    found.add("location", plain(event.place))
    if event.lon_lat is not None:
        found.add("geo", event.lon_lat[::-1])
    found.add("categories", [event.kind])
    found.add("transp", "TRANSPARENT")
    return found


def _instant(moment: datetime | date) -> datetime | date:
    """A moment as UTC; a day stays one, and so does a clock of a place that is not known."""
    aware = isinstance(moment, datetime) and moment.tzinfo is not None
    return moment.astimezone(UTC) if aware and isinstance(moment, datetime) else moment


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _steps(itinerary: ItineraryRecord) -> list[tuple[str, str, str, str]]:
    """What tells a way from others."""
    return [(leg.kind, leg.mode, leg.from_.id, leg.to.id) for leg in itinerary.legs]


# ---------------------------------------------------------------- what happens when
def events(itinerary: ItineraryRecord) -> Iterator[Event]:
    """All entries of an itinerary, in the order of the way; last days behind."""
    legs = itinerary.legs
    first = legs[0].from_
    yield Event(
        "Departure",
        first.id,
        _moment(itinerary.departure),
        None,
        f"Departure: {in_country(first.name, first.country)}",
        f"{itinerary.label}. Ready {_clock(itinerary.departure)}.",
        in_country(first.name, first.country),
        (first.lon, first.lat),
    )
    borders = list(itinerary.borders)
    for leg in legs:
        if leg.kind == LinkKind.BORDER and borders:
            yield _border(borders.pop(0), leg)
        elif leg.kind == LinkKind.PORT:
            yield _call(leg)
        elif leg.kind == LinkKind.SAILING:
            yield _voyage(leg)
    yield _arrival(itinerary, itinerary.totals.time_h)
    for one in itinerary.deadlines or ():
        yield _deadline(one, itinerary)


def _border(border: BorderRecord, leg: LegRecord) -> Event:
    sides = f"{border.country_from} - {border.country_to}"
    regime = f"\nRegime: {REGIME.get(border.regime, border.regime)}." if border.regime else ""
    note = f"\n{border.note}" if border.note else ""
    return Event(
        "Border",
        border.crossing_id,
        _moment(leg.start),
        _moment(leg.end),
        f"Border: {by_mode(border.name, border.mode)} ({sides})",
        f"From {_clock(leg.start)} to {_clock(leg.end)}: {_hours(leg.time_h)}.{regime}{note}",
        f"{border.name_from} - {border.name_to}",
        (border.lon, border.lat),
    )


def _call(leg: LegRecord) -> Event:
    place = in_country(leg.from_.name, leg.country)
    note = f"\n{leg.note}" if leg.note else ""
    return Event(
        "Port",
        leg.subject or leg.from_.id,
        _moment(leg.start),
        _moment(leg.end),
        f"Port: {place}",
        f"From {_clock(leg.start)} to {_clock(leg.end)}: {_hours(leg.time_h)}.{note}",
        place,
        (leg.from_.lon, leg.from_.lat),
    )


def _voyage(leg: LegRecord) -> Event:
    waited = sum(w.time_h.typical for w in leg.waits or ())
    of_it = f", {waited:.0f} h of it waiting for the ship" if waited else ""
    return Event(
        "Ship",
        f"{leg.from_.id}-{leg.to.id}",
        _moment(leg.start),
        _moment(leg.end),
        f"Ship: {leg.from_.name} - {leg.to.name}",
        f"From {_clock(leg.start)} to {_clock(leg.end)}: {_hours(leg.time_h)}{of_it}.",
        in_country(leg.from_.name, leg.from_.country),
        (leg.from_.lon, leg.from_.lat),
    )


def _arrival(itinerary: ItineraryRecord, time_h: BandRecord) -> Event:
    """The typical arrival; the band of the whole journey is that of arrivals."""
    last, typical = itinerary.legs[-1].to, _moment(itinerary.arrival)
    early = typical - timedelta(hours=time_h.typical - time_h.low)
    late = typical + timedelta(hours=time_h.high - time_h.typical)
    place = in_country(last.name, last.country)
    return Event(
        "Arrival",
        last.id,
        typical,
        None,
        f"Arrival: {place}",
        f"Typically {_clock(itinerary.arrival)}; from {early:%Y-%m-%d} to {late:%Y-%m-%d}"
        f" ({time_h.low / 24:.1f} to {time_h.high / 24:.1f} days on the way).",
        place,
        (last.lon, last.lat),
    )


def _deadline(one: DeadlineRecord, itinerary: ItineraryRecord) -> Event:
    about = "~" if one.estimate else ""
    rows = f"\nRows: {', '.join(one.rows)}; sources: {', '.join(one.source_ids)}."
    if one.days and one.leg:
        start = itinerary.legs[one.leg - 1].start if one.leg <= len(itinerary.legs) else ""
        spread = (
            "" if one.days.low == one.days.high else f" ({one.days.low:g} to {one.days.high:g})"
        )
        text = f"{about}{one.days.typical:g} free days{spread} from {_clock(start)}: until {_clock(one.at)}."
        title = f"{_FREE.get(one.kind, 'Last free day')}: {one.place}"
        return Event(
            "Free days",
            f"{one.kind} {one.place}",
            _moment(one.at),
            None,
            title,
            text + rows,
            one.place,
        )
    day = date.fromisoformat(one.at[:10])
    text = f"Last day by the row: {one.at[:10]}. {one.text}{rows}"
    return Event("Expiry", one.rows[0], day, None, f"Expires: {one.place}", text, one.place)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _clock(text: str) -> str:
    """A moment by the clock of its place, with its distance from UTC."""
    return " ".join(filter(None, (local(text), ahead(text))))


def _hours(time_h: BandRecord) -> str:
    low, typical, high = time_h.ends
    return f"typically {typical:.0f} h ({low:.0f} to {high:.0f})"
