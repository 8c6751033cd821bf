"""A comparison as it is saved: which port, by how much, how surely, and what would flip it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from corridor.analysis.ports.differences import PartName
from corridor.report.document.answer import (
    BlockedRecord,
    ItineraryRecord,
    SpotRecord,
    WarningRecord,
)
from corridor.report.document.parts.figures import Amount, Count, Positive, Share, Texts
from corridor.report.document.parts.made import MadeRecord
from corridor.report.document.parts.question import UnusedRecord
from corridor.report.document.read import Kind


class NamedRecord(Struct, frozen=True):
    """A port and what it is called."""

    id: str
    name: str


# What dollars and hours together are called.
_GENERALISED = "generalised cost"


class MeasureRecord(Struct, frozen=True):
    """What the ports are compared by: its unit, and decimals worth showing."""

    unit: str
    digits: Annotated[int, Meta(ge=0)]
    words: str

    @property
    def unit_named(self) -> str:
        """The unit, told apart from plain dollars where hours are counted in it too."""
        return f"{self.unit} of {self.words}" if self.words == _GENERALISED else self.unit


class QuestionRecord(Struct, frozen=True, kw_only=True):
    """What is compared: ports, markets, the consignment and its constraints."""

    ports: tuple[NamedRecord, ...]
    markets: tuple[NamedRecord, ...]
    basket: bool
    direction: Literal["import", "export"]
    unit: str
    count: Count
    gross_weight_t: Amount
    value_usd: Amount
    cargo: str
    service: tuple[str, str]
    depart: str
    objective: str
    measure: MeasureRecord
    value_of_time_usd_per_h: Amount
    open: Texts
    close: Texts
    avoid: Texts
    via: Texts
    siding: str | UnsetType = UNSET
    avoid_sanctions: tuple[str, ...] | UnsetType = UNSET
    regime: str | UnsetType = UNSET
    truck_of: str | UnsetType = UNSET


class VerdictRecord(Struct, frozen=True, kw_only=True):
    """The port ahead and its rival ('' where there is none), and the port named, if one may be."""

    first: str
    second: str
    winner: str
    ahead_by: float
    unit: str
    probability: Share | None
    estimate_share: Share


class PartRecord(Struct, frozen=True):
    """Typical dollars and hours of land, port or sea; means over the markets."""

    name: PartName
    cost_usd: Positive
    time_h: Positive
    distance_km: Positive


class StandingRecord(Struct, frozen=True, kw_only=True):
    """
    One port's best way, as means over the common markets; `late_h` is P90 less typical.

    `unsure_usd` is what these hours are worth at the value of reliability; nothing counts it.
    """

    port: str
    value: float
    cost_usd: Positive
    time_h: Positive
    generalised_usd: Positive
    co2e_kg: Positive
    distance_km: Positive
    late_h: Positive
    dearer_usd: Positive
    borders: Positive
    transfers: Positive
    parts: tuple[PartRecord, ...]
    unsure_usd: Positive | UnsetType = UNSET  # documents of before have none

    def part(self, name: PartName) -> PartRecord:
        """Its land, port or sea."""
        return next(p for p in self.parts if p.name == name)


class StepRecord(Struct, frozen=True):
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


class DifferenceRecord(Struct, frozen=True, kw_only=True):
    """What makes a port differ from the best one, item by item."""

    port: str
    against: str
    steps: tuple[StepRecord, ...]


class AbsenceRecord(Struct, frozen=True):
    """Why there is no way through a port to a market; `services` would give it one."""

    kind: str
    text: str
    services: Texts


class BestByRecord(Struct, frozen=True, kw_only=True):
    """The best way by one objective, in short."""

    objective: str
    label: str
    cost_usd: Positive
    time_h: Positive
    generalised_usd: Positive
    co2e_kg: Positive
    distance_km: Positive
    arrival: str
    borders: Texts
    late_h: Positive


class LaneRecord(Struct, frozen=True, kw_only=True):
    """Through one port to one market: the best way, or why there is none."""

    port: str
    market: str
    absence: AbsenceRecord | None
    best_by: tuple[BestByRecord, ...]
    choices: Annotated[int, Meta(ge=0)]
    itinerary: ItineraryRecord | None


class PercentilesRecord(Struct, frozen=True):
    """Tenth, fiftieth and ninetieth percentile of the samples."""

    p10: float
    p50: float
    p90: float


class PortChanceRecord(Struct, frozen=True, kw_only=True):
    """One port in the samples: in what share it is best, and keeps the days asked for."""

    port: str
    best: Share
    in_time: Share | None
    value: PercentilesRecord
    cost_usd: PercentilesRecord
    time_h: PercentilesRecord


class PairRecord(Struct, frozen=True):
    """
    How often one port is ahead of another.

    `share` is that of draws of what is unknown, trips averaged; `trips` that of single trips.
    """

    port: str
    beats: str
    share: Share
    trips: Share | UnsetType = UNSET  # documents of before have none


class DriverRecord(Struct, frozen=True):
    """A figure whose draws go with the lead."""

    figure: str
    rows: Texts
    what: Literal["dollars", "hours"]
    correlation: Annotated[float, Meta(ge=-1, le=1)]


class WorthRecord(Struct, frozen=True):
    """A figure and what knowing it before choosing is worth, in the unit of the measure."""

    figure: str
    rows: Texts
    what: Literal["dollars", "hours"]
    value: Positive


class ChoiceSetRecord(Struct, frozen=True, kw_only=True):
    """How often the ways chosen from were too few, by samples solved anew."""

    samples_solved_anew: int
    solves: int
    better_way_outside: int
    mean_gain: float
    largest_gain: float
    winner_changed: int


class ChanceRecord(Struct, frozen=True, kw_only=True):
    """What the samples of the bands say."""

    samples: Count
    seed: int
    correlation: Annotated[float, Meta(ge=0, le=1)]
    max_days: Amount | None
    ports: tuple[PortChanceRecord, ...]
    pairs: tuple[PairRecord, ...]
    gateway: Share
    lead: PercentilesRecord | None
    drivers: tuple[DriverRecord, ...]
    choice_set: ChoiceSetRecord | None
    # Documents of before have none of these.
    outside: Share | UnsetType | None = UNSET
    perfect_information: Positive | UnsetType = UNSET
    worth_knowing: tuple[WorthRecord, ...] | UnsetType = UNSET


class BarRecord(Struct, frozen=True):
    """The lead when one figure is at the low or the high end of its band."""

    target: str
    label: str
    lead_low: float
    lead_high: float


class BreakEvenRecord(Struct, frozen=True, kw_only=True):
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
    followed_from: Amount
    followed_to: Amount
    solves: int


class PortValueRecord(Struct, frozen=True):
    """What a port's best way counts, in the unit of the measure."""

    port: str
    value: float


