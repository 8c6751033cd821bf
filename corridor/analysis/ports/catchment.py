"""
Which port is nearest in cost, for every place: the hinterlands of the ports.

What a way costs on land does not depend on the market, and what it costs at sea does not
depend on the place. So each place is solved to one market only, and the basket is reached by
exchanging the sea part; for a single market nothing is exchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from corridor.analysis.ports.case import OUTSIDE, Case, Question, distinct
from corridor.analysis.ports.choice_set import best_sea_part
from corridor.analysis.ports.comparison import measure
from corridor.analysis.ports.differences import gateway
from corridor.analysis.ports.gateways import gateways_of, shares, twins_of
from corridor.analysis.ports.outside import guessed
from corridor.engine import RouteEngine
from corridor.errors import CorridorError, InputError, NoRouteError
from corridor.messages.catalogue import in_english
from corridor.model.answer import Itinerary, Spot
from corridor.model.message import Message, say
from corridor.model.mode import LAND_MODES
from corridor.model.objective import Objective
from corridor.model.status import RUNNING
from corridor.planning.search.compared import times
from corridor.tables.overlays.scenario_files import scenario
from corridor.tables.places.known import nearest, towns
from corridor.tables.records import Hub

LOGIT = "logit_scale_per_usd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """
    One place: each port's value, best first, and its share by the logit.

    `values` are cents (minutes by time) as means over the markets; `ahead` is how far the best
    port of another coast is behind; `outside` is the value of the best way that calls at none of
    the ports, by the ports `by`, one a market, and stands in the shares as `OUTSIDE`;
    `outside_estimate` is the share of its dollars that rests on estimates; `weight` is what the
    place counts; `note` says why no port is reached.
    """

    place: Spot
    values: tuple[tuple[str, float], ...]
    shares: tuple[tuple[str, float], ...]
    ahead: float | None
    outside: float | None = None
    outside_estimate: float = 0.0
    by: tuple[str, ...] = ()
    weight: float = 0.0
    note: Message | None = None

    @property
    def port(self) -> str:
        """The candidate ahead of the others, '' when none is reached."""
        return self.values[0][0] if self.values else ""

    @property
    def best(self) -> str:
        """The port ahead of all, `OUTSIDE` where none of the candidates is; '' for nothing at all."""
        if self.outside is not None and (not self.values or self.outside < self.values[0][1]):
            return OUTSIDE
        return self.port


@dataclass(frozen=True, slots=True, kw_only=True)
class Hinterlands:
    """All places under one set of assumptions; `markets` are those every served port reaches."""

    name: str
    ports: tuple[str, ...]
    silent: tuple[str, ...]
    markets: tuple[str, ...]
    reaches: tuple[Reach, ...]
    scale_per_usd: float

    def weight_of(self, best: str) -> float:
        """What the places count together where a port is ahead of all."""
        return sum(r.weight for r in self.reaches if r.best == best)


def catchment(
    engine: RouteEngine,
    question: Question,
    places: Mapping[str, float],
    name: str,
    on_progress: Callable[[str], None] = lambda _: None,
) -> Hinterlands:
    """
    Solve every place to every port.

    Parameters
    ----------
    engine, question
        As for a comparison; the objective must be 'generalised', 'cost' or 'time'.
    places
        Ids of hubs or 'lat,lon', with what each counts.
    name
        What the assumptions are called.
    on_progress
        Told how far the work has come.
    """
    objective = question.query.objective
    if objective not in (Objective.GENERALISED, Objective.COST, Objective.TIME):
        raise InputError(
            f"--objective {objective} is not kept apart on land and at sea",
            remedy="one of generalised, cost, time",
        )
    served = _served(engine, question)
    ports = tuple(p for p in question.ports if served[p])
    markets = tuple(m for m in question.markets if ports and all(m in served[p] for p in ports))
    _refuse_unreached(engine, question, name, ports, markets)
    scale = engine.dataset.parameter[LOGIT].value.typical
    extra: dict[str, list[float]] = {}
    reaches: list[Reach] = []
    for number, (place, weight) in enumerate(places.items()):
        if number % 25 == 0:
            on_progress(f"{name}: {number} of {len(places)} places")
        reach = _reach(engine, question, place, ports, markets, extra, scale)
        reaches.append(replace(reach, weight=weight))
    return Hinterlands(
        name=name,
        ports=ports,
        silent=tuple(p for p in question.ports if not served[p]),
        markets=markets,
        reaches=tuple(reaches),
        scale_per_usd=scale,
    )


def _refuse_unreached(
    engine: RouteEngine, question: Question, name: str, ports: Sequence[str], markets: Sequence[str]
) -> None:
    """Refuse a question without a port that has a sailing, or a market that all of them reach."""
    if not ports:
        raise NoRouteError(
            f"{name}: {_unserved(engine, question)}",
            remedy="open a service, as --open gwadar_jebel_ali, allow its modes, or take a scenario",
        )
    if markets:
        return
    if question.basket:
        raise InputError(
            f"{name}: no market is reached by a sailing of every port that has one",
            remedy="name one market with --onward, or open a service or a scenario",
        )
    far = " or ".join(engine.dataset.port[m].name for m in question.markets)
    raise InputError(
        f"{name}: no sailing that takes the load leads between {far} and any of the ports",
        remedy="open a service or a scenario, or another --unit or --onward",
    )


def hinterlands(
    engine: RouteEngine,
    question: Question,
    places: Mapping[str, float],
    under: Sequence[str] = (),
    on_progress: Callable[[str], None] = lambda _: None,
) -> list[Hinterlands]:
    """
    Catchments of today, of today with a service for every port, and under some scenarios.

    Parameters
    ----------
    engine, question, places, on_progress
        As for `catchment`.
    under
        Scenarios by name or file, each in a column of its own.
    """
    columns = [catchment(engine, question, places, "today", on_progress)]
    services = scenario_services(engine, question, columns[0].silent)
    if services:
        opened = replace(question.query, open=(*question.query.open, *services))
        as_if = replace(question, query=opened)
        columns.append(catchment(engine, as_if, places, "if all had a service", on_progress))
    for name in under:
        changed = engine.with_overlay(scenario(name))
        columns.append(catchment(changed, question, places, name, on_progress))
    return columns


def scenario_services(
    engine: RouteEngine, question: Question, ports: Sequence[str]
) -> tuple[str, ...]:
    """Services of ports to the markets that no regular sailing of today gives."""
    return tuple(
        s.id
        for s in engine.dataset.sea_services
        for port in ports
        if port in (s.from_port, s.to_port)
        and {s.from_port, s.to_port} & set(question.markets)
        and s.status not in RUNNING
    )


def _unserved(engine: RouteEngine, question: Question) -> str:
    """Why no port has a sailing to any market: the reason of each port."""
    case = Case(engine, question, _city(engine, question), question.markets[0])
    return in_english(case.absences())


def _served(engine: RouteEngine, question: Question) -> dict[str, set[str]]:
    """Markets that each port has a sailing to (from, for imports)."""
    found: dict[str, set[str]] = {p: set() for p in question.ports}
    city = _city(engine, question)
    for market in question.markets:
        case = Case(engine, question, city, market)
        for port in question.ports:
            if port in case.callers:
                found[port].add(market)
    return found


def _city(engine: RouteEngine, question: Question) -> str:
    """Any place on land shows the sailings; the port's own country is at hand."""
    country = engine.dataset.hub[question.ports[0]].country
    return next(h.id for h in engine.dataset.hubs if h.country == country and h.kind == "city")


