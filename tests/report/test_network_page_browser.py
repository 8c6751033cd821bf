"""The network page in a headless Chromium without network: drawn, closed, usable, inert."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

from tests.real import dataset
from tests.report.networks import hostile_page, network_page
from tests.report.pages import DESKTOP, PHONE, RAIL, ROAD, SEA, Visit, counted, opened, place
from tests.report.samples import HOSTILE

BLUE_1435, INK_1676 = [204, 121, 167], [27, 31, 35]
BOTH = pytest.mark.parametrize("size", [DESKTOP, PHONE])

Open = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    found: list[Visit] = []

    def open_page(
        text: str = "", size: tuple[int, int] = DESKTOP, *, scripts: bool = True
    ) -> Visit:
        file = tmp_path / "network.html"
        file.write_text(text or network_page(), encoding="utf-8", newline="\n")
        found.append(opened(browser, file, size, java_script_enabled=scripts))
        return found[-1]

    yield open_page
    for one in found:
        one.close()


def assert_closed(found: Visit) -> None:
    assert found.errors == []
    assert [address.rpartition("/")[2] for address in found.requests] == ["network.html"]


def search(found: Visit, text: str) -> Locator:
    """Type and press Enter; the popup that opens."""
    found.page.locator("#search").fill(text)
    found.page.keyboard.press("Enter")
    popup = found.page.locator(".leaflet-popup-content")
    popup.wait_for()
    # A click that falls into the map's own movement hits nothing.
    found.page.locator(".leaflet-pan-anim").wait_for(state="detached")
    return popup


def layers(found: Visit) -> None:
    """Open the layer control as a mouse does."""
    toggle = found.page.locator(".leaflet-control-layers-toggle").bounding_box()
    assert toggle is not None
    found.page.mouse.move(toggle["x"] + 9, toggle["y"] + 9)


@BOTH
def test_the_network_is_drawn_without_errors_or_requests(
    visit: Open, size: tuple[int, int]
) -> None:
    found = visit(size=size)
    assert min(counted(found.page, RAIL, ROAD, SEA)) > 100
    found.page.get_by_label("Gauge of the rails").check()
    assert min(counted(found.page, RAIL, ROAD, BLUE_1435, INK_1676)) > 100
    assert found.page.locator(".mark-closed").count() == 6
    assert found.page.locator("#static").is_hidden()
    assert found.page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert_closed(found)


@BOTH
def test_a_place_is_found_in_cyrillic(visit: Open, size: tuple[int, int]) -> None:
    found = visit(size=size)
    popup = search(found, "Хайратон")
    text = popup.inner_text()
    assert text.startswith("Hairatan (AF)")
    assert "Rail crossing Hairatan: open" in text
    box = popup.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= size[0]
    popup.get_by_text("Rail crossing Hairatan: open").click()
    found.page.get_by_text("Open on 2026-12-01.").wait_for()
    assert_closed(found)


@BOTH
def test_a_closed_crossing_says_so_with_its_evidence(visit: Open, size: tuple[int, int]) -> None:
    found = visit(size=size)
    text = search(found, "torkham").inner_text()
    for words in (
        "Torkham \u2013 road crossing",
        "Closed on 2026-12-01.",
        "Closed since 2025-10-11.",
        "Last confirmed 2026-02-18 (286 days before); look for newer word.",
        "Source: Report on the closure of the Afghan-Pakistani crossings",
    ):
        assert words in text
    assert_closed(found)


def test_spellings_lead_to_one_place(visit: Open) -> None:
    found = visit()
    for text in ("Ташкент", "toshkent", "TASHKENT", "tashk"):
        popup = search(found, text)
        assert popup.inner_text().startswith("Tashkent (UZ)"), text
        found.page.keyboard.press("Escape")
        popup.wait_for(state="detached")


def test_the_search_box_works_by_keyboard_alone(visit: Open) -> None:
    found = visit()
    box = found.page.locator("#search")
    box.focus()
    found.page.keyboard.type("hairatan")
    assert box.get_attribute("aria-expanded") == "true"
    options = found.page.get_by_role("option")
    assert options.count() >= 4
    found.page.keyboard.press("ArrowDown")
    found.page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "found-1"
    wanted = options.nth(1).inner_text().split("\n")[1]
    found.page.keyboard.press("Enter")
    popup = found.page.locator(".leaflet-popup-content")
    popup.wait_for()
    assert wanted.split()[0] in popup.inner_text()
    assert options.count() == 0
    found.page.keyboard.press("Escape")
    popup.wait_for(state="detached")
    assert box.evaluate("input => input === document.activeElement")
    box.fill("nowhere at all")
    assert "No place or crossing of that name" in found.page.locator("#panel").inner_text()
    found.page.keyboard.press("Enter")
    assert popup.count() == 0
    assert_closed(found)


def test_lines_are_coloured_by_what_stands_behind_their_length(visit: Open) -> None:
    found = visit()
    green, rail = counted(found.page, [0, 158, 115], RAIL)
    assert green < rail
    found.page.get_by_label("What stands behind the length").check()
    shades = [0, 114, 178], [0, 158, 115], [213, 94, 0]
    by_gauge, *by_confidence = counted(found.page, BLUE_1435, *shades)
    assert by_gauge == 0
    assert min(by_confidence) > 300
    assert "Length estimate" in found.page.locator(".legend").inner_text()
    found.page.get_by_label("Mode", exact=True).check()
    assert found.pixels(RAIL) > 300
    assert_closed(found)


def test_layers_can_be_switched_off_and_on(visit: Open) -> None:
    found = visit()
    found.page.get_by_label("Gauge of the rails").check()
    layers(found)
    found.page.get_by_label("Planned, in construction, out of use").uncheck()
    for label, colour in (("Rail 1435 mm", BLUE_1435), ("Road", ROAD)):
        box = found.page.get_by_label(label, exact=True)
        box.uncheck()
        assert found.pixels(colour) == 0
        box.check()
        assert found.pixels(colour) > 100
    found.page.get_by_label("Road crossings").uncheck()
    assert found.page.locator(".mark-closed").count() == 1, "the Salang, which is no crossing"
    found.page.get_by_label("Lines closed or restricted").uncheck()
    assert found.page.locator(".mark-closed").count() == 0
    scenario = "Sea: only if a scenario opens it"
    found.page.get_by_label(scenario).check()
    assert scenario in found.page.locator(".legend").inner_text()
    assert_closed(found)


def test_a_click_on_a_line_tells_its_section_and_what_else_runs_there(visit: Open) -> None:
    found = visit()
    search(found, "Minsk")
    found.page.keyboard.press("Escape")
    popup = found.page.locator(".leaflet-popup-content")
    popup.wait_for(state="detached")
    found.page.mouse.click(*find_line(found, RAIL))
    popup.wait_for()
    text = popup.inner_text()
    for words in ("Rail", "km", "1520", "electrified", "Length: ", "Source: ", "Section "):
        assert words in text
    assert_closed(found)


def find_line(found: Visit, colour: list[int]) -> tuple[float, float]:
    at = place(found.page, colour)
    assert at is not None
    return at


def test_a_click_on_a_sea_lane_tells_its_service(visit: Open) -> None:
    found = visit()
    layers(found)
    for label in ("Seaports", "Road crossings", "Rail crossings"):
        found.page.get_by_label(label, exact=True).uncheck()
    found.page.mouse.move(500, 100)
    # the canvas is drawn anew after the layers changed; let two frames pass before aiming
    frames = "() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))"
    popup = found.page.locator(".leaflet-popup-content")
    for _ in range(5):
        found.page.evaluate(frames)
        found.page.mouse.click(*find_line(found, SEA))
        found.page.wait_for_timeout(1000)
        if popup.count():
            break
    popup.wait_for()
    text = popup.inner_text()
    for words in ("nautical\u00a0miles", "days\u00a0at\u00a0sea", "Service: ", "Also here:"):
        assert words in text
    popup.locator(".also a").first.click()
    popup.get_by_text("Also here:").wait_for()
    assert_closed(found)


def test_every_sign_and_line_of_the_page_has_a_popup(visit: Open) -> None:
    found = visit()
    search(found, "Karachi")  # close enough for places and terminals
    seen = found.page.evaluate(
        """() => {
          let count = 0;
          for (const sign of document.querySelectorAll('.leaflet-marker-pane .mark')) {
            sign.click();
            const text = document.querySelector('.leaflet-popup-content').textContent;
            if (text.length > 40 && !/undefined|NaN|null|\\[object/.test(text)) count += 1;
          }
          return [count, document.querySelectorAll('.leaflet-marker-pane .mark').length];
        }"""
    )
    terminals = len({row.hub_id for row in dataset().terminals})
    signs = len(dataset().crossings) + len(dataset().ports) + terminals
    assert seen[0] == seen[1]
    assert signs <= seen[1] <= signs + 5
    assert_closed(found)


def test_the_panel_lists_what_is_closed_and_planned_and_leads_there(visit: Open) -> None:
    found = visit()
    for summary in ("Restricted on", "Not for transit", "Planned, in construction"):
        found.page.locator("#panel summary", has_text=summary).click()
    told = found.page.evaluate(
        """() => [...document.querySelectorAll('#panel .goto')].map((button) => {
          for (const open of document.querySelectorAll('.leaflet-popup')) open.remove();
          button.click();
          return document.querySelector('.leaflet-popup-content')?.innerText ?? '';
        })"""
    )
    assert len(told) > 30
    assert all(told)
    assert not any("undefined" in text for text in told)
    assert "Sections in use" in found.page.locator("#panel").inner_text()
    assert_closed(found)


def test_names_scale_credit_and_the_note_on_boundaries(visit: Open) -> None:
    found = visit()
    credit = found.page.locator(".leaflet-control-attribution").inner_text()
    assert credit == "© OpenStreetMap contributors, ODbL; GeoNames, CC BY 4.0; Natural Earth"
    assert "no position is taken" in found.page.locator("#panel").inner_text()
    assert "km" in found.page.locator(".leaflet-control-scale").inner_text()
    assert found.page.locator(".name", has_text="Tashkent").count() == 1
    assert found.page.locator(".mark-terminal").count() == 0
    search(found, "Termez")
    assert found.page.locator(".mark-terminal").count() > 50
    assert_closed(found)


@BOTH
def test_hostile_text_stays_text(visit: Open, size: tuple[int, int]) -> None:
    found = visit(hostile_page(), size)
    for text in ("torkham", "Хайратон", "Karachi"):
        assert "</script><script>window.hacked=1</script>" in search(found, text).inner_text()
    if size == DESKTOP:  # the signs are the same ones on a telephone
        found.page.evaluate(
            "document.querySelectorAll('.leaflet-marker-pane .mark').forEach((one) => one.click())"
        )
    found.page.locator("#panel details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert HOSTILE.split()[0] in found.page.locator("#panel").inner_text()
    assert found.page.evaluate("window.hacked") is None
    assert found.page.locator("#app img:not(.leaflet-tile), #app iframe, #app form").count() == 0
    assert found.page.locator("a[href^='javascript']").count() == 0
    assert_closed(found)


@BOTH
def test_without_scripts_tables_and_picture_are_there(visit: Open, size: tuple[int, int]) -> None:
    found = visit(size=size, scripts=False)
    assert found.page.locator("#app").is_hidden()
    assert found.page.locator("#static svg").is_visible()
    assert found.page.locator("#static table").count() == 5
    box = found.page.locator("#static svg").bounding_box()
    assert box is not None
    assert box["width"] <= size[0]
    assert_closed(found)
