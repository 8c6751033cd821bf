"""
A road haul in time: driving, whole rests, and stands at what is closed or slow on the way.

A stand of at least a rest counts as one, and any stand may be drawn out to one. So a haul may have
several outcomes worth keeping: one that is there sooner, and one that is there later with more of the
shift left. Whoever is there sooner by a whole rest has nothing to fear from hours driven.

On a stretch under a ban nobody drives in its windows: who is on it then stands, and the stand counts as
rest like any other, so ban and rest overlap and are never added.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from corridor.planning.time.windows import Window, passage
from corridor.pricing.shifts import QUARTER_MIN


class Crew(NamedTuple):
    """Minutes of a shift and of a whole rest."""

    drive_min: int
    rest_min: int


class Outcome(NamedTuple):
    """
    What a haul comes to: when it ends, minutes driven since the last rest, what was lost on it.

    `rest` are the minutes of whole rests beyond the waits and delays that they were part of.
    """

    ends: int
    driven: int
    wait: int
    delay: int
    rest: int
    rows: tuple[str, ...]


Windows = tuple[Window, ...]
_START = attrgetter("start")


def outcomes(
    at: int,
    driven_min: int,
    driving_min: int,
    crew: Crew,
    parts: Sequence[tuple[int, int, Windows]],
) -> list[Outcome]:
    """
    What a haul that begins at a minute may come to, the soonest end first; none if it stays shut.

    Parameters
    ----------
    at
        Minutes from departure at which it begins.
    driven_min
        Minutes driven since the last whole rest.
    driving_min
        Minutes of driving of the whole haul.
    crew
        Its shift and its rest.
    parts
        Minutes of driving after which a thing is met, -1, and the windows of that thing; or from
        and to which a stretch reaches, and the windows of its ban. Each kind in order.
    """
    bans = [p for p in parts if p[1] >= 0]
    found = [Outcome(at, driven_min, 0, 0, 0, ())]
    done = 0
    for offset, until, windows in parts:
        if until < 0:
            found = _along(found, (done, offset), crew, bans)
            found = _kept([there for one in found for there in _stood(one, windows, crew)], crew)
            done = offset
    return _along(found, (done, driving_min), crew, bans)


def _along(
    found: Iterable[Outcome],
    way: tuple[int, int],
    crew: Crew,
    bans: Sequence[tuple[int, int, Windows]],
) -> list[Outcome]:
    """From one minute of driving of a haul to another, under the bans on that piece of it."""
    first, last = way
    for begins, ends, windows in bans:
        start, end = max(begins, first), min(ends, last)
        if start < end:
            free = [_driven(one, start - first, crew) for one in found]
            under = [o for one in free for o in _under_ban(one, end - start, crew, windows)]
            found, first = _kept(under, crew), end
    return _kept([_driven(one, last - first, crew) for one in found], crew)


def _under_ban(one: Outcome, minutes: int, crew: Crew, windows: Windows) -> Iterable[Outcome]:
    """
    Some minutes of driving on a stretch on which nobody drives in the windows.

    Who is caught stands to the end of the window, or rests whole there and goes on when he has.
    """
    open_ways = [(one, minutes)]
    while open_ways:
        here, left = open_ways.pop()
        while left:
            number = bisect_right(windows, here.ends, key=_START)
            if number and here.ends < windows[number - 1].end:
                caught = windows[number - 1]
                stand = caught.end - here.ends
                met = here._replace(wait=here.wait + stand, rows=_with(here.rows, caught.row))
                if here.driven and stand < crew.rest_min:
                    more = crew.rest_min - stand
                    rested = met._replace(ends=here.ends + crew.rest_min, driven=0)
                    open_ways.append((rested._replace(rest=here.rest + more), left))
                    here = met._replace(ends=caught.end)
                else:
                    here = met._replace(ends=caught.end, driven=0)
                continue
            if crew.drive_min and here.driven >= crew.drive_min:
                ends, rest = here.ends + crew.rest_min, here.rest + crew.rest_min
                here = here._replace(ends=ends, driven=0, rest=rest)
                continue
            on = left
            if number < len(windows):
                on = min(on, windows[number].start - here.ends)
            if crew.drive_min:
                on = min(on, crew.drive_min - here.driven)
            here = here._replace(ends=here.ends + on, driven=here.driven + on)
            left -= on
        yield here


def _with(rows: tuple[str, ...], row: str) -> tuple[str, ...]:
    return rows if row in rows else (*rows, row)


def _driven(one: Outcome, minutes: int, crew: Crew) -> Outcome:
    """Some minutes of driving on, with a whole rest each time the shift is used up."""
    shift, rest = crew
    if not shift or not minutes:
        return one._replace(ends=one.ends + minutes)
    driven = min(one.driven, shift) + minutes
    rests = max(0, (driven - 1) // shift)
    return one._replace(
        ends=one.ends + minutes + rests * rest,
        driven=driven - rests * shift,
        rest=one.rest + rests * rest,
    )


def _stood(one: Outcome, windows: tuple[Window, ...], crew: Crew) -> Iterable[Outcome]:
    """Through the windows of a thing; a stand there may be drawn out to a whole rest."""
    met = passage(one.ends, windows)
    if met is None:
        return
    stand = met.wait + met.delay
    through = one._replace(
        ends=one.ends + stand,
        driven=0 if stand and stand >= crew.rest_min else one.driven,
        wait=one.wait + met.wait,
        delay=one.delay + met.delay,
        rows=one.rows + met.rows,
    )
    yield through
    if stand and through.driven:
        more = crew.rest_min - stand
        yield through._replace(ends=through.ends + more, driven=0, rest=through.rest + more)


def _kept(found: list[Outcome], crew: Crew) -> list[Outcome]:
    """Those that no other beats, the soonest first."""
    kept: list[Outcome] = []
    for one in sorted(found, key=lambda o: (o.ends, o.driven)):
        beaten = (k.driven <= one.driven or k.ends + crew.rest_min <= one.ends for k in kept)
        if not any(beaten):
            kept.append(one)
    return kept


def quarters(minutes: int) -> int:
    """Minutes driven as quarter hours, rounded up."""
    return -(-minutes // QUARTER_MIN)
