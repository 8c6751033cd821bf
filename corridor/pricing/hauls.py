"""Items of line-hauls: price by tariff, driving or running time, carbon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from corridor.model.band import Band
from corridor.model.charge import DRIVER_REST, RAIL_HAUL, ROAD_HAUL, SECOND_DRIVER
from corridor.model.mode import MODES, Mode
from corridor.pricing.emissions import Traction, rail_emission, road_emission
from corridor.pricing.factors import factor, factor_rows
from corridor.pricing.gaps import Gap, barred_by, row_gap
from corridor.pricing.items import (
    Basis,
    ColumnBuilder,
    FloatArray,
    IntArray,
    Priced,
    basis,
)
from corridor.pricing.load import Load
from corridor.pricing.parameters import of_country
from corridor.pricing.rules import Effects, Place
from corridor.pricing.shifts import Shift
from corridor.pricing.tariff import Way, fitting_rates, price
from corridor.pricing.track import slow_lines, speed_row
from corridor.pricing.trips import of_one_trip, trip_spread
from corridor.tables.dataset import Dataset
from corridor.tables.records import Driver, Parameter, Rate, RuleEffect, Speed
from corridor.tables.row import Cited

_CREW_OF_TWO = "two_drivers"


@dataclass(frozen=True, slots=True)
class HaulLinks:
    """
    Line-hauls to price: country and mode code each, metres, and which way they lead (`Way`).

    `electric` is the share of each haul under the wire, 0 to 1, NaN where nobody knows;
    `on_line` its metres on each line of `lines.slow_lines`, shape (n, lines); `paired` says that it leads
    through an area whose rule may ask for two drivers.
    """

    country: npt.NDArray[np.str_]
    mode: npt.NDArray[np.uint8]
    length_m: npt.NDArray[np.int64]
    way: npt.NDArray[np.uint8]
    electric: FloatArray | None = None
    on_line: FloatArray | None = None
    paired: npt.NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True)
class _Rows:
    """
    Rows behind the hauls of one country, mode and direction.

    `own` are the speeds of lines, each with its column of `HaulLinks.on_line`.
    """

    rates: list[Rate]
    units: Band[float]
    factors: list[Parameter]
    share: Parameter | None
    speed: Speed
    own: tuple[tuple[int, Speed], ...]
    driver: Driver | None
    traction: Traction
    spread: list[Parameter]

    @property
    def speeds(self) -> tuple[Speed, ...]:
        """Speeds of lines, and last that of the country."""
        return (*(row for _, row in self.own), self.speed)


class HaulRows:
    """The rows that price the hauls of one load and service; looked up once and kept."""

    def __init__(
        self,
        load: Load,
        dataset: Dataset,
        crew: str,
        rail_service: str,
        pairs: Sequence[RuleEffect] = (),
    ) -> None:
        """Start with none looked up; `pairs` are the rules in force by which hauls need two drivers."""
        self.load, self.dataset, self.crew, self.rail_service = load, dataset, crew, rail_service
        self.pairs = pairs
        self.effects = Effects(dataset, load)
        self._known: dict[tuple[str, Mode, int], _Rows | Gap] = {}

    def of(self, country: str, mode: Mode, way: int) -> _Rows | Gap:
        """The rows of a country, mode and direction, or what bars or lacks there."""
        key = (country, mode, way)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._looked_up(country, mode, way)
        return found

    def driver(self, country: str) -> Driver | None:
        """The row of the crew in a country; None where no truck can go."""
        found = self.of(country, Mode.ROAD, Way.NORTH)
        if isinstance(found, Gap):
            found = self.of(country, Mode.ROAD, Way.SOUTH)
        return None if isinstance(found, Gap) else found.driver

    @cached_property
    def of_two(self) -> HaulRows:
        """The rows where two drivers go."""
        if self.crew == _CREW_OF_TWO:
            return self
        return HaulRows(self.load, self.dataset, _CREW_OF_TWO, self.rail_service)

    def paired(self, links: HaulLinks) -> IntArray:
        """Number of the rule by which each haul needs two drivers, from 1 on; 0 for none."""
        found = np.zeros(len(links.length_m), dtype=np.int64)
        if links.paired is not None:
            road = links.paired & (links.mode == Mode.ROAD.code)
            for number, row in enumerate(self.pairs, 1):
                far = links.length_m >= (row.over_km or 0) * 1000
                found[road & far & np.isin(links.country, row.countries)] = number
        return found

    def _looked_up(self, country: str, mode: Mode, way: int) -> _Rows | Gap:
        load, dataset = self.load, self.dataset
        place = Place("haul", country, mode, ())
        bar = self.effects.bar([place]) or (
            _too_heavy(load, country) if mode is Mode.ROAD else None
        )
        if bar is not None:
            return bar
        found = _rows(dataset, load, country, mode, self.crew, self.rail_service, way)
        if isinstance(found, str):
            # Wagons in a train of their own are priced in few countries or none: told apart.
            train = (
                mode is Mode.RAIL and load.family == "wagon" and self.rail_service == "block_train"
            )
            return row_gap(found, country=country, detail=self.rail_service if train else "")
        return found


def price_hauls(
    links: HaulLinks,
    load: Load,
    dataset: Dataset,
    *,
    crew: str,
    rail_service: str,
    rows: HaulRows | None = None,
) -> Priced:
    """
    Price line-hauls.

    A movement inside one country is one link, so a tariff that tapers with distance is
    applied once, to the whole length. By road the whole rests of a driver who starts fresh
    stand beside the driving. `rows` are those of the same load and service, if they were
    looked up before.
    """
    rows = rows or HaulRows(load, dataset, crew, rail_service)
    count = len(links.length_m)
    columns = {
        Mode.ROAD: ColumnBuilder(ROAD_HAUL, count),
        Mode.RAIL: ColumnBuilder(RAIL_HAUL, count),
    }
    rest, second = ColumnBuilder(DRIVER_REST, count), ColumnBuilder(SECOND_DRIVER, count)
    effects = rows.effects
    fees = effects.fee_columns(count, "haul")
    missing: list[Gap | None] = [None] * count
    country_of = links.country.tolist()
    countries = sorted(set(country_of))
    number = {country: n for n, country in enumerate(countries)}
    of = np.array([number[c] for c in country_of], dtype=np.intp)
    for (place, code, way, pair), where in _alike(of, links.mode, links.way, rows.paired(links)):
        country, mode = countries[place], MODES[code]
        found = (rows.of_two if pair else rows).of(country, mode, way)
        if isinstance(found, Gap):
            for link in where.tolist():
                missing[link] = found
            continue
        km = links.length_m[where] / 1000
        share = links.electric[where] if links.electric is not None else None
        on_line = links.on_line[where] / 1000 if links.on_line is not None else None
        minutes, by_speed = _running(km, on_line, found)
        run = _Run(where, km, minutes, by_speed, share)
        least = of_country(dataset, "road_minimum", "usd", country)
        _put_hauls(columns[mode], run, found, load, least)
        if found.driver is not None:
            _put_rests(rest, run, found.driver)
            if pair or crew == _CREW_OF_TWO:
                wage = of_country(dataset, "second_driver", "usd_per_day", country)
                rules = rows.pairs[pair - 1 : pair] if pair else ()
                trucks = load.trucks_in(country)
                _put_second_driver(second, run, found.driver, wage, rules, trucks)
        effects.charge(fees, where, [Place("haul", country, mode, ())])
    return Priced(
        tuple(b.column() for b in (*columns.values(), rest, second, *fees.values())),
        tuple(missing),
    )


def _too_heavy(load: Load, country: str) -> Gap | None:
    road = load.road(country)
    return barred_by(road.over.id) if road.barred and road.over else None


def _rows(
    dataset: Dataset,
    load: Load,
    country: str,
    mode: Mode,
    crew: str,
    rail_service: str,
    way: int,
) -> _Rows | str:
    """The rows for hauls of one kind, or the name of the table that lacks one."""
    service = "truck" if mode is Mode.ROAD else rail_service
    rates, units = fitting_rates(dataset, load, country, mode, service, way)
    if not rates:
        return "rates"
    speed = speed_row(dataset, country, mode, service)
    if speed is None:
        return "speeds"
    lines = enumerate(slow_lines(dataset)) if mode is Mode.RAIL else ()
    found = ((n, speed_row(dataset, country, Mode.RAIL, service, line)) for n, line in lines)
    own = tuple((n, row) for n, row in found if row is not None)
    road = mode is Mode.ROAD
    traction = road_emission(dataset, load, country) if road else rail_emission(dataset, country)
    if traction is None:
        return "emissions"
    driver = None
    if road:
        driver = next(
            (d for d in dataset.drivers if (d.country, d.service_class) == (country, crew)), None
        )
        if driver is None:
            return "drivers"
    factors = factor_rows(dataset, load, mode)
    share = load.road(country).share if road else None
    spread = trip_spread(dataset, "speed", speed.band)
    return _Rows(rates, units, factors, share, speed, own, driver, traction, spread)


def driving_minutes(rows: HaulRows, country: str, length_m: Sequence[int]) -> list[int] | None:
    """
    Typical minutes of driving of road hauls in a country; None if no truck can go there.

    The way a haul leads changes its price, not its time.
    """
    found = rows.of(country, Mode.ROAD, Way.NORTH)
    if isinstance(found, Gap):
        found = rows.of(country, Mode.ROAD, Way.SOUTH)
    if isinstance(found, Gap):
        return None
    minutes: list[int] = _running(np.array(length_m) / 1000, None, found)[0][:, 1].tolist()
    return minutes


class _Wire(IntEnum):
    """How much of a haul is under the wire; `ALL` also where a country's average stands for it."""

    NONE = 0
    PARTLY = 1
    ALL = 2


