"""Bulk that no row prices is told in the first line, and never priced as something else unseen."""

from __future__ import annotations

import pytest

from corridor.errors import CorridorError
from corridor.model.consignment import Consignment
from corridor.model.query import Query
from corridor.report.document.make_answer import answer_record
from corridor.report.text.answer import answer_text
from tests.real import DAY, dataset, engine

BOXES = tuple(u.id for u in dataset().units if u.family == "container" and u.id != "reefer")


def first_lines(origin: str, destination: str, unit: str, cargo: str = "bulk") -> str:
    query = Query(
        origin=origin,
        destination=destination,
        depart=DAY,
        consignment=Consignment(unit=unit, cargo=cargo),
        k=1,
    )
    text = answer_text(answer_record(engine().ask(query), dataset()))
    return " ".join(text.split("Best by")[0].split())


@pytest.mark.parametrize("unit", BOXES)
def test_bulk_in_a_box_is_told(unit: str) -> None:
    assert f"bulk in a {unit}: no row prices bagging" in first_lines("Tashkent", "Karachi", unit)
    assert "no row prices" not in first_lines("Tashkent", "Karachi", unit, "general")


@pytest.mark.parametrize(
    ("origin", "destination"),
    [("Gwadar port", "Kandahar"), ("Kandahar", "Karachi port"), ("Port Qasim", "Lahore")],
)
def test_bulk_from_or_to_a_quay_is_told(origin: str, destination: str) -> None:
    told = first_lines(origin, destination, "truck")
    assert "no row prices the bulk ship, its discharge or the storage" in told


def test_bulk_between_places_on_land_goes_by_truck_and_wagon_as_it_is() -> None:
    assert "no row prices" not in first_lines("Tashkent", "Lahore", "truck")
    assert "no row prices" not in first_lines("Moscow", "Tashkent", "wagon")


@pytest.mark.parametrize("unit", ["truck", "wagon"])
def test_bulk_overseas_without_a_row_is_refused(unit: str) -> None:
    with pytest.raises(CorridorError):
        first_lines("Lahore", "Mombasa port", unit)
