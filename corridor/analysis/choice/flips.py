"""
The one figure whose change makes a listed way the best of all, nearest to the figure as it is.

What a way counts is all but linear in a factor of a figure (in one over it for speeds), so between
the ways that were gathered the factor at which one overtakes the others is where lines cross. Each
such factor is then looked at on the network with the figure multiplied: the lines get their
true slopes there, and a search tells whether a further way is best, which joins the others. So the
figures are worked off, the nearest first, until none that is left can be nearer. A factor is told
when just beyond it the search finds the way best, and just short of it another is ahead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import product
from math import exp, inf, log

import numpy as np
import numpy.typing as npt

from corridor.analysis.choice.figures import COST, TIME, VALUE_OF_TIME, Figure, figures_behind
from corridor.analysis.choice.rescaled import Rescaled
from corridor.model.answer import Itinerary, Leg
from corridor.model.charge import STANDING
from corridor.model.message import say
from corridor.model.objective import Objective, Weights
from corridor.planning.answering import Found
from corridor.planning.search.alternatives import Key, key_of
from corridor.planning.search.compared import best_compared, compared, times
from corridor.planning.search.path import Path
from corridor.planning.search.search import Search
from corridor.tables.dataset import Dataset

# How far a figure is followed, in the logarithm of its factor: to a tenth and tenfold.
MOST = log(10.0)
# Just beyond, and just short of, in the logarithm of the factor.
MARGIN = 0.004
# Networks with a figure multiplied that are looked at for one figure, and for one way.
_MOST_EACH, _MOST_LOOKS = 6, 30
VALUE_OF_TIME_FIGURE = Figure(VALUE_OF_TIME, say("figure.value_of_time"), COST)
_HOURS = "border_times:"
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Turn:
    """A figure, the factor at which the best way changes, and the way that is best beyond it."""

    figure: Figure
    factor: float
    winner: Path


class Lines:
    """What ways count as figures are multiplied: values now, and slopes by each figure."""

    def __init__(self, found: Found, paths: Sequence[Path], ways: Sequence[Itinerary]) -> None:
        """Price the ways as they are; the first one is the best."""
        self.found, self.weigh = found, found.solver.weigh
        self.network, self.dataset = found.solver.network, found.planning.context.dataset
        self.search = Search(self.network, self.weigh)
        self.rescaled = Rescaled(found.planning, self.network)
        self.paths: list[Path] = []
        self.keys: list[Key] = []
        self.values: list[float] = []
        self.slopes: dict[Figure, list[float]] = {}
        for path, way in zip(paths, ways, strict=True):
            self._add(path, way)

    def _add(self, path: Path, way: Itinerary | None = None) -> None:
        """Take a way in, unless it is known or cannot be used as things are."""
        if any(path.links == known.links for known in self.paths):
            return
        value = _value(self.search, path)
        if value is None:
            return
        way = way or self.found.journey.itinerary(path, papers=False)
        moved = _slopes(way, self.weigh, self.found.answer.query.objective, self.dataset)
        for figure in moved:
            self.slopes.setdefault(figure, [0.0] * len(self.paths))
        for figure, slopes in self.slopes.items():
            slopes.append(moved.get(figure, 0.0))
        self.paths.append(path)
        self.keys.append(key_of(self.network, path))
        self.values.append(value)

    def crossing(self, figure: Figure, side: int, mine: Mask) -> float | None:
        """
        How far a figure must be moved until some ways come to no more than all others.

        In the logarithm of its factor, up (`side` 1) or down (-1); None where lines do not cross.
        """
        if mine.all() or not mine.any():
            return None  # as on a journey inside a country, whose ways are all of one key
        values, slopes = np.array(self.values), np.array(self.slopes[figure])
        behind = values[mine][:, None] - values[~mine][None, :]
        faster = slopes[mine][:, None] - slopes[~mine][None, :]
        with np.errstate(divide="ignore", invalid="ignore"):
            moves = np.log((1 - behind / faster).ravel()) * (-side if figure.inverse else side)
        moves = np.sort(moves[np.isfinite(moves) & (moves >= 0) & (moves <= MOST)])
        counted = np.exp(moves * (-side if figure.inverse else side))
        found = values + (counted[:, None] - 1) * slopes
        least = values.min() * 1e-6
        ahead = found[:, mine].min(axis=1) <= found[:, ~mine].min(axis=1) + least
        return float(moves[np.argmax(ahead)]) if ahead.any() else None

    def look(self, figure: Figure, factor: float) -> Path | None:
        """The best way at a factor; the lines of the figure are drawn through it from then on."""
        weigh, network = self.weigh, self.network
        if figure.target == VALUE_OF_TIME:
            vot = self.found.answer.value_of_time_usd_per_h * factor
            weigh = Objective.GENERALISED.weights(vot)
        else:
            changed = self.rescaled.at(figure.target, factor)
            if changed is None:
                return None
            network = changed
        search, solver = Search(network, weigh), self.found.solver
        best = best_compared(search, solver.limits)
        if best is None:
            return None
        self._add(best)
        counted = (1 / factor if figure.inverse else factor) - 1
        for number, path in enumerate(self.paths):
            value = _value(search, path)
            if value is not None:
                self.slopes[figure][number] = (value - self.values[number]) / counted
        return best


def _value(search: Search, path: Path) -> float | None:
    """What a way counts in comparisons on a network of the same links; None where it stays shut."""
    links = list(path.links)
    timed = search.timed_path(links, int(search.objective[links].sum()))
    if timed is None:
        return None
    return float(compared(search.network, timed, timed.objective, search.start))


def _slopes(
    way: Itinerary, weigh: Weights, objective: Objective, dataset: Dataset
) -> dict[Figure, float]:
    """What a way counts more when a figure is doubled (what its hours are divided by halved)."""
    # Of an objective that only breaks ties by the other side, the other side turns nothing.
    cost_w = 0 if objective is Objective.TIME else weigh.cost_w
    time_w = 0 if objective is Objective.COST else weigh.time_w
    found: dict[Figure, float] = {}
    for leg in way.legs:
        for item in (i for i in leg.items if not i.outside_total):
            for figure in figures_behind(leg, item, dataset):
                if item.type == STANDING:
                    more = cost_w * item.cost.typical * _over(leg, dataset)
                    more *= figure.what == TIME
                elif figure.what == TIME:
                    more = time_w * item.time.typical
                else:
                    more = cost_w * item.cost.typical
                if more:
                    found[figure] = found.get(figure, 0.0) + more
    if objective is Objective.GENERALISED:
        found[VALUE_OF_TIME_FIGURE] = float(time_w * way.time.typical)
    counts = times(way.re_enters)
    return {figure: more * counts for figure, more in found.items()}


def _over(leg: Leg, dataset: Dataset) -> float:
    """How much faster what a truck is paid for standing grows than the hours at a border do."""
    minutes = sum(
        item.time.typical for item in leg.items if any(r.startswith(_HOURS) for r in item.rows)
    )
    free = dataset.figures.truck_free_h_at_border.value.typical * 60
    return minutes / (minutes - free) if minutes > free else 1.0


@dataclass(slots=True)
class _Hunt:
    """
    A figure followed up or down until the best way changes, in the logarithm of its factor.

    Up to `short` it has not changed, from `long` on it has; `at` is where it should.
    """

    figure: Figure
    side: int
    at: float
    short: float = 0.0
    long: float = inf
    looks: int = 0
    winner: Path | None = None
    sure: bool = False

    @property
    def factor(self) -> float:
        """What the figure is multiplied by."""
        return exp(self.side * self.at)


class Flips:
    """Looks for turns among the ways of an answer; `given_up` tells that the last look ended too soon."""

    def __init__(self, lines: Lines) -> None:
        """Keep the ways; the first one is the best."""
        self.lines, self.given_up = lines, False

    def nearest(self, key: Key, *, wanted: bool = True) -> Turn | None:
        """
        The nearest figure that makes a way best, or takes the first place from it unless `wanted`.

        None where no single one does between a tenth and tenfold.
        """
        lines, looks, self.given_up = self.lines, 0, False
        waiting: list[tuple[float, int, _Hunt]] = []
        for number, (figure, side) in enumerate(product(lines.slopes, (1, -1))):
            at = lines.crossing(figure, side, self._mine(key, wanted=wanted))
            if at is not None:
                waiting.append((at, number, _Hunt(figure, side, at)))
        heapify(waiting)
        while waiting:
            _, number, hunt = heappop(waiting)
            if hunt.sure and hunt.winner is not None:
                return Turn(hunt.figure, hunt.factor, hunt.winner)
            if hunt.looks == _MOST_EACH or looks == _MOST_LOOKS:
                self.given_up = True
                continue
            looks += 1
            if self._narrowed(hunt, key, wanted=wanted):
                heappush(waiting, (hunt.at, number, hunt))
        return None

    def _narrowed(self, hunt: _Hunt, key: Key, *, wanted: bool) -> bool:
        """Look just beyond where the best way should change; False where it changes nowhere."""
        beyond, hunt.looks = hunt.at + MARGIN, hunt.looks + 1
        best = self._look(hunt, beyond)
        if best is None:
            return False
        after = self.lines.crossing(hunt.figure, hunt.side, self._mine(key, wanted=wanted))
        if self._turned(best, key, wanted=wanted):
            hunt.long, hunt.winner = beyond, best
            near = after is not None and abs(after - hunt.at) < MARGIN / 2
            if after is not None and near and not self._too_far(hunt, after, key, wanted=wanted):
                hunt.sure = True
        else:
            hunt.short = beyond
        if hunt.long < inf and not hunt.sure:
            # Where steps bend the lines the gap is halved.
            hunt.sure = hunt.long - hunt.short <= 2 * MARGIN
            if hunt.sure or after is None or not hunt.short < after < hunt.long - MARGIN:
                after = (hunt.short + hunt.long) / 2 - (0 if hunt.sure else MARGIN)
        if after is None or after + MARGIN < hunt.short:
            return False
        hunt.at = max(after, 0.0)
        return hunt.at <= MOST

    def _too_far(self, hunt: _Hunt, at: float, key: Key, *, wanted: bool) -> bool:
        """Whether the best way has changed just short of a place already."""
        short = at - MARGIN
        best = self._look(hunt, short) if short > 0 else None
        if best is None:
            return False
        if self._turned(best, key, wanted=wanted):
            hunt.long, hunt.winner = short, best
            return True
        hunt.short = short
        return False

    def _look(self, hunt: _Hunt, at: float) -> Path | None:
        return self.lines.look(hunt.figure, exp(hunt.side * at))

    def _turned(self, best: Path, key: Key, *, wanted: bool) -> bool:
        return (key_of(self.lines.network, best) == key) == wanted

    def _mine(self, key: Key, *, wanted: bool) -> Mask:
        return np.array([(known == key) == wanted for known in self.lines.keys])
