"""What makes two ways differ, item by item, with land, port and sea apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from corridor.model.answer import Item, Itinerary, Leg
from corridor.model.charge import PORT_CHARGE, REOPENING, SEA_FREIGHT, SEASONAL_DELAY, SHIP_CHANGE
from corridor.model.link_kind import LinkKind
from corridor.model.message import Message, name, say
from corridor.tables.dataset import Dataset

PartName = Literal["land", "port", "sea"]
LAND: Final = "land"
PORT: Final = "port"
SEA: Final = "sea"
PART_NAMES: tuple[PartName, ...] = (LAND, PORT, SEA)
# Steps of a port's bill by their kind, and the line of a difference that they stand in.
_CHARGE_GROUPS = {
    "thc": "handling",
    "wharfage": "handling",
    "wet_charges": "handling",
    "weighment": "handling",
    "lift": "handling",
    "documentation": "papers",
    "customs_agent": "papers",
    "guarantee": "guarantee",
    "tracking": "guarantee",
    "scanning": "guarantee",
    "storage": "storage",
}


@dataclass(frozen=True, slots=True)
class Step:
    """
    One line of a difference, the other way less the best one; means over the markets.

    `estimated_cents` is the part of the generalised difference that rests on estimates.
    """

    part: PartName
    name: Message
    cost_cents: float
    time_min: float
    generalised_cents: float
    estimated_cents: float
    known_cents: float


@dataclass(frozen=True, slots=True)
class Part:
    """Typical dollars and hours of land, port or sea; means over the markets."""

    name: PartName
    cost_cents: float
    time_min: float
    length_m: float


@dataclass(frozen=True, slots=True)
class _Line:
    part: PartName
    name: Message
    item: Item


def split(
    itinerary: Itinerary, port: str, *, inward: bool
) -> tuple[tuple[PartName, Sequence[Leg]], ...]:
    """Legs on land, the call at the port, and legs at sea with the market port."""
    legs = itinerary.legs
    calls = [n for n, leg in enumerate(legs) if leg.kind == LinkKind.PORT and leg.subject == port]
    if inward:
        at = calls[0]
        return (LAND, legs[at + 1 :]), (PORT, [legs[at]]), (SEA, legs[:at])
    at = calls[-1]
    return (LAND, legs[:at]), (PORT, [legs[at]]), (SEA, legs[at + 1 :])


def gateway(itinerary: Itinerary, *, inward: bool) -> str:
    """
    The port where goods change between land and the ship that leads to the market.

    Ferries that have land behind them (before them, for imports) are passed over.
    """
    legs = itinerary.legs
    moves = (LinkKind.LINE_HAUL, LinkKind.BORDER)
    land = [n for n, leg in enumerate(legs) if leg.kind in moves]
    calls = [(n, leg.subject) for n, leg in enumerate(legs) if leg.kind == LinkKind.PORT]
    if inward:
        return next(port for n, port in reversed(calls) if not land or n < land[0])
    return next(port for n, port in calls if not land or n > land[-1])


def parts_of(
    itineraries: Sequence[Itinerary], ports: Sequence[str], *, inward: bool
) -> tuple[Part, ...]:
    """Land, port and sea of ways, each through the port at its place in `ports`, as means."""
    sums: dict[PartName, list[float]] = {name: [0.0, 0.0, 0.0] for name in PART_NAMES}
    for itinerary, port in zip(itineraries, ports, strict=True):
        for part, legs in split(itinerary, port, inward=inward):
            for leg in legs:
                for item in leg.items:
                    if not item.outside_total:
                        sums[part][0] += item.cost.typical
                        sums[part][1] += item.time.typical
                sums[part][2] += leg.length_m
    return tuple(
        Part(part, *(v / len(itineraries) for v in values)) for part, values in sums.items()
    )


def steps_between(
    pairs: Sequence[tuple[Itinerary, Itinerary]],
    ports: tuple[str, str],
    dataset: Dataset,
    vot: float,
    *,
    inward: bool,
) -> tuple[Step, ...]:
    """
    The other way less the best one, line by line; the lines sum to the whole difference.

    Parameters
    ----------
    pairs
        (best, other) for each market.
    ports
        Ids of the two ports.
    dataset
        Names crossings and kinds of charges.
    vot
        US dollars an hour.
    """
    sums: dict[tuple[PartName, Message], list[float]] = {}
    per_minute = vot * 100 / 60
    for best, other in pairs:
        for sign, itinerary, port in ((-1, best, ports[0]), (1, other, ports[1])):
            for line in _lines(itinerary, port, dataset, inward=inward):
                item = line.item
                entry = sums.setdefault((line.part, line.name), [0.0] * 4)
                cost = sign * item.cost.typical
                time = sign * item.time.typical
                entry[0] += cost
                entry[1] += time
                guessed_cost = getattr(item, "estimate_cost", item.estimate)
                guessed_time = getattr(item, "estimate_time", item.estimate)
                entry[2] += guessed_cost * cost + guessed_time * time * per_minute
                entry[3] += (not guessed_cost) * cost + (not guessed_time) * time * per_minute
    count = len(pairs)
    order = PART_NAMES
    found = [
        Step(
            part,
            name,
            cost / count,
            time / count,
            (cost + time * per_minute) / count,
            guessed / count,
            known / count,
        )
        for (part, name), (cost, time, guessed, known) in sums.items()
        if cost or time
    ]
    found.sort(key=lambda s: (order.index(s.part), -abs(s.generalised_cents), s.name.order))
    return tuple(found)


def estimate_share(steps: Iterable[Step]) -> float:
    """Share of the sizes of all differences that rests on estimates."""
    steps = tuple(steps)
    guessed = sum(abs(s.estimated_cents) for s in steps)
    known = sum(abs(s.known_cents) for s in steps)
    return guessed / (guessed + known) if guessed + known else 0.0


def _lines(itinerary: Itinerary, port: str, dataset: Dataset, *, inward: bool) -> Iterable[_Line]:
    for part, legs in split(itinerary, port, inward=inward):
        for leg in legs:
            for item in leg.items:
                if not item.outside_total:
                    yield _Line(part, _name(part, leg, item, dataset), item)


def _name(part: PartName, leg: Leg, item: Item, dataset: Dataset) -> Message:
    if item.type in (REOPENING, SEASONAL_DELAY):
        return item.type.message
    if part == LAND:
        return _on_land(leg, item, dataset)
    if part == PORT:
        if item.type.id == PORT_CHARGE:
            return say(f"step.{_CHARGE_GROUPS.get(item.type.group, 'carrier')}")
        return item.type.message
    if leg.kind == LinkKind.PORT and item.type != SHIP_CHANGE:
        return say("step.market_port")
    return say("step.sea") if item.type == SEA_FREIGHT else item.type.message


def _on_land(leg: Leg, item: Item, dataset: Dataset) -> Message:
    if leg.kind == LinkKind.LINE_HAUL:
        return say(f"step.{leg.mode}_haul", country=leg.country)
    if leg.kind == LinkKind.BORDER:
        crossing = dataset.crossing[leg.subject]
        return say("step.border", post=name(crossing.name), mode=crossing.mode)
    if leg.kind == LinkKind.TRANSFER:
        return say("step.transfer", place=name(leg.start.name))
    if leg.kind == LinkKind.ACCESS:
        return item.type.message
    kind = "sailing" if leg.kind == LinkKind.SAILING else "call"
    return say(f"step.{kind}", place=name(leg.start.name))
