"""A still picture of the route, for pages without JavaScript, for print and documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, pi, radians, tan
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from corridor.model.mode import Mode
from corridor.report.document.answer import AnswerRecord, ItineraryRecord
from corridor.report.map.basemap import basemap
from corridor.report.map.colours import BORDER, INK, LAND, SEA, SKY, YELLOW, line_colour
from corridor.report.map.lines import (
    Drawing,
    IsCoarse,
    LineOf,
    LonLat,
    Piece,
    drawing,
    lane_of,
    shifted,
    users_of,
)

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_LANE_PX = 4.0  # between lines side by side
_PADDING_SHARE = 0.08  # of the route's extent, on each side
_LEAST_SPAN = 0.03  # of the Mercator square in radians, about 190 km at the equator
_BEYOND_PX = 8.0  # land is cut this far outside the picture
_NARROW_PX = 0.7  # points nearer than this to the one before are not drawn
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


def route_svg(
    answer: AnswerRecord,
    lines: LineOf,
    *,
    width: int = 900,
    height: int = 560,
    is_coarse: IsCoarse | None = None,
) -> str:
    """
    Draw the itineraries of a JSON answer, the first broad, side by side where they share a line.

    Parameters
    ----------
    answer
        The JSON answer.
    lines
        Points (degrees lon/lat) of a geometry reference, in order of travel.
    width, height
        Size of the picture in pixels.
    is_coarse
        Whether a reference names a line that the graph calls coarse.

    Returns
    -------
    str
        One `<svg>` element without style attributes, scripts or links.
    """
    return drawn_svg(
        answer, drawing(answer.itineraries, lines, is_coarse), width=width, height=height
    )


def drawn_svg(answer: AnswerRecord, found: Drawing, *, width: int, height: int) -> str:
    """Draw an answer whose lines have been collected already."""
    query = answer.query
    ends = [(end.lon, end.lat) for end in (query.origin, query.destination)]
    best = {number for numbers in (found.legs[0] if found.legs else ()) for number in numbers}
    shown = [point for number in sorted(best) for point in found.pieces[number].points]
    view = view_of([*shown, *ends], width, height)
    title = f"Route from {query.origin.name} to {query.destination.name}"
    taken: list[Box] = []
    marks = _marks(answer, view, taken)
    users = users_of(found)
    count = len(answer.itineraries)
    parts = [
        line
        for number in range(count - 1, -1, -1)
        for line in _route(answer.itineraries[number], found, number, view, users)
    ]
    key = [_key(count, height)] if count > 1 else []
    return still_map(view, title, [*parts, *marks, *key], taken)


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

    def pixels(line: Sequence[LonLat]) -> list[Pixel]:
        return [view.pixel(point) for point in line]

    land = (
        shapely.Polygon(pixels(outer), [pixels(hole) for hole in holes])
        for outer, *holes in earth.land
    )
    out = [f'<path d="{"z".join((*drawn(land), ""))}" fill="{LAND}" fill-rule="evenodd"/>']
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
        clear = not any(_overlap(box, other) for other in taken)
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


def _key(count: int, height: int) -> str:
    """A small legend: which colour is which itinerary."""
    rows = []
    for number in range(count):
        y = height - 16 * (count - number)
        rows.append(
            f'<rect x="18" y="{y - 4}" width="20" height="4" fill="{line_colour(number)}"/>'
            f'<text x="44" y="{y + 2}" font-size="11" fill="{INK}">{number + 1}</text>'
        )
    top = height - 16 * count - 14
    back = f'<rect x="10" y="{top}" width="50" height="{16 * count + 4}" rx="3" fill="#FFFFFF"'
    return f'<g>{back} fill-opacity="0.9"/>{"".join(rows)}</g>'


def _route(
    itinerary: ItineraryRecord,
    found: Drawing,
    number: int,
    view: View,
    users: Mapping[int, Sequence[int]],
) -> list[str]:
    out = []
    for leg, numbers in zip(itinerary.legs, found.legs[number], strict=True):
        # Pieces in one lane and equally coarse make one path.
        kinds: dict[tuple[bool, float], list[Piece]] = {}
        for n in numbers:
            kind = found.pieces[n].coarse, lane_of(number, users[n])
            kinds.setdefault(kind, []).append(found.pieces[n])
        for (coarse, lane), pieces in sorted(kinds.items()):
            out += _strokes(pieces, view, leg.mode, number, coarse, lane * _LANE_PX)
    return out


def _strokes(
    pieces: Sequence[Piece], view: View, mode: str, number: int, coarse: bool, aside_px: float
) -> list[str]:
    runs = (shifted(thinned([view.pixel(p) for p in piece.points]), aside_px) for piece in pieces)
    head = (
        f'<path d="{"".join(path_data(run) for run in runs)}" fill="none" stroke-linejoin="round"'
    )
    dash = ' stroke-dasharray="7 5"' if coarse else ""
    if mode == Mode.SEA:
        dash = ' stroke-dasharray="0.1 7" stroke-linecap="round"'
    wide, thin = (4.0, 1.4) if number == 0 else (2.6, 0.9)
    out = []
    if not dash and number == 0:
        out.append(f'{head} stroke="#FFFFFF" stroke-width="6" stroke-opacity="0.8"/>')
    out.append(f'{head} stroke="{line_colour(number)}" stroke-width="{wide}"{dash}/>')
    if mode == Mode.RAIL and not coarse:
        out.append(f'{head} stroke="#FFFFFF" stroke-width="{thin}" stroke-dasharray="6 6"/>')
    return out


def _marks(answer: AnswerRecord, view: View, taken: list[Box]) -> list[str]:
    """Signs and names; a name is left out where it would cover another (see `taken`)."""
    best, query = answer.itineraries[0], answer.query
    ink = f'stroke="{INK}" stroke-width="1.3"'
    square = f'<rect x="-4" y="-4" width="8" height="8" fill="#FFFFFF" {ink}/>'
    circle = f'<circle r="5" fill="{SKY}" {ink}/>'
    diamond = f'<path d="M0 -6L6 0L0 6L-6 0Z" fill="{YELLOW}" {ink}/>'
    dot = f'<circle r="6.5" fill="{INK}" stroke="#FFFFFF" stroke-width="2"/>'
    signs = {"transfer": square, "port": circle}
    marks: list[tuple[LonLat, str, str]] = [
        *(((end.lon, end.lat), dot, end.name) for end in (query.origin, query.destination)),
        *(((post.lon, post.lat), diamond, post.name) for post in best.borders),
        *(
            ((leg.from_.lon, leg.from_.lat), signs[leg.kind], "")
            for leg in best.legs
            if leg.kind in signs
        ),
    ]
    drawn, names = [], []
    crowd: dict[tuple[int, int], int] = {}  # signs at one place stand side by side
    for where, sign, name in marks:
        x, y = view.pixel(where)
        before = crowd.setdefault((round(x / 6), round(y / 6)), 0)
        crowd[round(x / 6), round(y / 6)] += 1
        x += 13 * before
        drawn.append(f'<g transform="translate({x:.1f} {y:.1f})">{sign}</g>')
        taken.append((x - 7, y - 7, x + 7, y + 7))
        names.append((name, x, y))
    # The ends come first in the list, so they are drawn on top and named before others.
    return [
        *reversed(drawn),
        *(text for n, x, y in names if (text := name_text(n, x, y, view, taken))),
    ]


def name_text(name: str, x: float, y: float, view: View, taken: list[Box]) -> str:
    """A name beside a pixel, or nothing where it would cover a box of `taken`."""
    wide = len(name) * _LETTER_PX
    for left in (x + 10, x - 10 - wide):
        box = (left, y - 8, left + wide, y + 8)
        inside = view.holds(box[:2]) and view.holds(box[2:])
        if name and inside and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            anchor, at = ("start", x + 10) if left > x else ("end", x - 10)
            return (
                f'<text x="{at:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}" font-size="12" fill="{INK}"'
                f' stroke="#FFFFFF" stroke-width="3" paint-order="stroke"'
                f' stroke-linejoin="round">{xml_text(name)}</text>'
            )
    return ""


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
