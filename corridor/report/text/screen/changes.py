"""What changed between two answers, on one screen: days, dollars, which way, why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corridor.messages.catalogue import in_english
from corridor.model.message import say
from corridor.report.document.answer import AnswerRecord, ItineraryRecord
from corridor.report.document.assumptions import assumed
from corridor.report.document.changes import Changes, RoleChange, WhatIfRecord
from corridor.report.document.parts.land_bridge import LandBridgeRecord
from corridor.report.document.wording import other_year
from corridor.report.text.page import Page
from corridor.report.text.screen.lines import first
from corridor.report.text.screen.screen import MOST_LINES
from corridor.text_table import columns

_MORE = "More: -v lists every leg and figure of both, --json has all of both answers"
_SIDES = ("Before", "After")
# Heads of the table, and of that on a page narrower than so many columns.
_HEADS = (
    ("", "days before", "after", "change", "USD before", "after", "change"),
    ("", "days", "after", "by", "USD", "after", "by"),
)
_WIDE = 72
# What decides a way that stays: so many of what was laid over its figures are told.
_CAUSES = 3
# What an item says that has no cause of its own.
_NO_CAUSE = tuple(
    in_english(say(f"whatif.{code}")) for code in ("follows", "only_before", "only_after")
)
# Most lines of one sentence.
_MOST = 2


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that stay or go together; what has a lower rank goes last."""

    lines: tuple[str, ...]
    rank: int


def changes_screen(record: WhatIfRecord, page: Page | None = None) -> str:
    """
    One screen of two answers, or of the one that there is.

    Parameters
    ----------
    record
        The document.
    page
        Width; 80 columns unless given. Never more than `MOST_LINES` lines.
    """
    page = page or Page()
    blocks = list(_blocks(record, page))
    while sum(len(b.lines) for b in blocks) > MOST_LINES:
        least = max(blocks, key=lambda b: b.rank)
        if not least.rank:
            break
        blocks.remove(least)
    return "\n".join(line for b in blocks for line in b.lines) + "\n"


def _blocks(record: WhatIfRecord, page: Page) -> Iterator[_Block]:
    answers = (record.before, record.after)
    shown = record.before or record.after
    if shown is not None:
        query = shown.query
        yield _Block(
            tuple(
                page.wrap(
                    f"{query.origin.name} to {query.destination.name}: {query.count} {query.unit},"
                    f" ready {query.depart.replace('T', ' ')}"
                    f"{other_year(shown.data_date, query.depart)}, by {query.objective}"
                    f"{' cost' if query.objective == 'generalised' else ''}"
                )
            ),
            0,
        )
    for side, name, answer in zip(_SIDES, record.names, answers, strict=True):
        what = "; ".join(assumed(answer)) or "the tables as they are" if answer else name
        yield _Block(_sentence(f"{side}: {what}", page), 0)
    if record.changes is None or record.before is None or record.after is None:
        yield from _one_side(record, page)
    else:
        yield from _both(record.changes, record.before, record.after, page)
    yield _Block(("",), 9)
    yield _Block((_MORE[: page.width],), 1)


def _sentence(text: str, page: Page, indent: str = "", most: int = _MOST) -> tuple[str, ...]:
    """A text in so many lines, ending in dots where it would take more."""
    lines = page.wrap(text, indent, indent + "  ")
    return (
        (*lines[: most - 1], first(lines[most - 1 :], page.width)) if lines[most:] else tuple(lines)
    )


def _one_side(record: WhatIfRecord, page: Page) -> Iterator[_Block]:
    """Why there is no way on one side, and the best of the other."""
    side = _SIDES[0] if record.before else _SIDES[1]
    answer = record.before or record.after
    yield _Block(("",), 8)
    for reason in record.no_route:
        yield _Block(_sentence(f"No way under {reason}", page, most=4), 0)
    if answer is None:
        return
    for role in ("best", "cheapest", "fastest"):
        way = _of(answer, role)
        if way is not None:
            days, usd = _figures(way)
            text = f"{side}, {role}: {days:.1f} days, {usd:,.0f} USD, {way.label}"
            yield _Block(_sentence(text, page), 0 if role == "best" else 2)


def _both(
    found: Changes, before: AnswerRecord, after: AnswerRecord, page: Page
) -> Iterator[_Block]:
    yield _Block(("",), 8)
    if not any(r.totals or not r.same_way for r in found.roles):
        text = "Nothing that is assumed touches the best, the cheapest or the fastest way."
        yield _Block(tuple(page.wrap(text if found.any else "Nothing changes.")), 0)
    yield _Block(tuple(_table(before, after, page)), 0)
    told: dict[tuple[str, str], str] = {}
    for number, role in enumerate(found.roles):
        pair = (role.label_before, role.label_after)
        if pair in told or not (role.totals or not role.same_way):
            continue
        told[pair] = role.role
        for block in _role(role, page):
            yield _Block(block.lines, block.rank and block.rank + number)
    yield from _bridge(before, after, page)
    for title, names, rank in (
        ("No longer shut", found.closed_gone, 4),
        ("Newly shut", found.closed_new, 4),
        ("New among the ways", found.itineraries_new, 7),
        ("No longer among the ways", found.itineraries_gone, 7),
    ):
        if names:
            yield _Block(_sentence(f"{title}: {'; '.join(names)}", page), rank)