class CellRecord(Struct, frozen=True, kw_only=True):
    """The answer in one month under one scenario; `best` is '' where there is none."""

    scenario: str
    month: str
    best: str
    ahead: float | None
    values: tuple[PortValueRecord, ...]
    note: str


class OutsideRecord(Struct, frozen=True, kw_only=True):
    """
    The best way that calls at no candidate, as means over the compared markets.

    `ports` are where goods change between land and sea, one a market; `ahead_by` is how far it is
    before the best candidate (below 0: behind), `best` the share of samples in which it is before
    them all, `lists` the sanctions lists avoided, `note` why there is none.
    """

    ports: tuple[NamedRecord, ...]
    label: str
    value: float
    cost_usd: Positive
    time_h: Positive
    unit: str
    ahead_by: float | None
    against: str
    best: Share | None
    lists: Texts
    note: str
    warnings: tuple[WarningRecord, ...]
    estimate_share: Share | UnsetType = UNSET  # of its dollars; documents of before have none


class CautionRecord(Struct, frozen=True):
    """One thing to mind, and by whose ways it is met: ports, 'outside', or none for all."""

    code: str
    text: str
    ports: Texts
    source_ids: Texts


class ForkRecord(Struct, frozen=True):
    """Where the ways of the best port and its rival part; the same `key` is the same comparison."""

    at: str
    ports: tuple[str, str]
    key: str


class StretchRecord(Struct, frozen=True):
    """The port ahead between two values of time of the whole consignment."""

    port: str
    low_usd_per_h: Amount
    high_usd_per_h: Amount


