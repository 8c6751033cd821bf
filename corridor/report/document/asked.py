"""The question of an answer as a record."""

from __future__ import annotations

from datetime import datetime

from msgspec import UNSET

from corridor.messages.catalogue import in_english
from corridor.model.answer import Answer, Endpoint, Spot
from corridor.model.scenario import Overlay, UnusedRow
from corridor.pricing.candidates import unused_rows
from corridor.report.document.answer import SpotRecord
from corridor.report.document.parts.question import (
    EndpointRecord,
    LimitsRecord,
    QueryRecord,
    ScenarioRecord,
    UnusedRecord,
)
from corridor.tables.dataset import Dataset


def query_record(answer: Answer, dataset: Dataset) -> QueryRecord:
    """The question of an answer as it was read."""
    query, load, overlays = answer.query, answer.query.consignment, answer.overlays
    unused = tuple(map(unused_record, unused_rows(overlays, dataset)))
    own = any(o.origin == "own" for o in overlays)
    return QueryRecord(
        origin=_endpoint(answer.origin),
        destination=_endpoint(answer.destination),
        unit=load.unit,
        count=load.count,
        gross_weight_t=answer.gross_weight_t,
        value_usd=answer.value_usd,
        cargo=load.cargo_class,
        un_class=load.un_class,
        container=load.boxed,
        allow_dangerous=True if load.allow_dangerous else UNSET,
        service=(query.crew, query.train),
        depart=when(query.depart),
        utc_offset_h=answer.utc_offset_h,
        objective=query.objective,
        value_of_time_usd_per_h=answer.value_of_time_usd_per_h,
        modes=query.modes,
        siding=query.siding or UNSET,
        via=query.via,
        avoid=(*query.avoid, *(a.name for a in query.avoid_areas)),
        discourage=(*query.discourage, *(a.name for a in query.discourage_areas)),
        only_countries=query.only_countries,
        avoid_sanctions=query.avoid_sanctions or UNSET,
        regime=query.regime or UNSET,
        truck_of=query.truck_of or UNSET,
        limits=LimitsRecord(
            max_days=query.max_days,
            arrive_by=when(query.arrive_by) if query.arrive_by else None,
            max_cost_usd=query.max_cost_usd,
            max_transfers=query.max_transfers,
            by=when(query.by) if query.by else UNSET,
            sure_percent=UNSET if query.sure_percent is None else query.sure_percent,
        ),
        open=query.open,
        close=query.close,
        k=query.k,
        max_overlap=UNSET if query.max_overlap is None else query.most_overlap,
        all=True if query.all else UNSET,
        scenarios=tuple(_scenario(o) for o in overlays if o.origin in ("scenario", "file")),
        scales=tuple(str(s) for o in overlays if o.origin == "options" for s in o.scales),
        own_rows=tuple(sorted(k for k, r in dataset.cited.items() if r.own)) if own else (),
        unused_rows=unused or UNSET,
    )


def _endpoint(end: Endpoint) -> EndpointRecord:
    spot = spot_record(end.spot)
    return EndpointRecord(
        text=end.text,
        id=spot.id,
        name=spot.name,
        country=spot.country,
        lon=spot.lon,
        lat=spot.lat,
        moved_km=end.moved_km,
        note=in_english(end.note) if end.note else "",
    )


def spot_record(spot: Spot) -> SpotRecord:
    """A named point, to about a metre."""
    return SpotRecord(
        id=spot.id,
        name=spot.name,
        country=spot.country,
        lon=round(spot.lon, 5),
        lat=round(spot.lat, 5),
    )


def unused_record(row: UnusedRow) -> UnusedRecord:
    """A row that no answer could use."""
    return UnusedRecord(row=row.key, place=row.place, reason=row.reason)


def _scenario(overlay: Overlay) -> ScenarioRecord:
    return ScenarioRecord(
        name=overlay.name,
        title=overlay.title or overlay.name,
        text=overlay.text,
        as_of=overlay.as_of,
        open=overlay.open,
        close=overlay.close,
        scales=tuple(str(s) for s in overlay.scales),
        rows=tuple(f"{r.table}:{r.id}" for r in overlay.rows),
        source_ids=tuple(overlay.cited),
    )


def when(moment: datetime) -> str:
    """A moment as text, to the minute."""
    return moment.isoformat(timespec="minutes")
