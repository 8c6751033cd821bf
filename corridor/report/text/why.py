"""Why the best way is not over something, in lines for people."""

from __future__ import annotations

from corridor.report.document.answer import AnswerRecord
from corridor.report.document.wording import wrap
from corridor.text_table import columns

_MOST_ITEMS = 8


def why_lines(answer: AnswerRecord) -> list[str]:
    """The explanation that --why asked for; nothing without one."""
    why = answer.why
    if not why:
        return []
    lines = ["", *wrap(f"Why not {why.text}: {why.reason}.")]
    if not why.label:
        return lines
    lines += wrap(
        f"Best way over it: {why.label}, {why.time_h / 24:.1f} days, {why.cost_usd:,.0f} USD.",
        "  ",
    )
    # What must fall for it to win is asked only where it does not win already.
    behind = why.gap > 0
    title = "more than the best in" if behind else "more than the best of today in"
    rows = [(title, "where", "USD", "hours", *(["must fall alone by"] if behind else []))]
    for entry in why.differences[:_MOST_ITEMS]:
        fall = entry.must_fall
        needed = "all of it is not enough" if fall is None else f"{fall:.0%}"
        figures = (f"{entry.cost_usd:,.0f}", f"{entry.time_h:,.1f}")
        rows.append((entry.name, entry.where, *figures, *([needed] if behind else [])))
    if len(rows) > 1:
        lines += [f"  {line}" for line in columns(rows, frozenset({2, 3, 4}))]
    return lines
