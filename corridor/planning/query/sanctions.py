"""What --avoid-sanctions avoids: countries, ports, crossings and services that a list names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from corridor.errors import InputError, shown
from corridor.model.message import Message, name, say
from corridor.model.ref import Ref, RefKind, RefSet
from corridor.model.values import day
from corridor.tables.dataset import Dataset
from corridor.tables.read import schemas
from corridor.tables.records import Sanction

OPTION = "--avoid-sanctions"


@dataclass(frozen=True, slots=True)
class ListAsked:
    """One list as it was asked for, with the day of which it is read."""

    text: str
    list: str
    on: date


@dataclass(frozen=True, slots=True)
class Sanctioned:
    """
    What the lists asked for name.

    `typed` says by which text of the option each thing is avoided, `notes` what is said of
    each list.
    """

    refs: RefSet
    typed: dict[Ref, str]
    notes: tuple[Message, ...]


@cache
def known_lists() -> tuple[str, ...]:
    """Lists that rows of `sanctions` may speak of."""
    return next(c.allowed for c in schemas()["sanctions"].columns if c.name == "list")


def read_lists(texts: Iterable[str], depart: date) -> tuple[ListAsked, ...]:
    """
    Read `LIST[@date]`; without a date the list is read as of the departure.

    Raises
    ------
    InputError
        If a list is unknown, or a date is none.

    Examples
    --------
    >>> read_lists(("ofac@2026-01",), date(2026, 12, 1))[0].on
    datetime.date(2026, 1, 1)
    """
    found = []
    for text in texts:
        asked, at, when = text.partition("@")
        key = asked.strip().upper()
        if key not in known_lists():
            near = difflib.get_close_matches(key, known_lists(), 3, 0.3) or known_lists()
            raise InputError(
                f"{OPTION} {shown(text)}: no list is called {shown(asked.strip())}",
                remedy=f"one of {', '.join(near)}, with a day behind @ if you like",
            )
        if at and not when.strip():
            raise InputError(
                f"{OPTION} {shown(text)} names no day behind @",
                remedy=f"write it as {key}@2026-12-01, or leave out the @",
            )
        found.append(ListAsked(text, key, day(when.strip(), OPTION) if at else depart))
    return tuple(found)


def sanctioned(
    dataset: Dataset, asked: Sequence[ListAsked], ends: Sequence[tuple[str, str]]
) -> Sanctioned:
    """
    What the lists name on their days, for a journey between two ends: (country, hub).

    Of a listed country in which something is exempt for that trade the other ports and crossings
    are avoided, so that what is exempt may be used, and the way between. A journey that starts or
    ends in such a country at anything else is none of that trade.
    """
    typed: dict[Ref, str] = {}
    notes: list[Message] = []
    for one in asked:
        rows = [r for r in dataset.sanctions if r.list == one.list and _holds(r, one.on)]
        exempt = [r for r in rows if r.effect == "exempt" and _serves(dataset, r, ends)]
        listed = [r for r in rows if r.effect == "listed"]
        spared = {r.subject for r in exempt}
        for row in listed:
            for ref in _things(dataset, row, spared):
                if ref not in spared:
                    typed.setdefault(ref, one.text)
        notes.append(_note(dataset, one, listed, exempt))
    return Sanctioned(RefSet.of(typed), typed, tuple(notes))


def _holds(row: Sanction, on: date) -> bool:
    return row.first_day <= on and (row.last_day is None or on <= row.last_day)


def _serves(dataset: Dataset, row: Sanction, ends: Sequence[tuple[str, str]]) -> bool:
    """Whether an exemption is for this trade."""
    if row.for_trade_of and {c for c, _ in ends}.isdisjoint(row.for_trade_of):
        return False
    inside = _countries(dataset, row.subject) - set(row.for_trade_of)
    exempt = {r.subject_id for r in dataset.sanctions if r.effect == "exempt"}
    return all(hub in exempt for country, hub in ends if country in inside)


def _countries(dataset: Dataset, ref: Ref) -> set[str]:
    """Countries of a port or crossing."""
    if ref.kind is RefKind.PORT:
        return {dataset.hub[ref.id].country}
    crossing = dataset.crossing.get(ref.id)
    return {crossing.country_a, crossing.country_b} if crossing is not None else set()


def _things(dataset: Dataset, row: Sanction, spared: set[Ref]) -> Iterable[Ref]:
    """What a row names; of a country with something exempt its ports and crossings."""
    if row.subject_kind is not RefKind.COUNTRY:
        return [row.subject]
    country = row.subject_id
    ports = [Ref(RefKind.PORT, p.id) for p in dataset.ports if dataset.hub[p.id].country == country]
    posts = [
        Ref(RefKind.CROSSING, c.id)
        for c in dataset.crossings
        if country in (c.country_a, c.country_b)
    ]
    return [row.subject] if spared.isdisjoint([*ports, *posts]) else [*ports, *posts]


def _note(
    dataset: Dataset, one: ListAsked, listed: Sequence[Sanction], exempt: Sequence[Sanction]
) -> Message:
    if not listed:
        return say("sanctions.none", list=one.list, day=f"{one.on}")
    things, spared = (
        tuple(name(called(dataset, r.subject)) for r in rows) for rows in (listed, exempt)
    )
    sources = tuple(dict.fromkeys(r.source_id for r in (*listed, *exempt)))
    if not exempt:
        return say(
            "sanctions.avoided", list=one.list, day=f"{one.on}", things=things, sources=sources
        )
    return say(
        "sanctions.exempt",
        list=one.list,
        day=f"{one.on}",
        things=things,
        spared=spared,
        sources=sources,
    )


def called(dataset: Dataset, ref: Ref) -> str:
    """What a reader knows a thing of a list by."""
    if ref.kind is RefKind.PORT:
        return dataset.port[ref.id].name
    if ref.kind is RefKind.CROSSING:
        return dataset.crossing[ref.id].name
    if ref.kind is RefKind.SERVICE:
        return dataset.service[ref.id].name
    return ref.id


def refuse_listed_end(
    dataset: Dataset, found: Sanctioned, end: tuple[str, str], called_end: str
) -> None:
    """
    Refuse a journey that starts or ends where a list forbids it.

    Raises
    ------
    InputError
        Naming the list and the end.
    """
    country, hub_id = end
    for ref in (Ref(RefKind.COUNTRY, country), Ref(RefKind.PORT, hub_id)):
        if ref in found.typed:
            raise InputError(
                f"{OPTION} {found.typed[ref]} names {called(dataset, ref)}, where the journey"
                f" starts or ends ({called_end})",
                remedy=f"leave out {OPTION} {found.typed[ref]}, or another place",
            )
