"""Answer a query: read it, search, rank, explain closures, assemble."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from corridor.costing.load import Load, weigh
from corridor.errors import BadInputError, NoRouteError, shown
from corridor.graph.access import AccessNetwork
from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.lines import Lines
from corridor.model.itinerary import Answer, Blocked, Itinerary, Warning_
from corridor.model.query import DISCOURAGED, Query
from corridor.model.why import Why
from corridor.routing.alternatives import Ranking
from corridor.routing.assemble import Assembly
from corridor.routing.blocked import Openings, closed_for_good, closed_now
from corridor.routing.calendar import Subject, calendar
from corridor.routing.closures import Window
from corridor.routing.constraints import Constraints
from corridor.routing.crews import OtherCrew
from corridor.routing.diagnosis import explain_no_route
from corridor.routing.front import front
from corridor.routing.journey import Journey
from corridor.routing.labels import labels_of
from corridor.routing.legs import Ends
from corridor.routing.network import Network
from corridor.routing.own import Frame
from corridor.routing.papers import PaperRows
from corridor.routing.pieces import PieceBook
from corridor.routing.points import refuse_wagon
from corridor.routing.reading import Reader, guesses, restrict
from corridor.routing.search import Found
from corridor.routing.shelf import Shelf
from corridor.routing.solving import Solver
from corridor.routing.unused import unused
from corridor.routing.why import Explainer
from corridor.sources.clocks import Clocks
from corridor.sources.library import Library
from corridor.sources.places import Gazetteer


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
        self.clock_h = clock_h = self._clock_h()
        self.calendar: Mapping[Subject, tuple[Window, ...]] = world.shelf.kept(
            "calendar",
            (query.depart, clock_h),
            lambda: calendar(world.library, query.depart, clock_h),
        )
        self._day: Hashable = (query.depart, clock_h)
        ends = {self.origin.end.place, self.destination.end.place}
        restrict(self.book, world.library, self.constraints, ends, self._windows(self.constraints))
        self.vot = self._value_of_time()

    def _clock_h(self) -> float | None:
        """Hours that the clock at the origin, by which a departure is given, is ahead of UTC."""
        clocks, spot = Clocks(self.world.library), self.origin.endpoint.spot
        if self.origin.end.hub_id:
            return clocks.of_hub(self.origin.end.hub_id)
        return clocks.of_point(spot.country, spot.lon, spot.lat)

    def _value_of_time(self) -> float:
        given = self.query.value_of_time_usd_per_h
        if given is not None:
            return given
        row = self.world.library.parameter["value_of_time_usd_per_h"]
        return row.value.typical * max(self.load.teu / 2, self.load.units)

    # Solving ------------------------------------------------------------------------

    def _windows(self, constraints: Constraints) -> dict[Subject, tuple[Window, ...]]:
        """Closures that hold for this query."""
        if not constraints.ignores_any:
            return dict(self.calendar)
        return {s: w for s, w in self.calendar.items() if not constraints.ignores(*s)}

    def _windows_key(self, constraints: Constraints) -> Hashable:
        """What those closures depend on."""
        if not constraints.ignores_any:
            return self._day, ()
        ignored = (s for s in self.calendar if constraints.ignores(*s))
        return self._day, tuple(sorted(ignored))

    def _relaxed(self, constraints: Constraints, sections: frozenset[str]) -> Network:
        """The network under other constraints, with some shut or planned sections open."""
        book = self.book.fresh()
        pieces = [i for s in sections for i in book.store.pieces_of(s)]
        book.restrict((), (i for i in pieces if not book.store.usable[i]))
        windows = self._windows(constraints) | {("section", s): () for s in sections}
        return self._network(constraints, book, windows)

    def _network(
        self,
        constraints: Constraints,
        book: PieceBook | None = None,
        windows: Mapping[Subject, tuple[Window, ...]] | None = None,
    ) -> Network:
        world, query = self.world, self.query
        base = world.shelf.base(
            world.graph,
            world.library,
            self.load,
            crew=query.crew,
            rail_service=query.rail_service,
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
        if not best.ways:
            raise self._no_route(network, solver)
        chosen, roles = solver.with_extremes(best)
        labels = labels_of(network, self.world.library, chosen)
        itineraries = [
            journey.itinerary(f, roles=r, label=name)
            for f, r, name in zip(chosen, roles, labels, strict=True)
        ]
        itineraries = self._with_other_crew(network, itineraries, chosen)
        closed = closed_now(self.world.library, self._windows(self.constraints))
        blocked: tuple[Blocked, ...] = ()
        if closed:
            openings = Openings(self.world.library, self.query.depart, solver, journey)
            blocked = openings.near(best.ways[0], closed)
        why = None
        if self.query.why:
            things = self.world.gazetteer.things(self.query.why, "--why")
            explainer = Explainer(self.world.library, solver, journey, closed)
            why = explainer.why(self.query.why, things, best.ways[0], itineraries[0])
        return self._answer(itineraries, blocked, self._warnings(network, best, blocked), why)

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
        found = [f for f in front(network) if solver.keeps(f)]
        if not found:
            raise self._no_route(network, solver)
        values = [solver.value(f) for f in found]
        roles: list[list[str]] = [[] for _ in found]
        roles[values.index(min(values))].append("best")
        roles[-1].append("cheapest")
        roles[0].append("fastest")
        labels = labels_of(network, self.world.library, found)
        itineraries = [
            journey.itinerary(f, roles=r, label=name)
            for f, r, name in zip(found, roles, labels, strict=True)
        ]
        ranking = Ranking(tuple(found), "")
        return self._answer(itineraries, (), self._warnings(network, ranking, ()), None)

    def _answer(
        self,
        itineraries: Sequence[Itinerary],
        blocked: tuple[Blocked, ...],
        warnings: Sequence[Warning_],
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
            utc_offset_h=self.clock_h,
        )

    def _solver(self, network: Network, journey: Journey) -> Solver:
        return Solver(network, self.query, self.vot, journey.maker.start_cents)

    def solver_with(self, extra: Mapping[Subject, tuple[Window, ...]]) -> tuple[Network, Solver]:
        """The network with closures besides those of the tables, and its solver."""
        windows = self._windows(self.constraints)
        for subject, found in extra.items():
            both = (*windows.get(subject, ()), *found)
            windows[subject] = tuple(sorted(both, key=lambda w: (w.start, w.end)))
        network = self._network(self.constraints, None, windows)
        return network, self._solver(network, self._journey(network))

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
            self.query.depart,
            round(self.vot * 100),
            rows,
        )

    def _with_other_crew(
        self, network: Network, itineraries: Sequence[Itinerary], found: Sequence[Found]
    ) -> list[Itinerary]:
        world = self.world
        crew = OtherCrew(world.shelf, world.library, self.load, self.query, network)
        return crew.told(itineraries, found)

    # Reasons --------------------------------------------------------------------------

    def _warnings(
        self, network: Network, best: Ranking, blocked: Sequence[Blocked]
    ) -> list[Warning_]:
        library = self.world.library
        found = guesses(self.query, self.world.gazetteer)
        stale = round(library.parameter["closure_stale_days"].value.typical)
        for entry in blocked:
            if entry.stale_days > stale:
                found.append(
                    Warning_(
                        code="stale",
                        text=(
                            f"{entry.name}: last confirmed closed on {entry.last_confirmed}, "
                            f"{entry.stale_days} days before departure; ask before relying on it"
                        ),
                        source_ids=(entry.source_id,),
                    )
                )
        dear = [*self.query.discourage, *(a.name for a in self.query.discourage_areas)]
        if dear:
            text = (
                f"discouraged: {', '.join(dear)}; what touches it counted {DISCOURAGED} times in"
                " choosing the way and once on the bill"
            )
            found.append(Warning_(code="discouraged", text=text))
        if best.why_fewer:
            text = f"{len(best.ways)} of {self.query.k} itineraries: {best.why_fewer}"
            found.append(Warning_(code="fewer", text=text))
        found += unused(network.unpriced, library, self.query.consignment.unit)
        data_year = int(library.data_date[:4])
        if abs(self.query.depart.year - data_year) > 1:
            found.append(
                Warning_(
                    code="date",
                    text=(
                        f"prices and times are of {data_year} and before, "
                        f"the departure is in {self.query.depart.year}"
                    ),
                )
            )
        return found

    def _no_route(self, network: Network, solver: Solver) -> NoRouteError:
        limits = solver.unreachable()
        if limits:
            names = f"{shown(self.query.origin)} -> {shown(self.query.destination)}"
            return NoRouteError(
                f"no itinerary {names} keeps the limits: {limits}",
                remedy="a looser limit",
                cut=("limits",),
            )
        return explain_no_route(
            self.world.library,
            self.constraints,
            self.query,
            network,
            self._relaxed,
            closed_for_good(self.world.library, self._windows(self.constraints)),
            (self.origin.end.hub_id, self.destination.end.hub_id),
        )


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
