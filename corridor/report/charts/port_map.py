"""Still maps of ports: the best way through each, and the places where each is ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corridor.analysis.ports.case import OUTSIDE
from corridor.model.mode import Mode
from corridor.report.document.answer import ItineraryRecord, SpotRecord
from corridor.report.document.catchment import CatchmentRecord, HinterlandsRecord
from corridor.report.map.colours import BORDER, INK, PORT_COLOURS, YELLOW
from corridor.report.map.lines import Drawing, IsCoarse, LineOf, LonLat, drawing
from corridor.report.map.svg import (
    Box,
    View,
    name_text,
    path_data,
    still_map,
    thinned,
    view_of,
    xml_text,
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


_SIZE = (820, 620)
_MOST_NAMES = 60


def catchment_svg(document: CatchmentRecord) -> str:
    """
    Places in the colour of the port ahead, larger where it is further ahead, and the tie line.

    The last set of assumptions is drawn.
    """
    column, names = document.assumptions[-1], document.names
    places = [p for p in column.places if p.best]
    view = view_of([(p.lon, p.lat) for p in places], *_SIZE)
    colours = {
        p.id: PORT_COLOURS[n % len(PORT_COLOURS)] for n, p in enumerate(document.question.ports)
    } | {OUTSIDE: BORDER}
    parts = [
        f'<text x="8" y="{18 + 15 * n}" font-size="12">{xml_text(f"Guessed: {text}")}</text>'
        for n, text in enumerate(document.guessed)
    ]
    for piece in column.tie_lines:
        d = path_data([view.pixel(point) for point in piece])
        parts.append(f'<path d="{d}" fill="none" stroke="{INK}" stroke-width="2.2"/>')
    named: list[tuple[str, float, float]] = []
    for place in places:
        x, y = view.pixel((place.lon, place.lat))
        radius = 3.0 + min(4.0, max(place.lead or 0.0, 0.0) ** 0.5 / 8)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colours[place.best]}"'
            ' fill-opacity="0.85" stroke="#FFFFFF"/>'
        )
        named.append((place.name, x, y))
    parts += [*_names(named, view), *_legend(colours, names, column)]
    return still_map(view, f"Port ahead by place, {column.name}", parts, between="")


def _names(named: Sequence[tuple[str, float, float]], view: View) -> list[str]:
    # Every place is a box first, so that a name covers no dot.
    taken: list[Box] = [(x - 4, y - 4, x + 4, y + 4) for _, x, y in named]
    shown = named[:: max(1, len(named) // _MOST_NAMES)]
    texts = [name_text(name, x, y, view, taken) for name, x, y in shown]
    return [text.replace('font-size="12"', 'font-size="10"') for text in texts if text]


def _legend(
    colours: Mapping[str, str], names: Mapping[str, str], column: HinterlandsRecord
) -> list[str]:
    won = [p for p in colours if column.won.get(p)]
    height = 24 + 18 * len(won)
    box = f'<rect x="10" y="10" width="235" height="{height}" stroke="{BORDER}"'
    parts = [f'{box} fill="#FFFFFF" fill-opacity="0.93"/>']
    for n, port in enumerate(won):
        y = 28 + 18 * n
        text = f"{names[port]}: {column.won[port]} places"
        parts.append(f'<circle cx="24" cy="{y - 4}" r="6" fill="{colours[port]}"/>')
        parts.append(f'<text x="38" y="{y}" font-size="12" fill="{INK}">{xml_text(text)}</text>')
    y = 28 + 18 * len(won)
    parts.append(f'<path d="M16 {y - 4}h16" stroke="{INK}" stroke-width="2.2"/>')
    parts.append(
        f'<text x="38" y="{y}" font-size="12" fill="{INK}">equal cost, interpolated</text>'
    )
    return parts
