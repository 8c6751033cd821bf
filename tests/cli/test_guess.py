"""A name that no table holds is refused; with --guess every face, command and file says so."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.inside import inside

pytestmark = pytest.mark.slow

DAY = ("--depart", "2026-12-01")
TO_JEBEL_ALI = ("--onward", "Jebel Ali")
# A command with a name that is none, and the text that its guess is known by.
COMMANDS: dict[str, tuple[str, ...]] = {
    "route": ("route", "Kandaharr", "Karachi", *DAY, "-k", "1"),
    "route --json": ("route", "Kandaharr", "Karachi", *DAY, "-k", "1", "--json"),
    "route option": ("route", "Herat", "Karachi", *DAY, "-k", "1", "--avoid", "Kandaharr"),
    "pareto": ("pareto", "Kandaharr", "Quetta", *DAY),
    "whatif": ("whatif", "today", "winter", "Kandaharr", "Karachi", *DAY, "-k", "1"),
    "compare": ("compare", "Kandaharr", *TO_JEBEL_ALI, *DAY, "--samples", "0"),
    "compare market": ("compare", "Kabul", "--onward", "Jebel Alii", *DAY, "--samples", "0"),
    "breakeven": (
        *("breakeven", "Kandaharr", *TO_JEBEL_ALI, *DAY, "--figure", "port_dwell@port_qasim"),
        *("--ports", "karachi,port_qasim"),
    ),
    "resilience": ("resilience", "--origin", "Kandaharr", "--destination", "Herat", *DAY),
    "ports": ("ports", "Karachii"),
}


@pytest.mark.parametrize("args", COMMANDS.values(), ids=COMMANDS)
def test_an_unknown_name_is_refused_or_its_guess_is_told(args: tuple[str, ...]) -> None:
    refused = inside(*args)
    assert refused.returncode == 2
    assert "Try: one of" in refused.stderr
    guessed = inside(*args, "--guess")
    assert guessed.returncode == 0, guessed.stderr
    assert "a guess" in " ".join(guessed.stdout.split())


def test_files_of_an_answer_tell_the_guess(tmp_path: Path) -> None:
    saved = tmp_path / "answer.json"
    page, sheet, chart = tmp_path / "map.html", tmp_path / "legs.md", tmp_path / "tcd.svg"
    done = inside(
        *("route", "Kandaharr", "Karachi", *DAY, "-k", "1", "--guess", "--json"),
        *("--map", str(page), "--out", str(sheet), "--tcd", str(chart)),
    )
    assert done.returncode == 0, done.stderr
    saved.write_text(done.stdout, encoding="utf-8")
    for path in (page, sheet, chart):
        assert "guess" in path.read_text(encoding="utf-8"), path.name
    for suffix in (".geojson", ".kml", ".csv", ".svg"):
        target = tmp_path / f"out{suffix}"
        assert inside("export", str(saved), str(target)).returncode == 0
        assert "guess" in target.read_text(encoding="utf-8"), suffix
    quote = tmp_path / "quote.pdf"
    assert inside("quote", str(saved), "--out", str(quote)).returncode == 0
    assert quote.stat().st_size > 10_000


def test_demand_of_a_catchment_tells_the_guess(tmp_path: Path) -> None:
    demand, out, chart = tmp_path / "demand.csv", tmp_path / "out.csv", tmp_path / "out.svg"
    demand.write_text("place,tonnes\nKandaharr,100\n", encoding="utf-8")
    args = ("catchment", "--country", "AF", "--demand", str(demand), *TO_JEBEL_ALI, *DAY)
    assert inside(*args).returncode == 2
    done = inside(*args, "--guess", "--out", str(out), "--out", str(chart), "--json")
    assert done.returncode == 0, done.stderr
    assert "a guess" in json.loads(done.stdout)["guessed"][0]
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert all("a guess" in row["guessed"] for row in rows)
    assert "a guess" in chart.read_text(encoding="utf-8")


def test_a_list_of_shipments_tells_the_guess(tmp_path: Path) -> None:
    listed, page = tmp_path / "list.csv", tmp_path / "list.html"
    listed.write_text("origin,destination\nKandaharr,Karachi\n", encoding="utf-8")
    args = ("map", str(listed), *DAY, "--out", str(page))
    assert inside(*args).returncode == 2
    done = inside(*args, "--guess")
    assert done.returncode == 0, done.stderr
    assert "a guess" in done.stderr
    assert "guessed for" in page.read_text(encoding="utf-8")
