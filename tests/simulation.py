"""The documented rule of the samples written again with numpy and scipy."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import special, stats

from corridor.model.answer import Itinerary
from corridor.model.charge import SAILING_WAIT
from tests.real import dataset


class Simulation:
    """Draws of every figure behind ways, made anew of other numbers; both levels of what is drawn."""

    def __init__(self, samples: int) -> None:
        self.random = np.random.default_rng(20_261_201)
        self.samples = samples
        self.z: dict[tuple[str, ...], Any] = {}
        parameter = dataset().parameter
        self.share = {
            "cost": parameter["unknown_share_dollars"].value.typical,
            "time": parameter["unknown_share_hours"].value.typical,
        }

    def normal(self, level: str, row: str, what: str) -> Any:
        def drawn(*named: str) -> Any:
            key = (level, *named)
            if key not in self.z:
                self.z[key] = self.random.standard_normal(self.samples)
            return self.z[key]

        return np.sqrt(0.5) * drawn("all", what) + np.sqrt(0.5) * drawn(row, what)

    def widths(self, way: Itinerary, what: str) -> dict[tuple[str, float], list[float]]:
        """Summed half-widths up and down by figure and share that is unknown."""
        copies = {
            f"sea_rates:{r.id}": f"sea_rates:{r.copy_of}" for r in dataset().sea_rates if r.copy_of
        }
        copies |= {
            f"sea_services:{r.id}": f"sea_services:{r.copy_of}"
            for r in dataset().sea_services
            if r.copy_of
        }
        copies |= {
            f"port_charges:{r.id}": f"port_charges:{r.copy_of}"
            for r in dataset().port_charges
            if r.copy_of
        }
        found: dict[tuple[str, float], list[float]] = {}
        for item in (i for leg in way.legs for i in leg.items if not i.outside_total):
            band = getattr(item, what)
            waits = item.type.id == SAILING_WAIT.id
            rows = tuple(copies.get(r, r) for r in item.rows) or (item.type.id,)
            at = ("|".join(rows) + "!" * waits, 0.0 if waits else self.share[what])
            entry = found.setdefault(at, [0.0, 0.0])
            entry[0] += band.high - band.typical
            entry[1] += band.typical - band.low
        return {k: v for k, v in found.items() if v[0] or v[1]}

    def mean(self, way: Itinerary, what: str) -> Any:
        """Mean over all trips, by the truncated means of a normal."""
        value = np.full(self.samples, float(getattr(way, what).typical))
        for (row, share), (up, down) in self.widths(way, what).items():
            high, low = self.halves(row, share, what)
            value += up * high - down * low
        return value

    def halves(self, row: str, share: float, what: str) -> tuple[Any, Any]:
        """Means of both halves of a deviate of which a share of the variance is drawn."""
        key = ("halves", row, str(share), what)
        if key not in self.z:
            per = stats.norm.ppf(0.9)
            if share == 0:
                self.z[key] = (stats.norm.pdf(0) / per, stats.norm.pdf(0) / per)
            else:
                mean, sd = np.sqrt(share) * self.normal("unknown", row, what), np.sqrt(1 - share)
                high = mean * special.ndtr(mean / sd) + sd * stats.norm.pdf(mean / sd)
                self.z[key] = (high / per, (high - mean) / per)
        found: tuple[Any, Any] = self.z[key]
        return found

    def trip(self, way: Itinerary, what: str) -> Any:
        """One trip a sample: a normal deviate of the whole way, laid over its own band."""
        z = np.zeros(self.samples)
        for (row, share), (up, down) in self.widths(way, what).items():
            own = np.sqrt(share) * self.normal("unknown", row, what)
            own += np.sqrt(1 - share) * self.normal("trip", row, what)
            z += own * (up + down) / 2
        z /= z.std()
        band = getattr(way, what)
        half = np.where(z > 0, band.high - band.typical, band.typical - band.low)
        return np.maximum(band.typical + z * half / stats.norm.ppf(0.9), 0)
