"""Interval scores of our bands and of a naive rule, by class of case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
import numpy.typing as npt

from corridor.checks.scores.figures import Figure

Floats = npt.NDArray[np.float64]
# The bands are from the 10th to the 90th percentile.
LEVEL = 0.80
# Classes of fewer cases are printed and not judged.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Class:
    """How the figures of one class came out, and how a naive rule does on the same figures."""

    kind: str
    name: str
    n: int
    coverage: float
    width: float
    score: float
    typical_over_published: float
    naive_coverage: float
    naive_width: float
    naive_score: float

    @property
    def of_naive(self) -> float:
        """Our score over that of the naive rule: below 1 we are better."""
        return self.score / self.naive_score if self.naive_score else inf

    @property
    def judged(self) -> bool:
        """Whether the class has cases enough to be judged."""
        return self.n >= FEWEST


def interval_score(low: Floats, high: Floats, published: Floats) -> Floats:
    """
    Interval score in logs (Gneiting and Raftery 2007): the width, plus what misses, weighed.

    Parameters
    ----------
    low, high
        Ends of an interval that is to hold `LEVEL` of the figures.
    published
        The figures.

    Examples
    --------
    >>> one = np.array([1.0])
    >>> round(float(interval_score(one, np.e * one, one)[0]), 6)
    1.0
    >>> round(float(interval_score(one, np.e * one, np.e**2 * one)[0]), 6)
    11.0
    """
    low, high, value = np.log(low), np.log(high), np.log(published)
    weight = 2 / (1 - LEVEL)
    missed = np.maximum(low - value, 0) + np.maximum(value - high, 0)
    return np.asarray(high - low + weight * missed)


def naive(found: Sequence[Figure]) -> tuple[Floats, Floats]:
    """
    Ends of the bands of a naive rule for figures of one kind, each left out of its own.

    The rule: the median days (or dollars) a kilometre of the other cases times the length of our
    way, and about it the 10th to 90th percentile of what the other cases miss it by.
    """
    km, published = arrays(found, "km"), arrays(found, "published")
    ends = np.empty((2, len(found)))
    for i in range(len(found)):
        others = np.arange(len(found)) != i
        pace = np.median(published[others] / km[others])
        off = published[others] / (pace * km[others])
        ends[:, i] = pace * km[i] * np.percentile(off, (10, 90))
    return ends[0], ends[1]


def arrays(found: Sequence[Figure], name: str) -> Floats:
    """One number of each figure."""
    return np.array([getattr(f, name) for f in found], dtype=float)


_KINDS: tuple[tuple[str, Callable[[Figure], str]], ...] = (
    ("all", lambda _: "all"),
    ("mode", lambda f: f.mode),
    ("length", lambda f: f.length),
    ("corridor", lambda f: f.corridor),
)


def classes(found: Sequence[Figure]) -> list[Class]:
    """Classes of figures of one kind (days or dollars): all, by mode, length and corridor."""
    if len(found) < 3:
        return []
    low, high, published = (arrays(found, n) for n in ("low", "high", "published"))
    ours = np.maximum(low, np.minimum(0.01, published)), high
    rule = naive(found)
    ratio = arrays(found, "typical") / published
    scores = interval_score(*ours, published), interval_score(*rule, published)
    rows = []
    for kind, name_of in _KINDS:
        names = np.array([name_of(f) for f in found])
        for name in sorted(set(names.tolist())):
            at = names == name
            rows.append(
                Class(
                    kind=kind,
                    name=name,
                    n=int(at.sum()),
                    coverage=float(_within(*ours, published)[at].mean()),
                    width=float(np.median((ours[1] / ours[0])[at])),
                    score=float(scores[0][at].mean()),
                    typical_over_published=float(np.median(ratio[at])),
                    naive_coverage=float(_within(*rule, published)[at].mean()),
                    naive_width=float(np.median((rule[1] / rule[0])[at])),
                    naive_score=float(scores[1][at].mean()),
                )
            )
    return rows


def _within(low: Floats, high: Floats, value: Floats) -> Floats:
    return np.asarray((low <= value) & (value <= high), dtype=float)