@dataclass(frozen=True, slots=True)
class _Run:
    """
    Hauls of one country, mode and direction.

    `minutes` have shape (n, 3); `by_speed` tells which of `_Rows.speeds` each haul goes by;
    `electric` is the share under the wire.
    """

    where: npt.NDArray[np.intp]
    km: FloatArray
    minutes: IntArray
    by_speed: npt.NDArray[np.bool_]
    electric: FloatArray | None


def _put_hauls(column: ColumnBuilder, run: _Run, rows: _Rows, load: Load, least: Parameter) -> None:
    cost = price(rows.rates, run.km, rows.units, factor(rows.factors))
    co2e = np.rint(rows.traction.grams(run.km, load.gross_t, run.electric)).astype(np.int64)
    short = _raised_to_least(cost, rows, load, least)
    # A row of the taper stands behind a haul only if the haul is long enough for it.
    reached = np.sum([run.km >= r.from_km for r in rows.rates], axis=0)
    for (bands, floored, wire, *gone_by), at in _alike(
        reached, short, _wires(run, rows), *run.by_speed.T
    ):
        if bands:
            speeds = [s for s, used in zip(rows.speeds, gone_by, strict=True) if used]
            base = _basis(rows, bands, speeds, least if floored else None, _Wire(wire))
            column.put(run.where[at], base, cost=cost[at], time=run.minutes[at], co2e=co2e[at])


