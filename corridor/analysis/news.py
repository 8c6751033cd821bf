"""What of some answers rests on evidence that has grown old, and how it would be made new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from corridor.engine import RouteEngine
from corridor.errors import NoRouteError
from corridor.graph.lines import name_of
from corridor.model.answer import Answer, Itinerary
from corridor.model.dates import last_day
from corridor.model.link_kind import LinkKind
from corridor.model.message import Message, name, say, term
from corridor.model.query import Query
from corridor.model.ref import Ref, RefKind
from corridor.planning.time.windows import in_force
from corridor.tables.dataset import Dataset
from corridor.tables.records import Closure
from corridor.tables.row import Cited

# From where to where freight is asked for most: what `corridor news` looks over by itself.
ORIGINS = (
    "Minsk",
    "Moscow",
    "Astana",
    "Almaty",
    "Tashkent",
    "Kabul",
    "Kandahar",
    "Herat",
    "Quetta",
    "Lahore",
)
DESTINATIONS = ("Karachi", "Gwadar", "Jebel Ali")
STANDING = tuple((origin, destination) for origin in ORIGINS for destination in DESTINATIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    """
    One piece of old evidence.

    Attributes
    ----------
    kind
        'closure', 'seen', 'surcharge' or 'rate'.
    subject, row
        What `confirm` takes, and the row that the evidence stands in, '' where none does.
    confirmed, age_days
        Its day, month or year, and days from its last day to that of the question; '' and None
        where nothing was ever found.
    source_id, url
        Where it was read.
    look_for
        What would be news of it.
    command
        What to type once it was found.
    pairs
        The questions whose answers rest on it.
    """

    kind: str
    subject: str
    row: str
    confirmed: str
    age_days: int | None
    source_id: str
    url: str
    look_for: Message
    command: str
    pairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """Old evidence, the oldest first, what was never seen before all; and pairs without a way."""

    on: date
    most_days: int
    old: tuple[Old, ...]
    unanswered: tuple[str, ...]


def old_evidence(engine: RouteEngine, pairs: Sequence[tuple[str, str]], when: datetime) -> News:
    """
    What the first ways of some pairs rest on that is older than `closure_stale_days`.

    Parameters
    ----------
    pairs
        Names of origin and destination, asked for one container of forty feet.
    when
        Day of departure, from which ages are counted.

    Raises
    ------
    CorridorError
        If a name is unknown.
    """
    dataset = engine.dataset
    most = round(dataset.figures.closure_stale_days.value.typical)
    found: dict[tuple[str, str], Old] = {}
    unanswered: list[str] = []
    for origin, destination in pairs:
        pair = f"{origin} - {destination}"
        try:
            answer = engine.ask(Query(origin=origin, destination=destination, depart=when, k=1))
        except NoRouteError:
            unanswered.append(pair)
            continue
        for old in _of_answer(answer, dataset, when.date()):
            if old.age_days is None or old.age_days > most:
                known = found.setdefault((old.kind, old.row or old.subject), old)
                found[old.kind, old.row or old.subject] = replace(
                    known, pairs=tuple(dict.fromkeys((*known.pairs, pair)))
                )
    order = sorted(found.values(), key=lambda o: (-_age(o), o.kind, o.subject))
    return News(when.date(), most, tuple(order), tuple(unanswered))


def _age(old: Old) -> float:
    return float("inf") if old.age_days is None else old.age_days


def _of_answer(answer: Answer, dataset: Dataset, day: date) -> Iterator[Old]:
    way = answer.itineraries[0]
    blocked = {b.subject for b in answer.blocked}
    for row in _closures(way, blocked, dataset, day):
        shut = row.effect == "closed"
        text = say(f"news.{'closed' if shut else 'restricted'}", name=_named(row.subject, dataset))
        # Of a row for some goods or trades, or without hours, news are news of that row.
        whole = shut and not row.trade and row.subject.kind is not RefKind.SECTION
        what, option = (row.subject_id, "--closed") if whole else (row.key, "--still")
        yield _old("closure", what, row, row.last_confirmed, day, dataset, text, option)
    yield from _seen(way, dataset, day)
    items = [row for leg in way.legs for item in leg.items for row in item.rows]
    for charge in dataset.sea_surcharges:
        if charge.key in items:
            asked = say("news.surcharge", item=term(charge.item))
            confirmed = charge.last_confirmed
            yield _old("surcharge", charge.id, charge, confirmed, day, dataset, asked, "--still")
    for rate in dataset.fx:
        # The first two letters of a currency of a country are those of the country.
        if rate.id[:2] in way.countries:
            asked = say("news.rate", currency=rate.id)
            yield _old("rate", rate.id, rate, rate.as_of, day, dataset, asked, "--value UNITS")


def _seen(way: Itinerary, dataset: Dataset, day: date) -> Iterator[Old]:
    for use in way.seen:
        row = dataset.cited.get(use.row)
        if use.state == "announced":
            continue
        text = say(
            "news.seen" if use.state == "seen" else "news.none", name=_named(use.subject, dataset)
        )
        yield _old("seen", use.subject.id, row, use.on, day, dataset, text, "--open")


def _closures(
    way: Itinerary, blocked: Iterable[Ref], dataset: Dataset, day: date
) -> Iterator[Closure]:
    """Rows in force on what a way uses, what is closed beside it, and roads shut in its countries."""
    subjects = {*blocked, *(Ref(RefKind.CROSSING, b.crossing_id) for b in way.borders)}
    for leg in way.legs:
        if leg.kind == LinkKind.PORT:
            subjects.add(Ref(RefKind.PORT, leg.subject))
        elif leg.kind == LinkKind.SAILING:
            subjects.add(Ref(RefKind.SERVICE, leg.subject))
            passages = dataset.service[leg.subject].passages
            subjects |= {Ref(RefKind.PASSAGE, p) for p in passages}
        subjects |= {Ref(RefKind.SECTION, name_of(g).split(":")[0]) for g in leg.geometry_ref}
    for subject, rows in dataset.closures_of.items():
        near = subject.kind is RefKind.SECTION and _inside(subject, way, dataset)
        held = in_force(rows, (day,)) if subject in subjects or near else []
        shut = [r for r in held if r.effect == "closed"]
        # What is shut is not slow as well.
        yield from shut if shut or subject not in subjects else held


def _inside(section: Ref, way: Itinerary, dataset: Dataset) -> bool:
    row = dataset.section[section.id]
    return bool({dataset.hub[h].country for h in (row.from_id, row.to_id)} & {*way.countries})


def _old(
    kind: str,
    subject: str,
    row: Cited | None,
    confirmed: str,
    day: date,
    dataset: Dataset,
    look_for: Message,
    option: str,
) -> Old:
    source = dataset.source.get(row.source_id) if row else None
    return Old(
        kind=kind,
        subject=subject,
        row=row.key if row else "",
        confirmed=confirmed,
        age_days=(day - last_day(confirmed)).days if confirmed else None,
        source_id=source.id if source else "",
        url=source.url if source else "",
        look_for=look_for,
        command=f'corridor confirm {subject} {option} --on {day} --source "WHO SAYS SO"',
    )


def _named(subject: Ref, dataset: Dataset) -> Message:
    """What something is called, so that a search finds it."""
    if subject.kind is RefKind.CROSSING:
        row = dataset.crossing[subject.id]
        posts = " / ".join(dict.fromkeys((row.name_a, row.name_b)))
        sides = f"{row.country_a}-{row.country_b}"
        return say(f"news.crossing.{row.mode}", posts=name(posts), sides=sides)
    called = subject.id
    if subject.kind is RefKind.PORT:
        called = dataset.hub[subject.id].name
    elif subject.kind is RefKind.SECTION:
        section = dataset.section[subject.id]
        called = " - ".join(dataset.hub[h].name for h in (section.from_id, section.to_id))
    elif subject.kind is RefKind.SERVICE:
        called = (dataset.service.get(subject.id) or dataset.train[subject.id]).name
    elif subject.kind is RefKind.REGIME:
        called = next(r.text for r in dataset.transit_regimes if r.id == subject.id)
    return say("news.thing", name=name(called))
