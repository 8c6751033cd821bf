"""`corridor export` and `corridor quote`: files made from a saved answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridor.cli.files import check_writable, write_bytes
from corridor.cli.maps import read_answer
from corridor.errors import BadInputError, shown

if TYPE_CHECKING:
    from corridor.output.quote_id import Stamp

_NAMED_FAULTS = 3
_LONGEST_DAYS = 365


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("export")(export)


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
    from corridor.output.export import TABLES, WRITERS, Job
    from corridor.sources.tables import graphs_dir

    writer = WRITERS.get(out.suffix.lower())
    if writer is None:
        raise BadInputError(
            f"{shown(out.name)} has no suffix that says what to write",
            remedy=f"end it in one of {', '.join(WRITERS)}",
        )
    if table not in TABLES:
        raise BadInputError(
            f"--table {shown(table)} is unknown", remedy=f"one of {', '.join(TABLES)}"
        )
    answer = sound_answer(answer_file)
    target = checked_target(out, answer_file)
    lines = read_lines(graph or graphs_dir())
    stamp = stamped(answer, issued, valid_days)
    write_bytes(target, writer(Job(answer, stamp, lines.line, lines.is_coarse, table)))
    typer.echo(str(target))


def sound_answer(path: Path) -> dict[str, Any]:
    """
    Read a saved answer whose fields are all there and of the right kind.

    Raises
    ------
    BadInputError
        If it is no answer; the first few faults are named.
    """
    from corridor.output.answer_check import schema_faults

    answer = read_answer(path)
    faults = list(schema_faults(answer))
    if faults:
        more = f", and {len(faults) - _NAMED_FAULTS} more" if len(faults) > _NAMED_FAULTS else ""
        raise BadInputError(
            f"{path} is not as an answer is built: {'; '.join(faults[:_NAMED_FAULTS])}{more}",
            remedy="make it again: corridor route ORIGIN DESTINATION --json > answer.json",
        )
    return answer


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


def stamped(answer: dict[str, Any], issued: str, valid_days: int | None) -> Stamp:
    """
    Make the stamp of a document, by the options or else today and the row of the tables.

    Raises
    ------
    BadInputError
        If a date or number of days is none.
    """
    from corridor.output.quote_id import stamp

    day = _day(issued)
    if valid_days is None:
        from corridor.sources.library import load

        valid_days = round(load().parameter["quote_validity_days"].value.typical)
    if not 0 <= valid_days <= _LONGEST_DAYS:
        raise BadInputError(
            f"--valid-days {valid_days} is out of range",
            remedy=f"give 0 to {_LONGEST_DAYS} days",
        )
    return stamp(answer, issued=day, valid_days=valid_days)


def _day(text: str) -> date:
    if not text:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError as err:
        raise BadInputError(
            f"--issued {shown(text)} is not a date", remedy="write it as 2026-12-01"
        ) from err
