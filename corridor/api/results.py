"""What the questions of the public interface find: shown, converted and saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, cached_property, partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace as replace_in

from corridor.api.choices import PlanB, Regret
from corridor.api.made import shown_in
from corridor.api.offer import head_of, quotation_of
from corridor.api.result import Result, Writer, file_path
from corridor.errors import InputError, shown
from corridor.model.values import day, whole, words
from corridor.report.document.answer import AnswerRecord, BlockedRecord, ItineraryRecord
from corridor.report.document.answer_sums import ANSWER
from corridor.report.document.currency import with_currency
from corridor.report.document.parts.land_bridge import LandBridgeRecord
from corridor.report.document.read import read_document
from corridor.report.document.stamp import Stamp, stamp
from corridor.report.document.stamp import valid_days as days_of

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from corridor.graph.lines import Lines
    from corridor.report.closed.chart import ClosedMap
    from corridor.report.pages.page_head import PageHead
    from corridor.report.tables.cells import Table
    from corridor.tables.dataset import Dataset

_LONGEST_DAYS = 365


class Answer(Result[AnswerRecord]):
    """
    Itineraries between two places, or every Pareto-optimal one.

    Attributes
    ----------
    record
        Every figure, typed: `record.query`, `record.itineraries`, `record.sources` ...
    """

    def __init__(
        self,
        record: AnswerRecord,
        lines: Callable[[], Lines],
        dataset: Callable[[], Dataset],
        *,
        front: bool = False,
    ) -> None:
        """
        Keep the record and what its files are made with.

        `lines` and `dataset` read the drawn lines and the tables when they are first needed;
        `front` says that the itineraries are a front of time and cost.
        """
        super().__init__(record)
        self._lines, self._dataset, self._front = lines, dataset, front

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
    def land_bridge(self) -> LandBridgeRecord | None:
        """How the corridor over land between the two ends stands; None where no row names one."""
        return self.record.land_bridge or None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to know before relying on the answer and its best itinerary."""
        return tuple(w.text for w in (*self.record.warnings, *self.best.warnings))

    @cached_property
    def text(self) -> str:
        """What the command prints on a page of 80 columns: the first screen, or the front."""
        return self.to_text()

    def to_text(
        self,
        *,
        width: int = 80,
        details: str | Iterable[str] = (),
        colour: bool = False,
        which: int = 1,
    ) -> str:
        """
        The answer as text for people.

        Parameters
        ----------
        width
            Columns of the page, kept between 60 and 200.
        details
            What is shown below the first screen: 'legs', 'bill', 'documents', 'closures', or
            'all' for everything in place of it. A front has none.
        colour
            Whether some words carry the colours of a terminal.
        which
            Number of the itinerary whose details are shown, from 1.

        Raises
        ------
        InputError
            If there is no such detail or itinerary.
        """
        from corridor.report.text.answer import DETAILS, answer_text, told
        from corridor.report.text.charts import front_text
        from corridor.report.text.page import Page

        page = Page(whole(width, "width"), colour)
        at = self._number(which) - 1
        wanted = {details} if isinstance(details, str) else set(details)
        unknown = sorted(wanted - {*DETAILS, "all"})
        if unknown:
            raise InputError(
                f"detail {shown(unknown[0])} is unknown", remedy=f"one of {', '.join(DETAILS)}, all"
            )
        if self._front:
            first = front_text(self.record, page)
        elif "all" in wanted:
            first = answer_text(self.record, page=page, which=at)
        else:
            first = told(self.record, page, wanted, at)
        besides = [found.to_text(width=page.width) for found in self.plan_b]
        if self.regret is not None:
            besides.append(self.regret.to_text(width=page.width))
        return "\n".join((first, *besides))

    @property
    def regret(self) -> Regret | None:
        """Which way loses least whatever scenario comes true; None where it was not asked."""
        return Regret(self.record.regret) if self.record.regret else None

    @property
    def plan_b(self) -> tuple[PlanB, ...]:
        """What to do if something shuts while the goods are under way, as `if_closed` asked."""
        return tuple(map(PlanB, self.record.plan_b or ()))

    def in_currency(self, code: str) -> Answer:
        """
        The answer with its money shown in another currency; its figures stay US dollars.

        Raises
        ------
        InputError
            If the fx table has no rate for the code.
        """
        if words(code, "--currency").upper() == "USD":
            return self
        record = with_currency(self.record, code, self._dataset())
        if record.made and record.currency:
            record = replace_in(record, made=shown_in(record.made, record.currency.code))
        return Answer(record, self._lines, self._dataset, front=self._front)

    def explained(self, *, width: int = 80, which: int = 1) -> str:
        """
        Everything, with every figure, its row and its source, as `--explain` prints it.

        `width` and `which` are those of `to_text`.

        Raises
        ------
        InputError
            If there is no such itinerary.
        """
        from corridor.report.text.answer import answer_text
        from corridor.report.text.page import Page

        page, at = Page(whole(width, "width")), self._number(which) - 1
        return answer_text(self.record, explain=True, page=page, which=at)

    def to_csv(self, table: str = "itineraries") -> str:
        """
        One table of the answer as CSV, a row a record: an itinerary unless another is named.

        Raises
        ------
        InputError
            If there is no such table.
        """
        return self._exported(".csv", None, table)().decode("utf-8-sig").replace("\r\n", "\n")

    def to_markdown(self) -> str:
        """The answer as Markdown, a table a kind of record, as a `.md` file holds it."""
        return self._exported(".md")().decode()

    def to_frame(self, table: str = "itineraries") -> pd.DataFrame:
        """
        One table of the answer: 'itineraries', 'legs', 'charges', 'borders', 'closures' ...

        Money is US dollars, time hours, length km; `low`, `typical` and `high` have a column each.

        Raises
        ------
        InputError
            If there is no such table.
        """
        from corridor.api.frames import frame_of

        found = {t.name: ([c.name for c in t.columns], t.rows) for t in self._tables()}
        names = {"charges" if name == "items" else name: found[name] for name in found}
        return frame_of(names, table)

    def _tables(self) -> tuple[Table, ...]:
        from corridor.report.tables.answer_rows import tables

        return tables(self.record, self._stamp(None, None))

    def to_geodataframe(self) -> gpd.GeoDataFrame:
        """Legs, borders and ends as features in WGS84, with the properties of the GeoJSON file."""
        import geopandas as gpd

        features = msgspec.json.decode(self._exported(".geojson")())["features"]
        return gpd.GeoDataFrame.from_features(features, crs="EPSG:4326")

    def to_folium(self) -> ClosedMap:
        """
        The map as a `folium.Map`: it shows itself in a notebook, and takes layers of your own.

        `save("x.html")` writes one page that asks for nothing, with what was added; what cannot be
        made safe for such a page is refused by name, unless `save(..., open=True)` lets it in.

        Examples
        --------
        >>> import corridor, folium
        >>> answer = corridor.load().route("Minsk", "Karachi", "FEU", depart="2026-12-01")
        >>> chart = answer.to_folium()
        >>> depots = {"type": "Point", "coordinates": [67.0, 24.9]}
        >>> chart.add_child(folium.GeoJson(depots, name="Depots")) is chart
        True
        """
        return self._map(self._stamp(None, None))

    def explore(self) -> ClosedMap:
        """The same as `to_folium`, by its name of before."""
        return self.to_folium()

    def save(
        self,
        path: str | PathLike[str],
        *,
        kind: str = "",
        table: str = "items",
        issued: date | str | None = None,
        valid_days: int | None = None,
        which: int = 1,
        letterhead: str | PathLike[str] | None = None,
        customer: str = "",
        reference: str = "",
        unofficial: str = "shown",
        firm: bool = False,
    ) -> Path:
        """
        Write a file of the kind that its suffix names.

        Parameters
        ----------
        path
            .json (read again by `corridor.read_answer`), .txt (everything), .html (a map page that
            opens offline), .geojson, .kml, .gpx, .ics (a calendar), .csv, .xlsx, .md, .svg, .png or
            .pdf (a quotation).
        kind
            The suffix to go by where the name has another.
        table
            Which table a CSV file holds.
        issued, valid_days
            Day of issue (today unless given) and how long the document holds (else as the
            tables say).
        which
            Number of the itinerary, from 1, of a quotation or a calendar.
        letterhead, customer, reference, firm
            Of a quotation and a map page, see `quotation`.
        unofficial
            Of a quotation.

        Raises
        ------
        InputError
            If nothing writes such files, or this one cannot be written.
        """
        from corridor.report.export import WRITERS

        mark = self._stamp(issued, valid_days)
        writers = super()._writers()
        writers |= {suffix: self._exported(suffix, mark, table, which) for suffix in WRITERS}
        writers |= {
            ".txt": lambda: self.to_text(details="all").encode(),
            ".html": lambda: self._page(mark, head_of(letterhead, customer, reference, firm=firm)),
            ".pdf": lambda: self.quotation(
                which=which,
                letterhead=letterhead,
                customer=customer,
                reference=reference,
                issued=issued,
                valid_days=valid_days,
                unofficial=unofficial,
                firm=firm,
            )[0],
        }
        return self._saved(path, writers, kind)

    def chart(self, path: str | PathLike[str], which: tuple[int, ...] = ()) -> Path:
        """
        Write the time-cost-distance chart, or of a front that of time and cost, as SVG.

        Parameters
        ----------
        path
            File to write.
        which
            Itineraries to draw, counted from 0; none means all.

        Raises
        ------
        InputError
            If the file cannot be written.
        """
        from corridor.report.charts.pareto import front_svg
        from corridor.report.charts.tcd import tcd_svg

        def write() -> bytes:
            drawn = front_svg(self.record) if self._front else tcd_svg(self.record, which=which)
            return f"{drawn}\n".encode()

        return self._saved(path, {".svg": write}, ".svg")

    def quotation(
        self,
        *,
        which: int = 1,
        letterhead: str | PathLike[str] | None = None,
        customer: str = "",
        reference: str = "",
        issued: date | str | None = None,
        valid_days: int | None = None,
        unofficial: str = "shown",
        firm: bool = False,
    ) -> tuple[bytes, frozenset[str]]:
        """
        A one-page quotation as PDF, and the characters that none of its fonts has.

        Parameters
        ----------
        which
            Number of the itinerary, from 1.
        letterhead
            TOML file with the sender.
        customer, reference
            Whom it is for, and the customer's own reference.
        issued, valid_days
            As `save` takes them.
        unofficial
            Unofficial payments at borders: 'shown' in rows of their own, or 'left-out' of the
            price, which then says by how much.
        firm
            Whether the price binds; else the page says that it is indicative.

        Raises
        ------
        InputError
            If there is no such itinerary or choice, or the letterhead cannot be used.
        """
        from corridor.report.pdf.quotation import quote_pdf

        number = self._number(which)
        quotation = quotation_of(
            letterhead, customer, reference, number=number, unofficial=unofficial, firm=firm
        )
        return quote_pdf(self.record, self._stamp(issued, valid_days), quotation)

    def _number(self, which: int) -> int:
        """
        The number of an itinerary, from 1.

        Raises
        ------
        InputError
            If there is no such itinerary.
        """
        number, count = whole(which, "--which"), len(self.itineraries)
        if not 1 <= number <= count:
            raise InputError(
                f"--which {number}: the answer has {count} itineraries", remedy=f"give 1 to {count}"
            )
        return number

    def _stamp(self, issued: date | str | None, valid_days: int | None) -> Stamp:
        """
        The stamp of a document, by what was given or else today and the row of the tables.

        Raises
        ------
        InputError
            If a date or number of days is none.
        """
        on = day(issued, "--issued", bounded=False)
        if valid_days is None:
            kept = self.record.valid_days  # of a saved answer, what it was planned with
            valid_days = kept if isinstance(kept, int) else days_of(self._dataset())
        days = whole(valid_days, "--valid-days")
        if not 0 <= days <= _LONGEST_DAYS:
            raise InputError(
                f"--valid-days {days} is out of range", remedy=f"give 0 to {_LONGEST_DAYS} days"
            )
        return stamp(self.record, issued=on, valid_days=days)

    def _exported(
        self, suffix: str, mark: Stamp | None = None, table: str = "items", which: int = 1
    ) -> Writer:
        """What writes the answer in the form that a suffix names."""
        from corridor.report.export import TABLES, WRITERS, Job

        if table not in TABLES:
            raise InputError(
                f"--table {shown(str(table))} is unknown", remedy=f"one of {', '.join(TABLES)}"
            )
        stamped = mark or self._stamp(None, None)

        def write() -> bytes:
            lines, number = self._lines(), self._number(which)
            return WRITERS[suffix](
                Job(self.record, stamped, lines.line, lines.is_coarse, table, number)
            )

        return write

    def _page(self, mark: Stamp, head: PageHead | None = None) -> bytes:
        return self._map(mark, head).page().encode()

    def _map(self, mark: Stamp, head: PageHead | None = None) -> ClosedMap:
        from corridor.report.pages.route_page import route_map

        lines = self._lines()
        return route_map(self.record, lines.line, lines.is_coarse, mark, head)


def read_answer(path: str | PathLike[str], *, graph: str | PathLike[str] | None = None) -> Answer:
    """
    Read an answer that was saved as JSON; its lines and days come with the package.

    Parameters
    ----------
    path
        File that `Answer.save` or `corridor route --json` wrote.
    graph
        Folder of the compiled graph that made it, None for that of the package.

    Raises
    ------
    InputError
        If it is no answer of this version, or its figures do not add up.
    """
    from corridor.graph.lines import read_lines
    from corridor.tables.dataset import load
    from corridor.tables.read import compiled_dir

    record = read_document(file_path(path), ANSWER)
    folder = compiled_dir() if graph is None else file_path(graph, "--graph")
    return Answer(record, cache(partial(read_lines, folder)), cache(load))
