"""The map page in a headless Chromium without network: drawn, closed, usable, inert."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from corridor.output.map_page import render_map
from tests.browser import ARGUMENTS, chromium_path
from tests.output.samples import hostile_answer, line, sample_answer

DESKTOP, PHONE = (1280, 800), (390, 844)
# Counts the pixels of a colour on the canvas that carries the routes, and gives one of them
# as a position in the window; colours differ a little where lines are smoothed.
FIND_COLOUR = """
async ([red, green, blue]) => {
  // Leaflet draws in the next frame.
  for (let n = 0; n < 2; n += 1) await new Promise(requestAnimationFrame);
  const canvas = document.querySelector('.leaflet-overlay-pane canvas');
  const box = canvas.getBoundingClientRect();
  const copy = document.createElement('canvas');
  [copy.width, copy.height] = [canvas.width, canvas.height];
  const pen = copy.getContext('2d', { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  const data = pen.getImageData(0, 0, canvas.width, canvas.height).data;
  const view = document.getElementById('map').getBoundingClientRect();
  let count = 0, at = null;
  for (let i = 0; i < data.length; i += 4) {
    const off = Math.abs(data[i] - red) + Math.abs(data[i + 1] - green) + Math.abs(data[i + 2] - blue);
    if (data[i + 3] < 200 || off > 12) continue;
    count += 1;
    const pixel = i / 4;
    const x = box.left + (pixel % canvas.width) * box.width / canvas.width;
    const y = box.top + Math.floor(pixel / canvas.width) * box.height / canvas.height;
    const top = document.elementFromPoint(x, y);
    if (x > view.left && y > view.top && x < view.right && y < view.bottom && top === canvas) at = [x, y];
  }
  return { count, at };
}
"""
RAIL, ROAD, SEA, OTHER = [0, 114, 178], [213, 94, 0], [0, 158, 115], [138, 143, 148]


@dataclass
class Visit:
    """An open page and what went wrong or out on it."""

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def pixels(self, colour: list[int]) -> int:
        return int(self.page.evaluate(FIND_COLOUR, colour)["count"])


Open = Callable[..., Visit]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    contexts = []

    def open_page(
        answer: dict[str, Any], size: tuple[int, int] = DESKTOP, *, scripts: bool = True
    ) -> Visit:
        file = tmp_path / "map.html"
        file.write_text(render_map(answer, line), encoding="utf-8", newline="\n")
        context = browser.new_context(
            offline=True,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        found = Visit(context.new_page())
        found.page.on("pageerror", lambda error: found.errors.append(str(error)))
        found.page.on(
            "console",
            lambda message: (
                found.errors.append(message.text) if message.type in {"error", "warning"} else None
            ),
        )
        found.page.on("request", lambda request: found.requests.append(request.url))
        found.page.goto(file.as_uri())
        return found

    yield open_page
    for context in contexts:
        context.close()


def assert_closed(found: Visit) -> None:
    assert found.errors == []
    assert [address.rpartition("/")[2] for address in found.requests] == ["map.html"]


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_route_is_drawn_without_errors_or_requests(visit: Open, size: tuple[int, int]) -> None:
    found = visit(sample_answer(), size)
    assert found.pixels(RAIL) > 500
    assert found.pixels(OTHER) > 200
    assert found.page.locator(".sign-border").count() >= 5
    assert found.page.title() == "Minsk to Karachi"
    assert found.page.locator("#static").is_hidden()
    wide = found.page.evaluate("document.documentElement.scrollWidth")
    assert wide == size[0]
    assert_closed(found)


def test_each_mode_has_its_colour_when_its_itinerary_is_chosen(visit: Open) -> None:
    found = visit(sample_answer())
    assert found.pixels(ROAD) == 0
    found.page.locator("#choice input").nth(1).check()
    assert found.pixels(ROAD) > 500
    assert found.pixels(RAIL) == 0
    found.page.locator("#choice input").nth(2).check()
    assert found.pixels(SEA) > 50
    assert found.page.locator(".leg").count() == len(sample_answer()["itineraries"][2]["legs"])
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
    x, y = found.page.evaluate(FIND_COLOUR, RAIL)["at"]
    found.page.mouse.click(x, y)
    popup = found.page.locator(".leaflet-popup-content")
    popup.wait_for()
    assert "rail freight" in popup.inner_text()
    assert_closed(found)


def test_a_grey_line_chooses_its_itinerary(visit: Open) -> None:
    found = visit(sample_answer())
    x, y = found.page.evaluate(FIND_COLOUR, OTHER)["at"]
    found.page.mouse.click(x, y)
    assert not found.page.locator("#choice input").nth(0).is_checked()
    assert_closed(found)


def test_signs_open_border_transfer_and_closure(visit: Open) -> None:
    found = visit(sample_answer())
    for kind, words in (
        ("border", "Passage 2026-12-"),
        ("transfer", "lift between wagons"),
        ("blocked", "Closed for road since 2025-10-11; last confirmed 2026-02-11"),
        ("destination", "Karachi (PK)"),
    ):
        found.page.locator(f".leaflet-marker-pane .sign-{kind}").last.click()
        popup = found.page.locator(".leaflet-popup-content")
        popup.wait_for()
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


def test_the_map_says_whose_data_it_is_and_what_its_boundaries_mean(visit: Open) -> None:
    found = visit(sample_answer())
    credit = found.page.locator(".leaflet-control-attribution").inner_text()
    assert credit == "© OpenStreetMap contributors, ODbL; Natural Earth"
    assert "no position is taken" in found.page.locator(".legend").inner_text()


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
    assert found.page.locator("#static svg").is_visible()
    assert found.page.locator("#static table").count() == 8
    assert "Kanisay" in found.page.locator("#static").inner_text()
    box = found.page.locator("#static svg").bounding_box()
    assert box is not None
    assert box["width"] <= size[0]
    assert_closed(found)


def test_paper_gets_the_tables(visit: Open) -> None:
    found = visit(sample_answer())
    found.page.emulate_media(media="print")
    assert found.page.locator("#static table").first.is_visible()
    assert found.page.locator("#map").is_hidden()
