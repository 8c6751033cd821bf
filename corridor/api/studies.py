"""Ports compared, what is lost, what changes: results of questions about many itineraries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from corridor.api.result import Result, Writer, file_path
from corridor.api.results import Answer
from corridor.errors import InputError, NoRouteError
from corridor.files import check_writable, write_text
from corridor.report.document.catchment import CatchmentRecord
from corridor.report.document.changes import WhatIfRecord
from corridor.report.document.comparison import ComparisonRecord
from corridor.report.document.parts.made import MadeRecord
from corridor.report.document.resilience import ResilienceRecord

if TYPE_CHECKING:
    from datetime import datetime

    import pandas as pd

    from corridor.analysis import resilience as analysis
    from corridor.graph.lines import Lines

REPORT_SUFFIXES = (".html", ".xlsx", ".md", ".csv", ".zip")


class Comparison(Result[ComparisonRecord]):
    """Candidate ports from some places: which is best, by how much and how surely."""

    def __init__(
        self,
        record: ComparisonRecord,
        lines: Callable[[], Lines],
        *,
        usable: bool = True,
        samples: Callable[[], pd.DataFrame] | None = None,
    ) -> None:
        """
        Keep the record; `usable` says that at least one port can be used from some place.

        `samples` draws again what the chances were told by; None where nothing was drawn.
        """
        super().__init__(record)
        self._lines, self.usable, self._samples = lines, usable, samples

    @cached_property
    def text(self) -> str:
        """What the command prints on a page of 80 columns."""
        return self.to_text()

    def to_text(self, *, width: int = 80) -> str:
        """The text on a page of so many columns, from 60 to 200; a table may be wider."""
        from corridor.report.text.comparison import comparison_text
        from corridor.report.text.page import Page

        return comparison_text(self.record, Page(width))

    @property
    def verdicts(self) -> tuple[str, ...]:
        """Which port is best, a sentence for each place."""
        from corridor.report.tables.comparison_rows import sentences

        return tuple(sentences(self.record))

    def to_frame(self, table: str = "standings") -> pd.DataFrame:
        """
        One table of the comparison: 'standings', 'items', 'drivers', 'samples', 'indicators' ...

        Raises
        ------
        InputError
            If it has no such table.
        """
        if table == "samples" and self._samples is not None:
            return self._samples()
        from corridor.api.frames import frame_of
        from corridor.report.tables.report_tables import tables

        found = {t.name: ([c.name for c in t.columns], t.rows) for t in tables(self.record)}
        return frame_of(found, table)

    def save_samples(self, path: str | PathLike[str]) -> Path:
        """
        Write every sample and port as .parquet or .csv.

        Raises
        ------
        InputError
            If nothing was drawn, nothing writes such files, or this one cannot be written.
        """
        from corridor.api.samples import check_samples_file, write_samples

        target = file_path(path)
        check_samples_file(target, 1 if self._samples else 0)
        write_samples(target, self.to_frame("samples"))
        return target

    def _writers(self) -> dict[str, Writer]:
        from corridor.report.tables.report_tables import report_md, report_xlsx, report_zip

        return super()._writers() | {
            ".html": self._page,
            ".md": lambda: report_md(self.record).encode(),
            ".xlsx": lambda: report_xlsx(self.record),
            ".zip": lambda: report_zip(self.record),
        }

    def _page(self) -> bytes:
        from corridor.report.pages.report_page import report_html

        lines = self._lines()
        return report_html(self.record, lines.line, lines.is_coarse).encode()

    def save(self, path: str | PathLike[str]) -> Path:
        """
        Write a report: .html, .md, .xlsx, .zip of CSV, .json or .txt; else a folder of CSV files.

        Raises
        ------
        InputError
            If nothing writes such files, this one cannot be written, or openpyxl is not there.
        """
        target = file_path(path)
        if target.suffix.lower() in ("", ".csv"):
            return self._save_folder(target)
        try:
            return super().save(target)
        except ImportError as err:
            raise InputError(
                "writing .xlsx needs openpyxl",
                remedy="pip install 'corridor[documents]', or name a .csv folder",
            ) from err

    def _save_folder(self, target: Path) -> Path:
        from corridor.report.tables.report_tables import report_csvs

        # `tables.csv` asks for a folder of that name: one file cannot hold tables of many shapes.
        folder = target.with_suffix("")
        try:
            folder.mkdir(exist_ok=True)
        except OSError as err:
            raise InputError(
                f"--report {folder} cannot be made ({err.strerror})", remedy="name another folder"
            ) from err
        for name, text in report_csvs(self.record).items():
            check_writable(folder / name, "--report")
            write_text(folder / name, text)
        return folder


class BreakEvens(Comparison):
    """What figures would have to be for another port to win."""

    def to_text(self, *, width: int = 80) -> str:
        """The text on a page of so many columns, from 60 to 200; a table may be wider."""
        from corridor.report.text.comparison import flips_text
        from corridor.report.text.page import Page

        return flips_text(self.record, Page(width))

    def to_frame(self, table: str = "break_evens") -> pd.DataFrame:
        """
        One table, as `Comparison.to_frame` gives them.

        Raises
        ------
        InputError
            If there is no such table.
        """
        return super().to_frame(table)


class Catchment(Result[CatchmentRecord]):
    """For every place which port wins, and by how much."""

    @cached_property
    def text(self) -> str:
        """What the command prints: totals and countries."""
        from corridor.report.text.catchment import catchment_text

        return catchment_text(self.record)

    @cached_property
    def every(self) -> str:
        """The same with every place."""
        from corridor.report.text.catchment import catchment_text

        return catchment_text(self.record, every=True)

    def to_frame(self) -> pd.DataFrame:
        """A row for every place, port and set of assumptions."""
        import pandas as pd

        from corridor.report.text.catchment import catchment_rows

        head, *rows = catchment_rows(self.record)
        return pd.DataFrame(rows, columns=[str(name) for name in head])

    def _writers(self) -> dict[str, Writer]:
        from corridor.report.charts.port_map import catchment_svg
        from corridor.report.tables.cells import csv_text
        from corridor.report.text.catchment import catchment_rows

        return super()._writers() | {
            ".csv": lambda: csv_text(catchment_rows(self.record)).encode(),
            ".svg": lambda: catchment_svg(self.record).encode(),
        }


class Resilience(Result[ResilienceRecord]):
    """What the loss of a crossing, bridge, tunnel, port or line brings, the worst first."""

    def __init__(
        self,
        record: ResilienceRecord,
        found: analysis.Resilience,
        depart: datetime,
        guesses: Sequence[str],
    ) -> None:
        """Keep the record and what the text is made of."""
        super().__init__(record)
        self._found, self._depart, self._guesses = found, depart, guesses

    @cached_property
    def text(self) -> str:
        """What the command prints, the 25 worst single losses."""
        return self.shown(25)

    def shown(self, most: int) -> str:
        """The text with so many single losses."""
        from corridor.report.text.catchment import resilience_text

        return resilience_text(self._found, self._depart, self._guesses, most)

    def to_frame(self) -> pd.DataFrame:
        """A row for every loss and duration: names, kind, extra days and dollars."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "what": " and ".join(loss.names),
                    "kind": loss.kind,
                    "days_lost": days,
                    "extra_days": extra.days,
                    "extra_usd": extra.usd,
                    "extra_objective_share": extra.worth,
                    "ways": loss.used_by,
                    "cut_off": extra.cut_off,
                }
                for loss in (*self._found.single, *self._found.double)
                for days, extra in loss.extra
            ]
        )


