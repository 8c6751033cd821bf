"""`corridor export`, `corridor quote` and `corridor tcd`: what is made from a saved answer."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corridor.cli.files import check_writable, write_bytes, write_text
from corridor.errors import BadInputError, shown
from corridor.model.dates import first_day

if TYPE_CHECKING:
    from corridor.graph.lines import Lines
    from corridor.report.document.answer import AnswerRecord
    from corridor.report.document.stamp import Stamp
    from corridor.report.export import Job

_LONGEST_DAYS = 365


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("export")(export)
    app.command("quote")(quote)
    app.command("tcd")(tcd)


ValidDays = Annotated[
    int | None,
    typer.Option(
        "--valid-days", help="Days the document holds; default quote_validity_days of the tables"
    ),
]
Issued = Annotated[str, typer.Option("--issued", help="Day of issue, as 2026-12-01; default today")]


def export(
    answer_file: Annotated[
        Path, typer.Argument(metavar="ANSWER_FILE", help="Answer saved with route --json")
    ],
    out: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="File to write: .geojson, .kml, .csv, .xlsx, .md, .svg or .png"
        ),
    ],
    *,
    table: Annotated[
        str, typer.Option("--table", help="csv: items, legs, itineraries, borders, ...")
    ] = "items",
    valid_days: ValidDays = None,
    issued: Issued = "",
    graph: Annotated[Path | None, typer.Option(help="Folder of the compiled graph")] = None,
) -> None:
    """
    Write a saved answer as GeoJSON, KML, CSV, XLSX, Markdown, SVG or PNG.

    Example: corridor export answer.json answer.xlsx
    """
    from corridor.graph.lines import read_lines
    from corridor.report.document.answer import ANSWER
    from corridor.report.document.read import read_document
    from corridor.report.export import TABLES
    from corridor.tables.read import graphs_dir

    writer_of(out)
    if table not in TABLES:
        raise BadInputError(
            f"--table {shown(table)} is unknown", remedy=f"one of {', '.join(TABLES)}"
        )
    if table != "items" and out.suffix.lower() != ".csv":
        raise BadInputError(
            f"--table {table} goes with a CSV file, and {shown(out.name)} holds every table or none",
            remedy="name a .csv file, or leave --table out",
        )
    answer = read_document(answer_file, ANSWER)
    target = checked_target(out, answer_file)
    write_export(
        answer,
        target,
        read_lines(graph or graphs_dir()),
        table=table,
        issued=issued,
        valid_days=valid_days,
    )
    typer.echo(str(target))


def writer_of(out: Path) -> Callable[[Job], bytes]:
    """
    What writes a file of this suffix.

    Raises
    ------
    BadInputError
        If nothing does.
    """
    from corridor.report.export import WRITERS

    writer = WRITERS.get(out.suffix.lower())
    if writer is None:
        raise BadInputError(
            f"{shown(out.name)} has no suffix that says what to write",
            remedy=f"end it in one of {', '.join(WRITERS)}",
        )
    return writer


def write_export(
    answer: AnswerRecord,
    target: Path,
    lines: Lines,
    *,
    table: str = "items",
    issued: str = "",
    valid_days: int | None = None,
) -> None:
    """Write an answer in the form its target's suffix names."""
    from corridor.report.export import Job

    stamp = stamped(answer, issued, valid_days)
    write_bytes(target, writer_of(target)(Job(answer, stamp, lines.line, lines.is_coarse, table)))


