"""The public planner: load once, ask often."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from corridor.graph.access import AccessNetwork, read_access
from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.lines import Lines, read_lines
from corridor.graph.store import read_arrays, read_manifest
from corridor.model.consignment import Consignment
from corridor.model.itinerary import Answer
from corridor.model.query import Query
from corridor.routing.planner import World, plan
from corridor.routing.shelf import Shelf
from corridor.sources.library import Library
from corridor.sources.library import load as load_library
from corridor.sources.places import Gazetteer, parse_point
from corridor.sources.tables import graphs_dir


@dataclass(frozen=True)
class Planner:
    """
    Plans itineraries on one graph and one set of tables.

    Get one with `Planner.load()`. Queries leave no trace in it.
    """

    library: Library
    graph: CorridorGraph
    manifest: dict[str, Any]
    folder: Path

    @staticmethod
    def load(*, data: Path | None = None, graph: Path | None = None) -> Planner:
        """
        Load tables and graph (those of the package unless told otherwise).

        Raises
        ------
        DataError
            If a table row or the graph is wrong.
        """
        folder = graph or graphs_dir()
        manifest = read_manifest(folder)
        arrays = read_arrays(folder / "corridor.npz")
        return Planner(load_library(data), CorridorGraph.of(arrays), manifest, folder)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Names of places, crossings, ports and passages."""
        return Gazetteer(self.library)

    @cached_property
    def shelf(self) -> Shelf:
        """Work kept between queries: bounded, and never different when made again."""
        return Shelf()

    @cached_property
    def access(self) -> AccessNetwork:
        """The road network that joins arbitrary points; read when first needed."""
        return read_access(self.folder)

    @cached_property
    def lines(self) -> Lines:
        """The drawn lines; read when first needed."""
        return read_lines(self.folder)

    @property
    def graph_hash(self) -> str:
        """Content hash of the compiled graph."""
        return str(self.manifest["content_hash"])

    def ask(self, query: Query) -> Answer:
        """
        Answer a query.

        Raises
        ------
        CorridorError
            BadInputError, UnknownPlaceError (exit code 2) or NoRouteError (1).
        """
        pointed = parse_point(query.origin) or parse_point(query.destination)
        world = World(
            self.library,
            self.graph,
            self.gazetteer,
            self.access if pointed else None,
            self.graph_hash,
            self.shelf,
        )
        return plan(world, query)

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
