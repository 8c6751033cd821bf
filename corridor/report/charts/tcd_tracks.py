"""
Time-cost-distance: cumulative hours and dollars over kilometres, as ESCAP draws a corridor.

A movement is a slope, a border, terminal or port a vertical step. Made from the JSON
answer alone; `corridor.report.charts.tcd` and
`tcd_text` draw what `tracks` reads out of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor.errors import InputError
from corridor.report.document.answer import AnswerRecord, ItineraryRecord, LegRecord
from corridor.report.document.currency import shown_in


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the consignment is after a part of the journey: km, hours and money so far."""

    km: float
    hours: float
    money: float


@dataclass(frozen=True, slots=True)
class Step:
    """A rise at one place: what costs hours or money there without moving."""

    at: Mark
    hours: float
    money: float
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Track:
    """One itinerary: its marks in order, its steps, and the band of its end."""

    number: int
    label: str
    marks: tuple[Mark, ...]
    steps: tuple[Step, ...]
    low: Mark
    high: Mark

    @property
    def end(self) -> Mark:
        """Where and when it arrives, at typical figures."""
        return self.marks[-1]


def chosen(answer: AnswerRecord, which: Sequence[int]) -> tuple[int, ...]:
    """
    Places of the itineraries to draw, counted from 0; all when none is named.

    Raises
    ------
    InputError
        If the answer has no itinerary of such a number.
    """
    count = len(answer.itineraries)
    numbers = tuple(dict.fromkeys(which)) or tuple(range(count))
    for number in numbers:
        if not 0 <= number < count:
            raise InputError(
                f"the answer has no itinerary {number + 1}", remedy=f"name some of 1 to {count}"
            )
    return numbers


def tracks(answer: AnswerRecord, which: Sequence[int] = ()) -> tuple[tuple[Track, ...], str]:
    """The itineraries as tracks, and the currency of their money."""
    shown, unit = shown_in(answer)
    found = (track(n, shown.itineraries[n]) for n in chosen(answer, which))
    return tuple(found), unit


def track(number: int, itinerary: ItineraryRecord) -> Track:
    """An itinerary as a track; `number` counts from 0."""
    marks = [Mark(0.0, 0.0, 0.0)]
    steps: list[Step] = []
    for leg in itinerary.legs:
        km, hours, money = leg.distance_km, leg.time_h.typical, leg.cost_usd.typical
        still_h, still_m = _standing(leg) if km else (hours, money)
        if still_h or still_m:
            # A wait for the ship or for an opening comes before the movement.
            last = marks[-1]
            steps.append(Step(last, still_h, still_m, leg.kind, _place(leg)))
            marks.append(Mark(last.km, last.hours + still_h, last.money + still_m))
        if km:
            last = marks[-1]
            marks.append(
                Mark(last.km + km, last.hours + hours - still_h, last.money + money - still_m)
            )
    totals = itinerary.totals
    low, end, high = (
        Mark(marks[-1].km, hours, money)
        for hours, money in zip(totals.time_h.ends, totals.cost_usd.ends, strict=True)
    )
    # Legs sum to the totals; sums of rounded hours end a hair beside them.
    inside = [Mark(m.km, min(m.hours, end.hours), min(m.money, end.money)) for m in marks[:-1]]
    return Track(number, itinerary.label, (*inside, end), tuple(steps), low, high)


def _standing(leg: LegRecord) -> tuple[float, float]:
    """Hours and money of a moving leg that are not of the movement itself."""
    if not any(i.co2e_kg for i in leg.counted):
        return 0.0, 0.0
    # What moves emits; the rest is waited for or paid at the place where it starts.
    still = [i for i in leg.counted if not i.co2e_kg]
    return sum(i.time_h.typical for i in still), sum(i.cost_usd.typical for i in still)


def _place(leg: LegRecord) -> str:
    tail, head = leg.from_.name, leg.to.name
    return tail if tail == head or leg.distance_km else f"{tail} - {head}"


def ticks(most: float, wanted: int) -> tuple[float, ...]:
    """
    Round values from 0 up to at least `most`, about `wanted` of them.

    Examples
    --------
    >>> ticks(7.4, 4)
    (0.0, 2.0, 4.0, 6.0, 8.0)
    """
    if most <= 0:
        return (0.0, 1.0)
    rough = most / wanted
    size = 10.0 ** len(str(int(rough))) / 10 if rough >= 1 else 0.1
    while size > rough:
        size /= 10
    step = next(size * f for f in (1, 2, 2.5, 5, 10, 20, 100) if size * f >= rough)
    count = int(-(-most // step))
    return tuple(round(step * i, 6) for i in range(count + 1))


def day_ticks(most_h: float, wanted: int) -> tuple[float, ...]:
    """Round hours from 0 up, whole days where the journey takes days."""
    if most_h < 96:
        return ticks(most_h, wanted)
    return tuple(24 * day for day in ticks(most_h / 24, wanted))
