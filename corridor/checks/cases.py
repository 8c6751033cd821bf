"""Published shipments and quotes against the model, each on its own date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from corridor.engine import RouteEngine
from corridor.errors import CorridorError
from corridor.model import charge as charges
from corridor.model.answer import Item, Itinerary
from corridor.model.band import SHARED, total
from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.model.query import CREWS, Query
from corridor.model.status import Built
from corridor.tables.dataset import Dataset
from corridor.tables.records import Case

# Dollars older than this against the year of the tariffs used are another price level.
PRICE_YEARS_APART = 3
# A case without a date of its own runs on this day.
_UNDATED = datetime(2026, 1, 15, 8)
# Cases between two words of the progress, some three seconds.
_TOLD = 20
# Charges of our bill that a published price may not hold, by the word of a case.
_PARTS = {
    "insurance": (charges.INSURANCE,),
    "container_return": (charges.BOX_RETURN,),
    "customs_agent": (charges.AGENT_OUT, charges.AGENT_IN),
    "second_driver": (charges.SECOND_DRIVER,),
}


@dataclass(frozen=True, slots=True)
class Interval:
    """A published or modelled low and high."""

    low: float
    high: float

    def meets(self, other: Interval) -> bool:
        """Whether the two overlap."""
        return self.low <= other.high and other.low <= self.high

    def off_by(self, published: Interval) -> float:
        """Factor from the nearer published end to the nearer modelled end; 1 in band."""
        if self.meets(published):
            return 1.0
        if self.low > published.high:
            return self.low / published.high
        return self.high / published.low

    @property
    def width(self) -> float:
        """High over low."""
        return self.high / self.low if self.low else float("inf")


@dataclass(frozen=True, slots=True)
class Judged:
    """
    One figure of a case: what was published, what the model says.

    `as_printed` is what the figure may mean at the precision it is printed with, `cause` the
    table on which most of our figure rests. Days or dollars, by `what`. `apart` and
    `together` are our figure were its rows independent, or moved they as one.
    """

    what: str
    published: Interval
    as_printed: Interval
    ours: Interval | None
    cause: str
    apart: Interval | None = None
    together: Interval | None = None

    @property
    def in_band(self) -> bool:
        """Whether the published figure lies in our band."""
        return self.ours is not None and self.ours.meets(self.as_printed)

    @property
    def off_by(self) -> float:
        """Factor by which the band misses; below 1 = we are too low."""
        return self.ours.off_by(self.as_printed) if self.ours is not None else float("inf")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One case: its figures, the answer, and why a figure is not scored."""

    case: Case
    answer: Itinerary | None
    problem: str
    figures: tuple[Judged, ...]
    unscored: str = ""

    @property
    def model_km(self) -> float | None:
        """Length of the model's way."""
        return self.answer.distance_km if self.answer else None


def judge(engine: RouteEngine, said: Callable[[str], None] = lambda _: None) -> list[Verdict]:
    """
    Run every case of the region; a case without an answer is a verdict, not an error.

    Parameters
    ----------
    engine
        The tables and the graph.
    said
        What is told of the progress, a line for each twenty cases.
    """
    asked = [c for c in engine.dataset.cases if c.use != "out_of_region"]
    found = []
    for n, case in enumerate(asked):
        if n % _TOLD == 0:
            said(f"case {n + 1} of {len(asked)}")
        found.append(judge_case(engine, case))
    return found


def judge_case(engine: RouteEngine, case: Case) -> Verdict:
    """Run one case."""
    if not case.origin_id or not case.destination_id or case.origin_id == case.destination_id:
        return _unanswered(case, "no two places to plan between")
    try:
        answer = engine.ask(_query(case, engine.dataset)).itineraries[0]
    except CorridorError as err:
        return _unanswered(case, err.what)
    dataset = engine.dataset
    figures = []
    days = _interval(case.days_low, case.days_high)
    if days is not None:
        ours = Interval(answer.time.low / 1440, answer.time.high / 1440)
        apart, together = (_days_shared(answer, share) for share in (0.0, 1.0))
        cause = _cause(answer, "time", ())
        figures.append(Judged("days", days, _as_printed(days), ours, cause, apart, together))
    dollars = _interval(case.cost_low_usd, case.cost_high_usd)
    unscored = ""
    if dollars is not None:
        year, tariff_year = (case.depart or _UNDATED).year, price_year(answer, dataset)
        if tariff_year - year > PRICE_YEARS_APART:
            unscored = f"dollars of {year}, tariffs of {tariff_year:.0f}: days only"
        else:
            ours, apart, together = (
                _dollars_without(answer, case.without, share) for share in (SHARED, 0.0, 1.0)
            )
            cause = _cause(answer, "cost", case.without)
            figures.append(Judged("USD", dollars, dollars, ours, cause, apart, together))
    return Verdict(case, answer, "", tuple(figures), unscored)


