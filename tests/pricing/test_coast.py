"""What ships ask at one port of a coast they ask at its others, or a row says why not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from corridor.analysis.ports.case import Case
from corridor.model.dates import last_day
from corridor.model.objective import Objective
from corridor.pricing.sea.surcharges import homes
from corridor.tables.dataset import Dataset
from corridor.tables.records import SeaSurcharge
from tests.questions import question
from tests.real import dataset, engine

# One charge that its lines call by two names, by what the ships pass.
NAMES = {"Emergency freight / war risk, Hormuz": "Emergency freight, Emirates and Oman"}


def _called(row: SeaSurcharge) -> str:
    return NAMES.get(row.item, row.item)


def _coasts(tables: Dataset) -> dict[str, set[str]]:
    """Seagoing ports by country: those that ships lead to from Jebel Ali, in some scenario."""
    found, ahead = {"jebel_ali_port"}, ["jebel_ali_port"]
    while ahead:
        here = ahead.pop()
        ends = [{s.from_port, s.to_port} for s in tables.sea_services]
        new = set().union(*(e for e in ends if here in e)) - found
        found |= new
        ahead += sorted(new)
    coasts: dict[str, set[str]] = {}
    for port in found:
        coasts.setdefault(tables.hub[port].country, set()).add(port)
    return coasts


def _left_out(tables: Dataset) -> list[str]:
    """Ports of a country at which a surcharge of its other ports is neither asked nor excused."""
    coasts, found = _coasts(tables), []
    for row in tables.sea_surcharges:
        for land in {tables.hub[p].country for p in homes(row)}:
            asked = {
                port
                for other in tables.sea_surcharges
                if _called(other) == _called(row) and other.unit == row.unit
                if other.from_date <= (row.to_date or last_day(row.last_confirmed))
                if other.to_date is None or other.to_date >= row.from_date
                for port in homes(other)
            }
            for port in sorted(coasts.get(land, set()) - asked):
                town = tables.port[port].name.removesuffix(" port")
                if town not in row.note or "left out" not in row.note:
                    found.append(f"{row.id}: {port}")
    return found


def test_a_surcharge_of_one_port_is_asked_at_every_port_of_its_country() -> None:
    coasts = _coasts(dataset())
    assert {"karachi_port", "port_qasim", "gwadar_port"} <= coasts["PK"]
    assert {"chabahar_port", "shahid_rajaee_port"} <= coasts["IR"]
    assert _left_out(dataset()) == []


@pytest.mark.parametrize("port", ["karachi_port", "port_qasim", "gwadar_port"])
def test_a_pakistani_port_without_them_is_found(port: str) -> None:
    rows = {r.id for r in dataset().sea_surcharges if port in homes(r)}
    assert len(rows) == 3
    changed = tuple(
        structs.replace(r, ports=tuple(p for p in r.ports if p != port))
        for r in dataset().sea_surcharges
    )
    found = _left_out(replace(dataset(), sea_surcharges=changed))
    assert set(found) == {f"{row}: {port}" for row in rows}


@pytest.mark.parametrize("inward", [False, True])
def test_a_box_by_gwadars_feeder_pays_what_it_pays_by_karachi(inward: bool) -> None:
    """Fuel, the surcharge for Pakistan and Hormuz, each once."""
    asked = question(inward=inward)
    paid = {}
    for port in asked.ports:
        case = Case(engine(), asked, "Quetta", "jebel_ali_port")
        path = case.best(port, Objective.GENERALISED)
        assert path is not None
        items = [i for leg in case.priced(port, path).legs for i in leg.items]
        paid[port] = {
            (i.type.message, i.cost.typical) for i in items if i.type.id == "sea_surcharge"
        }
        sums = [i.type.message for i in items if i.type.id == "sea_surcharge"]
        assert len(sums) == len(set(sums)), "asked twice for a booking"
    assert paid["gwadar_port"] == paid["karachi_port"] == paid["port_qasim"]
    assert len(paid["gwadar_port"]) == 3
