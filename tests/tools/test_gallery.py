"""The gallery: fresh, complete, offline, and open to pages of other features."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from playwright.sync_api import Browser

from corridor.cli import gallery
from corridor.cli.gallery import CASES, PLACES, page_name
from corridor.graph.store import read_manifest
from corridor.report.pages.gallery import Page, index_page
from corridor.tables.read import content_hash, graphs_dir
from tests.cli.command import ROOT, corridor
from tests.hostile import NAMES
from tests.report.pages import opened

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><path d="M0 0L3 2"/></svg>'


def standing(engine: object, depart: object) -> list[tuple[str, str, str]]:
    return [("ports.html", "Ports beside each other", "<!DOCTYPE html><title>x</title>")]


@pytest.mark.slow
def test_the_shipped_gallery_is_fresh() -> None:
    """Routes and network are made anew; for the comparisons the hashes and one page stand."""
    done = corridor(
        "gallery", "--out", str(ROOT / "maps"), "--check", "--only", "routes", "--only", "network",
        cwd=ROOT,
    )  # fmt: skip
    assert done.stdout == "", "stale: run `corridor gallery` and look at what changed"
    assert done.returncode == 0
    index = (ROOT / "maps" / "index.html").read_text(encoding="utf-8")
    assert f"tables {content_hash()[:12]}," in index, "stale: run `corridor gallery`"
    assert f"graph {read_manifest(graphs_dir()).content_hash[:12]}." in index
    linked = set(re.findall(r'<a href="([^"]+)"', index))
    assert linked == {p.name for p in (ROOT / "maps").glob("*.html")} - {"index.html"}
    assert {page_name(place, case) for case in CASES for place in PLACES} <= linked


def test_a_stale_page_is_named_and_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(gallery, "MAKERS", {"ports": gallery.simple(standing)})
    out = tmp_path / "maps"

    def run(*, check: bool) -> int:
        try:
            gallery.gallery(out=out, depart="", only=None, check=check)
        except typer.Exit as done:
            return done.exit_code
        return 0

    assert run(check=False) == 0
    page = out / "ports.html"
    good = page.read_bytes()
    assert run(check=True) == 0
    page.write_text("old")
    capsys.readouterr()
    assert run(check=True) == 3
    assert capsys.readouterr().out == f"{page} is stale\n"
    assert page.read_text() == "old"
    assert run(check=False) == 0
    assert page.read_bytes() == good


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--only", "pictures"), "one of routes, network, comparisons"),
        (("--depart", "soon"), "2026-12-01"),
        (("--out", "no/such/folder"), "name another folder"),
    ],
)
def test_wrong_input_is_refused_with_a_remedy(
    args: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    done = corridor("gallery", *args, cwd=tmp_path)
    assert done.returncode == 2
    assert "Try: " in done.stderr
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_feature_adds_pages_by_one_function(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gallery, "MAKERS", {"ports": gallery.simple(standing)})
    gallery.gallery(out=tmp_path / "g", depart="2026-12-01", only=None, check=False)
    assert sorted(p.name for p in (tmp_path / "g").iterdir()) == ["index.html", "ports.html"]
    text = (tmp_path / "g" / "index.html").read_text(encoding="utf-8")
    assert 'href="ports.html"' in text
    assert "Ports beside each other" in text


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_the_index_is_closed_and_fits_with_any_title(
    browser: Browser, size: tuple[int, int], tmp_path: Path
) -> None:
    pages = [Page(f"{n}.html", name, "x", name, SVG) for n, name in enumerate(NAMES)]
    text = index_page(
        pages, data_date="2026-11", graph_hash="0f" * 32, tables_hash="1e" * 32, on="2026-12-01"
    )
    assert not re.search(r"<(script|img|link|iframe)\b", text)
    file = tmp_path / "index.html"
    file.write_bytes(text.encode())
    visit = opened(browser, file, size)
    page = visit.page
    assert page.locator("li a").count() == len(NAMES)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert page.evaluate("window.hacked") is None
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "0.html"
    visit.close()
    assert visit.errors == []
    assert visit.requests == [file.as_uri()]
