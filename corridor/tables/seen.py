"""
When a thing was last seen in use, and what has never been: one answer for all four tables.

Crossings, regimes and terminals have rows in `last_seen`; a train has its `last_run` and a ship
its `last_sailing` in their own tables, so no fact stands twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corridor.model.ref import Ref, RefKind
from corridor.model.status import NOT_BUILT, RUNNING
from corridor.tables.dataset import Dataset
from corridor.tables.read import SEEN_IN
from corridor.tables.records import LastSeen, RailService, SeaService


class Evidence(StrEnum):
    """What is known of the use of a thing today; a member is its own text in the tables."""

    SEEN = "seen"
    ANNOUNCED = "announced"
    NONE = "no_evidence"


@dataclass(frozen=True, slots=True)
class Sighting:
    """
    The newest evidence that a thing is used.

    `on` is a day, month or year, '' unless it was seen; `row` is the row that says so, its source
    `source_id`, '' where no row speaks of it.
    """

    subject: Ref
    state: Evidence
    on: str = ""
    what: str = ""
    row: str = ""
    source_id: str = ""
    own: bool = False


def seen(dataset: Dataset, subject: Ref, into: str = "") -> Sighting:
    """
    The newest evidence on a crossing, regime, terminal, train or sea service.

    Parameters
    ----------
    into
        The country entered, for rows that hold one way only.
    """
    if subject.kind is RefKind.SERVICE:
        return _of_service(dataset, subject)
    rows = [row for row in dataset.seen_of.get(subject, ()) if row.into in ("", into)]
    rows = [row for row in rows if row.into] or rows  # of one way before of either
    found = [_of_row(row) for row in rows]
    if subject.kind is RefKind.CROSSING and not any(row.into for row in rows):
        found += (_passed(subject, train) for train in dataset.trains_over.get(subject.id, ()))
    if not found:
        return Sighting(subject, _unsaid(dataset, subject))
    order = (Evidence.NONE, Evidence.SEEN, Evidence.ANNOUNCED)
    return max(found, key=lambda s: (s.own, order.index(s.state), s.on))


def announced(dataset: Dataset) -> Iterator[LastSeen]:
    """Rows of what is promised or being built: shut until an option or a scenario opens it."""
    return (row for row in dataset.last_seen if row.state == Evidence.ANNOUNCED)


def is_announced(dataset: Dataset, key: str) -> bool:
    """Whether a row 'table:id' is only announced."""
    return any(f"{SEEN_IN[r.subject_kind]}:{r.subject_id}" == key for r in announced(dataset))


def _of_row(row: LastSeen) -> Sighting:
    state = Evidence(row.state)
    return Sighting(row.subject, state, row.seen_on, row.what, row.key, row.source_id, row.own)


def _passed(crossing: Ref, train: RailService) -> Sighting:
    """Of a crossing, by a train that passes it and was seen to run."""
    what = f"the {train.name}"
    return Sighting(
        crossing, Evidence.SEEN, train.last_run, what, train.key, train.source_id, train.own
    )


def _of_service(dataset: Dataset, subject: Ref) -> Sighting:
    """Of a train or a ship, by the columns of its own table."""
    train, ship = dataset.train.get(subject.id), dataset.service.get(subject.id)
    row: RailService | SeaService | None = train or ship
    if row is None:
        return Sighting(subject, Evidence.NONE)
    on = train.last_run if train else ship.last_sailing if ship else ""
    promised = train.status == "announced" if train else row.status not in RUNNING
    state = Evidence.ANNOUNCED if promised else Evidence.SEEN if on else Evidence.NONE
    shown = on if state is Evidence.SEEN else ""
    return Sighting(subject, state, shown, "", row.key, row.source_id, row.own)


def _unsaid(dataset: Dataset, subject: Ref) -> Evidence:
    """Of what no row speaks of: one of the user's own, or a crossing that is not built."""
    crossing = dataset.crossing.get(subject.id)
    if subject.kind is RefKind.CROSSING and crossing is not None and crossing.status in NOT_BUILT:
        return Evidence.ANNOUNCED
    return Evidence.NONE
