"""Many shipments on one page: merged by hand, small, closed, and quick to move."""

from __future__ import annotations

import csv
import json
import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from corridor.report.document.answer import AnswerRecord
from corridor.report.pages.shipments_data import Row, Way, ways_drawn
from corridor.report.pages.shipments_page import About, shipments_map
from tests.cli.command import UNWANTED, all_text, corridor
from tests.hostile import NAMES, spoiled
from tests.real import engine
from tests.report.answers import answer, record, record_of
from tests.report.pages import RAIL, ROAD, counted, opened, place
from tests.report.samples import line, sample_answer

ABOUT = About("list.csv", "2026-11", "0f" * 32)


def way(found: dict[str, Any] | AnswerRecord, count: int, tonnes: float, number: int = 2) -> Way:
    rows = (Row(number, f"REF-{number}", count, tonnes, "2026-12-01"),)
    return Way(rows, record_of(found), "Minsk", "Karachi", "FEU")


# ---------------------------------------------------------------- merging
def test_shared_lines_are_drawn_once_with_all_that_moves_on_them() -> None:
    """
    Two ways of the sample: by rail to Sarakhs and on to Mirjaveh, or on to Bandar Abbas.

    They share the rail lines to Sarakhs: 3 + 5 units there, 3 and 5 beyond.
    """
    by_rail, by_sea = (
        {**sample_answer(), "itineraries": [sample_answer()["itineraries"][n]]} for n in (0, 2)
    )
    flows, used = ways_drawn([way(by_rail, 3, 72.0), way(by_sea, 5, 110.0)], line)
    shared = set(used[0]) & set(used[1])
    assert shared
    for number, flow in enumerate(flows):
        if number in shared:
            assert (flow.shipments, flow.units, flow.tonnes) == (2, 8, 182.0)
        elif number in used[0]:
            assert (flow.shipments, flow.units, flow.tonnes) == (1, 3, 72.0)
        else:
            assert (flow.shipments, flow.units, flow.tonnes) == (1, 5, 110.0)
    assert {flow.mode for flow in flows} == {"rail", "sea"}


def test_both_directions_of_a_line_are_one_flow() -> None:
    there = answer("minsk_karachi")
    leg = next(leg for leg in there["itineraries"][0]["legs"] if len(leg["geometry_ref"]) > 3)
    back = {
        **leg,
        "from": leg["to"],
        "to": leg["from"],
        "geometry_ref": [
            r.removeprefix("-") if r.startswith("-") else f"-{r}" for r in leg["geometry_ref"][::-1]
        ],
    }
    found = [
        {**there, "itineraries": [{**there["itineraries"][0], "legs": [one]}]}
        for one in (leg, back)
    ]
    lines = engine().lines
    flows, used = ways_drawn([way(f, 1, 20.0) for f in found], lines.line, lines.is_coarse)
    assert set(used[0]) == set(used[1])
    assert {flow.units for flow in flows} == {2}


@pytest.mark.slow
def test_five_thousand_different_ways_stay_under_five_megabytes() -> None:
    lines = engine().lines
    found = [record(name) for name in ("minsk_karachi", "least_co2", "wagons")]
    ways = [
        replace(
            way(found[n % 3], 1 + n % 9, 24.0, n + 2), origin=f"Place {n}", destination="Karachi"
        )
        for n in range(5_000)
    ]
    page = shipments_map(ways, ABOUT, lines.line, lines.is_coarse).page()
    assert len(page.encode()) < 5_000_000
    assert page == shipments_map(ways, ABOUT, lines.line, lines.is_coarse).page()


