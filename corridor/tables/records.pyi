"""
Typed rows of the source tables, one frozen class per table, units in the names.

Written by tools/make_records.py from data/schema; a test holds the two together.
"""

from dataclasses import dataclass
from datetime import date

from corridor.model.band import Band
from corridor.model.held import Held
from corridor.model.mode import Mode
from corridor.model.status import Built
from corridor.tables.row import Cited, OnSubject, Row

class Source(Row, frozen=True, kw_only=True):
    """Where the figures come from."""

    title: str
    publisher: str
    url: str = ""
    retrieved: str
    licence: str = ""
    note: str = ""

class Hub(Cited, frozen=True, kw_only=True):
    """Named places."""

    name: str
    country: str
    kind: str
    lon: float
    lat: float
    accuracy_km: float = 0.0
    unlocode: str = ""
    modes: tuple[Mode, ...]

class PlaceName(Cited, frozen=True, kw_only=True):
    """Other spellings and scripts of the places."""

    hub_id: str
    name: str
    lang: str

class Section(Cited, frozen=True, kw_only=True):
    """Surveyed stretches of rail and road between two places."""

    from_id: str
    to_id: str
    mode: Mode
    length_km: float
    line_name: str = ""
    gauge_mm: int = 0
    electrified: str = ""
    surface: str = ""
    status: Built
    first_day: date | None = None
    last_day: date | None = None
    days_source: str = ""

class ShapePoint(Cited, frozen=True, kw_only=True):
    """Known places that the drawn lines of sections pass."""

    section_id: str
    seq: int
    name: str
    lon: float
    lat: float

class ShapeReason(Cited, frozen=True, kw_only=True):
    """Why a section is a detour, shares track or turns back."""

    section_id: str
    with_id: str = ""
    kind: str
    shape_reason: str

class Total(Cited, frozen=True, kw_only=True):
    """Published end-to-end lengths with the chain they are compared with."""

    from_id: str
    to_id: str
    mode: Mode
    via: tuple[str, ...]
    length_km: float
    exempt_reason: str = ""

class Chain(Cited, frozen=True, kw_only=True):
    """Main chains of the corridor, hub by hub."""

    name: str
    mode: str
    via: tuple[str, ...]

class Crossing(Cited, frozen=True, kw_only=True):
    """Border-crossing points; rail and road apart."""

    name: str
    mode: Mode
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
    gauge_mm: int = 0
    cargo: str
    status: Built
    first_day: date | None = None
    last_day: date | None = None
    days_source: str = ""

class RailLine(Cited, frozen=True, kw_only=True):
    """Gauge, traction and axle load of the railway lines."""

    country: str
    name: str
    sections: tuple[str, ...]
    traction_source: str
    traction_confidence: str
    max_axle_t: float | None = None
    axle_source: str = ""
    axle_confidence: str = ""

class Component(Cited, frozen=True, kw_only=True):
    """Parts of a network that hang apart, and why."""

    level: str
    mode: Mode
    country: str
    name: str
    hub_id: str
    reason: str

class BorderPocket(Cited, frozen=True, kw_only=True):
    """Sections whose line runs through a neighbour without a border post, and why."""

    section_id: str
    neighbour: str
    kind: str
    most_km: float
    reason: str

class RiverBridge(Cited, frozen=True, kw_only=True):
    """Bridges by which sections cross the great rivers."""

    river: str
    name: str
    section_id: str
    lon: float
    lat: float
    accuracy_km: float

class ThroughLine(Cited, frozen=True, kw_only=True):
    """Lines of one country that cut a corner of another, between two crossings."""

    name: str
    mode: Mode
    country: str
    through: str
    crossing_a: str
    crossing_b: str
    most_km: float

class BorderTime(Cited, frozen=True, kw_only=True):
    """Hours and payments at one side of a border, in one direction."""

    crossing_id: str = ""
    mode: Mode
    country: str
    neighbour: str = ""
    direction: str
    time_h: Band[float]
    band: str
    cost_usd: Band[float] | None = None
    cost_unit: str = ""
    price_year: int | None = None
    holds: tuple[Held, ...] = ()

class BorderFee(Cited, frozen=True, kw_only=True):
    """Fees on entering, leaving or passing a country."""

    country: str
    neighbour: str = ""
    crossing_id: str = ""
    mode: Mode
    direction: str
    item: str
    amount_usd: Band[float]
    unit: str
    inside_border_payments: bool | None = None
    price_year: int | None = None

