"""Explain why the best path is not over a crossing, port, place or country."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from corridor.model.answer import Item, Itinerary, Leg
from corridor.model.charge import ChargeType
from corridor.model.link_kind import LinkKind
from corridor.model.message import Message, Word, name, say, term
from corridor.model.objective import Objective
from corridor.model.ref import Ref, RefKind, RefSet
from corridor.model.status import RUNNING, Built
from corridor.model.why import Difference, Why
from corridor.planning.answer.blocked import Opened, Opening
from corridor.planning.answer.itinerary import Journey
from corridor.planning.answer.labels import labels_of
from corridor.planning.answer.trains import of_trade
from corridor.planning.links.kinds import NOWHERE
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.star import IntArray
from corridor.planning.links.timed import rows_over
from corridor.planning.query.constraints import meant
from corridor.planning.search.compared import FACTOR, Value, come_back_to, counts
from corridor.planning.search.limits import Limits
from corridor.planning.search.path import Path
from corridor.planning.search.solver import Solver
from corridor.pricing.trains import RUNS, trades
from corridor.tables.dataset import Dataset
from corridor.tables.records import Closure, Crossing, RailService, SeaService, Section
from corridor.tables.seen import is_announced


@dataclass(frozen=True)
class Explainer:
    """What an explanation of one query stands on."""

    dataset: Dataset
    solver: Solver
    journey: Journey
    closed: Mapping[Ref, Closure]
    opening: Opening
    ended: frozenset[Ref] = frozenset()
    traders: frozenset[str] = frozenset()
    # What the list says of a path of the question as it stands: its number, or why it has none.
    place: Callable[[Path], Message] | None = None

    def why(self, text: str, things: Sequence[Ref], best: Path, shown_best: Itinerary) -> Why:
        """
        Why the best path is not over what `things` name.

        What is closed itself is opened as --open opens it: all its closures are lifted, the
        hours and holidays of a post stay. A place or country behind closed posts has nothing
        to open; where no path leads over it, every closure is lifted.
        """
        things = meant(text, things, self.dataset)
        here = Opened(self.solver, self.journey)
        links = _links(here, self.dataset, things)
        own = self._own(things)
        opened = self.opening(RefSet.of(own)) if own else here
        if not len(links) and not len(_links(opened, self.dataset, things)):
            return Why(text=text, verdict="none", reason=say("why.nothing"))
        reasons = self._closures(own)
        over = _over(opened, self.dataset, things) if own else None
        if set(links.tolist()) & set(best.links):
            if over is not None and _value(opened, over) < self.solver.value(best):
                reasons = [say("why.best_as_it_is"), *reasons]
                return self._compared(text, "best", (opened, over), best, shown_best, reasons)
            return Why(text=text, verdict="best", reason=say("why.best"))
        path = _over(here, self.dataset, things)
        if over is None and path is None:
            opened = self.opening(RefSet.of((*self.closed, *own)))
            over = _over(opened, self.dataset, things)
            reasons = [*reasons, say("why.all_lifted")]
        if over is not None and (path is None or _value(opened, over) < self.solver.value(path)):
            verdict = "closed" if reasons else "dearer"
            return self._compared(text, verdict, (opened, over), best, shown_best, reasons)
        if path is None:
            told = (*self._closures(own), self._none(opened, things))
            return Why(text=text, verdict="none", reason=say("why", reasons=told))
        return self._compared(text, "dearer", (here, path), best, shown_best, [])

    def _own(self, things: Sequence[Ref]) -> list[Ref]:
        """
        What of the things is itself shut, for a time or for good.

        What is planned is opened only where nothing else of that name stands.
        """
        shut = [t for t in things if t in self.closed]
        return shut or ([*things] if all(self._idle(t) for t in things) else [])

    def _idle(self, thing: Ref) -> Message | None:
        """Why something is out of use without a closure, None where it is in use."""
        dataset = self.dataset
        named: Mapping[RefKind, Iterable[Crossing | Section | SeaService | RailService]] = {
            RefKind.CROSSING: dataset.crossings,
            RefKind.SECTION: dataset.sections,
            RefKind.SERVICE: (*dataset.sea_services, *dataset.rail_services),
        }
        rows = named.get(thing.kind, ())
        row = next((row for row in rows if row.id == thing.id), None)
        if row is None:
            return None
        if is_announced(dataset, row.key):
            return say("why.announced", subject=thing.id)
        if Ref(RefKind.LIFE, row.key) in self.ended:
            since = say("term.since", day=f"{row.first_day}") if row.first_day else ""
            days = say("term.until", since=since, day=f"{row.last_day}") if row.last_day else since
            return say("why.ended", subject=thing.id, days=days)
        if isinstance(row, RailService) and not trades(row, self.traders):
            return of_trade("why.trade", row)
        if row.status in (Built.OPEN, RUNS, *RUNNING):
            return None
        return say("why.idle", subject=thing.id, status=term(row.status))

    def _none(self, opened: Opened, things: Sequence[Ref]) -> Message:
        """Why there is no path over some things."""
        if self.solver.limits.any and _over(opened, self.dataset, things, Limits()):
            return say("why.limits")
        return say("why.no_way")

    def _closures(self, things: Sequence[Ref]) -> list[Message]:
        found: list[Message] = []
        for thing in things:
            row = self.closed.get(thing)
            if row is not None:
                found.append(
                    say(
                        "why.closed",
                        subject=thing.id,
                        term=_term(row),
                        row=row.id,
                        confirmed=row.last_confirmed,
                    )
                )
            elif idle := self._idle(thing):
                found.append(idle)
        return found

    def _compared(
        self,
        text: str,
        verdict: str,
        over: tuple[Opened, Path],
        best: Path,
        shown_best: Itinerary,
        reasons: Sequence[Message],
    ) -> Why:
        query = self.solver.query
        opened, path = over
        itinerary = opened.journey.itinerary(path)
        unit, scale = query.objective.unit, query.objective.parts_of_unit
        # In compared figures: what the path saves of its own counts as often as the path does.
        gap = _value(opened, path) - self.solver.value(best)
        factor = counts(opened.solver.network, path)
        label = labels_of(opened.solver.network, self.dataset, [path])[0]
        again = come_back_to(self.solver.network, best)
        if again:
            reasons = [*reasons, say("why.back", countries=tuple(again), times=float(FACTOR))]
        told = [
            *reasons,
            _difference(query.objective, float(gap / scale), itinerary, shown_best),
        ]
        if self.place is not None and opened.solver is self.solver:
            told.append(self.place(path))
        return Why(
            text=text,
            verdict=verdict,
            reason=say("why", reasons=tuple(told)),
            label=label,
            cost_cents=itinerary.cost.typical,
            time_min=itinerary.time.typical,
            gap=float(gap / scale),
            gap_unit=unit,
            differences=self._differences(itinerary, shown_best, float(gap / factor)),
        )

    def _differences(self, one: Itinerary, best: Itinerary, gap: float) -> tuple[Difference, ...]:
        """Items of which the path has more than the best, the heaviest first."""
        ours, theirs = _by_item(one), _by_item(best)
        found: list[tuple[int, Difference]] = []
        for key, (cents, minutes, grams, metres, rows) in ours.items():
            other = theirs.get(key, (0, 0, 0, 0, ()))
            more = self._worth(
                cents - other[0], minutes - other[1], grams - other[2], metres - other[3]
            )
            if more <= 0:
                continue
            fall = gap / more if 0 < gap <= more else None
            entry = Difference(
                charge=key[0],
                where=key[1],
                cents=cents - other[0],
                minutes=minutes - other[1],
                must_fall=fall,
                rows=rows,
            )
            found.append((more, entry))
        found.sort(key=lambda pair: (-pair[0], pair[1].charge.order, pair[1].where.order))
        return tuple(entry for _, entry in found)

    def _worth(self, cents: int, minutes: int, grams: int, metres: int) -> int:
        """What a difference weighs in the objective."""
        if self.solver.query.objective == Objective.P90_TIME:
            return minutes
        return self.solver.weigh.of(cents, minutes, grams, metres)


def _difference(objective: Objective, gap: float, one: Itinerary, best: Itinerary) -> Message:
    """How much worse a path is than the best: in its objective, then in dollars and days."""
    if gap == 0:
        return say("why.equal")
    cents = one.cost.typical - best.cost.typical
    minutes = one.time.typical - best.time.typical
    return say(
        f"why.{'ahead' if gap < 0 else 'worse'}.{objective}",
        gap=abs(gap),
        cost=say(f"why.usd_{_sign(cents)}", usd=abs(cents) / 100),
        time=say(f"why.days_{_sign(minutes)}", days=abs(minutes) / 1440),
    )


def _sign(value: int) -> str:
    return "more" if value >= 0 else "less"


def _term(row: Closure) -> Message | str:
    """Since when and until when a row closes something."""
    if row.season_from and row.season_to:
        first, last = (f"{m:02d}-{d:02d}" for m, d in (row.season_from, row.season_to))
        return say("term.yearly", first=first, last=last)
    since = say("term.since", day=f"{row.from_date}") if row.from_date else ""
    return say("term.until", since=since, day=f"{row.to_date}") if row.to_date else since


def _value(opened: Opened, found: Path) -> Value:
    return opened.solver.value(found)


def _over(
    opened: Opened, dataset: Dataset, things: Sequence[Ref], limits: Limits | None = None
) -> Path | None:
    """The best path over any of some things."""
    links = _links(opened, dataset, things)
    return opened.solver.best_over(links, limits=limits) if len(links) else None


def _links(opened: Opened, dataset: Dataset, things: Sequence[Ref]) -> IntArray:
    """Links that are, or lie at or in, what is named."""
    network = opened.solver.network
    found: set[int] = set()
    for thing in things:
        if thing.kind in (RefKind.CROSSING, RefKind.PORT):
            found.update(network.links_of(thing).tolist())
        elif thing.kind == RefKind.COUNTRY:
            found.update(_in_country(network, dataset, thing.id))
        elif thing.kind == RefKind.HUB:
            found.update(_over_place(network, thing.id))
        elif thing.kind == RefKind.SECTION:
            segments = network.segments.index.of_section(thing.id)
            found.update(_over_segments(network, np.array(segments, dtype=np.int64)))
        elif thing.id in dataset.train:
            found.update(_on_train(network, thing.id))
        else:
            found.update(_sailing(network, thing))
    return np.array(sorted(found), dtype=np.int64)


def _in_country(network: SearchGraph, dataset: Dataset, country: str) -> set[int]:
    hauls = np.flatnonzero(network.kind == LinkKind.LINE_HAUL.code)
    countries = np.concatenate([p.links.country for p in network.hauls.parts])
    found = set(hauls[countries[network.row[hauls]] == country].tolist())
    for link in np.flatnonzero(network.kind == LinkKind.PORT.code).tolist():
        call = network.ports[int(network.row[link])]
        if dataset.hub[call.port.id].country == country:
            found.add(link)
    return found


def _over_place(network: SearchGraph, hub_id: str) -> set[int]:
    """Hauls that pass a place."""
    place = network.segments.graph.place_index.get(hub_id, NOWHERE)
    segments = network.segments.index
    near = {i for i in range(len(segments.tail)) if place in (segments.tail[i], segments.head[i])}
    return _over_segments(network, np.array(sorted(near), dtype=np.int64))


def _over_segments(network: SearchGraph, segments: IntArray) -> set[int]:
    """Hauls that lead over some segments."""
    rows: set[int] = set()
    for part, offset in zip(network.hauls.parts, network.hauls.offsets, strict=False):
        rows.update((rows_over(part, segments) + offset).tolist())
    hauls = np.flatnonzero(network.kind == LinkKind.LINE_HAUL.code)
    found: set[int] = set(
        hauls[np.isin(network.row[hauls], np.array(sorted(rows), dtype=np.int64))].tolist()
    )
    return found


def _on_train(network: SearchGraph, train: str) -> set[int]:
    """Hauls on a train."""
    hauls = np.flatnonzero(network.kind == LinkKind.LINE_HAUL.code)
    parts = zip(network.hauls.parts, network.hauls.offsets, strict=False)
    rows = [o + n for p, o in parts for n in range(len(p)) if p.service(n) == train]
    found: set[int] = set(hauls[np.isin(network.row[hauls], rows)].tolist())
    return found


def _sailing(network: SearchGraph, thing: Ref) -> set[int]:
    """Sailings of a service, or through a passage."""
    found: set[int] = set()
    for link in np.flatnonzero(network.kind == LinkKind.SAILING.code).tolist():
        service = network.sailings[int(network.row[link])].service
        if (
            thing.id == service.id
            if thing.kind == RefKind.SERVICE
            else thing.id in service.passages
        ):
            found.add(link)
    return found


_Compared: TypeAlias = tuple[int, int, int, int, tuple[str, ...]]


def _by_item(itinerary: Itinerary) -> dict[tuple[ChargeType, Message], _Compared]:
    """Cents, minutes, grams, metres and rows by (charge, where) of a path."""
    found: dict[tuple[ChargeType, Message], _Compared] = {}
    for leg in itinerary.legs:
        where = _place(leg)
        items: list[Item] = [i for i in leg.items if not i.outside_total]
        for number, item in enumerate(items):
            key = (item.type, where)
            old = found.get(key, (0, 0, 0, 0, ()))
            metres = leg.length_m if number == 0 else 0
            found[key] = (
                old[0] + item.cost.typical,
                old[1] + item.time.typical,
                old[2] + item.co2e_g,
                old[3] + metres,
                tuple(dict.fromkeys((*old[4], *item.rows))),
            )
    return found


def _place(leg: Leg) -> Message:
    """Where a leg is, in few words."""
    if leg.kind == LinkKind.BORDER:
        return say("where.border", start=name(leg.start.name), end=name(leg.end.name))
    if leg.note is None:
        return say("where.subject", subject=leg.subject or leg.country)
    for _, value in leg.note.parameters:
        if isinstance(value, Word):  # 'Baku port at Alat, quay to truck' is at Baku port at Alat
            return say("where.name", name=Word(value.text.partition(",")[0], value.kind))
    return leg.note
