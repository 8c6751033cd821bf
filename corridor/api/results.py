"""What the questions of the public interface find: shown, converted and saved."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from corridor.errors import InputError, shown
from corridor.files import check_writable, write_bytes
from corridor.report.document.answer import AnswerRecord, BlockedRecord, ItineraryRecord
from corridor.report.document.read import json_text

if TYPE_CHECKING:
    import folium
    import geopandas as gpd
    import pandas as pd

    from corridor.graph.lines import Lines
    from corridor.report.tables.answer import Table

Record = TypeVar("Record", bound=msgspec.Struct)
# What a quotation or another file made of an answer is made with, by the name of the option.
Writer = Callable[[], bytes]
_SHOWN = 5


class Result(Generic[Record]):
    """
    What one question found; `record` holds every figure of it, typed.

    `str()` gives the text that the command prints, `repr()` five lines of it.
    """

    def __init__(self, record: Record) -> None:
        """Keep the record."""
        self.record = record

    @cached_property
    def text(self) -> str:
        """What the command prints."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dictionaries, lists, texts and numbers."""
        return dict(msgspec.to_builtins(self.record))

    def to_json(self) -> str:
        """The record as JSON, as `--json` prints it."""
        return json_text(self.record)

    def save(self, path: str | PathLike[str]) -> Path:
        """
        Write a file of the kind that its suffix names; nothing half-written is ever seen.

        Raises
        ------
        InputError
            If nothing writes such files, or this one cannot be written.
        """
        return self._saved(path, self._writers())

    def _writers(self) -> dict[str, Writer]:
        """What writes a file, by suffix."""
        return {".json": lambda: f"{self.to_json()}\n".encode(), ".txt": lambda: self.text.encode()}

    def _saved(self, path: str | PathLike[str], writers: dict[str, Writer]) -> Path:
        target = file_path(path)
        writer = writers.get(target.suffix.lower())
        if writer is None:
            raise InputError(
                f"{shown(target.name)} has no suffix that says what to write",
                remedy=f"end it in one of {', '.join(writers)}",
            )
        check_writable(target, "FILE")
        write_bytes(target, writer())
        return target

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        lines = [line for line in self.text.splitlines() if line.strip()]
        more = len(lines) - _SHOWN + 1
        return "\n".join(lines if more < 2 else [*lines[: _SHOWN - 1], f"... {more} lines more"])

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self.text)}</pre>"


class Answer(Result[AnswerRecord]):
    """
    Itineraries between two places, or every Pareto-optimal one.

    Attributes
    ----------
    record
        Every figure, typed: `record.query`, `record.itineraries`, `record.sources` ...
    """

    def __init__(
        self, record: AnswerRecord, lines: Callable[[], Lines], valid_days: int, *, front: bool
    ) -> None:
        """
        Keep the record and what draws it.

        `lines` reads the drawn lines, `valid_days` are those of the tables, `front` says that
        the itineraries are a front of time and cost.
        """
        super().__init__(record)
        self._lines, self._valid_days, self._front = lines, valid_days, front

    @property
    def itineraries(self) -> tuple[ItineraryRecord, ...]:
        """The itineraries, the best first; of a front the fastest first."""
        return self.record.itineraries

    @property
    def best(self) -> ItineraryRecord:
        """The best itinerary by the objective that was asked for."""
        return next((i for i in self.itineraries if "best" in i.roles), self.itineraries[0])

    @property
    def closures(self) -> tuple[BlockedRecord, ...]:
        """Closures that bear on the answer, with what each would bring if it were open."""
        return self.record.blocked

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to know before relying on the answer and its best itinerary."""
        return tuple(w.text for w in (*self.record.warnings, *self.best.warnings))

    @cached_property
    def text(self) -> str:
        """What the command prints."""
        from corridor.report.charts.pareto import front_text
        from corridor.report.text.answer import answer_text

        return front_text(self.record) if self._front else answer_text(self.record)

    def explained(self) -> str:
        """The text with every figure, its row and its source, as `--explain` prints it."""
        from corridor.report.text.answer import answer_text

        return answer_text(self.record, explain=True)

    def to_frame(self, table: str = "itineraries") -> pd.DataFrame:
        """
        One table of the answer: 'itineraries', 'legs', 'charges', 'borders', 'closures' ...

        Money is US dollars, time hours, length km; `low`, `typical` and `high` have a column each.

        Raises
        ------
        InputError
            If there is no such table.
        """
        import pandas as pd

        tables = {"charges" if t.name == "items" else t.name: t for t in self._tables()}
        if table not in tables:
            raise InputError(
                f"table {shown(str(table))} is unknown", remedy=f"one of {', '.join(tables)}"
            )
        found = tables[table]
        return pd.DataFrame(list(found.rows), columns=[c.name for c in found.columns])

    def _tables(self) -> tuple[Table, ...]:
        from corridor.report.tables.answer import tables

        return tables(self.record, self._stamp(None, None))

    def to_geodataframe(self) -> gpd.GeoDataFrame:
        """Legs, borders and ends as features in WGS84, with the properties of the GeoJSON file."""
        import geopandas as gpd

        features = msgspec.json.decode(self._exported(".geojson")())["features"]
        return gpd.GeoDataFrame.from_features(features, crs="EPSG:4326")

    def explore(self) -> folium.Map:
        """
        A Folium map for notebooks, an itinerary a layer.

        The map asks a tile server for its ground; `save("x.html")` writes a page that does not.
        """
        from corridor.api.explore import folium_map

        return folium_map(self.record, self.to_geodataframe())

    def save(
        self,
        path: str | PathLike[str],
        *,
        table: str = "items",
        issued: date | str | None = None,
        valid_days: int | None = None,
        which: int = 1,
        letterhead: str | PathLike[str] | None = None,
        customer: str = "",
        reference: str = "",
    ) -> Path:
        """
        Write a file of the kind that its suffix names.

        Parameters
        ----------
        path
            .json (read again by `corridor.read_answer`), .txt, .html (a map page that opens
            offline), .geojson, .kml, .csv, .xlsx, .md, .svg, .png or .pdf (a quotation).
        table
            Which table a CSV file holds.
        issued, valid_days
            Day of issue (today unless given) and how long the document holds (else as the
            tables say).
        which, letterhead, customer, reference
            Of a quotation: number of the itinerary, TOML file with the sender, whom it is for.

        Raises
        ------
        InputError
            If nothing writes such files, or this one cannot be written.
        """
        from corridor.report.export import WRITERS

        stamp = self._stamp(issued, valid_days)
        writers = super()._writers()
        writers |= {suffix: self._exported(suffix, stamp, table) for suffix in WRITERS}
        writers[".html"] = lambda: self._page(stamp)
        writers[".pdf"] = lambda: self._quotation(stamp, which, letterhead, customer, reference)
        return self._saved(path, writers)
