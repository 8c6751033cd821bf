"""
Shifts of a crew: how long it drives before a whole rest, how long that lasts, and how often it comes.

A row of `drivers` tells the hours that a crew may drive in 24. That is its shift; what is left of
the day is the rest, whole each time the shift is used up and more is to be driven. The rest's low
and high end are those at which the average day comes to the row's high and low hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from corridor.model.band import ZERO, Band
from corridor.tables.records import Driver

# Hours driven since the last whole rest are kept in these parts, rounded up.
QUARTER_MIN = 15
_DAY_MIN = 1440

IntArray = npt.NDArray[np.int64]
N = TypeVar("N", int, IntArray)


@dataclass(frozen=True, slots=True)
class Shift:
    """Minutes that a crew drives before a whole rest, and minutes of that rest; 0 = no rule."""

    drive_min: int = 0
    rest_min: Band = ZERO

    @classmethod
    def of(cls, driver: Driver) -> Shift:
        """
        The shift of a row of `drivers`.

        Examples
        --------
        >>> from corridor.model.band import Band
        >>> from types import SimpleNamespace
        >>> Shift.of(SimpleNamespace(driving_h_per_day=Band(8.0, 9.0, 10.0)))
        Shift(drive_min=540, rest_min=Band(low=756, typical=900, high=1080))
        """
        day = driver.driving_h_per_day
        drive = min(round(day.typical * 60), _DAY_MIN)
        low, high = (max(0, round(drive * (24 / hours - 1))) for hours in (day.high, day.low))
        typical = _DAY_MIN - drive
        return cls(drive, Band(min(low, typical), typical, max(high, typical)))

    def rests(self, driving_min: int, driven_min: int = 0) -> int:
        """Whole rests in a haul of some minutes of driving, begun some minutes into the shift."""
        return _rests(driving_min, self.drive_min, driven_min) if self.drive_min else 0

    def rest(self, driving_min: Band, driven_min: int = 0) -> Band:
        """
        Minutes of rest in a haul.

        Pace and rest vary alone: an end is that of the rests at that end's driving time, or that
        of the typical rests at that end's length, whichever is further out.

        Parameters
        ----------
        driving_min
            Minutes of driving, low, typical and high.
        driven_min
            Minutes driven since the last whole rest when the haul begins.
        """
        low, typical, high = (
            self.rests(n, driven_min)
            for n in (driving_min.low, driving_min.typical, driving_min.high)
        )
        each = self.rest_min
        return Band(
            min(low * each.typical, typical * each.low),
            typical * each.typical,
            max(high * each.typical, typical * each.high),
        )

    def rest_of_each(self, driving_min: IntArray) -> IntArray:
        """Minutes of rest of hauls begun fresh, shape (n, 3), by their minutes of driving."""
        if not self.drive_min:
            return np.zeros_like(driving_min)
        low, typical, high = _rests(driving_min, self.drive_min, 0).T
        each = self.rest_min
        return np.stack(
            [
                np.minimum(low * each.typical, typical * each.low),
                typical * each.typical,
                np.maximum(high * each.typical, typical * each.high),
            ],
            axis=1,
        )


NO_SHIFT = Shift()


def _rests(driving_min: N, drive_min: int, driven_min: int) -> N:
    """A rest is taken only where more is to be driven; what is over the shift is no debt."""
    begun = (min(driven_min, drive_min) + driving_min - 1) // drive_min
    return begun * (begun > 0)
