"""
How large documents are, and how long they take.

    python -m benchmarks.documents [--out figures.json]

From one answer, Minsk to Karachi on 2026-12-01 with its alternatives: the quotation, every
export, the map page; then the pages of many shipments: 5,000 rows between 12 pairs of places in
two months, planned as `corridor map shipments.csv` does, and how long the browser takes for a
frame while that map is dragged and its list scrolled. Each file is made once in this process
after an unmeasured first; the seconds depend on the machine. Needs the extras [documents] and,
for the frames, playwright and a Chromium. Nothing is written unless --out names a file.
"""

from __future__ import annotations

import csv
import random
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from benchmarks.common import DEPART, out_file, quantile, show
from corridor.cli.maps import map_shipments
from corridor.engine import RouteEngine
from corridor.model.query import Query
from corridor.report.document.make_answer import answer_record
from corridor.report.document.stamp import stamp
from corridor.report.export import WRITERS, Job
from corridor.report.pages.route_page import route_map
from corridor.report.pdf.letterhead import Letterhead
from corridor.report.pdf.quotation import Quotation, quote_pdf

ORIGINS = ("Minsk", "Moscow", "Almaty", "Tashkent")
DESTINATIONS = ("Karachi", "Gwadar", "Lahore")
ROWS = 5_000
# Milliseconds from frame to frame while the map is dragged and the list scrolled.
FRAMES = """
async () => {
  const panel = document.getElementById('panel');
  const box = document.getElementById('map').getBoundingClientRect();
  const target = document.querySelector('.leaflet-overlay-pane canvas');
  const at = (n) => ({ clientX: box.left + box.width / 2 + 120 * Math.sin(n / 6),
    clientY: box.top + box.height / 2 + 60 * Math.cos(n / 6), bubbles: true, button: 0, buttons: 1 });
  const found = [];
  target.dispatchEvent(new MouseEvent('mousedown', at(0)));
  let last = performance.now();
  for (let n = 1; n < 90; n += 1) {
    document.dispatchEvent(new MouseEvent('mousemove', at(n)));
    panel.scrollTop += 25;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    found.push(now - last);
    last = now;
  }
  document.dispatchEvent(new MouseEvent('mouseup', at(90)));
  return found;
}
"""


def made(make: Callable[[], bytes]) -> tuple[int, float]:
    """Bytes of a file, and seconds to make it the second time."""
    make()
    began = time.perf_counter()
    content = make()
    return len(content), time.perf_counter() - began


def documents(engine: RouteEngine) -> dict[str, tuple[int, float]]:
    query = Query(
        origin="Minsk", destination="Karachi", depart=datetime.fromisoformat(f"{DEPART}T08:00")
    )
    answer = answer_record(engine.ask(query), engine.dataset)
    mark = stamp(answer, issued=date.fromisoformat(DEPART), valid_days=14)
    lines = engine.lines
    job = Job(answer, mark, lines.line, lines.is_coarse)
    page = Quotation(Letterhead("Example Freight", ("1 Quay Road",)))
    found = {"quotation.pdf": made(lambda: quote_pdf(answer, mark, page)[0])}
    for suffix, writer in WRITERS.items():
        found[f"answer{suffix}"] = made(lambda writer=writer: writer(job))  # type: ignore[misc]
    found["map.html"] = made(lambda: route_map(answer, lines.line, lines.is_coarse).page().encode())
    return found


def shipments(folder: Path) -> tuple[int, float]:
    """The page of many shipments; it is made once."""
    draw = random.Random(7)
    listed = folder / "shipments.csv"
    with listed.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("origin", "destination", "count", "depart", "reference"))
        for number in range(ROWS):
            day = f"2026-{draw.choice((11, 12))}-{draw.randint(1, 28):02d}"
            ends = (draw.choice(ORIGINS), draw.choice(DESTINATIONS))
            writer.writerow((*ends, draw.randint(1, 9), day, f"REF-{number}"))
    target = folder / "shipments.html"
    began = time.perf_counter()
    map_shipments(
        listed,
        target,
        default_depart=date.fromisoformat(DEPART),
        exact_days=False,
        skip_bad=False,
        graph=None,
    )
    return target.stat().st_size, time.perf_counter() - began


def frames(page: Path) -> list[float]:
    from playwright.sync_api import sync_playwright

    from tests.browser import ARGUMENTS, chromium_path

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        opened = browser.new_page(viewport={"width": 1280, "height": 800})
        opened.goto(page.as_uri())
        found: list[float] = opened.evaluate(FRAMES)
        browser.close()
    return found


def main() -> None:
    out = out_file("Sizes of documents, and the time they take.")
    found = documents(RouteEngine.load())
    with tempfile.TemporaryDirectory() as folder:
        found["shipments.html"] = shipments(Path(folder))
        waits = frames(Path(folder) / "shipments.html")
    rows = [("file", "kB", "s")]
    rows += [(name, f"{size / 1000:,.0f}", f"{took:.2f}") for name, (size, took) in found.items()]
    figures: dict[str, Any] = {
        name: {"bytes": size, "s": took} for name, (size, took) in found.items()
    }
    figures["frame_ms"] = {"p50": quantile(waits, 0.5), "p95": quantile(waits, 0.95)}
    show("Documents of one answer, and of 5,000 shipments", rows, figures, out)
    print(
        f"frames of the shipments page while it moves: median {quantile(waits, 0.5):.0f} ms,"
        f" p95 {quantile(waits, 0.95):.0f} ms"
    )


if __name__ == "__main__":
    main()
