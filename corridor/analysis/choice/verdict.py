"""Whether one way may be called best: one clear best, a choice between several, or no safe answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor.analysis.sampling.distribution import Floats
from corridor.model.answer import Itinerary
from corridor.model.certainty import Verdict
from corridor.model.dates import last_day
from corridor.model.message import Message, name, say
from corridor.tables.dataset import Dataset

# A winner is named from this share of the draws up, as in a comparison of ports.
CLEAR = 0.8


@dataclass(frozen=True, slots=True)
class Said:
    """The verdict and its sentence."""

    kind: Verdict
    text: Message


def verdict(ways: Sequence[Itinerary], shares: Floats, dataset: Dataset) -> Said:
    """
    What may be said of the listed ways.

    Parameters
    ----------
    ways
        The listed ways, the best first.
    shares
        In which share of the draws each is best.
    dataset
        The tables, whose closures say when they were last confirmed.
    """
    unsafe = [reason for way in ways if (reason := _unsafe(way, dataset))]
    if len(unsafe) == len(ways):
        return Said("none", say("certainty.none", why=unsafe[0]))
    if shares[0] >= CLEAR:
        return Said("clear", say("certainty.clear", share=float(shares[0])))
    named = (
        ("fast", min(range(len(ways)), key=lambda n: ways[n].time.typical)),
        ("cheap", min(range(len(ways)), key=lambda n: ways[n].cost.typical)),
        ("safe", _safest(ways, dataset)),
    )
    choice = tuple(say(f"certainty.{word}", number=at + 1) for word, at in named)
    return Said("set", say("certainty.set", share=float(shares[0]), choice=choice))


def _safest(ways: Sequence[Itinerary], dataset: Dataset) -> int:
    """The way that rests on the newest evidence throughout; of equal ones that whose P90 is least."""
    return min(
        range(len(ways)),
        key=lambda n: (bool(_unsafe(ways[n], dataset)), _age(ways[n]), ways[n].time.high),
    )


def _age(way: Itinerary) -> int:
    """Days between the oldest sighting a way rests on and the departure; in steps of a quarter, a year."""
    seen = [(way.departure.date() - last_day(s.on)).days for s in way.seen if s.state == "seen"]
    oldest = max(seen, default=0)
    return sum(oldest > most for most in (90, 365))


def _unsafe(way: Itinerary, dataset: Dataset) -> Message | None:
    """Why a way may not be relied on: nobody has seen it used, or it waits for what nobody confirmed."""
    unseen = next((s for s in way.seen if s.state != "seen"), None)
    if unseen is not None:
        return unseen.text
    most = dataset.figures.closure_stale_days.value.typical
    rows = {row.key: row for row in dataset.closures}
    for leg in way.legs:
        for row in (rows[key] for item in leg.items for key in item.rows if key in rows):
            if (way.departure.date() - last_day(row.last_confirmed)).days > most:
                where = name(leg.start.name)
                return say("certainty.unconfirmed", name=where, confirmed=row.last_confirmed)
    return None
