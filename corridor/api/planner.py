"""The public planner: load once, ask often; a call for what a command does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from os import PathLike
from typing import Unpack

from corridor import planner as engine
from corridor.api.options import RouteTerms, read_query
from corridor.api.results import Answer, file_path, valid_days
from corridor.api.tables import Tables
from corridor.errors import InputError
from corridor.model.consignment import Consignment
from corridor.model.query import Query
from corridor.model.scenario import Overlay, parse_scale
from corridor.model.values import words
from corridor.report.document.make_answer import answer_record
from corridor.tables.scenario_files import own_rows, scenario, shipped_names

FilePath = str | PathLike[str]
Goods = Consignment | Mapping[str, object] | str


def load(data: FilePath | None = None, graph: FilePath | None = None) -> Planner:
    """
    Load tables and graph, those of the package unless told otherwise.

    Parameters
    ----------
    data, graph
        Folder of tables in place of the shipped ones, and of another compiled graph. Rows of
        your own go over the shipped ones by `Planner.with_rates`.

    Raises
    ------
    DataError
        If a table row or the graph is wrong.

    Examples
    --------
    >>> import corridor
    >>> corridor.load().with_scenario("winter").scenarios
    ('winter',)
    """
    return Planner(
        engine.Planner.load(
            data=None if data is None else file_path(data, "data"),
            graph=None if graph is None else file_path(graph, "graph"),
        )
    )


def scenarios() -> dict[str, str]:
    """
    Titles of the scenarios that ship, by the name that `Planner.with_scenario` takes.

    Examples
    --------
    >>> "winter" in scenarios()
    True
    """
    return {name: scenario(name).title for name in shipped_names()}


@dataclass(frozen=True, repr=False)
class Planner:
    """
    Answers questions on one graph and one set of tables; get one with `corridor.load()`.

    Questions leave no trace in it. What is laid over its tables gives another planner.
    """

    engine: engine.Planner

    # What is assumed ------------------------------------------------------------------

    def with_rates(self, folder: FilePath) -> Planner:
        """
        A planner on your own rows, laid over the tables (`--data`).

        Raises
        ------
        CorridorError
            If the folder cannot be read, or a row of it is wrong.
        """
        return self._with(own_rows(file_path(folder, "--data")))

    def with_scenario(self, *assumed: str | PathLike[str]) -> Planner:
        """
        A planner under scenarios that ship, or are TOML files of your own (`--scenario`).

        Raises
        ------
        CorridorError
            If one is unknown, wrong, or laid over already.
        """
        found = self
        for name in assumed:
            overlay = scenario(str(file_path(name, "--scenario")))
            if overlay.name in {o.name for o in found.engine.overlays}:
                raise InputError("--scenario names one scenario twice", remedy="name it once")
            found = found._with(overlay)
        return found

    def with_scales(self, *scales: str) -> Planner:
        """
        A planner with items multiplied, as 'border_hours@torkham=2' (`--scale`).

        Raises
        ------
        CorridorError
            If one is no item and factor.
        """
        factors = tuple(parse_scale(words(text, "--scale")) for text in scales)
        return self._with(Overlay(name="--scale", scales=factors))

    def _with(self, overlay: Overlay) -> Planner:
        return replace(self, engine=self.engine.with_overlay(overlay))

    @property
    def scenarios(self) -> tuple[str, ...]:
        """What is laid over the tables, the first first."""
        return tuple(overlay.name for overlay in self.engine.overlays)

    @property
    def tables(self) -> Tables:
        """The source tables, each a pandas.DataFrame by its name."""
        return Tables(self.engine.library)

    # Journeys -------------------------------------------------------------------------

    def route(
        self,
        origin: str | tuple[float, float],
        destination: str | tuple[float, float],
        consignment: Goods | None = None,
        **terms: Unpack[RouteTerms],
    ) -> Answer:
        """
        Plan from one place to another.

        Parameters
        ----------
        origin, destination
            Place names, UN/LOCODEs, or points as 'lat,lon' or (lat, lon) in degrees.
        consignment
            A `corridor.Consignment`, or a text as 'FEU' or '2 FEU 24t'.
        terms
            As the options of `corridor route`: `corridor.RouteTerms` lists them.

        Raises
        ------
        CorridorError
            InputError, UnknownPlaceError, DataError, or NoRouteError when there is no way.

        Examples
        --------
        >>> import corridor
        >>> planner = corridor.load()
        >>> answer = planner.route("Minsk", "Karachi", "FEU", depart="2026-12-01", weight_t=24)
        >>> answer.best.countries[0], answer.best.countries[-1]
        ('BY', 'PK')
        """
        return self.ask(read_query(origin, destination, consignment, terms))

    def ask(self, query: Query) -> Answer:
        """
        Answer a query that is made already.

        Raises
        ------
        CorridorError
            As `route` does.
        """
        return self._answer(query, front=False)

    def pareto(
        self,
        origin: str | tuple[float, float],
        destination: str | tuple[float, float],
        consignment: Goods | None = None,
        **terms: Unpack[RouteTerms],
    ) -> Answer:
        """
        Every itinerary that no other beats in both time and cost, the fastest first.

        Parameters and errors are those of `route`.
        """
        return self._answer(read_query(origin, destination, consignment, terms), front=True)

    def _answer(self, query: Query, *, front: bool) -> Answer:
        found = self.engine.front(query) if front else self.engine.ask(query)
        return Answer(
            answer_record(found, self.engine.library),
            lambda: self.engine.lines,
            valid_days(self.engine.library),
            front=front,
        )

    def __repr__(self) -> str:
        assumed = f", under {', '.join(self.scenarios)}" if self.scenarios else ""
        return (
            f"<corridor.Planner: data of {self.engine.library.data_date},"
            f" graph {self.engine.graph_hash[:12]}{assumed}>"
        )
