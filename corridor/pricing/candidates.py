"""
Rows laid over the tables that no answer could use, and why.

Each table is asked as the model asks it: for every place, vehicle, unit and service that a
question may name. What never comes out is told, for its author took it for an assumption.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import singledispatch
from itertools import product

from corridor.model.consignment import UNITS, Consignment
from corridor.model.mode import Mode
from corridor.model.scenario import Overlay, UnusedRow
from corridor.pricing.borders import BorderLink, fee_applies
from corridor.pricing.emissions import rail_emission, road_emission
from corridor.pricing.held import border_payer, border_time
from corridor.pricing.load import Load, weigh
from corridor.pricing.ports import PortLink, port_bill
from corridor.pricing.regimes import Passage, speaking
from corridor.pricing.sea.rotations import ways
from corridor.pricing.sea.sailings import sea_rate
from corridor.pricing.sea.surcharges import homes
from corridor.pricing.tariff import WAYS, fitting_rates
from corridor.pricing.track import speed_row
from corridor.tables.dataset import Dataset
from corridor.tables.records import (
    BorderFee,
    BorderTime,
    Closure,
    Crossing,
    Driver,
    Holiday,
    OpeningHours,
    Parameter,
    PortCharge,
    Rate,
    Rule,
    RuleEffect,
    SeaService,
    SeaSurcharge,
    ShipChange,
    Speed,
    Terminal,
    TimeZone,
    Unit,
)
from corridor.tables.row import Row

# Tables that no answer reads: they judge the data and the model.
_APART = ("cases", "chains", "totals")
_SERVICES: dict[str, tuple[str, ...]] = {
    Mode.ROAD: ("truck",),
    Mode.RAIL: ("block_train", "wagonload"),
}
# Directions in which a rule may be met, by where it is met.
_DIRECTIONS = {
    "haul": ("any",),
    "change": ("any", "transit"),
    "border": ("any", "in", "out", "entry", "export", "transit"),
    "port": ("any", "from_sea", "to_sea", "entry", "export"),
}


def unused_rows(overlays: Iterable[Overlay], dataset: Dataset) -> tuple[UnusedRow, ...]:
    """
    Rows of the overlays that no question could bring into an answer.

    Parameters
    ----------
    overlays
        As laid, in order.
    dataset
        The tables with all of them on.
    """
    rows = [(overlay, row) for overlay in overlays for row in overlay.rows]
    asked = _Asked(dataset) if rows else None
    found: list[UnusedRow] = []
    for overlay, row in rows:
        assert asked is not None
        record = asked.record(row.table, row.id)
        if record is None:
            reason = "a later row of the same key took its place"
        elif not getattr(record, "changed_by", ("",)):
            continue  # it says what the tables say
        else:
            reason = asked.why_not(row.table, record)
        if reason:
            place = row.place if overlay.name in row.place else f"{overlay.name}, {row.place}"
            found.append(UnusedRow(f"{row.table}:{row.id}", place, reason))
    return tuple(found)


class _Asked:
    """What each table gives when it is asked for everything; worked out when first needed."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._records: dict[str, dict[str, Row]] = {}
        self._given: dict[str, frozenset[str]] = {}
        self._loads: tuple[Load, ...] = ()

    def record(self, table: str, key: str) -> Row | None:
        """A row by table and id, None where there is none any more."""
        if table not in self._records:
            self._records[table] = {r.id: r for r in getattr(self.dataset, table, ())}
        return self._records[table].get(key)

    @property
    def loads(self) -> tuple[Load, ...]:
        """One consignment of each unit."""
        if not self._loads:
            self._loads = tuple(
                weigh(Consignment(unit=u), self.dataset) for u in UNITS if u in self.dataset.unit
            )
        return self._loads

    def why_not(self, table: str, record: Row) -> str:
        """Why no answer could use a row; '' if one could."""
        if table in _APART:
            return f"no answer reads {table}; they judge the tables and the model"
        reason = _mismatch(record, self.dataset)
        if reason:
            return reason
        ask = _GIVEN.get(table)
        if ask is None:
            return ""
        if table not in self._given:
            self._given[table] = frozenset(ask(self))
        if record.id in self._given[table]:
            return ""
        return _SHADOWED[table]


