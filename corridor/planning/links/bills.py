"""Priced links with their totals, and the items of those that answers show."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache

from corridor.graph.paths import SegmentPath
from corridor.model.answer import Item
from corridor.model.band import ZERO, Band, total
from corridor.model.charge import DRIVER_REST, ROAD_HAUL, TRAIN_WAIT
from corridor.model.mode import MODES, Mode
from corridor.model.query import class_of
from corridor.planning.query.segments import Group, SegmentView
from corridor.pricing.hauls import HaulLinks, HaulRows, price_hauls
from corridor.pricing.items import Column, Priced
from corridor.pricing.load import Load
from corridor.pricing.rules import pairs_of
from corridor.pricing.shifts import NO_SHIFT, QUARTER_MIN, Shift
from corridor.pricing.track import Track
from corridor.pricing.trains import WAGONLOAD, by_train_alone
from corridor.tables.dataset import Dataset
from corridor.tables.records import Driver, RuleEffect

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
# Links whose items a bill keeps once read: more than the paths of one answer have.
_ITEMS_KEPT = 2048


def key(item: Item) -> str:
    """What bands of items that move together share: the rows behind them."""
    return "|".join(item.rows) or item.type.id


def sums(items: Sequence[Item]) -> tuple[Band, Band]:
    """Cost and time of some items, those outside the total apart."""
    inside = [i for i in items if not i.outside_total]
    if len(inside) == 1:
        return inside[0].cost, inside[0].time
    keys = [key(i) for i in inside]
    return (
        total(zip(keys, (i.cost for i in inside), strict=True)),
        total(zip(keys, (i.time for i in inside), strict=True)),
    )


def rest_item(driver: Driver, time: Band) -> Item:
    """Whole rests of a driver."""
    return Item(
        type=DRIVER_REST,
        cost=ZERO,
        time=time,
        rows=(driver.key,),
        estimate_time=driver.is_estimate,
    )


# Upward half-widths in minutes by what moves together.
LinkWidths = tuple[tuple[Hashable, int], ...]


class Bill:
    """The items of n links, with their totals; items once read are kept."""

    def __init__(self, priced: Priced, service: str = "") -> None:
        """Sum the columns once; of borders `service` is the class whose freight may hold payments."""
        self.priced, self.service = priced, service
        self.cost, self.time, self.co2e = priced.totals()
        self.lacking: BoolArray = np.array([bool(m) for m in priced.missing], dtype=np.bool_)
        self._items: LRUCache[int, tuple[Item, ...]] = LRUCache(_ITEMS_KEPT)
        self._sums: LRUCache[int, tuple[Band, Band]] = LRUCache(_ITEMS_KEPT)
        self._rested: LRUCache[tuple[int, int, int], tuple[tuple[Item, ...], Band, Band]]
        self._rested = LRUCache(_ITEMS_KEPT)
        self._widths: LRUCache[tuple[int, int], LinkWidths] = LRUCache(_ITEMS_KEPT)

    def __len__(self) -> int:
        """How many links it prices."""
        return len(self.lacking)

    def items(self, row: int) -> tuple[Item, ...]:
        """Items of one link."""
        found = self._items.get(row)
        if found is None:
            found = self._items[row] = self.priced.items(row)
        return found

    def citing(self, keys: Collection[str]) -> IntArray:
        """Rows of the links of which some item rests on one of some rows of the tables."""
        found = [self._citing[key] for key in keys if key in self._citing]
        return np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *found]))

    @cached_property
    def _citing(self) -> dict[str, IntArray]:
        """Links by the rows of the tables that their items rest on; a link may come twice."""
        found: dict[str, list[IntArray]] = {}
        for column in self.priced.columns:
            order = np.argsort(column.basis_of, kind="stable")
            starts = np.searchsorted(column.basis_of[order], np.arange(len(column.bases) + 1))
            for number, base in enumerate(column.bases):
                links = order[starts[number] : starts[number + 1]]
                for key in base.rows:
                    found.setdefault(key, []).append(links)
        return {key: np.concatenate(links) for key, links in found.items()}

    def widths(self, row: int) -> LinkWidths:
        """Upward half-widths of the minutes of one link, by the rows behind them."""
        found = self._widths.get((row, 0))
        if found is None:
            wide: dict[Hashable, int] = {}
            for item in self.items(row):
                more = item.time.high - item.time.typical
                if more and not item.outside_total:
                    rows = key(item)
                    wide[rows] = wide.get(rows, 0) + more
            found = self._widths[row, 0] = tuple(wide.items())
        return found

    def widths_rested(self, row: int, driven: int, make: Callable[[], LinkWidths]) -> LinkWidths:
        """The same where the driver has driven some quarter hours; made once."""
        found = self._widths.get((row, driven))
        if found is None:
            found = self._widths[row, driven] = make()
        return found

    def rested(
        self, row: int, driven: int, rest: int, make: Callable[[], tuple[Item, ...]]
    ) -> tuple[tuple[Item, ...], Band, Band]:
        """Items of a link met by a driver who is not fresh, its cost and its time; made once."""
        found = self._rested.get((row, driven, rest))
        if found is None:
            items = make()
            found = self._rested[row, driven, rest] = (items, *sums(items))
        return found

    @cached_property
    def time_squares(self) -> IntArray:
        """Sum of squares of the upward half-widths of each link's minutes."""
        total = np.zeros(len(self), dtype=np.int64)
        for column in self.priced.columns:
            if not column.outside_total:
                total += (column.time[:, 2] - column.time[:, 1]) ** 2
        return total

    @cached_property
    def time_widths(self) -> IntArray:
        """Sum of the upward half-widths of each link's minutes."""
        total = np.zeros(len(self), dtype=np.int64)
        for column in self.priced.columns:
            if not column.outside_total:
                total += column.time[:, 2] - column.time[:, 1]
        return total

    def sums(self, row: int) -> tuple[Band, Band]:
        """Cost and time of one link, low and high by the rule of bands."""
        found = self._sums.get(row)
        if found is None:
            found = self._sums[row] = sums(self.items(row))
        return found


