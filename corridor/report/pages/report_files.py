"""A comparison as spreadsheet, Markdown and tidy CSV."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from corridor.report.document.comparison import ComparisonRecord
from corridor.report.document.plain import plain
from corridor.report.tables.cells import Table, Value, csv_text
from corridor.report.tables.comparison_rows import load_line
from corridor.report.tables.report_tables import SERVED, tables

_MOST_SIGNS = 32_000  # of a cell
_ZIP_DATE = (2026, 1, 1, 0, 0, 0)  # the same comparison gives the same bytes


def report_md(document: ComparisonRecord) -> str:
    """Markdown with every table."""
    parts = [f"# {_md(document.title)}", ""]
    for entry in document.places:
        parts += [f"**{_md(entry.today.sentence)}**", ""]
        if entry.if_served:
            parts += [f"{SERVED.capitalize()}: {_md(entry.if_served.sentence)}", ""]
    parts += [_md(load_line(document)), ""]
    for table in tables(document):
        parts += [f"## {table.title}", "", "| " + " | ".join(map(_md, table.header)) + " |"]
        parts.append("|" + "---|" * len(table.header))
        parts += ["| " + " | ".join(_md(_shown(c)) for c in row) + " |" for row in table.rows]
        parts.append("")
    command = plain(document.command).replace("`", "'")
    parts.append(f"Made by `{command}`. Data of {document.data_date}.")
    return "\n".join(parts) + "\n"


def report_csvs(document: ComparisonRecord) -> dict[str, str]:
    """Name of file to text, one file a table."""
    return {f"{t.name}.csv": csv_text([t.header, *t.rows]) for t in tables(document)}


def report_zip(document: ComparisonRecord) -> bytes:
    """The CSV files in one archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in report_csvs(document).items():
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode("utf-8"))
    return out.getvalue()


def report_xlsx(document: ComparisonRecord) -> bytes:
    """A workbook, one sheet a table, with real numbers."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for table in tables(document):
        _fill(book.create_sheet(table.name[:31]), table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, table: Table) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for number, row in enumerate((table.header, *table.rows), 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = plain(value)[:_MOST_SIGNS] if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula, whatever the text starts with
                cell.quotePrefix = True
            if number == 1:
                cell.font = Font(bold=True)
    for column, name in enumerate(table.header):
        longest = max([len(name), *(len(_shown(row[column])) for row in table.rows)])
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(60, longest + 2)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _shown(cell: Value) -> str:
    if cell is None:
        return ""
    return f"{cell:,.2f}".rstrip("0").rstrip(".") if isinstance(cell, float) else str(cell)


def _md(text: str) -> str:
    cleaned = plain(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
    return " ".join(cleaned.replace("`", "'").split())
