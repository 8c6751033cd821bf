"""Why a link cannot be priced or used for a load: a closed list, each with its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corridor.model.mode import Mode
from corridor.pricing.load import Load
from corridor.tables.library import Library
from corridor.tables.records import Crossing, SeaService, Terminal, Unit

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
    MODE = "mode"
    POST = "post"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Gap:
    """
    One reason with what it speaks of.

    Attributes
    ----------
    kind
        Which reason.
    subject
        Id of the service, terminal, crossing or rule; the mode for `MODE`; '' where the table
        lacks a row of a whole country.
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
    def row(self) -> str:
        """The row that lacks, for `ROW`: table, what it is of, and for what."""
        where = self.subject or self.country
        of = f" of {self.country}" if self.subject and self.country else ""
        detail = f" {self.detail}" if self.detail else ""
        unit = f" for {self.unit}" if self.unit else ""
        link = "of" if self.table == "sea_rates" else "for"
        return f"{self.table} {link} {where}{detail}{of}{unit}"

    @property
    def text(self) -> str:
        """The reason in one sentence."""
        if self.kind is GapKind.ROW:
            return f"a row is wanting: {self.row}"
        if self.kind is GapKind.SHIP:
            return f"{self.subject} carries no {self.unit}"
        if self.kind is GapKind.TERMINAL:
            return f"{self.subject} handles no {self.unit}"
        if self.kind is GapKind.MODE:
            return f"a {self.unit} goes by no {Mode(self.subject).line}"
        if self.kind is GapKind.POST:
            return f"{self.subject} passes no freight, only persons or local traffic"
        return f"rule {self.subject} bars it"

    @property
    def russian(self) -> str:
        """The same in Russian."""
        if self.kind is GapKind.ROW:
            return f"нет строки в таблицах: {self.row}"
        if self.kind is GapKind.SHIP:
            return f"линия {self.subject} не берёт груз в единице {self.unit}"
        if self.kind is GapKind.TERMINAL:
            return f"терминал {self.subject} не обрабатывает единицу {self.unit}"
        if self.kind is GapKind.MODE:
            mode: dict[str, str] = {
                Mode.RAIL: "железной дорогой",
                Mode.ROAD: "автодорогой",
                Mode.SEA: "морем",
            }
            return f"единица {self.unit} не идёт {mode[self.subject]}"
        if self.kind is GapKind.POST:
            return f"переход {self.subject} не пропускает грузы: только люди или местное движение"
        return f"запрещено правилом {self.subject}"


def barred_by(rule_id: str) -> Gap:
    """The reason of a link that a rule bars."""
    return Gap(GapKind.RULE, rule_id)


def mode_gap(unit: Unit, mode: str) -> Gap | None:
    """Why a unit does not go by a mode, None if it does."""
    return None if mode in unit.modes else Gap(GapKind.MODE, mode, unit=unit.id)


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


def calls(library: Library, port_id: str, load: Load) -> bool:
    """Whether a service of the tables that carries a load calls at a port, running or not."""
    return any(
        port_id in (s.from_port, s.to_port) and ship_gap(s, load) is None
        for s in library.sea_services
    )
