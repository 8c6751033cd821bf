"""
What a figure holds already, by the column `holds` of its table, and who holds what beside a link.

Links are priced one by one, so each of these says of a link alone what its neighbours on every
way hold. A crossing has a stop of its own on each side, which only hauls of that country and mode
lead to and from: what all their prices hold is paid there on every way.
"""

from __future__ import annotations

from collections.abc import Iterator

from corridor.model.held import Held
from corridor.model.mode import LAND_MODES, Mode
from corridor.pricing.load import Load
from corridor.pricing.tariff import WAYS, Way, fitting_rates
from corridor.tables.dataset import Dataset
from corridor.tables.records import BorderTime, Crossing, Rate, Terminal


class Freight:
    """The rates by which hauls to and from the borders of a country are priced, and what they hold."""

    def __init__(self, load: Load, dataset: Dataset, rail_service: str) -> None:
        """Of one load, by a service of trains."""
        self._asked = load, dataset, rail_service
        self._rows: dict[tuple[str, str], tuple[Rate, ...]] = {}

    def holding(self, held: Held, country: str, mode: str) -> tuple[Rate, ...]:
        """Rates of a country and mode if all of them hold a thing, whichever way hauls lead."""
        key = country, mode
        rows = self._rows.get(key)
        if rows is None:
            rows = self._rows[key] = self._looked_up(country, mode)
        return rows if rows and all(held in r.holds for r in rows) else ()

    def _looked_up(self, country: str, mode: str) -> tuple[Rate, ...]:
        load, dataset, rail_service = self._asked
        if mode not in LAND_MODES:
            return ()
        service = "truck" if mode == Mode.ROAD else rail_service
        found = dict.fromkeys(
            row.id
            for way in WAYS
            if way & Way.BORDER
            for row in fitting_rates(dataset, load, country, mode, service, way)[0]
        )
        by_id = {r.id: r for r in dataset.rates if r.id in found}
        return tuple(by_id[i] for i in found)


def post_holding(
    dataset: Dataset, held: Held, terminal: Terminal, gauge_mm: int
) -> tuple[BorderTime, ...]:
    """
    Hours of the posts before a change of gauge, if all of them hold a thing.

    The track of the other gauge ends at such a terminal: what comes by it has entered the
    country over a post of that gauge beside it.
    """
    rows = []
    for crossing in dataset.crossings:
        beside = terminal.hub_id in (crossing.hub_a, crossing.hub_b)
        if crossing.mode == Mode.RAIL and beside and crossing.gauge_mm == gauge_mm:
            rows.append(_entering(dataset, crossing, terminal.country))
    found = tuple(r for r in rows if r is not None and held in r.holds)
    return found if len(found) == len(rows) else ()


def _entering(dataset: Dataset, crossing: Crossing, country: str) -> BorderTime | None:
    other = crossing.country_b if country == crossing.country_a else crossing.country_a
    return border_time(dataset, crossing, country, other, "in")


def border_time(
    dataset: Dataset, crossing: Crossing, country: str, neighbour: str, direction: str
) -> BorderTime | None:
    """The most exact row: of the crossing, of the two countries, of the country."""
    return next(_speaking(dataset, crossing, country, neighbour, direction), None)


def border_payer(
    dataset: Dataset, crossing: Crossing, country: str, neighbour: str, direction: str
) -> BorderTime | None:
    """
    The most exact row that gives payments.

    A post whose hours are measured often has no payments of its own: those of its border or
    country are paid there.
    """
    rows = _speaking(dataset, crossing, country, neighbour, direction)
    return next((row for row in rows if row.cost_usd is not None), None)


def _speaking(
    dataset: Dataset, crossing: Crossing, country: str, neighbour: str, direction: str
) -> Iterator[BorderTime]:
    """Rows of a side in a direction, the most exact first."""
    rows = dataset.border_times_at.get((crossing.mode, country, direction), ())
    for fits in (
        lambda r: r.crossing_id == crossing.id,
        lambda r: not r.crossing_id and r.neighbour == neighbour,
        lambda r: not r.crossing_id and not r.neighbour,
    ):
        yield from (r for r in rows if fits(r))
