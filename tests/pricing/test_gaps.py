"""Every unit against every link of the tables: priced, or left out for a reason of a closed list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from corridor.messages.catalogue import Catalogue, Text, words_of
from corridor.model.consignment import UNITS, Consignment
from corridor.model.query import Query
from corridor.pricing import gaps
from corridor.pricing.borders import BorderLink, price_borders
from corridor.pricing.gaps import Gap, GapKind, cargo_gap, post_gap, terminal_gap
from corridor.pricing.hauls import HaulLinks, price_hauls
from corridor.pricing.items import Priced
from corridor.pricing.load import Load, weigh
from corridor.pricing.ports import PortLink, TransferLink, price_ports, price_transfers
from corridor.pricing.sea.sailings import SailingLink, price_sailings
from corridor.tables.dataset import Dataset
from tests.real import DAY, dataset, solve
from tests.words import item_name, words

pytestmark = pytest.mark.slow

DATES = (date(2021, 6, 1), date(2026, 12, 1), date(2027, 3, 15))
GOODS = [
    *(Consignment(unit=u) for u in UNITS),
    *(Consignment(unit=u, cargo="bulk") for u in ("wagon", "platform")),
    *(
        Consignment(unit=u, cargo="hazardous:1", allow_dangerous=True)
        for u in ("FEU", "truck", "wagon")
    ),
]


def loads() -> Iterator[Load]:
    return (weigh(goods, dataset()) for goods in GOODS)


def hauls() -> HaulLinks:
    """100 km of every country and mode, north and south."""
    kinds = sorted({(dataset().hub[s.from_id].country, s.mode) for s in dataset().sections})
    rows = [(c, m, north) for c, m in kinds if m != "sea" for north in (False, True)]
    return HaulLinks(
        np.array([c for c, _, _ in rows]),
        np.array([{"rail": 0, "road": 1}[m] for _, m, _ in rows], dtype=np.uint8),
        np.full(len(rows), 100_000),
        np.array([north for _, _, north in rows]),
    )


@cache
def borders() -> list[BorderLink]:
    return [
        BorderLink(c, here, there, transit)
        for c in dataset().crossings
        for here, there in ((c.country_a, c.country_b), (c.country_b, c.country_a))
        for transit in (False, True)
        if post_gap(c) is None
    ]


def quays(tables: Dataset) -> list[PortLink]:
    return [
        PortLink(p, flow, transit, t)
        for p in tables.ports
        for t in tables.terminals
        if t.hub_id == p.id and "sea" in (t.mode_a, t.mode_b)
        for flow in ("in", "out")
        for transit in (False, True)
    ]


def priced(load: Load) -> Iterator[tuple[str, Priced]]:
    tables, service = dataset(), "wagonload" if load.family == "wagon" else "block_train"
    for rail in {service, "wagonload"}:
        yield rail, price_hauls(hauls(), load, tables, crew="one_driver", rail_service=rail)
    yield "borders", price_borders(borders(), load, tables, rail_service="block_train")
    changes = [
        TransferLink(t, into, transit)
        for t in tables.terminals
        for into in {t.mode_a, t.mode_b} - {"sea"}
        for transit in (False, True)
    ]
    yield "transfers", price_transfers(changes, load, tables)
    yield "ports", price_ports(quays(tables), load, tables)
    ways = [SailingLink(s, back) for s in tables.sea_services for back in (False, True)]
    for day in DATES:
        yield f"sailings {day}", price_sailings(ways, load, tables, on=day)


def unexplained(bills: Iterator[tuple[str, Priced]]) -> list[tuple[str, int]]:
    """Links with neither a price nor a reason, or with both."""
    return [
        (what, link)
        for what, bill in bills
        for link, reason in enumerate(bill.missing)
        if not (isinstance(reason, Gap) and reason.kind in GapKind)
        and (reason is not None or not bill.items(link))
    ]


@pytest.mark.parametrize("goods", GOODS, ids=lambda g: f"{g.unit} {g.cargo}")
def test_every_link_is_priced_or_has_a_reason(goods: Consignment) -> None:
    load = weigh(goods, dataset())
    found = list(priced(load))
    assert unexplained(iter(found)) == []
    reasons = {r for _, bill in found for r in bill.missing if r is not None}
    kinds = {r.kind for r in reasons}
    expected = set() if load.family == "container" else {GapKind.SHIP, GapKind.TERMINAL}
    assert kinds >= expected
    for reason in reasons:
        assert len(words(reason.message).split()) > 2
        russian = Catalogue("ru", words_of("ru"), lambda w: Text((("en", w.text),)))
        assert re.search("[А-Яа-я]{3}", russian.text(reason.message).plain())
    # A row that lacks is of rail or road that the unit does not go by.
    unit = dataset().unit[goods.unit]
    if not {"rail", "road"} & set(unit.modes):
        assert GapKind.ROW not in kinds


def test_the_law_sees_a_link_without_a_price() -> None:
    """A bill that says nothing of a link it does not price, as all were before."""
    load = weigh(Consignment(unit="truck"), dataset())
    quiet = ((w, replace(b, missing=(None,) * len(b.missing))) for w, b in priced(load))
    assert unexplained(quiet)
    loose = ((w, replace(b, missing=("no row",) * len(b.missing))) for w, b in priced(load))  # type: ignore[arg-type]
    assert unexplained(loose)


def unserved_calls(tables: Dataset) -> list[tuple[str, str]]:
    """Services that say they carry what rolls, with a port or a fare that does not."""
    found = []
    for load in loads():
        own = {"truck": ("ferry_truck", "road"), "wagon": ("ferry_rail", "rail")}
        if load.family not in own or load.consignment.cargo_class == "hazardous":
            continue
        kind, land = own[load.family]
        quay = price_ports(quays(tables), load, tables)
        open_quays = {
            (q.port.id, q.flow, q.transit)
            for q, reason in zip(quays(tables), quay.missing, strict=True)
            if reason is None and q.terminal and land in (q.terminal.mode_a, q.terminal.mode_b)
        }
        for service in (s for s in tables.sea_services if s.kind == kind):
            fare = price_sailings([SailingLink(service)], load, tables, on=DATES[1])
            if fare.missing != (None,):
                found.append((service.id, load.consignment.unit))
            for port in (service.from_port, service.to_port):
                for flow in ("in", "out"):
                    for transit in (False, True):
                        if (port, flow, transit) not in open_quays:
                            found.append((port, load.consignment.unit))
    return found


def test_no_service_for_trucks_or_wagons_is_without_a_fare_or_a_quay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert unserved_calls(dataset()) == []
    boxes_only = tuple(t for t in dataset().terminals if t.cargo != "rolling")
    assert unserved_calls(replace(dataset(), terminals=boxes_only)), "the quays of before"
    monkeypatch.setitem(gaps.CARRIES, "ferry_truck", ("container",))
    assert ("kuryk_alat_ferry_truck", "truck") in unserved_calls(dataset())


def test_what_rolls_goes_on_no_container_ship_and_is_lifted_by_no_crane() -> None:
    for load in loads():
        for service in dataset().sea_services:
            reason = gaps.ship_gap(service, load)
            rolls = load.family in ("truck", "wagon")
            if rolls and not service.kind.startswith("ferry"):
                assert reason is not None
                assert reason.kind is GapKind.SHIP
        for terminal in dataset().terminals:
            lifts = terminal.cost_unit in ("TEU", "FEU", "container")
            if load.family != "container" and lifts:
                assert terminal_gap(terminal, load) is not None
            if terminal.cargo == "rolling":
                assert (cargo_gap(terminal, load) is None) == (load.family != "container")


def test_a_wagon_on_the_ferry_pays_no_charge_of_a_truck_and_a_truck_pays_it_once() -> None:
    tables = dataset()
    name = "port charge of a truck on the ferry, allowance"
    for unit, times in (("truck", 1), ("wagon", 0), ("platform", 0)):
        load = weigh(Consignment(unit=unit, count=3), tables)
        calls = [q for q in quays(tables) if q.terminal and q.terminal.cargo == "rolling"]
        bill = price_ports(calls, load, tables)
        for link, call in enumerate(calls):
            charged = [i for i in bill.items(link) if item_name(i) == name]
            there = any(c.port_id == call.port.id and c.item == name for c in tables.port_charges)
            assert len(charged) == times * there
            assert all(i.cost.typical == 3 * 4000 for i in charged)


@pytest.mark.parametrize(
    ("ends", "unit", "values", "sailed"),
    [
        (
            ("Turkmenbashi", "Baku"),
            "truck",
            {"avoid": ("IR", "RU")},
            "turkmenbashi_alat_ferry_truck",
        ),
        (
            ("turkmenbashi_port", "baku"),
            "truck",
            {"modes": ("sea", "road"), "objective": "cost"},
            "turkmenbashi_alat_ferry_truck",
        ),
        (("Almaty", "Baku"), "truck", {"avoid": ("RU", "IR", "TM")}, "kuryk_alat_ferry_truck"),
        (
            ("Tashkent", "Baku"),
            "wagon",
            {"modes": ("sea", "rail"), "avoid": ("RU", "IR")},
            "_ferry_rail",
        ),
        (
            ("Tashkent", "Baku"),
            "platform",
            {"modes": ("sea", "rail"), "avoid": ("RU", "IR")},
            "_ferry_rail",
        ),
    ],
)
def test_trucks_and_wagons_sail_over_the_caspian(
    ends: tuple[str, str], unit: str, values: dict[str, object], sailed: str
) -> None:
    query = Query(
        origin=ends[0], destination=ends[1], depart=DAY, consignment=Consignment(unit=unit)
    )
    _, _, _, way = solve(replace(query, **values))  # type: ignore[arg-type]
    assert way is not None
    ferries = [leg for leg in way.legs if leg.kind == "sailing"]
    assert len(ferries) == 1
    assert sailed in ferries[0].subject
    land = "road" if unit == "truck" else "rail"
    assert set(way.modes) == {land, "sea"}
