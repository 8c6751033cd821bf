"""The profile over departure days, as Python users have it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from corridor.api.result import Result, Writer
from corridor.api.results import Answer
from corridor.report.document.profile.records import DayRecord, DayWayRecord, ProfileRecord
from corridor.report.tables.cells import Value

if TYPE_CHECKING:
    import pandas as pd

_HEAD = (
    "depart",
    "way",
    "label",
    "arrival",
    "time_h_low",
    "time_h_typical",
    "time_h_high",
    "cost_usd_low",
    "cost_usd_typical",
    "cost_usd_high",
    "generalised_usd",
    "figure",
    "change",
)


class Profile(Result[ProfileRecord]):
    """
    The best way of each departure day of a span.

    Attributes
    ----------
    best
        The whole answer of the best day to leave.
    """

    def __init__(self, record: ProfileRecord, best: Answer) -> None:
        """Keep the record and the answer of its best day."""
        super().__init__(record)
        self.best = best

    @property
    def days(self) -> tuple[DayRecord, ...]:
        """The days in their order."""
        return self.record.days

    @property
    def ways(self) -> tuple[DayWayRecord, ...]:
        """The ways that are the best on some day, in the order in which they first come."""
        return self.record.ways

    @cached_property
    def text(self) -> str:
        """What the command prints."""
        return self.shown()

    def shown(self, width: int = 80) -> str:
        """The text at a width in characters."""
        from corridor.report.text.profile import profile_text

        return profile_text(self.record, width)

    def to_frame(self) -> pd.DataFrame:
        """A row a day; dollars and hours of its way, None where there is none."""
        import pandas as pd

        return pd.DataFrame(self._rows(), columns=list(_HEAD))

    def to_csv(self) -> str:
        """The same as CSV."""
        from corridor.report.tables.cells import csv_text

        return csv_text([_HEAD, *self._rows()])

    def _rows(self) -> list[tuple[Value, ...]]:
        names = {way.number: way.label for way in self.ways}
        return [_row(day, names) for day in self.days]

    def _writers(self) -> dict[str, Writer]:
        return super()._writers() | {".csv": lambda: self.to_csv().encode()}


def _row(day: DayRecord, names: dict[int, str]) -> tuple[Value, ...]:
    hours, usd = day.time_h, day.cost_usd
    if day.way is None or not hours or not usd:
        return (day.depart, *(None,) * (len(_HEAD) - 1))
    return (
        day.depart,
        day.way,
        names[day.way],
        day.arrival or "",
        *hours.ends,
        *usd.ends,
        day.generalised_usd or 0.0,
        day.figure or 0.0,
        day.change.text if day.change else "",
    )
