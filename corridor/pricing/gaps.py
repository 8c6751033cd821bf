"""Why a link cannot be priced or used for a load: a closed list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corridor.model.message import Message, Parameter, say
from corridor.pricing.load import Load
from corridor.tables.dataset import Dataset
from corridor.tables.records import Crossing, SeaService, Terminal

# Families of units that a kind of ship carries; on a ferry a box stands on a trailer or wagon.
# A bulk ship is not among them: what it takes is a matter of its rows alone.
CARRIES = {
    "container": ("container",),
    "ferry_truck": ("truck", "container"),
    "ferry_rail": ("wagon", "container"),
}
# Families that a terminal handles by its column `cargo`. What rolls drives on and off.
_HANDLES = {
    "container": ("container",),
    "wagonload": ("wagon",),
    "bulk": ("wagon",),
    "rolling": ("truck", "wagon"),
}
# Units of price of a terminal that lifts boxes and so has no price for loose loads.
_BOX_UNITS = ("TEU", "FEU", "container")


class GapKind(StrEnum):
    """Every reason for which a link may not be used by a load."""

    ROW = "row"
    SHIP = "ship"
    TERMINAL = "terminal"
    POST = "post"
    RULE = "rule"
    TRAIN = "train"


@dataclass(frozen=True, slots=True)
class Gap:
    """
    One reason with what it speaks of.

    Attributes
    ----------
    kind
        Which reason.
    subject
        Id of the service, train, terminal, crossing or rule; '' where the table lacks a row of a whole
        country.
    table
        Table that lacks the row, for `ROW`.
    country
        Country whose row lacks, for `ROW`.
    detail
        Of the row that lacks: direction, unit or class of service.
    unit
        Unit of the load, where the reason speaks of one.
    """

    kind: GapKind
    subject: str = ""
    table: str = ""
    country: str = ""
    detail: str = ""
    unit: str = ""

    @property
    def row(self) -> Message:
        """The row that lacks, for `ROW`: table, what it is of, and for what."""
        link = "of" if self.table == "sea_rates" else "for"
        parts: list[Parameter] = [say(f"row.{link}", table=self.table, subject=self._subject)]
        if self.detail:
            parts.append(self.detail)
        if self.subject and self.country:
            parts.append(say("row.country", country=self.country))
        if self.unit:
            parts.append(say("row.unit", unit=self.unit))
        return say("row", parts=tuple(parts))

    @property
    def _subject(self) -> str:
        return self.subject or self.country

    @property
    def message(self) -> Message:
        """The reason."""
        if self.kind is GapKind.ROW:
            return say("gap.row", row=self.row)
        if self.kind in (GapKind.SHIP, GapKind.TERMINAL):
            return say(f"gap.{self.kind}", subject=self.subject, unit=self.unit)
        return say(f"gap.{self.kind}", subject=self.subject)

    @property
    def order(self) -> tuple[str, ...]:
        """What reasons are listed by."""
        return self.kind.value, self.table, self._subject, self.detail, self.country, self.unit


def barred_by(rule_id: str) -> Gap:
    """The reason of a link that a rule bars."""
    return Gap(GapKind.RULE, rule_id)


def post_gap(crossing: Crossing) -> Gap | None:
    """Why no freight passes a crossing, None if it does."""
    return None if crossing.cargo == "freight" else Gap(GapKind.POST, crossing.id)


def ship_gap(service: SeaService, load: Load) -> Gap | None:
    """
    Why a service does not carry a load, None if it does.

    A truck goes on a ferry for trucks alone and a wagon on a rail ferry alone.
    """
    if load.family in CARRIES.get(service.kind, (load.family,)):
        return None
    return Gap(GapKind.SHIP, service.id, unit=load.consignment.unit)


def cargo_gap(terminal: Terminal, load: Load) -> Gap | None:
    """Why a terminal is not meant for a kind of cargo, None if it is."""
    handled = _HANDLES.get(terminal.cargo, (load.family,))
    fits = load.family in handled
    if terminal.cargo == "bulk":
        fits = fits and load.consignment.cargo_class == "bulk"
    return None if fits else _no_handling(terminal, load)


def terminal_gap(terminal: Terminal, load: Load) -> Gap | None:
    """Why a terminal does not handle a load, None if it does; a price a box prices no loose load."""
    loose = load.family != "container"
    if loose and terminal.cost_unit in _BOX_UNITS:
        return _no_handling(terminal, load)
    return cargo_gap(terminal, load)


def _no_handling(terminal: Terminal, load: Load) -> Gap:
    return Gap(GapKind.TERMINAL, terminal.id, unit=load.consignment.unit)


def row_gap(
    table: str, *, country: str = "", subject: str = "", detail: str = "", unit: str = ""
) -> Gap:
    """The reason of a link that no row of a table prices."""
    return Gap(GapKind.ROW, subject, table, country, detail, unit)


def calls(dataset: Dataset, port_id: str, load: Load) -> bool:
    """Whether a service of the tables that carries a load calls at a port, running or not."""
    return any(
        port_id in (s.from_port, s.to_port) and ship_gap(s, load) is None
        for s in dataset.sea_services
    )
