"""The map page in Russian, on real answers: what is said in words of the program is Russian."""

from __future__ import annotations

import csv
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec import to_builtins
from playwright.sync_api import Browser

from corridor.messages.catalogue import in_english
from corridor.messages.russian import terms
from corridor.model.consignment import Consignment
from corridor.model.message import names as named
from corridor.model.message import say, term, written
from corridor.model.query import Query
from corridor.pricing.gaps import row_gap
from corridor.report.document.parts.said import saved
from corridor.report.document.stamp import stamp
from corridor.report.document.warnings import warnings_of
from corridor.report.map.basemap import asset_text
from corridor.report.pages.route_page import route_map
from tests.cli.command import ROOT
from tests.real import DAY, engine
from tests.report.answers import answer, plain_of, record_of
from tests.report.pages import opened

pytestmark = pytest.mark.slow

# Texts on the page with the language they are marked with, without what is not seen.
TEXTS = """
(roots) => {
  const found = [];
  document.querySelectorAll(roots).forEach((root) => {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode.textContent.trim();
      const marked = walk.currentNode.parentElement.closest('[lang=en]');
      if (text && !(marked && marked !== document.documentElement)) found.push(text);
    }
  });
  return found;
}
"""
# Signs of currencies and units, codes of posts, and the name of the other language's button.
PLAIN = re.compile(r"USD|FEU|THC|DHC|TIR|CMR|BP-250|CO2e|Q[0-9a-f]{10}-[0-9a-f]{8}|[0-9a-f]{12}")
# Whom the map thanks, and the axes' currency.
CREDITS = {"© OpenStreetMap contributors, ODbL; GeoNames, CC BY 4.0; Natural Earth"}


def latin(texts: list[str]) -> set[str]:
    """Texts with a word in Latin letters of three or more."""
    return {text for text in texts if re.search("[A-Za-z]{3}", PLAIN.sub("", text))}


def page_of(found: dict[str, Any]) -> str:
    lines = engine().lines
    mark = stamp(record_of(found), issued=DAY.date(), valid_days=14)
    return route_map(record_of(found), lines.line, lines.is_coarse, mark).page()


@pytest.mark.parametrize("name", ["minsk_karachi", "wagons", "hazardous_teus"])
def test_panel_chart_and_bills_hold_no_english_but_what_is_marked_so(
    browser: Browser, name: str, tmp_path: Path
) -> None:
    file = tmp_path / "m.html"
    file.write_bytes(page_of(answer(name)).encode())
    visit = opened(browser, file, locale="ru-RU")
    page = visit.page
    assert page.locator("html").get_attribute("lang") == "ru"
    assert re.search("[а-я]", page.title())
    texts: list[str] = page.evaluate(TEXTS, "#panel, .leaflet-control-scale, .legend")
    legs = page.locator(".leg")
    for number in range(0, legs.count(), 4):
        legs.nth(number).click()
        page.locator(".leaflet-popup-content").wait_for()
        texts += page.evaluate(TEXTS, ".leaflet-popup-content")
    left = latin(texts) - {"English"}
    assert not any("undefined" in text for text in texts)
    # A few terminals have English words in their names that no table has in Russian.
    assert {text for text in left if not re.search("[А-Яа-яёЁ]", text)} <= {"IR", "PK"}
    chart = page.evaluate(TEXTS, "#panel .chart button")
    assert "Часы (сутки) от отправления" in chart
    assert any(text.startswith("Время, стоимость и расстояние") for text in chart)
    assert any(text.startswith("Израсходовано") for text in chart)
    # What is printed is Russian too: the sheet of the chosen way and the annex.
    page.locator(".tick input").check()
    page.emulate_media(media="print")
    page.locator("#paper .annex").wait_for()
    assert page.locator("#static").is_hidden()
    sheets = page.evaluate(TEXTS, "#paper")
    assert {text for text in latin(sheets) if not re.search("[А-Яа-яёЁ]", text)} <= CREDITS
    assert page.locator("#paper .annex table").count() == page.locator("#static table").count()
    page.emulate_media(media="screen")
    assert "действует 14 сут" in page.locator("#panel footer").inner_text()
    assert visit.errors == []
    visit.close()


