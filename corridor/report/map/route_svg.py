"""
The map of an answer as a still picture, for pages without JavaScript, for print and documents.

One language of lines, as on the page: the chosen way thick in the colour of its modes on a casing, the
others thin and grey; stops with their day; what is shut as a red badge.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from corridor.model.link_kind import LinkKind
from corridor.report.document.answer import AnswerRecord, ItineraryRecord
from corridor.report.map.colours import (
    GREY,
    INK,
    MODE_COLOUR,
    OTHER_COLOUR,
    SHUT,
    SKY,
    WHITE,
    YELLOW,
)
from corridor.report.map.lines import Drawing, IsCoarse, LineOf, LonLat, drawing
from corridor.report.map.svg import (
    Box,
    View,
    name_text,
    overlap,
    path_data,
    still_map,
    thinned,
    view_of,
    xml_text,
)

_BROAD_PX, _CASING_PX, _THIN_PX = 4.0, 7.0, 2.2
_BADGE_LETTER_PX = 6.6


def route_svg(
    answer: AnswerRecord,
    lines: LineOf,
    *,
    width: int = 900,
    height: int = 560,
    is_coarse: IsCoarse | None = None,
) -> str:
    """
    Draw the itineraries of a JSON answer, the first as the chosen one.

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
    shut = [
        (one.lon, one.lat) for one in answer.blocked if one.lon is not None and one.lat is not None
    ]
    view = view_of([*shown, *ends, *shut], width, height)
    title = f"Route from {query.origin.name} to {query.destination.name}"
    taken: list[Box] = []
    marks = _marks(answer, view, taken)
    lines = [*_others(found, best, view), *_chosen(answer.itineraries[0], found, view)]
    return still_map(view, title, [*lines, *marks, _key(answer, height)], taken)


def _stroke(paths: Iterable[str], colour: str, width: float) -> str:
    return (
        f'<path d="{"".join(paths)}" fill="none" stroke="{colour}" stroke-width="{width}"'
        ' stroke-linejoin="round" stroke-linecap="round"/>'
    )


def _others(found: Drawing, best: set[int], view: View) -> list[str]:
    """What the chosen way has not, all in one grey."""
    beside = sorted({n for legs in found.legs[1:] for leg in legs for n in leg} - best)
    runs = [path_data(thinned([view.pixel(p) for p in found.pieces[n].points])) for n in beside]
    return [_stroke(runs, GREY, _THIN_PX)] if runs else []


def _chosen(itinerary: ItineraryRecord, found: Drawing, view: View) -> list[str]:
    """The chosen way: casing below, then each mode in its colour."""
    by_mode: dict[str, list[str]] = {}
    for leg, numbers in zip(itinerary.legs, found.legs[0], strict=True):
        by_mode.setdefault(leg.mode, []).extend(
            path_data(thinned([view.pixel(p) for p in found.pieces[n].points])) for n in numbers
        )
    runs = [run for some in by_mode.values() for run in some]
    out = [_stroke(runs, WHITE, _CASING_PX)] if runs else []
    return out + [
        _stroke(some, MODE_COLOUR.get(mode, OTHER_COLOUR), _BROAD_PX)
        for mode, some in by_mode.items()
        if some
    ]


