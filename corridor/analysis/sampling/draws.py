"""
Seeded draws, one for each figure behind an item, the same whatever else is drawn.

Each key has a stream of its own, made of the seed and the key's name. So two ports that rest
on the same row see the same draw (common random numbers), a larger choice set changes no
draw, and the first n of many samples are the samples of a smaller run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import sqrt

import numpy as np

from corridor.analysis.sampling.distribution import SHAPE_OF_BAND, UNIFORM, Floats, deviations
from corridor.model.answer import Item
from corridor.model.charge import SAILING_WAIT, ChargeType
from corridor.tables.dataset import Dataset
from corridor.tables.row import Named

# Names the stream of waits for a sailing; other words would draw other samples.
_WAIT_STREAM = "Waiting for the sailing"
# Parameter row: correlation of two figures of one group.
RHO = "uncertainty_correlation"


@dataclass(frozen=True, slots=True)
class Key:
    """
    A figure that is drawn: the rows behind an item, its dollars or its hours.

    Items with the same key move together, as `corridor.model.band.total` says. Keys of one
    group are correlated: the rows of one border, one carrier's or port's price list, one
    country's rates of one mode.
    """

    name: str
    what: str
    rows: tuple[str, ...]
    group: str
    shape: str

    @property
    def id(self) -> str:
        """Name and kind of figure, for the stream and for tables."""
        return f"{self.name}|{self.what}"


class Keys:
    """Keys of items, read off the tables once."""

    def __init__(self, dataset: Dataset) -> None:
        """Keep the tables that say what a band means."""
        self._dataset = dataset
        self._known: dict[tuple[bool, str, tuple[str, ...]], Key] = {}
        self._bands = _bands(dataset)

    def of(self, charge: ChargeType, rows: tuple[str, ...], what: str) -> Key:
        """The key of a charge that rests on some rows; `what` is 'cost' or 'time'."""
        waits = charge == SAILING_WAIT
        asked = (waits, what, rows)
        if asked not in self._known:
            key = "|".join(rows)
            if waits:
                self._known[asked] = Key(f"{_WAIT_STREAM}|{key}", what, rows, "", UNIFORM)
            else:
                self._known[asked] = Key(
                    key, what, rows, self._group(rows, what), self._shape(rows, what)
                )
        return self._known[asked]

    def of_item(self, item: Item, what: str) -> Key:
        """The key of an item's dollars or hours."""
        return self.of(item.type, item.rows, what)

    def _group(self, rows: tuple[str, ...], what: str) -> str:
        table, row_id = rows[0].split(":", 1)
        if what == "time" and table == "rates":
            table, row_id = next(
                (r.split(":", 1) for r in rows if r.startswith("speeds:")), (table, row_id)
            )
        row: object = self._dataset.cited.get(f"{table}:{row_id}")
        if table in ("sea_services", "sea_rates"):
            return f"{what} of sea services"
        if table == "sea_surcharges":  # one carrier rule, whichever port it names
            return f"{what} of surcharge {getattr(row, 'item', row_id)}"
        subject = [
            str(getattr(row, field, ""))
            for field in ("port_id", "crossing_id", "country", "mode")
            if getattr(row, field, None)
        ]
        if table == "border_times" and getattr(row, "crossing_id", None):
            return f"{what} of border {subject[0]}"
        if table == "parameters":
            return ""
        return f"{what} of {table} {' '.join(subject)}".strip()

    def _shape(self, rows: tuple[str, ...], what: str) -> str:
        tables = ("speeds", "border_times") if what == "time" else ("rates", "sea_rates")
        shapes = (self._bands.get(r, "assumed") for r in rows if r.split(":", 1)[0] in tables)
        return SHAPE_OF_BAND[next(shapes, "assumed")]


def _bands(dataset: Dataset) -> dict[str, str]:
    """What low and high mean, by row, where the table says so."""
    return {
        f"{name}:{row.id}": row.band
        for name, table in dataset.texts.items()
        if "band" in table.schema.column
        for row in map(Named.of, table.rows)
        if row.band
    }


class Draws:
    """Deviations of keys for a number of samples."""

    def __init__(self, seed: int, samples: int, correlation: float) -> None:
        """`correlation` is that of the normal draws of two keys of one group, 0 to 1."""
        self.seed, self.samples, self.correlation = seed, samples, correlation
        self._groups: dict[str, Floats] = {}

    def _stream(self, name: str) -> Floats:
        digest = blake2b(name.encode(), digest_size=8, key=str(self.seed).encode()).digest()
        return np.random.default_rng(int.from_bytes(digest)).standard_normal(self.samples)

    def z(self, key: Key) -> Floats:
        """Standard normal draws of a key (a Gaussian copula with one factor a group)."""
        own = self._stream(key.id)
        if not key.group or not self.correlation:
            return own
        if key.group not in self._groups:
            self._groups[key.group] = self._stream(f"group|{key.group}")
        rho = self.correlation
        return sqrt(rho) * self._groups[key.group] + sqrt(1 - rho) * own

    def deviations(self, keys: Sequence[Key]) -> tuple[Floats, Floats]:
        """Up and down deviations, each of shape (samples, keys)."""
        up = np.empty((self.samples, len(keys)))
        down = np.empty((self.samples, len(keys)))
        for number, key in enumerate(keys):
            up[:, number], down[:, number] = deviations(self.z(key), key.shape)
        return up, down
