"""What a consignment amounts to on each mode: trucks, containers, wagons, tonnes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from corridor.errors import InputError
from corridor.model.band import Band
from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.tables.dataset import Dataset
from corridor.tables.records import Parameter, Rule

# Two 20-foot boxes share a truck only up to this gross weight of both together, where no
# limit of the country is known.
_TRUCK_BOXES_T = 26.0
# The roads of countries without a weight limit of their own.
_ELSEWHERE = ""
# As `Load.home`: of whatever country the goods are.
EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class RoadLoad:
    """
    A consignment on the roads of one country.

    `trucks` vehicles carry it and `paying` truck rates are paid: one 20-foot box that may
    share its truck pays a part of it (`share` is the row). `over` is the limit row that
    the vehicle breaks, `barred` whether even the lightest vehicle breaks a published one.
    """

    trucks: int
    paying: Band[float]
    share: Parameter | None
    over: Rule | None
    barred: bool


@dataclass(frozen=True, slots=True)
class Load:
    """
    A consignment in the units that prices are quoted in.

    `gross_t` is the weight of all units; `trucks` the road vehicles needed where no
    country says otherwise; `rate_unit` the unit of rail rates with `units` of them; `home` the
    country where the goods are loaded, '' where it has no tariff for those or they came
    from abroad, `EVERYWHERE` for the least price of all origins; `bound` likewise the country
    where they are delivered.
    """

    consignment: Consignment
    family: str
    rate_unit: str
    units: int
    teu: float
    trucks: int
    gross_each_t: float
    gross_t: float
    value_usd: float
    roads: Mapping[str, RoadLoad]
    home: str = ""
    bound: str = ""

    def road(self, country: str) -> RoadLoad:
        """The load on the roads of a country."""
        return self.roads.get(country) or self.roads[_ELSEWHERE]

    def trucks_in(self, country: str) -> int:
        """Road vehicles needed in a country."""
        return self.road(country).trucks

    def quantity(self, unit: str) -> float | None:
        """
        How many of a price unit the load counts for, None when it has none.

        Parameters
        ----------
        unit
            'TEU', 'FEU', 'container', 'truck', 'wagon', 'tonne' or 'consignment'.
        """
        if unit == "consignment":
            return 1.0
        if unit == "tonne":
            return self.gross_t
        if unit == "truck":
            return float(self.trucks)
        if unit == "wagon":
            return float(self.units) if self.family == "wagon" else None
        if self.family != "container":
            return None
        if unit == "container":
            return float(self.units)
        if unit == "TEU":
            return self.teu
        if unit == "FEU":
            return self.teu / 2
        return None


def weigh(consignment: Consignment, dataset: Dataset) -> Load:
    """
    Work out the load of a consignment, wherever it sets out.

    Raises
    ------
    InputError
        If a unit is heavier than its limit or lighter than its tare, or if the goods need a
        leave that is not said to be at hand.
    """
    refuse_without_leave(consignment, dataset)
    unit = dataset.unit[consignment.unit]
    gross = consignment.gross_weight_t
    if gross is None:
        gross = unit.default_gross_t
    if gross > unit.max_gross_t:
        raise InputError(
            f"--weight {gross:g} t is over the {unit.max_gross_t:g} t that a {unit.id} may weigh",
            remedy="give the gross weight of one unit, or more units with --count",
        )
    if gross < unit.tare_t:
        raise InputError(
            f"--weight {gross:g} t is less than an empty {unit.id} weighs ({unit.tare_t:g} t)",
            remedy="give the gross weight of one unit, its tare included",
        )
    count = consignment.count
    value = consignment.value_usd
    if value is None:
        value = dataset.figures.default_value_usd.value.typical * count * max(unit.teu, 1) / 2
    roads = _roads(dataset, unit.id, count, gross)
    return Load(
        consignment,
        unit.family,
        unit.rate_unit,
        count,
        unit.teu * count,
        roads[_ELSEWHERE].trucks,
        gross,
        gross * count,
        value,
        roads,
    )


def refuse_without_leave(consignment: Consignment, dataset: Dataset) -> None:
    """
    Refuse explosives and radioactive goods unless they are said to be allowed.

    Raises
    ------
    InputError
        Naming the rule.
    """
    if consignment.allow_dangerous or not consignment.un_class:
        return
    for row in dataset.rule_effects:
        if row.effect == "consent" and consignment.un_class[:1] in row.un_classes:
            rule = next(r for r in dataset.rules if r.id == row.rule_id)
            raise InputError(
                f"--cargo {consignment.cargo}: {rule.subject} (rule {rule.id}): {rule.text}",
                remedy="--allow-dangerous once every country and carrier on the way has agreed",
            )


def _roads(dataset: Dataset, unit: str, count: int, gross_t: float) -> dict[str, RoadLoad]:
    """The load on the roads of each country with a weight limit, and under '' elsewhere."""
    limits: dict[str, Rule] = {}
    for rule in dataset.rules:
        if rule.kind == "limit" and rule.limit_t is not None and Mode.ROAD in rule.modes:
            for country in rule.countries:
                known = limits.get(country)
                if known is None or (known.limit_t or 0) > rule.limit_t:
                    limits[country] = rule
    found = {_ELSEWHERE: _road(dataset, unit, count, gross_t, None)}
    for country, rule in limits.items():
        found[country] = _road(dataset, unit, count, gross_t, rule)
    return found


def _road(dataset: Dataset, unit: str, count: int, gross_t: float, limit: Rule | None) -> RoadLoad:
    over, barred, most = None, False, _TRUCK_BOXES_T
    if limit is not None and limit.limit_t is not None:
        tare = dataset.figures.road_vehicle_tare_t.value
        most = limit.limit_t - tare.typical
        over = limit if gross_t > most else None
        barred = gross_t + tare.low > limit.limit_t and not limit.is_estimate
    if unit != "TEU" or 2 * gross_t > most:
        return RoadLoad(count, Band(count, count, count), None, over, barred)
    pairs, single = divmod(count, 2)
    row = dataset.figures.teu_road_share_of_truck
    alone = row.value if single else Band(0.0, 0.0, 0.0)
    paying = Band(pairs + alone.low, pairs + alone.typical, pairs + alone.high)
    return RoadLoad(ceil(count / 2), paying, row if single else None, over, barred)
