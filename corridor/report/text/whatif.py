"""What changed between two answers, as a text for people."""

from __future__ import annotations

from collections.abc import Mapping

from corridor.report.document.answer import AnswerRecord
from corridor.report.document.assumptions import assumed
from corridor.report.document.changes import Change, Changes, ItemChange, RoleChange
from corridor.report.document.wording import other_year, wrap
from corridor.text_table import columns


def changes_text(found: Changes, before: AnswerRecord, after: AnswerRecord) -> str:
    """Assumptions of both sides, then what changed, then why."""
    query = before.query
    lines = wrap(
        f"{query.origin.name} to {query.destination.name}: {query.count}"
        f" {query.unit}, ready {query.depart.replace('T', ' ')}{other_year(before.data_date, query.depart)}"
    )
    for side, answer in (("Before", before), ("After", after)):
        lines += wrap(f"{side}: {'; '.join(assumed(answer)) or 'the tables as they are'}", "", "  ")
    bridge = _bridge(before, after)
    if not found.any:
        return "\n".join([*lines, *bridge, "", "Nothing changes."]) + "\n"
    seen: dict[tuple[str, str], str] = {}
    for role in found.roles:
        pair = (role.label_before, role.label_after)
        earlier = seen.setdefault(pair, role.role)
        lines += [""]
        lines += (
            _role(role) if earlier == role.role else [f"{role.role.capitalize()}: the {earlier}"]
        )
    lines += _names("No longer among the itineraries", found.itineraries_gone)
    lines += _names("New among the itineraries", found.itineraries_new)
    lines += _names("No longer closed on the way", found.closed_gone)
    lines += _names("Newly closed on the way", found.closed_new)
    if found.closed_changed:
        lines += ["", "Closed before and after, if it were open"]
        for item in found.closed_changed:
            lines += wrap(f"{item.where}: {_figures(item)}", "  ", "    ")
    return "\n".join([*lines, *bridge]) + "\n"


def _bridge(before: AnswerRecord, after: AnswerRecord) -> list[str]:
    """How the corridor over land stands under both, where that changes."""
    was, now = before.land_bridge, after.land_bridge
    if not was or not now or was.lines == now.lines:
        return []
    told = [("Before", t) for t in was.lines] + [("After", t) for t in now.lines]
    return ["", *(line for side, text in told for line in wrap(f"{side}: {text}", "", "  "))]


def _names(title: str, names: tuple[str, ...]) -> list[str]:
    return ["", title, *(line for n in names for line in wrap(n, "  ", "    "))] if names else []


def _role(role: RoleChange) -> list[str]:
    head = f"{role.role.capitalize()}: {role.label_before}"
    if not role.same_way:
        head += f" -> {role.label_after}"
        if role.label_before == role.label_after:
            head += " (other legs)"
    lines = wrap(head, "", "  ")
    if not role.totals and not role.items and role.same_way:
        return [*lines, "  unchanged"]
    for reason in role.why:
        lines += wrap(f"because {reason}", "  ", "    ")
    rows = [("", "before", "after", "change")]
    for c in role.totals:
        rows.append((f"{c.name}, {c.unit}", _number(c.before), _number(c.after), f"{c.by:+,.2f}"))
    lines += [f"  {line}" for line in columns(rows, frozenset({1, 2, 3}))]
    kept = [i for i in role.items if i.side == "both"]
    for item in kept:
        lines += wrap(f"{item.where}, {item.item}: {_figures(item)}", "  ", "      ")
        for reason in item.why:
            lines += wrap(f"<- {reason}", "      ", "         ")
    for side in ("before", "after"):
        legs: dict[str, list[str]] = {}
        for item in role.items:
            if item.side == side:
                legs.setdefault(item.where, []).append(f"{item.item} {_alone(item)}")
        if legs:
            lines.append(f"  Legs run only {side}")
        for where, texts in legs.items():
            lines += wrap(f"{where}: {'; '.join(texts)}", "    ", "        ")
    return lines


def _figures(item: ItemChange) -> str:
    """Typical values, then the band where its ends change too."""
    by_kind: dict[str, dict[str, Change]] = {}
    for change in item.figures:
        kind, _, end = change.name.partition(", ")
        by_kind.setdefault(kind, {})[end] = change
    return "; ".join(_kind(kind, ends) for kind, ends in by_kind.items())


def _kind(kind: str, ends: Mapping[str, Change]) -> str:
    parts = [
        f"{end or kind} {_number(c.before)} -> {_number(c.after)}"
        for end, c in sorted(ends.items(), key=lambda pair: ("", "low", "high").index(pair[0]))
    ]
    unit = next(iter(ends.values())).unit
    head, *rest = parts
    return f"{head} {unit}" + (f" ({', '.join(rest)})" if rest else "")


def _alone(item: ItemChange) -> str:
    """Typical figures of a leg that only one side runs; the bands are in the JSON."""
    shown = [c for c in item.figures if c.name in ("cost", "time")]
    texts = [f"{_number(c.before if c.after is None else c.after)} {c.unit}" for c in shown]
    return ", ".join(texts) or "0"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:,.2f}"
