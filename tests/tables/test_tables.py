"""Tables are read whole or refused whole, with every wrong cell named."""

from __future__ import annotations

import csv
import io
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from corridor.errors import DataError
from corridor.tables.dataset import Dataset, from_tables, load
from corridor.tables.place_checks import Places, place_clashes
from corridor.tables.read import (
    Table,
    data_dir,
    load_all,
    load_table,
    reference_complaints,
    refuse,
    schemas,
)
from corridor.tables.row_checks import clashes
from tests.real import dataset

Grid = list[list[str]]


@pytest.fixture
def real() -> Dataset:
    """The shipped tables."""
    return dataset()


def grid(path: Path) -> Grid:
    """All cells of a table, its header first."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def written(cells: Grid) -> str:
    """Cells as the text of a table."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(cells)
    return text.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of data/ that may be spoilt."""
    copy = tmp_path / "data"
    shutil.copytree(data_dir(), copy)
    return copy


@pytest.fixture(scope="module")
def checked() -> dict[str, Table]:
    """The shipped tables as text."""
    return dict(load_all())


def spoil(folder: Path, table: str, key: str, column: str, value: str) -> int:
    """Set one cell of a row; returns the row's number in the file."""
    path = folder / f"{table}.csv"
    cells = grid(path)
    at = cells[0].index(column)
    line = next(n for n, row in enumerate(cells) if n and row[cells[0].index("id")] == key)
    cells[line][at] = value
    path.write_text(written(cells), encoding="utf-8")
    return line + 1


def first_key(table: str, fits: Callable[[dict[str, str]], bool] = bool) -> str:
    """Key of the first row that fits."""
    return next(r["id"] for r in load_table(table, data_dir())[0].rows if fits(dict(r)))  # type: ignore[union-attr]


def test_shipped_tables_load() -> None:
    tables = load_all()
    assert set(tables) == set(schemas())
    shipped = {p.stem for p in data_dir().glob("*.csv") if ".part-" not in p.name}
    assert shipped == set(schemas()), "a table without a schema, or a schema without a table"
    assert all(t.rows for t in tables.values())


def test_every_schema_is_a_record_and_every_record_a_schema(real: Dataset) -> None:
    assert {f for f in vars(real) if not f.startswith("_")} >= set(schemas())
    for name, table in load_all().items():
        assert len(getattr(real, name)) == len(table.rows), f"rows of {name} dropped"


WRONG = [
    ("sections", "length_km", "long", "is not a number"),
    ("sections", "length_km", "nan", "is not a finite number"),
    ("sections", "length_km", "inf", "is not a finite number"),
    ("sections", "length_km", "-3", "is below 0.1 km"),
    ("sections", "length_km", "99999", "is above 2000 km"),
    ("sections", "length_km", "1_2", "is not a plain number"),
    ("sections", "length_km", "١٢", "is not a plain number"),
    ("sections", "length_km", "", "is empty but required"),
    ("sections", "length_km", " 12", "has blanks at its ends"),
    ("sections", "mode", "horse", "is not one of rail, road"),
    ("sections", "from_id", "atlantis", "is not in hubs.id"),
    ("sections", "source_id", "hearsay", "is not in sources.id"),
    ("sections", "as_of", "2026-02-30", "is not a day of the calendar"),
    ("sections", "as_of", "last year", "is not a date: a day as"),
    ("sections", "gauge_mm", "1520.0", "is not a whole number"),
    ("sections", "note", "two\nlines", "holds a line break"),
    ("crossings", "country_a", "Russia", "is not a two-letter country code"),
    ("closures", "from_date", "2025-13-01", "is not a date: a day as"),
    ("closures", "from_date", "2025-02-29", "is not a day of the calendar"),
    ("closures", "season_from", "02-29", "is not a day of the calendar of every year"),
    ("closures", "season_from", "31-12", "is not a month and day MM-DD"),
    ("rules", "countries", "BY||RU", "has an empty entry in its list"),
    ("rules", "modes", "rail|horse", "is not one of rail, road, sea"),
    ("speeds", "swod_typical_kmh", "1e99", "is above 120 kmh"),
    ("totals", "via", "minsk|atlantis", "is not in hubs.id"),
]


