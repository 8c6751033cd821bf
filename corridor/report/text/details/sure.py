"""How sure an answer is: chances, what would turn it, evidence, and the asker's corridor."""

from __future__ import annotations

from corridor.report.document.answer import AnswerRecord
from corridor.report.document.certainty.records import FlipRecord
from corridor.report.text.page import Page

# The item of a flip that is an option of its own and no figure of the tables.
_VALUE_OF_TIME = "value_of_time"


def sure_lines(answer: AnswerRecord, page: Page) -> list[str]:
    """Chances of each way and what would turn the answer; nothing of an answer without them."""
    certainty = answer.certainty
    if not certainty:
        return []
    lines = ["", f"How sure ({certainty.draws:,} draws)", *page.wrap(certainty.text, "  ")]
    dates = [one.date for one in certainty.ways[0].by] if certainty.ways else []
    rows = [("way", "best", "itself", *(f"by {date}" for date in dates))]
    for way in certainty.ways:
        shares = (way.best, way.itself, *(one.share for one in way.by))
        rows.append((str(way.number), *(f"{share:.0%}" for share in shares)))
    rows.append(("another", f"{certainty.another:.0%}", "", *("" for _ in dates)))
    right = frozenset(range(1, len(rows[0])))
    table = page.table(rows, flex=0, right=right, indent="  ")
    lines += [line for row in table for line in row]
    for flip in certainty.flips:
        lines += page.wrap(f"{flip.text}{_option(flip)}", "  ", "    ")
    return lines


def _option(flip: FlipRecord) -> str:
    """The option that tries a turn; '' where no single figure turns the answer."""
    if not flip.factor:
        return ""
    if flip.item == _VALUE_OF_TIME:
        return f" (--vot {flip.to:.2f})"
    return f" (--scale {flip.item}={flip.factor:g})"


def evidence_lines(answer: AnswerRecord, page: Page) -> list[str]:
    """The grade of each way and the weakest thing behind it."""
    told = [(n, way.evidence) for n, way in enumerate(answer.itineraries, 1) if way.evidence]
    lines = ["", "Evidence of use"] if told else []
    for number, evidence in told:
        lines += page.wrap(f"{number}: {evidence.grade}; {evidence.text}", "  ", "     ")
    return lines


def bridge_lines(answer: AnswerRecord, page: Page) -> list[str]:
    """How the asker's corridor stands, where the ends lie on both sides of it."""
    bridge = answer.land_bridge
    if not bridge:
        return []
    told = [line for text in bridge.lines for line in page.wrap(text, "  ", "    ")]
    return ["", f"Your corridor: {bridge.name}", *told]
