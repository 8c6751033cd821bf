"""The map page in a headless Chromium without network: drawn, closed, usable, inert."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator
from playwright.sync_api import TimeoutError as TooLate

from corridor.report.map.basemap import asset_text
from corridor.report.pages.route_page import _SHEET, route_map
from tests.real import engine
from tests.report.answers import answer as real_answer
from tests.report.answers import record_of
from tests.report.pages import (
    BESIDE,
    DESKTOP,
    PHONE,
    RAIL,
    ROAD,
    SEA,
    Visit,
    counted,
    opened,
    place,
    serious_faults,
)
from tests.report.samples import hostile_answer, line, sample_answer

Open = Callable[..., Visit]
HALO = [240, 228, 66]


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    found: list[Visit] = []

    def open_page(
        answer: dict[str, Any], size: tuple[int, int] = DESKTOP, *, scripts: bool = True
    ) -> Visit:
        file = tmp_path / "map.html"
        file.write_text(route_map(record_of(answer), line).page(), encoding="utf-8", newline="\n")
        found.append(opened(browser, file, size, java_script_enabled=scripts))
        return found[-1]

    yield open_page
    for one in found:
        one.close()


def assert_closed(found: Visit) -> None:
    assert found.errors == []
    assert [address.rpartition("/")[2] for address in found.requests] == ["map.html"]


def click_line(found: Visit, colour: list[int]) -> None:
    at = place(found.page, colour)
    assert at is not None
    found.page.mouse.click(*at)


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_route_is_drawn_without_errors_or_requests(visit: Open, size: tuple[int, int]) -> None:
    found = visit(sample_answer(), size)
    rail, beside = counted(found.page, RAIL, BESIDE)
    assert rail > 500  # the chosen way in the colour of its mode
    assert beside > 100
    assert found.page.locator(".sign-border").count() >= 5
    assert found.page.title() == "Minsk to Karachi"
    assert found.page.locator("#static").is_hidden()
    wide = found.page.evaluate("document.documentElement.scrollWidth")
    assert wide == size[0]
    assert_closed(found)
    # whose data it is, and what its boundaries mean
    credit = found.page.locator(".leaflet-control-attribution").inner_text()
    assert credit == "© OpenStreetMap contributors, ODbL; GeoNames, CC BY 4.0; Natural Earth"
    assert "no position is taken" in str(found.page.locator(".legend").text_content())  # folded
    # paper gets the sheet of the chosen way
    found.page.emulate_media(media="print")
    found.page.locator("#paper .sheet table").first.wait_for()
    assert found.page.locator("#static").is_hidden()
    assert found.page.locator("#map").is_hidden()


def test_days_are_those_of_the_clocks_of_the_places(browser: Browser, tmp_path: Path) -> None:
    """Times of an answer carry the offset of their place; a figure no script could make out shows."""
    answer, lines = real_answer("minsk_karachi_open"), engine().lines
    file = tmp_path / "map.html"
    file.write_bytes(route_map(record_of(answer), lines.line, lines.is_coarse).page().encode())
    found = opened(browser, file, DESKTOP)
    legs = answer["itineraries"][0]["legs"]
    first = date.fromisoformat(legs[0]["start"][:10])
    days = [(date.fromisoformat(leg["start"][:10]) - first).days + 1 for leg in legs]
    assert found.page.locator(".timeline .day").all_inner_texts() == [f"day {n}" for n in days]
    shown = found.page.locator("body").inner_text()
    assert re.findall(r"\b(?:NaN|undefined|null|Infinity)\b", shown) == []
    found.close()


def test_the_chosen_itinerary_has_the_colours_of_its_modes_and_the_others_are_grey(
    visit: Open,
) -> None:
    found = visit(sample_answer())
    modes = {leg["mode"] for leg in sample_answer()["itineraries"][0]["legs"]} - {""}
    colours = {"rail": RAIL, "road": ROAD, "sea": SEA}
    for mode, pixels in zip(colours, counted(found.page, *colours.values()), strict=True):
        assert (pixels > 20) == (mode in modes), mode
    found.page.locator("#choice input").nth(2).check()
    modes = {leg["mode"] for leg in sample_answer()["itineraries"][2]["legs"]} - {""}
    for mode, pixels in zip(colours, counted(found.page, *colours.values()), strict=True):
        assert (pixels > 20) == (mode in modes), mode
    assert found.page.locator(".leg").count() == len(sample_answer()["itineraries"][2]["legs"])
    assert_closed(found)


def test_a_card_or_leg_under_the_pointer_lights_up_its_line(visit: Open) -> None:
    found = visit(sample_answer())
    found.page.mouse.move(5, 5)
    assert found.pixels(HALO) == 0
    found.page.locator(".card").nth(1).hover()
    whole = found.pixels(HALO)
    assert whole > 500
    found.page.locator(".leg").nth(4).hover()
    assert 50 < found.pixels(HALO) < whole
    found.page.mouse.move(5, 5)
    assert found.pixels(HALO) == 0
    assert_closed(found)


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_leg_in_the_panel_opens_its_bill(visit: Open, size: tuple[int, int]) -> None:
    found = visit(sample_answer(), size)
    found.page.locator(".leg").nth(6).click()
    popup = found.page.locator(".leaflet-popup-content")
    popup.wait_for()
    found.page.locator(".leaflet-pan-anim").wait_for(state="detached")
    text = popup.inner_text()
    leg = sample_answer()["itineraries"][0]["legs"][6]
    assert "Bolashak - Serhetyaka \u2192 Sarakhs" in text
    for item in leg["items"]:
        assert item["name"] in text
        assert f"{item['cost_usd']['typical']:,.2f}" in text
        assert f"{item['cost_usd']['low']:,.0f}" in text
    assert f"{leg['cost_usd']['typical']:,.2f}" in text
    assert "Rail rates, Example Institute" in text
    assert "~ rests on an estimate" in text
    box = popup.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= size[0]
    assert_closed(found)


def test_a_click_on_the_line_opens_the_bill_of_that_leg(visit: Open) -> None:
    found = visit(sample_answer())
    click_line(found, RAIL)
    popup = found.page.locator(".leaflet-popup-content")
    popup.wait_for()
    assert "rail freight" in popup.inner_text()
    assert_closed(found)


def test_a_thin_line_chooses_its_itinerary(visit: Open) -> None:
    found = visit(sample_answer())
    click_line(found, BESIDE)
    assert not found.page.locator("#choice input").nth(0).is_checked()
    assert_closed(found)


def popup_of(found: Visit, sign: str) -> Locator:
    """The popup of the last of some signs; a click that falls into a redraw is made again."""
    popup = found.page.locator(".leaflet-popup-content")
    for left in (2, 1, 0):
        found.page.locator(".leaflet-pan-anim").wait_for(state="detached")
        found.page.locator(sign).last.click()
        try:
            popup.wait_for(timeout=10_000 if not left else 3_000)
        except TooLate:
            if not left:
                raise
        else:
            break
    return popup


def test_signs_open_border_transfer_and_closure(visit: Open) -> None:
    found = visit(sample_answer())
    for kind, words in (
        ("border", "Passage 2026-12-"),
        ("transfer", "lift between wagons"),
        ("blocked", "Closed for road since 2025-10-11; last confirmed 2026-02-11"),
        ("destination", "Karachi (PK)"),
    ):
        popup = popup_of(found, f".leaflet-marker-pane .sign-{kind}")
        assert words in popup.inner_text()
        found.page.keyboard.press("Escape")
        found.page.evaluate("document.querySelector('.leaflet-popup-close-button')?.click()")
        popup.wait_for(state="detached")
    assert_closed(found)


def test_the_keyboard_reaches_a_leg_and_comes_back(visit: Open) -> None:
    found = visit(sample_answer())
    leg = found.page.locator(".leg").nth(2)
    leg.focus()
    found.page.keyboard.press("Enter")
    popup = found.page.locator(".leaflet-popup-content")
    popup.wait_for()
    found.page.keyboard.press("Escape")
    popup.wait_for(state="detached")
    assert leg.evaluate("button => button === document.activeElement")
    assert_closed(found)


def test_layers_can_be_switched_off(visit: Open) -> None:
    found = visit(sample_answer())
    toggle = found.page.locator(".leaflet-control-layers-toggle").bounding_box()
    assert toggle is not None
    found.page.mouse.move(toggle["x"] + 9, toggle["y"] + 9)
    found.page.get_by_label("Rail", exact=False).first.uncheck()
    assert found.pixels(RAIL) == 0
    found.page.get_by_label("Border crossings").uncheck()
    assert found.page.locator(".leaflet-marker-pane .sign-border").count() == 0
    found.page.get_by_label("Land only").check()
    found.page.get_by_label("Rail", exact=False).first.check()
    assert found.pixels(RAIL) > 500
    assert_closed(found)


def test_hostile_text_stays_text(visit: Open) -> None:
    found = visit(hostile_answer())
    for number in range(3):
        found.page.locator("#choice input").nth(number).check()
        found.page.locator(".leg").nth(1).click()
        popup = found.page.locator(".leaflet-popup-content")
        popup.wait_for()
        assert "</script><script>window.hacked=1</script>" in popup.inner_text()
    assert found.page.evaluate("window.hacked") is None
    assert found.page.locator("#app img, #app iframe, #app form").count() == 0
    assert found.page.locator("a[href^='javascript']").count() == 0
    assert "کراچی" in found.page.locator("h1").first.inner_text()
    assert_closed(found)


@pytest.mark.parametrize("make", [sample_answer, hostile_answer])
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_without_scripts_tables_and_picture_are_there(
    visit: Open, make: Any, size: tuple[int, int]
) -> None:
    found = visit(make(), size, scripts=False)
    assert found.page.locator("#app").is_hidden()
    assert found.page.locator("#static .picture svg").is_visible()
    assert found.page.locator("#static table").count() == 8
    assert "Kanisay" in found.page.locator("#static").inner_text()
    box = found.page.locator("#static .picture svg").bounding_box()
    assert box is not None
    assert box["width"] <= size[0]
    assert_closed(found)


def test_the_page_speaks_russian_and_keeps_names_in_their_own_script(visit: Open) -> None:
    answer = sample_answer()
    answer["names"] = [
        {"id": "minsk", "lang": "be", "name": "Мінск"},
        {"id": "minsk", "lang": "ru", "name": "Минск"},
        {"id": "karachi", "lang": "ru", "name": "Карачи"},
        {"id": "karachi", "lang": "ur", "name": "کراچی"},
    ]
    found = visit(answer)
    heading = found.page.locator("#panel h1")
    assert heading.inner_text() == "Minsk Мінск to Karachi کراچی"
    assert heading.locator("bdi[lang=ur]").inner_text() == "کراچی"
    found.page.locator("#choice input").nth(1).check()
    found.page.get_by_role("button", name="Русский").click()
    assert heading.inner_text() == "Минск → Карачи کراچی"
    assert found.page.locator("html").get_attribute("lang") == "ru"
    assert found.page.locator("#choice input").nth(1).is_checked()
    assert "Маршруты (выберите)" in found.page.locator("#panel").inner_text()
    assert "Легенда" in found.page.locator(".legend").inner_text()
    assert found.page.locator(".legend").count() == 1
    assert found.page.locator(".leaflet-control-layers").count() == 1
    assert "Индия" in found.page.locator(".leaflet-names-pane").inner_text()
    found.page.locator(".leg").nth(1).click()
    popup = found.page.locator(".leaflet-popup-content")
    popup.wait_for()
    assert "Статья" in popup.inner_text()
    found.page.get_by_role("button", name="English").click()
    popup.wait_for(state="detached")
    assert "Legend" in found.page.locator(".legend").inner_text()
    assert found.pixels(BESIDE) > 100
    assert_closed(found)


def test_every_word_of_the_page_has_a_russian_one() -> None:
    parts = [n for n in _SHEET.scripts if n != "map_russian.js"]
    scripts = "".join(asset_text(part) for part in parts)
    used = set(re.findall(r"\bt\(\s*\"([^\"]+)\"", scripts))
    used |= {
        w for pair in re.findall(r'\? "([^"]+)" : "([^"]+)"', scripts) for w in pair if "{}" in w
    }
    dictionary = dict(re.findall(r'"((?:[^"\\]|\\.)+)":\s*"([^"]*)"', asset_text("map_russian.js")))
    assert len(used) > 40
    assert used - dictionary.keys() - {"by "} == set()
    assert all(
        value.count("{}") == key.count("{}") or key == "to" for key, value in dictionary.items()
    )


def test_borders_and_transfers_show_their_state(visit: Open) -> None:
    answer = sample_answer()
    best = answer["itineraries"][0]
    for border in best["borders"]:
        border["status"] = "open"
    best["borders"][0]["status"] = "restricted"
    best["borders"][1]["status"] = "opened"
    found = visit(answer)
    assert found.page.locator(".leaflet-marker-pane .sign-restricted").count() == 1
    assert found.page.locator(".leaflet-marker-pane .sign-opened").count() == 1
    assert found.page.locator(".leaflet-marker-pane .sign-gauge").count() == 0
    legs = best["legs"]
    change = next(n for n, leg in enumerate(legs) if leg["kind"] == "transfer")
    before = max(n for n in range(change) if legs[n]["kind"] == "line_haul")
    after = min(n for n in range(change, len(legs)) if legs[n]["kind"] == "line_haul")
    for n, gauge in ((before, 1520), (after, 1435)):
        legs[n].update(mode="rail", gauge_mm=gauge)
    found = visit(answer)
    assert found.page.locator(".leaflet-marker-pane .sign-gauge").count() >= 1
    assert "Break of gauge" in str(found.page.locator(".legend").text_content())
    assert_closed(found)


@pytest.mark.parametrize(("size", "language"), [(DESKTOP, "en"), (PHONE, "ru")])
def test_axe_finds_no_serious_fault(visit: Open, size: tuple[int, int], language: str) -> None:
    found = visit(sample_answer(), size)
    found.page.locator(f".languages [lang={language}]").click()
    found.page.locator(".leg").nth(2).click()
    found.page.locator(".leaflet-popup-content").wait_for()
    assert serious_faults(found.page) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_the_page_prints_on_a4_without_cutting_tables(
    visit: Open, scripts: bool, tmp_path: Path
) -> None:
    found = visit(sample_answer(), scripts=scripts)
    if scripts:
        found.page.get_by_label("Print the annex").check()
    paper = found.page.pdf(prefer_css_page_size=True)
    sizes = set(re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper))
    assert {(round(float(w)), round(float(h))) for w, h in sizes} == {(595, 842)}
    found.page.set_viewport_size({"width": 703, "height": 1000})  # 186 mm of text
    found.page.emulate_media(media="print")
    wide = found.page.evaluate(
        "Math.max(...[...document.querySelectorAll('#paper table, #static table')].map((t) => t.scrollWidth))"
    )
    assert wide <= 703


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_chart_opens_over_the_page_and_closes(visit: Open, size: tuple[int, int]) -> None:
    found = visit(sample_answer(), size)
    found.page.locator(".thumb").click()
    large = found.page.locator("dialog.large")
    assert large.is_visible()
    assert large.locator("svg").count() == 1
    box = large.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size[0]
    assert serious_faults(found.page) == []
    large.get_by_role("button").click()
    assert large.is_hidden()
    assert_closed(found)


def test_the_page_shows_one_currency(visit: Open) -> None:
    answer = sample_answer()
    usd = answer["itineraries"][0]["totals"]["cost_usd"]["typical"]
    answer["currency"] = {
        "code": "PKR", "per_usd": 281.5, "row": "fx:PKR", "source_id": "rates-road",
        "as_of": "2026-11", "confidence": "published", "own": False, "changed": [],
        "changed_by": [],
    }  # fmt: skip
    found = visit(answer)
    panel = found.page.locator("#panel").inner_text()
    assert f"{usd * 281.5:,.0f} PKR" in panel
    assert "USD" not in panel
    found.page.locator(".leg").nth(6).click()
    popup = found.page.locator(".leaflet-popup-content")
    popup.wait_for()
    assert "PKR" in popup.inner_text()
    found.page.emulate_media(media="print")
    assert f"{usd * 281.5:,.0f} (" in found.page.locator("#paper .sheet").inner_text()
    assert_closed(found)
