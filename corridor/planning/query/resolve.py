"""Resolve a query once: its ends, constraints, segments and clocks; no name is read after it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from corridor.errors import InputError
from corridor.model.answer import Spot
from corridor.model.message import Message
from corridor.model.query import Query
from corridor.model.ref import Ref, RefKind
from corridor.planning.context import PlanningContext
from corridor.planning.query.constraints import Constraints, section_of
from corridor.planning.query.points import refuse_wagon
from corridor.planning.query.reading import Names, Reader, ResolvedEnd, notes_on
from corridor.planning.query.segments import SegmentView, segment_index
from corridor.planning.query.services import refuse_idle
from corridor.planning.query.sidings import check_sidings
from corridor.planning.time.calendar import calendar
from corridor.planning.time.clock import Timetable
from corridor.planning.time.windows import Window, always_closed
from corridor.pricing.load import Load, weigh
from corridor.tables.dataset import Dataset

# Kinds of hubs that stand at a border post: goods that set out there are from abroad.
_POSTS = ("border_rail", "border_road", "gauge_change")


@dataclass(frozen=True)
class ClosureWindows:
    """
    Closures in time that hold for a query.

    `key` says what they depend on, None where they are those of one question alone.
    """

    by_subject: Mapping[Ref, tuple[Window, ...]]
    key: Hashable | None = None

    @cached_property
    def shut(self) -> frozenset[Ref]:
        """What never opens any more."""
        return frozenset(s for s, w in self.by_subject.items() if always_closed(w))


@dataclass(frozen=True)
class ResolvedQuery:
    """
    A query with every name, point and date resolved.

    Attributes
    ----------
    query, load
        As asked, and the consignment weighed.
    origin, destination
        The ends.
    joins
        Lines of the segments that join points, by segment.
    latitudes
        Of all places in degrees: those of the graph, then points and where they are joined.
    constraints, segments
        What may be used: ids of the tables, and the segments left.
    timetable
        Departure and clocks.
    value_of_time_usd_per_h
        What an hour of the consignment counts.
    why
        What `--why` names.
    typed
        What was typed in --avoid and --close, by the option and the id that it names.
    notes
        How names that are none of the tables were read.
    """

    query: Query
    load: Load
    origin: ResolvedEnd
    destination: ResolvedEnd
    joins: Mapping[int, str]
    latitudes: Sequence[float]
    constraints: Constraints
    segments: SegmentView
    timetable: Timetable
    value_of_time_usd_per_h: float
    why: tuple[Ref, ...] = ()
    typed: Mapping[tuple[str, str], str] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()

    @property
    def ends(self) -> tuple[ResolvedEnd, ResolvedEnd]:
        """Origin and destination."""
        return self.origin, self.destination

    @property
    def traded(self) -> frozenset[str]:
        """Countries and places of both ends, by which a row knows whose trade this is."""
        both = (found.end for found in self.ends)
        return frozenset(n for end in both for n in (end.country, end.hub_id) if n)

    def windows(self, context: PlanningContext) -> ClosureWindows:
        """The closures that hold under its constraints."""
        cargo = self.query.consignment.cargo_class
        ends = frozenset(read.end.country for read in self.ends)
        return _windows(context, self.timetable, (cargo, ends), self.constraints)

    def under(self, context: PlanningContext, constraints: Constraints) -> ResolvedQuery:
        """The query under other constraints, with the segments that they leave."""
        found = replace(self, constraints=constraints)
        places = {read.end.place for read in self.ends}
        closures = found.windows(context).by_subject
        segments = restricted(self.segments.fresh, context.dataset, constraints, places, closures)
        return replace(found, segments=segments)

    def with_unit(self, context: PlanningContext, unit: str) -> ResolvedQuery:
        """
        The same question with another unit.

        Raises
        ------
        InputError
            If the load or a service asked for is none of that unit.
        """
        query = replace(self.query, consignment=replace(self.query.consignment, unit=unit))
        old = self.load
        load = replace(weigh(query.consignment, context.dataset), home=old.home, bound=old.bound)
        vot = _value_of_time(query, load, context.dataset)
        found = replace(self, query=query, load=load, value_of_time_usd_per_h=vot)
        refuse_idle(query, load, context.dataset)
        _refuse_wagons(found.ends, load, context.dataset)
        check_sidings(query, context.dataset, found.segments, _sites(found.ends))
        return found


def resolve(context: PlanningContext, names: Names, query: Query) -> ResolvedQuery:
    """
    Resolve everything that a query names.

    Raises
    ------
    CorridorError
        InputError or UnknownPlaceError, if a name or figure fits its option badly.
    """
    dataset = context.dataset
    _refuse_early(query, dataset)
    load = weigh(query.consignment, dataset)
    refuse_idle(query, load, dataset)
    reader = Reader(context, names)
    ends, joins, latitudes = reader.ends(query.origin, query.destination)
    load = replace(load, home=_home(ends[0], dataset), bound=_bound(ends[1], dataset))
    _refuse_wagons(ends, load, dataset)
    _refuse_same(ends)
    index = segment_index(context)
    lines = {len(index.tail) + n: line for n, (_, line) in enumerate(joins)}
    constraints, typed = reader.constraints(query, ends, lines)
    here, there = (read.endpoint.spot for read in ends)
    timetable = Timetable.of(query, context.clocks, here, there)
    _refuse_late(query, timetable, there)
    found = ResolvedQuery(
        query=query,
        load=load,
        origin=ends[0],
        destination=ends[1],
        joins=lines,
        latitudes=(*context.graph.place_lat.tolist(), *latitudes),
        constraints=constraints,
        segments=SegmentView(index).joined(segment for segment, _ in joins),
        timetable=timetable,
        value_of_time_usd_per_h=_value_of_time(query, load, dataset),
        typed=typed,
    ).under(context, constraints)
    check_sidings(query, dataset, found.segments, _sites(ends))
    return replace(
        found,
        why=names.gazetteer.things(query.why, "--why") if query.why else (),
        notes=(
            *notes_on(query, names.gazetteer, dataset, ends),
            *reader.listed(query, ends).notes,
        ),
    )


def _sites(ends: Sequence[ResolvedEnd]) -> list[tuple[str, Spot, int]]:
    which = ("origin", "destination")
    return [(w, e.endpoint.spot, e.end.place) for w, e in zip(which, ends, strict=True)]


def _home(origin: ResolvedEnd, dataset: Dataset) -> str:
    """
    Country where the goods are loaded, if it has a tariff for those.

    None at a border post or a seaport, where they came from abroad. Countries without such a tariff are not
    told apart, so that all questions from them share what was priced.
    """
    country = origin.end.country
    return country if country in dataset.home_tariffs and _inland(origin, dataset) else ""


def _bound(destination: ResolvedEnd, dataset: Dataset) -> str:
    """
    Country where the goods are delivered, if it has a tariff for those.

    None at a border post or a seaport, from where they may go on.
    """
    country = destination.end.country
    return country if country in dataset.local_tariffs and _inland(destination, dataset) else ""


def _inland(end: ResolvedEnd, dataset: Dataset) -> bool:
    """Whether an end of the journey is neither a border post nor a seaport."""
    hub = dataset.hub.get(end.end.hub_id)
    return hub is None or not (hub.kind in _POSTS or hub.id in dataset.port)


def _refuse_wagons(ends: Sequence[ResolvedEnd], load: Load, dataset: Dataset) -> None:
    for read, which in zip(ends, ("ORIGIN", "DESTINATION"), strict=True):
        refuse_wagon(read.endpoint.text, which, read.pin, load, dataset)


def _refuse_same(ends: Sequence[ResolvedEnd]) -> None:
    spots = [read.endpoint.spot for read in ends]
    same = len({(s.lon, s.lat) for s in spots}) == 1
    if same or ends[0].end.place == ends[1].end.place:
        raise InputError(
            f"origin and destination are the same place ({spots[0].name})",
            remedy="give two different places",
        )


def _refuse_early(query: Query, dataset: Dataset) -> None:
    """Refuse a departure before the tables know what was built and open."""
    first = round(dataset.figures.tables_first_year.value.typical)
    if query.depart.year < first:
        raise InputError(
            f"--depart {query.depart:%Y-%m-%d} is before the tables reach: what was built and"
            f" open is known from {first} on",
            remedy=f"give a date from {first}-01-01 on",
        )


def _refuse_late(query: Query, timetable: Timetable, there: Spot) -> None:
    """Refuse a deadline before the departure, each by the clock of its own end."""
    for option, latest in (("--arrive-by", query.arrive_by), ("--by", query.by)):
        if latest is not None and timetable.until(latest) <= 0:
            raise InputError(
                f"{option} {latest:%Y-%m-%d %H:%M} at {there.name} is not after the departure",
                remedy="give a later date; the deadline is by the clock of the destination",
            )


def time_value_row(cargo_class: str) -> str:
    """The parameter that says what share of its value a cargo class loses in a day of transit."""
    return f"time_value_{cargo_class}_per_day"


def _value_of_time(query: Query, load: Load, dataset: Dataset) -> float:
    given = query.value_of_time_usd_per_h
    if given is not None:
        return given
    row = dataset.parameter[time_value_row(query.consignment.cargo_class)]
    return round(load.value_usd * row.value.typical / 24, 2)


def _windows(
    context: PlanningContext,
    timetable: Timetable,
    goods: tuple[str, frozenset[str]],
    constraints: Constraints,
) -> ClosureWindows:
    departure, dataset = timetable.departure, context.dataset
    cargo, ends = goods
    # Most questions are of no trade that a row names, and share one calendar.
    home = min(ends) if len(ends) == 1 else ""
    home = home if home in dataset.banned_at_home else ""
    ends &= dataset.closed_trades
    day = (departure.local, str(departure.zone), cargo, ends, home)
    found = context.cache.get(
        "calendar", day, lambda: calendar(dataset, departure, context.clocks, cargo, ends, home)
    )
    if not constraints.ignores_any:
        return context.cache.get("closures", day, lambda: ClosureWindows(found, (day, ())))
    ignored = {s for s in found if constraints.ignores(s)}
    left = {s: w for s, w in found.items() if s not in ignored}
    return ClosureWindows(left, (day, tuple(sorted(ignored))))


def restricted(
    view: SegmentView,
    dataset: Dataset,
    limits: Constraints,
    ends: set[int],
    windows: Mapping[Ref, tuple[Window, ...]],
) -> SegmentView:
    """
    The segments without avoided places and closed or shut sections, planned ones opened.

    Parameters
    ----------
    view
        The segments, with what points are joined by.
    dataset, limits
        Tables and constraints.
    ends
        Places of origin and destination, which stay.
    windows
        Closures by subject; a section shut without end is taken out.
    """
    graph, index = view.graph, view.index
    shut_refs = limits.avoid | limits.close
    hubs = shut_refs.ids(RefKind.HUB)
    shut_places = {graph.place_index[h] for h in hubs if h in graph.place_index} - ends
    shut = set(shut_refs.ids(RefKind.SECTION))
    shut |= {
        section
        for subject, found in windows.items()
        if (section := section_of(subject)) is not None and always_closed(found)
    }
    opening = set(limits.open.ids(RefKind.SECTION)) | {
        dataset.crossing[c].section_id for c in limits.open.ids(RefKind.CROSSING)
    }
    removed = {i for section in shut for i in view.with_parts(index.of_section(section))}
    removed |= limits.avoid.segments
    if shut_places:
        removed |= {
            i for i in range(view.count) if not shut_places.isdisjoint(view.segment_ends(i))
        }
    opened = {i for section in opening for i in index.of_section(section) if not index.usable[i]}
    return view.restricted(removed, opened)