@dataclass(frozen=True)
class HaulPricing:
    """
    What hauls are priced with.

    `service_class` is that of rates and speeds by rail, `train` the rail service asked for, which
    says what trains of `rail_services` are there beside ordinary traffic. `line_by_train` = lines with one train alone are left to
    it; hauls that start or end a journey (`starts`) wait for it there.
    """

    load: Load
    dataset: Dataset
    crew: str
    service_class: str
    track: Track
    train: str = "block_train"
    line_by_train: bool = False
    starts: bool = False
    pairs: tuple[RuleEffect, ...] = ()

    @staticmethod
    def of(load: Load, dataset: Dataset, crew: str, train: str, track: Track) -> HaulPricing:
        """For a rail service that is asked for (`corridor.model.query.RAIL_SERVICES`)."""
        return HaulPricing(
            load,
            dataset,
            crew,
            class_of(train),
            track,
            train=train,
            line_by_train=class_of(train) == WAGONLOAD,
            pairs=pairs_of(dataset),
        )

    @cached_property
    def starting(self) -> HaulPricing:
        """For hauls that start or end a journey."""
        return replace(self, starts=True)

    @cached_property
    def _rows(self) -> HaulRows:
        return HaulRows(self.load, self.dataset, self.crew, self.service_class, self.pairs)

    def driver_in(self, country: str, *, paired: bool = False) -> Driver | None:
        """The row of the crew of a truck in a country, two if `paired`; None where no truck goes."""
        return (self._rows.of_two if paired else self._rows).driver(country)

    def shift_in(self, country: str, *, paired: bool = False) -> Shift:
        """Shift of the crew of a truck in a country; `NO_SHIFT` where no truck goes."""
        found = self._shifts.get((country, paired))
        if found is None:
            driver = self.driver_in(country, paired=paired)
            found = self._shifts[country, paired] = Shift.of(driver) if driver else NO_SHIFT
        return found

    def paired(self, links: HaulLinks) -> BoolArray:
        """Which hauls a rule asks two drivers for."""
        return self._rows.paired(links) > 0

    @cached_property
    def _shifts(self) -> dict[tuple[str, bool], Shift]:
        return {}

    def price(self, links: HaulLinks) -> Priced:
        """Price some hauls."""
        priced = price_hauls(
            links,
            self.load,
            self.dataset,
            crew=self.crew,
            rail_service=self.service_class,
            rows=self._rows,
        )
        if not self.line_by_train:
            return priced
        return by_train_alone(priced, links.on_line, self.load, self.dataset, starts=self.starts)


