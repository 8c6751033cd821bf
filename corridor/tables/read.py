"""
Read and check the source tables of data/.

The only reader of data/. A table with wrong rows is refused whole, and all its
wrong cells are named at once with file, row, column, value and remedy.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corridor.errors import DataError
from corridor.tables.installed import folder_in_use, shipped
from corridor.tables.keys import KeyValue, band_ends, set_faults
from corridor.tables.place_checks import Places, names_places, place_clashes
from corridor.tables.row import Named, TextRow, Told, by_id
from corridor.tables.row_checks import RowPlan, unsaid_ends
from corridor.tables.schema import Column, TableSchema, read_schema

Numbered = Sequence[tuple[int, TextRow]]


def data_dir() -> Path:
    """Folder of the source tables: beside the package in a checkout, inside it in a wheel."""
    return shipped("data")


def graphs_dir() -> Path:
    """Folder of the compiled graph: beside the package in a checkout, inside it in a wheel."""
    return shipped("graphs")


def tables_dir() -> Path:
    """
    Folder of the tables that answers are made from: those of an installed release, else the shipped.

    Raises
    ------
    DataError
        If a release is named that is not there.
    """
    return folder_in_use("data")


def compiled_dir() -> Path:
    """
    Folder of the graph that answers are made from, as `tables_dir`.

    Raises
    ------
    DataError
        If a release is named that is not there.
    """
    return folder_in_use("graphs")


@dataclass(frozen=True, slots=True)
class Table:
    """A checked table: its schema and rows as text, in file order."""

    schema: TableSchema
    rows: tuple[TextRow, ...]
    path: Path

    @property
    def name(self) -> str:
        """Table name."""
        return self.schema.table

    @property
    def by_id(self) -> Mapping[str, TextRow]:
        """Rows by id."""
        return by_id(self.rows)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One wrong cell or row."""

    file: str
    line: int
    column: str
    value: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        """One line a person can act on."""
        return (
            f"{self.file}, row {self.line}, column {self.column}: {self.value!r} {self.problem}"
            f" - {self.remedy}"
        )


