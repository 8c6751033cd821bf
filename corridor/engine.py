"""The engine behind every command: tables, graph and cache, loaded once, asked often."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from corridor.errors import DataError
from corridor.graph.access import AccessNetwork, read_access
from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.lines import Lines, read_lines
from corridor.graph.made_from import refuse_other_tables, refuse_without_stops
from corridor.graph.store import Manifest, read_manifest, read_part
from corridor.model.answer import Answer
from corridor.model.consignment import Consignment
from corridor.model.query import Query
from corridor.model.scenario import Overlay, switched
from corridor.planning.answering import Found, answer_of, found_of, front_of
from corridor.planning.cache import PlannerCache
from corridor.planning.context import PlanningContext
from corridor.planning.query.reading import Names
from corridor.planning.query.resolve import resolve
from corridor.planning.steps import Planning
from corridor.tables.dataset import Dataset
from corridor.tables.dataset import load as load_dataset
from corridor.tables.gazetteer import Gazetteer, parse_point
from corridor.tables.installed import UNDO, installed
from corridor.tables.overlays.overlay import laid_over
from corridor.tables.read import compiled_dir, content_hash, tables_dir


@dataclass(frozen=True)
class GraphFolder:
    """The files beside a graph, each read when first needed."""

    path: Path

    @cached_property
    def lines(self) -> Lines:
        """The drawn lines."""
        return read_lines(self.path)

    @cached_property
    def access(self) -> AccessNetwork:
        """The road network that joins arbitrary points."""
        return read_access(self.path, self.lines)


@dataclass(frozen=True)
class RouteEngine:
    """
    Plans itineraries on one graph and one set of tables.

    Get one with `RouteEngine.load()`. Queries leave no trace in it.
    """

    dataset: Dataset
    graph: CorridorGraph
    manifest: Manifest
    folder: GraphFolder
    overlays: tuple[Overlay, ...] = ()
    # Whether near names are taken for unknown ones, and those taken so far.
    guess: bool = False
    guessed: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    cache: PlannerCache = field(default_factory=PlannerCache, repr=False, compare=False)
    # Where the tables were read; None for tables made by hand.
    tables_folder: Path | None = None

    @staticmethod
    def load(*, data: Path | None = None, graph: Path | None = None) -> RouteEngine:
        """
        Load tables and graph: those of an installed release, else of the package, unless told.

        Raises
        ------
        DataError
            If a table row or the graph is wrong, the graph was made from other tables, or an
            installed release is not what was installed.
        """
        folder, tables = graph or compiled_dir(), data or tables_dir()
        manifest = read_manifest(folder)
        compiled = CorridorGraph.of(read_part(folder, "corridor.npz"))
        dataset = load_dataset(tables)
        refuse_other_tables(folder, manifest, compiled, dataset)
        found = RouteEngine(dataset, compiled, manifest, GraphFolder(folder), tables_folder=tables)
        release = installed() if data is None else None
        if release is not None and not release.name.startswith(found.data_version):
            raise DataError(
                f"the data release {release.name} was changed since it was installed: its tables"
                f" are {found.data_version}",
                remedy=f"install it again; {UNDO}",
            )
        return found

    def with_overlay(self, overlay: Overlay) -> RouteEngine:
        """
        An engine on the same graph with an overlay on its tables; this one stays as it is.

        What the overlay opens and closes is added to each query, before the query's own.

        Raises
        ------
        CorridorError
            If a row or a scale of the overlay is wrong.
        """
        if overlay.is_empty:
            return self
        dataset = laid_over(self.dataset, overlay)
        refuse_without_stops(self.graph, dataset, self.dataset)
        overlays = (*self.overlays, overlay)
        changed = replace(self, dataset=dataset, overlays=overlays, cache=PlannerCache())
        for option, names in (("open", overlay.open), ("close", overlay.close)):
            for name in names:  # a name that means nothing is refused before any query
                changed.gazetteer.things(name, f"{overlay.name}, {option}")
        return changed

    def fresh(self) -> RouteEngine:
        """The same engine without anything kept of the questions it was asked."""
        return replace(self, cache=PlannerCache(), guessed={})

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Names of places, crossings, ports and passages."""
        return Gazetteer(self.dataset, guess=self.guess, guessed=self.guessed)

    @property
    def guesses(self) -> tuple[str, ...]:
        """What was guessed so far of this engine's names, where guessing is asked for."""
        return self.gazetteer.guesses

    @cached_property
    def context(self) -> PlanningContext:
        """The tables, the graph and what is cached of them."""
        return PlanningContext(self.dataset, self.graph, self.graph_hash, self.cache)

    @property
    def access(self) -> AccessNetwork:
        """The road network that joins arbitrary points; read when first needed."""
        return self.folder.access

    @property
    def lines(self) -> Lines:
        """The drawn lines; read when first needed."""
        return self.folder.lines

    @cached_property
    def tables_hash(self) -> str:
        """Content hash of the tables as they were read, '' for tables made by hand."""
        return "" if self.tables_folder is None else content_hash(self.tables_folder)

    @property
    def data_version(self) -> str:
        """Name of the tables: their newest date and the first digits of their hash."""
        return "-".join(filter(None, (self.dataset.data_date, self.tables_hash[:12])))

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
            InputError, UnknownPlaceError (exit code 2) or NoRouteError (1).
        """
        return self._told(answer_of(self.planning(query)))

    def found(self, query: Query) -> Found:
        """
        Answer a query, with the network and the paths of the answer beside it.

        Raises
        ------
        CorridorError
            As `ask` does.
        """
        found = found_of(self.planning(query))
        return replace(found, answer=self._told(found.answer))

    def front(self, query: Query) -> Answer:
        """
        Every way that no other beats in both time and cost, the fastest first.

        Raises
        ------
        CorridorError
            As `ask` does.
        """
        return self._told(front_of(self.planning(query)))

    def _told(self, answer: Answer) -> Answer:
        """The answer with what it was made of."""
        return replace(answer, overlays=self.overlays, data_version=self.data_version)

    def planning(self, query: Query) -> Planning:
        """
        The planning of a query, with what the overlays open and close; its names are resolved.

        Raises
        ------
        CorridorError
            InputError or UnknownPlaceError, if a name or figure fits its option badly.
        """
        opened, closed = switched(self.overlays, query.open, query.close)
        query = replace(query, open=opened, close=closed)
        pointed = parse_point(query.origin) or parse_point(query.destination)
        names = Names(
            self.gazetteer.guessing if query.guess else self.gazetteer,
            self.access if pointed else None,
            lambda: self.lines,
        )
        return Planning(self.context, resolve(self.context, names, query))

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
