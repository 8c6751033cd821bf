"""A quotation as one A4 page of PDF, the same bytes for the same answer, stamp and letterhead."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corridor.report.document.answer import AnswerRecord
from corridor.report.document.plain import short
from corridor.report.document.stamp import Stamp
from corridor.report.extra import needed
from corridor.report.pdf.bidi import isolated
from corridor.report.pdf.letterhead import Letterhead
from corridor.report.pdf.pen import Fonts, Pen, fonts_of_a_document
from corridor.report.pdf.sheet import Row, Sheet, sheet
from corridor.report.pdf.unofficial import SHOWN

A4 = (595.2756, 841.8898)  # points
_LEFT, _RIGHT, _TOP, _BOTTOM = 42.0, 553.0, 36.0, 806.0
_LOGO = (130.0, 44.0)
# Columns of the itinerary: where each starts; the last four end at these places.
_STARTS = (42.0, 58.0, 118.0, 190.0)
_ENDS = (404.0, 446.0, 492.0, 553.0)
_LEG_HEAD = ("", "Starts", "Leg", "From - to", "Country", "km", "Hours", "USD")


@dataclass(frozen=True, slots=True)
class _Plan:
    """How much is shown, and how large."""

    legs: int
    items: int
    papers: int
    notes: int
    size: float


# Tried in turn until everything is on the page; the last one always is (a test says so).
_PLANS = (
    _Plan(24, 14, 12, 9, 8.0),
    _Plan(24, 12, 12, 8, 7.4),
    _Plan(20, 12, 10, 7, 7.2),
    _Plan(16, 10, 8, 6, 7.0),
    _Plan(12, 8, 6, 5, 6.8),
    _Plan(8, 6, 4, 3, 6.6),
    _Plan(6, 5, 2, 2, 6.2),
)
_MOST_LINES = 3  # of a sentence, in the tightest plan


@dataclass(frozen=True, slots=True)
class Quotation:
    """What the forwarder adds to an answer."""

    letterhead: Letterhead
    customer: str = ""
    reference: str = ""
    which: int = 1
    unofficial: str = SHOWN  # or LEFT_OUT of the price
    firm: bool = False


def quote_pdf(
    answer: AnswerRecord, stamp: Stamp, quotation: Quotation
) -> tuple[bytes, frozenset[str]]:
    """
    Make the page.

    Returns
    -------
    tuple
        The PDF, and the signs that no font of it has (shown as an empty box).

    Raises
    ------
    InputError
        If the PDF library is not installed.
    """
    fonts = fonts_of_a_document()
    for plan in _PLANS:
        limited = sheet(
            answer,
            stamp,
            which=quotation.which,
            unofficial=quotation.unofficial,
            firm=quotation.firm,
            most_legs=plan.legs,
            most_items=plan.items,
            most_papers=plan.papers,
            most_notes=plan.notes,
        )
        if plan is _PLANS[-1]:
            limited = _cut(limited)
        made, missing, end = _page(limited, stamp, quotation, plan, fonts)
        if end <= _BOTTOM:
            break
    return made, missing


def _cut(whole: Sheet) -> Sheet:
    """The sheet with every sentence at a length that the tightest plan can hold."""
    return replace(
        whole,
        title=_closed(whole.title, 110),
        papers=tuple(_closed(line, 240) for line in whole.papers),
        carriage=tuple(_closed(line, 120) for line in whole.carriage),
        assumed=tuple(_closed(line, 300) for line in whole.assumed),
        excluded=_closed(whole.excluded, 420),
    )


def _closed(text: str, most: int) -> str:
    return text if len(text) <= most else isolated(short(text, most))


def _page(
    what: Sheet, stamp: Stamp, quotation: Quotation, plan: _Plan, fonts: Fonts
) -> tuple[bytes, frozenset[str], float]:
    """Set the sheet; the last value is where it ends."""
    drawing = needed("reportlab.pdfgen.canvas", "a PDF file")
    file = io.BytesIO()
    # Invariant: no clock and no chance in the file.
    canvas = drawing.Canvas(file, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle(f"Quotation {stamp.quote_id}")
    canvas.setAuthor(quotation.letterhead.name)
    canvas.setSubject(stamp.text())
    canvas.setCreator("corridor")
    pen = Pen(canvas, A4[1], fonts)
    size = plan.size
    y = _head(pen, quotation, stamp)
    y = _summary(pen, what, y)
    y = _itinerary(pen, what.legs, y, size)
    y = _middle(pen, what, y, size)
    if what.carriage:
        y = _sentences(pen, "Trains, ships, borders", what.carriage, y, size)
    y = _sentences(pen, "Assumptions", what.assumed, y, size)
    y = _sentences(pen, "Not in the price", (what.excluded,), y, size)
    pen.rule(_LEFT, _RIGHT, A4[1] - 32)
    for number, line in enumerate(what.foot):
        pen.text(_LEFT, A4[1] - 22 + 9 * number, line, 6.6)
    canvas.showPage()
    canvas.save()
    return file.getvalue(), frozenset(pen.missing), y


def _head(pen: Pen, quotation: Quotation, stamp: Stamp) -> float:
    sender = quotation.letterhead
    left = _LEFT
    if sender.logo:
        from reportlab.lib.utils import ImageReader

        image = ImageReader(io.BytesIO(sender.logo))
        wide, high = image.getSize()
        scale = min(_LOGO[0] / wide, _LOGO[1] / high)
        pen.canvas.drawImage(image, _LEFT, A4[1] - _TOP - high * scale, wide * scale, high * scale)
        left += wide * scale + 12
    y = _TOP + 12
    name = isolated(sender.name)
    large = 13.0
    while large > 8 and len(pen.wrapped(name, large, 330 - left, bold=True)) > 2:
        large -= 0.5
    for line in pen.wrapped(name, large, 330 - left, bold=True):
        pen.text(left, y, line, large, bold=True)
        y += large * 1.15
    for line in sender.lines:
        for part in pen.wrapped(isolated(line), 7.5, 330 - left)[:2]:
            pen.text(left, y - 2, part, 7.5)
            y += 9.5
    right = _TOP + 12
    title = "QUOTATION" if quotation.firm else "INDICATIVE QUOTATION"
    pen.text(_RIGHT, right, title, 14 if quotation.firm else 12.5, bold=True, end=True)
    facts = [f"No. {stamp.quote_id}", f"Issued {stamp.issued}"]
    facts.append(f"Valid {stamp.valid_days} days, until {stamp.valid_until}")
    facts.append(f"Data of {stamp.data_date}")
    if quotation.reference:
        facts.append(f"Reference: {isolated(short(quotation.reference, 200))}")
    if quotation.customer:
        facts.append(f"For: {isolated(short(quotation.customer, 200))}")
    for fact in facts:
        for part in pen.wrapped(fact, 8, 205)[:3]:
            right += 11
            pen.text(_RIGHT, right, part, 8, end=True)
    y = max(y + 2, right + 10, _TOP + (_LOGO[1] + 10 if sender.logo else 0))
    pen.rule(_LEFT, _RIGHT, y, grey=0.3, wide=1.0)
    return y


def _summary(pen: Pen, what: Sheet, y: float) -> float:
    y += 16
    for line in pen.wrapped(what.title, 12.5, _RIGHT - _LEFT, bold=True):
        pen.text(_LEFT, y, line, 12.5, bold=True)
        y += 14.5
    y -= 2
    for line in pen.wrapped(what.load, 8.5, _RIGHT - _LEFT):
        pen.text(_LEFT, y, line, 8.5)
        y += 11
    y += 4
    wide = (_RIGHT - _LEFT) / len(what.facts)
    for number, (name, figure, band) in enumerate(what.facts):
        x = _LEFT + number * wide
        pen.text(x, y + 4, name, 7)
        pen.text(x, y + 17, figure, 12, bold=True)
        pen.text(x, y + 26, band, 6.6)
    pen.rule(_LEFT, _RIGHT, y + 32)
    return y + 32


def _title(pen: Pen, text: str, x: float, y: float) -> float:
    pen.text(x, y + 12, text, 9, bold=True)
    return y + 15


def _itinerary(pen: Pen, rows: Sequence[Row], y: float, size: float) -> float:
    y = _title(pen, "Itinerary", _LEFT, y)
    y = _leg_row(pen, _LEG_HEAD, y, size - 0.8)
    pen.rule(_LEFT, _RIGHT, y + 2.5)
    y += 1.5
    for row in rows:
        y = _leg_row(pen, row, y, size)
    return y + 3


def _leg_row(pen: Pen, row: Row, y: float, size: float) -> float:
    cells = [
        pen.wrapped(text, size, most)[:3]
        for text, most in zip(
            row[1:5],
            (58.0, _STARTS[3] - _STARTS[2] - 4, 160.0, 28.0),
            strict=True,
        )
    ]
    step = size * 1.27
    base = y + step
    pen.text(_STARTS[0], base, row[0], size)
    for x, lines in zip((*_STARTS[1:], 354.0), cells, strict=True):
        for number, line in enumerate(lines):
            pen.text(x, base + number * step, line, size)
    for x, text in zip(_ENDS[1:], row[5:], strict=True):
        pen.text(x, base, text, size, end=True)
    return base + (max(1, *(len(lines) for lines in cells)) - 1) * step


def _middle(pen: Pen, what: Sheet, y: float, size: float) -> float:
    """The bill at the left, the documents beside it."""
    between, gap = 268.0, 14.0
    pen.rule(_LEFT, _RIGHT, y + 2)
    step = size * 1.27
    left = _title(pen, "Bill, USD (typical)", _LEFT, y)
    for name, figure in what.bill:
        total = name == "Total"
        if total:
            pen.rule(_LEFT, between, left + 2.5, grey=0.3)
            left += 1.5
        lines = pen.wrapped(name, size, between - _LEFT - 64, bold=total)[:2]
        pen.text(between, left + step, figure, size, bold=total, end=True)
        for line in lines:
            left += step
            pen.text(_LEFT, left, line, size, bold=total)
    right = _title(pen, "Documents asked for on the way", between + gap, y)
    for paper in what.papers or ("none known",):
        for line in pen.wrapped(paper, size, _RIGHT - between - gap):
            right += step
            pen.text(between + gap, right, line, size)
        right += 1
    return max(left, right) + 5


def _sentences(pen: Pen, title: str, texts: Sequence[str], y: float, size: float) -> float:
    pen.rule(_LEFT, _RIGHT, y + 2)
    y = _title(pen, title, _LEFT, y)
    for text in texts:
        for number, line in enumerate(pen.wrapped(text, size, _RIGHT - _LEFT - 8)):
            y += size * 1.27
            if number == 0:
                pen.text(_LEFT, y, "·", size)
            pen.text(_LEFT + 8, y, line, size)
    return y + 4
