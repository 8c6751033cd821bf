"""
The value of a figure at which the ranking of two ports turns, exact and not on a grid.

For a fixed way the objective is linear in a scale factor (in one over it for speeds and
sailings), so each port's best value is the lower envelope of lines. The envelope is built by
solving, never by sampling: where a line through one solved factor explains the value solved at
another, it holds in between, as a minimum of lines cannot dip below one of them and touch it
twice; where it does not, the factor at which the two lines meet is solved next. Where a
minimum price or free days bend a line, the span is halved until it is straight.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corridor.analysis.comparison import measure
from corridor.analysis.desk import Case, Question
from corridor.analysis.figures import COST, Figure, amount
from corridor.api import Planner
from corridor.errors import DataError
from corridor.model.scenario import Overlay, Scale

# How far a figure is followed; the tables' own bounds may end it earlier.
MOST = 20.0
_LADDER = (20.0, 10.0, 5.0, 3.0, 2.0, 1.5, 1.2)
_VALUE_OF_TIME = "value_of_time"
_TOUCH = 2.0  # cents or minutes that rounding may put between a line and a solved value
_NARROW = 1e-4
_MOST_SOLVES = 24
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
        Whether solving anew at the factor gives equal values, and just beyond it another order.
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


@dataclass(frozen=True, slots=True)
class _Line:
    """A port's best value at one factor, and its slope there."""

    value: float
    slope: float

    def at(self, x: float, here: float) -> float:
        return self.value + self.slope * (x - here)


@dataclass(frozen=True, slots=True)
class _Point:
    """Both ports solved at one factor; `x` is the factor, or one over it."""

    x: float
    lines: tuple[_Line, _Line]

    @property
    def lead(self) -> float:
        return self.lines[1].value - self.lines[0].value


class Scaled:
    """Solves two ports at any factor of a figure."""

    def __init__(
        self,
        planner: Planner,
        question: Question,
        place: str,
        markets: tuple[str, ...],
        ports: tuple[str, str],
        figure: Figure,
    ) -> None:
        """Keep the question; nothing is solved yet."""
        self.planner, self.question, self.place = planner, question, place
        self.markets, self.ports, self.figure = markets, ports, figure
        self.solved: dict[float, tuple[_Line, _Line] | None] = {}

    def lines(self, factor: float) -> tuple[_Line, _Line] | None:
        """Values and slopes per factor; None when the tables or the map refuse the factor."""
        if factor not in self.solved:
            self.solved[factor] = self._solve(factor)
        return self.solved[factor]

    def _solve(self, factor: float) -> tuple[_Line, _Line] | None:
        scales = (Scale(self.figure.target, factor),) if factor != 1 else ()
        try:
            planner = self.planner.with_overlay(Overlay(name="--scale", scales=scales))
        except DataError:
            return None
        sums = [[0.0, 0.0], [0.0, 0.0]]
        objective = self.question.query.objective
        for market in self.markets:
            case = Case(planner, self.question, self.place, market)
            for entry, port in zip(sums, self.ports, strict=True):
                found = case.best(port, objective)
                if found is None:
                    return None
                way = case.itinerary(port, found)
                entry[0] += measure(way, objective)
                if self.figure.target == _VALUE_OF_TIME:
                    if objective == "generalised":
                        entry[1] += case.vot * 100 / 60 * way.time.typical
                    continue
                moving = amount(way, self.figure, planner.library).typical
                entry[1] += _weight(self.figure, objective, case.vot) * moving
        count = len(self.markets)
        first, second = (_Line(v / count, s / count) for v, s in sums)
        return first, second


