"""The answer: items, legs, borders, itineraries, closures and warnings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from corridor.errors import DataError
from corridor.model.band import Band
from corridor.model.certainty import Certainty
from corridor.model.charge import ChargeType
from corridor.model.evidence import FRESH_DAYS, Grade, grade_of, weakest
from corridor.model.land_bridge import LandBridge
from corridor.model.link_kind import LinkKind
from corridor.model.message import Message, say
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.model.ref import Ref
from corridor.model.scenario import Overlay
from corridor.model.why import Why


@dataclass(frozen=True, slots=True)
class Spot:
    """A named point on the way; coordinates in degrees WGS84."""

    id: str
    name: str
    country: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """
    One line of the bill and of the clock.

    cost in US cents, time in minutes, co2e in grams. `rows` are 'table:row' keys.
    `estimate_cost` and `estimate_time` say that at least one row behind the dollars, or
    the hours, has no published figure behind it.
    """

    type: ChargeType
    cost: Band
    time: Band
    co2e_g: int = 0
    rows: tuple[str, ...]
    estimate_cost: bool = False
    estimate_time: bool = False
    outside_total: bool = False

    def __post_init__(self) -> None:
        """Refuse a figure that no row stands behind."""
        if not self.rows:
            raise DataError(
                f"{self.type.label or self.type.id}: a figure without a row of data/ behind it",
                remedy="give the row that the figure was read from",
            )

    @property
    def estimate(self) -> bool:
        """Whether the dollars or the hours rest on an estimate."""
        return self.estimate_cost or self.estimate_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Time in which nothing moves, for what reason and by which rows; minutes."""

    reason: Message
    time: Band
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """
    One movement, border, transfer, port call or sailing; lengths in metres.

    `departs` and `arrives` are by the clocks of its two ends and carry their offsets. `service`
    of a haul by rail is the id of its train, or the service class of ordinary traffic, `regime`
    the row of `transit_regimes` under which a truck passes a border.
    """

    kind: LinkKind
    mode: str
    start: Spot
    end: Spot
    country: str
    length_m: int
    estimated_m: int
    gauge_mm: int | None
    departs: datetime
    arrives: datetime
    items: tuple[Item, ...]
    cost: Band
    time: Band
    co2e_g: int
    geometry_ref: tuple[str, ...]
    subject: str = ""
    note: Message | None = None
    waits: tuple[Wait, ...] = ()
    regime: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Border:
    """One state border crossed, with its pair of names and the time of passage."""

    crossing_id: str
    name: str
    mode: str
    country_from: str
    country_to: str
    name_from: str
    name_to: str
    passage: datetime
    status: str
    note: str
    lon: float
    lat: float
    regime: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper that a country asks for on this itinerary."""

    country: str
    mode: str
    name: str
    text: str
    source_id: str


@dataclass(frozen=True, slots=True)
class RailUse:
    """
    A train that an itinerary takes, or ordinary traffic by rail, as its first lines tell it.

    `service` is the id of the train or the service class; `text` names it with its headway and
    when it was last seen.
    """

    service: str
    text: Message


@dataclass(frozen=True, slots=True)
class SeenUse:
    """
    What an itinerary uses, and when freight was last seen to use it.

    `state` is 'seen', 'announced' or 'no_evidence', `on` the day, month or year, '' unless seen;
    `row` says so, '' where none speaks of it, `own` whether it is the user's; `text` tells it.
    """

    subject: Ref
    state: str
    on: str
    row: str
    own: bool
    text: Message


@dataclass(frozen=True, slots=True)
class Overlap:
    """
    How much of its own line-haul a listed way shares with others listed, 0 to 1.

    `with_best` is that with the first; `most` the greatest with any listed before it, way number
    `most_with` (1 = the first).
    """

    with_best: float
    most: float
    most_with: int


@dataclass(frozen=True, slots=True)
class ViaStop:
    """
    A stop that was asked for, as an itinerary makes it.

    `text` is as typed, `id` and `name` are of what met it, `how` says in what way ('called at',
    'crossed', 'handled', 'passed', 'start', 'end'), on leg number `leg` (1 = the first), `at`
    typical times.
    """

    text: str
    id: str
    name: str
    how: str
    leg: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Itinerary:
    """
    A way from origin to destination with its totals, calendar and papers.

    All figures are its own. `re_enters` are the countries it leaves and comes back to: with any
    it counts more than its figures wherever ways are compared (`corridor.planning.search.compared`).
    """

    label: Message | None
    roles: tuple[str, ...]
    legs: tuple[Leg, ...]
    borders: tuple[Border, ...]
    documents: tuple[Document, ...]
    warnings: tuple[Message, ...]
    countries: tuple[str, ...]
    modes: tuple[str, ...]
    cost: Band
    time: Band
    length_m: int
    estimated_m: int
    co2e_g: int
    inventory_cents: int
    generalised_cents: int
    estimate_share_cost: float
    estimate_share_time: float
    re_enters: tuple[str, ...] = ()
    other_crew: str = ""
    other_crew_time_min: int = 0
    vias: tuple[ViaStop, ...] = ()
    trains: tuple[RailUse, ...] = ()
    seen: tuple[SeenUse, ...] = ()
    overlap: Overlap | None = None

    @property
    def grade(self) -> Grade:
        """How well it is known that all it uses is in use; the weakest thing decides."""
        departs = self.departure.date()
        return weakest(grade_of(use.state, use.on, departs) for use in self.seen)

    @property
    def evidence(self) -> Message:
        """The grade in words, by the first of the weakest things that it uses."""
        departs, grade = self.departure.date(), self.grade
        if grade is Grade.FRESH:
            return say("evidence.fresh" if self.seen else "evidence.nothing", days=FRESH_DAYS)
        use = next(u for u in self.seen if grade_of(u.state, u.on, departs) is grade)
        return say("evidence.weakest", use=use.text, sources=use.text.sources)

    @property
    def departure(self) -> datetime:
        """When the first leg starts."""
        return self.legs[0].departs

    @property
    def arrival(self) -> datetime:
        """When the last leg ends, at typical times."""
        return self.legs[-1].arrives

    def figure(self, objective: Objective) -> int:
        """Its own figure by an objective, in cents, minutes, metres or grams."""
        return {
            Objective.GENERALISED: self.generalised_cents,
            Objective.COST: self.cost.typical,
            Objective.TIME: self.time.typical,
            Objective.DISTANCE: self.length_m,
            Objective.CO2: self.co2e_g,
            Objective.P90_TIME: self.time.high,
        }[objective]

    @property
    def distance_km(self) -> float:
        """Length of all legs in km."""
        return self.length_m / 1000

    @property
    def cost_usd(self) -> float:
        """Typical cost of the whole consignment in US dollars."""
        return self.cost.typical / 100

    @property
    def time_h(self) -> float:
        """Typical door-to-door time in hours."""
        return self.time.typical / 60


@dataclass(frozen=True, slots=True, kw_only=True)
class IfOpen:
    """What the best answer would be if a closed subject were open."""

    label: Message
    time_min: int
    cost_cents: int
    arrival: datetime
    better: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """
    By which rule ways were listed, and whether that is proved.

    `max_overlap` is the greatest share, 0 to 1, of a way's own line-haul that it may have in common with
    each way listed before it; None where every way of another key was asked for.
    """

    max_overlap: float | None
    exact: bool
    text: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutWay:
    """The cheapest, fastest or least-CO2e way where the rule of the list leaves it out, and why."""

    role: str
    label: Message
    time_min: int
    cost_cents: int
    co2e_g: int
    text: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """A closure that bears on the answer, with its evidence."""

    subject: Ref
    name: str
    mode: str
    since: str
    until: str
    last_confirmed: str
    stale_days: int
    source_id: str
    source_url: str
    note: str
    lon: float | None
    lat: float | None
    if_open: IfOpen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """How an end of the query was read: the place and how far it was moved."""

    text: str
    spot: Spot
    moved_km: float
    note: Message | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InTime:
    """
    How surely the itineraries of an answer are there by the date asked for.

    `by` is by the clock of the destination. `shares` are the chances of the itineraries in their order;
    `exact` says that the search for the best was not given up, `latest` is the last day to leave on, by
    the clock of the origin and at the same hour, None where that was not asked for.
    """

    by: datetime
    share: float
    shares: tuple[float, ...]
    text: Message
    exact: bool = True
    latest: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """
    Everything `corridor route` says; output formats are made from it alone.

    Each time is by the clock of its place and carries its offset from UTC. `utc_offset_h` is
    that of the origin at the departure (None = not known).
    """

    query: Query
    origin: Endpoint
    destination: Endpoint
    gross_weight_t: float
    value_usd: float
    value_of_time_usd_per_h: float
    itineraries: tuple[Itinerary, ...]
    blocked: tuple[Blocked, ...]
    warnings: tuple[Message, ...]
    data_date: str
    graph_hash: str
    overlays: tuple[Overlay, ...] = ()
    # Of the tables: their date and hash; '' for tables made by hand.
    data_version: str = ""
    why: Why | None = None
    in_time: InTime | None = None
    certainty: Certainty | None = None
    utc_offset_h: float | None = None
    listing: Listing | None = None
    left_out: tuple[LeftOutWay, ...] = ()
    land_bridge: LandBridge | None = None
