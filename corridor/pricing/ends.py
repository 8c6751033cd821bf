"""Items at the two ends of a journey: insurance, agents, return and detention of the box."""

from __future__ import annotations

from corridor.geo import great_circle_km
from corridor.model import charge as charges
from corridor.model.answer import Item
from corridor.model.band import ZERO, Band
from corridor.pricing.items import ColumnBuilder, Priced, basis, cents
from corridor.pricing.load import Load
from corridor.pricing.parameters import known_of_country, of_country
from corridor.pricing.rules import union
from corridor.tables.dataset import Dataset

# A port and its town lie no farther apart; Port Qasim is 35 km from the middle of Karachi.
_TOWN_KM = 40.0
_DAY_MIN = 1440
# Rows of the links without movement.
NOTHING, START, LANDED, QUAY = range(4)
ENDS = 4


def price_ends(
    load: Load, dataset: Dataset, origin: str, destination: str, *, by_port: bool = False
) -> Priced:
    """
    Price the links that start and end a journey between two countries.

    Rows are NOTHING, START (insurance, export agent), LANDED (import agent, return or
    drop-off of a line's container) and QUAY (import agent). A journey that ends with the ship, at
    the quay, or in a town where container lines call (`by_port`), leaves the box to its line. The
    agents who clear goods out and in are the same wherever a path leaves and enters.
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
    if load.consignment.boxed == "line" and not by_port:
        fee = dataset.figures.container_return_usd
        back.put(LANDED, basis(cost=(fee,)), cost=cents(fee.value, load.units))
    columns = (insurance, out, into, back)
    return Priced(tuple(c.column() for c in columns), (None,) * ENDS)


def by_container_port(dataset: Dataset, hub_id: str) -> bool:
    """Whether lines take their empty boxes in at a place: it is the town of a port they call at."""
    hub = dataset.hub.get(hub_id)
    if hub is None:
        return False
    ports = (dataset.hub[p.id] for p in dataset.ports if p.container_service == "regular")
    return any(
        p.country == hub.country and great_circle_km(hub.lon, hub.lat, p.lon, p.lat) <= _TOWN_KM
        for p in ports
    )


def abroad(dataset: Dataset, origin: str, destination: str) -> bool:
    """Whether customs stand between two countries."""
    members = union(dataset)
    return origin != destination and not {origin, destination} <= members


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
    goods = load.consignment
    if goods.boxed != "line" or goods.unit == "reefer":
        return None
    country = dataset.hub[port].country
    rate = known_of_country(dataset, "detention", "usd_per_teu_day", country)
    days = "transit_free_days" if transit else "free_days"
    free = known_of_country(dataset, "detention", days, country)
    if rate is None or free is None:
        return None
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
