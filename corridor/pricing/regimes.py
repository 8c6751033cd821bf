"""Regimes under which a truck and its goods may go over a border by road: which rows hold where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corridor.model.mode import Mode
from corridor.tables.dataset import Dataset
from corridor.tables.records import Crossing, TransitRegime

TIR = "tir"
# A destination that may be any place: of links that are told without a journey.
ANYWHERE = "*"
_IN_FORCE = "in_force"


@dataclass(frozen=True, slots=True)
class Passage:
    """One direction over a road crossing; `transit` = the entered country is only passed."""

    crossing: Crossing
    country_from: str
    country_to: str
    transit: bool


@dataclass(frozen=True, slots=True)
class Carriage:
    """
    Who carries, and how it was asked to.

    Attributes
    ----------
    truck_of
        Country of the truck; '' = one of the country that is left, hired there.
    any_truck
        Whether every row counts, whoever may use it.
    regime
        Kind that must be used wherever the tables speak of it; '' = any.
    destination
        Hub in which the goods end.
    """

    truck_of: str = ""
    any_truck: bool = False
    regime: str = ""
    destination: str = ""

    def may_use(self, row: TransitRegime, country_from: str) -> bool:
        """Whether a truck of this carriage is one that a row is for, and its goods are."""
        if self.any_truck:
            return True
        if row.destinations and self.destination not in (ANYWHERE, *row.destinations):
            return False
        return not row.trucks or (self.truck_of or country_from) in row.trucks


def truck_of_origin(dataset: Dataset, country: str) -> str:
    """
    Whose truck carries goods loaded in a country; '' where one of the country left is hired.

    Where trucks of the tables run, one of its own: whose right to run through is that of another
    would else be lent to it. From overseas one is hired.
    """
    return (
        country if any(r.country == country and r.mode == Mode.ROAD for r in dataset.rates) else ""
    )


def speaking(dataset: Dataset, passage: Passage, cargo: str = "") -> tuple[TransitRegime, ...]:
    """
    Rows that speak of a passage, those not in force among them, in the order of the table.

    What names the crossing stands in place of what names none, a carnet apart from the rest.
    """
    at = yards(dataset)
    rows = [r for r in dataset.transit_regimes if _speaks(r, passage, cargo, at)]
    found = []
    for row in rows:
        exact = any(r.crossings for r in rows if (r.kind == TIR) == (row.kind == TIR))
        if bool(row.crossings) == exact:
            found.append(row)
    return tuple(found)


def in_force(rows: Iterable[TransitRegime]) -> tuple[TransitRegime, ...]:
    """Rows that may be used at all; their days are windows of the search."""
    return tuple(r for r in rows if r.status == _IN_FORCE)


def yards(dataset: Dataset) -> frozenset[str]:
    """Hubs at which loads may go over from truck to truck."""
    rows = dataset.terminals
    return frozenset(t.hub_id for t in rows if t.mode_a == t.mode_b == Mode.ROAD)


def _speaks(row: TransitRegime, passage: Passage, cargo: str, at: frozenset[str]) -> bool:
    post = passage.crossing
    if row.at_yard and row.price is None and at.isdisjoint((post.hub_a, post.hub_b)):
        return False  # nowhere to change, and no price of it
    journey = "transit" if passage.transit else "local"
    return (
        post.mode == Mode.ROAD
        and passage.country_to in row.countries
        and (not row.from_countries or passage.country_from in row.from_countries)
        and (not row.crossings or post.id in row.crossings)
        and row.journeys in ("any", journey)
        and (not row.cargo or not cargo or cargo in row.cargo)
    )


def changes_truck(row: TransitRegime | None) -> bool:
    """Whether the load goes over to another truck, with another driver, under a regime."""
    return row is not None and (row.at_yard or row.kind == "change")


def lawful(
    row: TransitRegime,
    country_from: str,
    spoken: Sequence[TransitRegime],
    carriage: Carriage,
) -> bool:
    """
    Whether a carriage may go under a row, of those that speak of the passage; days apart.

    A kind that was asked for is the only one wherever a row speaks of it, be it to say that it
    is not in force.
    """
    asked = carriage.regime
    if asked and row.kind != asked and any(r.kind == asked for r in spoken):
        return False
    return carriage.may_use(row, country_from)
