"""Items of border crossings: hours and payments of both sides, fees, standing and changed trucks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor.model import charge as charges
from corridor.model.band import ZERO, Band
from corridor.model.charge import ChargeType
from corridor.model.held import Held
from corridor.model.mode import Mode
from corridor.pricing.gaps import Gap, row_gap
from corridor.pricing.held import Freight, border_payer, border_time
from corridor.pricing.items import Basis, ColumnBuilder, Priced, basis, cents, minutes
from corridor.pricing.load import Load
from corridor.pricing.parameters import of_country
from corridor.pricing.rules import Effects, Place
from corridor.pricing.trips import of_one_trip, trip_spread
from corridor.tables.dataset import Dataset
from corridor.tables.records import (
    BorderFee,
    BorderTime,
    Crossing,
    Parameter,
    Terminal,
    TransitRegime,
)


@dataclass(frozen=True, slots=True)
class BorderLink:
    """
    One direction over a crossing; `transit` = the entered country is only passed.

    `regime` is the row under which a truck passes, None by rail. `carnet_open` says that its
    carnet is open already, and was paid for at an earlier border.
    """

    crossing: Crossing
    country_from: str
    country_to: str
    transit: bool
    regime: TransitRegime | None = None
    carnet_open: bool = False


def price_borders(
    links: Sequence[BorderLink], load: Load, dataset: Dataset, *, rail_service: str
) -> Priced:
    """
    Price both sides of each border in the direction of travel, and the fees.

    Payments of a side are left out where the freight of every haul that leads to or from it
    holds them, by the rates of the load and of a service of trains (`corridor.pricing.held`).
    """
    count = len(links)
    sides = _Sides(count, load, dataset, rail_service)
    standing = ColumnBuilder(charges.STANDING, count)
    change = ColumnBuilder(charges.CHANGE_OF_TRUCK, count)
    regimes = _Regimes(links, load, dataset)
    fees = {f.id: ColumnBuilder(charges.border_fee(f.item), count) for f in dataset.border_fees}
    effects = Effects(dataset, load)
    dues = effects.fee_columns(count, "border")
    missing: list[Gap | None] = [None] * count
    for number, link in enumerate(links):
        places = _places(link, effects)
        missing[number] = effects.bar(places)
        rows = _sides(dataset, link)
        if isinstance(rows, Gap):
            missing[number] = missing[number] or rows
            continue
        sides.put(number, link, rows)
        if link.crossing.mode == Mode.ROAD:
            _put_standing(standing, number, rows, load, dataset)
            yard = regimes.yard(link)
            held = any(Held.CHANGE_OF_TRUCK in row.holds for row in rows)
            if yard is not None and not held:
                _put_change(change, number, yard, load)
            regimes.put(number, link)
        for fee in dataset.border_fees:
            if fee_applies(fee, link) and not sides.hold(fee, link):
                quantity = _vehicles(load, fee.unit, link, fee.country)
                fees[fee.id].put(number, basis(cost=(fee,)), cost=cents(fee.amount_usd, quantity))
        effects.charge(dues, number, places, spared=_spared(link))
    at_post = (*sides.builders, standing, change, *regimes.builders)
    builders = (*at_post, *fees.values(), *dues.values())
    return Priced(tuple(b.column() for b in builders), tuple(missing))


class _Sides:
    """Hours and payments of the side left and the side entered."""

    def __init__(self, count: int, load: Load, dataset: Dataset, rail_service: str) -> None:
        """Start with no border."""
        self.load, self.dataset = load, dataset
        self.freight = Freight(load, dataset, rail_service)
        self.share = dataset.figures.border_unofficial_share
        self.paid_here = _both(count, charges.BORDER_OUT, charges.BORDER_IN)
        self.in_freight = _both(count, charges.BORDER_OUT_HELD, charges.BORDER_IN_HELD)
        self.unofficial = _both(count, charges.UNOFFICIAL_OUT, charges.UNOFFICIAL_IN)

    @property
    def builders(self) -> tuple[ColumnBuilder, ...]:
        """The items, in the order of a bill."""
        found = (self.paid_here, self.in_freight, self.unofficial)
        return tuple(builder for pair in found for builder in pair.values())

    def hold(self, fee: BorderFee, link: BorderLink) -> bool:
        """Whether a fee is part of payments that the freight of its country holds."""
        return bool(
            fee.inside_border_payments
            and self.freight.holding(Held.BORDER_PAYMENTS, fee.country, link.crossing.mode)
        )

    def put(self, number: int, link: BorderLink, rows: tuple[BorderTime, BorderTime]) -> None:
        """Enter both sides of one border."""
        ends = link.country_from, link.country_to
        for direction, row, others in zip(("out", "in"), rows, (ends, ends[::-1]), strict=True):
            payer = border_payer(self.dataset, link.crossing, *others, direction)
            paid = ZERO
            if payer is not None and payer.cost_usd is not None:
                units = _vehicles(self.load, payer.cost_unit, link, payer.country)
                paid = cents(payer.cost_usd, units)
            spread = trip_spread(self.dataset, "border", row.band)
            time = minutes(of_one_trip(row.time_h, spread))
            holders = self.freight.holding(Held.BORDER_PAYMENTS, row.country, link.crossing.mode)
            if paid and holders:
                base = basis(time=(row,), also=(*holders, *spread))
                self.in_freight[direction].put(number, base, time=time)
                continue
            hidden = _part(paid, self.share)
            payers = (payer,) if paid and payer is not None else ()
            base = basis(cost=payers, time=(row,), also=spread)
            self.paid_here[direction].put(number, base, cost=_less(paid, hidden), time=time)
            if hidden:
                base = basis(cost=(*payers, self.share))
                self.unofficial[direction].put(number, base, cost=hidden)


def _both(count: int, out: ChargeType, into: ChargeType) -> dict[str, ColumnBuilder]:
    return {"out": ColumnBuilder(out, count), "in": ColumnBuilder(into, count)}


def _places(link: BorderLink, effects: Effects) -> tuple[Place, Place]:
    """What a crossing touches: leaving the one country and entering the other."""
    mode, key = link.crossing.mode, link.crossing.id
    ways = effects.directions(link.country_from, link.country_to, transit=link.transit)
    return (
        Place("border", link.country_from, mode, ("out",), key),
        Place("border", link.country_to, mode, ways, key),
    )


def _sides(dataset: Dataset, link: BorderLink) -> tuple[BorderTime, BorderTime] | Gap:
    """Rows of the side left and the side entered, or what is missing."""
    ends = (("out", link.country_from, link.country_to), ("in", link.country_to, link.country_from))
    found = []
    for direction, country, neighbour in ends:
        row = border_time(dataset, link.crossing, country, neighbour, direction)
        if row is None:
            post = link.crossing.id
            return row_gap("border_times", country=country, subject=post, detail=direction)
        found.append(row)
    return found[0], found[1]


def _part(paid: Band, share: Parameter) -> Band:
    """The unofficial part of payments that the rows give in one sum, at the typical share."""
    part = share.value.typical
    return Band(round(paid.low * part), round(paid.typical * part), round(paid.high * part))


def _less(whole: Band, part: Band) -> Band:
    return Band(whole.low - part.low, whole.typical - part.typical, whole.high - part.high)


def _put_standing(
    column: ColumnBuilder,
    number: int,
    rows: tuple[BorderTime, BorderTime],
    load: Load,
    dataset: Dataset,
) -> None:
    """A truck is paid for beyond the hours at a border that its rate holds."""
    free = dataset.figures.truck_free_h_at_border
    prices = [of_country(dataset, "truck_standing", "usd_per_day", r.country) for r in rows]
    trucks = max(load.trucks_in(r.country) for r in rows)
    ends = []
    for hours, usd in zip(
        zip(*(_ends(r.time_h) for r in rows), strict=True),
        zip(*(_ends(p.value) for p in prices), strict=True),
        strict=True,
    ):
        whole = sum(hours)
        over = max(0.0, whole - free.value.typical) / whole if whole else 0.0
        a_day = sum(h * p for h, p in zip(hours, usd, strict=True))
        ends.append(round(over * a_day / 24 * trucks * 100))
    cost = Band(*ends)
    if cost:
        column.put(number, basis(cost=(*prices, free, *rows)), cost=cost)


def _spared(link: BorderLink) -> tuple[str, ...]:
    """Fees of the rules that are not owed under the regime of a border."""
    return link.regime.spares if link.regime is not None else ()


class _Regimes:
    """What passing under a row of `transit_regimes` costs and takes beside the border itself."""

    def __init__(self, links: Sequence[BorderLink], load: Load, dataset: Dataset) -> None:
        """An item for each row that some link passes under."""
        self.load = load
        self._yards = truck_yards(dataset, load)
        rows = {link.regime.id: link.regime for link in links if link.regime is not None}
        self._items = {
            key: ColumnBuilder(charges.regime(row.kind), len(links))
            for key, row in rows.items()
            if row.price is not None or row.extra_h is not None
        }

    @property
    def builders(self) -> tuple[ColumnBuilder, ...]:
        """The items."""
        return tuple(self._items.values())

    def yard(self, link: BorderLink) -> Terminal | None:
        """Where the load changes trucks at a border, None where it does not."""
        if link.regime is None or not link.regime.at_yard:
            return None
        post = link.crossing
        return self._yards.get(post.hub_a) or self._yards.get(post.hub_b)

    def put(self, number: int, link: BorderLink) -> None:
        """Enter the price and hours of the row; a carnet is paid where it is opened."""
        row = link.regime
        if row is None or row.id not in self._items or link.carnet_open:
            return
        if self.yard(link) is not None:
            return  # a yard of one's own at the post has hours and a price of its own
        value = row.price_for == "value"
        times = self.load.value_usd if value else float(self.load.trucks_in(link.country_to))
        self._items[row.id].put(
            number,
            basis(
                cost=(row,) if row.price is not None else (),
                time=(row,) if row.extra_h is not None else (),
            ),
            cost=cents(row.price, times) if row.price is not None else None,
            time=minutes(row.extra_h) if row.extra_h is not None else None,
        )


def truck_yards(dataset: Dataset, load: Load) -> dict[str, Terminal]:
    """Where the load changes from a truck of one side to one of the other, by post."""
    rows = [t for t in dataset.terminals if t.mode_a == t.mode_b == Mode.ROAD]
    found = {t.hub_id: t for t in rows if t.cargo == "any"}
    if load.family == "container":
        found |= {t.hub_id: t for t in rows if t.cargo == "container"}
    return found


def _put_change(column: ColumnBuilder, number: int, yard: Terminal, load: Load) -> None:
    """Hours and price of the change; nothing where the times of the border hold them."""
    price = cents(yard.cost_usd, _changing(load, yard))
    hours = minutes(yard.handling_h)
    if price or hours:
        guess = yard.cost_confidence == "estimate", yard.hours_confidence == "estimate"
        column.put(number, Basis((yard.key,), *guess), cost=price, time=hours)


def _changing(load: Load, yard: Terminal) -> float:
    """Quantity of a yard's price, a truck's being paid for each that the country needs."""
    if yard.cost_unit == "truck":
        return float(load.trucks_in(yard.country))
    return load.quantity(yard.cost_unit) or 0.0


def _ends(spread: Band[float]) -> tuple[float, float, float]:
    return spread.low, spread.typical, spread.high


def fee_applies(fee: BorderFee, link: BorderLink) -> bool:
    """Whether a fee is owed at a border in the direction of travel."""
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


def _vehicles(load: Load, unit: str, link: BorderLink, country: str) -> float:
    """Quantity of a border price; a truck, wagon or container price is one per vehicle."""
    if unit in ("truck", "wagon", "container"):
        return float(load.trucks_in(country) if link.crossing.mode == Mode.ROAD else load.units)
    return load.quantity(unit) or 0.0