@pytest.mark.parametrize(("table", "column", "value", "problem"), WRONG)
def test_one_wrong_cell_is_named(
    tmp_path: Path,
    checked: dict[str, Table],
    table: str,
    column: str,
    value: str,
    problem: str,
) -> None:
    shutil.copy(data_dir() / f"{table}.csv", tmp_path)
    line = spoil(tmp_path, table, first_key(table), column, value)
    shown = value if "|" not in value or "in hubs" not in problem else "atlantis"
    spoilt, wrong = load_table(table, tmp_path)
    assert spoilt is not None
    with pytest.raises(DataError) as caught:
        refuse(wrong + reference_complaints({**checked, table: spoilt}))
    expected = f"{table}.csv, row {line}, column {column}: {shown!r} {problem}"
    assert expected in str(caught.value)
    told = next(text for text in str(caught.value).splitlines() if expected in text)
    assert told.rpartition(" - ")[2].strip(), "no remedy"
    assert "Try: correct the rows named above" in str(caught.value)


def test_band_out_of_order_is_named(folder: Path) -> None:
    key = first_key("speeds", lambda r: bool(r["swod_low_kmh"] and r["swod_high_kmh"]))
    line = spoil(folder, "speeds", key, "swod_low_kmh", "119")
    with pytest.raises(
        DataError, match=r"is not low <= typical <= high - order the band"
    ) as caught:
        load_all(folder)
    assert f"speeds.csv, row {line}, column swod_typical_kmh" in str(caught.value)


def test_all_wrong_cells_are_named_at_once(folder: Path) -> None:
    lines = [
        ("sections", spoil(folder, "sections", first_key("sections"), "mode", "horse"), "mode"),
        ("hubs", spoil(folder, "hubs", first_key("hubs"), "lat", "north"), "lat"),
        ("rates", spoil(folder, "rates", first_key("rates"), "source_id", "hearsay"), "source_id"),
        (
            "ports",
            spoil(folder, "ports", first_key("ports"), "dwell_in_typical_days", "nan"),
            "dwell_in_typical_days",
        ),
    ]
    with pytest.raises(
        DataError, match=r"^4 wrong cells in hubs.csv, ports.csv, rates.csv"
    ) as caught:
        load_all(folder)
    for table, line, column in lines:
        assert f"{table}.csv, row {line}, column {column}: " in str(caught.value)


def test_more_wrong_cells_than_shown_are_counted(folder: Path) -> None:
    path = folder / "hubs.csv"
    cells = grid(path)
    at = cells[0].index("lat")
    for row in cells[1:]:
        row[at] = "north"
    path.write_text(written(cells), encoding="utf-8")
    count = len(cells) - 1
    with pytest.raises(DataError, match=f"^{count} wrong cells") as caught:
        load_all(folder)
    assert f"... and {count - 60} more" in str(caught.value)


def test_duplicate_key_is_named_with_both_rows(folder: Path) -> None:
    path = folder / "speeds.csv"
    cells = grid(path)
    cells.append(cells[1])
    path.write_text(written(cells), encoding="utf-8")
    expected = f"speeds.csv, row {len(cells)}, column id: '{cells[1][0]}' stands in row 2 too"
    with pytest.raises(DataError, match=expected):
        refuse(load_table("speeds", folder)[1])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"id,contry\n", "is not the header - use id,country,mode"),
        (b"", "is not the header - use id,country,mode"),
        ("id,country\nстрана".encode("cp1251"), "is not UTF-8 - save it as UTF-8"),
    ],
)
def test_unreadable_table_says_how_to_mend_it(folder: Path, content: bytes, problem: str) -> None:
    (folder / "speeds.csv").write_bytes(content)
    with pytest.raises(DataError, match=problem):
        load_all(folder)


def test_missing_file_is_named(folder: Path) -> None:
    (folder / "fx.csv").unlink()
    with pytest.raises(DataError, match=r"fx.csv.*cannot be read .* - put the file there"):
        load_all(folder)


def test_row_with_too_few_cells_is_named(folder: Path) -> None:
    path = folder / "speeds.csv"
    with path.open("a", encoding="utf-8") as handle:
        handle.write("short,BY,rail\n")
    line, wanted = len(grid(path)), len(grid(path)[0])
    with pytest.raises(DataError, match=f"speeds.csv, row {line}, .* has 3 cells - give {wanted}"):
        load_all(folder)


