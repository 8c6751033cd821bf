"""`corridor export` and `corridor quote` as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pypdf
import pytest

from corridor.report.export import TABLES, WRITERS
from corridor.report.tables.answer_rows import tables
from tests.cli.command import UNWANTED, all_text, corridor
from tests.report.answers import answer, record_of
from tests.report.test_exports import stamped

pytestmark = pytest.mark.slow

DAY = ("--issued", "2026-12-01", "--valid-days", "14")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("saved") / "a.json"
    path.write_text(json.dumps(answer("least_co2"), ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", [".XLSX", ".png"])
def test_export_writes_the_same_file_again(suffix: str, saved: Path, tmp_path: Path) -> None:
    contents = set()
    for seed in ("1", "2"):
        name = f"x{seed}{suffix}"
        done = corridor("export", str(saved), name, *DAY, cwd=tmp_path, PYTHONHASHSEED=seed)
        assert (done.returncode, done.stdout, done.stderr) == (0, f"{name}\n", "")
        contents.add((tmp_path / name).read_bytes())
    assert len(contents) == 1
    assert len(list(tmp_path.iterdir())) == 2


def test_route_writes_the_same_file_as_export(tmp_path: Path) -> None:
    args = ("route", "Minsk", "Karachi", "-k", "1", "--depart", "2026-12-01", "--json")
    done = corridor(*args, "--out", "direct.geojson", cwd=tmp_path)
    assert done.returncode == 0, all_text(done)
    (tmp_path / "a.json").write_text(done.stdout, encoding="utf-8")
    corridor("export", "a.json", "later.geojson", cwd=tmp_path)
    direct, later = (
        json.loads((tmp_path / f"{n}.geojson").read_text()) for n in ("direct", "later")
    )
    assert direct["features"] == later["features"]
    assert direct["stamp"]["quote_id"] == later["stamp"]["quote_id"]
    done = corridor(*args, "--out", "x.docx", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "end it in one of" in done.stderr


def test_quote_goes_beside_the_answer_and_is_the_same_again(saved: Path, tmp_path: Path) -> None:
    mine = tmp_path / "trip.json"
    mine.write_bytes(saved.read_bytes())
    (tmp_path / "us.toml").write_text('name = "Пример"\n', encoding="utf-8")
    args = ("quote", "trip.json", "--letterhead", "us.toml", *DAY)
    done = corridor(*args, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "trip.pdf\n", "")
    first = (tmp_path / "trip.pdf").read_bytes()
    corridor(*args, cwd=tmp_path, PYTHONHASHSEED="3")
    assert (tmp_path / "trip.pdf").read_bytes() == first
    done = corridor(*args[:2], "--customer", "漢", *DAY, cwd=tmp_path)
    assert done.returncode == 0
    assert "1 characters are in no font" in done.stderr


def test_a_quote_may_be_firm_and_leave_unofficial_payments_out(saved: Path, tmp_path: Path) -> None:
    pages = []
    for more in ((), ("--firm",), ("--unofficial", "left-out"), ("--unofficial", "shown")):
        done = corridor("quote", str(saved), "--out", "q.pdf", *more, *DAY, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        (page,) = pypdf.PdfReader(tmp_path / "q.pdf").pages
        pages.append(page.extract_text())
    assert ["INDICATIVE" in page for page in pages] == [True, False, True, True]
    assert ["Unofficial payments at borders" in page for page in pages] == [
        False,
        False,
        True,
        False,
    ]
    assert pages[3] == pages[0]


def test_the_validity_of_the_tables_is_used_unless_told(saved: Path, tmp_path: Path) -> None:
    done = corridor("export", str(saved), "a.md", "--issued", "2026-12-01", cwd=tmp_path)
    assert done.returncode == 0
    assert "valid 14 days, until 2026-12-15" in (tmp_path / "a.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("export", "A", "x.docx"), ".geojson, .kml, .gpx, .ics, .csv, .xlsx, .md, .svg, .png"),
        (("export", "A", "no/x.csv"), "make the folder first"),
        (("export", "A", "x.csv", "--table", "things"), "one of about, itineraries"),
        (("export", "A", "x.csv", "--issued", "soon"), "2026-12-01"),
        (("export", "A", "x.csv", "--valid-days", "-1"), "0 to 365 days"),
        (("export", "none.json", "x.csv"), "corridor route ORIGIN DESTINATION"),
        (("quote", "A", "--which", "9"), "give 1 to"),
        (("quote", "A", "--unofficial", "hidden"), "one of shown, left-out"),
        (("quote", "bad.json"), "Expected `int`, got `str` - at `$.query.count`"),
        (
            ("quote", "edited.json"),
            "Expected the sum of the items - at `$.itineraries[0].totals.cost_usd.typical`",
        ),
    ],
)
def test_wrong_input_is_refused_with_a_remedy(
    args: tuple[str, ...], words: str, saved: Path, tmp_path: Path
) -> None:
    bad = json.loads(saved.read_text(encoding="utf-8"))
    bad["query"]["count"] = "two"
    (tmp_path / "bad.json").write_text(json.dumps(bad))
    edited = json.loads(saved.read_text(encoding="utf-8"))
    edited["itineraries"][0]["totals"]["cost_usd"]["typical"] -= 500
    (tmp_path / "edited.json").write_text(json.dumps(edited))
    files = sorted(tmp_path.iterdir())
    done = corridor(*(str(saved) if a == "A" else a for a in args), cwd=tmp_path)
    assert done.returncode == 2, all_text(done)
    assert words in done.stderr
    assert "Try: " in done.stderr
    assert not [w for w in UNWANTED if w in all_text(done)]
    assert sorted(tmp_path.iterdir()) == files


@pytest.mark.parametrize(
    ("module", "args"),
    [
        ("openpyxl", ("export", "A", "x.xlsx")),
        ("uharfbuzz", ("quote", "A", "--out", "x.pdf")),
    ],
)
def test_a_missing_package_is_named_with_the_line_to_type(
    module: str, args: tuple[str, ...], saved: Path, tmp_path: Path
) -> None:
    # A package of that name that cannot be imported stands before the real one.
    hidden = tmp_path / "hidden" / module
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text("raise ImportError('hidden')\n")
    path = f"{hidden.parent}:{Path(__file__).parents[2]}"
    done = corridor(
        *(str(saved) if a == "A" else a for a in args), *DAY, cwd=tmp_path, PYTHONPATH=path
    )
    assert done.returncode == 2
    assert 'Try: pip install "corridor[documents]"' in done.stderr
    assert module in done.stderr


def test_the_tables_and_suffixes_of_the_help_are_those_there_are() -> None:
    found = answer("least_co2")
    assert tuple(t.name for t in tables(record_of(found), stamped(found))) == TABLES
    done = corridor("export", "--help")
    assert all(suffix in done.stdout for suffix in WRITERS)
