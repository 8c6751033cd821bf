"""When a crossing, section, port or passage is closed or slow, as minutes from departure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from corridor.model.ref import Ref
from corridor.planning.time.clock import FOREVER, Departure
from corridor.tables.dataset import Dataset
from corridor.tables.records import Closure
from corridor.tables.windows import stops

# No journey here lasts longer; a closure that begins later cannot matter.
HORIZON_DAYS = 400


@dataclass(frozen=True, slots=True)
class Window:
    """
    Minutes from departure in which a row holds; delay 0 = closed, else slowed by it.

    `into` is the country that one must be entering to be met by it; blank = both ways.
    """

    start: int
    end: int
    delay: int
    row: str
    into: str = ""

    @property
    def endless(self) -> bool:
        """Whether no end is known."""
        return self.end >= FOREVER


@dataclass(frozen=True, slots=True)
class Passage:
    """Outcome of reaching something at a time: minutes waited and slowed, rows behind it."""

    wait: int
    delay: int
    rows: tuple[str, ...]


def windows(
    rows: Iterable[Closure], departure: Departure, clocks: Sequence[tzinfo | None] = (None,)
) -> tuple[Window, ...]:
    """
    Windows of one subject that a journey may meet, in minutes from its departure.

    A later row with effect 'open' ends what was closed before it. A row without an end
    holds on. Restricted rows without a delay give no window (they are warnings only).
    Days run from midnight to midnight by `clocks`, those of the subject's place; of two, as at
    the two posts of a border, a day begins with the first and ends with the last, since both
    must let pass.
    """
    rows = list(rows)
    opened = [r.from_date for r in rows if r.effect == "open" and r.from_date]
    found: list[Window] = []
    for row in rows:
        delay = round(row.delay_h * 60) if row.effect == "restricted" else 0
        if row.effect == "open" or (row.effect == "restricted" and not delay):
            continue
        for first, last in _ended(_periods(row, departure.local.date()), opened):
            end = FOREVER if last is None else max(departure.day_after(last, c) for c in clocks)
            start = min(departure.midnight(first, c) for c in clocks)
            if end > 0 and start < HORIZON_DAYS * 1440:
                found.append(Window(start, end, delay, row.key, row.into))
    return tuple(sorted(found, key=lambda w: (w.start, w.end)))


def life(
    first: date | None,
    last: date | None,
    row: str,
    departure: Departure,
    clocks: Sequence[tzinfo | None] = (None,),
) -> tuple[Window, ...]:
    """
    Windows before the first and after the last day of something, in minutes from a departure.

    Both days are days on which it can be used, by `clocks` as for a closure; None = no end that
    way. What begins on the way may be waited for, what has ended may not: whoever reaches it
    decides, not the day of departure.
    """
    found = []
    if first is not None:
        begins = max(departure.midnight(first, c) for c in clocks)
        if begins > 0:
            far = begins >= HORIZON_DAYS * 1440
            found.append(Window(0, FOREVER if far else begins, 0, row))
    if last is not None:
        ends = min(departure.day_after(last, c) for c in clocks)
        if ends < HORIZON_DAYS * 1440:
            found.append(Window(max(ends, 0), FOREVER, 0, row))
    return tuple(found)


def closures_for(
    dataset: Dataset, cargo: str, ends: AbstractSet[str] = frozenset()
) -> dict[Ref, list[Closure]]:
    """Closure rows that hold for a cargo class between two countries, by what they speak of."""
    held = {
        subject: [row for row in rows if stops(row, cargo, ends)]
        for subject, rows in dataset.closures_of.items()
    }
    return {subject: rows for subject, rows in held.items() if rows}


def in_force(rows: Iterable[Closure], days: Sequence[date]) -> list[Closure]:
    """Rows that close or restrict their subject on any of some days, by the same reading."""
    rows = list(rows)
    opened = [r.from_date for r in rows if r.effect == "open" and r.from_date]
    return [
        row
        for row in rows
        if row.effect != "open"
        and any(
            first <= day and (last is None or day <= last)
            for day in days
            for first, last in _ended(_periods(row, day), opened)
        )
    ]


def _ended(
    periods: Iterable[tuple[date, date | None]], opened: Iterable[date]
) -> list[tuple[date, date | None]]:
    """Periods cut short by the first opening after their start."""
    found: list[tuple[date, date | None]] = []
    for first, given_last in periods:
        ends = [] if given_last is None else [given_last]
        ends += [d - timedelta(days=1) for d in opened if first < d]
        found.append((first, min(ends, default=None)))
    return found


def _periods(row: Closure, near: date) -> list[tuple[date, date | None]]:
    if row.season_from is None or row.season_to is None:
        return [(row.from_date or date(1900, 1, 1), row.to_date)]
    periods = (
        (max(first, row.from_date or first), min(last, row.to_date or last))
        for first, last in seasons(row.season_from, row.season_to, near)
    )
    return [(first, last) for first, last in periods if first <= last]


def seasons(
    begins: tuple[int, int], ends: tuple[int, int], near: date
) -> Iterator[tuple[date, date]]:
    """First and last days of a season (month and day) in the years around a day."""
    for year in (near.year - 1, near.year, near.year + 1):
        yield date(year, *begins), date(year + (ends < begins), *ends)


def passage(at: int, found: tuple[Window, ...]) -> Passage | None:
    """
    What happens on reaching a subject `at` minutes after departure.

    Returns None when it is closed without a known end. Of entering now and entering at
    the end of a window, what leads out first is chosen, so a later arrival is never let
    through earlier. Waiting for an opening counts as wait, all other loss as delay.
    """
    best: tuple[int, int] | None = None
    found = _chain(at, found)
    if not found:
        return Passage(0, 0, ())
    for start in sorted({at, *(w.end for w in found if not w.endless)}):
        if best is not None and start >= best[0]:
            break  # whoever starts later leaves later
        here = [w for w in found if w.start <= start < w.end]
        if any(not w.delay for w in here):
            continue
        leaves = start + sum(w.delay for w in here)
        if best is None or leaves < best[0]:
            best = leaves, start
    if best is None:
        return None
    leaves, start = best
    met = [w for w in found if w.start <= start < w.end]
    met += [w for w in found if w.start < start and w.end > at and w not in met]
    shut = any(w.start <= at < w.end and not w.delay for w in found)
    wait = start - at if shut else 0
    return Passage(wait, leaves - at - wait, tuple(dict.fromkeys(w.row for w in met)))


def _chain(at: int, found: tuple[Window, ...]) -> tuple[Window, ...]:
    """
    Windows that whoever comes at a time may meet: those met, and those that follow on.

    Where the chain of overlapping windows ends one may pass freely, so nothing later counts.
    """
    chain: list[Window] = []
    until = at
    for window in found:
        if window.end <= at:
            continue
        if window.start > until:
            break
        chain.append(window)
        until = max(until, window.end)
    return tuple(chain)


def merged(parts: Sequence[tuple[Window, ...]]) -> tuple[Window, ...]:
    """Windows of several kinds on one thing, in the order of their beginnings."""
    kept = [part for part in parts if part]
    if len(kept) < 2:
        return kept[0] if kept else ()
    return tuple(sorted((w for part in kept for w in part), key=lambda w: (w.start, w.end)))


def always_closed(found: tuple[Window, ...]) -> bool:
    """Whether a departure now or later can never pass."""
    return any(w.delay == 0 and w.endless and w.start <= 0 for w in found)
