"""
A road haul in time: driving, whole rests, and stands at what is closed or slow on the way.

A stand of at least a rest counts as one, and any stand may be drawn out to one. So a haul may have
several outcomes worth keeping: one that is there sooner, and one that is there later with more of the
shift left. Whoever is there sooner by a whole rest has nothing to fear from hours driven.
"""

from __future__ import annotations

from collections.abc import Iterable
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


def outcomes(
    at: int,
    driven_min: int,
    driving_min: int,
    crew: Crew,
    parts: Iterable[tuple[int, tuple[Window, ...]]],
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
        Minutes of driving after which a thing is met, in order, and the windows of that thing.
    """
    found = [Outcome(at, driven_min, 0, 0, 0, ())]
    done = 0
    for offset, windows in parts:
        found = [_driven(one, offset - done, crew) for one in found]
        found = _kept([there for one in found for there in _stood(one, windows, crew)], crew)
        done = offset
    return _kept([_driven(one, driving_min - done, crew) for one in found], crew)


def _driven(one: Outcome, minutes: int, crew: Crew) -> Outcome:
    """Some minutes of driving on, with a whole rest each time the shift is used up."""
    shift, rest = crew
    if not shift:
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
