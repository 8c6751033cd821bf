"""The still picture."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import accumulate
from pathlib import Path

from corridor.report.map.basemap import asset_text, basemap
from corridor.report.map.colours import GREY, MODE_COLOUR, SHUT
from corridor.report.map.route_svg import route_svg
from corridor.report.map.svg import ground, view_of
from tests.report.answers import record_of
from tests.report.samples import hostile_answer, line, sample_answer

SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_is_sound_xml_with_the_route_in_colour_and_names() -> None:
    root = ET.fromstring(route_svg(record_of(sample_answer()), line))
    assert root.get("viewBox") == "0 0 900 560"
    strokes = {path.get("stroke") for path in root.iter(f"{SVG}path")}
    # The chosen way in the colours of its modes, the others in one grey.
    modes = {leg.mode for leg in record_of(sample_answer()).itineraries[0].legs if leg.mode}
    assert {MODE_COLOUR[mode] for mode in modes} | {GREY} <= strokes
    texts = {text.text for text in root.iter(f"{SVG}text")}
    assert {"Minsk", "Karachi", "Kazakhstan"} <= texts
    assert any(re.fullmatch(r"Sarakhs · day \d+", str(text)) for text in texts)
    shut = {f"✕ {one['name']}" for one in sample_answer()["blocked"]}
    assert shut
    assert shut <= texts
    assert SHUT in {box.get("fill") for box in root.iter(f"{SVG}rect")}


def test_route_points_lie_in_the_picture() -> None:
    text = route_svg(record_of(sample_answer()), line, width=600, height=300)
    root = ET.fromstring(text)
    for path in root.iter(f"{SVG}path"):
        if path.get("stroke") in MODE_COLOUR.values():
            for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path.get("d", "")):
                assert 0 <= float(x) <= 600
                assert 0 <= float(y) <= 300


def test_land_and_boundaries_end_just_outside_the_picture() -> None:
    view = view_of([(27.5, 53.9), (67.0, 24.9)], 300, 200)
    for path in ground(view):
        for start in re.findall(r"M([^Mz]+)", ET.fromstring(path).get("d", "")):
            numbers = [float(n) for n in re.findall(r"-?[\d.]+", start)]
            x, y = (list(accumulate(numbers[axis::2])) for axis in (0, 1))
            assert min(x) >= -8.1
            assert max(x) <= 308.1
            assert min(y) >= -8.1
            assert max(y) <= 208.1


def test_hostile_names_are_text_and_nothing_asks_for_style_or_links() -> None:
    text = route_svg(record_of(hostile_answer()), line)
    ET.fromstring(text)
    assert "<script" not in text
    assert "style=" not in text
    assert "href" not in text


def test_signs_that_xml_forbids_are_dropped() -> None:
    answer = sample_answer()
    answer["query"]["origin"]["name"] = "Min\x00sk \ud800\x1b"
    root = ET.fromstring(route_svg(record_of(answer), line))
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text == "Route from Minsk  to Karachi"


def test_the_base_map_covers_the_corridors_and_is_small() -> None:
    assert len(asset_text("assets/basemap.geojson").encode()) < 400_000
    names = {label.name for label in basemap().labels}
    assert {"Belarus", "Pakistan", "Kenya", "China", "Netherlands"} <= names
    assert len(basemap().disputed) > 5


def test_assets_are_licensed_and_ask_for_nothing_outside() -> None:
    licences = asset_text("assets/LICENSES.md")
    for word in ("leaflet.js", "basemap.geojson", "BSD 2-Clause", "Natural Earth"):
        assert word in licences
    assert not re.search(r"url\((?!data:)", asset_text("assets/leaflet.css"))
    assert "sourceMappingURL" not in asset_text("assets/leaflet.js")


def test_the_labels_are_those_of_the_tables() -> None:
    tool = Path(__file__).parents[2] / "tools/make_labels.py"
    run = subprocess.run(
        [sys.executable, str(tool), "--check"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
