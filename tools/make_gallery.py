"""Write the pages of maps/ and the README's picture: python tools/make_gallery.py."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import corridor
from corridor.model.query import Query
from corridor.output.answer_json import answer_json
from corridor.output.map_page import render_map
from corridor.output.network_page import render_network

ROOT = Path(__file__).resolve().parent.parent
DEPART = datetime(2026, 12, 1, 8)
PAGES = {
    "minsk-karachi": Query(origin="Minsk", destination="Karachi", depart=DEPART),
    "minsk-karachi-afghan-crossings-open": Query(
        origin="Minsk",
        destination="Karachi",
        depart=DEPART,
        open=("torkham", "chaman"),
        via=("Hairatan",),
    ),
    "karachi-tashkent-by-road": Query(
        origin="Karachi",
        destination="Tashkent",
        consignment=corridor.Consignment(unit="truck"),
        depart=DEPART,
        modes=("road",),
        crew="two_drivers",
        open=("torkham", "chaman"),
        via=("torkham",),
    ),
    "almaty-gwadar": Query(origin="Almaty", destination="Gwadar", depart=DEPART),
    "tashkent-jebel-ali": Query(origin="Tashkent", destination="Jebel Ali", depart=DEPART),
}


def network(planner: corridor.Planner) -> str:
    """Draw the whole network on the day of the other pages."""
    return render_network(
        planner.library,
        planner.graph,
        planner.lines,
        on=DEPART.date(),
        graph_hash=planner.graph_hash,
        data_date=planner.library.data_date,
    )


def write(name: str, text: str) -> None:
    """Write a page of maps/; one whose content is the same is left as it is."""
    page = ROOT / "maps" / f"{name}.html"
    old = page.read_text(encoding="utf-8") if page.exists() else ""
    if text != old:
        page.write_text(text, encoding="utf-8", newline="\n")
    print(page.relative_to(ROOT), page.stat().st_size, "" if text != old else "as before")


def main(chromium: str) -> None:
    """Draw every page; with the path of a Chromium also the README's picture."""
    planner = corridor.Planner.load()
    write("network", network(planner))
    for name, query in PAGES.items():
        answer = answer_json(planner.ask(query), planner.library)
        write(name, render_map(answer, planner.lines.line, planner.lines.is_coarse))
    if chromium:
        picture = ROOT / "docs" / "images" / "minsk-karachi.png"
        picture.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [
                chromium,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--window-size=1280,800",
                f"--screenshot={picture}",
                (ROOT / "maps" / "minsk-karachi.html").as_uri(),
            ],
            check=True,
            capture_output=True,
        )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
