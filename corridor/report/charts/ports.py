"""Charts of a comparison as plain SVG: waterfall, tornado, bars of chances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corridor.analysis.ports.differences import PART_NAMES
from corridor.report.document.comparison import (
    BarRecord,
    ChanceRecord,
    DifferenceRecord,
    MeasureRecord,
    PortChanceRecord,
    StudyRecord,
)
from corridor.report.map.colours import BLUE, INK, PORT_COLOURS, SOFT, VERMILION
from corridor.report.map.svg import xml_text

_RULE = "#D5D9DD"
_MORE, _LESS, _WHOLE = VERMILION, BLUE, SOFT
_WIDTH = 640
_LABEL = 262
_ROW = 24
_MOST = 14
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Step:
    """A bar of the waterfall."""

    label: str
    value: float


def waterfall_svg(difference: DifferenceRecord, names: Names, base: float, unit: str) -> str:
    """
    From the best port's generalised cost to another's, item by item.

    Parameters
    ----------
    difference
        An entry of `differences`.
    names
        Names of ports by id.
    base
        Generalised cost of the best port, USD.
    unit
        Shown behind figures.
    """
    steps = _waterfall_steps(difference)
    total = sum(s.value for s in steps)
    x = _waterfall_axis(steps, total)
    best, other = names[difference.against], names[difference.port]
    parts = [_text(4, 16, f"{best}: {base:,.0f} {unit}", bold=True)]
    running = 0.0
    for number, step in enumerate(steps):
        y = 26 + number * _ROW
        left, right = sorted((running, running + step.value))
        running += step.value
        parts += [
            _text(_LABEL - 8, y + 15, step.label, end=True),
            _bar(x(left), y + 3, x(right) - x(left), _MORE if step.value > 0 else _LESS),
            _text(x(right) + 5, y + 15, f"{step.value:+,.0f}"),
            _line(x(running), y + 3, x(running), y + _ROW + 3),
        ]
    y = 26 + len(steps) * _ROW
    left, right = sorted((0.0, total))
    parts += [
        _text(_LABEL - 8, y + 15, f"{other}: {base + total:,.0f} {unit}", end=True, bold=True),
        _bar(x(left), y + 3, max(1.0, x(right) - x(left)), _WHOLE),
        _text(x(right) + 5, y + 15, f"{total:+,.0f}", bold=True),
    ]
    title = f"{other} against {best}, item by item"
    return _svg(y + _ROW + 8, title, [_line(x(0), 24, x(0), y + _ROW), *parts])


def _waterfall_steps(difference: DifferenceRecord) -> list[_Step]:
    """The largest items by land, port and sea, and the others in one."""
    steps = sorted(difference.steps, key=lambda s: -abs(s.generalised_usd))
    found = [
        _Step(f"{'~' if s.is_estimate else ''}{s.part}: {s.name}", s.generalised_usd)
        for s in sorted(steps[:_MOST], key=lambda s: PART_NAMES.index(s.part))
    ]
    rest = steps[_MOST:]
    if rest:
        small = sum(s.generalised_usd for s in rest)
        found.append(_Step(f"{len(rest)} smaller items", small))
    return found


def _waterfall_axis(steps: Sequence[_Step], total: float) -> _Axis:
    running, low, high = 0.0, min(0.0, total), max(0.0, total)
    for step in steps:
        running += step.value
        low, high = min(low, running), max(high, running)
    return _Axis(low, high)


def tornado_svg(study: StudyRecord, names: Names, unit: str) -> str:
    """The lead of the best port when one figure is low or high; left of the line it is behind."""
    bars, lead, verdict = study.tornado, study.lead, study.verdict
    ends = [0.0, lead, *(v for b in bars for v in (b.lead_low, b.lead_high))]
    x = _Axis(min(ends), max(ends))
    title = f"Lead of {names[verdict.first]} over all others, {unit}"
    height = 44 + len(bars) * _ROW
    parts = [_line(x(0), 28, x(0), height - 12, INK), _text(x(0), 22, "0", middle=True)]
    if abs(x(lead) - x(0)) > 30:
        parts += [
            _line(x(lead), 28, x(lead), height - 12),
            _text(x(lead), 22, f"now {lead:,.0f}", middle=True),
        ]
    for number, bar in enumerate(bars):
        parts += _tornado_row(bar, 30 + number * _ROW, lead, x)
    return _svg(height, title, parts)


def _tornado_row(bar: BarRecord, y: float, lead: float, x: _Axis) -> list[str]:
    parts = [_text(_LABEL - 8, y + 15, bar.label, end=True)]
    for value, colour in ((bar.lead_low, _LESS), (bar.lead_high, _MORE)):
        left, right = sorted((lead, value))
        parts.append(_bar(x(left), y + 4, x(right) - x(left), colour))
    for value in (bar.lead_low, bar.lead_high):
        far = value > lead
        at = x(value) + (4 if far else -4)
        parts.append(_text(at, y + 15, f"{value:,.0f}", end=not far, small=True))
    return parts


def chance_svg(chance: ChanceRecord, names: Names, measure: MeasureRecord) -> str:
    """P10 to P90 of each port with the median, and the share of samples it is best in."""
    order = {p: n for n, p in enumerate(names)}
    ends = [v for p in chance.ports for v in (p.value.p10, p.value.p90)]
    x = _Axis(min(ends), max(ends), right=130)
    parts = []
    for number, p in enumerate(chance.ports):
        colour = PORT_COLOURS[order[p.port] % len(PORT_COLOURS)]
        parts += _chance_row(p, names[p.port], colour, 12 + number * 34, x, measure.digits)
    height = 20 + len(chance.ports) * 34
    return _svg(height, f"P10 to P90 and median, {measure.unit_named}", parts)


def _chance_row(
    port: PortChanceRecord, name: str, colour: str, y: float, x: _Axis, digits: int
) -> list[str]:
    low, middle, high = port.value.p10, port.value.p50, port.value.p90
    return [
        _text(_LABEL - 8, y + 16, name, end=True, bold=True),
        _bar(x(low), y + 4, x(high) - x(low), colour),
        f'<path d="M{x(middle):.1f} {y + 1}v22" stroke="{INK}" stroke-width="2.5"/>',
        _text(x(low), y + 33, f"{low:,.{digits}f}", small=True, middle=True),
        _text(x(high), y + 33, f"{high:,.{digits}f}", small=True, middle=True),
        _text(_WIDTH - 4, y + 16, f"best in {port.best:.0%}", end=True),
    ]


class _Axis:
    """Pixels of a value between the labels and the right edge."""

    def __init__(self, low: float, high: float, *, right: int = 70) -> None:
        self._low = low
        span = high - low or 1.0
        self._left = _LABEL + 44
        self._scale = (_WIDTH - right - self._left) / span

    def __call__(self, value: float) -> float:
        return self._left + (value - self._low) * self._scale


def _svg(height: float, title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}"'
        f' width="{_WIDTH}" height="{height:.0f}" role="img" font-family="sans-serif">'
        f"<title>{xml_text(title)}</title>" + "".join(parts) + "</svg>"
    )


def _text(
    x: float,
    y: float,
    text: str,
    *,
    end: bool = False,
    middle: bool = False,
    bold: bool = False,
    small: bool = False,
) -> str:
    anchor = ' text-anchor="end"' if end else ' text-anchor="middle"' if middle else ""
    weight = ' font-weight="700"' if bold else ""
    most = 46
    shown = text if len(text) <= most else text[: most - 1] + "…"
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{10 if small else 11.5}" fill="{INK}"'
        f"{anchor}{weight}>{xml_text(shown)}</text>"
    )


def _bar(x: float, y: float, width: float, colour: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.5):.1f}" height="{_ROW - 8}"'
        f' fill="{colour}" fill-opacity="0.85"/>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, colour: str = _RULE) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{colour}" fill="none"/>'
