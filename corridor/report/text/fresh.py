"""Old evidence and what was confirmed, as texts and plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corridor.analysis.confirmed import Confirmation
from corridor.analysis.news import News, Old
from corridor.messages.catalogue import in_english
from corridor.report.document.wording import wrap

_KIND = {
    "closure": "closure",
    "seen": "last seen",
    "surcharge": "surcharge",
    "rate": "exchange rate",
}


def news_text(found: News) -> str:
    """Old evidence, the oldest first, each with what to look for and what to type then."""
    lines = wrap(
        f"Evidence older than {found.most_days} days on {found.on}, the oldest first;"
        " what was never seen stands before all"
    )
    for old in found.old:
        lines += ["", *_old(old)]
    if not found.old:
        lines += ["", "Nothing: all that these answers rest on is newer."]
    for pair in found.unanswered:
        lines += wrap(f"No way was found: {pair}")
    return "\n".join(lines) + "\n"


def _old(old: Old) -> list[str]:
    when = "no evidence" if old.age_days is None else f"{old.confirmed}, {old.age_days} days old"
    lines = wrap(f"{_KIND[old.kind]} {old.subject}: {when}", "", "  ")
    if old.source_id:
        lines += wrap(f"read at: {' '.join(filter(None, (old.source_id, old.url)))}", "  ", "    ")
    lines += wrap(f"look for: {in_english(old.look_for)}", "  ", "    ")
    lines += wrap(f"answers: {_pairs(old.pairs)}", "  ", "    ")
    return [*lines, f"  {old.command}"]


def _pairs(pairs: Sequence[str], most: int = 4) -> str:
    more = f" and {len(pairs) - most} more" if len(pairs) > most else ""
    return ", ".join(pairs[:most]) + more


def news_record(found: News) -> dict[str, Any]:
    """The same as plain values, for JSON."""
    return {
        "on": f"{found.on}",
        "older_than_days": found.most_days,
        "old": [
            {
                "kind": old.kind,
                "subject": old.subject,
                "row": old.row,
                "confirmed": old.confirmed,
                "age_days": old.age_days,
                "source_id": old.source_id,
                "url": old.url,
                "look_for": in_english(old.look_for),
                "command": old.command,
                "pairs": list(old.pairs),
            }
            for old in found.old
        ],
        "unanswered": list(found.unanswered),
    }


def confirmed_text(made: Confirmation, folder: str) -> str:
    """What was written, what it ends, and how answers use it."""
    said = made.said
    what = [
        "open" if said.opened else "",
        "closed" if said.shut else "",
        f"slowed by {said.delay_h:g} h" if said.delay_h is not None else "",
        f"at {said.value:g}" if said.value is not None else "",
    ]
    states = ", ".join(filter(None, what))
    lines = wrap(f"{made.subject.partition(':')[2]}: {states} on {said.on}, by {said.source}")
    lines += wrap(f"written: {', '.join(written_rows(made))}", "  ", "    ")
    for end in made.ends:
        lines += wrap(f"ends: {end}", "  ", "    ")
    lines += wrap(f"answers with --data {folder} use it and name it as your own row", "  ", "    ")
    return "\n".join(lines) + "\n"


def written_rows(made: Confirmation) -> list[str]:
    """Keys of the rows that a confirmation puts into the folder."""
    return [f"{row.table}:{row.id}" for row in made.put]


def confirmed_record(made: Confirmation, folder: str) -> dict[str, Any]:
    """The same as plain values, for JSON."""
    return {
        "subject": made.subject,
        "on": f"{made.said.on}",
        "source": made.said.source,
        "folder": folder,
        "rows": written_rows(made),
        "taken_out": list(made.taken),
        "ends": list(made.ends),
    }
