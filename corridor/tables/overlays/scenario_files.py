"""
Read overlays from disk: scenarios in TOML, and a folder of a forwarder's own rows.

Nothing is checked against the tables here; `corridor.tables.overlays.overlay` does that.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from corridor.errors import DataError, InputError, shown
from corridor.model.dates import first_day
from corridor.model.scenario import Overlay, RowChange, Scale
from corridor.tables.overlays.scales import near
from corridor.tables.read import schemas, tables_dir

_SAID = ("title", "text", "as_of", "source_id", "confidence")
OWN_CONFIDENCE = "reported"


def scenarios_dir() -> Path:
    """Folder of the scenarios that come with the tables in use."""
    return tables_dir() / "scenarios"


def shipped_names() -> tuple[str, ...]:
    """Names of the scenarios that ship."""
    return tuple(sorted(p.stem for p in scenarios_dir().glob("*.toml")))


def scenario(name: str) -> Overlay:
    """
    A shipped scenario by name, or a person's by the path of its file.

    Raises
    ------
    InputError
        If there is none of that name; near names are given.
    DataError
        If the file is no scenario.
    """
    path = Path(name)
    folded = "-".join(name.lower().replace("_", " ").split())
    if folded in shipped_names():
        return read_scenario(scenarios_dir() / f"{folded}.toml", origin="scenario")
    try:
        is_file = path.is_file()
    except OSError:
        is_file = False
    if is_file:
        return read_scenario(path, origin="file")
    if path.suffix == ".toml":
        raise InputError(f"there is no scenario file {shown(name)}", remedy="name a TOML file")
    raise InputError(
        f"no scenario is called {shown(name)}",
        remedy=f"{near(folded, shipped_names())}, or the path of a TOML file",
    )


def read_scenario(path: Path, *, origin: str) -> Overlay:
    """
    Read a scenario: what it says of itself, open, close, [scale], and rows by table.

    Raises
    ------
    DataError
        If a key means nothing or a value is of the wrong kind.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as err:
        raise DataError(
            f"{path.name} cannot be read ({err.strerror})", remedy="name another file"
        ) from err
    except UnicodeDecodeError as err:
        raise DataError(f"{path.name} is not UTF-8", remedy="save it as UTF-8") from err
    except tomllib.TOMLDecodeError as err:
        raise DataError(f"{path.name} is not TOML: {err}", remedy="correct that line") from err
    known = (*_SAID, "source_ids", "open", "close", "scale", *schemas())
    for key in document:
        if key not in known:
            raise DataError(
                f"{path.name}: {shown(key)} is neither a table nor a key of a scenario",
                remedy=near(key, known),
            )
    said = {k: _text(document[k], f"{path.name}, {k}") for k in _SAID if k in document}
    as_of = said.setdefault("as_of", _written(path))
    try:
        first_day(as_of)
    except ValueError as err:
        raise DataError(
            f"{path.name}, as_of: {shown(as_of)} {err}", remedy="write it as 2026-11-25"
        ) from err
    return Overlay(
        name=path.stem,
        origin=origin,
        file=path.name,
        open=_names(document.get("open", []), f"{path.name}, open"),
        close=_names(document.get("close", []), f"{path.name}, close"),
        source_ids=_names(document.get("source_ids", []), f"{path.name}, source_ids"),
        scales=_scales(document.get("scale", {}), path.name),
        rows=tuple(
            row
            for table in schemas()
            if table in document
            for row in _toml_rows(table, document[table], path.name)
        ),
        **said,
    )


