"""Read what a person types as a place, crossing, country, port or sea passage."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from functools import cached_property

from corridor.errors import InputError, UnknownPlaceError, shown
from corridor.messages.catalogue import in_english
from corridor.model.message import Message, name, say
from corridor.model.ref import Ref, RefKind
from corridor.tables.dataset import Dataset
from corridor.tables.places.known import SAME_TOWN_KM, apart_km, known_as
from corridor.tables.places.names import COUNTRIES, PASSAGES, country_codes, normal, without_country
from corridor.tables.places.offers import Offer, Offered, near_hubs, near_things, offered
from corridor.tables.records import Hub

__all__ = [
    "A_GUESS",
    "COUNTRIES",
    "PASSAGES",
    "REGION",
    "Gazetteer",
    "Point",
    "normal",
    "parse_point",
    "port_named",
]

# Code of a note that tells of a guess.
A_GUESS = "read.guess"
# The corridor's area; a point outside is refused with this box named.
REGION = (18.0, 20.0, 92.0, 62.0)  # west, south, east, north in degrees


@dataclass(frozen=True, slots=True)
class Point:
    """An arbitrary point, degrees WGS84."""

    lon: float
    lat: float


class Gazetteer:
    """
    Names of the tables, folded, for exact look-up.

    A name is taken when it equals one of the tables after case, script and punctuation are
    folded; the country may be written after it. Everything else is refused with near names.
    With `guess` the first of them is taken, and `guesses` tells so.
    """

    def __init__(
        self, dataset: Dataset, *, guess: bool = False, guessed: dict[str, str] | None = None
    ) -> None:
        """Index the names of one dataset; `guessed` takes down what was guessed."""
        self._dataset = dataset
        self.guess = guess
        self._guessed = {} if guessed is None else guessed

    @cached_property
    def guessing(self) -> Gazetteer:
        """The same names, near ones taken."""
        if self.guess:
            return self
        found = copy(self)  # with the names indexed so far
        found.guess = True
        return found

    @property
    def guesses(self) -> tuple[str, ...]:
        """What was guessed so far, whatever a caller did with it."""
        return tuple(
            in_english(say("guess", text=text, note=say(A_GUESS, name=name(note))))
            for text, note in self._guessed.items()
        )

    @cached_property
    def _hub_names(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for hub in self._dataset.hubs:
            for text in (hub.id.replace("_", " "), hub.name, hub.unlocode, *_parts(hub.name)):
                _add(names, text, hub.id)
        for alias in self._dataset.place_names:
            _add(names, alias.name, alias.hub_id)
        return names

    @cached_property
    def _thing_names(self) -> dict[str, list[Ref]]:
        names: dict[str, list[Ref]] = {}
        lib = self._dataset
        for text, code in country_codes().items():
            if code in COUNTRIES:
                names.setdefault(text, []).append(Ref(RefKind.COUNTRY, code))
        for text, passage in PASSAGES.items():
            names.setdefault(text, []).append(Ref(RefKind.PASSAGE, passage))
        for crossing in lib.crossings:
            stem = crossing.id.rsplit("_", 1)[0]
            texts = {crossing.id, stem, crossing.name, crossing.name_a, crossing.name_b}
            for text in sorted({normal(t) for t in texts}):
                names.setdefault(text, []).append(Ref(RefKind.CROSSING, crossing.id))
        services = {s.id: s.name for s in lib.sea_services} | {
            s.id: s.name for s in lib.rail_services
        }
        for service, called in services.items():
            for text in sorted({normal(service), normal(called)}):
                names.setdefault(text, []).append(Ref(RefKind.SERVICE, service))
        for section in lib.sections:
            names.setdefault(normal(section.id), []).append(Ref(RefKind.SECTION, section.id))
        for text, hubs in self._hub_names.items():
            # A town is named with its own port.
            own = [f"{h}_port" for h in hubs if f"{h}_port" in lib.port]
            kinds = [Ref(RefKind.PORT if h in lib.port else RefKind.HUB, h) for h in (*hubs, *own)]
            names.setdefault(text, []).extend(kinds)
        for terminal in lib.terminals:
            kind = RefKind.PORT if terminal.hub_id in lib.port else RefKind.HUB
            names.setdefault(normal(terminal.name), []).append(Ref(kind, terminal.hub_id))
            names.setdefault(normal(terminal.id), []).append(Ref(RefKind.TERMINAL, terminal.id))
        for port in lib.ports:
            # 'Shahid Rajaee port (Bandar Abbas)' is the port of Bandar Abbas.
            for town in re.findall(r"\((.*?)\)", lib.hub[port.id].name):
                names.setdefault(normal(town), []).append(Ref(RefKind.PORT, port.id))
        return names

    def hub(self, text: str) -> tuple[Hub, Message | None]:
        """
        The place a person means and a note on how the text was read (None = as typed).

        Raises
        ------
        UnknownPlaceError
            If no place is called so, if several are, or if the place is in another country
            than the one written after it; near names are given.
        """
        if not normal(text):
            raise UnknownPlaceError("an empty place name", remedy="name a city, port or crossing")
        exact = self._hub_names.get(normal(text))
        if exact:
            return self._choose(text, exact)
        town, country = without_country(text)
        ids = self._hub_names.get(normal(town), []) if country else []
        inside = [i for i in ids if self._dataset.hub[i].country == country]
        if inside:
            return self._choose(town, inside)
        if ids and not known_as(normal(town), country):
            raise _abroad(town, country, {self._dataset.hub[i].country for i in ids})
        found = offered(self._dataset, self._hub_names, (town, country), self._near_hubs)
        if self.guess and found.offers:
            note = self._guessed[shown(text)] = found.offers[0].note
            return self._dataset.hub[found.offers[0].name], say(A_GUESS, name=name(note))
        raise UnknownPlaceError(
            f"no place is called {shown(text)}{found.said}",
            remedy=found.listed("corridor places shows all names"),
        )

    def _choose(self, text: str, ids: list[str]) -> tuple[Hub, Message | None]:
        """
        One hub of several with the same name, or a question.

        A text that is the id of a hub means it. A town is meant before the port, yard or post
        that bears its name and lies at it; all else asks.
        """
        hubs = [self._dataset.hub[i] for i in ids]
        exact = [h for h in hubs if normal(h.id) == normal(text)]
        towns = [h for h in hubs if h.kind == "city"]
        if exact or len(hubs) == 1:
            hub = (exact or hubs)[0]
        elif len(towns) == 1 and all(_at(towns[0], h) for h in hubs):
            hub = towns[0]
        else:
            raise UnknownPlaceError(
                f"{shown(text)} is the name of {len(hubs)} places",
                remedy="one of " + ", ".join(f"{h.id} ({h.name}, {h.country})" for h in hubs),
            )
        others = [h for h in hubs if h.country != hub.country]
        if others:
            rest = tuple(f"{h.id} ({h.country})" for h in others)
            called = name(hub.name)
            return hub, say("read.one_of", name=called, country=hub.country, others=rest)
        if normal(text) in (normal(hub.name), normal(hub.id)):
            return hub, None
        return hub, say("read.hub", name=name(hub.name), country=hub.country)

    def things(self, text: str, option: str) -> tuple[Ref, ...]:
        """
        Everything a constraint's text names.

        Raises
        ------
        UnknownPlaceError
            If nothing is called so; near names are given.
        """
        found = self._named(text)
        if found:
            return found
        near = self._near(text)
        if self.guess and near.offers:
            self._guessed[f"{option} {shown(text)}"] = near.offers[0].note
            return self._named(near.offers[0].name)
        raise UnknownPlaceError(
            f"{option} {shown(text)}: no country, crossing, port, terminal or passage is called"
            f" so{near.said}",
            remedy=near.listed("corridor borders shows the crossings"),
        )

    def guessed(self, text: str) -> str:
        """How a constraint's text is read where it is no name of the tables, '' if it is."""
        if not self.guess or self._named(text):
            return ""
        return next((o.note for o in self._near(text).offers), "")

    def _named(self, text: str) -> tuple[Ref, ...]:
        """All things of a name, in one country if it is written after the name."""
        exact = self._thing_names.get(normal(text))
        if exact is None:
            name, country = without_country(text)
            exact = self._thing_names.get(normal(name), []) if country else []
            exact = [t for t in exact if country in self._countries(t)]
        return tuple(dict.fromkeys(exact))

    def _countries(self, thing: Ref) -> tuple[str, ...]:
        if thing.kind in (RefKind.HUB, RefKind.PORT):
            return (self._dataset.hub[thing.id].country,)
        if thing.kind == RefKind.CROSSING:
            crossing = self._dataset.crossing[thing.id]
            return crossing.country_a, crossing.country_b
        return ()

    def _near(self, text: str) -> Offered:
        parts = without_country(text)
        return offered(self._dataset, self._hub_names, parts, self._near_things)

    def _near_hubs(self, key: str) -> list[Offer]:
        return near_hubs(self._dataset, self._hub_names, key)

    def _near_things(self, key: str) -> list[Offer]:
        return near_things(self._first_of, list(self._thing_names), key)

    def _first_of(self, name: str) -> tuple[str, str]:
        """What a folded name of a thing stands for: as people call it, and its id."""
        thing, lib = self._thing_names[name][0], self._dataset
        if thing.kind == RefKind.COUNTRY:
            return COUNTRIES[thing.id], thing.id
        if thing.kind in (RefKind.HUB, RefKind.PORT):
            return lib.hub[thing.id].name, thing.id
        if thing.kind == RefKind.CROSSING:
            return lib.crossing[thing.id].name, thing.id
        if thing.kind == RefKind.SERVICE:
            return (lib.service.get(thing.id) or lib.train[thing.id]).name, thing.id
        return thing.id, thing.id


