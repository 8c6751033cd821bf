"""Closure rows as windows of minutes from departure."""

from __future__ import annotations

from datetime import date, datetime

from corridor.planning.time.clock import Departure
from corridor.planning.time.windows import always_closed, in_force, passage, windows
from corridor.tables.records import Closure
from tests.factories import closure

DEPART = Departure(datetime(2026, 12, 1, 8))
GATE = ("crossing", "gate_road")
HOUR = 60
DAY = 24 * HOUR


def shut(first: date | None, last: date | None = None, **values: object) -> Closure:
    """A closed row of one gate."""
    return closure(f"c{first}{last}", GATE, "closed", first, last, **values)


def test_closure_holds_through_its_last_day() -> None:
    """Shut 3 and 4 December: from midnight after 40 h until midnight after 88 h."""
    (window,) = windows([shut(date(2026, 12, 3), date(2026, 12, 4))], DEPART)
    assert (window.start, window.end) == (40 * HOUR, 88 * HOUR)
    assert not window.endless
    for at, wait in ((39 * HOUR, 0), (40 * HOUR, 48 * HOUR), (87 * HOUR, HOUR), (88 * HOUR, 0)):
        met = passage(at, (window,))
        assert met is not None
        assert (met.wait, met.delay) == (wait, 0)


def test_blank_end_stays_shut_until_a_row_opens_it() -> None:
    """Shut since 2025; a row of 10 December opens it: 8 days and 16 hours are waited."""
    begun = shut(date(2025, 10, 11))
    found = windows([begun], DEPART)
    assert always_closed(found)
    assert passage(0, found) is None
    opened = closure("o", GATE, "open", date(2026, 12, 10))
    found = windows([begun, opened], DEPART)
    assert not always_closed(found)
    met = passage(0, found)
    assert met is not None
    assert met.wait == 8 * DAY + 16 * HOUR
    assert windows([begun, closure("o", GATE, "open", date(2026, 2, 1))], DEPART) == ()


def test_closure_after_an_opening_holds_again() -> None:
    rows = [
        shut(date(2025, 10, 11)),
        closure("o", GATE, "open", date(2026, 2, 1)),
        shut(date(2026, 12, 5)),
    ]
    found = windows(rows, DEPART)
    assert [w.start for w in found] == [88 * HOUR + 0]
    assert passage(0, found) is not None
    assert passage(4 * DAY, found) is None, "a closure that begins on the way"


def test_ended_and_far_closures_make_no_window() -> None:
    assert windows([shut(date(2026, 6, 1), date(2026, 11, 30))], DEPART) == ()
    assert windows([shut(date(2028, 6, 1))], DEPART) == ()


def test_season_over_new_year_holds_in_both_winters() -> None:
    """15 November to 31 March: the winter of departure ends after 31 March 2027."""
    season = shut(None, season_from=(11, 15), season_to=(3, 31))
    found = windows([season], DEPART)
    met = passage(0, found)
    assert met is not None
    assert met.wait == ((date(2027, 4, 1) - date(2026, 12, 1)).days * DAY) - 8 * HOUR
    summer = windows([season], Departure(datetime(2026, 7, 1, 8)))
    free = passage(0, summer)
    assert free is not None
    assert free.wait == 0
    later = passage(150 * DAY, summer)
    assert later is not None
    assert later.wait > 0


def test_season_within_a_year() -> None:
    season = shut(None, season_from=(6, 1), season_to=(6, 30))
    met = passage(0, windows([season], Departure(datetime(2026, 6, 30, 8))))
    assert met is not None
    assert met.wait == 16 * HOUR
    clear = passage(0, windows([season], Departure(datetime(2026, 7, 1, 8))))
    assert clear is not None
    assert clear.wait == 0


def test_restriction_delays_and_one_without_hours_is_only_a_warning() -> None:
    slow = closure("s", GATE, "restricted", date(2026, 11, 1), date(2026, 12, 31), delay_h=12.0)
    met = passage(0, windows([slow], DEPART))
    assert met is not None
    assert (met.wait, met.delay, met.rows) == (0, 12 * HOUR, ("closures:s",))
    assert windows([closure("s", GATE, "restricted", date(2026, 11, 1))], DEPART) == ()


def test_a_row_in_force_is_one_that_no_later_opening_ended() -> None:
    """The state told of a crossing goes by the reading that the search goes by."""
    closed = shut(date(2026, 11, 1))
    opened = closure("o", GATE, "open", date(2026, 12, 10))
    again = closure("r", GATE, "restricted", date(2026, 12, 20))
    rows = [closed, opened, again]
    told = {d: [r.id for r in in_force(rows, [date(2026, 12, d)])] for d in (9, 10, 20)}
    assert told == {9: [closed.id], 10: [], 20: ["r"]}
    for day in (9, 10):
        met = passage(0, windows(rows, Departure(datetime(2026, 12, day))))
        assert (met is not None and not met.wait) == (not told[day])