def _names(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise DataError(f"{where} is not a list of names", remedy='write ["torkham", "chaman"]')
    return tuple(value)


def _scales(value: object, file: str) -> tuple[Scale, ...]:
    if not isinstance(value, Mapping):
        raise DataError(
            f"{file}, scale is not a table", remedy="write [scale] and item = 1.2 below"
        )
    found = []
    for target, factor in value.items():
        if isinstance(factor, bool) or not isinstance(factor, int | float):
            raise DataError(
                f"{file}, scale {shown(target)}: {factor!r} is not a number",
                remedy='write item = 1.2; put quotes around a name with an @: "thc@gwadar" = 0.6',
            )
        found.append(Scale(target, float(factor)))
    return tuple(found)


def _toml_rows(table: str, value: object, file: str) -> list[RowChange]:
    if not isinstance(value, list) or not all(isinstance(v, Mapping) for v in value):
        raise DataError(f"{file}: {table} is not a list of rows", remedy=f"write [[{table}]]")
    rows = []
    for number, cells in enumerate(value, 1):
        place = f"{file}, {table} row {number}"
        texts = {c: _text(v, f"{place}, column {c}") for c, v in cells.items()}
        key = texts.pop("id", "")
        if not key:
            raise DataError(f"{place}, column id: is empty", remedy="name the row to change or add")
        rows.append(RowChange(table, key, tuple(texts.items()), place))
    return rows


def _text(value: Any, where: str) -> str:
    """A value of TOML as the text of a cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return "|".join(value)
    raise DataError(f"{where}: {value!r} is not a cell", remedy="give text, a number or a date")


def _written(path: Path) -> str:
    """Day on which a file was last written, where it does not say its own."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()


def own_rows(folder: Path) -> Overlay:
    """
    Read a forwarder's folder: any of the tables, any of their columns, only his rows.

    Raises
    ------
    DataError
        If the folder or a file in it cannot be read, or holds no table.
    """
    try:
        is_folder = folder.is_dir()
    except OSError:  # as a name longer than any file may have
        is_folder = False
    if not is_folder:
        raise DataError(
            f"there is no folder {shown(str(folder))}",
            remedy="name the folder of your tables, as rates.csv and closures.csv",
        )
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise DataError(
            f"{folder} holds no table",
            remedy="put your rows there, as rates.csv with the columns id and rate_typical_usd_per_km",
        )
    for path in files:
        if path.stem not in schemas():
            raise DataError(
                f"{path.name} is named after no table", remedy=near(path.stem, schemas())
            )
    rows = [row for path in files for row in _csv_rows(path)]
    return Overlay(
        name="own rows",
        title=f"Own rows of the user ({folder.resolve().name})",
        origin="own",
        rows=tuple(rows),
        as_of=max(_written(p) for p in files),
        confidence=OWN_CONFIDENCE,
        file=folder.resolve().name,
    )


def _csv_rows(path: Path) -> list[RowChange]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as err:
        raise DataError(
            f"{path.name} cannot be read ({err.strerror})", remedy="put the file there"
        ) from err
    except UnicodeDecodeError as err:
        raise DataError(f"{path.name} is not UTF-8", remedy="save it as CSV UTF-8") from err
    # A spreadsheet set to a decimal comma parts the cells by semicolons.
    first = text.partition("\n")[0]
    sign = ";" if ";" in first and "," not in first else ","
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    header = [c.strip() for c in lines[0]] if lines else []
    if "id" not in header or len(set(header)) != len(header):
        raise DataError(
            f"{path.name}, row 1: the header {shown(','.join(header))} needs each column once,"
            " and the column id",
            remedy=f"columns of {path.stem}: {', '.join(schemas()[path.stem].names)}",
        )
    rows = []
    for number, cells in enumerate(lines[1:], 2):
        if not any(c.strip() for c in cells):
            continue
        place = f"{path.name}, row {number}"
        if len(cells) != len(header):
            raise DataError(f"{place}: has {len(cells)} cells", remedy=f"give {len(header)}")
        row = {c: v.strip() for c, v in zip(header, cells, strict=True)}
        key = row.pop("id")
        if not key:
            raise DataError(f"{place}, column id: is empty", remedy="name the row to change or add")
        rows.append(RowChange(path.stem, key, tuple((c, v) for c, v in row.items() if v), place))
    return rows
