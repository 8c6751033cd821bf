"""Our derived figures worked out again from the rows and pages that `derivations` names."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from itertools import pairwise

from corridor.checks.derived.kinds import rows_by_kind
from corridor.checks.evidence import agrees, audit, fault_of_reading, number_of, worked_out
from corridor.checks.gaps import Table
from corridor.model.status import Built
from corridor.tables.dataset import Dataset
from corridor.tables.records import Derivation, Evidence

Cell = tuple[str, str, str]  # table, row, column
Rows = list[tuple[str, ...]]
# Numbers that turn one unit into another, count a mean or write out a power of ten; any other
# number of a formula must be an input. The corridor reports (CPMM) tell dollars of 500 km.
_POWERS = (10, 100, 1000, 100_000, 1_000_000, 1_000_000_000)
UNITS = frozenset((0, 1, 2, 3, 7, 12, 24, 30, 60, 168, 365, 500, 1.852, *_POWERS))
# Verdicts of evidence under which the page holds our figure, and those under which it holds one.
_HOLDS = ("same", "converted", "corrected")
_PRINTS = (*_HOLDS, "differs")
# Columns that carry the figure of a row where none is called typical.
_MAIN = {
    "sea_services": ("transit_typical_days", "sailings_per_week"),
    "rail_services": ("headway_typical_days", "transit_typical_h"),
    "closures": ("from_date", "to_date"),
    "opening_hours": ("opens", "closes"),
    "fx": ("per_usd",),
    "sections": ("length_km",),
    "totals": ("length_km",),
    "network_reference": ("length_km",),
    "repair_links": ("length_km",),
    "false_links": ("network_km",),
    "border_pockets": ("most_km",),
    "units": ("default_gross_t",),
    "crossings": ("lon", "lat"),
    "hubs": ("lon", "lat"),
    "shape_points": ("lon", "lat"),
    "river_bridges": ("lon", "lat"),
    "feast_days": ("day",),
    "chains": ("via",),
    "time_zones": ("zone",),
}


@dataclass(frozen=True, slots=True)
class Worked:
    """One row of `derivations`; `fault` says why our figure does not follow, '' if it does."""

    row: Derivation
    fault: str


class Derived:
    """Which derived figures of the tables follow from published ones."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._cells = {name: table.by_id for name, table in dataset.texts.items()}
        self._rates = {row.id: row.per_usd for row in dataset.fx}
        self._rows = {
            (r.of_table, r.row_id, r.column): r for r in dataset.derivations if r.kind == "formula"
        }
        self._evidence = {row.id: row for row in dataset.evidence}
        self._faults: dict[Cell, str] = {}

    @cached_property
    def held(self) -> frozenset[Cell]:
        """
        Cells that one page holds: same, converted or corrected, and worked out again.

        A formula with a number of ours in it (a length, a share, a rate of exchange) does not:
        `derivations` must name where that number comes from.
        """
        return frozenset(
            (a.row.of_table, a.row.row_id, a.row.column)
            for a in audit(self.dataset)
            if a.row.verdict in _HOLDS and not a.fault and not strangers(a.row.formula)
        )

    @cached_property
    def by_kind(self) -> Mapping[str, frozenset[str]]:
        """Rows that a kind works out for a whole table, by table."""
        return rows_by_kind(self.dataset)

    def works(self) -> list[Worked]:
        """Every formula of the table, with what is wrong with it."""
        return [Worked(row, self.fault(cell)) for cell, row in sorted(self._rows.items())]

    def follows(self, cell: Cell) -> bool:
        """Whether a cell follows from published figures, from a page alone or by a derivation."""
        return cell in self.held or (cell in self._rows and not self.fault(cell))

    def fault(self, cell: Cell) -> str:
        """Why the derivation of a cell does not hold, '' if it does."""
        if cell not in self._faults:
            self._faults[cell] = "it rests on itself"  # until it is known
            self._faults[cell] = self._fault(self._rows[cell])
        return self._faults[cell]

    def _fault(self, row: Derivation) -> str:
        if ":".join((row.of_table, row.row_id, row.column)) in row.inputs:
            return "it rests on itself"
        try:
            figures = [f for text in row.inputs for f in self._input(text)]
            if strange := fault_of_reading(row.read_as, row.printed):
                return strange
            figures += map(number_of, row.read_as)
            if odd := strangers(row.formula):
                return f"{odd[0]:g} in the formula does not turn a unit: name where it comes from"
            ours = worked_out(row.formula, figures, self._rates)
        except ValueError as err:
            return str(err)
        if place := self._of_another(row, figures):
            return place
        cell = self._cells[row.of_table][row.row_id][row.column]
        if agrees(ours, cell):
            return ""
        return f"{row.formula} gives {ours:.6g}, the cell is {cell!r}"

    def _of_another(self, row: Derivation, figures: Sequence[float]) -> str:
        """What is wrong with one figure of another thing in other units; '' if it is none."""
        keys = [t.removeprefix("evidence:") for t in row.inputs if t.startswith("evidence:")]
        if len(figures) == 1 and keys and self._evidence[keys[0]].verdict == "differs":
            return "a figure of another thing is copied, not derived"
        return ""

    def _input(self, text: str) -> Iterator[float]:
        """The figures that an input names; ValueError if it names none or an estimate."""
        table, _, rest = text.partition(":")
        if table == "evidence":
            yield from map(number_of, self._read(rest).read_as)
            return
        if table == "constant":
            yield from self._constant(rest)
            return
        if table == "way":
            yield way_km(self.dataset, *rest.split(":"))
            return
        row_id, _, column = rest.rpartition(":")
        row = self._cells.get(table, {}).get(row_id)
        if row is None or column not in row:
            raise ValueError(f"there is no {text}")
        if not self._known((table, row_id, column), row.get("confidence", "")):
            raise ValueError(f"{text} is an estimate itself")
        yield number_of(row[column])

    def _constant(self, name: str) -> Iterator[float]:
        row = next((r for r in self.dataset.derivations if r.row_id == f"constant.{name}"), None)
        if row is None or row.kind != "constant":
            raise ValueError(f"there is no constant {name}")
        if strange := fault_of_reading(row.read_as, row.printed):
            raise ValueError(f"constant {name}: {strange}")
        yield from map(number_of, row.read_as)

    def _read(self, key: str) -> Evidence:
        row = self._evidence.get(key)
        if row is None or row.verdict not in _PRINTS or not row.printed:
            raise ValueError(f"no page stands behind evidence:{key}")
        if strange := fault_of_reading(row.read_as, row.printed):
            raise ValueError(f"evidence:{key}: {strange}")
        return row

    def _known(self, cell: Cell, confidence: str) -> bool:
        if confidence in ("published", "reported"):
            return True
        return confidence == "derived" and self.follows(cell)

    def missing(self, table: str, row_id: str) -> tuple[str, ...]:
        """Main columns of a derived row that follow from nothing; empty if the row is earned."""
        if row_id in self.by_kind.get(table, ()):
            return ()
        row = self._cells[table][row_id]
        columns = main_columns(self.dataset, table, row)
        lost = [c for c in columns if not self.follows((table, row_id, c))]
        if columns:
            return tuple(lost)
        told = any(self.follows((table, row_id, c)) for c in row)
        return () if told else ("no figure",)

    @cached_property
    def unearned(self) -> Mapping[str, tuple[str, ...]]:
        """Rows called derived that no derivation shows, by 'table:row', with what is missing."""
        found = {}
        for key, row in self.dataset.cited.items():
            if row.confidence == "derived" and (lost := self.missing(row.table, row.id)):
                found[key] = lost
        return found