def _of(answer: AnswerRecord, role: str) -> ItineraryRecord | None:
    return next((i for i in answer.itineraries if role in i.roles), None)


def _figures(way: ItineraryRecord) -> tuple[float, float]:
    """Days and dollars."""
    return way.totals.time_h.typical / 24, way.totals.cost_usd.typical


def _table(before: AnswerRecord, after: AnswerRecord, page: Page) -> list[str]:
    """Days and dollars of each role, before and after."""
    rows = [_HEADS[page.width < _WIDE]]
    for role in ("best", "cheapest", "fastest"):
        was, now = _of(before, role), _of(after, role)
        if was is None or now is None:
            continue
        (days, usd), (days_b, usd_b) = _figures(was), _figures(now)
        rows.append(
            (
                role,
                f"{days:.1f}",
                f"{days_b:.1f}",
                _change(days_b - days, ".1f"),
                f"{usd:,.0f}",
                f"{usd_b:,.0f}",
                _change(usd_b - usd, ",.0f"),
            )
        )
    return columns(rows, frozenset(range(1, 7)))


def _change(by: float, form: str) -> str:
    """A change with its sign; nothing where it rounds to none."""
    text = format(by, f"+{form}")
    return "" if not text.strip("+-0.,") else text


def _role(role: RoleChange, page: Page) -> Iterator[_Block]:
    """Which way, and why: what was opened or shut, or which figures were laid over it."""
    head = f"{role.role.capitalize()}: {role.label_before}"
    if role.same_way:
        yield _Block(_sentence(f"{head}, as before", page), 0 if role.role == "best" else 3)
    else:
        other = "the same names, other legs" if role.label_after == role.label_before else ""
        text = f"{head} -> {other or role.label_after}"
        yield _Block(_sentence(text, page, most=3), 0 if role.role == "best" else 3)
    for number, reason in enumerate((*role.why, *_causes(role))[:_CAUSES]):
        lines = _sentence(f"because {reason}", page, "  ")
        yield _Block(lines, 0 if role.role == "best" and not number else 3 + number)


def _causes(role: RoleChange) -> list[str]:
    """What was laid over the figures of a way that stays, by how much it moves it."""
    sums: dict[str, list[float]] = {}
    for item in role.items if role.same_way else ():
        figures = {c.name: c.by for c in item.figures}
        for reason in item.why[:1]:
            if reason in _NO_CAUSE:
                continue
            total = sums.setdefault(reason.rpartition(", on ")[0] or reason, [0.0, 0.0])
            total[0] += figures.get("time", 0.0) / 24
            total[1] += figures.get("cost", 0.0)
    ranked = sorted(sums.items(), key=lambda pair: -(abs(pair[1][1]) + 100 * abs(pair[1][0])))
    return [
        f"{reason}: {', '.join(filter(None, (_unit(days, '.1f', 'days'), _unit(usd, ',.0f', 'USD'))))}"
        for reason, (days, usd) in ranked
        if _change(days, ".1f") or _change(usd, ",.0f")
    ]


def _unit(by: float, form: str, unit: str) -> str:
    text = _change(by, form)
    return f"{text} {unit}" if text else ""


def _bridge(before: AnswerRecord, after: AnswerRecord, page: Page) -> Iterator[_Block]:
    """How the corridor over land stands under both, where that changes."""
    was, now = before.land_bridge, after.land_bridge
    if not was or not now or was.lines == now.lines:
        return
    yield _Block(_sentence(f"Land bridge: {_standing(was)} -> {_standing(now)}", page), 2)
    if now.wins_if:
        yield _Block(_sentence(f"after, it wins if {now.wins_if}", page, "  "), 2)
    elif now.if_open or now.now:
        would = "would be the best of all if it opened" if now.if_open else "is the best of all"
        yield _Block((f"  after, it {would}",), 2)


def _standing(bridge: LandBridgeRecord) -> str:
    """Open or shut, and days and dollars of its best way, as it is or if it opened."""
    way = bridge.now or bridge.if_open
    if way is None:
        return bridge.state
    figures = f"{way.time_h / 24:.1f} days, {way.cost_usd:,.0f} USD"
    return f"{bridge.state}, {figures}" if bridge.now else f"{bridge.state} (if open {figures})"
