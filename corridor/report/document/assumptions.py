"""What an answer assumes beside the tables: scenarios, factors, the user's own rows."""

from __future__ import annotations

from corridor.report.document.answer import AnswerRecord, ItemRecord
from corridor.report.document.parts.figures import Quantity

OWN_MARK, CHANGED_MARK = "*", "^"
_MOST_ROWS = 6


def assumed(answer: AnswerRecord) -> list[str]:
    """
    Sentences that tell a reader what an answer assumes; none if nothing.

    Answers saved by an earlier version know no assumptions.
    """
    query = answer.query
    lines = [f"Scenario {s.name}: {s.title}" for s in query.scenarios or ()]
    if query.scales:
        lines.append(f"Multiplied: {', '.join(query.scales)}")
    rows = query.own_rows or ()
    if rows:
        more = f" and {len(rows) - _MOST_ROWS} more" if len(rows) > _MOST_ROWS else ""
        lines.append(
            f"With {len(rows)} row{'s' * (len(rows) > 1)} of your own:"
            f" {', '.join(rows[:_MOST_ROWS])}{more}"
        )
    lines += [f"not used: {u.row} ({u.place}), because {u.reason}" for u in query.unused_rows or ()]
    return [*lines, *guesses(answer)]


def guesses(answer: AnswerRecord) -> list[str]:
    """Sentences on names that were guessed; none without --guess."""
    found = [w.text for w in answer.warnings if w.code == "read"]
    return [f"Guessed: {text}" for text in dict.fromkeys(found)]


def marks(item: ItemRecord, of: Quantity) -> str:
    """Sign of an item's dollars or hours that something changed."""
    if of not in (item.changed or ()):
        return ""
    return OWN_MARK if item.own else CHANGED_MARK


def legend(answer: AnswerRecord) -> str:
    """What the signs mean, as far as the answer assumes anything; '' if it does not."""
    query = answer.query
    parts = []
    if query.own_rows:
        parts.append(f"{OWN_MARK} marks what rests on your own rows")
    if query.scenarios or query.scales:
        parts.append(f"{CHANGED_MARK} what a scenario or a factor changed")
    return "; ".join(parts)
