"""A comparison as it is saved: which port, by how much, how surely, and what would flip it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from corridor.analysis.differences import PartName
from corridor.report.document.answer import Itinerary, Place, Source, UnusedRow
from corridor.report.document.shape import Hour, Kilogram, Kilometre, Shape, Share, Usd



class Named(Shape):
    """A port and what it is called."""

    id: str
    name: str


class Measure(Shape):
    """What the ports are compared by: its unit, and decimals worth showing."""

    unit: str
    digits: Annotated[int, Meta(ge=0)]
    words: str


class Question(Shape):
    """What is compared: ports, markets, the consignment and its constraints."""

    ports: tuple[Named, ...]
    markets: tuple[Named, ...]
    basket: bool
    direction: Literal["import", "export"]
    unit: str
    count: Annotated[int, Meta(ge=1)]
    gross_weight_t: Annotated[float, Meta(gt=0)]
    value_usd: Annotated[float, Meta(ge=0)]
    cargo: str
    service: tuple[str, str]
    depart: str
    objective: str
    measure: Measure
    value_of_time_usd_per_h: Annotated[float, Meta(ge=0)]
    open: tuple[str, ...]
    close: tuple[str, ...]
    avoid: tuple[str, ...]
    via: tuple[str, ...]
    siding: str | UnsetType = UNSET


class Verdict(Shape):
    """The port ahead and its rival ('' where there is none), and the port named, if one may be."""

    first: str
    second: str
    winner: str
    ahead_by: float
    unit: str
    probability: Share | None
    estimate_share: Share


class Part(Shape):
    """Typical dollars and hours of land, port or sea; means over the markets."""

    name: PartName
    cost_usd: Usd
    time_h: Hour
    distance_km: Kilometre


class Standing(Shape):
    """One port's best way, as means over the common markets; `late_h` is P90 less typical."""

    port: str
    value: float
    cost_usd: Usd
    time_h: Hour
    generalised_usd: Usd
    co2e_kg: Kilogram
    distance_km: Kilometre
    late_h: Hour
    dearer_usd: Usd
    borders: Annotated[float, Meta(ge=0)]
    transfers: Annotated[float, Meta(ge=0)]
    parts: tuple[Part, ...]

    def part(self, name: PartName) -> Part:
        """Its land, port or sea."""
        return next(p for p in self.parts if p.name == name)


class Figures(Shape):
    """What one port has more than another, or less."""

    cost_usd: float
    time_h: float
    generalised_usd: float


class Step(Figures):
    """One item of a difference; `estimate_usd` is the part that rests on estimates."""

    part: PartName
    name: str
    cost_usd: float
    time_h: float
    generalised_usd: float
    estimate_usd: float

    @property
    def is_estimate(self) -> bool:
        """Whether over half of it rests on estimates."""
        return abs(self.estimate_usd) > abs(self.generalised_usd) / 2


class Difference(Shape):
    """What makes a port differ from the best one, item by item."""

    port: str
    against: str
    steps: tuple[Step, ...]


class Absence(Shape):
    """Why there is no way through a port to a market; `services` would give it one."""

    kind: str
    text: str
    services: tuple[str, ...]


class BestBy(Shape):
    """The best way by one objective, in short."""

    objective: str
    label: str
    cost_usd: Usd
    time_h: Hour
    generalised_usd: Usd
    co2e_kg: Kilogram
    distance_km: Kilometre
    arrival: str
    borders: tuple[str, ...]
    late_h: Hour


class Lane(Shape):
    """Through one port to one market: the best way, or why there is none."""

    port: str
    market: str
    absence: Absence | None
    best_by: tuple[BestBy, ...]
    choices: Annotated[int, Meta(ge=0)]
    itinerary: Itinerary | None


class Percentiles(Shape):
    """Tenth, fiftieth and ninetieth percentile of the samples."""

    p10: float
    p50: float
    p90: float


class PortChance(Shape):
    """One port in the samples: in what share it is best, and keeps the days asked for."""

    port: str
    best: Share
    in_time: Share | None
    value: Percentiles
    cost_usd: Percentiles
    time_h: Percentiles


class Pair(Shape):
    """The share of samples in which one port is ahead of another."""

    port: str
    beats: str
    share: Share


class Driver(Shape):
    """A figure whose draws go with the lead."""

    figure: str
    rows: tuple[str, ...]
    what: Literal["dollars", "hours"]
    correlation: Annotated[float, Meta(ge=-1, le=1)]


class ChoiceSet(Shape):
    """How often the ways chosen from were too few, by samples solved anew."""

    samples_solved_anew: int
    solves: int
    better_way_outside: int
    mean_gain: float
    largest_gain: float
    winner_changed: int


