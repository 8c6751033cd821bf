"""The list of hostile names, on the pages of a route and of the gallery, in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from corridor.report.pages.route_page import route_map
from tests.hostile import HACK, spoiled
from tests.real import engine
from tests.report.answers import answer, record_of
from tests.report.pages import opened


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, True), (390, False)])
def test_no_name_runs_or_breaks_the_map_page(
    browser: Browser, width: int, scripts: bool, tmp_path: Path
) -> None:
    lines = engine().lines
    file = tmp_path / "m.html"
    text = route_map(
        record_of(spoiled(answer("minsk_karachi"))), lines.line, lines.is_coarse
    ).page()
    file.write_bytes(text.encode())
    found = opened(browser, file, (width, 844), java_script_enabled=scripts)
    page = found.page
    assert page.locator("script").count() == text.count("<script")
    if scripts:
        legs = page.locator(".leg")
        for number in range(0, legs.count(), 3):
            legs.nth(number).click()
            page.locator(".leaflet-popup-content").wait_for()
        assert page.evaluate("window.hacked") is None
    shown = page.locator("#app" if scripts else "#static")
    assert f"</script><script>{HACK}</script>" in shown.inner_text()
    assert page.locator("img[src='x'], iframe, form, [onerror], [onload]").count() == 0
    assert page.locator("a[href^='javascript' i]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert found.errors == []
    found.close()
