"""
All closures of the tables, opening hours and holidays as windows from one departure.

The calendar of a journey keeps one clock, that of the place of departure. Opening hours and
holidays are kept by the clock of their post, so they are moved by the difference of the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from corridor.routing.closures import Window, windows
from corridor.sources.clocks import Clocks
from corridor.sources.library import Library
from corridor.sources.records import Closure, Crossing, SeaService
from corridor.sources.windows import WEEKDAYS, Holiday, OpeningHours

Subject = tuple[str, str]
# A sailing by a timetable, as 'service:port it leaves'.
TIMETABLE = "timetable"
# A crossing as a post that keeps hours and holidays: --open lifts its closures, not these.
POST = "post"
# Days ahead for which the hours of posts are laid out; no journey here lasts longer.
_DAYS = 200
_DAY_MIN = 1440


def calendar(
    library: Library, depart: datetime, clock_h: float | None
) -> Mapping[Subject, tuple[Window, ...]]:
    """
    Windows by subject that a journey may meet, in minutes from its departure.

    Parameters
    ----------
    library
        Tables.
    depart
        Departure by the clock of the place of departure.
    clock_h
        Hours that this clock is ahead of UTC; None = taken as that of every post.

    Subjects are ('crossing' | 'section' | 'port' | 'passage', id) for closures and
    ('post', crossing id) for opening hours and holidays, ('timetable', 'service:port') for the
    time between two sailings of a service whose weekdays are known.
    """
    by_subject: dict[Subject, list[Closure]] = {}
    for row in library.closures:
        by_subject.setdefault((row.subject_kind, row.subject_id), []).append(row)
    found = {s: windows(rows, depart) for s, rows in by_subject.items()}
    hours: dict[str, list[OpeningHours]] = {}
    for row_ in library.opening_hours:
        if not row_.inside_border_times and not row_.always_open:
            hours.setdefault(row_.crossing_id, []).append(row_)
    clocks = Clocks(library)
    feasts = _feasts(library.holidays, depart)
    for crossing in library.crossings:
        kept = [*_nights(hours.get(crossing.id, ()), depart, clock_h)]
        ahead = {
            country: _ahead_min(clocks.of_hub(hub), clock_h)
            for country, hub in (
                (crossing.country_a, crossing.hub_a),
                (crossing.country_b, crossing.hub_b),
            )
        }
        for feast in feasts:
            if feast.row.country in ahead:
                kept += feast.at(crossing, ahead[feast.row.country])
        if kept:
            found[POST, crossing.id] = tuple(sorted(kept, key=lambda w: (w.start, w.end)))
    for service in library.sea_services:
        ends = ((service.from_port, False), (service.to_port, True))
        for port, back in ends[: 2 if service.both_directions else 1]:
            days = service.days(back=back)
            ahead_min = _ahead_min(clocks.of_hub(port), clock_h)
            found[TIMETABLE, f"{service.id}:{port}"] = tuple(
                _between_sailings(service, days, depart, ahead_min)
            )
    return {s: w for s, w in found.items() if w}


def _between_sailings(
    service: SeaService, days: Sequence[str], depart: datetime, ahead_min: int
) -> Iterator[Window]:
    """
    Time in which the next ship of a timetable is waited for.

    What is at the quay before a day of sailing begins leaves on it: a timetable tells the day,
    and the box must be in before.
    """
    weekdays = {WEEKDAYS.index(d) for d in days}
    last: int | None = None
    for day in range(-len(WEEKDAYS), _DAYS if weekdays else 0):
        today = depart.date() + timedelta(days=day)
        if today.weekday() not in weekdays:
            continue
        sails = _minutes(today, depart) - ahead_min
        if last is not None and sails > 0:
            yield Window(last + 1, sails, 0, service.key)
        last = sails


def _ahead_min(post_h: float | None, clock_h: float | None) -> int:
    """Minutes that the clock of a post is ahead of that of the journey."""
    return 0 if post_h is None or clock_h is None else round(60 * (post_h - clock_h))


def _nights(
    rows: Sequence[OpeningHours], depart: datetime, clock_h: float | None
) -> Iterator[Window]:
    """Hours in which one side of a post is shut."""
    sides: dict[str, list[OpeningHours]] = {}
    for row in rows:
        sides.setdefault(row.country, []).append(row)
    midnight = datetime.combine(depart.date(), time())
    now = -int((depart - midnight).total_seconds() // 60)
    for kept in sides.values():
        # Midnight at the post, where it is earlier the farther east.
        offset = now - _ahead_min(kept[0].utc_offset_h, clock_h)
        shut_from, last = offset - _DAY_MIN, kept[0].key
        daily = [
            (row, frozenset(row.weekdays), row.opens_min, row.closes_min)
            for row in sorted(kept, key=lambda r: r.opens_min)
        ]
        for day in range(-1, _DAYS):
            today = depart.date() + timedelta(days=day)
            for row, weekdays, opens_min, closes_min in daily:
                if today.weekday() not in weekdays or not _in_force(row, today):
                    continue
                opens = offset + day * _DAY_MIN + opens_min
                if opens > shut_from:
                    yield Window(shut_from, opens, 0, row.key)
                shut_from = max(shut_from, offset + day * _DAY_MIN + closes_min)
                last = row.key
        end = offset + _DAYS * _DAY_MIN
        if end > shut_from:
            yield Window(shut_from, end, 0, last)


def _in_force(row: OpeningHours, day: date) -> bool:
    return (row.from_date is None or row.from_date <= day) and (
        row.to_date is None or day <= row.to_date
    )


@dataclass(frozen=True, slots=True)
class _Feast:
    """A holiday and its days, in minutes from departure by the clock of the journey."""

    row: Holiday
    delay: int
    days: tuple[tuple[int, int], ...]

    def at(self, crossing: Crossing, ahead: int) -> list[Window]:
        """Its windows at a post whose clock is some minutes ahead; none where it is not kept."""
        row = self.row
        if crossing.mode not in row.modes or (row.crossings and crossing.id not in row.crossings):
            return []
        found = ((start - ahead, end - ahead) for start, end in self.days)
        return [
            Window(start, end, self.delay, row.key)
            for start, end in found
            if end > 0 and start < _DAYS * _DAY_MIN
        ]


def _feasts(rows: Sequence[Holiday], depart: datetime) -> list[_Feast]:
    """Days on which posts stand still or work slowly."""
    found: list[_Feast] = []
    for row in rows:
        delay = 0
        if row.effect == "slow":
            delay = round(row.delay_h.typical * 60) if row.delay_h else 0
            if not delay:
                continue
        days = tuple(
            (_minutes(first, depart), _minutes(last + timedelta(days=1), depart))
            for first, last in _days(row, depart)
        )
        found.append(_Feast(row, delay, days))
    return found


def _days(row: Holiday, depart: datetime) -> Iterator[tuple[date, date]]:
    if row.season_from is None or row.season_to is None:
        if row.from_date is not None:
            yield row.from_date, row.to_date or row.from_date
        return
    for year in (depart.year - 1, depart.year, depart.year + 1):
        wraps = row.season_to < row.season_from
        first = date(year, *row.season_from)
        last = date(year + 1 if wraps else year, *row.season_to)
        if (row.from_date is None or first >= row.from_date) and (
            row.to_date is None or last <= row.to_date
        ):
            yield first, last


def _minutes(day: date, depart: datetime) -> int:
    return int((datetime.combine(day, time()) - depart).total_seconds() // 60)