# ---------------------------------------------------------------- what comes out when asked
def _sides(dataset: Dataset) -> Iterator[tuple[Crossing, str, str]]:
    for crossing in dataset.crossings:
        if crossing.cargo == "freight":
            yield crossing, crossing.country_a, crossing.country_b
            yield crossing, crossing.country_b, crossing.country_a


def _border_times(asked: _Asked) -> Iterator[str]:
    for (crossing, here, there), way in product(_sides(asked.dataset), ("in", "out")):
        for look_up in (border_time, border_payer):
            row = look_up(asked.dataset, crossing, here, there, way)
            if row is not None:
                yield row.id


def _border_fees(asked: _Asked) -> Iterator[str]:
    for crossing, here, there in _sides(asked.dataset):
        link = BorderLink(crossing, here, there, transit=True)
        yield from (f.id for f in asked.dataset.border_fees if fee_applies(f, link))


def _transit_regimes(asked: _Asked) -> Iterator[str]:
    for crossing, here, there in _sides(asked.dataset):
        for transit in (False, True):
            passage = Passage(crossing, here, there, transit)
            yield from (r.id for r in speaking(asked.dataset, passage))


def _rates(asked: _Asked) -> Iterator[str]:
    countries = sorted({r.country for r in asked.dataset.rates})
    for country, mode in product(countries, _SERVICES):
        for service, load, way in product(_SERVICES[mode], asked.loads, WAYS):
            if mode == Mode.RAIL and load.family == "wagon" and service != "wagonload":
                continue
            for home, bound in (("", ""), (country, ""), ("", country)):
                at = replace(load, home=home, bound=bound)
                rows, _ = fitting_rates(asked.dataset, at, country, mode, service, way)
                yield from (r.id for r in rows)


def _speeds(asked: _Asked) -> Iterator[str]:
    for row in asked.dataset.speeds:
        if row.service_class in _SERVICES[row.mode]:
            found = speed_row(asked.dataset, row.country, row.mode, row.service_class, row.line_id)
            if found is not None:
                yield found.id


def _sea_rates(asked: _Asked) -> Iterator[str]:
    for service, load in product(asked.dataset.sea_services, asked.loads):
        found = sea_rate(asked.dataset, service, load)
        if found is not None:
            yield found[0].id


def _sea_services(asked: _Asked) -> Iterator[str]:
    for service in asked.dataset.sea_services:
        if any(sea_rate(asked.dataset, service, load) for load in asked.loads):
            yield service.id


def _port_charges(asked: _Asked) -> Iterator[str]:
    for port, flow, transit in product(asked.dataset.ports, ("in", "out"), (True, False)):
        yield from (c.id for c in port_bill(asked.dataset, PortLink(port, flow, transit, None)))


def _emissions(asked: _Asked) -> Iterator[str]:
    dataset = asked.dataset
    for country in sorted({h.country for h in dataset.hubs}):
        found = [road_emission(dataset, load, country) for load in asked.loads]
        for traction in (*found, rail_emission(dataset, country)):
            if traction is not None:
                yield traction.plain.id
                if traction.electric is not None:
                    yield traction.electric.id
    for vessel in ("deep_sea", "feeder", "ferry"):
        yield from [e.id for e in dataset.emissions if e.vehicle == vessel][:1]


_GIVEN: Mapping[str, Callable[[_Asked], Iterator[str]]] = {
    "border_times": _border_times,
    "border_fees": _border_fees,
    "transit_regimes": _transit_regimes,
    "rates": _rates,
    "speeds": _speeds,
    "sea_rates": _sea_rates,
    "sea_services": _sea_services,
    "port_charges": _port_charges,
    "emissions": _emissions,
}
_SHADOWED: Mapping[str, str] = {
    "border_times": "every crossing it could speak for has a more exact row of its own",
    "border_fees": "no crossing of that country, neighbour and mode is met in that direction",
    "transit_regimes": "no road crossing is passed so, or a row that names it goes before",
    "rates": "rows of the load's own unit go before it for every unit",
    "speeds": "no service of that name runs in that mode",
    "sea_rates": "no unit pays by it on that service: a row of the unit goes before",
    "sea_services": "no row of sea_rates gives a freight for it",
    "port_charges": "a row of a more exact flow goes before it",
    "emissions": "another row goes before it for that vehicle",
}


