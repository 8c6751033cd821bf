"""The map of an answer as one SVG or PNG file, with legend, credit and stamp; no browser needed."""

from __future__ import annotations

from importlib.resources import as_file, files

from corridor.report.document.answer import AnswerRecord
from corridor.report.document.plain import short
from corridor.report.document.stamp import Stamp
from corridor.report.document.wording import BOUNDARY_NOTE, CREDIT, load_text, title_of
from corridor.report.extra import needed
from corridor.report.map.colours import INK, MODE_COLOUR, SHUT, SKY, YELLOW
from corridor.report.map.lines import IsCoarse, LineOf
from corridor.report.map.route_svg import route_svg
from corridor.report.map.svg import xml_text

WIDTH, HEIGHT = 1000, 760
_TOP, _BOTTOM = 64, 86
_HEAD = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
    f' width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif">'
)
_FONT = "DejaVu Sans"
_FONT_FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")


def svg_text(
    answer: AnswerRecord, stamp: Stamp, lines: LineOf, is_coarse: IsCoarse | None = None
) -> str:
    """The picture as SVG: no script, style, link or font is in it."""
    best = answer.itineraries[0]
    route = route_svg(
        answer, lines, width=WIDTH, height=HEIGHT - _TOP - _BOTTOM, is_coarse=is_coarse
    )
    totals = best.totals
    head = (
        f"{best.label}: {totals.time_h.typical / 24:.1f} days,"
        f" {totals.cost_usd.typical:,.0f} USD, {totals.distance_km:,.0f} km"
    )
    foot = HEIGHT - _BOTTOM
    parts = [
        _HEAD,
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#FFFFFF"/>',
        _text(12, 26, short(title_of(answer), 70), 20, "700"),
        _text(12, 48, short(head, 130), 13),
        f'<g transform="translate(0 {_TOP})">{route}</g>',
        *_legend(foot + 20),
        _text(12, foot + 42, short(load_text(answer), 150), 11),
        _text(12, foot + 58, short(stamp.text(), 150), 11),
        _text(12, foot + 74, f"{BOUNDARY_NOTE} {CREDIT}", 10),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _text(x: float, y: float, text: str, size: int, weight: str = "400") -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{INK}">'
        f"{xml_text(text)}</text>"
    )


def _legend(y: int) -> list[str]:
    ink = f'stroke="{INK}" stroke-width="1.3"'
    way = '<path d="M0 0H34" stroke-width="4" fill="none" stroke'
    marks = (
        *((f'{way}="{colour}"/>', mode) for mode, colour in MODE_COLOUR.items()),
        (f'<circle cx="17" r="4" fill="{YELLOW}" {ink}/>', "border"),
        (f'<rect x="13" y="-4" width="8" height="8" fill="#FFFFFF" {ink}/>', "transfer"),
        (f'<circle cx="17" r="5" fill="{SKY}" {ink}/>', "port"),
        (f'<circle cx="17" r="4" fill="{SHUT}"/>', "closed"),
    )
    out, x = [], 12.0
    for mark, name in marks:
        out.append(f'<g transform="translate({x:.0f} {y - 4})">{mark}</g>')
        out.append(_text(x + 40, y, name, 12))
        x += 40 + len(name) * 6.7 + 18
    return out


def png_bytes(svg: str, *, width_px: int = 2 * WIDTH) -> bytes:
    """
    Draw an SVG text as PNG with the fonts of this package alone, so everywhere alike.

    Raises
    ------
    InputError
        If resvg_py is not installed.
    """
    resvg = needed("resvg_py", "a PNG file")
    folder = files("corridor.report").joinpath("assets")
    with as_file(folder) as assets:
        image = resvg.svg_to_bytes(
            svg_string=svg,
            width=width_px,
            skip_system_fonts=True,
            font_files=[str(assets / name) for name in _FONT_FILES],
            font_family=_FONT,
            sans_serif_family=_FONT,
        )
    return bytes(image)