def test_every_kind_of_warning_of_real_answers_has_a_russian_sentence(
    browser: Browser, tmp_path: Path
) -> None:
    """All warnings of many answers, and those no answer here has, shown on one page."""
    found = {**answer("least_co2")}
    names = ("minsk_karachi", "minsk_karachi_open", "wagons", "hazardous_teus", "by_sea")
    shown = [w for name in names for w in warnings_of(record_of(answer(name)), [0])]
    shown += [
        say("date", prices=2026, departure=2030),
        say("fewer", count=2, asked=3, why=say("fewer.stretch", times=1.5)),
        say("discouraged", what=named(["Iran"]), times=2),
        say("rule.weight", country="PK", load_t=30.0, limit_t=28.0),
        say("feasts", feasts=(say("feast", name=written("Kurban Ait"), year=2005, country="KZ"),)),
        say(
            "night.ban",
            road=written("N-10 Coastal Highway"),
            shut_from="18:00",
            shut_to="06:00",
            since="2025-03-30",
            confirmed="2025-03-31",
        ),
        say("unpriced.row", what=row_gap("rates", country="XX").row),
        say(
            "train.idle",
            name=term("Lahore - Astrakhan freight train"),
            status=term("announced"),
            why=written("First run of 22 June 2025 put off indefinitely"),
            id="pk_russia",
        ),
    ]
    found["warnings"] = [{"code": w.kind, "text": in_english(w), "source_ids": []} for w in shown]
    saying = [to_builtins(saved(w, f"/warnings/{n}/text")) for n, w in enumerate(shown)]
    kept = [m for m in found["messages"] if not m["at"][0].startswith("/warnings")]
    found["messages"] = [*kept, *saying]
    file = tmp_path / "m.html"
    file.write_bytes(page_of(found).encode())
    visit = opened(browser, file, locale="ru-RU")
    section = visit.page.locator("#detail section", has_text="Обратите внимание")
    said = section.locator("li").all_inner_texts()
    assert {w.kind for w in shown} >= {"stale", "estimate", "sailing", "restricted", "opened"}
    assert len(said) > len({w.kind for w in shown})
    assert [text for text in said if not re.search("[А-Яа-я]{3}", text)] == []
    assert not any("undefined" in text or "{}" in text for text in said)
    visit.close()


def _names(table: str, column: str, **only: str) -> set[str]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {
            row[column]
            for row in csv.DictReader(file)
            if row[column] and all(row[k] == v for k, v in only.items())
        }


def test_items_papers_and_posts_of_the_tables_have_russian_words() -> None:
    words = set(terms())
    items = _names("port_charges", "item", use="bill") | _names("border_fees", "item")
    items |= _names("sea_surcharges", "item") | _names("rule_effects", "item")
    assert items - words == set()
    papers = _names("rules", "subject", kind="document")
    assert papers - words == set()
    posts = asset_text("assets/labels.json")
    crossings = _names("crossings", "name") | _names("crossings", "name_a")
    crossings |= _names("crossings", "name_b")
    left = {n for n in crossings if f'"{re.sub(r" [(][^()]*[)]$", "", n)}"' not in posts}
    assert len(left) <= 0.05 * len(crossings), sorted(left)


def test_a_way_that_comes_back_to_a_country_says_so(browser: Browser, tmp_path: Path) -> None:
    """In the headline of the page, in Russian and in English."""
    query = Query(
        origin="Doshi",
        destination="Kabul",
        depart=datetime(2026, 8, 1, 8),
        consignment=Consignment(unit="truck"),
    )
    found = plain_of(engine().ask(query), engine().dataset)
    assert found["itineraries"][0]["re_enters"] == ["AF"], "round the Salang, which is shut"
    file = tmp_path / "m.html"
    file.write_bytes(page_of(found).encode())
    for locale, said in (
        ("ru-RU", "покидает AF и возвращается, при сравнении берётся в 1,25 раза"),
        ("en-GB", "leaves AF and comes back, counts 1.25 times"),
    ):
        visit = opened(browser, file, locale=locale)
        assert said in visit.page.locator(".card .label").first.inner_text()
        visit.close()
