"""A comparison as spreadsheet, Markdown and tidy CSV."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping
from typing import Any

from corridor.report.document.plain import cell_text, plain
from corridor.report.pages.report_page import title_of
from corridor.report.tables.comparison_rows import load_line
from corridor.report.tables.report_tables import SERVED, Cell, Table, tables

_MOST_SIGNS = 32_000  # of a cell
_ZIP_DATE = (2026, 1, 1, 0, 0, 0)  # the same comparison gives the same bytes


def report_md(document: Mapping[str, Any]) -> str:
    """Markdown with every table."""
    parts = [f"# {_md(title_of(document))}", ""]
    for entry in document["places"]:
        parts += [f"**{_md(entry['today']['sentence'])}**", ""]
        if entry["if_served"]:
            parts += [f"{SERVED.capitalize()}: {_md(entry['if_served']['sentence'])}", ""]
    parts += [_md(load_line(document)), ""]
    for table in tables(document):
        parts += [f"## {table.title}", "", "| " + " | ".join(map(_md, table.header)) + " |"]
        parts.append("|" + "---|" * len(table.header))
        parts += ["| " + " | ".join(_md(_shown(c)) for c in row) + " |" for row in table.rows]
        parts.append("")
    command = plain(document["command"]).replace("`", "'")
    parts.append(f"Made by `{command}`. Data of {document['data_date']}.")
    return "\n".join(parts) + "\n"


def report_csvs(document: Mapping[str, Any]) -> dict[str, str]:
    """Name of file to text, one file a table."""
    return {f"{t.name}.csv": _csv(t) for t in tables(document)}


def report_zip(document: Mapping[str, Any]) -> bytes:
    """The CSV files in one archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in report_csvs(document).items():
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode("utf-8"))
    return out.getvalue()


def report_xlsx(document: Mapping[str, Any]) -> bytes:
    """A workbook, one sheet a table, with real numbers."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    for table in tables(document):
        sheet = book.create_sheet(table.name[:31])
        for number, row in enumerate((table.header, *table.rows), 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(number, column)
                if isinstance(value, str):
                    cell.value = plain(value)[:_MOST_SIGNS]
                    cell.data_type = "s"  # never a formula, whatever the text starts with
                    cell.quotePrefix = True
                else:
                    cell.value = value
                if number == 1:
                    cell.font = Font(bold=True)
        for column, name in enumerate(table.header, 1):
            longest = max([len(name), *(len(_shown(r[column - 1])) for r in table.rows)])
            sheet.column_dimensions[get_column_letter(column)].width = min(60, longest + 2)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _csv(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows([_safe(c) for c in row] for row in table.rows)
    return out.getvalue()


def _safe(cell: Cell) -> Cell:
    """Text that a spreadsheet would run becomes text."""
    if isinstance(cell, str):
        return cell_text(cell)
    return "" if cell is None else cell


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:,.2f}".rstrip("0").rstrip(".") if isinstance(cell, float) else str(cell)


def _md(text: str) -> str:
    cleaned = plain(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
    return " ".join(cleaned.replace("`", "'").split())