@dataclass(frozen=True)
class HaulPart:
    """
    Hauls priced together; `numbers[ptr[i]:ptr[i + 1]]` are the signed segments of haul i.

    `key` names a part that several queries share; None for the hauls of one query alone.
    """

    links: HaulLinks
    gauge: npt.NDArray[np.int32]
    estimated_m: IntArray
    ptr: npt.NDArray[np.int64]
    numbers: npt.NDArray[np.int64]
    pricing: HaulPricing
    key: Hashable = None

    def __len__(self) -> int:
        """How many hauls it holds."""
        return len(self.gauge)

    @cached_property
    def bill(self) -> Bill:
        """Their prices."""
        return Bill(self.pricing.price(self.links))

    def repriced(self, rows: IntArray, dataset: Dataset) -> Self:
        """Some of its hauls as other tables price them; what they lead over is left out."""
        given = {f.name: getattr(self.links, f.name) for f in fields(HaulLinks)}
        taken = {name: column[rows] for name, column in given.items() if column is not None}
        return replace(
            self,
            links=replace(self.links, **taken),
            gauge=self.gauge[rows],
            estimated_m=self.estimated_m[rows],
            ptr=np.zeros(len(rows) + 1, dtype=np.int64),
            numbers=np.zeros(0, dtype=np.int64),
            pricing=replace(self.pricing, dataset=dataset),
            key=None,
        )

    @cached_property
    def _by_segment(self) -> tuple[IntArray, IntArray]:
        """Segments of all hauls in order, and the row of the haul of each."""
        segment = np.abs(self.numbers) - 1
        order = np.argsort(segment, kind="stable")
        rows = np.repeat(np.arange(len(self)), np.diff(self.ptr))
        return segment[order], rows[order]

    def over(self, segments: IntArray) -> IntArray:
        """Rows of the hauls over some segments, in no order, once for each time they lead over one."""
        known, rows = self._by_segment
        starts, ends = (np.searchsorted(known, segments, side) for side in ("left", "right"))
        return np.concatenate(
            [np.zeros(0, dtype=np.int64)]
            + [rows[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True) if b > a]
        )

    def metres_over(self, segments: Mapping[int, int]) -> IntArray:
        """Metres of each haul over some segments, given with their metres."""
        known, rows = self._by_segment
        numbers = list(segments)
        starts, ends = (np.searchsorted(known, numbers, side) for side in ("left", "right"))
        found = np.zeros(len(self), dtype=np.int64)
        for number, first, last in zip(numbers, starts.tolist(), ends.tolist(), strict=True):
            if last > first:
                np.add.at(found, rows[first:last], segments[number])
        return found

    @property
    def waits(self) -> IntArray:
        """Typical minutes of each haul in which its train is waited for before it starts."""
        for column in self.bill.priced.columns:
            if column.type == TRAIN_WAIT:
                return column.time[:, 1]
        return np.zeros(len(self), dtype=np.int64)

    def rested(self, items: tuple[Item, ...], row: int, driven: int, rest: int) -> tuple[Item, ...]:
        """
        Items of a haul with the rests of a driver who is not fresh.

        `driven` are the quarter hours driven before it, `rest` the minutes of rest beyond those
        of a fresh driver. What a wait on the way spares moves the band as a whole.
        """
        driver = self.driver(row)
        if driver is None:
            return items
        own = self.rests(row)(driven)
        others = tuple(i for i in items if i.type != DRIVER_REST)
        fresh = sum(i.time.typical for i in items if i.type == DRIVER_REST)
        moved = fresh + rest - own.typical
        time = Band(max(0, own.low + moved), own.typical + moved, own.high + moved)
        return (*others, rest_item(driver, time)) if time else others

    def driver(self, row: int) -> Driver | None:
        """The row of a haul's crew; None by rail."""
        if self.links.mode[row] != Mode.ROAD.code:
            return None
        return self.pricing.driver_in(str(self.links.country[row]), paired=bool(self.paired[row]))

    @cached_property
    def paired(self) -> BoolArray:
        """Which hauls a rule asks two drivers for."""
        return self.pricing.paired(self.links)

    def rests(self, row: int) -> Callable[[int], Band]:
        """Minutes of a road haul's rests, by the quarter hours driven before it."""
        country = str(self.links.country[row])
        shift = self.pricing.shift_in(country, paired=bool(self.paired[row]))
        driving = Band(*self._road.time[row].tolist())
        return lambda driven: shift.rest(driving, driven * QUARTER_MIN)

    @cached_property
    def _road(self) -> Column:
        """The charge for driving."""
        return next(c for c in self.bill.priced.columns if c.type == ROAD_HAUL)

    @cached_property
    def driving(self) -> IntArray:
        """Minutes of driving, of the shift and of a whole rest of each haul, shape (3, n)."""
        found = np.zeros((3, len(self)), dtype=np.int64)
        road = self.links.mode == Mode.ROAD.code
        found[0] = self._road.time[:, 1]
        for country, rows in self.at_country.items():
            for paired in (False, True):
                own = rows[self.paired[rows] == paired]
                if len(own):
                    shift = self.pricing.shift_in(country, paired=paired)
                    found[1, own], found[2, own] = shift.drive_min, shift.rest_min.typical
        found[:, ~road] = 0
        return found

    @cached_property
    def at_country(self) -> dict[str, IntArray]:
        """Rows of the hauls of each country."""
        country = self.links.country
        return {str(c): np.flatnonzero(country == c) for c in np.unique(country)}

    def service(self, row: int) -> str:
        """Service class of a haul by rail, '' by road."""
        by_rail = int(self.links.mode[row]) == Mode.RAIL.code
        return self.pricing.service_class if by_rail else ""

    def segments(self, row: int) -> tuple[int, ...]:
        """Signed segment numbers of a haul, in order of travel."""
        return tuple(self.numbers[self.ptr[row] : self.ptr[row + 1]].tolist())


