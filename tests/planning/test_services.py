"""A service, crew or box asked for acts, or is refused with what to ask for instead."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from msgspec import structs

from corridor.errors import InputError
from corridor.model.answer import Itinerary
from corridor.model.consignment import UNITS, Consignment
from corridor.model.mode import Mode
from corridor.model.query import CREWS, RAIL_SERVICES, Query
from corridor.tables.dataset import Dataset
from tests.real import DAY, dataset, engine, planning, solve
from tests.report.answers import plain_of
from tests.words import words

RAIL = Query(origin="Astana", destination="Termez", depart=DAY, modes=(Mode.RAIL,), k=1)
WAGON = Consignment(unit="wagon")


def rail_rows(way: Itinerary | None) -> set[str]:
    """Rows behind the rail hauls of a way."""
    assert way is not None
    hauls = (leg for leg in way.legs if leg.kind == "line_haul" and leg.mode == "rail")
    return {row for leg in hauls for item in leg.items for row in item.rows}


def with_trains(tables: Dataset) -> Dataset:
    """Tariffs of wagons in block trains for every country, as rows of one's own."""
    rows = [
        structs.replace(r, id=f"own_{r.id}", service_class="block_train")
        for r in tables.rates
        if (r.mode, r.unit, r.service_class) == ("rail", "wagon", "wagonload")
    ]
    return replace(tables, rates=(*tables.rates, *rows))


@pytest.mark.parametrize("unit", ["wagon", "platform"])
def test_a_wagon_in_a_block_train_is_priced_as_one_or_refused(unit: str) -> None:
    asked = replace(RAIL, consignment=Consignment(unit=unit), rail_service="block_train")
    with pytest.raises(InputError, match="no row of rates and speeds") as caught:
        engine().ask(asked)
    assert "--service wagonload" in caught.value.remedy
    train = rail_rows(solve(asked, with_trains(dataset()))[3])
    assert any(r.startswith("rates:own_") for r in train)
    assert any(r.endswith("block_train") for r in train)
    assert not any("wagonload" in r for r in train if r.startswith("speeds:"))
    loose = rail_rows(solve(replace(asked, rail_service="wagonload"))[3])
    assert not any("block_train" in r for r in loose)


def test_a_wagon_without_a_service_goes_as_wagonload_and_the_first_lines_say_so() -> None:
    plain = engine().ask(replace(RAIL, consignment=WAGON))
    asked = engine().ask(replace(RAIL, consignment=WAGON, rail_service="wagonload"))
    assert plain.itineraries == asked.itineraries
    texts = [words(use.text) for way in plain.itineraries for use in way.trains]
    assert texts
    assert all(t.startswith("wagonload in ") for t in texts)
    assert all("no service known" in t for t in texts)
    assert plain_of(plain, dataset())["query"]["service"] == ["one_driver", "scheduled"]
    assert not [w for w in engine().ask(RAIL).warnings if w.kind == "service"]


def refused(**values: Any) -> bool:
    query = Query(origin="Tashkent", destination="Samarkand", depart=DAY)
    try:
        planning(replace(query, **values))
    except InputError as err:
        return bool(err.remedy)
    return False


def idle(unit: str, crew: str, rail: str, modes: tuple[str, ...]) -> bool:
    """Whether a service could change nothing, by the tables."""
    carried = dataset().unit[unit].modes
    by_rail = "rail" in carried and "rail" in modes
    train = rail == "block_train" and unit in ("wagon", "platform")
    if crew == "two_drivers" and "road" not in carried:
        return True
    return bool(rail) and (train or not by_rail)


@pytest.mark.parametrize("unit", UNITS)
def test_every_service_of_every_unit_acts_or_is_refused(unit: str) -> None:
    told = 0
    for crew in CREWS:
        for rail in ("", *RAIL_SERVICES):
            for modes in (("rail", "road", "sea"), ("road",), ("rail",)):
                values = {"crew": crew, "rail_service": rail, "modes": modes}
                got = refused(consignment=Consignment(unit=unit), **values)
                assert got == idle(unit, crew, rail, modes), values
                told += got
    assert told


def test_the_law_sees_a_service_that_is_taken_and_does_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("corridor.planning.query.resolve.refuse_idle", lambda *_: None)
    assert not refused(consignment=WAGON, crew="two_drivers")


@pytest.mark.parametrize("unit", UNITS)
def test_whose_the_container_is_can_be_asked_of_a_container_alone(unit: str) -> None:
    if dataset().unit[unit].family == "container":
        assert Consignment(unit=unit, container="owned").boxed == "owned"
        return
    with pytest.raises(InputError, match="is not a container"):
        Consignment(unit=unit, container="owned")
