"""The trains of an itinerary as its first lines tell them, and those that do not run."""

from __future__ import annotations

from collections.abc import Sequence

from corridor.model.answer import Leg, RailUse
from corridor.model.charge import TRAIN_WAIT
from corridor.model.message import Message, say, term
from corridor.pricing.trains import RUNS
from corridor.tables.dataset import Dataset
from corridor.tables.records import RailService


def trains_of(legs: Sequence[Leg], dataset: Dataset) -> tuple[RailUse, ...]:
    """
    Each train of some legs once, in order of travel, and ordinary traffic by rail.

    A train is told with its headway and when it was last seen; of ordinary traffic, whether any
    row says how often it goes.
    """
    uses = dict.fromkeys(leg.service for leg in legs if leg.service)
    found = []
    for service in uses:
        train = dataset.train.get(service)
        text = _ordinary(service, legs, dataset) if train is None else train_text(train)
        found.append(RailUse(service, text))
    return tuple(found)


def train_text(train: RailService) -> Message:
    """A train with its headway, its state and when it was last seen."""
    parts: list[Message] = []
    if train.days_out:
        parts.append(say("train.days", days=", ".join(train.days_out)))
    elif train.headway_days is not None:
        parts.append(say("train.headway", days=train.headway_days.typical))
    else:
        parts.append(say("train.no_headway"))
    if train.status != RUNS:
        parts.append(say("train.status", status=term(train.status)))
    parts.append(say("train.seen", day=train.last_run) if train.last_run else say("train.unseen"))
    sources = (train.source_id,)
    return say("train", sources=sources, name=term(train.name), parts=tuple(parts))


def _ordinary(service: str, legs: Sequence[Leg], dataset: Dataset) -> Message:
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
    if service == "block_train":
        return say("train.block", service=what, countries=tuple(countries))
    if known:
        names = tuple(term(s.name) for s in known)
        return say("train.known", service=what, countries=tuple(countries), names=names)
    return say("train.none_known", service=what, countries=tuple(countries))
