"""Files made from an answer, each opened by a reader that others wrote."""

from __future__ import annotations

import copy
import csv
import io
import itertools
import json
import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import geopandas
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from PIL import Image
from playwright.sync_api import Browser

from corridor.report.document.catchment import (
    CatchmentQuestionRecord,
    CatchmentRecord,
    HinterlandsRecord,
    PortShareRecord,
    ReachRecord,
)
from corridor.report.document.comparison import MeasureRecord, NamedRecord, PortValueRecord
from corridor.report.document.parts.asked import asked_text
from corridor.report.document.plain import cell_text, plain
from corridor.report.document.stamp import Stamp, quote_id, stamp
from corridor.report.export import TABLES, WRITERS, Job
from corridor.report.tables.answer_rows import tables
from corridor.report.tables.cells import csv_text as rows_csv
from corridor.report.tables.csv_md import csv_text
from corridor.report.text.catchment import catchment_rows
from tests.hostile import HACK, NAMES, spoiled
from tests.real import engine
from tests.report.answers import answer, of_the_first_days, record, record_of
from tests.report.pages import opened

pytestmark = pytest.mark.slow

VARIED = ("minsk_karachi", "least_co2", "wagons")
ISSUED = date(2026, 12, 1)


def stamped(found: Mapping[str, Any]) -> Stamp:
    return stamp(record_of(found), issued=ISSUED, valid_days=14)


def made(suffix: str, found: Mapping[str, Any], **more: Any) -> bytes:
    lines = engine().lines
    return WRITERS[suffix](
        Job(record_of(found), stamped(found), lines.line, lines.is_coarse, **more)
    )


def real(*, hostile: bool) -> dict[str, Any]:
    found = answer("minsk_karachi")
    return spoiled(found) if hostile else found


both = pytest.mark.parametrize("hostile", [False, True])


# ---------------------------------------------------------------- answer and stamp
def test_the_id_changes_with_question_data_and_figures_alone() -> None:
    found = answer("minsk_karachi")
    same = json.loads(json.dumps(found, indent=3, sort_keys=True))
    same["warnings"] = []
    assert quote_id(record_of(same)) == quote_id(record_of(found))
    asked, figures = quote_id(record_of(found)).split("-")
    for key, value in (("data_date", "2027-01"), ("graph_hash", "0f" * 32)):
        other = {**found, key: value}
        assert quote_id(record_of(other)).split("-")[0] != asked
        assert quote_id(record_of(other)).split("-")[1] == figures
    edited = copy.deepcopy(found)
    edited["itineraries"][0]["totals"]["cost_usd"]["typical"] -= 1
    assert quote_id(record_of(edited)).split("-")[0] == asked
    assert quote_id(record_of(edited)).split("-")[1] != figures
    assert len({quote_id(record_of(answer(name))) for name in VARIED}) == len(VARIED)


def test_validity_counts_from_the_day_of_issue() -> None:
    text = stamped(answer("minsk_karachi")).text()
    assert "issued 2026-12-01, valid 14 days, until 2026-12-15" in text


def test_an_answer_of_the_first_days_still_makes_every_document() -> None:
    old = of_the_first_days(record("least_co2"))
    assert "own_rows" not in old["query"]
    for suffix in sorted(set(WRITERS) - {".png"}):  # a picture of the .svg
        assert made(suffix, old)


# ---------------------------------------------------------------- GeoJSON and KML
@both
def test_geojson_opens_in_geopandas_and_keeps_to_rfc_7946(hostile: bool) -> None:
    found = real(hostile=hostile)
    text = made(".geojson", found)
    frame = geopandas.read_file(io.BytesIO(text))
    legs = sum(len(i["legs"]) for i in found["itineraries"])
    assert (frame["role"] == "leg").sum() == legs
    shut = [one for one in found["blocked"] if one["lon"] is not None]
    assert (frame["role"] == "closed").sum() == len(shut)
    assert (frame["role"] == "border").sum() == sum(len(i["borders"]) for i in found["itineraries"])
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.is_valid.all()
    assert set(frame["quote_id"]) == {quote_id(record_of(found))}
    first = frame[(frame["role"] == "leg") & (frame["itinerary"] == 1)]
    totals = found["itineraries"][0]["totals"]
    assert first["cost_usd_typical"].sum() == pytest.approx(totals["cost_usd"]["typical"])
    assert first["distance_km"].sum() == pytest.approx(totals["distance_km"])
    document = json.loads(text)
    assert "crs" not in document
    west, south, east, north = frame.total_bounds
    assert document["bbox"] == [west, south, east, north]
    assert document["stamp"]["valid_until"] == "2026-12-15"


