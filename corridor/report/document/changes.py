"""Two answers to one question side by side: every number that changed, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal, TypeVar

from msgspec import UNSET, Struct, UnsetType

from corridor.messages.catalogue import in_english
from corridor.model.message import Message, name, say, written
from corridor.report.document.answer import (
    AnswerRecord,
    BlockedRecord,
    IfOpenRecord,
    ItemRecord,
    ItineraryRecord,
    LegRecord,
    TotalsRecord,
)
from corridor.report.document.answer_sums import sum_faults
from corridor.report.document.parts.figures import Texts
from corridor.report.document.parts.made import MadeRecord
from corridor.report.document.read import Kind

Part = TypeVar("Part")
ROLES = ("best", "cheapest", "fastest")
Figures = tuple[tuple[Callable[[Part], float], str, str], ...]
# What is read of totals or of an item, its name and its unit.
_BANDS: Figures[ItemRecord | TotalsRecord] = (
    (lambda part: part.cost_usd.low, "cost, low", "USD"),
    (lambda part: part.cost_usd.typical, "cost", "USD"),
    (lambda part: part.cost_usd.high, "cost, high", "USD"),
    (lambda part: part.time_h.low, "time, low", "h"),
    (lambda part: part.time_h.typical, "time", "h"),
    (lambda part: part.time_h.high, "time, high", "h"),
)
_TOTALS: Figures[TotalsRecord] = (
    *_BANDS,
    (lambda totals: totals.distance_km, "distance", "km"),
    (lambda totals: totals.co2e_kg, "CO2e", "kg"),
    (lambda totals: totals.generalised_usd, "generalised cost", "USD"),
    (lambda totals: totals.inventory_usd, "capital bound", "USD"),
)
_IF_OPEN: Figures[IfOpenRecord] = (
    (lambda better: better.cost_usd, "cost", "USD"),
    (lambda better: better.time_h, "time", "h"),
)
_FIGURES: Figures[ItemRecord] = (*_BANDS, (lambda item: item.co2e_kg, "CO2e", "kg"))


@dataclass(frozen=True, slots=True)
class Change:
    """One number before and after; None where there is none."""

    name: str
    unit: str
    before: float | None
    after: float | None

    @property
    def by(self) -> float:
        """After less before, nothing counting as 0."""
        return (self.after or 0.0) - (self.before or 0.0)


@dataclass(frozen=True, slots=True)
class ItemChange:
    """
    An item of a leg whose figures changed, and why; `where` names the leg.

    `side` is 'both', or 'before' or 'after' for a leg that only one of the two runs.
    """

    where: str
    item: str
    figures: tuple[Change, ...]
    why: tuple[str, ...]
    side: str = "both"


@dataclass(frozen=True, slots=True)
class RoleChange:
    """The best, cheapest or fastest itinerary of both answers."""

    role: str
    label_before: str
    label_after: str
    same_way: bool
    totals: tuple[Change, ...]
    items: tuple[ItemChange, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed from one answer to the other."""

    roles: tuple[RoleChange, ...]
    itineraries_gone: tuple[str, ...] = ()
    itineraries_new: tuple[str, ...] = ()
    closed_gone: tuple[str, ...] = ()
    closed_new: tuple[str, ...] = ()
    closed_changed: tuple[ItemChange, ...] = field(default=())

    @property
    def any(self) -> bool:
        """Whether anything at all changed."""
        lists = (
            self.itineraries_gone,
            self.itineraries_new,
            self.closed_gone,
            self.closed_new,
            self.closed_changed,
        )
        return any(lists) or any(r.totals or r.items or not r.same_way for r in self.roles)


def changes(before: AnswerRecord, after: AnswerRecord) -> Changes:
    """
    Compare two JSON answers to the same question under different assumptions.

    The best, the cheapest and the fastest itinerary are compared number by number; where
    both run the same legs, item by item with what was laid over the rows behind each.
    """
    found = []
    for role in ROLES:
        pair = _with_role(before, role), _with_role(after, role)
        if pair[0] is not None and pair[1] is not None:
            found.append(_role(role, pair[0], pair[1], before, after))
    ways = [{_way(i): i.label for i in a.itineraries} for a in (before, after)]
    closed = [{b.subject_id: b for b in a.blocked} for a in (before, after)]
    return Changes(
        roles=tuple(found),
        itineraries_gone=tuple(label for way, label in ways[0].items() if way not in ways[1]),
        itineraries_new=tuple(label for way, label in ways[1].items() if way not in ways[0]),
        closed_gone=tuple(
            _closed(b)
            for k, b in closed[0].items()
            if k not in closed[1] and _switched(k, before, after)
        ),
        closed_new=tuple(
            _closed(b)
            for k, b in closed[1].items()
            if k not in closed[0] and _switched(k, after, before)
        ),
        closed_changed=tuple(
            _if_open(closed[0][k], closed[1][k])
            for k in closed[0]
            if k in closed[1] and _if_open(closed[0][k], closed[1][k]).figures
        ),
    )


