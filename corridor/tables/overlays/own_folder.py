"""Rows put into a user's own folder of tables: all files made first, then each into its place."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corridor.errors import DataError, shown
from corridor.model.scenario import Overlay
from corridor.safe_files import replace_file
from corridor.tables.overlays.scenario_files import own_rows
from corridor.tables.read import schemas
from corridor.tables.row import Named

# The file that others refer to is there before those that do.
_FIRST = "sources"


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A row for a table of the folder; of a row that is there already only these cells change."""

    table: str
    id: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _File:
    """A table of the folder as it stands: its sign between cells, columns and rows."""

    sign: str
    header: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]


def own_overlay(folder: Path) -> Overlay | None:
    """
    The rows of a folder, None where it has none yet or is not there.

    Raises
    ------
    DataError
        If a file of it is wrong.
    """
    if not folder.is_dir() or not any(folder.glob("*.csv")):
        return None
    return own_rows(folder)


def with_rows(folder: Path, put: Iterable[OwnRow], taken: Iterable[str] = ()) -> dict[str, bytes]:
    """
    The files of a folder once some rows are put in and others taken out; nothing is written.

    Parameters
    ----------
    put
        Rows to add or change.
    taken
        Rows to take out, as 'table:id'.

    Raises
    ------
    DataError
        If a file of the folder cannot be read.
    """
    by_table: dict[str, list[OwnRow]] = {}
    for row in put:
        by_table.setdefault(row.table, []).append(row)
    gone = set(taken)
    for key in gone:
        by_table.setdefault(key.partition(":")[0], [])
    found: dict[str, bytes] = {}
    for table in sorted(by_table, key=lambda t: (t != _FIRST, t)):
        old = _read(folder / f"{table}.csv")
        kept = [r for r in old.rows if f"{table}:{Named.of(r).id}" not in gone]
        found[f"{table}.csv"] = _written(table, old, _merged(kept, by_table[table]))
    return found


def checked(folder: Path, files: Mapping[str, bytes]) -> Overlay:
    """
    The overlay of a folder with these files in it, read by the readers of every answer.

    Raises
    ------
    DataError
        If a row of it is wrong.
    """
    with TemporaryDirectory() as name:
        trial = Path(name) / folder.resolve().name
        trial.mkdir()
        for path in folder.glob("*.csv") if folder.is_dir() else ():
            shutil.copy2(path, trial)
        for file, content in files.items():
            (trial / file).write_bytes(content)
        return own_rows(trial)


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """
    Write files into a folder, each beside its place and then renamed; the folder is made if need be.

    Raises
    ------
    DataError
        If the disk refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in files.items():
            replace_file(folder / file, content)
    except OSError as err:
        raise DataError(
            f"{shown(str(folder))} cannot be written ({err.strerror})",
            remedy="name a folder that you may write to",
        ) from err


def _read(path: Path) -> _File:
    if not path.is_file():
        return _File(",", (), ())
    text = path.read_text(encoding="utf-8-sig")
    first = text.partition("\n")[0]
    sign = ";" if ";" in first and "," not in first else ","
    lines = [line for line in csv.reader(io.StringIO(text, newline=""), delimiter=sign) if line]
    header = tuple(c.strip() for c in lines[0]) if lines else ()
    rows = [dict(zip(header, line, strict=False)) for line in lines[1:]]
    return _File(sign, header, tuple(r for r in rows if any(v.strip() for v in r.values())))


def _merged(kept: Sequence[Mapping[str, str]], put: Sequence[OwnRow]) -> list[Mapping[str, str]]:
    """Rows with others among them: one of an id that is there changes in its cells alone."""
    rows = {Named.of(row).id.strip(): dict(row) for row in kept}
    for new in put:
        rows.setdefault(new.id, {"id": new.id}).update(new.cells)
    return list(rows.values())


def _written(table: str, old: _File, rows: Sequence[Mapping[str, str]]) -> bytes:
    """A table as text: the columns that it had, then those that the new rows need."""
    needed = {c for row in rows for c in row}
    names = [c for c in schemas()[table].names if c in needed and c not in old.header]
    header = [*old.header, *names]
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", delimiter=old.sign, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")
