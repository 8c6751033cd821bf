"""What is open, restricted or closed on a day, with the rows that say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from msgspec import structs

from corridor.model.dates import last_day
from corridor.model.ref import Ref, RefKind
from corridor.model.status import NOT_BUILT
from corridor.planning.time.clock import Departure
from corridor.planning.time.windows import windows
from corridor.tables.dataset import Dataset
from corridor.tables.records import Closure, Crossing
from corridor.tables.windows import stops


@dataclass(frozen=True, slots=True)
class State:
    """
    State of one subject on a day.

    `word` is open, restricted or closed, of a crossing also planned (not built) or local
    (not for freight in transit). `rows` are the closure rows in force; of an open subject,
    the rows that are evidence that it is open.
    """

    word: str
    rows: tuple[Closure, ...] = ()


def state_of(rows: Iterable[Closure], day: date) -> State:
    """
    State on a day by the closure rows of one subject.

    Periods are read as planning reads them: a later row with effect 'open' ends what was
    closed or restricted before it, a row without an end holds on.
    """
    rows = list(rows)
    by_key = {row.key: row for row in rows}
    # Planning gives restrictions without a delay no window; here every one is of interest.
    whole = [structs.replace(r, effect="closed") if r.effect == "restricted" else r for r in rows]
    found = windows(whole, Departure(datetime.combine(day, time())))
    keys = dict.fromkeys(window.row for window in found if window.start <= 0 < window.end)
    holding = sorted((by_key[key] for key in keys), key=_closed_and_newest_first)
    if holding:
        # What is closed for one special class of goods alone is restricted for the rest.
        closed = any(row.effect == "closed" and stops(row, "general") for row in holding)
        return State("closed" if closed else "restricted", tuple(holding))
    opened = [
        row
        for row in rows
        if row.effect == "open"
        and (row.from_date is None or row.from_date <= day)
        and (row.to_date is None or row.to_date >= day)
    ]
    return State("open", tuple(sorted(opened, key=_closed_and_newest_first)))


def _closed_and_newest_first(row: Closure) -> tuple[bool, int, str]:
    return row.effect != "closed", -(row.from_date or date.min).toordinal(), row.id


def states_on(dataset: Dataset, day: date) -> Mapping[Ref, State]:
    """States of all subjects that closures.csv speaks of."""
    return {subject: state_of(rows, day) for subject, rows in dataset.closures_of.items()}


def crossing_state(crossing: Crossing, states: Mapping[Ref, State], day: date) -> State:
    """
    State of a crossing on a day: what is built, then closures, then for whom it is.

    The section that leads over the border counts too: with it closed nothing passes.
    """
    if crossing.status in NOT_BUILT or (crossing.first_day and day < crossing.first_day):
        return State("planned")
    if crossing.last_day and crossing.last_day < day:
        return State("closed")
    found = [
        states[subject]
        for subject in (
            Ref(RefKind.CROSSING, crossing.id),
            Ref(RefKind.SECTION, crossing.section_id),
        )
        if subject in states
    ]
    rows = tuple(row for state in found for row in state.rows)
    words = {state.word for state in found}
    if crossing.status == "closed" or "closed" in words:
        return State("closed", rows)
    if crossing.cargo != "freight":
        return State("local", rows)
    return State("restricted" if "restricted" in words else "open", rows)


def age_days(row: Closure, day: date) -> int:
    """Days from the newest evidence to a day, negative before it; a month or year ends with it."""
    return (day - last_day(row.last_confirmed)).days