def _switched(key: str, shut: AnswerRecord, free: AnswerRecord) -> bool:
    """
    Whether something shut in one answer may be open in the other.

    What is left out of that because opening it would no longer come near the best is shut as before.
    """
    rows = {row for a in (shut, free) for s in a.query.scenarios or () for row in s.rows}
    own = {row for a in (shut, free) for row in a.query.own_rows or ()}
    by_row = any(row.startswith("closures:") for row in rows | own)
    return key in free.query.open or key in shut.query.close or by_row


def _with_role(answer: AnswerRecord, role: str) -> ItineraryRecord | None:
    return next((i for i in answer.itineraries if role in i.roles), None)


def _closed(entry: BlockedRecord) -> str:
    return f"{entry.name} ({entry.mode})"


def _if_open(was: BlockedRecord, now: BlockedRecord) -> ItemChange:
    """What opening a closed crossing would bring, before and after."""
    figures = _differing(_IF_OPEN, was.if_open, now.if_open, as_zero=False)
    return ItemChange(_closed(now), in_english(say("whatif.if_open")), figures, ())


def _role(
    role: str,
    was: ItineraryRecord,
    now: ItineraryRecord,
    before: AnswerRecord,
    after: AnswerRecord,
) -> RoleChange:
    same = _way(was) == _way(now)
    totals = _differing(_TOTALS, was.totals, now.totals)
    why = () if same else _told(_why_other_way(was, now, before, after))
    return RoleChange(
        role=role,
        label_before=was.label,
        label_after=now.label,
        same_way=same,
        totals=totals,
        items=tuple(_items(was, now, (before, after))),
        why=why,
    )


def _step(leg: LegRecord) -> tuple[str, str, str, str]:
    return leg.kind, leg.mode, leg.from_.id, leg.to.id


def _way(itinerary: ItineraryRecord) -> tuple[tuple[str, str, str, str], ...]:
    """What tells one way from another; a label depends on what it is to be told from."""
    return tuple(_step(leg) for leg in itinerary.legs)


def _differing(
    figures: Figures[Part], was: Part | None, now: Part | None, *, as_zero: bool = True
) -> tuple[Change, ...]:
    """Figures that differ; nothing counts as 0 if `as_zero`."""
    found = []
    for of, called, unit in figures:
        before, after = (None if part is None else of(part) for part in (was, now))
        if ((before or 0.0) != (after or 0.0)) if as_zero else (before != after):
            found.append(Change(called, unit, before, after))
    return tuple(found)


def _items(
    was: ItineraryRecord, now: ItineraryRecord, answers: tuple[AnswerRecord, AnswerRecord]
) -> Iterator[ItemChange]:
    """Items of legs that both run, then those of legs that only one of them runs."""
    laid = [{r.row: r.changed_by for r in a.rows or ()} for a in answers]
    old, new = _by_key(was), _by_key(now)
    for key in sorted(dict.fromkeys((*old, *new)), key=lambda k: (k not in old) + (k not in new)):
        before, after = old.get(key), new.get(key)
        figures = _differing(_FIGURES, before and before[1], after and after[1])
        if not figures:
            continue
        where = after[0] if after else before[0] if before else ""
        if before is None or after is None:
            side = "after" if before is None else "before"
            why = _told([say(f"whatif.only_{side}")])
            yield ItemChange(where, str(key[-1]), figures, why, side)
        else:
            why = _told(_why(before[1], after[1], laid))
            yield ItemChange(where, str(key[-1]), figures, why)


def _told(reasons: Iterable[Message]) -> Texts:
    """Reasons as the document has them, in English whoever reads it."""
    return tuple(map(in_english, reasons))


def _by_key(itinerary: ItineraryRecord) -> dict[tuple[object, ...], tuple[str, ItemRecord]]:
    """Items by the leg they belong to; the same step a second time counts apart."""
    found: dict[tuple[object, ...], tuple[str, ItemRecord]] = {}
    seen: dict[tuple[object, ...], int] = {}
    for leg in itinerary.legs:
        for item in leg.items:
            key = (*_step(leg), item.name)
            seen[key] = seen.get(key, 0) + 1
            found[(*_step(leg), seen[key], item.name)] = (_where(leg), item)
    return found


def _where(leg: LegRecord) -> str:
    tail, head = leg.from_.name, leg.to.name
    place = tail if tail == head else f"{tail} - {head}"
    return f"{leg.kind.replace('_', ' ')} {leg.mode} {place}".replace("  ", " ")