def _reach(
    engine: RouteEngine,
    question: Question,
    place: str,
    ports: Sequence[str],
    markets: Sequence[str],
    extra: dict[str, list[float]],
    scale: float,
) -> Reach:
    objective = question.query.objective
    try:
        case = Case(engine, question, place, markets[0])
    except CorridorError as err:
        spot = _spot(engine, place)
        return Reach(
            place=spot, values=(), shares=(), ahead=None, note=say("refused", text=err.what)
        )
    ends = case.planning.resolved
    spot = (ends.destination if question.inward else ends.origin).endpoint.spot
    values: list[tuple[str, float]] = []
    for port in ports:
        paths = [*case.candidates(port, objective), *case.sooner(port)]
        found = [case.priced(port, path) for path in distinct(paths)]
        if not found:
            continue
        if port not in extra:
            cases = [case, *(Case(engine, question, place, m) for m in markets[1:])]
            parts = [best_sea_part(c, port, objective) for c in cases]
            extra[port] = [part - parts[0] for part in parts]
        values.append((port, _basket(found, objective, extra[port])))
    values.sort(key=lambda v: (v[1], v[0]))
    twins = twins_of([p for p, _ in values], engine.dataset)
    others = [v for p, v in values if p not in twins] or [v for _, v in values[1:]]
    outside, by, estimate = _outside(engine, question, case, place, markets)
    split, nests = dict(values), [*gateways_of([p for p, _ in values], engine.dataset)]
    if outside is not None:
        split[OUTSIDE] = outside
        nests.append((OUTSIDE,))
    feu = max(case.load.teu / 2, float(case.load.units))
    return Reach(
        place=spot,
        values=tuple(values),
        shares=shares(split, nests, scale / feu),
        ahead=others[0] - values[0][1] if others else None,
        outside=outside,
        outside_estimate=estimate,
        by=by,
        note=None if values else case.absence(ports[0]).message,
    )


