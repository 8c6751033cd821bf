"""When the answer changes: each month of the coming year under each scenario."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from corridor.analysis.ports.case import Case, Question
from corridor.analysis.ports.comparison import measure
from corridor.analysis.ports.gateways import twins_of
from corridor.engine import RouteEngine
from corridor.errors import CorridorError
from corridor.model.message import Message, say

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
    engine: RouteEngine,
    question: Question,
    place: str,
    market: str,
    scenarios: Sequence[tuple[str, RouteEngine]],
    on_progress: Callable[[str], None] = lambda _: None,
) -> tuple[Cell, ...]:
    """
    Ask the question on the first day of twelve months, under today and each scenario.

    Parameters
    ----------
    engine
        Stands for today.
    question, place, market
        What is asked; one market, so that cells compare.
    scenarios
        (name, planner with the scenario laid over).
    on_progress
        Told which scenario is being worked on.
    """
    cells: list[Cell] = []
    for name, changed in ((TODAY, engine), *scenarios):
        on_progress(f"{place}: twelve months, {name}")
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


def _cell(engine: RouteEngine, question: Question, place: str, market: str, scenario: str) -> Cell:
    month = f"{question.query.depart:%Y-%m}"
    try:
        case = Case(engine, question, place, market)
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
    twins = twins_of([p for p, _ in values], engine.dataset)
    others = [v for p, v in values if p not in twins] or [v for _, v in values[1:]]
    ahead = others[0] - values[0][1] if others else None
    return Cell(scenario, month, tuple(values), ahead, note)
