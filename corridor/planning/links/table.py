"""Links as columns of one length: what is priced, what one query adds, and the search graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from corridor.model.link_kind import LinkKind
from corridor.model.ref import Ref
from corridor.planning.links.bills import Bill
from corridor.planning.links.kinds import ANY

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
# A column of whatever kind.
Column = npt.NDArray[Any]


class LinkRow(NamedTuple):
    """
    One link while links are collected: its two states, its kind and row, what it is.

    `element` is the crossing or port that it is, `names` are all things whose
    closure or mention concerns it. The others are what `corridor.planning.links.usable` asks of it.
    """

    tail: int
    head: int
    kind: LinkKind
    row: int
    element: Ref | None = None
    names: tuple[Ref, ...] = ()
    needs: int = 0
    countries: tuple[str, str] = ("", "")
    variant: int = ANY
    variant_by: int = 0
    variant_country: str = ""
    locals_only: str = ""
    idle: bool = False


@dataclass(frozen=True)
class LinkTable:
    """
    Links as arrays of equal length.

    tail, head
        States that a link leads from and to.
    kind, row
        Kind of link, and its row among what is priced as that kind.
    cost, time, co2e, length_m
        Typical cents, minutes, grams and metres.
    lacking
        Without a price.
    shut
        Not to be used, for whatever reason.
    closed
        Shut by a closure of the tables and nothing else.
    element_of
        Number of the crossing or port that a link is, 0 for none.
    """

    tail: IntArray
    head: IntArray
    kind: npt.NDArray[np.uint8]
    row: IntArray
    cost: IntArray
    time: IntArray
    co2e: IntArray
    length_m: IntArray
    lacking: BoolArray
    shut: BoolArray
    closed: BoolArray
    element_of: IntArray

    @property
    def count(self) -> int:
        """How many links there are."""
        return len(self.tail)

    @property
    def columns(self) -> dict[str, Column]:
        """The columns of every table of links by name."""
        return {f.name: getattr(self, f.name) for f in fields(LinkTable)}

    def take(self, links: IntArray) -> LinkTable:
        """Some links, in the order given."""
        return LinkTable(**{name: column[links] for name, column in self.columns.items()})

    def tile(self, times: int, states: int) -> LinkTable:
        """All links several times, each time `states` states further on."""
        tiled = LinkTable(**{n: np.tile(c, times) for n, c in self.columns.items()})
        return tiled.moved(np.repeat(np.arange(times) * states, self.count))

    def moved(self, by: IntArray, heads_by: IntArray | int = 0) -> Self:
        """The links with their states further on, their heads by some more."""
        return replace(self, tail=self.tail + by, head=self.head + by + heads_by)

    @staticmethod
    def concat(tables: Sequence[LinkTable]) -> LinkTable:
        """Tables laid end to end."""
        columns = [table.columns for table in tables]
        return LinkTable(**{n: np.concatenate([c[n] for c in columns]) for n in columns[0]})

    @staticmethod
    def of(
        rows: Sequence[LinkRow],
        bills: Mapping[LinkKind, Sequence[Bill]],
        lengths_m: Mapping[LinkKind, IntArray],
        elements: Sequence[Ref | None],
    ) -> LinkTable:
        """
        Collected links as columns.

        Parameters
        ----------
        rows
            The links.
        bills
            What they are priced by, by kind; a kind without bills costs and takes nothing.
        lengths_m
            Metres by the rows of a kind; a kind that is left out has none.
        elements
            Names of elements by number.
        """
        kind = np.array([r.kind.code for r in rows], dtype=np.uint8)
        row = np.array([r.row for r in rows], dtype=np.int64)
        number = {name: n for n, name in enumerate(elements)}
        length_m = np.zeros(len(rows), dtype=np.int64)
        for of_kind, metres in lengths_m.items():
            at = np.flatnonzero(kind == of_kind.code)
            length_m[at] = metres[row[at]]
        totals = _totals(kind, row, bills)
        return LinkTable(
            tail=np.array([r.tail for r in rows], dtype=np.int64),
            head=np.array([r.head for r in rows], dtype=np.int64),
            kind=kind,
            row=row,
            **totals,
            length_m=length_m,
            shut=totals["lacking"],
            closed=np.zeros(len(rows), dtype=np.bool_),
            element_of=np.array([number[r.element] for r in rows], dtype=np.int64),
        )

    @staticmethod
    def of_bill(
        tail: IntArray, head: IntArray, kind: LinkKind, bill: Bill, m: IntArray
    ) -> LinkTable:
        """Links of one kind that are the rows of one bill, with their metres."""
        return LinkTable(
            tail=tail,
            head=head,
            kind=np.full(len(tail), kind.code, dtype=np.uint8),
            row=np.arange(len(tail)),
            cost=bill.cost,
            time=bill.time,
            co2e=bill.co2e,
            length_m=m,
            lacking=bill.lacking,
            shut=bill.lacking,
            closed=np.zeros(len(tail), dtype=np.bool_),
            element_of=np.zeros(len(tail), dtype=np.int64),
        )


def _totals(
    kind: npt.NDArray[np.uint8], row: IntArray, bills: Mapping[LinkKind, Sequence[Bill]]
) -> dict[str, Column]:
    """Cents, minutes and grams of links, and which have no price."""
    found: dict[str, Column] = {
        name: np.zeros(len(kind), dtype=np.int64) for name in ("cost", "time", "co2e")
    }
    found["lacking"] = np.zeros(len(kind), dtype=np.bool_)
    for of_kind, parts in bills.items():
        at = np.flatnonzero(kind == of_kind.code)
        if len(at):
            for name, column in found.items():
                column[at] = np.concatenate([getattr(p, name) for p in parts])[row[at]]
    return found


def named_elements(known: Sequence[Ref | None], rows: Iterable[LinkRow]) -> tuple[Ref | None, ...]:
    """Elements by number: those known, then those that only some links bring."""
    return tuple(dict.fromkeys((*known, *(r.element for r in rows))))
