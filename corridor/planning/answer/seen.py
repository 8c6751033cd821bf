"""When the crossings, regimes, trains and ships of an itinerary were last seen in use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from corridor.model.answer import Border, Leg, SeenUse
from corridor.model.dates import last_day
from corridor.model.evidence import Grade, grade_of, weakest
from corridor.model.link_kind import LinkKind
from corridor.model.message import Message, Word, WordKind, name, say, term, written
from corridor.model.ref import Ref, RefKind
from corridor.planning.links.search_graph import SearchGraph
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


def grades(
    network: SearchGraph, dataset: Dataset, departs: date
) -> Callable[[Iterable[int]], Grade]:
    """
    What grades the evidence behind links of a network, as `Itinerary.grade` has it of a whole way.

    Each subject counts as it is first met.
    """
    known: dict[tuple[Ref, str], Grade] = {}

    def graded(links: Iterable[int]) -> Grade:
        first: dict[Ref, Grade] = {}
        for link in links:
            for subject, into in _used(network, dataset, link):
                if (subject, into) not in known:
                    found = seen(dataset, subject, into)
                    known[subject, into] = grade_of(found.state, found.on, departs)
                first.setdefault(subject, known[subject, into])
        return weakest(first.values())

    return graded


def _used(network: SearchGraph, dataset: Dataset, link: int) -> Iterator[tuple[Ref, str]]:
    """What of a link has evidence, and the country entered."""
    kind, row = network.kind_of(link), int(network.row[link])
    if kind is LinkKind.BORDER:
        border = network.borders[row]
        yield Ref(RefKind.CROSSING, border.crossing.id), border.country_to
        if border.regime is not None:
            yield Ref(RefKind.REGIME, border.regime.id), border.country_to
    elif kind is LinkKind.SAILING:
        yield Ref(RefKind.SERVICE, network.sailings[row].service.id), ""
    elif kind is LinkKind.LINE_HAUL:
        part, at = network.hauls.at(row)
        service = part.service(at)
        if service in dataset.train:
            yield Ref(RefKind.SERVICE, service), ""


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
