"""When the answer changes: each month of the coming year under each scenario."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from corridor.analysis.ports.case import Case, Question
from corridor.analysis.ports.comparison import measure, twins_of
from corridor.errors import CorridorError
from corridor.model.message import Message, say
from corridor.planner import Planner

TODAY = "today"


@dataclass(frozen=True, slots=True)
class Cell:
    """
    The answer in one month under one scenario.

    `values` are (port, value) of ports with a way, best first; `ahead` how far the best port
    of another coast is behind (its twin, when there is no other); `note` says why there are none.
    """

    scenario: str
    month: str
    values: tuple[tuple[str, float], ...]
    ahead: float | None = None
    note: Message | None = None

    @property
    def best(self) -> str:
        """The port ahead, '' when there is none."""
        return self.values[0][0] if self.values else ""


def calendar(
    planner: Planner,
    question: Question,
    place: str,
    market: str,
    scenarios: Sequence[tuple[str, Planner]],
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[Cell, ...]:
    """
    Ask the question on the first day of twelve months, under today and each scenario.

    Parameters
    ----------
    planner
        Stands for today.
    question, place, market
        What is asked; one market, so that cells compare.
    scenarios
        (name, planner with the scenario laid over).
    tell
        Told which scenario is being worked on.
    """
    cells: list[Cell] = []
    for name, changed in ((TODAY, planner), *scenarios):
        tell(f"{place}: twelve months, {name}")
        for day in months(question.query.depart):
            asked = replace(question, query=replace(question.query, depart=day))
            cells.append(_cell(changed, asked, place, market, name))
    return tuple(cells)


def months(start: datetime) -> list[datetime]:
    """The start, and the first days of the eleven months after it, at the same hour."""
    days = [start]
    for number in range(1, 12):
        month = start.month - 1 + number
        days.append(start.replace(year=start.year + month // 12, month=month % 12 + 1, day=1))
    return days


def _cell(planner: Planner, question: Question, place: str, market: str, scenario: str) -> Cell:
    month = f"{question.query.depart:%Y-%m}"
    try:
        case = Case(planner, question, place, market)
    except CorridorError as err:
        return Cell(scenario, month, (), note=say("refused", text=err.what))
    values = []
    for port in question.ports:
        found = case.best(port, question.query.objective)
        if found is not None:
            value = measure(case.itinerary(port, found), question.query.objective)
            values.append((port, value))
    values.sort(key=lambda v: (v[1], v[0]))
    note = None if values else case.absences()
    twins = twins_of([p for p, _ in values], planner.library)
    others = [v for p, v in values if p not in twins] or [v for _, v in values[1:]]
    ahead = others[0] - values[0][1] if others else None
    return Cell(scenario, month, tuple(values), ahead, note)
