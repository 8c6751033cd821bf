"""How a corridor stands, in at most two lines of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from corridor.model.land_bridge import BridgeWay, LandBridge, ShutPart
from corridor.model.message import Message, name, names, say
from corridor.model.objective import Objective
from corridor.model.ref import RefKind

_DAY_MIN = 1440
# So many posts of a border are named, more are counted.
_FEW = 2


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
    shown = found.if_open or found.way
    chain = "-".join(shown.countries if shown else found.countries)
    if found.if_open is None:
        if found.way is None:
            yield say("land_bridge.no_way", chain=chain)
        else:
            yield say("land_bridge.open", chain=chain, way=found.way.label)
            yield _worth("land_bridge.now", found.way, found.wins_if)
        return
    parts, confirmed = tuple(map(_part, _groups(found.shut))), _confirmed(found.shut)
    if found.way is None:
        yield say("land_bridge.shut", chain=chain, parts=parts, confirmed=confirmed)
    else:
        yield say(
            "land_bridge.partly",
            chain=chain,
            parts=parts,
            confirmed=confirmed,
            days=found.way.time_min / _DAY_MIN,
            usd=found.way.cost_cents / 100,
        )
    yield _worth("land_bridge.if_open", found.if_open, found.wins_if)


def _worth(code: str, way: BridgeWay, wins: Message | None) -> Message:
    """Days and dollars of a way, how it stands against the best, and what would make it win."""
    usd, days = way.against_cents / 100, way.against_min / _DAY_MIN
    verdict = "best" if way.best else "behind"
    if way.best and not way.opened:
        verdict = "is_best"
    return say(
        code,
        days=way.time_min / _DAY_MIN,
        usd=way.cost_cents / 100,
        verdict=say(
            f"land_bridge.{verdict}",
            time=say("why.days_more" if days >= 0 else "why.days_less", days=abs(days)),
            cost=say("why.usd_more" if usd >= 0 else "why.usd_less", usd=abs(usd)),
        ),
        wins=say("land_bridge.wins", change=wins) if wins else "",
    )


def _groups(shut: Sequence[ShutPart]) -> list[list[ShutPart]]:
    """What is shut in one place: the posts of each border together, and each section."""
    found: dict[tuple[str, ...] | str, list[ShutPart]] = {}
    for part in shut:
        post = part.subject.kind is RefKind.CROSSING
        found.setdefault(part.countries if post else part.subject.id, []).append(part)
    return list(found.values())


def since_of(group: Sequence[ShutPart]) -> str:
    """The first day on which all of a group were shut; '' where no row says."""
    days = [part.since for part in group]
    return max(days) if all(days) else ""


def since_all(shut: Sequence[ShutPart]) -> str:
    """The first day from which on nothing passed; '' where no row says."""
    return min(filter(None, map(since_of, _groups(shut))), default="")


def _part(group: Sequence[ShutPart]) -> Message:
    first = group[0]
    if first.subject.kind is RefKind.SECTION:
        return say("land_bridge.road", name=name(first.name), since=_since(group))
    few = len(group) <= _FEW
    return say(
        "land_bridge.posts",
        border="-".join(first.countries),
        posts=names([p.name for p in group]) if few else say("land_bridge.count", count=len(group)),
        since=_since(group),
    )


def _since(group: Sequence[ShutPart]) -> Message | str:
    since = since_of(group)
    untils = [part.until for part in group]
    until = min(filter(None, untils), default="")
    if not all(part.row for part in group):
        return say("land_bridge.asked")
    if since and until:
        return say("land_bridge.from", since=since, until=until)
    if until:
        return say("land_bridge.until", until=until)
    return say("land_bridge.since", since=since) if since else ""


def _confirmed(shut: Sequence[ShutPart]) -> Message | str:
    """When what shuts it was last confirmed, the oldest of each place: days ago, else dates."""
    oldest = [
        min(g, key=lambda p: p.last_confirmed) for g in _groups(shut) if all(p.row for p in g)
    ]
    ages = [p.stale_days for p in oldest if p.stale_days is not None]
    if not oldest:
        return ""
    if all(age >= 0 for age in ages):
        return say("land_bridge.confirmed", days=tuple(dict.fromkeys(ages)))
    return say(
        "land_bridge.confirmed_on", days=tuple(dict.fromkeys(p.last_confirmed for p in oldest))
    )
