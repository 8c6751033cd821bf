"""CSV and Markdown of an answer."""

from __future__ import annotations

import re
from dataclasses import replace

from corridor.report.document.answer import AnswerRecord
from corridor.report.document.assumptions import assumed
from corridor.report.document.parts.asked import asked_text
from corridor.report.document.plain import plain
from corridor.report.document.stamp import Stamp
from corridor.report.document.wording import CREDIT, load_text, title_of
from corridor.report.tables.answer_rows import tables
from corridor.report.tables.cells import FIGURES, Column, Table, Value
from corridor.report.tables.cells import csv_text as csv_rows

# What a reader of a note wants; the table of every figure is for CSV and XLSX.
_MARKDOWN = (
    *("itineraries", "legs", "indicators", "borders", "documents", "closures", "warnings"),
    "sources",
)
# Of these, the note shows the best itinerary alone.
_OF_THE_BEST = ("legs", "indicators", "borders", "documents")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~&$^:.])")


def csv_text(answer: AnswerRecord, stamp: Stamp, table: str = "items") -> str:
    """
    One table of the answer as CSV (comma, CRLF, UTF-8), a row a record.

    Parameters
    ----------
    table
        Name of a table of `corridor.report.tables.answer_rows`.

    Notes
    -----
    Every row also carries the quote id, data date, last day of validity and what was asked,
    since a CSV file has no other place for them. Text that a spreadsheet would run as a formula gets an
    apostrophe before it; figures stay figures.
    """
    found = next(one for one in tables(answer, stamp) if one.name == table)
    mark = (
        stamp.quote_id,
        stamp.data_date,
        stamp.valid_until.isoformat(),
        asked_text(answer.query),
    )
    head = (*found.header, "quote_id", "data_date", "valid_until", "asked")
    return csv_rows([head, *((*row, *mark) for row in found.rows)], line_end="\r\n")


def markdown_text(answer: AnswerRecord, stamp: Stamp) -> str:
    """The answer as Markdown: a heading, the stamp and a table each."""
    load = load_text(answer, dated=False)
    lines = [f"# {_markup(title_of(answer))}", "", _markup(load), "", _markup(stamp.text()), ""]
    if asked := asked_text(answer.query):
        lines += [_markup(f"Asked: {asked}"), ""]
    for line in assumed(answer):
        lines += [_markup(line), ""]
    for table in tables(answer, stamp):
        if table.name in _OF_THE_BEST:
            rows = tuple(row for row in table.rows if row[0] == 1)
            table = replace(table, title=f"{table.title} of itinerary 1", rows=rows)  # noqa: PLW2901
        if table.name in _MARKDOWN and table.rows:
            lines += [f"## {table.title}", "", *markdown_table(table), ""]
    lines += [
        "Typical figures add up to the cent and the minute; low and high do not, they are bands.",
        "",
        _markup(CREDIT),
    ]
    return "\n".join(lines) + "\n"


def markdown_table(table: Table) -> list[str]:
    """A table as Markdown, its head and rule first."""
    figures = [c.kind in FIGURES for c in table.columns]
    rule = "|" + "|".join("---:" if figure else "---" for figure in figures) + "|"
    head = "|" + "|".join(c.name.replace("_", " ") for c in table.columns) + "|"
    rows = [
        "|" + "|".join(_markdown_cell(v, c) for v, c in zip(row, table.columns, strict=True)) + "|"
        for row in table.rows
    ]
    return [head, rule, *rows]


def _markdown_cell(value: Value, column: Column) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _markup(value.replace("T", " ") if column.kind == "when" else value)
    forms = {"money": ",.2f", "hours": ",.1f", "share": ".0%", "number": ",.1f"}
    return _markup(f"{value:{forms.get(column.kind, '')}}") if column.kind in forms else str(value)


def _markup(text: str) -> str:
    """Plain text that no reader of Markdown takes for markup, a link or HTML."""
    return _MARKUP.sub(_escaped, plain(text))


def _escaped(sign: re.Match[str]) -> str:
    # Figures and words with a dot or a dash inside read well as they are.
    at, text = sign.start(), sign.string
    inside = 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()
    if sign[1] in ".-:" and (inside or sign[1] == "."):
        return sign[1]
    if sign[1] in "<>&":
        return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}[sign[1]]
    return "\\" + sign[1]
