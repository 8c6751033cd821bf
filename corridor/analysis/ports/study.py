"""One place's whole study: comparison, chances, verdict, what drives and what flips it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corridor.analysis.ports.breakeven import BreakEven, Scaled, break_even
from corridor.analysis.ports.case import Question
from corridor.analysis.ports.chance import CHECKED, Chance, chance
from corridor.analysis.ports.comparison import Worked, compare, with_services
from corridor.analysis.ports.figures import VALUE_OF_TIME, Figure, amount, named
from corridor.analysis.ports.months import Cell, calendar
from corridor.analysis.ports.tornado import Bar, tornado
from corridor.analysis.ports.verdict import Verdict, verdict
from corridor.errors import InputError
from corridor.messages.catalogue import in_english
from corridor.planner import Planner
from corridor.tables.overlays.scenario_files import scenario, shipped_names

# Figures whose break-even is solved when none is named: those whose bands move the lead most.
MOST_FLIPS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How much is worked out."""

    samples: int = 10_000
    seed: int = 1
    max_days: float | None = None
    checked: int = CHECKED
    flips: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """
    What is known about one place.

    `assumed` names what was laid over today, '' for today itself; `services` are scenario
    sailings opened because a port has none.
    """

    question: Question
    assumed: str
    services: tuple[str, ...]
    worked: Worked
    chance: Chance | None
    verdict: Verdict
    lead: float
    bars: tuple[Bar, ...]
    flips: tuple[BreakEven, ...]
    cells: tuple[Cell, ...] = ()


def study(
    planner: Planner,
    question: Question,
    place: str,
    depth: Depth,
    *,
    assumed: str = "",
    services: tuple[str, ...] = (),
    tell: Callable[[str], None] = lambda _: None,
) -> Study:
    """Work a place out to some depth."""
    worked = compare(planner, question, place, tell)
    objective = question.query.objective
    chances = None
    if depth.samples:
        chances = chance(
            worked,
            objective,
            samples=depth.samples,
            seed=depth.seed,
            max_days=depth.max_days,
            checked=depth.checked,
        )
    lead, bars = tornado(worked, objective)
    found = Study(
        question=question,
        assumed=assumed,
        services=services,
        worked=worked,
        chance=chances,
        verdict=verdict(question, worked.comparison, chances, planner.library),
        lead=lead,
        bars=bars,
        flips=(),
    )
    return flipped(planner, found, place, depth.flips, tell)


def flipped(
    planner: Planner,
    found: Study,
    place: str,
    most: int,
    tell: Callable[[str], None] = lambda _: None,
) -> Study:
    """A study with the break-evens of the figures that move its lead most."""
    flips = tuple(
        flip(planner, found.question, place, found.worked, bar.figure, tell)
        for bar in found.bars[:most]
    )
    return replace(found, flips=flips)


def served(
    planner: Planner,
    plain: Study,
    place: str,
    depth: Depth,
    tell: Callable[[str], None] = lambda _: None,
) -> Study | None:
    """The same with the scenario sailings of ports that have none; None when all have."""
    question = with_services(plain.question, plain.worked)
    if question is None:
        return None
    opened = tuple(s for s in question.query.open if s not in plain.question.query.open)
    return study(
        planner,
        question,
        place,
        depth,
        assumed="scenario sailings of ports without a service",
        services=opened,
        tell=tell,
    )


def flip(
    planner: Planner,
    question: Question,
    place: str,
    worked: Worked,
    figure: Figure,
    tell: Callable[[str], None] = lambda _: None,
    ports: tuple[str, str] | None = None,
) -> BreakEven:
    """The break-even of a figure between two ports, the best and its rival unless named."""
    comparison = worked.comparison
    pair = ports or comparison.pair
    if pair is None:
        raise InputError(
            f"{place}: fewer than two ports can be used, so nothing can turn their order",
            remedy="open a service, as --open gwadar_jebel_ali, or a scenario",
        )
    ways = [comparison.lane(p, m).chosen for p in pair for m in comparison.common]
    base = max(amount(w, figure, planner.library).typical for w in ways)
    if figure.target == VALUE_OF_TIME:
        base = round(worked.vot * 100)
    scaled = Scaled(planner, question, place, comparison.common, pair, figure)
    return break_even(scaled, base, tell)


def months_and_scenarios(
    planner: Planner,
    plain: Study,
    place: str,
    scenarios: list[tuple[str, Planner]],
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[Cell, ...]:
    """The calendar on the first market that the compared ports share, or the first of all."""
    common = plain.worked.comparison.common or plain.question.markets
    return calendar(planner, plain.question, place, common[0], scenarios, tell)


def studies(
    planner: Planner,
    question: Question,
    place: str,
    depth: Depth,
    scenarios: list[tuple[str, Planner]] | None,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[Study, Study | None]:
    """
    The study of today, and that with scenario sailings where a port has none.

    What flips the answer, and when it changes, is asked of the fuller of the two; without
    `scenarios` no months are asked.
    """
    alone = replace(depth, flips=0)
    plain = study(planner, question, place, alone, tell=tell)
    other = served(planner, plain, place, alone, tell=tell)
    fuller = flipped(planner, other or plain, place, depth.flips, tell)
    if scenarios is not None:
        cells = months_and_scenarios(planner, fuller, place, scenarios, tell)
        fuller = replace(fuller, cells=cells)
    return (plain, fuller) if other else (fuller, None)


def scenarios_over(planner: Planner) -> list[tuple[str, Planner]]:
    """The shipped scenarios, each laid over the planner; those in force already apart."""
    in_force = {o.name for o in planner.overlays}
    return [
        (name, planner.with_overlay(scenario(name)))
        for name in shipped_names()
        if name not in in_force
    ]


def break_evens(
    planner: Planner,
    question: Question,
    place: str,
    targets: Sequence[str],
    tell: Callable[[str], None] = lambda _: None,
) -> Study:
    """
    A study with the break-evens of some figures, or of those that move the lead most.

    A port without a service today gets its scenario sailings.

    Raises
    ------
    InputError
        If fewer than two ports can be used, or a figure stands behind no way.
    """
    depth = Depth(samples=0)
    found = study(planner, question, place, depth, tell=tell)
    if len(found.worked.comparison.standings) < len(question.ports):
        found = served(planner, found, place, depth, tell) or found
    comparison = found.worked.comparison
    if comparison.pair is None:
        raise InputError(
            in_english(found.verdict.sentence),
            remedy="open a service, as --open gwadar_jebel_ali, or a scenario",
        )
    ways = [x.chosen for x in comparison.lanes if x.ways]
    figures = [named(target, ways, planner) for target in targets]
    figures = figures or [bar.figure for bar in found.bars[:MOST_FLIPS]]
    flips = [flip(planner, found.question, place, found.worked, one, tell) for one in figures]
    return replace(found, flips=tuple(flips))
