"""Every kind of page in a headless Chromium without network: sound, closed, inert, accessible."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from corridor.model.query import Query
from corridor.report.map.route_svg import route_svg
from corridor.report.pages.gallery import Page as Entry
from corridor.report.pages.gallery import index_page
from corridor.report.pages.report_page import report_html
from corridor.report.pages.route_page import route_map
from corridor.report.pages.shipments_data import Row, Way
from corridor.report.pages.shipments_page import About, shipments_map
from tests.hostile import HACK, spoiled
from tests.real import DAY, engine
from tests.report.answers import answer, plain_of, record, record_of
from tests.report.comparisons import document, plain, typed
from tests.report.networks import network_page
from tests.report.pages import DESKTOP, PHONE, Visit, opened, serious_faults


def route() -> str:
    lines = engine().lines
    return route_map(record_of(answer("minsk_karachi")), lines.line, lines.is_coarse).page()


def front() -> str:
    query = Query(origin="Minsk", destination="Karachi", depart=DAY)
    found = plain_of(engine().front(query), engine().dataset)
    assert len(found["itineraries"]) > 4
    # The first are enough to judge by; the browser takes long over all of them.
    found["itineraries"] = found["itineraries"][:4]
    lines = engine().lines
    return route_map(record_of(found), lines.line, lines.is_coarse).page()


def shipments() -> str:
    lines = engine().lines
    rows = tuple(Row(n, f"REF-{n}", 1, 24.0, "2026-12-01") for n in range(2, 5))
    ways = [
        Way(rows, record("least_co2"), "Minsk", "Karachi", "FEU"),
        Way(rows, None, "Minsk", "Male", "FEU", "no way"),
    ]
    about = About("list.csv", "2026-11", "0f" * 32, left_out=((9, "no place is called so"),))
    return shipments_map(ways, about, lines.line, lines.is_coarse).page()


def index() -> str:
    picture = route_svg(record_of(answer("least_co2")), engine().lines.line, width=480, height=320)
    entries = [
        Entry("a.html", "Minsk to Karachi", "<!DOCTYPE html>", "18 days", picture),
        Entry("b.html", "Ports beside each other", "<!DOCTYPE html>"),
    ]
    return index_page(
        entries, data_date="2026-11", graph_hash="0f" * 32, tables_hash="0e" * 32, on="2026-12-01"
    )


def report() -> str:
    lines = engine().lines
    return report_html(document(), lines.line, lines.is_coarse)


def hostile_report() -> str:
    lines = engine().lines
    return report_html(typed(spoiled(plain(), codes=PARTS)), lines.line, lines.is_coarse)


PARTS = frozenset({"land", "port", "sea"})  # of a way; looked up by these words
KINDS: dict[str, Callable[[], str]] = {
    "route": route, "network": network_page, "shipments": shipments, "gallery": index,
    "comparison": report, "hostile comparison": hostile_report, "pareto": front,
}  # fmt: skip
# The route page is judged in test_map_browser.py, hostile texts of the others with their pages.
JUDGED = ("network", "shipments", "gallery", "comparison")


@cache
def made(kind: str) -> str:
    """A page, made once."""
    return KINDS[kind]()


def visit(browser: Browser, kind: str, size: tuple[int, int], folder: Path) -> Visit:
    """The page with all that is folded shown, and what went wrong or out on it."""
    file = folder / "page.html"
    file.write_bytes(made(kind).encode())
    found = opened(browser, file, size)
    found.page.evaluate(
        "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
    )
    return found


@pytest.mark.parametrize(
    ("kind", "size"), [*((k, s) for k in JUDGED for s in (DESKTOP, PHONE)), ("pareto", PHONE)]
)
def test_no_error_no_request_nothing_cut_off_no_serious_fault(
    browser: Browser, kind: str, size: tuple[int, int], tmp_path: Path
) -> None:
    found = visit(browser, kind, size, tmp_path)
    page = found.page
    assert serious_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    # A figure that a script could not work out shows as one of these.
    shown = page.locator("body").inner_text()
    assert re.findall(r"\b(?:NaN|undefined|null|Infinity)\b", shown) == []
    assert found.errors == []
    found.close()


def test_hostile_text_of_a_comparison_is_only_text(browser: Browser, tmp_path: Path) -> None:
    found = visit(browser, "hostile comparison", PHONE, tmp_path)
    page = found.page
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, iframe, form, object, embed, base, [onerror], [onload]").count() == 0
    assert page.locator("a[href^='javascript' i]").count() == 0
    assert f"<script>{HACK}</script>" in page.locator("body").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert found.errors == []
    found.close()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_policy_lets_only_what_the_page_holds_run(kind: str) -> None:
    text = made(kind)
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', text)
    assert found is not None
    policy = found[1]
    assert policy.startswith("default-src 'none';")
    assert "base-uri 'none'" in policy
    assert "form-action 'none'" in policy
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        for body in re.findall(rf"<{tag}>(.*?)</{tag}>", text, flags=re.DOTALL):
            digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy
    # Nothing stands before the policy that it would not rule over.
    assert "<script" not in text[: found.start()]
    assert "<style" not in text[: found.start()]
