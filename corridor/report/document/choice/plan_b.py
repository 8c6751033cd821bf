"""The saved plan B: where the goods are when something shuts, the best way on, and when to turn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import UNSET, Struct, UnsetType

from corridor.analysis.choice.plan_b import PlanB, Supposed, Turn, Whole, until_text
from corridor.messages.catalogue import in_english
from corridor.model.link_kind import LINK_KINDS, LinkKind
from corridor.model.message import Message
from corridor.model.mode import MODES
from corridor.report.document.parts.figures import Moment, Positive, Texts, one_of


class WholeRecord(Struct, frozen=True, kw_only=True):
    """A whole journey, from origin to destination, at typical figures."""

    label: str
    time_h: Positive
    cost_usd: Positive
    generalised_usd: Positive
    arrival: Moment


class MoreRecord(Struct, frozen=True, kw_only=True):
    """How much more one journey comes to than another; less is negative."""

    time_h: float
    cost_usd: float
    generalised_usd: float


class TurnRecord(Struct, frozen=True, kw_only=True):
    """A place to turn, when the goods are there, and how much more that costs than to have known; None where no way leads on."""

    id: str
    name: str
    at: Moment
    more: MoreRecord | None


class PartRecord(Struct, frozen=True, kw_only=True):
    """A leg of plan B; hours and dollars of all add up to the journey's, waits included."""

    state: Annotated[str, one_of("done", "under way", "ahead")]
    kind: Annotated[str, one_of(LinkKind.ACCESS, *LINK_KINDS[:-1])]
    mode: Annotated[str, one_of(*MODES, "")]
    start: str
    end: str
    departs: Moment
    time_h: Positive
    cost_usd: Positive


class PlanBRecord(Struct, frozen=True, kw_only=True):
    """
    What becomes of the goods if something shuts while they are under way.

    `closes` and `until` are by the clock of the origin, `until` is None where no end is known.
    `set_out` is what having set out costs: plan B less the best for who had known from the start.
    """

    asked: str
    things: Texts
    closes: Moment
    until: str | None
    state: Annotated[str, one_of("unchanged", "passed", "foreseen", "waits", "turns", "stuck")]
    where: str
    plan: WholeRecord
    way: WholeRecord | None
    known: WholeRecord | None
    set_out: MoreRecord | UnsetType = UNSET
    last: TurnRecord | None
    turns: tuple[TurnRecord, ...]
    legs: tuple[PartRecord, ...]
    breaks_limits: bool


def plan_b_record(found: PlanB) -> PlanBRecord:
    """The record of a plan B."""
    way, known = found.way, found.foreseen
    set_out: MoreRecord | UnsetType = UNSET
    if way is not None and known is not None:
        set_out = _more(
            way.minutes - known.minutes,
            way.cents - known.cents,
            way.generalised_cents - known.generalised_cents,
        )
    return PlanBRecord(
        asked=found.supposed.text,
        things=tuple(map(str, found.supposed.things)),
        closes=found.supposed.closes.isoformat(timespec="minutes"),
        until=_until(found.supposed),
        state=found.state,
        where=in_english(found.where),
        plan=_whole(found.plan),
        way=_whole(way) if way else None,
        known=_whole(known) if known else None,
        set_out=set_out,
        last=_turn(found.last) if found.last else None,
        turns=tuple(map(_turn, found.turns)),
        legs=tuple(
            PartRecord(
                state=p.state,
                kind=p.kind,
                mode=p.mode,
                start=p.start.name,
                end=p.end.name,
                departs=p.departs.isoformat(timespec="minutes"),
                time_h=_hours(p.minutes),
                cost_usd=p.cents / 100,
            )
            for p in found.parts
        ),
        breaks_limits=found.breaks_limits,
    )


def messages_of_plan(number: int, found: PlanB) -> Iterator[tuple[str, Message]]:
    """The messages of a plan B, by where their English stands in the answer."""
    path = f"/plan_b/{number}"
    yield f"{path}/where", found.where
    for field, whole in (("plan", found.plan), ("way", found.way), ("known", found.foreseen)):
        if whole is not None:
            yield f"{path}/{field}/label", whole.label


def _until(supposed: Supposed) -> str | None:
    return until_text(supposed) or None


def _whole(whole: Whole) -> WholeRecord:
    return WholeRecord(
        label=in_english(whole.label),
        time_h=_hours(whole.minutes),
        cost_usd=whole.cents / 100,
        generalised_usd=whole.generalised_cents / 100,
        arrival=whole.arrival.isoformat(timespec="minutes"),
    )


def _turn(turn: Turn) -> TurnRecord:
    more = None
    if turn.minutes is not None and turn.cents is not None and turn.generalised_cents is not None:
        more = _more(turn.minutes, turn.cents, turn.generalised_cents)
    at = turn.at.isoformat(timespec="minutes")
    return TurnRecord(id=turn.spot.id, name=turn.spot.name, at=at, more=more)


def _more(minutes: int, cents: int, generalised_cents: int) -> MoreRecord:
    return MoreRecord(
        time_h=_hours(minutes), cost_usd=cents / 100, generalised_usd=generalised_cents / 100
    )


def _hours(minutes: int) -> float:
    # Four decimals tell every minute apart.
    return round(minutes / 60, 4)