def break_even(
    scaled: Scaled, base: int, tell: Callable[[str], None] = lambda _: None
) -> BreakEven:
    """
    The break-even nearest to the figure as it is.

    Parameters
    ----------
    scaled
        Solves the two ports.
    base
        Cents or minutes the figure stands for now, for showing the value.
    tell
        Told which figure is being worked on.
    """
    figure = scaled.figure
    tell(f"break-even of {figure.label}")
    start = _point(scaled, 1.0)
    roots: list[float] = []
    span = [1.0, 1.0]
    if start is not None:
        for side, end in enumerate((_lowest(scaled), _highest(scaled))):
            span[side] = end
            finish = _point(scaled, _x(figure, end))
            if finish is None or end == 1.0:
                continue
            root = _first_root(scaled, start, finish)
            if root is not None:
                roots.append(_factor(figure, root))
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


def _weight(figure: Figure, objective: str, vot: float) -> float:
    """What one cent or minute of the figure adds to the objective."""
    if objective in ("time", "p90_time"):
        return 0.0 if figure.what == COST else 1.0
    if figure.what == COST:
        return 1.0
    return 0.0 if objective == "cost" else vot * 100 / 60


def _x(figure: Figure, factor: float) -> float:
    return 1 / factor if figure.inverse else factor


_factor = _x  # one over one over a factor is the factor


def _point(scaled: Scaled, x: float) -> _Point | None:
    lines = scaled.lines(_factor(scaled.figure, x))
    if lines is None:
        return None
    # `amount` gives what the figure stands for at x, which is proportional to x.
    slopes = tuple(_Line(line.value, line.slope / x if x else 0.0) for line in lines)
    return _Point(x, (slopes[0], slopes[1]))


def _lowest(scaled: Scaled) -> float:
    tried = (0.05, 0.1, 0.2, 0.5) if scaled.figure.inverse else (1e-6, 0.05, 0.1, 0.2, 0.5)
    return next((f for f in tried if scaled.lines(f) is not None), 1.0)


def _highest(scaled: Scaled) -> float:
    return next((f for f in _LADDER if scaled.lines(f) is not None), 1.0)


def _first_root(scaled: Scaled, near: _Point, far: _Point) -> float | None:
    """The root nearest to `near` between two solved points."""
    if abs(far.x - near.x) < _NARROW or len(scaled.solved) > _MOST_SOLVES or _straight(near, far):
        if near.lead * far.lead > 0 or near.lead == far.lead:
            return None
        return near.x + (far.x - near.x) * near.lead / (near.lead - far.lead)
    middle = _point(scaled, _meeting(near, far))
    if middle is None:
        return None
    root = _first_root(scaled, near, middle)
    return root if root is not None else _first_root(scaled, middle, far)


def _straight(near: _Point, far: _Point) -> bool:
    """Whether both ports keep the line of the near point up to the far one."""
    return all(
        abs(a.at(far.x, near.x) - b.value) <= _TOUCH
        for a, b in zip(near.lines, far.lines, strict=True)
    )


def _meeting(near: _Point, far: _Point) -> float:
    """Where the lines of a port that does not stay straight meet, else the middle."""
    for a, b in zip(near.lines, far.lines, strict=True):
        if abs(a.at(far.x, near.x) - b.value) <= _TOUCH or a.slope == b.slope:
            continue
        x = near.x + (b.at(near.x, far.x) - a.value) / (a.slope - b.slope)
        low, high = sorted((near.x, far.x))
        if low + _NARROW < x < high - _NARROW:
            return x
    return (near.x + far.x) / 2


def _verified(scaled: Scaled, factor: float, ahead: str) -> bool:
    """Equal at the factor but for rounding, and the order turned just beyond it."""
    at = scaled.lines(factor)
    step = BEYOND if factor > 1 else -BEYOND
    beyond = scaled.lines(factor * (1 + step))
    if at is None or beyond is None:
        return False
    sign = 1 if ahead == scaled.ports[0] else -1
    slack = max(_TOUCH, abs(at[0].value) * 1e-7)
    equal = abs(at[1].value - at[0].value) <= 2 * slack
    return equal and sign * (beyond[1].value - beyond[0].value) < slack
