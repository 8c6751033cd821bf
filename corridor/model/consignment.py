"""What is sent: unit, count, weight, cargo class, value."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.errors import BadInputError

UNITS = ("TEU", "FEU", "40HC", "reefer", "truck", "wagon", "platform")
CARGO = ("general", "perishable", "hazardous", "oversize", "bulk")


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
        One of `CARGO`.
    value_usd
        Value of the goods in all units; None = the default parameter row.
    """

    unit: str = "FEU"
    count: int = 1
    gross_weight_t: float | None = None
    cargo: str = "general"
    value_usd: float | None = None

    def __post_init__(self) -> None:
        """Refuse what no price row could be applied to; `not >` also catches NaN."""
        if self.unit not in UNITS:
            raise BadInputError(
                f"--unit {self.unit!r} is not a unit", remedy=f"one of {', '.join(UNITS)}"
            )
        if self.cargo not in CARGO:
            raise BadInputError(
                f"--cargo {self.cargo!r} is not a cargo class", remedy=f"one of {', '.join(CARGO)}"
            )
        if not 1 <= self.count <= 500:
            raise BadInputError(
                f"--count {self.count} is out of range", remedy="give 1 to 500 units"
            )
        if self.gross_weight_t is not None and not 0 < self.gross_weight_t < 200:
            raise BadInputError(
                f"--weight {self.gross_weight_t} is not a gross weight in tonnes",
                remedy="give the gross weight of one unit, as 24t or 24",
            )
        if self.value_usd is not None and not 0 <= self.value_usd < 1e10:
            raise BadInputError(
                f"--value {self.value_usd} is not a value in US dollars",
                remedy="give a number of dollars from 0 up",
            )
