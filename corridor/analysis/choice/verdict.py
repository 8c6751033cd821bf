"""Whether one way may be called best: one clear best, a choice between several, or no safe answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from corridor.model.answer import Itinerary
from corridor.model.certainty import Verdict, WayChance
from corridor.model.dates import last_day
from corridor.model.evidence import Grade
from corridor.model.message import Message, name, say
from corridor.tables.dataset import Dataset

# A winner is named from this share of the draws up, as in a comparison of ports.
CLEAR = 0.8
# Of a share in which near copies have no part worth a word.
_APART = 0.005


@dataclass(frozen=True, slots=True)
class Said:
    """The verdict and its sentence."""

    kind: Verdict
    text: Message


def verdict(ways: Sequence[Itinerary], chances: Sequence[WayChance], dataset: Dataset) -> Said:
    """
    What may be said of the listed ways.

    Parameters
    ----------
    ways
        The listed ways, the best first.
    chances
        How sure each is.
    dataset
        The tables, whose closures say when they were last confirmed.
    """
    unsafe = [reason for way in ways if (reason := unsafe_by(way, dataset))]
    if len(unsafe) == len(ways):
        return Said("none", say("certainty.none", why=unsafe[0]))
    first = chances[0]
    alike = "_alike" if first.best - first.itself >= _APART else ""
    if first.best < CLEAR:
        choice = _choice(ways, dataset)
        return Said("set", say(f"certainty.set{alike}", share=first.best, choice=choice))
    told = (
        say("certainty.clear_alike", share=first.best, itself=first.itself)
        if alike
        else say("certainty.clear", share=first.best)
    )
    # Best by far, and perhaps not to be had: a headline without that would promise it.
    doubt = unsafe_by(ways[0], dataset)
    return Said("clear", say("certainty.rests", told=told, why=doubt) if doubt else told)


def _choice(ways: Sequence[Itinerary], dataset: Dataset) -> tuple[Message, ...]:
    """The fast, the cheap and the safe way by their numbers."""
    by: dict[str, Callable[[Itinerary], Any]] = {
        "fast": lambda way: way.time.typical,
        "cheap": lambda way: way.cost.typical,
        # What rests on the newest evidence throughout; of equal ones what is soonest there in nine trips of ten.
        "safe": lambda way: (unsafe_by(way, dataset) is not None, way.grade.rank, way.time.high),
    }
    numbers = {word: min(range(len(ways)), key=lambda n: key(ways[n])) for word, key in by.items()}
    return tuple(say(f"certainty.{word}", number=at + 1) for word, at in numbers.items())


def unsafe_by(way: Itinerary, dataset: Dataset) -> Message | None:
    """
    Why a way may not be relied on; None where it may.

    Nobody has seen freight use something of it, or it waits for the end of a closure, or goes under
    one, that nobody has confirmed for `closure_stale_days` before the departure.
    """
    if way.grade.rank >= Grade.ANNOUNCED.rank:
        return way.evidence
    most = dataset.figures.closure_stale_days.value.typical
    rows = {row.key: row for row in dataset.closures}
    for leg in way.legs:
        for row in (rows[key] for item in leg.items for key in item.rows if key in rows):
            if (way.departure.date() - last_day(row.last_confirmed)).days > most:
                where = name(leg.start.name)
                return say("certainty.unconfirmed", name=where, confirmed=row.last_confirmed)
    return None
