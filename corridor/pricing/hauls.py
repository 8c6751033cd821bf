"""Items of line-hauls: price by tariff, driving or running time, carbon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corridor.model.band import Band
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
from corridor.pricing.tariff import fitting_rates, price
from corridor.pricing.track import slow_lines, speed_row
from corridor.pricing.trips import of_one_trip, trip_spread
from corridor.tables.library import Library
from corridor.tables.records import Driver, Parameter, Rate, Speed
from corridor.tables.row import Cited

_CREW_OF_TWO = "two_drivers"


@dataclass(frozen=True, slots=True)
class HaulLinks:
    """
    Line-hauls to price: country and mode code each, metres, and whether they go north.

    `electric` is the share of each haul under the wire, 0 to 1, NaN where nobody knows;
    `on_line` its metres on each line of `lines.slow_lines`, shape (n, lines).
    """

    country: npt.NDArray[np.str_]
    mode: npt.NDArray[np.uint8]
    length_m: npt.NDArray[np.int64]
    north: npt.NDArray[np.bool_]
    electric: FloatArray | None = None
    on_line: FloatArray | None = None


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows behind the hauls of one country, mode and direction."""

    rates: list[Rate]
    units: Band[float]
    factors: list[Parameter]
    share: Parameter | None
    speed: Speed
    own: tuple[tuple[int, Speed], ...]
    driver: Driver | None
    traction: Traction
    spread: list[Parameter]


class HaulRows:
    """The rows that price the hauls of one load and service; looked up once and kept."""

    def __init__(self, load: Load, library: Library, crew: str, rail_service: str) -> None:
        """Start with none looked up."""
        self.load, self.library, self.crew, self.rail_service = load, library, crew, rail_service
        self.effects = Effects(library, load)
        self._known: dict[tuple[str, Mode, bool], _Rows | Gap] = {}

    def of(self, country: str, mode: Mode, *, north: bool) -> _Rows | Gap:
        """The rows of a country, mode and direction, or what bars or lacks there."""
        key = (country, mode, north)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._looked_up(country, mode, north=north)
        return found

    def _looked_up(self, country: str, mode: Mode, *, north: bool) -> _Rows | Gap:
        load, library = self.load, self.library
        place = Place("haul", country, mode, ())
        bar = self.effects.bar([place]) or (
            _too_heavy(load, country) if mode is Mode.ROAD else None
        )
        if bar is not None:
            return bar
        found = _rows(library, load, country, mode, self.crew, self.rail_service, north=north)
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
    library: Library,
    *,
    crew: str,
    rail_service: str,
    rows: HaulRows | None = None,
) -> Priced:
    """
    Price line-hauls.

    A movement inside one country is one link, so a tariff that tapers with distance is
    applied once, to the whole length. Road time is driving time stretched by the hours
    a day that the crew may drive. `rows` are those of the same load and service, if they
    were looked up before.
    """
    rows = rows or HaulRows(load, library, crew, rail_service)
    count = len(links.length_m)
    columns = {
        Mode.ROAD: ColumnBuilder("Road line-haul", count),
        Mode.RAIL: ColumnBuilder("Rail line-haul", count),
    }
    second = ColumnBuilder("Second driver", count)
    effects = rows.effects
    fees = effects.fee_columns(count, "haul")
    missing: list[Gap | None] = [None] * count
    for country, code, north in sorted(
        set(zip(links.country.tolist(), links.mode.tolist(), links.north.tolist(), strict=True))
    ):
        mode = MODES[code]
        where = np.flatnonzero(
            (links.country == country) & (links.mode == code) & (links.north == north)
        )
        found = rows.of(country, mode, north=north)
        if isinstance(found, Gap):
            for link in where:
                missing[link] = found
            continue
        km = links.length_m[where] / 1000
        share = links.electric[where] if links.electric is not None else None
        on_line = links.on_line[where] / 1000 if links.on_line is not None else None
        time, lines = _running(km, on_line, found)
        _put_hauls(columns[mode], where, km, time, lines, share, found, library, load, country)
        if mode is Mode.ROAD and crew == _CREW_OF_TWO:
            wage = of_country(library, "second_driver", "usd_per_day", country)
            _put_second_driver(second, where, time, wage, load.trucks_in(country))
        effects.charge(fees, where, [Place("haul", country, mode, ())])
    return Priced(
        tuple(b.column() for b in (*columns.values(), second, *fees.values())),
        tuple(missing),
    )


def _too_heavy(load: Load, country: str) -> Gap | None:
    road = load.road(country)
    return barred_by(road.over.id) if road.barred and road.over else None


def _rows(
    library: Library,
    load: Load,
    country: str,
    mode: Mode,
    crew: str,
    rail_service: str,
    *,
    north: bool,
) -> _Rows | str:
    """The rows for hauls of one kind, or the name of the table that lacks one."""
    service = "truck" if mode is Mode.ROAD else rail_service
    rates, units = fitting_rates(library, load, country, mode, service, north=north)
    if not rates:
        return "rates"
    speed = speed_row(library, country, mode, service)
    if speed is None:
        return "speeds"
    lines = enumerate(slow_lines(library)) if mode is Mode.RAIL else ()
    found = ((n, speed_row(library, country, Mode.RAIL, service, line)) for n, line in lines)
    own = tuple((n, row) for n, row in found if row is not None)
    road = mode is Mode.ROAD
    traction = road_emission(library, load, country) if road else rail_emission(library, country)
    if traction is None:
        return "emissions"
    driver = None
    if road:
        driver = next(
            (d for d in library.drivers if (d.country, d.service_class) == (country, crew)), None
        )
        if driver is None:
            return "drivers"
    factors = factor_rows(library, load, mode)
    share = load.road(country).share if road else None
    spread = trip_spread(library, "speed", speed.band)
    return _Rows(rates, units, factors, share, speed, own, driver, traction, spread)


