"""
Bills of itineraries drawn at random: every item traced to its rows, and nothing on them twice.

This reads an itinerary alone: legs, items and rows. What holds what is worked out from the order
of the legs, not from the code that priced the links.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corridor.checks.law_draw import Draw
from corridor.engine import RouteEngine
from corridor.errors import CorridorError
from corridor.model import charge as charges
from corridor.model.answer import Item, Itinerary, Leg
from corridor.model.consignment import UNITS
from corridor.model.dates import last_day
from corridor.model.held import Held
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.query import Query
from corridor.pricing.ends import abroad
from corridor.tables.dataset import Dataset
from corridor.tables.records import SeaRate, SeaSurcharge
from corridor.tables.row import Cited

_BORDER_MONEY = {
    charges.BORDER_OUT.id: "out",
    charges.BORDER_IN.id: "in",
    charges.UNOFFICIAL_OUT.id: "out",
    charges.UNOFFICIAL_IN.id: "in",
}
_IN_FREIGHT = {charges.BORDER_OUT_HELD.id: "out", charges.BORDER_IN_HELD.id: "in"}
# Waits and delays of one leg: a holiday may shut a post and another one slow it.
_BY_CALENDAR = (
    charges.REOPENING,
    charges.OPENING_HOURS,
    charges.HOLIDAY,
    charges.SEASONAL_DELAY,
)
# A lift to the truck or train, by the mode that the leg goes on or came by.
_LIFTS = {Mode.ROAD: Held.LIFT_TO_TRUCK, Mode.RAIL: Held.LIFT_TO_TRAIN}


@dataclass(frozen=True, slots=True)
class Bills:
    """What was found on the bills of some questions."""

    asked: int
    answered: int
    items: int
    faults: tuple[str, ...]

    def text(self) -> str:
        """Counts, then a line a fault."""
        state = "BROKEN" if self.faults else "hold"
        counts = f"{self.answered} bills of {self.asked} questions, {self.items} items"
        first = f"{counts}: every item has its rows, none holds another: {state}"
        return "\n".join([first, *(f"  {fault}" for fault in self.faults)])


def check_bills(engine: RouteEngine, trials: int, seed: int) -> Bills:
    """
    Draw questions until so many have an answer, and go over the bill of each.

    Parameters
    ----------
    engine
        The installed tables and graph.
    trials
        Bills wanted; no more than ten questions a bill are asked.
    seed
        Of the draw.
    """
    draw = Draw(engine.dataset, random.Random(seed))
    asked = answered = items = 0
    faults: list[str] = []
    while answered < trials and asked < 10 * trials:
        query = draw.query(UNITS[asked % len(UNITS)])
        asked += 1
        itinerary = _best(engine, query)
        if itinerary is None:
            continue
        answered += 1
        items += sum(len(leg.items) for leg in itinerary.legs)
        where = f"{query.origin} - {query.destination}, {query.consignment.unit}"
        faults += [f"{where}: {fault}" for fault in faults_of(itinerary, engine.dataset)]
    return Bills(asked, answered, items, tuple(faults))


def _best(engine: RouteEngine, query: Query) -> Itinerary | None:
    try:
        planning = engine.planning(query)
        network = planning.graph()
        found = planning.solver(network).best(query.objective)
    except CorridorError:
        return None
    return planning.journey(network).itinerary(found) if found is not None else None


def faults_of(itinerary: Itinerary, dataset: Dataset) -> list[str]:
    """What is wrong with a bill: items without rows, entered twice, or held by another."""
    return [
        *_untraced(itinerary.legs, dataset),
        *_twice(itinerary.legs),
        *_held_twice(itinerary.legs, dataset),
        *_surcharged_twice(itinerary.legs, dataset),
        *_held_by_nobody(itinerary.legs, dataset),
        *_formalities(itinerary.legs, dataset),
    ]


def _untraced(legs: Sequence[Leg], dataset: Dataset) -> Iterator[str]:
    for leg in legs:
        for item in leg.items:
            unknown = [r for r in item.rows if r not in dataset.cited]
            if unknown or not item.rows:
                yield f"{item.type.order} on {_name(leg)}: no row {', '.join(unknown)}"


def _twice(legs: Sequence[Leg]) -> Iterator[str]:
    """An item entered twice on one leg, or a border passed twice into one country."""
    for leg in legs:
        for kind, count in Counter(_what(item) for item in leg.items).items():
            if count > 1:
                yield f"{kind} {count} times on {_name(leg)}"
    borders = Counter(_name(leg) for leg in legs if leg.kind is LinkKind.BORDER)
    yield from (f"{name} {count} times" for name, count in borders.items() if count > 1)


def _held_twice(legs: Sequence[Leg], dataset: Dataset) -> Iterator[str]:
    """An item whose thing a row of another figure beside it holds."""
    for number, leg in enumerate(legs):
        for item in leg.items:
            for held, holders in _beside(legs, number, item):
                for row in _rows(holders, dataset):
                    if held in getattr(row, "holds", ()):
                        yield f"{item.type.order} on {_name(leg)}: {row.key} holds {held}"


def _surcharged_twice(legs: Sequence[Leg], dataset: Dataset) -> Iterator[str]:
    """A surcharge of a ship beside an all-in freight of a time at which it was asked already."""
    for leg in legs:
        rows = _rows(leg.items, dataset)
        holders = [
            r for r in rows if isinstance(r, SeaRate) and Held.SEABORNE_SURCHARGES in r.holds
        ]
        for row in (r for r in rows if isinstance(r, SeaSurcharge)):
            for rate in holders:
                if row.from_date <= last_day(rate.as_of):
                    yield f"{row.key} on {_name(leg)}: {rate.key} holds it"


def _beside(legs: Sequence[Leg], number: int, item: Item) -> Iterator[tuple[Held, Sequence[Item]]]:
    """What an item charges, and the items beside it that might hold the same."""
    leg, kind = legs[number], item.type.id
    if kind in _BORDER_MONEY and item.cost:
        yield Held.BORDER_PAYMENTS, _freight(legs, number, _BORDER_MONEY[kind])
    if kind == charges.CHANGE_OF_TRUCK.id and (item.cost or item.time):
        yield Held.CHANGE_OF_TRUCK, leg.items
    if kind == charges.TRAIN_WAIT.id and item.time:
        yield Held.TRAIN_WAIT, [i for i in leg.items if i is not item]
        yield Held.TRAIN_WAIT, _entry(legs, number)
    if kind == charges.TRANSSHIPMENT.id and _by_rail(legs, number):
        yield Held.GAUGE_CHANGE, _entry(legs, number)
    if kind == charges.LIFT.id and item.cost:
        for near in legs[max(number - 1, 0) : number + 2]:
            if near.mode in _LIFTS:
                yield _LIFTS[Mode(near.mode)], [i for i in leg.items if i is not item]
    if item.type.group == "wharfage":
        yield Held.WHARFAGE, [i for i in leg.items if i is not item]
    if kind == charges.BOX_RETURN.id and item.cost:
        yield Held.EMPTY_RETURN, [i for other in legs for i in other.items]


def _freight(legs: Sequence[Leg], number: int, direction: str) -> tuple[Item, ...]:
    """Items of the haul that leads to a border, or from it."""
    at = number - 1 if direction == "out" else number + 1
    if not 0 <= at < len(legs) or legs[at].kind is not LinkKind.LINE_HAUL:
        return ()
    return legs[at].items


def _entry(legs: Sequence[Leg], number: int) -> tuple[Item, ...]:
    """Items of the border that was passed last before a change, if it led by rail into its country."""
    for leg in reversed(legs[:number]):
        if leg.kind is LinkKind.BORDER:
            into = leg.country == legs[number].country and leg.mode == Mode.RAIL
            return tuple(i for i in leg.items if _side(i) == "in") if into else ()
        if leg.kind is not LinkKind.LINE_HAUL or leg.mode != Mode.RAIL:
            return ()
    return ()


def _side(item: Item) -> str:
    return _BORDER_MONEY.get(item.type.id) or _IN_FREIGHT.get(item.type.id, "")


def _by_rail(legs: Sequence[Leg], number: int) -> bool:
    """Whether a change leads from rail to rail."""
    near = [leg for leg in (legs[number - 1], *legs[number + 1 : number + 2]) if number]
    return len(near) == 2 and all(leg.mode == Mode.RAIL for leg in near)


def _held_by_nobody(legs: Sequence[Leg], dataset: Dataset) -> Iterator[str]:
    """What the bill left out although nothing on it holds it."""
    for number, leg in enumerate(legs):
        for item in leg.items:
            direction = _IN_FREIGHT.get(item.type.id)
            if direction and not any(
                Held.BORDER_PAYMENTS in getattr(row, "holds", ())
                for row in _rows(_freight(legs, number, direction), dataset)
            ):
                yield f"{item.type.order} on {_name(leg)}: no freight on the bill holds it"
            if item.type.id == charges.TRANSSHIPMENT_WAITED.id and not any(
                Held.TRAIN_WAIT in getattr(row, "holds", ())
                for row in _rows(_entry(legs, number), dataset)
            ):
                yield f"{item.type.order} on {_name(leg)}: no border on the bill holds it"


def _formalities(legs: Sequence[Leg], dataset: Dataset) -> Iterator[str]:
    """
    What the customs cost, told alike wherever goods enter.

    Between two customs territories an agent clears the goods out and another in, once each and
    outside the total; the port's own bill names none. A country passed in transit is secured in
    one way: a carnet stands beside no guarantee, and each tracker is paid once.
    """
    items = [(leg, item) for leg in legs for item in leg.items]
    agents = {charges.AGENT_OUT.id: 0, charges.AGENT_IN.id: 0}
    secured: dict[str, set[str]] = {}
    trackers: Counter[str] = Counter()
    for leg, item in items:
        if item.type.id in agents:
            agents[item.type.id] += 1
            if not item.outside_total:
                yield f"{item.type.order} stands inside the total"
        if item.type.group == "customs_agent":
            yield f"{item.type.order} on {_name(leg)}: the agents at the ends stand for it"
        for security in _securities(item, dataset):
            secured.setdefault(leg.country, set()).add(security)
        trackers[leg.country] += "track" in item.type.label.lower()
    between = abroad(dataset, legs[0].start.country, legs[-1].end.country)
    if set(agents.values()) != {int(between)}:
        yield f"customs agents out and in: {list(agents.values())}"
    for country, kinds in secured.items():
        if len(kinds) > 1:
            yield f"{country} is secured by {' and '.join(sorted(kinds))}"
    for country, count in trackers.items():
        if count > 1:
            yield f"{count} trackers in {country}"


def _securities(item: Item, dataset: Dataset) -> Iterator[str]:
    """How an item secures the levies in transit."""
    label = item.type.label.lower()
    kinds = {getattr(row, "kind", "") for row in _rows([item], dataset)}
    if "carnet" in label or (kinds == {"tir"} and item.type == charges.REGIMES["tir"]):
        yield "carnet"
    if "guarantee" in label or item.type.group == "guarantee":
        yield "guarantee"


def _rows(items: Sequence[Item], dataset: Dataset) -> list[Cited]:
    keys = dict.fromkeys(row for item in items for row in item.rows)
    return [dataset.cited[key] for key in keys if key in dataset.cited]


def _what(item: Item) -> str:
    """What an item is for: days of storage and closures of one kind are told apart by their rows."""
    by_row = item.type.group == "storage" or item.type in _BY_CALENDAR
    return f"{item.type.order}{f', {item.rows}' if by_row else ''}"


def _name(leg: Leg) -> str:
    subject = leg.subject or f"{leg.start.id} - {leg.end.id}"
    return f"{leg.kind.value} {subject} ({leg.country})"
