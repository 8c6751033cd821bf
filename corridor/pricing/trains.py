"""Items of rides on named trains: the wait for the train, its own pace, its price."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from corridor.model.band import ZERO, Band
from corridor.model.charge import RAIL_HAUL, TRAIN_WAIT
from corridor.model.mode import Mode
from corridor.pricing.gaps import Gap, GapKind
from corridor.pricing.items import (
    Basis,
    Column,
    ColumnBuilder,
    FloatArray,
    IntArray,
    Priced,
    basis,
    minutes,
)
from corridor.pricing.load import Load
from corridor.pricing.track import slow_lines
from corridor.tables.dataset import Dataset
from corridor.tables.records import Parameter, RailService

RUNS = "runs"
WAGONLOAD = "wagonload"
BLOCK_TRAIN = "block_train"
# A block train bought whole for fewer boxes than make one.
WHOLE_TRAIN = "whole_train"
_DAY_MIN = 1440
# Fewer boxes are never worth a train.
_FEW = 2
# Kinds of trains under each rail service asked for, and families of units that each takes.
_KINDS = {
    "scheduled": ("container_train", "block_train", "mixed"),
    "wagonload": ("mixed",),
    "block_train": (),
}
_TAKES = {
    "container_train": ("container",),
    "block_train": ("container",),
    "mixed": ("container", "wagon"),
}


@dataclass(frozen=True, slots=True)
class Ride:
    """
    A haul on a train.

    `boards` = it begins with the wait for the train, `by_days` = on days of a calendar, which
    then tells the wait. `waited` = the hours of the border before it hold an ordinary wait
    (`rail_connection_h`) already, and only what is beyond that counts. `after` is the train that
    the lots of a large load were formed on and come from: they stay together.
    """

    service: RailService
    boards: bool
    by_days: bool = False
    waited: bool = False
    after: RailService | None = None


@dataclass(frozen=True, slots=True)
class Formed:
    """
    Lots as an earlier train has formed them.

    `apart` = minutes from the first to the last of them, `last` = how many trains, one after the
    other, the last one needs where they go on.
    """

    apart: Band
    last: int


def carries(service: RailService, load: Load, asked: str, dataset: Dataset) -> bool:
    """
    Whether a train takes a load under the rail service asked for.

    A block train that runs when goods are there takes those that make one; what does not run is
    opened by name, for whatever load.
    """
    made_up = service.kind == BLOCK_TRAIN and service.status == RUNS
    if made_up and boxes_of(load) < least_boxes(dataset):
        return False
    return service.kind in _KINDS[asked] and load.family in _TAKES[service.kind]


def trades(service: RailService, ends: AbstractSet[str]) -> bool:
    """Whether a train takes goods between two ends: their countries and the places themselves."""
    return not service.trade or not ends.isdisjoint(service.trade)


def only_trains(dataset: Dataset) -> dict[str, RailService]:
    """Trains that run, by the lines on which nothing else takes single wagons and boxes."""
    return {
        line: service
        for service in dataset.rail_services
        if service.status == RUNS
        for line in service.lines
    }


def by_train_alone(
    priced: Priced, on_line: FloatArray | None, load: Load, dataset: Dataset, *, starts: bool
) -> Priced:
    """
    Ordinary hauls over lines on which one train is the only traffic.

    A haul between stops is left to the train itself. One that starts or ends the journey in a
    siding (`starts`) waits for the train.
    """
    trains, lines = only_trains(dataset), slow_lines(dataset)
    if on_line is None or not trains:
        return priced
    missing = list(priced.missing)
    wait = ColumnBuilder(TRAIN_WAIT, len(missing))
    for number, line in enumerate(lines):
        service = trains.get(line)
        if service is None:
            continue
        for link in np.flatnonzero(on_line[:, number] > 0).tolist():
            if missing[link] is not None:
                continue
            if starts:
                lots = lots_of(service, load, dataset)
                base, time = headway_wait(service, dataset, lots)
                wait.put(link, base, time=time)
            else:
                missing[link] = Gap(GapKind.TRAIN, service.id)
    return Priced((wait.column(), *priced.columns), tuple(missing))


def ordinary_wait(place: str, dataset: Dataset) -> tuple[Basis, Band]:
    """
    Rows and minutes of the wait for the next ordinary train or wagon at a place.

    By the row of wagonload traffic that names the place, else the parameter: no service known.
    """
    for service in dataset.rail_services:
        ordinary = service.kind == WAGONLOAD and service.status == RUNS
        if ordinary and place in (service.from_place, *service.via):
            return headway_wait(service, dataset)
    row = dataset.figures.rail_connection_h
    return basis(time=(row,)), minutes(row.value)


def headway_wait(
    service: RailService,
    dataset: Dataset,
    lots: int = 1,
    *,
    by_days: bool = False,
    formed: Formed | None = None,
) -> tuple[Basis, Band]:
    """
    Rows and minutes of the wait of the last lot for a train that nobody timed one's goods for.

    Half the headway, none at best and the high end of the headway at worst, and a headway more
    for each lot; where no headway is known the parameter that stands for it. With `by_days` a
    calendar tells the wait of the first lot. Lots `formed` on an earlier train stay together:
    they wait only for what this train takes longer to carry them all than they came apart, at
    the least for as many trains as the last of them needs.
    """
    queue, rows = lots_apart(service, dataset, lots, by_days=by_days)
    if formed is not None:
        least = lots_apart(service, dataset, formed.last, by_days=by_days)[0]
        low, typical, high = (
            max(getattr(queue, end) - getattr(formed.apart, end), getattr(least, end))
            for end in ("low", "typical", "high")
        )
        queue = Band(min(low, typical), typical, max(typical, high))
    first = ZERO
    headway = service.headway_days
    if headway is not None and not by_days:
        first = Band(0, round(headway.typical / 2 * _DAY_MIN), round(headway.high * _DAY_MIN))
    elif not by_days:
        first = minutes(dataset.figures.rail_connection_h.value)
    return basis(time=rows), first + queue


def lots_apart(
    service: RailService, dataset: Dataset, lots: int, *, by_days: bool = False
) -> tuple[Band, tuple[RailService | Parameter, ...]]:
    """Minutes from the train of the first lot to that of the last, and the rows that tell them."""
    more = lots - 1
    if by_days:
        week = 7 / max(len(service.days_out), len(service.days_back), 1)
        wait = round(more * week * _DAY_MIN)
        return Band(wait, wait, wait), (service,)
    headway = service.headway_days
    if headway is None:
        row = dataset.figures.rail_connection_h
        found = minutes(row.value)
        ends_min = found.low, found.typical, found.high
        return Band(*(more * m for m in ends_min)), (service, row)
    days = headway.low, headway.typical, headway.high
    return Band(*(round(more * d * _DAY_MIN) for d in days)), (service,)


def boxes_of(load: Load) -> float:
    """Boxes of 40 feet that a load amounts to; wagons one each."""
    return load.teu / 2 if load.family == "container" else float(load.units)


def least_boxes(dataset: Dataset) -> float:
    """Boxes of 40 feet that are sold as a block train."""
    return dataset.figures.block_train_boxes.value.typical


def buys_train(load: Load, dataset: Dataset) -> bool:
    """
    Whether a block train of a load's own may be cheaper than wagonload in some country.

    By the prices of a km at their typical values: the boxes sent as wagonload against all that
    make a train.
    """
    boxes, least = boxes_of(load), least_boxes(dataset)
    if load.family != "container" or load.units < _FEW:
        return False
    if boxes >= least:
        return True
    rates: dict[tuple[str, str], float] = {}
    for row in dataset.rates:
        if row.mode == Mode.RAIL and row.unit == load.rate_unit and not row.from_km:
            rates[row.country, row.service_class] = row.rate_usd_per_km.typical
    return any(
        boxes * price > least * rates[country, BLOCK_TRAIN]
        for (country, service), price in rates.items()
        if service == WAGONLOAD and (country, BLOCK_TRAIN) in rates
    )


def _beyond_ordinary(base: Basis, wait: Band, dataset: Dataset) -> tuple[Basis, Band]:
    """What of a wait is beyond an ordinary one, with the row of that."""
    row = dataset.figures.rail_connection_h
    held = minutes(row.value)
    left = Band(
        max(0, wait.low - held.low),
        max(0, wait.typical - held.typical),
        max(0, wait.high - held.high),
    )
    return replace(base, rows=(*base.rows, row.key), estimate_time=True), left


def formed_on(first: RailService, onward: RailService, load: Load, dataset: Dataset) -> Formed:
    """The lots of a load that a train has formed, as they come to another one."""
    filled = _filled(first, load, dataset)
    lots = max(1, ceil(filled))
    share = (filled - (lots - 1)) / filled
    last = max(1, ceil(round(share * _filled(onward, load, dataset), 6)))
    return Formed(lots_apart(first, dataset, lots)[0], last)


def _filled(service: RailService, load: Load, dataset: Dataset) -> float:
    """How many trains a load fills, the last of them in part."""
    boxes = load.teu if service.capacity_unit == "TEU" else boxes_of(load)
    capacity = service.capacity or dataset.figures.block_train_boxes.value.typical
    return boxes / capacity


def lots_of(service: RailService, load: Load, dataset: Dataset) -> int:
    """
    On how many trains, one after the other, a load goes.

    By the capacity of a train; where none was found by `block_train_boxes` of parameters.
    """
    return max(1, ceil(_filled(service, load, dataset)))


def with_rides(
    priced: Priced, rides: Sequence[Ride], km: Sequence[float], load: Load, dataset: Dataset
) -> Priced:
    """Hauls priced by the rates and speeds of their class, with the waits and paces of trains."""
    wait = ColumnBuilder(TRAIN_WAIT, len(rides))
    for number, ride in enumerate(rides):
        if ride.boards and priced.missing[number] is None:
            lots = lots_of(ride.service, load, dataset)
            formed = None
            if ride.after is not None:
                formed = formed_on(ride.after, ride.service, load, dataset)
            base, time = headway_wait(
                ride.service, dataset, lots, by_days=ride.by_days, formed=formed
            )
            if ride.waited:
                base, time = _beyond_ordinary(base, time, dataset)
            if time:
                wait.put(number, base, time=time)
    columns = tuple(
        _paced(column, rides, km) if column.type == RAIL_HAUL else column
        for column in priced.columns
    )
    return Priced((wait.column(), *columns), priced.missing)


def _paced(column: Column, rides: Sequence[Ride], km: Sequence[float]) -> Column:
    """The hauls at the pace of their trains where one is known."""
    time, of = column.time.copy(), column.basis_of.copy()
    bases = dict.fromkeys(column.bases)
    for number, ride in enumerate(rides):
        pace, service = ride.service.pace_kmh, ride.service
        if of[number] < 0:
            continue
        old = column.bases[of[number]]
        if pace is None:
            rows, guess = (*old.rows, service.key), old.estimate_time
        else:
            time[number] = _minutes(km[number], pace)
            rows = (*(r for r in old.rows if not r.startswith("speeds:")), service.key)
            guess = service.is_guess("time")
        base = Basis(tuple(dict.fromkeys(rows)), old.estimate_cost, guess)
        bases.setdefault(base)
        of[number] = list(bases).index(base)
    return replace(column, time=time, basis_of=of, bases=tuple(bases))


def _minutes(km: float, pace_kmh: Band[float]) -> IntArray:
    """Minutes of a ride: low at the high end of the pace."""
    ends = (pace_kmh.high, pace_kmh.typical, pace_kmh.low)
    found: IntArray = np.rint(np.array([km / kmh * 60 for kmh in ends])).astype(np.int64)
    return found
