"""Lots of a large load: formed once, they stay together on later trains that can carry them."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

import pytest
from msgspec import structs

from corridor.model.band import Band
from corridor.model.charge import TRAIN_WAIT
from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.pricing.load import weigh
from corridor.pricing.trains import formed_on, headway_wait, lots_of
from corridor.tables.dataset import Dataset
from corridor.tables.records import RailService
from tests.longer import some
from tests.planning.test_trains import asked
from tests.real import dataset, solve

_DAY_MIN = 1440
# Of each train: boxes it takes, days between two.
_TRAINS = [(62, 10.0), (41, 5.0), (20, 2.0), (62, 3.0), (10, 10.0), (200, 1.0), (41, 20.0)]


def train(capacity: float, days: float) -> RailService:
    row = dataset().train["ru_iran_east"]
    return structs.replace(row, capacity=capacity, headway_days=Band(days, days, days))


def last_wait(boxes: int, first: RailService, second: RailService) -> int:
    """
    Minutes that the last box of a load waits for the second train, its trains counted one by one.

    The second train comes half its headway after the first lot, then by its headway.
    """
    takes, brings = second.capacity, first.capacity
    assert takes is not None
    assert brings is not None
    hops = [round(s.headway_days.typical * _DAY_MIN) for s in (first, second) if s.headway_days]
    arrived = [n * hops[0] for n in range(ceil(boxes / brings)) for _ in range(int(brings))][:boxes]
    waiting, at, gone = list(arrived), hops[1] // 2, 0
    while waiting:
        ready = [t for t in waiting if t <= at][: int(takes)]
        waiting = waiting[len(ready) :]
        gone = at if ready else gone
        at += hops[1]
    return gone - arrived[-1]


@pytest.mark.parametrize("boxes", [1, 41, 62, 63, 100, 250])
def test_the_last_lot_waits_as_trains_counted_one_by_one_say(boxes: int) -> None:
    """To within the half headway that nobody timed: the mean of where between two trains it comes."""
    load = weigh(Consignment(unit="FEU", count=boxes), dataset())
    for one in _TRAINS:
        for other in _TRAINS:
            first, second = train(*one), train(*other)
            lots = lots_of(first, load, dataset()), lots_of(second, load, dataset())
            formed = formed_on(first, second, load, dataset())
            wait = headway_wait(second, dataset(), lots[1], formed=formed)[1]
            assert wait.low <= wait.typical <= wait.high
            half = round(other[1] * _DAY_MIN / 2)
            counted = last_wait(boxes, first, second)
            # A train that leaves with room to spare is a headway that none of the lots used.
            assert abs(wait.typical - counted) <= half * 2, (one, other)
            if other[0] >= one[0] and other[1] <= one[1]:
                assert wait.typical == half
            alone = headway_wait(second, dataset(), lots[1])[1]
            assert wait.typical <= alone.typical


def ways(count: int, tables: Dataset) -> list[Band]:
    """Waits for the trains Vorsino - Aprin - Shahid Rajaee, one on from the other at Aprin."""
    query = asked(
        "vorsino",
        "shahid_rajaee_port",
        modes=(Mode.RAIL,),
        siding="destination",
        consignment=Consignment(unit="FEU", count=count),
    )
    rows = tuple(s for s in tables.rail_services if s.id in ("ru_iran_east", "ir_aprin_port"))
    found = solve(query, replace(tables, rail_services=rows))[3]
    assert found is not None
    by = [leg.service for leg in found.legs if leg.service]
    assert list(dict.fromkeys(by)) == ["ru_iran_east", "ir_aprin_port"]
    return [i.time for leg in found.legs for i in leg.items if i.type == TRAIN_WAIT]


@pytest.mark.parametrize("count", some([1, 62, 63, 100], 2, 1))
def test_from_train_to_train_the_lots_are_not_formed_again(count: int) -> None:
    tables = dataset()
    there, on = (tables.train[t] for t in ("ru_iran_east", "ir_aprin_port"))
    load = weigh(Consignment(unit="FEU", count=count), tables)
    lots = [lots_of(s, load, tables) for s in (there, on)]
    first, second = ways(count, tables)
    assert first == headway_wait(there, tables, lots[0])[1]
    formed = formed_on(there, on, load, tables)
    assert second == headway_wait(on, tables, lots[1], formed=formed)[1]
    if lots[0] > 1:
        assert second.typical < headway_wait(on, tables, lots[1])[1].typical
