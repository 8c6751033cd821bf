"""What the best path has least of, and how that is counted and shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

# In quotes, since help and options must not wait for numpy.
Whole = TypeVar("Whole", int, "npt.NDArray[np.int64]")


@dataclass(frozen=True, slots=True)
class Weights:
    """What one unit of each quantity adds to the objective, in whole parts."""

    cost_w: int = 0
    time_w: int = 0
    co2e_w: int = 0
    length_w: int = 0

    def of(self, cents: Whole, minutes: Whole, grams: Whole, metres: Whole) -> Whole:
        """Objective of a link or a difference, or of all links at once."""
        total = self.cost_w * cents + self.time_w * minutes
        if self.co2e_w:
            total = total + self.co2e_w * grams
        if self.length_w:
            total = total + self.length_w * metres
        return total


@dataclass(frozen=True, slots=True)
class Measure:
    """How comparisons show an objective: unit, decimals, and whole units in one of it."""

    unit: str
    digits: int
    scale: float


class Objective(StrEnum):
    """An objective; a member is its own text in options and answers."""

    GENERALISED = "generalised"
    COST = "cost"
    TIME = "time"
    DISTANCE = "distance"
    CO2 = "co2"
    P90_TIME = "p90_time"

    @cached_property
    def parts(self) -> int:
        """
        Parts of the objective in one whole unit: a cent, minute, gram or metre.

        Generalised cost is in sixtieths of a cent, so that a whole number of cents an hour
        prices a minute exactly. Every other objective breaks ties by money and time, which count
        one part a cent or minute. The P90 of a path is in minutes: it is no sum over links.
        """
        return {
            Objective.GENERALISED: 60,
            Objective.TIME: 10_000_000,
            Objective.P90_TIME: 1,
        }.get(self, 1_000_000)

    def weights(self, value_of_time_usd_per_h: float) -> Weights:
        """Weights of the objective; of the P90 those of time, which bounds it."""
        match self:
            case Objective.GENERALISED:
                return Weights(self.parts, round(value_of_time_usd_per_h * 100))
            case Objective.COST:
                return Weights(self.parts, 1)
            case Objective.CO2:
                return Weights(1, co2e_w=self.parts)
            case Objective.DISTANCE:
                return Weights(1, length_w=self.parts)
        return Weights(1, Objective.TIME.parts)

    @cached_property
    def unit(self) -> str:
        """Unit in which it is shown: USD, h, kg CO2e or km."""
        return {
            Objective.GENERALISED: "USD",
            Objective.COST: "USD",
            Objective.DISTANCE: "km",
            Objective.CO2: "kg CO2e",
        }.get(self, "h")

    @cached_property
    def parts_of_unit(self) -> float:
        """Parts of the objective in one unit."""
        return float(self.parts * {"USD": 100, "h": 60}.get(self.unit, 1000))

    @cached_property
    def measure(self) -> Measure:
        """How comparisons show it: times in days."""
        if self.unit == "h":
            return Measure("days", 1, 1440.0)
        return Measure(self.unit, 0, self.parts_of_unit / self.parts)


OBJECTIVES = tuple(Objective)
