"""
The value of a figure at which the ranking of two ports turns, exact and not on a grid.

For a fixed way the objective is linear in a scale factor (in one over it for speeds and
sailings), so each port's best value is the lower envelope of lines. The envelope is built by
solving, never by sampling, and a way's line by pricing the very same way at two factors: where
the ways of one solved factor have the value solved at another, they hold in between, as a
minimum of lines cannot dip below one of them and touch it twice; where they have not, the factor
at which the two ways meet is solved next. A root is solved too: where a minimum price or free
days bend a line, it is no root yet, and the search goes on to its sides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from corridor.analysis.choice.figures import TIME, Figure
from corridor.analysis.ports.case import Case, Question
from corridor.analysis.ports.choice_set import followed
from corridor.analysis.ports.comparison import measure
from corridor.engine import RouteEngine
from corridor.errors import DataError
from corridor.messages.catalogue import in_english
from corridor.model.objective import Objective
from corridor.model.scenario import Overlay, Scale
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.search.path import Path

# How far a figure is followed; the tables' own bounds may end it earlier.
MOST = 20.0
_LADDER = (20.0, 10.0, 5.0, 3.0, 2.0, 1.5, 1.2)
_TOUCH = 2.0  # cents or minutes that rounding may put between a line and a solved value
_NARROW = 1e-4
# Where a line bends, two turns nearer to each other than this are not looked for.
_UNTURNED = 0.02
_MINUTE_CENTS = 10.0  # what a minute counts at the usual value of time, rounded up
_MOST_SOLVES = 20  # on each side of the figure
# Just beyond the value the other port must be ahead.
BEYOND = 0.002


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """
    Where two ports change places.

    Attributes
    ----------
    factor
        What the figure is multiplied by; None when nothing up to the bounds turns the order.
    base, value
        Cents or minutes that the figure stands for in the first port's or the second's best
        way, as it is and at the break-even.
    ahead_before, ahead_after
        Which port is ahead between 1 and the factor, and beyond it.
    verified
        Whether solving anew gives this order just before the factor and the other just beyond.
    low, high
        Factors between which the figure was followed.
    """

    figure: Figure
    ports: tuple[str, str]
    factor: float | None
    base: int
    value: float
    ahead_before: str
    ahead_after: str
    verified: bool
    low: float
    high: float
    solves: int


@dataclass(frozen=True)
class Solved:
    """Both ports solved at one factor: means of their best values, their ways by market."""

    values: tuple[float, float]
    paths: tuple[tuple[Path, ...], tuple[Path, ...]]
    cases: tuple[Case, ...]

    @property
    def lead(self) -> float:
        """The second port's value less the first's."""
        return self.values[1] - self.values[0]


class Scaled:
    """Solves two ports at any factor of a figure."""

    def __init__(
        self,
        engine: RouteEngine,
        question: Question,
        place: str,
        markets: tuple[str, ...],
        ports: tuple[str, str],
        figure: Figure,
    ) -> None:
        """Keep the question; nothing is solved yet."""
        self.engine, self.question, self.place = engine, question, place
        self.markets, self.ports, self.figure = markets, ports, figure
        self.solved: dict[float, Solved | None] = {}
        self.most = _MOST_SOLVES
        # Minutes are whole, so values keep to a grid of what a minute counts.
        by_time = question.query.objective == Objective.GENERALISED and figure.what == TIME
        self.touch = _TOUCH + (_MINUTE_CENTS if by_time else 0.0)

    def at(self, factor: float) -> Solved | None:
        """Both ports at a factor; None when the tables or the map refuse it."""
        if factor not in self.solved:
            self.solved[factor] = self._solve(factor)
        return self.solved[factor]

    def _solve(self, factor: float) -> Solved | None:
        scales = (Scale(self.figure.target, factor),) if factor != 1 else ()
        try:
            engine = self.engine.with_overlay(Overlay(name="--scale", scales=scales))
        except DataError:
            return None
        objective = self.question.query.objective
        cases = tuple(Case(engine, self.question, self.place, m) for m in self.markets)
        paths: list[tuple[Path, ...]] = []
        for port in self.ports:
            found = [case.best(port, objective) for case in cases]
            kept = tuple(f for f in found if f is not None)
            if len(kept) < len(found):
                return None
            paths.append(kept)
        first, second = (
            sum(
                measure(case.priced(port, path), objective)
                for case, path in zip(cases, kept, strict=True)
            )
            / len(cases)
            for port, kept in zip(self.ports, paths, strict=True)
        )
        return Solved((first, second), (paths[0], paths[1]), cases)

    def across(self, paths_of: Solved, at: Solved, port: int) -> float | None:
        """A port's ways of one factor at the price of another; None when they cannot be had."""
        objective, name = self.question.query.objective, self.ports[port]
        values: list[float] = []
        for path, was, case in zip(paths_of.paths[port], paths_of.cases, at.cases, strict=True):
            network, before = case.network(name), was.network(name)
            links = list(path.links)
            # A factor changes figures only; were the links others, the way is not compared.
            if not (_same(network, before) and not network.shut[links].any()):
                return None
            taken = followed(network, links, Objective.GENERALISED.weights(case.vot))
            if taken is None:
                return None
            values.append(measure(case.priced(name, taken), objective))
        return sum(values) / len(values)


