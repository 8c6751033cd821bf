"""
How origin and destination are joined to the stops: by road, or from a siding.

A box is fetched and brought by truck whatever `--modes` says: that option is about the
line-haul. Where it leaves the road out, such a first or last mile is bounded (`first_mile_km`)
and stays in the country of the end, so the ways under fewer modes are always some of those
under more, at the same prices.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from corridor.graph.paths import SegmentPath
from corridor.model.mode import Mode
from corridor.planning.links.bills import HaulDraft, HaulPart, HaulPricing
from corridor.planning.links.dated_paths import Dated, dated_paths
from corridor.planning.links.discourage import dear_paths
from corridor.planning.query.segments import Group, SegmentView


@dataclass(frozen=True)
class Joined:
    """
    An end of the journey joined to stops.

    `hauls[i]` leads between the end and `stops[i]`; at `free` stops the end lies itself.
    """

    hauls: HaulPart
    stops: tuple[int, ...]
    free: tuple[int, ...]


@dataclass(frozen=True)
class Reach:
    """Ways within one group, those worth keeping with dated closures included."""

    view: SegmentView
    dated: Dated
    dear: frozenset[int] = frozenset()

    def dear_in(self, group: Group) -> frozenset[int]:
        """Discouraged segments of a group."""
        return frozenset(i for i in self.dear if self.view.group_of(i) == group)

    def dated_in(self, group: Group) -> frozenset[int]:
        """Dated segments of a group."""
        return frozenset(i for i in self.dated if self.view.group_of(i) == group)

    def ways(self, group: Group, place: int) -> Mapping[int, list[SegmentPath]]:
        """Ways from a place to every place of the group, the shortest first."""
        found = self._undiscouraged(group, place)
        dear = self.dear_in(group)
        if not dear:
            return found
        others = dear_paths(self.view, group, place, dear)
        return {
            p: paths
            if any(others[p].segments == o.segments for o in paths)
            else [*paths, others[p]]
            for p, paths in found.items()
        }

    def _undiscouraged(self, group: Group, place: int) -> Mapping[int, list[SegmentPath]]:
        shut = self.dated_in(group)
        if not shut:
            return {p: [path] for p, path in self.view.paths(group, place).items()}
        changes = self.view.changes_in(group)
        if changes is None:
            return dated_paths(self.view, group, place, shut)
        return self.view.index.cache.get(
            "dated paths",
            (group, place, shut, changes),
            lambda: dated_paths(self.view, group, place, shut),
        )


def open_groups(
    view: SegmentView,
    place: int,
    modes: set[int],
    carried: set[int],
    avoided: frozenset[str],
    *,
    siding: bool,
) -> list[Group]:
    """
    Groups a consignment may start or end in without a terminal.

    What a truck can carry starts by road, and from a terminal that lies at the place itself;
    by rail it starts from a private siding alone, which adds and takes nothing away. A wagon
    has its siding wherever there are rails.

    Parameters
    ----------
    view
        The segments of the query.
    place
        Place index of the end.
    modes, carried
        Codes of the modes of the line-haul, and of those the unit goes by at all.
    avoided
        Countries left out.
    siding
        Whether the end has a private siding (`--siding`).
    """
    groups = {g for g in view.groups_at(place) if g[0] not in avoided}
    rail = {g for g in groups if g[1] == Mode.RAIL.code and Mode.RAIL.code in modes}
    if Mode.ROAD.code not in carried:
        return sorted(rail)
    road = {g for g in groups if g[1] == Mode.ROAD.code}
    graph = view.graph
    if (place, Mode.ROAD.code, 0) in graph.stop_index:
        country = str(graph.place_country[place])
        road |= {(country, Mode.ROAD.code, 0)} if country not in avoided else set()
    return sorted(road | rail if siding else road)


def join(
    reach: Reach,
    pricing: HaulPricing,
    groups: list[Group],
    place: int,
    way_of: Callable[[int, int], int],
    *,
    leaving: bool,
    most_m: int | None = None,
    key: Hashable = None,
) -> Joined:
    """
    Join an end to every stop of its groups.

    Parameters
    ----------
    reach, pricing, groups, place, way_of
        Ways within a group, prices, the groups of the end, its place, which way a haul between two
        places leads.
    leaving
        Whether it is the origin.
    most_m
        Longest join by road in metres; None = no bound.
    key
        Names the hauls if other queries share them.
    """
    draft = HaulDraft()
    stops: list[int] = []
    free: list[int] = []
    for group, stop, path in reached(reach, groups, place, leaving=leaving, most_m=most_m):
        if path is None:
            free.append(stop)
            continue
        at = reach.view.index.stop_place[stop]
        here, there = (place, at) if leaving else (at, place)
        stops.append(stop)
        draft.add(group, path, way=way_of(here, there))
    return Joined(draft.part(pricing, reach.view, key), tuple(stops), tuple(free))


def reached(
    reach: Reach,
    groups: Iterable[Group],
    place: int,
    *,
    leaving: bool,
    most_m: int | None = None,
) -> Iterator[tuple[Group, int, SegmentPath | None]]:
    """Stops of some groups and the ways between each and an end; None where it lies there."""
    index = reach.view.index
    for group in groups:
        dated = bool(reach.dated_in(group))
        plain = reach.ways(group, place) if leaving or not dated else {}
        for stop in index.stops.get(group, ()):
            at = index.stop_place[stop]
            if at == place:
                yield group, stop, None
                continue
            # Backwards only the shortest may be turned round; a wait lies elsewhere on it.
            paths = plain.get(at, ()) if plain else reach.ways(group, at).get(place, ())
            for path in paths:
                if path.segments and not too_far(group, path, most_m):
                    yield group, stop, path if leaving or not plain else reversed_path(path)


def too_far(group: Group, path: SegmentPath, most_m: int | None) -> bool:
    """Whether a join by road is longer than a first or last mile may be."""
    return most_m is not None and group[1] == Mode.ROAD.code and path.length_m > most_m


def reversed_path(path: SegmentPath) -> SegmentPath:
    """The same way back."""
    return SegmentPath(path.length_m, path.estimated_m, tuple(-p for p in reversed(path.segments)))
