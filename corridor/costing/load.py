"""What a consignment amounts to on each mode: trucks, containers, wagons, tonnes."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from corridor.errors import BadInputError
from corridor.model.consignment import Consignment
from corridor.sources.library import Library

# Two 20-foot boxes share a truck only up to this gross weight of both together.
_TRUCK_BOXES_T = 26.0


@dataclass(frozen=True, slots=True)
class Load:
    """
    A consignment in the units that prices are quoted in.

    `gross_t` is the weight of all units; `cargo_t` without the units' tare; `trucks`
    the road vehicles needed; `rail_unit` the unit of rail rates with `units` of them.
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


def weigh(consignment: Consignment, library: Library) -> Load:
    """
    Work out the load of a consignment.

    Raises
    ------
    BadInputError
        If a unit is heavier than its limit or lighter than its tare.
    """
    unit = library.unit[consignment.unit]
    gross = consignment.gross_weight_t
    if gross is None:
        gross = unit.default_gross_t
    if gross > unit.max_gross_t:
        raise BadInputError(
            f"--weight {gross:g} t is over the {unit.max_gross_t:g} t that a {unit.id} may weigh",
            remedy="give the gross weight of one unit, or more units with --count",
        )
    if gross < unit.tare_t:
        raise BadInputError(
            f"--weight {gross:g} t is less than an empty {unit.id} weighs ({unit.tare_t:g} t)",
            remedy="give the gross weight of one unit, its tare included",
        )
    count = consignment.count
    pair = unit.id == "TEU" and 2 * gross <= _TRUCK_BOXES_T
    value = consignment.value_usd
    if value is None:
        value = library.parameter["default_value_usd"].value.typical * count * max(unit.teu, 1) / 2
    return Load(
        consignment,
        unit.family,
        unit.rate_unit,
        count,
        unit.teu * count,
        ceil(count / 2) if pair else count,
        gross,
        gross * count,
        value,
    )
