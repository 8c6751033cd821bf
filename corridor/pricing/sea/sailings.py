"""Items of sailings: waiting for the ship, days at sea, freight, dated surcharges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corridor.model import charge as charges
from corridor.model.band import Band
from corridor.model.mode import Mode
from corridor.pricing.factors import factor, factor_rows
from corridor.pricing.gaps import Gap, row_gap, ship_gap
from corridor.pricing.items import Basis, ColumnBuilder, Priced, basis, cents, minutes
from corridor.pricing.load import Load
from corridor.pricing.sea.surcharges import held, in_force, on_sailing
from corridor.tables.dataset import Dataset
from corridor.tables.records import Parameter, SeaRate, SeaService
from corridor.tables.row import Cited
from corridor.tables.windows import sailing_days

_NM_KM = 1.852


def sea_rate(dataset: Dataset, service: SeaService, load: Load) -> tuple[SeaRate, float] | None:
    """Freight row of a service that carries the load, and the quantity it counts for."""
    if ship_gap(service, load) is not None:
        return None
    rows = [r for r in dataset.sea_rates if r.service_id == service.id]
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


@dataclass(frozen=True, slots=True)
class SailingLink:
    """
    A service in one direction; `back` = from its `to_port` to its `from_port`.

    `from_home`: for goods that set out in the country it leaves; `to_others`: for goods that end
    in another than it comes to. They tell apart where a surcharge does (`pricing.sea.surcharges`).
    """

    service: SeaService
    back: bool = False
    from_home: bool = False
    to_others: bool = False

    @property
    def start(self) -> str:
        """Port that it leaves."""
        return self.service.to_port if self.back else self.service.from_port

    @property
    def end(self) -> str:
        """Port that it sails to."""
        return self.service.from_port if self.back else self.service.to_port


def price_sailings(
    links: Sequence[SailingLink], load: Load, dataset: Dataset, *, on: date
) -> Priced:
    """
    Price sailings: waiting for the ship, days at sea, freight and dated surcharges.

    Where the weekdays of a service are known the wait is one of the calendar and not among
    these items.
    """
    count = len(links)
    wait = ColumnBuilder(charges.SAILING_WAIT, count)
    freight = ColumnBuilder(charges.SEA_FREIGHT, count)
    extra = {s.id: ColumnBuilder(charges.surcharge(s.item), count) for s in dataset.sea_surcharges}
    missing: list[Gap | None] = [None] * count
    headway = dataset.figures.default_headway_days
    asked = list(in_force(dataset, load, on))
    for number, link in enumerate(links):
        service = link.service
        rate = sea_rate(dataset, service, load)
        emission = next((e for e in dataset.emissions if e.vehicle == _vessel(service)), None)
        if rate is None or emission is None:
            missing[number] = ship_gap(service, load) or _row_gap(service, load, rate is None)
            continue
        row, quantity = rate
        if not sailing_days(service, back=link.back):
            _put_wait(wait, number, service, headway)
        factors = factor_rows(dataset, load, Mode.SEA)
        prices: list[Cited] = [row, *factors]
        km = service.distance_nm * _NM_KM
        freight.put(
            number,
            basis(cost=prices, time=(service,), also=(emission,)),
            cost=cents(row.freight_usd, quantity * factor(factors)),
            time=minutes(service.transit_days, 24),
            co2e=round(km * load.gross_t * emission.intensity_g_per_tkm.typical),
        )
        for charge, boxes in asked:
            if held(charge, row):
                continue
            if on_sailing(
                charge,
                (link.start, link.end),
                service.passages,
                from_home=link.from_home,
                to_others=link.to_others,
            ):
                extra[charge.id].put(
                    number, basis(cost=(charge,)), cost=cents(charge.amount_usd, boxes)
                )
    return Priced(
        (wait.column(), freight.column(), *(c.column() for c in extra.values())), tuple(missing)
    )


def _row_gap(service: SeaService, load: Load, no_rate: bool) -> Gap:
    if no_rate:
        return row_gap("sea_rates", subject=service.id, unit=load.consignment.unit)
    return row_gap("emissions", subject=_vessel(service))


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
