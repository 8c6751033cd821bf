"""The network page as text: whole, closed, safe, small and the same every time."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from corridor.report.map.colours import MODE_COLOUR
from corridor.report.pages.network_static import STATE_COLOUR
from tests.real import dataset, engine
from tests.report.networks import DAY, hostile_page, network_page, rendered
from tests.report.samples import HOSTILE
from tests.report.test_map_page import Reader, read

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted((ROOT / "corridor/report/js").glob("network_*.js"))


def data(page: str) -> dict[str, Any]:
    return dict(json.loads(read(page).scripts[0][1]))


def article(page: str) -> str:
    return page[page.index("<article") : page.index("</article>")]


@pytest.fixture(scope="module")
def hostile() -> str:
    return hostile_page()


def closed(found: Reader) -> None:
    kinds = [about.get("type") for about, _ in found.scripts]
    assert kinds == ["application/json"] * 3 + [None, None]
    assert len(found.styles) == 2
    assert found.loads == []
    assert found.handlers == []
    assert found.policy.startswith("default-src 'none';")
    assert "unsafe" not in found.policy
    run = [text for about, text in found.scripts if "type" not in about]
    for text in [*run, *found.styles]:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in found.policy


def test_three_data_blocks_two_hashed_scripts_and_styles_and_nothing_loaded(hostile: str) -> None:
    closed(read(network_page()))
    closed(read(hostile))


def test_links_are_web_addresses_and_no_others(hostile: str) -> None:
    assert all(link.startswith(("https://", "http://")) for link in read(network_page()).links)
    assert read(hostile).links == []


def test_our_scripts_never_write_html() -> None:
    assert len(SCRIPTS) == 5
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "fetch(",
    ):
        assert not [p.name for p in SCRIPTS if word in p.read_text(encoding="utf-8")]


def test_every_row_is_on_the_page() -> None:
    found, tables = data(network_page()), dataset()
    for key, rows in (
        ("sections", tables.sections),
        ("sea", tables.sea_services),
        ("hubs", tables.hubs),
        ("crossings", tables.crossings),
        ("ports", tables.ports),
    ):
        assert [row["id"] for row in found[key]] == [row.id for row in rows]
    assert len(found["terminals"]) == len(tables.terminals)
    names = {name for hub in found["hubs"] for name in (hub["name"], *hub["aliases"])}
    assert {alias.name for alias in tables.place_names} <= names
    assert [row["km"] for row in found["sections"]] == [row.length_km for row in tables.sections]
    sections, sea = found["drawing"]["legs"]
    assert len(sections) == len(tables.sections)
    assert len(sea) == len(tables.sea_services)
    assert all(sections)
    assert {n for numbers in [*sections, *sea] for n in numbers} == set(
        range(len(found["drawing"]["pieces"]))
    )


def test_every_source_that_is_named_is_there() -> None:
    found = data(network_page())
    used = {
        row["source"]
        for key in ("sections", "sea", "hubs", "crossings", "ports", "terminals")
        for row in found[key]
    } | {
        row["source"]
        for key in ("crossings", "sections")
        for r in found[key]
        for row in r.get("rows", ())
    }
    assert used <= set(found["sources"])


@pytest.mark.parametrize(
    ("crossing", "day", "state"),
    [
        ("torkham_road", "2026-12-01", "closed"),
        ("gabd_road", "2020-12-18", "planned"),
        ("gabd_road", "2020-12-19", "open"),
        ("torkham_road", "2025-06-01", "open"),
        ("torkham_road", "2023-11-21", "restricted"),
        ("chaman_road", "2026-12-01", "closed"),
        ("hairatan_rail", "2026-12-01", "open"),
        ("torkham_rail", "2026-12-01", "planned"),
        # Days that a report names, back to 2019: shut, half open, and open in between.
        ("torkham_road", "2019-09-29", "closed"),
        ("torkham_road", "2020-03-20", "closed"),
        ("torkham_road", "2020-04-20", "restricted"),
        ("taftan_road", "2020-03-01", "closed"),
        ("taftan_road", "2020-03-10", "open"),
        ("khunjerab_road", "2020-08-05", "open"),
        ("khunjerab_road", "2022-07-01", "closed"),
        ("khunjerab_road", "2023-05-01", "open"),
        ("khunjerab_road", "2025-08-10", "closed"),
        ("sarakhs_rail", "2020-05-01", "closed"),
        ("farap_road", "2021-06-01", "restricted"),
        ("islam_qala_road", "2021-07-10", "closed"),
        ("hairatan_road", "2021-08-16", "closed"),
        ("hairatan_road", "2021-08-22", "open"),
        ("chaman_road", "2024-01-15", "closed"),
        ("astara_road", "2026-03-07", "closed"),
    ],
)
def test_crossings_are_judged_on_the_day(crossing: str, day: str, state: str) -> None:
    found = data(network_page(DAY.fromisoformat(day)))
    by_id = {row["id"]: row for row in found["crossings"]}
    assert by_id[crossing]["state"] == state


def test_a_closed_crossing_shows_its_evidence() -> None:
    found = data(network_page())
    torkham = next(row for row in found["crossings"] if row["id"] == "torkham_road")
    first = torkham["rows"][0]
    assert (first["effect"], first["since"], first["confirmed"], first["age"]) == (
        "closed", "2025-10-11", "2026-02-18", 286,
    )  # fmt: skip
    assert found["sources"][first["source"]][2].startswith("https://")
    assert (round(torkham["lon"]), round(torkham["lat"])) == (71, 34)


def test_a_section_newer_than_the_graph_is_a_coarse_line_between_its_ends() -> None:
    tables = dataset()
    old = tables.sections[0]
    new = structs.replace(old, id="new__section__road", from_id="minsk", to_id="karachi")
    found = data(rendered(replace(tables, sections=(*tables.sections, new))))
    (number,) = found["drawing"]["legs"][0][-1]
    piece = found["drawing"]["pieces"][number]
    assert piece["coarse"]
    assert len(piece["steps"]) == 4


def test_without_javascript_there_are_a_picture_and_tables() -> None:
    text, tables = article(network_page()), dataset()
    assert text.count("<svg ") == 1
    for colour in (MODE_COLOUR["rail"], MODE_COLOUR["road"]):
        assert f'fill="none" stroke-linejoin="round" stroke="{colour}"' in text
    for state, colour in STATE_COLOUR.items():
        assert f'fill="{colour}"' in text, state
    for caption in ("Rail crossings", "Road crossings", "Seaports", "Planned, under construction"):
        assert f"<caption>{caption}" in text
    for row in tables.crossings:
        assert f"<td>{row.name}</td>" in text or f'"short">{row.name}</td>' in text
    assert "closed since 2025-10-11, last confirmed 2026-02-18" in text
    assert "no position is taken" in text
    assert "© OpenStreetMap contributors, ODbL; GeoNames, CC BY 4.0; Natural Earth" in text


def test_hostile_text_stays_text(hostile: str) -> None:
    assert HOSTILE not in hostile
    assert "<script>window.hacked" not in hostile
    assert "&lt;script&gt;window.hacked=1&lt;/script&gt;" in article(hostile)
    assert not set("<>&\u2028\u2029") & set(read(hostile).scripts[0][1])
    # A slot's name inside a text is not filled.
    assert hostile.count("{{data}}") > 1000


def test_the_page_is_small() -> None:
    assert len(network_page().encode()) < 2_000_000


def test_the_same_tables_give_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from tests.report.networks import network_page\n"
        "sys.stdout.buffer.write(network_page().encode())\n"
    )
    for seed, zone in (("0", "UTC"), ("4711", "Asia/Karachi")):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": zone},
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )
        assert done.stdout == network_page().encode(), seed


def test_the_page_tells_what_it_is_made_of() -> None:
    found = data(network_page())
    assert (found["on"], found["graph_hash"]) == ("2026-12-01", engine().graph_hash)
    assert found["data_date"] == dataset().data_date
