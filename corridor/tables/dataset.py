"""All source tables as typed records, loaded once, with look-ups by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from corridor.model.mode import Mode
from corridor.model.ref import Ref
from corridor.tables import records as rec
from corridor.tables.parse import typed_rows
from corridor.tables.read import Table, load_all
from corridor.tables.row import Cited


@dataclass(frozen=True, slots=True)
class Figures:
    """Parameters that the program asks for by name; the others it finds by a pattern."""

    block_train_boxes: rec.Parameter
    block_train_request_h: rec.Parameter
    border_unofficial_share: rec.Parameter
    closure_stale_days: rec.Parameter
    container_return_usd_per_km: rec.Parameter
    customs_brokerage_usd_per_consignment: rec.Parameter
    default_headway_days: rec.Parameter
    default_value_usd: rec.Parameter
    first_mile_km: rec.Parameter
    insurance_rate_of_value: rec.Parameter
    inventory_rate_per_year: rec.Parameter
    point_road_factor: rec.Parameter
    rail_connection_h: rec.Parameter
    road_minimum_usd: rec.Parameter
    road_vehicle_tare_t: rec.Parameter
    service_stale_days: rec.Parameter
    tables_first_year: rec.Parameter
    teu_road_share_of_truck: rec.Parameter
    truck_free_h_at_border: rec.Parameter


@dataclass(frozen=True, kw_only=True)
class Dataset(rec.Tables):
    """
    Every source table; the pure steps take what they need from it.

    `texts` are the same tables as read, for overlays, which are checked as text.
    """

    texts: Mapping[str, Table] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def hub(self) -> Mapping[str, rec.Hub]:
        """Hubs by id."""
        return {h.id: h for h in self.hubs}

    @cached_property
    def section(self) -> Mapping[str, rec.Section]:
        """Sections by id."""
        return {s.id: s for s in self.sections}

    @cached_property
    def crossing(self) -> Mapping[str, rec.Crossing]:
        """Crossings by id."""
        return {c.id: c for c in self.crossings}

    @cached_property
    def home_tariffs(self) -> frozenset[str]:
        """Countries that have a tariff for goods loaded there."""
        return frozenset(r.country for r in self.rates if r.scope in ("home", "local"))

    @cached_property
    def local_tariffs(self) -> frozenset[str]:
        """Countries that have a tariff for goods loaded or delivered there."""
        return frozenset(r.country for r in self.rates if r.scope == "local")

    @cached_property
    def port(self) -> Mapping[str, rec.Port]:
        """Ports by hub id."""
        return {p.id: p for p in self.ports}

    @cached_property
    def box_yards(self) -> frozenset[str]:
        """Hubs with a rail terminal that moves boxes to and from trucks."""
        return frozenset(
            t.hub_id
            for t in self.terminals
            if {t.mode_a, t.mode_b} == {Mode.RAIL, Mode.ROAD} and t.cargo in ("container", "any")
        )

    @cached_property
    def service(self) -> Mapping[str, rec.SeaService]:
        """Sea services by id."""
        return {s.id: s for s in self.sea_services}

    @cached_property
    def train(self) -> Mapping[str, rec.RailService]:
        """Trains by id."""
        return {s.id: s for s in self.rail_services}

    @cached_property
    def unit(self) -> Mapping[str, rec.Unit]:
        """Load units by name."""
        return {u.id: u for u in self.units}

    @cached_property
    def parameter(self) -> Mapping[str, rec.Parameter]:
        """Parameters by id."""
        return {p.id: p for p in self.parameters}

    @cached_property
    def figures(self) -> Figures:
        """Parameters by name."""
        return Figures(**{f.name: self.parameter[f.name] for f in fields(Figures)})

    @cached_property
    def feast_days_of(self) -> Mapping[tuple[str, str], tuple[date, ...]]:
        """First days of a feast in a country, in order."""
        found: dict[tuple[str, str], list[date]] = {}
        for row in self.feast_days:
            found.setdefault((row.feast, row.country), []).append(row.day)
        return {key: tuple(sorted(days)) for key, days in found.items()}

    @cached_property
    def source(self) -> Mapping[str, rec.Source]:
        """Sources by id."""
        return {s.id: s for s in self.sources}

    @cached_property
    def border_times_at(self) -> Mapping[tuple[str, str, str], tuple[rec.BorderTime, ...]]:
        """Border rows by mode, country and direction; those that speak of both come last."""
        found: dict[tuple[str, str, str], tuple[rec.BorderTime, ...]] = {}
        for row in sorted(self.border_times, key=lambda row: row.direction == "both"):
            for direction in ("out", "in") if row.direction == "both" else (row.direction,):
                key = (row.mode, row.country, direction)
                found[key] = (*found.get(key, ()), row)
        return found

    @cached_property
    def cited(self) -> Mapping[str, Cited]:
        """Every row that carries a source, by 'table:row'."""
        tables = (getattr(self, table) for table in rec.ROWS)
        return {row.key: row for rows in tables for row in rows if isinstance(row, Cited)}

    @cached_property
    def closures_of(self) -> Mapping[Ref, tuple[rec.Closure, ...]]:
        """Rows of closures.csv by what they speak of, in the order of the table."""
        found: dict[Ref, list[rec.Closure]] = {}
        for row in self.closures:
            found.setdefault(row.subject, []).append(row)
        return {subject: tuple(rows) for subject, rows in found.items()}

    @cached_property
    def seen_of(self) -> Mapping[Ref, tuple[rec.LastSeen, ...]]:
        """Rows of last_seen.csv by what they speak of, in the order of the table."""
        found: dict[Ref, list[rec.LastSeen]] = {}
        for row in self.last_seen:
            found.setdefault(row.subject, []).append(row)
        return {subject: tuple(rows) for subject, rows in found.items()}

    @cached_property
    def trains_over(self) -> Mapping[str, tuple[rec.RailService, ...]]:
        """Trains that were seen to run, by the crossings they pass."""
        found: dict[str, list[rec.RailService]] = {}
        for train in self.rail_services:
            for stop in train.via if train.last_run else ():
                _, _, key = stop.partition(":")
                if key:
                    found.setdefault(key, []).append(train)
        return {crossing: tuple(rows) for crossing, rows in found.items()}

    @cached_property
    def closed_trades(self) -> frozenset[str]:
        """Countries whose trade alone some closure stops."""
        return frozenset(c for row in self.closures for c in row.trade)

    @cached_property
    def banned_at_home(self) -> frozenset[str]:
        """Countries in which some ban by hours holds for carriage at home alone."""
        return frozenset(b.country for b in self.night_bans if b.domestic)

    def rules_out(self, day: date) -> frozenset[str]:
        """Rules that do not hold on a day."""
        return frozenset(
            r.id
            for r in self.rules
            if (r.first_day and day < r.first_day) or (r.last_day and r.last_day < day)
        )

    def without_rules(self, out: frozenset[str]) -> Dataset:
        """The tables without some rules and what follows from them."""
        if not out:
            return self
        return replace(
            self,
            rules=tuple(r for r in self.rules if r.id not in out),
            rule_effects=tuple(e for e in self.rule_effects if e.rule_id not in out),
        )

    @cached_property
    def data_date(self) -> str:
        """
        Newest date that any row speaks of, closures' evidence included.

        A user's own rows apart: the age of everything else is what a reader must know.
        """
        dates = [c.last_confirmed for c in self.closures if not c.own]
        dates += [s.retrieved for s in self.sources if not s.own]
        return max((d for d in dates if d), default="")


def from_tables(tables: Mapping[str, Table]) -> Dataset:
    """Parse checked tables into a dataset."""
    typed: dict[str, Any] = {n: typed_rows(t.schema, t.rows) for n, t in tables.items()}
    return Dataset(texts=tables, **typed)


def load(folder: Path | None = None) -> Dataset:
    """
    Read, check and parse all of data/.

    Raises
    ------
    DataError
        Naming every wrong cell.
    """
    return from_tables(load_all(folder))
