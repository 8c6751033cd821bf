"""The saved answer: everything `corridor route` says, from which other outputs are made."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from corridor.model.link_kind import LINK_KINDS, LinkKind
from corridor.model.mode import LAND_MODES, MODES
from corridor.model.query import REGIMES
from corridor.model.ref import RefKind
from corridor.report.document.certainty.records import CertaintyRecord
from corridor.report.document.choice.plan_b import PlanBRecord
from corridor.report.document.choice.regret import RegretRecord
from corridor.report.document.deadlines.records import DeadlineRecord
from corridor.report.document.indicators.records import IndicatorsRecord
from corridor.report.document.listing.records import (
    EvidenceRecord,
    LeftOutRecord,
    ListingRecord,
    OverlapRecord,
)
from corridor.report.document.parts.figures import (
    BandRecord,
    Confidence,
    Count,
    Country,
    Figure,
    Gauge,
    ModeName,
    Moment,
    Positive,
    Quantity,
    Role,
    Rows,
    Share,
    Texts,
    one_of,
)
from corridor.report.document.parts.land_bridge import LandBridgeRecord
from corridor.report.document.parts.made import MadeRecord
from corridor.report.document.parts.question import QueryRecord
from corridor.report.document.parts.said import SaidRecord


class SpotRecord(Struct, frozen=True, kw_only=True):
    """A named point, degrees WGS84."""

    id: str
    name: str
    country: Country
    lon: float
    lat: float


class ItemRecord(Struct, frozen=True, kw_only=True):
    """One line of the bill and of the clock; `source_ids[i]` is the source of `rows[i]`."""

    name: str
    cost_usd: BandRecord
    time_h: BandRecord
    co2e_kg: Positive
    source_ids: Rows
    rows: Rows
    estimate: bool
    estimate_cost: bool | UnsetType = UNSET
    estimate_time: bool | UnsetType = UNSET
    outside_total: bool
    own: bool | UnsetType = UNSET  # rests on a row of the user's own
    changed: tuple[Figure, ...] | UnsetType = UNSET
    changed_by: Texts | UnsetType = UNSET  # what was laid over the rows behind it

    def band(self, of: Quantity) -> BandRecord:
        """Its dollars or its hours."""
        return self.cost_usd if of is Quantity.COST else self.time_h

    def guessed(self, of: Quantity) -> bool:
        """Whether its dollars or hours rest on an estimate; older answers know one mark only."""
        found = self.estimate_cost if of is Quantity.COST else self.estimate_time
        return self.estimate if found is UNSET else bool(found)


class WaitRecord(Struct, frozen=True, kw_only=True):
    """What of a leg's hours is waiting, and why."""

    reason: str
    time_h: BandRecord
    rows: Rows


class LegRecord(Struct, frozen=True, kw_only=True):
    """A movement, border, transfer, port call or sailing; its items add up to it."""

    kind: Annotated[str, one_of(LinkKind.ACCESS, *LINK_KINDS[:-1])]
    mode: Annotated[str, one_of(*MODES, "")]
    from_: SpotRecord = field(name="from")
    to: SpotRecord
    country: Country
    distance_km: Positive
    distance_estimated_km: Positive
    time_h: BandRecord
    cost_usd: BandRecord
    co2e_kg: Positive
    gauge_mm: Gauge | None
    start: Moment
    end: Moment
    items: tuple[ItemRecord, ...]
    geometry_ref: Texts
    subject: str | UnsetType = UNSET
    note: str
    waits: tuple[WaitRecord, ...] | UnsetType = UNSET
    # Of a haul by rail: the id of its train, or the service class of ordinary traffic.
    service: str | UnsetType = UNSET

    def band(self, of: Quantity) -> BandRecord:
        """Its dollars or its hours."""
        return self.cost_usd if of is Quantity.COST else self.time_h

    @property
    def counted(self) -> list[ItemRecord]:
        """The items that add up to the leg."""
        return [item for item in self.items if not item.outside_total]


class BorderRecord(Struct, frozen=True, kw_only=True):
    """A state border crossed, and when."""

    crossing_id: str
    name: str
    mode: Annotated[str, one_of(*LAND_MODES)]
    country_from: Country
    country_to: Country
    name_from: str
    name_to: str
    passage: Moment
    status: Annotated[str, one_of("open", "restricted", "opened")]
    note: str
    lon: float
    lat: float
    regime: Annotated[str, one_of(*REGIMES[1:])] | UnsetType = UNSET
    regime_row: str | UnsetType = UNSET  # of transit_regimes
    own_rows: Texts | UnsetType = UNSET


