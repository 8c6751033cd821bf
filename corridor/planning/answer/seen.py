"""When the crossings, regimes, trains and ships of an itinerary were last seen in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from corridor.model.answer import Border, Leg, SeenUse
from corridor.model.dates import last_day
from corridor.model.link_kind import LinkKind
from corridor.model.message import Message, Word, WordKind, name, say, term, written
from corridor.model.ref import Ref, RefKind
from corridor.tables.dataset import Dataset
from corridor.tables.seen import Evidence, Sighting, seen

# What is told of one subject, and the country entered.
Named = tuple[Ref, str, Message | Word]


def seen_on(
    legs: Sequence[Leg], borders: Sequence[Border], dataset: Dataset
) -> tuple[SeenUse, ...]:
    """
    The evidence behind each crossing, regime, train and ship that an itinerary uses.

    Each once, in the order of travel; its age is counted from the departure.
    """
    departs = legs[0].departs.date()
    most = dataset.figures.closure_stale_days.value.typical
    uses: dict[Ref, SeenUse] = {}
    for subject, into, called in (*_borders(borders, dataset), *_services(legs, dataset)):
        found = seen(dataset, subject, into)
        text = _told(found, called, departs, most)
        uses.setdefault(
            subject, SeenUse(subject, found.state, found.on, found.row, found.own, text)
        )
    return tuple(uses.values())


def _borders(borders: Sequence[Border], dataset: Dataset) -> Iterator[Named]:
    kinds = {r.id: r.kind for r in dataset.transit_regimes}
    for border in borders:
        post = say(f"seen.border.{border.mode}", post=name(border.name))
        yield Ref(RefKind.CROSSING, border.crossing_id), border.country_to, post
        kind = kinds.get(border.regime)
        if kind:
            regime = say(f"seen.regime.{kind}", post=name(border.name))
            yield Ref(RefKind.REGIME, border.regime), border.country_to, regime


def _services(legs: Sequence[Leg], dataset: Dataset) -> Iterator[Named]:
    for leg in legs:
        if leg.kind == LinkKind.SAILING:
            ship = dataset.service[leg.subject]
            yield Ref(RefKind.SERVICE, ship.id), "", Word(ship.name, WordKind.SERVICE)
        elif leg.service in dataset.train:
            train = dataset.train[leg.service]
            yield Ref(RefKind.SERVICE, train.id), "", term(train.name)


def _told(found: Sighting, called: Message | Word, departs: date, most_days: float) -> Message:
    sources = (found.source_id,) if found.source_id else ()
    if found.state is Evidence.ANNOUNCED:
        return say("seen.announced", name=called, sources=sources)
    if found.state is Evidence.NONE:
        return say("seen.none", name=called)
    days = (departs - last_day(found.on)).days
    what = say("seen.what", what=written(found.what)) if found.what else ""
    said = {"name": called, "on": found.on, "what": what}
    if days <= most_days:
        return say("seen.seen", sources=sources, **said)
    return say("seen.old", sources=sources, days=days, **said)
