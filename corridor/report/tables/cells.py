"""A table of cells with typed columns, and the writers that need no more than its cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from corridor.report.document.plain import cell_text
from corridor.report.map.svg import xml_text
from corridor.text_table import columns as aligned

Kind = Literal["text", "count", "number", "money", "hours", "share", "when", "date"]
Value = str | int | float | bool | None
FIGURES: frozenset[Kind] = frozenset({"count", "number", "money", "hours", "share"})


@dataclass(frozen=True, slots=True)
class Column:
    """A named column; `kind` says how a spreadsheet shows it, and that figures are flush right."""

    name: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as wide as `columns`; an empty figure is None, a figure may be written out already."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(c.name for c in self.columns)


def columns_of(*columns: str | tuple[str, Kind]) -> tuple[Column, ...]:
    """Columns by name, and kind where it is not text."""
    return tuple(Column(c) if isinstance(c, str) else Column(*c) for c in columns)


def shown_table(
    title: str, header: Sequence[str], rows: Iterable[Sequence[str]], texts: int = 1
) -> Table:
    """A table whose cells are written out already; columns from `texts` on hold figures."""
    made = tuple(Column(n, "text" if at < texts else "number") for at, n in enumerate(header))
    return Table("", title, made, tuple(tuple(row) for row in rows))


def text_lines(table: Table) -> list[str]:
    """Header and rows for a terminal, figures flush right."""
    right = frozenset(n for n, c in enumerate(table.columns) if c.kind in FIGURES)
    return aligned([table.header, *([str(c) for c in row] for row in table.rows)], right)


def csv_text(rows: Iterable[Sequence[Value]], line_end: str = "\n") -> str:
    """
    Rows as CSV; an empty figure is an empty cell.

    Text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=line_end)
    writer.writerows([_csv_cell(c) for c in row] for row in rows)
    return out.getvalue()


def _csv_cell(value: Value) -> str | int | float:
    if value is None:
        return ""
    return cell_text(value) if isinstance(value, str | bool) else value


def html_table(table: Table) -> str:
    """An HTML table of plain text cells; one wider than the page is moved by touch or by keys."""
    cells = "".join(f'<th scope="col">{xml_text(h)}</th>' for h in table.header)
    body = "\n".join(
        "<tr>" + "".join(_html_cell(str(cell)) for cell in row) + "</tr>" for row in table.rows
    )
    return (
        f'<div class="wide" tabindex="0"><table><caption>{xml_text(table.title)}</caption>'
        f"<thead><tr>{cells}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def _html_cell(text: str) -> str:
    # Dates and times are not broken over two lines.
    short = ' class="short"' if len(text) <= len("2026-12-01 08:00") else ""
    return f"<td{short}>{xml_text(text)}</td>"
