"""What is asked: from where to where, when, how, and under which constraints."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from corridor.errors import BadInputError
from corridor.model.consignment import Consignment

OBJECTIVES = ("generalised", "cost", "time", "distance", "co2")
MODES = ("rail", "road", "sea")
CREWS = ("one_driver", "two_drivers")
RAIL_SERVICES = ("block_train", "wagonload")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """
    One question to the planner.

    Attributes
    ----------
    origin, destination
        A place name, UN/LOCODE or 'lat,lon' as typed.
    depart
        Ready date and time, local to nowhere in particular: borders keep no zones here.
    value_of_time_usd_per_h
        For the whole consignment; None = the parameter row per unit times the count.
    via
        Places or crossings to pass, in order.
    avoid
        Countries, crossings, ports, terminals, sea passages or places never to be used.
    open, close
        Crossings, ports, passages, sections or services opened or closed whatever
        closures.csv says.
    """

    origin: str
    destination: str
    consignment: Consignment = field(default_factory=Consignment)
    depart: datetime
    objective: str = "generalised"
    value_of_time_usd_per_h: float | None = None
    modes: tuple[str, ...] = MODES
    crew: str = "one_driver"
    rail_service: str = "block_train"
    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    k: int = 3

    def __post_init__(self) -> None:
        """Refuse options that cannot be meant."""
        _one_of("--objective", self.objective, OBJECTIVES)
        _one_of("--service", self.crew, CREWS)
        _one_of("--service", self.rail_service, RAIL_SERVICES)
        if not self.modes:
            raise BadInputError("--modes is empty", remedy=f"name some of {', '.join(MODES)}")
        for mode in self.modes:
            _one_of("--modes", mode, MODES)
        if not 1 <= self.k <= 20:
            raise BadInputError(
                f"-k {self.k} is out of range", remedy="ask for 1 to 20 itineraries"
            )
        if not 2005 <= self.depart.year <= 2045:
            raise BadInputError(
                f"--depart {self.depart:%Y-%m-%d} is out of range",
                remedy="give a date from 2005-01-01 to 2045-12-31",
            )
        vot = self.value_of_time_usd_per_h
        if vot is not None and not 0 <= vot < 1e6:
            raise BadInputError(
                f"--vot {vot} is not a value of time", remedy="give US dollars per hour, 0 or more"
            )


def _one_of(option: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise BadInputError(f"{option} {value!r} is unknown", remedy=f"one of {', '.join(allowed)}")
