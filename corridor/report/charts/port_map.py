"""The best way through each port on one still map, each port in its colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corridor.model.mode import Mode
from corridor.report.charts.ports import PORT_COLOURS
from corridor.report.document.answer import ItineraryRecord, SpotRecord
from corridor.report.map.lines import Drawing, IsCoarse, LineOf, LonLat, drawing
from corridor.report.map.svg import (
    BORDER,
    INK,
    SEA,
    Box,
    View,
    country_names,
    ground,
    name_text,
    path_data,
    thinned,
    view_of,
    xml_text,
)

_WIDTH, _HEIGHT = 760, 520


def ways_svg(
    ways: Sequence[tuple[int, ItineraryRecord]],
    names: Mapping[str, str],
    ports: Sequence[SpotRecord],
    lines: LineOf,
    is_coarse: IsCoarse | None = None,
) -> str:
    """
    Draw ways.

    Parameters
    ----------
    ways
        (place of the port in the question, itinerary of the JSON), best first.
    names
        What to call each way's end ports, for the title.
    ports
        Spots (name, lon, lat) to mark.
    lines, is_coarse
        As for any map.
    """
    found = drawing([w for _, w in ways], lines, is_coarse)
    points = [p for numbers in _numbers(found) for n in numbers for p in found.pieces[n].points]
    view = view_of(points, _WIDTH, _HEIGHT)
    title = f"Best ways through {', '.join(names.values())}"
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="sans-serif">',
        f"<title>{xml_text(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="{SEA}"/>',
    ]
    taken: list[Box] = []
    marks = _marks(ways, ports, view, taken)
    parts += [*ground(view), *country_names(view, taken)]
    for number in range(len(ways) - 1, -1, -1):
        # Ways that share a stretch stay visible side by side: the better one lies on top, thinner.
        parts += _lines(found, number, ways[number], view, width=3.0 + 2.5 * number)
    parts += marks
    parts.append(
        f'<rect x="0.5" y="0.5" width="{_WIDTH - 1}" height="{_HEIGHT - 1}" fill="none"'
        f' stroke="{BORDER}"/></svg>'
    )
    return "".join(parts)


def _numbers(found: Drawing) -> list[list[int]]:
    return [[n for leg in legs for n in leg] for legs in found.legs]


def _lines(
    found: Drawing, number: int, way: tuple[int, ItineraryRecord], view: View, width: float
) -> list[str]:
    colour = PORT_COLOURS[way[0] % len(PORT_COLOURS)]
    out = []
    for leg, numbers in zip(way[1].legs, found.legs[number], strict=True):
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
    ways: Sequence[tuple[int, ItineraryRecord]],
    ports: Sequence[SpotRecord],
    view: View,
    taken: list[Box],
) -> list[str]:
    spots: list[tuple[LonLat, str, str]] = []
    for port in ports:
        sign = f'<circle r="5.5" fill="{INK}" stroke="#FFFFFF" stroke-width="2"/>'
        spots.append(((port.lon, port.lat), sign, port.name))
    seen = set()
    for _, way in ways:
        for border in way.borders:
            if border.name not in seen:
                seen.add(border.name)
                sign = f'<path d="M0 -5L5 0L0 5L-5 0Z" fill="#F0E442" stroke="{INK}"/>'
                spots.append(((border.lon, border.lat), sign, border.name))
    drawn, texts = [], []
    for at, sign, name in spots:
        x, y = view.pixel(at)
        if not view.holds((x, y)):
            continue
        drawn.append(f'<g transform="translate({x:.1f} {y:.1f})">{sign}</g>')
        taken.append((x - 6, y - 6, x + 6, y + 6))
        texts.append((name, x, y))
    return [*drawn, *(t for n, x, y in texts if (t := name_text(n, x, y, view, taken)))]
