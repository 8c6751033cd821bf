"""The question of an answer as it was read, and what was laid over the tables for it."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from corridor.model.objective import OBJECTIVES
from corridor.model.query import REGIMES
from corridor.report.document.parts.figures import (
    Amount,
    Count,
    Country,
    ModeName,
    Share,
    Texts,
    one_of,
)


class EndpointRecord(Struct, frozen=True, kw_only=True):
    """An end as typed and as read."""

    text: str
    id: str
    name: str
    country: Country
    lon: float
    lat: float
    moved_km: Amount
    note: str


class LimitsRecord(Struct, frozen=True, kw_only=True):
    """Limits of the whole journey; None where there is none."""

    max_days: Amount | None
    arrive_by: str | None
    max_cost_usd: Amount | None
    max_transfers: Annotated[int, Meta(ge=0)] | None
    by: str | UnsetType = UNSET  # to be there by then with so many per cent
    sure_percent: Annotated[float, Meta(ge=50, le=99)] | UnsetType = UNSET


class ScenarioRecord(Struct, frozen=True, kw_only=True):
    """A scenario laid over the tables."""

    name: str
    title: str
    text: str
    as_of: str
    open: Texts
    close: Texts
    scales: Texts
    rows: Texts
    source_ids: Texts


class UnusedRecord(Struct, frozen=True, kw_only=True):
    """A row laid over the tables that no answer could use, where it stands, and why."""

    row: str
    place: str
    reason: str


class QueryRecord(Struct, frozen=True, kw_only=True):
    """The question as it was read, and what was laid over the tables; absent fields came later."""

    origin: EndpointRecord
    destination: EndpointRecord
    unit: Annotated[str, one_of("TEU", "FEU", "40HC", "reefer", "truck", "wagon", "platform")]
    count: Count
    gross_weight_t: Amount
    value_usd: Amount
    cargo: Annotated[str, one_of("general", "perishable", "hazardous", "oversize", "bulk")]
    un_class: str | UnsetType = UNSET
    container: Annotated[str, one_of("line", "owned", "none")] | UnsetType = UNSET
    allow_dangerous: bool | UnsetType = UNSET
    service: tuple[str, str]  # crew and train
    depart: Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d$")]
    utc_offset_h: float | UnsetType | None = UNSET  # of the origin, at the departure
    objective: Annotated[str, one_of(*OBJECTIVES)]
    value_of_time_usd_per_h: Amount
    modes: Annotated[tuple[ModeName, ...], Meta(min_length=1)]
    siding: Annotated[str, one_of("origin", "destination", "both")] | UnsetType = UNSET
    via: Texts
    avoid: Texts
    discourage: Texts | UnsetType = UNSET
    only_countries: Texts | UnsetType = UNSET
    avoid_sanctions: Texts | UnsetType = UNSET
    regime: Annotated[str, one_of(*REGIMES[1:])] | UnsetType = UNSET
    truck_of: str | UnsetType = UNSET
    limits: LimitsRecord | UnsetType = UNSET
    open: Texts
    close: Texts
    k: Count
    max_overlap: Share | UnsetType = UNSET  # where it was asked for
    all: bool | UnsetType = UNSET
    scenarios: tuple[ScenarioRecord, ...] | UnsetType = UNSET
    scales: Texts | UnsetType = UNSET  # given beside scenarios, as item=1.2
    own_rows: Texts | UnsetType = UNSET
    unused_rows: tuple[UnusedRecord, ...] | UnsetType = UNSET
