"""The standing comparisons of the shipped gallery: fresh, small, closed, on a phone too."""

from __future__ import annotations

import html
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from corridor.cli.gallery import CASES, PLACES, page_name
from corridor.graph.store import read_manifest
from corridor.tables.read import graphs_dir
from tests.cli.command import ROOT, corridor

pytestmark = pytest.mark.slow

STANDING = [ROOT / "maps" / page_name(place, case) for case in CASES for place in PLACES]


def test_a_standing_comparison_is_what_its_command_makes(tmp_path: Path) -> None:
    name = page_name("Kabul", "all-open")
    shipped = (ROOT / "maps" / name).read_bytes()
    told = re.search(r"Made by <code>corridor ([^<]+)</code>", shipped.decode())
    assert told is not None
    done = corridor(*shlex.split(html.unescape(told[1])), cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / name).read_bytes() == shipped, "stale: run `corridor gallery`"


def test_all_pages_together_stay_under_twelve_megabytes() -> None:
    assert sum(p.stat().st_size for p in (ROOT / "maps").iterdir()) <= 12_000_000


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """One window without network for all pages, and what is asked for or said on it."""
    context = browser.new_context(offline=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: told.append(request.url))
    yield page, told
    context.close()


@pytest.mark.parametrize("path", STANDING, ids=lambda p: p.stem)
def test_a_standing_comparison_is_small_and_opens_offline(
    path: Path, phone: tuple[Page, list[str]]
) -> None:
    assert path.stat().st_size <= 400_000
    page, told = phone
    told.clear()
    page.goto(path.as_uri())
    assert told == [path.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator("p.verdict").first.is_visible()
    assert read_manifest(graphs_dir()).content_hash[:12] in page.content()