def test_lost_quotation_mark_swallows_no_rows(folder: Path) -> None:
    """A note that opens a quotation and never closes it would take the next rows along."""
    path = folder / "speeds.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(n for n, text in enumerate(lines) if n and not text.endswith('"'))
    lines[at] = lines[at].rpartition(",")[0] + ',"open'
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=rf"speeds.csv, row {at + 1}, "):
        refuse(load_table("speeds", folder)[1])


_TABLES = {name: grid(data_dir() / f"{name}.csv") for name in schemas()}
_JUNK = ["", "nan", "inf", "-1", "0", "1e9", "x", " ", "|", "a|b", "2026-02-30", "02-29", "yes"]


_OF_KEYS = ("speaks of what row", "begins inside the band", "leaves ")


@pytest.mark.slow
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32), text=st.text(max_size=8), number=st.floats())
def test_random_corruption_is_refused_or_legal(
    seed: int,
    text: str,
    number: float,
    checked: dict[str, Table],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Whatever one cell becomes, it is refused by name or parses to a typed record."""
    pick = random.Random(seed)
    name = pick.choice(sorted(_TABLES))
    cells = [list(r) for r in _TABLES[name]]
    line = pick.randrange(1, len(cells))
    at = pick.randrange(len(cells[0]))
    other = cells[pick.randrange(1, len(cells))][at]
    junk = pick.choice([pick.choice(_JUNK), text, str(number), other])
    # A lone carriage return is written without quotes and would part the row in two.
    assume(not {"\x00", "\r"} & set(junk) and not any("\ud800" <= c <= "\udfff" for c in junk))
    cells[line][at] = junk
    folder = tmp_path_factory.mktemp("t")
    (folder / f"{name}.csv").write_text(written(cells), encoding="utf-8", newline="")
    table, wrong = load_table(name, folder)
    assert table is not None
    # A key that is gone leaves the rows that point at it; those are named as well.
    wrong = wrong + reference_complaints({**checked, name: table})
    if not wrong:
        parsed = from_tables({**checked, name: table})
        assert len(getattr(parsed, name)) == len(cells) - 1
        return
    column = cells[0][at]
    key = table.schema.key
    if column in (*key.columns, *key.bands):
        # It says now what another row says, or its tariff has a gap: told of either row.
        wrong = [c for c in wrong if not c.problem.startswith(_OF_KEYS)]
        if not wrong:
            return
    if column == "id":
        assert all(c.column == "id" or c.problem.startswith("is not in ") for c in wrong)
        return
    named = {column}
    if any(end in column for end in ("_low", "_typical", "_high")):
        for end in ("_low", "_typical", "_high"):
            named.add(column.replace(end, "_typical"))
    if name in ("hubs", "crossings"):
        # Rows elsewhere that name the place or post no longer agree with it.
        wrong = [
            c for c in wrong if not re.search("is not a side of|lies|is not the mode", c.problem)
        ]
    if column == "of_table":
        named.add("row_id")  # which names a row of the table named there
    # A cell that is well by itself may not go with another of its row, which is then named.
    row = dict(zip(cells[0], cells[line], strict=True))
    named |= {c.column for c in clashes(table.schema, row)}
    known = Places.of(checked)
    named |= {c.column for c in place_clashes(name, row, known)}
    assert {(c.file, c.line) for c in wrong} <= {(f"{name}.csv", line + 1)}
    assert {c.column for c in wrong} <= named
    assert all(c.remedy for c in wrong)


def test_order_of_rows_does_not_matter(tmp_path: Path, real: Dataset) -> None:
    """The same rows in another order parse to the same records."""
    for name in ("rates", "closures", "sections"):
        cells = _TABLES[name]
        body = cells[1:]
        random.Random(3).shuffle(body)
        (tmp_path / f"{name}.csv").write_text(written([cells[0], *body]), encoding="utf-8")
        table, wrong = load_table(name, tmp_path)
        assert table is not None
        refuse(wrong)
        assert {r["id"] for r in table.rows} == {r.id for r in getattr(real, name)}


def test_loading_twice_gives_equal_datasets(real: Dataset) -> None:
    assert load() == real
