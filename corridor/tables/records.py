"""Typed records of the source tables. One frozen class per table; units in the names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corridor.model.consignment import CARGO
from corridor.model.ref import Ref, RefKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """
    What every row carries: key, source, date and confidence.

    `own` says that the row is the user's, laid over the tables; `changed_by` names what
    was laid over it since the table was read, in order, and `changed` which figures
    ('cost', 'time' or 'co2'). `confidence_of` holds (figure, confidence) where a figure's
    confidence is another than the row's.
    """

    id: str
    table: str
    source_id: str
    as_of: str
    confidence: str
    note: str
    own: bool = False
    changed_by: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    confidence_of: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """'table:row', the name of the row in answers."""
        return f"{self.table}:{self.id}"

    @property
    def is_estimate(self) -> bool:
        """Whether no published figure stands behind the row."""
        return self.confidence == "estimate"

    def is_guess(self, figure: str) -> bool:
        """Whether no published figure stands behind 'cost', 'time' or 'co2' of the row."""
        return dict(self.confidence_of).get(figure, self.confidence) == "estimate"


@dataclass(frozen=True, slots=True)
class Spread:
    """Low, typical and high value of a figure, in the unit of its column."""

    low: float
    typical: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page, report or package that figures come from."""

    id: str
    title: str
    publisher: str
    url: str
    retrieved: str
    licence: str
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub(Cited):
    """A named place."""

    name: str
    country: str
    kind: str
    lon: float
    lat: float
    accuracy_km: float
    unlocode: str
    modes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceName(Cited):
    """Another spelling of a place."""

    hub_id: str
    name: str
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Cited):
    """A surveyed stretch of rail or road between two hubs; runs both ways."""

    from_id: str
    to_id: str
    mode: str
    length_km: float
    line_name: str
    gauge_mm: int
    electrified: str
    status: str
    opens_year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapePoint(Cited):
    """A known place that the drawn line of a section passes, in order from its from_id."""

    section_id: str
    seq: int
    name: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeReason(Cited):
    """Why a section is far longer than its great circle, shares track or turns back."""

    section_id: str
    with_id: str
    kind: str
    shape_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Total(Cited):
    """A published end-to-end length with the chain of hubs it is compared with."""

    from_id: str
    to_id: str
    mode: str
    via: tuple[str, ...]
    length_km: float
    exempt_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain(Cited):
    """A main chain of the corridor: hubs in order, for judging lengths and lines."""

    name: str
    mode: str
    via: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing(Cited):
    """A border-crossing point of one mode."""

    name: str
    mode: str
    country_a: str
    hub_a: str
    name_a: str
    country_b: str
    hub_b: str
    name_b: str
    section_id: str
    lon: float
    lat: float
    position_source: str
    position_km: float
    position_note: str
    gauge_mm: int
    cargo: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RailLine(Cited):
    """Axle load of a line of built rail sections, and where it, their gauge and traction stand."""

    country: str
    name: str
    sections: tuple[str, ...]
    traction_source: str
    traction_confidence: str
    max_axle_t: float | None
    axle_source: str
    axle_confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Component(Cited):
    """A connected part of the corridor, or a place the base network does not reach."""

    level: str
    mode: str
    country: str
    name: str
    hub_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderPocket(Cited):
    """A section of one country whose line runs, or is drawn, through another."""

    section_id: str
    neighbour: str
    kind: str
    most_km: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThroughLine(Cited):
    """A line of one country that cuts a corner of another, between two crossings."""

    name: str
    mode: str
    country: str
    through: str
    crossing_a: str
    crossing_b: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RiverBridge(Cited):
    """Where a section crosses a great river."""

    river: str
    name: str
    section_id: str
    lon: float
    lat: float
    accuracy_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderTime(Cited):
    """Hours and payments at one side of a border in one direction."""

    crossing_id: str
    mode: str
    country: str
    neighbour: str
    direction: str
    time_h: Spread
    cost_usd: Spread | None
    cost_unit: str
    band: str = ""
    price_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderFee(Cited):
    """A fee on crossing a border or transiting a country."""

    country: str
    neighbour: str
    crossing_id: str
    mode: str
    direction: str
    item: str
    amount_usd: Spread
    unit: str
    price_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure(Cited):
    """A period in which a crossing, section, port or passage is closed or restricted."""

    subject_kind: str
    subject_id: str
    cargo: str
    effect: str
    from_date: date | None
    to_date: date | None
    season_from: tuple[int, int] | None
    season_to: tuple[int, int] | None
    delay_h: float
    last_confirmed: str

    @property
    def subject(self) -> Ref:
        """What it closes or restricts."""
        return Ref(RefKind(self.subject_kind), self.subject_id)

    def touches(self, cargo_class: str) -> bool:
        """
        Whether it holds for a cargo class; only a row for another special class does not.

        What stops general goods stops all others: nothing is let through for being dangerous.
        """
        return self.cargo not in CARGO or self.cargo in ("general", cargo_class)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed(Cited):
    """Speed without delay of one service in one country, or on one line of it."""

    country: str
    mode: str
    service_class: str
    swod_kmh: Spread
    band: str = ""
    line_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver(Cited):
    """Driving hours a day of a crew in one country."""

    country: str
    service_class: str
    driving_h_per_day: Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Cited):
    """Price of a movement inside one country: fixed part and dollars per km."""

    country: str
    mode: str
    service_class: str
    unit: str
    heading: str
    from_km: float
    to_km: float
    fixed_usd: float
    rate_usd_per_km: Spread
    price_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal(Cited):
    """A place where cargo may change between two modes or gauges, both ways."""

    hub_id: str
    name: str
    country: str
    mode_a: str
    gauge_a_mm: int
    mode_b: str
    gauge_b_mm: int
    cargo: str
    handling_h: Spread
    hours_confidence: str
    cost_usd: Spread
    cost_unit: str
    cost_confidence: str
    open_to_transit: str
    price_year: int | None = None
    trains_per_month: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Port(Cited):
    """A seaport: dwell and free days."""

    name: str
    container_service: str
    rail_served: bool
    dwell_in_days: Spread
    dwell_out_days: Spread
    free_in_days: float
    free_out_days: float
    draught_m: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PortCharge(Cited):
    """One line of a port's bill."""

    port_id: str
    terminal: str
    charge: str
    item: str
    flow: str
    unit: str
    day_from: int
    day_to: int
    amount_usd: Spread
    use: str
    price_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeaService(Cited):
    """A sailing between two ports."""

    from_port: str
    to_port: str
    both_directions: bool
    name: str
    kind: str
    status: str
    distance_nm: float
    transit_days: Spread
    sailings_per_week: float | None
    days_out: tuple[str, ...]
    days_back: tuple[str, ...]
    passages: tuple[str, ...]

    def days(self, *, back: bool) -> tuple[str, ...]:
        """Weekdays of sailing one way by a timetable; empty = by frequency."""
        return self.days_back if back else self.days_out


