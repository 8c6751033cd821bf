"""What the browser tests of all pages share: sizes, colours, an open page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

DESKTOP, PHONE = (1280, 800), (390, 844)
# Counts the pixels of each colour on the canvas that carries the routes, and gives one of them
# as a position in the window; colours differ a little where lines are smoothed.
FIND_COLOURS = """
async (colours) => {
  // Leaflet draws in the next frame.
  for (let n = 0; n < 2; n += 1) await new Promise(requestAnimationFrame);
  const canvas = document.querySelector('.leaflet-overlay-pane canvas');
  const box = canvas.getBoundingClientRect();
  const copy = document.createElement('canvas');
  [copy.width, copy.height] = [canvas.width, canvas.height];
  const pen = copy.getContext('2d', { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  const data = pen.getImageData(0, 0, canvas.width, canvas.height).data;
  const view = document.getElementById('map').getBoundingClientRect();
  return colours.map(([red, green, blue]) => {
    const near = [];
    for (let i = 0; i < data.length; i += 4) {
      const off = Math.abs(data[i] - red) + Math.abs(data[i + 1] - green) + Math.abs(data[i + 2] - blue);
      if (data[i + 3] >= 200 && off <= 12) near.push(i / 4);
    }
    let at = null;
    for (let n = near.length - 1; n >= 0 && at === null; n -= 1) {
      const x = box.left + (near[n] % canvas.width) * box.width / canvas.width;
      const y = box.top + Math.floor(near[n] / canvas.width) * box.height / canvas.height;
      const top = document.elementFromPoint(x, y);
      if (x > view.left && y > view.top && x < view.right && y < view.bottom && top === canvas) at = [x, y];
    }
    return { count: near.length, at };
  });
}
"""
RAIL, ROAD, SEA = [0, 114, 178], [213, 94, 0], [0, 158, 115]
BESIDE = [138, 143, 148]  # ways that are not chosen


@dataclass
class Visit:
    """An open page and what went wrong or out on it."""

    page: Page
    idle: list[Page]
    heard: list[tuple[Any, Callable[[Any], None]]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def pixels(self, colour: list[int]) -> int:
        """Pixels of a colour on the map."""
        return counted(self.page, colour)[0]

    def close(self) -> None:
        """Leave the window to the next visit as if it were new."""
        for event, hear in self.heard:
            self.page.remove_listener(event, hear)
        self.page.goto("about:blank")
        self.page.emulate_media(media="null")
        self.page.mouse.move(-1, -1)
        self.idle.append(self.page)


# Windows without a page, by browser and settings: to start one costs more than to load most pages.
_idle: defaultdict[tuple[Browser, str], list[Page]] = defaultdict(list)


def counted(page: Page, *colours: list[int]) -> tuple[int, ...]:
    """Pixels of each colour, all counted on one reading of the map."""
    return tuple(found["count"] for found in page.evaluate(FIND_COLOURS, list(colours)))


def place(page: Page, colour: list[int]) -> tuple[float, float] | None:
    """Where in the window a line of a colour can be clicked."""
    (found,) = page.evaluate(FIND_COLOURS, [colour])
    return tuple(found["at"]) if found["at"] else None


def opened(browser: Browser, file: Path, size: tuple[int, int] = DESKTOP, **more: Any) -> Visit:
    """
    A page opened without network, in a window that no other visit has; `close` gives it back.

    `errors` gets what a script or the console says, dialogs, and requests beyond the file itself.
    """
    idle = _idle[browser, repr(sorted(more.items()))]
    view = ViewportSize(width=size[0], height=size[1])
    page = idle.pop() if idle else browser.new_context(offline=True, **more).new_page()
    page.set_default_timeout(10_000)
    page.set_viewport_size(view)
    found = Visit(page, idle)
    address = file.as_uri()

    def asked(url: str) -> None:
        found.requests.append(url)
        if url != address:
            found.errors.append(url)

    found.heard += [
        ("pageerror", lambda error: found.errors.append(str(error))),
        ("console", lambda message: found.errors.append(message.text)),
        ("dialog", lambda dialog: found.errors.append(dialog.message)),
        ("request", lambda request: asked(request.url)),
    ]
    for event, hear in found.heard:
        page.on(event, hear)
    page.goto(address)
    return found


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def serious_faults(page: Page) -> list[str]:
    """Serious and critical faults that axe-core finds on an open page, as short texts."""
    page.evaluate(_axe())
    # Selectors of every element would take longer than the rules themselves.
    found = page.evaluate("axe.run({ resultTypes: ['violations'], selectors: false })")
    return [
        f"{fault['id']}: {fault['help']}: {fault['nodes'][0]['html'][:120]}"
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
