"""Puts lines of text in any of our scripts on a PDF page, joined and in their direction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from typing import Any

from corridor.report.extra import needed
from corridor.report.pdf.bidi import FIRST, LAST, Run, visual_runs

_REGULAR, _BOLD, _ARABIC = "corridor-text", "corridor-bold", "corridor-arabic"
_FILES = {
    _REGULAR: "DejaVuSans.ttf",
    _BOLD: "DejaVuSans-Bold.ttf",
    _ARABIC: "NotoSansArabic.ttf",
}
MISSING = "□"


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of one document, under our names; the signs that each has."""

    signs: Mapping[str, Mapping[int, int]]


@dataclass(slots=True)
class Pen:
    """
    A page to write on. Positions and sizes are points from the upper left corner.

    `missing` gathers the signs that no font of the page has; they are shown as an empty box.
    """

    canvas: Any
    height: float
    fonts: Fonts
    missing: set[str] = field(default_factory=set)
    _widths: dict[tuple[str, float, bool], float] = field(default_factory=dict)

    def text(
        self, x: float, y: float, line: str, size: float, *, bold: bool = False, end: bool = False
    ) -> None:
        """Write a line on the base line `y`, from `x` on, or with `end` up to it."""
        runs = self._runs(line, bold)
        if end:
            x -= self._width(runs, size)
        reads = "".join(sign for sign in line if sign not in (FIRST, LAST))
        joined = any(run.right_to_left for run, _ in runs)
        if joined:
            # What a reader copies or searches is the text as it is read, not as it stands.
            code = reads.encode("utf-16-be", "replace").hex().upper()
            self.canvas._code.append(f"/Span <</ActualText <FEFF{code}>>> BDC")  # noqa: SLF001
        for run, font in runs:
            shaped = self._shaped(run, font, size)
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, self.height - y, shaped)
            x += self._run_width(shaped, font, size)
        if joined:
            self.canvas._code.append("EMC")  # noqa: SLF001

    def width(self, line: str, size: float, *, bold: bool = False) -> float:
        """How wide a line is, in points."""
        key = line, size, bold
        if key not in self._widths:
            self._widths[key] = self._width(self._runs(line, bold), size)
        return self._widths[key]

    def wrapped(self, text: str, size: float, most: float, *, bold: bool = False) -> list[str]:
        """Lines no wider than `most` points; a word wider than that is broken."""
        lines: list[str] = []
        line = ""
        for word in self._pieces(text, size, most, bold):
            longer = f"{line} {word}" if line and not word.startswith("\0") else line + word
            longer = longer.replace("\0", "")
            if line and self.width(_closed(longer), size, bold=bold) > most:
                lines.append(_closed(line))
                inside = line.count(FIRST) > line.count(LAST)
                line = (FIRST if inside else "") + word.replace("\0", "")
            else:
                line = longer
        return [*lines, _closed(line)] if line else lines

    def _pieces(self, text: str, size: float, most: float, bold: bool) -> list[str]:
        """Words; those wider than a line in parts, of which all but the first begin with NUL."""
        out = []
        for word in text.split(" "):
            if len(word) < 12 or self.width(word, size, bold=bold) <= most:
                out.append(word)
                continue
            part, mark = "", ""
            for sign in word:
                if part and self.width(part + sign, size, bold=bold) > most:
                    out.append(mark + part)
                    part, mark = "", "\0"
                part += sign
            out.append(mark + part)
        return out

    def rule(self, x0: float, x1: float, y: float, *, grey: float = 0.8, wide: float = 0.6) -> None:
        """Draw a level line."""
        self.canvas.setStrokeGray(grey)
        self.canvas.setLineWidth(wide)
        self.canvas.line(x0, self.height - y, x1, self.height - y)

    def _runs(self, line: str, bold: bool) -> list[tuple[Run, str]]:
        out = []
        for run in visual_runs(line):
            font = _ARABIC if run.arabic else _BOLD if bold else _REGULAR
            out.append((Run(self._shown(run.text, font), run.right_to_left, run.arabic), font))
        return out

    def _shown(self, text: str, font: str) -> str:
        glyphs = self.fonts.signs[font]
        lost = {sign for sign in text if ord(sign) not in glyphs and sign not in "\u200c\u200d"}
        # A sign that only changes the picture of the one before it is no sign of its own.
        text = re.sub("[\ufe00-\ufe0f]", "", text)
        self.missing |= lost - {"\ufe0e", "\ufe0f"}
        return "".join(MISSING if sign in lost else sign for sign in text)

    def _width(self, runs: list[tuple[Run, str]], size: float) -> float:
        return sum(self._run_width(self._shaped(r, font, size), font, size) for r, font in runs)

    @staticmethod
    def _shaped(run: Run, font: str, size: float) -> str:
        if run.arabic:
            from reportlab.pdfbase.ttfonts import shapeStr

            shaped: str = shapeStr(run.text, font, size, True)
            return shaped
        text = run.text.replace("\u200c", "").replace("\u200d", "")
        return text[::-1] if run.right_to_left else text

    @staticmethod
    def _run_width(text: str, font: str, size: float) -> float:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        shape = getattr(text, "__shapeData__", None)
        if shape is not None:
            return float(sum(one.x_advance for one in shape) * size / 1000)
        return float(stringWidth(text, font, size))


def _closed(line: str) -> str:
    """A line whose isolated names end in it."""
    return line + LAST if line.count(FIRST) > line.count(LAST) else line


def fonts_of_a_document() -> Fonts:
    """
    Register fonts anew, so that one document leaves no trace in the next.

    Raises
    ------
    InputError
        If the PDF library or HarfBuzz is not installed.
    """
    metrics = needed("reportlab.pdfbase.pdfmetrics", "a PDF file")
    needed("uharfbuzz", "a PDF file")
    fonts = needed("reportlab.pdfbase.ttfonts", "a PDF file")
    signs = {}
    with as_file(files("corridor.report").joinpath("assets")) as assets:
        for name, file in _FILES.items():
            font = fonts.TTFont(name, str(assets / file), shapable=name == _ARABIC)
            metrics.registerFont(font)
            # A copy: setting joined letters adds signs of no meaning to the font's own.
            signs[name] = dict(font.face.charToGlyph)
    return Fonts(signs)
