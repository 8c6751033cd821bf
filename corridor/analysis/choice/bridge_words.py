"""How a corridor stands, in at most two lines of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from corridor.model.land_bridge import BridgeState, BridgeWay, LandBridge, ShutPart
from corridor.model.message import Message, name, say
from corridor.model.objective import Objective
from corridor.model.ref import RefKind

_DAY_MIN = 1440


def lines_of(found: LandBridge) -> tuple[Message, ...]:
    """How it stands, and what its best way is worth."""
    return tuple(_lines(found))


def wins_if(found: LandBridge, objective: Objective, vot_usd_per_h: float) -> Message | None:
    """
    What must change for the best way over it to be the best of all; None if it is.

    The amounts are rounded up to what is shown, so that a change by them is enough.

    Parameters
    ----------
    found
        How the corridor stands.
    objective, vot_usd_per_h
        What ways are compared by, and the value of an hour.
    """
    way = found.if_open or found.way
    if way is None or way.best:
        return None
    if objective == Objective.GENERALISED:
        usd, days = ceil(way.gap), None
        if vot_usd_per_h:
            days = _up(way.gap / vot_usd_per_h / 24)
        cheaper = usd * 100 < way.cost_cents
        faster = days is not None and days * _DAY_MIN < way.time_min
        if cheaper and faster and days is not None:
            return say("land_bridge.wins.either", usd=usd, days=days)
        if cheaper:
            return say("land_bridge.wins.usd", usd=usd)
        return say("land_bridge.wins.no_price", usd=usd)
    if way.gap_unit == "h":
        return say("land_bridge.wins.days", days=_up(way.gap / 24))
    if way.gap_unit == "USD":
        return say("land_bridge.wins.usd", usd=ceil(way.gap))
    return say("land_bridge.wins.other", amount=ceil(way.gap), unit=way.gap_unit)


def _up(days: float) -> float:
    """Days, rounded up to a tenth."""
    return ceil(days * 10) / 10


def _lines(found: LandBridge) -> Iterator[Message]:
    chain = "-".join(found.countries)
    if found.state is BridgeState.OPEN and found.way:
        yield say("land_bridge.open", chain=chain, way=found.way.label)
        yield say("land_bridge.now", **_figures(found.way), **_wins(found))
        return
    if found.if_open is None:
        yield say("land_bridge.no_way", chain=chain)
        return
    parts = tuple(_parts(found.shut))
    if found.state is BridgeState.SHUT:
        yield say("land_bridge.shut", chain=chain, parts=parts)
    elif found.way:
        yield say(
            "land_bridge.partly",
            chain=chain,
            parts=parts,
            days=found.way.time_min / _DAY_MIN,
            usd=found.way.cost_cents / 100,
        )
    yield say("land_bridge.if_open", **_figures(found.if_open), **_wins(found))


def _wins(found: LandBridge) -> dict[str, Message | str]:
    return {"wins": say("land_bridge.wins", change=found.wins_if) if found.wins_if else ""}


def _figures(way: BridgeWay) -> dict[str, Message | float]:
    usd, days = way.against_cents / 100, way.against_min / _DAY_MIN
    verdict = "best" if way.best else "behind"
    if way.best and not way.opened:
        verdict = "is_best"
    return {
        "days": way.time_min / _DAY_MIN,
        "usd": way.cost_cents / 100,
        "verdict": say(
            f"land_bridge.{verdict}",
            time=say("why.days_more" if days >= 0 else "why.days_less", days=abs(days)),
            cost=say("why.usd_more" if usd >= 0 else "why.usd_less", usd=abs(usd)),
        ),
    }


def _parts(shut: Sequence[ShutPart]) -> Iterator[Message]:
    """What is shut: the posts of each border together, and each section."""
    borders: dict[tuple[str, ...], list[ShutPart]] = {}
    for part in shut:
        if part.subject.kind is RefKind.CROSSING:
            borders.setdefault(part.countries, []).append(part)
    for countries, posts in borders.items():
        first = sorted(posts, key=lambda p: not p.passed)
        yield say(
            "land_bridge.posts",
            border="-".join(countries),
            names=tuple(name(p.name) for p in first[:1]),
            more=say("land_bridge.more", count=len(posts) - 1) if len(posts) > 1 else "",
            since=_since(posts),
        )
    for part in shut:
        if part.subject.kind is RefKind.SECTION:
            yield say("land_bridge.road", name=name(part.name), since=_since([part]))


def _since(parts: Sequence[ShutPart]) -> Message:
    """Since when all of some parts are shut, and when that was last confirmed of all of them."""
    told = [p for p in parts if p.row]
    if len(told) < len(parts) or not told:
        return say("land_bridge.asked")
    since = max(p.since for p in told)
    days = max(p.stale_days or 0 for p in told)
    if since:
        return say("land_bridge.since", since=since, days=days)
    return say("land_bridge.confirmed", days=days)
