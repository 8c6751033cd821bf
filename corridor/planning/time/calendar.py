"""
All closures of the tables, opening hours and holidays as windows from one departure.

A journey counts minutes from its departure. Each window is laid out by the clock of its place,
summer time and changes of law included, and told in those minutes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta, timezone, tzinfo

from corridor.model.ref import Ref, RefKind
from corridor.model.status import Built
from corridor.planning.time.clock import FOREVER, Departure
from corridor.planning.time.feasts import Feasts
from corridor.planning.time.windows import Window, closures_for, life, windows
from corridor.tables.clocks import Clocks
from corridor.tables.dataset import Dataset
from corridor.tables.read import SEEN_IN
from corridor.tables.records import (
    Crossing,
    NightBan,
    OpeningHours,
    RailService,
    SeaService,
    Section,
    ShipChange,
    Terminal,
)
from corridor.tables.seen import announced
from corridor.tables.windows import (
    WEEKDAYS,
    bans,
    clock_min,
    is_always_open,
    is_in_force,
    opening_span,
    sailing_days,
    weekdays,
)

# Days ahead for which the hours of posts are laid out; no journey here lasts longer.
_DAYS = 200
# Until a block train of one's own stands ready that was asked for at the departure.
TRAIN_ASKED_FOR = Ref(RefKind.TIMETABLE, "block_train")


def calendar(
    dataset: Dataset,
    departure: Departure,
    clocks: Clocks,
    cargo: str = "general",
    ends: AbstractSet[str] = frozenset(),
    home: str = "",
) -> Mapping[Ref, tuple[Window, ...]]:
    """
    Windows by subject that a journey may meet, in minutes from its departure.

    Parameters
    ----------
    dataset
        Tables.
    departure
        When and by which clock the journey starts.
    clocks
        Clocks of the places of the tables.
    cargo
        Cargo class; closures for another class do not hold.
    ends
        Countries of origin and destination; closures for the trade of others do not hold.
    home
        The country that the journey sets out from and ends in, '' for two.

    Subjects are those of closures, crossings as posts for opening hours and holidays (--open
    lifts a crossing's closures, not these), timetables for the time between two sailings of
    a service whose weekdays are known, or until a block train asked for at the departure stands
    ready, lives for first and last days (`life`), and bans for hours
    in which nobody drives.
    """
    found = {
        s: windows(rows, departure, clocks.of_closure(rows[0]))
        for s, rows in closures_for(dataset, cargo, ends).items()
    }
    found.update(_posts(dataset, departure, clocks))
    for regime in dataset.transit_regimes:
        found[Ref(RefKind.LIFE, regime.key)] = life(
            regime.first_day, regime.last_day, regime.key, departure
        )
    for ban in dataset.night_bans:
        place = dataset.section[ban.sections[0]].from_id
        found[Ref(RefKind.BAN, ban.id)] = tuple(
            _banned(ban, departure, clocks.of_hub(place), (home, cargo))
        )
    for row, places in _lives(dataset):
        found[Ref(RefKind.LIFE, row.key)] = life(
            row.first_day,
            row.last_day,
            row.key,
            departure,
            tuple(clocks.of_hub(p) for p in places),
        )
    for promised in announced(dataset):
        key = f"{SEEN_IN[promised.subject_kind]}:{promised.subject_id}"
        found[Ref(RefKind.LIFE, key)] = (Window(0, FOREVER, 0, promised.key),)
    for service in dataset.sea_services:
        ways = ((service.from_port, False), (service.to_port, True))
        for port, back in ways[: 2 if service.both_directions else 1]:
            days = sailing_days(service, back=back)
            found[Ref(RefKind.TIMETABLE, f"{service.id}:{port}")] = tuple(
                _between_sailings(service, days, departure, clocks.of_hub(port))
            )
    for train in dataset.rail_services:
        _add_days(found, train, departure, clocks)
    request = dataset.figures.block_train_request_h
    found[TRAIN_ASKED_FOR] = (Window(0, round(request.value.typical * 60), 0, request.key),)
    return {s: w for s, w in found.items() if w}


def _posts(
    dataset: Dataset, departure: Departure, clocks: Clocks
) -> Iterator[tuple[Ref, tuple[Window, ...]]]:
    """Hours and days off in which a post does not work, by the clock of each side."""
    hours: dict[str, list[OpeningHours]] = {}
    for row in dataset.opening_hours:
        if not row.inside_border_times and not is_always_open(row):
            hours.setdefault(row.crossing_id, []).append(row)
    feasts = Feasts(dataset, departure, _DAYS)
    for crossing in dataset.crossings:
        sides = {c: clocks.of_side(crossing, c) for c in (crossing.country_a, crossing.country_b)}
        kept: list[Window] = []
        for country, clock in sides.items():
            own = [r for r in hours.get(crossing.id, ()) if r.country == country]
            if own:
                kept += _nights(own, departure, clock)
            kept += feasts.at(crossing, country, clock)
        if kept:
            yield (
                Ref(RefKind.POST, crossing.id),
                tuple(sorted(kept, key=lambda w: (w.start, w.end))),
            )


def _banned(
    ban: NightBan, departure: Departure, clock: tzinfo | None, goods: tuple[str, str]
) -> Iterator[Window]:
    """Nights, or other hours of the day, in which a ban lets nobody drive, by the clock there."""
    first, last = (timedelta(minutes=clock_min(c)) for c in (ban.shut_from, ban.shut_to))
    over = timedelta(days=1) if last < first else timedelta()
    for today in _days(departure, -1, _DAYS):
        if bans(ban, today, *goods):
            midnight = datetime.combine(today, time())
            start, end = (departure.minutes(midnight + s, clock) for s in (first, last + over))
            if end > 0:
                yield Window(start, end, 0, ban.key)


def _add_days(
    found: dict[Ref, tuple[Window, ...]], train: RailService, departure: Departure, clocks: Clocks
) -> None:
    """Time between the days on which a train leaves, where they are known."""
    ends = ((train.from_place, train.days_out), (train.to_place, train.days_back))
    for place, days in ends[: 2 if train.both_directions else 1]:
        if days:
            found[Ref(RefKind.TIMETABLE, f"{train.id}:{place}")] = tuple(
                _between_sailings(train, days, departure, clocks.of_hub(place))
            )


def _lives(
    dataset: Dataset,
) -> Iterator[
    tuple[SeaService | RailService | ShipChange | Crossing | Terminal | Section, tuple[str, ...]]
]:
    """
    Rows with a first or last day, and the places by whose clocks they are counted.

    What is only planned or being built is used where an option opens it, whatever day is announced.
    """
    for crossing in dataset.crossings:
        if _dated(crossing):
            yield crossing, (crossing.hub_a, crossing.hub_b)
    for section in dataset.sections:
        if _dated(section):
            yield section, (section.from_id, section.to_id)
    for terminal in dataset.terminals:
        if terminal.first_day or terminal.last_day:
            yield terminal, (terminal.hub_id,)
    for change in dataset.ship_changes:
        if change.first_day or change.last_day:
            yield change, (change.port_id,)
    for service in dataset.sea_services:
        if service.first_day or service.last_day:
            yield service, (service.from_port, service.to_port)
    for train in dataset.rail_services:
        if train.first_day or train.last_day:
            yield train, (train.from_place,)


def _dated(row: Crossing | Section) -> bool:
    return row.status == Built.OPEN and bool(row.first_day or row.last_day)


def _between_sailings(
    service: SeaService | RailService,
    days: Sequence[str],
    departure: Departure,
    clock: tzinfo | None,
) -> Iterator[Window]:
    """
    Time in which the next ship of a timetable is waited for.

    What is at the quay before a day of sailing begins leaves on it: a timetable tells the day,
    and the box must be in before.
    """
    sailing = {WEEKDAYS.index(d) for d in days}
    last: int | None = None
    for today in _days(departure, -len(WEEKDAYS), _DAYS if sailing else 0):
        if today.weekday() not in sailing:
            continue
        sails = departure.midnight(today, clock)
        if last is not None and sails > 0:
            yield Window(last + 1, sails, 0, service.key)
        last = sails


def _days(departure: Departure, first: int, last: int) -> Iterator[date]:
    """Days around that of the departure."""
    for day in range(first, last):
        yield departure.local.date() + timedelta(days=day)


def _nights(
    rows: Sequence[OpeningHours], departure: Departure, clock: tzinfo | None
) -> Iterator[Window]:
    """
    Hours in which one side of a post is shut.

    A day on which no row of the side is in force is open: nothing is known of it.
    """
    if rows[0].utc_offset_h is not None:
        clock = timezone(timedelta(hours=rows[0].utc_offset_h))
    open_hours: list[tuple[int, int, str]] = []
    kept = [(row, frozenset(weekdays(row)), opening_span(row)) for row in rows]
    for today in _days(departure, -2, _DAYS):
        known = [k for k in kept if is_in_force(k[0], today, today)]
        if not known:
            start, end = departure.midnight(today, clock), departure.day_after(today, clock)
            open_hours.append((start, end, rows[0].key))
        midnight = datetime.combine(today, time())
        for row, open_days, span in known:
            if today.weekday() in open_days:
                start, end = (departure.minutes(midnight + s, clock) for s in span)
                open_hours.append((start, end, row.key))
    first = datetime.combine(departure.local.date() - timedelta(days=1), time())
    shut_from, last = departure.minutes(first, clock), rows[0].key
    for opens_min, closes_min, key in sorted(open_hours):
        if opens_min > shut_from:
            yield Window(shut_from, opens_min, 0, key)
        if closes_min >= shut_from:
            shut_from, last = closes_min, key
    end = departure.midnight(departure.local.date() + timedelta(days=_DAYS), clock)
    if end > shut_from:
        yield Window(shut_from, end, 0, last)
