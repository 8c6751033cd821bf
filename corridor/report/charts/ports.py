"""Charts of a comparison as plain SVG: waterfall, tornado, bars of chances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from corridor.report.map.svg import INK, xml_text

# Okabe and Ito's colours, by place of a port in the question.
PORT_COLOURS = ("#0072B2", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#E69F00")
_SOFT, _RULE = "#59616A", "#D5D9DD"
_MORE, _LESS, _WHOLE = "#D55E00", "#0072B2", "#59616A"
_WIDTH = 640
_LABEL = 262
_ROW = 24
_MOST = 14


def waterfall_svg(
    difference: Mapping[str, Any], names: Mapping[str, str], base: float, unit: str
) -> str:
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
    steps = sorted(difference["steps"], key=lambda s: -abs(s["generalised_usd"]))
    order = {"land": 0, "port": 1, "sea": 2, "": 3}
    shown = sorted(steps[:_MOST], key=lambda s: order[s["part"]])
    rest = sum(s["generalised_usd"] for s in steps[_MOST:])
    bars: list[tuple[str, float, bool]] = [
        (f"{s['part']}: {s['name']}", s["generalised_usd"],
         abs(s["estimate_usd"]) > abs(s["generalised_usd"]) / 2)
        for s in shown
    ]  # fmt: skip
    if steps[_MOST:]:
        bars.append((f"{len(steps) - _MOST} smaller items", rest, False))
    total = sum(b[1] for b in bars)
    running, low, high = 0.0, min(0.0, total), max(0.0, total)
    for _, value, _ in bars:
        running += value
        low, high = min(low, running), max(high, running)
    x = _Axis(low, high)
    best, other = names[difference["against"]], names[difference["port"]]
    parts = [_text(4, 16, f"{best}: {base:,.0f} {unit}", bold=True)]
    running = 0.0
    for number, (label, value, guess) in enumerate(bars):
        y = 26 + number * _ROW
        left, right = sorted((running, running + value))
        colour = _MORE if value > 0 else _LESS
        parts += [
            _text(_LABEL - 8, y + 15, ("~" if guess else "") + label, end=True),
            _bar(x(left), y + 3, x(right) - x(left), colour),
            _text(x(right) + 5, y + 15, f"{value:+,.0f}"),
        ]
        running += value
        parts.append(_line(x(running), y + 3, x(running), y + _ROW + 3))
    y = 26 + len(bars) * _ROW
    left, right = sorted((0.0, total))
    parts += [
        _text(_LABEL - 8, y + 15, f"{other}: {base + total:,.0f} {unit}", end=True, bold=True),
        _bar(x(left), y + 3, max(1.0, x(right) - x(left)), _WHOLE),
        _text(x(right) + 5, y + 15, f"{total:+,.0f}", bold=True),
    ]
    title = f"{other} against {best}, item by item"
    return _svg(y + _ROW + 8, title, [_line(x(0), 24, x(0), y + _ROW), *parts])


def tornado_svg(study: Mapping[str, Any], names: Mapping[str, str], unit: str) -> str:
    """The lead of the best port when one figure is low or high; left of the line it is behind."""
    bars = study["tornado"]
    ends = [v for b in bars for v in (b["lead_low"], b["lead_high"])]
    lead = study["lead"]
    x = _Axis(min([0.0, lead, *ends]), max([0.0, lead, *ends]))
    verdict = study["verdict"]
    title = f"Lead of {names[verdict['first']]} over {names[verdict['second']]}, {unit}"
    height = 44 + len(bars) * _ROW
    parts = [_line(x(0), 28, x(0), height - 12, INK), _text(x(0), 22, "0", middle=True)]
    if abs(x(lead) - x(0)) > 30:
        parts += [
            _line(x(lead), 28, x(lead), height - 12),
            _text(x(lead), 22, f"now {lead:,.0f}", middle=True),
        ]
    for number, b in enumerate(bars):
        y = 30 + number * _ROW
        parts.append(_text(_LABEL - 8, y + 15, b["label"], end=True))
        for value, colour in ((b["lead_low"], _LESS), (b["lead_high"], _MORE)):
            left, right = sorted((lead, value))
            parts.append(_bar(x(left), y + 4, x(right) - x(left), colour))
        for value in (b["lead_low"], b["lead_high"]):
            far = value > lead
            parts.append(
                _text(
                    x(value) + (4 if far else -4), y + 15, f"{value:,.0f}", end=not far, small=True
                )
            )
    return _svg(height, title, parts)


def chance_svg(study: Mapping[str, Any], names: Mapping[str, str], unit: str, digits: int) -> str:
    """P10 to P90 of each port with the median, and the share of samples it is best in."""
    ports = study["chance"]["ports"]
    order = {p: n for n, p in enumerate(names)}
    ends = [p["value"][k] for p in ports for k in ("p10", "p90")]
    x = _Axis(min(ends), max(ends), right=130)
    parts = []
    for number, p in enumerate(ports):
        y = 12 + number * 34
        colour = PORT_COLOURS[order[p["port"]] % len(PORT_COLOURS)]
        v = p["value"]
        parts += [
            _text(_LABEL - 8, y + 16, names[p["port"]], end=True, bold=True),
            _bar(x(v["p10"]), y + 4, x(v["p90"]) - x(v["p10"]), colour),
            f'<path d="M{x(v["p50"]):.1f} {y + 1}v22" stroke="{INK}" stroke-width="2.5"/>',
            _text(x(v["p10"]), y + 33, f"{v['p10']:,.{digits}f}", small=True, middle=True),
            _text(x(v["p90"]), y + 33, f"{v['p90']:,.{digits}f}", small=True, middle=True),
            _text(_WIDTH - 4, y + 16, f"best in {p['best']:.0%}", end=True),
        ]
    return _svg(20 + len(ports) * 34, f"P10 to P90 and median, {unit}", parts)


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