def _alike(
    *properties: npt.NDArray[np.integer | np.bool_],
) -> Iterator[tuple[tuple[int, ...], npt.NDArray[np.intp]]]:
    """Every combination of properties (counted from 0) that occurs, and the hauls that have it."""
    number = np.zeros(len(properties[0]), dtype=np.intp)
    for values in properties:
        number = number * (int(values.max(initial=0)) + 1) + values
    for one in np.unique(number).tolist():
        at = np.flatnonzero(number == one)
        yield tuple(int(values[at[0]]) for values in properties), at


def _raised_to_least(
    cost: IntArray, rows: _Rows, load: Load, least: Parameter
) -> npt.NDArray[np.bool_]:
    """Raise cheaper truck hauls to the least that one costs; which these are."""
    if rows.driver is None:
        return np.zeros(len(cost), dtype=np.bool_)
    paid = load.road(rows.speed.country).paying.typical
    floor = np.array([least.value.low, least.value.typical, least.value.high]) * paid * 100
    floor = np.rint(floor).astype(np.int64)
    short: npt.NDArray[np.bool_] = cost[:, 1] < floor[1]
    cost[short] = np.maximum(cost[short], floor)
    return short


def _wires(run: _Run, rows: _Rows) -> IntArray:
    """How much of each haul is under the wire, as `_Wire`."""
    share = run.electric
    if rows.traction.electric is None or share is None:
        return np.full(len(run.km), _Wire.PARTLY)
    whole = (share == 1) | np.isnan(share)
    return np.where(share == 0, _Wire.NONE, np.where(whole, _Wire.ALL, _Wire.PARTLY))


