"""One place's whole study: comparison, chances, verdict, what drives and what flips it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corridor.analysis.choice.figures import VALUE_OF_TIME, Figure, amount, named
from corridor.analysis.ports.breakeven import BreakEven, Scaled, break_even
from corridor.analysis.ports.case import Question
from corridor.analysis.ports.cautions import Cautions, cautions
from corridor.analysis.ports.chance import CHECKED, Chance, chance
from corridor.analysis.ports.comparison import Worked, compare, with_services
from corridor.analysis.ports.fork import Fork, fork
from corridor.analysis.ports.months import Cell, calendar
from corridor.analysis.ports.outside import OutsideWay, avoiding, outside_way
from corridor.analysis.ports.tornado import Bar, tornado
from corridor.analysis.ports.value_curve import Stretch, value_curve
from corridor.analysis.ports.verdict import Verdict, verdict
from corridor.analysis.sampling.draws import RHO, Draws
from corridor.engine import RouteEngine
from corridor.errors import InputError
from corridor.messages.catalogue import in_english
from corridor.model.message import Message
from corridor.tables.overlays.scenario_files import scenario, shipped_names

# Figures whose break-even is solved when none is named: those whose bands move the lead most.
MOST_FLIPS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How much is worked out; `draws` are those of the samples, once there are some."""

    samples: int = 10_000
    seed: int = 1
    max_days: float | None = None
    checked: int = CHECKED
    flips: int = 0
    draws: Draws | None = None

    def drawn(self, engine: RouteEngine) -> Depth:
        """The same with draws that all its questions share."""
        if self.draws or not self.samples:
            return self
        rho = engine.dataset.parameter[RHO].value.typical
        return replace(self, draws=Draws(self.seed, self.samples, rho))


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """
    What is known about one place.

    `assumed` names what was laid over today, '' for today itself; `services` are scenario
    sailings opened because a port has none; `outside` is the best way outside the candidates,
    and behind it the same without what sanctions lists name, unless that is asked anyway.
    """

    question: Question
    assumed: str
    services: tuple[str, ...]
    outside: tuple[OutsideWay, ...]
    cautions: Cautions
    fork: Fork | None
    worked: Worked
    chance: Chance | None
    verdict: Verdict
    lead: float
    bars: tuple[Bar, ...]
    curve: tuple[Stretch, ...]
    flips: tuple[BreakEven, ...]
    cells: tuple[Cell, ...] = ()


def study(
    engine: RouteEngine,
    question: Question,
    place: str,
    depth: Depth,
    *,
    assumed: str = "",
    services: tuple[str, ...] = (),
    on_progress: Callable[[str], None] = lambda _: None,
) -> Study:
    """Work a place out to some depth."""
    depth = depth.drawn(engine)
    worked = compare(engine, question, place, on_progress)
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
            draws=depth.draws,
        )
    outside = _outside(engine, question, place, depth, worked, chances, on_progress)
    lead, bars = tornado(worked, objective)
    found = Study(
        question=question,
        assumed=assumed,
        services=services,
        outside=outside,
        cautions=cautions(worked),
        fork=fork(worked),
        worked=worked,
        chance=chances,
        verdict=verdict(question, worked.comparison, chances, outside, engine.dataset),
        lead=lead,
        bars=bars,
        curve=value_curve(worked),
        flips=(),
    )
    return flipped(engine, found, place, depth.flips, on_progress)


def _outside(
    engine: RouteEngine,
    question: Question,
    place: str,
    depth: Depth,
    worked: Worked,
    chances: Chance | None,
    on_progress: Callable[[str], None],
) -> tuple[OutsideWay, ...]:
    """The best way outside the candidates, as asked and without what sanctions lists name."""
    asked = outside_way(
        worked, chances.outside if chances else None, question.query.avoid_sanctions
    )
    if question.query.avoid_sanctions:
        return (asked,)
    lists, other = avoiding(engine, question, place, on_progress)
    if isinstance(other, Message):
        return asked, OutsideWay(lists=lists, note=other)
    drawn = None
    if depth.samples:
        objective = question.query.objective
        drawn = chance(
            other,
            objective,
            samples=depth.samples,
            seed=depth.seed,
            checked=0,
            draws=depth.draws,
        )
    return asked, outside_way(other, drawn.outside if drawn else None, lists)


