"""The saved profile over departure days: types and the kind by which it is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from corridor.report.document.parts.figures import (
    BandRecord,
    Count,
    Country,
    Moment,
    Positive,
    Texts,
)
from corridor.report.document.parts.made import MadeRecord
from corridor.report.document.parts.question import QueryRecord
from corridor.report.document.read import Kind


class ChangeRecord(Struct, frozen=True, kw_only=True):
    """Why another way is the best than on the day before; `rows` are those of what moved most."""

    code: str
    text: str
    rows: Texts


class DayRecord(Struct, frozen=True, kw_only=True):
    """
    The best way of one departure; `way` is None where none keeps what was asked, and the rest absent.

    `figure` is by the objective of the question, in dollars, hours, km or kg, as often as the way counts
    where ways compare.
    """

    depart: Moment
    way: Count | None
    arrival: Moment | UnsetType = UNSET
    time_h: BandRecord | UnsetType = UNSET
    cost_usd: BandRecord | UnsetType = UNSET
    generalised_usd: Positive | UnsetType = UNSET
    figure: Positive | UnsetType = UNSET
    change: ChangeRecord | UnsetType = UNSET


class DayWayRecord(Struct, frozen=True, kw_only=True):
    """A way that is the best on some days, counted from 1 in the order in which they first come."""

    number: Count
    label: str
    countries: tuple[Country, ...]
    days: Count
    first: Moment
    last: Moment


class ProfileRecord(Struct, frozen=True, kw_only=True):
    """
    The best way of each departure day of a span.

    `query` is the question of the first day. `best` and `worst` are the days of the least and the greatest
    figure by the objective, `shortest` that of least hours, `soonest` that which is there first (of equal
    ones the last to leave on, else the first).
    """

    schema_version: Literal["1.0"]
    kind: Literal["profile"]
    query: QueryRecord
    data_date: str
    graph_hash: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    data_version: str | UnsetType = UNSET
    made: MadeRecord | UnsetType = UNSET
    best: Moment
    worst: Moment
    shortest: Moment
    soonest: Moment
    ways: Annotated[tuple[DayWayRecord, ...], Meta(min_length=1)]
    days: Annotated[tuple[DayRecord, ...], Meta(min_length=1)]


def _faults(record: ProfileRecord) -> Iterator[str]:
    """Days that name no way of the profile, or are none of its days."""
    for number, day in enumerate(record.days):
        if day.way is not None and day.way > len(record.ways):
            yield f"Expected a way of the profile - at `$.days[{number}].way`"
    departures = {day.depart for day in record.days if day.way is not None}
    for name in ("best", "worst", "shortest", "soonest"):
        if getattr(record, name) not in departures:
            yield f"Expected a day of the profile - at `$.{name}`"
    for number, way in enumerate(record.ways):
        if way.days != sum(day.way == way.number for day in record.days):
            yield f"Expected the days of the way - at `$.ways[{number}].days`"


PROFILE = Kind(
    name="profile",
    shape=ProfileRecord,
    version="1.0",
    remedy="make it again: corridor route ORIGIN DESTINATION --depart A..B --json > profile.json",
    faults=_faults,
    tag="profile",
)
