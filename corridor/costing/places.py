"""Items of borders, transfers, port calls and sailings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corridor.costing.columns import Basis, ColumnBuilder, Priced, basis, cents, minutes
from corridor.costing.load import Load
from corridor.model.band import Band
from corridor.sources.library import Library
from corridor.sources.records import (
    BorderFee,
    BorderTime,
    Crossing,
    Parameter,
    Port,
    PortCharge,
    SeaRate,
    SeaService,
    Terminal,
)

_NM_KM = 1.852


@dataclass(frozen=True, slots=True)
class BorderLink:
    """One direction over a crossing; `transit` = the entered country is only passed."""

    crossing: Crossing
    country_from: str
    country_to: str
    transit: bool


@dataclass(frozen=True, slots=True)
class PortLink:
    """
    A port call: 'in' from ship to land, 'out' from land to ship.

    `terminal` is the row for the change between ship and inland vehicle, None when the
    port itself is the end of the journey.
    """

    port: Port
    flow: str
    transit: bool
    terminal: Terminal | None


def price_borders(links: Sequence[BorderLink], load: Load, library: Library) -> Priced:
    """Price both sides of each border in the direction of travel, and the fees."""
    count = len(links)
    sides = {
        "out": ColumnBuilder("Border, leaving", count),
        "in": ColumnBuilder("Border, entering", count),
    }
    fees = _fee_columns(library, count)
    missing = [""] * count
    for number, link in enumerate(links):
        for direction, country, neighbour in (
            ("out", link.country_from, link.country_to),
            ("in", link.country_to, link.country_from),
        ):
            row = border_time(library, link.crossing, country, neighbour, direction)
            if row is None:
                missing[number] = f"border_times for {link.crossing.id} {direction} of {country}"
                continue
            cost = None
            if row.cost_usd is not None:
                cost = cents(row.cost_usd, _vehicles(load, row.cost_unit, link.crossing.mode))
            sides[direction].put(
                number,
                basis(cost=(row,) if cost else (), time=(row,)),
                cost=cost,
                time=minutes(row.time_h),
            )
        for fee in library.border_fees:
            if not _fee_applies(fee, link):
                continue
            fees[fee.id].put(
                number,
                basis(cost=(fee,)),
                cost=cents(fee.amount_usd, _vehicles(load, fee.unit, link.crossing.mode)),
            )
    return Priced(
        (*(s.column() for s in sides.values()), *(f.column() for f in fees.values())),
        tuple(missing),
    )


def _fee_columns(library: Library, count: int) -> dict[str, ColumnBuilder]:
    return {f.id: ColumnBuilder(f.item, count) for f in library.border_fees}


def _fee_applies(fee: BorderFee, link: BorderLink) -> bool:
    if fee.mode != link.crossing.mode:
        return False
    if fee.crossing_id and fee.crossing_id != link.crossing.id:
        return False
    entering = fee.direction in ("in", "transit")
    here, there = (
        (link.country_to, link.country_from) if entering else (link.country_from, link.country_to)
    )
    if fee.country != here or (fee.neighbour and fee.neighbour != there):
        return False
    return fee.direction != "transit" or link.transit


def _vehicles(load: Load, unit: str, mode: str) -> float:
    """Quantity of a border price; a truck, wagon or container price is one per vehicle."""
    if unit in ("truck", "wagon", "container"):
        return float(load.trucks if mode == "road" else load.units)
    return load.quantity(unit) or 0.0


def border_time(
    library: Library, crossing: Crossing, country: str, neighbour: str, direction: str
) -> BorderTime | None:
    """The most exact row: of the crossing, of the two countries, of the country."""
    rows = [
        r
        for r in library.border_times
        if r.mode == crossing.mode and r.country == country and r.direction == direction
    ]
    for fits in (
        lambda r: r.crossing_id == crossing.id,
        lambda r: not r.crossing_id and r.neighbour == neighbour,
        lambda r: not r.crossing_id and not r.neighbour,
    ):
        found = next((r for r in rows if fits(r)), None)
        if found is not None:
            return found
    return None


def price_transfers(links: Sequence[Terminal], load: Load) -> Priced:
    """Price changes of mode or gauge at terminals."""
    count = len(links)
    column = ColumnBuilder("Transshipment", count)
    missing = [""] * count
    for number, terminal in enumerate(links):
        quantity = _handling_quantity(load, terminal.cost_unit)
        if quantity is None:
            missing[number] = f"terminal {terminal.id} quotes no price for {load.consignment.unit}"
            continue
        _put_terminal(column, number, terminal, quantity)
    return Priced((column.column(),), tuple(missing))


def _put_terminal(column: ColumnBuilder, number: int, terminal: Terminal, quantity: float) -> None:
    # The row's own confidence speaks of the place; hours and price have theirs.
    column.put(
        number,
        Basis(
            (terminal.key,),
            terminal.cost_confidence == "estimate",
            terminal.hours_confidence == "estimate",
        ),
        cost=cents(terminal.cost_usd, quantity),
        time=minutes(terminal.handling_h),
    )


def _handling_quantity(load: Load, unit: str) -> float | None:
    if unit in ("wagon", "truck"):
        return float(load.trucks if unit == "truck" else load.units)
    if load.family != "container" and unit in ("TEU", "FEU", "container"):
        # A terminal that quotes per container handles no loose truck or wagon loads.
        return None
    return load.quantity(unit)


def price_ports(links: Sequence[PortLink], load: Load, library: Library) -> Priced:
    """Price port calls: dwell, the steps of the bill, storage beyond the free days."""
    count = len(links)
    dwell = ColumnBuilder("Port dwell", count)
    lift = ColumnBuilder("Lift between quay and inland vehicle", count)
    lines = {c.id: ColumnBuilder(c.item, count) for c in library.port_charges if c.use == "bill"}
    missing = [""] * count
    for number, link in enumerate(links):
        port = link.port
        days = port.dwell_in_days if link.flow == "in" else port.dwell_out_days
        dwell.put(number, basis(time=(port,)), time=minutes(days, 24))
        if link.terminal is not None:
            quantity = _handling_quantity(load, link.terminal.cost_unit)
            if quantity is None:
                missing[number] = f"terminal {link.terminal.id} handles no {load.consignment.unit}"
                continue
            _put_terminal(lift, number, link.terminal, quantity)
        free = port.free_in_days if link.flow == "in" else port.free_out_days
        for charge in port_bill(library, link):
            quantity = _charge_quantity(charge, load, days.typical, free)
            if quantity:
                lines[charge.id].put(
                    number, basis(cost=(charge,)), cost=cents(charge.amount_usd, quantity)
                )
    return Priced(
        (dwell.column(), lift.column(), *(c.column() for c in lines.values())), tuple(missing)
    )


def port_bill(library: Library, link: PortLink) -> list[PortCharge]:
    """
    Lines of the bill of one port call.

    Of one step and unit, only the most exact flow counts: transit_in before in before any.
    """
    flows = [f"transit_{link.flow}"] if link.transit else []
    flows += [link.flow, "any"]
    rows = [
        c
        for c in library.port_charges
        if c.port_id == link.port.id and c.use == "bill" and c.flow in flows
    ]
    exact = {
        (c.charge, c.unit): min(
            flows.index(o.flow) for o in rows if (o.charge, o.unit) == (c.charge, c.unit)
        )
        for c in rows
    }
    return [c for c in rows if flows.index(c.flow) == exact[c.charge, c.unit]]


def _charge_quantity(charge: PortCharge, load: Load, dwell_days: float, free_days: float) -> float:
    if charge.unit in ("TEU_day", "FEU_day"):
        unit = charge.unit.removesuffix("_day")
        if unit != _box(load):
            return 0.0
        first = max(charge.day_from, free_days + 1)
        days = min(dwell_days, charge.day_to) - first + 1
        return max(0.0, days) * load.units
    if charge.unit in ("TEU", "FEU"):
        return float(load.units) if charge.unit == _box(load) else 0.0
    return load.quantity(charge.unit) or 0.0


def _box(load: Load) -> str:
    """Which of the two box sizes a port's tariff sees."""
    return load.rate_unit if load.family == "container" else ""


