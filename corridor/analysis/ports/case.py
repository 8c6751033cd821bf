"""
The best ways through one port after another, for one origin and one market.

A way *through* a port calls there: it changes between land and ship at that port. For a
market that is reached by sea only this is settled by the last ship (the first one for
imports): every other port with a sailing to the market, and every other candidate port, is
banned as a place of call, while roads and rails through its town stay usable.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from corridor.engine import RouteEngine
from corridor.errors import InputError, shown
from corridor.model import charge as charges
from corridor.model.answer import Itinerary, Leg
from corridor.model.link_kind import LinkKind
from corridor.model.message import Message, Word, name, say
from corridor.model.mode import Mode
from corridor.model.objective import OBJECTIVES, Objective
from corridor.model.query import Query
from corridor.model.status import RUNNING
from corridor.planning.answer.itinerary import Journey
from corridor.planning.answer.labels import labels_of
from corridor.planning.links.bills import sums
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.search.limits import Limits
from corridor.planning.search.pareto import front
from corridor.planning.search.path import Path
from corridor.planning.search.solver import Solver
from corridor.pricing.ends import detention_rows, has_detention
from corridor.pricing.gaps import ship_gap
from corridor.tables.dataset import Dataset
from corridor.tables.gazetteer import port_named

# Next best ways that join the choice set.
_ALTERNATIVES = 10
# Stands for a port where ways are meant that change between land and ship at no candidate.
OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Question:
    """
    What is compared.

    Attributes
    ----------
    query
        Consignment, day and constraints; its origin and destination are filled in per case.
    ports, markets
        Ids of candidate ports, and of the market ports the goods go on to (or come from).
    basket
        Whether the markets are the stated basket, not chosen by the user.
    inward
        From the market to the place on land.
    """

    query: Query
    ports: tuple[str, ...]
    markets: tuple[str, ...]
    basket: bool
    inward: bool = False

    def case(self, place: str, market: str) -> Query:
        """The query between a place on land and a market."""
        ends = (market, place) if self.inward else (place, market)
        return replace(self.query, origin=ends[0], destination=ends[1])


@dataclass(frozen=True, slots=True)
class Absence:
    """Why nothing goes through a port to a market; `services` would run in a scenario."""

    kind: str
    message: Message
    services: tuple[str, ...] = ()


def _absent(code: str, port: Word, far: Word, *, unit: str = "") -> Message:
    return say(f"absence.{code}", port=port, far=far, unit=unit)


def port_ids(engine: RouteEngine, names: Iterable[str]) -> tuple[str, ...]:
    """
    Candidate ports by name: 'karachi' means the port, not the city.

    Raises
    ------
    InputError
        If a name is no seaport of the tables.
    """
    found = [port_named(n, engine.gazetteer, engine.dataset, "--ports") for n in names]
    ports = tuple(dict.fromkeys(found))
    if len(ports) < 2:
        raise InputError(
            "--ports names fewer than two ports", remedy="name at least two, as karachi,gwadar"
        )
    return ports


def market_ids(engine: RouteEngine, names: Iterable[str]) -> tuple[str, ...]:
    """
    Market ports by name; they must be reached by sea only, or no call would be needed.

    Raises
    ------
    InputError
        If a place is no seaport, or has a road or railway in the tables.
    """
    found: list[str] = []
    for text in names:
        (port,) = _ports_named(engine, text)
        if set(engine.dataset.hub[port].modes) != {Mode.SEA}:
            raise InputError(
                f"--onward {shown(text)} is reached by land too",
                remedy="name a port overseas, as 'Jebel Ali'; corridor route plans to this one",
            )
        found.append(port)
    return tuple(dict.fromkeys(found))


def _ports_named(engine: RouteEngine, name: str) -> tuple[str]:
    hub, _ = engine.gazetteer.hub(name)
    for port in (hub.id, f"{hub.id}_port"):
        if port in engine.dataset.port:
            return (port,)
    raise InputError(f"--onward {shown(name)} is not a seaport", remedy="corridor ports lists them")


class Case:
    """One place on land and one market: the network, and the best way through each port."""

    def __init__(self, engine: RouteEngine, question: Question, place: str, market: str) -> None:
        """Build the network once; every port and objective is searched on it."""
        self.planning = engine.planning(question.case(place, market))
        self.question, self.market = question, market
        self.dataset: Dataset = engine.dataset
        self.cache = engine.cache
        self.query, self.load = self.planning.resolved.query, self.planning.resolved.load
        self._whole: SearchGraph = self.planning.graph()
        self.vot = self.planning.resolved.value_of_time_usd_per_h
        self._networks: dict[str, SearchGraph] = {}
        self._solvers: dict[str, Solver] = {}
        self._journeys: dict[str, Journey] = {}

    @cached_property
    def callers(self) -> frozenset[str]:
        """
        Ports from which ships lead to the market (to which they lead, for imports).

        By one sailing, or by several with changes from ship to ship, on this network.
        """
        network, inward = self._whole, self.question.inward
        usable = ~network.shut & ~network.lacking
        onward: dict[str, set[str]] = {}
        for row in set(network.row[usable & (network.kind == LinkKind.SAILING.code)].tolist()):
            ship = network.sailings[row]
            near, far = (ship.end, ship.start) if inward else (ship.start, ship.end)
            onward.setdefault(far, set()).add(near)
        calls = set(network.row[usable & (network.kind == LinkKind.PORT.code)].tolist())
        changes = {p.port.id for n, p in enumerate(network.ports) if p.change and n in calls}
        found: set[str] = set()
        ahead = [self.market]
        while ahead:
            new = onward.get(ahead.pop(), set()) - found - {self.market}
            found |= new
            ahead += sorted(new & changes)
        return frozenset(found)

    def _near(self, chosen: npt.NDArray[np.bool_]) -> frozenset[str]:
        """Ports at the other end of some sailings of the market."""
        network, found = self._whole, set()
        sails = (network.kind == LinkKind.SAILING.code) & chosen
        for row in set(network.row[sails].tolist()):
            ship = network.sailings[row]
            near, far = (ship.end, ship.start) if self.question.inward else (ship.start, ship.end)
            if far == self.market:
                found.add(near)
        return frozenset(found)

    def network(self, port: str) -> SearchGraph:
        """
        The network on which every way to the market changes from land to ship at a port.

        For `OUTSIDE` it is the one on which no way does so at a candidate.
        """
        if port not in self._networks:
            candidates = set(self.question.ports)
            others = candidates if port == OUTSIDE else (self.callers | candidates) - {port}
            # Goods that come by ship and leave again, by land or by the next ship, call for no
            # land way here; at other ports they may change from ship to ship all the same.
            wrong = ("across", "out" if self.question.inward else "in")
            calls = [
                n
                for n, p in enumerate(self._whole.ports)
                if (p.port.id in others - {self.market} and p.change is None)
                or (p.port.id == port and p.flow in wrong)
            ]
            shut = (self._whole.kind == LinkKind.PORT.code) & np.isin(self._whole.row, calls)
            self._networks[port] = replace(self._whole, shut=self._whole.shut | shut)
        return self._networks[port]

    def solver(self, port: str) -> Solver:
        """What finds ways through a port within the query's limits."""
        if port not in self._solvers:
            self._solvers[port] = self.planning.solver(self.network(port))
        return self._solvers[port]

    def best(self, port: str, objective: Objective) -> Path | None:
        """The way through a call at a port that compares best."""
        return self.solver(port).best(objective) if self._sails(port) else None

    def candidates(self, port: str, objective: Objective) -> list[Path]:
        """
        Ways of which one compares best, whatever the same sum is added to the figures of all.

        The best by its own figures, and where that comes back to a country, the best that does
        not.
        """
        return self.solver(port).candidates(objective) if self._sails(port) else []

    def sooner(self, port: str) -> list[Path]:
        """
        Of imports the ways that no other beats in both time and cost; else none.

        Detention rests on the whole journey ashore, so no search sums it, but a way beaten in both keeps
        its box no shorter. So of all ways by the same ship the best with detention is one of these.
        """
        goods, country = self.query.consignment, "" if port == OUTSIDE else self._country(port)
        if not self.question.inward or not has_detention(goods) or not self._sails(port):
            return []
        if not country or detention_rows(self.dataset, country, transit=True) is None:
            return []
        return front(self.network(port), self.solver(port).keeps)

    def _country(self, port: str) -> str:
        return self.dataset.hub[port].country

    def _sails(self, port: str) -> bool:
        """Whether any ship of a port can lead to the market; ways outside need no one port."""
        return port == OUTSIDE or port in self.callers

    def absence(self, port: str) -> Absence:
        """Why there is no way through a port."""
        dataset, market = self.dataset, self.market
        ends = name(dataset.port[port].name), name(dataset.port[market].name)
        rows = [
            s
            for s in dataset.sea_services
            if {s.from_port, s.to_port} == {port, market}
            and (s.both_directions or (s.from_port == market) == self.question.inward)
        ]
        if port in self.callers:
            return self._no_land(port)
        if port in self._near(self._whole.lacking):
            unit = self.query.consignment.unit
            if rows and all(ship_gap(s, self.load) for s in rows):
                return Absence("no price", _absent("no_ship", *ends, unit=unit))
            return Absence("no price", _absent("no_freight", *ends, unit=unit))
        running = [s for s in rows if s.status in RUNNING]
        if running:
            return Absence("shut", _absent("shut", *ends))
        if rows:
            services = tuple(s.id for s in rows)
            return Absence("no service", _absent("no_service", *ends), services)
        return Absence("no row", _absent("no_row", *ends))

    def absences(self) -> Message:
        """Why there is no way through any of the ports."""
        reasons = tuple(self.absence(port).message for port in self.question.ports)
        return say("absence.all", reasons=reasons)

    def _no_land(self, port: str) -> Absence:
        """Why a port with a sailing is not reached: by nothing at all, or by a limit alone."""
        called = name(self.dataset.port[port].name)
        free = Limits(None, None, None)
        if self.solver(port).best(self.query.objective, free) is None:
            return Absence("land", say("absence.land", port=called))
        query = self.query
        given = {
            "--max-days": query.max_days,
            "--arrive-by": query.arrive_by,
            "--max-cost": query.max_cost_usd,
            "--max-transfers": query.max_transfers,
        }
        named = tuple(option for option, value in given.items() if value is not None)
        return Absence("limit", say("absence.limit", port=called, limits=named))

    def objectives(self, port: str) -> list[tuple[Objective, Path]]:
        """Best way by each objective but the P90, the asked one first; empty when there is none."""
        asked = self.query.objective
        order = dict.fromkeys((asked, *(o for o in OBJECTIVES if o is not Objective.P90_TIME)))
        found = ((o, self.best(port, o)) for o in order)
        return [(o, path) for o, path in found if path is not None]

    def alternatives(self, port: str) -> list[Path]:
        """The front of time and cost, and the next best ways that really differ."""
        solver = self.solver(port)
        return [
            *solver.ranking(_ALTERNATIVES).paths,
            *front(self.network(port), solver.keeps),
        ]

    def itinerary(self, port: str, found: Path) -> Itinerary:
        """A way through a port as an itinerary, with its bill and papers."""
        (label,) = labels_of(self.network(port), self.dataset, [found])
        return all_in(self._journey(port).itinerary(found, label=label))

    def best_by(self, port: str, found: Path, objective: Objective) -> Itinerary:
        """The best way by an objective, without its papers."""
        (label,) = labels_of(self.network(port), self.dataset, [found])
        journey = self._journey(port)
        return all_in(journey.itinerary(found, roles=(objective,), label=label, papers=False))

    def priced(self, port: str, found: Path) -> Itinerary:
        """A way of the choice set: its legs with their items, no label and no papers."""
        return all_in(self._journey(port).itinerary(found, papers=False))

    def _journey(self, port: str) -> Journey:
        if port not in self._journeys:
            self._journeys[port] = self.planning.journey(self.network(port))
        return self._journeys[port]


