"""Checks of rows against the places that they name: a country and a crossing must agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from corridor.tables.row import Named, TextRow
from corridor.tables.row_checks import Clash
from corridor.tables.schema import TableSchema

# Table, column of a place, and column of the country in which the place must lie.
_LIES_IN = (
    ("terminals", "hub_id", "country"),
    ("crossings", "hub_a", "country_a"),
    ("crossings", "hub_b", "country_b"),
)


class _Table(Protocol):
    @property
    def rows(self) -> tuple[TextRow, ...]: ...


@dataclass(frozen=True, slots=True)
class Places:
    """Rows of the places and crossings by id, against which other rows are held."""

    hubs: Mapping[str, Named]
    crossings: Mapping[str, Named]

    @classmethod
    def of(cls, tables: Mapping[str, _Table]) -> Places:
        """Those of some tables; none where a table could not be read."""
        found = {name: map(Named.of, table.rows) for name, table in tables.items()}
        hubs, crossings = (found.get(n, ()) for n in ("hubs", "crossings"))
        return cls({r.id: r for r in hubs}, {r.id: r for r in crossings})


def names_places(schema: TableSchema) -> bool:
    """Whether rows of a table can disagree with the places they name at all."""
    names = set(schema.names)
    at_crossings = "country" in names and bool(names & {"crossing_id", "crossings"})
    return at_crossings or schema.table in {"time_zones", *(name for name, _, _ in _LIES_IN)}


def place_clashes(table: str, row: TextRow, known: Places) -> Iterator[Clash]:
    """
    What is wrong with a row beside the places and crossings it names.

    A name that `known` does not hold is a matter of the references.
    """
    for name, place, country in _LIES_IN:
        hub = known.hubs.get(row.get(place, "")) if name == table else None
        if hub is not None and row[country] and hub.country != row[country]:
            problem = f"is not where {row[place]} lies ({hub.country})"
            yield Clash(country, row[country], problem, "give the country of the place")
    named = Named.of(row)
    if table == "time_zones":
        for hub_id in filter(None, named.hubs.split("|")):
            hub = known.hubs.get(hub_id)
            if hub is not None and hub.country != named.country:
                problem = f"lies in {hub.country}"
                yield Clash("hubs", hub_id, problem, f"name places of {named.country}")
    elif named.country is not None:
        yield from _at_crossings(named, known)


def _at_crossings(row: Named, known: Places) -> Iterator[Clash]:
    """Country, neighbour and mode of a row beside the crossings it is of."""
    single = row.crossing_id
    for crossing_id in [single] if single else row.crossings.split("|"):
        crossing = known.crossings.get(crossing_id)
        if crossing is None:
            continue
        sides = (crossing.country_a, crossing.country_b)
        for column, value in (("country", row.country), ("neighbour", row.neighbour)):
            if value and value not in sides:
                problem = f"is not a side of {crossing_id} ({' and '.join(sides)})"
                yield Clash(column, value, problem, "give a country of the crossing")
        if single and row.mode and row.mode != crossing.mode:
            problem = f"is not the mode of {crossing_id} ({crossing.mode})"
            yield Clash("mode", row.mode, problem, "rail and road crossings have rows of their own")
