"""How origin and destination are joined to the stops: by road, or from a siding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corridor.costing.load import Load
from corridor.graph.corridor_graph import MODE_CODE
from corridor.graph.skims import Path
from corridor.routing.bills import HaulDraft, HaulPart, HaulPricing
from corridor.routing.dated import Dated, dated_paths
from corridor.routing.discourage import dear_paths
from corridor.routing.pieces import Group, PieceBook

# Places whose ways round dated sections are kept.
_MOST_KEPT = 512
_ROAD, _RAIL = MODE_CODE["road"], MODE_CODE["rail"]


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

    book: PieceBook
    dated: Dated
    dear: frozenset[int] = frozenset()

    def dear_in(self, group: Group) -> frozenset[int]:
        """Discouraged pieces of a group."""
        return frozenset(i for i in self.dear if self.book.group_of(i) == group)

    def dated_in(self, group: Group) -> frozenset[int]:
        """Dated pieces of a group."""
        return frozenset(i for i in self.dated if self.book.group_of(i) == group)

    def ways(self, group: Group, place: int) -> Mapping[int, list[Path]]:
        """Ways from a place to every place of the group, the shortest first."""
        found = self._undiscouraged(group, place)
        dear = self.dear_in(group)
        if not dear:
            return found
        others = dear_paths(self.book, group, place, dear)
        return {
            p: paths if any(others[p].pieces == o.pieces for o in paths) else [*paths, others[p]]
            for p, paths in found.items()
        }

    def _undiscouraged(self, group: Group, place: int) -> Mapping[int, list[Path]]:
        shut = self.dated_in(group)
        if not shut:
            return {p: [path] for p, path in self.book.paths(group, place).items()}
        if not self.book.untouched:
            return dated_paths(self.book, group, place, shut)
        kept = self.book.store.kept_ways
        key = (group, place, shut)
        if key not in kept:
            if len(kept) >= _MOST_KEPT:
                kept.clear()
            kept[key] = dated_paths(self.book, group, place, shut)
        return kept[key]


def open_groups(
    book: PieceBook, load: Load, place: int, modes: set[int], avoided: frozenset[str]
) -> list[Group]:
    """
    Groups a consignment may start or end in without a terminal.

    By road wherever there is one; by rail only from a siding: wagon loads, and
    places that no road of the tables serves.
    """
    groups = [g for g in book.groups_at(place) if g[1] in modes and g[0] not in avoided]
    road = [g for g in groups if g[1] == _ROAD]
    rail = [g for g in groups if g[1] == _RAIL]
    if load.family == "wagon":
        return rail or road
    return road or rail


def join(
    reach: Reach,
    pricing: HaulPricing,
    groups: list[Group],
    place: int,
    latitudes: list[float],
    *,
    leaving: bool,
) -> Joined:
    """Join an end to every stop of its groups; `leaving` = it is the origin."""
    draft = HaulDraft()
    stops: list[int] = []
    free: list[int] = []
    store = reach.book.store
    for group in groups:
        dated = bool(reach.dated_in(group))
        plain = reach.ways(group, place) if leaving or not dated else {}
        for stop in store.stops.get(group, ()):
            at = store.stop_place[stop]
            if at == place:
                free.append(stop)
                continue
            # Backwards only the shortest may be turned round; a wait lies elsewhere on it.
            paths = plain.get(at, ()) if plain else reach.ways(group, at).get(place, ())
            for path in paths:
                if not path.pieces:
                    continue
                stops.append(stop)
                turned = path if leaving or not plain else reversed_path(path)
                here, there = (place, at) if leaving else (at, place)
                draft.add(group, turned, north=latitudes[there] >= latitudes[here])
    return Joined(draft.part(pricing, reach.book), tuple(stops), tuple(free))


def reversed_path(path: Path) -> Path:
    """The same way back."""
    return Path(path.length_m, path.estimated_m, tuple(-p for p in reversed(path.pieces)))