def _basis(
    rows: _Rows, bands: int, speeds: list[Speed], least: Parameter | None, wire: _Wire
) -> Basis:
    prices: list[Cited] = [*rows.rates[:bands], *rows.factors]
    prices += [r for r in (rows.share, least) if r is not None]
    plain, electric = rows.traction.plain, rows.traction.electric
    carbon = [plain] if electric is None or wire is not _Wire.ALL else []
    carbon += [electric] if electric is not None and wire is not _Wire.NONE else []
    return basis(cost=prices, time=speeds, also=[*carbon, *rows.spread])


def _put_rests(column: ColumnBuilder, run: _Run, driver: Driver) -> None:
    """Whole rests of a driver who starts fresh; a haul within one shift has none."""
    time = Shift.of(driver).rest_of_each(run.minutes)
    some = np.flatnonzero(time[:, 2])
    column.put(run.where[some], basis(time=(driver,)), time=time[some])


def _put_second_driver(
    column: ColumnBuilder,
    run: _Run,
    driver: Driver,
    wage: Parameter,
    rules: Sequence[RuleEffect],
    trucks: int,
) -> None:
    """
    A second driver is paid by the day, for as much of it as the driving takes up.

    `rules` asks for one, if a rule does.
    """
    a_day = np.array([wage.value.low, wage.value.typical, wage.value.high]) * trucks * 100
    days = run.minutes[:, 1:2] / 60 / driver.driving_h_per_day.typical
    column.put(
        run.where, basis(cost=(wage,), also=rules), cost=np.rint(days * a_day).astype(np.int64)
    )


def _running(
    km: FloatArray, on_line: FloatArray | None, rows: _Rows
) -> tuple[IntArray, npt.NDArray[np.bool_]]:
    """Minutes of hauls, shape (n, 3), and which of `_Rows.speeds` each goes by."""
    rest = km
    minutes = np.zeros((len(km), 3), dtype=np.int64)
    by_speed = np.zeros((len(km), len(rows.speeds)), dtype=np.bool_)
    by_speed[:, -1] = True
    if rows.own and on_line is not None:
        for n, (column, speed) in enumerate(rows.own):
            there = on_line[:, column]
            rest = rest - there
            minutes += _time(there, speed.swod_kmh)
            by_speed[:, n] = there > 0
        # Metres are whole, so what is left of a haul on one line alone is nothing.
        rest = np.where(rest < 0.0005, 0.0, rest)
        by_speed[:, -1] = (rest > 0) | ~by_speed[:, :-1].any(axis=1)
    minutes += _time(rest, of_one_trip(rows.speed.swod_kmh, rows.spread))
    return minutes, by_speed


def _time(km: FloatArray, swod_kmh: Band[float]) -> IntArray:
    """Minutes under way, shape (n, 3)."""
    typical = km / swod_kmh.typical
    faster = abs(swod_kmh.typical / swod_kmh.high - 1)
    slower = abs(swod_kmh.typical / swod_kmh.low - 1)
    band = np.stack([typical * (1 - min(faster, 0.9)), typical, typical * (1 + slower)], axis=1)
    minutes: IntArray = np.rint(band * 60).astype(np.int64)
    return minutes
