"""An answer as a workbook: a sheet a table, figures as figures, the head frozen."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from typing import Any

from corridor.report.document.answer import AnswerRecord
from corridor.report.document.plain import plain
from corridor.report.document.stamp import Stamp
from corridor.report.extra import needed
from corridor.report.tables.answer_rows import tables
from corridor.report.tables.cells import Column, Table, Value

_FORMAT = {
    "count": "0",
    "number": "#,##0.0##",
    "money": "#,##0.00",
    "hours": "#,##0.0",
    "share": "0%",
    "when": "yyyy-mm-dd hh:mm",
    "date": "yyyy-mm-dd",
}
_MOST_SIGNS = 32_767  # in a cell
_WIDEST = 60  # of a column, in letters
_SINCE_1980 = (1980, 1, 1, 0, 0, 0)


def xlsx_bytes(answer: AnswerRecord, stamp: Stamp) -> bytes:
    """
    Make the workbook; the same answer and stamp give the same bytes.

    Raises
    ------
    InputError
        If openpyxl is not installed.
    """
    openpyxl = needed("openpyxl", "an XLSX file")
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.creator = "corridor"
    book.properties.title = stamp.quote_id
    moment = datetime.combine(stamp.issued, datetime.min.time())
    book.properties.created = book.properties.modified = moment
    for table in tables(answer, stamp):
        if table.rows:
            _sheet(book.create_sheet(table.title[:31]), table, stamp)
    file = io.BytesIO()
    book.save(file)
    return _undated(file.getvalue(), moment)


def _sheet(sheet: Any, table: Table, stamp: Stamp) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet.append(table.header)
    for row in table.rows:
        number = sheet.max_row + 1
        for at, (value, column) in enumerate(zip(row, table.columns, strict=True), 1):
            _fill(sheet.cell(number, at), value, column)
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="00568A")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for at, column in enumerate(table.columns, 1):
        wide = max(len(str(row[at - 1] or "")) for row in table.rows)
        width = min(_WIDEST, max(9, wide + 2, min(len(column.name), 16) + 3))
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    # An ampersand starts a code in a footer.
    sheet.oddFooter.left.text = plain(stamp.text()).replace("&", "&&")


def _fill(cell: Any, value: Value, column: Column) -> None:
    from openpyxl.styles import Alignment

    if isinstance(value, str):
        moment = _moment(value, column)
        if moment is None:
            cell.value = plain(value)[:_MOST_SIGNS]
            # Text that begins like a formula, or that reads like an error, stays text.
            cell.data_type = "s"
            cell.quotePrefix = True
            cell.alignment = Alignment(wrap_text=len(value) > _WIDEST, vertical="top")
            return
        cell.value = moment
    else:
        cell.value = value
    cell.alignment = Alignment(vertical="top")
    if column.kind in _FORMAT:
        cell.number_format = _FORMAT[column.kind]


def _moment(value: str, column: Column) -> datetime | date | None:
    """A date cell, where the text is a whole date; 'since 2021' stays text."""
    try:
        if column.kind == "when":
            # A cell knows no zone: it shows the clock of the place.
            return datetime.fromisoformat(value).replace(tzinfo=None)
        if column.kind == "date" and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    return None


def _undated(book: bytes, moment: datetime) -> bytes:
    """The same archive without the clock of the machine in it."""
    modified = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as read,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as write,
    ):
        for name in read.namelist():
            body = read.read(name)
            if name == "docProps/core.xml":
                body = modified.sub(rb"\g<1>" + stamp + rb"\g<2>", body)
            about = zipfile.ZipInfo(name, _SINCE_1980)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o600 << 16
            write.writestr(about, body)
    return out.getvalue()
