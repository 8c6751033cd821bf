"""Still pictures: the window, sea and land, names that cover nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, pi, radians, tan
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from corridor.report.map.basemap import Ring, basemap
from corridor.report.map.colours import BORDER, CORE, INK, LAND, SEA
from corridor.report.map.lines import LonLat

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_PADDING_SHARE = 0.08  # of the route's extent, on each side
_LEAST_SPAN = 0.03  # of the Mercator square in radians, about 190 km at the equator
_BEYOND_PX = 8.0  # land is cut this far outside the picture
_NARROW_PX = 1.1  # points nearer than this to the one before are not drawn
_LETTER_PX = 6.3  # mean width of a letter at 12 px

Pixel = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class View:
    """A Mercator window on the earth, `width` x `height` pixels."""

    left: float
    top: float
    px_per_unit: float
    width: int
    height: int

    def pixel(self, point: LonLat) -> Pixel:
        """Pixel of a point given in degrees lon/lat."""
        x, y = _mercator(point)
        return (x - self.left) * self.px_per_unit, (self.top - y) * self.px_per_unit

    def holds(self, pixel: Pixel, beyond: float = 0.0) -> bool:
        """Whether a pixel is in the picture, or at most `beyond` pixels outside."""
        return (
            -beyond <= pixel[0] <= self.width + beyond
            and -beyond <= pixel[1] <= self.height + beyond
        )


def still_map(
    view: View, title: str, parts: Iterable[str], taken: Sequence[Box] = (), between: str = "\n"
) -> str:
    """
    Put parts on sea and land in a frame, as one `<svg>` element.

    Parameters
    ----------
    view
        The window on the earth.
    title
        Plain text; it is escaped here.
    parts
        Elements, put in as they are.
    taken
        Boxes that no name of a country may cover.
    between
        What stands between two elements.
    """
    wide, high = view.width, view.height
    size = f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
    return between.join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="sans-serif">',
            f"<title>{xml_text(title)}</title>",
            f'<rect width="{wide}" height="{high}" fill="{SEA}"/>',
            *ground(view),
            *country_names(view, taken),
            *parts,
            (
                f'<rect x="0.5" y="0.5" width="{wide - 1}" height="{high - 1}" fill="none"'
                f' stroke="{BORDER}"/></svg>'
            ),
        ]
    )


def xml_text(text: str | float) -> str:
    """Escape text for an element or a quoted attribute; signs that XML forbids are dropped."""
    legal = "".join(c for c in str(text) if c in "\t\n" or (c >= " " and not _forbidden(c)))
    return escape(legal, {'"': "&quot;", "'": "&#39;"})


def _forbidden(sign: str) -> bool:
    return "\x7f" <= sign <= "\x9f" or "\ud800" <= sign <= "\udfff" or sign in "\ufffe\uffff"


def _mercator(point: LonLat) -> Pixel:
    lat = min(85.0, max(-85.0, point[1]))
    return radians(point[0]), log(tan(pi / 4 + radians(lat) / 2))


def view_of(points: Sequence[LonLat], width: int, height: int) -> View:
    """Window around points (degrees lon/lat), with some room on each side."""
    flat = [_mercator(p) for p in points] or [_mercator((60.0, 40.0))]
    xs, ys = [p[0] for p in flat], [p[1] for p in flat]
    share = 1 + 2 * _PADDING_SHARE
    span_x = max(max(xs) - min(xs), _LEAST_SPAN) * share
    span_y = max(max(ys) - min(ys), _LEAST_SPAN) * share
    scale = min(width / span_x, height / span_y)
    left = (min(xs) + max(xs)) / 2 - width / scale / 2
    top = (min(ys) + max(ys)) / 2 + height / scale / 2
    return View(left, top, scale, width, height)


def ground(view: View) -> list[str]:
    """Land and boundaries as paths."""
    import shapely

    earth = basemap()
    frame = (-_BEYOND_PX, -_BEYOND_PX, view.width + _BEYOND_PX, view.height + _BEYOND_PX)

    def drawn(shapes: Iterable[BaseGeometry]) -> Iterator[str]:
        """Lines and rings of shapes, cut to the picture."""
        for part in shapely.get_parts(shapely.clip_by_rect(list(shapes), *frame)):
            for line in shapely.get_rings(part) if part.geom_type == "Polygon" else [part]:
                yield _steps(thinned([(x, y) for x, y in line.coords]))

    def pixels(line: Iterable[LonLat]) -> list[Pixel]:
        return [view.pixel(point) for point in line]

    def areas(shapes: Iterable[tuple[Ring, ...]], fill: str) -> str:
        polygons = (
            shapely.Polygon(pixels(outer), [pixels(hole) for hole in holes])
            for outer, *holes in shapes
        )
        return f'<path d="{"z".join((*drawn(polygons), ""))}" fill="{fill}" fill-rule="evenodd"/>'

    core = [shape for shapes in earth.countries.values() for shape in shapes]
    out = [areas(earth.land, LAND), areas(core, CORE), areas(earth.lakes, SEA)]
    for lines, dash in ((earth.borders, ""), (earth.disputed, ' stroke-dasharray="3 3"')):
        d = "".join(drawn(shapely.LineString(pixels(line)) for line in lines))
        out.append(f'<path d="{d}" fill="none" stroke="{BORDER}" stroke-width="0.8"{dash}/>')
    return out


def country_names(view: View, taken: Sequence[Box]) -> list[str]:
    """Names of countries where none covers a box of `taken`."""
    out = []
    for label in basemap().labels:
        x, y = view.pixel(label.place)
        half = len(label.name) * _LETTER_PX / 2
        box = (x - half, y - 12, x + half, y + 4)
        clear = not any(overlap(box, other) for other in taken)
        if label.zoom <= 4 and clear and view.holds(box[:2]) and view.holds(box[2:]):
            out.append(
                f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-size="11"'
                f' fill="#777264">{xml_text(label.name)}</text>'
            )
    return out


def thinned(points: list[Pixel]) -> list[Pixel]:
    """Leave out points that no eye tells apart from the one before."""
    out = points[:1]
    for x, y in points[1:]:
        if abs(x - out[-1][0]) + abs(y - out[-1][1]) >= _NARROW_PX:
            out.append((x, y))
    if len(points) > 1 and out[-1] != points[-1]:
        out.append(points[-1])
    return out


def path_data(points: Iterable[Pixel]) -> str:
    """The `d` attribute of a path through pixels."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _steps(points: Sequence[Pixel]) -> str:
    """The same line as `path_data` in steps of tenths of a pixel, which are half as long to write."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    start = f"M{_tenths(*tenths[0])}"
    steps = [
        _tenths(after[0] - before[0], after[1] - before[1]) for before, after in pairwise(tenths)
    ]
    # A minus sign parts two numbers as well as a space does.
    return (f"{start}l{' '.join(steps)}" if steps else start).replace(" -", "-")


def _tenths(*values: int) -> str:
    texts = (f"{value / 10:g}" for value in values)
    return " ".join(re.sub("^(-?)0[.]", r"\1.", text) for text in texts)


def name_text(name: str, x: float, y: float, view: View, taken: list[Box]) -> str:
    """A name beside a pixel, or nothing where it would cover a box of `taken`."""
    wide = len(name) * _LETTER_PX
    for left in (x + 10, x - 10 - wide):
        box = (left, y - 8, left + wide, y + 8)
        inside = view.holds(box[:2]) and view.holds(box[2:])
        if name and inside and not any(overlap(box, other) for other in taken):
            taken.append(box)
            anchor, at = ("start", x + 10) if left > x else ("end", x - 10)
            return (
                f'<text x="{at:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}" font-size="12" fill="{INK}"'
                f' stroke="#FFFFFF" stroke-width="3" paint-order="stroke"'
                f' stroke-linejoin="round">{xml_text(name)}</text>'
            )
    return ""


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes share a pixel."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
