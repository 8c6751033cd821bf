"""The questions about many itineraries, from what a person gives to their results."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from os import PathLike
from typing import TYPE_CHECKING

from msgspec.structs import replace as replace_in

from corridor.api.made import Spelling
from corridor.api.options import Names
from corridor.api.result import file_path
from corridor.api.studies import BreakEvens, Catchment, Comparison, Resilience
from corridor.errors import InputError
from corridor.model.query import BASKET, Query
from corridor.model.values import names, real, whole, words
from corridor.report.document.parts.made import MadeRecord

if TYPE_CHECKING:
    from corridor.analysis.ports.case import Question
    from corridor.analysis.ports.study import Depth
    from corridor.engine import RouteEngine
    from corridor.report.document.comparison import ComparisonRecord
    from corridor.report.document.comparison_json import Pairs

_MOST_SAMPLES = 200_000
_MOST_DAYS = 1000
_MOST_FLIPS = 20
# What the command of losses has of the options that other commands share.
_OF_LOSSES = frozenset(
    f"--{name}"
    for name in (
        *("origin", "destination", "unit", "depart"),
        *("avoid-sanctions", "guess", "scenario", "data"),
    )
)
Progress = Callable[[str], None]


def quiet(_: str) -> None:
    """Tell nobody of progress."""


@dataclass(frozen=True, slots=True)
class Asked:
    """On what a question is asked, and the query without its ends."""

    engine: RouteEngine
    query: Query


@dataclass(frozen=True, slots=True)
class Trade:
    """Candidate ports, the markets ('' = the basket), and whether goods come from there."""

    ports: Names
    market: Names = ""
    inward: bool = False

    def question(self, asked: Asked) -> Question:
        """
        What is compared, names resolved.

        Raises
        ------
        CorridorError
            If a name is no seaport, or there are fewer than two ports.
        """
        from corridor.analysis.ports.case import Question, market_ids, port_ids

        markets = names(self.market, "--onward", split=True)
        if self.market and not markets:
            raise InputError("--onward names no port", remedy="name a port, or leave it out")
        ports = names(self.ports, "--ports", split=True)
        return Question(
            asked.query,
            port_ids(asked.engine, ports),
            market_ids(asked.engine, markets or BASKET),
            not markets,
            self.inward,
        )

    def spelled(self, asked: Asked, command: str) -> Spelling:
        """The command line of a question, so far as its ports, markets and terms go."""
        said = Spelling(command, asked.engine)
        ports, markets = (
            names(value, option, split=True)
            for value, option in ((self.ports, "--ports"), (self.market, "--onward"))
        )
        said.option("--ports", ports)
        if markets:
            said.option("--onward", markets)
        if self.inward:
            said.option("--import", True)
        said.asked(asked.query)
        said.assumed()
        return said


def depth(
    samples: object, seed: object, on_time_days: object, flips: object, max_days: object
) -> Depth:
    """
    How much of a comparison is worked out; `max_days` stand for the days to keep if none are.

    Raises
    ------
    InputError
        If a number is out of range, or asks for samples that are not drawn.
    """
    from corridor.analysis.ports.study import Depth

    drawn, start = whole(samples, "--samples"), whole(seed, "--seed")
    solved = whole(flips, "--flips")
    if not 0 <= drawn <= _MOST_SAMPLES:
        raise InputError(
            f"--samples {drawn} is out of range", remedy=f"give 0 to {_MOST_SAMPLES:,}"
        )
    if not drawn and start != 1:
        raise InputError(
            f"--seed {start} is that of the samples, and --samples 0 draws none",
            remedy="leave one of the two out",
        )
    if not 0 <= solved <= _MOST_FLIPS:
        raise InputError(f"--flips {solved} is out of range", remedy=f"give 0 to {_MOST_FLIPS}")
    days = real(on_time_days, "--on-time-days", "days, as 21")
    if days is not None and not 0 < days <= _MOST_DAYS:
        raise InputError(
            f"--on-time-days {days:g} is out of range", remedy=f"give more than 0 to {_MOST_DAYS}"
        )
    if days is not None and not drawn:
        raise InputError(
            "--on-time-days is told by samples, and --samples 0 draws none",
            remedy="leave --samples out, or --max-days limits the ways themselves",
        )
    limit = real(max_days, "--max-days", "days, as 21")
    return Depth(samples=drawn, seed=start, max_days=limit if days is None else days, flips=solved)


def compare(
    asked: Asked,
    trade: Trade,
    origins: Names,
    deep: Depth,
    *,
    months: bool,
    command: str,
    on_progress: Progress,
) -> Comparison:
    """Study each place; see `Planner.compare`."""
    from corridor.analysis.ports.study import scenarios_over, studies
    from corridor.api.samples import samples_frame

    engine, question = asked.engine, trade.question(asked)
    over = scenarios_over(engine) if months else None
    places = [
        studies(engine, question, name, deep, over, on_progress)
        for name in names(origins, "ORIGIN")
    ]
    usable = any(s.worked.comparison.standings for pair in places for s in pair if s)
    said = trade.spelled(asked, "compare")
    _say_depth(said, deep, asked.query)
    if months:
        said.option("--months", True)
    made = said.made(*names(origins, "ORIGIN"))
    return Comparison(
        _record(engine, places, command, made),
        lambda: engine.lines,
        usable=usable,
        samples=partial(samples_frame, places, deep) if deep.samples else None,
    )


def _say_depth(said: Spelling, deep: Depth, query: Query) -> None:
    """How much of a comparison is worked out, as its command has it."""
    said.option("--samples", deep.samples)
    if deep.samples:
        said.option("--seed", deep.seed)
    if deep.max_days != query.max_days:
        said.option("--on-time-days", deep.max_days)
    if deep.flips:
        said.option("--flips", deep.flips)


def breakeven(
    asked: Asked,
    trade: Trade,
    origin: str,
    figures: Names,
    command: str,
    on_progress: Progress,
) -> BreakEvens:
    """Solve for some figures; see `Planner.breakeven`."""
    from corridor.analysis.ports.study import break_evens

    engine, question = asked.engine, trade.question(asked)
    place, wanted = words(origin, "ORIGIN"), names(figures, "--figure")
    found = break_evens(engine, question, place, wanted, on_progress)
    said = trade.spelled(asked, "breakeven")
    for figure in wanted:
        said.option("--figure", figure)
    made = said.made(place)
    return BreakEvens(_record(engine, [(found, None)], command, made), lambda: engine.lines)


def _record(engine: RouteEngine, places: Pairs, command: str, made: MadeRecord) -> ComparisonRecord:
    from corridor.pricing.candidates import unused_rows
    from corridor.report.document.comparison_json import comparison_record

    record = comparison_record(
        places,
        engine.dataset,
        command=command,
        graph_hash=engine.graph_hash,
        assumed=[*(o.name for o in engine.overlays), *engine.guesses],
        unused=unused_rows(engine.overlays, engine.dataset),
    )
    return replace_in(record, made=made)


@dataclass(frozen=True, slots=True)
class Where:
    """Places of a catchment, scenarios beside today, and tonnes by place or a file of them."""

    countries: Names = ()
    grid: float = 0.0
    under: Names = ()
    demand: str | PathLike[str] | Mapping[str, float] | None = None

    def places(self, engine: RouteEngine) -> tuple[list[str], int]:
        """
        Hubs on land and points of a grid, and how many of those join no road.

        Raises
        ------
        InputError
            If a country has no hub, or the grid is too fine or too wide.
        """
        from corridor.analysis.ports.catchment import grid_points, inland_hubs

        step = real(self.grid, "--grid", "degrees, as 2") or 0.0
        if step and not 0.25 <= step <= 20:
            raise InputError(f"--grid {step:g} is out of range", remedy="give 0.25 to 20 degrees")
        codes = [c.strip().upper() for c in names(self.countries, "--country")]
        known = {h.country for h in engine.dataset.hubs}
        for code in codes:
            if code not in known:
                raise InputError(
                    f"--country {code!r}: no hub is there",
                    remedy=f"one of {', '.join(sorted(known))}",
                )
        hubs = inland_hubs(engine, codes)
        points, off = grid_points(engine, step, hubs) if step else ([], 0)
        return hubs + points, off

    def spell(self, said: Spelling) -> None:
        """Add its options to a command line; tonnes that are in no file have none."""
        for code in names(self.countries, "--country"):
            said.option("--country", code)
        if step := real(self.grid, "--grid", "degrees, as 2"):
            said.option("--grid", step)
        for name in names(self.under, "--under"):
            said.option("--under", said.scenario("--under", name))
        if isinstance(self.demand, Mapping):
            said.unsaid()
        elif self.demand is not None:
            said.option("--demand", said.file("--demand", file_path(self.demand, "--demand")))

    def tonnes(self, engine: RouteEngine) -> dict[str, float]:
        """
        Tonnes by hub.

        Raises
        ------
        InputError
            Naming the row that cannot be used.
        """
        if self.demand is None:
            return {}
        described, rows = "demand", _demand_rows(self.demand)
        if not isinstance(self.demand, Mapping):
            described = f"--demand {self.demand}"
        found: dict[str, float] = {}
        for number, (place, value) in enumerate(rows, 2):
            try:
                tonnes = float(value)
            except (TypeError, ValueError):
                tonnes = math.nan
            if not place or not (math.isfinite(tonnes) and tonnes >= 0):
                raise InputError(
                    f"{described}, row {number}: place {place!r}, tonnes {value!r}",
                    remedy="give the columns place and tonnes, a number of 0 or more",
                )
            hub, _ = engine.gazetteer.hub(place)
            found[hub.id] = found.get(hub.id, 0.0) + tonnes
        if not found:
            raise InputError(
                f"{described} holds no rows", remedy="give the columns place and tonnes"
            )
        return found


def _demand_rows(
    demand: str | PathLike[str] | Mapping[str, float],
) -> list[tuple[str, str | float]]:
    if isinstance(demand, Mapping):
        return [(words(place, "demand"), tonnes) for place, tonnes in demand.items()]
    path = file_path(demand, "--demand")
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    except (OSError, UnicodeDecodeError, csv.Error) as err:
        raise InputError(
            f"--demand {path} cannot be read ({err})", remedy="name a CSV file in UTF-8"
        ) from err
    return [((r.get("place") or "").strip(), (r.get("tonnes") or "").strip()) for r in rows]


def catchment(
    asked: Asked, trade: Trade, where: Where, command: str, on_progress: Progress
) -> Catchment:
    """Work every place out; see `Planner.catchment`."""
    from corridor.analysis.ports.catchment import hinterlands, people_of
    from corridor.pricing.candidates import unused_rows
    from corridor.report.document.catchment_json import catchment_record

    engine = asked.engine
    tonnes = where.tonnes(engine)
    question = trade.question(asked)
    places, off = where.places(engine)
    places += [p for p in tonnes if p not in places]
    weights = dict.fromkeys(places, 0.0) | tonnes if tonnes else people_of(engine, places)
    columns = hinterlands(engine, question, weights, names(where.under, "--under"), on_progress)
    record = catchment_record(
        question,
        columns,
        engine.dataset,
        demand_t=tonnes,
        off_grid=off,
        command=command,
        graph_hash=engine.graph_hash,
        guessed=engine.guesses,
        unused=unused_rows(engine.overlays, engine.dataset),
    )
    said = trade.spelled(asked, "catchment")
    where.spell(said)
    return Catchment(replace_in(record, made=said.made()))


def resilience(
    asked: Asked, origins: Names, destinations: Names, on_progress: Progress
) -> Resilience:
    """Try every loss; see `Planner.resilience`."""
    from corridor.analysis.resilience import judge
    from corridor.pricing.candidates import unused_rows
    from corridor.report.document.resilience import resilience_record

    engine, query = asked.engine, asked.query
    queries = [
        replace(query, origin=a, destination=b, k=1)
        for a in names(origins, "--origin")
        for b in names(destinations, "--destination")
    ]
    if not queries:
        raise InputError("no origin or no destination", remedy="name at least one of each")
    unused = unused_rows(engine.overlays, engine.dataset)
    found = judge(engine, queries, on_progress)
    record = resilience_record(found, query.depart, engine.guesses, unused)
    said = Spelling("resilience", engine, _OF_LOSSES)
    for option, ends in (("--origin", origins), ("--destination", destinations)):
        for name in names(ends, option):
            said.option(option, name)
    said.asked(query)
    said.assumed()
    record = replace_in(record, made=said.made())
    return Resilience(record, found, query.depart, engine.guesses)
