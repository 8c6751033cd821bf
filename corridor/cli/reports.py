"""Write the report of a comparison in the form its file name asks for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor.errors import BadInputError
from corridor.files import check_writable, write_bytes, write_text

if TYPE_CHECKING:
    from corridor.planner import Planner


def write_report(target: Path, document: Mapping[str, Any], planner: Planner) -> None:
    """
    Write one report; a name without a suffix is a folder of CSV files.

    Raises
    ------
    BadInputError
        If a file cannot be written, or openpyxl is not there for .xlsx.
    """
    kind = target.suffix.lower()
    if kind == ".html":
        from corridor.report.pages.report_page import report_html

        write_text(target, report_html(document, planner.lines.line, planner.lines.is_coarse))
    elif kind == ".md":
        from corridor.report.pages.report_files import report_md

        write_text(target, report_md(document))
    elif kind == ".xlsx":
        write_bytes(target, _workbook(document))
    elif kind == ".zip":
        from corridor.report.pages.report_files import report_zip

        write_bytes(target, report_zip(document))
    else:
        _write_folder(target, document)


def _workbook(document: Mapping[str, Any]) -> bytes:
    try:
        import openpyxl  # noqa: F401
    except ImportError as err:
        raise BadInputError(
            "writing .xlsx needs openpyxl",
            remedy="pip install 'corridor[documents]', or name a .csv folder",
        ) from err
    from corridor.report.pages.report_files import report_xlsx

    return report_xlsx(document)


def _write_folder(target: Path, document: Mapping[str, Any]) -> None:
    from corridor.report.pages.report_files import report_csvs

    # `tables.csv` asks for a folder of that name: one file cannot hold tables of many shapes.
    folder = target.with_suffix("") if target.suffix else target
    try:
        folder.mkdir(exist_ok=True)
    except OSError as err:
        raise BadInputError(
            f"--report {folder} cannot be made ({err.strerror})", remedy="name another folder"
        ) from err
    for name, text in report_csvs(document).items():
        check_writable(folder / name, "--report")
        write_text(folder / name, text)
