"""How much of what our typical figures miss is common to a corridor: one-way analysis of variance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from corridor.checks.scores.figures import DAYS, DOLLARS, Figure
from corridor.text_table import columns

# Fewer corridors than this leave nothing to compare once one is left out.
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Shared:
    """
    Share of the variance about our typical figures that lies between corridors, 0 to 1.

    `low` and `high` are its least and greatest with any one corridor left out. The parameters
    `unknown_share_hours` and `unknown_share_dollars` rest on it.
    """

    what: str
    cases: int
    corridors: int
    share: float
    low: float
    high: float


def shared(found: Sequence[Figure]) -> list[Shared]:
    """The share of days and of dollars; a kind with too few corridors is left out."""
    rows = []
    for what in (DAYS, DOLLARS):
        groups: dict[str, list[float]] = {}
        for figure in found:
            if figure.what == what and figure.high > figure.low and figure.typical > 0:
                groups.setdefault(figure.corridor, []).append(missed_by(figure))
        if len(groups) < _FEWEST:
            continue
        without = [between({k: v for k, v in groups.items() if k != out}) for out in groups]
        cases = sum(map(len, groups.values()))
        share = between(groups)
        rows.append(Shared(what, cases, len(groups), share, min(without), max(without)))
    return rows


def missed_by(figure: Figure) -> float:
    """The log of published over typical, in widths of our band (the log of its high over its low)."""
    low = max(figure.low, min(0.01, figure.published))
    return log(figure.published / figure.typical) / log(figure.high / low)


def between(groups: Mapping[str, Sequence[float]]) -> float:
    """
    Part of the variance of some figures that lies between groups of unequal size.

    The usual estimate of the one-way random-effects model; below nothing it is nothing.

    Examples
    --------
    >>> round(between({"a": (1.0, 3.0), "b": (7.0, 9.0)}), 4)
    0.8947
    >>> between({"a": (1.0, 3.0), "b": (3.0, 1.0)})
    0.0
    """
    sizes = [len(values) for values in groups.values()]
    n, k = sum(sizes), len(sizes)
    if k < 2 or n == k:
        return 0.0
    grand = sum(sum(values) for values in groups.values()) / n
    means = {name: sum(values) / len(values) for name, values in groups.items()}
    of_groups = sum(len(v) * (means[g] - grand) ** 2 for g, v in groups.items()) / (k - 1)
    within = sum((x - means[g]) ** 2 for g, v in groups.items() for x in v) / (n - k)
    size = (n - sum(s * s for s in sizes) / n) / (k - 1)
    part = max(0.0, (of_groups - within) / size)
    return part / (part + within) if part else 0.0


def shared_lines(rows: Sequence[Shared]) -> list[str]:
    """The shares as text."""
    if not rows:
        return []
    head = ("", "cases", "corridors", "between corridors", "any one corridor left out")
    cells = [
        (
            f"  {r.what}",
            str(r.cases),
            str(r.corridors),
            f"{r.share:.2f}",
            f"{r.low:.2f} to {r.high:.2f}",
        )
        for r in rows
    ]
    return [
        "",
        "Share of the variance about our typical figure that lies between corridors (ln of published over",
        "typical, in widths of our band); unknown_share_hours and unknown_share_dollars rest on it:",
        *columns([head, *cells]),
    ]
