"""What the page of the whole network holds: rows of the tables with their state on a day."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType, field

from corridor.report.document.parts.figures import Texts

# Names of the fields are those of the tables, so that rows are taken over as they are; the page
# reads the shorter names. A field with a default is reckoned beside the row.


class BandTriple(Struct, frozen=True, array_like=True):
    """Low, typical and high."""

    low: float
    typical: float
    high: float


class SourcedRecord(Struct, frozen=True, kw_only=True):
    """A row and what it rests on."""

    source_id: str = field(name="source")
    as_of: str
    confidence: str
    note: str


class EvidenceRecord(Struct, frozen=True, kw_only=True):
    """A closure row as evidence: since when, for whom; `age` in days of the newest word of it."""

    effect: str
    cargo: str
    since: str = ""
    until: str = ""
    season: str = ""
    delay_h: float
    last_confirmed: str = field(name="confirmed")
    age: int = 0
    confidence: str
    source_id: str = field(name="source")
    note: str


Evidence = tuple[EvidenceRecord, ...]


class HeldRecord(SourcedRecord, frozen=True, kw_only=True):
    """A row that may be closed or restricted; absent fields say that it is open."""

    state: str | UnsetType = UNSET
    rows: Evidence | UnsetType = UNSET


class SectionRecord(HeldRecord, frozen=True, kw_only=True):
    """A section of rail or road between two hubs."""

    id: str
    ends: Texts = ()
    line_name: str = field(name="line")
    length_km: float = field(name="km")
    mode: str
    gauge_mm: int | None = field(name="gauge")
    electrified: str
    status: str
    opens_year: int | None = field(name="opens", default=None)


class ServiceRecord(SourcedRecord, frozen=True, kw_only=True):
    """A sea service."""

    id: str
    ends: Texts = ()
    both_directions: bool = field(name="both")
    name: str
    kind: str
    status: str
    distance_nm: float = field(name="nm")
    transit_days: BandTriple = field(name="days")
    sailings_per_week: float | None = field(name="weekly")
    passages: Texts


class HubRecord(SourcedRecord, frozen=True, kw_only=True):
    """A hub and its other spellings."""

    id: str
    name: str
    country: str
    kind: str
    lon: float
    lat: float
    accuracy_km: float
    unlocode: str
    aliases: Texts = ()


class CrossingRecord(SourcedRecord, frozen=True, kw_only=True):
    """A crossing, its sides (name, country, hub), its state, and how many other rows it has."""

    id: str
    name: str
    mode: str
    sides: tuple[tuple[str, str, str], ...] = ()
    section_id: str = field(name="section")
    gauge_mm: int | None = field(name="gauge")
    cargo: str
    status: str
    lon: float
    lat: float
    state: str = ""
    rows: Evidence = ()
    other: int = 0


class PortRecord(HeldRecord, frozen=True, kw_only=True):
    """A seaport."""

    id: str
    name: str
    container_service: str = field(name="service")
    rail_served: bool = field(name="rail")
    dwell_in_days: BandTriple = field(name="dwell_in")
    dwell_out_days: BandTriple = field(name="dwell_out")
    draught_m: float | None


class TerminalRecord(SourcedRecord, frozen=True, kw_only=True):
    """A change between two modes or gauges at a hub."""

    hub_id: str = field(name="hub")
    name: str
    change: tuple[tuple[str, int | None], ...] = ()
    cargo: str
    handling_h: BandTriple = field(name="hours")
    hours_guess: bool = False
    cost_usd: BandTriple = field(name="usd")
    usd_guess: bool = False
    cost_unit: str = field(name="unit")
    open_to_transit: str = field(name="transit")


class PassageRecord(Struct, frozen=True, kw_only=True):
    """A sea passage that is closed or restricted."""

    name: str
    state: str
    rows: Evidence


class NetworkRecord(Struct, frozen=True, kw_only=True):
    """Everything the page shows of the tables on a day; sources are title, publisher and address."""

    on: str
    sections: tuple[SectionRecord, ...]
    sea: tuple[ServiceRecord, ...]
    hubs: tuple[HubRecord, ...]
    crossings: tuple[CrossingRecord, ...]
    ports: tuple[PortRecord, ...]
    terminals: tuple[TerminalRecord, ...]
    passages: tuple[PassageRecord, ...]
    sources: dict[str, tuple[str, str, str]]