class WhatIf(Result[WhatIfRecord]):
    """
    One question under two assumptions: every number that changes, and why.

    Attributes
    ----------
    before, after
        The two answers; None where there is no itinerary.
    """

    def __init__(self, record: WhatIfRecord, before: Answer | None, after: Answer | None) -> None:
        """Keep the record and the answers."""
        super().__init__(record)
        self.before, self.after = before, after

    @cached_property
    def text(self) -> str:
        """What the command prints on a page of 80 columns."""
        return self.to_text()

    def to_text(self, *, width: int = 80) -> str:
        """What changes in days and dollars, which way and why, on one screen of some columns."""
        from corridor.report.text.page import Page
        from corridor.report.text.screen.changes import changes_screen

        return changes_screen(self.record, Page(width))

    @cached_property
    def explained(self) -> str:
        """Every figure of every leg that changes, as `-v` prints it."""
        from corridor.report.text.answer import answer_text
        from corridor.report.text.whatif import changes_text

        record = self.record
        if record.changes and record.before and record.after:
            return changes_text(record.changes, record.before, record.after)
        (one,) = filter(None, (self.before, self.after))
        name = record.names[0] if self.before else record.names[1]
        whole = answer_text(one.record)
        return f"No itinerary under {record.no_route[0]}\n\nUnder {name}:\n\n{whole}"


def changed(
    names: tuple[str, str],
    before: Answer | None,
    after: Answer | None,
    reasons: Sequence[NoRouteError],
    made: MadeRecord,
) -> WhatIf:
    """What changes between two answers; `reasons` say why one is missing, `made` how it is made."""
    from corridor.report.document.changes import changes

    record = WhatIfRecord(
        schema_version="1.0",
        names=names,
        no_route=tuple(map(str, reasons)),
        changes=changes(before.record, after.record) if before and after else None,
        before=before.record if before else None,
        after=after.record if after else None,
        made=made,
    )
    return WhatIf(record, before, after)