def _outside(
    engine: RouteEngine, question: Question, first: Case, place: str, markets: Sequence[str]
) -> tuple[float | None, tuple[str, ...], float]:
    """
    Mean value of the best ways that call at no candidate, the port of each, what is estimated.

    The last is the share of their dollars that rests on estimates. Without a way the first is None.

    Solved to every market: the port outside may be another for each of them.
    """
    objective = question.query.objective
    ways: list[Itinerary] = []
    for market in markets:
        case = first if market == first.market else Case(engine, question, place, market)
        found = [case.priced(OUTSIDE, p) for p in case.candidates(OUTSIDE, objective)]
        if not found:
            return None, (), 0.0
        ways.append(min(found, key=lambda w: measure(w, objective)))
    mean = sum(measure(way, objective) for way in ways) / len(ways)
    by = tuple(gateway(way, inward=question.inward) for way in ways)
    return mean, by, guessed(ways)


def _basket(
    itineraries: Sequence[Itinerary], objective: Objective, extra: Sequence[float]
) -> float:
    """
    Mean over the markets of the best of some ways to the first of them.

    `extra` is what each market's sea part has more than the first one's; it counts as often as
    the way does whose part it becomes.
    """
    each = [
        min(measure(w, objective) + times(w.re_enters) * more for w in itineraries)
        for more in extra
    ]
    return sum(each) / len(each)


def _spot(engine: RouteEngine, place: str) -> Spot:
    hub = engine.dataset.hub.get(place)
    if hub is not None:
        return Spot(hub.id, hub.name, hub.country, hub.lon, hub.lat)
    lat, lon = (float(v) for v in place.split(","))
    return Spot(place, place, "", lon, lat)


def inland_hubs(engine: RouteEngine, countries: Sequence[str]) -> list[str]:
    """Towns that goods may start from, of all countries or some: no border post, yard or seaport."""
    return [
        h.id
        for h in engine.dataset.hubs
        if h.kind == "city"
        and set(h.modes) & set(LAND_MODES)
        and (not countries or h.country in countries)
    ]


def people_of(engine: RouteEngine, places: Sequence[str]) -> dict[str, float]:
    """
    Inhabitants by place: towns of over 15,000, each counted at the nearest place of its country.

    Points of a grid count nothing: the towns near them stand at the hubs.
    """
    found = dict.fromkeys(places, 0.0)
    hubs: dict[str, list[Hub]] = {}
    for place in places:
        hub = engine.dataset.hub.get(place)
        if hub is not None:
            hubs.setdefault(hub.country, []).append(hub)
    for town in towns():
        for near in nearest(town, hubs.get(town.country, ()), 1):
            found[near.hub.id] += town.people
    return found


def grid_points(engine: RouteEngine, degrees: float, hubs: Sequence[str]) -> tuple[list[str], int]:
    """
    Points every so many degrees around hubs, joined to roads; and how many join none.

    A point further than the access limit from any road is no place to send goods from; it is
    counted, not left out unseen.
    """
    spots = [engine.dataset.hub[h] for h in hubs]
    west, east = min(s.lon for s in spots), max(s.lon for s in spots)
    south, north = min(s.lat for s in spots), max(s.lat for s in spots)
    found: list[str] = []
    off = 0
    rows = int((north - south) / degrees) + 1
    columns = int((east - west) / degrees) + 1
    countries = {s.country for s in spots}
    for row in range(rows):
        for column in range(columns):
            lat = round(south + (row + 0.5) * degrees, 4)
            lon = round(west + (column + 0.5) * degrees, 4)
            try:
                country = engine.access.land(lon, lat).country
            except CorridorError:
                off += 1
                continue
            if country in countries:
                found.append(f"{lat},{lon}")
    return found, off
