"""Read a query: its ends, its constraints, the pieces it takes out or puts in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from corridor.errors import BadInputError, shown
from corridor.graph.access import AccessNetwork
from corridor.graph.areas import holds, lines_touching
from corridor.graph.corridor_graph import MODE_CODE, CorridorGraph
from corridor.graph.lines import Lines
from corridor.model.area import Area
from corridor.model.itinerary import Endpoint, Spot, Warning_
from corridor.model.query import Query
from corridor.routing.closures import Window
from corridor.routing.constraints import Constraints, Named
from corridor.routing.network import End
from corridor.routing.pieces import PieceBook
from corridor.routing.stops import asked_name, read_via
from corridor.sources.library import Library
from corridor.sources.places import COUNTRIES, Gazetteer, parse_point


@dataclass(frozen=True, slots=True)
class ReadEnd:
    """An end of the query as read: for the answer and for the network."""

    endpoint: Endpoint
    end: End
    joins: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Reader:
    """Reads the words of a query by the names of the tables."""

    library: Library
    graph: CorridorGraph
    gazetteer: Gazetteer
    access: AccessNetwork | None
    lines: Callable[[], Lines] | None = None

    def end(self, text: str, which: str, book: PieceBook, latitudes: list[float]) -> ReadEnd:
        """
        An end: a named place, or a point that is joined to the roads near it.

        A point adds its joins to `book` and its latitude to `latitudes`.
        """
        point = parse_point(text)
        if point is None:
            hub, note = self.gazetteer.hub(text)
            spot = Spot(hub.id, hub.name, hub.country, hub.lon, hub.lat)
            place = self.graph.place_index[hub.id]
            return ReadEnd(
                Endpoint(text=text, spot=spot, moved_km=0.0, note=note),
                End(place, hub.country, hub.id),
                (),
            )
        if self.access is None:
            raise BadInputError(
                f"{which} {shown(text)}: this graph holds no road network to join a point to",
                remedy="name a place, or run corridor build",
            )
        country, away, joins = self.access.joins(point.lon, point.lat)
        place = len(latitudes)
        latitudes.append(point.lat)
        lines: list[tuple[int, str]] = []
        group = (country, MODE_CODE["road"], 0)
        for found in joins:
            hub_place = self.graph.place_index[found.hub_id]
            index = book.add(group, place, hub_place, round(found.length_km * 1000))
            line = "@" + ";".join(f"{lon:.5f},{lat:.5f}" for lon, lat in found.points)
            lines.append((index, line))
        name = f"{point.lat:g},{point.lon:g}"
        note = f"moved {away:.1f} km to the nearest main road; nearest place {joins[0].hub_id}"
        spot = Spot(name, name, country, point.lon, point.lat)
        return ReadEnd(
            Endpoint(text=text, spot=spot, moved_km=round(away, 1), note=note),
            End(place, country, ""),
            tuple(lines),
        )

    def named(self, texts: Sequence[str], option: str) -> Named:
        """Everything that the texts of an option name."""
        return Named.of(t for text in texts for t in self.gazetteer.things(text, option))

    def constraints(self, query: Query, ends: Sequence[ReadEnd]) -> Constraints:
        """
        The constraints of a query as ids.

        Raises
        ------
        BadInputError
            If a name fits its option badly.
        """
        vias = [read_via(text, self.gazetteer, self.library) for text in query.via]
        avoid = self.named(query.avoid, "--avoid")
        outside: frozenset[str] = frozenset()
        if query.only_countries:
            outside = self._foreign(query, ends) - avoid.countries
            avoid = replace(avoid, countries=avoid.countries | outside)
        for end in ends:
            if end.end.hub_id in avoid.hubs | avoid.ports:
                raise BadInputError(
                    f"--avoid names {end.endpoint.spot.name}, where the journey starts or ends",
                    remedy="avoid places in between",
                )
        return Constraints(
            modes=frozenset(query.modes),
            siding=query.siding,
            via=tuple(vias),
            avoid=self._with_areas(avoid, query.avoid_areas, ends, "--avoid"),
            outside=outside,
            discourage=self._with_areas(
                self.named(query.discourage, "--discourage"), query.discourage_areas, (), ""
            ),
            open=self._switched(query.open, "--open"),
            close=self._switched(query.close, "--close"),
        )

    def _foreign(self, query: Query, ends: Sequence[ReadEnd]) -> frozenset[str]:
        """Countries that --only-countries leaves out."""
        kept: set[str] = set()
        for text in query.only_countries:
            found = {t.id for t in self.gazetteer.things(text, "--only-countries")}
            codes = found & set(COUNTRIES)
            if not codes:
                raise BadInputError(
                    f"--only-countries {shown(text)} is no country",
                    remedy=f"two letters, as {', '.join(sorted(COUNTRIES)[:3])}",
                )
            kept |= codes
        for end in ends:
            if end.end.country not in kept:
                raise BadInputError(
                    f"--only-countries leaves out {end.end.country}, where the journey starts or"
                    " ends",
                    remedy=f"add {end.end.country}",
                )
        return frozenset({h.country for h in self.library.hubs} - kept)

    def _with_areas(
        self, named: Named, areas: Sequence[Area], ends: Sequence[ReadEnd], option: str
    ) -> Named:
        """With the pieces and services whose drawn lines touch an area."""
        for area in areas:
            for end in ends:
                spot = end.endpoint.spot
                if holds(area, spot.lon, spot.lat):
                    raise BadInputError(
                        f"{option} {area.name} holds {spot.name}, where the journey starts or ends",
                        remedy="draw the area smaller",
                    )
            if self.lines is None:
                raise BadInputError(
                    f"{area.name}: this planner holds no drawn lines", remedy="name things instead"
                )
            lines = lines_touching(self.lines(), area)
            index = {p: n for n, p in enumerate(self.graph.piece_id.tolist())}
            named = named.with_lines(
                (index[n] for n in lines if n in index),
                (n.removeprefix("sea:") for n in lines if n.startswith("sea:")),
            )
        return named

    def _switched(self, texts: Sequence[str], option: str) -> Named:
        """What --open or --close names; a country or a mere place has nothing to switch."""
        for text in texts:
            kinds = {t.kind for t in self.gazetteer.things(text, option)}
            if kinds <= {"country", "hub"} and not (kinds == {"hub"} and option == "--close"):
                raise BadInputError(
                    f"{option} {shown(text)} names nothing that is opened or closed",
                    remedy="name a crossing, port, passage, section or service; "
                    "--avoid takes countries and places",
                )
        return self.named(texts, option)


def guesses(query: Query, gazetteer: Gazetteer, library: Library) -> list[Warning_]:
    """What is said of names in options that were read as the name most like them."""
    options = (
        ("--via", tuple(asked_name(t, library) for t in query.via)),
        ("--avoid", query.avoid),
        ("--discourage", query.discourage),
        ("--only-countries", query.only_countries),
        ("--open", query.open),
        ("--close", query.close),
        ("--why", (query.why,) if query.why else ()),
    )
    read = [(option, text, gazetteer.guessed(text)) for option, texts in options for text in texts]
    return [
        Warning_(code="read", text=f"{option} {shown(text)}: read as {name}")
        for option, text, name in read
        if name
    ]


def restrict(
    book: PieceBook,
    library: Library,
    limits: Constraints,
    ends: set[int],
    windows: Mapping[tuple[str, str], tuple[Window, ...]],
) -> None:
    """
    Take avoided places and closed or shut sections out of a book; open planned ones.

    Parameters
    ----------
    book
        The pieces of the query.
    library, limits
        Tables and constraints.
    ends
        Places of origin and destination, which stay.
    windows
        Closures by subject; a section shut without end is taken out.
    """
    graph, store = book.graph, book.store
    hubs = limits.avoid.hubs | limits.close.hubs
    shut_places = {graph.place_index[h] for h in hubs if h in graph.place_index} - ends
    shut = set(limits.avoid.sections | limits.close.sections)
    shut |= {
        key
        for (kind, key), found in windows.items()
        if kind == "section" and any(w.endless and not w.delay and w.start <= 0 for w in found)
    }
    opening = set(limits.open.sections) | {
        library.crossing[c].section_id for c in limits.open.crossings
    }
    removed = {i for section in shut for i in store.pieces_of(section)} | limits.avoid.pieces
    if shut_places:
        removed |= {
            i
            for i, places in enumerate(zip(store.tail, store.head, strict=True))
            if not shut_places.isdisjoint(places)
        }
    opened = {i for section in opening for i in store.pieces_of(section) if not store.usable[i]}
    book.restrict(removed, opened)
