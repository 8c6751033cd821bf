"""Items of line-hauls: price by tariff, driving or running time, carbon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import numpy.typing as npt

from corridor.costing.columns import (
    ColumnBuilder,
    FloatArray,
    IntArray,
    Priced,
    basis,
    cents,
)
from corridor.costing.load import Load
from corridor.model.band import ZERO
from corridor.sources.library import Library
from corridor.sources.records import Driver, Emission, Parameter, Rate, Speed, Spread

RAIL, ROAD = 0, 1


@dataclass(frozen=True, slots=True)
class HaulLinks:
    """Line-hauls to price: country and mode code each, metres, and whether they go north."""

    country: npt.NDArray[np.str_]
    mode: npt.NDArray[np.uint8]
    length_m: npt.NDArray[np.int64]
    north: npt.NDArray[np.bool_]


def price_hauls(
    links: HaulLinks, load: Load, library: Library, *, crew: str, rail_service: str
) -> Priced:
    """
    Price line-hauls.

    A movement inside one country is one link, so a tariff that tapers with distance is
    applied once, to the whole length. Road time is driving time stretched by the hours
    a day that the crew may drive.
    """
    count = len(links.length_m)
    road = ColumnBuilder("Road line-haul", count)
    rail = ColumnBuilder("Rail line-haul", count)
    missing = [""] * count
    for country, mode, north in sorted(
        set(zip(links.country.tolist(), links.mode.tolist(), links.north.tolist(), strict=True))
    ):
        where = np.flatnonzero(
            (links.country == country) & (links.mode == mode) & (links.north == north)
        )
        service = "truck" if mode == ROAD else _rail_service(load, rail_service)
        rates, units = _rates(library, load, country, mode, service, north=north)
        speed = _speed(library, country, mode, service)
        emission = _emission(library, load, country, mode)
        driver = _driver(library, country, crew) if mode == ROAD else None
        lacking = _lacking(rates, speed, emission, driver, mode)
        if lacking or speed is None or emission is None:
            for link in where:
                missing[link] = f"{lacking} for {country}"
            continue
        km = links.length_m[where] / 1000
        factor = _reefer_row(library, load, mode)
        cost = _tariff(rates, km, units * prod(f.value.typical for f in factor))
        pace: list[Speed | Driver] = [speed] if driver is None else [speed, driver]
        time = _time(km, speed.swod_kmh, driver.driving_h_per_day if driver else None)
        grams = km * load.gross_t * emission.intensity_g_per_tkm.typical
        co2e = np.rint(grams).astype(np.int64)
        column = road if mode == ROAD else rail
        least = library.parameter["road_minimum_usd"]
        floor = cents(least.value, load.trucks) if mode == ROAD else ZERO
        short = cost[:, 1] < floor.typical
        cost[short] = np.maximum(cost[short], (floor.low, floor.typical, floor.high))
        # A row of the taper stands behind a haul only if the haul is long enough for it.
        reached = np.sum([km >= r.from_km for r in rates], axis=0)
        for bands in range(1, len(rates) + 1):
            prices: list[Rate | Parameter] = [*rates[:bands], *factor]
            base = basis(cost=prices, time=pace, carbon=emission)
            least_base = basis(cost=[*prices, least], time=pace, carbon=emission)
            for chosen, found in ((~short, base), (short, least_base)):
                these = chosen & (reached == bands)
                if these.any():
                    column.put(
                        where[these], found, cost=cost[these], time=time[these], co2e=co2e[these]
                    )
    return Priced((road.column(), rail.column()), tuple(missing))


def _rail_service(load: Load, asked: str) -> str:
    """Block trains carry containers; wagons always go as wagonload."""
    return "wagonload" if load.family == "wagon" else asked


def _lacking(
    rates: Sequence[Rate],
    speed: Speed | None,
    emission: Emission | None,
    driver: Driver | None,
    mode: int,
) -> str:
    if not rates:
        return "rates"
    if speed is None:
        return "speeds"
    if emission is None:
        return "emissions"
    if mode == ROAD and driver is None:
        return "drivers"
    return ""


def _rates(
    library: Library, load: Load, country: str, mode: int, service: str, *, north: bool
) -> tuple[list[Rate], float]:
    """Rows of the tariff that fits best and how many price units the load counts for."""
    name = "road" if mode == ROAD else "rail"
    rows = [
        r
        for r in library.rates
        if r.country == country and r.mode == name and r.service_class == service
    ]
    heading = "north" if north else "south"
    wanted = ["truck"] if mode == ROAD else [load.rate_unit, "tonne"]
    for unit in wanted:
        for way in (heading, "any"):
            fitting = [r for r in rows if r.unit == unit and r.heading == way]
            quantity = float(load.units) if unit == load.rate_unit else load.quantity(unit)
            if mode == ROAD:
                quantity = float(load.trucks)
            if fitting and quantity is not None:
                return sorted(fitting, key=lambda r: r.from_km), quantity
    return [], 0.0


def _tariff(rates: Sequence[Rate], km: FloatArray, units: float) -> IntArray:
    """Fixed part plus dollars per km, taper band by band, in cents, shape (n, 3)."""
    dollars = np.zeros((len(km), 3))
    for rate in rates:
        inside = np.clip(km, rate.from_km, rate.to_km) - rate.from_km
        spread = rate.rate_usd_per_km
        per_km = np.array([spread.low, spread.typical, spread.high])
        dollars += np.where(km >= rate.from_km, rate.fixed_usd, 0.0)[:, None]
        dollars += inside[:, None] * per_km
    return np.rint(dollars * units * 100).astype(np.int64)


def _time(km: FloatArray, swod_kmh: Spread, driving: Spread | None) -> IntArray:
    """
    Elapsed minutes, shape (n, 3).

    Speed and driving hours vary independently, so their relative half-widths add in
    quadrature instead of multiplying the worst of both.
    """
    day = driving or Spread(24.0, 24.0, 24.0)
    typical = km / swod_kmh.typical * (24 / day.typical)
    faster = np.hypot(swod_kmh.typical / swod_kmh.high - 1, day.typical / day.high - 1)
    slower = np.hypot(swod_kmh.typical / swod_kmh.low - 1, day.typical / day.low - 1)
    band = np.stack([typical * (1 - min(faster, 0.9)), typical, typical * (1 + slower)], axis=1)
    minutes: IntArray = np.rint(band * 60).astype(np.int64)
    return minutes


def _speed(library: Library, country: str, mode: int, service: str) -> Speed | None:
    name = "road" if mode == ROAD else "rail"
    return next(
        (
            s
            for s in library.speeds
            if (s.country, s.mode, s.service_class) == (country, name, service)
        ),
        None,
    )


def _driver(library: Library, country: str, crew: str) -> Driver | None:
    return next(
        (d for d in library.drivers if (d.country, d.service_class) == (country, crew)), None
    )


def _emission(library: Library, load: Load, country: str, mode: int) -> Emission | None:
    vehicle = "train"
    if mode == ROAD:
        vehicle = "reefer_truck" if load.consignment.unit == "reefer" else "truck"
    rows = [e for e in library.emissions if e.vehicle == vehicle]
    exact = [e for e in rows if e.country == country]
    general = [e for e in rows if not e.country]
    return next(iter(exact + general), None)


def _reefer_row(library: Library, load: Load, mode: int) -> list[Parameter]:
    """The factor on the price of a cooled box; none for any other load."""
    if load.consignment.unit != "reefer":
        return []
    return [library.parameter["reefer_road_factor" if mode == ROAD else "reefer_rail_factor"]]
