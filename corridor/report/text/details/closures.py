"""What is shut near the ways, what opening it would bring, and what else to mind."""

from __future__ import annotations

from corridor.report.document.answer import AnswerRecord, BlockedRecord
from corridor.report.document.wording import confirmed
from corridor.report.text.page import Page

# Told elsewhere: in the first lines, at the closures, by the mark of estimates.
_TOLD = ("bulk", "date", "estimate", "read", "stale")


def closure_lines(answer: AnswerRecord, unit: str, page: Page) -> list[str]:
    """Closures that bear on the answer, what opening each would bring, and who says so."""
    lines: list[str] = []
    for entry in answer.blocked:
        lines += _closure(entry, unit, page)
    urls = {b.source_id: b.source_url for b in answer.blocked if b.source_url}
    for source, url in urls.items():
        lines += page.wrap(f"[{source}] {url}", "  ", "    ")
    lines = ["", "Closed on the way", *lines] if lines else []
    return [*lines, *_bridge_closures(answer, page)]


def _bridge_closures(answer: AnswerRecord, page: Page) -> list[str]:
    """What shuts the corridor over land and is not told above, and who says so."""
    if not answer.land_bridge:
        return []
    told = {entry.subject_id for entry in answer.blocked}
    more = [p for p in answer.land_bridge.crossings if p.subject_id not in told]
    lines: list[str] = []
    for part in more:
        since = f" since {part.since}" if part.since else ""
        until = f" until {part.until}" if part.until else ""
        age = part.stale_days or 0
        known = f", {age} days before departure" if age >= 0 else ", after the departure date"
        said = f", confirmed {part.last_confirmed}{known} [{part.source_id}]" if part.row else ""
        assumed = "" if part.row else " as assumed"
        text = f"{part.name}: closed{assumed}{since}{until}{said} (--open {part.subject_id})"
        lines += page.wrap(text, "  ", " " * 6)
    cited = {part.source_id for part in more}
    for source in answer.sources:
        if source.id in cited and source.url:
            lines += page.wrap(f"[{source.id}] {source.url}", "  ", "    ")
    return ["", "Closed on the land bridge", *lines] if lines else []


def _closure(entry: BlockedRecord, unit: str, page: Page) -> list[str]:
    until = f" until {entry.until}" if entry.until else ""
    since = f" since {entry.since}" if entry.since else ""
    lines = page.wrap(
        f"{entry.name} ({entry.mode}): closed{since}{until}, confirmed"
        f" {confirmed(entry)}"
        f" [{entry.source_id}]{' * your own row' if entry.own else ''}",
        "  ",
        " " * 6,
    )
    better = entry.if_open
    if better:
        verdict = "would be the best" if better.better else "would not be the best"
        lines += page.wrap(
            f"if open: {better.label}, {better.time_h / 24:.1f} days,"
            f" {better.cost_usd:,.0f} {unit}, arrives {better.arrival[:10]} -"
            f" {verdict} (--open {entry.subject_id})",
            " " * 4,
            " " * 6,
        )
    return lines


def minded(answer: AnswerRecord, which: int = 0) -> list[str]:
    """What to mind of the answer and of one of its ways, each once; closures are told apart."""
    texts = [
        w.text
        for w in (*answer.warnings, *answer.itineraries[which].warnings)
        if w.code not in _TOLD
    ]
    if any(w.code == "stale" for w in answer.warnings):
        texts.insert(0, "Closures confirmed long before departure may have ended: ask first")
    return list(dict.fromkeys(texts))


def warning_lines(answer: AnswerRecord, page: Page, which: int = 0) -> list[str]:
    """What to mind, in full."""
    texts = minded(answer, which)
    if not texts:
        return []
    lines = ["", "Mind"]
    for text in texts:
        lines += page.wrap(f"{text[:1].upper()}{text[1:]}", "  ", " " * 4)
    return lines