def flipped(
    engine: RouteEngine,
    found: Study,
    place: str,
    most: int,
    on_progress: Callable[[str], None] = lambda _: None,
) -> Study:
    """A study with the break-evens of the figures that move its lead most."""
    flips = tuple(
        flip(engine, found.question, place, found.worked, bar.figure, on_progress)
        for bar in found.bars[:most]
    )
    return replace(found, flips=flips)


def served(
    engine: RouteEngine,
    plain: Study,
    place: str,
    depth: Depth,
    on_progress: Callable[[str], None] = lambda _: None,
) -> Study | None:
    """The same with the scenario sailings of ports that have none; None when all have."""
    question = with_services(plain.question, plain.worked)
    if question is None:
        return None
    opened = tuple(s for s in question.query.open if s not in plain.question.query.open)
    return study(
        engine,
        question,
        place,
        depth,
        assumed="scenario sailings of ports without a service",
        services=opened,
        on_progress=on_progress,
    )


def flip(
    engine: RouteEngine,
    question: Question,
    place: str,
    worked: Worked,
    figure: Figure,
    on_progress: Callable[[str], None] = lambda _: None,
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
    itineraries = [comparison.lane(p, m).chosen for p in pair for m in comparison.common]
    base = max(amount(w, figure, engine.dataset).typical for w in itineraries)
    if figure.target == VALUE_OF_TIME:
        base = round(worked.vot * 100)
    scaled = Scaled(engine, question, place, comparison.common, pair, figure)
    return break_even(scaled, base, on_progress)


def months_and_scenarios(
    engine: RouteEngine,
    plain: Study,
    place: str,
    scenarios: list[tuple[str, RouteEngine]],
    on_progress: Callable[[str], None] = lambda _: None,
) -> tuple[Cell, ...]:
    """The calendar on the first market that the compared ports share, or the first of all."""
    common = plain.worked.comparison.common or plain.question.markets
    return calendar(engine, plain.question, place, common[0], scenarios, on_progress)


def studies(
    engine: RouteEngine,
    question: Question,
    place: str,
    depth: Depth,
    scenarios: list[tuple[str, RouteEngine]] | None,
    on_progress: Callable[[str], None] = lambda _: None,
) -> tuple[Study, Study | None]:
    """
    The study of today, and that with scenario sailings where a port has none.

    What flips the answer, and when it changes, is asked of the fuller of the two; without
    `scenarios` no months are asked.
    """
    alone = replace(depth.drawn(engine), flips=0)
    plain = study(engine, question, place, alone, on_progress=on_progress)
    other = served(engine, plain, place, alone, on_progress=on_progress)
    fuller = flipped(engine, other or plain, place, depth.flips, on_progress)
    if scenarios is not None:
        cells = months_and_scenarios(engine, fuller, place, scenarios, on_progress)
        fuller = replace(fuller, cells=cells)
    return (plain, fuller) if other else (fuller, None)


def scenarios_over(engine: RouteEngine) -> list[tuple[str, RouteEngine]]:
    """The shipped scenarios, each laid over the planner; those in force already apart."""
    in_force = {o.name for o in engine.overlays}
    return [
        (name, engine.with_overlay(scenario(name)))
        for name in shipped_names()
        if name not in in_force
    ]


def break_evens(
    engine: RouteEngine,
    question: Question,
    place: str,
    targets: Sequence[str],
    on_progress: Callable[[str], None] = lambda _: None,
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
    found = study(engine, question, place, depth, on_progress=on_progress)
    if len(found.worked.comparison.standings) < len(question.ports):
        found = served(engine, found, place, depth, on_progress) or found
    comparison = found.worked.comparison
    if comparison.pair is None:
        raise InputError(
            in_english(found.verdict.sentence),
            remedy="open a service, as --open gwadar_jebel_ali, or a scenario",
        )
    itineraries = [x.chosen for x in comparison.lanes if x.itineraries]
    figures = [named(target, itineraries, engine) for target in targets]
    figures = figures or [bar.figure for bar in found.bars[:MOST_FLIPS]]
    flips = [flip(engine, found.question, place, found.worked, one, on_progress) for one in figures]
    return replace(found, flips=tuple(flips))
