"""Checks of rows against the places that they name: a country and a crossing must agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from corridor.tables.row_checks import Clash, Row
from corridor.tables.schema import TableSchema

Index = Mapping[str, Mapping[str, Row]]
# Table, column of a place, and column of the country in which the place must lie.
_LIES_IN = (
    ("terminals", "hub_id", "country"),
    ("crossings", "hub_a", "country_a"),
    ("crossings", "hub_b", "country_b"),
)


def names_places(schema: TableSchema) -> bool:
    """Whether rows of a table can disagree with the places they name at all."""
    names = set(schema.names)
    at_crossings = "country" in names and bool(names & {"crossing_id", "crossings"})
    return at_crossings or schema.table in {"time_zones", *(name for name, _, _ in _LIES_IN)}


def place_clashes(table: str, row: Row, known: Index) -> Iterator[Clash]:
    """
    What is wrong with a row beside the places and crossings it names.

    `known` holds the rows of hubs and crossings by id; a name that is in neither is a matter
    of the references.
    """
    for name, place, country in _LIES_IN:
        hub = known["hubs"].get(row.get(place, "")) if name == table else None
        if hub is not None and row[country] and hub["country"] != row[country]:
            problem = f"is not where {row[place]} lies ({hub['country']})"
            yield Clash(country, row[country], problem, "give the country of the place")
    if table == "time_zones":
        for hub_id in filter(None, row["hubs"].split("|")):
            hub = known["hubs"].get(hub_id)
            if hub is not None and hub["country"] != row["country"]:
                problem = f"lies in {hub['country']}"
                yield Clash("hubs", hub_id, problem, f"name places of {row['country']}")
        return
    yield from _at_crossings(row, known)


def _at_crossings(row: Row, known: Index) -> Iterator[Clash]:
    """Country, neighbour and mode of a row beside the crossings it is of."""
    if "country" not in row:
        return
    single = row.get("crossing_id", "")
    for crossing_id in [single] if single else row.get("crossings", "").split("|"):
        crossing = known["crossings"].get(crossing_id)
        if crossing is None:
            continue
        sides = (crossing["country_a"], crossing["country_b"])
        for column in ("country", "neighbour"):
            value = row.get(column, "")
            if value and value not in sides:
                problem = f"is not a side of {crossing_id} ({' and '.join(sides)})"
                yield Clash(column, value, problem, "give a country of the crossing")
        mode = row.get("mode", "")
        if single and mode and mode != crossing["mode"]:
            problem = f"is not the mode of {crossing_id} ({crossing['mode']})"
            yield Clash("mode", mode, problem, "rail and road crossings have rows of their own")
