"""The profile over departure days, as Python users have it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import structs

from corridor.api.made import Spelling
from corridor.api.options import RouteTerms
from corridor.api.questions import Progress
from corridor.api.result import Result, Writer
from corridor.api.results import Answer
from corridor.engine import RouteEngine
from corridor.model.query import Query
from corridor.model.values import span
from corridor.report.document.make_answer import answer_record
from corridor.report.document.profile.records import DayRecord, DayWayRecord, ProfileRecord
from corridor.report.tables.cells import Table, Value, columns_of, csv_text

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = columns_of(
    ("depart", "when"),
    ("way", "count"),
    "label",
    ("arrival", "when"),
    *((f"time_h_{end}", "hours") for end in ("low", "typical", "high")),
    *((f"cost_usd_{end}", "money") for end in ("low", "typical", "high")),
    ("generalised_usd", "money"),
    ("figure", "number"),
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

        return pd.DataFrame(list(self._table.rows), columns=list(self._table.header))

    def to_csv(self) -> str:
        """The same as CSV."""
        return csv_text([self._table.header, *self._table.rows])

    def to_markdown(self) -> str:
        """The same as a table of Markdown."""
        from corridor.report.tables.csv_md import markdown_table

        return "\n".join(markdown_table(self._table)) + "\n"

    @cached_property
    def _table(self) -> Table:
        names = {way.number: way.label for way in self.ways}
        return Table("days", "Days", _COLUMNS, tuple(_row(day, names) for day in self.days))

    def _writers(self) -> dict[str, Writer]:
        return super()._writers() | {
            ".csv": lambda: self.to_csv().encode(),
            ".md": lambda: self.to_markdown().encode(),
        }


def _row(day: DayRecord, names: dict[int, str]) -> tuple[Value, ...]:
    hours, usd = day.time_h, day.cost_usd
    if day.way is None or not hours or not usd:
        return (day.depart, *(None,) * (len(_COLUMNS) - 1))
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


def asked(engine: RouteEngine, query: Query, depart: str, on_progress: Progress) -> Profile:
    """
    The profile of a query over a span of days.

    Raises
    ------
    CorridorError
        InputError if the span cannot be meant, and what `RouteEngine.ask` raises for its first day if there
        is no way on any.
    """
    from corridor.analysis.choice.profile import profile
    from corridor.report.document.profile.make import profile_record

    first, days = span(depart)
    found = profile(engine, replace(query, depart=first), days, on_progress)
    best = engine.ask(replace(query, depart=found.best.depart))
    said = Spelling("route", engine)
    said.asked(replace(query, certainty=True), RouteTerms, depart=depart)
    said.assumed()
    made = said.made(query.origin, query.destination)
    record = structs.replace(profile_record(found, best, engine.dataset), made=made)
    answer = Answer(
        answer_record(best, engine.dataset), lambda: engine.lines, lambda: engine.dataset
    )
    return Profile(record, answer)
