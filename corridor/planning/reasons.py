"""What is said beside an answer, and why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from corridor.errors import CorridorError, NoRouteError, shown
from corridor.model.answer import Blocked, Itinerary
from corridor.model.dates import last_day
from corridor.model.message import Message, name, names, say, term, written
from corridor.model.objective import Weights
from corridor.model.query import DISCOURAGED
from corridor.model.ref import Ref, RefKind
from corridor.model.status import Built
from corridor.planning.answer.barriers import Barrier, Barriers
from corridor.planning.answer.blocked import closed_for_good, ended_for_good
from corridor.planning.answer.missing_lines import missing_lines
from corridor.planning.answer.no_route import Unanswered, explain_no_route
from corridor.planning.answer.unkept import unkept
from corridor.planning.answer.unmet import Unmet, lifted
from corridor.planning.answer.unserved import Door, out_of_reach
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.query.constraints import Constraints, section_of
from corridor.planning.search.search import Search
from corridor.planning.search.solver import Solver
from corridor.planning.steps import Planning
from corridor.planning.time.feasts import without_days
from corridor.planning.time.windows import always_closed
from corridor.planning.unsure import unsure
from corridor.pricing.gaps import Gap, GapKind
from corridor.tables.dataset import Dataset
from corridor.tables.records import Closure


def warnings_of(
    planning: Planning, network: SearchGraph, blocked: Sequence[Blocked]
) -> list[Message]:
    """What must be known before relying on an answer."""
    dataset, resolved = planning.context.dataset, planning.resolved
    query = resolved.query
    return [
        *resolved.notes,
        *_stale(dataset, blocked),
        *_discouraged(planning),
        *unused(network.unpriced, dataset, query.consignment.unit),
        *_other_year(dataset, query.depart.year),
    ]


def _stale(dataset: Dataset, blocked: Sequence[Blocked]) -> Iterable[Message]:
    most_days = round(dataset.figures.closure_stale_days.value.typical)
    for entry in blocked:
        if entry.stale_days > most_days:
            yield say(
                "stale",
                name=name(entry.name),
                confirmed=entry.last_confirmed,
                days=entry.stale_days,
                sources=(entry.source_id,),
            )


def _discouraged(planning: Planning) -> Iterable[Message]:
    query = planning.resolved.query
    dear = [*query.discourage, *(a.name for a in query.discourage_areas)]
    if dear:
        yield say("discouraged", what=names(dear), times=DISCOURAGED)


def fewer(count: int, asked: int, why: Message | None) -> Iterable[Message]:
    """That an answer has fewer ways than were asked for, where it has."""
    if why:
        yield say("fewer", count=count, asked=asked, why=why)


def _other_year(dataset: Dataset, year: int) -> Iterable[Message]:
    data_year = int(dataset.data_date[:4])
    if year != data_year:
        yield say("date", prices=data_year, departure=year)


def uncounted(planning: Planning, itineraries: Sequence[Itinerary]) -> list[Message]:
    """Feasts that a path may meet and whose days no row tells."""
    countries = {c for i in itineraries for c in i.countries}
    last = max(i.arrival.year for i in itineraries)
    years = range(planning.resolved.query.depart.year, last + 1)
    found = without_days(planning.context.dataset, countries, years)
    if not found:
        return []
    feasts = tuple(
        say("feast", name=written(called), year=year, country=country)
        for called, country, year in found
    )
    return [say("feasts", feasts=feasts)]


def shut_sections(planning: Planning, itineraries: Sequence[Itinerary]) -> list[Message]:
    """
    Roads and lines of the countries passed that are shut until further notice, with their evidence.

    A post or port that is shut stands in the answer by itself; a section only here.
    """
    dataset = planning.context.dataset
    passed = {c for i in itineraries for c in i.countries}
    today = planning.resolved.timetable.departure.local.date()
    last = max(i.arrival.date() for i in itineraries)
    found: list[Message] = []
    for subject, row in sorted(closed_for_good(dataset, planning.windows).items()):
        begins = row.from_date or today
        if subject.kind is not RefKind.SECTION or begins > last:
            continue
        section = dataset.section[subject.id]
        ends = dataset.hub[section.from_id], dataset.hub[section.to_id]
        if passed.isdisjoint(h.country for h in ends):
            continue
        found.append(
            say(
                "shut.section",
                subject=name(" - ".join(h.name for h in ends)),
                cargo=term(row.cargo),
                since=f"{row.from_date}",
                confirmed=row.last_confirmed,
                age=_age((today - last_day(row.last_confirmed)).days),
                sources=(row.source_id,),
            )
        )
    return found


def _age(days: int) -> Message:
    """How old evidence is at the departure; of a past departure it may be of later."""
    return say("age.after") if days < 0 else say("age.before", days=days)


def no_route(planning: Planning, network: SearchGraph, solver: Solver) -> NoRouteError:
    """Why there is no path, naming what cuts the network and the least that would join it."""
    query, dataset = planning.resolved.query, planning.context.dataset
    asked = f"no itinerary {shown(query.origin)} -> {shown(query.destination)}"
    limits = unsure(solver, planning.journey(network)) or unkept(solver)
    if limits is not None:
        text = f"{asked} keeps the limits: {limits.text}"
        return NoRouteError(text, remedy=limits.remedy, cut=("limits",))
    doors = [
        Door(which, read.endpoint.spot, read.end)
        for which, read in zip(("origin", "destination"), planning.resolved.ends, strict=True)
    ]
    far = out_of_reach(dataset, query, network, doors)
    if far is not None:
        lines = missing_lines(dataset, query.modes, (far.hub_id,))
        text = f"{asked}: {'; '.join((far.text, *lines))}"
        return NoRouteError(text, remedy=far.remedy, cut=(far.hub_id,))
    closed = closed_for_good(dataset, planning.windows)
    ended = ended_for_good(planning.windows)
    stops = _unmet(planning, ended.union(closed))
    return stops.with_towns(stops.error() or _explained(planning, network, closed))


def _explained(
    planning: Planning, network: SearchGraph, closed: Mapping[Ref, Closure]
) -> NoRouteError:
    dataset, resolved = planning.context.dataset, planning.resolved
    # What shuts only later is a cause where what is shut already is not cause enough.
    shut = {s for s, w in planning.windows.items() if always_closed(w)}
    begun = {subject: row for subject, row in closed.items() if subject in shut}
    barriers = _barriers(planning, begun)
    if len(begun) < len(closed) and not _connected(planning, barriers):
        barriers = _barriers(planning, closed)
    return explain_no_route(
        Unanswered(
            dataset,
            resolved.query,
            resolved.load,
            network,
            barriers,
            planning.relaxed,
            lambda unit: _joined(planning, unit),
            (resolved.origin.end.hub_id, resolved.destination.end.hub_id),
        )
    )


def _barriers(planning: Planning, closed: Mapping[Ref, Closure]) -> Barriers:
    resolved = planning.resolved
    return Barriers(
        planning.context.dataset,
        resolved.constraints,
        closed,
        {Barrier(*shut): text for shut, text in resolved.typed.items()},
        tuple(a.name for a in resolved.query.avoid_areas),
        ended_for_good(planning.windows),
        resolved.destination.end.hub_id,
    )


def _connected(planning: Planning, barriers: Barriers) -> bool:
    """Whether anything joins the ends with some barriers lifted."""
    network = planning.relaxed(barriers.lifted, barriers.opening)
    return Search(network, Weights(time_w=1)).best() is not None


def _unmet(planning: Planning, closed: frozenset[Ref]) -> Unmet:
    """What explains a stop that no path makes, with all that is shut or planned open beside."""
    dataset, resolved = planning.context.dataset, planning.resolved
    shut = {s for s in map(section_of, closed) if s is not None}
    sections = frozenset({s.id for s in dataset.sections if s.status != Built.OPEN} | shut)

    def free(limits: Constraints) -> SearchGraph:
        return planning.relaxed(lifted(limits, dataset, closed), sections)

    return Unmet(dataset, resolved.query, resolved.constraints, planning.graph, free)


def _joined(planning: Planning, unit: str) -> bool:
    """Whether the same question has a path with another unit."""
    try:
        resolved = planning.resolved.with_unit(planning.context, unit)
    except CorridorError:
        return False  # too heavy for it, or a service that it cannot have
    other = Planning(planning.context, resolved)
    return Search(other.graph(), Weights(time_w=1)).connected


def unused(reasons: Iterable[Gap], dataset: Dataset, unit: str) -> list[Message]:
    """
    What is said of links that were left out.

    Parameters
    ----------
    reasons
        What keeps links out (the keys of `SearchGraph.unpriced`).
    dataset
        The tables, for the rules that bar.
    unit
        Unit of the consignment, as the reader typed it.

    Returns
    -------
    Each rule once; ships and terminals that take no such unit counted together in one
    sentence; every row that lacks by name, for it can hide a better way.
    """
    rules = {r.id: r for r in dataset.rules}
    found: list[Message] = []
    gaps: list[Message] = []
    counts = {GapKind.SHIP: 0, GapKind.TERMINAL: 0}
    for reason in sorted(reasons, key=lambda r: r.order):
        rule = rules.get(reason.subject) if reason.kind is GapKind.RULE else None
        if rule is not None:
            subject, text = term(rule.subject), written(rule.text)
            found.append(say("rule.barred", rule=subject, text=text, sources=(rule.source_id,)))
        elif reason.kind in counts:
            counts[reason.kind] += 1
        else:
            what = reason.row if reason.kind is GapKind.ROW else reason.message
            gaps.append(say("unpriced.row", what=what))
    counted = tuple(
        say(f"counted.{kind}" if n > 1 else f"counted.{kind}.one", count=n)
        for kind, n in counts.items()
        if n
    )
    if counted:
        found.append(say("unpriced.unit", unit=term(unit), what=counted))
    return [*found, *gaps]
