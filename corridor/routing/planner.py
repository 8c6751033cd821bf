"""Answer a query: read the ends, search, rank, explain closures, assemble."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from corridor.costing.load import Load, weigh
from corridor.costing.rules import barred_by
from corridor.errors import BadInputError, NoRouteError, shown
from corridor.graph.access import AccessNetwork
from corridor.graph.corridor_graph import MODE_CODE, CorridorGraph
from corridor.model.itinerary import (
    Answer,
    Blocked,
    Endpoint,
    IfOpen,
    Itinerary,
    Spot,
    Warning_,
)
from corridor.model.query import CREWS, Query
from corridor.routing.alternatives import key_of, ranked
from corridor.routing.closures import HORIZON_DAYS, windows
from corridor.routing.constraints import Constraints, Named, via_of
from corridor.routing.diagnosis import explain_no_route
from corridor.routing.journey import Ends, Journey
from corridor.routing.labels import labels_of
from corridor.routing.network import End, Network, NetworkBuilder, with_crew
from corridor.routing.pieces import PieceBook
from corridor.routing.search import Found, Search, weights
from corridor.sources.library import Library
from corridor.sources.places import Gazetteer, parse_point
from corridor.sources.records import Closure

# Up to this multiple of the best objective a closed crossing is worth the reader's time.
_NEAR_BEST = 1.5


@dataclass(frozen=True)
class World:
    """What planning stands on; loaded once, never changed by a query."""

    library: Library
    graph: CorridorGraph
    gazetteer: Gazetteer
    access: AccessNetwork | None
    graph_hash: str


@dataclass(frozen=True, slots=True)
class _Read:
    """An end of the query as read: for the answer and for the network."""

    endpoint: Endpoint
    end: End
    joins: tuple[tuple[int, str], ...]


class Planning:
    """The planning of one query."""

    def __init__(self, world: World, query: Query) -> None:
        """Resolve the query's names and weigh its load."""
        self.world, self.query = world, query
        self.load: Load = weigh(query.consignment, world.library)
        self.book = PieceBook(world.graph)
        self.latitudes: list[float] = world.graph.place_lat.tolist()
        self.origin = self._read(query.origin, "ORIGIN")
        self.destination = self._read(query.destination, "DESTINATION")
        here, there = self.origin.endpoint.spot, self.destination.endpoint.spot
        same = (here.lon, here.lat) == (there.lon, there.lat)
        if same or self.origin.end.place == self.destination.end.place:
            raise BadInputError(
                f"origin and destination are the same place ({self.origin.endpoint.spot.name})",
                remedy="give two different places",
            )
        self.constraints = self._constraints()
        self._restrict_book()
        self.vot = self._value_of_time()

    # Reading ------------------------------------------------------------------------

    def _read(self, text: str, which: str) -> _Read:
        point = parse_point(text)
        world = self.world
        if point is None:
            hub, note = world.gazetteer.hub(text)
            spot = Spot(hub.id, hub.name, hub.country, hub.lon, hub.lat)
            place = world.graph.place_index[hub.id]
            return _Read(
                Endpoint(text=text, spot=spot, moved_km=0.0, note=note),
                End(place, hub.country, hub.id),
                (),
            )
        if world.access is None:
            raise BadInputError(
                f"{which} {shown(text)}: this graph holds no road network to join a point to",
                remedy="name a place, or run corridor build",
            )
        country, away, joins = world.access.joins(point.lon, point.lat)
        place = len(self.latitudes)
        self.latitudes.append(point.lat)
        lines: list[tuple[int, str]] = []
        group = (country, MODE_CODE["road"], 0)
        for join in joins:
            hub_place = world.graph.place_index[join.hub_id]
            index = self.book.add(group, place, hub_place, round(join.length_km * 1000))
            line = "@" + ";".join(f"{lon:.5f},{lat:.5f}" for lon, lat in join.points)
            lines.append((index, line))
        name = f"{point.lat:g},{point.lon:g}"
        note = f"moved {away:.1f} km to the nearest main road; nearest place {joins[0].hub_id}"
        spot = Spot(name, name, country, point.lon, point.lat)
        return _Read(
            Endpoint(text=text, spot=spot, moved_km=round(away, 1), note=note),
            End(place, country, ""),
            tuple(lines),
        )

    def _named(self, texts: Sequence[str], option: str) -> Named:
        gazetteer = self.world.gazetteer
        return Named.of(t for text in texts for t in gazetteer.things(text, option))

    def _constraints(self) -> Constraints:
        query, library = self.query, self.world.library
        gazetteer = self.world.gazetteer
        vias = []
        for text in query.via:
            things = gazetteer.things(text, "--via")
            via = via_of(text, things, library)
            if not via.hubs and not via.crossings:
                raise BadInputError(
                    f"--via {shown(text)} is no place or crossing",
                    remedy="name a city, port or crossing",
                )
            vias.append(via)
        avoid = self._named(query.avoid, "--avoid")
        for end in (self.origin, self.destination):
            if end.end.hub_id in avoid.hubs | avoid.ports:
                raise BadInputError(
                    f"--avoid names {end.endpoint.spot.name}, where the journey starts or ends",
                    remedy="avoid places in between",
                )
        return Constraints(
            modes=frozenset(query.modes),
            via=tuple(vias),
            avoid=avoid,
            open=self._switched(query.open, "--open"),
            close=self._switched(query.close, "--close"),
        )

    def _switched(self, texts: Sequence[str], option: str) -> Named:
        """What --open or --close names; a country or a mere place has nothing to switch."""
        for text in texts:
            kinds = {t.kind for t in self.world.gazetteer.things(text, option)}
            if kinds <= {"country", "hub"} and not (kinds == {"hub"} and option == "--close"):
                raise BadInputError(
                    f"{option} {shown(text)} names nothing that is opened or closed",
                    remedy="name a crossing, port, passage, section or service; "
                    "--avoid takes countries and places",
                )
        return self._named(texts, option)

    def _restrict_book(self) -> None:
        """Take avoided places and closed or shut sections out; open planned ones."""
        graph, limits = self.world.graph, self.constraints
        ends = {self.origin.end.place, self.destination.end.place}
        hubs = limits.avoid.hubs | limits.close.hubs
        shut_places = {graph.place_index[h] for h in hubs if h in graph.place_index} - ends
        shut_sections = set(limits.avoid.sections | limits.close.sections)
        shut_sections |= self._closed_sections()
        removed: set[int] = set()
        opened: set[int] = set()
        opening = set(limits.open.sections) | {
            self.world.library.crossing[c].section_id for c in limits.open.crossings
        }
        for index, (section, tail, head) in enumerate(
            zip(
                graph.piece_section.tolist(),
                graph.piece_from.tolist(),
                graph.piece_to.tolist(),
                strict=True,
            )
        ):
            if section in shut_sections or tail in shut_places or head in shut_places:
                removed.add(index)
            if section in opening and graph.piece_status[index] != 0:
                opened.add(index)
        self.book.removed = frozenset(removed)
        self.book.opened = frozenset(opened)

    def _closed_sections(self) -> set[str]:
        by_section: dict[str, list[Closure]] = {}
        for row in self.world.library.closures:
            if row.subject_kind == "section" and not self.constraints.ignores(
                "section", row.subject_id
            ):
                by_section.setdefault(row.subject_id, []).append(row)
        return {
            section
            for section, rows in by_section.items()
            if any(
                w.endless and not w.delay and w.start <= 0 for w in windows(rows, self.query.depart)
            )
        }

    def _value_of_time(self) -> float:
        given = self.query.value_of_time_usd_per_h
        if given is not None:
            return given
        row = self.world.library.parameter["value_of_time_usd_per_h"]
        return row.value.typical * max(self.load.teu / 2, self.load.units)

    # Solving ------------------------------------------------------------------------

    def _network(self, constraints: Constraints) -> Network:
        return NetworkBuilder(
            self.world.graph,
            self.world.library,
            self.load,
            self.query,
            constraints,
            self.book,
            self.origin.end,
            self.destination.end,
            self.latitudes,
        ).build()

    def _search(self, network: Network, objective: str) -> Search:
        return Search(network, weights(objective, self.vot))

    def answer(self) -> Answer:
        """
        Plan.

        Raises
        ------
        NoRouteError
            Naming what cuts the network and the cheapest thing that would join it.
        """
        network = self._network(self.constraints)
        main = self._search(network, self.query.objective)
        best = ranked(main, self.query.k)
        if not best:
            raise self._no_route(network)
        chosen, roles = self._with_extremes(network, best)
        journey = self._journey(network)
        labels = labels_of(network, self.world.library, chosen)
        itineraries = [
            journey.itinerary(f, roles=r, label=name)
            for f, r, name in zip(chosen, roles, labels, strict=True)
        ]
        itineraries = self._other_crew(network, itineraries, chosen)
        blocked = self._blocked(best[0])
        return Answer(
            query=self.query,
            origin=self.origin.endpoint,
            destination=self.destination.endpoint,
            gross_weight_t=self.load.gross_each_t,
            value_usd=self.load.value_usd,
            value_of_time_usd_per_h=self.vot,
            itineraries=tuple(itineraries),
            blocked=blocked,
            warnings=tuple(self._warnings(network, len(best), blocked)),
            data_date=self.world.library.data_date,
            graph_hash=self.world.graph_hash,
        )

    def _with_extremes(
        self, network: Network, best: Sequence[Found]
    ) -> tuple[list[Found], list[list[str]]]:
        """Add the cheapest and the fastest when they are not among the answers."""
        chosen = list(best)
        roles: list[list[str]] = [["best"], *([] for _ in chosen[1:])]
        keys = [key_of(network, f) for f in chosen]
        for objective, role in (("cost", "cheapest"), ("time", "fastest")):
            if objective == self.query.objective:
                roles[0].append(role)
                continue
            found = self._search(network, objective).best()
            if found is None:
                continue
            key = key_of(network, found)
            if key in keys:
                at = keys.index(key)
                roles[at].append(role)
            else:
                chosen.append(found)
                keys.append(key)
                roles.append([role])
        return chosen, roles

    def _journey(self, network: Network) -> Journey:
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
        )

    def _other_crew(
        self, network: Network, itineraries: Sequence[Itinerary], found: Sequence[Found]
    ) -> list[Itinerary]:
        """Door-to-door time of the same ways with the other crew, where trucks run."""
        other = next(c for c in CREWS if c != self.query.crew)
        journey = self._journey(with_crew(network, self.world.library, self.load, other))
        return [
            replace(i, other_crew=other, other_crew_time_min=journey.time_of(f).typical)
            if "road" in i.modes
            else i
            for i, f in zip(itineraries, found, strict=True)
        ]

    # Closures and reasons -------------------------------------------------------------

    def _stale_days(self) -> int:
        return round(self.world.library.parameter["closure_stale_days"].value.typical)

    def _closed_now(self) -> dict[tuple[str, str], Closure]:
        """Crossings and ports closed at some time on the way, with the row that says so."""
        by_subject: dict[tuple[str, str], list[Closure]] = {}
        for row in self.world.library.closures:
            if row.subject_kind in ("crossing", "port"):
                by_subject.setdefault((row.subject_kind, row.subject_id), []).append(row)
        depart = self.query.depart
        closed: dict[tuple[str, str], Closure] = {}
        horizon = min(120, HORIZON_DAYS) * 1440
        for subject, rows in by_subject.items():
            if self.constraints.ignores(*subject):
                continue
            shut = [w for w in windows(rows, depart) if not w.delay and w.start < horizon]
            if shut:
                by_key = {r.key: r for r in rows}
                closed[subject] = by_key[shut[0].row]
        return closed

    def _blocked(self, best: Found) -> tuple[Blocked, ...]:
        """
        Closed crossings and ports that bear on the answer, each opened alone, best first.

        What the answer would be is given also where opening would not win, as long as
        it stays within `_NEAR_BEST` of the best answer.
        """
        closed = self._closed_now()
        if not closed:
            return ()
        lifted = frozenset(f"{kind}:{key}" for kind, key in closed)
        network = self._network(replace(self.constraints, lifted=lifted))
        search = self._search(network, self.query.objective)
        journey = self._journey(network)
        most = int(_NEAR_BEST * best.objective)
        found: list[tuple[int, Blocked]] = []
        for subject, row in sorted(closed.items()):
            element = f"{subject[0]}:{subject[1]}"
            way = search.through(element, lifted - {element}, most=most)
            if way is None or way.objective > most:
                continue
            itinerary = journey.itinerary(way)
            label = labels_of(network, self.world.library, [way])[0]
            better = way.objective < best.objective
            entry = self._blocked_entry(subject, row, itinerary, label, better=better)
            found.append((way.objective, entry))
        found.sort(key=lambda pair: (pair[0], pair[1].subject_id))
        return tuple(entry for _, entry in found)

    def _blocked_entry(
        self,
        subject: tuple[str, str],
        row: Closure,
        itinerary: Itinerary,
        label: str,
        *,
        better: bool,
    ) -> Blocked:
        library = self.world.library
        kind, key = subject
        if kind == "crossing":
            name, mode = library.crossing[key].name, library.crossing[key].mode
            spot = next((b for b in itinerary.borders if b.crossing_id == key), None)
            lon, lat = (spot.lon, spot.lat) if spot else (None, None)
        else:
            hub = library.hub[key]
            name, mode, lon, lat = hub.name, "sea", hub.lon, hub.lat
        source = library.source.get(row.source_id)
        return Blocked(
            subject_kind=kind,
            subject_id=key,
            name=name,
            mode=mode,
            since=row.from_date.isoformat() if row.from_date else "",
            until=row.to_date.isoformat() if row.to_date else "",
            last_confirmed=row.last_confirmed,
            stale_days=(self.query.depart.date() - _as_date(row.last_confirmed)).days,
            source_id=row.source_id,
            source_url=source.url if source else "",
            note=row.note,
            lon=lon,
            lat=lat,
            if_open=IfOpen(
                label=label,
                time_min=itinerary.time.typical,
                cost_cents=itinerary.cost.typical,
                arrival=itinerary.arrival,
                better=better,
            ),
        )

    def _warnings(self, network: Network, count: int, blocked: Sequence[Blocked]) -> list[Warning_]:
        found: list[Warning_] = []
        stale = self._stale_days()
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
        if count < self.query.k:
            found.append(
                Warning_(
                    code="fewer",
                    text=(
                        f"{count} of {self.query.k} itineraries: no further way was found that "
                        "does without a border crossing, port or change of mode of these"
                    ),
                )
            )
        rules = {barred_by(r.id): r for r in self.world.library.rules}
        for reason in sorted(network.unpriced):
            count = network.unpriced[reason]
            rule = rules.get(reason)
            if rule is not None:
                text = f"{count} links were not used: {rule.subject}. {rule.text}"
                found.append(Warning_(code="rule", text=text, source_ids=(rule.source_id,)))
                continue
            text = f"{count} links were not used: no row in {reason}"
            found.append(Warning_(code="unpriced", text=text))
        data_year = int(self.world.library.data_date[:4])
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

    def _no_route(self, network: Network) -> NoRouteError:
        return explain_no_route(
            self.world.library,
            self.constraints,
            self.query,
            network,
            self._network,
            {f"{kind}:{key}": row for (kind, key), row in self._closed_now().items()},
        )


def _as_date(text: str) -> date:
    """Date of a year, year-month or date: the last day it may mean."""
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 3:
        return date(*parts)
    if len(parts) == 2:
        year, month = parts
        first_of_next = date(year + month // 12, month % 12 + 1, 1)
        return first_of_next - timedelta(days=1)
    return date(parts[0], 12, 31)


def plan(world: World, query: Query) -> Answer:
    """
    Answer one query.

    Raises
    ------
    CorridorError
        Bad input (exit code 2) or no route (exit code 1).
    """
    return Planning(world, query).answer()
