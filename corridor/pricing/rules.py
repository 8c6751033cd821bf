"""Rules with a typed effect on links: what may not go where, and what it costs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from corridor.model.answer import Leg
from corridor.model.charge import SHIP_CHANGE, rule_fee
from corridor.model.link_kind import LinkKind
from corridor.model.message import Message, say, term, written
from corridor.model.mode import Mode
from corridor.pricing.gaps import Gap, barred_by
from corridor.pricing.items import ColumnBuilder, basis, cents
from corridor.pricing.load import Load
from corridor.tables.dataset import Dataset
from corridor.tables.records import Rule, RuleEffect

# Words of the column `cargo` of rules.csv and the cargo classes that they speak of.
_CARGO_WORDS = {
    "all": ("general", "perishable", "hazardous", "oversize", "bulk"),
    "dangerous goods": ("hazardous",),
    "plants, food, animal goods": ("perishable",),
}
# Effect of a rule by which hauls need two drivers.
PAIRED = "two_drivers"
_UNION_RULE = "regime_eaeu"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a link touches the rules: kind, country, mode, crossing and directions."""

    at: str
    country: str
    mode: str
    directions: tuple[str, ...]
    crossing_id: str = ""


class Effects:
    """The effects of the rules that can touch one load."""

    def __init__(self, dataset: Dataset, load: Load) -> None:
        """Keep the rows that fit the load's cargo and container."""
        self.load = load
        self.rows = tuple(e for e in dataset.rule_effects if _fits(e, load))
        self._narrowing = tuple(e for e in dataset.rule_effects if e.effect == "document")
        self._at: dict[tuple[str, str], list[RuleEffect]] = {}
        for row in self.rows:
            self._at.setdefault((row.effect, row.at), []).append(row)
        # A few hundred places at most: countries, crossings and directions of the tables.
        self._touched: dict[tuple[str, Place], tuple[RuleEffect, ...]] = {}
        self._last: tuple[Sequence[Leg], list[Place]] = ((), [])
        self._rule = {r.id: r for r in dataset.rules}
        self._union = union(dataset)

    def touching(self, place: Place, effect: str) -> tuple[RuleEffect, ...]:
        """Effects of one kind that hold at a place."""
        key = (effect, place)
        found = self._touched.get(key)
        if found is None:
            found = self._touched[key] = tuple(
                row
                for row in self._at.get((effect, place.at), ())
                if place.country in row.countries
                and place.mode in row.modes
                and row.direction in ("any", *place.directions)
                and (not row.crossings or place.crossing_id in row.crossings)
            )
        return found

    def bar(self, places: Iterable[Place]) -> Gap | None:
        """The rule that bars a link which touches these places, None if none does."""
        for place in places:
            for row in self.touching(place, "forbid"):
                return barred_by(row.rule_id)
        return None

    def directions(self, here: str, there: str, *, transit: bool) -> tuple[str, ...]:
        """How a border is met on entering `there`; no customs inside a customs union."""
        if {here, there} <= self._union:
            return ("in",)
        return ("in", "entry", "transit") if transit else ("in", "entry")

    def change(self, country: str, into: str, *, transit: bool) -> Place:
        """A change on to a mode in a country; in transit the goods stand under customs."""
        return Place("change", country, into, ("transit",) if transit else ())

    def leaving(self, here: str, there: str, origin: str) -> tuple[str, ...]:
        """How a border is met on leaving `here` with goods that set out in `origin`."""
        at_home = here == origin or {here, origin} <= self._union
        inside = {here, there} <= self._union
        return ("out", "export") if at_home and not inside else ("out",)

    def fee_columns(self, count: int, *at: str) -> dict[str, ColumnBuilder]:
        """An item for each fee of these rules that holds at links of a kind, as 'haul'."""
        return {
            e.id: ColumnBuilder(rule_fee(e.item), count)
            for e in self.rows
            if e.effect == "fee" and e.at in at
        }

    def charge(
        self,
        columns: dict[str, ColumnBuilder],
        links: npt.NDArray[np.intp] | int,
        places: Iterable[Place],
        *,
        spared: Collection[str] = (),
    ) -> None:
        """Enter the fees that some links, alike in what they touch, owe, but those spared."""
        for place in places:
            for row in self.touching(place, "fee"):
                if row.id in spared:
                    continue
                quantity = self._quantity(row)
                if quantity and row.amount is not None:
                    columns[row.id].put(links, basis(cost=(row,)), cost=cents(row.amount, quantity))

    def _quantity(self, row: RuleEffect) -> float:
        if row.unit == "value":
            return self.load.value_usd
        if row.unit == "truck":
            return float(self.load.trucks_in(row.countries[0]))
        return self.load.quantity(row.unit) or 0.0

    def warnings(self, legs: Sequence[Leg]) -> list[Message]:
        """What the rules say about a way, each rule once, in the order of travel."""
        found: dict[str, Message] = {}
        countries = _countries(legs)
        for place in self._places(legs):
            for row in self.touching(place, "warn"):
                rule = self._rule[row.rule_id]
                if asked_for(rule, self.load, countries) and _in_season(row, place, legs):
                    found.setdefault(
                        rule.id,
                        say(
                            "rule.text",
                            rule=term(rule.subject),
                            text=written(rule.text),
                            sources=(rule.source_id,),
                        ),
                    )
        found |= self._paired(legs)
        return list(found.values())

    def _paired(self, legs: Sequence[Leg]) -> dict[str, Message]:
        """What the rules say by which a second driver stands on the bill."""
        cited = {row for leg in legs for item in leg.items for row in item.rows}
        rules = [self._rule[e.rule_id] for e in self.rows if e.effect == PAIRED and e.key in cited]
        return {
            rule.id: say(
                "rule.text",
                rule=term(rule.subject),
                text=written(rule.text),
                sources=(rule.source_id,),
            )
            for rule in rules
        }

    def papers(self, legs: Sequence[Leg]) -> dict[str, set[tuple[str, str]]]:
        """
        Where a way meets the rules whose papers are asked for at set places only.

        Country and mode of each such place, by rule; a rule that no row narrows is left out.
        """
        found = {e.rule_id: set[tuple[str, str]]() for e in self._narrowing}
        for place in self._places(legs):
            for row in self.touching(place, "document"):
                found[row.rule_id].add((place.country, place.mode))
        return found

    def _places(self, legs: Sequence[Leg]) -> list[Place]:
        """What a way touches; transit, from_sea and to_sea follow from its order."""
        last = self._last
        if last[0] is not legs:  # papers and warnings of one way are asked in turn
            last = self._last = legs, self._touched_by(legs)
        return last[1]

    def _touched_by(self, legs: Sequence[Leg]) -> list[Place]:
        chain = _countries(legs)
        found: list[Place] = []
        seen: set[str] = set()
        for leg in legs:
            here, there = leg.start.country, leg.end.country
            if leg.kind == LinkKind.LINE_HAUL:
                found.append(Place("haul", leg.country, leg.mode, ()))
            elif leg.kind == LinkKind.BORDER:
                entered = self.directions(here, there, transit=there != chain[-1])
                left = self.leaving(here, there, chain[0])
                found.append(Place("border", here, leg.mode, left, leg.subject))
                found.append(Place("border", there, leg.mode, entered, leg.subject))
            elif leg.kind == LinkKind.TRANSFER:
                transit = self._passed(leg.country, chain)
                found.append(self.change(leg.country, leg.mode, transit=transit))
            elif leg.kind == LinkKind.PORT and from_ship_to_ship(leg):
                found.append(Place("port", here, Mode.SEA, ()))
            elif leg.kind == LinkKind.PORT:
                # The city of a port is no transit: what starts or ends there is not on its way.
                way = "to_sea" if here in seen else "from_sea"
                passed = here != (chain[0] if way == "to_sea" else chain[-1])
                how = self.leaving(here, "", chain[0])[1:] if way == "to_sea" else ("entry",)
                found.append(Place("port", here, Mode.SEA, (way, *how) if passed else how))
            seen.add(leg.country)
        return found

    def _passed(self, country: str, chain: Sequence[str]) -> bool:
        """Whether goods under customs pass a country; those of its union are free there."""
        return country not in (chain[0], chain[-1]) and not {country, chain[0]} <= self._union