def _unanswered(case: Case, problem: str) -> Verdict:
    figures = []
    for what, low, high in (
        ("days", case.days_low, case.days_high),
        ("USD", case.cost_low_usd, case.cost_high_usd),
    ):
        published = _interval(low, high)
        if published is not None:
            figures.append(Judged(what, published, published, None, ""))
    return Verdict(case, None, problem, tuple(figures))


def _siding(case: Case, dataset: Dataset) -> str:
    """
    Ends at which a case of the railway begins or ends in the yard.

    What is published of a train is told from yard to yard, without the truck, the lift and the
    wait before it; so is what starts where no road leads.
    """
    if Mode.RAIL not in case.modes or Mode.RAIL not in dataset.unit[case.unit].modes:
        return ""
    ends = []
    for which, hub in (("origin", case.origin_id), ("destination", case.destination_id)):
        built = {
            s.mode
            for s in dataset.sections
            if s.status == Built.OPEN and hub in (s.from_id, s.to_id)
        }
        if Mode.RAIL in built and Mode.ROAD not in built & set(case.modes):
            ends.append(which)
    return "both" if len(ends) == 2 else "".join(ends)


def _query(case: Case, dataset: Dataset) -> Query:
    by_road = Mode.ROAD in case.modes and case.unit not in ("wagon", "platform")
    usual = "two_drivers" if by_road else CREWS[0]
    crew = next((s for s in case.service if s in CREWS), usual)
    return Query(
        origin=case.origin_id,
        destination=case.destination_id,
        consignment=Consignment(unit=case.unit),
        depart=datetime.combine(case.depart, time(8)) if case.depart else _UNDATED,
        modes=tuple(Mode(m) for m in case.modes),
        siding=_siding(case, dataset),
        via=case.via,
        open=case.open,
        crew=crew,
        rail_service=next((s for s in case.service if s not in CREWS), ""),
        k=1,
    )


def _as_printed(days: Interval) -> Interval:
    """Whole days are told to the day: five may be four and a half or five and a half."""
    return Interval(
        days.low - 0.5 if float(days.low).is_integer() else days.low,
        days.high + 0.5 if float(days.high).is_integer() else days.high,
    )


def price_year(answer: Itinerary, dataset: Dataset) -> float:
    """Mean year of the prices behind a bill, each item counted by its dollars."""
    years = dollars = 0.0
    for item in items_without(answer):
        known = [getattr(dataset.cited[r], "price_year", None) for r in item.rows]
        dated = [y for y in known if y is not None]
        if dated:
            years += item.cost.typical * sum(dated) / len(dated)
            dollars += item.cost.typical
    return years / dollars if dollars else float(_UNDATED.year)


def items_without(answer: Itinerary, without: Sequence[str] = ()) -> list[Item]:
    """Items of the total but those of parts that a published price does not hold."""
    left_out = {charge for part in without for charge in _PARTS[part]}
    items = [i for leg in answer.legs for i in leg.items if not i.outside_total]
    return [i for i in items if i.type not in left_out]


def _dollars_without(answer: Itinerary, parts: Sequence[str], shared: float) -> Interval:
    """Our bill without some of its parts, as the published price is."""
    cost = total((("|".join(i.rows), i.cost) for i in items_without(answer, parts)), shared)
    return Interval(cost.low / 100, cost.high / 100)


def _days_shared(answer: Itinerary, shared: float) -> Interval:
    """Our days with another part of the variance shared between rows."""
    time = total((("|".join(i.rows), i.time) for i in items_without(answer)), shared)
    return Interval(time.low / 1440, time.high / 1440)


def _cause(answer: Itinerary, figure: str, without: Sequence[str]) -> str:
    """The table and first row on which most of our hours or dollars rest, with its share."""
    tables: dict[str, int] = {}
    for item in items_without(answer, without):
        table = _table_of(item, figure)
        tables[table] = tables.get(table, 0) + getattr(item, figure).typical
    whole = sum(tables.values())
    if not whole:
        return ""
    table, part = max(tables.items(), key=lambda pair: pair[1])
    return f"{table} {part / whole:.0%}"


def _table_of(item: Item, figure: str) -> str:
    """Table of the row that carries an item: hours of a haul rest on speeds, not on rates."""
    names = [r.partition(":")[0] for r in item.rows]
    if figure == "time" and "speeds" in names:
        return "speeds"
    return names[0]


def _interval(low: float | None, high: float | None) -> Interval | None:
    if low is None and high is None:
        return None
    first = low if low is not None else high
    last = high if high is not None else low
    assert first is not None
    assert last is not None
    return Interval(first, last)