# ---------------------------------------------------------------- the command
PAIRS = (("Minsk", "Karachi"), ("Almaty", "Gwadar"), ("Tashkent", "Karachi"))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of 5,000 rows between three pairs of places in one month."""
    folder = tmp_path_factory.mktemp("shipments")
    draw = random.Random(3)
    with (folder / "s.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("origin", "destination", "count", "depart", "reference"))
        for number in range(5_000):
            pair = draw.choice(PAIRS)
            day = f"2026-12-{draw.randint(1, 28):02d}"
            writer.writerow((*pair, draw.randint(1, 9), day, f"REF-{number:04d}"))
    done = corridor("map", "s.csv", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "s.html\n"), all_text(done)
    return folder


def block(page: str) -> Any:
    found = re.search(r'id="corridor-shipments">(.*?)</script>', page, flags=re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_five_thousand_rows_make_one_small_page_and_none_is_lost(drawn: Path) -> None:
    page = (drawn / "s.html").read_text(encoding="utf-8")
    assert len(page.encode()) < 1_500_000
    data = block(page)
    assert len(data["ways"]) == len(PAIRS)
    rows = [row for way in data["ways"] for row in way["rows"]]
    assert sorted(row[0] for row in rows) == list(range(2, 5_002))
    with (drawn / "s.csv").open(encoding="utf-8") as file:
        counts = [int(row["count"]) for row in csv.DictReader(file)]
    assert sum(row[2] for row in rows) == sum(counts)
    assert sum(row[3] for row in rows) == pytest.approx(24 * sum(counts))
    for number, pair in enumerate(data["ways"]):
        assert pair["depart"] == min(row[4] for row in pair["rows"])
        assert (pair["from"], pair["to"]) in PAIRS, number


def test_a_list_with_hostile_places_and_references_is_drawn_as_text(tmp_path: Path) -> None:
    names = [name.replace("\ud83d", "").replace("\x00", "") for name in NAMES if len(name) <= 200]
    with (tmp_path / "s.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("origin", "destination", "reference"))
        writer.writerows(("Minsk", "Karachi", name) for name in names)
        writer.writerows(("Minsk", f"Nowhere {name}", "R") for name in names)
    done = corridor("map", "s.csv", "--depart", "2026-12-01", "--skip-bad", cwd=tmp_path)
    assert done.returncode == 0, all_text(done)
    assert not [w for w in UNWANTED if w in all_text(done)]
    assert "\x1b" not in done.stderr
    page = (tmp_path / "s.html").read_text(encoding="utf-8")
    assert "<script>window.hacked" not in page
    assert "<img" not in page
    data = block(page)
    (way,) = data["ways"]
    assert [row[0] for row in way["rows"]] == list(range(2, 2 + len(names)))
    shown = [row[1] for row in way["rows"]]
    for name in ("=HYPERLINK", "</script>", "کراچی", "漢字"):
        assert any(name in one for one in shown)
    assert len(data["left_out"]) == len(names)


def test_wrong_rows_are_named_by_file_row_and_column(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text(
        "origin,destination,count\nMinsk,Karachi,2\nMinsk,Nowhereville,1\nMinsk,Karachi,many\n"
        "Minsk,Minsk,1\n"
    )
    done = corridor("map", "s.csv", "--depart", "2026-12-01", cwd=tmp_path)
    assert done.returncode == 2
    assert "s.csv, row 3, column destination: no place is called 'Nowhereville'" in done.stderr
    assert "s.csv, row 4, column count: 'many' is not a whole number" in done.stderr
    assert "Try: " in done.stderr
    assert not (tmp_path / "s.html").exists()
    done = corridor("map", "s.csv", "--depart", "2026-12-01", "--skip-bad", cwd=tmp_path)
    assert done.returncode == 0, all_text(done)
    assert "row 3, column destination" in done.stderr
    assert "s.csv, row 5: origin and destination are the same place" in done.stderr
    page = (tmp_path / "s.html").read_text(encoding="utf-8")
    assert [row for row, _ in block(page)["left_out"]] == [3, 4]
    assert "Nowhereville" in page[page.index("<article") : page.index("</article>")]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("map", "none.csv"), "cannot be read"),
        (("map", "s.csv", "--depart", "soon"), "--depart 'soon' is not a day as"),
        (("map", "s.csv", "--out", "s.csv"), "is the list itself"),
        (("map", "a.json", "--skip-bad"), "go with a list of shipments"),
    ],
)
def test_wrong_input_is_refused_with_a_remedy(
    args: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    (tmp_path / "s.csv").write_text("origin,destination\nMinsk,Karachi\n")
    done = corridor(*args, cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Try: " in done.stderr
    assert not [w for w in UNWANTED if w in all_text(done)]


def test_a_list_without_a_way_says_why(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("origin,destination\nMinsk,Minsk\n")
    done = corridor("map", "s.csv", "--depart", "2026-12-01", cwd=tmp_path)
    assert done.returncode == 1
    assert "row 2: origin and destination are the same place" in done.stderr
    assert not (tmp_path / "s.html").exists()


# ---------------------------------------------------------------- the page
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_the_page_draws_lists_and_filters(
    browser: Browser, drawn: Path, size: tuple[int, int]
) -> None:
    found = opened(browser, drawn / "s.html", size)
    page = found.page
    assert counted(page, RAIL)[0] > 200
    assert page.locator(".way").count() == len(PAIRS)
    assert page.locator(".figures strong").first.inner_text() == "5,000"
    page.locator(".way").first.click()
    assert page.locator(".rows tbody tr").count() == 60
    page.locator(".rows .more").click()
    assert page.locator(".rows tbody tr").count() == 120
    # What is not chosen is grey.
    assert counted(page, [163, 168, 173])[0] > 0
    page.locator("#find").fill("gwadar")
    assert page.locator(".way").count() == 1
    assert page.locator(".figures strong").first.inner_text() != "5,000"
    page.locator("#find").fill("")
    page.get_by_label("shipments", exact=True).check()
    at = place(page, RAIL) or place(page, ROAD)
    assert at is not None
    page.mouse.click(*at)
    popup = page.locator(".leaflet-popup-content")
    popup.wait_for()
    assert "shipments" in popup.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert found.errors == []
    found.close()


def test_without_scripts_the_table_and_picture_are_there(browser: Browser, drawn: Path) -> None:
    found = opened(browser, drawn / "s.html", (390, 844), java_script_enabled=False)
    page = found.page
    assert page.locator("#static svg").is_visible()
    assert page.locator("#static tbody tr").count() == len(PAIRS)
    assert "5,000 shipments" in page.locator("#static").inner_text()
    assert found.errors == []
    found.close()


def test_hostile_names_and_references_stay_text(browser: Browser, tmp_path: Path) -> None:
    found = record_of(spoiled(answer("least_co2")))
    ways = [
        Way(
            tuple(
                Row(9 * n + k, NAMES[(n + k) % len(NAMES)], 1, 24.0, "2026-12-01") for k in range(3)
            ),
            None if n % 5 == 4 else found,
            name,
            NAMES[-1 - n],
            "FEU",
            name if n % 5 == 4 else "",
            name,
        )
        for n, name in enumerate(NAMES)
    ]
    about = replace(ABOUT, file=NAMES[0], left_out=tuple(enumerate(NAMES)))
    lines = engine().lines
    file = tmp_path / "h.html"
    file.write_bytes(shipments_map(ways, about, lines.line, lines.is_coarse).page().encode())
    visit = opened(browser, file, (390, 844))
    page = visit.page
    for number in range(page.locator(".way").count()):
        page.locator(".way").nth(number).click()
    page.locator("summary").last.click()
    assert page.evaluate("window.hacked") is None
    assert page.locator("#app img, #app iframe, #app form, a[href^='javascript']").count() == 0
    assert "</script><script>window.hacked=1</script>" in page.locator("#panel").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert visit.errors == []
    visit.close()
