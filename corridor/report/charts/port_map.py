"""The best way through each port on one still map, each port in its colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corridor.model.mode import Mode
from corridor.report.document.answer import ItineraryRecord, SpotRecord
from corridor.report.map.colours import INK, PORT_COLOURS, YELLOW
from corridor.report.map.lines import Drawing, IsCoarse, LineOf, LonLat, drawing
from corridor.report.map.svg import (
    Box,
    View,
    name_text,
    path_data,
    still_map,
    thinned,
    view_of,
)

_WIDTH, _HEIGHT = 760, 520


@dataclass(frozen=True, slots=True)
class PortWay:
    """The best way through a port; `colour` is the port's place in the question."""

    colour: int
    itinerary: ItineraryRecord


def ways_svg(
    ways: Sequence[PortWay],
    names: Mapping[str, str],
    spots: Sequence[SpotRecord],
    lines: LineOf,
    is_coarse: IsCoarse | None = None,
) -> str:
    """
    Draw ways.

    Parameters
    ----------
    ways
        Best first.
    names
        What to call each way's end ports, for the title.
    spots
        Places and ports to mark.
    lines, is_coarse
        As for any map.
    """
    found = drawing([w.itinerary for w in ways], lines, is_coarse)
    used = [n for legs in found.legs for leg in legs for n in leg]
    view = view_of([p for n in used for p in found.pieces[n].points], _WIDTH, _HEIGHT)
    taken: list[Box] = []
    marks = _marks(ways, spots, view, taken)
    parts: list[str] = []
    for number in range(len(ways) - 1, -1, -1):
        # Ways that share a stretch stay visible side by side: the better one lies on top, thinner.
        parts += _lines(found, number, ways[number], view, width=3.0 + 2.5 * number)
    title = f"Best ways through {', '.join(names.values())}"
    return still_map(view, title, [*parts, *marks], taken, between="")


def _lines(found: Drawing, number: int, way: PortWay, view: View, width: float) -> list[str]:
    colour = PORT_COLOURS[way.colour % len(PORT_COLOURS)]
    out = []
    for leg, numbers in zip(way.itinerary.legs, found.legs[number], strict=True):
        for coarse in (False, True):
            pieces = [found.pieces[n] for n in numbers if found.pieces[n].coarse == coarse]
            if not pieces:
                continue
            d = "".join(path_data(thinned([view.pixel(p) for p in x.points])) for x in pieces)
            dash = ' stroke-dasharray="7 5"' if coarse else ""
            if leg.mode == Mode.SEA:
                dash = ' stroke-dasharray="2 5"'
            out.append(
                f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width:.1f}"'
                f' stroke-linejoin="round" stroke-opacity="0.85"{dash}/>'
            )
    return out


def _marks(
    ways: Sequence[PortWay], spots: Sequence[SpotRecord], view: View, taken: list[Box]
) -> list[str]:
    dot = f'<circle r="5.5" fill="{INK}" stroke="#FFFFFF" stroke-width="2"/>'
    diamond = f'<path d="M0 -5L5 0L0 5L-5 0Z" fill="{YELLOW}" stroke="{INK}"/>'
    marks: list[tuple[LonLat, str, str]] = [((s.lon, s.lat), dot, s.name) for s in spots]
    borders: dict[str, LonLat] = {}
    for border in (b for way in ways for b in way.itinerary.borders):
        borders.setdefault(border.name, (border.lon, border.lat))
    marks += [(at, diamond, name) for name, at in borders.items()]
    drawn, texts = [], []
    for at, sign, name in marks:
        x, y = view.pixel(at)
        if not view.holds((x, y)):
            continue
        drawn.append(f'<g transform="translate({x:.1f} {y:.1f})">{sign}</g>')
        taken.append((x - 6, y - 6, x + 6, y + 6))
        texts.append((name, x, y))
    return [*drawn, *(t for n, x, y in texts if (t := name_text(n, x, y, view, taken)))]
