"""A saved answer that was falsified is refused by every command; tables are loaded once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from corridor.tables.read import Table, data_dir, load_all
from tests.cli.command import DAY
from tests.cli.inside import afresh, inside
from tests.longer import some
from tests.report.answers import record
from tests.report.test_read_document import FALSE, falsified

pytestmark = pytest.mark.slow

MADE = (".html", ".svg", ".csv", ".geojson", ".kml", ".xlsx", ".md", ".pdf")
READERS = {
    "map": ("map", "A", "--out", "o.html"),
    "tcd": ("tcd", "A"),
    "tcd --svg": ("tcd", "A", "--svg", "o.svg"),
    "quote": ("quote", "A", "--out", "o.pdf"),
    **{f"export {s}": ("export", "A", f"o{s}") for s in MADE if s not in (".html", ".pdf")},
}
OWN = "id,value_typical\nquote_validity_days,3\n"


# Every fault and every command; each pair of them in the longer checks.
PAIRS = [(r, f) for n, r in enumerate(READERS) for f in some([*FALSE], 4, n)]


def test_no_fault_and_no_command_is_left_out() -> None:
    assert {reader for reader, _ in PAIRS} == set(READERS)
    assert {fault for _, fault in PAIRS} == set(FALSE)


@pytest.mark.parametrize(("reader", "fault"), PAIRS)
def test_a_falsified_answer_is_refused_everywhere(
    reader: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.json").write_text(json.dumps(falsified(fault)), encoding="utf-8")
    done = inside(*("bad.json" if a == "A" else a for a in READERS[reader]))
    assert (done.returncode, done.stdout) == (2, "")
    assert "bad.json" in done.stderr
    assert FALSE[fault][1] in done.stderr
    assert "Try: make it again: corridor route" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["bad.json"]


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """The folders of which all tables were loaded."""
    found: list[Path | None] = []

    def counted(folder: Path | None = None) -> Mapping[str, Table]:
        found.append(folder)
        return load_all(folder)

    monkeypatch.setattr("corridor.tables.dataset.load_all", counted)
    return found


@pytest.mark.parametrize(
    "args",
    [
        ("route", "Kabul", "Karachi", *DAY, "-k", "1", "--map", "m.html", "--out", "o.csv"),
        ("pareto", "Kabul", "Karachi", *DAY, "--map", "m.html", "--svg", "f.svg"),
        ("whatif", "today", "winter", "Kabul", "Karachi", *DAY, "-k", "1"),
        ("compare", "Kandahar", *DAY, "--samples", "0", "--onward", "Jebel Ali"),
        ("catchment", *DAY, "--country", "TM", "--onward", "Jebel Ali"),
        ("resilience", *DAY, "--origin", "Quetta", "--top", "1"),
        ("map", "list.csv", *DAY, "--out", "m.html"),
        ("map", "network", "--on", "2026-12-01", "--out", "m.html"),
    ],
    ids=lambda args: args[0] if args[0] != "map" else f"map {args[1]}",
)
def test_tables_are_loaded_once_in_a_command(
    args: tuple[str, ...],
    loads: list[Path | None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("list.csv").write_text("origin,destination\nKabul,Karachi\n", encoding="utf-8")
    assert afresh(*args).returncode == 0
    assert loads == [data_dir()]


def test_the_users_own_validity_is_on_page_pdf_and_export(
    loads: list[Path | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own").mkdir()
    Path("own/parameters.csv").write_text(OWN, encoding="utf-8")
    route = ("route", "Kabul", "Karachi", *DAY, "-k", "1", "--data", "own", "--json")
    done = afresh(*route, "--map", "direct.html", "--out", "direct.md")
    assert done.returncode == 0, done.stderr
    Path("a.json").write_text(done.stdout, encoding="utf-8")
    for args in (
        ("map", "a.json", "--out", "later.html"),
        ("export", "a.json", "later.md"),
        ("quote", "a.json", "--out", "later.pdf"),
    ):
        done = afresh(*args)
        assert done.returncode == 0, done.stderr
    assert loads == [data_dir()]  # a saved answer says how long it holds
    for name in ("direct.html", "direct.md", "later.html", "later.md"):
        assert "valid 3 days" in Path(name).read_text(encoding="utf-8"), name
    assert b"valid 3 days" in Path("later.pdf").read_bytes()  # the subject of the file


def test_without_a_row_of_the_users_own_the_answer_says_nothing_of_validity() -> None:
    assert not record("least_co2").valid_days