def _same(one: SearchGraph, other: SearchGraph) -> bool:
    """Whether two networks number the same links alike."""
    pairs = ((one.tail, other.tail), (one.head, other.head), (one.kind, other.kind))
    return all(np.array_equal(a, b) for a, b in pairs)


def break_even(
    scaled: Scaled, base: int, on_progress: Callable[[str], None] = lambda _: None
) -> BreakEven:
    """
    The break-even nearest to the figure as it is.

    Parameters
    ----------
    scaled
        Solves the two ports.
    base
        Cents or minutes the figure stands for now, for showing the value.
    on_progress
        Told which figure is being worked on.
    """
    figure = scaled.figure
    on_progress(f"break-even of {in_english(figure.label)}")
    start = scaled.at(1.0)
    roots: list[float] = []
    span = [1.0, 1.0]
    if start is not None:
        for side, end in enumerate((_lowest(scaled), _highest(scaled))):
            span[side] = end
            finish = scaled.at(end)
            if finish is None or end == 1.0:
                continue
            scaled.most = len(scaled.solved) + _MOST_SOLVES
            root = _first_root(scaled, (1.0, start), (_counted(figure, end), finish))
            if root is not None:
                roots.append(_counted(figure, root))
    ahead = scaled.ports[0] if start is None or start.lead >= 0 else scaled.ports[1]
    if not roots:
        return BreakEven(
            figure=figure,
            ports=scaled.ports,
            factor=None,
            base=base,
            value=float(base),
            ahead_before=ahead,
            ahead_after=ahead,
            verified=start is not None,
            low=span[0],
            high=span[1],
            solves=len(scaled.solved),
        )
    factor = min(roots, key=lambda f: abs(f - 1))
    other = scaled.ports[1] if ahead == scaled.ports[0] else scaled.ports[0]
    return BreakEven(
        figure=figure,
        ports=scaled.ports,
        factor=factor,
        base=base,
        value=base / factor if figure.inverse else base * factor,
        ahead_before=ahead,
        ahead_after=other,
        verified=_verified(scaled, factor, ahead),
        low=span[0],
        high=span[1],
        solves=len(scaled.solved),
    )


def _counted(figure: Figure, factor: float) -> float:
    """What the figure counts by at a factor: one over it for speeds; and so the way back."""
    return 1 / factor if figure.inverse else factor


# What the figure counts by (the factor, or one over it), and both ports solved there.
_Place = tuple[float, Solved]


def _lowest(scaled: Scaled) -> float:
    tried = (0.05, 0.1, 0.2, 0.5) if scaled.figure.inverse else (1e-6, 0.05, 0.1, 0.2, 0.5)
    return next((f for f in tried if scaled.at(f) is not None), 1.0)


def _highest(scaled: Scaled) -> float:
    return next((f for f in _LADDER if scaled.at(f) is not None), 1.0)


def _first_root(scaled: Scaled, near: _Place, far: _Place) -> float | None:
    """The root nearest to `near` between two solved factors."""
    turns = near[1].lead * far[1].lead <= 0 and near[1].lead != far[1].lead
    least = _NARROW if turns else _UNTURNED
    narrow = abs(far[0] - near[0]) < least or len(scaled.solved) >= scaled.most
    crossing = None if narrow else _bend(scaled, near, far)
    if crossing is None:
        if not turns:
            return None
        crossing = near[0] + (far[0] - near[0]) * near[1].lead / (near[1].lead - far[1].lead)
        if narrow or crossing in (near[0], far[0]):
            return crossing
    solved = scaled.at(_counted(scaled.figure, crossing))
    if solved is None:
        return None
    if turns and abs(solved.lead) <= scaled.touch:
        return crossing
    middle = (crossing, solved)
    root = _first_root(scaled, near, middle)
    return root if root is not None else _first_root(scaled, middle, far)


def _bend(scaled: Scaled, near: _Place, far: _Place) -> float | None:
    """Where a port's ways of the two factors meet; None when one of them holds all along."""
    changes = False
    for port in (0, 1):
        ahead = scaled.across(near[1], far[1], port)
        behind = scaled.across(far[1], near[1], port)
        # What the near ways cost more at the far factor, and the far ways at the near one.
        after = None if ahead is None else ahead - far[1].values[port]
        before = None if behind is None else behind - near[1].values[port]
        if any(more is not None and more <= scaled.touch for more in (after, before)):
            continue
        changes = True
        if after is not None and before is not None:
            x = near[0] + (far[0] - near[0]) * before / (before + after)
            if min(abs(x - near[0]), abs(far[0] - x)) > _NARROW:
                return x
    return (near[0] + far[0]) / 2 if changes else None


def _verified(scaled: Scaled, factor: float, ahead: str) -> bool:
    """Whether the order still stands just before the factor, and is turned just beyond it."""
    outward = BEYOND if factor > 1 else -BEYOND
    before, beyond = (scaled.at(factor * (1 + side * outward)) for side in (-1, 1))
    if before is None or beyond is None:
        return False
    sign = 1 if ahead == scaled.ports[0] else -1
    return sign * before.lead > 0 > sign * beyond.lead
