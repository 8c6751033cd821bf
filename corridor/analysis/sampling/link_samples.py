"""A network on whose links lies what is reckoned with when what is unknown to all is drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from cachetools import LRUCache

from corridor.analysis.sampling.distribution import Floats
from corridor.analysis.sampling.draws import Draws, Keys, What
from corridor.planning.cache import PlannerCache
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.table import IntArray
from corridor.pricing.items import Column, Priced
from corridor.tables.dataset import Dataset

Shifts = tuple[Floats, Floats]
# Sets of priced links whose deviations are kept at a time.
_MOST_KEPT = 32


class DrawnBills:
    """Deviations of what is priced together, drawn once for all networks that share it."""

    def __init__(self, keys: Keys, draws: Draws) -> None:
        """Nothing is drawn yet."""
        self._keys, self._draws = keys, draws
        self._kept: LRUCache[int, tuple[Priced, Shifts]] = LRUCache(_MOST_KEPT)

    def of(self, priced: Priced) -> Shifts:
        """The deviations; `priced` is kept with them, so that its id stays its own."""
        found = self._kept.get(id(priced))
        if found is None:
            found = self._kept[id(priced)] = priced, _shifts(priced, self._keys, self._draws)
        return found[1]


def drawn_bills(cache: PlannerCache, dataset: Dataset, draws: Draws) -> DrawnBills:
    """Those of some draws, kept with a planner's other work."""
    keys = cache.get("keys of figures", 0, lambda: Keys(dataset))
    named = (draws.seed, draws.samples, draws.correlation)
    return cache.get("drawn bills", named, lambda: DrawnBills(keys, draws))


class LinkSampler:
    """A network with sampled cents and minutes on its links."""

    def __init__(self, network: SearchGraph, drawn: DrawnBills) -> None:
        """Draw every figure that stands behind a link of the network."""
        self._base = network
        self._shifts = [
            (links, rows, [drawn.of(b.priced) for b in bills])
            for links, rows, bills in network.billed()
        ]
        self._at: int | None = None
        self._values = network.cost, network.time

    def network(self, sample: int, shape: SearchGraph) -> SearchGraph:
        """The links of one sample, with those shut that are shut in `shape` (of the same links)."""
        if sample != self._at:
            self._at, self._values = sample, self._sampled(sample)
        cost, time = self._values
        return replace(shape, cost=cost, time=time)

    def _sampled(self, sample: int) -> tuple[IntArray, IntArray]:
        """Cents and minutes of every link."""
        base = self._base
        cost, time = base.cost.copy(), base.time.copy()
        for links, rows, shifts in self._shifts:
            for values, part in ((cost, 0), (time, 1)):
                drawn = np.concatenate([s[part][sample] for s in shifts])
                values[links] += np.rint(drawn[rows]).astype(np.int64)
        return np.maximum(cost, 0), np.maximum(time, 0)


def shifts_of(network: SearchGraph, links: IntArray, keys: Keys, draws: Draws) -> Shifts:
    """
    Mean cents and minutes from typical of some links, (samples, links) each.

    For a few links of a network: only the figures behind these are drawn.
    """
    cost, time = (np.zeros((draws.samples, len(links))) for _ in range(2))
    at = np.full(len(network.tail), -1, dtype=np.int64)
    at[links] = np.arange(len(links))
    for billed, numbered, bills in network.billed():
        wanted = at[billed] >= 0
        places, rows = at[billed[wanted]], numbered[wanted]
        first = 0
        for bill in bills:
            inside = (rows >= first) & (rows < first + len(bill))
            if inside.any():
                found = _shifts(bill.priced, keys, draws, rows[inside] - first)
                cost[:, places[inside]], time[:, places[inside]] = found
            first += len(bill)
    return cost, time


def _shifts(priced: Priced, keys: Keys, draws: Draws, rows: IntArray | None = None) -> Shifts:
    """Cents and minutes from typical of links that are priced together, (samples, links) each."""
    if rows is None:
        rows = np.arange(len(priced.missing))
    cost, time = (np.zeros((draws.samples, len(rows))) for _ in range(2))
    for column in priced.columns:
        if column.bases and not column.outside_total:
            _add(cost, column, keys, draws, "cost", rows)
            _add(time, column, keys, draws, "time", rows)
    return cost, time


def _add(
    shifts: Floats, column: Column, keys: Keys, draws: Draws, what: What, rows: IntArray
) -> None:
    """Add one column's mean deviations from typical over all trips, of some of its links."""
    band = (column.cost if what == "cost" else column.time)[rows].astype(np.float64)
    low, typical, high = band.T
    at = np.flatnonzero((column.basis_of[rows] >= 0) & ((high > typical) | (typical > low)))
    if not len(at):
        return
    used, which = np.unique(column.basis_of[rows[at]], return_inverse=True)
    bases = [column.bases[n] for n in used]
    up, down = draws.expected([keys.of(column.type, b.rows, what) for b in bases])
    least = np.minimum(down[:, which] * (typical - low)[at], typical[at])
    shifts[:, at] += up[:, which] * (high - typical)[at] - least
