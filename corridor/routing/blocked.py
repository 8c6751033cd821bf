"""Closed crossings and ports that bear on an answer, each opened alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corridor.model.dates import last_day
from corridor.model.itinerary import Blocked, IfOpen
from corridor.routing.clock import Timetable
from corridor.routing.closures import HORIZON_DAYS, Window
from corridor.routing.compared import Value, come_back_to
from corridor.routing.journey import Journey
from corridor.routing.labels import labels_of
from corridor.routing.late import most_by_time
from corridor.routing.network import BORDER, Network
from corridor.routing.search import Found
from corridor.routing.solving import Solver
from corridor.sources.library import Library
from corridor.sources.records import Closure

# Up to this multiple of the best objective a closed crossing is worth the reader's time.
NEAR_BEST = 1.5
_WITHIN_DAYS = 120

Subject = tuple[str, str]


def closed_now(
    library: Library, windows: Mapping[Subject, tuple[Window, ...]]
) -> dict[Subject, Closure]:
    """Crossings and ports closed at some time on the way, with the row that says so."""
    horizon = min(_WITHIN_DAYS, HORIZON_DAYS) * 1440
    found: dict[Subject, Closure] = {}
    for subject, dated in windows.items():
        if subject[0] not in ("crossing", "port"):
            continue
        shut = [
            w for w in dated if not w.delay and w.start < horizon and w.row.startswith("closures:")
        ]
        if shut:
            row = library.cited[shut[0].row]
            assert isinstance(row, Closure)
            found[subject] = row
    return found


def closed_for_good(
    library: Library, windows: Mapping[Subject, tuple[Window, ...]]
) -> dict[str, Closure]:
    """Crossings, ports, passages and sections whose closure has no end, as 'kind:id'."""
    found: dict[str, Closure] = {}
    for (kind, key), dated in windows.items():
        shut = [w.row for w in dated if w.endless and not w.delay and w.row.startswith("closures:")]
        if shut and kind in ("crossing", "port", "passage", "section"):
            row = library.cited[shut[0]]
            assert isinstance(row, Closure)
            found[f"{kind}:{key}"] = row
    return found


@dataclass(frozen=True)
class Openings:
    """What each closed subject would bring if it alone were open."""

    library: Library
    timetable: Timetable
    solver: Solver
    journey: Journey

    def near(self, best: Found, closed: Mapping[Subject, Closure]) -> tuple[Blocked, ...]:
        """
        Those whose opening gives a way within `NEAR_BEST` of the best, best first.

        What the answer would be is given also where opening would not win.
        """
        names = {f"{kind}:{key}": (kind, key) for kind, key in closed}
        value = self.solver.value(best)
        most = int(NEAR_BEST * value)
        found: list[tuple[Value, Blocked]] = []
        bound = most
        if self.solver.query.objective == "p90_time":
            # The sweeps go by typical time, which is no more than the P90.
            bound = most_by_time(self.solver.network, most)
        ways = self.solver.main.over(frozenset(names), frozenset(), most=bound)
        for name, undated in sorted(ways.items()):
            way = self._exact(name, undated)
            own = most + 1 if way is None else self.solver.value(way)
            if way is None or own > most:
                continue
            subject = names[name]
            better = own < value
            entry = self._entry(subject, closed[subject], way, better=better)
            found.append((own, entry))
        found.sort(key=lambda pair: (pair[0], pair[1].subject_id))
        return tuple(entry for _, entry in found)

    def _exact(self, name: str, undated: Found) -> Found | None:
        """
        The best way over an opened subject.

        The sweeps that found `undated` know nothing of closures in time, of limits, of the P90
        and of ways that come back to a country. A way that meets none of them is the best there
        is; else it is searched for.
        """
        late = self.solver.query.objective == "p90_time"
        met = any(s.wait or s.delay for s in undated.steps)
        met = met or bool(come_back_to(self.solver.network, undated))
        if not (late or met) and self.solver.keeps(undated):
            return undated
        links = self.solver.network.links_of(name)
        return self.solver.best_over(links, opened=links)

    def _entry(self, subject: Subject, row: Closure, way: Found, *, better: bool) -> Blocked:
        library = self.library
        network = self.solver.network
        kind, key = subject
        if kind == "crossing":
            name, mode = library.crossing[key].name, library.crossing[key].mode
            lon, lat = self._where(network, way, key)
        else:
            hub = library.hub[key]
            name, mode, lon, lat = hub.name, "sea", hub.lon, hub.lat
        source = library.source.get(row.source_id)
        cents, minutes = self.journey.totals_of(way)
        return Blocked(
            subject_kind=kind,
            subject_id=key,
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
                label=labels_of(network, library, [way])[0],
                time_min=minutes,
                cost_cents=cents,
                arrival=self.timetable.arrival(minutes),
                better=better,
            ),
        )

    def _where(
        self, network: Network, way: Found, crossing_id: str
    ) -> tuple[float | None, float | None]:
        for step in way.steps:
            if int(network.kind[step.link]) == BORDER:
                link = network.borders[int(network.row[step.link])]
                if link.crossing.id == crossing_id:
                    spot = self.journey.maker.spots.of(f"{crossing_id}|{link.country_to}")
                    return spot.lon, spot.lat
        return None, None
