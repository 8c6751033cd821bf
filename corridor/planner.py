"""The public planner: load once, ask often."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from corridor.graph.access import AccessNetwork, read_access
from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.lines import Lines, read_lines
from corridor.graph.made_from import refuse_other_tables, refuse_without_stops
from corridor.graph.store import Manifest, read_manifest, read_part
from corridor.model.answer import Answer
from corridor.model.consignment import Consignment
from corridor.model.query import Query
from corridor.model.scenario import Overlay, switched
from corridor.planning.planner import World, plan, plan_front
from corridor.planning.shelf import Shelf
from corridor.tables.gazetteer import Gazetteer, parse_point
from corridor.tables.library import Library
from corridor.tables.library import load as load_library
from corridor.tables.overlays.overlay import laid_over
from corridor.tables.read import graphs_dir


@dataclass(frozen=True)
class Planner:
    """
    Plans itineraries on one graph and one set of tables.

    Get one with `Planner.load()`. Queries leave no trace in it.
    """

    library: Library
    graph: CorridorGraph
    manifest: Manifest
    folder: Path
    overlays: tuple[Overlay, ...] = ()
    # Whether near names are taken for unknown ones, and those taken so far.
    guess: bool = False
    guessed: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @staticmethod
    def load(*, data: Path | None = None, graph: Path | None = None) -> Planner:
        """
        Load tables and graph (those of the package unless told otherwise).

        Raises
        ------
        DataError
            If a table row or the graph is wrong, or the graph was made from other tables.
        """
        folder = graph or graphs_dir()
        manifest = read_manifest(folder)
        compiled = CorridorGraph.of(read_part(folder, "corridor.npz"))
        library = load_library(data)
        refuse_other_tables(folder, manifest, compiled, library)
        return Planner(library, compiled, manifest, folder)

    def with_overlay(self, overlay: Overlay) -> Planner:
        """
        A planner on the same graph with an overlay on its tables; this one stays as it is.

        What the overlay opens and closes is added to each query, before the query's own.

        Raises
        ------
        CorridorError
            If a row or a scale of the overlay is wrong.
        """
        if overlay.is_empty:
            return self
        library = laid_over(self.library, overlay)
        refuse_without_stops(self.graph, library, self.library)
        changed = replace(self, library=library, overlays=(*self.overlays, overlay))
        for kept in ("access", "lines"):  # of the graph, which stays
            if kept in self.__dict__:
                changed.__dict__[kept] = self.__dict__[kept]
        for option, names in (("open", overlay.open), ("close", overlay.close)):
            for name in names:  # a name that means nothing is refused before any query
                changed.gazetteer.things(name, f"{overlay.name}, {option}")
        return changed

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Names of places, crossings, ports and passages."""
        return Gazetteer(self.library, guess=self.guess, told=self.guessed)

    @property
    def guesses(self) -> tuple[str, ...]:
        """What was guessed so far of this planner's names, where guessing is asked for."""
        return self.gazetteer.guesses

    @cached_property
    def shelf(self) -> Shelf:
        """Work kept between queries: bounded, and never different when made again."""
        return Shelf()

    @cached_property
    def access(self) -> AccessNetwork:
        """The road network that joins arbitrary points; read when first needed."""
        return read_access(self.folder, self.lines)

    @cached_property
    def lines(self) -> Lines:
        """The drawn lines; read when first needed."""
        return read_lines(self.folder)

    @property
    def graph_hash(self) -> str:
        """Content hash of the compiled graph."""
        return self.manifest.content_hash

    def ask(self, query: Query) -> Answer:
        """
        Answer a query.

        Raises
        ------
        CorridorError
            BadInputError, UnknownPlaceError (exit code 2) or NoRouteError (1).
        """
        world, query = self.world(query)
        return replace(plan(world, query), overlays=self.overlays)

    def front(self, query: Query) -> Answer:
        """
        Every way that no other beats in both time and cost, the fastest first.

        Raises
        ------
        CorridorError
            As `ask` does.
        """
        world, query = self.world(query)
        return replace(plan_front(world, query), overlays=self.overlays)

    def world(self, query: Query) -> tuple[World, Query]:
        """What a query is planned on, and the query with what the overlays open and close."""
        opened, closed = switched(self.overlays, query.open, query.close)
        query = replace(query, open=opened, close=closed)
        pointed = parse_point(query.origin) or parse_point(query.destination)
        world = World(
            self.library,
            self.graph,
            self.gazetteer.guessing if query.guess else self.gazetteer,
            self.access if pointed else None,
            self.graph_hash,
            lambda: self.lines,
            self.shelf,
        )
        return world, query

    def route(
        self,
        origin: str,
        destination: str,
        consignment: Consignment | None = None,
        *,
        depart: datetime | None = None,
        **options: Any,
    ) -> Answer:
        """
        Plan from `origin` to `destination`; `options` are those of `Query`.

        Parameters
        ----------
        depart
            Ready date and time; None = today, 08:00.
        """
        when = depart or datetime.combine(date.today(), datetime.min.time()).replace(hour=8)
        query = Query(origin=origin, destination=destination, depart=when)
        if consignment is not None:
            query = replace(query, consignment=consignment)
        return self.ask(replace(query, **options) if options else query)