def _why(
    was: ItemRecord, now: ItemRecord, laid: Sequence[Mapping[str, Sequence[str]]]
) -> Iterator[Message]:
    """What stands behind the change of one item: what was laid over which of its rows."""
    said = False
    for code, item, over, other in (
        ("whatif.laid", now, laid[1], laid[0]),
        ("whatif.lifted", was, laid[0], laid[1]),
    ):
        for row in item.rows:
            for label in over[row]:
                if label not in other.get(row, ()):
                    said = True
                    yield say(code, label=written(label), row=row)
    if said:
        return
    gone = tuple(r for r in was.rows if r not in now.rows)
    new = tuple(r for r in now.rows if r not in was.rows)
    if gone or new:
        yield say(
            "whatif.rests", new=new or say("whatif.fewer_rows"), gone=gone or say("whatif.fewer")
        )
    else:
        yield say("whatif.follows")


def _why_other_way(
    was: ItineraryRecord, now: ItineraryRecord, before: AnswerRecord, after: AnswerRecord
) -> Iterator[Message]:
    """Why another way was taken, as far as the answers tell."""
    crossings = [{b.crossing_id for b in i.borders} for i in (was, now)]
    names = {b.crossing_id: b.name for i in (was, now) for b in i.borders}
    shut = [{b.subject_id for b in a.blocked} for a in (before, after)]
    lost = sorted((crossings[0] - crossings[1]) & (shut[1] | set(after.query.close)))
    won = sorted((crossings[1] - crossings[0]) & (shut[0] | set(after.query.open)))
    for key in lost:
        yield say("whatif.closed_after", crossing=name(names[key]), id=key)
    for key in won:
        yield say("whatif.closed_before", crossing=name(names[key]), id=key)
    still = next((i for i in after.itineraries if _way(i) == _way(was)), None)
    if still is not None:
        totals = still.totals
        days, usd = totals.time_h.typical / 24, totals.cost_usd.typical
        yield say("whatif.takes", days=days, usd=usd)
    elif not lost and not won:
        yield say("whatif.not_among")
        other = {b.crossing_id for a in (before, after) for i in a.itineraries for b in i.borders}
        other |= {b.subject_id for a in (before, after) for b in a.blocked}
        for code, here, there in (
            ("whatif.after_closes", after.query.close, before.query.close),
            ("whatif.before_opens", before.query.open, after.query.open),
        ):
            # A post that the way does not cross cannot be why.
            more = tuple(
                s for s in here if s not in there and not (_is_post(s) or s in other - crossings[0])
            )
            if more:
                yield say(code, subjects=more)
        scales = tuple(s for s in _scales(after) if s not in _scales(before) and _meets(was, s))
        if scales:
            yield say("whatif.multiplies", scales=scales)


def _is_post(subject: str) -> bool:
    """Whether an id is that of a border post, as the tables form them."""
    return "__" not in subject and subject.endswith(("_road", "_rail"))


def _scales(answer: AnswerRecord) -> tuple[str, ...]:
    """What an answer multiplies, by its scenarios and options."""
    query = answer.query
    return (*(s for one in query.scenarios or () for s in one.scales), *(query.scales or ()))


def _meets(way: ItineraryRecord, scale: str) -> bool:
    """Whether a way passes what a figure is multiplied for: a country, rows of a table, a thing."""
    target, _, subject = scale.partition("=")[0].partition("@")
    if not subject or len(subject) == 2:
        return not subject or subject in way.countries
    table, _, column = target.partition(".")
    if column:
        rows = (row for leg in way.legs for item in leg.items for row in item.rows)
        return any(fnmatchcase(row, f"{table}:{subject}") for row in rows)
    things = (*(leg.subject or "" for leg in way.legs), *(b.crossing_id for b in way.borders))
    return any(thing == subject or thing.startswith(f"{subject}_") for thing in things)


class WhatIfRecord(Struct, frozen=True, kw_only=True):
    """One question asked under two assumptions; `no_route` says why an answer is missing."""

    schema_version: Literal["1.0"]
    names: tuple[str, str]
    no_route: Texts
    changes: Changes | None
    before: AnswerRecord | None
    after: AnswerRecord | None
    made: MadeRecord | UnsetType = UNSET


def _faults(found: WhatIfRecord) -> Iterator[str]:
    """Where figures of either answer contradict each other."""
    for side, answer in (("before", found.before), ("after", found.after)):
        for fault in sum_faults(answer) if answer else ():
            yield fault.replace("`$.", f"`$.{side}.")


WHAT_IF = Kind(
    name="what-if",
    shape=WhatIfRecord,
    version="1.0",
    remedy="make it again: corridor whatif A B ORIGIN DESTINATION --json > whatif.json",
    faults=_faults,
)