def content_hash(folder: Path | None = None) -> str:
    """SHA-256 over the tables and scenarios of a folder, names and bytes, in the order of names."""
    base = folder or tables_dir()
    digest = hashlib.sha256()
    for path in sorted([*base.glob("*.csv"), *(base / "scenarios").glob("*.toml")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def schemas(folder: Path | None = None) -> Mapping[str, TableSchema]:
    """All table schemas by table name."""
    where = (folder or data_dir()) / "schema"
    found = {p.stem: read_schema(p) for p in sorted(where.glob("*.csv"))}
    if not found:
        raise DataError(f"no table schemas in {where}", remedy="reinstall corridor")
    return found


def load_table(name: str, folder: Path) -> tuple[Table | None, list[Complaint]]:
    """Read one table; return it (None when unreadable) with what is wrong in it."""
    schema = read_schema(data_dir() / "schema" / f"{name}.csv")
    path = folder / f"{name}.csv"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as err:
        return None, [
            Complaint(
                path.name, 0, "-", "", f"cannot be read ({err.strerror})", "put the file there"
            )
        ]
    except UnicodeDecodeError:
        return None, [Complaint(path.name, 0, "-", "", "is not UTF-8", "save it as UTF-8")]
    lines = list(csv.reader(io.StringIO(text, newline="")))
    if not lines or tuple(lines[0]) != schema.names:
        header = ",".join(lines[0]) if lines else ""
        return None, [
            Complaint(
                path.name, 1, "-", header, "is not the header", f"use {','.join(schema.names)}"
            )
        ]
    width = len(schema.names)
    numbered = [(n, cells) for n, cells in enumerate(lines[1:], 2) if len(cells) == width]
    wrong = [
        Complaint(path.name, n, "-", ",".join(c)[:60], f"has {len(c)} cells", f"give {width}")
        for n, c in enumerate(lines[1:], 2)
        if len(c) != width
    ]
    numbers = [n for n, _ in numbered]
    rows = [dict(zip(schema.names, cells, strict=True)) for _, cells in numbered]
    found = list(zip(numbers, rows, strict=True))
    wrong += cell_complaints(path.name, schema, found)
    wrong += _row_complaints(path.name, schema, found)
    wrong.sort(key=lambda c: c.line)  # each row's own in the order of its columns
    wrong += key_complaints(path.name, schema, found)
    return Table(schema, tuple(rows), path), wrong


def cell_complaints(file: str, schema: TableSchema, rows: Numbered) -> Iterator[Complaint]:
    """Cells that are wrong by themselves, column by column: a text is looked at once."""
    for column in schema.columns:
        name = column.name
        problems = column.complaints([row[name] for _, row in rows])
        for line, row in rows if problems else ():
            if row[name] in problems:
                problem = problems[row[name]]
                yield Complaint(file, line, name, row[name], problem, column.description)


def _row_complaints(file: str, schema: TableSchema, rows: Numbered) -> Iterator[Complaint]:
    """What is wrong with a row as a row: its id, half a season, an end before its beginning."""
    seen: dict[str, int] = {}
    plan = RowPlan.of(schema)
    for line, row in rows:
        key = Named.of(row).id
        if key in seen:
            problem = f"stands in row {seen[key]} too"
            yield Complaint(file, line, "id", key, problem, "rename one")
        seen[key] = line
        if plan.checks:
            for clash in plan.clashes(row):
                yield Complaint(file, line, clash.column, clash.value, clash.problem, clash.remedy)
        for column, value, problem in schema.out_of_bounds(row):
            why = f"data/schema/{schema.table}.csv says why"
            yield Complaint(file, line, column, value, problem, why)


def key_complaints(file: str, schema: TableSchema, rows: Numbered) -> Iterable[Complaint]:
    """Two rows of one natural key, and sets of rows whose bands overlap or leave gaps."""
    keys = schema.key.of_rows([row for _, row in rows])
    if len(set(keys)) == len(keys) and not schema.key.bands:
        return
    first: dict[KeyValue, str] = {}
    sets: dict[KeyValue, list[TextRow]] = {}
    lines: dict[str, int] = {}
    for key, (line, row) in zip(keys, rows, strict=True):
        row_id = Named.of(row).id
        lines[row_id] = line
        if schema.key.bands:
            sets.setdefault(schema.key.set_of(row), []).append(row)
        if first.setdefault(key, row_id) != row_id:
            problem = f"speaks of what row {lines[first[key]]}, {first[key]}, speaks of"
            remedy = f"keep one ({schema.key.described(row)})"
            yield Complaint(file, line, "id", row_id, problem, remedy)
    for row, column, fault in band_faults(schema, sets.values()):
        line = lines[Named.of(row).id]
        yield Complaint(file, line, column, row[column], fault, f"({schema.key.described(row)})")


def band_faults(
    schema: TableSchema, sets: Iterable[Iterable[TextRow]]
) -> Iterable[tuple[TextRow, str, str]]:
    """Faults of the bands of some sets, for tables whose sets have an order."""
    ends = band_ends(schema.key, {c.name: c.type for c in schema.columns})
    if ends is None:
        return
    for rows in sets:
        yield from set_faults(rows, ends, unit=schema.column[ends[0]].unit)


def place_complaints(tables: Mapping[str, Table]) -> Iterator[Complaint]:
    """Rows whose country or mode is not that of the place or crossing they name."""
    known = Places.of(tables)
    for table in tables.values():
        for line, row in enumerate(table.rows if names_places(table.schema) else (), 2):
            for wrong in place_clashes(table.name, row, known):
                yield Complaint(
                    table.path.name, line, wrong.column, wrong.value, wrong.problem, wrong.remedy
                )


def end_complaints(tables: Mapping[str, Table]) -> Iterator[Complaint]:
    """Last days that nobody reported, and of which the row does not say who set them."""
    for table in tables.values():
        for line, row in enumerate(table.rows, 2):
            for wrong in unsaid_ends(row):
                yield Complaint(
                    table.path.name, line, wrong.column, wrong.value, wrong.problem, wrong.remedy
                )


def evidence_complaints(tables: Mapping[str, Table]) -> Iterator[Complaint]:
    """Evidence or a derivation of a table, row or column that there is not."""
    for name in ("evidence", "derivations"):
        if name in tables:
            yield from _speaks_of_none(tables, tables[name])


def _speaks_of_none(tables: Mapping[str, Table], told: Table) -> Iterator[Complaint]:
    known = {name: frozenset(table.by_id) for name, table in tables.items()}
    for line, row in enumerate(told.rows, 2):
        cell = Told.of(row)
        table = tables.get(cell.of_table)
        if table is None:
            column, problem = "of_table", "is not a table"
        elif cell.row_id and cell.row_id not in known[table.name]:
            column, problem = "row_id", f"is not in {table.name}"
        elif cell.column and cell.column not in table.schema.names:
            column, problem = "column", f"is no column of {table.name}"
        else:
            continue
        remedy = f"take the {told.name} out with the row, or correct it"
        yield Complaint(told.path.name, line, column, row[column], problem, remedy)


# Table of each kind of thing that `last_seen` speaks of.
SEEN_IN = {"crossing": "crossings", "regime": "transit_regimes", "terminal": "terminals"}


def seen_complaints(tables: Mapping[str, Table]) -> Iterator[Complaint]:
    """Rows of `last_seen` on what there is not."""
    table = tables.get("last_seen")
    for line, row in enumerate(table.rows if table else (), 2):
        subject = Named.of(row)
        other = tables.get(SEEN_IN.get(subject.subject_kind, ""))
        if other is not None and subject.subject_id not in other.by_id:
            problem, remedy = f"is not in {other.name}", "take the row out or correct it"
            wrong = subject.subject_id
            yield Complaint("last_seen.csv", line, "subject_id", wrong, problem, remedy)


def reference_complaints(tables: Mapping[str, Table]) -> list[Complaint]:
    """Cells that point at a row which no table holds, or at one that they do not agree with."""
    keys: dict[str, frozenset[str]] = {
        f"{name}.id": frozenset(table.by_id)
        for name, table in tables.items()
        if "id" in table.schema.names
    }
    complaints: list[Complaint] = []
    for table in tables.values():
        unknown = {
            c: lost
            for c in table.schema.columns
            if c.references in keys and (lost := _unknown(table, c, keys[c.references]))
        }
        for line, row in enumerate(table.rows if unknown else (), 2):
            for column, lost in unknown.items():
                remedy = f"add it there or correct it ({column.description})"
                problem = f"is not in {column.references}"
                complaints.extend(
                    Complaint(table.path.name, line, column.name, part, problem, remedy)
                    for part in _named(column, row[column.name])
                    if part in lost
                )
    complaints.extend(place_complaints(tables))
    complaints.extend(end_complaints(tables))
    complaints.extend(evidence_complaints(tables))
    complaints.extend(seen_complaints(tables))
    return complaints


def _unknown(table: Table, column: Column, known: Collection[str]) -> set[str]:
    """What a column names and its table does not know."""
    cells = {row[column.name] for row in table.rows}
    return {part for cell in cells for part in _named(column, cell) if part not in known}


def _named(column: Column, cell: str) -> Sequence[str]:
    """What a cell of references names."""
    if not cell:
        return ()
    return cell.split("|") if column.type == "reflist" else [cell]


def load_all(folder: Path | None = None) -> Mapping[str, Table]:
    """
    Read every table of the schema and check cells and references.

    Raises
    ------
    DataError
        Naming every wrong cell of every table.
    """
    where = folder or tables_dir()
    tables: dict[str, Table] = {}
    complaints: list[Complaint] = []
    for name in schemas():
        table, found = load_table(name, where)
        complaints.extend(found)
        if table is not None:
            tables[name] = table
    complaints.extend(reference_complaints(tables))
    refuse(complaints)
    return tables


def refuse(complaints: list[Complaint], most: int = 60) -> None:
    """Raise one DataError that names all complaints (the first `most` of them in full)."""
    if not complaints:
        return
    shown = "\n".join(f"  {c}" for c in complaints[:most])
    more = f"\n  ... and {len(complaints) - most} more" if len(complaints) > most else ""
    files = sorted({c.file for c in complaints})
    raise DataError(
        f"{len(complaints)} wrong cells in {', '.join(files)}:\n{shown}{more}",
        remedy="correct the rows named above",
    )
