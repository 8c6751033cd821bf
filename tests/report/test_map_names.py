"""Names on the map of a route: all that must be there are, and none lies on a line, a sign, a control or another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from corridor.report.pages.corridor_ports import corridor_ports
from corridor.report.pages.route_page import route_map
from tests.real import engine
from tests.report.answers import answer, record_of
from tests.report.pages import DESKTOP, PHONE, opened

PAGES = ("minsk_karachi", "minsk_karachi_open", "wagons", "hazardous_teus", "by_sea", "least_co2")
WIDE = (1440, 900)
# Boxes of names, of signs and of controls; and how many pixels of lines lie inside each name.
FOUND = """
async () => {
  for (let n = 0; n < 3; n += 1) await new Promise(requestAnimationFrame);
  const box = (node) => {
    const { left, top, right, bottom } = node.getBoundingClientRect();
    return [left, top, right, bottom];
  };
  const of = (selector) => [...document.querySelectorAll(selector)];
  const canvases = of('.leaflet-overlay-pane canvas');
  function lines([left, top, right, bottom]) {
    let found = 0;
    for (const canvas of canvases) {
      const at = canvas.getBoundingClientRect();
      const many = canvas.width / at.width;
      const pixels = canvas.getContext('2d').getImageData(
        (left - at.left) * many, (top - at.top) * many, Math.max(1, (right - left) * many), Math.max(1, (bottom - top) * many)).data;
      for (let i = 3; i < pixels.length; i += 4) if (pixels[i] > 60) found += 1;
    }
    return found;
  }
  const map = box(document.getElementById('map'));
  const names = of('.leaflet-names-pane .name span').map((node) => ({
    text: node.textContent, kind: node.parentElement.className.match(/name-\\w+/)[0], box: box(node), lines: lines(box(node)),
  }));
  return { map, names, signs: of('.leaflet-marker-pane .sign span').map(box), controls: of('.leaflet-control').map(box) };
}
"""


def page_of(name: str) -> str:
    lines = engine().lines
    found = record_of(answer(name))
    return route_map(found, lines.line, lines.is_coarse).page()


def overlap(a: list[float], b: list[float], by: float = 1.0) -> bool:
    return a[0] + by < b[2] and b[0] + by < a[2] and a[1] + by < b[3] and b[1] + by < a[3]


@pytest.mark.parametrize("size", [WIDE, PHONE])
@pytest.mark.parametrize("name", PAGES)
def test_names_cover_nothing_and_those_that_must_are_shown(
    browser: Browser, tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    file = tmp_path / "m.html"
    file.write_text(page_of(name), encoding="utf-8")
    visit = opened(browser, file, size)
    found: dict[str, Any] = visit.page.evaluate(FOUND)
    names = found["names"]
    for one in names:
        assert one["lines"] == 0, one
        assert not any(overlap(one["box"], box) for box in found["signs"] + found["controls"]), one
        left, top, right, bottom = found["map"]
        assert left <= one["box"][0] <= one["box"][2] <= right, one
        assert top <= one["box"][1] <= one["box"][3] <= bottom, one
    for i, one in enumerate(names):
        assert not any(overlap(one["box"], other["box"]) for other in names[:i]), one
    kinds = [one["kind"] for one in names]
    record = record_of(answer(name))
    assert kinds.count("name-end") == 2
    shut = {f"✕ {one.name}".split(" (")[0].split(" - ")[-1] for one in record.blocked}
    assert kinds.count("name-shut") == len(shut)
    if size == WIDE:
        seen = 0 if name == "wagons" else 5  # from Astana to Hairatan no port is in sight
        assert kinds.count("name-port") == seen
        assert kinds.count("name-stop") >= min(1, len(record.itineraries[0].borders))
    visit.close()


def test_the_ports_of_the_corridor_are_those_of_the_tables() -> None:
    ports = corridor_ports()
    assert [p.short for p in ports] == [
        "Karachi",
        "Port Qasim",
        "Gwadar",
        "Chabahar",
        "Bandar Abbas",
    ]
    assert {p.service for p in ports} <= {
        "regular container service", "irregular container service", "no container service",
    }  # fmt: skip
    assert DESKTOP < WIDE