class Closure(OnSubject, frozen=True, kw_only=True):
    """What was or is closed, restricted or open, and when that was last confirmed."""

    cargo: str
    trade: tuple[str, ...] = ()
    into: str = ""
    effect: str
    from_date: date | None = None
    to_date: date | None = None
    end_by: str = ""
    season_from: tuple[int, int] | None = None
    season_to: tuple[int, int] | None = None
    delay_h: float = 0.0
    last_confirmed: str

class OpeningHours(Cited, frozen=True, kw_only=True):
    """Hours in which a side of a crossing clears freight, by its own clock."""

    crossing_id: str
    mode: Mode
    country: str
    days: tuple[str, ...]
    opens: str
    closes: str
    utc_offset_h: float | None = None
    from_date: date | None = None
    to_date: date | None = None
    inside_border_times: bool

class Holiday(Cited, frozen=True, kw_only=True):
    """Days on which border posts stand still or work slowly."""

    country: str
    name: str
    effect: str
    modes: tuple[Mode, ...]
    crossings: tuple[str, ...] = ()
    from_date: date | None = None
    to_date: date | None = None
    season_from: tuple[int, int] | None = None
    season_to: tuple[int, int] | None = None
    feast: str = ""
    feast_from: int | None = None
    feast_to: int | None = None
    delay_h: Band[float] | None = None

class FeastDay(Cited, frozen=True, kw_only=True):
    """First days of lunar holidays, by country and year."""

    feast: str
    country: str
    day: date

class NightBan(Cited, frozen=True, kw_only=True):
    """Roads on which vehicles must stand in some hours of the day: nights, summer heat."""

    country: str
    name: str
    sections: tuple[str, ...]
    shut_from: str
    shut_to: str
    season_from: tuple[int, int] | None = None
    season_to: tuple[int, int] | None = None
    domestic: bool
    cargo: tuple[str, ...] = ()
    from_date: date
    to_date: date | None = None
    last_confirmed: str

class TimeZone(Cited, frozen=True, kw_only=True):
    """Clocks of the countries, and of places that keep another."""

    country: str
    hubs: tuple[str, ...] = ()
    zone: str

class Speed(Cited, frozen=True, kw_only=True):
    """Speed without delay by country, mode and service."""

    country: str
    mode: Mode
    service_class: str
    line_id: str = ""
    swod_kmh: Band[float]
    band: str

class Driver(Cited, frozen=True, kw_only=True):
    """Driving hours a day by country and crew."""

    country: str
    service_class: str
    driving_h_per_day: Band[float]
    band: str

class Rate(Cited, frozen=True, kw_only=True):
    """Line-haul prices by country, mode, service and unit."""

    country: str
    mode: Mode
    service_class: str
    unit: str
    heading: str
    scope: str = ""
    from_km: float = 0.0
    to_km: float = 1000000000.0
    fixed_usd: float = 0.0
    rate_usd_per_km: Band[float]
    band: str
    price_year: int | None = None
    holds: tuple[Held, ...] = ()

class Terminal(Cited, frozen=True, kw_only=True):
    """Where cargo may change mode or gauge."""

    hub_id: str
    name: str
    country: str
    mode_a: Mode
    gauge_a_mm: int = 0
    mode_b: Mode
    gauge_b_mm: int = 0
    cargo: str
    handling_h: Band[float]
    hours_confidence: str
    cost_usd: Band[float]
    cost_unit: str
    cost_confidence: str
    open_to_transit: str
    price_year: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    days_source: str = ""
    holds: tuple[Held, ...] = ()

class Port(Cited, frozen=True, kw_only=True):
    """Seaports: dwell, free days, service."""

    name: str
    container_service: str
    rail_served: bool
    dwell_in_days: Band[float]
    dwell_out_days: Band[float]
    dwell_in_confidence: str
    dwell_out_confidence: str
    free_in_days: float = 0.0
    free_out_days: float = 0.0
    draught_m: float | None = None

class PortCharge(Cited, frozen=True, kw_only=True):
    """Lines of the ports' bills."""

    port_id: str
    terminal: str = ""
    charge: str
    item: str
    flow: str
    unit: str
    day_from: int = 0
    day_to: int = 10000
    amount_usd: Band[float]
    price_year: int | None = None
    use: str
    holds: tuple[Held, ...] = ()
    copy_of: str = ""

