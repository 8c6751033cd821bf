"""Items of ports and terminals: dwell, lifts, each step of the port's bill, storage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corridor.model import charge as charges
from corridor.model.band import ZERO, Band
from corridor.model.held import Held
from corridor.model.mode import Mode
from corridor.pricing.gaps import Gap, terminal_gap
from corridor.pricing.held import post_holding
from corridor.pricing.items import Basis, ColumnBuilder, Priced, basis, cents, minutes
from corridor.pricing.load import Load
from corridor.pricing.rules import Effects, Place
from corridor.pricing.sea.surcharges import at_quay, in_force
from corridor.pricing.trains import ordinary_wait
from corridor.tables.dataset import Dataset
from corridor.tables.records import BorderTime, Port, PortCharge, ShipChange, Terminal


@dataclass(frozen=True, slots=True)
class PortLink:
    """
    A port call: 'in' from ship to land, 'out' from land to ship, 'across' from ship to ship.

    `terminal` is the row for the change between ship and inland vehicle, None when the
    port itself is the end of the journey. `change` is the row for a change from ship to ship,
    where the box stays under customs: no formality, no delivery order, no dwell of the land.
    Without `waits` a train of its own is boarded, whose haul holds the wait.
    """

    port: Port
    flow: str
    transit: bool
    terminal: Terminal | None
    change: ShipChange | None = None
    waits: bool = True


@dataclass(frozen=True, slots=True)
class TransferLink:
    """
    A change at a terminal, on to the mode `into`, from the mode `left` (rail: of a gauge).

    `transit` = the country is only passed. Without `waits` a train of its own is boarded or
    ridden on, whose haul holds the wait; what is not `handled` only waits for another train.
    """

    terminal: Terminal
    into: str
    transit: bool = False
    left: str = ""
    left_gauge_mm: int = 0
    waits: bool = True
    handled: bool = True


def price_transfers(links: Sequence[TransferLink], load: Load, dataset: Dataset) -> Priced:
    """Price changes of mode or gauge at terminals, and the wait for the train after one."""
    count = len(links)
    train = ColumnBuilder(charges.TRAIN_WAIT, count)
    column = ColumnBuilder(charges.TRANSSHIPMENT, count)
    waited = ColumnBuilder(charges.TRANSSHIPMENT_WAITED, count)
    effects = Effects(dataset, load)
    dues = effects.fee_columns(count, "change")
    missing: list[Gap | None] = [None] * count
    for number, link in enumerate(links):
        terminal = link.terminal
        at_border = wait_at_border(dataset, link)
        if link.into == Mode.RAIL and link.waits and not at_border:
            base, time = ordinary_wait(terminal.hub_id, dataset)
            train.put(number, base, time=time)
        if not link.handled:
            continue
        place = effects.change(terminal.country, link.into, transit=link.transit)
        missing[number] = effects.bar([place])
        effects.charge(dues, number, [place])
        gap = terminal_gap(terminal, load)
        if gap is not None:
            missing[number] = missing[number] or gap
            continue
        _put_terminal(
            waited if at_border else column,
            number,
            terminal,
            _handling_quantity(load, terminal.cost_unit),
            also=at_border,
        )
    builders = (column, waited, train, *dues.values())
    return Priced(tuple(b.column() for b in builders), tuple(missing))


def wait_at_border(dataset: Dataset, link: TransferLink) -> tuple[BorderTime, ...]:
    """The hours of the border before a change of gauge, if they hold the wait for the train."""
    if not link.left == link.into == Mode.RAIL:
        return ()
    return post_holding(dataset, Held.TRAIN_WAIT, link.terminal, link.left_gauge_mm)


def _put_terminal(
    column: ColumnBuilder,
    number: int,
    terminal: Terminal,
    quantity: float,
    also: Sequence[BorderTime] = (),
    *,
    waits: bool = True,
) -> None:
    """Price and hours of a row; without `waits` its hours are none of their own here."""
    # The row's own confidence speaks of the place; hours and price have theirs.
    column.put(
        number,
        Basis(
            (terminal.key, *(row.key for row in also)),
            terminal.cost_confidence == "estimate",
            waits and terminal.hours_confidence == "estimate",
        ),
        cost=cents(terminal.cost_usd, quantity),
        time=minutes(terminal.handling_h) if waits else ZERO,
    )


def _put_lift(
    column: ColumnBuilder, number: int, link: PortLink, terminal: Terminal, load: Load
) -> None:
    """
    The lift between quay and inland vehicle.

    Its hours lie inside the days from ship to gate, which are counted once, unless it takes
    longer than they are, or holds the wait for an ordinary train after them.
    """
    port = link.port
    days = port.dwell_in_days if link.flow == "in" else port.dwell_out_days
    inside = terminal.handling_h.typical <= days.typical * 24
    if Held.TRAIN_WAIT in terminal.holds:
        inside = not link.waits
    quantity = _handling_quantity(load, terminal.cost_unit)
    _put_terminal(column, number, terminal, quantity, waits=not inside)


def _put_change(column: ColumnBuilder, number: int, row: ShipChange, load: Load) -> None:
    """Both lifts of a box and the hours to the next ship, whose sailing is waited for there."""
    small = box(load) == "TEU"
    column.put(
        number,
        Basis((row.key,), row.cost_confidence == "estimate", row.hours_confidence == "estimate"),
        cost=cents(row.cost_teu_usd if small else row.cost_feu_usd, load.units),
        time=minutes(row.handling_h),
    )


def _handling_quantity(load: Load, unit: str) -> float:
    if unit in ("wagon", "truck"):
        return float(load.trucks if unit == "truck" else load.units)
    return load.quantity(unit) or 0.0


def price_ports(
    links: Sequence[PortLink], load: Load, dataset: Dataset, *, on: date | None = None
) -> Priced:
    """
    Price port calls: dwell, the steps of the bill, storage beyond the free days.

    On a day of departure also the surcharges of ships, asked where a box leaves their home.
    """
    count = len(links)
    dwell = ColumnBuilder(charges.PORT_DWELL, count)
    lift = ColumnBuilder(charges.LIFT, count)
    across = ColumnBuilder(charges.SHIP_CHANGE, count)
    lines = {
        c.id: ColumnBuilder(charges.port_charge(c.item, c.charge), count)
        for c in dataset.port_charges
        if c.use == "bill"
    }
    asked = [] if on is None else list(in_force(dataset, load, on))
    extra = {row.id: ColumnBuilder(charges.surcharge(row.item), count) for row, _ in asked}
    effects = Effects(dataset, load)
    dues = effects.fee_columns(count, "port", "change")
    missing: list[Gap | None] = [None] * count
    for number, link in enumerate(links):
        port = link.port
        places = _places(link, dataset, effects)
        missing[number] = effects.bar(places)
        if link.change is not None:
            _put_change(across, number, link.change, load)
            continue
        days = port.dwell_in_days if link.flow == "in" else port.dwell_out_days
        told = port.dwell_in_confidence if link.flow == "in" else port.dwell_out_confidence
        known = Basis((port.key,), False, told == "estimate")
        dwell.put(number, known, time=minutes(days, 24))
        if link.terminal is not None:
            gap = terminal_gap(link.terminal, load)
            if gap is not None:
                missing[number] = missing[number] or gap
                continue
            _put_lift(lift, number, link, link.terminal, load)
        free = port.free_in_days if link.flow == "in" else port.free_out_days
        for charge in port_bill(dataset, link):
            _put_charge(lines[charge.id], number, charge, load, days, free)
        effects.charge(dues, number, places)
        if link.flow == "out":
            for row, boxes in asked:
                if at_quay(row, port.id):
                    extra[row.id].put(number, basis(cost=(row,)), cost=cents(row.amount_usd, boxes))
    builders = (dwell, lift, across, *extra.values(), *lines.values(), *dues.values())
    return Priced(tuple(b.column() for b in builders), tuple(missing))


def _places(link: PortLink, dataset: Dataset, effects: Effects) -> list[Place]:
    """What a call touches: the port, and on the way in the mode that goes on from the quay."""
    country = dataset.hub[link.port.id].country
    if link.change is not None:
        return [Place("port", country, Mode.SEA, ())]
    ways = (f"{'from' if link.flow == 'in' else 'to'}_sea",) if link.transit else ()
    found = [Place("port", country, Mode.SEA, ways)]
    if link.flow == "in" and link.terminal is not None:
        sides = (link.terminal.mode_a, link.terminal.mode_b)
        land = sides[0] if sides[1] == Mode.SEA else sides[1]
        found.append(effects.change(country, land, transit=link.transit))
    return found


def port_bill(dataset: Dataset, link: PortLink) -> list[PortCharge]:
    """
    Lines of the bill of one port call.

    Of one step and unit, only the most exact flow counts: transit_in before in before any.
    """
    flows = [f"transit_{link.flow}"] if link.transit else []
    flows += [link.flow, "any"]
    rows = [
        c
        for c in dataset.port_charges
        if c.port_id == link.port.id and c.use == "bill" and c.flow in flows
    ]
    exact = {
        (c.charge, c.unit): min(
            flows.index(o.flow) for o in rows if (o.charge, o.unit) == (c.charge, c.unit)
        )
        for c in rows
    }
    return [c for c in rows if flows.index(c.flow) == exact[c.charge, c.unit]]


def _put_charge(
    column: ColumnBuilder,
    number: int,
    charge: PortCharge,
    load: Load,
    days: Band[float],
    free: float,
) -> None:
    """Enter one step of the bill; storage runs with the dwell, so a long stay costs more."""
    counts = [_charge_quantity(charge, load, d, free) for d in (days.low, days.typical, days.high)]
    amount = charge.amount_usd
    ends = zip((amount.low, amount.typical, amount.high), counts, strict=True)
    cost = Band(*(round(usd * count * 100) for usd, count in ends))
    if cost:
        column.put(number, basis(cost=(charge,)), cost=cost)


def _charge_quantity(charge: PortCharge, load: Load, dwell_days: float, free_days: float) -> float:
    if charge.unit in ("TEU_day", "FEU_day"):
        unit = charge.unit.removesuffix("_day")
        if unit != box(load):
            return 0.0
        first = max(charge.day_from, free_days + 1)
        days = min(dwell_days, charge.day_to) - first + 1
        return max(0.0, days) * load.units
    if charge.unit in ("TEU", "FEU"):
        return float(load.units) if charge.unit == box(load) else 0.0
    if charge.unit == "truck" and load.family == "wagon":
        return 0.0  # a wagon rolls off the ferry as what it is
    return load.quantity(charge.unit) or 0.0


def box(load: Load) -> str:
    """Which of the two box sizes a port's tariff sees."""
    return load.rate_unit if load.family == "container" else ""