class Chance(Shape):
    """What the samples of the bands say."""

    samples: Annotated[int, Meta(ge=1)]
    seed: int
    correlation: Annotated[float, Meta(ge=0, le=1)]
    max_days: float | None
    ports: tuple[PortChance, ...]
    pairs: tuple[Pair, ...]
    gateway: Share
    lead: Percentiles | None
    drivers: tuple[Driver, ...]
    choice_set: ChoiceSet | None


class Bar(Shape):
    """The lead when one figure is at the low or the high end of its band."""

    target: str
    label: str
    lead_low: float
    lead_high: float


class BreakEven(Shape):
    """The factor of a figure at which two ports change places; None where nothing turns them."""

    target: str
    label: str
    ports: tuple[str, str]
    factor: float | None
    unit: str
    base: float
    value: float | None
    ahead_now: str
    ahead_beyond: str
    verified: bool
    followed_from: float
    followed_to: float
    solves: int


class PortValue(Shape):
    """What a port's best way counts, in the unit of the measure."""

    port: str
    value: float


class Cell(Shape):
    """The answer in one month under one scenario; `best` is '' where there is none."""

    scenario: str
    month: str
    best: str
    ahead: float | None
    values: tuple[PortValue, ...]
    note: str


class Study(Shape):
    """What is known about one place, today or with services opened."""

    sentence: str
    assumed: str
    services_opened: tuple[str, ...]
    verdict: Verdict
    common_markets: tuple[str, ...]
    twins: tuple[str, ...]
    standings: tuple[Standing, ...]
    differences: tuple[Difference, ...]
    lanes: tuple[Lane, ...]
    chance: Chance | None
    lead: float
    tornado: tuple[Bar, ...]
    break_evens: tuple[BreakEven, ...]
    calendar: tuple[Cell, ...]

    def lane(self, port: str, market: str) -> Lane:
        """The lane of a port and a market."""
        return next(x for x in self.lanes if (x.port, x.market) == (port, market))


class ComparedPlace(Shape):
    """A place today, and with scenario sailings where a port has none."""

    place: Place
    today: Study
    if_served: Study | None

    @property
    def fuller(self) -> Study:
        """The study with more ports."""
        return self.if_served or self.today


class Assumption(Shape):
    """A row behind the best ways, and what it rests on."""

    row: str
    source_id: str
    as_of: str
    confidence: str
    note: str


class Comparison(Shape):
    """Everything that the text, the page and the tables of a comparison say."""

    schema_version: Literal["1.0"]
    kind: Literal["comparison"]
    command: str
    question: Question
    assumed: tuple[str, ...]
    data_date: str
    graph_hash: str
    places: Annotated[tuple[ComparedPlace, ...], Meta(min_length=1)]
    assumptions: tuple[Assumption, ...]
    sources: tuple[Source, ...]
    unused_rows: tuple[UnusedRow, ...] | UnsetType = UNSET

    @property
    def names(self) -> dict[str, str]:
        """Names of candidate ports and markets by id."""
        return {p.id: p.name for p in (*self.question.ports, *self.question.markets)}

    @property
    def title(self) -> str:
        """'Karachi port, Port Qasim or Gwadar port: Termez', as plain text."""
        ports = [p.name for p in self.question.ports]
        places = ", ".join(e.place.name for e in self.places)
        return f"{', '.join(ports[:-1])} or {ports[-1]}: {places}"


# Each of three or four rounded figures may be half a cent, or half a hundredth of an hour, off.
_CENTS = 0.021
_HUNDREDTHS_H = 0.021


def comparison_sum_faults(found: Comparison) -> Iterator[str]:
    """What of a comparison does not add up: parts of a port, items of a difference."""
    for number, entry in enumerate(found.places):
        for name, study in (("today", entry.today), ("if_served", entry.if_served)):
            if study is not None:
                yield from _study_faults(study, f"places[{number}].{name}")


def _study_faults(study: Study, where: str) -> Iterator[str]:
    costs = {s.port: s for s in study.standings}
    for number, standing in enumerate(study.standings):
        at = f"{where}.standings[{number}]"
        if abs(sum(p.cost_usd for p in standing.parts) - standing.cost_usd) > _CENTS:
            yield f"{at}: land, port and sea do not add up to cost_usd"
        if abs(sum(p.time_h for p in standing.parts) - standing.time_h) > _HUNDREDTHS_H:
            yield f"{at}: land, port and sea do not add up to time_h"
    for number, difference in enumerate(study.differences):
        ends = costs.get(difference.port), costs.get(difference.against)
        if ends[0] is None or ends[1] is None:
            yield f"{where}.differences[{number}]: names a port without a standing"
            continue
        gap = ends[0].cost_usd - ends[1].cost_usd
        rounding = _CENTS + 0.005 * len(difference.steps)
        if abs(sum(s.cost_usd for s in difference.steps) - gap) > rounding:
            yield f"{where}.differences[{number}]: items do not add up to the gap of cost_usd"
