"""What is sent: unit, count, weight, cargo class, whose container, value."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corridor.errors import InputError, shown
from corridor.model.values import settle

UNITS = ("TEU", "FEU", "40HC", "reefer", "truck", "wagon", "platform")
CARGO = ("general", "perishable", "hazardous", "oversize", "bulk")
CONTAINERS = ("line", "owned")
_BOXES = ("TEU", "FEU", "40HC", "reefer")
# Goods wider, higher or longer than the unit stand on it only where it is open.
_OPEN_UNITS = ("truck", "platform")
_UN_CLASS = re.compile(r"^[1-9](\.[1-6])?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consignment:
    """
    Goods that move under one consignment note.

    Attributes
    ----------
    unit
        One of `UNITS`.
    count
        Number of units, 1 to 500.
    gross_weight_t
        Gross weight of one unit in tonnes; None = the unit's default row.
    cargo
        One of `CARGO`; hazardous goods with their UN class, as 'hazardous:3'.
    container
        Whose the container is: 'line' (returned or dropped off) or 'owned'.
    value_usd
        Value of the goods in all units; None = the default parameter row.
    allow_dangerous
        Whether the leave that explosives and radioactive goods need is at hand; without it
        they are refused.
    """

    unit: str = "FEU"
    count: int = 1
    gross_weight_t: float | None = None
    cargo: str = "general"
    container: str = "line"
    value_usd: float | None = None
    allow_dangerous: bool = False

    def __post_init__(self) -> None:
        """Refuse what no price row could be applied to."""
        settle(self)
        if self.unit not in UNITS:
            raise InputError(
                f"--unit {self.unit!r} is not a unit", remedy=f"one of {', '.join(UNITS)}"
            )
        self._check_cargo()
        if self.container not in CONTAINERS:
            raise InputError(
                f"--container {shown(self.container)} is unknown",
                remedy=f"one of {', '.join(CONTAINERS)}",
            )
        if self.container != CONTAINERS[0] and self.boxed == "none":
            raise InputError(
                f"--container {self.container}: a {self.unit} is not a container",
                remedy=f"leave out --container, or --unit {', '.join(_BOXES)}",
            )
        if not 1 <= self.count <= 500:
            raise InputError(f"--count {self.count} is out of range", remedy="give 1 to 500 units")
        if self.gross_weight_t is not None and not 0 < self.gross_weight_t < 200:
            raise InputError(
                f"--weight {self.gross_weight_t} is not a gross weight in tonnes",
                remedy="give the gross weight of one unit, as 24t or 24",
            )
        if self.value_usd is not None and not 0 <= self.value_usd < 1e10:
            raise InputError(
                f"--value {self.value_usd} is not a value in US dollars",
                remedy="give a number of dollars from 0 up",
            )

    def _check_cargo(self) -> None:
        if self.cargo_class not in CARGO:
            raise InputError(
                f"--cargo {shown(self.cargo)} is not a cargo class",
                remedy=f"one of {', '.join(CARGO)}; hazardous with its UN class, as hazardous:3",
            )
        if self.cargo_class == "hazardous" and not _UN_CLASS.match(self.un_class):
            raise InputError(
                f"--cargo {shown(self.cargo)} names no UN class",
                remedy="give the class from 1 to 9, as hazardous:3 or hazardous:2.1",
            )
        if self.cargo_class != "hazardous" and ":" in self.cargo:
            raise InputError(
                f"--cargo {shown(self.cargo)}: only hazardous goods have a UN class",
                remedy=f"--cargo {self.cargo_class}",
            )
        if self.cargo_class == "oversize" and self.unit not in _OPEN_UNITS:
            raise InputError(
                f"--cargo oversize does not fit a {self.unit}",
                remedy=f"--unit {' or '.join(_OPEN_UNITS)}",
            )

    @property
    def cargo_class(self) -> str:
        """Cargo class without the UN class."""
        return self.cargo.partition(":")[0]

    @property
    def un_class(self) -> str:
        """UN class of hazardous goods, '' for others."""
        return self.cargo.partition(":")[2]

    @property
    def boxed(self) -> str:
        """Whose container the goods are in: 'line', 'owned', or 'none' without one."""
        return self.container if self.unit in _BOXES else "none"