def _abroad(name: str, country: str, homes: set[str]) -> UnknownPlaceError:
    return UnknownPlaceError(
        f"{name} is in {' and '.join(sorted(homes))}, not in {country}",
        remedy=f"{name} ({sorted(homes)[0]}), or another place",
    )


def _at(town: Hub, other: Hub) -> bool:
    """Whether a port, yard or post is a town's own."""
    near = apart_km(town.lon, town.lat, other.lon, other.lat) <= SAME_TOWN_KM
    return near and town.country == other.country


def _parts(name: str) -> list[str]:
    """The name without brackets and 'port': 'Quetta (dry port)', 'Rotterdam port'."""
    bare = re.sub(r"\s*\(.*?\)", "", name).strip()
    short = bare.removesuffix(" port")
    return [n for n in (bare, short) if n and n != name]


def _add(names: dict[str, list[str]], text: str, hub_id: str) -> None:
    key = normal(text)
    if key and hub_id not in names.setdefault(key, []):
        names[key].append(hub_id)


def parse_point(text: str) -> Point | None:
    """
    Read 'lat,lon'; None when the text is no pair of numbers.

    Raises
    ------
    InputError
        If the numbers are no position in the region, or seem to be swapped.

    Examples
    --------
    >>> parse_point("53.9,27.6")
    Point(lon=27.6, lat=53.9)
    """
    match = re.fullmatch(r"\s*([^,;]+)\s*[,;]\s*([^,;]+)\s*", text)
    if match is None:
        return None
    try:
        lat, lon = (float(g) for g in match.groups())
    except ValueError:
        return None
    if lat != lat or lon != lon:
        raise InputError(f"{shown(text)} is not a position", remedy="give lat,lon in degrees")
    west, south, east, north = REGION
    if south <= lat <= north and west <= lon <= east:
        return Point(lon, lat)
    if south <= lon <= north and west <= lat <= east:
        raise InputError(
            f"{shown(text)} lies outside the region as lat,lon",
            remedy=f"latitude and longitude may be swapped: {lon:g},{lat:g}",
        )
    raise InputError(
        f"{shown(text)} lies outside the region",
        remedy=f"give a latitude of {south:g} to {north:g} and a longitude of {west:g} to {east:g}",
    )


def port_named(text: str, gazetteer: Gazetteer, dataset: Dataset, option: str) -> str:
    """
    Id of the seaport that a name means; 'karachi' means the port, not the city.

    Raises
    ------
    InputError
        If the name is no seaport of the tables.
    """
    name = text.strip()
    things = gazetteer.things(name, option)
    ids = [t.id for t in things if t.kind == RefKind.PORT]
    ids += [f"{t.id}_port" for t in things if f"{t.id}_port" in dataset.port]
    if not ids:
        raise InputError(
            f"{option} {shown(name)} is not a seaport", remedy="corridor ports lists them"
        )
    return ids[0]