def main_columns(dataset: Dataset, table: str, row: Mapping[str, str]) -> tuple[str, ...]:
    """Columns that carry the figure of a row: the typical ones, else those of its table."""
    schema = dataset.texts[table].schema
    kept = _MAIN.get(table) or tuple(c.name for c in schema.columns if "typical" in c.name)
    return tuple(c for c in kept if row[c])


def derivation_tables(found: Derived) -> list[Table]:
    """What `corridor sources --audit` prints of derivations."""
    faults: Rows = [
        (w.row.of_table, w.row.row_id, w.row.column, w.fault) for w in found.works() if w.fault
    ]
    counts = Counter(key.partition(":")[0] for key in found.unearned)
    every = Counter(
        row.table for row in found.dataset.cited.values() if row.confidence == "derived"
    )
    rows: Rows = [(t, str(n), str(n - counts[t]), str(counts[t])) for t, n in sorted(every.items())]
    rows.append(("all", *(str(sum(int(r[i]) for r in rows)) for i in (1, 2, 3))))
    tables: list[Table] = [
        (
            "Derived rows: those that follow from published figures, and those nothing shows",
            ("table", "derived", "worked out", "not shown"),
            rows,
        ),
        ("Derivations that do not hold", ("table", "row", "column", "fault"), faults),
    ]
    return tables


def strangers(formula: str) -> list[float]:
    """Numbers of a formula that turn no unit, in order: they must come from somewhere."""
    try:
        return sorted(set(_numbers(formula)) - UNITS) if formula else []
    except ValueError:
        return []  # the formula is told to be none when it is worked out


def way_km(dataset: Dataset, mode: str, places: str) -> float:
    """
    Kilometres of the shortest way of a mode over our sections, through places joined by '>'.

    Raises
    ------
    ValueError
        If a place is unknown or no section leads on.
    """
    near: dict[str, list[tuple[float, str]]] = {}
    for section in dataset.sections:
        if section.mode == mode and section.status == Built.OPEN:
            near.setdefault(section.from_id, []).append((section.length_km, section.to_id))
            near.setdefault(section.to_id, []).append((section.length_km, section.from_id))
    return sum(_between(near, one, two) for one, two in pairwise(places.split(">")))


def _between(near: Mapping[str, Sequence[tuple[float, str]]], one: str, two: str) -> float:
    heap, done = [(0.0, one)], set[str]()
    while heap:
        km, at = heappop(heap)
        if at == two:
            return km
        if at not in done:
            done.add(at)
            for more, to in near.get(at, ()):
                heappush(heap, (km + more, to))
    raise ValueError(f"no way of our sections from {one} to {two}")


def _numbers(formula: str) -> Iterator[float]:
    """Numbers written into a formula."""
    try:
        tree = ast.parse(formula, mode="eval")
    except SyntaxError as err:
        raise ValueError(f"{formula!r} is no formula") from err
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            yield float(node.value)
