"""
Seeded draws, one for each figure behind an item, the same whatever else is drawn.

Two levels are apart. What is *unknown to all* - the true price, the mean wait, whether our tables
are optimistic - is one number that nobody has yet; what *one trip meets* - tonight's queue, this
week's sailing - is drawn anew for each trip. On both levels any two figures of a journey are
correlated as `corridor.model.band.total` takes them, by one common factor; figures that rest on
the same rows, or on a row and its copy, are one figure.

Each key has streams of its own, made of the seed and the key's name. So two ports that rest
on the same row see the same draw (common random numbers), a larger choice set changes no
draw, and the first n of many samples are the samples of a smaller run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from math import sqrt
from typing import Literal

import numpy as np

from corridor.analysis.sampling.distribution import Floats, expected_halves
from corridor.model.answer import Item
from corridor.model.charge import SAILING_WAIT, ChargeType
from corridor.tables.dataset import Dataset

What = Literal["cost", "time"]
Level = Literal["unknown", "trip"]
# Names the stream of waits for a sailing; other words would draw other samples.
_WAIT_STREAM = "Waiting for the sailing"
# Parameter rows: correlation of two figures of one journey; the share of the variance of a figure
# that is unknown to all, for dollars and for hours.
RHO = "uncertainty_correlation"
UNKNOWN_COST, UNKNOWN_TIME = "unknown_share_dollars", "unknown_share_hours"


@dataclass(frozen=True, slots=True)
class Key:
    """
    A figure that is drawn: the rows behind an item, its dollars or its hours.

    Items with the same key move together, as `corridor.model.band.total` says. `unknown` is the
    share of its variance that is unknown to all; the rest is met by one trip.
    """

    name: str
    what: What
    rows: tuple[str, ...]
    unknown: float

    @property
    def id(self) -> str:
        """Name and kind of figure, for the stream and for tables."""
        return f"{self.name}|{self.what}"


class Keys:
    """Keys of items, read off the tables once."""

    def __init__(self, dataset: Dataset) -> None:
        """Keep the tables that say which rows are copies."""
        self._unknown: dict[What, float] = {
            "cost": dataset.parameter[UNKNOWN_COST].value.typical,
            "time": dataset.parameter[UNKNOWN_TIME].value.typical,
        }
        self._copied = _copies(dataset)
        self._known: dict[tuple[bool, What, tuple[str, ...]], Key] = {}

    def of(self, charge: ChargeType, rows: tuple[str, ...], what: What) -> Key:
        """The key of a charge that rests on some rows."""
        waits = charge == SAILING_WAIT
        asked = (waits, what, rows)
        if asked not in self._known:
            name = "|".join(self._copied.get(r, r) for r in rows) or charge.id
            # When a box is ready says nothing of when the ship sails: each trip meets its own wait.
            self._known[asked] = (
                Key(f"{_WAIT_STREAM}|{name}", what, rows, 0.0)
                if waits
                else Key(name, what, rows, self._unknown[what])
            )
        return self._known[asked]

    def of_item(self, item: Item, what: What) -> Key:
        """The key of an item's dollars or hours."""
        return self.of(item.type, item.rows, what)


def _copies(dataset: Dataset) -> dict[str, str]:
    """Rows that stand for those of another place, by the row they were copied from."""
    own: dict[str, str] = {}
    for key, row in dataset.cited.items():
        origin = getattr(row, "copy_of", "")
        if origin:
            own[key] = f"{key.partition(':')[0]}:{origin}"
    return {key: _first(key, own) for key in own}


def _first(key: str, own: dict[str, str]) -> str:
    seen = {key}
    while key in own and own[key] not in seen:
        key = own[key]
        seen.add(key)
    return key


@dataclass(frozen=True)
class Draws:
    """
    Standard normal draws of keys on both levels; `correlation` is that of any two of them.

    What is drawn is kept, for all questions that are asked of the same draws.
    """

    seed: int
    samples: int
    correlation: float
    _drawn: dict[str, Floats] = field(default_factory=dict, repr=False, compare=False)
    _halves: dict[str, tuple[Floats, Floats]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def _stream(self, name: str) -> Floats:
        digest = blake2b(name.encode(), digest_size=8, key=str(self.seed).encode()).digest()
        return np.random.default_rng(int.from_bytes(digest)).standard_normal(self.samples)

    def _kept(self, name: str) -> Floats:
        if name not in self._drawn:
            self._drawn[name] = self._stream(name)
        return self._drawn[name]

    def z(self, key: Key, level: Level = "unknown") -> Floats:
        """Standard normal draws of a key: a common factor of all dollars (hours), and its own."""
        name = f"{level}|{key.id}"
        if name not in self._drawn:
            own, rho = self._stream(name), self.correlation
            if rho:
                own = sqrt(rho) * self._kept(f"{level}|all|{key.what}") + sqrt(1 - rho) * own
            self._drawn[name] = own
        return self._drawn[name]

    def own(self, key: Key) -> Floats:
        """The part of what is unknown of a key that it has in common with no other."""
        return self._stream(f"unknown|{key.id}")

    def matrix(self, keys: Sequence[Key], level: Level) -> Floats:
        """Draws of several keys, shape (samples, keys)."""
        found = np.empty((self.samples, len(keys)))
        for number, key in enumerate(keys):
            found[:, number] = self.z(key, level)
        return found

    def expected(self, keys: Sequence[Key]) -> tuple[Floats, Floats]:
        """
        Mean up and down deviations over all trips, each of shape (samples, keys).

        What is unknown to all is drawn, what a trip meets is averaged: what a shipper who knows
        the true prices and means would reckon with.
        """
        # A key is a column: laid out one after the other they are written in one go each.
        up, down = (np.empty((self.samples, len(keys)), order="F") for _ in range(2))
        for number, key in enumerate(keys):
            if key.id not in self._halves:
                self._halves[key.id] = expected_halves(self.z(key), key.unknown)
            up[:, number], down[:, number] = self._halves[key.id]
        return up, down
