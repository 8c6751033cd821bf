"""What is asked: from where to where, when, how, and under which constraints."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from corridor.errors import InputError
from corridor.model.area import Area
from corridor.model.consignment import Consignment
from corridor.model.mode import MODES, Mode
from corridor.model.objective import OBJECTIVES, Objective
from corridor.model.values import settle

CREWS = ("one_driver", "two_drivers")
# Trains of rail_services beside ordinary traffic; a train of one's own; ordinary traffic alone.
SCHEDULED = "scheduled"
RAIL_SERVICES = (SCHEDULED, "block_train", "wagonload")
# Ends of a journey with a private siding; '' = none is asked for.
# How a border is passed by road; '' = whatever is cheapest.
REGIMES = ("", "tir", "permit", "change", "bonded")
SIDINGS = ("", "origin", "destination", "both")
# The chance to be there by a date where none is given: the high end of the band.
SURE_PERCENT = 90.0
# How many times what touches something discouraged counts in the objective.
DISCOURAGED = 2
# Per cent of its own line-haul that a listed way may share with each one before it.
MAX_OVERLAP = 70.0

# Candidate ports, and markets that stand for the region's trade, where none are named.
PORTS = ("karachi", "port_qasim", "gwadar")
BASKET = ("Jebel Ali", "Mombasa", "Shanghai", "Rotterdam")
# Origins whose best itineraries are tried where losses are ranked and none is named.
ORIGINS = ("Minsk", "Moscow", "Yekaterinburg", "Almaty", "Tashkent", "Mazar-i-Sharif")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """
    One question to the planner.

    Attributes
    ----------
    origin, destination
        A place name, UN/LOCODE or 'lat,lon' as typed.
    depart
        Ready date and time by the clock of the origin, without a zone.
    rail_service
        One of `RAIL_SERVICES`; '' = `SCHEDULED`: a train of `rail_services` or wagonload.
    value_of_time_usd_per_h
        For the whole consignment; None = its value times the share that its cargo class loses a
        day in transit (`time_value_*_per_day`).
    modes
        Modes of the line-haul. A box is fetched and brought by truck whatever they are, up to
        `first_mile_km` where the road is none of them.
    siding
        'origin', 'destination' or 'both': a private siding there, from which a box starts or
        ends on rail without a terminal; '' = none. A wagon has one wherever there are rails.
    via
        Stops to make, in order: a seaport is called at, a crossing crossed, a terminal handles,
        a town is passed.
    avoid
        Countries, crossings, ports, terminals, sections, sea passages or places never to be
        used.
    discourage
        The same kinds of things, to be used only where that pays: what touches them counts
        `DISCOURAGED` times in the objective, and once on the bill.
    avoid_areas, discourage_areas
        Areas that no drawn line of the way may touch, or only at that price.
    avoid_sanctions
        Lists of sanctions, as 'OFAC' or 'EU@2026-01-01' (read as of that day, else of the
        departure); what the table `sanctions` knows of them is avoided.
    regime
        One of `REGIMES`: how borders are passed by road wherever the table `transit_regimes`
        speaks of that kind; '' = the cheapest lawful one at each.
    truck_of
        Country of the truck on all roads of the journey; '' = that of the origin, or from
        overseas at each border one of the country that is left.
    only_countries
        Countries that may be used at all; empty = all.
    max_days, arrive_by, max_cost_usd, max_transfers
        Limits on the whole journey at typical figures; None = no limit. A transfer is a
        change of mode, gauge or vehicle at a terminal, or between ship and land.
        `arrive_by` is by the clock of the destination, without a zone.
    by, sure_percent
        The last moment by the clock of the destination, and the least chance in per cent to be there
        by then (`SURE_PERCENT` where only a moment is given); None = no such limit.
    open, close
        Crossings, ports, passages, sections or services opened or closed whatever
        closures.csv says.
    why
        A crossing, port, place or country; the answer says why the best way is not over it.
    guess
        Whether the first near name is taken for one that is unknown; the answer says so.
    if_closed
        What may shut while the goods are under way, as 'gabd@2026-12-14' or with its last day behind
        '..'; `corridor.Planner` tells the best way on from there.
    regret
        Whether `corridor.Planner` tells which way is regretted least over the shipped scenarios.
    k
        How many ways are listed.
    max_overlap
        Greatest share, in per cent, of a way's own line-haul kilometres that it may have in common with
        each way listed before it; None = `MAX_OVERLAP`.
    all
        Whether every way with other crossings, ports, modes or countries is listed instead, in the
        order of the objective.
    certainty
        Whether `corridor.Planner` tells how sure the answer is; engines never do.
    """

    origin: str
    destination: str
    consignment: Consignment = field(default_factory=Consignment)
    depart: datetime
    objective: Objective = Objective.GENERALISED
    value_of_time_usd_per_h: float | None = None
    modes: tuple[Mode, ...] = MODES
    crew: str = "one_driver"
    rail_service: str = ""
    siding: str = ""
    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    discourage: tuple[str, ...] = ()
    avoid_areas: tuple[Area, ...] = ()
    discourage_areas: tuple[Area, ...] = ()
    only_countries: tuple[str, ...] = ()
    avoid_sanctions: tuple[str, ...] = ()
    regime: str = ""
    truck_of: str = ""
    max_days: float | None = None
    arrive_by: datetime | None = None
    max_cost_usd: float | None = None
    max_transfers: int | None = None
    by: datetime | None = None
    sure_percent: float | None = None
    why: str = ""
    if_closed: tuple[str, ...] = ()
    regret: bool = False
    guess: bool = False
    k: int = 3
    max_overlap: float | None = None
    all: bool = False
    certainty: bool = True

    def __post_init__(self) -> None:
        """Refuse options that cannot be meant."""
        settle(self)
        _one_of("--objective", self.objective, OBJECTIVES)
        _one_of("--service", self.crew, CREWS)
        _one_of("--service", self.train, RAIL_SERVICES)
        if not self.modes:
            raise InputError("--modes is empty", remedy=f"name some of {', '.join(MODES)}")
        _one_of("--siding", self.siding, SIDINGS)
        _one_of("--regime", self.regime, REGIMES)
        for mode in self.modes:
            _one_of("--modes", mode, MODES)
        object.__setattr__(self, "objective", Objective(self.objective))
        object.__setattr__(self, "modes", tuple(Mode(m) for m in self.modes))
        if not 1 <= self.k <= 20:
            raise InputError(f"-k {self.k} is out of range", remedy="ask for 1 to 20 itineraries")
        if self.max_overlap is not None and not 0 <= self.max_overlap < 100:
            raise InputError(
                f"--max-overlap {self.max_overlap:g} is out of range",
                remedy="give a number from 0 to 99 (per cent of a way's own line-haul), or --all",
            )
        if self.all and self.max_overlap is not None:
            raise InputError(
                "--max-overlap and --all contradict each other: --all lists near copies too",
                remedy="give one of them",
            )
        if not 2005 <= self.depart.year <= 2045:
            raise InputError(
                f"--depart {self.depart:%Y-%m-%d} is out of range",
                remedy="give a date from 2005-01-01 to 2045-12-31",
            )
        for option, limit, most in (
            ("--max-days", self.max_days, 1000),
            ("--max-cost", self.max_cost_usd, 1e9),
            ("--max-transfers", self.max_transfers, 100),
        ):
            if limit is not None and not 0 <= limit <= most:
                raise InputError(
                    f"{option} {limit:g} is not a limit", remedy=f"give a number from 0 to {most:g}"
                )
        # Clocks of the two ends may lie most of a day apart; planning judges to the minute.
        if self.arrive_by is not None and self.arrive_by <= self.depart - timedelta(days=1):
            raise InputError(
                f"--arrive-by {self.arrive_by:%Y-%m-%d %H:%M} is not after the departure",
                remedy="give a later date",
            )
        self._check_by()
        vot = self.value_of_time_usd_per_h
        if vot is not None and not 0 <= vot < 1e6:
            raise InputError(
                f"--vot {vot} is not a value of time", remedy="give US dollars per hour, 0 or more"
            )

    def _check_by(self) -> None:
        """Refuse a date to be kept with a chance that cannot be meant."""
        sure = self.sure_percent
        if self.by is None:
            if sure is not None:
                raise InputError(
                    f"--sure {sure:g} has no date to be sure of", remedy="give --by, as 2027-01-10"
                )
            return
        if self.arrive_by is not None:
            raise InputError(
                "--by and --arrive-by are both given",
                remedy="give one: --by with --sure 50 is --arrive-by, the typical arrival",
            )
        if self.by <= self.depart - timedelta(days=1):
            raise InputError(
                f"--by {self.by:%Y-%m-%d %H:%M} is not after the departure",
                remedy="give a later date",
            )
        if sure is not None and not 50 <= sure <= 99:
            raise InputError(
                f"--sure {sure:g} is out of range",
                remedy="give 50 to 99 per cent; 50 is the typical arrival",
            )
        if self.objective is Objective.P90_TIME:
            raise InputError(
                "--by asks for a chance and --objective p90_time for the surest",
                remedy="give --objective cost, or p90_time without --by",
            )
        if sure is None:
            object.__setattr__(self, "sure_percent", SURE_PERCENT)

    @property
    def most_overlap(self) -> float:
        """The share, 0 to 1, that a listed way may have in common with each one before it."""
        return (MAX_OVERLAP if self.max_overlap is None else self.max_overlap) / 100

    @property
    def train(self) -> str:
        """The rail service meant: where none was asked for, trains that run, else wagonload."""
        return self.rail_service or SCHEDULED


def class_of(train: str) -> str:
    """Service class of rates and speeds of ordinary hauls under a rail service."""
    return "wagonload" if train == SCHEDULED else train


def _one_of(option: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        names = ", ".join(a for a in allowed if a)
        raise InputError(f"{option} {value!r} is unknown", remedy=f"one of {names}")
