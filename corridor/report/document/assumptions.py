"""What an answer assumes beside the tables: scenarios, factors, the user's own rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from corridor.model.scenario import Overlay, UnusedRow
from corridor.pricing.candidates import unused_rows
from corridor.tables.library import Library
from corridor.tables.row import Cited

OWN_MARK, CHANGED_MARK = "*", "^"
_MOST_ROWS = 6


def assumptions(overlays: Iterable[Overlay], library: Library) -> dict[str, Any]:
    """
    The part of the query that says what was laid over the tables.

    `own_rows` are the rows of the user's own that differ from the tables, as 'table:row';
    `unused_rows`, where there are any, those laid over that no answer could use.
    """
    given = tuple(overlays)
    unused = unused_rows(given, library)
    own = any(o.origin == "own" for o in given)
    return {
        "scenarios": [_scenario(o) for o in given if o.origin in ("scenario", "file")],
        "scales": [str(s) for o in given if o.origin == "options" for s in o.scales],
        "own_rows": sorted(k for k, r in library.cited.items() if r.own) if own else [],
    } | ({"unused_rows": [unused_record(u) for u in unused]} if unused else {})


def unused_record(row: UnusedRow) -> dict[str, str]:
    """A row that no answer could use, for JSON."""
    return {"row": row.key, "place": row.place, "reason": row.reason}


def _scenario(overlay: Overlay) -> dict[str, Any]:
    return {
        "name": overlay.name,
        "title": overlay.title or overlay.name,
        "text": overlay.text,
        "as_of": overlay.as_of,
        "open": list(overlay.open),
        "close": list(overlay.close),
        "scales": [str(s) for s in overlay.scales],
        "rows": [f"{r.table}:{r.id}" for r in overlay.rows],
        "source_ids": list(overlay.cited),
    }


def touched(rows: Iterable[Cited]) -> dict[str, Any]:
    """Whether rows are the user's own, what was laid over them, and over which figures."""
    found = [row for row in rows if row.changed_by]
    return {
        "own": any(row.own for row in found),
        "changed": sorted({figure for row in found for figure in row.changed}),
        "changed_by": list(dict.fromkeys(label for row in found for label in row.changed_by)),
    }


def assumed(answer: Mapping[str, Any]) -> list[str]:
    """
    Sentences that tell a reader what an answer assumes; none if nothing.

    Answers saved by an earlier version know no assumptions.
    """
    query = answer["query"]
    lines = [f"Scenario {s['name']}: {s['title']}" for s in query.get("scenarios", ())]
    if query.get("scales"):
        lines.append(f"Multiplied: {', '.join(query['scales'])}")
    rows = query.get("own_rows", ())
    if rows:
        more = f" and {len(rows) - _MOST_ROWS} more" if len(rows) > _MOST_ROWS else ""
        lines.append(
            f"With {len(rows)} row{'s' * (len(rows) > 1)} of your own:"
            f" {', '.join(rows[:_MOST_ROWS])}{more}"
        )
    lines += [
        f"not used: {u['row']} ({u['place']}), because {u['reason']}"
        for u in query.get("unused_rows", ())
    ]
    return [*lines, *guesses(answer)]


def guesses(answer: Mapping[str, Any]) -> list[str]:
    """Sentences on names that were guessed; none without --guess."""
    found = [w["text"] for w in answer.get("warnings", ()) if w["code"] == "read"]
    return [f"Guessed: {text}" for text in dict.fromkeys(found)]


def marks(item: Mapping[str, Any], key: str) -> str:
    """Sign of an item's dollars ('cost_usd') or hours ('time_h') that something changed."""
    if {"cost_usd": "cost", "time_h": "time"}[key] not in item.get("changed", ()):
        return ""
    return OWN_MARK if item["own"] else CHANGED_MARK


def legend(answer: Mapping[str, Any]) -> str:
    """What the signs mean, as far as the answer assumes anything; '' if it does not."""
    query = answer["query"]
    parts = []
    if query.get("own_rows"):
        parts.append(f"{OWN_MARK} marks what rests on your own rows")
    if query.get("scenarios") or query.get("scales"):
        parts.append(f"{CHANGED_MARK} what a scenario or a factor changed")
    return "; ".join(parts)