def sea_rate(library: Library, service: SeaService, load: Load) -> tuple[SeaRate, float] | None:
    """Freight row of a service for the load, and the quantity it counts for."""
    rows = [r for r in library.sea_rates if r.service_id == service.id]
    for row in rows:
        if row.unit == load.rate_unit:
            return row, float(load.trucks if row.unit == "truck" else load.units)
    for row in rows:
        quantity = load.quantity(row.unit)
        if row.unit == "tonne" and quantity is not None:
            return row, quantity
    if load.family == "container" and service.kind == "ferry_truck":
        # A box on a trailer sails as a truck.
        for row in rows:
            if row.unit == "truck":
                return row, float(load.trucks)
    return None


def price_sailings(
    links: Sequence[SeaService], load: Load, library: Library, *, on: date
) -> Priced:
    """Price sailings: waiting for the ship, days at sea, freight and dated surcharges."""
    count = len(links)
    wait = ColumnBuilder("Waiting for the sailing", count)
    freight = ColumnBuilder("Sea freight", count)
    extra = {s.id: ColumnBuilder(s.item, count) for s in library.sea_surcharges}
    missing = [""] * count
    headway = library.parameter["default_headway_days"]
    for number, service in enumerate(links):
        rate = sea_rate(library, service, load)
        emission = next((e for e in library.emissions if e.vehicle == _vessel(service)), None)
        if rate is None or emission is None:
            missing[number] = f"sea_rates of {service.id} for {load.consignment.unit}"
            continue
        row, quantity = rate
        _put_wait(wait, number, service, headway)
        factor = 1.0
        prices: list[SeaRate | Parameter] = [row]
        if load.consignment.unit == "reefer":
            reefer = library.parameter["reefer_sea_factor"]
            factor = reefer.value.typical
            prices.append(reefer)
        km = service.distance_nm * _NM_KM
        freight.put(
            number,
            basis(cost=prices, time=(service,), carbon=emission),
            cost=cents(row.freight_usd, quantity * factor),
            time=minutes(service.transit_days, 24),
            co2e=round(km * load.gross_t * emission.intensity_g_per_tkm.typical),
        )
        for charge in library.sea_surcharges:
            touches = charge.passage in service.passages or charge.port_id in (
                service.from_port,
                service.to_port,
            )
            current = charge.from_date <= on and (charge.to_date is None or on <= charge.to_date)
            boxes = float(load.units) if charge.unit in (_box(load), "container") else 0.0
            if touches and current and boxes and load.family == "container":
                extra[charge.id].put(
                    number, basis(cost=(charge,)), cost=cents(charge.amount_usd, boxes)
                )
    return Priced(
        (wait.column(), freight.column(), *(c.column() for c in extra.values())), tuple(missing)
    )


def _put_wait(wait: ColumnBuilder, number: int, service: SeaService, default: Parameter) -> None:
    """Half a headway is waited for on average, none at best, all of it at worst."""
    days, rows = default.value.typical, [service, default]
    if service.sailings_per_week:
        days, rows = 7 / service.sailings_per_week, [service]
    base = basis(time=rows)
    if not service.sailings_per_week:
        base = Basis(base.rows, False, True)  # a frequency nobody publishes is a guess
    wait.put(number, base, time=Band(0, round(days / 2 * 1440), round(days * 1440)))


def _vessel(service: SeaService) -> str:
    if service.kind.startswith("ferry"):
        return "ferry"
    return "deep_sea" if service.distance_nm > 2500 else "feeder"
