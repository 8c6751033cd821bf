"""Shipments that share a way are planned once; names and goods that cannot be used are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from corridor.analysis.shipments import grouped, planned
from corridor.planning.query.shipments import Shipment
from corridor.report.pages.shipments_data import way_of
from tests.real import dataset, engine

FIRST = Shipment(2, "Minsk", "Karachi", "FEU", 3, 20.0, "general", date(2026, 12, 3), "A")


def test_rows_of_a_month_share_a_way_and_days_do_not_where_asked() -> None:
    rows = [
        FIRST,
        replace(FIRST, row=3, depart=date(2026, 12, 28)),
        replace(FIRST, row=4, depart=date(2027, 1, 2)),
        replace(FIRST, row=5, unit="TEU"),
    ]
    months, faults = grouped(engine(), rows, exact_days=False, leave=False)
    assert [[s.row for s in group] for group in months.values()] == [[2, 3], [4], [5]]
    assert not faults
    days, _ = grouped(engine(), rows, exact_days=True, leave=False)
    assert [[s.row for s in group] for group in days.values()] == [[2], [3], [4], [5]]


def test_unknown_places_and_goods_that_need_a_leave_are_faults_of_their_cells() -> None:
    rows = [
        replace(FIRST, origin="Nowhereville"),
        replace(FIRST, row=3, destination="Nowhereville", origin="Nowhereville"),
        replace(FIRST, row=4, cargo="hazardous:1"),
    ]
    groups, faults = grouped(engine(), rows, exact_days=False, leave=False)
    assert not groups
    cells = [(f.row, f.column) for f in faults]
    assert cells == [(2, "origin"), (3, "origin"), (3, "destination"), (4, "cargo")]
    assert faults[0].what == faults[1].what
    allowed, _ = grouped(engine(), rows[2:], exact_days=False, leave=True)
    assert len(allowed) == 1


def test_a_way_is_planned_once_and_weighs_what_all_its_units_weigh() -> None:
    rows = [FIRST, replace(FIRST, row=3, count=2, weight_t=20.0), replace(FIRST, row=4, count=1)]
    groups, _ = grouped(engine(), rows, exact_days=False, leave=False)
    (found,) = planned(engine(), groups)
    assert found.answer is not None
    way = way_of(found, dataset())
    assert [(r.row, r.count, r.tonnes) for r in way.rows] == [
        (2, 3, 60.0),
        (3, 2, 40.0),
        (4, 1, 20.0),
    ]
    assert (way.origin, way.unit, way.why) == ("Minsk", "FEU", "")


def test_a_way_that_is_not_there_says_why() -> None:
    wagon = replace(FIRST, origin="Kabul", unit="wagon", weight_t=None)
    groups, _ = grouped(engine(), [wagon], exact_days=False, leave=False)
    (found,) = planned(engine(), groups)
    assert found.answer is None
    assert found.why
    assert way_of(found, dataset()).why == found.why
