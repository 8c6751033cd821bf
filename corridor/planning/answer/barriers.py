"""What stands in the way on the links of a network with everything lifted, each by its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np

from corridor.messages.catalogue import in_english
from corridor.model.link_kind import LINK_KINDS, LinkKind
from corridor.model.objective import Weights
from corridor.model.ref import Ref, RefKind, RefSet
from corridor.model.status import NOT_BUILT, RUNNING, Built
from corridor.planning.links.carnet import life_of
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.query.constraints import Constraints
from corridor.planning.search.search import Search
from corridor.pricing.borders import BorderLink
from corridor.pricing.gaps import Gap
from corridor.pricing.regimes import Passage, lawful, speaking
from corridor.tables.dataset import Dataset
from corridor.tables.records import (
    Closure,
    Crossing,
    SeaService,
    Section,
    ShipChange,
    Terminal,
    TransitRegime,
)
from corridor.tables.seen import is_announced

# Rows that have a first and a last day.
Lived: TypeAlias = Crossing | Section | Terminal | SeaService | ShipChange
# One barrier outweighs the minutes of any real way, a link that does not take the load all others.
_BARRIER = 10**9
_GAP = 50
_PROMISED = "announced, not seen in use"
# What a closure may be of, in the order in which an id is looked for.
_CLOSED = (
    RefKind.CROSSING,
    RefKind.PORT,
    RefKind.PASSAGE,
    RefKind.SECTION,
    RefKind.SERVICE,
)


@dataclass(frozen=True, slots=True)
class NamedBarrier:
    """A barrier as it is said: what is cut, and the option that would mend it; or the gap."""

    text: str
    remedy: str
    gap: Gap | None = None


class Barrier(NamedTuple):
    """
    Why a link is shut, and the id of what shuts it.

    Reasons: an option ('avoid', 'avoid-sanctions', 'close'), 'outside' --only-countries, an 'area'
    (without an id), 'closed' in the tables, 'planned', 'idle' (not open, or no service runs), or
    'ended' (after its last day or long before its first).
    """

    reason: str
    id: str = ""


@dataclass(frozen=True)
class Barriers:
    """
    Restrictions of a query and closures of the tables, asked of single links.

    Attributes
    ----------
    constraints
        Of the query.
    closed
        Closures without an end by subject.
    typed
        What was typed, by the barrier that it is: ('avoid', 'torkham_road').
    areas
        Names of the areas of --avoid.
    ended
        Lives that are over, or begin beyond any journey.
    destination
        Hub in which the goods end, '' for a point.
    """

    dataset: Dataset
    constraints: Constraints
    closed: Mapping[Ref, Closure]
    typed: Mapping[Barrier, str] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    ended: frozenset[Ref] = frozenset()
    destination: str = ""

    @cached_property
    def idle(self) -> dict[str, str]:
        """Status of services that do not run and crossings not open, unless opened."""
        opened = self.constraints.open
        services, crossings = opened.ids(RefKind.SERVICE), opened.ids(RefKind.CROSSING)
        found = {
            s.id: s.status
            for s in self.dataset.sea_services
            if s.status not in RUNNING and s.id not in services
        }
        found |= {
            c.id: c.status
            for c in self.dataset.crossings
            if c.status != Built.OPEN and c.id not in crossings
        }
        return found

    @cached_property
    def sections(self) -> dict[str, tuple[Barrier, ...]]:
        """Barriers of the sections that stand shut or are not built."""
        opened = set(self.constraints.open.ids(RefKind.SECTION))
        opened |= {
            self.dataset.crossing[c].section_id for c in self.constraints.open.ids(RefKind.CROSSING)
        }
        posts = {c.section_id: c.id for c in self.dataset.crossings if c.id in self.idle}
        found: dict[str, tuple[Barrier, ...]] = {}
        for row in self.dataset.sections:
            barriers = list(self._by_option(RefKind.SECTION, row.id))
            if Ref(RefKind.SECTION, row.id) in self.closed and row.id not in opened:
                barriers.append(Barrier("closed", row.id))
            barriers += self._ended(row)
            # A line over a post that is not open is opened with the post.
            if row.status != Built.OPEN and row.id not in opened and row.id not in posts:
                barriers.append(Barrier("planned", row.id))
            if barriers:
                found[row.id] = tuple(barriers)
        return found

    @property
    def opening(self) -> frozenset[str]:
        """Sections that the network with everything lifted must hold."""
        posts = {c.section_id for c in self.dataset.crossings if c.id in self.idle}
        return frozenset((*self.sections, *posts - {""}))

    @property
    def lifted(self) -> Constraints:
        """The constraints with every restriction but modes and vias gone."""
        posts = {c.id for c in self.dataset.crossings}
        idle = RefSet.of(
            Ref(RefKind.CROSSING if i in posts else RefKind.SERVICE, i) for i in self.idle
        )
        passages = (Ref(RefKind.PASSAGE, p) for s in self.dataset.sea_services for p in s.passages)
        return replace(
            self.constraints,
            avoid=RefSet(),
            sanctioned=RefSet(),
            regime="",
            any_truck=True,
            close=RefSet(),
            open=self.constraints.open | idle,
            lifted=frozenset((*self.closed, *self.ended, *passages)),
        )

    def _by_option(self, kind: RefKind, *keys: str) -> Iterable[Barrier]:
        for key in keys:
            if Ref(kind, key) in self.constraints.avoid:
                yield from self._avoided(kind, key)
            if Ref(kind, key) in self.constraints.close:
                yield Barrier("close", key)

    def _avoided(self, kind: RefKind, key: str) -> Iterable[Barrier]:
        """Which of the options that avoid a thing shut it: the list, the name, or both."""
        listed = Ref(kind, key) in self.constraints.sanctioned
        if listed:
            yield Barrier("avoid-sanctions", key)
        if not listed or Barrier("avoid", key) in self.typed:
            yield Barrier("avoid", key)

    def of(self, network: SearchGraph) -> list[tuple[Barrier, ...]]:
        """Barriers on each link."""
        segments = self._of_segments(network)
        found: list[tuple[Barrier, ...]] = []
        known: dict[tuple[int, int], tuple[Barrier, ...]] = {}
        for code, row in zip(network.kind.tolist(), network.row.tolist(), strict=True):
            if (code, row) not in known:
                barriers = dict.fromkeys(self._on(network, LINK_KINDS[code], row, segments))
                known[code, row] = tuple(barriers)
            found.append(known[code, row])
        return found

    def _on(
        self,
        network: SearchGraph,
        kind: LinkKind,
        row: int,
        segments: Mapping[int, tuple[Barrier, ...]],
    ) -> Iterable[Barrier]:
        if kind is LinkKind.LINE_HAUL:
            yield from self._in_countries(network.hauls.country(row))
            if segments:
                for segment in network.hauls.segments(row):
                    yield from segments.get(abs(segment) - 1, ())
        elif kind is LinkKind.BORDER:
            post = network.borders[row].crossing
            yield from self._in_countries(post.country_a, post.country_b)
            yield from self._at_gate(RefKind.CROSSING, post.id)
            yield from self._under(network.borders[row])
            yield from self._ended(post)
        elif kind is LinkKind.TRANSFER:
            place = network.transfers[row].terminal
            yield from self._in_countries(place.country)
            yield from self._by_option(RefKind.HUB, place.hub_id)
            yield from self._ended(place)
        elif kind is LinkKind.PORT:
            call = network.ports[row]
            yield from self._in_countries(self.dataset.hub[call.port.id].country)
            yield from self._by_option(RefKind.HUB, call.port.id)
            yield from self._at_gate(RefKind.PORT, call.port.id)
            for by in (call.terminal, call.change):
                if by is not None:
                    yield from self._ended(by)
        elif kind is LinkKind.SAILING:
            yield from self._on_sailing(network, row)

    def _of_segments(self, network: SearchGraph) -> dict[int, tuple[Barrier, ...]]:
        """Barriers of the segments of hauls: shut sections, avoided places, areas."""
        segments = network.segments.index
        found: dict[int, list[Barrier]] = {}
        for section, barriers in self.sections.items():
            for segment in network.segments.with_parts(segments.of_section(section)):
                found.setdefault(segment, []).extend(barriers)
        for segment in self.constraints.avoid.segments:
            found.setdefault(segment, []).append(Barrier("area"))
        index = network.segments.graph.place_index
        hubs = (self.constraints.avoid | self.constraints.close).ids(RefKind.HUB)
        named = {index[h]: tuple(self._by_option(RefKind.HUB, h)) for h in hubs if h in index}
        if named:
            for segment, places in enumerate(zip(segments.tail, segments.head, strict=True)):
                for place in places:
                    if place in named:
                        found.setdefault(segment, []).extend(named[place])
        return {p: tuple(b) for p, b in found.items()}

    def _in_countries(self, *countries: str) -> Iterable[Barrier]:
        for country in countries:
            if country in self.constraints.outside:
                yield Barrier("outside", country)
            elif Ref(RefKind.COUNTRY, country) in self.constraints.avoid:
                yield from self._avoided(RefKind.COUNTRY, country)

    def _at_gate(self, kind: RefKind, key: str) -> Iterable[Barrier]:
        yield from self._by_option(kind, key)
        if key in self.idle:
            yield Barrier("idle", key)
        if Ref(kind, key) in self.closed:
            yield Barrier("closed", key)

    def _on_sailing(self, network: SearchGraph, row: int) -> Iterable[Barrier]:
        service = network.sailings[row].service
        yield from self._by_option(RefKind.PASSAGE, *service.passages)
        yield from self._by_option(RefKind.PORT, service.from_port, service.to_port)
        for barrier in self._by_option(RefKind.SERVICE, service.id):
            yield barrier if barrier in self.typed or not self.areas else Barrier("area")
        yield from (
            Barrier("closed", p) for p in service.passages if Ref(RefKind.PASSAGE, p) in self.closed
        )
        if Ref(RefKind.SERVICE, service.id) in self.closed:
            yield Barrier("closed", service.id)
        if service.id in self.idle:
            yield Barrier("idle", service.id)
        yield from self._ended(service)

    def _ended(self, row: Lived) -> Iterable[Barrier]:
        if Ref(RefKind.LIFE, row.key) in self.ended:
            yield Barrier("ended", row.key)

    def _under(self, link: BorderLink) -> Iterable[Barrier]:
        """Why a border may not be passed under the regime of a link: the kind, whose truck, days."""
        row = link.regime
        if row is None:
            return
        where = f"{link.crossing.id}:{link.country_from}:{link.country_to}:{row.id}"
        carriage = self.constraints.carriage(self.destination)
        passage = Passage(link.crossing, link.country_from, link.country_to, link.transit)
        if not lawful(row, link.country_from, speaking(self.dataset, passage), carriage):
            usable = carriage.may_use(row, link.country_from)
            if not usable:
                yield Barrier("truck", where)
            if usable or row.kind != carriage.regime:
                yield Barrier("regime", where)
        if life_of(row) in self.ended:
            yield Barrier("days", row.id)

    def _truck(self, key: str) -> NamedBarrier:
        """A border that is not open to such a truck, or not for such a destination."""
        crossing, country_from, _, row_id = key.split(":")
        row = self._row(row_id)
        truck = self.constraints.truck_of or country_from
        remedy = f"--truck-of {row.trucks[0]}" if row.trucks else "another destination"
        text = f"{crossing} (not open to a truck of {truck}: row {row_id} is for {_users(row)})"
        return NamedBarrier(text, remedy)

    def _regime(self, key: str) -> NamedBarrier:
        """A border that trucks may not pass under the regime asked for, with what rows say of it."""
        crossing, here, there, _ = key.split(":")
        asked, post = self.constraints.regime, self.dataset.crossing[crossing]
        said = dict.fromkeys(
            f"row {r.id}, {_days(r)}, for {_users(r)}"
            for transit in (False, True)
            for r in speaking(self.dataset, Passage(post, here, there, transit))
            if r.kind == asked
        )
        text = f"{crossing} (--regime {asked} is not lawful there: {'; '.join(said)})"
        return NamedBarrier(text, f"drop --regime {asked}")

    def _row(self, row_id: str) -> TransitRegime:
        return next(r for r in self.dataset.transit_regimes if r.id == row_id)

    def named(self, barrier: Barrier) -> NamedBarrier:
        """What is cut, and what would mend it."""
        kind, key = barrier
        if kind == "regime":
            return self._regime(key)
        if kind == "truck":
            return self._truck(key)
        if kind == "days":
            text = f"{key} ({_days(self._row(key))})"
            return NamedBarrier(text, "another --depart, or another --regime")
        if kind == "area":
            names = ", ".join(self.areas)
            return NamedBarrier(f"the area {names} (--avoid)", f"drop --avoid {names}")
        if kind == "closed":
            subjects = (Ref(k, key) for k in _CLOSED)
            row = next(self.closed[s] for s in subjects if s in self.closed)
            since = f", since {row.from_date}" if row.trade and row.from_date else ""
            why = f": {row.note.partition(';')[0]}" if row.trade and row.note else ""
            return NamedBarrier(f"{key} (closed, row {row.id}{since}{why})", f"--open {key}")
        if kind == "ended":
            name = key.partition(":")[2]
            promised = is_announced(self.dataset, key)
            days = _PROMISED if promised else _days(lived_row(self.dataset, key))
            return NamedBarrier(f"{name} ({days})", f"--open {name}")
        if kind == "planned":
            return NamedBarrier(f"{key} (planned or being built)", f"--open {key}")
        if kind == "outside":
            return NamedBarrier(
                f"{key} (not in --only-countries)", f"add {key} to --only-countries"
            )
        if kind == "idle":
            unbuilt = self.idle[key] in NOT_BUILT
            named = "planned or being built" if unbuilt else "no sailing today"
            return NamedBarrier(f"{key} ({named})", f"--open {key}")
        text = self.typed.get(barrier, key)
        said = f"--{kind}" if text == key else f"--{kind} {text}"
        return NamedBarrier(f"{key} ({said})", f"drop --{kind} {text}")


def _users(row: TransitRegime) -> str:
    """Whose trucks a regime is for, in words."""
    trucks = f"trucks of {', '.join(row.trucks)}" if row.trucks else "any truck"
    return trucks + (f" to {', '.join(row.destinations)}" if row.destinations else "")


def lived_row(dataset: Dataset, key: str) -> Lived:
    """The row of a table with first and last days, by its key 'table:id'."""
    table, _, name = key.partition(":")
    rows: Iterable[Lived] = getattr(dataset, table)
    return next(row for row in rows if row.id == name)


def _days(row: Lived | TransitRegime) -> str:
    """From when until when something is there, in words."""
    if isinstance(row, TransitRegime):
        if row.status == "not_in_force":
            return "not in force"
        if row.first_day is None and row.last_day is None:
            return "in force"
    first = f"from {row.first_day}" if row.first_day else ""
    last = f"until {row.last_day}" if row.last_day else ""
    return f"only {' '.join(filter(None, (first, last)))}"


def fewest(network: SearchGraph, barriers: Barriers, *, gaps: bool) -> list[NamedBarrier] | None:
    """
    What is cut on the way with the fewest barriers, in order; None where there is no way at all.

    Parameters
    ----------
    network
        The network with everything lifted.
    barriers
        What was lifted.
    gaps
        Whether links that do not take the load may be gone over, as a barrier of their own.
    """
    names = barriers.of(network)
    count = np.array([len(n) for n in names], dtype=np.int64)
    lacking = network.lacking if gaps else np.zeros(len(count), dtype=np.bool_)
    # Barriers count as money, so that waits and seasons are met at their real hours.
    barred = replace(
        network,
        cost=_BARRIER * (count + _GAP * lacking),
        shut=network.shut & ~lacking,
    )
    found = Search(barred, Weights(cost_w=1, time_w=1)).best()
    if found is None:
        return None
    named: dict[NamedBarrier, None] = {}
    for step in found.steps:
        for barrier in names[step.link]:
            named[barriers.named(barrier)] = None
        gap = network.missing(step.link) if lacking[step.link] else None
        if gap is not None:
            named[NamedBarrier(in_english(gap.message), "", gap)] = None
    return list(named)
