"""Rows of `corridor borders`, `ports` and `terminals`."""

from __future__ import annotations

from datetime import date

from corridor.model.consignment import Consignment
from corridor.model.ref import Ref, RefKind
from corridor.model.status import Built
from corridor.pricing.held import border_time
from corridor.pricing.items import cents
from corridor.pricing.load import weigh
from corridor.pricing.ports import PortLink, price_ports
from corridor.tables.dataset import Dataset
from corridor.tables.records import BorderTime, Crossing, Terminal
from corridor.tables.seen import seen

Rows = tuple[tuple[str, ...], list[tuple[str, ...]]]


def border_rows(dataset: Dataset, country: str) -> Rows:
    """Every crossing with hours of both sides, both ways, and the closures known."""
    header = (
        "id",
        "name",
        "mode",
        "between",
        "posts",
        "hours a>b",
        "hours b>a",
        "last seen",
        "closures",
    )
    rows: list[tuple[str, ...]] = []
    for crossing in dataset.crossings:
        pair = (crossing.country_a, crossing.country_b)
        if country and country not in pair:
            continue
        closures = [
            f"{c.effect} {_period(c.from_date, c.to_date, c.season_from)}"
            f" (confirmed {c.last_confirmed})"
            for c in dataset.closures_of.get(Ref(RefKind.CROSSING, crossing.id), ())
        ]
        status = [] if crossing.status == Built.OPEN else [crossing.status]
        cargo = [] if crossing.cargo == "freight" else [crossing.cargo]
        rows.append(
            (
                crossing.id,
                crossing.name,
                crossing.mode,
                "-".join(pair),
                f"{crossing.name_a} / {crossing.name_b}",
                _hours(dataset, crossing, *pair),
                _hours(dataset, crossing, *pair[::-1]),
                _seen(dataset, crossing),
                "; ".join((*status, *cargo, *closures)),
            )
        )
    return header, rows


def _seen(dataset: Dataset, crossing: Crossing) -> str:
    """When freight was last seen to pass, of each way where rows tell them apart."""
    subject = Ref(RefKind.CROSSING, crossing.id)
    sides = (crossing.country_a, crossing.country_b)
    found = {into: seen(dataset, subject, into) for into in sides}
    if len({s.row for s in found.values()}) == 1:
        return found[sides[0]].on or found[sides[0]].state
    return ", ".join(f"into {into} {s.on or s.state}" for into, s in found.items())


def _period(first: date | None, last: date | None, season: tuple[int, int] | None) -> str:
    if season:
        return "every year in season"
    return f"{first or ''}..{last or ''}"


def _hours(dataset: Dataset, crossing: Crossing, here: str, there: str) -> str:
    sides: list[BorderTime | None] = [
        border_time(dataset, crossing, here, there, "out"),
        border_time(dataset, crossing, there, here, "in"),
    ]
    found = [s for s in sides if s is not None]
    if len(found) < len(sides):
        return "no row"
    mark = "~" if any(s.is_estimate for s in found) else ""
    return f"{mark}{sum(s.time_h.typical for s in found):.1f}"


def port_rows(dataset: Dataset) -> Rows:
    """Every port: service, dwell, free days and the bill of one FEU each way in transit."""
    header = (
        "id",
        "name",
        "service",
        "rail",
        "dwell in/out days",
        "free in/out days",
        "FEU in, USD",
        "FEU out, USD",
    )
    load = weigh(Consignment(), dataset)
    rows: list[tuple[str, ...]] = []
    for port in dataset.ports:
        bill = []
        for flow in ("in", "out"):
            priced = price_ports([PortLink(port, flow, True, None)], load, dataset)
            items = [i for i in priced.items(0) if i.cost.typical]
            mark = "~" if any(i.estimate_cost for i in items) else ""
            bill.append(f"{mark}{sum(i.cost.typical for i in items) / 100:.0f}")
        rows.append(
            (
                port.id,
                port.name,
                port.container_service,
                "yes" if port.rail_served else "no",
                f"{port.dwell_in_days.typical:g} / {port.dwell_out_days.typical:g}",
                f"{port.free_in_days:g} / {port.free_out_days:g}",
                *bill,
            )
        )
    return header, rows


def terminal_rows(dataset: Dataset, country: str) -> Rows:
    """Every terminal row with hours and price."""
    header = ("id", "place", "country", "change", "cargo", "hours", "price", "transit")
    rows: list[tuple[str, ...]] = []
    for row in dataset.terminals:
        if country and row.country != country:
            continue
        rows.append(
            (
                row.id,
                row.name,
                row.country,
                f"{_side(row, 'a')} - {_side(row, 'b')}",
                row.cargo,
                f"{_mark(row.hours_confidence)}{row.handling_h.typical:g}",
                (
                    f"{_mark(row.cost_confidence)}{cents(row.cost_usd).typical / 100:g}"
                    f" USD/{row.cost_unit}"
                ),
                row.open_to_transit,
            )
        )
    return header, rows


def _side(row: Terminal, which: str) -> str:
    mode = row.mode_a if which == "a" else row.mode_b
    gauge = row.gauge_a_mm if which == "a" else row.gauge_b_mm
    return f"{mode} {gauge}" if gauge else mode


def _mark(confidence: str) -> str:
    return "~" if confidence == "estimate" else ""
