"""What the route page gives away: the chosen way as KML, GeoJSON and GPX, as `corridor export` writes it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from shapely.geometry import shape

from corridor.report.document.answer import AnswerRecord
from corridor.report.document.currency import with_currency
from corridor.report.document.stamp import Stamp, stamp
from corridor.report.export import WRITERS, Job
from corridor.report.map.lines import TOLERANCE_DEGREE
from corridor.report.pages.route_page import route_map
from tests.hostile import spoiled
from tests.real import dataset, engine
from tests.report.answers import answer, record_of
from tests.report.pages import Visit, opened

WAY = 2  # taken along: not the first, so that what was chosen is seen to count
ROUNDED = 6e-5  # half of the page's last digit, and half of the file's
GPX, KML = "{http://www.topografix.com/GPX/1/1}", "{http://www.opengis.net/kml/2.2}"


@cache
def asked() -> AnswerRecord:
    """An answer with hostile names, shown in euro: files have dollars all the same."""
    return with_currency(record_of(spoiled(answer("minsk_karachi"))), "EUR", dataset())


def stamped() -> Stamp:
    return stamp(asked(), issued=date(2026, 12, 1), valid_days=14)


def exported(suffix: str) -> bytes:
    lines = engine().lines
    return WRITERS[suffix](Job(asked(), stamped(), lines.line, lines.is_coarse))


@pytest.fixture(scope="module")
def visit(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    lines = engine().lines
    made = tmp_path_factory.mktemp("take") / "m.html"
    made.write_text(
        route_map(asked(), lines.line, lines.is_coarse, stamped()).page(), encoding="utf-8"
    )
    found = opened(browser, made)
    found.page.locator("#choice input").nth(WAY - 1).check()
    yield found
    found.close()


@pytest.fixture(scope="module")
def taken(visit: Visit) -> dict[str, tuple[str, bytes]]:
    """The three files as Chromium saved them, by their suffix: name and bytes."""
    found = {}
    for shown in ("KML", "GeoJSON", "GPX"):
        with visit.page.expect_download() as waited:
            visit.page.get_by_role("button", name=shown, exact=True).click()
        one = waited.value
        found[f".{shown.lower()}"] = (one.suggested_filename, Path(one.path()).read_bytes())
    return found


def test_three_files_are_saved_without_a_request_under_the_policy(
    visit: Visit, taken: dict[str, tuple[str, bytes]]
) -> None:
    names = {suffix: name for suffix, (name, _) in taken.items()}
    assert names == {s: f"{stamped().quote_id}-way-{WAY}{s}" for s in (".kml", ".geojson", ".gpx")}
    # A blob: address is one of the page itself.
    assert [one for one in visit.requests if not one.startswith(("file:", "blob:"))] == []
    assert [one for one in visit.errors if not one.startswith("blob:")] == []
    policy = visit.page.locator('meta[http-equiv="Content-Security-Policy"]')
    assert "default-src 'none'" in str(policy.get_attribute("content"))


def test_the_geojson_has_the_features_and_figures_of_the_exported_one(
    taken: dict[str, tuple[str, bytes]],
) -> None:
    mine, whole = json.loads(taken[".geojson"][1]), json.loads(exported(".geojson"))
    other = [f for f in whole["features"] if f["properties"].get("itinerary", WAY) == WAY]
    assert {k: v for k, v in mine.items() if k not in ("features", "bbox")} == {
        k: v for k, v in whole.items() if k not in ("features", "bbox")
    }
    assert [f["properties"] for f in mine["features"]] == [f["properties"] for f in other]
    for one, its in zip(mine["features"], other, strict=True):
        here, there = shape(one["geometry"]), shape(its["geometry"])
        assert one["geometry"]["type"] == its["geometry"]["type"] or there.length < ROUNDED * 4
        if here.geom_type == "Point":
            assert here.distance(there) < ROUNDED * 2
        else:
            assert here.hausdorff_distance(there) < TOLERANCE_DEGREE + 2 * ROUNDED
    lons, lats = zip(*points(mine), strict=True)
    assert mine["bbox"] == [min(lons), min(lats), max(lons), max(lats)]


def test_the_map_fills_the_screen_and_says_so_in_both_languages(visit: Visit) -> None:
    button = visit.page.locator(".leaflet-control-zoom-fullscreen")
    full = "document.fullscreenElement === document.getElementById('map')"
    for language, enter, leave in (
        ("ru", "Во весь экран", "Выйти из полного экрана"),
        ("en", "Full screen", "Leave full screen"),
    ):
        visit.page.locator(f".languages [lang={language}]").click()
        for title, filled in ((enter, True), (leave, False)):
            assert button.get_attribute("title") == button.get_attribute("aria-label") == title
            button.click()
            visit.page.wait_for_function(f"({full}) === {str(filled).lower()}")
    assert [one for one in visit.errors if not one.startswith("blob:")] == []


def points(collection: dict[str, Any]) -> Iterator[tuple[float, float]]:
    def walk(value: Any) -> Iterator[tuple[float, float]]:
        if isinstance(value[0], list):
            for one in value:
                yield from walk(one)
        else:
            yield (value[0], value[1])

    for feature in collection["features"]:
        yield from walk(feature["geometry"]["coordinates"])


def figure(text: str | None) -> float | str:
    """A figure as such, however it is written."""
    try:
        return float(text or "")
    except ValueError:
        return text or ""


def placemarks(root: ET.Element) -> list[tuple[Any, ...]]:
    return [
        (
            mark.findtext(f"{KML}name"),
            mark.findtext(f"{KML}description"),
            {
                data.get("name"): figure(data.findtext(f"{KML}value"))
                for data in mark.iter(f"{KML}Data")
            },
        )
        for mark in root.iter(f"{KML}Placemark")
    ]


def test_the_kml_has_the_placemarks_of_the_exported_one_and_no_tag_in_a_text(
    taken: dict[str, tuple[str, bytes]],
) -> None:
    mine, whole = ET.fromstring(taken[".kml"][1]), ET.fromstring(exported(".kml"))
    other = [one for one in placemarks(whole) if one[2].get("itinerary", WAY) == WAY]
    assert placemarks(mine) == other
    for of in ("name", "description"):
        assert mine.findtext(f"{KML}Document/{KML}{of}") == whole.findtext(
            f"{KML}Document/{KML}{of}"
        )
    folders = [one.findtext(f"{KML}name") for one in whole.iter(f"{KML}Folder")]
    assert [one.findtext(f"{KML}name") for one in mine.iter(f"{KML}Folder")] == [folders[WAY - 1]]
    styles, its = (
        {one.get("id"): ET.tostring(one).strip() for one in root.iter(f"{KML}Style")}
        for root in (mine, whole)
    )
    assert styles == its
    used = {str(one.text)[1:] for one in mine.iter(f"{KML}styleUrl")}
    assert used <= set(styles)
    assert not {one for one in used if one.endswith("-other")}
    # What viewers show as HTML holds no tag, and the file no element but those of KML.
    assert not [t for t in mine.itertext() if "<" in t]
    assert {one.tag for one in mine.iter()} <= {one.tag for one in whole.iter()}


def waypoints(root: ET.Element) -> list[dict[str, str | None]]:
    return [
        {**point.attrib, **{part.tag.removeprefix(GPX): part.text for part in point}}
        for point in root.iter(f"{GPX}wpt")
    ]


def test_the_gpx_has_the_track_and_waypoints_of_the_exported_one(
    taken: dict[str, tuple[str, bytes]],
) -> None:
    mine, whole = ET.fromstring(taken[".gpx"][1]), ET.fromstring(exported(".gpx"))
    others = [one for one in waypoints(whole) if str(one["desc"]).startswith(f"{WAY}. ")]
    assert waypoints(mine) == others
    (track,) = mine.iter(f"{GPX}trk")
    its = list(whole.iter(f"{GPX}trk"))[WAY - 1]
    for part in ("name", "number", "type"):
        assert track.findtext(f"{GPX}{part}") == its.findtext(f"{GPX}{part}")
    about, written = mine.find(f"{GPX}metadata"), whole.find(f"{GPX}metadata")
    assert about is not None
    assert written is not None
    assert [(p.tag, p.text) for p in about] == [(p.tag, p.text) for p in written]
    assert len(list(track.iter(f"{GPX}trkseg"))) <= len(list(its.iter(f"{GPX}trkseg")))
    runs = [[point.attrib for point in one.iter(f"{GPX}trkpt")] for one in (track, its)]
    for here, there in zip(*((run[0], run[-1]) for run in runs), strict=True):
        assert float(here["lat"]) == pytest.approx(float(there["lat"]), abs=ROUNDED)
        assert float(here["lon"]) == pytest.approx(float(there["lon"]), abs=ROUNDED)
