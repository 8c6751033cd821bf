"""Read what a person types as a place, crossing, country, port or sea passage."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from anyascii import anyascii
from rapidfuzz import fuzz, process

from corridor.errors import BadInputError, UnknownPlaceError, shown
from corridor.sources.library import Library
from corridor.sources.records import Hub

PASSAGES = {
    "hormuz": "hormuz",
    "strait of hormuz": "hormuz",
    "suez": "suez",
    "suez canal": "suez",
    "bab el mandeb": "bab-el-mandeb",
    "red sea": "bab-el-mandeb",
    "cape": "cape",
    "malacca": "malacca",
    "volga": "volga",
}
COUNTRIES = {
    "AF": "Afghanistan",
    "AZ": "Azerbaijan",
    "BY": "Belarus",
    "CN": "China",
    "GE": "Georgia",
    "IR": "Iran",
    "KG": "Kyrgyzstan",
    "KZ": "Kazakhstan",
    "PK": "Pakistan",
    "RU": "Russia",
    "TJ": "Tajikistan",
    "TM": "Turkmenistan",
    "UZ": "Uzbekistan",
    "TR": "Turkey",
    "AE": "United Arab Emirates",
    "IN": "India",
    "KE": "Kenya",
    "LK": "Sri Lanka",
    "LT": "Lithuania",
    "LV": "Latvia",
    "NL": "Netherlands",
    "SA": "Saudi Arabia",
    "SG": "Singapore",
}
# The corridor's area; a point outside is refused with this box named.
REGION = (18.0, 20.0, 92.0, 62.0)  # west, south, east, north in degrees

# Only a near-certain spelling is taken for a place; the guess is always shown.
_SURE = 88.0
_NEAR = 55.0


def normal(text: str) -> str:
    """
    Fold a name to lower-case Latin letters and digits with single blanks.

    Examples
    --------
    >>> normal("  Mazar-e Sharif ")
    'mazar e sharif'
    """
    return " ".join(re.sub(r"[^a-z0-9]+", " ", anyascii(text).lower()).split())


@dataclass(frozen=True, slots=True)
class Point:
    """An arbitrary point, degrees WGS84."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Thing:
    """What a constraint names: kind is country, crossing, port, hub, passage, service, section."""

    kind: str
    id: str