class TrainRecord(Struct, frozen=True, kw_only=True):
    """A train that an itinerary takes, or ordinary traffic by rail, in one line."""

    service: str
    text: str
    source_ids: Texts


class SeenRecord(Struct, frozen=True, kw_only=True):
    """When something that an itinerary uses was last seen in use; `row` is blank where none says."""

    kind: Annotated[str, one_of(RefKind.CROSSING, RefKind.REGIME, RefKind.SERVICE)]
    id: str
    state: Annotated[str, one_of("seen", "announced", "no_evidence")]
    on: str
    row: str
    own: bool
    text: str
    source_ids: Texts


class ViaRecord(Struct, frozen=True, kw_only=True):
    """A stop asked for, as an itinerary makes it; `leg` counts from 1."""

    text: str
    id: str
    name: str
    how: Annotated[str, one_of("called at", "crossed", "handled", "passed", "start", "end")]
    leg: Count
    at: Moment


class PaperRecord(Struct, frozen=True, kw_only=True):
    """A document that a country asks for."""

    country: Country
    mode: str
    name: str
    text: str
    source_id: str


class WarningRecord(Struct, frozen=True, kw_only=True):
    """Something to know before relying on the answer."""

    code: str
    text: str
    source_ids: Texts


class TotalsRecord(Struct, frozen=True, kw_only=True):
    """Figures of a whole itinerary."""

    distance_km: Positive
    distance_estimated_km: Positive
    time_h: BandRecord
    cost_usd: BandRecord
    co2e_kg: Positive
    generalised_usd: Positive
    inventory_usd: Positive

    def band(self, of: Quantity) -> BandRecord:
        """Its dollars or its hours."""
        return self.cost_usd if of is Quantity.COST else self.time_h


class ObjectivesRecord(Struct, frozen=True, kw_only=True):
    """Value of an itinerary by every objective."""

    generalised_usd: float
    cost_usd: float
    time_h: float
    p90_time_h: float
    distance_km: float
    co2e_kg: float


class ComparedRecord(Struct, frozen=True, kw_only=True):
    """An itinerary's own figures as often as they count where ways are compared."""

    times: Annotated[int, Meta(ge=1)] | Annotated[float, Meta(ge=1)]
    generalised_usd: float
    cost_usd: float
    time_h: float
    p90_time_h: float
    distance_km: float
    co2e_kg: float


class ShareRecord(Struct, frozen=True, kw_only=True):
    """Share of the typical figures that rests on estimates, 0 to 1."""

    cost: Share
    time: Share


class CrewRecord(Struct, frozen=True, kw_only=True):
    """What the other crew would take."""

    service: Annotated[str, one_of("one_driver", "two_drivers")]
    time_h: Positive


class ItineraryRecord(Struct, frozen=True, kw_only=True):
    """A way from origin to destination; its legs add up to its totals."""

    label: str
    roles: tuple[Role, ...]
    totals: TotalsRecord
    objectives: ObjectivesRecord | UnsetType = UNSET
    re_enters: tuple[Country, ...] | UnsetType = UNSET
    compared: ComparedRecord | UnsetType = UNSET
    estimate_share: ShareRecord
    other_crew: CrewRecord | None
    departure: Moment
    arrival: Moment
    countries: Annotated[tuple[Country, ...], Meta(min_length=1)]
    borders: tuple[BorderRecord, ...]
    modes: tuple[ModeName, ...]
    legs: Annotated[tuple[LegRecord, ...], Meta(min_length=1)]
    vias: tuple[ViaRecord, ...] | UnsetType = UNSET
    trains: tuple[TrainRecord, ...] | UnsetType = UNSET
    seen: tuple[SeenRecord, ...] | UnsetType = UNSET
    evidence: EvidenceRecord | UnsetType = UNSET
    overlap: OverlapRecord | UnsetType = UNSET  # with those listed before it; none of the first
    documents: tuple[PaperRecord, ...]
    deadlines: tuple[DeadlineRecord, ...] | UnsetType = UNSET
    warnings: tuple[WarningRecord, ...]
    indicators: tuple[IndicatorsRecord, ...] | UnsetType = UNSET


class IfOpenRecord(Struct, frozen=True, kw_only=True):
    """What the best answer would be if a closed subject were open."""

    label: str
    time_h: Positive
    cost_usd: Positive
    arrival: Moment
    better: bool