def test_a_line_of_geojson_leads_from_the_start_to_the_end_of_its_leg() -> None:
    frame = geopandas.read_file(io.BytesIO(made(".geojson", answer("minsk_karachi"))))
    best = frame[(frame["role"] == "leg") & (frame["itinerary"] == 1)]
    haul = best[best["mode"] == "rail"].iloc[1]
    leg = answer("minsk_karachi")["itineraries"][0]["legs"][int(haul["leg"]) - 1]
    points = haul.geometry.geoms if haul.geometry.geom_type.startswith("Multi") else [haul.geometry]
    start, end = points[0].coords[0], points[-1].coords[-1]
    assert start == pytest.approx((leg["from"]["lon"], leg["from"]["lat"]), abs=0.2)
    assert end == pytest.approx((leg["to"]["lon"], leg["to"]["lat"]), abs=0.2)


@both
def test_kml_opens_in_geopandas(hostile: bool, tmp_path: Path) -> None:
    found = real(hostile=hostile)
    file = tmp_path / "a.kml"
    file.write_bytes(made(".kml", found))
    layers = geopandas.list_layers(file)
    assert len(layers) == 1 + len(found["itineraries"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the reader's own remarks on mixed shapes
        first = geopandas.read_file(file, layer=layers["name"][1])
    itinerary = found["itineraries"][0]
    assert len(first) == len(itinerary["legs"]) + len(itinerary["borders"])
    assert first.geometry.is_valid.all()
    assert quote_id(record_of(found)) in set(first["quote_id"])


@both
def test_no_text_of_a_kml_file_is_a_tag_even_where_it_is_shown_as_html(hostile: bool) -> None:
    tree = ET.fromstring(made(".kml", real(hostile=hostile)))
    texts = [text for node in tree.iter() if (text := node.text)]
    assert not [text for text in texts if "<" in text or ">" in text]
    if hostile:
        assert any("‹script›" in text for text in texts)
        assert any("کراچی بندرگاہ" in text for text in texts)


# ---------------------------------------------------------------- CSV, XLSX, Markdown
@both
@pytest.mark.parametrize("table", TABLES)
def test_csv_has_the_rows_and_no_formula(table: str, hostile: bool) -> None:
    found = real(hostile=hostile)
    text = made(".csv", found, table=table).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    kept = next(t for t in tables(record_of(found), stamped(found)) if t.name == table)
    assert len(rows) == 1 + len(kept.rows)
    assert {len(row) for row in rows} == {len(kept.columns) + 4}
    for row, whole in zip(rows[1:], kept.rows, strict=True):
        assert row[-4] == quote_id(record_of(found))
        assert row[-1] == cell_text(asked_text(record_of(found).query))
        for cell, value in zip(row, whole, strict=False):
            if isinstance(value, int | float) and not isinstance(value, bool):
                assert float(cell) == value
            elif cell:
                assert not cell.lstrip(' "').startswith(("=", "+", "-", "@", "\t", "\r"))


def test_csv_items_add_up_to_the_total() -> None:
    found = answer("minsk_karachi")
    rows = csv.DictReader(io.StringIO(csv_text(record_of(found), stamped(found)), newline=""))
    cents = sum(
        round(float(row["cost_usd_typical"]) * 100)
        for row in rows
        if row["itinerary"] == "1" and row["outside_total"] == "no"
    )
    assert cents == round(found["itineraries"][0]["totals"]["cost_usd"]["typical"] * 100)


@both
def test_xlsx_opens_with_real_figures_and_no_formula(hostile: bool) -> None:
    found = real(hostile=hostile)
    book = openpyxl.load_workbook(io.BytesIO(made(".xlsx", found)))
    kept = {t.title: t for t in tables(record_of(found), stamped(found)) if t.rows}
    assert book.sheetnames == [title[:31] for title in kept]
    for title, table in kept.items():
        sheet = book[title[:31]]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.max_row == 1 + len(table.rows)
        for cells, row in zip(sheet.iter_rows(min_row=2), table.rows, strict=True):
            for cell, value, column in zip(cells, row, table.columns, strict=True):
                assert cell.data_type != "f", cell.value
                assert cell.data_type != "e", cell.value
                if isinstance(value, int | float):
                    assert cell.value == value
                    assert cell.data_type == "n"
                elif column.kind == "when" and value:
                    # A cell holds no zone: the clock of the place.
                    assert cell.value == datetime.fromisoformat(str(value)[:16])
                elif isinstance(value, str) and column.kind == "text":
                    assert (cell.value or "") == plain(value)[:32_767]


def test_xlsx_is_the_same_bytes_again() -> None:
    found = answer("minsk_karachi")
    assert made(".xlsx", found) == made(".xlsx", found)


@both
def test_markdown_is_headings_tables_and_text_only(hostile: bool) -> None:
    found = real(hostile=hostile)
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = reader.parse(made(".md", found).decode())
    assert not [t for t in tokens if t.type.startswith(("html", "fence", "code", "hr", "bullet"))]
    inner = [child for t in tokens for child in t.children or ()]
    kinds = {child.type for child in inner}
    assert kinds <= {"text", "text_special", "softbreak"}
    headings = [t for t in tokens if t.type == "heading_open"]
    assert len(headings) == 9
    heads = [t.content for t, u in itertools.pairwise(tokens) if t.type == "inline"]
    assert any(quote_id(record_of(found)) in text for text in heads)
    rows = sum(t.type == "tr_open" for t in tokens)
    legs = len(found["itineraries"][0]["legs"])
    assert rows > legs + len(found["itineraries"]) + len(found["sources"])
    if hostile:
        shown = " ".join(child.content for child in inner)
        assert f"</script><script>{HACK}</script>" in shown
        assert "[x](javascript:alert)" in shown


@given(st.text())
def test_a_cell_is_one_line_and_never_a_formula(text: str) -> None:
    cell = cell_text(text)
    assert not cell.lstrip(" '\"").startswith(("=", "+", "-", "@")) or cell.startswith("'")
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", cell)
    assert plain(plain(text)) == plain(text)


# ---------------------------------------------------------------- pictures
@both
def test_svg_opens_in_a_browser_with_nothing_run_or_loaded(
    browser: Browser, hostile: bool, tmp_path: Path
) -> None:
    found = real(hostile=hostile)
    text = made(".svg", found)
    file = tmp_path / "a.svg"
    file.write_bytes(text)
    tags = {node.tag.rpartition("}")[2] for node in ET.fromstring(text).iter()}
    assert tags <= {"svg", "title", "rect", "path", "text", "g", "circle"}
    assert not re.search(rb'\s(on\w+|href|style)="', text)
    visit = opened(browser, file)
    page = visit.page
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("document.documentElement.tagName") == "svg"
    shown = page.evaluate("document.documentElement.textContent")
    beyond = page.evaluate(
        "[...document.querySelectorAll('text')].filter(t => t.getBoundingClientRect().right"
        " > document.documentElement.getBoundingClientRect().right + 1).length"
    )
    visit.close()
    assert visit.requests == [file.as_uri()]
    assert quote_id(record_of(found)) in shown
    assert "OpenStreetMap contributors" in shown
    if not hostile:
        assert beyond == 0


@both
def test_png_is_drawn_with_land_sea_and_route(hostile: bool) -> None:
    data = made(".png", real(hostile=hostile))
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "PNG"
        assert image.size == (2000, 1520)
        counts = {colour: n for n, colour in image.convert("RGB").getcolors(2**24) or ()}
    for colour, least in (
        ((0xFF, 0xFE, 0xFA), 200_000),
        ((0xCF, 0xDF, 0xEA), 100_000),
        ((0x00, 0x72, 0xB2), 5_000),
        ((0xF0, 0xE4, 0x42), 300),
    ):
        assert counts.get(colour, 0) > least


def test_every_name_of_the_list_is_in_the_hostile_answer() -> None:
    text = json.dumps(real(hostile=True), ensure_ascii=False)
    for name in NAMES:
        assert json.dumps(name, ensure_ascii=False)[1:-1] in text


def test_no_name_of_a_catchment_is_a_formula() -> None:
    measure = MeasureRecord(unit="USD", digits=0, words="cost")
    question = CatchmentQuestionRecord(
        ports=(NamedRecord(id="a", name="=A1"),), markets=(), basket=False, direction="export",
        unit="FEU", count=1, depart="2026-12-01T08:00", measure=measure,
    )  # fmt: skip
    places = tuple(
        ReachRecord(
            id=name, name=name, country="PK", lon=67.0, lat=25.0, best="a", ahead=1.0, note=name,
            values=(PortValueRecord(port="a", value=-1.5),),
            shares=(PortShareRecord(port="a", share=1.0),),
        )
        for name in NAMES
    )  # fmt: skip
    column = HinterlandsRecord(
        name="@SUM(1)", markets=(), silent=(), logit_scale_per_usd=0.005, won={"a": len(places)},
        unreached=0, tonnes=(), places=places, tie_lines=(),
    )  # fmt: skip
    document = CatchmentRecord(
        schema_version="1.0", kind="catchment", command="", question=question, off_grid=0,
        guessed=(), data_date="2026-11", graph_hash="", assumptions=(column,),
    )  # fmt: skip
    rows = list(csv.reader(io.StringIO(rows_csv(catchment_rows(document)))))
    figures = re.compile(r"-?[\d.]+")
    texts = [cell for row in rows for cell in row if not figures.fullmatch(cell)]
    assert not [text for text in texts if text.lstrip().startswith(("=", "+", "-", "@"))]
    assert "'=A1" in texts
    assert "-1.5" in rows[1]
