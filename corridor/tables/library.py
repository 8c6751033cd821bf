"""All source tables as typed records, loaded once, with look-ups by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from corridor.tables import records as rec
from corridor.tables import windows as win
from corridor.tables.parse import records
from corridor.tables.read import Table, load_all

CLASSES: dict[str, type] = {
    "sources": rec.Source,
    "hubs": rec.Hub,
    "place_names": rec.PlaceName,
    "sections": rec.Section,
    "shape_points": rec.ShapePoint,
    "shape_reasons": rec.ShapeReason,
    "totals": rec.Total,
    "chains": rec.Chain,
    "crossings": rec.Crossing,
    "rail_lines": rec.RailLine,
    "components": rec.Component,
    "border_pockets": rec.BorderPocket,
    "river_bridges": rec.RiverBridge,
    "through_lines": rec.ThroughLine,
    "border_times": rec.BorderTime,
    "border_fees": rec.BorderFee,
    "closures": rec.Closure,
    "opening_hours": win.OpeningHours,
    "holidays": win.Holiday,
    "feast_days": win.FeastDay,
    "night_bans": win.NightBan,
    "time_zones": rec.TimeZone,
    "speeds": rec.Speed,
    "drivers": rec.Driver,
    "rates": rec.Rate,
    "terminals": rec.Terminal,
    "ports": rec.Port,
    "port_charges": rec.PortCharge,
    "sea_services": rec.SeaService,
    "sea_rates": rec.SeaRate,
    "sea_surcharges": rec.SeaSurcharge,
    "emissions": rec.Emission,
    "units": rec.Unit,
    "parameters": rec.Parameter,
    "rules": rec.Rule,
    "rule_effects": rec.RuleEffect,
    "fx": rec.Fx,
    "cases": rec.Case,
    "repair_links": rec.RepairLink,
    "false_links": rec.FalseLink,
    "network_reference": rec.NetworkReference,
    "length_factors": rec.LengthFactor,
}


@dataclass(frozen=True)
class Library:
    """
    Every source table; the pure steps take what they need from it.

    `texts` are the same tables as read, for overlays, which are checked as text.
    """

    texts: Mapping[str, Table] = field(
        default_factory=dict, repr=False, compare=False, kw_only=True
    )
    sources: tuple[rec.Source, ...]
    hubs: tuple[rec.Hub, ...]
    place_names: tuple[rec.PlaceName, ...]
    sections: tuple[rec.Section, ...]
    shape_points: tuple[rec.ShapePoint, ...]
    shape_reasons: tuple[rec.ShapeReason, ...]
    totals: tuple[rec.Total, ...]
    chains: tuple[rec.Chain, ...]
    crossings: tuple[rec.Crossing, ...]
    rail_lines: tuple[rec.RailLine, ...]
    components: tuple[rec.Component, ...]
    border_pockets: tuple[rec.BorderPocket, ...]
    river_bridges: tuple[rec.RiverBridge, ...]
    through_lines: tuple[rec.ThroughLine, ...]
    border_times: tuple[rec.BorderTime, ...]
    border_fees: tuple[rec.BorderFee, ...]
    closures: tuple[rec.Closure, ...]
    opening_hours: tuple[win.OpeningHours, ...]
    holidays: tuple[win.Holiday, ...]
    feast_days: tuple[win.FeastDay, ...]
    night_bans: tuple[win.NightBan, ...]
    time_zones: tuple[rec.TimeZone, ...]
    speeds: tuple[rec.Speed, ...]
    drivers: tuple[rec.Driver, ...]
    rates: tuple[rec.Rate, ...]
    terminals: tuple[rec.Terminal, ...]
    ports: tuple[rec.Port, ...]
    port_charges: tuple[rec.PortCharge, ...]
    sea_services: tuple[rec.SeaService, ...]
    sea_rates: tuple[rec.SeaRate, ...]
    sea_surcharges: tuple[rec.SeaSurcharge, ...]
    emissions: tuple[rec.Emission, ...]
    units: tuple[rec.Unit, ...]
    parameters: tuple[rec.Parameter, ...]
    rules: tuple[rec.Rule, ...]
    rule_effects: tuple[rec.RuleEffect, ...]
    fx: tuple[rec.Fx, ...]
    cases: tuple[rec.Case, ...]
    repair_links: tuple[rec.RepairLink, ...]
    false_links: tuple[rec.FalseLink, ...]
    network_reference: tuple[rec.NetworkReference, ...]
    length_factors: tuple[rec.LengthFactor, ...]

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
    def port(self) -> Mapping[str, rec.Port]:
        """Ports by hub id."""
        return {p.id: p for p in self.ports}

    @cached_property
    def service(self) -> Mapping[str, rec.SeaService]:
        """Sea services by id."""
        return {s.id: s for s in self.sea_services}

    @cached_property
    def unit(self) -> Mapping[str, rec.Unit]:
        """Load units by name."""
        return {u.id: u for u in self.units}

    @cached_property
    def parameter(self) -> Mapping[str, rec.Parameter]:
        """Parameters by id."""
        return {p.id: p for p in self.parameters}

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
        """Border rows by mode, country and direction."""
        found: dict[tuple[str, str, str], tuple[rec.BorderTime, ...]] = {}
        for row in self.border_times:
            key = (row.mode, row.country, row.direction)
            found[key] = (*found.get(key, ()), row)
        return found

    @cached_property
    def cited(self) -> Mapping[str, rec.Cited]:
        """Every row that carries a source, by 'table:row'."""
        found: dict[str, rec.Cited] = {}
        for table in fields(self):
            for row in getattr(self, table.name):
                if isinstance(row, rec.Cited):
                    found[row.key] = row
        return found

    @cached_property
    def data_date(self) -> str:
        """
        Newest date that any row speaks of, closures' evidence included.

        A user's own rows apart: the age of everything else is what a reader must know.
        """
        dates = [c.last_confirmed for c in self.closures if not c.own]
        dates += [s.retrieved for s in self.sources if not s.own]
        return max((d for d in dates if d), default="")


def from_tables(tables: Mapping[str, Table]) -> Library:
    """Parse checked tables into a library."""
    parsed: dict[str, Any] = {name: records(tables[name], cls) for name, cls in CLASSES.items()}
    return Library(texts=tables, **parsed)


def load(folder: Path | None = None) -> Library:
    """
    Read, check and parse all of data/.

    Raises
    ------
    DataError
        Naming every wrong cell.
    """
    return from_tables(load_all(folder))
