"""One item of the bill for many links at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corridor.errors import DataError
from corridor.model.answer import Item
from corridor.model.band import Band
from corridor.model.charge import ChargeType
from corridor.pricing.gaps import Gap
from corridor.tables.row import Cited

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Basis:
    """The rows behind an item and whether its dollars or its hours rest on an estimate."""

    rows: tuple[str, ...]
    estimate_cost: bool
    estimate_time: bool


def basis(
    *, cost: Sequence[Cited] = (), time: Sequence[Cited] = (), also: Sequence[Cited] = ()
) -> Basis:
    """
    Rows behind the dollars and the hours of an item, and others that are cited.

    A row may stand behind dollars and hours alike. Rows in `also` (of grams, of the width
    of a band) make neither typical figure an estimate.
    """
    rows = dict.fromkeys(r.key for r in (*cost, *time, *also))
    return Basis(
        tuple(rows), any(r.is_guess("cost") for r in cost), any(r.is_guess("time") for r in time)
    )


@dataclass(frozen=True, slots=True)
class Column:
    """
    One charge for n links.

    cost in cents and time in minutes have shape (n, 3): low, typical, high; co2e in
    grams has shape (n,). `basis_of[i]` indexes `bases`, -1 where the item does not
    apply to link i.
    """

    type: ChargeType
    cost: IntArray
    time: IntArray
    co2e: IntArray
    basis_of: npt.NDArray[np.int32]
    bases: tuple[Basis, ...]
    outside_total: bool = False

    def item(self, link: int) -> Item | None:
        """The item of one link, None where it does not apply."""
        which = int(self.basis_of[link])
        if which < 0:
            return None
        base = self.bases[which]
        cost = Band(*self.cost[link].tolist())
        time = Band(*self.time[link].tolist())
        return Item(
            type=self.type,
            cost=cost,
            time=time,
            co2e_g=int(self.co2e[link]),
            rows=base.rows,
            estimate_cost=base.estimate_cost,
            estimate_time=base.estimate_time,
            outside_total=self.outside_total,
        )


class ColumnBuilder:
    """Collects the entries of one item while the links are gone through."""

    def __init__(self, type_: ChargeType, count: int, *, outside_total: bool = False) -> None:
        """Start an item that applies to none of `count` links."""
        self.type, self._outside_total = type_, outside_total
        self._cost = np.zeros((count, 3), dtype=np.int64)
        self._time = np.zeros((count, 3), dtype=np.int64)
        self._co2e = np.zeros(count, dtype=np.int64)
        self._basis_of = np.full(count, -1, dtype=np.int32)
        self._bases: dict[Basis, int] = {}

    def put(
        self,
        links: npt.NDArray[np.intp] | Sequence[int] | int,
        base: Basis,
        *,
        cost: IntArray | Band | None = None,
        time: IntArray | Band | None = None,
        co2e: IntArray | int = 0,
    ) -> None:
        """
        Enter the item for some links: cents, minutes and grams.

        Raises
        ------
        DataError
            If no row stands behind the figure.
        """
        if not base.rows:
            raise DataError(
                f"{self.type.label or self.type.id}: a figure without a row of data/ behind it",
                remedy="give the row that the figure was read from",
            )
        which = self._bases.setdefault(base, len(self._bases))
        self._basis_of[links] = which
        if cost is not None:
            self._cost[links] = _rows(cost)
        if time is not None:
            self._time[links] = _rows(time)
        self._co2e[links] = co2e

    def column(self) -> Column:
        """The finished item."""
        return Column(
            self.type,
            self._cost,
            self._time,
            self._co2e,
            self._basis_of,
            tuple(self._bases),
            self._outside_total,
        )


def _rows(value: IntArray | Band) -> IntArray | tuple[int, int, int]:
    return (value.low, value.typical, value.high) if isinstance(value, Band) else value


def cents(spread: Band[float], times: float = 1.0) -> Band:
    """Dollars times a quantity as a band of whole cents."""
    return Band(*(round(v * times * 100) for v in (spread.low, spread.typical, spread.high)))


def minutes(spread: Band[float], hours_each: float = 1.0) -> Band:
    """Hours (or, with hours_each = 24, days) as a band of whole minutes."""
    return Band(*(round(v * hours_each * 60) for v in (spread.low, spread.typical, spread.high)))


@dataclass(frozen=True, slots=True)
class Priced:
    """
    All items of n links of one kind.

    `missing[i]` is the reason for which link i may not be used, as a row that a table lacks;
    None where the link is fully priced.
    """

    columns: tuple[Column, ...]
    missing: tuple[Gap | None, ...]

    def totals(self) -> tuple[IntArray, IntArray, IntArray]:
        """Typical cents, minutes and grams of every link, items outside the total apart."""
        count = len(self.missing)
        cost, time, co2e = (np.zeros(count, dtype=np.int64) for _ in range(3))
        for column in self.columns:
            co2e += column.co2e
            if not column.outside_total:
                cost += column.cost[:, 1]
                time += column.time[:, 1]
        return cost, time, co2e

    def items(self, link: int) -> tuple[Item, ...]:
        """Items of one link, in the order of the columns."""
        found: Iterable[Item | None] = (c.item(link) for c in self.columns)
        return tuple(i for i in found if i is not None)
