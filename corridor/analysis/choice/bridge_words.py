"""How a corridor stands, in at most two lines of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from corridor.model.land_bridge import BridgeWay, LandBridge, ShutPart
from corridor.model.message import Message, Word, name, say
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
    if way.gap_unit == "USD" and not way.plain:
        return say("land_bridge.wins.counted", usd=ceil(way.gap))
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
        code = "p90" if objective == Objective.P90_TIME else "days"
        return say(f"land_bridge.wins.{code}", days=_up(way.gap / 24))
    if way.gap_unit == "USD":
        return say("land_bridge.wins.usd", usd=ceil(way.gap))
    return say("land_bridge.wins.other", amount=ceil(way.gap), unit=way.gap_unit)


def _up(days: float) -> float:
    """Days, rounded up to a tenth."""
    return ceil(days * 10) / 10


def _lines(found: LandBridge) -> Iterator[Message]:
    if found.if_open is None:
        if found.way is None:
            yield say("land_bridge.no_way", chain="-".join(found.countries))
        else:
            yield say("land_bridge.open", way=found.way.label)
            yield _worth("land_bridge.now", found.way, found.wins_if)
        return
    if found.way is None:
        parts = tuple(map(_part, _groups(found.shut)))
        yield say("land_bridge.shut", parts=parts, since=_since(found))
    else:
        passed = tuple(name(p.name.partition(" - ")[0]) for p in found.shut if p.passed)
        yield say(
            "land_bridge.partly",
            parts=passed,
            since=_since(found),
            days=found.way.time_min / _DAY_MIN,
            usd=found.way.cost_cents / 100,
        )
    yield _worth("land_bridge.if_open", found.if_open, found.wins_if)


def _worth(code: str, way: BridgeWay, wins: Message | None) -> Message:
    """Days and dollars of a way, how it stands against the best, and what would make it win."""
    verdict = "best" if way.best else "behind"
    if way.best and not way.opened:
        verdict = "is_best"
    if wins and wins.code == "land_bridge.wins.either":
        # One of the two is enough of a line.
        wins = say("land_bridge.wins.usd", usd=dict(wins.parameters)["usd"])
    return say(
        code,
        days=way.time_min / _DAY_MIN,
        usd=way.cost_cents / 100,
        verdict=say(
            f"land_bridge.{verdict}",
            days=way.against_min / _DAY_MIN,
            usd=way.against_cents / 100,
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


def _part(group: Sequence[ShutPart]) -> Message | Word | str:
    """A border by its countries, a section by the place that it begins at."""
    first = group[0]
    if first.subject.kind is RefKind.SECTION:
        return name(first.name.partition(" - ")[0])
    return "-".join(first.countries)


def _since(found: LandBridge) -> Message:
    """Since when it is shut, until when if that is known, and how long that was not confirmed."""
    if not all(part.row for part in found.shut):
        return say("land_bridge.asked")
    confirmed: Message | str = ""
    if found.stale_days is not None:
        confirmed = say("land_bridge.confirmed", days=found.stale_days)
        if found.stale_days < 0:
            confirmed = say("land_bridge.confirmed_on", day=found.confirmed)
    ends = [min((p.until for p in g if p.until), default="") for g in _groups(found.shut)]
    if all(ends):
        code = "land_bridge.from" if found.since else "land_bridge.until"
        return say(code, since=found.since, until=max(ends), confirmed=confirmed)
    return say("land_bridge.since", since=found.since, confirmed=confirmed)
