"""Free days and expiries of an itinerary, from its legs and the rows that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from msgspec import UNSET, UnsetType

from corridor.model.answer import Itinerary, Leg
from corridor.model.consignment import Consignment
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.ref import Ref, RefKind
from corridor.pricing.ends import detention_rows, has_detention
from corridor.pricing.ports import PortLink, port_bill
from corridor.report.document.deadlines.records import (
    DETENTION,
    EXPIRY,
    STORAGE,
    DeadlineRecord,
)
from corridor.report.document.parts.figures import BandRecord
from corridor.tables.dataset import Dataset
from corridor.tables.records import PortCharge
from corridor.tables.row import Cited

_PER_DAY = ("TEU_day", "FEU_day")


def deadline_records(
    itinerary: Itinerary, goods: Consignment, dataset: Dataset
) -> tuple[DeadlineRecord, ...]:
    """The days of an itinerary, the earliest first; one of which no row speaks is not among them."""
    found = [
        *_storage(itinerary, goods, dataset),
        *_detention(itinerary, goods, dataset),
        *_expiries(itinerary, dataset),
    ]
    return tuple(sorted(found, key=lambda d: (d.at[:10], d.at, d.kind, d.place, d.rows)))


def _record(
    kind: str,
    at: datetime | date,
    place: str,
    rows: Sequence[Cited],
    *,
    leg: int | UnsetType = UNSET,
    days: BandRecord | UnsetType = UNSET,
    text: str = "",
) -> DeadlineRecord:
    moment = at.isoformat(timespec="minutes") if isinstance(at, datetime) else at.isoformat()
    return DeadlineRecord(
        kind=kind,
        at=moment,
        place=place,
        leg=leg,
        days=days,
        text=text,
        estimate=any(row.is_estimate for row in rows),
        rows=tuple(row.key for row in rows),
        source_ids=tuple(dict.fromkeys(row.source_id for row in rows)),
    )


def _transit(port: Leg, itinerary: Itinerary) -> bool:
    """Whether the country of a port is only passed."""
    ends = itinerary.legs[0].start.country, itinerary.legs[-1].end.country
    return port.country not in ends


# ---------------------------------------------------------------- free days
def _storage(
    itinerary: Itinerary, goods: Consignment, dataset: Dataset
) -> Iterator[DeadlineRecord]:
    """The last free day of a box at each quay where it changes between ship and land."""
    if goods.boxed == "none":
        return
    legs = itinerary.legs
    for number, leg in enumerate(legs):
        port = dataset.port.get(leg.subject) if leg.kind == LinkKind.PORT else None
        flow = _flow(legs, number)
        if port is None or not flow:
            continue
        link = PortLink(port, flow, _transit(leg, itinerary), None)
        first = min(
            (c for c in port_bill(dataset, link) if c.unit in _PER_DAY and c.amount_usd.high > 0),
            key=lambda c: (c.day_from, c.key),
            default=None,
        )
        granted = port.free_in_days if flow == "in" else port.free_out_days
        days = _free_days(first, granted)
        if days <= 0:
            continue
        told: list[Cited] = [port] if granted >= days or first is None else [first]
        until = leg.departs + timedelta(days=days)
        band = BandRecord(days, days, days)
        yield _record(STORAGE, until, leg.start.name, told, leg=number + 1, days=band)


def _free_days(first: PortCharge | None, granted: float) -> float:
    """Days before storage is charged: those that the port grants, or before its tariff begins."""
    return granted if first is None else max(granted, first.day_from - 1.0)


def _flow(legs: Sequence[Leg], number: int) -> str:
    """'in' where a ship was left for the land or the end, 'out' where one is boarded, else ''."""
    before = _haul(legs[:number][::-1])
    after = _haul(legs[number + 1 :])
    if before == Mode.SEA and after != Mode.SEA:
        return "in"
    return "out" if after == Mode.SEA and before != Mode.SEA else ""


def _haul(legs: Sequence[Leg]) -> str:
    """Mode of the next movement; a sailing is by sea."""
    for leg in legs:
        if leg.kind == LinkKind.SAILING:
            return Mode.SEA
        if leg.kind == LinkKind.LINE_HAUL:
            return leg.mode
    return ""


def _detention(
    itinerary: Itinerary, goods: Consignment, dataset: Dataset
) -> Iterator[DeadlineRecord]:
    """The day by which a line wants its box back in the port of discharge."""
    if not has_detention(goods):
        return
    legs = itinerary.legs
    landed = [
        n for n, leg in enumerate(legs) if leg.kind == LinkKind.PORT and _flow(legs, n) == "in"
    ]
    # As it is priced: of the last port of discharge, where something moves on land from there.
    if not landed or not any(leg.kind == LinkKind.LINE_HAUL for leg in legs[landed[-1] :]):
        return
    port = legs[landed[-1]]
    rows = detention_rows(dataset, port.country, transit=_transit(port, itinerary))
    if rows is None:
        return
    rate, free = rows
    days = free.value
    until = port.departs + timedelta(days=days.typical)
    band = BandRecord(days.low, days.typical, days.high)
    yield _record(DETENTION, until, port.start.name, (free, rate), leg=landed[-1] + 1, days=band)


# ---------------------------------------------------------------- expiries
def _expiries(itinerary: Itinerary, dataset: Dataset) -> Iterator[DeadlineRecord]:
    """Last days of the regimes, documents and exemptions that the way rests on, from its first day."""
    on = itinerary.departure.date()
    regimes = {r.id: r for r in dataset.transit_regimes if r.last_day and r.last_day >= on}
    for border in itinerary.borders:
        row = regimes.pop(border.regime, None)
        if row is not None and row.last_day:
            yield _record(EXPIRY, row.last_day, border.name, (row,), text=row.text)
    papers = {(d.name, d.text): d.country for d in itinerary.documents}
    for rule in dataset.rules:
        if rule.last_day and rule.last_day >= on and (rule.subject, rule.text) in papers:
            place = papers[rule.subject, rule.text]
            yield _record(
                EXPIRY, rule.last_day, place, (rule,), text=f"{rule.subject}: {rule.text}"
            )
    yield from _exemptions(itinerary, dataset, on)


def _exemptions(itinerary: Itinerary, dataset: Dataset, on: date) -> Iterator[DeadlineRecord]:
    used = {Ref(RefKind.CROSSING, b.crossing_id): b.name for b in itinerary.borders}
    used |= {
        Ref(RefKind.PORT, leg.subject): leg.start.name
        for leg in itinerary.legs
        if leg.kind == LinkKind.PORT
    }
    ends = {itinerary.legs[0].start.country, itinerary.legs[-1].end.country}
    for row in dataset.sanctions:
        if (
            row.effect != "exempt"
            or row.last_day is None
            or not row.first_day <= on <= row.last_day
        ):
            continue
        if row.subject in used and (not row.for_trade_of or ends & {*row.for_trade_of}):
            text = f"{row.list}: {row.text}"
            yield _record(EXPIRY, row.last_day, used[row.subject], (row,), text=text)
