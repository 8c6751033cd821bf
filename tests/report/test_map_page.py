"""The map page as text: closed, safe and the same every time."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from msgspec import to_builtins

from corridor.messages.catalogue import in_english
from corridor.model.message import name, say
from corridor.report.document.parts.said import saved
from corridor.report.document.read import json_text
from corridor.report.document.stamp import quote_id, stamp
from corridor.report.map.basemap import asset_text
from corridor.report.pages.route_page import _SHEET, _UNSHOWN, route_map
from tests.real import engine
from tests.report import answers
from tests.report.answers import record_of
from tests.report.samples import HOSTILE, hostile_answer, line, sample_answer

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


class Reader(HTMLParser):
    """Collects scripts, styles and everything that could load something."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.styles: list[str] = []
        self.loads: list[str] = []
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.policy = ""
        self._open: tuple[str, dict[str, str | None]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        self.handlers += [key for key in about if key.startswith("on") or key == "style"]
        if tag in {"script", "style"}:
            self._open = (tag, about)
        if "src" in about or tag in {"link", "img", "iframe", "object", "base", "form"}:
            self.loads.append(tag)
        if tag == "a":
            self.links.append(about.get("href") or "")
        if about.get("http-equiv") == "Content-Security-Policy":
            self.policy = about["content"] or ""

    def handle_data(self, data: str) -> None:
        if self._open and self._open[0] == "script":
            self.scripts.append((self._open[1], data))
        elif self._open:
            self.styles.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._open = None


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


@pytest.mark.parametrize("make", [sample_answer, hostile_answer])
def test_three_data_blocks_two_scripts_two_styles_and_nothing_loaded(make: Any) -> None:
    found = read(route_map(record_of(make()), line).page())
    kinds = [about.get("type") for about, _ in found.scripts]
    assert kinds == ["application/json"] * 3 + [None, None]
    assert len(found.styles) == 2
    assert found.loads == []
    assert found.handlers == []
    assert all(link.startswith("https://") for link in found.links)


def test_the_policy_names_the_hash_of_every_script_and_style() -> None:
    found = read(route_map(record_of(sample_answer()), line).page())
    assert found.policy.startswith("default-src 'none';")
    assert "unsafe" not in found.policy
    run = [text for about, text in found.scripts if "type" not in about]
    for text in [*run, *found.styles]:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in found.policy


def without(value: Any, keys: tuple[str, ...]) -> Any:
    """A document without fields of some names."""
    if isinstance(value, dict):
        return {k: without(v, keys) for k, v in value.items() if k not in keys}
    return [without(v, keys) for v in value] if isinstance(value, list) else value


def test_no_script_of_the_page_reads_what_its_data_leave_out() -> None:
    scripts = "".join(asset_text(name) for name in _SHEET.scripts)
    for key in set(_UNSHOWN) - {"rows", "messages"}:  # words of other things, too
        assert not re.search(rf"\.{key}\b", scripts), key


@pytest.mark.parametrize("make", [sample_answer, hostile_answer])
def test_the_data_block_is_the_answer(make: Any) -> None:
    found = read(route_map(record_of(make()), line).page())
    block = json.loads(found.scripts[0][1])
    whole = without(json.loads(json_text(record_of(make()))), _UNSHOWN)
    assert block["answer"] == whole
    assert not set("<>&\u2028\u2029") & set(found.scripts[0][1])


def test_our_script_never_writes_html() -> None:
    script = (ROOT / "corridor/report/js/route_script.js").read_text(encoding="utf-8")
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "fetch(",
    ):
        assert word not in script


def test_the_tables_hold_totals_legs_borders_and_closures() -> None:
    page = route_map(record_of(sample_answer()), line).page()
    article = page[page.index("<article") : page.index("</article>")]
    for text in (
        "<h1>Minsk to Karachi</h1>",
        "5,013",
        "via Hairatan and Torkham",
        "Kanisay - Bolashak - Serhetyaka",
        "Spin Boldak - Chaman",
        "2026-02-11, 293 days before departure",
        "Rail rates",
        "no position is taken",
        "OpenStreetMap contributors, ODbL",
        "<svg ",
    ):
        assert text in article


def test_a_leg_is_marked_only_where_its_hours_or_its_dollars_are_guessed() -> None:
    answer = sample_answer()
    for itinerary in answer["itineraries"]:
        for leg in itinerary["legs"]:
            for item in leg["items"]:
                item.update(estimate=True, estimate_cost=False, estimate_time=True)
    page = route_map(record_of(answer), line).page()
    assert re.search(r">~[\d,.]+</td>", page)  # hours
    assert not re.search(r">~[\d,.]+ \(", page)  # dollars and their band


