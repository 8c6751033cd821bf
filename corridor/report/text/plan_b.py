"""Plan B as text for people, made of its record alone; it fits one screen."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET

from corridor.report.document.choice.plan_b import (
    MoreRecord,
    PlanBRecord,
    TurnRecord,
    WholeRecord,
)
from corridor.report.document.wording import local, wrap
from corridor.text_table import columns

# Places to turn that are listed: the last that costs nothing, those after it, the last of all.
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
    " through."
)


def plan_b_lines(found: PlanBRecord) -> Iterator[str]:
    """One plan B, in lines."""
    end = f"until {found.until}" if found.until else "until further notice"
    yield f"If {found.asked.rpartition('@')[0]} shuts on {local(found.closes)} ({end})"
    if found.state in ("unchanged", "passed"):
        yield f"  {_SAID[found.state]}"
        return
    yield from wrap(f"The goods are then {found.where}.", "  ")
    if found.state in _SAID:
        yield f"  {_SAID[found.state]}"
    ways = [("plan", found.plan), ("plan B", found.way), ("had it been known", found.known)]
    told = [(said, whole) for said, whole in ways if whole is not None]
    table = columns([_whole(said, whole) for said, whole in told], frozenset((1, 2, 3)))
    before = ""
    for line, (_, whole) in zip(table, told, strict=True):
        yield f"  {line}"
        if whole.label != before:
            yield from wrap(whole.label, "    ")
        before = whole.label
    if found.set_out is not UNSET and found.state != "foreseen":
        yield f"  Having set out costs {_more(found.set_out)}."
    if found.breaks_limits:
        yield "  Plan B breaks a limit that was asked for."
    yield from _turning(found)
    yield from wrap(_RULE, "  ")


def _whole(said: str, whole: WholeRecord) -> list[str]:
    return [
        said,
        f"{whole.time_h / 24:.1f} days",
        f"{whole.cost_usd:,.0f} USD",
        f"{whole.generalised_usd:,.0f} generalised",
        f"arrives {local(whole.arrival)[:10]}",
    ]


def _more(more: MoreRecord) -> str:
    return (
        f"{more.time_h / 24:+.1f} days, {more.cost_usd:+,.0f} USD"
        f" ({more.generalised_usd:+,.0f} USD generalised)"
    )


def _turning(found: PlanBRecord) -> Iterator[str]:
    """The last place to turn, and what it costs to turn later."""
    last = found.last
    if last is not None:
        yield f"  Last place to turn at no cost: {last.name}, passed on {local(last.at)}."
    elif found.known is None:
        yield "  Who had known from the start had no way either."
        return
    elif found.turns:
        yield "  To turn costs more at every place of the plan than to have known from the start."
    later = [t for t in found.turns if last is None or t.at != last.at]
    if not later:
        return
    yield "  Later news costs, against having known from the start:"
    yield from (f"    {line}" for line in columns([_turn(t) for t in _picked(later)]))


def _picked(turns: list[TurnRecord]) -> list[TurnRecord]:
    return turns if len(turns) <= _TURNS else [*turns[: _TURNS - 1], turns[-1]]


def _turn(turn: TurnRecord) -> list[str]:
    more = "no way leads on" if turn.more is None else _more(turn.more)
    return [f"up to {turn.name}", local(turn.at), more]
