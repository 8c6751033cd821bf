"""The standing comparisons of the shipped gallery: fresh, small, closed, on a phone too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from corridor.cli.gallery import DAY, READY
from corridor.cli.standing import CASES, PLACES, standing_page
from corridor.graph.store import read_manifest
from corridor.sources.tables import graphs_dir
from tests.browser import ARGUMENTS, chromium_path
from tests.cli.command import ROOT
from tests.real import planner

STANDING = [
    ROOT / "maps" / f"compare-{place.lower()}-{case}.html" for case in CASES for place in PLACES
]


def test_a_standing_comparison_is_as_made_today() -> None:
    page = standing_page(planner(), datetime.combine(DAY, READY), "Kabul", "today")
    shipped = ROOT / "maps" / page.name
    assert shipped.read_bytes() == page.html.encode(), "stale: run `corridor gallery`"


def test_all_pages_together_stay_under_twelve_megabytes() -> None:
    assert sum(p.stat().st_size for p in (ROOT / "maps").iterdir()) <= 12_000_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.mark.parametrize("path", STANDING, ids=lambda p: p.stem)
def test_a_standing_comparison_is_small_and_opens_offline(path: Path, browser: Browser) -> None:
    assert path.stat().st_size <= 400_000
    context = browser.new_context(offline=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: told.append(request.url))
    page.goto(path.as_uri())
    assert told == [path.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator("p.verdict").first.is_visible()
    assert read_manifest(graphs_dir())["content_hash"][:12] in page.content()
    context.close()
