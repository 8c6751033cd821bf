"""What the links of one query hang on: its states, modes, segments and sub-networks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from corridor.model.mode import Mode
from corridor.model.ref import Ref, RefKind
from corridor.planning.context import PlanningContext
from corridor.planning.links.access import Reach, open_groups
from corridor.planning.links.dated_paths import Dated
from corridor.planning.links.discourage import discouraged_segments
from corridor.planning.links.priced import PricedLinks
from corridor.planning.links.table import IntArray
from corridor.planning.links.usable import allowed_modes, carried_modes
from corridor.planning.links.vias import between, lifts
from corridor.planning.query.constraints import Constraints, Via, section_of
from corridor.planning.query.reading import End
from corridor.planning.query.resolve import ClosureWindows, ResolvedQuery
from corridor.planning.query.segments import Group, SegmentView
from corridor.planning.time.windows import Window, merged
from corridor.pricing.tariff import Way
from corridor.tables.records import NightBan

# Sections of a ban up to which ways round it are looked for.
_ROADS_ROUND = 12


@dataclass(frozen=True, slots=True)
class Layers:
    """
    The states of a search graph: those of the stops once, and once more for each via on the way.

    Behind them stand the source, `landed` and the target. What ends on land passes `landed`:
    there the box is returned and customs cleared.
    """

    count: int
    per_layer: int

    @property
    def source(self) -> int:
        """The state before the first link."""
        return self.count * self.per_layer

    @property
    def landed(self) -> int:
        """The state in which a journey has ended on land."""
        return self.source + 1

    @property
    def target(self) -> int:
        """The state after the last link."""
        return self.source + 2

    @property
    def last(self) -> int:
        """How much further on the states of the last layer stand than those of the first."""
        return (self.count - 1) * self.per_layer

    @property
    def shifts(self) -> range:
        """How much further on the states of each layer stand than those of the first."""
        return range(0, self.source, self.per_layer)


@dataclass(frozen=True)
class LinkScope:
    """What the links of one query hang on, worked out of its words and the priced links."""

    context: PlanningContext
    resolved: ResolvedQuery
    priced: PricedLinks
    windows: ClosureWindows

    @property
    def constraints(self) -> Constraints:
        """What the query leaves out, opens and asks for."""
        return self.resolved.constraints

    @property
    def segments(self) -> SegmentView:
        """The segments that the query leaves."""
        return self.resolved.segments

    @property
    def ends(self) -> tuple[End, End]:
        """Origin and destination."""
        return self.resolved.origin.end, self.resolved.destination.end

    @property
    def avoided(self) -> frozenset[str]:
        """Countries left out."""
        return self.constraints.avoid.ids(RefKind.COUNTRY)

    @cached_property
    def inner(self) -> range:
        """Numbers of the vias that lie between the ends."""
        return between(self.constraints.via, self.ends[0].hub_id, self.ends[1].hub_id)

    @cached_property
    def vias(self) -> list[Via]:
        """The vias that lie between the ends."""
        return [self.constraints.via[n] for n in self.inner]

    @cached_property
    def layers(self) -> Layers:
        """The states."""
        return Layers(len(self.vias) + 1, 2 * len(self.priced.stop_of))

    @cached_property
    def lifts(self) -> list[tuple[IntArray, int, int]]:
        """Stored links that lead up: their numbers, the layer they leave, layers up."""
        return lifts(self.vias, self.priced, self.segments)

    @cached_property
    def modes(self) -> set[int]:
        """Modes of the line-haul."""
        return allowed_modes(self.priced, self.constraints)

    @cached_property
    def dated(self) -> Dated:
        """Closures in time by segment."""
        view = self.segments
        found: dict[int, tuple[Window, ...]] = {}
        for subject, dated in self.windows.by_subject.items():
            section = section_of(subject)
            if section is None:
                continue
            for segment in sorted(view.with_parts(view.index.of_section(section))):
                if segment not in view.removed:
                    found[segment] = merged([found.get(segment, ()), dated])
        # A way round a ban is worth keeping, as one round a section that is shut for a time.
        return {**dict.fromkeys(self._narrow, ()), **found}

    @cached_property
    def banned(self) -> Dated:
        """Hours in which nobody drives, by segment."""
        return {
            segment: self.windows.by_subject[Ref(RefKind.BAN, ban.id)]
            for ban in self._bans
            for segment in self._under(ban)
        }

    @cached_property
    def _narrow(self) -> list[int]:
        """Segments under bans of single roads: nothing leads round the roads of a whole region."""
        bans = (b for b in self._bans if len(b.sections) <= _ROADS_ROUND)
        return [segment for ban in bans for segment in self._under(ban)]

    @cached_property
    def _bans(self) -> list[NightBan]:
        """Bans that a journey of this query may meet."""
        held = self.windows.by_subject
        return [b for b in self.context.dataset.night_bans if Ref(RefKind.BAN, b.id) in held]

    def _under(self, ban: NightBan) -> list[int]:
        view = self.segments
        parts = (view.with_parts(view.index.of_section(s)) for s in ban.sections)
        return sorted(n for found in parts for n in found if n not in view.removed)

    @cached_property
    def stored_dated(self) -> Dated:
        """The dated segments of the graph, without the parts that this query put in."""
        return {i: w for i, w in self.dated.items() if i not in self.segments.added_range}

    @cached_property
    def dear(self) -> frozenset[int]:
        """Segments to be used only where that pays."""
        return discouraged_segments(self.segments, self.constraints.discourage)

    @cached_property
    def reach(self) -> Reach:
        """Paths within a sub-network."""
        return Reach(self.segments, self.dated, self.dear)

    @property
    def replaced(self) -> frozenset[Group]:
        """Sub-networks whose stored hauls do not hold."""
        return self.segments.changed_groups

    @cached_property
    def most_m(self) -> int | None:
        """Most metres of a first or last mile; without the road a truck only fetches and brings."""
        row = self.priced.dataset.figures.first_mile_km
        return None if Mode.ROAD.code in self.modes else round(row.value.typical * 1000)

    @cached_property
    def groups(self) -> tuple[list[Group], list[Group]]:
        """Sub-networks that the consignment may start in, and end in."""
        siding = self.constraints.siding
        start, end = (
            open_groups(
                self.segments,
                end.place,
                self.modes,
                carried_modes(self.priced),
                self.avoided,
                siding=siding in (which, "both"),
            )
            for which, end in zip(("origin", "destination"), self.ends, strict=True)
        )
        return start, end

    def usable(self, group: Group) -> bool:
        """Whether line-hauls may lead over a sub-network."""
        return group[1] in self.modes and group[0] not in self.avoided

    def way_of(self, start: int, end: int) -> int:
        """Which way a haul between two places leads, as tariffs know it."""
        latitudes = self.resolved.latitudes
        borders = self.context.graph.border_places
        return Way.of(
            north=latitudes[end] >= latitudes[start], border=not borders.isdisjoint({start, end})
        )