# What a quote leaves outside its total and ports differ in: a comparison counts it.
_COUNTED = (charges.DETENTION, charges.BOX_RETURN)


def all_in(itinerary: Itinerary) -> Itinerary:
    """
    An itinerary with the detention and the way back of the line's box inside its total.

    They rest on the whole journey, so no search sums them; ports of few ships differ in them most.
    """
    legs = tuple(_with_box(leg) for leg in itinerary.legs)
    if legs == itinerary.legs:
        return itinerary
    cost, _ = sums([i for leg in legs for i in leg.items])
    more = cost.typical - itinerary.cost.typical
    generalised = itinerary.generalised_cents + more
    return replace(itinerary, legs=legs, cost=cost, generalised_cents=generalised)


def _with_box(leg: Leg) -> Leg:
    if not any(i.outside_total and i.type in _COUNTED for i in leg.items):
        return leg
    items = tuple(replace(i, outside_total=False) if i.type in _COUNTED else i for i in leg.items)
    return replace(leg, items=items, cost=sums(items)[0])


def distinct(paths: Sequence[Path]) -> list[Path]:
    """Ways with different links, in the order of their first use."""
    kept: dict[tuple[int, ...], Path] = {}
    for path in paths:
        kept.setdefault(path.links, path)
    return list(kept.values())