# ---------------------------------------------------------------- what speaks of nothing
@singledispatch
def _mismatch(_row: Row, _dataset: Dataset) -> str:
    """Why a row speaks of nothing that a question may be about; '' if it does not."""
    return ""


def _has_network(mode: str, country: str, dataset: Dataset) -> str:
    hubs = dataset.hub
    for s in dataset.sections:
        ends = (s.from_id, s.to_id)
        if s.mode == mode and any(h in hubs and hubs[h].country == country for h in ends):
            return ""
    return f"the network has no {mode} in {country}"


@_mismatch.register
def _of_border_time(row: BorderTime, dataset: Dataset) -> str:
    crossing = dataset.crossing.get(row.crossing_id)
    if crossing is not None:
        return _of_side(crossing, row.mode, row.country)
    if any(
        c.mode == row.mode and h == row.country and row.neighbour in ("", t)
        for c, h, t in _sides(dataset)
    ):
        return ""
    beyond = f" with {row.neighbour}" if row.neighbour else ""
    return f"{row.country} has no {row.mode} crossing{beyond}"


def _of_side(crossing: Crossing, mode: str, country: str) -> str:
    if crossing.mode != mode:
        return f"{crossing.id} is a crossing by {crossing.mode}, not by {mode}"
    if country not in (crossing.country_a, crossing.country_b):
        return f"{country} is not a side of {crossing.id}"
    return "" if crossing.cargo == "freight" else f"{crossing.id} carries no freight"


@_mismatch.register
def _of_fee(row: BorderFee, dataset: Dataset) -> str:
    crossing = dataset.crossing.get(row.crossing_id)
    return _of_side(crossing, row.mode, row.country) if crossing is not None else ""


@_mismatch.register
def _of_rate(row: Rate, dataset: Dataset) -> str:
    if row.service_class not in _SERVICES[row.mode]:
        return f"nothing goes by {row.mode} as {row.service_class}"
    if row.mode == Mode.ROAD and row.unit != "truck":
        return f"a haul by road is paid by the truck, not by the {row.unit}"
    if row.service_class == "block_train" and row.unit == "wagon":
        return "wagons go as wagonload, block trains carry containers"
    return _has_network(row.mode, row.country, dataset)


@_mismatch.register
def _of_speed(row: Speed, dataset: Dataset) -> str:
    line = next((x for x in dataset.rail_lines if x.id == row.line_id), None)
    if line is not None and (row.mode != Mode.RAIL or line.country != row.country):
        return f"{row.line_id} is a railway of {line.country}"
    return _has_network(row.mode, row.country, dataset)


@_mismatch.register
def _of_charge(row: PortCharge, dataset: Dataset) -> str:
    if row.use != "bill":
        return "a row of use context prices nothing"
    if row.unit == "call":
        return "the consignment pays no call of the ship"
    return "" if row.port_id in dataset.port else f"{row.port_id} is not a port of the tables"


@_mismatch.register
def _of_surcharge(row: SeaSurcharge, dataset: Dataset) -> str:
    ports = homes(row)
    for service in dataset.sea_services:
        if row.passage in service.passages or not ports.isdisjoint(
            (service.from_port, service.to_port)
        ):
            return ""
    return "no sailing touches that passage or port"


@_mismatch.register
def _of_service(row: SeaService, dataset: Dataset) -> str:
    if ways(row, dataset.sea_rotations):
        return ""
    return f"rotation {row.rotation} calls at {row.to_port} not after {row.from_port}"


