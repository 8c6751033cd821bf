"""The saved answer made of what the planner found; the dataset resolves row keys to sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import UNSET, convert
from msgspec.structs import replace

from corridor.messages.catalogue import in_english
from corridor.model.answer import (
    Answer,
    Blocked,
    Border,
    IfOpen,
    InTime,
    Item,
    Itinerary,
    Leg,
    RailUse,
    SeenUse,
    ViaStop,
)
from corridor.model.band import Band
from corridor.model.message import Message
from corridor.model.ref import Ref, RefKind
from corridor.model.why import Why
from corridor.planning.search.compared import times
from corridor.pricing.emissions import METHOD
from corridor.report.document.answer import (
    AnswerRecord,
    BlockedRecord,
    BorderRecord,
    ComparedRecord,
    CrewRecord,
    DifferenceRecord,
    IfOpenRecord,
    ItemRecord,
    ItineraryRecord,
    LegRecord,
    NameRecord,
    ObjectivesRecord,
    PaperRecord,
    RowRecord,
    SeenRecord,
    ShareRecord,
    SourceRecord,
    SureRecord,
    SureWayRecord,
    TotalsRecord,
    TrainRecord,
    ViaRecord,
    WaitRecord,
    WarningRecord,
    WhyRecord,
)
from corridor.report.document.asked import query_record, spot_record, when
from corridor.report.document.certainty.make import certainty_record
from corridor.report.document.deadlines.make import deadline_records
from corridor.report.document.indicators.make import indicator_records
from corridor.report.document.listing.make import (
    evidence_record,
    left_out_record,
    listing_record,
    overlap_record,
)
from corridor.report.document.parts.figures import BandRecord
from corridor.report.document.parts.land_bridge import land_bridge_record
from corridor.report.document.parts.said import said
from corridor.report.document.stamp import VALIDITY, valid_days
from corridor.tables.dataset import Dataset
from corridor.tables.records import Parameter
from corridor.tables.row import Cited


def answer_record(answer: Answer, dataset: Dataset) -> AnswerRecord:
    """The document of an answer, its parts in a stable order."""
    load_t = answer.gross_weight_t * answer.query.consignment.count
    goods = answer.query.consignment
    itineraries = tuple(
        replace(
            itinerary_record(i, load_t, dataset),
            deadlines=deadline_records(i, goods, dataset) or UNSET,
        )
        for i in answer.itineraries
    )
    blocked = tuple(blocked_record(b, dataset) for b in answer.blocked)
    warnings = tuple(map(warning_record, answer.warnings))
    cited = {k for o in answer.overlays for k in o.cited} | {b.source_id for b in blocked}
    bridge = land_bridge_record(answer.land_bridge, dataset) if answer.land_bridge else UNSET
    cited.update(_cited(itineraries), *(w.source_ids for w in warnings))
    cited.update(bridge.cited() if bridge else ())
    return AnswerRecord(
        schema_version="1.0",
        query=query_record(answer, dataset),
        data_date=answer.data_date,
        graph_hash=answer.graph_hash,
        data_version=answer.data_version or UNSET,
        valid_days=valid_days(dataset) if dataset.parameter[VALIDITY].changed_by else UNSET,
        methods={"co2e": METHOD},
        itineraries=itineraries,
        listing=listing_record(answer.listing) if answer.listing else UNSET,
        left_out=tuple(map(left_out_record, answer.left_out)) or UNSET,
        why=_why(answer.why) if answer.why else UNSET,
        sure=_sure(answer.in_time) if answer.in_time else UNSET,
        certainty=certainty_record(answer.certainty) if answer.certainty else UNSET,
        blocked=blocked,
        land_bridge=bridge,
        warnings=warnings,
        names=_names(itineraries, answer, dataset),
        rows=_rows(itineraries, dataset),
        sources=sources_of(cited, dataset),
        messages=said(answer),
    )


# ---------------------------------------------------------------- an itinerary
def itinerary_record(itinerary: Itinerary, load_t: float, dataset: Dataset) -> ItineraryRecord:
    """The record of one itinerary; `load_t` are the gross tonnes of the whole consignment."""
    # Ways are ranked by the compared figures; those of `totals` and `objectives` are its own.
    counted, own = times(itinerary.re_enters), _objectives(itinerary)
    return ItineraryRecord(
        label=_text(itinerary.label),
        roles=itinerary.roles,
        totals=TotalsRecord(
            distance_km=itinerary.length_m / 1000,
            distance_estimated_km=itinerary.estimated_m / 1000,
            time_h=_hours(itinerary.time),
            cost_usd=_dollars(itinerary.cost),
            co2e_kg=itinerary.co2e_g / 1000,
            generalised_usd=itinerary.generalised_cents / 100,
            inventory_usd=itinerary.inventory_cents / 100,
        ),
        objectives=own,
        re_enters=itinerary.re_enters,
        compared=ComparedRecord(
            times=counted,
            generalised_usd=round(counted * own.generalised_usd, 6),
            cost_usd=round(counted * own.cost_usd, 6),
            time_h=round(counted * own.time_h, 6),
            p90_time_h=round(counted * own.p90_time_h, 6),
            distance_km=round(counted * own.distance_km, 6),
            co2e_kg=round(counted * own.co2e_kg, 6),
        ),
        estimate_share=ShareRecord(
            cost=round(itinerary.estimate_share_cost, 4),
            time=round(itinerary.estimate_share_time, 4),
        ),
        other_crew=(
            CrewRecord(service=itinerary.other_crew, time_h=_hour(itinerary.other_crew_time_min))
            if itinerary.other_crew
            else None
        ),
        departure=when(itinerary.departure),
        arrival=when(itinerary.arrival),
        countries=itinerary.countries,
        borders=tuple(_border(b, dataset) for b in itinerary.borders),
        modes=itinerary.modes,
        legs=tuple(_leg(leg, dataset) for leg in itinerary.legs),
        vias=tuple(map(_via, itinerary.vias)) or UNSET,
        trains=tuple(map(_train, itinerary.trains)) or UNSET,
        seen=tuple(map(_seen, itinerary.seen)) or UNSET,
        evidence=evidence_record(itinerary),
        overlap=overlap_record(itinerary.overlap) if itinerary.overlap else UNSET,
        documents=tuple(convert(d, PaperRecord, from_attributes=True) for d in itinerary.documents),
        warnings=tuple(map(warning_record, itinerary.warnings)),
        indicators=indicator_records(itinerary, load_t, dataset) or UNSET,
    )


def _objectives(itinerary: Itinerary) -> ObjectivesRecord:
    return ObjectivesRecord(
        generalised_usd=itinerary.generalised_cents / 100,
        cost_usd=itinerary.cost.typical / 100,
        time_h=_hour(itinerary.time.typical),
        p90_time_h=_hour(itinerary.time.high),
        distance_km=itinerary.length_m / 1000,
        co2e_kg=itinerary.co2e_g / 1000,
    )


def _train(use: RailUse) -> TrainRecord:
    return TrainRecord(service=use.service, text=in_english(use.text), source_ids=use.text.sources)


def _seen(use: SeenUse) -> SeenRecord:
    return SeenRecord(
        kind=use.subject.kind,
        id=use.subject.id,
        state=use.state,
        on=use.on,
        row=use.row,
        own=use.own,
        text=in_english(use.text),
        source_ids=use.text.sources,
    )


def _via(stop: ViaStop) -> ViaRecord:
    return ViaRecord(
        text=stop.text, id=stop.id, name=stop.name, how=stop.how, leg=stop.leg, at=when(stop.at)
    )


def _border(border: Border, dataset: Dataset) -> BorderRecord:
    subject = Ref(RefKind.CROSSING, border.crossing_id)
    return BorderRecord(
        crossing_id=border.crossing_id,
        name=border.name,
        mode=border.mode,
        country_from=border.country_from,
        country_to=border.country_to,
        name_from=border.name_from,
        name_to=border.name_to,
        passage=when(border.passage),
        status=border.status,
        note=border.note,
        lon=border.lon,
        lat=border.lat,
        regime=next((r.kind for r in dataset.transit_regimes if r.id == border.regime), UNSET),
        regime_row=border.regime or UNSET,
        own_rows=tuple(c.key for c in dataset.closures if c.own and c.subject == subject),
    )


def _leg(leg: Leg, dataset: Dataset) -> LegRecord:
    return LegRecord(
        kind=leg.kind,
        mode=leg.mode,
        from_=spot_record(leg.start),
        to=spot_record(leg.end),
        country=leg.country,
        distance_km=leg.length_m / 1000,
        distance_estimated_km=leg.estimated_m / 1000,
        time_h=_hours(leg.time),
        cost_usd=_dollars(leg.cost),
        co2e_kg=leg.co2e_g / 1000,
        gauge_mm=leg.gauge_mm,
        start=when(leg.departs),
        end=when(leg.arrives),
        items=tuple(_item(i, dataset) for i in leg.items),
        geometry_ref=leg.geometry_ref,
        subject=leg.subject,
        note=_text(leg.note),
        waits=tuple(
            WaitRecord(reason=in_english(w.reason), time_h=_hours(w.time), rows=w.rows)
            for w in leg.waits
        ),
        service=leg.service or UNSET,
    )


def _item(item: Item, dataset: Dataset) -> ItemRecord:
    rows = [dataset.cited[r] for r in item.rows]
    touched = [row for row in rows if row.changed_by]
    return ItemRecord(
        name=in_english(item.type.message),
        cost_usd=_dollars(item.cost),
        time_h=_hours(item.time),
        co2e_kg=item.co2e_g / 1000,
        source_ids=tuple(row.source_id for row in rows),
        rows=item.rows,
        estimate=item.estimate,
        estimate_cost=item.estimate_cost,
        estimate_time=item.estimate_time,
        outside_total=item.outside_total,
        own=any(row.own for row in touched),
        changed=tuple(sorted({figure for row in touched for figure in row.changed})),
        changed_by=tuple(dict.fromkeys(label for row in touched for label in row.changed_by)),
    )


def warning_record(warning: Message) -> WarningRecord:
    """Something to mind, with the sources it rests on."""
    return WarningRecord(code=warning.kind, text=in_english(warning), source_ids=warning.sources)


def _text(message: Message | None) -> str:
    return in_english(message) if message else ""


# ---------------------------------------------------------------- closures and --why
def blocked_record(blocked: Blocked, dataset: Dataset) -> BlockedRecord:
    """A closure that bears on an answer, with its evidence."""
    return BlockedRecord(
        subject_kind=str(blocked.subject.kind),
        subject_id=blocked.subject.id,
        name=blocked.name,
        mode=blocked.mode,
        since=blocked.since,
        until=blocked.until or None,
        last_confirmed=blocked.last_confirmed,
        stale_days=blocked.stale_days,
        source_id=blocked.source_id,
        source_url=blocked.source_url,
        note=blocked.note,
        lon=blocked.lon,
        lat=blocked.lat,
        own=any(
            c.own and (c.subject, c.source_id) == (blocked.subject, blocked.source_id)
            for c in dataset.closures
        ),
        if_open=_if_open(blocked.if_open) if blocked.if_open else None,
    )


def _if_open(better: IfOpen) -> IfOpenRecord:
    return IfOpenRecord(
        label=in_english(better.label),
        time_h=_hour(better.time_min),
        cost_usd=better.cost_cents / 100,
        arrival=when(better.arrival),
        better=better.better,
    )


def _why(why: Why) -> WhyRecord:
    return WhyRecord(
        text=why.text,
        verdict=why.verdict,
        reason=in_english(why.reason),
        label=_text(why.label),
        cost_usd=why.cost_cents / 100,
        time_h=_hour(why.time_min),
        gap=round(why.gap, 4),
        gap_unit=why.gap_unit,
        differences=tuple(
            DifferenceRecord(
                name=in_english(d.charge.message),
                where=in_english(d.where),
                cost_usd=d.cents / 100,
                time_h=_hour(d.minutes),
                must_fall=None if d.must_fall is None else round(d.must_fall, 4),
                rows=d.rows,
            )
            for d in why.differences
        ),
    )


def _sure(in_time: InTime) -> SureRecord:
    return SureRecord(
        by=when(in_time.by),
        share=round(in_time.share, 4),
        ways=tuple(
            SureWayRecord(number=number, share=round(share, 4))
            for number, share in enumerate(in_time.shares, 1)
        ),
        exact=in_time.exact,
        latest=when(in_time.latest) if in_time.latest else UNSET,
        text=in_english(in_time.text),
    )


# ---------------------------------------------------------------- names, rows, sources
def _names(
    itineraries: Iterable[ItineraryRecord], answer: Answer, dataset: Dataset
) -> tuple[NameRecord, ...]:
    """Names in other scripts of the places of the answer, the usual one of a language first."""
    spots = {answer.origin.spot.id, answer.destination.spot.id}
    spots.update(s.id for i in itineraries for leg in i.legs for s in (leg.from_, leg.to))
    found: dict[tuple[str, str], str] = {}
    for row in dataset.place_names:
        if row.hub_id in spots and row.lang != "en":
            found.setdefault((row.hub_id, row.lang), row.name)
    return tuple(
        NameRecord(id=hub, lang=lang, name=name) for (hub, lang), name in sorted(found.items())
    )


def _items(itineraries: Iterable[ItineraryRecord]) -> Iterator[ItemRecord]:
    return (item for i in itineraries for leg in i.legs for item in leg.items)


def _rows(itineraries: Iterable[ItineraryRecord], dataset: Dataset) -> tuple[RowRecord, ...]:
    """Every row that a figure of the answer was read from, by key."""
    keys = {row for item in _items(itineraries) for row in item.rows}
    keys |= {p.row for i in itineraries for one in i.indicators or () for p in one.published}
    keys |= {row for i in itineraries for one in i.deadlines or () for row in one.rows}
    return tuple(row_record(dataset.cited[k]) for k in sorted(keys))


def row_record(row: Cited) -> RowRecord:
    """Key, source, date and confidence of a row, whose it is and what changed it."""
    return RowRecord(
        row=row.key,
        source_id=row.source_id,
        as_of=row.as_of,
        confidence=row.confidence,
        own=row.own and bool(row.changed_by),
        changed=tuple(sorted(set(row.changed))) if row.changed_by else (),
        changed_by=tuple(dict.fromkeys(row.changed_by)),
        price_year=price_year(row),
    )


def price_year(row: Cited) -> int | None:
    """Year of the price level of a row; None where the row holds no price."""
    given = getattr(row, "price_year", None)
    if given is None and isinstance(row, Parameter) and row.unit.startswith("usd"):
        return int(row.as_of[:4])
    return given


def _cited(itineraries: Iterable[ItineraryRecord]) -> Iterator[str]:
    """Every source cited in itineraries."""
    for itinerary in itineraries:
        yield from (d.source_id for d in itinerary.documents)
        yield from (s for use in itinerary.seen or () for s in use.source_ids)
        yield from (s for one in itinerary.deadlines or () for s in one.source_ids)
        yield from (s for w in itinerary.warnings for s in w.source_ids)
        yield from (s for item in _items([itinerary]) for s in item.source_ids)
        yield from (p.source_id for one in itinerary.indicators or () for p in one.published)


def sources_of(cited: Iterable[str], dataset: Dataset) -> tuple[SourceRecord, ...]:
    """Sources by id, in the order of their ids."""
    return tuple(
        convert(dataset.source[i], SourceRecord, from_attributes=True) for i in sorted(cited)
    )


# ---------------------------------------------------------------- units
def _hour(minutes: int) -> float:
    # Four decimals tell every minute apart, so hours read back as whole minutes.
    return round(minutes / 60, 4)


def _hours(band: Band) -> BandRecord:
    return BandRecord(_hour(band.low), _hour(band.typical), _hour(band.high))


def _dollars(band: Band) -> BandRecord:
    return BandRecord(band.low / 100, band.typical / 100, band.high / 100)
