"""Answer a query: search, rank, explain closures, put the answer together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from corridor.model.answer import Answer, Blocked, InTime, Itinerary
from corridor.model.link_kind import LinkKind
from corridor.model.message import Message, Word, WordKind, say
from corridor.model.mode import Mode
from corridor.model.objective import Objective
from corridor.model.query import CREWS, Query, class_of
from corridor.model.why import Why
from corridor.planning.answer.blocked import Openings, closed_at_all, closed_now, ended_for_good
from corridor.planning.answer.itinerary import Journey
from corridor.planning.answer.labels import labels_of
from corridor.planning.answer.listed import Lists
from corridor.planning.answer.terminals import nearest_by_rule
from corridor.planning.answer.trains import idle_trains, own_from_siding
from corridor.planning.answer.whose_truck import whose_truck
from corridor.planning.answer.why import Explainer
from corridor.planning.cache import PlannerCache
from corridor.planning.links.driving import Hop, Role
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.reasons import fewer, no_route, shut_sections, uncounted, warnings_of
from corridor.planning.search.growth import followed
from corridor.planning.search.limits import MOST_IN_TIME
from corridor.planning.search.pareto import front
from corridor.planning.search.path import Path
from corridor.planning.search.solver import Solver
from corridor.planning.search.sure import share_by
from corridor.planning.steps import Planning
from corridor.pricing.hauls import HaulRows
from corridor.pricing.load import Load
from corridor.pricing.shifts import Shift
from corridor.tables.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Found:
    """An answer with what it was found on: `paths` are those of its itineraries, in their order."""

    answer: Answer
    planning: Planning
    solver: Solver
    journey: Journey
    paths: tuple[Path, ...]


def answer_of(planning: Planning) -> Answer:
    """
    The best paths of a query as itineraries.

    Raises
    ------
    NoRouteError
        Naming what cuts the network and the cheapest thing that would join it.
    """
    return found_of(planning).answer


def found_of(planning: Planning) -> Found:
    """
    The answer to a query, with the network and the paths, for whoever asks on.

    Raises
    ------
    NoRouteError
        As `answer_of` does.
    """
    context, resolved = planning.context, planning.resolved
    network = planning.graph()
    journey, solver = planning.journey(network), planning.solver(network)
    rule = planning.rule(network)
    listed = solver.listed(resolved.query.k, rule)
    if not listed.ways:
        raise no_route(planning, network, solver)
    chosen, best = [way.path for way in listed.ways], listed.ways[0].path
    lists = Lists(journey, resolved.query, listed, rule)
    itineraries = lists.itineraries()
    crew = OtherCrew(context.cache, context.dataset, resolved.load, resolved.query, network)
    itineraries = crew.noted(itineraries, chosen)
    blocked = _blocked(planning, journey, solver, best)
    why = _why(planning, journey, solver, best, itineraries[0], lists.place)
    warnings = warnings_of(planning, network, blocked)
    warnings += fewer(listed.found, resolved.query.k, listed.why_fewer)
    warnings += nearest_by_rule(solver, best)
    if Mode.RAIL in resolved.query.modes:
        asked = resolved.query.train, resolved.constraints.open, resolved.traded
        warnings += idle_trains(itineraries[0], resolved.load, asked, context.dataset)
        warnings += own_from_siding(resolved.query, resolved.load, context.dataset)
    answer = _answer(planning, itineraries, blocked, warnings, why)
    answer = replace(
        answer,
        listing=lists.listing(),
        left_out=lists.left_out(),
        in_time=_in_time(planning, solver, itineraries),
    )
    return Found(answer, planning, solver, journey, tuple(chosen))


def front_of(planning: Planning) -> Answer:
    """
    The complete front of time and cost, the fastest path first.

    Raises
    ------
    NoRouteError
        If there is no path.
    """
    network = planning.graph()
    journey, solver = planning.journey(network), planning.solver(network)
    found = front(network, solver.keeps)
    if not found:
        raise no_route(planning, network, solver)
    values = [solver.value(f) for f in found]
    roles: list[list[str]] = [[] for _ in found]
    roles[values.index(min(values))].append("best")
    roles[-1].append("cheapest")
    roles[0].append("fastest")
    warnings = warnings_of(planning, network, ())
    return _answer(planning, _itineraries(journey, found, roles), (), warnings, None)


def cautions_of(
    planning: Planning, network: SearchGraph, best: Path, itineraries: Sequence[Itinerary]
) -> tuple[tuple[Blocked, ...], tuple[Message, ...]]:
    """
    What is closed near a path on a network of the query, and what must be known before relying on it.

    For questions of many answers, whose paths are found on networks of their own; what an itinerary
    itself warns of is not in it.
    """
    journey, solver = planning.journey(network), planning.solver(network)
    blocked = _blocked(planning, journey, solver, best)
    warnings = warnings_of(planning, network, blocked)
    return blocked, (
        *warnings,
        *shut_sections(planning, itineraries),
        *uncounted(planning, itineraries),
    )


def _itineraries(
    journey: Journey, found: Sequence[Path], roles: Sequence[Sequence[str]]
) -> list[Itinerary]:
    labels = labels_of(journey.network, journey.maker.dataset, found)
    return [
        journey.itinerary(f, roles=r, label=name)
        for f, r, name in zip(found, roles, labels, strict=True)
    ]


def _blocked(
    planning: Planning, journey: Journey, solver: Solver, best: Path
) -> tuple[Blocked, ...]:
    """What is closed and would matter if it were open."""
    dataset, resolved, windows = planning.context.dataset, planning.resolved, planning.windows
    closed = closed_now(dataset, windows)
    if not closed:
        return ()
    ends = (resolved.origin.end.hub_id, resolved.destination.end.hub_id)
    openings = Openings(
        dataset, resolved.timetable, solver, journey, windows, planning.opened, ends
    )
    return openings.near(best, closed)


def _why(
    planning: Planning,
    journey: Journey,
    solver: Solver,
    best: Path,
    itinerary: Itinerary,
    place: Callable[[Path], Message],
) -> Why | None:
    """Why the best path is not over what was asked about, None where nothing was."""
    dataset, resolved = planning.context.dataset, planning.resolved
    if not resolved.query.why:
        return None
    closed = closed_at_all(dataset, planning.windows)
    ended = ended_for_good(planning.windows)
    explainer = Explainer(
        dataset, solver, journey, closed, planning.opened, ended, resolved.traded, place
    )
    return explainer.why(resolved.query.why, resolved.why, best, itinerary)


def _answer(
    planning: Planning,
    itineraries: Sequence[Itinerary],
    blocked: tuple[Blocked, ...],
    warnings: Sequence[Message],
    why: Why | None,
) -> Answer:
    context, resolved = planning.context, planning.resolved
    itineraries = [_with_truck(i, planning) for i in itineraries]
    return Answer(
        query=resolved.query,
        origin=resolved.origin.endpoint,
        destination=resolved.destination.endpoint,
        gross_weight_t=resolved.load.gross_each_t,
        value_usd=resolved.load.value_usd,
        value_of_time_usd_per_h=resolved.value_of_time_usd_per_h,
        itineraries=tuple(itineraries),
        blocked=blocked,
        warnings=(
            *warnings,
            *shut_sections(planning, itineraries),
            *uncounted(planning, itineraries),
        ),
        data_date=context.dataset.data_date,
        graph_hash=context.graph_hash,
        why=why,
        utc_offset_h=resolved.timetable.offset_h,
    )


def _in_time(planning: Planning, solver: Solver, itineraries: Sequence[Itinerary]) -> InTime | None:
    """How surely the itineraries are there by the date asked for, None where none was."""
    query, sure = planning.resolved.query, solver.limits.sure
    if query.by is None or sure is None:
        return None
    shares = tuple(share_by(i.time, sure.minutes) for i in itineraries)
    told = say(
        "in_time",
        place=Word(planning.resolved.destination.endpoint.spot.name, WordKind.NAME),
        by=f"{query.by:%Y-%m-%d %H:%M}",
        asked=query.sure_percent or 0.0,
        share=_share(shares[0]),
        unproved=_unproved(solver) if sure.short else "",
    )
    asked = (query.sure_percent or 0.0) / 100
    return InTime(by=query.by, share=asked, shares=shares, text=told, exact=not sure.short)


def _share(share: float) -> Message:
    """A chance in whole per cent, never one that is certain."""
    return say("in_time.over") if share >= 0.995 else say("in_time.share", share=share)


def _unproved(solver: Solver) -> Message:
    """How far a search that was given up has looked."""
    sure, weigh = solver.limits.sure, solver.weigh
    if sure is None or solver.query.objective is not Objective.COST:
        return say("in_time.unproved", ways=MOST_IN_TIME)
    usd = (min(sure.short) // weigh.cost_w + solver.start_cents) / 100
    return say("in_time.unproved_below", ways=MOST_IN_TIME, usd=usd)


def _with_truck(itinerary: Itinerary, planning: Planning) -> Itinerary:
    """The itinerary with a word of whose truck it is, where that decided a regime."""
    said = whose_truck(itinerary, planning.resolved, planning.context.dataset)
    if said is None:
        return itinerary
    return replace(itinerary, warnings=(said, *itinerary.warnings))


@dataclass(frozen=True)
class OtherCrew:
    """The other crew on the network of a query."""

    cache: PlannerCache
    dataset: Dataset
    load: Load
    query: Query
    network: SearchGraph

    def noted(self, itineraries: Sequence[Itinerary], found: Sequence[Path]) -> list[Itinerary]:
        """The itineraries with the typical time of the other crew on the same ways."""
        other = next(c for c in CREWS if c != self.query.crew)
        if not any(self._goes_by_road(f) for f in found):
            return list(itineraries)
        network = self._driven_by(other, {n for f in found for n in f.links})
        noted: list[Itinerary] = []
        for itinerary, path in zip(itineraries, found, strict=True):
            end = followed(network, path.links) if self._goes_by_road(path) else None
            same = end is not None and end.minutes == path.minutes and self._is_paired(path)
            noted.append(
                itinerary
                if end is None or same
                else replace(itinerary, other_crew=other, other_crew_time_min=end.minutes)
            )
        return noted

    def _goes_by_road(self, found: Path) -> bool:
        network = self.network
        hauls = (n for n in found.links if network.kind_of(n) is LinkKind.LINE_HAUL)
        return any(network.hauls.mode(int(network.row[link])) is Mode.ROAD for link in hauls)

    def _is_paired(self, found: Path) -> bool:
        """Whether a rule asks two drivers for a haul of a way."""
        network = self.network
        hauls = (n for n in found.links if network.kind_of(n) is LinkKind.LINE_HAUL)
        at = (network.hauls.at(int(network.row[link])) for link in hauls)
        return any(part.paired[row] for part, row in at)

    def _driven_by(self, crew: str, links: Iterable[int]) -> SearchGraph:
        """The network with the shifts and rests of another crew on some links."""
        network, driving = self.network, self.network.driving
        if driving is None:
            return network
        key = (self.load.consignment, crew, self.query.train)
        rows = self.cache.get(
            "crew rows",
            key,
            lambda: HaulRows(self.load, self.dataset, crew, class_of(self.query.train)),
        )
        time, hops = network.time.copy(), dict[int, Hop]()
        for link in links:
            hop = driving.of(link)
            if hop.role not in (Role.DRIVEN, Role.STOOD):
                continue
            at = int(network.row[link])
            hauled = network.kind_of(link) is LinkKind.LINE_HAUL
            if hauled:
                part, row = network.hauls.at(at)
                if part.paired[row]:
                    continue  # two go there whatever is asked
            country = network.hauls.country(at) if hauled else network.borders[at].country_from
            driver = rows.driver(country)
            if driver is not None:
                own = Shift.of(driver)
                hops[link] = Hop(hop.role, hop.minutes, own.drive_min, own.rest_min.typical)
                time[link] += own.rests(hop.minutes) * own.rest_min.typical
                time[link] -= Shift(hop.shift).rests(hop.minutes) * hop.rest
        return replace(network, time=time, driving=driving.but(hops))
