"""The answer as text for people, made from the JSON answer alone."""

from __future__ import annotations

from collections.abc import Collection

from corridor.report.document.answer import AnswerRecord
from corridor.report.document.assumptions import legend
from corridor.report.document.currency import shown_in
from corridor.report.document.wording import WIDTH
from corridor.report.text.details.bill import bill_lines
from corridor.report.text.details.closures import closure_lines, warning_lines
from corridor.report.text.details.documents import document_lines
from corridor.report.text.details.legs import border_lines, leg_lines, seen_lines
from corridor.report.text.details.listing import list_lines
from corridor.report.text.details.sure import bridge_lines, evidence_lines, sure_lines
from corridor.report.text.details.ways import head_lines, way_lines
from corridor.report.text.explain import explained, why_lines
from corridor.report.text.page import Page
from corridor.report.text.screen.screen import screen_lines

# What may be asked for beside the first screen, in the order in which it is shown.
DETAILS = ("legs", "bill", "documents", "closures")


def told(
    answer: AnswerRecord, page: Page | None = None, details: Collection[str] = (), which: int = 0
) -> str:
    """
    The first screen, and below it the details asked for, of the way counted from 0.

    Parameters
    ----------
    answer
        The document.
    page
        Width and colours; 80 columns without colours unless given.
    details
        Names of `DETAILS`.
    which
        The way of which legs, bill and documents are shown.
    """
    answer, unit = shown_in(answer)
    page = page or Page()
    way = answer.itineraries[which]
    lines = [*screen_lines(answer, unit, page), *why_lines(answer, page)]
    if {"legs", "bill", "documents"} & set(details):
        lines += ["", *page.wrap(f"Way {which + 1}: {way.label}")]
    if "legs" in details:
        lines += ["", *leg_lines(way, unit, page)]
        lines += border_lines(way, answer.query, page)
        lines += seen_lines(way, page)
    if "bill" in details:
        lines += bill_lines(way, unit, page)
    if "documents" in details:
        lines += document_lines(way, page)
    if "closures" in details:
        lines += closure_lines(answer, unit, page)
    if "warnings" in details or "closures" in details:
        lines += warning_lines(answer, page, which)
    return "\n".join(lines) + "\n"


def answer_text(
    answer: AnswerRecord, *, explain: bool = False, page: Page | None = None, which: int = 0
) -> str:
    """Everything of an answer; with `explain` every figure is listed with its row and source."""
    answer, unit = shown_in(answer)
    page = page or Page(WIDTH)
    way = answer.itineraries[which]
    lines = [*head_lines(answer, unit, page), ""]
    for number, itinerary in enumerate(answer.itineraries, 1):
        lines += way_lines(number, itinerary, answer.query.service[0], unit, page)
    lines += list_lines(answer, unit, page)
    lines += sure_lines(answer, page) + evidence_lines(answer, page) + bridge_lines(answer, page)
    lines += ["", *leg_lines(way, unit, page)]
    lines += border_lines(way, answer.query, page)
    lines += seen_lines(way, page)
    lines += document_lines(way, page)
    lines += why_lines(answer, page)
    lines += closure_lines(answer, unit, page)
    lines += [*warning_lines(answer, page, which), ""]
    if explain:
        lines += explained(answer, unit, page, which)
    lines += _notes(answer, page)
    return "\n".join(lines) + "\n"


def _notes(answer: AnswerRecord, page: Page) -> list[str]:
    """What the marks mean, how figures were reckoned, and of which data."""
    lines = page.wrap(f"{legend(answer)}.") if legend(answer) else []
    lines += page.wrap(
        "~ marks what rests on an estimate; corridor sources --gaps lists them. Figures are"
        " rounded here; those of --json add up to the cent and the minute."
    )
    for method in (answer.methods or {}).values():
        lines += page.wrap(method)
    version = f", version {answer.data_version}" if answer.data_version else ""
    return [
        *lines,
        *page.wrap(f"Data of {answer.data_date}{version}, graph {answer.graph_hash[:12]}."),
    ]