class BlockedRecord(Struct, frozen=True, kw_only=True):
    """A closure that bears on the answer, with its evidence."""

    subject_kind: Annotated[str, one_of(RefKind.CROSSING, RefKind.PORT)]
    subject_id: str
    name: str
    mode: ModeName
    since: str
    until: str | None
    last_confirmed: str
    stale_days: int
    source_id: str
    source_url: str
    note: str
    lon: float | None
    lat: float | None
    own: bool = False
    if_open: IfOpenRecord | None


class DifferenceRecord(Struct, frozen=True, kw_only=True):
    """An item that a way over something has more; `must_fall` is the share by which it would win."""

    name: str
    where: str
    cost_usd: float
    time_h: float
    must_fall: float | None
    rows: Texts


class WhyRecord(Struct, frozen=True, kw_only=True):
    """Why the best way is not over what --why names."""

    text: str
    verdict: Annotated[str, one_of("best", "dearer", "closed", "none")]
    reason: str
    label: str
    cost_usd: float
    time_h: float
    gap: float
    gap_unit: str
    differences: tuple[DifferenceRecord, ...]


class NameRecord(Struct, frozen=True, kw_only=True):
    """A name of a place in another language."""

    id: str
    lang: str
    name: str


class RowRecord(Struct, frozen=True, kw_only=True):
    """A row that a figure was read from; the year is that of its prices, None without."""

    row: str
    source_id: str
    as_of: str
    confidence: Confidence
    own: bool = False
    changed: tuple[Figure, ...] = ()
    changed_by: Texts = ()
    price_year: int | None


class SureWayRecord(Struct, frozen=True, kw_only=True):
    """The chance that an itinerary, counted from 1, is there by the date asked for."""

    number: Count
    share: Share


class SureRecord(Struct, frozen=True, kw_only=True):
    """
    How surely the itineraries are there by the date of --by.

    `share` is the chance asked for, `exact` says that the search for the best was not given up, `latest`
    is the last day to leave on (clock of the origin, same hour) with which some way keeps the date.
    """

    by: Moment
    share: Share
    ways: tuple[SureWayRecord, ...]
    exact: bool
    latest: Moment | UnsetType = UNSET
    text: str


class CurrencyRecord(Struct, frozen=True, kw_only=True):
    """Currency to show the answer in; every figure of the answer stays in US dollars."""

    code: str
    per_usd: Annotated[float, Meta(gt=0)]
    row: str
    source_id: str
    as_of: str
    confidence: Confidence
    own: bool
    changed: tuple[Figure, ...]
    changed_by: Texts


class SourceRecord(Struct, frozen=True, kw_only=True):
    """A source cited."""

    id: str
    title: str
    publisher: str
    url: str
    retrieved: str
    licence: str
    own: bool = False


class AnswerRecord(Struct, frozen=True, kw_only=True):
    """
    The saved answer.

    Coordinates are WGS84 degrees; money is US dollars, time hours. Typical figures add up exactly
    in whole cents and minutes. Fields that may be absent are not in answers of before.
    """

    schema_version: Literal["1.0"]
    query: QueryRecord
    data_date: str
    graph_hash: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    data_version: str | UnsetType = UNSET  # of the tables: their date and hash
    made: MadeRecord | UnsetType = UNSET
    valid_days: Annotated[int, Meta(ge=0)] | UnsetType = UNSET  # where a row laid over says so
    methods: dict[str, str] | UnsetType = UNSET  # how figures were reckoned, by name
    itineraries: Annotated[tuple[ItineraryRecord, ...], Meta(min_length=1)]
    listing: ListingRecord | UnsetType = UNSET
    left_out: tuple[LeftOutRecord, ...] | UnsetType = UNSET
    why: WhyRecord | UnsetType = UNSET
    sure: SureRecord | UnsetType = UNSET
    certainty: CertaintyRecord | UnsetType = UNSET
    plan_b: tuple[PlanBRecord, ...] | UnsetType = UNSET  # one for each thing supposed to shut
    regret: RegretRecord | UnsetType = UNSET
    blocked: tuple[BlockedRecord, ...]
    land_bridge: LandBridgeRecord | UnsetType = UNSET
    warnings: tuple[WarningRecord, ...]
    names: tuple[NameRecord, ...] | UnsetType = UNSET
    rows: tuple[RowRecord, ...] | UnsetType = UNSET
    sources: Annotated[tuple[SourceRecord, ...], Meta(min_length=1)]
    messages: tuple[SaidRecord, ...] | UnsetType = UNSET  # of the texts above, by their codes
    currency: CurrencyRecord | UnsetType | None = UNSET
