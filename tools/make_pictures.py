"""
Take the pictures of docs/quality.md: python tools/make_pictures.py [CHROMIUM].

The answer Minsk to Karachi of the gallery's day as a map page on a desktop, on a phone and in
Russian, its first printed sheet, and its quotation; all made in this process from the shipped
tables and graph. Needs the extra [test] and a Chromium. Each picture stays under 300 kB.
"""

from __future__ import annotations

import io
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from corridor.cli.gallery import DAY
from corridor.engine import RouteEngine
from corridor.model.query import Query
from corridor.report.document.make_answer import answer_record
from corridor.report.document.stamp import stamp
from corridor.report.pages.route_page import route_map
from corridor.report.pdf.letterhead import Letterhead
from corridor.report.pdf.quotation import Quotation, quote_pdf

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
MOST_BYTES = 300_000
_SENDER = Letterhead("Example Freight / Пример", ("1 Quay Road", "کراچی 74000, Pakistan"))
_PAPER_SCALE = 1.25  # 90 dots an inch


def main(args: list[str]) -> int:
    """Make all pictures anew."""
    if len(args) > 1:
        print("usage: python tools/make_pictures.py [CHROMIUM]", file=sys.stderr)
        return 2
    engine = RouteEngine.load()
    depart = datetime(DAY.year, DAY.month, DAY.day, 8)
    query = Query(origin="Minsk", destination="Karachi", depart=depart)
    answer = answer_record(engine.ask(query), engine.dataset)
    mark = stamp(answer, issued=DAY, valid_days=14)
    lines = engine.lines
    sheet, _ = quote_pdf(answer, mark, Quotation(_SENDER, "Beta Traders / Бета", "RFQ-118"))
    save("quotation", paper(sheet))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        page = Path(folder) / "map.html"
        page.write_text(
            route_map(answer, lines.line, lines.is_coarse, mark).page(),
            encoding="utf-8",
            newline="\n",
        )
        browser = driver.chromium.launch(
            executable_path=args[0] if args else None, args=["--no-sandbox"]
        )
        save("route-desktop", shot(browser, page, (1280, 800), "en-GB"))
        save("route-phone", shot(browser, page, (390, 844), "en-GB"))
        save("route-russian", shot(browser, page, (1280, 800), "ru-RU", click=".leg >> nth=2"))
        save("route-print", printed(browser, page))
        browser.close()
    return 0


def shot(
    browser: Browser, page: Path, size: tuple[int, int], language: str, *, click: str = ""
) -> Image.Image:
    """The page as it opens, or after one click."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale=language, offline=True
    )
    opened = context.new_page()
    opened.goto(page.as_uri())
    if click:
        opened.locator(click).click()
        opened.locator(".leaflet-popup-content").wait_for()
        opened.locator(".leaflet-pan-anim").wait_for(state="detached")
    opened.evaluate("new Promise((done) => setTimeout(done, 300))")  # lines come a frame later
    picture = Image.open(io.BytesIO(opened.screenshot()))
    context.close()
    return picture


def printed(browser: Browser, page: Path) -> Image.Image:
    """The first sheet of the page on paper."""
    opened = browser.new_page(locale="en-GB")
    opened.goto(page.as_uri())
    sheets = opened.pdf(prefer_css_page_size=True)
    opened.close()
    return paper(sheets)


def paper(pdf: bytes) -> Image.Image:
    """The first page of a PDF file as a picture."""
    picture: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=_PAPER_SCALE).to_pil()
    return picture


def save(name: str, picture: Image.Image) -> None:
    """Write a picture, with fewer colours if it is large, and refuse one that is still large."""
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG", optimize=True)
    if len(out.getvalue()) > MOST_BYTES:
        out = io.BytesIO()
        few = picture.convert("RGB").quantize(method=Image.Quantize.MAXCOVERAGE)
        few.save(out, "PNG", optimize=True)
    if len(out.getvalue()) > MOST_BYTES:
        raise RuntimeError(f"{name}: {len(out.getvalue()):,} bytes, more than {MOST_BYTES:,}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.png").write_bytes(out.getvalue())
    print(f"{name}.png {len(out.getvalue()) / 1000:,.0f} kB")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
