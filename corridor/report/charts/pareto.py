"""The front of time and cost as a chart: for a terminal, and as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from corridor.report.charts.tcd_tracks import ticks
from corridor.report.document.answer import AnswerRecord
from corridor.report.document.assumptions import guesses
from corridor.report.map.colours import GRID, INK, line_colour
from corridor.report.map.svg import xml_text

_SIGNS = "123456789abcdefghijklmnopqrstuvwxyz"
_PX, _PY, _LEFT, _TOP, _FOOT = 720, 420, 80, 30, 60


@dataclass(frozen=True, slots=True)
class Point:
    """One way of the front."""

    sign: str
    days: float
    usd: float
    label: str
    roles: tuple[str, ...]


def front_points(answer: AnswerRecord) -> list[Point]:
    """The ways of a front as points of the chart."""
    found = []
    for number, itinerary in enumerate(answer.itineraries):
        totals = itinerary.totals
        found.append(
            Point(
                _SIGNS[number] if number < len(_SIGNS) else "*",
                totals.time_h.typical / 24,
                totals.cost_usd.typical,
                itinerary.label,
                tuple(itinerary.roles),
            )
        )
    return found


def span(values: Sequence[float]) -> tuple[float, float]:
    """The ends of an axis, a little wider than its values."""
    low, high = min(values), max(values)
    margin = (high - low) * 0.05 or max(high, 1.0) * 0.05
    return low - margin, high + margin


def _round_values(span: tuple[float, float]) -> list[float]:
    """Round values inside a span, about six of them."""
    step = ticks(span[1] - span[0], 6)[1]
    first = ceil(span[0] / step)
    return [n * step for n in range(first, int(span[1] // step) + 1)]


def front_svg(answer: AnswerRecord) -> str:
    """The chart as a picture that needs nothing else."""
    points = front_points(answer)
    query = answer.query
    days, usd = span([p.days for p in points]), span([p.usd for p in points])
    wide, high = _LEFT + _PX + 30, _TOP + _PY + _FOOT

    def x(value: float) -> float:
        return _LEFT + (value - days[0]) / (days[1] - days[0]) * _PX

    def y(value: float) -> float:
        return _TOP + (usd[1] - value) / (usd[1] - usd[0]) * _PY

    title = f"{query.origin.name} to {query.destination.name}: days and dollars"
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" '
        f'font-family="sans-serif" font-size="12" fill="{INK}" role="img">'
    )
    parts = [
        opening,
        f"<title>{xml_text(title)}</title>",
        f'<rect width="{wide}" height="{high}" fill="#FFFFFF"/>',
        f'<text x="{_LEFT}" y="18" font-size="14">{xml_text(title)}</text>',
    ]
    parts += [
        f'<text x="{_LEFT + _PX}" y="{18 + 14 * n}" text-anchor="end">{xml_text(text)}</text>'
        for n, text in enumerate(guesses(answer))
    ]
    for value in _round_values(days):
        parts.append(
            f'<line x1="{x(value):.1f}" x2="{x(value):.1f}" y1="{_TOP}" y2="{_TOP + _PY}" '
            f'stroke="{GRID}"/><text x="{x(value):.1f}" y="{_TOP + _PY + 18}" '
            f'text-anchor="middle">{value:g}</text>'
        )
    for value in _round_values(usd):
        parts.append(
            f'<line x1="{_LEFT}" x2="{_LEFT + _PX}" y1="{y(value):.1f}" y2="{y(value):.1f}" '
            f'stroke="{GRID}"/><text x="{_LEFT - 8}" y="{y(value) + 4:.1f}" '
            f'text-anchor="end">{value:,.0f}</text>'
        )
    parts.append(
        f'<text x="{_LEFT + _PX / 2}" y="{high - 14}" text-anchor="middle">days door to door</text>'
        f'<text x="16" y="{_TOP + _PY / 2}" text-anchor="middle" '
        f'transform="rotate(-90 16 {_TOP + _PY / 2})">USD</text>'
    )
    # Steps, since between two ways there is none.
    path = f"M{x(points[0].days):.1f} {y(points[0].usd):.1f}"
    for point in points[1:]:
        path += f"H{x(point.days):.1f}V{y(point.usd):.1f}"
    parts.append(f'<path d="{path}" fill="none" stroke="#8A9097" stroke-dasharray="4 3"/>')
    for number, point in enumerate(points):
        colour = line_colour(number)
        parts.append(
            f"<g><title>{xml_text(f'{point.days:.1f} days, {point.usd:,.0f} USD {point.label}')}"
            f'</title><circle cx="{x(point.days):.1f}" cy="{y(point.usd):.1f}" r="6" '
            f'fill="{colour}" stroke="{INK}"/><text x="{x(point.days) + 9:.1f}" '
            f'y="{y(point.usd) - 7:.1f}">{point.sign}</text></g>'
        )
    return "\n".join([*parts, "</svg>"])
