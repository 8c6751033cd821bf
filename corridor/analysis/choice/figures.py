"""
The figures behind a difference, by the names that --scale takes.

A figure is one target of a scale, such as 'port_charges@gwadar_port'. `touched` says which
items of a leg it stands behind, so that its share of a way is known without solving again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields

from corridor.engine import RouteEngine
from corridor.errors import CorridorError
from corridor.model.answer import Item, Itinerary, Leg
from corridor.model.band import ZERO, Band
from corridor.model.charge import SAILING_WAIT
from corridor.model.link_kind import LinkKind
from corridor.model.message import Message, Word, WordKind, name, say
from corridor.model.scenario import Scale
from corridor.pricing.sea.surcharges import homes
from corridor.tables.dataset import Dataset
from corridor.tables.overlays.scales import rows_of
from corridor.tables.records import SeaService
from corridor.tables.row import Named

COST, TIME = "cost", "time"
# A figure behind no item: cents an hour stand for it.
VALUE_OF_TIME = "value_of_time"
# Figures that divide: twice the sailings halve the wait.
INVERSE = frozenset({"sailings", "road_speed", "rail_speed", "driving_hours"})


@dataclass(frozen=True, slots=True)
class Figure:
    """
    A figure that can be multiplied.

    Attributes
    ----------
    target
        What --scale takes.
    label
        Its name.
    what
        'cost' or 'time': which side of the items it stands behind.
    rows
        'table:row' keys, where a person named a target that no item is called by.
    """

    target: str
    label: Message
    what: str
    rows: frozenset[str] = frozenset()

    @property
    def inverse(self) -> bool:
        """Whether hours go as one over the figure."""
        return self.target.split("@")[0] in INVERSE


@dataclass(frozen=True, slots=True)
class Touched:
    """An item of a way that a figure stands behind."""

    figure: Figure
    item: Item

    @property
    def band(self) -> Band:
        """The side of the item that moves with the figure."""
        return self.item.cost if self.figure.what == COST else self.item.time


def touched(itinerary: Itinerary, dataset: Dataset) -> Iterable[Touched]:
    """Every figure behind every item inside the total of a way."""
    for leg in itinerary.legs:
        for item in leg.items:
            if not item.outside_total:
                for figure in figures_behind(leg, item, dataset):
                    yield Touched(figure, item)


def amount(itinerary: Itinerary, figure: Figure, dataset: Dataset) -> Band:
    """Cents or minutes of a way that move with a figure."""
    found = ZERO
    if figure.rows:
        for item in (i for leg in itinerary.legs for i in leg.items if not i.outside_total):
            if figure.rows & set(item.rows):
                found += item.cost if figure.what == COST else item.time
        return found
    for entry in touched(itinerary, dataset):
        if entry.figure == figure:
            found += entry.band
    return found


def named(target: str, itineraries: Sequence[Itinerary], engine: RouteEngine) -> Figure:
    """
    The figure that a person's target means.

    Raises
    ------
    InputError
        If it names no figure of the tables.
    """
    item, _, subject = target.partition("@")
    found = rows_of(Scale(target, 1.0), engine.dataset, engine.gazetteer)
    ids = [subject]
    if subject:
        with suppress(CorridorError):
            things = engine.gazetteer.things(subject, "--figure")
            ids += [t.id for t in things] + [f"{t.id}_port" for t in things]
    wanted = {f"{item}@{name}" for name in ids}
    for figure in figures_of(itineraries, engine.dataset):
        if figure.target in wanted:
            return figure
    keys = {f"{m.table}:{Named.of(m.row).id}" for m in found}
    keys |= {f"{m.table}:{m.copied_from}" for m in found if m.copied_from}
    money = any("usd" in c for m in found for c in m.columns)
    label = (
        say("figure.value_of_time")
        if target == VALUE_OF_TIME
        else say("figure.target", target=target)
    )
    return Figure(target, label, COST if money else TIME, frozenset(keys))


def figures_of(itineraries: Sequence[Itinerary], dataset: Dataset) -> list[Figure]:
    """Every figure behind some ways, in order of first use."""
    return list(dict.fromkeys(t.figure for w in itineraries for t in touched(w, dataset) if t.band))


@dataclass(frozen=True, slots=True)
class _Rows:
    """The row of each table that an item rests on first, '' where it rests on none."""

    border_fees: str = ""
    border_times: str = ""
    drivers: str = ""
    parameters: str = ""
    port_charges: str = ""
    ports: str = ""
    rates: str = ""
    sea_services: str = ""
    sea_surcharges: str = ""
    ship_changes: str = ""
    speeds: str = ""
    terminals: str = ""


_READ = tuple(f"{f.name}:" for f in fields(_Rows))


def figures_behind(leg: Leg, item: Item, dataset: Dataset) -> list[Figure]:
    """The figures behind an item of a leg."""
    ids = _Rows(**dict(r.split(":", 1) for r in reversed(item.rows) if r.startswith(_READ)))
    found = [*_on_land(leg, item, dataset, ids), *_at_port(leg, dataset, ids)]
    if ids.sea_surcharges:
        row = ids.sea_surcharges
        # One that is asked on a whole coast is not told of one port.
        label = item.type.message
        if len(homes(next(s for s in dataset.sea_surcharges if s.id == row))) == 1:
            label = say("figure.surcharge", charge=label, place=name(leg.start.name))
        found.append(Figure(f"sea_surcharges.amount_usd@{row}", label, COST))
    if leg.kind == LinkKind.SAILING and ids.sea_services:
        found += _at_sea(item, dataset.service[leg.subject])
    if ids.parameters and leg.kind != LinkKind.LINE_HAUL:
        row = ids.parameters
        label = say("figure.headway") if item.type == SAILING_WAIT else item.type.message
        what = TIME if item.time else COST
        found.append(Figure(f"parameters.value@{row}", label, what))
    return found


def _on_land(leg: Leg, item: Item, dataset: Dataset, ids: _Rows) -> list[Figure]:
    found: list[Figure] = []
    if leg.kind == LinkKind.LINE_HAUL:
        mode, land = leg.mode, leg.country
        if ids.rates:
            found.append(
                Figure(f"{mode}_rate@{land}", say(f"figure.{mode}_rate", country=land), COST)
            )
        if ids.speeds:
            found.append(
                Figure(f"{mode}_speed@{land}", say(f"figure.{mode}_speed", country=land), TIME)
            )
        if ids.drivers:
            found.append(
                Figure(f"driving_hours@{land}", say("figure.driving_hours", country=land), TIME)
            )
    # A change of gauge cites the hours of the post that hold its own, and adds none.
    if ids.border_times and leg.kind == LinkKind.BORDER:
        crossing = dataset.crossing[leg.subject]
        post = say("figure.post", post=name(crossing.name), mode=crossing.mode)
        hours, cost = say("figure.border_hours", post=post), say("figure.border_cost", post=post)
        found.append(Figure(f"border_hours@{leg.subject}", hours, TIME))
        found.append(Figure(f"border_cost@{leg.subject}", cost, COST))
    if ids.border_fees:
        found.append(Figure(f"border_fees.amount_usd@{ids.border_fees}", item.type.message, COST))
    return found


def _at_sea(item: Item, service: SeaService) -> list[Figure]:
    line = Word(service.name, WordKind.SERVICE)
    if item.type != SAILING_WAIT:
        days, rate = say("figure.sea_days", service=line), say("figure.sea_rate", service=line)
        return [
            Figure(f"sea_days@{service.id}", days, TIME),
            Figure(f"sea_rate@{service.id}", rate, COST),
        ]
    if service.sailings_per_week:
        return [Figure(f"sailings@{service.id}", say("figure.sailings", service=line), TIME)]
    return []


def _at_port(leg: Leg, dataset: Dataset, ids: _Rows) -> list[Figure]:
    found: list[Figure] = []
    if ids.port_charges:
        label = say("figure.port_charges", port=name(dataset.port[leg.subject].name))
        found.append(Figure(f"port_charges@{leg.subject}", label, COST))
    if ids.ports:
        label = say("figure.port_dwell", port=name(dataset.port[leg.subject].name))
        found.append(Figure(f"port_dwell@{leg.subject}", label, TIME))
    if ids.ship_changes:
        row, place = ids.ship_changes, name(leg.start.name)
        cost = say("figure.ship_change_cost", place=place)
        found.append(Figure(f"ship_change_cost@{row}", cost, COST))
        hours = say("figure.ship_change_hours", place=place)
        found.append(Figure(f"ship_change_hours@{row}", hours, TIME))
    if ids.terminals:
        row, place = ids.terminals, name(leg.start.name)
        cost = say("figure.terminal_cost", place=place)
        found.append(Figure(f"terminal_cost@{row}", cost, COST))
        hours = say("figure.terminal_hours", place=place)
        found.append(Figure(f"terminal_hours@{row}", hours, TIME))
    return found