def _marks(answer: AnswerRecord, view: View, taken: list[Box]) -> list[str]:
    """Signs and names; a name is left out where it would cover another (see `taken`)."""
    best, query = answer.itineraries[0], answer.query
    ink = f'stroke="{INK}" stroke-width="1.3"'
    square = f'<rect x="-3.5" y="-3.5" width="7" height="7" fill="{WHITE}" {ink}/>'
    circle = f'<circle r="4.5" fill="{SKY}" {ink}/>'
    border = f'<circle r="4" fill="{YELLOW}" {ink}/>'
    dot = f'<circle r="6" fill="{INK}" stroke="{WHITE}" stroke-width="2"/>'
    shut = f'<circle r="4" fill="{SHUT}" stroke="{WHITE}" stroke-width="1.5"/>'
    signs = {LinkKind.TRANSFER: square, LinkKind.PORT: circle}
    marks: list[tuple[LonLat, str, str, bool]] = [
        *(((end.lon, end.lat), dot, end.name, False) for end in (query.origin, query.destination)),
        *(
            ((one.lon, one.lat), shut, f"\u2715 {one.name}", True)
            for one in answer.blocked
            if one.lon is not None and one.lat is not None
        ),
        *(
            ((one.lon, one.lat), border, f"{one.name} \u00b7 day {_day(best, one.passage)}", False)
            for one in best.borders
        ),
        *(
            ((leg.from_.lon, leg.from_.lat), signs[LinkKind(leg.kind)], "", False)
            for leg in best.legs
            if leg.kind in signs
        ),
    ]
    drawn, names = [], []
    crowd: dict[tuple[int, int], int] = {}  # signs at one place stand side by side
    for where, sign, name, badge in marks:
        x, y = view.pixel(where)
        before = crowd.setdefault((round(x / 6), round(y / 6)), 0)
        crowd[round(x / 6), round(y / 6)] += 1
        x += 11 * before
        drawn.append(f'<g transform="translate({x:.1f} {y:.1f})">{sign}</g>')
        taken.append((x - 6, y - 6, x + 6, y + 6))
        names.append((name, x, y, badge))
    # The ends come first in the list, so they are drawn on top and named before others.
    texts = [
        _badge(name, x, y, view, taken) if badge else name_text(name, x, y, view, taken)
        for name, x, y, badge in names
    ]
    return [*reversed(drawn), *(text for text in texts if text)]


def _day(itinerary: ItineraryRecord, moment: str) -> int:
    """Day of the journey, by the clocks of the places, the first being 1."""
    first = itinerary.legs[0].start if itinerary.legs else moment
    return (date.fromisoformat(moment[:10]) - date.fromisoformat(first[:10])).days + 1


def _badge(name: str, x: float, y: float, view: View, taken: list[Box]) -> str:
    """A name on red beside a point, at the first place around it that is free; nothing if none is."""
    wide, high = len(name) * _BADGE_LETTER_PX + 12, 17.0
    for far in (8.0, 20.0, 38.0, 60.0, 90.0):
        for left, top in (
            (x + far, y - high / 2),
            (x - far - wide, y - high / 2),
            (x - wide / 2, y - far - high),
            (x - wide / 2, y + far),
            (x + far, y - far - high),
            (x + far, y + far),
            (x - far - wide, y - far - high),
            (x - far - wide, y + far),
        ):
            box = (left, top, left + wide, top + high)
            inside = view.holds(box[:2]) and view.holds(box[2:])
            if inside and not any(overlap(box, other) for other in taken):
                taken.append(box)
                tie = ""
                if far > 20:
                    near_x, near_y = min(max(x, left), left + wide), min(max(y, top), top + high)
                    tie = (
                        f'<path d="{path_data([(x, y), (near_x, near_y)])}" stroke="{INK}"'
                        ' stroke-width="0.7" fill="none"/>'
                    )
                return (
                    f'{tie}<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:g}"'
                    f' rx="8" fill="{SHUT}"/><text x="{left + wide / 2:.1f}" y="{top + 12.5:.1f}"'
                    f' text-anchor="middle" font-size="11" font-weight="700" fill="{WHITE}">'
                    f"{xml_text(name)}</text>"
                )
    return ""


def _key(answer: AnswerRecord, height: int) -> str:
    """One row: which colour is which mode, and the other ways."""
    modes = [m for m in MODE_COLOUR if any(leg.mode == m for leg in answer.itineraries[0].legs)]
    rows = [(mode, MODE_COLOUR[mode]) for mode in modes]
    if len(answer.itineraries) > 1:
        rows.append(("others", GREY))
    parts, x = [], 18.0
    for word, colour in rows:
        parts.append(
            f'<rect x="{x:g}" y="{height - 24}" width="18" height="4" fill="{colour}"/>'
            f'<text x="{x + 23:g}" y="{height - 18}" font-size="11" fill="{INK}">{word}</text>'
        )
        x += 36 + 6.5 * len(word)
    back = f'<rect x="10" y="{height - 34}" width="{x - 12:g}" height="24" rx="3" fill="{WHITE}"'
    return f'<g>{back} fill-opacity="0.9"/>{"".join(parts)}</g>'
