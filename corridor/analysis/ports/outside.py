"""The best way that calls at none of the candidates: how far ahead, how often, and by which port."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corridor.analysis.ports.case import OUTSIDE, Question
from corridor.analysis.ports.comparison import Worked, compare
from corridor.analysis.ports.differences import gateway
from corridor.engine import RouteEngine
from corridor.errors import CorridorError
from corridor.model.answer import Itinerary
from corridor.model.message import Message, say


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideWay:
    """
    The best way outside the candidates, as means over the compared markets.

    Attributes
    ----------
    ports
        Where goods change between land and the ship of the market, one id for each market.
    itinerary
        The way to the first market; None where there is none.
    value, cost_cents, time_min
        What it counts in comparisons, its dollars and its hours.
    ahead
        How far it is before the best candidate, in the objective's unit; below 0 behind it; None
        where no candidate can be used.
    best
        Share of the samples in which it is before every candidate; None without samples.
    against
        The best candidate, on the same network; '' where none can be used.
    lists
        Sanctions lists that are avoided, as they are named; none for the question as asked.
    note
        Why there is no such way.
    estimate_share
        Share of its dollars that rests on estimates, 0 to 1.
    """

    ports: tuple[str, ...] = ()
    itinerary: Itinerary | None = None
    value: float = 0.0
    cost_cents: float = 0.0
    time_min: float = 0.0
    ahead: float | None = None
    best: float | None = None
    against: str = ""
    lists: tuple[str, ...] = ()
    note: Message | None = None
    estimate_share: float = 0.0


def outside_way(worked: Worked, best: float | None, lists: tuple[str, ...] = ()) -> OutsideWay:
    """
    What a solved comparison says of the ways outside its candidates.

    Parameters
    ----------
    worked
        The comparison.
    best
        Share of the samples in which the way outside is before every candidate.
    lists
        What the question avoids.
    """
    found, inward = worked.comparison, worked.cases[0].question.inward
    if found.beyond is None:
        return OutsideWay(lists=lists, note=say("outside.none"))
    markets = found.common or worked.cases[0].question.markets
    ways = [found.lane(OUTSIDE, m).chosen for m in markets]
    ahead = found.standings[0].value - found.beyond.value if found.standings else None
    return OutsideWay(
        ports=tuple(gateway(w, inward=inward) for w in ways),
        itinerary=ways[0],
        value=found.beyond.value,
        cost_cents=found.beyond.cost_cents,
        time_min=found.beyond.time_min,
        ahead=ahead,
        best=best,
        against=found.standings[0].port if found.standings else "",
        lists=lists,
        estimate_share=guessed(ways),
    )


def guessed(ways: Sequence[Itinerary]) -> float:
    """Share of the typical dollars of some ways together that rests on estimates, 0 to 1."""
    whole = sum(way.cost.typical for way in ways)
    return sum(w.estimate_share_cost * w.cost.typical for w in ways) / whole if whole else 0.0


def avoiding(
    engine: RouteEngine,
    question: Question,
    place: str,
    on_progress: Callable[[str], None] = lambda _: None,
) -> tuple[tuple[str, ...], Worked | Message]:
    """
    The same question without what any sanctions list names; or why it cannot be asked.

    The names of the lists come first: all that have rows.
    """
    lists = tuple(sorted({row.list for row in engine.dataset.sanctions}))
    asked = replace(question, query=replace(question.query, avoid_sanctions=lists))
    on_progress(f"{place}, without what {', '.join(lists)} list")
    try:
        return lists, compare(engine, asked, place, train=False)
    except CorridorError as err:
        return lists, say("refused", text=err.what)
