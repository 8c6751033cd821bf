"""Closed crossings and ports that bear on an answer, each opened alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil

from corridor.model.answer import Blocked, IfOpen
from corridor.model.dates import last_day
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.objective import Objective
from corridor.model.ref import Ref, RefKind, RefSet
from corridor.model.status import Built
from corridor.planning.answer.itinerary import Journey
from corridor.planning.answer.labels import labels_of
from corridor.planning.links.star import IntArray
from corridor.planning.search.compared import Value
from corridor.planning.search.p90 import most_by_time
from corridor.planning.search.path import Path
from corridor.planning.search.search import Sweeps
from corridor.planning.search.solver import Solver
from corridor.planning.search.through import without
from corridor.planning.time.clock import Timetable
from corridor.planning.time.windows import HORIZON_DAYS, Window
from corridor.tables.dataset import Dataset
from corridor.tables.records import Closure

# Up to this multiple of the best objective a closed crossing is worth the reader's time.
NEAR_BEST = 1.5
_WITHIN_DAYS = 120


def closed_at_all(
    dataset: Dataset, windows: Mapping[Ref, tuple[Window, ...]]
) -> dict[Ref, Closure]:
    """Whatever is closed at some time on the way, with the row that says so."""
    horizon = min(_WITHIN_DAYS, HORIZON_DAYS) * 1440
    return _closing(dataset, windows, lambda w: w.start < horizon)


def closed_now(dataset: Dataset, windows: Mapping[Ref, tuple[Window, ...]]) -> dict[Ref, Closure]:
    """Crossings and ports closed at some time on the way, with the row that says so."""
    found = closed_at_all(dataset, windows)
    return {s: row for s, row in found.items() if s.kind in (RefKind.CROSSING, RefKind.PORT)}


def closed_for_good(
    dataset: Dataset, windows: Mapping[Ref, tuple[Window, ...]]
) -> dict[Ref, Closure]:
    """Crossings, ports, passages, sections and services whose closure has no end."""
    return _closing(dataset, windows, lambda w: w.endless)


def ended_for_good(windows: Mapping[Ref, tuple[Window, ...]]) -> frozenset[Ref]:
    """What has its last day behind it on the way, or its first beyond any journey."""
    return frozenset(
        s
        for s, dated in windows.items()
        if s.kind is RefKind.LIFE and any(w.endless for w in dated)
    )


def _closing(
    dataset: Dataset,
    windows: Mapping[Ref, tuple[Window, ...]],
    counts: Callable[[Window], bool],
) -> dict[Ref, Closure]:
    """What is closed by a window that counts, with the first row that says so."""
    found: dict[Ref, Closure] = {}
    for subject, dated in windows.items():
        rows = {row.key: row for row in dataset.closures_of.get(subject, ())}
        shut = [rows[w.row] for w in dated if w.row in rows and not w.delay and counts(w)]
        if shut:
            found[subject] = shut[0]
    return found


@dataclass(frozen=True, slots=True)
class _OpenedPath:
    """A way with its objective and what tells its hours and dollars."""

    found: Path
    value: Value
    journey: Journey


@dataclass(frozen=True)
class Opened:
    """The question with something opened, as --open has it: its search and its journeys."""

    solver: Solver
    journey: Journey


# Asks the question again with these things opened.
Opening = Callable[[RefSet], Opened]


@dataclass(frozen=True)
class Openings:
    """
    What each closed subject would bring if it alone were open: what --open gives.

    Opened are all closures of the subject, those without an end, those with one and seasons;
    a post keeps its hours and holidays.
    """

    dataset: Dataset
    timetable: Timetable
    solver: Solver
    journey: Journey
    windows: Mapping[Ref, tuple[Window, ...]]
    opening: Opening
    ends: tuple[str, str]

    def near(self, best: Path, closed: Mapping[Ref, Closure]) -> tuple[Blocked, ...]:
        """
        Those whose opening gives a way within `NEAR_BEST` of the best, best first.

        What the answer would be is given also where opening would not win.
        """
        value = self.solver.value(best)
        most = int(NEAR_BEST * value)
        found: list[tuple[Value, Blocked]] = []
        bound = most
        if self.solver.query.objective == Objective.P90_TIME:
            # The sweeps go by typical time, which is no more than the P90.
            bound = most_by_time(self.solver.network, most)
        sweeps = self.solver.sweeps
        for subject, row in sorted(closed.items()):
            path = self._again(subject)
            if path is None:
                links = self.solver.network.links_of(subject)
                least, link = sweeps.least_over(links, bound)
                if link < 0:
                    continue
                path = self._exact(subject, sweeps, links, link, least, most)
            own = most + 1 if path is None else path.value
            if path is None or own > most:
                continue
            found.append((own, self._entry(subject, row, path, better=own < value)))
        found.sort(key=lambda pair: (pair[0], pair[1].subject.id))
        return tuple(entry for _, entry in found)

    def _again(self, subject: Ref) -> _OpenedPath | None:
        """The way where opening makes other links than those that are shut: asked anew."""
        post = subject.kind is RefKind.CROSSING
        built = not post or self.dataset.crossing[subject.id].status == Built.OPEN
        days = self.windows.get(Ref(RefKind.LIFE, f"crossings:{subject.id}"))
        if built and subject.id not in self.ends and not days:
            return None
        opened = self.opening(RefSet.of([subject]))
        network = opened.solver.network
        links = network.links_of(subject)
        found = opened.solver.best_over(links) if len(links) else None
        return (
            None
            if found is None
            else _OpenedPath(found, opened.solver.value(found), opened.journey)
        )

    def _exact(
        self, subject: Ref, sweeps: Sweeps, links: IntArray, link: int, bound: int, most: int
    ) -> _OpenedPath | None:
        """
        The best way over an opened subject; any if all count more than `most`.

        The sweeps know nothing of closures in time, of limits, of the P90 and of ways that come
        back to a country. Their way, where it counts no more than their bound, is the best there
        is; else it is searched for.
        """
        lifted = frozenset(w.row for w in self.windows[subject])
        if self.solver.query.objective != Objective.P90_TIME:
            timed = without(self.solver.network.timed, links, lifted)
            path = sweeps.path_over(link, timed)
            if path is not None and self.solver.keeps(path):
                value = self.solver.value(path)
                if value == bound:
                    return _OpenedPath(path, bound, self.journey)
                most = min(most, ceil(value))  # the best is no more than that
        found = self.solver.best_over(links, opened=links, lifted=lifted, most=most)
        return None if found is None else _OpenedPath(found, self.solver.value(found), self.journey)

    def _entry(self, subject: Ref, row: Closure, path: _OpenedPath, *, better: bool) -> Blocked:
        dataset = self.dataset
        network = path.journey.network
        if subject.kind is RefKind.CROSSING:
            crossing = dataset.crossing[subject.id]
            name, mode = crossing.name, crossing.mode
            lon, lat = _where(path, subject.id)
        else:
            hub = dataset.hub[subject.id]
            name, mode, lon, lat = hub.name, Mode.SEA, hub.lon, hub.lat
        source = dataset.source.get(row.source_id)
        cents, minutes = path.journey.totals_of(path.found)
        return Blocked(
            subject=subject,
            name=name,
            mode=mode,
            since=row.from_date.isoformat() if row.from_date else "",
            until=row.to_date.isoformat() if row.to_date else "",
            last_confirmed=row.last_confirmed,
            stale_days=(self.timetable.departure.local.date() - last_day(row.last_confirmed)).days,
            source_id=row.source_id,
            source_url=source.url if source else "",
            note=row.note,
            lon=lon,
            lat=lat,
            if_open=IfOpen(
                label=labels_of(network, dataset, [path.found])[0],
                time_min=minutes,
                cost_cents=cents,
                arrival=self.timetable.arrival(minutes),
                better=better,
            ),
        )


def _where(path: _OpenedPath, crossing_id: str) -> tuple[float | None, float | None]:
    network = path.journey.network
    for step in path.found.steps:
        if network.kind_of(step.link) is LinkKind.BORDER:
            link = network.borders[int(network.row[step.link])]
            if link.crossing.id == crossing_id:
                spot = path.journey.maker.spots.of(f"{crossing_id}|{link.country_to}")
                return spot.lon, spot.lat
    return None, None
