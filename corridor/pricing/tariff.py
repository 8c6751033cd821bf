"""Which tariff fits a haul, and its price: fixed part plus dollars per km, band by band."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntFlag
from itertools import product

import numpy as np

from corridor.model.band import Band
from corridor.model.mode import Mode
from corridor.pricing.items import FloatArray, IntArray
from corridor.pricing.load import EVERYWHERE, Load
from corridor.tables.dataset import Dataset
from corridor.tables.records import Rate


class Way(IntFlag):
    """
    Which way a haul leads, as far as tariffs know it: north or not, and between what.

    BORDER: from or to a border that is crossed; else inside the country.
    """

    SOUTH = 0
    NORTH = 1
    BORDER = 2

    @classmethod
    def of(cls, *, north: bool, border: bool) -> Way:
        """The way of a haul."""
        return (cls.NORTH if north else cls.SOUTH) | (cls.BORDER if border else cls.SOUTH)

    def scopes(self, *, home: bool, bound: bool = False) -> tuple[str, ...]:
        """
        Scopes of tariffs that speak of it, the most exact first.

        With `home` the goods were loaded in the country, with `bound` they are delivered there.
        """
        if self & Way.BORDER:
            return "border", ""
        own = ("home", "local") if home else ("local",) if bound else ()
        return *own, "inland", ""


# Every way that a haul may lead.
WAYS = tuple(north | at for at in (Way.SOUTH, Way.BORDER) for north in (Way.SOUTH, Way.NORTH))


def fitting_rates(
    dataset: Dataset, load: Load, country: str, mode: str, service: str, way: int
) -> tuple[list[Rate], Band[float]]:
    """
    Rows of the tariff that fits best and how many price units the load counts for.

    The load's own unit goes before tonnes, a tariff of the direction before one of both, and one
    of a scope before one of all; rows of the user's own
    that speak of the haul go before all of these.
    """
    rows = [
        r for r in dataset.rates if (r.country, r.mode, r.service_class) == (country, mode, service)
    ]
    heading = "north" if way & Way.NORTH else "south"
    own = (country, EVERYWHERE)
    scopes = Way(way).scopes(home=load.home in own, bound=load.bound in own)
    for unit in ("truck",) if mode == Mode.ROAD else (load.rate_unit, "tonne"):
        for given, *said in product((True, False), (heading, "any"), scopes):
            fitting = [
                r
                for r in rows
                if r.unit == unit and [r.heading, r.scope] == said and r.own >= given
            ]
            if fitting:
                return sorted(fitting, key=lambda r: r.from_km), _quantity(load, unit, country)
    return [], Band(0.0, 0.0, 0.0)


def _quantity(load: Load, unit: str, country: str) -> Band[float]:
    if unit == "truck":
        return load.road(country).paying
    count = load.gross_t if unit == "tonne" else float(load.units)
    return Band(count, count, count)


def price(rates: Sequence[Rate], km: FloatArray, units: Band[float], times: float) -> IntArray:
    """
    Cents of one movement each, shape (n, 3).

    The taper is paid once: each band of distance at its own price, the fixed part of a
    band by every haul that reaches it. Price and number of units vary independently, so
    their relative half-widths add in quadrature.
    """
    dollars = np.zeros((len(km), 3))
    for rate in rates:
        inside = np.clip(km, rate.from_km, rate.to_km) - rate.from_km
        spread = rate.rate_usd_per_km
        dollars += np.where(km >= rate.from_km, rate.fixed_usd, 0.0)[:, None]
        dollars += inside[:, None] * np.array([spread.low, spread.typical, spread.high])
    typical = dollars[:, 1]
    band = dollars * units.typical
    if (units.low, units.high) != (units.typical, units.typical) and units.typical:
        safe = np.where(typical > 0, typical, 1.0)
        below = np.hypot(1 - dollars[:, 0] / safe, 1 - units.low / units.typical)
        above = np.hypot(dollars[:, 2] / safe - 1, units.high / units.typical - 1)
        band[:, 0] = typical * units.typical * (1 - np.minimum(below, 1))
        band[:, 2] = typical * units.typical * (1 + above)
    cents: IntArray = np.rint(band * times * 100).astype(np.int64)
    return cents
