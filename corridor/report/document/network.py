"""What the page of the whole network holds: rows of the tables with their state on a day."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from corridor.report.document.answer import Texts

BandTriple = tuple[float, float, float]  # low, typical, high


class EvidenceRecord(Struct, frozen=True, kw_only=True):
    """A closure row as evidence: since when, for whom; `age` in days of the newest word of it."""

    effect: str
    cargo: str
    since: str
    until: str
    season: str
    delay_h: float
    confirmed: str
    age: int
    confidence: str
    source: str
    note: str


class SourcedRecord(Struct, frozen=True, kw_only=True):
    """A row and what it rests on."""

    source: str
    as_of: str
    confidence: str
    note: str


class HeldRecord(SourcedRecord, frozen=True, kw_only=True):
    """A row that may be closed or restricted; absent fields say that it is open."""

    state: str | UnsetType = UNSET
    rows: tuple[EvidenceRecord, ...] | UnsetType = UNSET


class SectionRecord(HeldRecord, frozen=True, kw_only=True):
    """A section of rail or road between two hubs."""

    id: str
    ends: tuple[str, str]
    line: str
    km: float
    mode: str
    gauge: int | None
    electrified: str
    status: str
    opens: int | None


class ServiceRecord(SourcedRecord, frozen=True, kw_only=True):
    """A sea service."""

    id: str
    ends: tuple[str, str]
    both: bool
    name: str
    kind: str
    status: str
    nm: float
    days: BandTriple
    weekly: float | None
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
    aliases: Texts


class CrossingRecord(SourcedRecord, frozen=True, kw_only=True):
    """A crossing, its sides (name, country, hub), its state, and how many other rows it has."""

    id: str
    name: str
    mode: str
    sides: tuple[tuple[str, str, str], tuple[str, str, str]]
    section: str
    gauge: int | None
    cargo: str
    status: str
    lon: float
    lat: float
    state: str
    rows: tuple[EvidenceRecord, ...]
    other: int


class PortRecord(HeldRecord, frozen=True, kw_only=True):
    """A seaport."""

    id: str
    name: str
    service: str
    rail: bool
    dwell_in: BandTriple
    dwell_out: BandTriple
    draught_m: float | None


class TerminalRecord(SourcedRecord, frozen=True, kw_only=True):
    """A change between two modes or gauges at a hub."""

    hub: str
    name: str
    change: tuple[tuple[str, int | None], tuple[str, int | None]]
    cargo: str
    hours: BandTriple
    hours_guess: bool
    usd: BandTriple
    usd_guess: bool
    unit: str
    transit: str


class PassageRecord(Struct, frozen=True, kw_only=True):
    """A sea passage that is closed or restricted."""

    name: str
    state: str
    rows: tuple[EvidenceRecord, ...]


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