def quote(
    answer_file: Annotated[
        Path, typer.Argument(metavar="ANSWER_FILE", help="Answer saved with route --json")
    ],
    *,
    out: Annotated[
        Path | None, typer.Option("--out", help="PDF to write; default beside the answer")
    ] = None,
    letterhead: Annotated[
        Path | None,
        typer.Option("--letterhead", help="TOML file with name, address, phone, logo ..."),
    ] = None,
    which: Annotated[int, typer.Option("--which", help="Number of the itinerary")] = 1,
    customer: Annotated[str, typer.Option("--customer", help="Whom it is for")] = "",
    reference: Annotated[str, typer.Option("--reference", help="The customer's reference")] = "",
    valid_days: ValidDays = None,
    issued: Issued = "",
) -> None:
    """
    Make a one-page PDF quotation from a saved answer.

    Example: corridor quote answer.json --letterhead us.toml --out quotation.pdf
    """
    from corridor.report.document.answer import ANSWER
    from corridor.report.document.read import read_document
    from corridor.report.pdf.letterhead import Letterhead, read_letterhead
    from corridor.report.pdf.quotation import Quotation, quote_pdf

    answer = read_document(answer_file, ANSWER)
    target = checked_target(out or answer_file.with_suffix(".pdf"), answer_file)
    count = len(answer.itineraries)
    if not 1 <= which <= count:
        raise BadInputError(
            f"--which {which}: the answer has {count} itineraries", remedy=f"give 1 to {count}"
        )
    sender = read_letterhead(letterhead) if letterhead else Letterhead("")
    page, missing = quote_pdf(
        answer,
        stamped(answer, issued, valid_days),
        Quotation(sender, customer, reference, which),
    )
    write_bytes(target, page)
    if missing:
        print(
            f"{len(missing)} signs are in no font of the page and shown as an empty box:"
            f" {shown(' '.join(sorted(missing)))}",
            file=sys.stderr,
        )
    typer.echo(str(target))


def tcd(
    answer_file: Annotated[
        Path, typer.Argument(metavar="ANSWER_FILE", help="Answer saved with route --json")
    ],
    *,
    svg: Annotated[
        Path | None, typer.Option("--svg", help="Write a picture instead of printing")
    ] = None,
    only: Annotated[
        str, typer.Option("--only", help="Itineraries to draw, as 1,4; default all")
    ] = "",
) -> None:
    """
    Draw hours and dollars over kilometres, with a step at each border, change and port.

    Example: corridor tcd answer.json --svg corridor.svg
    """
    from corridor.report.document.answer import ANSWER
    from corridor.report.document.read import read_document

    if svg is not None:
        check_writable(svg, "--svg")
        if svg.exists() and answer_file.exists() and svg.samefile(answer_file):
            raise BadInputError(
                f"--svg {svg} is the answer itself", remedy="name another file for the picture"
            )
    answer = read_document(answer_file, ANSWER)
    which = _numbers(only)
    if svg is not None:
        from corridor.report.charts.tcd import tcd_svg

        write_text(svg, tcd_svg(answer, which=which) + "\n")
        typer.echo(str(svg))
        return
    from corridor.report.text.charts import tcd_text

    typer.echo(tcd_text(answer, which), nl=False)


def _numbers(text: str) -> tuple[int, ...]:
    """Places counted from 0 of itineraries counted from 1."""
    parts = [p.strip() for p in text.split(",") if p.strip()]
    if not all(p.isascii() and p.isdigit() and len(p) < 4 for p in parts):
        raise BadInputError(f"--only {shown(text)} is no list of numbers", remedy="write it as 1,4")
    return tuple(int(p) - 1 for p in parts)


def checked_target(target: Path, answer_file: Path) -> Path:
    """
    Refuse a file that cannot be written, or that is the answer itself.

    Raises
    ------
    BadInputError
        With what to do instead.
    """
    check_writable(target, "FILE")
    if target.exists() and target.samefile(answer_file):
        raise BadInputError(f"{target} is the answer itself", remedy="name another file")
    return target


def stamped(answer: AnswerRecord, issued: str, valid_days: int | None) -> Stamp:
    """
    Make the stamp of a document: the options, or else today and what the tables say.

    `valid_days` None is for a saved answer: what it was planned with, or the shipped tables.

    Raises
    ------
    BadInputError
        If a date or number of days is none.
    """
    from corridor.report.document import stamp

    day = _day(issued)
    if valid_days is None and isinstance(answer.valid_days, int):
        valid_days = answer.valid_days
    if valid_days is None:
        from corridor.tables.library import load

        valid_days = stamp.valid_days(load())
    if not 0 <= valid_days <= _LONGEST_DAYS:
        raise BadInputError(
            f"--valid-days {valid_days} is out of range",
            remedy=f"give 0 to {_LONGEST_DAYS} days",
        )
    return stamp.stamp(answer, issued=day, valid_days=valid_days)


def _day(text: str) -> date:
    if not text:
        return date.today()
    try:
        return first_day(text)
    except ValueError as err:
        raise BadInputError(
            f"--issued {shown(text)} {err}", remedy="write it as 2026-12-01"
        ) from err