def road_minutes(rows: HaulRows, country: str, length_m: Sequence[int]) -> list[int] | None:
    """
    Typical minutes of road hauls in a country, as `price_hauls` has them; None if it has none.

    Whether a haul leads north changes its price, not its time.
    """
    found = rows.of(country, Mode.ROAD, north=True)
    if isinstance(found, Gap):
        found = rows.of(country, Mode.ROAD, north=False)
    if isinstance(found, Gap):
        return None
    minutes: list[int] = _running(np.array(length_m) / 1000, None, found)[0][:, 1].tolist()
    return minutes


def _put_hauls(
    column: ColumnBuilder,
    where: npt.NDArray[np.intp],
    km: FloatArray,
    time: IntArray,
    lines: IntArray,
    share: FloatArray | None,
    rows: _Rows,
    library: Library,
    load: Load,
    country: str,
) -> None:
    cost = price(rows.rates, km, rows.units, factor(rows.factors))
    co2e = np.rint(rows.traction.grams(km, load.gross_t, share)).astype(np.int64)
    least = library.parameter["road_minimum_usd"]
    short = np.zeros(len(km), dtype=np.bool_)
    if rows.driver is not None:
        paid = load.road(country).paying.typical
        floor = np.array([least.value.low, least.value.typical, least.value.high]) * paid * 100
        floor = np.rint(floor).astype(np.int64)
        short = cost[:, 1] < floor[1]
        cost[short] = np.maximum(cost[short], floor)
    wired = np.ones(len(km), dtype=np.int64)
    if rows.traction.electric is not None and share is not None:
        # 0: no wire on the haul, 1: partly, 2: all of it (or the country's average).
        wired = np.where(share == 0, 0, np.where((share == 1) | np.isnan(share), 2, 1))
    # A row of the taper stands behind a haul only if the haul is long enough for it.
    reached = np.sum([km >= r.from_km for r in rows.rates], axis=0)
    # The four as digits of one number, for rows of numbers are slow to sort.
    kinds = ((lines * (len(rows.rates) + 1) + reached) * 2 + short) * 3 + wired
    for kind in np.unique(kinds).tolist():
        rest, wire = divmod(kind, 3)
        rest, floored = divmod(rest, 2)
        on, bands = divmod(rest, len(rows.rates) + 1)
        if bands == 0:
            continue
        these = kinds == kind
        base = _basis(rows, bands, least if floored else None, wire, on)
        column.put(where[these], base, cost=cost[these], time=time[these], co2e=co2e[these])


def _basis(rows: _Rows, bands: int, least: Parameter | None, wire: int, on: int) -> Basis:
    prices: list[Cited] = [*rows.rates[:bands], *rows.factors]
    prices += [r for r in (rows.share, least) if r is not None]
    pace: list[Cited] = [row for n, row in rows.own if on >> (n + 1) & 1]
    if on & 1:
        pace.append(rows.speed)
    if rows.driver is not None:
        pace.append(rows.driver)
    plain, electric = rows.traction.plain, rows.traction.electric
    carbon = [plain] if electric is None or wire < 2 else []
    carbon += [electric] if electric is not None and wire > 0 else []
    return basis(cost=prices, time=pace, also=[*carbon, *rows.spread])


def _put_second_driver(
    column: ColumnBuilder,
    where: npt.NDArray[np.intp],
    time: IntArray,
    wage: Parameter,
    trucks: int,
) -> None:
    a_day = np.array([wage.value.low, wage.value.typical, wage.value.high]) * trucks * 100
    cost = np.rint(time[:, 1:2] / 1440 * a_day).astype(np.int64)
    column.put(where, basis(cost=(wage,)), cost=cost)


def _running(km: FloatArray, on_line: FloatArray | None, rows: _Rows) -> tuple[IntArray, IntArray]:
    """
    Minutes of hauls, shape (n, 3), and which speeds they go by.

    Bit 0 of the second is the country's speed, bit n + 1 that of line n.
    """
    rest = km
    time = np.zeros((len(km), 3), dtype=np.int64)
    used = np.zeros(len(km), dtype=np.int64)
    metres = on_line if on_line is not None else np.zeros((len(km), 0))
    for number, row in rows.own[: metres.shape[1]]:
        there = metres[:, number]
        rest = rest - there
        time += _time(there, row.swod_kmh, None)
        used |= np.where(there > 0, 1 << (number + 1), 0)
    # Metres are whole, so what is left of a haul on one line alone is nothing.
    rest = np.where(rest < 0.0005, 0.0, rest)
    time += _time(rest, of_one_trip(rows.speed.swod_kmh, rows.spread), rows.driver)
    return time, used | np.where((rest > 0) | (used == 0), 1, 0)


def _time(km: FloatArray, swod_kmh: Band[float], driver: Driver | None) -> IntArray:
    """
    Elapsed minutes, shape (n, 3).

    Speed and driving hours vary independently, so their relative half-widths add in
    quadrature instead of multiplying the worst of both.
    """
    day = driver.driving_h_per_day if driver else Band(24.0, 24.0, 24.0)
    typical = km / swod_kmh.typical * (24 / day.typical)
    faster = np.hypot(swod_kmh.typical / swod_kmh.high - 1, day.typical / day.high - 1)
    slower = np.hypot(swod_kmh.typical / swod_kmh.low - 1, day.typical / day.low - 1)
    band = np.stack([typical * (1 - min(faster, 0.9)), typical, typical * (1 + slower)], axis=1)
    minutes: IntArray = np.rint(band * 60).astype(np.int64)
    return minutes
