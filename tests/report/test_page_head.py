"""Who sends a map page: above its heading, as text alone, with a picture that the page holds."""

from __future__ import annotations

import io
import json
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from playwright.sync_api import Browser

from corridor.report.pages.page_head import FIRM, INDICATIVE, PageHead, head_html, page_head
from corridor.report.pages.route_page import route_map
from corridor.report.pdf.letterhead import Letterhead, web_logo
from tests.cli.command import all_text, corridor
from tests.hostile import HACK, NAMES
from tests.report.answers import answer, record_of
from tests.report.pages import DESKTOP, PHONE, opened, serious_faults
from tests.report.samples import line, sample_answer
from tests.report.test_map_page import read

pytestmark = pytest.mark.slow


def picture(wide: int = 900, high: int = 300) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (wide, high), "navy").save(out, "PNG")
    return out.getvalue()


def page_of(head: PageHead | None) -> str:
    return route_map(record_of(sample_answer()), line, head=head).page()


def test_a_page_nobody_sends_has_no_head() -> None:
    assert page_head(Letterhead("")) is None
    assert head_html(None) == ""
    assert json.loads(read(page_of(None)).scripts[0][1])["head"] is None


def test_whatever_is_written_in_a_head_is_only_text() -> None:
    for name in NAMES:
        for about in ((name,), ("", name)):
            found = read(head_html(page_head(Letterhead(name, (name,)), *about)))
            assert (found.loads, found.handlers, found.links, found.scripts) == ([], [], [], [])
    head = page_head(Letterhead(NAMES[0], NAMES), NAMES[1], NAMES[2])
    text = page_of(head)
    block = json.loads(read(text).scripts[0][1])["head"]
    assert block == json.loads(json.dumps(msgspec.to_builtins(head)))
    assert text.count("<script") == page_of(None).count("<script")


def test_the_picture_is_held_by_the_page_and_is_small() -> None:
    head = page_head(Letterhead("A", (), picture()))
    assert head is not None
    found = read(page_of(head))
    assert found.loads == ["img"]
    assert "img-src data:;" in found.policy
    assert head.logo.startswith("data:image/png;base64,")
    assert len(web_logo(Letterhead("A", (), picture(5000, 40)))) < 10_000


def test_a_page_says_whether_its_price_binds() -> None:
    firm, not_firm = (page_head(Letterhead("A"), firm=firm) for firm in (True, False))
    assert FIRM in head_html(firm)
    assert INDICATIVE not in head_html(firm)
    assert INDICATIVE in head_html(not_firm)


@pytest.mark.parametrize(("size", "scripts"), [(DESKTOP, True), (PHONE, False)])
def test_the_head_is_shown_above_the_heading(
    browser: Browser, size: tuple[int, int], scripts: bool, tmp_path: Path
) -> None:
    head = page_head(Letterhead("Шёлковый путь", NAMES[:4], picture()), NAMES[0], "RFQ-118")
    file = tmp_path / "m.html"
    file.write_text(page_of(head), encoding="utf-8", newline="\n")
    found = opened(browser, file, size, java_script_enabled=scripts)
    shown = found.page.locator("#app" if scripts else "#static").locator(".sender")
    text = shown.inner_text()
    for words in (
        "Шёлковый путь",
        *NAMES[:4],
        f"For: {NAMES[0]}",
        "Reference: RFQ-118",
        INDICATIVE,
    ):
        assert words in text
    place, heading = shown.bounding_box(), found.page.locator("h1:visible").first.bounding_box()
    assert place
    assert heading
    assert place["y"] + place["height"] <= heading["y"] + 1
    assert shown.locator("img").evaluate("one => one.naturalWidth") == 390
    assert found.page.locator("img[src='x'], [onerror], [onload]").count() == 0
    assert found.errors == []
    if scripts:
        assert found.page.evaluate("window.hacked") is None
        assert serious_faults(found.page) == []
        found.page.locator(".languages [lang=ru]").click()
        said = found.page.locator("#app .sender").inner_text()
        assert "Ориентировочно: ожидаемая стоимость пути" in said
        assert f"Для: {NAMES[0]}" in said
        assert INDICATIVE not in said
        # What is printed in Russian has it too.
        assert "RFQ-118" in (found.page.locator("#paper .sender").text_content() or "")
    assert HACK in text
    found.close()


def test_the_command_puts_the_head_on_the_page(tmp_path: Path) -> None:
    saved = tmp_path / "a.json"
    saved.write_text(json.dumps(answer("least_co2"), ensure_ascii=False), encoding="utf-8")
    (tmp_path / "logo.png").write_bytes(picture())
    (tmp_path / "us.toml").write_text('name = "Example Freight"\nlogo = "logo.png"\n')
    about = ("--letterhead", "us.toml", "--customer", "Beta", "--reference", "RFQ-118", "--firm")
    done = corridor("map", "a.json", *about, "--issued", "2026-12-01", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "a.html\n"), all_text(done)
    head = json.loads(read((tmp_path / "a.html").read_text(encoding="utf-8")).scripts[0][1])["head"]
    assert (head["name"], head["customer"], head["reference"], head["said"]) == (
        "Example Freight", "Beta", "RFQ-118", FIRM,
    )  # fmt: skip
    assert head["logo"].startswith("data:image/png;base64,")
    (tmp_path / "logo.png").write_text("<svg/>")
    done = corridor("map", "a.json", "--letterhead", "us.toml", cwd=tmp_path)
    assert done.returncode == 2
    assert "cannot be read as PNG or JPEG" in done.stderr


def test_a_head_goes_with_an_answer_alone(tmp_path: Path) -> None:
    for option in (("--letterhead", "us.toml"), ("--firm",)):
        done = corridor("map", "network", *option, cwd=tmp_path)
        assert done.returncode == 2
        assert "go with a saved answer" in done.stderr