class Gazetteer:
    """Names of the tables, folded, for exact and near look-up."""

    def __init__(self, library: Library) -> None:
        """Index the names of one library."""
        self._library = library

    @cached_property
    def _hub_names(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for hub in self._library.hubs:
            for text in (hub.id.replace("_", " "), hub.name, hub.unlocode, *_parts(hub.name)):
                _add(names, text, hub.id)
        for alias in self._library.place_names:
            _add(names, alias.name, alias.hub_id)
        return names

    @cached_property
    def _thing_names(self) -> dict[str, list[Thing]]:
        names: dict[str, list[Thing]] = {}
        lib = self._library
        for code, name in COUNTRIES.items():
            for text in (code, name):
                names.setdefault(normal(text), []).append(Thing("country", code))
        for text, passage in PASSAGES.items():
            names.setdefault(text, []).append(Thing("passage", passage))
        for crossing in lib.crossings:
            stem = crossing.id.rsplit("_", 1)[0]
            texts = {crossing.id, stem, crossing.name, crossing.name_a, crossing.name_b}
            for text in sorted({normal(t) for t in texts}):
                names.setdefault(text, []).append(Thing("crossing", crossing.id))
        for service in lib.sea_services:
            for text in sorted({normal(service.id), normal(service.name)}):
                names.setdefault(text, []).append(Thing("service", service.id))
        for section in lib.sections:
            names.setdefault(normal(section.id), []).append(Thing("section", section.id))
        for text, hubs in self._hub_names.items():
            kinds = [Thing("port" if h in lib.port else "hub", h) for h in hubs]
            names.setdefault(text, []).extend(kinds)
        return names

    def hub(self, text: str) -> tuple[Hub, str]:
        """
        The place a person means and a note on how the text was read ('' = as typed).

        Raises
        ------
        UnknownPlaceError
            If no name is near enough; the nearest names are given.
        """
        key = normal(text)
        if not key:
            raise UnknownPlaceError("an empty place name", remedy="name a city, port or crossing")
        exact = self._hub_names.get(key)
        if exact:
            return self._choose(text, exact)
        scored = process.extract(key, list(self._hub_names), scorer=fuzz.WRatio, limit=12)
        ratio = [(name, fuzz.ratio(key, name)) for name, _, _ in scored]
        ratio.sort(key=lambda pair: (-pair[1], pair[0]))
        if ratio and ratio[0][1] >= _SURE:
            hub, _ = self._choose(text, self._hub_names[ratio[0][0]])
            return hub, f"read as {hub.name} ({hub.country})"
        near = self._near(n for n, score in ratio if score >= _NEAR)
        raise UnknownPlaceError(
            f"no place is called {shown(text)}",
            remedy=f"one of {', '.join(near)}" if near else "corridor places shows all names",
        )

    def _near(self, names: Iterable[str]) -> list[str]:
        shown: list[str] = []
        for name in names:
            hub = self._library.hub[self._hub_names[name][0]]
            label = f"{hub.name} ({hub.id})"
            if label not in shown:
                shown.append(label)
        return shown[:5]

    def _choose(self, text: str, ids: list[str]) -> tuple[Hub, str]:
        """One hub of several with the same name: the city, then the one with more modes."""
        hubs = [self._library.hub[i] for i in ids]
        exact = [h for h in hubs if normal(h.id) == normal(text)]
        if len(hubs) == 1 or exact:
            hub = (exact or hubs)[0]
        else:
            ranked = sorted(hubs, key=lambda h: (_rank(h), -len(h.modes), h.id))
            hub = ranked[0]
            apart = {(h.country, round(h.lon), round(h.lat)) for h in ranked}
            if len(apart) > 1 and _rank(ranked[0]) == _rank(ranked[1]):
                raise UnknownPlaceError(
                    f"{shown(text)} is the name of {len(hubs)} places",
                    remedy="one of " + ", ".join(f"{h.id} ({h.name})" for h in ranked[:5]),
                )
        if normal(text) in (normal(hub.name), normal(hub.id)):
            return hub, ""
        return hub, f"read as {hub.name} ({hub.country})"

    def things(self, text: str, option: str) -> tuple[Thing, ...]:
        """
        Everything a constraint's text names.

        Raises
        ------
        UnknownPlaceError
            If nothing is called so; the nearest names are given.
        """
        scored = self._scored(text)
        if scored and scored[0][1] >= _SURE:
            return tuple(dict.fromkeys(self._thing_names[scored[0][0]]))
        near = [name for name, score in scored if score >= _NEAR]
        raise UnknownPlaceError(
            f"{option} {shown(text)}: no country, crossing, port, terminal or passage is called so",
            remedy=f"one of {', '.join(near)}" if near else "corridor borders shows the crossings",
        )

    def guessed(self, text: str) -> str:
        """How a constraint's text was read where it was no name of the tables, '' if it was."""
        scored = self._scored(text)
        if not scored or scored[0][0] == normal(text) or scored[0][1] < _SURE:
            return ""
        return self._told(self._thing_names[scored[0][0]][0])

    def _scored(self, text: str) -> list[tuple[str, float]]:
        """Names of things like a text and how like they are, the likest first."""
        key = normal(text)
        if key in self._thing_names:
            return [(key, 100.0)]
        scored = process.extract(key, list(self._thing_names), scorer=fuzz.ratio, limit=5)
        return [(name, score) for name, score, _ in scored]

    def _told(self, thing: Thing) -> str:
        lib = self._library
        if thing.kind == "country":
            return COUNTRIES[thing.id]
        if thing.kind in ("hub", "port"):
            return lib.hub[thing.id].name
        if thing.kind == "crossing":
            return lib.crossing[thing.id].name
        return lib.service[thing.id].name if thing.kind == "service" else thing.id


def _parts(name: str) -> list[str]:
    """The name without brackets and 'port': 'Quetta (dry port)', 'Rotterdam port'."""
    bare = re.sub(r"\s*\(.*?\)", "", name).strip()
    short = bare.removesuffix(" port")
    return [n for n in (bare, short) if n and n != name]


def _add(names: dict[str, list[str]], text: str, hub_id: str) -> None:
    key = normal(text)
    if key and hub_id not in names.setdefault(key, []):
        names[key].append(hub_id)


def _rank(hub: Hub) -> int:
    order = ("city", "seaport", "terminal", "dry_port", "border_road", "border_rail")
    return order.index(hub.kind) if hub.kind in order else len(order)


def parse_point(text: str) -> Point | None:
    """
    Read 'lat,lon'; None when the text is no pair of numbers.

    Raises
    ------
    BadInputError
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
        raise BadInputError(f"{shown(text)} is not a position", remedy="give lat,lon in degrees")
    west, south, east, north = REGION
    if south <= lat <= north and west <= lon <= east:
        return Point(lon, lat)
    if south <= lon <= north and west <= lat <= east:
        raise BadInputError(
            f"{shown(text)} lies outside the region as lat,lon",
            remedy=f"latitude and longitude may be swapped: {lon:g},{lat:g}",
        )
    raise BadInputError(
        f"{shown(text)} lies outside the region",
        remedy=f"give a latitude of {south:g} to {north:g} and a longitude of {west:g} to {east:g}",
    )


def port_named(text: str, gazetteer: Gazetteer, library: Library, option: str) -> str:
    """
    Id of the seaport that a name means; 'karachi' means the port, not the city.

    Raises
    ------
    BadInputError
        If the name is no seaport of the tables.
    """
    name = text.strip()
    things = gazetteer.things(name, option)
    ids = [t.id for t in things if t.kind == "port"]
    ids += [f"{t.id}_port" for t in things if f"{t.id}_port" in library.port]
    if not ids:
        raise BadInputError(
            f"{option} {shown(name)} is no seaport", remedy="corridor ports lists them"
        )
    return ids[0]
