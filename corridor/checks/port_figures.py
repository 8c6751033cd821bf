"""Every figure that comparing a port needs: found, an estimate with band and method, or missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corridor.model.band import Band
from corridor.model.mode import Mode
from corridor.tables.dataset import Dataset
from corridor.tables.records import PortCharge, SeaService
from corridor.tables.row import Cited
from corridor.tables.windows import sailing_days

FOUND, ESTIMATE, MISSING = "found", "estimate", "MISSING"
SIZES = ("TEU", "FEU")
HEADER = (
    "port", "figure", "for", "typical", "low - high", "unit", "state", "as of", "row", "source",
    "method or remark",
)  # fmt: skip
# Lines of a bill that a comparison expects, with the directions they are charged in.
_CHARGES = (
    ("thc", "THC", ("in", "out"), True),
    ("wharfage", "wharfage", ("in", "out"), True),
    ("documentation", "documentation", ("in", "out"), False),
    ("guarantee", "transit guarantee", ("transit_in",), True),
    ("tracking", "tracking in transit", ("transit_in",), False),
    ("scanning", "scanning in transit", ("transit_in", "transit_out"), False),
)


@dataclass(frozen=True, slots=True)
class PortFigure:
    """One figure of one port."""

    port: str
    figure: str
    what_for: str
    value: Band[float] | None
    unit: str
    row: Cited | None
    remark: str = ""

    @property
    def state(self) -> str:
        """Whether it is found, an estimate or missing."""
        if self.value is None and self.row is None:
            return MISSING if not self.remark.startswith("in ") else FOUND
        return ESTIMATE if self.row is not None and self.row.is_estimate else FOUND

    def cells(self) -> tuple[str, ...]:
        """As printed."""
        value, row = self.value, self.row
        band = ""
        if value is not None and (value.low, value.high) != (value.typical, value.typical):
            band = f"{value.low:g} - {value.high:g}"
        remark = "; ".join(t for t in (self.remark, row.note if row else "") if t)
        return (
            self.port,
            self.figure,
            self.what_for,
            "" if value is None else f"{value.typical:g}",
            band,
            self.unit,
            self.state,
            row.as_of if row else "",
            row.key if row else "",
            row.source_id if row else "",
            remark,
        )


def port_figures(dataset: Dataset, ports: Sequence[str]) -> list[PortFigure]:
    """All figures of some ports, in a fixed order."""
    return [f for port in ports for f in _of(dataset, port)]


def _of(dataset: Dataset, port: str) -> Iterator[PortFigure]:
    bill = [c for c in dataset.port_charges if c.port_id == port and c.use == "bill"]
    for charge, name, flows, sized in _CHARGES:
        for flow in flows:
            yield from _charge(port, bill, charge, name, flow, sized=sized)
    yield from _storage(port, bill)
    record = dataset.port[port]
    for flow, dwell, free in (
        ("in", record.dwell_in_days, record.free_in_days),
        ("out", record.dwell_out_days, record.free_out_days),
    ):
        yield PortFigure(port, "dwell", flow, dwell, "days", record)
        figure = Band(free, free, free) if free else None
        remark = (
            "" if free else f"no figure for goods {flow}: storage is counted from the first step"
        )
        yield PortFigure(port, "free days", flow, figure, "days", record if free else None, remark)
    yield from _carriage(port, dataset)
    yield from _calls(port, dataset)


def _charge(
    port: str, bill: Sequence[PortCharge], charge: str, name: str, flow: str, *, sized: bool
) -> Iterator[PortFigure]:
    wider = {
        "transit_in": ("transit_in", "in", "any"),
        "transit_out": ("transit_out", "out", "any"),
    }
    flows = wider.get(flow, (flow, "any"))
    rows = [c for c in bill if c.charge == charge and c.flow in flows]
    if not sized:
        found = sorted(rows, key=lambda r: flows.index(r.flow))
        if not found:
            yield PortFigure(port, name, flow, None, "usd", None)
        for row in found:
            yield PortFigure(port, name, f"{flow}, {row.unit}", row.amount_usd, "usd", row)
        return
    for size in SIZES:
        exact = [c for c in rows if c.unit in (size, "container")]
        if exact:
            for row in exact:
                yield PortFigure(port, name, f"{flow}, {size}", row.amount_usd, "usd", row)
            continue
        inside = next(
            (c for c in bill if name in c.item and c.unit == size and c.flow in flows), None
        )
        remark = f"in {inside.key}" if inside else ""
        yield PortFigure(port, name, f"{flow}, {size}", None, "usd", None, remark)


def _storage(port: str, bill: Sequence[PortCharge]) -> Iterator[PortFigure]:
    steps = [c for c in bill if c.charge == "storage"]
    for size in SIZES:
        rows = [c for c in steps if c.unit == f"{size}_day"]
        if not rows:
            yield PortFigure(port, "storage a day", size, None, "usd", None)
        for row in rows:
            until = "on" if row.day_to > 400 else f"to {row.day_to}"
            what = f"{row.flow}, {size}, from day {row.day_from} {until}"
            yield PortFigure(port, "storage a day", what, row.amount_usd, "usd", row)


def _carriage(port: str, dataset: Dataset) -> Iterator[PortFigure]:
    """Bonded carriage: a row of the port if there is one, else the road rate that prices it."""
    rows = [
        c
        for c in dataset.port_charges
        if c.port_id == port and ("bonded" in c.item.lower() or "transit truck" in c.item.lower())
    ]
    for row in rows:
        yield PortFigure(port, "bonded carriage", row.item, row.amount_usd, "usd", row)
    if rows:
        return
    country = dataset.hub[port].country
    for rate in (r for r in dataset.rates if (r.country, r.mode) == (country, Mode.ROAD)):
        yield PortFigure(
            port, "bonded carriage", f"{rate.unit}, {rate.heading}bound", rate.rate_usd_per_km,
            "usd a km", rate, "no row of this port: priced as a road haul of the country",
        )  # fmt: skip


def _calls(port: str, dataset: Dataset) -> Iterator[PortFigure]:
    services = [s for s in dataset.sea_services if port in (s.from_port, s.to_port)]
    for service in services:
        yield from _service(port, service, dataset)
    markets = {p for s in services for p in (s.from_port, s.to_port)} - {port}
    for market in sorted(markets):
        for size in SIZES:
            rows = [
                c
                for c in dataset.port_charges
                if (c.port_id, c.charge, c.use) == (market, "thc", "bill")
                and c.unit in (size, "container")
            ]
            name = f"THC at {dataset.port[market].name}"
            if not rows:
                yield PortFigure(port, name, size, None, "usd", None)
            for row in rows:
                yield PortFigure(port, name, f"{row.flow}, {size}", row.amount_usd, "usd", row)


def _service(port: str, service: SeaService, dataset: Dataset) -> Iterator[PortFigure]:
    weekly = service.sailings_per_week or len(sailing_days(service, back=port == service.to_port))
    name = f"{service.name} ({service.status})"
    if weekly:
        figure = Band(weekly, weekly, weekly)
        yield PortFigure(port, "calls", name, figure, "a week", service)
    else:
        usual = dataset.figures.default_headway_days
        remark = "no timetable found"
        yield PortFigure(port, "calls", name, usual.value, "days between", usual, remark)
    yield PortFigure(port, "days at sea", name, service.transit_days, "days", service)
    for size in SIZES:
        row = next(
            (r for r in dataset.sea_rates if (r.service_id, r.unit) == (service.id, size)), None
        )
        value = row.freight_usd if row else None
        yield PortFigure(port, "sea freight", f"{name}, {size}", value, "usd", row)


def counted(figures: Iterable[PortFigure]) -> dict[str, int]:
    """How many are found, estimates and missing."""
    found = {FOUND: 0, ESTIMATE: 0, MISSING: 0}
    for figure in figures:
        found[figure.state] += 1
    return found
