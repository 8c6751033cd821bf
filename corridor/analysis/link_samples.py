"""A network with drawn cents and minutes on its links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from corridor.analysis.distribution import Floats
from corridor.analysis.draws import Draws, Keys
from corridor.costing.columns import Column
from corridor.routing.network import Network


class LinkSampler:
    """A network with sampled cents and minutes on its links."""

    def __init__(self, network: Network, keys: Keys, draws: Draws) -> None:
        """Draw every figure that stands behind a link of the network."""
        self._base = network
        self._columns: list[list[tuple[_Drawn, _Drawn]]] = []
        for priced in network.priced:
            self._columns.append(
                [
                    (_Drawn(column, keys, draws, "cost"), _Drawn(column, keys, draws, "time"))
                    for column in priced.columns
                    if column.bases and not column.outside_total
                ]
            )

    def network(self, sample: int) -> Network:
        """The network of one sample."""
        base = self._base
        cost, time = base.cost.copy(), base.time.copy()
        for kind, columns in enumerate(self._columns):
            links = np.flatnonzero(base.kind == kind)
            if not len(links) or not columns:
                continue
            rows = base.row[links]
            for dollars, hours in columns:
                cost[links] += np.rint(dollars.shift(sample)[rows]).astype(np.int64)
                time[links] += np.rint(hours.shift(sample)[rows]).astype(np.int64)
        return replace(base, cost=np.maximum(cost, 0), time=np.maximum(time, 0))


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