class SeaService(Cited, frozen=True, kw_only=True):
    """Sailings between two ports."""

    from_port: str
    to_port: str
    both_directions: bool
    name: str
    kind: str
    status: str
    first_day: date | None = None
    last_day: date | None = None
    last_sailing: str = ""
    operator: str = ""
    booking_url: str = ""
    rotation: str = ""
    capacity: int | None = None
    distance_nm: float
    transit_days: Band[float]
    sailings_per_week: float | None = None
    days_out: tuple[str, ...] = ()
    days_back: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    copy_of: str = ""

class SeaRate(Cited, frozen=True, kw_only=True):
    """Freight by sea service and unit."""

    service_id: str
    unit: str
    freight_usd: Band[float]
    band: str
    price_year: int | None = None
    holds: tuple[Held, ...] = ()
    copy_of: str = ""

class SeaSurcharge(Cited, frozen=True, kw_only=True):
    """Dated surcharges on passages and ports."""

    item: str
    passage: str = ""
    port_id: str = ""
    ports: tuple[str, ...] = ()
    except_ports: tuple[str, ...] = ()
    last_confirmed: str
    from_date: date
    to_date: date | None = None
    unit: str
    amount_usd: Band[float]
    price_year: int | None = None

class Emission(Cited, frozen=True, kw_only=True):
    """Grams CO2e per tonne-km, well to wheel."""

    mode: Mode
    country: str = ""
    vehicle: str
    intensity_g_per_tkm: Band[float]
    traction: str = ""

class Unit(Cited, frozen=True, kw_only=True):
    """Load units."""

    family: str
    teu: float
    tare_t: float
    max_gross_t: float
    default_gross_t: float
    rate_unit: str
    modes: tuple[Mode, ...]

class Parameter(Cited, frozen=True, kw_only=True):
    """Parameters of the model."""

    value: Band[float]
    unit: str
    description: str

class Rule(Cited, frozen=True, kw_only=True):
    """Documents, limits, bans and regimes."""

    kind: str
    countries: tuple[str, ...]
    modes: tuple[Mode, ...]
    cargo: str
    subject: str
    text: str
    limit_t: float | None = None
    first_day: date | None = None
    last_day: date | None = None

class RuleEffect(Cited, frozen=True, kw_only=True):
    """What a rule does to a link: bar it, add a fee or warn."""

    rule_id: str
    effect: str
    at: str
    countries: tuple[str, ...]
    crossings: tuple[str, ...] = ()
    hubs: tuple[str, ...] = ()
    modes: tuple[Mode, ...]
    direction: str
    cargo: tuple[str, ...] = ()
    un_classes: tuple[str, ...] = ()
    container: str
    season_from: tuple[int, int] | None = None
    season_to: tuple[int, int] | None = None
    item: str = ""
    amount: Band[float] | None = None
    unit: str = ""
    price_year: int | None = None
    over_km: float | None = None

class Fx(Cited, frozen=True, kw_only=True):
    """Exchange rates."""

    per_usd: float

class Case(Cited, frozen=True, kw_only=True):
    """Published shipments and quotes that judge the model."""

    corridor: str
    origin_id: str = ""
    destination_id: str = ""
    via: tuple[str, ...] = ()
    modes: tuple[Mode, ...]
    open: tuple[str, ...] = ()
    depart: date | None = None
    unit: str
    service: tuple[str, ...] = ()
    distance_km: float | None = None
    days_low: float | None = None
    days_high: float | None = None
    cost_low_usd: float | None = None
    cost_high_usd: float | None = None
    use: str
    kind: str
    without: tuple[str, ...] = ()
    pair: str = ""
    ratio_of: str = ""
    ratio_low: float | None = None
    ratio_high: float | None = None
    stands_in: tuple[str, ...] = ()
    reason: str = ""

class RepairLink(Cited, frozen=True, kw_only=True):
    """Pieces that repair the base network."""

    mode: Mode
    kind: str
    from_name: str
    from_lon: float
    from_lat: float
    to_name: str
    to_lon: float
    to_lat: float
    length_km: float
    reason: str

class FalseLink(Cited, frozen=True, kw_only=True):
    """Chords of the base network to remove or replace."""

    mode: Mode
    a_lon: float
    a_lat: float
    b_lon: float
    b_lat: float
    network_km: float | None = None
    action: str
    reason: str

