"""Read the words of a query: its ends, its constraints, and what is said of names guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from corridor.errors import InputError, shown
from corridor.graph.access import AccessNetwork, Landing
from corridor.graph.areas import holds, lines_touching, refs_touching
from corridor.graph.lines import Lines
from corridor.model.answer import Endpoint, Spot
from corridor.model.area import Area
from corridor.model.message import Message, name, say
from corridor.model.query import Query
from corridor.model.ref import Ref, RefKind, RefSet
from corridor.planning.context import PlanningContext
from corridor.planning.query.constraints import Constraints
from corridor.planning.query.points import STRAIGHT_FACTOR, Pin, paired, pin_note, pinned
from corridor.planning.query.sanctions import Sanctioned, read_lists, refuse_listed_end, sanctioned
from corridor.planning.query.segments import AddedSegment, segment_index
from corridor.planning.query.stops import asked_name, read_via
from corridor.pricing.regimes import truck_of_origin
from corridor.tables.dataset import Dataset
from corridor.tables.gazetteer import A_GUESS, COUNTRIES, Gazetteer, parse_point


@dataclass(frozen=True, slots=True)
class End:
    """Origin or destination as the graph sees it: a place index, its country, its hub."""

    place: int
    country: str
    hub_id: str


@dataclass(frozen=True, slots=True)
class ResolvedEnd:
    """An end of the query: for the answer, for the graph, and how a point is joined."""

    endpoint: Endpoint
    end: End
    pin: Pin | None = None


@dataclass(frozen=True)
class Names:
    """What names and points are looked up in; `access` and `lines` for points and areas alone."""

    gazetteer: Gazetteer
    access: AccessNetwork | None = None
    lines: Callable[[], Lines] | None = None


@dataclass(frozen=True)
class Reader:
    """Reads the words of a query by the names of the tables."""

    context: PlanningContext
    names: Names

    @property
    def dataset(self) -> Dataset:
        """The tables."""
        return self.context.dataset

    def ends(
        self, origin: str, destination: str
    ) -> tuple[tuple[ResolvedEnd, ResolvedEnd], list[tuple[AddedSegment, str]], list[float]]:
        """
        Both ends, segments that join points with their lines, latitudes of their places.

        Ends that lie beside each other are joined without a way round by the tables.

        Raises
        ------
        CorridorError
            If a name is unknown, or a point cannot be joined.
        """
        joins: list[tuple[AddedSegment, str]] = []
        latitudes: list[float] = []
        read: list[ResolvedEnd] = []
        for text, which in ((origin, "ORIGIN"), (destination, "DESTINATION")):
            place = len(self.context.graph.place_id) + len(latitudes)
            end, own_joins, own_latitudes = self.end(text, which, place)
            read.append(end)
            joins += own_joins
            latitudes += own_latitudes
        one, other, access = read[0].pin, read[1].pin, self.names.access
        if one is not None and other is not None and access is not None:
            joins += paired(one, other, access, segment_index(self.context))
        return (read[0], read[1]), joins, latitudes

    def end(
        self, text: str, which: str, place: int
    ) -> tuple[ResolvedEnd, Sequence[tuple[AddedSegment, str]], Sequence[float]]:
        """
        An end: a named place, or a point that is joined to the roads near it.

        A point gets the place index given, and brings the segments that join it and the
        latitudes of its places.
        """
        point = parse_point(text)
        if point is None:
            return self._named(text), (), ()
        access, index = self.names.access, segment_index(self.context)
        if access is None:
            raise InputError(
                f"{which} {shown(text)}: this graph holds no road network to join a point to",
                remedy="name a place, or run corridor build",
            )
        landing = access.land(point.lon, point.lat)
        if landing.is_place:
            return self._at_place(text, landing), (), ()
        pin = Pin(place, landing, self.dataset.parameter[STRAIGHT_FACTOR].value.typical)
        at = f"{point.lat:g},{point.lon:g}"
        endpoint = Endpoint(
            text=text,
            spot=Spot(at, at, landing.country, point.lon, point.lat),
            moved_km=round(landing.moved_km, 1),
            note=pin_note(pin, self.dataset, index),
        )
        joins, latitudes = pinned(pin, index)
        return (
            ResolvedEnd(endpoint, End(place, landing.country, ""), pin),
            joins,
            (point.lat, *latitudes),
        )

    def _named(self, text: str) -> ResolvedEnd:
        hub, note = self.names.gazetteer.hub(text)
        called = hub.name
        if note and note.code == A_GUESS:
            # The name itself says so, wherever it is shown.
            called = f"{hub.name}, guessed for {shown(text, 40)}"
        spot = Spot(hub.id, called, hub.country, hub.lon, hub.lat)
        place = self.context.graph.place_index[hub.id]
        return ResolvedEnd(
            Endpoint(text=text, spot=spot, moved_km=0.0, note=note),
            End(place, hub.country, hub.id),
        )

    def _at_place(self, text: str, landing: Landing) -> ResolvedEnd:
        """A point so near to a place that it is that place."""
        hub = self.dataset.hub[landing.place]
        note = say("end.is", place=name(hub.name))
        if landing.moved_km >= 0.05:
            note = say("end.near", place=name(hub.name), km=landing.moved_km)
        spot = Spot(hub.id, hub.name, hub.country, hub.lon, hub.lat)
        return ResolvedEnd(
            Endpoint(
                text=text,
                spot=spot,
                moved_km=round(landing.moved_km, 1),
                note=note,
            ),
            End(self.context.graph.place_index[hub.id], hub.country, hub.id),
        )

    def _things(self, texts: Sequence[str], option: str) -> dict[str, tuple[Ref, ...]]:
        """What each text of an option names."""
        return {text: self.names.gazetteer.things(text, option) for text in texts}

    def constraints(
        self, query: Query, ends: Sequence[ResolvedEnd], joins: Mapping[int, str]
    ) -> tuple[Constraints, dict[tuple[str, str], str]]:
        """
        The constraints of a query as ids, and what was typed for those of --avoid and --close.

        Raises
        ------
        InputError
            If a name fits its option badly.
        """
        vias = [read_via(text, self.names.gazetteer, self.dataset) for text in query.via]
        avoided = self._things(query.avoid, "--avoid")
        avoid = _joined(avoided)
        outside: frozenset[str] = frozenset()
        if query.only_countries:
            outside = self._foreign(query, ends) - avoid.ids(RefKind.COUNTRY)
            avoid |= RefSet.of(Ref(RefKind.COUNTRY, c) for c in outside)
        for read in ends:
            if read.end.hub_id in avoid.ids(RefKind.HUB, RefKind.PORT):
                raise InputError(
                    f"--avoid names {read.endpoint.spot.name}, where the journey starts or ends",
                    remedy="avoid places in between",
                )
        listed = self.listed(query, ends)
        avoid |= listed.refs
        avoid = self._with_areas(avoid, query.avoid_areas, ends, joins, "--avoid")
        discouraged = _joined(self._things(query.discourage, "--discourage"))
        discouraged = self._with_areas(discouraged, query.discourage_areas, ends, joins, "")
        opened = self._switched(query.open, "--open")
        closed = self._switched(query.close, "--close")
        found = Constraints(
            modes=frozenset(query.modes),
            siding=query.siding,
            via=tuple(vias),
            avoid=avoid,
            outside=outside,
            sanctioned=listed.refs,
            regime=query.regime,
            truck_of=self._truck_of(query, ends),
            discourage=discouraged,
            open=_joined(opened),
            close=_joined(closed),
        )
        typed: dict[tuple[str, str], str] = {}
        for option, things in (("avoid", avoided), ("close", closed)):
            for text, named in things.items():
                for thing in named:
                    typed.setdefault((option, thing.id), text)
        typed |= {("avoid-sanctions", ref.id): text for ref, text in listed.typed.items()}
        return found, typed

    def _truck_of(self, query: Query, ends: Sequence[ResolvedEnd]) -> str:
        """
        Country of the truck; '' where one of the country left is hired at each border.

        Raises
        ------
        InputError
            If --truck-of names no country.
        """
        if not query.truck_of:
            return truck_of_origin(self.dataset, ends[0].end.country)
        things = self.names.gazetteer.things(query.truck_of, "--truck-of")
        codes = sorted({t.id for t in things if t.kind == RefKind.COUNTRY} & set(COUNTRIES))
        if not codes:
            raise InputError(
                f"--truck-of {shown(query.truck_of)} is not a country",
                remedy=f"two letters, as {', '.join(sorted(COUNTRIES)[:3])}",
            )
        return codes[0]

    def listed(self, query: Query, ends: Sequence[ResolvedEnd]) -> Sanctioned:
        """
        What the lists of --avoid-sanctions name.

        Raises
        ------
        InputError
            If a list is unknown, or an end of the journey stands on one.
        """
        asked = read_lists(query.avoid_sanctions, query.depart.date())
        found = sanctioned(self.dataset, asked, [(e.end.country, e.end.hub_id) for e in ends])
        for read in ends:
            at = read.end.country, read.end.hub_id
            refuse_listed_end(self.dataset, found, at, read.endpoint.spot.name)
        return found

    def _foreign(self, query: Query, ends: Sequence[ResolvedEnd]) -> frozenset[str]:
        """Countries that --only-countries leaves out."""
        kept: set[str] = set()
        for text in query.only_countries:
            things = self.names.gazetteer.things(text, "--only-countries")
            codes = {t.id for t in things} & set(COUNTRIES)
            if not codes:
                raise InputError(
                    f"--only-countries {shown(text)} is not a country",
                    remedy=f"two letters, as {', '.join(sorted(COUNTRIES)[:3])}",
                )
            kept |= codes
        for end in ends:
            if end.end.country not in kept:
                raise InputError(
                    f"--only-countries leaves out {end.end.country}, where the journey starts or"
                    " ends",
                    remedy=f"add {end.end.country}",
                )
        return frozenset({h.country for h in self.dataset.hubs} - kept)

    def _with_areas(
        self,
        named: RefSet,
        areas: Sequence[Area],
        ends: Sequence[ResolvedEnd],
        joins: Mapping[int, str],
        option: str,
    ) -> RefSet:
        """With the segments and services whose drawn lines touch an area."""
        for area in areas:
            for end in ends:
                spot = end.endpoint.spot
                if option and holds(area, spot.lon, spot.lat):
                    raise InputError(
                        f"{option} {area.name} holds {spot.name}, where the journey starts or ends",
                        remedy="draw the area smaller",
                    )
            if self.names.lines is None:
                raise InputError(
                    f"{area.name}: this planner holds no drawn lines", remedy="name things instead"
                )
            drawn = self.names.lines()
            lines = lines_touching(drawn, area)
            index = {p: n for n, p in enumerate(self.context.graph.segment_id.tolist())}
            # The ways that only this query has: to its points, and along parts of sections.
            touched = refs_touching(drawn, joins.values(), area)
            segments = {index[n] for n in lines if n in index}
            segments |= {i for i, ref in joins.items() if ref in touched}
            ships = (n.removeprefix("sea:") for n in lines if n.startswith("sea:"))
            named |= RefSet(frozenset(Ref(RefKind.SERVICE, n) for n in ships), frozenset(segments))
        return named

    def _switched(self, texts: Sequence[str], option: str) -> dict[str, tuple[Ref, ...]]:
        """What --open or --close names; a country or a mere place has nothing to switch."""
        found = self._things(texts, option)
        for text, things in found.items():
            kinds = {t.kind for t in things}
            if kinds <= {RefKind.COUNTRY, RefKind.HUB} and not (
                kinds == {RefKind.HUB} and option == "--close"
            ):
                raise InputError(
                    f"{option} {shown(text)} names nothing that is opened or closed",
                    remedy="name a crossing, port, passage, section or service; "
                    "--avoid takes countries and places",
                )
        return found


def _joined(things: Mapping[str, tuple[Ref, ...]]) -> RefSet:
    """All that the texts of an option name."""
    return RefSet.of(thing for named in things.values() for thing in named)


def _bulk(query: Query, dataset: Dataset, ends: Sequence[ResolvedEnd]) -> Iterable[Message]:
    """Bulk that no row prices: in a box, or loose on a quay beside a bulk ship."""
    sent = query.consignment
    if sent.cargo_class != "bulk":
        return
    if dataset.unit[sent.unit].family == "container":
        yield say("bulk.box", unit=sent.unit)
        return
    for end in ends:
        port = dataset.port.get(end.end.hub_id)
        if port is not None:
            yield say("bulk.quay", port=name(port.name))


def notes_on(
    query: Query, gazetteer: Gazetteer, dataset: Dataset, ends: Sequence[ResolvedEnd]
) -> Iterable[Message]:
    """What is said of names that were read as the name most like them, and of bulk."""
    yield from _bulk(query, dataset, ends)
    for which, read in zip(("ORIGIN", "DESTINATION"), ends, strict=True):
        end = read.endpoint
        if end.note and end.note.code == A_GUESS:
            yield say("read", which=which, text=shown(end.text), note=end.note)
    options = (
        ("--via", tuple(asked_name(t, dataset) for t in query.via)),
        ("--avoid", query.avoid),
        ("--discourage", query.discourage),
        ("--only-countries", query.only_countries),
        ("--open", query.open),
        ("--close", query.close),
        ("--why", (query.why,) if query.why else ()),
    )
    for option, texts in options:
        for text in texts:
            guess = gazetteer.guessed(text)
            if guess:
                note = say(A_GUESS, name=name(guess))
                yield say("read", which=option, text=shown(text), note=note)
