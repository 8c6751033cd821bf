"""Railway lines with a speed of their own, and how far each haul runs on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from corridor.pricing.items import FloatArray
from corridor.pricing.rules import PAIRED
from corridor.tables.dataset import Dataset
from corridor.tables.records import Speed


def slow_lines(dataset: Dataset) -> tuple[str, ...]:
    """Lines that a row of `speeds` names, in the order of the columns of metres on them."""
    return tuple(sorted({s.line_id for s in dataset.speeds if s.line_id}))


def speed_row(
    dataset: Dataset, country: str, mode: str, service: str, line_id: str = ""
) -> Speed | None:
    """Speed of a service in a country, or on one of its lines; None where no row says."""
    wanted = (country, mode, service, line_id)
    found = ((s.country, s.mode, s.service_class, s.line_id) for s in dataset.speeds)
    return next((s for s, key in zip(dataset.speeds, found, strict=True) if key == wanted), None)


@dataclass(frozen=True, slots=True)
class Track:
    """
    What the track of each segment of the graph is like.

    Attributes
    ----------
    wired
        Share under the wire, 0 to 1, NaN unknown.
    line_of
        Column of the line with a speed of its own, -1 where the country's holds.
    lines
        How many such lines there are.
    paired
        Whether its section is in an area whose rule may ask for two drivers.
    """

    wired: FloatArray
    line_of: npt.NDArray[np.int64]
    lines: int
    paired: npt.NDArray[np.bool_]

    @staticmethod
    def of(sections: Iterable[str], dataset: Dataset) -> Track:
        """Of segments by the section each belongs to; a partly electrified section counts half."""
        known = {"yes": 1.0, "partial": 0.5, "no": 0.0}
        share = {s.id: known.get(s.electrified, np.nan) for s in dataset.sections}
        names = slow_lines(dataset)
        column = {
            section: names.index(line.id)
            for line in dataset.rail_lines
            if line.id in names
            for section in line.sections
        }
        ids = list(sections)
        area = {h for row in dataset.rule_effects if row.effect == PAIRED for h in row.hubs}
        there = {s.id for s in dataset.sections if area & {s.from_id, s.to_id}}
        return Track(
            np.array([share.get(s, np.nan) for s in ids], dtype=np.float64),
            np.array([column.get(s, -1) for s in ids], dtype=np.int64),
            len(names),
            np.array([s in there for s in ids], dtype=np.bool_),
        )

    def along(
        self, paths: Sequence[Sequence[int]], length_m: Sequence[int]
    ) -> tuple[FloatArray, FloatArray, npt.NDArray[np.bool_]]:
        """
        Share of each path's metres under the wire, its metres on each line, whether it is paired.

        Parameters
        ----------
        paths
            Signed segment numbers (index + 1) in order of travel; a path may be empty.
        length_m
            Length of each segment; segments beyond the graph's (joins of a point, by road)
            are on no line, and not known to be wired.

        Returns
        -------
        tuple of numpy.ndarray
            Shares, shape (n,), NaN where a segment of the path is not known; metres,
            shape (n, lines); whether it leads over a section of `paired`, shape (n,).
        """
        counts = np.array([len(p) for p in paths], dtype=np.int64)
        flat = np.abs(np.fromiter(chain.from_iterable(paths), np.int64, int(counts.sum()))) - 1
        metres = np.array(length_m, dtype=np.float64)
        share = np.full(len(metres), np.nan)
        share[: len(self.wired)] = self.wired
        line = np.full(len(metres), -1)
        line[: len(self.line_of)] = self.line_of
        of = np.repeat(np.arange(len(paths)), counts)
        whole = np.bincount(of, metres[flat], len(paths))
        under = np.bincount(of, metres[flat] * share[flat], len(paths))
        on_line = np.zeros((len(paths), self.lines))
        for number in range(self.lines):
            on_line[:, number] = np.bincount(of, metres[flat] * (line[flat] == number), len(paths))
        paired = np.zeros(len(metres), dtype=np.bool_)
        paired[: len(self.paired)] = self.paired
        over = np.bincount(of, paired[flat], len(paths)) > 0
        return np.where(whole > 0, under / np.maximum(whole, 1), np.nan), on_line, over