@_mismatch.register
def _of_ship_change(row: ShipChange, dataset: Dataset) -> str:
    here, ships = row.port_id, [s for s in dataset.sea_services if s.kind == "container"]
    back = [s for s in ships if s.both_directions]
    brings = [s for s in ships if s.to_port == here] + [s for s in back if s.from_port == here]
    goes_on = [s for s in ships if s.from_port == here] + [s for s in back if s.to_port == here]
    if any(one.id != other.id for one in brings for other in goes_on):
        return ""
    return "no two container services meet there, one to come with and one to go on with"


@_mismatch.register
def _of_terminal(row: Terminal, dataset: Dataset) -> str:
    sides = (row.mode_a, row.gauge_a_mm), (row.mode_b, row.gauge_b_mm)
    if row.mode_a == row.mode_b == Mode.ROAD:
        if row.cargo in ("any", "container"):
            return ""
        return f"a change of truck is looked up for any cargo and for containers, not {row.cargo}"
    if sides[0] == sides[1]:
        return "nothing changes there: both sides are alike"
    if Mode.SEA in (row.mode_a, row.mode_b) and row.hub_id not in dataset.port:
        return f"{row.hub_id} is not a port of the tables"
    return ""


@_mismatch.register
def _of_closure(row: Closure, dataset: Dataset) -> str:
    if row.effect != "open":
        return ""
    if any(c.effect != "open" for c in dataset.closures_of.get(row.subject, ())):
        return ""
    return f"nothing closes {row.subject_id}"


@_mismatch.register
def _of_hours(row: OpeningHours, dataset: Dataset) -> str:
    if row.inside_border_times:
        return "the hours of the border are said to hold it already (inside_border_times)"
    return _of_side(dataset.crossing[row.crossing_id], row.mode, row.country)


@_mismatch.register
def _of_holiday(row: Holiday, dataset: Dataset) -> str:
    if row.effect == "slow" and not (row.delay_h and row.delay_h.typical):
        return "slow without a delay changes no hour"
    if row.from_date is None and row.season_from is None:
        return "it has no days"
    for crossing, here, _ in _sides(dataset):
        kept = not row.crossings or crossing.id in row.crossings
        if kept and here == row.country and crossing.mode in row.modes:
            return ""
    return f"no crossing of {row.country} keeps it"


@_mismatch.register
def _of_zone(row: TimeZone, dataset: Dataset) -> str:
    known = {h.country for h in dataset.hubs}
    return "" if row.hubs or row.country in known else f"no place of the tables is in {row.country}"


@_mismatch.register
def _of_parameter(row: Parameter, dataset: Dataset) -> str:
    """A row for one country, whose code stands where its bounds have '??'."""
    bounds = dataset.texts[Parameter.table].schema.bounds
    pattern = next((b.pattern for b in bounds if fnmatchcase(row.id, b.pattern)), "")
    before, sign, _ = pattern.partition("??")
    code = row.id[len(before) : len(before) + 2].upper()
    if not sign or any(h.country == code for h in dataset.hubs):
        return ""
    return f"no place of the tables is in {code}"


@_mismatch.register
def _of_rule(row: Rule, dataset: Dataset) -> str:
    known = {h.country for h in dataset.hubs}
    return "" if known & set(row.countries) else "no place of the tables is in those countries"


@_mismatch.register
def _of_effect(row: RuleEffect, dataset: Dataset) -> str:
    if row.direction not in _DIRECTIONS[row.at]:
        return f"a {row.at} is never met {row.direction}"
    if (row.at == "port") != (Mode.SEA in row.modes):
        return f"{' and '.join(row.modes)} is not a mode of a {row.at}"
    if row.effect == "fee" and row.amount is None:
        return "a fee without an amount charges nothing"
    known = {h.country for h in dataset.hubs}
    return "" if known & set(row.countries) else "no place of the tables is in those countries"


@_mismatch.register
def _of_driver(row: Driver, dataset: Dataset) -> str:
    return _has_network(Mode.ROAD, row.country, dataset)


@_mismatch.register
def _of_unit(row: Unit, _: Dataset) -> str:
    return "" if row.id in UNITS else f"no question names it: units are {', '.join(UNITS)}"
