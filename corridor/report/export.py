"""Files made from an answer, by suffix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corridor.report.document.answer import AnswerRecord
from corridor.report.document.stamp import Stamp
from corridor.report.map.lines import IsCoarse, LineOf


@dataclass(frozen=True, slots=True)
class Job:
    """
    An answer, its stamp, where lines come from, the table of a CSV file.

    `which` is the number of the itinerary of a calendar, 1 = the first.
    """

    answer: AnswerRecord
    stamp: Stamp
    lines: LineOf
    is_coarse: IsCoarse | None = None
    table: str = "items"
    which: int = 1


def _geojson(job: Job) -> bytes:
    from corridor.report.geo import geojson_text

    return geojson_text(job.answer, job.stamp, job.lines, job.is_coarse).encode()


def _kml(job: Job) -> bytes:
    from corridor.report.geo import kml_text

    return kml_text(job.answer, job.stamp, job.lines, job.is_coarse).encode()


def _gpx(job: Job) -> bytes:
    from corridor.report.gpx import gpx_bytes

    return gpx_bytes(job.answer, job.stamp, job.lines, job.is_coarse)


def _ics(job: Job) -> bytes:
    from corridor.report.calendar import ics_bytes

    return ics_bytes(job.answer, job.stamp, job.which)


def _csv(job: Job) -> bytes:
    from corridor.report.tables.csv_md import csv_text

    # The mark at the start lets spreadsheets read Cyrillic and Arabic as such.
    return csv_text(job.answer, job.stamp, job.table).encode("utf-8-sig")


def _xlsx(job: Job) -> bytes:
    from corridor.report.tables.xlsx import xlsx_bytes

    return xlsx_bytes(job.answer, job.stamp)


def _md(job: Job) -> bytes:
    from corridor.report.tables.csv_md import markdown_text

    return markdown_text(job.answer, job.stamp).encode()


def _svg(job: Job) -> bytes:
    from corridor.report.pages.picture import svg_text

    return svg_text(job.answer, job.stamp, job.lines, job.is_coarse).encode()


def _png(job: Job) -> bytes:
    from corridor.report.pages.picture import png_bytes, svg_text

    return png_bytes(svg_text(job.answer, job.stamp, job.lines, job.is_coarse))


WRITERS: Mapping[str, Callable[[Job], bytes]] = {
    ".geojson": _geojson,
    ".kml": _kml,
    ".gpx": _gpx,
    ".ics": _ics,
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".md": _md,
    ".svg": _svg,
    ".png": _png,
}
TABLES = (
    "about",
    "itineraries",
    "legs",
    "items",
    "indicators",
    "borders",
    "documents",
    "closures",
    "warnings",
    "sources",
)