def from_ship_to_ship(leg: Leg) -> bool:
    """Whether a leg is a change from ship to ship, where no customs of the port are met."""
    return any(item.type == SHIP_CHANGE for item in leg.items)


def _in_season(row: RuleEffect, place: Place, legs: Sequence[Leg]) -> bool:
    """Whether goods are in a country by a mode in the season of a warning; always without one."""
    if row.season_from is None or row.season_to is None:
        return True
    first, last = row.season_from, row.season_to
    for leg in legs:
        if leg.country == place.country and leg.mode == place.mode:
            for at in (leg.departs, leg.arrives):
                day = (at.month, at.day)
                held = first <= day <= last if first <= last else day >= first or day <= last
                if held:
                    return True
    return False


def _countries(legs: Sequence[Leg]) -> list[str]:
    """Countries on land in the order of travel, neighbours never alike."""
    stays = (c for leg in legs for c in (leg.start.country, leg.end.country) if c)
    return [country for country, _ in groupby(stays)]


def pairs_of(dataset: Dataset) -> tuple[RuleEffect, ...]:
    """Effects of rules by which hauls need two drivers."""
    return tuple(e for e in dataset.rule_effects if e.effect == PAIRED)


def _fits(effect: RuleEffect, load: Load) -> bool:
    goods = load.consignment
    return (
        (not effect.cargo or goods.cargo_class in effect.cargo)
        and (not effect.un_classes or goods.un_class[:1] in effect.un_classes)
        and effect.container in ("any", goods.boxed)
    )


def union(dataset: Dataset) -> frozenset[str]:
    """Countries of the customs union, between which goods move without customs."""
    return frozenset(c for r in dataset.rules if r.id == _UNION_RULE for c in r.countries)


def asked_for(rule: Rule, load: Load, countries: Iterable[str]) -> bool:
    """Whether the papers of a rule are asked for with this cargo on this way."""
    goods = load.consignment
    if rule.cargo == "containers":
        return load.family == "container"
    if rule.cargo == "Afghan transit":
        chain = list(countries)
        return "AF" in chain and chain[0] != "PK" and chain[-1] != "PK" and "PK" in chain
    return goods.cargo_class in _CARGO_WORDS.get(rule.cargo, (rule.cargo,))