def test_the_page_says_how_long_it_holds_where_it_is_issued() -> None:
    answer = sample_answer()
    mark = stamp(record_of(answer), issued=date(2026, 11, 25), valid_days=14)
    issued, example = (
        route_map(record_of(answer), line, mark=mark).page(),
        route_map(record_of(answer), line).page(),
    )
    for page in (issued, example):
        assert f"Quote {quote_id(record_of(answer))}" in page[page.index("<article") :]
    assert "issued 2026-11-25, valid 14 days, until 2026-12-09" in issued
    assert '"valid_until":"2026-12-09"' in issued
    assert "valid_until" not in read(example).scripts[0][1]
    assert " issued 2" not in example


def test_the_tables_say_nothing_twice() -> None:
    answer = sample_answer()
    answer["messages"] = []
    for called in ("Chaman", "Torkham"):
        stale = say("stale", name=name(called), confirmed="2026-02-11", days=293)
        at = f"/warnings/{len(answer['warnings'])}/text"
        answer["messages"].append(to_builtins(saved(stale, at)))
        answer["warnings"].append({"code": "stale", "text": in_english(stale), "source_ids": []})
    for n, itinerary in enumerate(answer["itineraries"]):
        itinerary["totals"]["distance_estimated_km"] = 1200.0 + n
        text = f"{1200 + n} km of the way have an estimated length"
        itinerary["warnings"].append({"code": "estimate", "text": text, "source_ids": []})
    for end in ("from", "to"):
        answer["itineraries"][0]["legs"][0][end]["name"] = "Torkham (BY)"
    page = route_map(record_of(answer), line).page()
    shown = page[page.index("<article") : page.index("</article>")]
    assert shown.count("last confirmed closed on 2026-02-11") == 1
    assert "Chaman, Torkham: last confirmed closed on" in shown
    assert shown.count("an estimated length") == 0
    assert (
        "Estimated length: 1,200 km of itinerary 1, 1,201 km of itinerary 2,"
        " 1,202 km of itinerary 3" in shown
    )
    assert "(BY) (BY)" not in shown
    assert shown.count("Torkham (BY)") == 1
    for warning in (w for i in answer["itineraries"] for w in i["warnings"]):
        assert warning["code"] == "estimate" or warning["text"] in shown


def test_hostile_text_is_shown_in_the_tables_as_text() -> None:
    page = route_map(record_of(hostile_answer()), line).page()
    start = page.index("<article")
    assert "&lt;script&gt;window.hacked=1&lt;/script&gt;" in page[start:]
    assert "<script>window.hacked" not in page
    assert HOSTILE not in page
    assert "Мінск کراچی" in page[start:]
    # A slot's name inside a text is not filled.
    assert page.count("{{answer}}") > 10


def test_the_same_answer_gives_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from corridor.report.pages.route_page import _SHEET, _UNSHOWN, route_map\n"
        "from tests.report.answers import record_of\n"
        "from corridor.report.pages.route_page import _SHEET, _UNSHOWN, route_map\n"
        "from tests.report.samples import hostile_answer, line\n"
        "sys.stdout.buffer.write(route_map(record_of(hostile_answer()), line).page().encode())\n"
    )
    pages = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": zone},
            cwd=tmp_path,
            check=True,
            capture_output=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("4711", "Asia/Karachi"))
    ]
    assert pages[0] == pages[1] == route_map(record_of(hostile_answer()), line).page().encode()
    assert len(pages[0]) > 100_000


@pytest.mark.parametrize("make", [sample_answer, hostile_answer])
def test_the_page_is_small(make: Any) -> None:
    assert len(route_map(record_of(make()), line).page().encode()) < 1_000_000


@pytest.mark.parametrize("name", ["minsk_karachi", "minsk_karachi_open"])
def test_the_page_of_a_real_route_with_its_alternatives_is_small_enough_to_send(name: str) -> None:
    lines = engine().lines
    found = answers.answer(name)
    assert len(found["itineraries"]) >= 3
    assert len(route_map(record_of(found), lines.line, lines.is_coarse).page().encode()) < 1_200_000


def test_the_page_is_small_with_many_itineraries_and_a_fine_graph() -> None:
    answer = sample_answer()
    answer["itineraries"] = answer["itineraries"] * 3

    def fine(ref: str) -> list[tuple[float, float]]:
        rough = line(ref)
        points = []
        for (x0, y0), (x1, y1) in pairwise(rough):
            for i in range(20):
                wave = 0.002 if i % 2 else 0.0
                points.append((x0 + (x1 - x0) * i / 20 + wave, y0 + (y1 - y0) * i / 20))
        return [*points, rough[-1]]

    assert len(route_map(record_of(answer), fine).page().encode()) < 1_500_000


def test_leaflet_is_of_the_line_that_folium_wraps() -> None:
    folium = pytest.importorskip("folium")
    wrapped = next(address for name, address in folium.Map.default_js if name == "leaflet")
    found = re.search(r"leaflet@(\d+\.\d+)\.", wrapped)
    assert found is not None
    script = (ROOT / "corridor/report/assets/leaflet.js").read_text(encoding="utf-8")
    assert script.startswith(f"/* @preserve\n * Leaflet {found[1]}.")
