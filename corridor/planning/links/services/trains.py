"""
Trains of `rail_services` laid on the graph: which stops each passes, country by country.

A train is a chain of stretches, each in one country and gauge. Between two stretches it passes
a crossing, or its boxes change gauge at a terminal.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corridor.errors import DataError
from corridor.graph.corridor_graph import border_end
from corridor.graph.paths import STANDING, SegmentPath
from corridor.model.mode import Mode
from corridor.model.ref import Ref, RefKind
from corridor.planning.context import PlanningContext
from corridor.planning.query.segments import Group, SegmentIndex, segment_index
from corridor.tables.records import RailService

WAGONLOAD = "wagonload"
MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Stretch:
    """
    What a train runs over in one country and gauge.

    `stops` are stops of the graph in order of travel, `calls` says at which it is boarded and
    left, `paths[i]` leads from stop i to the next.
    """

    group: Group
    stops: tuple[int, ...]
    calls: tuple[bool, ...]
    paths: tuple[SegmentPath, ...]

    def path(self, first: int, last: int) -> SegmentPath:
        """The way from one stop to a later one."""
        whole = STANDING
        for step in self.paths[first:last]:
            whole = whole.then(step)
        return whole


@dataclass(frozen=True, slots=True)
class Train:
    """A train in one direction; `back` = from its last place to its first."""

    service: RailService
    back: bool
    stretches: tuple[Stretch, ...]

    @property
    def starts_at(self) -> str:
        """Id of the place it starts from."""
        return self.service.to_place if self.back else self.service.from_place

    @property
    def only_abroad(self) -> bool:
        """
        Whether it takes nothing inside one country.

        So do container trains that cross a border: several calls there are places of loading, or
        of unloading, and no sale from one to the other was read.
        """
        return self.service.kind != MIXED and len({s.group[0] for s in self.stretches}) > 1


def trains(context: PlanningContext) -> tuple[Train, ...]:
    """
    Every train of the tables in each direction it runs; kept between queries.

    Raises
    ------
    DataError
        If a train has no rails between two of its places.
    """
    return context.cache.get("trains", 0, lambda: tuple(_laid(context)))


def _laid(context: PlanningContext) -> Iterator[Train]:
    index = segment_index(context)
    for service in context.dataset.rail_services:
        if service.kind == WAGONLOAD:
            continue
        for back in (False, True) if service.both_directions else (False,):
            yield Train(service, back, tuple(_stretches(context, index, service, back=back)))


def _stretches(
    context: PlanningContext, index: SegmentIndex, service: RailService, *, back: bool
) -> Iterator[Stretch]:
    for country, places, calls in _runs(context, service, back=back):
        yield from _by_gauge(index, service, country, places, calls)


def _runs(
    context: PlanningContext, service: RailService, *, back: bool
) -> Iterator[tuple[str, list[str], list[bool]]]:
    """Countries in order with the ids of the places passed there, and which are called at."""
    dataset = context.dataset
    chain = [service.from_place, *service.via, service.to_place]
    stray = sorted({*service.calls}.difference(service.via))
    if stray:
        raise _not_laid(service, f"calls at {stray[0]}, which its line (via) does not pass")
    called = {service.from_place, *service.calls, service.to_place}
    if back:
        chain.reverse()
    country = dataset.hub[chain[0]].country
    places: list[str] = []
    calls: list[bool] = []
    for name in chain:
        if not name.startswith(f"{RefKind.CROSSING}:"):
            places.append(name)
            calls.append(name in called)
            continue
        crossing = dataset.crossing.get(Ref.parse(name).id)
        if crossing is None:
            raise _not_laid(service, f"{name} is unknown")
        sides = (crossing.country_a, crossing.country_b)
        if country not in sides:
            raise _not_laid(service, f"{crossing.id} is not at the border of {country}")
        places.append(border_end(crossing.id, country))
        yield country, places, [*calls, False]
        country = sides[1] if country == sides[0] else sides[0]
        places, calls = [border_end(crossing.id, country)], [False]
    yield country, places, calls


def _by_gauge(
    index: SegmentIndex,
    service: RailService,
    country: str,
    places: Sequence[str],
    calls: Sequence[bool],
) -> Iterator[Stretch]:
    """The stretches of one country: one, or several where boxes change gauge."""
    first = 0
    while first < len(places) - 1:
        found = max(
            (_as_far(index, country, places[first:], gauge) for gauge in (1435, 1520, 1676)),
            key=lambda stretch: len(stretch[1]),
        )
        group, stops, paths = found
        if len(stops) < len(("from", "to")):
            raise _not_laid(service, f"no rails from {places[first]} to {places[first + 1]}")
        last = first + len(stops)
        yield Stretch(group, stops, tuple(calls[first:last]), paths)
        first = last - 1


def _as_far(
    index: SegmentIndex, country: str, places: Sequence[str], gauge: int
) -> tuple[Group, tuple[int, ...], tuple[SegmentPath, ...]]:
    """How far one gauge leads along some places: the stops there and the ways between them."""
    graph = index.graph
    group = (country, Mode.RAIL.code, gauge)
    stops: list[int] = []
    paths: list[SegmentPath] = []
    numbers = [graph.place_index.get(p, -1) for p in places]
    for before, here in itertools.pairwise([-1, *numbers]):
        stop = graph.stop_index.get((here, Mode.RAIL.code, gauge))
        path = STANDING if before < 0 else index.paths(group, before).get(here)
        if stop is None or path is None:
            break
        stops.append(stop)
        if before >= 0:
            paths.append(path)
    return group, tuple(stops), tuple(paths)


def _not_laid(service: RailService, why: str) -> DataError:
    return DataError(
        f"{service.key}: {why}",
        remedy="name the crossings (crossing:id) and places of its line in the order of travel",
    )
