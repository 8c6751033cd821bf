"""The route page in use: the strip of days, the sheet of a telephone, a link to a view, light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.report.answers import answer, record_of
from tests.report.pages import PHONE, Visit, opened, serious_faults
from tests.report.test_map_names import WIDE, page_of

TURNED = (844, 390)
DOT = "[...document.querySelectorAll('.leaflet-shadow-pane canvas, .leaflet-shadow-pane path')].length"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("route") / "m.html"
    made.write_text(page_of("minsk_karachi"), encoding="utf-8")
    return made


def moved(page: Page, hours: int) -> str:
    """What the strip tells when its handle stands at some hours."""
    page.locator("#strip input").evaluate(
        "(node, value) => { node.value = value; node.dispatchEvent(new Event('input')); }", hours
    )
    return page.locator("#strip output").inner_text()


def spent(told: str) -> float:
    found = re.search(r"([\d,]+) USD spent", told)
    assert found is not None, told
    return float(found[1].replace(",", ""))


def test_the_strip_tells_day_place_and_what_is_spent(browser: Browser, file: Path) -> None:
    visit = opened(browser, file, WIDE)
    best = record_of(answer("minsk_karachi")).itineraries[0]
    last = int(visit.page.locator("#strip input").get_attribute("max") or 0)
    assert last == round(best.totals.time_h.typical)
    told = [moved(visit.page, last * share // 10) for share in range(11)]
    dollars = [spent(one) for one in told]
    assert dollars == sorted(dollars)
    assert (
        abs(dollars[-1] - best.totals.cost_usd.typical) < 1.5
    )  # of a whole dollar, at a whole hour
    assert best.departure[5:10] in told[0]
    assert best.arrival[5:10] in told[-1]
    assert best.legs[-1].to.name in told[-1]
    # The parts are as wide as their legs are long.
    shares: list[float] = visit.page.evaluate(
        "[...document.querySelectorAll('#strip .part')].map((part) => parseFloat(part.style.width))"
    )
    legs = [leg.time_h.typical for leg in best.legs if leg.time_h.typical]
    assert shares == pytest.approx([h / best.totals.time_h.typical * 100 for h in legs], abs=0.01)
    assert visit.errors == []
    visit.close()


def test_the_strip_goes_with_the_keys_and_is_named(browser: Browser, file: Path) -> None:
    visit = opened(browser, file, WIDE)
    handle = visit.page.locator("#strip input")
    handle.focus()
    visit.page.keyboard.press("End")
    assert "spent" in str(handle.get_attribute("aria-valuetext"))
    visit.close()


def covered(visit: Visit) -> float:
    """Share of the window that shows the map."""
    return float(
        visit.page.evaluate("""() => {
          let found = 0;
          for (let x = 5; x < innerWidth; x += 20) for (let y = 5; y < innerHeight; y += 20) {
            found += document.getElementById('map').contains(document.elementFromPoint(x, y)) ? 1 : 0;
          }
          return found / (Math.ceil((innerWidth - 5) / 20) * Math.ceil((innerHeight - 5) / 20));
        }""")
    )


def test_the_sheet_of_a_telephone_has_three_heights(browser: Browser, file: Path) -> None:
    visit = opened(browser, file, PHONE)
    grip = visit.page.locator(".grip")
    seen = {}
    for _ in range(3):
        state = str(visit.page.locator("#app").get_attribute("data-sheet"))
        visit.page.wait_for_timeout(250)  # the sheet's own movement
        seen[state] = covered(visit)
        grip.click()
    assert seen.keys() == {"low", "mid", "full"}
    assert seen["full"] < 0.02
    assert 0.35 < seen["mid"] < 0.6 < seen["low"]
    # Choosing a way keeps the map in sight.
    visit.page.locator("#choice input").nth(1).check()
    assert covered(visit) > 0.3
    assert visit.page.evaluate("[scrollX, scrollY]") == [0, 0]
    assert visit.page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    visit.close()


def test_a_telephone_turned_keeps_map_strip_and_panel(browser: Browser, file: Path) -> None:
    visit = opened(browser, file, TURNED)
    assert covered(visit) > 0.4
    assert visit.page.locator(".grip").is_hidden()
    for part in ("#map", "#strip", "#panel"):
        box = visit.page.locator(part).bounding_box()
        assert box is not None
        assert box["width"] > 300
        assert box["y"] + min(box["height"], 40) <= TURNED[1]
    # The origin lies under no control.
    assert not visit.page.evaluate("""() => {
      const end = document.querySelector('.sign-origin').getBoundingClientRect();
      const at = document.elementFromPoint(end.left + end.width / 2, end.top + end.height / 2);
      return Boolean(at.closest('.leaflet-control'));
    }""")
    visit.close()


def test_what_can_be_hit_by_a_finger_is_large(browser: Browser, file: Path) -> None:
    visit = opened(browser, file, PHONE, has_touch=True, is_mobile=True)
    small: list[str] = visit.page.evaluate("""() => [...document.querySelectorAll(
        '#panel button, #panel .card, .leaflet-marker-pane .sign, .grip')]
      .filter((node) => node.offsetParent)
      .map((node) => [node.className, node.getBoundingClientRect()])
      .filter(([, box]) => box.height && Math.min(box.width, box.height) < 39.5)
      .map(([name, box]) => `${name} ${box.width}x${box.height}`)""")
    assert small == []
    visit.close()


def test_a_link_opens_way_leg_view_and_language(browser: Browser, file: Path) -> None:
    visit = opened(browser, file, WIDE)
    page = visit.page
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('none')); }"
    )
    page.locator(".languages [lang=ru]").click()
    page.locator("#choice input").nth(1).check()
    page.locator(".leg").nth(4).click()
    page.locator(".leaflet-popup-content").wait_for()
    page.locator(".actions button").first.click()
    address = page.locator(".actions input").first.input_value()
    assert re.search(r"#.*way=2\b", address)
    popup = page.locator(".leaflet-popup-content h3").inner_text()
    page.goto("about:blank")
    page.goto(address)
    assert page.locator("html").get_attribute("lang") == "ru"
    assert page.locator("#choice input").nth(1).is_checked()
    assert page.locator(".leaflet-popup-content h3").inner_text() == popup
    visit.close()


@pytest.mark.parametrize(
    "asked", ["way=99&leg=99", "way=-1&view=x,y,z", "view=1e9,0,3&lang=xx", "%"]
)
def test_a_link_of_nonsense_opens_the_page_as_it_is(
    browser: Browser, file: Path, asked: str
) -> None:
    visit = opened(browser, file, WIDE)
    visit.page.goto("about:blank")
    visit.page.goto(f"{file.as_uri()}#{asked}")
    assert visit.page.locator("#choice input:checked").count() == 1
    assert [e for e in visit.errors if not e.startswith("file:")] == []
    visit.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_axe_finds_nothing_in_light_and_dark(
    browser: Browser, file: Path, size: tuple[int, int], scheme: str
) -> None:
    visit = opened(browser, file, size, color_scheme=scheme)
    assert serious_faults(visit.page) == []
    assert visit.errors == []
    visit.close()


def test_forced_colours_keep_lines_and_parts_apart(browser: Browser, file: Path) -> None:
    visit = opened(browser, file, WIDE, forced_colors="active")
    colours: list[str] = visit.page.evaluate(
        "[...new Set([...document.querySelectorAll('#strip .part')]"
        ".map((part) => getComputedStyle(part).backgroundColor))]"
    )
    assert len(colours) >= 3
    assert visit.errors == []
    visit.close()
