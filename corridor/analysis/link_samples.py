"""A network with drawn cents and minutes on its links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from corridor.analysis.distribution import Floats
from corridor.analysis.draws import Draws, Keys
from corridor.costing.columns import Column, Priced
from corridor.routing.network import HAUL, IntArray, Network


class DrawnBills:
    """Deviations of what is priced together, drawn once for all networks that share it."""

    def __init__(self, keys: Keys, draws: Draws) -> None:
        """Nothing is drawn yet."""
        self._keys, self._draws = keys, draws
        self._kept: dict[int, tuple[Priced, _DrawnBill]] = {}

    def of(self, priced: Priced) -> _DrawnBill:
        """The deviations; `priced` is kept with them, so that its id stays its own."""
        at = id(priced)
        if at not in self._kept:
            self._kept[at] = (priced, _DrawnBill(priced, self._keys, self._draws))
        return self._kept[at][1]


class LinkSampler:
    """A network with sampled cents and minutes on its links."""

    def __init__(self, network: Network, drawn: DrawnBills) -> None:
        """Draw every figure that stands behind a link of the network."""
        self._base = network
        bills: dict[int, list[Priced]] = {HAUL: [p.bill.priced for p in network.hauls.parts]}
        bills |= {k: [b.priced for b in found] for k, found in network.bills.items()}
        self._drawn = {kind: [drawn.of(p) for p in found] for kind, found in bills.items()}
        self._at: int | None = None
        self._values = network.cost, network.time

    def network(self, sample: int, shape: Network) -> Network:
        """The links of one sample, with those shut that are shut in `shape` (of the same links)."""
        if sample != self._at:
            self._at, self._values = sample, self._sampled(sample)
        cost, time = self._values
        drawn = replace(shape, cost=cost, time=time)
        # Sorting depends neither on the figures nor on what is shut.
        drawn.__dict__["lanes"] = self._base.lanes
        return drawn

    def _sampled(self, sample: int) -> tuple[IntArray, IntArray]:
        """Cents and minutes of every link."""
        base = self._base
        cost, time = base.cost.copy(), base.time.copy()
        for kind, bills in self._drawn.items():
            links = np.flatnonzero(base.kind == kind)
            if not len(links) or not bills:
                continue
            rows = base.row[links]
            for values, part in ((cost, 0), (time, 1)):
                shifts = np.concatenate([b.shift(sample)[part] for b in bills])
                values[links] += np.rint(shifts[rows]).astype(np.int64)
        return np.maximum(cost, 0), np.maximum(time, 0)


class _DrawnBill:
    """Deviations of the links that are priced together."""

    def __init__(self, priced: Priced, keys: Keys, draws: Draws) -> None:
        columns = [c for c in priced.columns if c.bases and not c.outside_total]
        self._count = len(priced.missing)
        self._columns = [
            (_Drawn(c, keys, draws, "cost"), _Drawn(c, keys, draws, "time")) for c in columns
        ]

    def shift(self, sample: int) -> tuple[Floats, Floats]:
        """Cents and minutes from typical, by link."""
        cost, time = np.zeros(self._count), np.zeros(self._count)
        for dollars, hours in self._columns:
            cost += dollars.shift(sample)
            time += hours.shift(sample)
        return cost, time


class _Drawn:
    """One column's deviations from typical, by sample."""

    def __init__(self, column: Column, keys: Keys, draws: Draws, what: str) -> None:
        band = column.cost if what == "cost" else column.time
        self._above = (band[:, 2] - band[:, 1]).astype(np.float64)
        self._below = (band[:, 1] - band[:, 0]).astype(np.float64)
        self._typical = band[:, 1].astype(np.float64)
        self._which = column.basis_of
        wide = bool(self._above.any() or self._below.any())
        bases: Sequence[tuple[str, ...]] = [b.rows for b in column.bases] if wide else []
        self._up, self._down = draws.deviations([keys.of(column.name, r, what) for r in bases])

    def shift(self, sample: int) -> Floats:
        if not self._up.shape[1]:
            return np.zeros(len(self._typical))
        applies = self._which >= 0
        up, down = self._up[sample][self._which], self._down[sample][self._which]
        moved = up * self._above - np.minimum(down * self._below, self._typical)
        return np.where(applies, moved, 0.0)
