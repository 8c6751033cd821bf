"""A graph answers by the tables it was made from, and by no others."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from corridor.engine import RouteEngine
from corridor.errors import DataError
from corridor.graph.made_from import refuse_other_tables, table_digests
from corridor.tables.dataset import Dataset
from corridor.tables.read import data_dir
from corridor.tables.records import ROWS
from tests.real import dataset, engine

Cells = dict[str, str]


def changed(folder: Path, table: str, change: Callable[[list[Cells]], None]) -> Path:
    """A copy of data/ with a change to the rows of one table."""
    shutil.copytree(data_dir(), folder)
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = list(rows[0])
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder


def longer(rows: list[Cells]) -> None:
    rows[0]["length_km"] = str(float(rows[0]["length_km"]) + 50)


def moved(rows: list[Cells]) -> None:
    rows[0]["lat"] = str(float(rows[0]["lat"]) + 0.01)


def renamed(rows: list[Cells]) -> None:
    rows[0]["name"], rows[0]["note"] = "Another name", "seen by somebody"
    rows.reverse()


def dearer(rows: list[Cells]) -> None:
    for row in rows:
        row["cost_high_usd"] = ""
        row["cost_typical_usd"] = row["cost_low_usd"] = "77"


@pytest.mark.parametrize(
    ("table", "change", "key"),
    [
        ("sections", longer, r"sections \(sections:{id}\)"),
        ("hubs", moved, r"hubs \(hubs:{id}\)"),
        ("shape_points", moved, r"shape_points\n"),
        ("false_links", lambda rows: rows.pop(), r"false_links\n"),
    ],
)
def test_tables_that_a_graph_was_not_made_from_are_refused_by_row(
    tmp_path: Path, table: str, change: Callable[[list[Cells]], Any], key: str
) -> None:
    first = dataset().texts[table].rows[0]["id"]
    data = changed(tmp_path / "data", table, change)
    named = "was made from other rows of " + key.format(id=re.escape(first))
    with pytest.raises(DataError, match=named) as caught:
        RouteEngine.load(data=data)
    assert "corridor build --data-only" in caught.value.remedy


@pytest.mark.parametrize(("table", "change"), [("hubs", renamed), ("terminals", dearer)])
def test_names_notes_prices_and_the_order_of_rows_may_be_ones_own(
    tmp_path: Path, table: str, change: Callable[[list[Cells]], None]
) -> None:
    data = changed(tmp_path / "data", table, change)
    assert RouteEngine.load(data=data).graph_hash == engine().graph_hash


def test_a_terminal_where_the_graph_has_no_stop_is_refused(tmp_path: Path) -> None:
    """Trains pass Borisov; nothing could be changed there, and nobody would see why."""
    stops = {engine().graph.place_id[p] for p in engine().graph.stop_place.tolist()}
    rails = {h for s in dataset().sections if s.mode == "rail" for h in (s.from_id, s.to_id)}
    hub = next(h for h in dataset().hubs if h.id in rails and h.id not in stops)
    old = dataset().terminals[0]
    row = structs.replace(old, id="mine", hub_id=hub.id, country=hub.country)
    tables = Dataset(**{n: getattr(dataset(), n) for n in ROWS} | {"terminals": (old, row)})
    with pytest.raises(DataError, match=r"other rows of terminals \(terminals:mine\)"):
        refuse_other_tables(engine().folder.path, engine().manifest, engine().graph, tables)


def test_digests_feel_every_column_that_the_build_reads() -> None:
    """The fault put in: one cell of one row, in each table."""
    before = table_digests(dataset())
    for name, column, value in (
        ("hubs", "accuracy_km", 3.3),
        ("sections", "confidence", "reported"),
        ("crossings", "cargo", "local"),
        ("repair_links", "kind", "another"),
        ("length_factors", "factor", 1.49),
    ):
        rows = getattr(dataset(), name)
        assert getattr(rows[0], column) != value
        first = structs.replace(rows[0], **{column: value})
        tables = Dataset(**{n: getattr(dataset(), n) for n in ROWS} | {name: (first, *rows[1:])})
        after = table_digests(tables)
        assert [n for n in before if before[n] != after[n]] == [name]