class HaulDraft:
    """Hauls of one query while they are collected."""

    def __init__(self) -> None:
        """Start with none."""
        self._groups: list[Group] = []
        self._paths: list[SegmentPath] = []
        self._way: list[int] = []

    def __len__(self) -> int:
        """How many are collected."""
        return len(self._paths)

    def add(self, group: Group, path: SegmentPath, *, way: int) -> int:
        """Append a haul; returns its row."""
        self._groups.append(group)
        self._paths.append(path)
        self._way.append(way)
        return len(self._paths) - 1

    def part(self, pricing: HaulPricing, view: SegmentView, key: Hashable = None) -> HaulPart:
        """The hauls as arrays."""
        electric, on_line, paired = None, None, None
        asked = {country for row in pricing.pairs for country in row.countries}
        if any(g[1] == Mode.RAIL.code or g[0] in asked for g in self._groups):
            segments = [p.segments for p in self._paths]
            electric, on_line, paired = pricing.track.along(segments, view.lengths_m)
        ptr = np.zeros(len(self._paths) + 1, dtype=np.int64)
        ptr[1:] = np.cumsum([len(p.segments) for p in self._paths])
        links = HaulLinks(
            np.array([g[0] for g in self._groups], dtype="U2"),
            np.array([g[1] for g in self._groups], dtype=np.uint8),
            np.array([p.length_m for p in self._paths], dtype=np.int64),
            np.array(self._way, dtype=np.uint8),
            electric,
            on_line,
            paired,
        )
        return HaulPart(
            links,
            np.array([g[2] for g in self._groups], dtype=np.int32),
            np.array([p.estimated_m for p in self._paths], dtype=np.int64),
            ptr,
            np.array([n for p in self._paths for n in p.segments], dtype=np.int64),
            pricing,
            key,
        )


class Hauls:
    """All hauls of a query: parts laid end to end, found by row."""

    def __init__(self, parts: tuple[HaulPart, ...]) -> None:
        """Number the rows through."""
        self.parts = parts
        self._at: dict[int, tuple[HaulPart, int]] = {}
        self.offsets = [0]
        for part in parts:
            self.offsets.append(self.offsets[-1] + len(part))

    def at(self, row: int) -> tuple[HaulPart, int]:
        """The part that holds a row, and its place there."""
        found = self._at.get(row)
        if found is None:
            number = bisect_right(self.offsets, row) - 1
            found = self._at[row] = (self.parts[number], row - self.offsets[number])
        return found

    def country(self, row: int) -> str:
        """Country of a haul."""
        part, at = self.at(row)
        return str(part.links.country[at])

    def mode(self, row: int) -> Mode:
        """Mode of a haul."""
        part, at = self.at(row)
        return MODES[int(part.links.mode[at])]

    def gauge(self, row: int) -> int:
        """Gauge in mm, 0 by road."""
        part, at = self.at(row)
        return int(part.gauge[at])

    def length_m(self, row: int) -> int:
        """Length in metres."""
        part, at = self.at(row)
        return int(part.links.length_m[at])

    def estimated_m(self, row: int) -> int:
        """Metres whose length is an estimate."""
        part, at = self.at(row)
        return int(part.estimated_m[at])

    def segments(self, row: int) -> tuple[int, ...]:
        """Signed segment numbers in order of travel."""
        part, at = self.at(row)
        return part.segments(at)

    def items(self, row: int) -> tuple[Item, ...]:
        """Items of a haul."""
        part, at = self.at(row)
        return part.bill.items(at)
