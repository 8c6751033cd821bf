"""The saved answer's word on a corridor of the table `corridors`: how it stands, what it is worth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct

from corridor.messages.catalogue import in_english
from corridor.model.land_bridge import BridgeState, BridgeWay, LandBridge, ShutPart
from corridor.model.ref import RefKind
from corridor.report.document.parts.figures import Country, Moment, Positive, Texts, one_of
from corridor.tables.dataset import Dataset


class ShutPartRecord(Struct, frozen=True, kw_only=True):
    """
    A crossing or section of the corridor that is shut, and the closure that says so.

    `row` and what is read of it is blank, and `stale_days` None, where the question or a scenario
    shuts it.
    """

    subject_kind: Annotated[str, one_of(RefKind.CROSSING, RefKind.SECTION)]
    subject_id: str
    name: str
    countries: tuple[Country, ...]
    since: str
    until: str | None
    last_confirmed: str
    stale_days: int | None
    row: str
    source_id: str
    passed: bool  # whether the best way leads over it


class BridgeWayRecord(Struct, frozen=True, kw_only=True):
    """The best way over the corridor; `more_*` is what it has more than the best of all others."""

    label: str
    countries: tuple[Country, ...]
    time_h: Positive
    cost_usd: Positive
    arrival: Moment
    best: bool
    opened: Texts
    more_h: float
    more_usd: float
    gap: Positive  # by the objective, as ways are compared
    gap_unit: str


class LandBridgeRecord(Struct, frozen=True, kw_only=True):
    """
    How a corridor stands: `now` is its best way as things stand, `if_open` with `crossings` opened.

    `since` and `confirmed` are of all that shuts it, `stale_days` from there to the departure.
    """

    corridor: str
    name: str
    source_id: str
    countries: Annotated[tuple[Country, ...], Meta(min_length=3)]
    state: Annotated[str, one_of(*BridgeState)]
    lines: Annotated[Texts, Meta(min_length=1, max_length=2)]
    crossings: tuple[ShutPartRecord, ...]
    since: str
    confirmed: str
    stale_days: int | None
    now: BridgeWayRecord | None
    if_open: BridgeWayRecord | None
    wins_if: str

    def cited(self) -> Iterator[str]:
        """Sources that it rests on."""
        yield self.source_id
        yield from (part.source_id for part in self.crossings if part.source_id)


def land_bridge_record(found: LandBridge, dataset: Dataset) -> LandBridgeRecord:
    """The record of how a corridor stands."""
    row = next(r for r in dataset.corridors if r.id == found.corridor)
    return LandBridgeRecord(
        corridor=row.id,
        name=row.name,
        source_id=row.source_id,
        countries=found.countries,
        state=found.state,
        lines=tuple(map(in_english, found.lines)),
        crossings=tuple(map(_part, found.shut)),
        since=found.since,
        confirmed=found.confirmed,
        stale_days=found.stale_days,
        now=_way(found.way),
        if_open=_way(found.if_open),
        wins_if=in_english(found.wins_if) if found.wins_if else "",
    )


def _part(part: ShutPart) -> ShutPartRecord:
    return ShutPartRecord(
        subject_kind=part.subject.kind,
        subject_id=part.subject.id,
        name=part.name,
        countries=part.countries,
        since=part.since,
        until=part.until or None,
        last_confirmed=part.last_confirmed,
        stale_days=part.stale_days,
        row=part.row,
        source_id=part.source_id,
        passed=part.passed,
    )


def _way(way: BridgeWay | None) -> BridgeWayRecord | None:
    if way is None:
        return None
    return BridgeWayRecord(
        label=in_english(way.label),
        countries=way.countries,
        time_h=round(way.time_min / 60, 4),
        cost_usd=way.cost_cents / 100,
        arrival=way.arrival.isoformat(timespec="minutes"),
        best=way.best,
        opened=way.opened,
        more_h=round(way.against_min / 60, 4),
        more_usd=way.against_cents / 100,
        gap=round(way.gap, 4),
        gap_unit=way.gap_unit,
    )