class StudyRecord(Struct, frozen=True, kw_only=True):
    """What is known about one place, today or with services opened."""

    sentence: str
    told: str | UnsetType = UNSET  # the same without place and markets, where services are opened
    # The same parted: one sentence, and those below it; documents of before have neither.
    headline: str | UnsetType = UNSET
    points: Texts | UnsetType = UNSET
    assumed: str
    services_opened: Texts
    verdict: VerdictRecord
    common_markets: Texts
    twins: Texts
    standings: tuple[StandingRecord, ...]
    differences: tuple[DifferenceRecord, ...]
    lanes: tuple[LaneRecord, ...]
    chance: ChanceRecord | None
    lead: float
    tornado: tuple[BarRecord, ...]
    break_evens: tuple[BreakEvenRecord, ...]
    calendar: tuple[CellRecord, ...]
    # Documents of before have none of these.
    outside: tuple[OutsideRecord, ...] | UnsetType = UNSET
    blocked: tuple[BlockedRecord, ...] | UnsetType = UNSET
    cautions: tuple[CautionRecord, ...] | UnsetType = UNSET
    fork: ForkRecord | UnsetType = UNSET
    value_curve: tuple[StretchRecord, ...] | UnsetType = UNSET

    @property
    def first_line(self) -> str:
        """The verdict in one sentence; of a document of before in all of its sentences."""
        return self.headline or self.sentence

    def lane(self, port: str, market: str) -> LaneRecord:
        """The lane of a port and a market."""
        return next(x for x in self.lanes if (x.port, x.market) == (port, market))


class ComparedPlaceRecord(Struct, frozen=True, kw_only=True):
    """A place today, and with scenario sailings where a port has none."""

    place: SpotRecord
    today: StudyRecord
    if_served: StudyRecord | None

    @property
    def fuller(self) -> StudyRecord:
        """The study with more ports."""
        return self.if_served or self.today


class AssumptionRecord(Struct, frozen=True, kw_only=True):
    """A row behind the best ways, and what it rests on."""

    row: str
    source_id: str
    as_of: str
    confidence: str
    note: str


class CitedSourceRecord(Struct, frozen=True):
    """A source of these rows."""

    id: str
    title: str
    publisher: str
    url: str
    retrieved: str
    licence: str


class ComparisonRecord(Struct, frozen=True, kw_only=True):
    """Everything that the text, the page and the tables of a comparison say."""

    schema_version: Literal["1.0"]
    kind: Literal["comparison"]
    command: str
    question: QuestionRecord
    assumed: Texts
    data_date: str
    graph_hash: str
    places: Annotated[tuple[ComparedPlaceRecord, ...], Meta(min_length=1)]
    assumptions: tuple[AssumptionRecord, ...]
    sources: tuple[CitedSourceRecord, ...]
    unused_rows: tuple[UnusedRecord, ...] | UnsetType = UNSET
    made: MadeRecord | UnsetType = UNSET

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


# ---------------------------------------------------------------- sums
# Rounded figures of three parts may be a cent, or a hundredth of an hour, off their sum.
_OFF = 0.021


def sum_faults(found: ComparisonRecord) -> Iterator[str]:
    """Where land, port and sea do not add up to a port, or items to what two ports differ by."""
    for number, entry in enumerate(found.places):
        for name, study in (("today", entry.today), ("if_served", entry.if_served)):
            if study is not None:
                yield from _study_faults(study, f"$.places[{number}].{name}")


def _study_faults(study: StudyRecord, path: str) -> Iterator[str]:
    for number, one in enumerate(study.standings):
        at = f"{path}.standings[{number}]"
        if abs(sum(p.cost_usd for p in one.parts) - one.cost_usd) > _OFF:
            yield f"Expected the sum of the parts - at `{at}.cost_usd`"
        if abs(sum(p.time_h for p in one.parts) - one.time_h) > _OFF:
            yield f"Expected the sum of the parts - at `{at}.time_h`"
    costs = {s.port: s.cost_usd for s in study.standings}
    for number, found in enumerate(study.differences):
        at = f"{path}.differences[{number}]"
        if found.port not in costs or found.against not in costs:
            yield f"Expected two ports with standings - at `{at}`"
            continue
        gap = costs[found.port] - costs[found.against]
        if abs(sum(s.cost_usd for s in found.steps) - gap) > _OFF + 0.005 * len(found.steps):
            yield f"Expected items that add up to the difference - at `{at}.steps`"


COMPARISON = Kind(
    name="comparison",
    shape=ComparisonRecord,
    version="1.0",
    remedy="make it again: corridor compare ORIGIN --json > comparison.json",
    faults=sum_faults,
    tag="comparison",
)