class NetworkReference(Cited, frozen=True, kw_only=True):
    """Reference lengths that judge the repaired network."""

    hub_a: str
    a_lon: float
    a_lat: float
    hub_b: str
    b_lon: float
    b_lat: float
    mode: Mode
    length_km: float
    first_length_km: float | None = None
    reference_status: str
    reason: str = ""

class LengthFactor(Cited, frozen=True, kw_only=True):
    """Real length over network length where nothing is surveyed."""

    country: str = ""
    mode: Mode
    west: float | None = None
    south: float | None = None
    east: float | None = None
    north: float | None = None
    factor: float

class Sanction(OnSubject, frozen=True, kw_only=True):
    """What lists of sanctions say of the network, by list and day."""

    list: str
    effect: str
    for_trade_of: tuple[str, ...] = ()
    party: str = ""
    first_day: date
    last_day: date | None = None
    last_confirmed: str
    text: str

class ShipChange(Cited, frozen=True, kw_only=True):
    """Ports at which a box goes from one ship to another, and what that takes."""

    port_id: str
    first_day: date | None = None
    last_day: date | None = None
    handling_h: Band[float]
    hours_confidence: str
    cost_teu_usd: Band[float]
    cost_feu_usd: Band[float]
    cost_confidence: str
    price_year: int | None = None

class SeaRotation(Cited, frozen=True, kw_only=True):
    """Calls of the ships of a service in their order: a box goes from a call to later ones alone."""

    name: str
    calls: tuple[str, ...]

class RailService(Cited, frozen=True, kw_only=True):
    """Trains: from where to where, how often, by whom, and when one was last seen."""

    name: str
    kind: str
    status: str
    from_place: str
    via: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    trade: tuple[str, ...] = ()
    to_place: str = ""
    both_directions: bool
    headway_days: Band[float] | None = None
    days_out: tuple[str, ...] = ()
    days_back: tuple[str, ...] = ()
    transit_h: Band[float] | None = None
    pace_kmh: Band[float] | None = None
    capacity: float | None = None
    capacity_unit: str = ""
    price_basis: str
    operator: str = ""
    booking_url: str = ""
    first_day: date | None = None
    last_day: date | None = None
    last_run: str = ""
    lines: tuple[str, ...] = ()

class PublishedLine(Cited, frozen=True, kw_only=True):
    """What lists of others name: border crossings and main lines by country, and what of ours carries each."""

    country: str
    neighbour: str = ""
    kind: str
    mode: Mode
    name: str
    crossings: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    without: str = ""
    reason: str = ""

class TransitRegime(Cited, frozen=True, kw_only=True):
    """How a truck and its goods may go over a border by road: who, where, since when, at what price."""

    kind: str
    status: str
    countries: tuple[str, ...]
    from_countries: tuple[str, ...] = ()
    crossings: tuple[str, ...] = ()
    journeys: str
    trucks: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    cargo: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    operator: str = ""
    price: Band[float] | None = None
    price_for: str = ""
    extra_h: Band[float] | None = None
    at_yard: bool
    spares: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    without_papers: tuple[str, ...] = ()
    price_year: int | None = None
    text: str

class Evidence(Row, frozen=True, kw_only=True):
    """What the pages say that checked cells rest on."""

    of_table: str
    row_id: str
    column: str
    our_figure: str = ""
    address: str
    title: str = ""
    page_date: str = ""
    printed: str = ""
    unit: str = ""
    place: str = ""
    direction: str = ""
    holds: str = ""
    read_on: date
    verdict: str
    differs_in: tuple[str, ...] = ()
    read_as: tuple[str, ...] = ()
    formula: str = ""
    copy_of: str = ""
    note: str = ""

class Derivation(Row, frozen=True, kw_only=True):
    """How our derived figures follow from others."""

    of_table: str
    row_id: str = ""
    column: str = ""
    kind: str
    inputs: tuple[str, ...] = ()
    address: str = ""
    printed: str = ""
    read_as: tuple[str, ...] = ()
    formula: str = ""
    note: str = ""

class LastSeen(OnSubject, frozen=True, kw_only=True):
    """When freight was last seen to use a crossing, a transit regime or a terminal, and what was seen; trains and ships have last_run and last_sailing."""

    into: str = ""
    state: str
    seen_on: str = ""
    what: str = ""

