"""The trains of an itinerary as its first lines tell them, and those that do not run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from corridor.model.answer import Itinerary, Leg, RailUse
from corridor.model.charge import TRAIN_WAIT
from corridor.model.message import Message, say, term, written
from corridor.model.query import SCHEDULED, Query
from corridor.model.ref import Ref, RefKind, RefSet
from corridor.pricing.load import Load
from corridor.pricing.trains import (
    BLOCK_TRAIN,
    RUNS,
    WHOLE_TRAIN,
    boxes_of,
    buys_train,
    carries,
    least_boxes,
    lots_of,
    trades,
)
from corridor.tables.dataset import Dataset
from corridor.tables.records import RailService


def trains_of(legs: Sequence[Leg], load: Load, dataset: Dataset) -> tuple[RailUse, ...]:
    """
    Each train of some legs once, in order of travel, and ordinary traffic by rail.

    A train is told with its headway and when it was last seen; of ordinary traffic, whether any
    row says how often it goes.
    """
    uses = dict.fromkeys(leg.service for leg in legs if leg.service)
    found = []
    for service in uses:
        train = dataset.train.get(service)
        if train is None:
            text = _ordinary(service, legs, load, dataset)
        else:
            text = train_text(train, lots_of(train, load, dataset))
        found.append(RailUse(service, text))
    return tuple(found)


def train_text(train: RailService, lots: int = 1) -> Message:
    """A train with its headway, lots, state and when it was last seen."""
    parts: list[Message] = []
    if train.days_out:
        parts.append(say("train.days", days=", ".join(train.days_out)))
    elif train.headway_days is not None:
        parts.append(say("train.headway", days=train.headway_days.typical))
    else:
        parts.append(say("train.no_headway"))
    if lots > 1:
        parts.append(say("train.lots", lots=lots))
    if train.status != RUNS:
        parts.append(say("train.status", status=term(train.status)))
    seen = say("train.unseen", source=train.source_id)
    if train.last_run:
        seen = say("train.seen", day=train.last_run, source=train.source_id)
    parts.append(seen)
    sources = (train.source_id,)
    return say("train", sources=sources, name=term(train.name), parts=tuple(parts))


def idle_trains(
    way: Itinerary, load: Load, asked: tuple[str, RefSet, frozenset[str]], dataset: Dataset
) -> Iterator[Message]:
    """
    Trains that would lead along a way and are not taken, with the reason.

    Those that take the load between two countries of the way, in its direction. `asked` are the
    rail service, what is opened, and whose trade the goods are (`ResolvedQuery.traded`).
    """
    service, opened, traders = asked
    for train in dataset.rail_services:
        theirs = trades(train, traders)
        if (train.status == RUNS and theirs) or not carries(train, load, service, dataset):
            continue
        if theirs and Ref(RefKind.SERVICE, train.id) in opened:
            continue
        ends = [dataset.hub[p].country for p in (train.from_place, train.to_place)]
        if any(e not in way.countries for e in ends):
            continue
        first, last = (way.countries.index(e) for e in ends)
        if first == last if ends[0] != ends[1] else len(way.countries) > 1:
            continue
        if first > last and not train.both_directions:
            continue
        if not theirs:
            yield of_trade("train.trade", train)
            continue
        yield say(
            "train.idle",
            sources=(train.source_id,),
            name=term(train.name),
            status=term(train.status),
            why=written(train.note.partition(". ")[0]),
            id=train.id,
        )


def own_from_siding(query: Query, load: Load, dataset: Dataset) -> Iterator[Message]:
    """Say that a block train of one's own is not planned from a siding beside other trains."""
    if query.siding and query.train == SCHEDULED and buys_train(load, dataset):
        yield say("train.siding")


def of_trade(code: str, train: RailService) -> Message:
    """Say that a train carries the goods of some countries alone."""
    countries = tuple(c for c in train.trade if c == c.upper())
    return say(code, sources=(train.source_id,), name=term(train.name), countries=countries)


def _ordinary(service: str, legs: Sequence[Leg], load: Load, dataset: Dataset) -> Message:
    """Ordinary traffic, or a block train of the consignment's own, with the countries it crosses."""
    countries = dict.fromkeys(leg.country for leg in legs if leg.service == service)
    waited = {
        row
        for leg in legs
        if not (leg.service and leg.service in dataset.train)
        for item in leg.items
        if item.type == TRAIN_WAIT
        for row in item.rows
    }
    known = [s for s in dataset.rail_services if s.key in waited]
    what = term(service)
    if service in (WHOLE_TRAIN, BLOCK_TRAIN):
        return _own(service, tuple(countries), load, dataset)
    if known:
        names = tuple(term(s.name) for s in known)
        return say("train.known", service=what, countries=tuple(countries), names=names)
    return say("train.none_known", service=what, countries=tuple(countries))


def _own(service: str, countries: tuple[str, ...], load: Load, dataset: Dataset) -> Message:
    """Block trains of the consignment's own, or a share of one, and when they are asked for."""
    least, request = least_boxes(dataset), dataset.figures.block_train_request_h
    sources = (request.source_id,)
    days = request.value.typical / 24
    if service == WHOLE_TRAIN:
        return say(
            "train.whole",
            sources=sources,
            countries=countries,
            least=least,
            count=load.units,
            days=days,
        )
    if boxes_of(load) < least:
        return say("train.share", sources=sources, countries=countries, least=least, days=days)
    count = ceil(boxes_of(load) / dataset.figures.block_train_boxes.value.high)
    return say("train.block", sources=sources, countries=countries, trains=count, days=days)
