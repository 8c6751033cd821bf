"""The report of a comparison: page, workbook, Markdown and CSV say the same figures."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec import UNSET
from msgspec.structs import replace
from playwright.sync_api import Browser

from corridor.errors import InputError
from corridor.report.document.comparison import COMPARISON, StudyRecord
from corridor.report.document.read import json_text, read_document
from corridor.report.pages.report_page import report_html
from corridor.report.tables.comparison_rows import change_line, flip_line, month_runs
from corridor.report.tables.report_tables import (
    report_csvs,
    report_md,
    report_xlsx,
    report_zip,
    tables,
)
from corridor.report.text.comparison import comparison_text
from corridor.report.text.page import Page
from corridor.text_table import cells
from tests.hostile import spoiled
from tests.real import engine
from tests.report.comparisons import document, plain, typed
from tests.report.pages import opened

MOST_BYTES = 400_000


def page() -> str:
    lines = engine().lines
    return report_html(document(), lines.line, lines.is_coarse)


def served() -> StudyRecord:
    study = document().places[0].if_served
    assert study is not None
    return study


def test_document_says_the_question() -> None:
    assert document().question.basket is False
    assert served().services_opened == ("gwadar_jebel_ali",)


def saved(folder: Path, changed: dict[str, Any]) -> Path:
    path = folder / "comparison.json"
    path.write_text(json.dumps(changed, allow_nan=False), encoding="utf-8")
    return path


def test_a_saved_document_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "comparison.json"
    path.write_text(json_text(document()), encoding="utf-8")
    found = read_document(path, COMPARISON)
    assert json_text(found) == json_text(document())
    assert comparison_text(found) == comparison_text(document())


def set_in(changed: dict[str, Any], path: str, value: Any) -> None:
    *way, last = [int(k) if k.isdigit() else k for k in path.split(".")]
    node: Any = changed
    for key in way:
        node = node[key]
    node[last] = value


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("schema_version", "2.0", "comparison 2.0 in place of comparison 1.0"),
        ("kind", "catchment", "catchment 1.0 in place of comparison 1.0"),
        ("question.count", "1", "Expected `int`, got `str` - at `$.question.count`"),
        ("question.count", 0, "Expected `int` >= 1 - at `$.question.count`"),
        ("places.0.if_served.chance.gateway", 1.5, "<= 1.0 - at `$.places[0].if_served.chance"),
        ("places.0.today.standings.0.parts.0.name", "air", "Invalid enum value 'air'"),
        ("places.0.today.standings.0.cost_usd", 1.0, "$.places[0].today.standings[0].cost_usd"),
        ("places.0.today.standings.0.time_h", 1.0, "$.places[0].today.standings[0].time_h"),
        ("places.0.today.differences.0.steps.0.cost_usd", 9e6, "$.places[0].today.differences[0]"),
        ("places.0.today.differences.0.port", "nowhere", "two ports with standings"),
        ("places", [], "Expected `array` of length >= 1 - at `$.places`"),
    ],
)
def test_a_falsified_document_is_refused_with_the_place_of_the_fault(
    path: str, value: Any, told: str, tmp_path: Path
) -> None:
    changed = plain()
    set_in(changed, path, value)
    with pytest.raises(InputError) as refused:
        read_document(saved(tmp_path, changed), COMPARISON)
    assert told in str(refused.value)
    assert refused.value.remedy.startswith("make it again: corridor compare")


def test_first_sentence_stands_first_everywhere() -> None:
    sentence = document().places[0].today.sentence
    headline = str(document().places[0].today.headline)
    assert " ".join(comparison_text(document()).split()).startswith(headline)
    # One sentence: what follows a stop is not a capital letter.
    assert not re.search(r"[.] [A-Z]", headline)
    assert headline.endswith(".")
    body = page().split("<main>")[1]
    assert body.index('class="verdict"') < body.index("<table")
    assert report_md(document()).index(sentence.replace("<", "&lt;")) < 200


def test_several_places_begin_with_a_sentence_of_each() -> None:
    (first,) = document().places
    told = "Herat to Jebel Ali: another sentence."
    today = replace(first.today, sentence=told, headline=told)
    second = replace(first, place=replace(first.place, name="Herat"), today=today)
    two = replace(document(), places=(first, second))
    text = " ".join(comparison_text(two).split())
    assert text.startswith(f"- {first.today.headline} If all ports had a service:")
    assert text.index("- Herat to Jebel Ali: another sentence.") < text.index("KANDAHAR")
    # Told once, and under the name of the place its table, what decides and what is uncertain.
    assert text.count("another sentence") == 1
    places = text.split("KANDAHAR")[1].split("HERAT")
    for part in places:
        order = [part.index(t) for t in ("Best way through", "WHAT DECIDES", "WHAT IS UNCERTAIN")]
        assert order == sorted(order)
    body = report_html(two, engine().lines.line).split("<main>")[1]
    assert body.index("another sentence") < body.index("<h2>Kandahar</h2>")


def test_text_of_one_place_says_its_sentences_once() -> None:
    entry = document().places[0]
    text = " ".join(comparison_text(document()).split())
    assert entry.if_served is not None
    for study in (entry.today, entry.if_served):
        assert text.count(str(study.headline)) == 1
        for point in study.points or ():
            assert point in study.sentence
            assert point in text


def test_a_document_of_before_says_all_its_sentences_first() -> None:
    entry = document().places[0]
    today = replace(entry.today, headline=UNSET, points=UNSET)
    before = replace(document(), places=(replace(entry, today=today),))
    assert " ".join(comparison_text(before).split()).startswith(today.sentence)


def test_text_shows_the_indicators_of_each_ports_best_way() -> None:
    entry = document().places[0]
    text = comparison_text(document())
    for standing in entry.today.standings:
        way = entry.today.lane(standing.port, entry.today.common_markets[0]).itinerary
        assert way is not None
        for one in way.indicators or ():
            line = rf"{document().names[standing.port]} +{one.mode} +{one.distance_km:,.0f} +{one.crossings} "
            (found,) = re.findall(line + ".*", text.split("CORRIDOR INDICATORS")[1])
            assert f"{one.speed_with_delay_kmh:.1f}" in found
            assert f"{one.usd_per_500km_20t:,.0f}" in found


def test_break_evens_have_cents_only_where_there_are_cents() -> None:
    study = document().places[0].if_served
    assert study is not None
    (flip,) = study.break_evens
    for unit, base, told in (
        ("USD", 1401.2345, "1,401 "),
        ("h", 96.04, "96.0 "),
        ("USD an hour", 5.0, "5.00 "),
    ):
        one = replace(
            flip, unit=unit, base=base, factor=2.0, value=2 * base, ahead_beyond="gwadar_port"
        )
        line = flip_line(one, document().names)
        assert f"({told}to " in line


def test_months_say_when_the_answer_changes() -> None:
    names, cells = document().names, list(served().calendar)
    assert len(cells) == 12
    other = next(p for p in names if p != cells[0].best)
    cells[3] = replace(cells[3], best=other)
    study = replace(served(), calendar=tuple(cells))
    assert f"not in {cells[3].month}; no scenario" in change_line(study, names)
    months = [row[1] for row in month_runs(study, names, document().question.measure).rows]
    assert months == ["2026-12 to 2027-02", "2027-03", "2027-04 to 2027-11"]


def test_page_holds_every_part_and_stays_small() -> None:
    html = page()
    assert len(html.encode()) <= MOST_BYTES
    for part in (
        "How sure", "What moves the lead", "What flips it", "Ways to", "Time and cost over distance",
        "By month of departure", "Figures behind the best ways", "Sources", "corridor compare",
    ):  # fmt: skip
        assert part in html
    assert html.count("<svg") >= 5
    assert html == page()


def test_page_runs_nothing_and_asks_for_nothing() -> None:
    html = page()
    assert "<script" not in html
    assert " style=" not in html
    assert not re.search(r'(src|srcset|data|action)="', html)

    found: list[str] = []

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend(value for name, value in attrs if name == "href" and value)

    reader = Links()
    reader.feed(html)
    assert all(link.startswith(("https://", "http://")) for link in found)


def test_hostile_text_is_only_text() -> None:
    changed = plain()
    evil = '</style><script>alert(1)</script>"\'=cmd|"'
    changed["places"][0]["place"]["name"] = evil
    changed["places"][0]["today"]["sentence"] = evil
    changed["question"]["ports"][0]["name"] = evil
    changed["assumptions"][0]["note"] = "=1+1"
    lines, made = engine().lines, typed(changed)
    html = report_html(made, lines.line, lines.is_coarse)
    assert "<script" not in html
    assert "<script" not in report_md(made)
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(made)))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    rows = list(csv.reader(io.StringIO(report_csvs(made)["assumptions.csv"])))
    assert "'=1+1" in {cell for row in rows for cell in row}


def test_every_hostile_name_is_only_text_in_every_file_of_a_report() -> None:
    changed = typed(spoiled(plain(), codes=frozenset({"land", "port", "sea"})))
    text = report_md(changed)
    assert "<script" not in text
    assert "<img" not in text
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(changed)))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    cells = {
        cell
        for one in report_csvs(changed).values()
        for row in csv.reader(io.StringIO(one))
        for cell in row
    }
    figure = re.compile(r"-?[\d.]+(e-?\d+)?")
    assert not [c for c in cells if c.lstrip()[:1] in set("=+-@") and not figure.fullmatch(c)]
    assert any(c.startswith("'=HYPERLINK") for c in cells)


def test_workbook_csv_and_tables_agree() -> None:
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(document())))
    files = report_csvs(document())
    with zipfile.ZipFile(io.BytesIO(report_zip(document()))) as archive:
        assert sorted(archive.namelist()) == sorted(files)
    for table in tables(document()):
        sheet = book[table.name]
        assert sheet.max_row == len(table.rows) + 1
        assert [c.value for c in sheet[1]] == list(table.header)
        rows = list(csv.reader(io.StringIO(files[f"{table.name}.csv"])))
        assert len(rows) == len(table.rows) + 1
        for number, row in enumerate(table.rows, 2):
            for column, value in enumerate(row, 1):
                if isinstance(value, int | float) and not isinstance(value, bool):
                    assert sheet.cell(number, column).value == pytest.approx(value)


def test_waterfall_ends_at_the_other_port_s_cost() -> None:
    costs = {s.port: s.generalised_usd for s in served().standings}
    for difference in served().differences:
        gap = costs[difference.port] - costs[difference.against]
        steps = sum(s.generalised_usd for s in difference.steps)
        assert steps == pytest.approx(gap, abs=0.2)


@pytest.mark.parametrize("width", [1200, 390])
def test_page_opens_offline_without_an_error(browser: Browser, width: int, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(page(), encoding="utf-8")
    visit = opened(browser, path, (width, 800), java_script_enabled=width > 600)
    shown = visit.page
    assert shown.locator("svg").count() >= 5
    box = shown.locator("main").bounding_box()
    assert box is not None
    assert box["width"] <= width
    assert visit.errors == []
    if width > 600:
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        assert len(shown.pdf(format="A4")) > 10_000
    visit.close()


def test_the_text_is_as_wide_as_the_page_but_for_tables() -> None:
    narrow, wide = (comparison_text(document(), Page(width)) for width in (60, 200))
    assert narrow.partition("\n\n")[0] != wide.partition("\n\n")[0]
    for width, text in ((60, narrow), (200, wide)):
        assert max(map(cells, text.partition("\n\n")[0].splitlines())) <= width