class CorridorIndicator(Cited, frozen=True, kw_only=True):
    """Trade facilitation indicators (TFI) of CAREC's corridor performance reports (CPMM), to stand beside those of an answer."""

    country: str = ""
    mode: Mode
    post_h: float | None = None
    post_usd: float | None = None
    usd_per_500km_20t: float | None = None
    swod_kmh: float | None = None
    swd_kmh: float | None = None

class PortCheck(Cited, frozen=True, kw_only=True):
    """Published figures on ports and their hinterland that ours are held against, failures and what is not modelled included (`corridor check ports`)."""

    what: str
    place: str
    printed: str = ""
    unit: str = ""
    method: str
    figure: str = ""
    origin_id: str = ""
    destination_id: str = ""
    via: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    modes: tuple[Mode, ...] = ()
    goods: str = ""
    train: str = ""
    scenario: str = ""
    against: str = ""
    cell: str = ""
    low: float | None = None
    high: float | None = None

class Corridor(Cited, frozen=True, kw_only=True):
    """Named corridors by their chain of countries, of which an answer tells how they stand."""

    name: str
    countries: tuple[str, ...]
    across: str
    joins: tuple[str, ...] = ()

@dataclass(frozen=True, kw_only=True)
class Tables:
    """Every source table as typed rows, in the order of its file."""

    sources: tuple[Source, ...] = ...
    hubs: tuple[Hub, ...] = ...
    place_names: tuple[PlaceName, ...] = ...
    sections: tuple[Section, ...] = ...
    shape_points: tuple[ShapePoint, ...] = ...
    shape_reasons: tuple[ShapeReason, ...] = ...
    totals: tuple[Total, ...] = ...
    chains: tuple[Chain, ...] = ...
    crossings: tuple[Crossing, ...] = ...
    rail_lines: tuple[RailLine, ...] = ...
    components: tuple[Component, ...] = ...
    border_pockets: tuple[BorderPocket, ...] = ...
    river_bridges: tuple[RiverBridge, ...] = ...
    through_lines: tuple[ThroughLine, ...] = ...
    border_times: tuple[BorderTime, ...] = ...
    border_fees: tuple[BorderFee, ...] = ...
    closures: tuple[Closure, ...] = ...
    opening_hours: tuple[OpeningHours, ...] = ...
    holidays: tuple[Holiday, ...] = ...
    feast_days: tuple[FeastDay, ...] = ...
    night_bans: tuple[NightBan, ...] = ...
    time_zones: tuple[TimeZone, ...] = ...
    speeds: tuple[Speed, ...] = ...
    drivers: tuple[Driver, ...] = ...
    rates: tuple[Rate, ...] = ...
    terminals: tuple[Terminal, ...] = ...
    ports: tuple[Port, ...] = ...
    port_charges: tuple[PortCharge, ...] = ...
    sea_services: tuple[SeaService, ...] = ...
    sea_rates: tuple[SeaRate, ...] = ...
    sea_surcharges: tuple[SeaSurcharge, ...] = ...
    emissions: tuple[Emission, ...] = ...
    units: tuple[Unit, ...] = ...
    parameters: tuple[Parameter, ...] = ...
    rules: tuple[Rule, ...] = ...
    rule_effects: tuple[RuleEffect, ...] = ...
    fx: tuple[Fx, ...] = ...
    cases: tuple[Case, ...] = ...
    repair_links: tuple[RepairLink, ...] = ...
    false_links: tuple[FalseLink, ...] = ...
    network_reference: tuple[NetworkReference, ...] = ...
    length_factors: tuple[LengthFactor, ...] = ...
    sanctions: tuple[Sanction, ...] = ...
    ship_changes: tuple[ShipChange, ...] = ...
    sea_rotations: tuple[SeaRotation, ...] = ...
    rail_services: tuple[RailService, ...] = ...
    published_lines: tuple[PublishedLine, ...] = ...
    transit_regimes: tuple[TransitRegime, ...] = ...
    evidence: tuple[Evidence, ...] = ...
    derivations: tuple[Derivation, ...] = ...
    last_seen: tuple[LastSeen, ...] = ...
    corridor_indicators: tuple[CorridorIndicator, ...] = ...
    port_checks: tuple[PortCheck, ...] = ...
    corridors: tuple[Corridor, ...] = ...

ROWS: dict[str, type[Row]]
