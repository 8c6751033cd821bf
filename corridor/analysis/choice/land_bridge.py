"""
How a corridor of the table `corridors` stands for a question, and what its best way is worth.

The corridor is asked as a person would ask it: the question again by land over the countries of
its chain alone, from the origin's place in it on (`--only-countries`, `--modes rail,road`). It is
shut if that finds no way with what is in force. Then what is shut of its crossings and sections is
opened as `--open` does, and its best way is held against the best of all with the same opened.
All is searched on two networks, that of the question and that with things opened, whose links
outside the chain and at sea are shut for the corridor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from corridor.analysis.choice.bridge_words import lines_of, since_all, wins_if
from corridor.model.dates import last_day
from corridor.model.land_bridge import BridgeState, BridgeWay, LandBridge, ShutPart
from corridor.model.link_kind import LinkKind
from corridor.model.mode import LAND_MODES
from corridor.model.ref import Ref, RefKind, RefSet
from corridor.model.status import Built
from corridor.planning.answer.blocked import Opened, closed_at_all
from corridor.planning.answer.labels import labels_of
from corridor.planning.answering import Found
from corridor.planning.links.assemble import build_search_graph
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.query.resolve import ClosureWindows
from corridor.planning.search.compared import Value, come_back_to
from corridor.planning.search.path import Path
from corridor.planning.search.solver import Solver
from corridor.planning.steps import Planning
from corridor.planning.time.clock import FOREVER
from corridor.planning.time.windows import Window
from corridor.tables.dataset import Dataset
from corridor.tables.records import Corridor, Crossing, Section

# What an option closes.
_ALWAYS = (Window(0, FOREVER, 0, ""),)


def land_bridge(found: Found) -> LandBridge | None:
    """
    How the first corridor stands on both sides of whose middle the ends of a question lie.

    None where there is no such corridor, or where what is asked leaves out a country of it or
    all land modes.

    Parameters
    ----------
    found
        The answer, whose best the corridor is held against, with its network.
    """
    dataset, resolved = found.planning.context.dataset, found.planning.resolved
    ends = (resolved.origin.end.country, resolved.destination.end.country)
    for row in dataset.corridors:
        chain = chain_of(row, dataset, *ends)
        avoided = resolved.constraints.avoid.ids(RefKind.COUNTRY)
        by_land = set(LAND_MODES) & set(resolved.query.modes)
        if chain is not None and by_land and not avoided & set(chain):
            return _Bridge(row, chain, found).standing()
    return None


def chain_of(
    row: Corridor, dataset: Dataset, origin: str, destination: str
) -> tuple[str, ...] | None:
    """Countries of a corridor in order of travel between two that lie on both sides of its middle."""
    middle = row.countries.index(row.across)
    there = row.countries[middle:]
    here = _from(row, dataset, origin)
    if here is not None and destination in there[1:]:
        return (*here, *there[: there.index(destination) + 1])
    back = _from(row, dataset, destination)
    if back is not None and origin in there[1:]:
        return tuple(reversed((*back, *there[: there.index(origin) + 1])))
    return None


def _from(row: Corridor, dataset: Dataset, country: str) -> tuple[str, ...] | None:
    """Countries of a corridor from one on its first side up to its middle."""
    first = row.countries[: row.countries.index(row.across)]
    if country in first:
        return first[first.index(country) :]
    if country not in row.joins:
        return None
    shared = {
        other
        for c in dataset.crossings
        for here, other in ((c.country_a, c.country_b), (c.country_b, c.country_a))
        if here == country and c.status == Built.OPEN
    }
    at = next((n for n, c in enumerate(first) if c in shared), None)
    return None if at is None else (country, *first[at:])


@dataclass(frozen=True)
class _Found:
    """A best way with what found it."""

    path: Path
    value: Value
    by: Opened


class _Met(NamedTuple):
    """What shuts something that is passed, and the country entered there."""

    window: Window
    into: str


@dataclass(frozen=True)
class _Bridge:
    """One corridor and one question."""

    row: Corridor
    chain: tuple[str, ...]
    found: Found

    def standing(self) -> LandBridge:
        """How it stands."""
        here = Opened(self.found.solver, self.found.journey)
        best = self.found.paths[0]
        first = _Found(best, here.solver.value(best), here)
        now, then = _best(here, self.chain), None
        closed = self._closed()
        if closed:
            then = _best(self._opened(closed), self.chain)
        found = None
        if then is not None and (now is None or then.value < now.value):
            found = self._opened_way(now, then, closed, first)
        if found is None:
            state = BridgeState.SHUT if now is None else BridgeState.OPEN
            found = self._stands(state, way=None if now is None else self._way(now, first, ()))
        query = self.asked.resolved.query
        vot = self.asked.resolved.value_of_time_usd_per_h
        found = replace(found, wins_if=wins_if(found, query.objective, vot))
        return replace(found, lines=lines_of(found))

    def _opened_way(
        self,
        now: _Found | None,
        then: _Found,
        closed: Mapping[Ref, tuple[Window, ...]],
        first: _Found,
    ) -> LandBridge | None:
        """
        How it stands with what is shut on its best way opened; None where that brings nothing.

        Opening lifts delays too, by which a way may gain without a thing in its way: only what
        the way passes while it is shut is opened in the end.
        """
        parts = tuple(self._shut(self._in_the_way(then, closed), closed))
        opened = frozenset(part.subject for part in parts)
        if now is not None and not parts:
            return None
        more, there = closed.keys() - opened, then.by
        if _passes(then, more):
            there = self._opened(opened)
            then = _best(there, self.chain) or then
            if now is not None and then.value >= now.value:
                return None
        rival = _best(there)
        if rival and _passes(rival, more):
            rival = _best(self._opened(opened))
        return self._stands(
            BridgeState.SHUT if now is None else BridgeState.PARTLY,
            parts,
            way=None if now is None else self._way(now, first, ()),
            if_open=self._way(then, rival, parts),
        )

    @property
    def asked(self) -> Planning:
        """The question."""
        return self.found.planning

    def _opened(self, things: Iterable[Ref]) -> Opened:
        """The question with some things opened, whatever it closes of them."""
        refs = frozenset(things)
        given = self.asked.resolved.constraints
        close = RefSet(given.close.refs - refs, given.close.segments)
        constraints = replace(given, close=close, open=given.open | RefSet(refs))
        context = self.asked.context
        resolved = self.asked.resolved.under(context, constraints)
        other = replace(self.asked, resolved=resolved)
        # Without a key nothing of these windows is kept: they would push out what questions share.
        held = ClosureWindows(resolved.windows(context).by_subject)
        graph = build_search_graph(context, resolved, held)
        return Opened(other.solver(graph), other.journey(graph))

    def _stands(
        self,
        state: BridgeState,
        shut: tuple[ShutPart, ...] = (),
        *,
        way: BridgeWay | None = None,
        if_open: BridgeWay | None = None,
    ) -> LandBridge:
        """How it stands, without its words."""
        confirmed = min((p.last_confirmed for p in shut if p.row), default="")
        return LandBridge(
            corridor=self.row.id,
            countries=self.chain,
            state=state,
            shut=shut,
            since=since_all(shut),
            confirmed=confirmed,
            stale_days=self._stale(confirmed) if confirmed else None,
            way=way,
            if_open=if_open,
        )

    @property
    def _dataset(self) -> Dataset:
        return self.asked.context.dataset

    def _closed(self) -> dict[Ref, tuple[Window, ...]]:
        """Its crossings and sections that are shut at some time on the way; for good by option."""
        dataset, windows = self._dataset, self.asked.windows
        named = self.asked.resolved.constraints.close.refs
        shut = closed_at_all(dataset, windows)
        own = (
            *(Ref(RefKind.CROSSING, c.id) for c in dataset.crossings if self._has(*_between(c))),
            *(Ref(RefKind.SECTION, s.id) for s in dataset.sections if self._has(*self._of(s))),
        )
        return {s: _ALWAYS if s in named else windows[s] for s in own if s in named or s in shut}

    def _has(self, *countries: str) -> bool:
        return set(countries) <= set(self.chain)

    def _of(self, section: Section) -> tuple[str, ...]:
        ends = (section.from_id, section.to_id)
        return tuple(dict.fromkeys(self._dataset.hub[end].country for end in ends))

    def _in_the_way(
        self, then: _Found, closed: Mapping[Ref, tuple[Window, ...]]
    ) -> dict[Ref, _Met]:
        """What a way with all of it opened passes while it is shut, and what shuts it then."""
        found: dict[Ref, _Met] = {}
        for subject, into, first, last in _passed(then):
            for window in _shutting(closed.get(subject, ()), into):
                if window.start <= last and first < window.end:
                    found.setdefault(subject, _Met(window, into))
        return found

    def _shut(
        self, used: Mapping[Ref, _Met], closed: Mapping[Ref, tuple[Window, ...]]
    ) -> Iterator[ShutPart]:
        """What the way opens, each crossing with the others of its border that are shut as well."""
        crossing, seen = self._dataset.crossing, set[Ref]()
        for subject, met in used.items():
            group = {subject: met.window}
            if subject.kind is RefKind.CROSSING:
                border = _between(crossing[subject.id])
                for other, windows in closed.items():
                    if other.kind is RefKind.CROSSING and _between(crossing[other.id]) == border:
                        here = _shutting(windows, met.into)
                        group.update((other, w) for w in here if _meet(w, met.window))
            for part, window in group.items():
                if part not in seen:
                    seen.add(part)
                    yield self._part(part, window, passed=part in used)

    def _part(self, subject: Ref, window: Window, *, passed: bool) -> ShutPart:
        dataset = self._dataset
        if subject.kind is RefKind.CROSSING:
            name, countries = dataset.crossing[subject.id].name, self._border(subject.id)
        else:
            section = next(s for s in dataset.sections if s.id == subject.id)
            name = " - ".join(dataset.hub[e].name for e in (section.from_id, section.to_id))
            countries = self._of(section)
        row = next((r for r in dataset.closures_of.get(subject, ()) if r.key == window.row), None)
        if row is None:
            return ShutPart(subject=subject, name=name, countries=countries, passed=passed)
        return ShutPart(
            subject=subject,
            name=name,
            countries=countries,
            since=row.from_date.isoformat() if row.from_date else "",
            until=row.to_date.isoformat() if row.to_date else "",
            last_confirmed=row.last_confirmed,
            stale_days=self._stale(row.last_confirmed),
            row=row.key,
            source_id=row.source_id,
            passed=passed,
        )

    def _border(self, crossing_id: str) -> tuple[str, ...]:
        """The two countries of a crossing in order of travel."""
        both = _between(self._dataset.crossing[crossing_id])
        return tuple(sorted(both, key=lambda c: self.chain.index(c) if c in self.chain else 0))

    def _stale(self, confirmed: str) -> int:
        return (self.asked.resolved.timetable.departure.local.date() - last_day(confirmed)).days

    def _way(self, found: _Found, best: _Found | None, opened: Iterable[ShutPart]) -> BridgeWay:
        """A way over the corridor against the best of all with the same things opened."""
        cents, minutes = found.by.journey.totals_of(found.path)
        wins = best is None or found.value <= best.value
        shown = self.found.answer.itineraries[0]
        rival, behind = (shown.cost.typical, shown.time.typical), 0.0
        objective = self.asked.resolved.query.objective
        if not wins and best is not None:
            rival = best.by.journey.totals_of(best.path)
            behind = float((found.value - best.value) / objective.parts_of_unit)
        network = found.by.solver.network
        return BridgeWay(
            label=labels_of(network, self._dataset, [found.path])[0],
            countries=_countries(network, found.path),
            time_min=minutes,
            cost_cents=cents,
            arrival=self.asked.resolved.timetable.arrival(minutes),
            best=wins,
            opened=tuple(part.subject.id for part in opened),
            against_min=minutes - rival[1],
            against_cents=cents - rival[0],
            gap=behind,
            gap_unit=objective.unit,
            plain=network.discouraged is None and not come_back_to(network, found.path),
        )


def _best(by: Opened, chain: tuple[str, ...] = ()) -> _Found | None:
    """The best way, or the best by land over the countries of a chain alone."""
    solver = by.solver
    network = solver.network
    if chain and network.state_country is not None:
        codes = [n for n, c in enumerate(network.countries) if c in chain]
        inside = np.isin(network.state_country, codes)
        at_sea = np.isin(network.kind, (LinkKind.PORT.code, LinkKind.SAILING.code))
        shut = network.shut | at_sea | ~(inside[network.tail] & inside[network.head])
        network = replace(network, shut=shut)
        solver = Solver(network, solver.query, solver.vot, solver.start_cents, solver.timetable)
    path = solver.best(solver.query.objective)
    return None if path is None else _Found(path, solver.value(path), by)


def _countries(network: SearchGraph, path: Path) -> tuple[str, ...]:
    """Countries of a way in order of travel."""
    states = network.tail[list(path.links)]
    of_state = network.state_country
    if of_state is None:
        return ()
    named = (network.countries[n] for n in of_state[states].tolist())
    return tuple(dict.fromkeys(named))


def _passed(found: _Found) -> Iterator[tuple[Ref, str, int, int]]:
    """Crossings and sections that a way passes, into which country, from which minute to which."""
    network = found.by.solver.network
    sections = network.segments.graph.segment_section
    for step in found.path.steps:
        kind, row = network.kind_of(step.link), int(network.row[step.link])
        last = step.at + step.lost + int(network.time[step.link])
        if kind is LinkKind.BORDER:
            # A post is met when it is reached; who is let in passes.
            border = network.borders[row]
            subject = Ref(RefKind.CROSSING, border.crossing.id)
            yield subject, border.country_to, step.at, step.at + step.lost
        elif kind is LinkKind.LINE_HAUL:
            for signed in network.hauls.segments(row):
                parent = network.segments.parent(abs(signed) - 1)
                if parent is not None:
                    yield Ref(RefKind.SECTION, str(sections[parent])), "", step.at, last


def _passes(found: _Found, things: AbstractSet[Ref]) -> bool:
    return any(subject in things for subject, *_ in _passed(found))


def _shutting(windows: Iterable[Window], into: str) -> Iterator[Window]:
    """The windows that shut a thing for who enters a country."""
    return (w for w in windows if not w.delay and w.into in ("", into))


def _meet(one: Window, other: Window) -> bool:
    """Whether two windows share a time."""
    return one.start < other.end and other.start < one.end


def _between(crossing: Crossing) -> frozenset[str]:
    return frozenset((crossing.country_a, crossing.country_b))
