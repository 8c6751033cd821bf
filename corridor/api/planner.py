"""The public planner: load once, ask often; a call for what a command does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from os import PathLike
from typing import TYPE_CHECKING, Any, Unpack

from msgspec.structs import replace as replace_in

from corridor.analysis.choice.land_bridge import land_bridge
from corridor.api import profiles, questions
from corridor.api.choices import supposed_of, with_choices
from corridor.api.frames import Tables
from corridor.api.made import Spelling
from corridor.api.networks import FilePath, Goods, Networks
from corridor.api.options import Date, Names, Number, RouteTerms, Terms, options_of
from corridor.api.profiles import Profile
from corridor.api.questions import Progress, quiet
from corridor.api.reading import read_query
from corridor.api.result import file_path
from corridor.api.results import Answer
from corridor.api.studies import BreakEvens, Catchment, Comparison, Resilience, WhatIf, changed
from corridor.engine import RouteEngine
from corridor.errors import InputError, NoRouteError, shown
from corridor.model.query import ORIGINS, PORTS, Query
from corridor.model.scenario import Overlay, parse_scale
from corridor.model.values import span, words
from corridor.report.document.make_answer import answer_record
from corridor.report.document.parts.made import MadeRecord
from corridor.tables.overlays.scenario_files import own_rows, scenario, shipped_names

if TYPE_CHECKING:
    from corridor.model.answer import Answer as ModelAnswer


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
        RouteEngine.load(
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
class Planner(Networks):
    """
    Answers questions on one graph and one set of tables; get one with `corridor.load()`.

    Questions leave no trace in it. What is laid over its tables gives another planner.
    """

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
        return Tables(self.engine.dataset)

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

    def ask(self, query: Query, *, on_progress: Progress = quiet) -> Answer:
        """
        Answer a query that is made already; `on_progress` is called with a line at slow steps.

        Raises
        ------
        CorridorError
            As `route` does.
        """
        return self._answer(query, front=False, on_progress=on_progress)

    def front(self, query: Query) -> Answer:
        """
        Every Pareto-optimal itinerary of a query that is made already.

        Raises
        ------
        CorridorError
            As `route` does.
        """
        return self._answer(query, front=True)

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
        return self.front(read_query(origin, destination, consignment, terms))

    def _answer(self, query: Query, *, front: bool, on_progress: Progress = quiet) -> Answer:
        supposed = supposed_of(self.engine, query)
        record = answer_record(self._found(query, front=front), self.engine.dataset)
        record = replace_in(record, made=self._made(query, front=front))
        if not front:
            record = with_choices(record, self.engine, query, supposed, on_progress)
        return Answer(record, lambda: self.engine.lines, lambda: self.engine.dataset, front=front)

    def _made(self, query: Query, *, front: bool) -> MadeRecord:
        said = Spelling("pareto" if front else "route", self.engine)
        # A front is never asked how sure it is.
        said.asked(
            replace(query, certainty=True) if front else query, Terms if front else RouteTerms
        )
        said.assumed()
        return said.made(query.origin, query.destination)

    def _found(self, query: Query, *, front: bool) -> ModelAnswer:
        """What the engine answers, how sure that is, and how a corridor between its ends stands."""
        if front:
            return self.engine.front(query)
        from corridor.analysis.choice.latest import with_latest

        found = self.engine.found(query)
        answer = replace(found.answer, land_bridge=land_bridge(found))
        if not query.certainty:
            return with_latest(self.engine, answer)
        from corridor.analysis.choice.certainty import certainty

        return with_latest(self.engine, replace(answer, certainty=certainty(found)))

    def profile(
        self,
        origin: str | tuple[float, float],
        destination: str | tuple[float, float],
        consignment: Goods | None = None,
        *,
        on_progress: Progress = quiet,
        **terms: Unpack[RouteTerms],
    ) -> Profile:
        """
        The best way of each departure day of a span, and where the answer changes.

        Parameters
        ----------
        origin, destination, consignment, on_progress, terms
            As `route` takes them, but `depart`: first and last day, as '2026-12-01..2027-02-28', each at
            the time of day of the first.

        Raises
        ------
        CorridorError
            As `route` does; NoRouteError if there is no way on any day.
        """
        depart = words(terms.get("depart", ""), "--depart")
        first, _ = span(depart)
        query = read_query(origin, destination, consignment, {**terms, "depart": first})
        return self.profile_of(query, depart, on_progress)

    def profile_of(self, query: Query, depart: str, on_progress: Progress = quiet) -> Profile:
        """The same of a query that is made already; its own departure is not looked at."""
        return profiles.asked(self.engine, query, depart, on_progress)

    # Ports, losses, changes ------------------------------------------------------------

    def compare(
        self,
        origins: Names,
        consignment: Goods | None = None,
        *,
        ports: Names = PORTS,
        market: Names = "",
        inward: bool = False,
        samples: int = 10_000,
        seed: int = 1,
        on_time_days: Number | None = None,
        months: bool = False,
        flips: int = 0,
        command: str = "",
        on_progress: Progress = quiet,
        **terms: Unpack[Terms],
    ) -> Comparison:
        """
        Compare candidate ports for goods from some places to a market overseas.

        Parameters
        ----------
        origins, consignment
            Places on land, and the goods as `route` takes them.
        ports, market, inward
            Candidate ports; the market ports, each counted once, else a basket; whether goods come
            from them.
        samples, seed, on_time_days
            Samples of the bands (0 draws none), their seed, and the days whose probability is
            asked for.
        months, flips
            Whether each month and scenario is asked too; how many break-evens are solved.
        command, on_progress
            What a report says of how it is made again; called with a line at each step.
        terms
            As the options of `corridor compare`.

        Raises
        ------
        CorridorError
            If something cannot be used as given.
        """
        return questions.compare(
            self._asked(consignment, terms),
            questions.Trade(ports, market, inward),
            origins,
            questions.depth(samples, seed, on_time_days, flips, terms.get("max_days")),
            months=months,
            command=command,
            on_progress=on_progress,
        )

    def breakeven(
        self,
        origin: str,
        consignment: Goods | None = None,
        *,
        figures: Names = (),
        ports: Names = ("karachi", "gwadar"),
        market: Names = "",
        inward: bool = False,
        command: str = "",
        on_progress: Progress = quiet,
        **terms: Unpack[Terms],
    ) -> BreakEvens:
        """
        Solve for the value of figures at which two ports change places.

        Parameters
        ----------
        origin, consignment
            A place on land, and the goods as `route` takes them.
        figures
            As `with_scales` names them, as 'port_charges@gwadar'; none means those that move
            the lead most.
        ports, market, inward, command, on_progress, terms
            As `compare` takes them.

        Raises
        ------
        CorridorError
            If fewer than two ports can be used, or something cannot be used as given.
        """
        asked, trade = self._asked(consignment, terms), questions.Trade(ports, market, inward)
        return questions.breakeven(asked, trade, origin, figures, command, on_progress)

    def catchment(
        self,
        consignment: Goods | None = None,
        *,
        countries: Names = (),
        grid: float = 0.0,
        under: Names = (),
        demand: FilePath | Mapping[str, float] | None = None,
        ports: Names = PORTS,
        market: Names = "",
        inward: bool = False,
        command: str = "",
        on_progress: Progress = quiet,
        **terms: Unpack[Terms],
    ) -> Catchment:
        """
        Show for every place which port wins, by how much, and how trade would split.

        Parameters
        ----------
        consignment
            The goods as `route` takes them.
        countries, grid
            Only hubs of these; also points every so many degrees around the hubs (0 = none).
        under
            Scenarios, each in a column of its own.
        demand
            Tonnes by place, or a CSV file with columns place and tonnes.
        ports, market, inward, command, on_progress, terms
            As `compare` takes them.

        Raises
        ------
        CorridorError
            If something cannot be used as given.
        """
        asked, trade = self._asked(consignment, terms), questions.Trade(ports, market, inward)
        where = questions.Where(countries, grid, under, demand)
        return questions.catchment(asked, trade, where, command, on_progress)

    def resilience(
        self,
        origins: Names = ORIGINS,
        destinations: Names = "Karachi",
        consignment: Goods | None = None,
        *,
        depart: Date | None = None,
        avoid_sanctions: Names = (),
        on_progress: Progress = quiet,
    ) -> Resilience:
        """
        Rank losses of 7, 30 and 90 days by extra days and dollars, singly and in pairs.

        Parameters
        ----------
        origins, destinations
            Places whose best itineraries are tried.
        consignment, depart, avoid_sanctions
            The goods, the day of the loss, and the lists of sanctions to keep to.
        on_progress
            Called with a line at each step.

        Raises
        ------
        CorridorError
            If something cannot be used as given.
        """
        asked = self._asked(consignment, {"depart": depart, "avoid_sanctions": avoid_sanctions})
        return questions.resilience(asked, origins, destinations, on_progress)

    def whatif(
        self,
        before: str,
        after: str,
        origin: str | tuple[float, float],
        destination: str | tuple[float, float],
        consignment: Goods | None = None,
        **terms: Unpack[RouteTerms],
    ) -> WhatIf:
        """
        Ask once under one scenario and once under another: every number that changes, and why.

        Parameters
        ----------
        before, after
            Scenarios by name or TOML file, or 'today' for the tables as they are.
        origin, destination, consignment, terms
            As `route` takes them.

        Raises
        ------
        CorridorError
            If something cannot be used as given, or there is no itinerary under either.
        """
        if before == after:
            raise InputError(
                f"A and B are both {shown(words(before, 'A'))}",
                remedy="name two scenarios, or today and one",
            )
        query = read_query(origin, destination, consignment, terms | {"certainty": False})
        if query.if_closed or query.regret:
            raise InputError(
                "whatif takes neither --if-closed nor --regret", remedy="ask corridor route"
            )
        answers: list[Answer | None] = []
        reasons: list[NoRouteError] = []
        for name in (before, after):
            under = self if words(name, "scenario").lower() == "today" else self.with_scenario(name)
            try:
                answers.append(under.ask(query))
            except NoRouteError as err:
                answers.append(None)
                reasons.append(NoRouteError(f"{name}: {err.what}", remedy=err.remedy, cut=err.cut))
        if len(reasons) == 2:
            raise reasons[0]
        said = Spelling("whatif", self.engine)
        said.asked(replace(query, certainty=True), only=[*options_of(Terms), "k"])
        said.assumed()
        sides = [n if n.lower() == "today" else said.scenario("A or B", n) for n in (before, after)]
        made = said.made(*sides, query.origin, query.destination)
        return changed((before, after), answers[0], answers[1], reasons, made)

    def _asked(self, consignment: Goods | None, terms: Mapping[str, Any]) -> questions.Asked:
        query = read_query("", "", consignment, terms)
        guess = query.guess or self.engine.guess
        return questions.Asked(replace(self.engine, guess=guess), query)

    def __repr__(self) -> str:
        assumed = f", under {', '.join(self.scenarios)}" if self.scenarios else ""
        return (
            f"<corridor.Planner: data of {self.engine.dataset.data_date},"
            f" graph {self.engine.graph_hash[:12]}{assumed}>"
        )
