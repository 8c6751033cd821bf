"""Read a query: its ends, its constraints, the pieces it takes out or puts in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from corridor.errors import BadInputError, shown
from corridor.graph.access import AccessNetwork, Landing
from corridor.graph.areas import holds, lines_touching, refs_touching
from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.lines import Lines
from corridor.model.answer import Endpoint, Spot
from corridor.model.area import Area
from corridor.model.message import Message, name, say
from corridor.model.query import Query
from corridor.model.ref import Ref, RefKind, RefSet
from corridor.planning.links.network import End
from corridor.planning.links.pieces import PieceBook
from corridor.planning.links.points import STRAIGHT_FACTOR, Pin, paired, pinned, told
from corridor.planning.query.constraints import Constraints
from corridor.planning.query.stops import asked_name, read_via
from corridor.planning.time.windows import Window
from corridor.tables.gazetteer import A_GUESS, COUNTRIES, Gazetteer, parse_point
from corridor.tables.library import Library


@dataclass(frozen=True, slots=True)
class ReadEnd:
    """An end of the query as read: for the answer and for the network."""

    endpoint: Endpoint
    end: End
    joins: tuple[tuple[int, str], ...]
    pin: Pin | None = None


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
            called = hub.name
            if note and note.code == A_GUESS:
                # The name itself says so, wherever it is shown.
                called = f"{hub.name}, guessed for {shown(text, 40)}"
            spot = Spot(hub.id, called, hub.country, hub.lon, hub.lat)
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
        landing = self.access.land(point.lon, point.lat)
        if landing.is_place:
            return self._at_place(text, landing)
        factor = self.library.parameter[STRAIGHT_FACTOR].value.typical
        place = len(latitudes)
        latitudes.append(point.lat)
        pin = Pin(place, landing, factor)
        at = f"{point.lat:g},{point.lon:g}"
        spot = Spot(at, at, landing.country, point.lon, point.lat)
        return ReadEnd(
            Endpoint(
                text=text,
                spot=spot,
                moved_km=round(landing.moved_km, 1),
                note=told(pin, self.library, book),
            ),
            End(place, landing.country, ""),
            pinned(pin, self.graph, book, latitudes),
            pin,
        )

    def _at_place(self, text: str, landing: Landing) -> ReadEnd:
        """A point so near to a place that it is that place."""
        hub = self.library.hub[landing.place]
        note = say("end.is", place=name(hub.name))
        if landing.moved_km >= 0.05:
            note = say("end.near", place=name(hub.name), km=landing.moved_km)
        return ReadEnd(
            Endpoint(
                text=text,
                spot=Spot(hub.id, hub.name, hub.country, hub.lon, hub.lat),
                moved_km=round(landing.moved_km, 1),
                note=note,
            ),
            End(self.graph.place_index[hub.id], hub.country, hub.id),
            (),
        )

    def both(self, ends: tuple[ReadEnd, ReadEnd], book: PieceBook) -> tuple[ReadEnd, ReadEnd]:
        """Two ends that lie beside each other joined without a way round by the tables."""
        one, other = ends[0].pin, ends[1].pin
        if one is None or other is None or self.access is None:
            return ends
        lines = paired(one, other, self.access, book)
        return replace(ends[0], joins=(*ends[0].joins, *lines)), ends[1]

    def named(self, texts: Sequence[str], option: str) -> RefSet:
        """Everything that the texts of an option name."""
        return RefSet.of(t for text in texts for t in self.gazetteer.things(text, option))

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
            outside = self._foreign(query, ends) - avoid.ids(RefKind.COUNTRY)
            avoid |= RefSet.of(Ref(RefKind.COUNTRY, c) for c in outside)
        for end in ends:
            if end.end.hub_id in avoid.ids(RefKind.HUB, RefKind.PORT):
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
                self.named(query.discourage, "--discourage"), query.discourage_areas, ends, ""
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
                    f"--only-countries {shown(text)} is not a country",
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
        self, named: RefSet, areas: Sequence[Area], ends: Sequence[ReadEnd], option: str
    ) -> RefSet:
        """With the pieces and services whose drawn lines touch an area."""
        for area in areas:
            for end in ends:
                spot = end.endpoint.spot
                if option and holds(area, spot.lon, spot.lat):
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
            # The ways that only this query has: to its points, and along parts of sections.
            own = dict(join for end in ends for join in end.joins)
            touched = refs_touching(self.lines(), own.values(), area)
            pieces = {index[n] for n in lines if n in index}
            pieces |= {i for i, ref in own.items() if ref in touched}
            ships = (n.removeprefix("sea:") for n in lines if n.startswith("sea:"))
            named |= RefSet(frozenset(Ref(RefKind.SERVICE, n) for n in ships), frozenset(pieces))
        return named

    def _switched(self, texts: Sequence[str], option: str) -> RefSet:
        """What --open or --close names; a country or a mere place has nothing to switch."""
        for text in texts:
            kinds = {t.kind for t in self.gazetteer.things(text, option)}
            if kinds <= {RefKind.COUNTRY, RefKind.HUB} and not (
                kinds == {RefKind.HUB} and option == "--close"
            ):
                raise BadInputError(
                    f"{option} {shown(text)} names nothing that is opened or closed",
                    remedy="name a crossing, port, passage, section or service; "
                    "--avoid takes countries and places",
                )
        return self.named(texts, option)


def guesses(
    query: Query, gazetteer: Gazetteer, library: Library, ends: tuple[Endpoint, Endpoint]
) -> list[Message]:
    """What is said of names that were read as the name most like them."""
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
    named = zip(("ORIGIN", "DESTINATION"), ends, strict=True)
    return [
        *(
            say("read", which=which, text=shown(end.text), note=end.note)
            for which, end in named
            if end.note and end.note.code == A_GUESS
        ),
        *(
            say("read", which=option, text=shown(text), note=say(A_GUESS, name=name(told)))
            for option, text, told in read
            if told
        ),
    ]


def restrict(
    book: PieceBook,
    library: Library,
    limits: Constraints,
    ends: set[int],
    windows: Mapping[Ref, tuple[Window, ...]],
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
    shut_refs = limits.avoid | limits.close
    hubs = shut_refs.ids(RefKind.HUB)
    shut_places = {graph.place_index[h] for h in hubs if h in graph.place_index} - ends
    shut = set(shut_refs.ids(RefKind.SECTION))
    shut |= {
        subject.id
        for subject, found in windows.items()
        if subject.kind is RefKind.SECTION
        and any(w.endless and not w.delay and w.start <= 0 for w in found)
    }
    opening = set(limits.open.ids(RefKind.SECTION)) | {
        library.crossing[c].section_id for c in limits.open.ids(RefKind.CROSSING)
    }
    removed = {i for section in shut for i in book.with_parts(store.pieces_of(section))}
    removed |= limits.avoid.pieces
    if shut_places:
        removed |= {i for i in range(book.count) if not shut_places.isdisjoint(book.piece_ends(i))}
    opened = {i for section in opening for i in store.pieces_of(section) if not store.usable[i]}
    book.restrict(removed, opened)
