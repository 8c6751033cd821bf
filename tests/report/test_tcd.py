"""The time-cost-distance chart against the legs of the answer, and as a browser shows it."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import accumulate, combinations, pairwise
from math import isclose
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from corridor.errors import InputError
from corridor.report.charts.tcd import WIDTH, tcd_svg
from corridor.report.charts.tcd_tracks import day_ticks, ticks, tracks
from corridor.report.document.currency import with_currency
from corridor.report.map.colours import LINE_COLOURS
from corridor.report.text.charts import tcd_text
from tests.cli.command import ROOT, environment
from tests.real import dataset
from tests.report.answers import QUERIES, answer, record_of
from tests.report.samples import hostile_answer, sample_answer

SVG = "{http://www.w3.org/2000/svg}"
NAMES = sorted(QUERIES)


@pytest.mark.parametrize("name", NAMES)
def test_tracks_follow_the_legs(name: str) -> None:
    """Every leg's end, summed up here, is a mark; the last is the itinerary's total."""
    found, unit = tracks(record_of(answer(name)))
    assert unit == "USD"
    for track, itinerary in zip(found, answer(name)["itineraries"], strict=True):
        legs = itinerary["legs"]
        for reached in zip(
            accumulate(leg["distance_km"] for leg in legs),
            accumulate(leg["time_h"]["typical"] for leg in legs),
            accumulate(leg["cost_usd"]["typical"] for leg in legs),
            strict=True,
        ):
            assert any(
                isclose(m.km, reached[0], abs_tol=1e-6)
                and isclose(m.hours, reached[1], abs_tol=1e-2)
                and isclose(m.money, reached[2], abs_tol=1e-6)
                for m in track.marks
            )
        totals = itinerary["totals"]
        assert track.end.hours == pytest.approx(totals["time_h"]["typical"], abs=0.01)
        assert track.end.money == pytest.approx(totals["cost_usd"]["typical"], abs=0.001)
        assert track.end.km == pytest.approx(totals["distance_km"])
        for one, two in pairwise(track.marks):
            assert one.km <= two.km
            assert one.hours <= two.hours
            assert one.money <= two.money
        borders = [s for s in track.steps if s.kind == "border"]
        assert len(borders) == len(itinerary["borders"])


def test_waiting_for_the_ship_is_a_step_and_not_a_slope() -> None:
    found, _ = tracks(record_of(answer("by_sea")))
    sailing = next(
        leg for leg in answer("by_sea")["itineraries"][0]["legs"] if leg["kind"] == "sailing"
    )
    wait = next(i for i in sailing["items"] if i["name"] == "Waiting for the sailing")
    (step,) = [s for s in found[0].steps if s.kind == "sailing"]
    assert step.hours == pytest.approx(wait["time_h"]["typical"])
    assert step.name == sailing["from"]["name"]


@given(st.floats(0.001, 1e7), st.integers(2, 10))
def test_ticks_are_round_and_reach_far_enough(most: float, wanted: int) -> None:
    for found in (ticks(most, wanted), day_ticks(most, wanted)):
        assert found[0] == 0
        assert found[-1] >= most * 0.999999
        assert len(found) <= 2 * wanted + 2
        steps = {round(b - a, 3) for a, b in pairwise(found)}
        assert len(steps) <= 2  # rounding of tenths


def numbers(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_is_sound_and_keeps_inside(name: str) -> None:
    text = tcd_svg(record_of(answer(name)))
    root = ET.fromstring(text)
    height = float(root.get("height", "0"))
    assert root.get("role") == "img"
    for path in root.iter(f"{SVG}path"):
        if path.get("stroke-width") == "2.5":
            for x, y in numbers(path.get("d", "")):
                assert 0 <= x <= WIDTH
                assert 0 <= y <= height
    for unwanted in ("style=", "<script", "href", " id=", "NaN", "nan", "inf"):
        assert unwanted not in text
    desc = root.find(f"{SVG}desc")
    assert desc is not None
    for itinerary in answer(name)["itineraries"]:
        assert f"{itinerary['totals']['cost_usd']['typical']:,.0f} USD" in (desc.text or "")


@pytest.mark.slow
def test_the_same_answer_gives_the_same_bytes_under_any_hash_seed() -> None:
    code = (
        "import sys; from corridor.report.charts.tcd import tcd_svg;"
        "from tests.report.samples import sample_answer;"
        "from tests.report.answers import record_of;"
        "sys.stdout.write(tcd_svg(record_of(sample_answer())))"
    )
    for seed in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment(PYTHONHASHSEED=seed),
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == tcd_svg(record_of(sample_answer()))


def test_only_the_chosen_itineraries_in_their_own_colours() -> None:
    root = ET.fromstring(tcd_svg(record_of(sample_answer()), which=(2, 0)))
    strokes = [p.get("stroke") for p in root.iter(f"{SVG}path") if p.get("stroke-width") == "2.5"]
    assert strokes.count(LINE_COLOURS[2]) == strokes.count(LINE_COLOURS[0]) == 3
    assert LINE_COLOURS[1] not in strokes
    for which in ((3,), (-1,), (0, 99)):
        with pytest.raises(InputError, match="some of 1 to 3"):
            tcd_svg(record_of(sample_answer()), which=which)


def test_hostile_names_stay_text() -> None:
    text = tcd_svg(record_of(hostile_answer()))
    ET.fromstring(text)
    assert "<script" not in text
    assert "<img" not in text
    assert "\x1b" not in tcd_text(record_of(hostile_answer()))


def test_money_in_another_currency() -> None:
    shown = with_currency(record_of(answer("kabul_karachi_open")), "PKR", dataset())
    track = tracks(record_of(shown))[0][0]
    assert tracks(record_of(shown))[1] == "PKR"
    assert shown.currency
    rate = shown.currency.per_usd
    assert track.end.money == pytest.approx(
        rate * answer("kabul_karachi_open")["itineraries"][0]["totals"]["cost_usd"]["typical"]
    )
    assert "PKR spent" in tcd_svg(record_of(shown))


@pytest.mark.parametrize("name", NAMES)
def test_the_terminal_chart_fits_and_shows_the_totals(name: str) -> None:
    text = tcd_text(record_of(answer(name)))
    lines = text.splitlines()
    assert max(map(len, lines)) <= 80
    for number, itinerary in enumerate(answer(name)["itineraries"], 1):
        head = next(line for line in lines if line.startswith(f"{number}. "))
        assert f"{itinerary['totals']['cost_usd']['typical']:,.0f} USD" in head
    # The first itinerary is on top: it ends where its totals say.
    chart = [line for line in lines if re.match(r"^ *[\d,]* ?[|+]", line)]
    assert any("1" in line.partition("|")[2] + line.partition("+")[2] for line in chart)


def boxes(page: Any) -> list[dict[str, float]]:
    found: list[dict[str, float]] = page.evaluate(
        "() => [...document.querySelectorAll('text')].map(t => { const b ="
        " t.getBoundingClientRect(); return {x: b.x, y: b.y, w: b.width, h: b.height,"
        " t: t.textContent}; })"
    )
    return found


def test_in_a_browser_every_word_is_inside_and_none_covers_another(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1000, "height": 1000})
    for name, wide in (("minsk_karachi", 900), ("by_sea", 440), ("least_co2", 360)):
        picture = tcd_svg(record_of(answer(name)), width=wide)
        page.set_content(f"<body style='margin:0'>{picture}</body>")
        found = boxes(page)
        height = page.evaluate("() => document.querySelector('svg').height.baseVal.value")
        assert len(found) > 15
        for box in found:
            assert box["x"] >= 0, box
            assert box["x"] + box["w"] <= wide, box
            assert box["y"] + box["h"] <= height, box
        for a, b in combinations(found, 2):
            across = min(a["x"] + a["w"], b["x"] + b["w"]) - max(a["x"], b["x"])
            down = min(a["y"] + a["h"], b["y"] + b["h"]) - max(a["y"], b["y"])
            assert across <= 2 or down <= 4, (a, b)
    page.close()
