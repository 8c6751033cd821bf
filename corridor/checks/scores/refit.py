"""The fitted parameters set anew without the corridor of each case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corridor.checks.scores.figures import CITED, DAYS, DOLLARS, Figure
from corridor.checks.scores.interval import Floats, arrays, interval_score
from corridor.model.band import SHARED

Names = npt.NDArray[np.str_]
Marks = npt.NDArray[np.bool_]
# What each cited parameter is tried at, as a multiple of its row; the shared part as it is.
FACTORS = (0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0)
SHARES = tuple(float(s) for s in np.round(np.linspace(0, 1, 11), 1))
NOW = (*(1.0 for _ in CITED), SHARED)
# Rounds over the parameters, one after the other; the third changes nothing more.
_ROUNDS = 3
# A low end may not reach nought: the logs of the score have no bottom.
_LEAST = 0.02


@dataclass(frozen=True, slots=True)
class Refitted:
    """Score with each parameter set without the case's corridor, and what it was set to."""

    score: dict[str, float]
    before: dict[str, float]
    values: tuple[tuple[float, float], ...]
    """Least and most of each parameter over the corridors: multiples of the row, then the share."""


class Parts:
    """The parts of many figures as one block of numbers, so that they are summed at once."""

    def __init__(self, found: Sequence[Figure]) -> None:
        most = max(len(f.parts) for f in found)
        shape = (len(found), most)
        self.typical, self.below, self.above = (np.zeros(shape) for _ in range(3))
        self.cites = np.zeros((*shape, len(CITED)), dtype=bool)
        for i, figure in enumerate(found):
            for j, part in enumerate(figure.parts):
                self.typical[i, j] = part.typical
                self.below[i, j], self.above[i, j] = part.below, part.above
                self.cites[i, j] = part.cites

    def bands(self, values: Sequence[float]) -> tuple[Floats, Floats]:
        """
        Ends of the figures' bands with other parameters, the ways held.

        The wait for the train is as much longer, with its band; the spread of single trips at
        borders and on the road as much wider; the last value is the shared part of the variance.
        """
        *factors, shared = values
        longer = np.where(self.cites[..., 0], factors[0], 1.0)
        wider = longer * np.where(self.cites[..., 1], factors[1], 1.0)
        wider = wider * np.where(self.cites[..., 2], factors[2], 1.0)
        typical = (self.typical * longer).sum(axis=1)
        ends = []
        for half in (self.below, self.above):
            parts = half * wider
            squares, whole = (parts**2).sum(axis=1), parts.sum(axis=1)
            ends.append(np.sqrt((1 - shared) * squares + shared * whole**2))
        low = np.maximum(typical - ends[0], _LEAST * typical)
        return low, typical + ends[1]


def refit(found: Sequence[Figure]) -> Refitted | None:
    """Score of each figure with parameters set to the least score of the other corridors."""
    corridors = [f.corridor for f in found]
    if len(set(corridors)) < 2:
        return None
    parts, published = Parts(found), arrays(found, "published")
    kinds = np.array([f.what for f in found])
    at = np.array(corridors)
    scored = np.empty(len(found))
    tried = []
    for corridor in sorted(set(corridors)):
        out = at == corridor
        values = _least(parts, published, kinds, ~out)
        scored[out] = interval_score(*parts.bands(values), published)[out]
        tried.append(values)
    now = interval_score(*parts.bands(NOW), published)
    low, high = np.min(tried, axis=0), np.max(tried, axis=0)
    return Refitted(
        score=_by_kind(scored, kinds),
        before=_by_kind(now, kinds),
        values=tuple((float(a), float(b)) for a, b in zip(low, high, strict=True)),
    )


def _least(parts: Parts, published: Floats, kinds: Names, used: Marks) -> tuple[float, ...]:
    """Parameters of the least score over some figures, days and dollars alike."""

    def loss(values: Sequence[float]) -> float:
        scores = interval_score(*parts.bands(values), published)
        return sum(_by_kind(scores[used], kinds[used]).values())

    best = list(NOW)
    for _ in range(_ROUNDS):
        for i, grid in enumerate((*(FACTORS for _ in CITED), SHARES)):
            # At the same score the value nearest to what stands now is kept.
            tried = [
                (loss([*best[:i], value, *best[i + 1 :]]), abs(value - NOW[i]), value)
                for value in grid
            ]
            best[i] = min(tried)[2]
    return tuple(best)


def _by_kind(scores: Floats, kinds: Names) -> dict[str, float]:
    return {w: float(scores[kinds == w].mean()) for w in (DAYS, DOLLARS) if (kinds == w).any()}
