"""Port against port for one place on land: best ways, what differs, who is ahead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corridor.analysis.ports.case import OUTSIDE, Absence, Case, Question, distinct
from corridor.analysis.ports.choice_set import trained, translated
from corridor.analysis.ports.differences import Part, Step, gateway, parts_of, steps_between
from corridor.analysis.ports.gateways import twins_of
from corridor.analysis.sampling.draws import RHO
from corridor.engine import RouteEngine
from corridor.model.answer import Endpoint, Itinerary
from corridor.model.link_kind import LinkKind
from corridor.model.objective import Objective
from corridor.planning.search.compared import times
from corridor.planning.search.path import Path

# Parameter row: what a day of the 90th percentile over the median is worth, in days of transit.
RELIABILITY = "reliability_ratio"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """
    Through one port to one market: the best way by each objective, or why there is none.

    Only the first of `itineraries` carries its label and papers; the others are priced alone.
    """

    port: str
    market: str
    best: tuple[tuple[Objective, Itinerary], ...]
    absence: Absence | None
    choices: tuple[Path, ...]
    itineraries: tuple[Itinerary, ...]

    @property
    def chosen(self) -> Itinerary:
        """The best way by the asked objective; the first of the choice set."""
        return self.itineraries[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """
    One port's mean over the markets that all compared ports serve.

    `value` is what the ways count in comparisons, all else their own figures; `unsure_cents` is what
    the hours of the 90th percentile over the median are worth, which no comparison counts.
    """

    port: str
    value: float
    cost_cents: float
    time_min: float
    generalised_cents: float
    co2e_g: float
    length_m: float
    late_min: float
    late_cents: float
    unsure_cents: float
    borders: float
    transfers: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """
    The comparison for one place.

    `standings` come best first, over `common` markets; `behind[i]` lists what makes
    standings[i + 1] differ from the best. `twins` are the ports that stand beside the best
    one on the same coast (itself included); the rival is the best of the others. `outside` are
    the ways that call at no candidate, a lane a market, and `beyond` their standing; None where
    a common market has no such way.
    """

    place: Endpoint
    lanes: tuple[Lane, ...]
    common: tuple[str, ...]
    standings: tuple[Standing, ...]
    behind: tuple[tuple[Step, ...], ...]
    twins: frozenset[str]
    outside: tuple[Lane, ...] = ()
    beyond: Standing | None = None

    @property
    def rival(self) -> int:
        """Place in the standings of the port to measure the best against; 0 when there is none."""
        others = [n for n, s in enumerate(self.standings) if n and s.port not in self.twins]
        return others[0] if others else min(1, len(self.standings) - 1)

    @property
    def pair(self) -> tuple[str, str] | None:
        """The best port and its rival."""
        if len(self.standings) < 2:
            return None
        return self.standings[0].port, self.standings[self.rival].port

    def lane(self, port: str, market: str) -> Lane:
        """The lane of a port, or of `OUTSIDE`, and a market."""
        lanes = (*self.lanes, *self.outside)
        return next(x for x in lanes if (x.port, x.market) == (port, market))


@dataclass(frozen=True)
class Worked:
    """A comparison with the cases it was solved on, for what is asked of it next."""

    comparison: Comparison
    cases: tuple[Case, ...]

    @property
    def vot(self) -> float:
        """Value of time in US dollars an hour."""
        return self.cases[0].vot


def compare(
    engine: RouteEngine,
    question: Question,
    place: str,
    on_progress: Callable[[str], None] = lambda _: None,
    *,
    train: bool = True,
) -> Worked:
    """
    Solve every port and market for one place, and the ways that call at none of the ports.

    Parameters
    ----------
    engine
        Tables and graph.
    question
        Ports, markets, consignment and constraints.
    place
        Origin (destination for imports) as typed.
    on_progress
        Told what is being worked on.
    train
        Whether next best paths and those of drawn samples join the choice sets; without, these are
        the best by each objective.
    """
    cases = []
    for market in question.markets:
        on_progress(f"{place} - {engine.dataset.port[market].name}")
        cases.append(Case(engine, question, place, market))
    every = _lanes(cases, (*question.ports, OUTSIDE), train=train)
    lanes = [x for x in every if x.port != OUTSIDE]
    outside = [x for x in every if x.port == OUTSIDE]
    ends = cases[0].planning.resolved
    end = ends.destination if question.inward else ends.origin
    served = [p for p in question.ports if any(x.itineraries for x in lanes if x.port == p)]
    common = tuple(
        m
        for m in question.markets
        if served and all(x.itineraries for x in lanes if x.market == m and x.port in served)
    )
    standings: list[Standing] = []
    behind: list[tuple[Step, ...]] = []
    if common:
        objective = question.query.objective
        standings = sorted(
            (_standing(p, lanes, common, objective, cases[0]) for p in served),
            key=lambda s: s.value,
        )
        dataset = engine.dataset
        for other in standings[1:]:
            pairs = [
                (_itinerary(lanes, standings[0].port, m), _itinerary(lanes, other.port, m))
                for m in common
            ]
            ports = (standings[0].port, other.port)
            behind.append(
                steps_between(pairs, ports, dataset, cases[0].vot, inward=question.inward)
            )
    found = Comparison(
        place=end.endpoint,
        lanes=tuple(lanes),
        common=common,
        standings=tuple(standings),
        behind=tuple(behind),
        twins=twins_of([s.port for s in standings], engine.dataset),
        outside=tuple(outside),
        beyond=_beyond(outside, common or question.markets, cases[0]),
    )
    return Worked(found, tuple(cases))


def _beyond(lanes: Sequence[Lane], markets: Sequence[str], case: Case) -> Standing | None:
    """What the best ways outside come to, as means; None where a market has none."""
    if not all(x.itineraries for x in lanes if x.market in markets):
        return None
    return _standing(OUTSIDE, lanes, markets, case.question.query.objective, case)


def with_services(question: Question, worked: Worked) -> Question | None:
    """
    The same question with the scenario sailings of ports that have none today.

    None when every port has one, or no table row says what one would be.
    """
    comparison = worked.comparison
    ports = {
        p for p in question.ports if not any(x.itineraries for x in comparison.lanes if x.port == p)
    }
    services = [
        s
        for lane in comparison.lanes
        if lane.port in ports and lane.absence and lane.absence.kind == "no service"
        for s in lane.absence.services
    ]
    if not services:
        return None
    opened = tuple(dict.fromkeys((*question.query.open, *services)))
    return replace(question, query=replace(question.query, open=opened))


def _lanes(cases: Sequence[Case], ports: Sequence[str], *, train: bool) -> list[Lane]:
    """Lanes by market, then port; the choice set of a port is made on its first market."""
    first: dict[str, tuple[Case, list[Path]]] = {}
    lanes: list[Lane] = []
    for case in cases:
        best = {port: case.objectives(port) for port in ports}
        fresh = [p for p in ports if best[p] and p not in first]
        rho = case.dataset.parameter[RHO].value.typical
        drawn = trained(case, fresh, rho) if train else [[] for _ in fresh]
        for port, paths in zip(fresh, drawn, strict=True):
            first[port] = (case, [*case.alternatives(port), *paths] if train else paths)
        for port in ports:
            if not best[port]:
                lanes.append(_without(case, port))
                continue
            source, paths = first[port]
            others = paths if source is case else translated(source, paths, case, port)
            lanes.append(_lane(case, port, best[port], [*others, *case.sooner(port)]))
    return lanes


def _without(case: Case, port: str) -> Lane:
    return Lane(
        port=port,
        market=case.market,
        best=(),
        absence=None if port == OUTSIDE else case.absence(port),
        choices=(),
        itineraries=(),
    )


def _lane(
    case: Case, port: str, best: Sequence[tuple[Objective, Path]], others: Sequence[Path]
) -> Lane:
    # The asked objective comes first, so its way is the first of the choice set.
    choices = distinct([*(path for _, path in best), *others])
    priced = [case.priced(port, found) for found in choices]
    # What rests on the whole journey may turn the order that the search found.
    asked = case.question.query.objective
    first = min(range(len(priced)), key=lambda n: (measure(priced[n], asked), n))
    order = [first, *(n for n in range(len(priced)) if n != first)]
    return Lane(
        port=port,
        market=case.market,
        best=tuple((o, case.best_by(port, path, o)) for o, path in best),
        absence=None,
        choices=tuple(choices[n] for n in order),
        itineraries=(case.itinerary(port, choices[first]), *(priced[n] for n in order[1:])),
    )


def _itinerary(lanes: Sequence[Lane], port: str, market: str) -> Itinerary:
    return next(x.chosen for x in lanes if (x.port, x.market) == (port, market))


def measure(itinerary: Itinerary, objective: Objective) -> float:
    """
    What a way counts in comparisons by an objective, in cents, minutes, metres or grams.

    Its own figure, counted more often if it leaves a country and comes back.
    """
    return times(itinerary.re_enters) * float(itinerary.figure(objective))


def _standing(
    port: str,
    lanes: Sequence[Lane],
    markets: Sequence[str],
    objective: Objective,
    case: Case,
) -> Standing:
    question = case.question
    late_per_min = case.vot * 100 / 60 * case.dataset.parameter[RELIABILITY].value.typical
    itineraries = [_itinerary(lanes, port, m) for m in markets]

    def mean(values: Sequence[float]) -> float:
        return sum(values) / len(values)

    return Standing(
        port=port,
        value=mean([measure(w, objective) for w in itineraries]),
        cost_cents=mean([w.cost.typical for w in itineraries]),
        time_min=mean([w.time.typical for w in itineraries]),
        generalised_cents=mean([w.generalised_cents for w in itineraries]),
        co2e_g=mean([w.co2e_g for w in itineraries]),
        length_m=mean([w.length_m for w in itineraries]),
        late_min=mean([w.time.high - w.time.typical for w in itineraries]),
        unsure_cents=mean([w.time.high - w.time.typical for w in itineraries]) * late_per_min,
        late_cents=mean([w.cost.high - w.cost.typical for w in itineraries]),
        borders=mean([len(w.borders) for w in itineraries]),
        transfers=mean(
            [
                sum(leg.kind in (LinkKind.TRANSFER, LinkKind.PORT) for leg in w.legs)
                for w in itineraries
            ]
        ),
        parts=parts_of(
            itineraries,
            [gateway(w, inward=question.inward) if port == OUTSIDE else port for w in itineraries],
            inward=question.inward,
        ),
    )
