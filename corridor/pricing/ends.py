"""Items at the two ends of a journey: insurance, agents, return and detention of the box."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.geo import great_circle_km
from corridor.model import charge as charges
from corridor.model.answer import Item, Spot
from corridor.model.band import ZERO, Band
from corridor.model.consignment import Consignment
from corridor.pricing.items import Basis, ColumnBuilder, Priced, basis, cents
from corridor.pricing.load import Load
from corridor.pricing.parameters import known_of_country, of_country
from corridor.pricing.rules import union
from corridor.tables.dataset import Dataset
from corridor.tables.records import Hub, Parameter

# A port and its town lie no farther apart; Port Qasim is 35 km from the middle of Karachi.
_TOWN_KM = 40.0
_DAY_MIN = 1440
_POOL_RULE = "info_box_pool"
# Rows of the links without movement.
NOTHING, START, LANDED, QUAY = range(4)
ENDS = 4


@dataclass(frozen=True, slots=True)
class Depot:
    """
    Where a line's empty box goes back to: km by road from the end of the journey.

    `at_port` says that lines call at a container port of this very town.
    """

    km: float
    at_port: bool


def depot(dataset: Dataset, lon: float, lat: float, country: str, came_from: str) -> Depot:
    """
    The depot nearest to the end of a journey.

    Lines take their boxes in at ports where they call regularly, and inland operators of the
    country that the box came from (rule info_box_pool) at the rail terminals there.

    Parameters
    ----------
    lon, lat
        Where the journey ends, degrees.
    country
        Its country: only a port of its own makes a town a port town.
    came_from
        Country where the journey started.
    """
    ports = [dataset.hub[p.id] for p in dataset.ports if p.container_service == "regular"]
    if any(p.country == country and _apart(p, lon, lat) <= _TOWN_KM for p in ports):
        return Depot(0.0, True)
    straight = min(_apart(p, lon, lat) for p in (*ports, *_yards(dataset, came_from)))
    return Depot(_by_road(dataset, straight) if straight > _TOWN_KM else 0.0, False)


def _yards(dataset: Dataset, country: str) -> list[Hub]:
    """Depots of the inland operators of a country."""
    if country not in _pool(dataset):
        return []
    return [dataset.hub[h] for h in dataset.box_yards if dataset.hub[h].country == country]


def _pool(dataset: Dataset) -> frozenset[str]:
    """Countries whose boxes belong to operators of their railways."""
    return frozenset(c for r in dataset.rules if r.id == _POOL_RULE for c in r.countries)


def _apart(place: Hub, lon: float, lat: float) -> float:
    return float(great_circle_km(place.lon, place.lat, lon, lat))


def _by_road(dataset: Dataset, straight_km: float) -> float:
    return straight_km * dataset.figures.point_road_factor.value.typical


def price_ends(
    load: Load, dataset: Dataset, origin: str, destination: str, back_to: Depot | None = None
) -> Priced:
    """
    Price the links that start and end a journey between two countries.

    Rows are NOTHING, START (insurance, export agent), LANDED (import agent, return or
    of a line's container by the km to its depot, `back_to`) and QUAY (import agent). A journey
    that ends with the ship, at the quay, or in a town where container lines call leaves the box
    to its line. The agents who clear goods out and in are the same wherever a path leaves and enters.
    """
    insurance = ColumnBuilder(charges.INSURANCE, ENDS)
    # Clearing the goods out and in is the trader's affair; quotes for the way leave it out.
    out = ColumnBuilder(charges.AGENT_OUT, ENDS, outside_total=True)
    into = ColumnBuilder(charges.AGENT_IN, ENDS, outside_total=True)
    back = ColumnBuilder(charges.BOX_RETURN, ENDS)
    rate = dataset.figures.insurance_rate_of_value
    premium = cents(rate.value, load.value_usd)
    if premium:
        insurance.put(START, basis(cost=(rate,)), cost=premium)
    if abroad(dataset, origin, destination):
        ends = ((out, START, origin), (into, LANDED, destination), (into, QUAY, destination))
        for column, row, country in ends:
            agent = of_country(dataset, "customs_brokerage", "usd_per_consignment", country)
            column.put(row, basis(cost=(agent,)), cost=cents(agent.value))
    if load.consignment.boxed == "line" and back_to is not None:
        cost, base = _brought_back(load, dataset, back_to.km)
        if cost:
            back.put(LANDED, base, cost=cost)
    columns = (insurance, out, into, back)
    return Priced(tuple(c.column() for c in columns), (None,) * ENDS)


def _brought_back(load: Load, dataset: Dataset, km: float) -> tuple[Band, Basis]:
    """Price of bringing the empty boxes so many km back, and its rows."""
    fee, factor = dataset.figures.container_return_usd_per_km, dataset.figures.point_road_factor
    return cents(fee.value, load.units * km), basis(cost=(fee, factor))


def stranded(load: Load, dataset: Dataset, start: str, end: Spot) -> Item | None:
    """
    Price the way back of an inland operator's box that came by land to a town of shipping lines.

    The lines that call there take their own boxes in, not his. Only the whole way tells that no ship was on it, so no sum over links can hold
    the item, and it stands outside the total.

    Parameters
    ----------
    start
        Country where the journey started.
    end
        Where it ended.
    """
    if load.consignment.boxed != "line":
        return None
    yards = _yards(dataset, start)
    at_port = depot(dataset, end.lon, end.lat, end.country, start).at_port
    if not yards or not at_port or end.country in _pool(dataset):
        return None
    km = _by_road(dataset, min(_apart(y, end.lon, end.lat) for y in yards))
    cost, base = _brought_back(load, dataset, km)
    return Item(
        type=charges.BOX_RETURN,
        cost=cost,
        time=ZERO,
        rows=base.rows,
        estimate_cost=base.estimate_cost,
        outside_total=True,
    )


def abroad(dataset: Dataset, origin: str, destination: str) -> bool:
    """Whether customs stand between two countries."""
    members = union(dataset)
    return origin != destination and not {origin, destination} <= members


def has_detention(goods: Consignment) -> bool:
    """Whether goods come in a line's box whose tariff of detention is one of the tables."""
    return goods.boxed == "line" and goods.unit != "reefer"


def detention_rows(
    dataset: Dataset, country: str, *, transit: bool
) -> tuple[Parameter, Parameter] | None:
    """What a day costs in a country's ports, and the free days; None where no row says."""
    rate = known_of_country(dataset, "detention", "usd_per_teu_day", country)
    days = "transit_free_days" if transit else "free_days"
    free = known_of_country(dataset, "detention", days, country)
    return None if rate is None or free is None else (rate, free)


def detention(
    load: Load, dataset: Dataset, port: str, out: Band, back: Band, *, transit: bool
) -> Item | None:
    """
    Price the days that a line's box is away from its port of discharge.

    Forwarders charge it as it falls, so it stands outside the total. It hangs on the whole
    journey ashore and not on any one link, so no search could sum it either.

    Parameters
    ----------
    load
        Boxes; a reefer has a tariff of its own that is not in the tables.
    dataset
        Tables; without a row of the port's country nothing is said.
    port
        Seaport where the box came ashore.
    out
        Minutes from the ship to the end of the journey.
    back
        Minutes of the empty box from there to the port; the low end of the days held has
        none, for some lines take boxes back inland.
    transit
        Whether the port's country is only passed; lines leave such boxes longer.
    """
    if not has_detention(load.consignment):
        return None
    rows = detention_rows(dataset, dataset.hub[port].country, transit=transit)
    if rows is None:
        return None
    rate, free = rows
    held = (out.low, out.typical + back.typical, out.high + back.high)
    left = (free.value.high, free.value.typical, free.value.low)
    price = (rate.value.low, rate.value.typical, rate.value.high)
    cost = Band(
        *(
            round(max(0.0, minutes / _DAY_MIN - free_days) * usd * load.teu * 100)
            for minutes, free_days, usd in zip(held, left, price, strict=True)
        )
    )
    if not cost:
        return None
    base = basis(cost=(rate, free))
    return Item(
        type=charges.DETENTION,
        cost=cost,
        time=ZERO,
        rows=base.rows,
        estimate_cost=True,  # the days held are this answer's own
        outside_total=True,
    )
