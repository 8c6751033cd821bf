"""Scored figures of the cases with what is needed to score them: the published middle and our parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from corridor.checks.cases import Verdict, items_without
from corridor.model.answer import Item, Itinerary
from corridor.model.band import Band

DAYS, DOLLARS = "days", "USD"
# Whole minutes of a day and cents of a dollar: our figures in the unit of the cases.
UNIT = {DAYS: 1440.0, DOLLARS: 100.0}
# Parameters that no published figure sets and that the cases were in view of when they were chosen.
FITTED = ("rail_connection_h", "border_trip_spread", "speed_trip_spread", "uncertainty_correlation")
# Of these, the ones whose rows stand beside the items they widen or lengthen.
CITED = FITTED[:3]
_LENGTHS = ((500.0, "under 500 km"), (2000.0, "500 to 2,000 km"))


@dataclass(frozen=True, slots=True)
class Part:
    """What rests on the same rows: it moves together. In days or dollars."""

    typical: float
    below: float
    above: float
    cites: tuple[bool, ...]
    """Whether each parameter of `CITED` stands behind it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One scored figure: published middle, our band, the length of our way and our parts."""

    case: str
    corridor: str
    mode: str
    what: str
    published: float
    low: float
    typical: float
    high: float
    km: float
    parts: tuple[Part, ...]

    @property
    def length(self) -> str:
        """Class of the length of the way."""
        return next((name for most, name in _LENGTHS if self.km < most), "over 2,000 km")


def mode_of(modes: Sequence[str]) -> str:
    """Class of the modes a case allows: rail, truck, sea or mixed."""
    names = {"rail": "rail", "road": "truck", "sea": "sea"}
    return names[modes[0]] if len(modes) == 1 else "mixed"


def middle(low: float, high: float) -> float:
    """Geometric middle of a published range."""
    return sqrt(low * high)


def figures(verdicts: Sequence[Verdict]) -> list[Figure]:
    """The scored figures of answered cases, in the order of the cases."""
    return [f for v in verdicts if v.case.use == "score" for f in _of(v)]


def unanswered(verdicts: Sequence[Verdict]) -> list[str]:
    """Scored cases that have figures and no answer."""
    return [v.case.id for v in verdicts if v.case.use == "score" and v.answer is None and v.figures]


def _of(verdict: Verdict) -> Iterator[Figure]:
    answer, case = verdict.answer, verdict.case
    for judged in verdict.figures if answer else ():
        if answer is None or judged.ours is None:
            continue
        published = middle(judged.published.low, judged.published.high)
        yield Figure(
            case=case.id,
            corridor=case.corridor,
            mode=mode_of(case.modes),
            what=judged.what,
            published=published,
            low=judged.ours.low,
            typical=typical(verdict, judged.what),
            high=judged.ours.high,
            km=max(answer.distance_km, 1.0),
            parts=tuple(_parts(answer, case.without, judged.what)),
        )


def typical(verdict: Verdict, what: str) -> float:
    """Our typical days, or dollars without what the published price leaves out; 0 unanswered."""
    answer = verdict.answer
    if answer is None:
        return 0.0
    items = items_without(answer, verdict.case.without if what == DOLLARS else ())
    return sum(_band(i, what).typical for i in items) / UNIT[what]


def _band(item: Item, what: str) -> Band:
    return item.time if what == DAYS else item.cost


def _parts(answer: Itinerary, without: Sequence[str], what: str) -> Iterator[Part]:
    found: dict[tuple[str, ...], list[Item]] = {}
    for item in items_without(answer, without if what == DOLLARS else ()):
        found.setdefault(item.rows, []).append(item)
    for rows, items in found.items():
        bands = [_band(i, what) for i in items]
        yield Part(
            typical=sum(b.typical for b in bands) / UNIT[what],
            below=sum(b.typical - b.low for b in bands) / UNIT[what],
            above=sum(b.high - b.typical for b in bands) / UNIT[what],
            cites=tuple(f"parameters:{p}" in rows for p in CITED),
        )
