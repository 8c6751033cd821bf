"""Answer a query: read it, search, rank, explain closures, assemble."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corridor.errors import BadInputError, CorridorError, NoRouteError, shown
from corridor.graph.access import AccessNetwork
from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.lines import Lines
from corridor.model.answer import Answer, Blocked, Itinerary
from corridor.model.message import Message, name, names, say, written
from corridor.model.objective import Weights
from corridor.model.query import DISCOURAGED, Query
from corridor.model.ref import Ref, RefKind, RefSet
from corridor.model.status import Built
from corridor.model.why import Why
from corridor.planning.answer.barriers import Barrier, Barriers
from corridor.planning.answer.blocked import (
    Opened,
    Openings,
    closed_at_all,
    closed_for_good,
    closed_now,
)
from corridor.planning.answer.crews import OtherCrew
from corridor.planning.answer.documents import PaperRows
from corridor.planning.answer.itinerary import Journey
from corridor.planning.answer.labels import labels_of
from corridor.planning.answer.legs import Ends
from corridor.planning.answer.missing_lines import missing_lines
from corridor.planning.answer.no_route import Unanswered, explain_no_route
from corridor.planning.answer.unkept import unkept
from corridor.planning.answer.unmet import Unmet, lifted
from corridor.planning.answer.unpriced import unused
from corridor.planning.answer.unserved import Door, out_of_reach
from corridor.planning.answer.why import Explainer
from corridor.planning.links.assemble import Assembly
from corridor.planning.links.network import Network
from corridor.planning.links.own import Frame
from corridor.planning.links.pieces import PieceBook
from corridor.planning.links.points import refuse_wagon
from corridor.planning.links.sidings import check_sidings
from corridor.planning.query.constraints import Constraints
from corridor.planning.query.reading import Reader, guesses, restrict
from corridor.planning.query.services import refuse_idle, told
from corridor.planning.search.alternatives import Ranking
from corridor.planning.search.pareto import front
from corridor.planning.search.path import Path
from corridor.planning.search.search import Search
from corridor.planning.search.solver import Solver
from corridor.planning.shelf import Shelf
from corridor.planning.time.calendar import calendar
from corridor.planning.time.clock import Timetable
from corridor.planning.time.feasts import without_days
from corridor.planning.time.windows import Window
from corridor.pricing.load import Load, weigh
from corridor.tables.clocks import Clocks
from corridor.tables.gazetteer import Gazetteer
from corridor.tables.library import Library
from corridor.tables.records import Closure


@dataclass(frozen=True)
class World:
    """What planning stands on; loaded once, never changed by a query but for its shelf."""

    library: Library
    graph: CorridorGraph
    gazetteer: Gazetteer
    access: AccessNetwork | None
    graph_hash: str
    lines: Callable[[], Lines] | None = field(default=None, compare=False, repr=False)
    shelf: Shelf = field(default_factory=Shelf, compare=False, repr=False)


class Planning:
    """The planning of one query."""

    def __init__(self, world: World, query: Query) -> None:
        """Resolve the query's names and weigh its load."""
        self.world, self.query = world, query
        self.load: Load = weigh(query.consignment, world.library)
        refuse_idle(query, self.load, world.library)
        self.book = PieceBook(world.shelf.store(world.graph))
        self.latitudes: list[float] = world.graph.place_lat.tolist()
        reader = Reader(world.library, world.graph, world.gazetteer, world.access, world.lines)
        read = [
            reader.end(text, which, self.book, self.latitudes)
            for text, which in ((query.origin, "ORIGIN"), (query.destination, "DESTINATION"))
        ]
        self.origin, self.destination = reader.both((read[0], read[1]), self.book)
        for end, which in ((self.origin, "ORIGIN"), (self.destination, "DESTINATION")):
            refuse_wagon(end.endpoint.text, which, end.pin, self.load, world.library)
        here, there = self.origin.endpoint.spot, self.destination.endpoint.spot
        same = (here.lon, here.lat) == (there.lon, there.lat)
        if same or self.origin.end.place == self.destination.end.place:
            raise BadInputError(
                f"origin and destination are the same place ({self.origin.endpoint.spot.name})",
                remedy="give two different places",
            )
        self.constraints = reader.constraints(query, (self.origin, self.destination))
        clocks = world.shelf.kept("clocks", 0, lambda: Clocks(world.library))
        self.timetable = Timetable.of(query, clocks, here, there)
        self._refuse_late()
        departure, cargo = self.timetable.departure, query.consignment.cargo_class
        self._day: Hashable = (departure.local, str(departure.zone), cargo)
        self.calendar: Mapping[Ref, tuple[Window, ...]] = world.shelf.kept(
            "calendar", self._day, lambda: calendar(world.library, departure, clocks, cargo)
        )
        ends = {self.origin.end.place, self.destination.end.place}
        restrict(self.book, world.library, self.constraints, ends, self._windows(self.constraints))
        check_sidings(
            query,
            world.library,
            self.book,
            (
                ("origin", here, self.origin.end.place),
                ("destination", there, self.destination.end.place),
            ),
        )
        self.vot = self._value_of_time()

    def _refuse_late(self) -> None:
        """Refuse a deadline before the departure, each by the clock of its own end."""
        deadline = self.timetable.deadline(self.query)
        if deadline is not None and deadline <= 0:
            raise BadInputError(
                f"--arrive-by {self.query.arrive_by:%Y-%m-%d %H:%M} at"
                f" {self.destination.endpoint.spot.name} is not after the departure",
                remedy="give a later date; the deadline is by the clock of the destination",
            )

    def _value_of_time(self) -> float:
        given = self.query.value_of_time_usd_per_h
        if given is not None:
            return given
        row = self.world.library.parameter["value_of_time_usd_per_h"]
        return row.value.typical * max(self.load.teu / 2, self.load.units)

    # Solving ------------------------------------------------------------------------

    def _windows(self, constraints: Constraints) -> dict[Ref, tuple[Window, ...]]:
        """Closures that hold for this query."""
        if not constraints.ignores_any:
            return dict(self.calendar)
        return {s: w for s, w in self.calendar.items() if not constraints.ignores(s)}

    def _windows_key(self, constraints: Constraints) -> Hashable:
        """What those closures depend on."""
        if not constraints.ignores_any:
            return self._day, ()
        ignored = (s for s in self.calendar if constraints.ignores(s))
        return self._day, tuple(sorted(ignored))

    def _relaxed(self, constraints: Constraints, sections: frozenset[str]) -> Network:
        """The network under other constraints, with some shut or planned sections open."""
        book = self.book.fresh()
        pieces = [i for s in sections for i in book.store.pieces_of(s)]
        book.restrict((), (i for i in pieces if not book.store.usable[i]))
        windows = self._windows(constraints) | {Ref(RefKind.SECTION, s): () for s in sections}
        return self._network(constraints, book, windows)

    def _network(
        self,
        constraints: Constraints,
        book: PieceBook | None = None,
        windows: Mapping[Ref, tuple[Window, ...]] | None = None,
    ) -> Network:
        world, query = self.world, self.query
        base = world.shelf.base(
            world.graph,
            world.library,
            self.load,
            crew=query.crew,
            rail_service=query.train,
            on=query.depart.date(),
        )
        frame = Frame(
            world.graph,
            base,
            world.shelf,
            constraints,
            book or self.book,
            self.origin.end,
            self.destination.end,
            self.latitudes,
            self._windows(constraints) if windows is None else windows,
            self._windows_key(constraints) if windows is None else None,
        )
        return Assembly(frame).network()

    def answer(self) -> Answer:
        """
        Plan.

        Raises
        ------
        NoRouteError
            Naming what cuts the network and the cheapest thing that would join it.
        """
        network = self._network(self.constraints)
        journey = self._journey(network)
        solver = self._solver(network, journey)
        best = solver.ranking(self.query.k)
        if not best.paths:
            raise self._no_route(network, solver)
        chosen, roles = solver.with_extremes(best)
        labels = labels_of(network, self.world.library, chosen)
        itineraries = [
            journey.itinerary(f, roles=r, label=label)
            for f, r, label in zip(chosen, roles, labels, strict=True)
        ]
        itineraries = self._with_other_crew(network, itineraries, chosen)
        closed = closed_now(self.world.library, self._windows(self.constraints))
        blocked: tuple[Blocked, ...] = ()
        if closed:
            openings = Openings(
                self.world.library,
                self.timetable,
                solver,
                journey,
                self._windows(self.constraints),
                self.opened,
                (self.origin.end.hub_id, self.destination.end.hub_id),
            )
            blocked = openings.near(best.paths[0], closed)
        why = None
        if self.query.why:
            things = self.world.gazetteer.things(self.query.why, "--why")
            explainer = Explainer(
                self.world.library,
                solver,
                journey,
                closed_at_all(self.world.library, self._windows(self.constraints)),
                self.opened,
            )
            why = explainer.why(self.query.why, things, best.paths[0], itineraries[0])
        warnings = [*self._warnings(network, best, blocked), *self._uncounted(itineraries)]
        return self._answer(itineraries, blocked, warnings, why)

    def front(self) -> Answer:
        """
        The complete front of time and cost, the fastest way first.

        Raises
        ------
        NoRouteError
            If there is no way.
        """
        network = self._network(self.constraints)
        journey = self._journey(network)
        solver = self._solver(network, journey)
        found = front(network, solver.keeps)
        if not found:
            raise self._no_route(network, solver)
        values = [solver.value(f) for f in found]
        roles: list[list[str]] = [[] for _ in found]
        roles[values.index(min(values))].append("best")
        roles[-1].append("cheapest")
        roles[0].append("fastest")
        labels = labels_of(network, self.world.library, found)
        itineraries = [
            journey.itinerary(f, roles=r, label=label)
            for f, r, label in zip(found, roles, labels, strict=True)
        ]
        ranking = Ranking(tuple(found), None)
        warnings = [*self._warnings(network, ranking, ()), *self._uncounted(itineraries)]
        return self._answer(itineraries, (), warnings, None)

    def _answer(
        self,
        itineraries: Sequence[Itinerary],
        blocked: tuple[Blocked, ...],
        warnings: Sequence[Message],
        why: Why | None,
    ) -> Answer:
        return Answer(
            query=self.query,
            origin=self.origin.endpoint,
            destination=self.destination.endpoint,
            gross_weight_t=self.load.gross_each_t,
            value_usd=self.load.value_usd,
            value_of_time_usd_per_h=self.vot,
            itineraries=tuple(itineraries),
            blocked=blocked,
            warnings=tuple(warnings),
            data_date=self.world.library.data_date,
            graph_hash=self.world.graph_hash,
            why=why,
            utc_offset_h=self.timetable.offset_h,
        )

    def _solver(self, network: Network, journey: Journey) -> Solver:
        start = journey.maker.start_cents
        return Solver(network, self.query, self.vot, start, self.timetable)

    def solver_with(self, extra: Mapping[Ref, tuple[Window, ...]]) -> tuple[Network, Solver]:
        """The network with closures besides those of the tables, and its solver."""
        windows = self._windows(self.constraints)
        for subject, found in extra.items():
            both = (*windows.get(subject, ()), *found)
            windows[subject] = tuple(sorted(both, key=lambda w: (w.start, w.end)))
        network = self._network(self.constraints, None, windows)
        return network, self._solver(network, self._journey(network))

    def opened(self, things: RefSet) -> Opened:
        """The question with more things opened, as --open opens them."""
        constraints = replace(self.constraints, open=self.constraints.open | things)
        book, windows = self.book.fresh(), self._windows(constraints)
        ends = {self.origin.end.place, self.destination.end.place}
        restrict(book, self.world.library, constraints, ends, windows)
        network = self._network(constraints, book)
        journey = self._journey(network)
        return Opened(self._solver(network, journey), journey)

    def _journey(self, network: Network) -> Journey:
        world = self.world
        rows = world.shelf.kept(
            "papers", self.load.consignment, lambda: PaperRows(world.library, self.load)
        )
        return Journey(
            network,
            self.world.library,
            self.load,
            Ends(
                self.origin.endpoint.spot,
                self.destination.endpoint.spot,
                self.origin.end.place,
                self.destination.end.place,
                dict((*self.origin.joins, *self.destination.joins)),
            ),
            self.timetable,
            round(self.vot * 100),
            rows,
        )

    def _with_other_crew(
        self, network: Network, itineraries: Sequence[Itinerary], found: Sequence[Path]
    ) -> list[Itinerary]:
        world = self.world
        crew = OtherCrew(world.shelf, world.library, self.load, self.query, network)
        return crew.told(itineraries, found)

    # Reasons --------------------------------------------------------------------------

    def _warnings(
        self, network: Network, best: Ranking, blocked: Sequence[Blocked]
    ) -> list[Message]:
        library = self.world.library
        ends = (self.origin.endpoint, self.destination.endpoint)
        found = guesses(self.query, self.world.gazetteer, library, ends)
        stale = round(library.parameter["closure_stale_days"].value.typical)
        for entry in blocked:
            if entry.stale_days > stale:
                found.append(
                    say(
                        "stale",
                        name=name(entry.name),
                        confirmed=entry.last_confirmed,
                        days=entry.stale_days,
                        sources=(entry.source_id,),
                    )
                )
        dear = [*self.query.discourage, *(a.name for a in self.query.discourage_areas)]
        if dear:
            found.append(say("discouraged", what=names(dear), times=DISCOURAGED))
        if best.why_fewer:
            count = len(best.paths)
            found.append(say("fewer", count=count, asked=self.query.k, why=best.why_fewer))
        found += told(self.query, self.load)
        found += unused(network.unpriced, library, self.query.consignment.unit)
        data_year = int(library.data_date[:4])
        if abs(self.query.depart.year - data_year) > 1:
            found.append(say("date", prices=data_year, departure=self.query.depart.year))
        return found

    def _uncounted(self, itineraries: Sequence[Itinerary]) -> list[Message]:
        """Feasts that a way may meet and whose days no row tells."""
        countries = {c for i in itineraries for c in i.countries}
        last = max(i.arrival.year for i in itineraries)
        years = range(self.query.depart.year, last + 1)
        found = without_days(self.world.library, countries, years)
        if not found:
            return []
        feasts = tuple(
            say("feast", name=written(called), year=year, country=country)
            for called, country, year in found
        )
        return [say("feasts", feasts=feasts)]

    def _no_route(self, network: Network, solver: Solver) -> NoRouteError:
        limits = unkept(solver)
        if limits is not None:
            names = f"{shown(self.query.origin)} -> {shown(self.query.destination)}"
            return NoRouteError(
                f"no itinerary {names} keeps the limits: {limits.text}",
                remedy=limits.remedy,
                cut=("limits",),
            )
        doors = [
            Door(which, read.endpoint.spot, read.end)
            for which, read in (("origin", self.origin), ("destination", self.destination))
        ]
        far = out_of_reach(self.world.library, self.query, network, doors)
        if far is not None:
            names = f"{shown(self.query.origin)} -> {shown(self.query.destination)}"
            lines = missing_lines(self.world.library, self.query.modes, (far.hub_id,))
            text = "; ".join((far.text, *lines))
            return NoRouteError(
                f"no itinerary {names}: {text}", remedy=far.remedy, cut=(far.hub_id,)
            )
        closed = closed_for_good(self.world.library, self._windows(self.constraints))
        stops = self._unmet(frozenset(closed))
        error = stops.error() or self._explained(network, closed)
        return stops.with_towns(error)

    def _explained(self, network: Network, closed: Mapping[Ref, Closure]) -> NoRouteError:
        barriers = Barriers(
            self.world.library,
            self.constraints,
            closed,
            self._typed(),
            tuple(a.name for a in self.query.avoid_areas),
        )
        ends = (self.origin.end.hub_id, self.destination.end.hub_id)
        return explain_no_route(
            Unanswered(
                self.world.library,
                self.query,
                self.load,
                network,
                barriers,
                self._relaxed,
                self._joined,
                ends,
            )
        )

    def _unmet(self, closed: frozenset[Ref]) -> Unmet:
        """What explains a stop that no way makes, with all that is shut or planned open beside."""
        library = self.world.library
        shut = {s.id for s in closed if s.kind is RefKind.SECTION}
        sections = frozenset({s.id for s in library.sections if s.status != Built.OPEN} | shut)

        def free(limits: Constraints) -> Network:
            return self._relaxed(lifted(limits, library, closed), sections)

        return Unmet(library, self.query, self.constraints, self._network, free)

    def _typed(self) -> dict[Barrier, str]:
        """What was typed in --avoid and --close, by the barrier that it is."""
        found: dict[Barrier, str] = {}
        for option, texts in (("avoid", self.query.avoid), ("close", self.query.close)):
            for text in texts:
                for thing in self.world.gazetteer.things(text, f"--{option}"):
                    found.setdefault(Barrier(option, thing.id), text)
        return found

    def _joined(self, unit: str) -> bool:
        """Whether the same question has a way with another unit."""
        try:
            goods = replace(self.query.consignment, unit=unit)
            other = Planning(self.world, replace(self.query, consignment=goods))
        except CorridorError:
            return False  # too heavy for it, or a service that it cannot have
        network = other._network(other.constraints)
        return Search(network, Weights(time_w=1)).connected


def plan(world: World, query: Query) -> Answer:
    """
    Answer one query.

    Raises
    ------
    CorridorError
        Bad input (exit code 2) or no route (exit code 1).
    """
    return Planning(world, query).answer()


def plan_front(world: World, query: Query) -> Answer:
    """
    The complete front of time and cost of one query.

    Raises
    ------
    CorridorError
        Bad input (exit code 2) or no route (exit code 1).
    """
    return Planning(world, query).front()
