"""Plan B as text for people, made of its record alone; it fits one screen."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET

from corridor.report.document.choice.plan_b import MoreRecord, PlanBRecord, TurnRecord, WholeRecord
from corridor.report.document.wording import local
from corridor.report.text.page import Page

# Places to turn that are listed: the first ones after the last that costs nothing, and the last of all.
_TURNS = 5
_SAID = {
    "unchanged": "The way set out on is not over it by then: nothing changes.",
    "passed": "The goods are past it by then: nothing changes.",
    "stuck": "No way leads on from there: the goods stand until it opens.",
    "foreseen": "It is known before the goods set out: they go the other way from the start.",
    "waits": "Plan B waits for the reopening.",
}
_RULE = (
    "What was paid until then stays paid and is counted once. Who has come to a post before it shuts is let"
    " through. Gen. is generalised cost: dollars, and hours at the value of time."
)
_RIGHT = frozenset({1, 2, 3})


def plan_b_lines(found: PlanBRecord, page: Page) -> Iterator[str]:
    """One plan B, in lines."""
    end = f"until {found.until}" if found.until else "until further notice"
    thing = found.asked.rpartition("@")[0]
    yield from page.wrap(f"If {thing} shuts on {local(found.closes)} ({end})", "", "  ")
    if found.state in ("unchanged", "passed"):
        yield f"  {_SAID[found.state]}"
        return
    yield from page.wrap(f"The goods are then {found.where}.", "  ")
    if found.state in _SAID:
        yield from page.wrap(_SAID[found.state], "  ")
    yield from _ways(found, page)
    if found.set_out is not UNSET and found.state != "foreseen":
        yield from page.wrap(f"Having set out costs {_more(found.set_out)}.", "  ")
    if found.breaks_limits:
        yield "  Plan B breaks a limit that was asked for."
    yield from _turning(found, page)
    yield from page.wrap(_RULE, "  ")


def _ways(found: PlanBRecord, page: Page) -> Iterator[str]:
    """The plan, plan B and the best for who had known, each with its way where that is another."""
    ways = [("plan", found.plan), ("plan B", found.way), ("had it been known", found.known)]
    told = [(said, whole) for said, whole in ways if whole is not None]
    rows = [["", "days", "USD", "gen. USD", "arrives"], *(_whole(s, w) for s, w in told)]
    table = page.table(rows, flex=0, right=_RIGHT, indent="  ")
    yield from table[0]
    before = ""
    for lines, (_, whole) in zip(table[1:], told, strict=True):
        yield from lines
        if whole.label != before:
            yield from page.wrap(whole.label, "    ")
        before = whole.label


def _whole(said: str, whole: WholeRecord) -> list[str]:
    return [
        said,
        f"{whole.time_h / 24:.1f}",
        f"{whole.cost_usd:,.0f}",
        f"{whole.generalised_usd:,.0f}",
        local(whole.arrival)[:10],
    ]


def _more(more: MoreRecord) -> str:
    return (
        f"{more.time_h / 24:+.1f} days, {more.cost_usd:+,.0f} USD"
        f" ({more.generalised_usd:+,.0f} USD generalised)"
    )


def _turning(found: PlanBRecord, page: Page) -> Iterator[str]:
    """The last place to turn, and what it costs to turn later."""
    last = found.last
    if last is not None:
        said = f"Last place to turn at no cost: {last.name}, passed on {local(last.at)}."
        yield from page.wrap(said, "  ")
    elif found.known is None:
        yield "  Who had known from the start had no way either."
        return
    elif found.turns:
        said = "To turn costs more at every place of the plan than to have known from the start."
        yield from page.wrap(said, "  ")
    later = [t for t in found.turns if last is None or t.at != last.at]
    if later:
        yield from page.wrap("Later news costs, against having known from the start:", "  ")
        rows = [["up to", "days", "USD", "gen. USD", "passed on"], *map(_turn, _picked(later))]
        for lines in page.table(rows, flex=0, right=_RIGHT, indent="    "):
            yield from lines


def _picked(turns: list[TurnRecord]) -> list[TurnRecord]:
    return turns if len(turns) <= _TURNS else [*turns[: _TURNS - 1], turns[-1]]


def _turn(turn: TurnRecord) -> list[str]:
    more = turn.more
    if more is None:
        return [turn.name, "no way", "", "", local(turn.at)]
    days, usd = f"{more.time_h / 24:+.1f}", f"{more.cost_usd:+,.0f}"
    return [turn.name, days, usd, f"{more.generalised_usd:+,.0f}", local(turn.at)]
