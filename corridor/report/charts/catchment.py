"""A catchment as a still map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corridor.report.document.catchment import CatchmentRecord, HinterlandsRecord
from corridor.report.map.colours import BORDER, INK, PORT_COLOURS
from corridor.report.map.svg import (
    Box,
    View,
    name_text,
    path_data,
    still_map,
    view_of,
    xml_text,
)

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
    }
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
        radius = 3.0 + min(4.0, (place.ahead or 0.0) ** 0.5 / 8)
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