@dataclass(frozen=True, slots=True, kw_only=True)
class SeaRate(Cited):
    """Freight of one unit on one sea service."""

    service_id: str
    unit: str
    freight_usd: Spread
    price_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeaSurcharge(Cited):
    """A dated surcharge on a passage or port."""

    item: str
    passage: str
    port_id: str
    from_date: date
    to_date: date | None
    unit: str
    amount_usd: Spread
    price_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Emission(Cited):
    """Grams CO2e per tonne-km, well to wheel."""

    mode: str
    country: str
    vehicle: str
    intensity_g_per_tkm: Spread
    traction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Cited):
    """A load unit: container, truck load or wagon load."""

    family: str
    teu: float
    tare_t: float
    max_gross_t: float
    default_gross_t: float
    rate_unit: str
    modes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Cited):
    """A model parameter, replaceable like any row."""

    value: Spread
    unit: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Cited):
    """A document, limit, ban or regime."""

    kind: str
    countries: tuple[str, ...]
    modes: tuple[str, ...]
    cargo: str
    subject: str
    text: str
    limit_t: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEffect(Cited):
    """What a rule does to the links it touches: forbids them, charges a fee, warns."""

    rule_id: str
    effect: str
    at: str
    countries: tuple[str, ...]
    crossings: tuple[str, ...]
    modes: tuple[str, ...]
    direction: str
    cargo: tuple[str, ...]
    un_classes: tuple[str, ...]
    container: str
    item: str
    amount: Spread | None
    unit: str
    price_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeZone(Cited):
    """The clock of a country, or of some places in it."""

    country: str
    hubs: tuple[str, ...]
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fx(Cited):
    """Units of a currency for one US dollar on a date."""

    per_usd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Cited):
    """A published shipment or quote to judge the model by."""

    corridor: str
    origin_id: str
    destination_id: str
    via: tuple[str, ...]
    modes: tuple[str, ...]
    open: tuple[str, ...]
    depart: date | None
    unit: str
    service: tuple[str, ...]
    distance_km: float | None
    days_low: float | None
    days_high: float | None
    cost_low_usd: float | None
    cost_high_usd: float | None
    use: str
    kind: str
    without: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairLink(Cited):
    """A piece that repairs the base network."""

    mode: str
    kind: str
    from_name: str
    from_lon: float
    from_lat: float
    to_name: str
    to_lon: float
    to_lat: float
    length_km: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseLink(Cited):
    """A chord of the base network to remove or replace."""

    mode: str
    a_lon: float
    a_lat: float
    b_lon: float
    b_lat: float
    network_km: float | None
    action: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkReference(Cited):
    """A reference length that judges the network."""

    hub_a: str
    a_lon: float
    a_lat: float
    hub_b: str
    b_lon: float
    b_lat: float
    mode: str
    length_km: float
    first_length_km: float | None
    reference_status: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthFactor(Cited):
    """Real length over network length of a country or mountain box."""

    country: str
    mode: str
    west: float | None
    south: float | None
    east: float | None
    north: float | None
    factor: float
